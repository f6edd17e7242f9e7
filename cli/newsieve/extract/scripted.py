"""The story of a page that is built by its scripts: the browser would write it, here it is found in their data."""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from newsieve.extract.linked_data import list_articles, list_items

LEAST_STORY = 500  # characters
LEAST_DESCRIPTION = 100  # characters; shorter ones are slogans

_SCRIPT_EDGE = re.compile(r"<(/?)script\b[^<>]*>", re.IGNORECASE)
_LITERAL = re.compile(rf'"((?:[^"\\]|\\.){{{LEAST_STORY},}}+)"', re.DOTALL)
_DESCRIBED_TYPE = re.compile(r"Product|JobPosting|Course|Event|Recipe|Book|Movie|Game|Application", re.IGNORECASE)
_MARKUP = re.compile(r"<(?:p|br|div|ul|ol|li)\b", re.IGNORECASE)
_PARAGRAPH = re.compile(r"<p\b|\\u003cp\b", re.IGNORECASE)


def find_described_story(linked_scripts: list[str]) -> str | None:
    """Markup of the longest story in JSON-LD: an articleBody, or the updates of a live blog, however short."""
    return max(map(_mark_up, list_articles(linked_scripts)), key=len, default="") or None


def find_description(linked_scripts: list[str]) -> str | None:
    """Markup of the longest description in JSON-LD of a thing that a page is about, such as a product or a job."""
    found = (item.get("description") for item in list_items(linked_scripts) if _is_described(item))
    texts = [unescape(text) for text in found if isinstance(text, str) and len(text) >= LEAST_DESCRIPTION]
    longest = max(texts, key=len, default="")
    return longest if _MARKUP.search(longest) else _mark_lines(longest)


def find_scripted_story(source: str) -> str | None:
    """Markup of the longest string with paragraphs in a script's data."""
    return max(_list_marked_strings(source), key=len, default=None)


def _mark_up(article: dict[str, Any]) -> str:
    """The text of an article, and of the updates of a live blog, as paragraphs."""
    updates = article.get("liveBlogUpdate")
    parts = [article, *(part for part in updates if isinstance(part, dict))] if isinstance(updates, list) else [article]
    marked = []
    for part in parts:
        body, headline = part.get("articleBody"), part.get("headline") if part is not article else None
        if isinstance(headline, str):
            marked.append(f"<h2>{_escape(headline)}</h2>")
        if isinstance(body, str):
            marked.append(body if _PARAGRAPH.search(body) else _mark_lines(body))
    return "".join(marked) if any(line.startswith(("<p", "<P")) or _PARAGRAPH.search(line) for line in marked) else ""


def _is_described(item: dict[str, Any]) -> bool:
    return _DESCRIBED_TYPE.search(str(item.get("@type"))) is not None


def _mark_lines(text: str) -> str:
    return "".join(f"<p>{_escape(line)}</p>" for line in text.splitlines())


def _escape(line: str) -> str:
    return line.replace("&", "&amp;").replace("<", "&lt;")


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
    """List the texts between an opening tag and the next closing one; time linear however many are never closed."""
    start = None
    for edge in _SCRIPT_EDGE.finditer(source):
        if not edge[1]:
            start = edge.end() if start is None else start
        elif start is not None:
            yield source[start : edge.start()]
            start = None
