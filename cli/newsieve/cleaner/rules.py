"""Which rules match where. A pattern is tried only on text that holds one of the words that it needs."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from newsieve.cleaner.remembered import Remembered
from newsieve.cleaner.shape import count_characters
from newsieve.types import Kind, Rule

LONGEST_TEXT = 4000  # characters of a block that patterns see: half from its beginning, half from its end
_COUNTED = 400  # characters of a block: that it has more letters than a rule for a few can match shows soon
_WEIGHT_OF_KEEP = -4.0  # of a pack's rule that keeps, beside the weights of those that remove
_RUN = 3  # characters
_LONGEST_KNOWN = 40  # characters of a word that is remembered


class Match(NamedTuple):
    """A rule and the range of a block's text that it matched."""

    rule: Rule
    start: int
    end: int


def sum_rules(matches: Sequence[Match]) -> float:
    """The weight of the rules that match, those that keep counting against it."""
    return sum(_WEIGHT_OF_KEEP if match.rule.keep else match.rule.weight for match in matches)


def name_by_rules(matches: Sequence[Match]) -> Kind | None:
    """The kind that the weightiest rule names."""
    naming = [match.rule for match in matches if match.rule.kind is not None]
    return max(naming, key=lambda rule: rule.weight).kind if naming else None


class RuleBook:
    """Rules by the literals that they need, which are found by the words that may hold one."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = tuple(rules)
        self._free = frozenset(number for number, rule in enumerate(self._rules) if not rule.needs)
        self._needing: dict[str, list[int]] = {}
        for number, rule in enumerate(self._rules):
            for need in rule.needs:
                self._needing.setdefault(need, []).append(number)
        self._by_run: dict[str, list[tuple[str, str]]] = {}  # the longest word of a literal, and the literal
        for need in self._needing:
            longest = max(need.split(), key=len, default="")
            self._by_run.setdefault(longest[:_RUN], []).append((longest, need))
        self._runs = frozenset(self._by_run)
        short = [needs for run, needs in self._by_run.items() if len(run) < _RUN]
        self._short = tuple(chain.from_iterable(short))
        self._short_ascii = tuple(need for need in self._short if need[0].isascii())
        self._known = Remembered(self._list_needs)

    def match(self, text: str) -> tuple[Match, ...]:
        """The first match of each rule in a block's text, in the order of the rules."""
        return tuple(self._match(text)) if self._rules else ()

    def _match(self, text: str) -> Iterator[Match]:
        seen = text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT // 2]}\n{text[-LONGEST_TEXT // 2 :]}"
        folded, known = _fold(seen), self._known
        found_by_word = (
            known[word] if len(word) <= _LONGEST_KNOWN else self._list_needs(word) for word in set(folded.split())
        )
        needs = set(chain.from_iterable(found_by_word))
        met = {number for need in needs if need in folded for number in self._needing[need]}
        letters = sum(count_characters(seen[:_COUNTED])[:2]) if met or self._free else 0
        for number in sorted(met | self._free):
            rule = self._rules[number]
            if rule.most_letters is None or letters <= rule.most_letters:
                found = _search(rule.pattern, text)
                if found:
                    yield Match(rule, *found)

    def _list_needs(self, word: str) -> tuple[str, ...]:
        """The literals that a text may hold for having a word in it: those whose own longest word is a part of that."""
        short = self._short_ascii if word.isascii() else self._short
        met = [need for longest, need in short if longest in word]
        for run in self._runs.intersection([word[at : at + _RUN] for at in range(len(word) - _RUN + 1)]):
            met += [need for longest, need in self._by_run[run] if longest in word]
        return tuple(met)


def _fold(text: str) -> str:
    """The text case-folded as patterns compare it: a Turkish capital with a dot is a small i."""
    folded = text.casefold()
    return folded.replace("i\u0307", "i") if "\u0307" in folded else folded


def _search(pattern: str, text: str) -> tuple[int, int] | None:
    compiled = _compile(pattern)
    if len(text) <= LONGEST_TEXT:
        found = compiled.search(text)
        return found.span() if found else None
    head = compiled.search(text[: LONGEST_TEXT // 2])
    if head:
        return head.span()
    offset = len(text) - LONGEST_TEXT // 2
    tail = compiled.search(text[offset:])
    return (tail.start() + offset, tail.end() + offset) if tail else None


@lru_cache(maxsize=4096)
def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


_BOOKS: dict[int, tuple[Sequence[Rule], RuleBook]] = {}


def book_of(rules: Sequence[Rule]) -> RuleBook:
    """The book of a pack's or a user's rules, made once."""
    found = _BOOKS.get(id(rules))
    if found is None or found[0] is not rules:
        if len(_BOOKS) > 100:
            _BOOKS.clear()
        found = _BOOKS[id(rules)] = rules, RuleBook(rules)
    return found[1]
