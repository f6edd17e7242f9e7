"""A page as a browser saves it with its pictures in one file: MHTML (RFC 2557)."""

import re
from collections.abc import Iterator

from newsieve.read.alternatives import choose_parts
from newsieve.read.decode import strip_controls
from newsieve.read.encoded_words import decode_words
from newsieve.read.formats import ReadOptions
from newsieve.read.mail_parts import read_part
from newsieve.read.mime import note_cut, read_text, reading_whole
from newsieve.read.sources import Source, display_name
from newsieve.read.streams import Peekable
from newsieve.types import Document, Failure

_HEAD_BYTES = 1 << 13
_SAVED = re.compile(rb"^(?:Snapshot-Content-Location:|From:[ \t]*<?Saved by )", re.IGNORECASE | re.MULTILINE)


def read(source: Source, stream: Peekable, options: ReadOptions) -> Iterator[Document | Failure]:
    """The page, with the address that it was saved from. Raises: InputError for one that is too large or broken."""
    name = display_name(source)
    with reading_whole(name, stream, options.max_size) as data:
        head = read_part(data, 0, len(data))
        text, format_ = read_text(head, name, options.encoding)
    note_cut(head, name, stream)
    root = next(iter(choose_parts(head)), head) if head.holds_parts else head
    url = head.fields.get("snapshot-content-location") or root.fields.get("content-location")
    yield Document(name, text, format_, options.url or (strip_controls(decode_words(url)) if url else None))


def looks_like(_source: Source, stream: Peekable, _options: ReadOptions) -> bool:
    """Whether a browser saved it."""
    return _SAVED.search(stream.peek(_HEAD_BYTES).partition(b"\n\n")[0].partition(b"\r\n\r\n")[0]) is not None
