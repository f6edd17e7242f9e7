"""JSON-LD: what a page tells search engines of its article (schema.org)."""

import json
import re
from collections.abc import Iterator
from typing import Any

_ARTICLE_TYPE = re.compile(r"Article|Posting|Report|Review", re.IGNORECASE)


def list_articles(scripts: list[str]) -> Iterator[dict[str, Any]]:
    """The articles in a page's scripts, in order; what is broken gives none."""
    for script in scripts:
        try:
            data = json.loads(script, strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _list_items(data):
            kind = item.get("@type")
            if _ARTICLE_TYPE.search(" ".join(map(str, kind)) if isinstance(kind, list) else str(kind)):
                yield item


def _list_items(data: Any) -> Iterator[dict[str, Any]]:
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            yield from (part for part in graph if isinstance(part, dict)) if isinstance(graph, list) else ()
