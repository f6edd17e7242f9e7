"""Rules as TOML tables, in a pack or in a user's own file: read, checked, made."""

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from newsieve.errors import UsageError, closest
from newsieve.patterns import without_warnings
from newsieve.types import Kind, Rule

DEFAULT_WEIGHT = 4.0  # log-odds of a rule that names no weight: 98 %
TWICE = "stands twice"
_MOST_WEIGHT = 1000.0  # log-odds: no rule is as sure, and their sum stays a number
_MOST_WHOLE = 1 << 63  # TOML's whole numbers have 64 bits; larger ones become no float, and are not printed
_KINDS = tuple(kind.value for kind in Kind)
_RULE_KEYS = frozenset({"id", "kind", "keep", "pattern", "weight", "reason", "hits", "misses", "needs"})
_PACK_KEYS = _RULE_KEYS | {"formula", "beside"}


def parse_rules(text: str, name: str, source: str | None = None) -> tuple[Rule, ...]:
    """Return the rules of a TOML text, ids prefixed by `name` and a dot, in the order of the text.

    `source` is the file that messages name, `name` where it is not given. A language pack, which has lexicons, may hold
    more than rules.

    Raises:
        UsageError: naming file, rule and reason.

    """
    rules, faults = check_rules(text, name, source)
    if faults:
        raise UsageError(faults[0])
    return rules


def check_rules(text: str, name: str, source: str | None = None) -> tuple[tuple[Rule, ...], list[str]]:
    """Return the rules of a TOML text as `parse_rules` does, and a line for each fault; with faults no rules.

    Raises: UsageError for a text that is no table of rules.
    """
    where = source or name
    data = load_toml(text, where)
    keys = _PACK_KEYS if "lexicons" in data else _RULE_KEYS
    unknown = next((key for key in data if key != "rule" and "lexicons" not in data), None)
    if unknown is not None:
        raise UsageError(f"{where}: unknown key {unknown!r}; write each rule as a [[rule]] table")
    tables = data.get("rule", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise UsageError(f"{where}: write each rule as a [[rule]] table")
    seen, faults = set[str](), list[str]()
    for number, table in enumerate(tables, 1):
        label = table["id"] if isinstance(table.get("id"), str) and table["id"] else str(number)
        twice = [f'the id "{label}" {TWICE}'] if label in seen else []
        faults += (f"{where}: rule {label}: {fault}" for fault in (*twice, *_find_faults(table, keys)))
        seen.add(label)
    return () if faults else tuple(make_rule(table, name) for table in tables), faults


def hostile_lines(rule: Rule, length: int = 50_000) -> Iterator[str]:
    """Lines that make a careless pattern slow: long repeats of what it matches, of pieces of that, of spaces."""
    pieces = {" ", "\t ", ".", "a", "1", "a "}
    for text in rule.hits:
        words = text.split() or [" "]
        pieces |= {text, text + " ", words[0], words[0] + " ", words[-1] + " ", text[: len(text) // 2 + 1]}
    for piece in sorted(pieces):
        yield (piece * (length // len(piece) + 1))[:length] + "\n"


def make_rule(table: Mapping[str, Any], name: str) -> Rule:
    """The rule of a table without a fault; `name` is that of the pack or the file."""
    keep = table.get("keep", False)
    return Rule(
        id=f"{name}.{table['id']}",
        pattern=table["pattern"],
        reason=table["reason"],
        kind=None if keep else Kind(table["kind"]),
        keep=keep,
        weight=float(table.get("weight", 0.0 if keep else DEFAULT_WEIGHT)),
        hits=tuple(table.get("hits", ())),
        misses=tuple(table.get("misses", ())),
        needs=tuple(text.casefold() for text in table.get("needs", ())),
        max_alnum=table.get("max_alnum"),
        starts=tuple(table.get("starts", ())),
        also=tuple(map(tuple, table.get("also", ()))),
        is_formula=table.get("formula", False),
        beside=table.get("beside", ""),
    )


def read_toml(path: str, most: int, what: str, descriptor: int | None = None) -> str:
    """The text of a TOML file of `what`, of at most so many characters. Raises: UsageError.

    `descriptor` is what is read in place of the file, as stdin is.
    """
    try:
        place = path if descriptor is None else descriptor
        with open(place, encoding="utf-8-sig", closefd=descriptor is None) as file:  # Windows' editors put a mark first
            text = file.read(most + 1)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not valid UTF-8") from error
    if len(text) > most:
        raise UsageError(f"{path}: too large for a file of {what}")
    return text


def load_toml(text: str, where: str) -> dict[str, Any]:
    """The table of a TOML text. UsageError, naming `where`, for what is none, and for a number that TOML forbids."""
    import tomllib  # 3 ms

    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{where}: not valid TOML: {error}") from error
    except RecursionError as error:
        raise UsageError(f"{where}: nested too deeply") from error
    except ValueError as error:  # Python reads no whole number of more than 4300 digits
        raise UsageError(f"{where}: not valid TOML: a number in it has thousands of digits") from error
    if (key := _find_wide_number(table)) is not None:
        raise UsageError(f"{where}: {key}: not valid TOML: a whole number of more than 64 bits")
    return table


def _find_wide_number(table: Mapping[str, Any]) -> str | None:
    """Return the key of a whole number that 64 bits do not hold, None where there is none."""
    pending = [*table.items()]
    while pending:
        key, value = pending.pop()
        if isinstance(value, int) and not -_MOST_WHOLE <= value < _MOST_WHOLE:
            return key
        if isinstance(value, dict):
            pending += value.items()
        elif isinstance(value, list):
            pending += ((key, one) for one in value)
    return None


def _find_faults(table: dict[str, Any], keys: frozenset[str]) -> Iterator[str]:
    """List the faults of one rule that may have these keys."""
    yield from (f"unknown key {key!r}{closest(key, keys)}" for key in table if key not in keys)
    for key in ("id", "pattern", "reason"):
        if not isinstance(table.get(key), str) or not table[key].strip():
            yield f"{key} must be a text that is not empty"
        elif key != "pattern" and table[key].splitlines() != [table[key]]:
            yield f"{key} must be on one line"
    yield from _find_kind_faults(table)
    yield from _find_value_faults(table)


def _find_kind_faults(table: dict[str, Any]) -> Iterator[str]:
    kind, keep = table.get("kind"), table.get("keep", False)
    if not isinstance(keep, bool):
        yield "keep must be true or false"
    elif keep == ("kind" in table):
        yield "needs either a kind or keep = true" + (", not both" if keep else "")
    elif not keep and kind not in _KINDS:
        hint = closest(str(kind), _KINDS) or f"; kinds: {', '.join(_KINDS)}"
        yield f"unknown kind {kind!r}{hint}"


def _find_value_faults(table: dict[str, Any]) -> Iterator[str]:
    weight, pattern = table.get("weight", 0.0), table.get("pattern")
    if isinstance(weight, bool) or not isinstance(weight, int | float) or not math.isfinite(weight):
        yield "weight must be a finite number"
    elif abs(weight) > _MOST_WEIGHT:
        yield f"weight must be between -{_MOST_WEIGHT:.0f} and {_MOST_WEIGHT:.0f}; {DEFAULT_WEIGHT} is 98 %"
    for key in ("hits", "misses", "needs"):
        texts = table.get(key, [])
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            yield f"{key} must be a list of texts"
    try:
        with without_warnings():
            re.compile(pattern if isinstance(pattern, str) else "")
    except (re.error, OverflowError, RecursionError) as error:
        yield f"pattern does not compile: {error}"
