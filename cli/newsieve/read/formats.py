"""Every format that can be read, in one table: what its names end in, how it begins, and the module that reads it.

A format is a row here and a module beside this one, which is loaded when the format is met. The module has `read`, and
where the row `asks` so, `looks_like`: whether a stream whose first bytes fit really is of that format.
"""

from collections.abc import Iterator
from enum import StrEnum
from importlib import import_module
from itertools import islice
from typing import NamedTuple, cast

from newsieve.errors import UsageError
from newsieve.read.sources import Selection, Source, display_name, is_in_maildir, may_hold_nothing
from newsieve.read.streams import MAX_SIZE, Peekable
from newsieve.read.transcoding import recode, to_utf8
from newsieve.types import Document, Failure

_LONGEST_MARK = 32  # bytes
_LONGEST_START = 1 << 16  # bytes, in which a field for text is looked for
_MOST_HELD = 1000  # records that hold no text, at the beginning of what may be data of another kind
# The first fields of mails as programs store them.
_MAIL_MARKS = (
    *(f"{name}:".encode() for name in (
        "from to cc date subject received return-path delivered-to message-id mime-version content-type reply-to "
        "sender dkim-signature authentication-results list-unsubscribe envelope-to arc-seal user-agent references "
        "in-reply-to snapshot-content-location status content-transfer-encoding").split()),
    b"x-",
)  # fmt: skip
# What PHP calls a script's faults, of which it may tell before the feed that the script makes.
PHP_FAULTS = ("Warning", "Notice", "Deprecated", "Strict Standards", "Fatal error", "Parse error")
_FEED_MARKS = (
    *(b"<?xml", b"<rss", b"<feed", b"<rdf", b"<atom", b"<item", b"<entry", b"<!--", b"<br", b"<b>", b"php "),
    *(f"{fault}:".lower().encode() for fault in PHP_FAULTS),
)
_IN_UTF8 = frozenset(("jsonl", "json_values", "json_feed", "csv_rows"))  # modules that read no other encoding


class InputFormat(StrEnum):
    """Format of inputs, once their compression is off."""

    AUTO = "auto"
    TEXT = "text"
    HTML = "html"
    JSONL = "jsonl"
    JSON = "json"
    CSV = "csv"
    TSV = "tsv"
    EML = "eml"
    MBOX = "mbox"
    MHTML = "mhtml"
    FEED = "feed"
    WARC = "warc"
    PARQUET = "parquet"


class ReadOptions(NamedTuple):
    """Options of reading. `max_size` is the largest document in bytes, after decompression.

    `site` is whose all the documents are, None to go by their addresses and folders. `text_field` names the field of a
    record that holds its text, None for the common names. `selection` says which files of a folder are read. `command`
    is that of newsieve's which reads, for the lines to try in messages.
    """

    input_format: InputFormat = InputFormat.AUTO
    encoding: str | None = None
    max_size: int = MAX_SIZE
    url: str | None = None
    site: str | None = None
    text_field: str | None = None
    selection: Selection = Selection()
    command: str = "…"


class FormatRow(NamedTuple):
    """Marks of a format and its reader. `endings` are of names, `marks` the first bytes, blank space and case apart."""

    format: InputFormat
    module: str
    endings: tuple[str, ...] = ()
    marks: tuple[bytes, ...] = ()
    asks: bool = False


FORMATS = (
    FormatRow(InputFormat.WARC, "warc", (".warc",), (b"warc/",)),
    FormatRow(InputFormat.PARQUET, "parquet", (".parquet",), (b"par1",)),
    FormatRow(InputFormat.FEED, "json_feed", (), (b"{",), asks=True),
    FormatRow(InputFormat.JSONL, "jsonl", (".jsonl", ".ndjson"), (b"{", b"["), asks=True),
    FormatRow(InputFormat.JSON, "json_values", (), (b"{", b"[", b"\x1e"), asks=True),
    FormatRow(InputFormat.CSV, "csv_rows", (".csv",)),
    FormatRow(InputFormat.TSV, "csv_rows", (".tsv", ".tab")),
    FormatRow(InputFormat.FEED, "feed", (".rss", ".atom"), _FEED_MARKS, asks=True),
    FormatRow(InputFormat.MBOX, "mbox", (".mbox", ".mbx"), (b"from ",), asks=True),
    FormatRow(InputFormat.MHTML, "mhtml", (".mht", ".mhtml"), _MAIL_MARKS, asks=True),
    FormatRow(InputFormat.EML, "mail", (".eml",), (*_MAIL_MARKS, b"from ", b">from "), asks=True),
)
# Formats whose readers tell data of another kind by themselves.
_NEVER_OTHER_DATA = (InputFormat.FEED, InputFormat.AUTO, InputFormat.CSV, InputFormat.TSV)
_WHOLE = FormatRow(InputFormat.AUTO, "whole")


def find_row(source: Source, stream: Peekable, options: ReadOptions) -> FormatRow:
    """The row of the format that was named, that the source's place or name tells, or that its first bytes do."""
    if options.input_format is not InputFormat.AUTO:
        *others, last = [row for row in FORMATS if row.format is options.input_format] or [_WHOLE]
        return next((row for row in others if _ask(row, stream, source, options)), last)
    if is_in_maildir(source.name):
        return next(row for row in FORMATS if row.format is InputFormat.EML)
    stem = source.stem
    for row in FORMATS:
        if row.endings and stem.endswith(row.endings):
            return row
    start = _see_start(stream)
    for row in FORMATS:
        if start.startswith(row.marks) and (not row.asks or _ask(row, stream, source, options)):
            return row
    return _WHOLE


def read_stream(source: Source, stream: Peekable, options: ReadOptions) -> Iterator[Document | Failure]:
    """The documents of an open source, in order.

    Raises: InputError where the whole input fails, UsageError where several would have the address of one.
    Of a folder's file that may be data of another kind nothing comes, not even failures, before the first document.
    """
    if options.encoding is None:
        stream = to_utf8(stream)
    row = find_row(source, stream, options)
    is_json = row.format in (InputFormat.JSONL, InputFormat.JSON)
    if options.encoding is not None and row.module in _IN_UTF8:
        stream, options = recode(stream, options.encoding), options._replace(encoding="utf-8")
    reader = import_module(f"newsieve.read.{row.module}").read
    start = stream.peek(_LONGEST_START) if is_json and may_hold_nothing(source) else b""
    answers = cast("Iterator[Document | Failure]", reader(source, stream, options))
    if options.url and row.format is not InputFormat.FEED:  # a feed's address completes those of its items
        answers = _give_address(answers, options.url, source)
    is_doubtful = options.input_format is InputFormat.AUTO and row.format not in _NEVER_OTHER_DATA
    if not is_doubtful or not may_hold_nothing(source) or (is_json and _names_text(start, options)):
        return answers
    return hold_failures(answers)


def _give_address(answers: Iterator[Document | Failure], url: str, source: Source) -> Iterator[Document | Failure]:
    """The one document with the address that was named, unless it has its own.

    Raises: UsageError where there is a second one, before the first is given.
    """
    for first in islice(answers, 1):
        if next(answers, None) is not None:
            name = display_name(source)
            raise UsageError(f"--url is the address of one document; {name} holds several: leave it out")
        yield first._replace(url=first.url or url) if isinstance(first, Document) else first


def _names_text(start: bytes, options: ReadOptions) -> bool:
    from newsieve.read.fields import names_text

    return names_text(start, options.text_field)


def hold_failures(answers: Iterator[Document | Failure]) -> Iterator[Document | Failure]:
    """The answers from when the first document came; of a file without one nothing."""
    held = list[Document | Failure]()
    for answer in answers:
        held.append(answer)
        if isinstance(answer, Document):
            yield from held
            yield from answers
        elif len(held) > _MOST_HELD:
            return


def _see_start(stream: Peekable) -> bytes:
    """The first bytes in lower case, as many as the longest mark; up to the line's end is enough."""
    start = stream.peek_start()
    if start[:1] not in (b"", b"{", b"[") and len(start) < _LONGEST_MARK and b"\n" not in start:
        blank = len(stream.peek(1 << 16)) if not start else 0
        start = stream.peek(blank + _LONGEST_MARK).removeprefix(b"\xef\xbb\xbf").lstrip()
    return start[:_LONGEST_MARK].lower()


def _ask(row: FormatRow, stream: Peekable, source: Source, options: ReadOptions) -> bool:
    return bool(import_module(f"newsieve.read.{row.module}").looks_like(source, stream, options))
