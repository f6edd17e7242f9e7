"""The article's own characters, minus what was removed; and the sentences of its digest."""

from itertools import pairwise

from newsieve.text import to_one_line
from newsieve.types import Chosen, Result


def kept_text(result: Result) -> str:
    """The text of the article without the removed ranges, its spacing and line structure otherwise untouched.

    Of the white space around what was removed the stretch with the most line ends stays: two paragraphs remain
    two, and no run of blank lines is left. At both ends the text's own margins stay. Empty if nothing is kept.
    """
    return "".join(result.article.text[start:end] for start, end in kept_ranges(result))


def kept_ranges(result: Result) -> list[tuple[int, int]]:
    """The ranges of the article's text that are left, ascending; none where nothing is kept."""
    text, verdicts = result.article.text, result.verdicts
    kept = [i for i, verdict in enumerate(verdicts) if verdict.kept]
    if not kept:
        return []
    gaps = [(left.end, right.start) for left, right in pairwise(verdicts)]
    ranges = [(0, verdicts[0].start), (verdicts[kept[0]].start, verdicts[kept[0]].end)]
    for i, j in pairwise(kept):
        # The last of equals: a line keeps the indentation before it.
        widest = max(reversed(gaps[i:j]), key=lambda gap: _width(text[gap[0] : gap[1]]))
        ranges += [widest, (verdicts[j].start, verdicts[j].end)]
    return [*ranges, (verdicts[-1].end, len(text))]


def list_digest(result: Result) -> list[tuple[Chosen, str]]:
    """The chosen sentences with their texts, in document order, white space collapsed."""
    wanted = {chosen.index: chosen for chosen in result.chosen}
    sentences = (s for block in result.blocks for s in block.sentences if s.index in wanted)
    return [(wanted[s.index], one_line(result, s.start, s.end)[wanted[s.index].skip :]) for s in sentences]


def one_line(result: Result, start: int, end: int) -> str:
    """A range of the article's text on one line."""
    return to_one_line(result.article.text[start:end])


def _width(gap: str) -> tuple[int, bool]:
    return gap.count("\n"), bool(gap)
