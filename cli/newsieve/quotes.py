"""Quotation marks of a text, in all the ways in which languages set them, each with its side; and their pairs."""

from collections.abc import Iterator
from typing import NamedTuple

from newsieve.patterns import compile_later

# But apostrophes, and the marks of Hebrew initials: "צה״ל". Behind a word a comma tells the end of a quotation.
_MARK = compile_later(
    r"[\"'“”„«»‹›「」『』‘’״](?<![^\W_]['‘’])(?!(?<=[\u0590-\u05ff][\"״])[\u0590-\u05ff])|(?<=[^\W_])’(?=,\s)"
)
_CLOSED = compile_later(r"’(?!\w)")
_SIDES = {"“": 1, "„": 1, "«": 1, "‹": 1, "「": 1, "『": 1, "”": -1, "»": -1, "›": -1, "」": -1, "』": -1}
_UNSPACED = "「」『』"
_BEFORE_OPENING = " ([{—–-:\n\t\xa0"
_BEHIND_CLOSING = " .,;:!?)]}—–…\n\t\xa0"
_BEFORE_SINGLE = " (\n\t\xa0"
_SENTENCE_MARKS = ".,!?…।۔"
SINGLE = "'‘’"
INNER = f"{SINGLE}『』"  # of quotations within others
LONGEST_QUOTATION = 500  # characters: a mark or a dash without a second one so far takes nothing in


class PairedQuotes(NamedTuple):
    """Places of the marks of a text's quotations, the opening and the closing one of each; and what is open behind it.

    An opening mark that stands before the text is at -1. `opened` is the mark that is open at the end, "" without one,
    and `at` its place. `closes_unopened`: a mark closes what none has opened.
    """

    ranges: tuple[tuple[int, int], ...]
    opened: str
    at: int
    closes_unopened: bool


def find_quotations(text: str, opened: str = "") -> PairedQuotes:
    """Pair the marks of a text; `opened` is the one that is open before it. What is too long is no quotation.

    A mark of inner quotations opens none within another's and closes none of another's.
    """
    ranges, start, is_unopened = list[tuple[int, int]](), -1, False
    for at, mark, side in find_quotes(text):
        if opened and at - start > LONGEST_QUOTATION:
            opened = ""
        if opened and side <= 0 and (mark in INNER) == (opened in INNER):
            ranges.append((start, at))
            opened = ""
        elif side >= 0 and not (opened and opened not in INNER and mark in INNER):
            opened, start = mark, at
        elif not opened and mark not in SINGLE:
            is_unopened = True
    return PairedQuotes(tuple(ranges), opened, start, is_unopened)


def find_quotes(text: str) -> Iterator[tuple[int, str, int]]:
    """Yield the place of each mark, the mark and its side: 1 opens, -1 closes, 0 may do either.

    Apostrophes and the marks of inches and of decades ("the '90s") are none.
    """
    if text.isascii() and '"' not in text and "'" not in text:
        return  # found sooner than the pattern finds none
    for found in _MARK.finditer(text):
        at = found.start()
        mark = text[at]
        before = text[at - 1] if at else " "
        behind = text[at + 1] if at + 1 < len(text) else " "
        if mark in SINGLE:
            if side := _read_single(text, at, before, behind):
                yield at, mark, side
            continue
        if mark == '"' and before.isdigit() and behind in _BEHIND_CLOSING and text.count('"', 0, at) % 2 == 0:
            continue  # inches
        opens, closes = before in _BEFORE_OPENING, behind in _BEHIND_CLOSING
        if mark in _UNSPACED or opens == closes:
            yield at, mark, _SIDES.get(mark, 0)
        else:
            yield at, mark, 1 if opens else -1


def _read_single(text: str, at: int, before: str, behind: str) -> int:
    """Return the side of a single mark; 0 of an apostrophe."""
    if before.isalnum():
        return -1 if _is_open(text, at) else 0
    if (before in _BEFORE_SINGLE and behind.isalpha()) or (before in _SENTENCE_MARKS and behind.isspace()):
        return 1 if behind.isalpha() else -1
    return 0


def _is_open(text: str, at: int) -> bool:
    """Tell whether a quotation between single marks is open; apostrophes stand before letters."""
    opening = text.rfind("‘", max(0, at - LONGEST_QUOTATION), at)
    return opening >= 0 and _CLOSED.search(text, opening, at) is None
