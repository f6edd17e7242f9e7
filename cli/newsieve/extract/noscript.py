"""Markup in `noscript` is kept to itself.

To a browser that runs scripts all of it is text up to `</noscript>`. The parser reads it as markup, to find stories
there; so what it opens and never closes, `<iframe … />` or a paragraph, would swallow the page behind it.
"""

import re
from collections import Counter
from collections.abc import Iterator

_COMMENT = "<!--"
_RAW = frozenset("iframe noembed noframes plaintext script style textarea title xmp".split())  # text to their end tags
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_START = re.compile(r"<(?:!--|/?[a-z])", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-z][^\s/>]*+)(?>(?:[^>\"']|\"[^\"]*+\"|'[^']*+')*)>", re.IGNORECASE)
_AROUND = (("<script", "</script"), ("<style", "</style"), (_COMMENT, "-->"))  # in these no tag is one


def contain_noscript(source: str) -> str:
    """The source with what each `noscript` opens closed in it, and nothing closed there that it has not opened."""
    for name in ("noscript", "NOSCRIPT", "NoScript", "Noscript"):
        if f"<{name}" in source:
            source = _contain(source, name)
    return source


def _contain(source: str, name: str) -> str:
    pieces, position, looked, end = [], 0, 0, 0
    last, seen = {mark: -1 for pair in _AROUND for mark in pair}, 0
    while (at := source.find(f"<{name}", looked)) >= 0:
        if at >= end and (end := source.find(f"</{name}", at)) < 0:
            break
        looked = begin = source.find(">", at, end) + 1 or end
        balanced = "".join(_balance(source[begin:end]))
        if balanced == source[begin:end]:
            continue
        last = {mark: max(found, source.rfind(mark, seen, at)) for mark, found in last.items()}
        seen = at
        if around := next((stop for start, stop in _AROUND if last[start] > last[stop]), None):
            if (looked := source.find(around, at)) < 0:
                break
            last, seen = dict.fromkeys(last, looked), looked
        else:
            pieces += [source[position:begin], balanced]
            looked = seen = position = end
    return "".join([*pieces, source[position:]])


class _Ends:
    """The ends of comments and elements of raw text in a source, each looked for no further where there is none."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._patterns: dict[str, re.Pattern[str] | None] = {}

    def find(self, name: str, position: int) -> re.Match[str] | None:
        """Return the first end behind a position of an element of raw text, or of a comment."""
        mark = "--!?>" if name == _COMMENT else rf"</{name}(?=[\s/>])[^<>]*>"
        pattern = self._patterns.setdefault(name, re.compile(mark, re.IGNORECASE))
        found = pattern.search(self._source, position) if pattern else None
        if not found:
            self._patterns[name] = None
        return found


def _balance(markup: str) -> Iterator[str]:
    """Yield the pieces of markup whose elements all begin and end in it; from half a tag on all is left out."""
    ends, opened, counts = _Ends(markup), list[str](), Counter[str]()
    position = 0
    while start := _START.search(markup, position):
        yield markup[position : start.start()]
        tag = _TAG.match(markup, start.start())
        if start[0] != _COMMENT and not tag:
            position = len(markup)
            break
        name, position = (tag[2].lower(), tag.end()) if tag else (_COMMENT, start.end())
        is_kept = True
        if tag and tag[1]:
            is_kept = _close(name, opened, counts)
        elif not tag or name in _RAW:
            end = ends.find(name, position)
            is_kept, position = end is not None, end.end() if end else position
        elif name not in _VOID:
            opened.append(name)
            counts[name] += 1
        if is_kept:
            yield markup[start.start() : position]
    yield markup[position:]
    yield from (f"</{name}>" for name in reversed(opened))


def _close(name: str, opened: list[str], counts: Counter[str]) -> bool:
    """Close the innermost element of a name, and all that is open within it; False where none is open."""
    if not counts[name]:
        return False
    while (inner := opened.pop()) != name:
        counts[inner] -= 1
    counts[name] -= 1
    return True
