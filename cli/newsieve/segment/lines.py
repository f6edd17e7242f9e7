"""Edges of paragraphs in a text's lines."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from newsieve.patterns import compile_later
from newsieve.segment.wholes import mark_wholes
from newsieve.text import CLOSERS, COLONS, SENTENCE_ENDS
from newsieve.types import Article, Mark

_LINE_END = re.compile(r"\S[^\n]*+")  # with the white space before it in the pattern, a line of spaces takes n squared
_FIRST_WORD = compile_later(r"\S+")
_LIST_ITEM = compile_later(r"\s*(?:[-*•·–—]|\d{1,3}[.)])\s")
_NARROWEST, _WIDEST = 25, 120  # columns that hand-wrapped text, mail and text browsers use
_SHARE_AT_MARGIN = 0.7  # joints between lines of one paragraph, of all joints without a blank line
_SHARE_IN_LOWER_CASE = 0.4  # of the lines that go on: a list's lines begin with capitals
_SHARE_OF_MARGIN = 0.5  # two lines below that, one behind the other, are a signature's or an address's: not asked
_FEW_JOINTS = 4  # below that, lines of like length are at one margin by chance: each has to be, and mid-sentence
_NOT_WITHIN = (*SENTENCE_ENDS, *COLONS, ",")
_CLOSERS = f"{CLOSERS} "
_LONGEST_FUNCTION_WORD = 3  # letters of a word that most titles and lines of lists do not end in
_FEWEST_ENDS = 12  # lines for one end of a sentence: a poem's, or a speech's, have none


def paragraph_ranges(article: Article) -> Iterator[tuple[int, int, Mark]]:
    """Ranges of paragraphs in order, none of them blank, with the mark that each stands in.

    Under a mark each line is a paragraph, but `pre` is one whole. Plain text is a paragraph a line, unless wrapped:
    then a line goes on in the next one where that one's first word would not have fitted any more. Parts of a whole
    are marked as such.
    """
    if not article.marks:
        yield from _plain_ranges(article.text)
        return
    for mark in article.marks:
        if mark.tag == "pre":
            if article.text[mark.start : mark.end].strip():
                yield mark.start, mark.end, mark
            continue
        for start, end in _lines(article.text, mark.start, mark.end):
            yield start, end, mark


def _plain_ranges(text: str) -> Iterator[tuple[int, int, Mark]]:
    lines = mark_wholes(text, _lines(text, 0, len(text)))
    joins = _wrapped_joints(text, lines)
    start = 0
    for i, joined in enumerate([*joins, False][: len(lines)]):
        if not joined:
            yield lines[start].start, lines[i].end, lines[start]
            start = i + 1


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Ranges of the lines that are not blank, with the white space around them."""
    for found in _LINE_END.finditer(text, start, end):
        yield max(start, text.rfind("\n", start, found.start()) + 1), found.end()


def _wrapped_joints(text: str, lines: Sequence[Mark]) -> list[bool]:
    """Tell of each pair of neighbours whether the second line goes on with the paragraph of the first."""
    none = [False] * max(0, len(lines) - 1)
    fits = [_fitting_margins(text, first, second) for first, second in pairwise(lines)]
    margin = _find_margin(fits)
    if margin is None or not _has_sentences(text, len(lines)):
        return none
    widths = [len(text[line.start : line.end].strip()) for line in lines]
    asked = sum(
        margins is not None and max(pair) >= _SHARE_OF_MARGIN * margin
        for margins, pair in zip(fits, pairwise(widths), strict=True)
    )
    joints = [
        margins is not None and margin in margins and _is_within(text[line.start : line.end].strip(), margin)
        for margins, line in zip(fits, lines[1:], strict=True)
    ]
    least = 1 if asked < _FEW_JOINTS else _SHARE_AT_MARGIN
    if sum(joints) < least * asked or not _go_on(text, lines, joints):
        return none
    return joints


def _fitting_margins(text: str, line: Mark, follower: Mark) -> range | None:
    """Columns at which the line may have been wrapped: it fits, and the first word behind would not have.

    None where a blank line or a list's bullet parts the two, or one of them is a part of a whole; empty where a line is
    one word, as text without spaces is.
    """
    is_part = line.tag or follower.tag
    if is_part or follower.start - line.end > 1 or _LIST_ITEM.match(text, follower.start, follower.end):
        return None
    first_word = _FIRST_WORD.search(text, follower.start, follower.end)
    line_text = text[line.start : line.end].rstrip()
    if first_word is None or " " not in line_text.strip():
        return range(0)
    return range(len(line_text), len(line_text) + len(first_word.group()) + 1)


def _find_margin(fits: list[range | None]) -> int | None:
    """Find the column at which most lines may have been wrapped, the widest of several; None where none may."""
    votes = Counter(column for margins in fits if margins for column in _narrow(margins))
    return max(votes, key=lambda column: (votes[column], column), default=None)


def _is_within(line: str, margin: int) -> bool:
    """Tell whether a line may have been wrapped at the margin; a long word or address cannot be."""
    return len(line) <= margin or " " not in line


def _narrow(margins: range) -> range:
    return range(max(margins.start, _NARROWEST), min(margins.stop, _WIDEST + 1))


def _has_sentences(text: str, count: int) -> bool:
    """Tell whether sentences end in the text, given its number of lines."""
    return sum(map(text.count, SENTENCE_ENDS)) * _FEWEST_ENDS >= count


def _go_on(text: str, lines: Sequence[Mark], joints: list[bool]) -> bool:
    """Tell whether the lines that are joined go on with a sentence, and do not each begin one, as a list's do.

    Scripts without case say nothing of that. Where joints are few, half of them have to stand within a sentence of a
    text that begins its paragraphs otherwise.
    """
    starts = [text[line.start : line.end].lstrip()[0] for line in lines]
    followers = [start for start, joined in zip(starts[1:], joints, strict=True) if joined]
    if len(followers) >= _FEW_JOINTS:
        upper, lower = sum(map(str.isupper, followers)), sum(map(str.islower, followers))
        return lower >= _SHARE_IN_LOWER_CASE * (upper + lower)
    before = [text[line.start : line.end] for line, joined in zip(lines, joints, strict=False) if joined]
    within = sum(map(_is_within_sentence, before, followers))
    first = [start for start, joined in zip(starts, [False, *joints], strict=True) if not joined]
    return 2 * within >= len(followers) and not all(map(str.islower, first))


def _is_within_sentence(line: str, follower: str) -> bool:
    """Tell whether the line ends before its sentence does, by what follows, or by its last word, as in "of the".

    A comma says nothing: greetings, verses and lines of lists end in one.
    """
    if line.rstrip(_CLOSERS).endswith(_NOT_WITHIN):
        return False
    last = line.rsplit(maxsplit=1)[-1]
    return (follower.isalpha() and not follower.isupper()) or (
        len(last) <= _LONGEST_FUNCTION_WORD and last.isalpha() and last.islower()
    )
