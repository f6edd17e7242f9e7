"""Phrases of all languages that a line may begin with, from the neutral language pack."""

from collections.abc import Sequence
from functools import cache

from newsieve.languages import load_neutral
from newsieve.text import fold

_LONGEST_PHRASE = 7  # words
_BRACKETS = "([*_【（ "


def begins_with_phrase(name: str, text: str, tokens: Sequence[str]) -> bool:
    """Tell whether `text`, of which `tokens` are the words, begins with a phrase of the table of that name."""
    spaced, unspaced = _read_phrases(name)
    starts = {tuple(tokens[:size]) for size in range(1, _LONGEST_PHRASE + 1)}
    return not starts.isdisjoint(spaced) or (not text.isascii() and text.lstrip(_BRACKETS).startswith(unspaced))


@cache
def _read_phrases(name: str) -> tuple[frozenset[tuple[str, ...]], tuple[str, ...]]:
    """Return the phrases in words, and those of scripts without spaces."""
    lists = load_neutral()[name]
    return frozenset(tuple(fold(one).split("_")) for one in lists["all"].split()), tuple(lists["unspaced"].split())
