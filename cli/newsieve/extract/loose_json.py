"""JSON that is not quite: with marks of other languages around it, commas too many, escaped as text of a page."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from html import unescape
from typing import Any

_TIMES_ESCAPED = 2  # by a program that writes the page, and by another one
_STRING = r'("(?>(?:[^"\\]|\\.)*)(?:"|\Z))'  # one that is never closed goes to the end, so that time is linear
_BESIDE_STRINGS = re.compile(  # what is no JSON, in the order in which it is looked for
    rf"""{_STRING}                                   # a string stays
    |(?:(?://|/\*|<!--)\s*+)?<!\[CDATA\[(?:\s*\*/)?  # marks that hide a script from programs of old
    |(?:(?://|/\*)\s*+)?\]\]>(?:\s*\*/)?
    |(?://\s*+)?<!--|(?://\s*+)?--!?>
    |/\*(?>(?:[^*]|\*(?!/))*)(?:\*/|\Z)|//[^\n]*+
    |\ufeff""",
    re.DOTALL | re.VERBOSE,
)
_TRAILING_COMMA = re.compile(rf"{_STRING}|,(?=\s*[}}\]])", re.DOTALL)
_ESCAPE = re.compile(r'\\(?:(["\\/bfnrt]|u[0-9a-fA-F]{4})|(.))', re.DOTALL)
_BETWEEN = re.compile(r"[\s;,]*+")


def read_loosely(text: str) -> Iterator[Any]:
    """Yield the value that a text is, or those that stand one behind another in it; nothing for what is broken."""
    with suppress(ValueError, RecursionError):
        yield json.loads(text, strict=False)
        return
    for _ in range(_TIMES_ESCAPED):
        text = text if '"' in text else unescape(text)
    for pattern in (_BESIDE_STRINGS, _TRAILING_COMMA):
        text = pattern.sub(_keep_string, text)
    yield from _read_in_turn(text)


def _keep_string(found: re.Match[str]) -> str:
    return _ESCAPE.sub(_keep_escape, found[1]) if found[1] else ""


def _keep_escape(escape: re.Match[str]) -> str:
    """An escape that JSON knows; of another one, the character alone."""
    return escape[0] if escape[1] else escape[2]


def _read_in_turn(text: str) -> Iterator[Any]:
    decoder, position = json.JSONDecoder(strict=False), 0
    with suppress(ValueError, RecursionError):
        while (position := _skip(text, position)) < len(text):
            value, position = decoder.raw_decode(text, position)
            yield value


def _skip(text: str, position: int) -> int:
    """The place behind white space and what parts two values."""
    found = _BETWEEN.match(text, position)
    return found.end() if found else position
