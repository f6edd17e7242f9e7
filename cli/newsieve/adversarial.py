"""Lines on which a pattern takes as long as it can: what a repetition matches, many times, then what fails.

A pattern is slow where a repetition finds the same text in many ways. So for each repetition of its syntax tree there
are lines of a text that leads to it (the prefix), texts that its body matches (the pumps), and an end that fails
(Kirrage, Rathnayake & Thielecke 2013, Static Analysis for Regular Expression Denial-of-Service Attacks).
"""

import re
from collections.abc import Iterator, Sequence
from re import _constants as sre  # type: ignore[attr-defined]  # the tree that Python itself compiles; there since 3.11
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from newsieve.patterns import without_warnings

_FEW = (28, 36)  # repetitions at which what is exponential shows
_VARIANTS = 4  # texts for one body
_LONGEST_PREFIX = 200
_MOST_PUMPS = 24
_ENDS = ("\0", "!", " a")
_CANDIDATES = "a1 .,;:!?-–—_'\"()/é漢я€\t\0zZ9"
_OF_CATEGORY = {
    sre.CATEGORY_DIGIT: "1", sre.CATEGORY_NOT_DIGIT: "a ", sre.CATEGORY_SPACE: " \t", sre.CATEGORY_NOT_SPACE: "a1",
    sre.CATEGORY_WORD: "a1é漢", sre.CATEGORY_NOT_WORD: " —!",
}  # fmt: skip
_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
_Nodes = Sequence[tuple[Any, Any]]


def pump_lines(pattern: str, length: int) -> Iterator[str]:
    """Lines of at most `length` characters, short ones and long ones. Raises: re.error."""
    with without_warnings():
        tree = parser.parse(pattern)
    pumps = dict.fromkeys(_list_pumps(tree, ""))
    for prefix, pump in list(pumps)[:_MOST_PUMPS]:
        for end in _ENDS:
            yield from (f"{prefix}{pump * count}{end}" for count in _FEW)
        yield f"{prefix}{pump * ((length - len(prefix) - 1) // len(pump))}{_ENDS[0]}"


def _list_pumps(nodes: _Nodes, prefix: str) -> Iterator[tuple[str, str]]:
    """List for each repetition what leads to it and what it may repeat."""
    for node in nodes:
        operator, argument = node
        if operator in _REPEATS:
            texts = [_sample(argument[2], variant) for variant in range(_VARIANTS)]
            if argument[1] > 1:
                yield from ((prefix, text) for text in (*texts, "".join(dict.fromkeys(texts))) if text)
        for inner in _list_inner(node):
            yield from _list_pumps(inner, prefix)
        prefix = (prefix + _sample([node], 1))[-_LONGEST_PREFIX:]


def _list_inner(node: tuple[Any, Any]) -> list[_Nodes]:
    """The patterns that a node holds."""
    operator, argument = node
    if operator in _REPEATS:
        return [argument[2]]
    if operator is sre.SUBPATTERN:
        return [argument[3]]
    if operator is sre.BRANCH:
        return list(argument[1])
    if operator in (sre.ASSERT, sre.ASSERT_NOT):
        return [argument[1]]
    if operator is sre.ATOMIC_GROUP:
        return [argument]
    if operator is sre.GROUPREF_EXISTS:
        return [part for part in argument[1:] if part]
    return []


def _sample(nodes: _Nodes, variant: int) -> str:
    """A text that the nodes match, as far as can be told; another one for another variant."""
    return "".join(_sample_node(operator, argument, variant) for operator, argument in nodes)


def _sample_node(operator: Any, argument: Any, variant: int) -> str:
    if operator is sre.LITERAL:
        return chr(int(argument))
    if operator is sre.ANY:
        return _pick("a1 ,", variant)
    if operator is sre.NOT_LITERAL:
        return _pick([c for c in _CANDIDATES if ord(c) != argument], variant)
    if operator is sre.IN:
        return _pick(_list_members(argument), variant)
    if operator in _REPEATS:
        return _sample(argument[2], variant) * max(int(argument[0]), variant % 2)
    if operator is sre.BRANCH:
        return _sample(argument[1][variant % len(argument[1])], variant)
    if operator is sre.SUBPATTERN:
        return _sample(argument[3], variant)
    return _sample(argument, variant) if operator is sre.ATOMIC_GROUP else ""


def _list_members(items: Sequence[tuple[Any, Any]]) -> list[str]:
    """Some characters of a class."""
    members: list[str] = []
    for operator, argument in items:
        if operator is sre.LITERAL:
            members.append(chr(argument))
        elif operator is sre.RANGE:
            members += map(chr, dict.fromkeys((argument[0], sum(argument) // 2, argument[1])))
        elif operator is sre.CATEGORY:
            members += _OF_CATEGORY.get(argument, "")
    if items and items[0][0] is sre.NEGATE:
        negated = re.compile(f"[{''.join(map(re.escape, members))}]") if members else None
        return [c for c in _CANDIDATES if not negated or not negated.match(c)]
    return members


def _pick(members: Sequence[str], variant: int) -> str:
    return members[variant % len(members)] if members else ""
