"""Which rules match where. A pattern is tried only on text that holds one of the words that it needs."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from newsieve.model import Rule

RUN = 4  # characters
LONGEST_LISTED = 100_000  # characters of a document: looking for each literal is quicker in longer ones
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
        self._needs_by_run: dict[str, list[str]] = {}
        for need in self._needing:
            self._needs_by_run.setdefault(_first_run(need), []).append(need)

    def narrow(self, folded: str) -> "RuleBook":
        """The rules that may match in a document; `folded` is its case-folded text."""
        if not self._rules:
            return self
        runs = _list_runs(folded)
        book = RuleBook(())
        book._rules, book._free = self._rules, self._free
        met = self._needs_by_run if runs is None else runs.intersection(self._needs_by_run)
        needs = [need for run in met for need in self._needs_by_run[run]]
        book._needing = {need: self._needing[need] for need in needs if need in folded}
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
        for number in sorted({*met, *self._free}):
            rule = self._rules[number]
            found = _search(rule.pattern, text) if _is_short_enough(rule, text) else None
            if found:
                yield Match(self._rules[number], *found)


def _is_short_enough(rule: Rule, text: str) -> bool:
    most = rule.most_letters
    return most is None or len(text) <= most or sum(map(str.isalnum, text[:LONGEST_TEXT])) <= most


def _list_runs(folded: str) -> frozenset[str] | None:
    """All runs of RUN characters in a text's words and the empty one, None where that would be many."""
    if len(folded) > LONGEST_LISTED:
        return None
    words = set(folded.split())
    return frozenset([word[at : at + RUN] for word in words for at in range(len(word) - RUN + 1)]) | {""}


def _first_run(need: str) -> str:
    """The first RUN characters of the longest word of a literal, "" where it is shorter."""
    longest = max(need.split(), key=len, default="")
    return longest[:RUN] if len(longest) >= RUN else ""


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
