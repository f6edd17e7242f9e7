"""Whether a word before a full stop is written short there, by the lists of the neutral language pack.

An abbreviation ends no sentence before a name or any other word, but for a word that only opens sentences ("Robert Lee
Jr. He"); some stay short before a figure alone ("Art. 5", "eine neue Art. Sie").
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from newsieve.languages import all_words, load_neutral
from newsieve.patterns import compile_later
from newsieve.text import fold

_FIRST_WORD = compile_later(r"[^\W\d_]+")
_SUM = compile_later(r"[\d$£€¥₹#№]|[IVXLC]+\b(?=[\s.,)])|(?:Kč|CZK|EUR|USD|CHF|GBP|PLN)\b")
_INITIAL = compile_later(r"[A-Z]\.\s+(?=[^\W\d_a-z][^\W\d_A-Z])")
_DAY_AND_MONTH = compile_later(r"\d{1,2}(?:\.|er\b|º|°)?\s(?:de\s|d['’])?([^\W\d_]+)")
_ITEM = compile_later(r"\(?(?:\d|[a-z]\))|[^\W\d_]\b(?!['’])")  # "odst. (2)", "lit. b)", "bl. A"


class _Words(NamedTuple):
    """Words of a language, and how longer ones end."""

    whole: frozenset[str]
    ends: tuple[str, ...]

    def holds(self, word: str) -> bool:
        return word in self.whole or (bool(self.ends) and word.endswith(self.ends))


def is_abbreviation(word: str, rest: str, language: str) -> bool:
    """Tell whether a word, without the full stop behind it, is written short there. `rest` is what follows."""
    written, word = word, fold(word).rstrip(".")
    may_be = _read_any(language)
    if "." in word and _is_compound(word, may_be):
        return not is_clear_start(rest, language)
    if not (may_be.holds(word) or ("." in word and may_be.holds(word.replace(".", "")))):
        return False
    if word in read_words("weekdays").get(language, frozenset()) and (date := _DAY_AND_MONTH.match(rest)):
        return fold(date[1]) in all_words("dates")
    if _is_listed(written, word, rest, language):
        joined = word.replace(".", "")
        return joined in _read_always_before(language) or not is_clear_start(rest, language)
    is_own = _is_numbered(written, word, language)
    if not (is_own or word in read_words("no_end_before_number")["all"]):
        return False
    if _is_word_too(written, word, language):
        return _SUM.match(rest) is not None and not _is_initial_or_start(rest, language)
    if _SUM.match(rest) or read_word(rest) in all_words("dates"):
        return True
    return is_own and _ITEM.match(rest) is not None and not is_clear_start(rest, language)


def _is_compound(word: str, may_be: "_Words") -> bool:
    """Tell whether each part of a word is an abbreviation of letters: "dr.phil", but not "t.ex"."""
    return all(len(part) > 1 and may_be.holds(part) for part in word.split("."))


def is_clear_start(rest: str, language: str) -> bool:
    """Tell whether the word that follows opens sentences and is no part of a name: "The man", but "The" alone."""
    found = _FIRST_WORD.match(rest)
    if found is None:
        return False
    plain, any_case = _read_clear_starts(language or "en")
    word, behind = fold(found[0]), rest[found.end() : found.end() + 2]
    if word not in plain or not (found[0][1:].islower() or len(word) == 1):
        return False
    return behind[1:].islower() or (word in any_case and behind[:1] in (" ", ",", "\xa0"))


def is_number_word(word: str, language: str) -> bool:
    """Tell whether a word, without its full stop, is written short before a figure: "Abs" of "Abs. 2"."""
    return fold(word) in read_words("no_end_before_number")["all"] or _is_numbered(word, fold(word), language)


def find_abbreviations(language: str) -> frozenset[str]:
    """Return the abbreviations of a language; those of all where it is not known, English ones where it has no list."""
    return _read_no_end(language).whole


def read_word(rest: str) -> str:
    """Return the first word, case-folded; "" where none begins there."""
    found = _FIRST_WORD.match(rest)
    return fold(found[0]) if found else ""


@cache
def read_words(name: str) -> Mapping[str, frozenset[str]]:
    """Return the words of a table of the neutral pack, by its keys."""
    return {key: frozenset(words.split()) for key, words in load_neutral()[name].items()}


def _is_listed(written: str, word: str, rest: str, language: str) -> bool:
    """Tell whether a list holds the word. In capitals before a word that is not, it is a name: "on RT. The"."""
    known = _read_no_end(language)
    if f"={written}" in known.whole:
        return True
    if written.isupper() and written.isalpha() and rest[1:2].islower():
        return False
    return known.holds(word) or word.replace(".", "") in known.whole


def _is_word_too(written: str, word: str, language: str) -> bool:
    """Tell whether a word is an ordinary one as well: "no" wherever it stands, "sun" but not the "Sun." of a date."""
    words = read_words("words_too")
    return word in words["all"] or (word in words.get(language, frozenset()) and not written.istitle())


def _is_initial_or_start(rest: str, language: str) -> bool:
    """Tell the "V." of "V. Brandt" and the "I" of "I swear" from the Roman numerals that they look like."""
    if initial := _INITIAL.match(rest):
        return not is_clear_start(rest[initial.end() :], language)
    return is_clear_start(rest, language)


def _is_numbered(written: str, word: str, language: str) -> bool:
    known = _read_numbered(language)
    return known.holds(word) or f"={written}" in known.whole


@lru_cache(maxsize=64)
def _read_any(language: str) -> _Words:
    """Return the words of all lists of a language, case-folded: what is none of them, as most are, is soon decided."""
    no_end, numbered = _read_no_end(language), _read_numbered(language)
    numbers, weekdays = read_words("no_end_before_number")["all"], read_words("weekdays").get(language, frozenset())
    written = no_end.whole | numbered.whole | numbers | weekdays
    return _Words(frozenset(fold(word.removeprefix("=")) for word in written), no_end.ends + numbered.ends)


@lru_cache(maxsize=64)
def _read_no_end(language: str) -> _Words:
    lists = read_words("no_end")
    if not language:
        return _make_words(frozenset().union(*lists.values()))
    return _make_words(lists.get(language, lists["en"]) | lists["all"])


@lru_cache(maxsize=64)
def _read_numbered(language: str) -> _Words:
    return _make_words(read_words("no_end_before_number").get(language, frozenset()))


@lru_cache(maxsize=64)
def _read_always_before(language: str) -> frozenset[str]:
    lists = read_words("always_before")
    return lists["all"] | lists.get(language, frozenset())


@lru_cache(maxsize=64)
def _read_clear_starts(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that open a sentence before lower case, and those of them that do before a capital too."""
    words = read_words("clear_starts").get(language, frozenset())
    return frozenset(word.rstrip("+") for word in words), frozenset(word[:-1] for word in words if word[-1] == "+")


def _make_words(words: frozenset[str]) -> _Words:
    ends = frozenset(word for word in words if word[0] == "*")
    return _Words(words - ends, tuple(word[1:] for word in ends))
