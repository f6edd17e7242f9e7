"""Which rules match where. A pattern is compiled when a document first holds one of the words that it needs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from newsieve.model import Rule

LONGEST_TEXT = 4000  # characters of a block that patterns see: half from its beginning, half from its end


@dataclass(frozen=True, slots=True)
class Match:
    """A rule and the range of a block's text that it matched."""

    rule: Rule
    start: int
    end: int


def select_rules(rules: Sequence[Rule], folded: str) -> tuple[Rule, ...]:
    """The rules that may match in a document, by the words that they need; `folded` is its case-folded text."""
    return tuple(rule for rule in rules if not rule.needs or any(need in folded for need in rule.needs))


def match_rules(rules: Sequence[Rule], text: str) -> Iterator[Match]:
    """The first match of each rule in a block's text."""
    if not rules:
        return
    folded = text[:LONGEST_TEXT].casefold() if len(text) <= LONGEST_TEXT else None
    for rule in rules:
        if folded is not None and rule.needs and not any(need in folded for need in rule.needs):
            continue
        found = _search(rule.pattern, text)
        if found:
            yield Match(rule, *found)


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
