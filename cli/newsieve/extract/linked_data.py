"""JSON-LD: what a page tells search engines of its article (schema.org)."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import unescape
from typing import Any

from newsieve.extract.loose_json import read_loosely

_ARTICLE_TYPE = re.compile(r"Article|Posting|Report|Review", re.IGNORECASE)


def list_articles(scripts: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The articles in a page's scripts, in order; what is broken gives none."""
    return (item for item in list_items(scripts) if is_article(item))


def list_items(scripts: Sequence[str]) -> list[dict[str, Any]]:
    """Return all things that a page's scripts describe, in order, those in a graph too."""
    return _parse_scripts(tuple(scripts))


@lru_cache(maxsize=4)
def _parse_scripts(scripts: tuple[str, ...]) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    for script in scripts:
        for value in read_loosely(script):
            items += _list_items(value)
    return items


def read_text(item: dict[str, Any], name: str) -> str:
    """The text that a thing has under a name, with characters for references, which many pages write twice."""
    value = item.get(name)
    return unescape(unescape(value)) if isinstance(value, str) else ""


def is_article(item: dict[str, Any]) -> bool:
    """Whether a thing is an article by its type."""
    kind = item.get("@type")
    return _ARTICLE_TYPE.search(" ".join(map(str, kind)) if isinstance(kind, list) else str(kind)) is not None


def is_comment(item: dict[str, Any]) -> bool:
    """Whether a thing is by its type what a reader said of another."""
    return item.get("@type") in ("Comment", "Answer")


def _list_items(data: Any) -> Iterator[dict[str, Any]]:
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            yield from (part for part in graph if isinstance(part, dict)) if isinstance(graph, list) else ()
