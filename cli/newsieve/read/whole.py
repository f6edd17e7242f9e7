"""A source that is one document: a page or a text."""

from collections.abc import Iterator

from newsieve.errors import InputError
from newsieve.read.binary import UNKNOWN, describe_binary
from newsieve.read.decode import decode, find_unknown_encoding, strip_controls
from newsieve.read.fields import has_line_of_text, names_text
from newsieve.read.formats import InputFormat, ReadOptions
from newsieve.read.markup import read_markup, sniff_format
from newsieve.read.other_xml import describe_xml
from newsieve.read.sources import (
    OF_PAGES,
    OF_PLAIN_TEXTS,
    OF_SUBTITLES,
    Source,
    display_name,
    is_named_as_text,
    may_hold_nothing,
)
from newsieve.read.streams import Peekable
from newsieve.types import Document, Failure, Format

_HEAD_BYTES = 4096
_HEAD_OF_DATA = 1 << 16  # bytes, in which a record's field for text is looked for


def read(source: Source, stream: Peekable, options: ReadOptions) -> Iterator[Document | Failure]:
    """The one document. A binary file gives a Failure where it was named directly, and nothing inside a folder.

    There too it gives one where its name is that of a text, and its content no other kind of file that is known.

    Raises: InputError for what is too large, or no text.
    """
    name = display_name(source)
    what = describe_binary(stream.peek(_HEAD_BYTES), source.name, options.command) if options.encoding is None else None
    if what:
        if source.folder is None or (what == UNKNOWN and is_named_as_text(source)):
            yield Failure(name, strip_controls(f"{name}: {what}"))
        return
    data = stream.read(options.max_size + 1)
    if len(data) > options.max_size:
        raise InputError(f"{name}: larger than {options.max_size} bytes when unpacked; raise --max-size")
    by_name = Format.HTML if source.stem.endswith(OF_PAGES) else Format.TEXT
    is_named_text = source.stem.endswith(OF_PLAIN_TEXTS)
    format_ = _format_of_bytes(data, options, by_name, is_named_text)
    text = decode(data, name, options.encoding, format_ is Format.HTML)
    if format_ is Format.HTML and options.encoding is None and (unknown := find_unknown_encoding(data)):
        stream.notes.append(f"{name}: its encoding was guessed, as {unknown!r} is unknown; name one with --encoding")
    if options.input_format is InputFormat.AUTO:
        text = _read_cues(text, is_named=source.stem.endswith(OF_SUBTITLES))
        if by_name is Format.HTML:
            text, format_ = read_markup(text, by_name)
        else:
            format_ = sniff_format(text, is_named_text=is_named_text)
        if format_ is Format.TEXT and (other := describe_xml(text, source.name, options.command)):
            if source.folder is None or other.holds_story or is_named_as_text(source):
                yield Failure(name, strip_controls(f"{name}: {other.message}"))
            return
        if format_ is Format.TEXT and may_hold_nothing(source):
            head = data[:_HEAD_OF_DATA]
            if names_text(head, options.text_field) or has_line_of_text(head, options.text_field):
                yield Failure(name, strip_controls(f"{name}: broken JSON, so no record of it can be read"))
            return  # else data of some other kind
    yield Document(name, text, format_, options.url)


def _read_cues(text: str, *, is_named: bool) -> str:
    """Return what is spoken in subtitles, and any other text as it is; most do not begin with a figure, as cues do."""
    start = text.lstrip()[:6]
    if not (is_named or start[:1].isdecimal() or start == "WEBVTT"):
        return text
    from newsieve.read.subtitles import read_subtitles  # 1 ms

    return read_subtitles(text, is_named=is_named)


def _format_of_bytes(data: bytes, options: ReadOptions, unclear: Format, is_named_text: bool) -> Format:
    """Whether to look for a page's declaration of its encoding. Latin-1 shows the ASCII of any encoding but UTF-16."""
    if options.input_format is InputFormat.AUTO:
        return sniff_format(data[: 1 << 20].decode("latin-1"), unclear, is_named_text=is_named_text)
    return Format(options.input_format)
