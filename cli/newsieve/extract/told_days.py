"""Days that a sentence of the story names, as of a hearing to come: none of these is the page's own."""

import re

from newsieve.days import is_month, says_when_published
from newsieve.extract.layout import Page
from newsieve.text import ends_sentence, is_unspaced

LEAST_WORDS = 2  # that begin with no capital, in a sentence; a byline has "at" or "on" beside names and figures
_PARTS = re.compile(r"[|·•\n]")  # of a byline


def drop_told(line: str) -> str:
    """Return a line without those of its parts that are sentences of a story; those on the page's own day stay."""
    return " | ".join(part for part in _PARTS.split(line) if not _is_told(part))


def list_own_times(page: Page) -> list[str]:
    """Return the values of the page's elements that hold a time, but for those within a sentence of the story.

    In front of a place or a day at the beginning of a story stands no word in lower case.
    """
    own = (values for number, shown, values in page.times if not _is_time_told(page, number, shown))
    return [value for values in own for value in values]


def _is_time_told(page: Page, number: int, shown: str) -> bool:
    text, shown = page.blocks[number].text if number < len(page.blocks) else "", " ".join(shown.split())
    if not shown or shown not in text:
        return False
    before = text.partition(shown)[0]
    return _is_told(text) and _count_small_words(before) > 0


def _is_told(text: str) -> bool:
    """Whether a text is a sentence that tells something else than when the page was published."""
    if not ends_sentence(text) or says_when_published(text):
        return False
    return _count_small_words(text) >= LEAST_WORDS or is_unspaced(text)


def _count_small_words(text: str) -> int:
    """Number of words in letters, but for months, that begin with no capital."""
    words = (word.strip(".,:;()[]") for word in text.split())
    return sum(word.isalpha() and not word[0].isupper() and not is_month(word) for word in words)
