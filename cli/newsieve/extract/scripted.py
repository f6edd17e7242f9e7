"""The story of a page that is built by its scripts: the browser would write it, here it is found in their data."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from html import unescape
from itertools import islice
from typing import Any

from newsieve.extract.linked_data import list_articles, list_items

LEAST_STORY = 200  # characters
LEAST_PARAGRAPH = 40  # characters of a piece that counts as the story's prose
MOST_ASSIGNED = 20  # values of a script that are tried
DEEPEST_TEXT = 8  # objects and lists within a piece, down to its text
LEAST_DESCRIPTION = 100  # characters; shorter ones are slogans

_SCRIPT_EDGE = re.compile(r"<(/?)script\b[^<>]*>", re.IGNORECASE)
_LITERAL = re.compile(rf'"((?:[^"\\]|\\.){{{LEAST_STORY},}}+)"', re.DOTALL)
_DESCRIBED_TYPE = re.compile(r"Product|JobPosting|Course|Event|Recipe|Book|Movie|Game|Application", re.IGNORECASE)
_MARKUP = re.compile(r"<(?:p|br|div|ul|ol|li)\b", re.IGNORECASE)
_TEXT_KEYS = ("text", "content", "value", "html", "body", "children", "data", "props")  # of a paragraph, in any editor
_TYPE_KEYS = ("type", "_type", "kind", "style", "name", "tag")
_HEADING = re.compile(r"head|\bh[1-6]\b", re.IGNORECASE)
_ASSIGNED = re.compile(r"=\s*(?=[\[{])")
_TAG = re.compile(r"</?[a-z]", re.IGNORECASE)
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
    """Markup of the longest story in a script's data: a string with paragraphs, or a list of them."""
    return max((*_list_marked_strings(source), *_list_listed_stories(source)), key=len, default=None)


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


def _list_listed_stories(source: str) -> Iterator[str]:
    """Yield of each script the list in its data whose items hold most prose, as editors keep an article."""
    for script in _list_scripts(source):
        lists = [_mark_items(items) for value in _read_values(script) for items in _list_lists(value)]
        prose, marked = max(lists, default=(0, ""))
        if prose >= LEAST_STORY:
            yield marked


def _read_values(script: str) -> Iterator[Any]:
    """Yield the JSON values that a script is, or assigns to variables."""
    decoder, end = json.JSONDecoder(strict=False), 0
    assigned = (found.end() for found in islice(_ASSIGNED.finditer(script), MOST_ASSIGNED))
    for start in (len(script) - len(script.lstrip()), *assigned):
        if start < end:
            continue
        with suppress(ValueError, RecursionError):
            value, end = decoder.raw_decode(script, start)
            yield value


def _list_lists(value: Any) -> Iterator[list[Any]]:
    """Yield the lists in a value, at any depth."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting += one.values()
        elif isinstance(one, list):
            yield one
            waiting += one


def _mark_items(items: list[Any]) -> tuple[int, str]:
    """The prose of a list's items, in characters, and its markup."""
    prose, marked = 0, []
    for item in items:
        text = _find_text(item, DEEPEST_TEXT).strip()
        if not text:
            continue
        prose += len(text) * (len(text) >= LEAST_PARAGRAPH)
        kinds = " ".join(str(item.get(key)) for key in _TYPE_KEYS) if isinstance(item, dict) else ""
        tag = "h2" if _HEADING.search(kinds) else "p"
        marked.append(f"<{tag}>{text if _TAG.search(text) else _escape(text)}</{tag}>")
    return prose, "".join(marked)


def _find_text(item: Any, deepest: int) -> str:
    """The text of a paragraph as an editor keeps it: a string, or parts of it under the names that they use."""
    if isinstance(item, str):
        return item if " " in item or deepest < DEEPEST_TEXT else ""
    if not deepest:
        return ""
    if isinstance(item, list):
        return "".join(_find_text(part, deepest - 1) for part in item)
    if isinstance(item, dict):
        return next((text for key in _TEXT_KEYS if (text := _find_text(item.get(key), deepest - 1))), "")
    return ""


def _list_scripts(source: str) -> Iterator[str]:
    """List the texts between an opening tag and the next closing one; time linear however many are never closed."""
    start = None
    for edge in _SCRIPT_EDGE.finditer(source):
        if not edge[1]:
            start = edge.end() if start is None else start
        elif start is not None:
            yield source[start : edge.start()]
            start = None
