"""JSON Feed (jsonfeed.org, versions 1 and 1.1) is a container as RSS is: each item is a document."""

import json
import re
from collections.abc import Iterator

from newsieve.errors import InputError
from newsieve.read.decode import strip_controls
from newsieve.read.fields import make_document
from newsieve.read.formats import ReadOptions
from newsieve.read.json_values import JsonValues
from newsieve.read.jsonl import find_id, parse_object
from newsieve.read.sources import Source, display_name
from newsieve.read.streams import Peekable
from newsieve.types import Document, Failure

# An object as far as the beginning of its "version", or else as an object or array within it or its end.
_FIRST_FIELDS = re.compile(
    rb'(?:\xef\xbb\xbf)?\s*+\{(?>(?:(?!"version"\s*+:)"(?>(?:[^"\\]+|\\.)*)"|[^"{}\[\]])*)'
    rb'(?:"version"\s*+:\s*+(?:"([^"]{60}|[^"]{0,59}")|[^"\s])|[{}\[\]])',
    re.DOTALL,
)
_VERSION = re.compile(rb"https?:\\?/\\?/jsonfeed\.org\\?/version\\?/")
_LONGEST_START = 1 << 16  # bytes
_CONTENT = ("content_html", "content_text", "summary")  # what is looked for, in order


def read(source: Source, stream: Peekable, options: ReadOptions) -> Iterator[Document | Failure]:
    """Give the items in order, a Failure in the place of one of which nothing can be made.

    Raises: InputError for what is no JSON.
    """
    name, number = display_name(source), 0
    try:
        for text, fault in _Items(stream.read, options.max_size):
            number += 1
            yield _read_or_fail(text, f"{name}#{number}", number, fault)
    except ValueError as error:
        fault = f"not valid JSON{' from here on' * bool(number)}: {getattr(error, 'msg', None) or error}"
        if not number:
            raise InputError(f"{name}: {fault}") from error
        yield Failure(f"{name}#{number + 1}", strip_controls(f"{name}#{number + 1}: {fault}"))


def looks_like(_source: Source, stream: Peekable, _options: ReadOptions) -> bool:
    """Whether the object names the version of JSON Feed, first of all as it should, or behind other plain values."""
    first = stream.peek_match(_FIRST_FIELDS, _LONGEST_START)
    return first is not None and _VERSION.match(first[1] or b"") is not None


class _Items(JsonValues):
    """The items of a feed one by one, each with what is wrong with its size."""

    def __iter__(self) -> Iterator[tuple[str, str]]:
        self._expect("{")
        while self.next_sign() == '"':
            name = json.loads(self._take()[0], strict=False)
            self._expect(":")
            if name == "items" and self.next_sign() == "[":
                self._at += 1
                yield from self._take_all()
            else:
                self.next_sign()
                self._take()
            if self.next_sign() == "}":
                return
            self._expect(",")
        raise ValueError("ends within the feed")

    def _expect(self, sign: str) -> None:
        if self.next_sign() != sign:
            raise ValueError(f"`{sign}` is missing")
        self._at += 1


def _read_or_fail(text: str, fallback: str, number: int, fault: str) -> Document | Failure:
    line = text.encode("utf-8", "surrogateescape")
    identity = find_id(line, fallback)
    try:
        if fault:
            raise InputError(fault)
        return _read_item(line.decode(), identity)._replace(record=number)
    except UnicodeDecodeError:
        return Failure(identity, f"{fallback}: not valid UTF-8")
    except InputError as error:
        return Failure(identity, strip_controls(f"{fallback}: {error}"))


def _read_item(text: str, identity: str) -> Document:
    """Make the document of an item. Raises: InputError."""
    values, _ = parse_object(text)
    field = next((name for name in _CONTENT if values.get(name)), "content_text")
    url = values.get("url") or values.get("external_url")
    fields = {
        "html" if field == "content_html" else "text": values.get(field) or "",
        "url": url,
        "title": values.get("title"),
        "language": values.get("language"),
        "author": _find_author(values),
        "date": values.get("date_published") or values.get("date_modified"),
    }
    return make_document(fields, identity, {"url": json.dumps(url, ensure_ascii=False)} if url else {})


def _find_author(values: dict[str, object]) -> str | None:
    """Return the first author's name; version 1 knows one author."""
    authors = values.get("authors") or values.get("author")
    first = authors[0] if isinstance(authors, list) and authors else authors
    name = first.get("name") if isinstance(first, dict) else None
    return name if isinstance(name, str) else None
