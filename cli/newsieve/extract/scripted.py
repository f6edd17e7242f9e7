"""The story of a page that is built by its scripts: the browser would write it, here it is found in their data."""

import json
import re
from collections.abc import Iterator

from newsieve.extract.linked_data import list_articles

LEAST_STORY = 500  # characters

_SCRIPT_EDGE = re.compile(r"<(/?)script\b[^<>]*>", re.IGNORECASE)
_LITERAL = re.compile(rf'"((?:[^"\\]|\\.){{{LEAST_STORY},}}+)"', re.DOTALL)
_PARAGRAPH = re.compile(r"<p\b|\\u003cp\b", re.IGNORECASE)


def find_scripted_story(source: str, linked_scripts: list[str]) -> str | None:
    """Markup of the story: JSON-LD's articleBody, else the longest string with paragraphs in a script's data."""
    bodies = [body for item in list_articles(linked_scripts) if isinstance(body := item.get("articleBody"), str)]
    body = max(bodies, key=len, default="")
    if len(body) < LEAST_STORY:
        return max(_list_marked_strings(source), key=len, default=None)
    if _PARAGRAPH.search(body):
        return body
    lines = (line.replace("&", "&amp;").replace("<", "&lt;") for line in body.splitlines())
    return "".join(f"<p>{line}</p>" for line in lines)


def _list_marked_strings(source: str) -> Iterator[str]:
    for script in _list_scripts(source):
        if not _PARAGRAPH.search(script):
            continue
        for literal in _LITERAL.finditer(script):
            if not _PARAGRAPH.search(literal[1]):
                continue
            try:
                yield json.loads(f'"{literal[1]}"', strict=False)
            except ValueError:
                continue


def _list_scripts(source: str) -> Iterator[str]:
    """What stands between an opening tag and the next closing one; time linear however many are never closed."""
    start = None
    for edge in _SCRIPT_EDGE.finditer(source):
        if not edge[1]:
            start = edge.end() if start is None else start
        elif start is not None:
            yield source[start : edge.start()]
            start = None
