"""Text for a person at a terminal: what `render_text` says, with colour where it helps, and evidence aligned.

Restrained: titles are bold; only `explain` has colours, one a kind, strikes out what went and underlines the digest.
Where colour is not wanted the layout is the same; where colour alone is (in a pipe), `explain` has one block a line.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator

from newsieve.printable import to_printable
from newsieve.render.kept import one_line
from newsieve.render.text import list_terms, render_text
from newsieve.types import Format, Result, Verdict

_COLOURS = {
    "donation": 31, "subscription": 33, "newsletter": 34, "app_or_social": 35, "related": 32, "advert": 33,
    "comments_ui": 36, "cookie_legal": 35, "nav": 36, "caption_or_credit": 32, "byline_date": 36, "about": 34,
}  # fmt: skip
_BOLD, _DIM, _STRUCK, _MARKED = 1, 2, 9, 4
_KIND_WIDTH = 17  # the longest kind's
_INDENT = 2 + _KIND_WIDTH + 1 + 4 + 2
_NARROWEST = 60
_LEGEND = "+ kept, - removed; kind; probability; in\xa0the\xa0digest; + a pitch, - the story"
_BEGIN, _END = "\x0e", "\x0f"  # around a sentence of the digest, until its lines are cut
_FILL = "\x11"  # behind a letter of two columns, until its lines are cut
_SGR = re.compile("\x1b\\[[0-9;]*m")


def render_terminal(result: Result, task: str, width: int) -> str:
    """Print what the task gives of a document, for a terminal of that many columns; 0 for colour alone."""
    if task == "explain" and width:
        width, chosen = max(_NARROWEST, width), _list_chosen(result)
        return "".join(f"{line}\n" for verdict in result.verdicts for line in _explain(result, verdict, chosen, width))
    text, title = to_printable(render_text(result, task)), to_printable(result.article.title or "")
    if task == "explain":
        lines = [line.split(" ", 3) for line in text.splitlines()]
        return "".join(
            f"{sign} {_paint_kind(verdict, f'{kind} {probability}')} {rest}\n"
            for verdict, (sign, kind, probability, rest) in zip(result.verdicts, lines, strict=True)
        )
    if task == "clean" and result.document.format is Format.HTML and title and text.startswith(f"{title}\n"):
        return paint(title, _BOLD) + text[len(title) :]
    return text


def render_legend(width: int) -> str:
    """The lines above what is explained: what its columns and styles mean."""
    from textwrap import wrap  # 1 ms

    pieces = (line.replace("\xa0", " ").partition("in the digest") for line in wrap(_LEGEND, max(_NARROWEST, width)))
    lines = ("".join(paint(text, code) for text, code in zip(line, (_DIM, _MARKED, _DIM), strict=True) if text)
             for line in pieces)  # fmt: skip
    return "".join(f"{line}\n" for line in lines) + "\n"


def render_totals(kept: int, removed: Counter[str]) -> str:
    """The line below: how many blocks stayed and went, by kind."""
    kinds = ", ".join(f"{kind} {count}" for kind, count in removed.most_common())
    text = f"{kept + removed.total()} blocks: {kept} kept, {removed.total()} removed{f' ({kinds})' if kinds else ''}"
    return f"\n{paint(text, _DIM)}\n"


def strip_styles(text: str) -> str:
    """The text without colours and styles."""
    return _SGR.sub("", text)


def paint(text: str, *codes: int) -> str:
    """The text in the colours and styles of those numbers (ECMA-48, SGR)."""
    return f"\x1b[{';'.join(map(str, codes))}m{text}\x1b[0m"


def wrap_columns(text: str, width: int) -> list[str]:
    """Return the lines of a text, each of that many columns at most; letters of East Asia take two (UAX #11)."""
    from textwrap import wrap  # 1 ms
    from unicodedata import east_asian_width

    spread = "".join(f"{sign}{_FILL * (east_asian_width(sign) in 'WF')}" for sign in text)
    return [line.replace(_FILL, "") for line in wrap(spread, width - (spread != text))]  # one may be cut from its sign


def _explain(result: Result, verdict: Verdict, chosen: list[tuple[int, int]], width: int) -> Iterator[str]:
    """A line for the verdict, its text wrapped, and the evidence below in the same column."""
    marked, in_digest = _mark_digest(result, verdict, chosen)
    lines = list(_style_lines(wrap_columns(marked, width - _INDENT) or [""], verdict.kept))
    head = f"{'+' if verdict.kept else '-'} {verdict.kind or 'content':<{_KIND_WIDTH}} {verdict.probability:.2f}"
    yield f"{_paint_kind(verdict, head)}  {lines[0]}"
    yield from (" " * _INDENT + line for line in lines[1:])
    terms = ["in the digest"] * (in_digest == 1) + [f"{in_digest} sentences in the digest"] * (in_digest > 1)
    text = to_printable("  ".join([*terms, *list_terms(verdict)]))
    for line in wrap_columns(text.replace(" ", "\xa0").replace("\xa0\xa0", "  "), width - _INDENT):
        yield " " * _INDENT + paint(line.replace("\xa0", " "), _DIM)


def _paint_kind(verdict: Verdict, text: str) -> str:
    """The text in the colour of the verdict's kind; dim where it has none."""
    return paint(text, _COLOURS.get(verdict.kind or "", _DIM))


def _list_chosen(result: Result) -> list[tuple[int, int]]:
    """The ranges of the digest's sentences, ascending."""
    chosen = {c.index for c in result.chosen}
    return [(s.start, s.end) for block in result.blocks for s in block.sentences if s.index in chosen]


def _mark_digest(result: Result, verdict: Verdict, chosen: list[tuple[int, int]]) -> tuple[str, int]:
    """The verdict's text on one line, marks around the digest's sentences, and the number of these."""
    first = bisect_left(chosen, (verdict.start, 0))
    parts, at = [], verdict.start
    for start, end in chosen[first : bisect_left(chosen, (verdict.end, 0))]:
        parts.append(to_printable(one_line(result, at, start)))
        parts.append(f"{_BEGIN}{to_printable(one_line(result, start, end))}{_END}")
        at = end
    rest = to_printable(one_line(result, at, verdict.end))
    return " ".join(filter(None, [*parts, rest])), len(parts) // 2


def _style_lines(lines: list[str], is_kept: bool) -> Iterator[str]:
    """Each line in its style: struck out, or underlined between the marks."""
    is_open = False
    for line in lines:
        if not is_kept:
            yield paint(line.replace(_BEGIN, "").replace(_END, ""), _DIM, _STRUCK)
            continue
        styled = []
        for part in re.split(f"([{_BEGIN}{_END}])", line):
            if part in (_BEGIN, _END):
                is_open = part == _BEGIN
            elif part:
                styled.append(paint(part, _MARKED) if is_open else part)
        yield "".join(styled)
