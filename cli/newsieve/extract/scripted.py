"""The story of a page that is built by its scripts: the browser would write it, here it is found in their data."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from newsieve.extract.linked_data import list_articles, list_items, read_text
from newsieve.extract.script_values import list_parts, list_scripts, read_literals, read_values
from newsieve.text import ends_sentence

LEAST_STORY = 200  # characters
LEAST_PARAGRAPH = 40  # characters of a piece that counts as the story's prose; so does a shorter sentence
DEEPEST_TEXT = 8  # objects and lists within a piece, down to its text
WORK = 20  # times a script's length; data without circles are read twice, at most so deep, and once for each depth
LEAST_DESCRIPTION = 100  # characters; shorter ones are slogans

_DESCRIBED_TYPE = re.compile(r"Product|JobPosting|Course|Event|Recipe|Book|Movie|Game|Application", re.IGNORECASE)
_MARKUP = re.compile(r"<(?:p|br|div|ul|ol|li)\b", re.IGNORECASE)
_TEXT_KEYS = ("text", "content", "value", "html", "body", "children", "data", "props")  # of a paragraph, in any editor
_TYPE_KEYS = ("type", "_type", "kind", "style", "name", "tag")
_HEADING = re.compile(r"head|\bh[1-6]\b", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z]", re.IGNORECASE)
_PARAGRAPH = re.compile(r"<p\b", re.IGNORECASE)
_COMPONENT = re.compile(r'^\w*:\["\$"', re.MULTILINE)  # a page as React streams it, which holds text and code
_END_TAG = re.compile(r"</[a-z]", re.IGNORECASE)


def find_described_story(linked_scripts: list[str]) -> str:
    """Markup of the longest story in JSON-LD, an articleBody or the updates of a live blog; empty without one."""
    return max(map(_mark_up, list_articles(linked_scripts)), key=len, default="")


def find_description(linked_scripts: list[str]) -> str:
    """Markup of the longest description in JSON-LD of a thing that a page is about, such as a product or a job."""
    texts = [read_text(item, "description") for item in list_items(linked_scripts) if _is_described(item)]
    return mark_text(max((text for text in texts if len(text) >= LEAST_DESCRIPTION), key=len, default=""))


def find_scripted_story(source: str, tells: Callable[[str], bool]) -> str:
    """Markup of the longest story in a script's data, a string with paragraphs or a list of them; empty without one.

    One that `tells` what the page is about goes before a longer one that does not, however short it is.
    """
    stories = [(tells(story), size, story) for size, story in _list_stories(source)]
    told, size, story = max(stories, default=(False, 0, ""))
    return story if told or size >= LEAST_STORY else ""


def mark_text(text: str) -> str:
    """Markup of a text that is markup already, or whose lines are paragraphs."""
    if _MARKUP.search(text):
        return text
    return "".join(f"<p>{line if _END_TAG.search(line) else _escape(line)}</p>" for line in text.splitlines())


def _mark_up(article: dict[str, Any]) -> str:
    """The text of an article, and of the updates of a live blog, as paragraphs."""
    updates = article.get("liveBlogUpdate")
    parts = [article, *(part for part in updates if isinstance(part, dict))] if isinstance(updates, list) else [article]
    marked, has_body = [], False
    for part in parts:
        if part is not article and (headline := read_text(part, "headline")):
            marked.append(f"<h2>{_escape(headline)}</h2>")
        if body := read_text(part, "articleBody").strip():
            has_body = True
            marked.append(mark_text(body))
    return "".join(marked) if has_body else ""


def _is_described(item: dict[str, Any]) -> bool:
    return _DESCRIBED_TYPE.search(str(item.get("@type"))) is not None


def _escape(line: str) -> str:
    return line.replace("&", "&amp;").replace("<", "&lt;")


def _list_stories(source: str) -> Iterator[tuple[int, str]]:
    """Yield the strings with paragraphs in scripts, and of each script the list whose items hold most prose.

    Before each stands its size, in characters.
    """
    for script in list_scripts(source):
        parts = [part for value in (*read_values(script), *read_literals(script)) for part in list_parts(value)]
        strings = (part for part in parts if isinstance(part, str))
        yield from ((len(part), part) for part in strings if _PARAGRAPH.search(part) and not _COMPONENT.search(part))
        reader = _TextReader(WORK * len(script))
        prose, marked = max((reader.mark_items(part) for part in parts if isinstance(part, list)), default=(0, ""))
        if prose:
            yield prose, marked


def _is_heading(item: dict[str, Any]) -> bool:
    kinds = (item.get(key) for key in _TYPE_KEYS)
    return any(isinstance(kind, str) and _HEADING.search(kind) for kind in kinds)


class _TextReader:
    """Reader of the texts of items, up to a limit of work: in data whose parts name each other a part has no end."""

    def __init__(self, left: int) -> None:
        self._left = left  # characters, and parts, that are still read

    def mark_items(self, items: list[Any]) -> tuple[int, str]:
        """Return the prose of a list's items, in characters, and its markup."""
        prose, marked = 0, []
        for item in items:
            text = self._find_text(item, DEEPEST_TEXT).strip()
            if not text:
                continue
            prose += len(text) * (len(text) >= LEAST_PARAGRAPH or ends_sentence(text))
            tag = "h2" if isinstance(item, dict) and _is_heading(item) else "p"
            marked.append(f"<{tag}>{text if _TAG.search(text) else _escape(text)}</{tag}>")
        return prose, "".join(marked)

    def _find_text(self, item: Any, deepest: int) -> str:
        """The text of a paragraph as an editor keeps it: a string, or parts of it under the names that they use."""
        self._left -= len(item) if isinstance(item, str) else 1
        if self._left < 0:
            return ""
        if isinstance(item, str):
            return item if " " in item or deepest < DEEPEST_TEXT else ""
        if not deepest:
            return ""
        if isinstance(item, list):
            return "".join(self._find_text(part, deepest - 1) for part in item)
        if isinstance(item, dict):
            return next((text for key in _TEXT_KEYS if (text := self._find_text(item.get(key), deepest - 1))), "")
        return ""
