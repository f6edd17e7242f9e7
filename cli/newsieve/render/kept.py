"""The article's own characters, minus what was removed; and the sentences of its digest."""

from collections.abc import Sequence
from itertools import pairwise

from newsieve.text import cut_text, to_one_line
from newsieve.types import Chosen, Result

_Range = tuple[int, int]


def kept_text(result: Result) -> str:
    """The text of the article without the removed ranges, its spacing and line structure otherwise untouched.

    Of the white space around what was removed the stretch with the most line ends stays: two paragraphs remain
    two, and no run of blank lines is left. A line keeps its own indentation and the spaces at its end. At both ends
    the text's own margins stay. Empty if nothing is kept.
    """
    return "".join(result.article.text[start:end] for start, end in kept_ranges(result))


def kept_ranges(result: Result) -> list[tuple[int, int]]:
    """The ranges of the article's text that are left, ascending; none where nothing is kept."""
    text, verdicts = result.article.text, result.verdicts
    kept = [i for i, verdict in enumerate(verdicts) if verdict.kept]
    if not kept:
        return []
    edges = [(0, 0), *((verdict.start, verdict.end) for verdict in verdicts), (len(text), len(text))]
    gaps = [(left[1], right[0]) for left, right in pairwise(edges)]
    ranges = _join_head(text, gaps[: kept[0] + 1])
    for i, j in pairwise(kept):
        ranges += [edges[i + 1], *_join_gaps(text, gaps[i + 1 : j + 1])]
    return [*ranges, edges[kept[-1] + 1], *_join_tail(text, gaps[kept[-1] + 1 :])]


def list_digest(result: Result) -> list[tuple[Chosen, str]]:
    """The chosen sentences with their texts, in document order, white space collapsed."""
    return [(chosen, chosen.text[chosen.skip :]) for chosen in sorted(result.chosen, key=lambda one: one.index)]


def one_line(result: Result, start: int, end: int) -> str:
    """A range of the article's text on one line, its words put together."""
    return to_one_line(cut_text(result.article.text, start, end, result.article.broken))


def _join_head(text: str, gaps: Sequence[_Range]) -> list[_Range]:
    """Ranges before the first kept piece: the text's margin, and the indentation of the piece's own line."""
    margin, *others = gaps
    line = [margin, *_list_broken(text, others)][-1]
    return [(margin[0], _find_line_start(text, margin)), (_find_line_start(text, line), line[1])]


def _join_gaps(text: str, gaps: Sequence[_Range]) -> list[_Range]:
    """Ranges between two kept pieces: spaces at a line's end, the most line ends, the next one's indentation."""
    broken = _list_broken(text, gaps)
    if not broken:  # within a line
        return [max(reversed(gaps), key=lambda gap: gap[0] < gap[1])]
    widest = max(broken, key=lambda gap: text.count("\n", *gap))
    return [
        (broken[0][0], _find_line_end(text, broken[0])),
        (_find_line_end(text, widest), _find_line_start(text, widest)),
        (_find_line_start(text, broken[-1]), broken[-1][1]),
    ]


def _join_tail(text: str, gaps: Sequence[_Range]) -> list[_Range]:
    """Ranges behind the last kept piece: the spaces at the end of its own line, and the text's margin."""
    *others, margin = gaps
    line = [*_list_broken(text, others), margin][0]
    return [(line[0], _find_line_end(text, line)), (_find_line_end(text, margin), margin[1])]


def _list_broken(text: str, gaps: Sequence[_Range]) -> list[_Range]:
    """The gaps in which a line ends."""
    return [gap for gap in gaps if text.find("\n", *gap) >= 0]


def _find_line_end(text: str, gap: _Range) -> int:
    """The first line end of a gap, its end where there is none."""
    at = text.find("\n", *gap)
    return at if at >= 0 else gap[1]


def _find_line_start(text: str, gap: _Range) -> int:
    """The place behind the last line end of a gap, its start where there is none."""
    at = text.rfind("\n", *gap)
    return at + 1 if at >= 0 else gap[0]
