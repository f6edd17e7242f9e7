"""Words that were parted at the end of a line, and whether the hyphen there goes when they are put together.

Words of languages stand in the neutral language pack: those before which a hyphen stands for a word left out ("Obst-
und Gemüse"), those behind and before which it is always written ("well-known", "dit-il").
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from newsieve.languages import load_neutral
from newsieve.patterns import compile_later
from newsieve.text import BROKEN_WORD, find_words, fold

_FIRST = re.compile(r"[-\u2010\u00ad]?[^\W\d_]+\Z")
_SECOND = re.compile(r"[^\W\d_]+")
_HYPHENATED = compile_later(r"[^\W\d_]+[-\u2010][^\W\d_]+")
_SOFT_HYPHENS = ("\u00ad", "=", "¬")
_SIGN = compile_later(r"[=¬](?![ \t]*\n)")  # of a formula, or of code
_HYPHENS = ("-", "\u2010")
_IN_ADDRESSES = frozenset("/@._=&?#~:")
_LONGEST_PART = 40  # characters


class Break(NamedTuple):
    """A word that is parted at the end of a line: the letters on both sides of its hyphen, and whether another follows.

    `at` is the place of the hyphen.
    """

    at: int
    first: str
    second: str
    goes_on: bool


def find_broken_words(text: str, language: str | None) -> frozenset[int]:
    """Return where a text's words were parted at the end of a line.

    That is the place of the hyphen where it goes with the line's end, else the place behind it. It goes where the text
    has the word without one, and stays where the text has the word with one, where it always does, before a capital and
    behind capitals alone. A word that the text does not have is put together in languages whose words are known here.
    """
    breaks = [*_find_breaks(text)]
    if not breaks:
        return frozenset()
    words, code = frozenset(find_words(text)), language or ""
    hyphenated = {fold(found).replace("\u2010", "-") for found in _HYPHENATED.findall(text)}
    places = set[int]()
    for one in breaks:
        if text[one.at] in _SOFT_HYPHENS or fold(one.first + one.second) in words:
            places.add(one.at)
        elif one.goes_on or fold(f"{one.first}-{one.second}") in hyphenated:
            places.add(one.at + 1)
        elif (suspended := _read_words("suspended", code)) and fold(one.second) not in suspended:
            places.add(one.at + _is_compound(one.first, one.second, code))
    return frozenset(places)


def _find_breaks(text: str) -> Iterator[Break]:
    """Find the words that are parted at the ends of lines, but for those of addresses and of formulas.

    A sign of formulas parts words in a text that has it nowhere but at the ends of lines.
    """
    signs = frozenset(_SIGN.findall(text))
    for found in BROKEN_WORD.finditer(text):
        at = found.start()
        first, second = _FIRST.search(text, max(0, at - _LONGEST_PART), at), _SECOND.match(found["rest"])
        if not first or not second or text[at] in signs:
            continue
        if text[at] in _SOFT_HYPHENS and len(first[0]) == len(second[0]) == 1:
            continue  # the letters of a formula
        if text[first.start() - 1 : first.start()] not in _IN_ADDRESSES:
            yield Break(at, first[0], second[0], found["rest"][second.end() :].startswith(_HYPHENS))


def _is_compound(first: str, second: str, language: str) -> bool:
    """Whether a hyphen belongs to the word: behind another, one letter or capitals, before a capital, by a list."""
    is_name = second[0].isupper() and not (first.isupper() and second.isupper())
    is_acronym = first.isupper() and not second.isupper()
    is_listed = fold(first) in _read_words("hyphen_behind", language) or (
        fold(second) in _read_words("hyphen_before", language)
    )
    return len(first) == 1 or not first[0].isalpha() or is_name or is_acronym or is_listed


@cache
def _read_words(name: str, language: str) -> frozenset[str]:
    """Return those of a language; of all where it is not known."""
    lists: Mapping[str, str] = load_neutral()[name]
    return frozenset((lists.get(language, "") if language else " ".join(lists.values())).split())
