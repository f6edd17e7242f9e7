"""Edges of paragraphs in a text's lines."""

import re
from collections.abc import Iterator

from newsieve.segment.tables_and_code import mark_structure
from newsieve.segment.wrapping import find_joints
from newsieve.types import Article, Mark

_LINE_END = re.compile(r"\S[^\n]*+")  # with the white space before it in the pattern, a line of spaces takes n squared
_BLANK_LINE = re.compile(r"\n(?=[^\S\n]*\n)")


def join_double_spaced(text: str) -> str:
    """Return plain text without blank lines, as long as before: inside of a paragraph they end no sentence."""
    return _BLANK_LINE.sub(" ", text)


def paragraph_ranges(article: Article) -> Iterator[tuple[int, int, Mark]]:
    """Ranges of paragraphs in order, none of them blank, with the mark that each stands in.

    What stands under a mark is one, with all its lines. Plain text is a paragraph a line, unless wrapped: then a line
    goes on in the next one where that one's first word would not have fitted any more. Parts of a whole are marked as
    such.
    """
    if not article.marks:
        yield from _plain_ranges(article.text)
        return
    for mark in article.marks:
        if article.text[mark.start : mark.end].strip():
            yield mark.start, mark.end, mark


def _plain_ranges(text: str) -> Iterator[tuple[int, int, Mark]]:
    lines = mark_structure(text, _lines(text, 0, len(text)))
    joins = find_joints(text, lines)
    start = 0
    for i, joined in enumerate([*joins, False][: len(lines)]):
        if not joined:
            yield lines[start].start, lines[i].end, lines[start]
            start = i + 1


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Ranges of the lines that are not blank, with the white space around them."""
    for found in _LINE_END.finditer(text, start, end):
        yield max(start, text.rfind("\n", start, found.start()) + 1), found.end()
