"""Documents of a stream: a whole file is one, a container gives many."""

import os
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import NamedTuple

from newsieve.errors import InputError, find_errno
from newsieve.read.binary import describe_binary
from newsieve.read.decode import decode, sniff_format, strip_controls
from newsieve.read.jsonl import looks_like_records, read_records
from newsieve.read.parquet import looks_like_parquet, read_parquet
from newsieve.read.sources import STDIN, Source
from newsieve.read.streams import Peekable, open_range, open_stream
from newsieve.read.warc import looks_like_warc, read_warc
from newsieve.types import Document, Failure, Format


class InputFormat(StrEnum):
    """What the inputs are, once their compression is off."""

    AUTO = "auto"
    TEXT = "text"
    HTML = "html"
    JSONL = "jsonl"
    WARC = "warc"
    PARQUET = "parquet"


class ReadOptions(NamedTuple):
    """How to read. `max_size` is the largest document in bytes, after decompression.

    `site` is whose all the documents are, None to go by their addresses and folders.
    """

    input_format: InputFormat = InputFormat.AUTO
    encoding: str | None = None
    max_size: int = 256 << 20
    url: str | None = None
    site: str | None = None


def read_documents(source: Source, options: ReadOptions) -> Iterator[Document | Failure]:
    """The source's documents in order, a Failure in the place of each that cannot be read.

    A binary file gives a Failure where it was named directly, and nothing inside a folder.
    """
    try:
        with open_stream(source) as stream:
            for document in _READERS[_find_format(source, stream, options)](source, stream, options):
                yield document if isinstance(document, Failure) else _name_site(document, source, options)
    except InputError as error:
        yield Failure(display_name(source), strip_controls(str(error)), find_errno(error))


def _name_site(document: Document, source: Source, options: ReadOptions) -> Document:
    """The document with its site: as asked for, that of its address, the folder that the input stands in."""
    if options.site or not document.url:
        return document._replace(site=options.site or _folder_of(source))
    return document


def _folder_of(source: Source) -> str | None:
    """The name of the folder that a file stands in; of stdin, of the working folder."""
    folder = os.getcwd() if source.name == STDIN else os.path.dirname(os.path.abspath(source.name))
    return strip_controls(os.fsencode(os.path.basename(folder)).decode("utf-8", "replace")) or None


def display_name(source: Source) -> str:
    """The source's name in characters that can be written; bytes that are no UTF-8 become U+FFFD."""
    return os.fsencode(source.name).decode("utf-8", "replace")


def _find_format(source: Source, stream: Peekable, options: ReadOptions) -> InputFormat:
    if options.input_format is not InputFormat.AUTO:
        return options.input_format
    stem = source.name.lower()
    for ending in (".gz", ".bz2", ".xz", ".zst"):
        stem = stem.removesuffix(ending)
    if stem.endswith(".warc") or looks_like_warc(stream.peek(5)):
        return InputFormat.WARC
    if stem.endswith(".parquet") or looks_like_parquet(stream.peek(4)):
        return InputFormat.PARQUET
    if stem.endswith((".jsonl", ".ndjson")) or looks_like_records(stream.peek_lines()):
        return InputFormat.JSONL
    return InputFormat.AUTO


def _read_whole(source: Source, stream: Peekable, options: ReadOptions) -> Iterator[Document | Failure]:
    name = display_name(source)
    what = describe_binary(stream.peek(4096)) if options.encoding is None else None
    if what:
        if source.folder is None:
            yield Failure(name, strip_controls(f"{name}: {what}"))
        return
    data = stream.read(options.max_size + 1)
    if len(data) > options.max_size:
        raise InputError(f"{source.name}: larger than {options.max_size} bytes when unpacked; raise --max-size")
    format_ = _format_of_bytes(data, options)
    text = decode(data, source.name, options.encoding, format_ is Format.HTML)
    if options.input_format is InputFormat.AUTO:
        format_ = sniff_format(text)
    yield Document(name, text, format_, options.url)


def _read_jsonl(source: Source, stream: Peekable, options: ReadOptions) -> Iterator[Document | Failure]:
    name, part = display_name(source), source.part
    if part is None:
        yield from read_records(name, stream, options.max_size)
        return
    with open_range(source.name, part.start, part.end) as piece:
        yield from read_records(name, piece, options.max_size, part.before)


def _read_warc(source: Source, stream: Peekable, options: ReadOptions) -> Iterator[Document | Failure]:
    name, part = display_name(source), source.part
    if part is None:
        yield from read_warc(name, stream, options.max_size, options.encoding)
        return
    with open_range(source.name, part.start, part.end, unpacks=True) as piece:
        yield from read_warc(name, piece, options.max_size, options.encoding, part.before)


def _format_of_bytes(data: bytes, options: ReadOptions) -> Format:
    """Whether to look for a page's declaration of its encoding. Latin-1 shows the ASCII of any encoding but UTF-16."""
    if options.input_format is InputFormat.AUTO:
        return sniff_format(data[: 1 << 20].decode("latin-1"))
    return Format(options.input_format)


_READERS: dict[InputFormat, Callable[[Source, Peekable, ReadOptions], Iterator[Document | Failure]]] = {
    InputFormat.AUTO: _read_whole,
    InputFormat.TEXT: _read_whole,
    InputFormat.HTML: _read_whole,
    InputFormat.JSONL: _read_jsonl,
    InputFormat.WARC: _read_warc,
    InputFormat.PARQUET: lambda source, stream, options: read_parquet(
        display_name(source), source, stream, options.max_size
    ),
}
