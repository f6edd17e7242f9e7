"""Edges of paragraphs in a text's lines."""

import math
import re
from collections.abc import Iterator
from itertools import pairwise

from newsieve.patterns import compile_later
from newsieve.text import SENTENCE_ENDS
from newsieve.types import Article, Mark

_LINE_END = re.compile(r"\S[^\n]*+")  # with the white space before it in the pattern, a line of spaces takes n squared
_FIRST_WORD = compile_later(r"\S+")
_LIST_ITEM = compile_later(r"\s*(?:[-*•·–—]|\d{1,3}[.)])\s")
_NARROWEST, _WIDEST = 25, 120  # columns that hand-wrapped text, mail and text browsers use
_FEWEST_JOINTS = 4  # below that a few short lines would pass for wrapped text
_SHARE_AT_MARGIN = 0.7  # joints between lines of one paragraph, of all joints without a blank line
_SHARE_IN_LOWER_CASE = 0.4  # of the lines that go on: a list's lines begin with capitals
_FEWEST_ENDS = 12  # lines for one end of a sentence: a poem's, or a speech's, have none


def paragraph_ranges(article: Article) -> Iterator[tuple[int, int, Mark | None]]:
    """Ranges of paragraphs in order, none of them blank, with the mark that each stands in.

    Under a mark each line is a paragraph, but `pre` is one whole. Plain text is a paragraph a line, unless wrapped:
    then a line goes on in the next one where that one's first word would not have fitted any more.
    """
    if not article.marks:
        yield from ((start, end, None) for start, end in _plain_ranges(article.text))
        return
    for mark in article.marks:
        if mark.tag == "pre":
            if article.text[mark.start : mark.end].strip():
                yield mark.start, mark.end, mark
            continue
        for start, end in _lines(article.text, mark.start, mark.end):
            yield start, end, mark


def _plain_ranges(text: str) -> Iterator[tuple[int, int]]:
    lines = list(_lines(text, 0, len(text)))
    joins = _wrapped_joints(text, lines)
    start = 0
    for i, joined in enumerate([*joins, False][: len(lines)]):
        if not joined:
            yield lines[start][0], lines[i][1]
            start = i + 1


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Ranges of the lines that are not blank, with the white space around them."""
    for found in _LINE_END.finditer(text, start, end):
        yield max(start, text.rfind("\n", start, found.start()) + 1), found.end()


def _wrapped_joints(text: str, lines: list[tuple[int, int]]) -> list[bool]:
    """Tell of each pair of neighbours whether the second line goes on with the paragraph of the first."""
    none = [False] * max(0, len(lines) - 1)
    widths = sorted(len(text[a:b].rstrip()) for a, b in lines if " " in text[a:b].strip())
    margin = widths[math.ceil(0.98 * (len(widths) - 1))] if widths else 0
    if not _NARROWEST <= margin <= _WIDEST or not _has_sentences(text, len(lines)):
        return none
    joints, adjacent, starts = [], 0, ""
    for (a, b), (c, d) in pairwise(lines):
        is_adjacent = c - b <= 1 and not _LIST_ITEM.match(text, c, d)
        adjacent += is_adjacent
        first_word = _FIRST_WORD.search(text, c, d)
        room = margin - len(text[a:b].rstrip())
        is_full = first_word is not None and room < 1 + len(first_word.group())
        joints.append(is_adjacent and is_full)
        if joints[-1] and first_word is not None:
            starts += first_word.group()[0]
    if adjacent < _FEWEST_JOINTS or sum(joints) < _SHARE_AT_MARGIN * adjacent or _begin_with_capitals(starts):
        return none
    return joints


def _has_sentences(text: str, count: int) -> bool:
    """Tell whether sentences end in the text, given its number of lines."""
    return sum(map(text.count, SENTENCE_ENDS)) * _FEWEST_ENDS >= count


def _begin_with_capitals(starts: str) -> bool:
    """Tell whether most of the lines that go on begin as a list's do; scripts without case say nothing."""
    upper, lower = sum(map(str.isupper, starts)), sum(map(str.islower, starts))
    return lower < _SHARE_IN_LOWER_CASE * (upper + lower)
