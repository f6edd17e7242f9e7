"""Days that a sentence of the story names, as of a hearing to come: none of these is the page's own."""

import re
from itertools import islice

from newsieve.day_labels import says_other_day, says_when_published
from newsieve.days import is_month, is_month_anywhere
from newsieve.text import ends_sentence, is_unspaced

LEAST_WORDS = 2  # that begin with no capital, in a sentence; a byline has "at" or "on" beside names and figures
MOST_IN_LABEL = 3  # of these before a day: "Published by Anna Mole on"
_DATELINE = re.compile(r"([^\n]{1,80}?)(?:\s*/[^/\n]{1,40}/|\s*\([^()\n]{1,60}\))?\s*(?:--|\s[-–—]|[–—]\s)")
_LETTER = re.compile(r"[^\W\d_]\.,?")  # "г.," of a year, "ч." of an hour
_ABBREVIATED_END = re.compile(r"(?<!\w)(?:[^\W\d_]\.)+$")  # in scripts without capitals it is no end of a sentence
_FIGURE = re.compile(r"\d")
_YEAR = re.compile(r"\d{4}")
_PARTS = re.compile(r"[|·•\n]")  # of a byline


def drop_told(line: str) -> str:
    """Return a line without those of its parts that are sentences of a story, or say what else was on a day."""
    return " | ".join(part for part in _PARTS.split(line) if not (is_told(part) or says_other_day(part)))


def find_dateline(text: str) -> str:
    """Return the place and the day before a dash with which a story begins, as in "PARIS, May 3, 2026 --"; else ''."""
    found = _DATELINE.match(text)
    return found[1] if found and not _has_small_words(found[1], 1) else ""


def is_told(text: str) -> bool:
    """Return whether a text is a sentence that tells something else than when the page was published."""
    if not ends_sentence(text):
        return False
    if says_when_published(text) and not _has_small_words(_FIGURE.split(text, maxsplit=1)[0], MOST_IN_LABEL + 1):
        return False
    if _has_small_words(text, LEAST_WORDS) or is_unspaced(text):
        return text.upper() != text.lower() or not _ABBREVIATED_END.search(text)
    return False


def tells_before(text: str) -> bool:
    """Return whether the beginning of a sentence, up to a day, tells anything, more than a place."""
    return _has_small_words(text, 1)


def _has_small_words(text: str, least: int) -> bool:
    """Whether so many words in letters, but for months and abbreviations of one, begin with no capital."""
    words = (word.strip(".,:;()[]") for word in text.split() if not _LETTER.fullmatch(word))
    is_other = is_month_anywhere if _YEAR.search(text) else is_month
    small = (word for word in words if word.isalpha() and not word[0].isupper() and not is_other(word))
    return len([*islice(small, least)]) == least
