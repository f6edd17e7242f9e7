"""Pages of a WARC file: what a server sent, a crawler stored or another program made of it, each with its address.

The framing is in `warc_framing`, so that a record whose length is a lie costs no other, and HTTP in `http_message`.
"""

import json
from collections.abc import Iterator
from typing import Any

from newsieve.errors import InputError
from newsieve.read.binary import describe_magic
from newsieve.read.decode import decode, strip_controls
from newsieve.read.formats import ReadOptions
from newsieve.read.http_message import PAGE_TYPES, decode_body, find_field, find_media_type, split_message
from newsieve.read.markup import sniff_format
from newsieve.read.sources import Source, display_name
from newsieve.read.streams import Peekable, open_range
from newsieve.read.warc_framing import (
    CONTINUATION,
    MOST_HEADER_BYTES,
    Record,
    find_length,
    find_type,
    may_hold_page,
    split_records,
)
from newsieve.types import Document, Failure, Format

_OK = range(200, 300)  # redirects and error pages tell no story
_HTTP = "application/http"


def read(source: Source, stream: Peekable, options: ReadOptions) -> Iterator[Document | Failure]:
    """The pages of a source, or of its part where it has one."""
    name, part = display_name(source), source.part
    if part is None:
        yield from read_warc(name, stream, options.max_size, options.encoding)
        return
    with open_range(source.name, part.start, part.end, unpacks=True) as piece:
        yield from read_warc(name, piece, options.max_size, options.encoding, part.before)


def read_warc(
    name: str, stream: Peekable, max_size: int, encoding: str | None = None, before: int = 0
) -> Iterator[Document | Failure]:
    """The stream's pages in order, a Failure in the place of a broken one. What is no page is passed over.

    `before` is the number of pages that came before the stream's first.
    Raises: InputError where fastwarc is not installed, or nothing in the stream is WARC.
    """
    iterate = load_fastwarc(name)
    number = before
    for record in split_records(name, stream, max_size):
        if not record.fault and not may_hold_page(record.head):
            continue
        identity = f"{name}#{number + 1}"
        try:
            document = _read_page(record, identity, iterate, max_size, encoding)
        except InputError as error:
            number += 1
            yield Failure(identity, strip_controls(f"{identity}: {error}"))
            continue
        if document is not None:
            number += 1
            yield document._replace(record=number)


def is_document(head: bytes, start: bytes, max_size: int) -> bool:
    """Whether reading a record gives a page or a failure, by its head and the first bytes of its body."""
    length = find_length(head)
    if not may_hold_page(head):
        return find_type(head) is None
    if length is None or length > max_size + MOST_HEADER_BYTES:
        return True
    try:
        return _find_page(head, start) is not None
    except InputError:
        return True


def load_fastwarc(name: str) -> Any:
    """Return the library that takes a body out of its encodings. Raises: InputError where it is not installed."""
    try:
        from fastwarc.warc import ArchiveIterator  # 20 ms
    except ImportError as error:
        raise InputError(f"{name}: a WARC file; to read it: pip install 'newsieve[warc]'") from error
    return ArchiveIterator


def _read_page(record: Record, name: str, iterate: Any, max_size: int, encoding: str | None) -> Document | None:
    """The page of a record, None for one that holds none. Raises: InputError saying what is broken."""
    if record.fault:
        raise InputError(record.fault)
    page = _find_page(record.head, record.body)
    if page is None:
        return None
    payload = decode_body(*page, max_size, iterate)
    if len(payload) > max_size:
        raise InputError(f"larger than {max_size} bytes when unpacked; raise --max-size")
    media_type, charset = find_media_type(page[0])
    if what := describe_magic(payload):
        raise InputError(f"not a page, whatever it is said to be, but {what}")
    kind = PAGE_TYPES[media_type] if media_type else sniff_format(payload[:4096].decode("latin-1"))
    if kind is Format.HTML or encoding is None:
        text = decode(payload, "the page", encoding, kind is Format.HTML, charset)
    else:
        text = decode(payload, "the page", encoding)
    url = _find_url(record.head)
    return Document(name, text, kind, url, extra={"url": json.dumps(url, ensure_ascii=False)} if url else {})


def _find_page(head: bytes, body: bytes) -> tuple[bytes, bytes] | None:
    """The head that describes a record's page, HTTP's in a response, and the body behind it; None for what is no page.

    Raises: InputError for a response without a head of HTTP, and for what continues another record.
    """
    if find_type(head) == CONTINUATION:
        raise InputError("the rest of a record that was written in segments; what came before it was read without it")
    media_type = find_media_type(head)[0]
    if body.startswith(b"HTTP/") or media_type in ("", _HTTP):
        status, head, body = split_message(body)
        if status not in _OK:
            return None
        media_type = find_media_type(head)[0]
    return (head, body) if not media_type or media_type in PAGE_TYPES else None


def _find_url(head: bytes) -> str | None:
    found = find_field(head, b"WARC-Target-URI").decode("utf-8", "replace")
    return strip_controls(found.strip().strip("<>")) or None
