"""Values that a page's scripts hold: as JSON, as literals of JavaScript, and as JSON within a string of either."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import Any

LEAST_LITERAL = 200  # characters; shorter strings hold no story
MOST_ASSIGNED = 20  # values of a script that are tried

_SCRIPT_EDGE = re.compile(r"<(/?)script\b[^<>]*>", re.IGNORECASE)
_INSIDE = rf"(?=(?:[^{{0}}\\]|\\.){{{{{LEAST_LITERAL}}}}})(?>(?:[^{{0}}\\]++|\\.)*)"  # long runs of signs at once
_LITERAL = re.compile(  # an apostrophe is no quote but where a value is awaited
    rf"""[=(:,\[]\s*(?:'({_INSIDE.format("'")})'|`({_INSIDE.format("`")})`)|"({_INSIDE.format('"')})\"""", re.DOTALL
)
_NOT_OF_JSON = re.compile(r'\\x([0-9a-fA-F]{2})|(\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))|\\(.)|(")', re.DOTALL)
_ASSIGNED = re.compile(r"=\s*(?=[\[{])")


def list_scripts(source: str) -> Iterator[str]:
    """List the texts between an opening tag and the next closing one; time linear however many are never closed."""
    start = None
    for edge in _SCRIPT_EDGE.finditer(source):
        if not edge[1]:
            start = edge.end() if start is None else start
        elif start is not None:
            yield source[start : edge.start()]
            start = None


def read_values(script: str) -> Iterator[Any]:
    """Yield the JSON values that a script is, or assigns to variables."""
    decoder, end = json.JSONDecoder(strict=False), 0
    assigned = (found.end() for found in islice(_ASSIGNED.finditer(script), MOST_ASSIGNED))
    for start in (len(script) - len(script.lstrip()), *assigned):
        if start < end:
            continue
        with suppress(ValueError, RecursionError):
            value, end = decoder.raw_decode(script, start)
            yield value


def read_literals(script: str) -> Iterator[str]:
    """Yield the long strings of a script, in quotes of any kind, decoded."""
    for literal in _LITERAL.finditer(script):
        yield from _decode_literal(literal[1] or literal[2] or literal[3])


def list_parts(value: Any) -> Iterator[list[Any] | str]:
    """Yield the lists and strings in a value, at any depth, and in strings that are JSON themselves.

    A table of values that name each other by their places is read as the value that it stands for.
    """
    waiting, seen = [value], dict[int, Any]()  # by its address, which is its own as long as it is kept
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            inner = _read_json(one)
            if inner is None:
                yield one
            else:
                waiting.append(inner)
        elif isinstance(one, dict | list) and id(one) not in seen:
            seen[id(one)] = one
            one = _join_table(one) if isinstance(one, list) and _is_table(one) else one
            if isinstance(one, list):
                yield one
            waiting += one.values() if isinstance(one, dict) else one if isinstance(one, list) else [one]


def _decode_literal(text: str) -> Iterator[str]:
    """Yield the text that stands between the quotes of a literal of JavaScript; nothing for what is none."""
    with suppress(ValueError):
        yield json.loads(f'"{text}"', strict=False)
        return
    with suppress(ValueError):
        yield json.loads(f'"{_NOT_OF_JSON.sub(_write_as_json, text)}"', strict=False)


def _write_as_json(escape: re.Match[str]) -> str:
    if escape[1]:
        return rf"\u00{escape[1]}"
    if escape[4]:
        return r"\""
    return escape[2] or json.dumps(escape[3])[1:-1].replace("\n", "")


def _read_json(text: str) -> Any:
    """The object or list that a text is; None for any other text."""
    if len(text) >= LEAST_LITERAL and text.lstrip()[:1] in ("{", "["):
        with suppress(ValueError, RecursionError):
            return json.loads(text, strict=False)
    return None


def _is_table(values: list[Any]) -> bool:
    """Whether the first of several values names others by their places, and so do all objects among them.

    So the package devalue, and by it Nuxt and SvelteKit, writes values that may name each other in a circle.
    """
    boxes = [value for value in values if isinstance(value, dict | list)]
    if not boxes or boxes[0] is not values[0] or not any(type(part) is int for part in _list_places(boxes[0])):
        return False
    return all(type(part) is int and part < len(values) for value in boxes for part in _list_places(value))


def _list_places(value: dict[str, Any] | list[Any]) -> list[Any]:
    """Return what should be places: all parts but the name of a kind of value that JSON lacks, such as a date's."""
    if isinstance(value, dict):
        return list(value.values())
    is_written = len(value) == 2 and isinstance(value[1], str) and " " not in value[1]
    return value[_has_name(value) * (1 + is_written) :]


def _join_table(values: list[Any]) -> Any:
    """The value that such a table stands for: each object is made once, whoever names it."""
    made: list[Any] = [_make_empty(value) for value in values]
    for value, own in zip(values, made, strict=True):
        if isinstance(value, dict):
            own.update((key, made[place]) for key, place in value.items() if place >= 0)
        elif isinstance(value, list):
            own += [made[p] if type(p) is int and 0 <= p < len(made) else p for p in value[_has_name(value) :]]
    return made[0]


def _make_empty(value: Any) -> Any:
    return type(value)() if isinstance(value, dict | list) else value


def _has_name(value: list[Any]) -> bool:
    return len(value) > 1 and isinstance(value[0], str) and value[0].isidentifier()
