"""Which rules match where. A pattern is tried only on text that holds one of the words that it needs."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from newsieve.model import Rule

LONGEST_TEXT = 4000  # characters of a block that patterns see: half from its beginning, half from its end


class Match(NamedTuple):
    """A rule and the range of a block's text that it matched."""

    rule: Rule
    start: int
    end: int


class RuleBook:
    """Rules by the words that they need; `narrow` leaves those that a document can match at all."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = tuple(rules)
        self._free = tuple(number for number, rule in enumerate(self._rules) if not rule.needs)
        self._needing: dict[str, list[int]] = {}
        for number, rule in enumerate(self._rules):
            for need in rule.needs:
                self._needing.setdefault(need, []).append(number)

    def narrow(self, folded: str) -> "RuleBook":
        """The rules that may match in a document; `folded` is its case-folded text."""
        book = RuleBook(())
        book._rules, book._free = self._rules, self._free
        book._needing = {need: numbers for need, numbers in self._needing.items() if need in folded}
        return book

    def match(self, text: str) -> tuple[Match, ...]:
        """The first match of each rule in a block's text, in the order of the rules."""
        if not self._needing and not self._free:
            return ()
        return tuple(self._match(text))

    def _match(self, text: str) -> Iterator[Match]:
        seen = text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT // 2]}\n{text[-LONGEST_TEXT // 2 :]}"
        folded = seen.casefold()
        met = [number for need, numbers in self._needing.items() if need in folded for number in numbers]
        letters = sum(map(str.isalnum, text)) if len(text) <= LONGEST_TEXT else 0
        for number in sorted({*met, *self._free}):
            most = self._rules[number].most_letters
            found = _search(self._rules[number].pattern, text) if most is None or letters <= most else None
            if found:
                yield Match(self._rules[number], *found)


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
