"""Sentences of a block; the only place that knows sentencex."""

import re
from collections.abc import Iterator

# Languages that write "the 3rd" as "3.": sentencex 1.0 ends a sentence there.
_ORDINAL_DOT = frozenset("de da nb nn no is fi et lv lt cs sk sl hr sr bs hu pl tr".split())
_ENDS_IN_ORDINAL = re.compile(r"(?<![\w.,])\d{1,2}\.\s*\Z")
_ENDS_IN_INITIAL = re.compile(r"(?:^|[\s(“\"«])[A-ZÀ-Þ]\.\s*\Z")  # "M. Macron", "George W. Bush"
_ENDS_IN_CLOCK = re.compile(r"\b[ap]\.m\.\s*\Z")  # "5 p.m. Monday"
_DAY_OR_ZONE = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|[A-Z]{2,4}\b")
_LOOK_BACK = 8  # characters: longer than what the patterns may match


def sentence_ranges(text: str, start: int, end: int, language: str | None) -> Iterator[tuple[int, int]]:
    """Ranges of sentences that tile `text[start:end]` but for white space, at least one if it has other characters."""
    from sentencex import get_sentence_boundaries  # 1 ms

    piece = text[start:end]
    left = 0
    for found in get_sentence_boundaries(language or "en", piece):
        right = found["end_index"]
        if right < len(piece) and not _is_end(piece, left, right, language):
            continue
        yield from _trimmed(text, start + left, start + right)
        left = right
    if left < len(piece):
        yield from _trimmed(text, start + left, end)


def _is_end(piece: str, left: int, right: int, language: str | None) -> bool:
    before, after = piece[right - 1], piece[right]
    if not before.isspace() and before in '.!?"”’)' and after.isascii():
        return False  # "Node.JS"; glued paragraphs were taken apart before
    tail = piece[max(left, right - _LOOK_BACK) : right]
    if language in _ORDINAL_DOT and _ENDS_IN_ORDINAL.search(tail):
        return False
    if _ENDS_IN_CLOCK.search(tail) and _DAY_OR_ZONE.match(piece, right):
        return False
    return not (after.isupper() and _ENDS_IN_INITIAL.search(tail))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    stripped = text[start:end].strip()
    if stripped:
        start += len(text[start:end]) - len(text[start:end].lstrip())
        yield start, start + len(stripped)
