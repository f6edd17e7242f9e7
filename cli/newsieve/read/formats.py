"""Every format that can be read, in one table: what its names end in, how it begins, and the module that reads it.

A format is a row here and a module beside this one, which is loaded when the format is met. The module has `read`, and
where the row `asks` so, `looks_like`: whether a stream whose first bytes fit really is of that format.
"""

from collections.abc import Iterator
from enum import StrEnum
from importlib import import_module
from typing import NamedTuple, cast

from newsieve.read.sources import Selection, Source
from newsieve.read.streams import MAX_SIZE, Peekable
from newsieve.types import Document, Failure

_COMPRESSED = (".gz", ".bz2", ".xz", ".zst")
_LONGEST_MARK = 32  # bytes


class InputFormat(StrEnum):
    """What the inputs are, once their compression is off."""

    AUTO = "auto"
    TEXT = "text"
    HTML = "html"
    JSONL = "jsonl"
    JSON = "json"
    WARC = "warc"
    PARQUET = "parquet"


class ReadOptions(NamedTuple):
    """How to read. `max_size` is the largest document in bytes, after decompression.

    `site` is whose all the documents are, None to go by their addresses and folders. `text_field` names the field of a
    record that holds its text, None for the common names. `selection` says which files of a folder are read.
    """

    input_format: InputFormat = InputFormat.AUTO
    encoding: str | None = None
    max_size: int = MAX_SIZE
    url: str | None = None
    site: str | None = None
    text_field: str | None = None
    selection: Selection = Selection()


class Row(NamedTuple):
    """How a format is told and read. `endings` are of names, `marks` the first bytes, blank space and case apart."""

    format: InputFormat
    module: str
    endings: tuple[str, ...] = ()
    marks: tuple[bytes, ...] = ()
    asks: bool = False


FORMATS = (
    Row(InputFormat.WARC, "warc", (".warc",), (b"warc/",)),
    Row(InputFormat.PARQUET, "parquet", (".parquet",), (b"par1",)),
    Row(InputFormat.JSONL, "jsonl", (".jsonl", ".ndjson"), (b"{", b"["), asks=True),
    Row(InputFormat.JSON, "json_values", (), (b"{", b"["), asks=True),
)
_WHOLE = Row(InputFormat.AUTO, "whole")
_BY_FORMAT = {row.format: row for row in FORMATS}


def find_row(source: Source, stream: Peekable, options: ReadOptions) -> Row:
    """The row of the format that was named, that the source's name tells, or that its first bytes do."""
    if options.input_format is not InputFormat.AUTO:
        return _BY_FORMAT.get(options.input_format, _WHOLE)
    stem = source.name.lower()
    for ending in _COMPRESSED:
        stem = stem.removesuffix(ending)
    for row in FORMATS:
        if row.endings and stem.endswith(row.endings):
            return row
    start = _see_start(stream)
    for row in FORMATS:
        if row.marks and start.startswith(row.marks) and (not row.asks or _ask(row, stream, source, options)):
            return row
    return _WHOLE


def read_stream(source: Source, stream: Peekable, options: ReadOptions) -> Iterator[Document | Failure]:
    """The documents of an open source, in order. Raises: InputError where the whole input fails."""
    row = find_row(source, stream, options)
    reader = import_module(f"newsieve.read.{row.module}").read
    return cast("Iterator[Document | Failure]", reader(source, stream, options))


def _see_start(stream: Peekable) -> bytes:
    """The first bytes in lower case, as many as the longest mark; up to the line's end is enough."""
    start = stream.peek_start()
    if start[:1] not in (b"", b"{", b"[") and len(start) < _LONGEST_MARK and b"\n" not in start:
        blank = len(stream.peek(1 << 16)) if not start else 0
        start = stream.peek(blank + _LONGEST_MARK).removeprefix(b"\xef\xbb\xbf").lstrip()
    return start[:_LONGEST_MARK].lower()


def _ask(row: Row, stream: Peekable, source: Source, options: ReadOptions) -> bool:
    return bool(import_module(f"newsieve.read.{row.module}").looks_like(source, stream, options))
