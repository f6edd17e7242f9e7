"""Days that a sentence of the story names, as of a hearing to come: none of these is the page's own."""

import re

from newsieve.days import is_month, is_month_anywhere, says_changed, says_other_day, says_when_published
from newsieve.extract.layout import Page, Time
from newsieve.text import ends_sentence, is_unspaced

NEAR = 2  # blocks from the day of a change to that of publication
LONGEST_LABEL = 40  # characters before a day, or above it
LEAST_WORDS = 2  # that begin with no capital, in a sentence; a byline has "at" or "on" beside names and figures
_DATELINE = re.compile(r"([^\n]{1,80}?)(?:\s*/[^/\n]{1,40}/|\s*\([^()\n]{1,60}\))?\s*(?:--|\s[-–—]|[–—]\s)")
_LETTER = re.compile(r"[^\W\d_]\.,?")  # "г.," of a year, "ч." of an hour
_ABBREVIATED_END = re.compile(r"(?<!\w)(?:[^\W\d_]\.)+$")  # in scripts without capitals it is no end of a sentence
_YEAR = re.compile(r"\d{4}")
_PARTS = re.compile(r"[|·•\n]")  # of a byline


def drop_told(line: str) -> str:
    """Return a line without those of its parts that are sentences of a story, or say what else was on a day."""
    return " | ".join(part for part in _PARTS.split(line) if not (_is_told(part) or says_other_day(part)))


def find_dateline(text: str) -> str:
    """Return the place and the day before a dash with which a story begins, as in "PARIS, May 3, 2026 --"; else ''."""
    found = _DATELINE.match(text)
    return found[1] if found and not _count_small_words(found[1]) else ""


def list_own_times(page: Page) -> list[str]:
    """Return the values of the page's elements that hold a time, but for those in a sentence of the story or a comment.

    In front of a place or a day at the beginning of a story stands no word in lower case. When the page was changed
    gives way to when it was published, where that is right behind it.
    """
    comments = _list_comments(page)
    own = [time for time in page.times if time.block not in comments and not _is_time_told(page, time)]
    first = next((place for place, time in enumerate(own) if not _is_of_change(page, time)), 0)
    if first and own[first].block - own[first - 1].block <= NEAR:
        own.insert(0, own.pop(first))
    return [value for time in own for value in time.values]


def _list_comments(page: Page) -> frozenset[int]:
    """Return the blocks in boxes named after comments, but for those around the headline; of a thread none."""
    if page.posts:
        return frozenset()
    headline = next((number for number, block in enumerate(page.blocks) if block.tag == "h1"), -1)
    inside, end = set[int](), 0
    for box in page.containers:
        is_around = box.tag == "body" or box.start <= headline < box.end
        if box.end > end and not is_around and box.holds_comments():
            inside.update(range(max(box.start, end), box.end))
            end = box.end
    return frozenset(inside)


def _is_of_change(page: Page, time: Time) -> bool:
    """Whether the element of a time, or what stands before it, says that the page was changed then."""
    if time.is_of_change or time.block >= len(page.blocks):
        return time.is_of_change
    text = page.blocks[time.block].text
    start = max(0, text.find(time.shown))
    above = page.blocks[time.block - 1].text if time.block else ""
    return says_changed(text[max(0, start - LONGEST_LABEL) : start] or above[:LONGEST_LABEL])


def _is_time_told(page: Page, time: Time) -> bool:
    text, shown = page.blocks[time.block].text if time.block < len(page.blocks) else "", time.shown
    if not shown or shown not in text:
        return False
    before = text.partition(shown)[0]
    return _is_told(text) and _count_small_words(before) > 0


def _is_told(text: str) -> bool:
    """Whether a text is a sentence that tells something else than when the page was published."""
    if not ends_sentence(text) or says_when_published(text):
        return False
    if _count_small_words(text) >= LEAST_WORDS or is_unspaced(text):
        return text.upper() != text.lower() or not _ABBREVIATED_END.search(text)
    return False


def _count_small_words(text: str) -> int:
    """Number of words in letters, but for months and abbreviations of one, that begin with no capital."""
    words = [word.strip(".,:;()[]") for word in text.split() if not _LETTER.fullmatch(word)]
    small = [word for word in words if word.isalpha() and not word[0].isupper() and not is_month(word)]
    if len(small) < LEAST_WORDS or not _YEAR.search(text):
        return len(small)
    return sum(not is_month_anywhere(word) for word in small)
