"""Pages of a WARC file: its HTML and text responses, each with its address and the charset that the server named.

The framing is in `warc_framing`, so that a record whose length is a lie costs no other; fastwarc takes the HTTP message
apart (1.1 and 2.0 need to seek, stop at a bad record, lose the one behind a body that is both chunked and compressed,
and take compressed data that was cut for whole, so they are given one record at a time and gzip is unpacked here).
"""

import io
import json
import re
import zlib
from collections.abc import Iterator
from typing import Any

from newsieve.errors import InputError
from newsieve.read.decode import decode, sniff_format, strip_controls
from newsieve.read.formats import ReadOptions
from newsieve.read.sources import Source, display_name
from newsieve.read.streams import Peekable, open_range
from newsieve.read.warc_framing import MOST_HEADER_BYTES, Record, find_length, find_type, is_response, split_records
from newsieve.types import Document, Failure, Format

_TYPES = {"text/html": Format.HTML, "application/xhtml+xml": Format.HTML, "text/plain": Format.TEXT}
_OK = range(200, 300)  # redirects and error pages tell no story
_CODING = re.compile(rb"(?i)\A(?:[^\r\n]++\r?\n)*?Content-Encoding:[ \t]*+([^\s]++)[ \t]*+\r?\n")
_HAS_TYPE = re.compile(rb"(?im)^Content-Type:")
_ZLIB_CODINGS = frozenset((b"gzip", b"x-gzip", b"deflate"))
_HTML = re.compile(rb"\s*+<[!a-zA-Z]")
_MOST_SAID = 100  # characters of a library's complaint, which may quote the page


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
        if not record.fault and not is_response(record.head):
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


def is_document(head: bytes, start: bytes, max_size: int, iterate: Any) -> bool:
    """Whether reading a record gives a page or a failure, by its head and the first bytes of its body."""
    length = find_length(head)
    if not is_response(head):
        return find_type(head) is None
    if length is None or length > max_size + MOST_HEADER_BYTES:
        return True
    try:
        return _parse_http(Record(head, start), iterate, max_size, is_start=True)[1] is not None
    except InputError:
        return True


def load_fastwarc(name: str) -> Any:
    """Return the library that takes a record apart. Raises: InputError where it is not installed."""
    try:
        from fastwarc.warc import ArchiveIterator  # 20 ms
    except ImportError as error:
        raise InputError(f"{name}: a WARC file; to read it: pip install 'newsieve[warc]'") from error
    return ArchiveIterator


def _read_page(record: Record, name: str, iterate: Any, max_size: int, encoding: str | None) -> Document | None:
    """The page of a response, None for one that is no page. Raises: InputError saying what is broken."""
    if record.fault:
        raise InputError(record.fault)
    payload, kind, charset, url = _parse_http(record, iterate, max_size)
    if kind is None:
        return None
    if len(payload) > max_size:
        raise InputError(f"larger than {max_size} bytes when unpacked; raise --max-size")
    if kind is Format.HTML or encoding is None:
        text = decode(payload, "the page", encoding, kind is Format.HTML, charset)
    else:
        text = decode(payload, "the page", encoding)
    return Document(name, text, kind, url, extra={"url": json.dumps(url, ensure_ascii=False)} if url else {})


def _parse_http(
    record: Record, iterate: Any, max_size: int, is_start: bool = False
) -> tuple[bytes, Format | None, str | None, str | None]:
    """Body without its transfer and content encodings, its type, charset and address; no type for what is no page.

    `is_start` says that only the beginning of the record is there. Raises: InputError for what is damaged.
    """
    body = record.body
    length = re.sub(rb"(?im)^Content-Length:[^\r\n]*", b"Content-Length: %d" % len(body), record.head)
    if not _HAS_TYPE.search(length) and body.startswith(b"HTTP/"):
        length += b"Content-Type: application/http\r\n"
    data = length + b"\r\n" + body + b"\r\n\r\n"
    coding = _CODING.search(body, 0, MOST_HEADER_BYTES)
    is_packed = coding is not None and coding[1].lower() in _ZLIB_CODINGS
    decode_ = "transfer" if is_packed else "all"
    try:
        iterator = iterate(io.BytesIO(data), parse_http=True, auto_decode=decode_, stream_detect=False)
        found: Any = next(iter(iterator), None)
        headers = found.http_headers if found is not None else None
        if headers is None or headers.status_code is None:
            raise InputError("a response without HTTP headers")
        kind = _TYPES.get((found.http_content_type or "").lower())
        if headers.status_code not in _OK or (kind is None and found.http_content_type):
            return b"", None, None, None
        if is_start:
            return b"", kind or Format.TEXT, None, None
        payload = _read_payload(found, is_packed, max_size)
        url = found.headers.get("WARC-Target-URI")
        return payload, kind or sniff_format(payload[:4096].decode("latin-1")), found.http_charset, _clean_url(url)
    except (OSError, ValueError, UnicodeDecodeError) as error:
        raise InputError(f"the response is damaged ({str(error)[:_MOST_SAID]})") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what Rust code raises; it has no module to import it from
            raise
        raise InputError("the response is damaged") from error


def _read_payload(found: Any, is_packed: bool, max_size: int) -> bytes:
    """The body without its content encoding. Raises: OSError where it is damaged, InputError where it was cut."""
    if not is_packed:
        return bytes(found.reader.read(max_size + 1))
    packed = bytes(found.reader.read())
    if not packed or (_HTML.match(packed) and not packed.startswith(b"\x1f\x8b")):
        return packed  # unpacked by the crawler, which kept the header
    for bits in (zlib.MAX_WBITS | 32, -zlib.MAX_WBITS):  # servers send raw deflate under the same name
        unpacker = zlib.decompressobj(bits)
        try:
            payload = unpacker.decompress(packed, max_size + 1)
        except zlib.error as error:
            damage = error
            continue
        if not unpacker.eof and len(payload) <= max_size:
            raise InputError("the response's compressed data is cut short")
        return payload
    raise OSError(str(damage))


def _clean_url(url: str | None) -> str | None:
    return strip_controls(url.strip().strip("<>")) or None if url else None
