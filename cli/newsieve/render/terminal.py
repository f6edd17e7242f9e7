"""Text for a person at a terminal: what `render_text` says, with colour where it helps, and evidence aligned.

Restrained: titles are bold; only `explain` has colours, one a kind, and strikes out what went.
"""

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


def render_terminal(result: Result, task: str, width: int) -> str:
    """What the task prints of one document, for a terminal of that many columns."""
    if task == "explain":
        chosen = {c.index for c in result.chosen}
        starts = [s.start for block in result.blocks for s in block.sentences if s.index in chosen]
        return "".join(
            f"{line}\n" for verdict in result.verdicts for line in _explain(result, verdict, starts, max(60, width))
        )
    text, title = to_printable(render_text(result, task)), to_printable(result.article.title or "")
    if task == "clean" and result.document.format is Format.HTML and title and text.startswith(f"{title}\n"):
        return paint(title, _BOLD) + text[len(title) :]
    return text


def paint(text: str, *codes: int) -> str:
    """The text in the colours and styles of those numbers (ECMA-48, SGR)."""
    return f"\x1b[{';'.join(map(str, codes))}m{text}\x1b[0m"


def _explain(result: Result, verdict: Verdict, chosen_starts: list[int], width: int) -> Iterator[str]:
    """A line for the verdict, its text wrapped, and the evidence below in the same column."""
    from textwrap import wrap  # 1 ms

    colour = _COLOURS.get(verdict.kind or "", 0)
    is_chosen = any(verdict.start <= start < verdict.end for start in chosen_starts)
    style = (_DIM, _STRUCK) if not verdict.kept else (_MARKED,) if is_chosen else ()
    lines = wrap(to_printable(one_line(result, verdict.start, verdict.end)), width - _INDENT) or [""]
    head = f"{'+' if verdict.kept else '-'} {verdict.kind or 'content':<{_KIND_WIDTH}} {verdict.probability:.2f}"
    yield f"{paint(head, *((colour,) if colour else (_DIM,)))}  {paint(lines[0], *style) if style else lines[0]}"
    for line in lines[1:]:
        yield " " * _INDENT + (paint(line, *style) if style else line)
    terms = to_printable("  ".join(list_terms(verdict)))
    for line in wrap(terms.replace(" ", "\xa0").replace("\xa0\xa0", "  "), width - _INDENT):
        yield " " * _INDENT + paint(line.replace("\xa0", " "), _DIM)
