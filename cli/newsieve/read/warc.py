"""Pages of a WARC file: its HTML and text responses, each with its address and the charset that the server named.

The framing is read here, so that a record whose length is a lie costs no other, nothing seeks, and one record is held
at a time; fastwarc takes the HTTP message apart (1.1 needs to seek, stops at a bad record, and loses the one behind a
body that is both chunked and compressed, so it is given one record at a time).
"""

import io
import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from newsieve.errors import InputError
from newsieve.read.decode import decode, sniff_format, strip_controls
from newsieve.read.formats import ReadOptions
from newsieve.read.sources import Source, display_name
from newsieve.read.streams import Peekable, open_range
from newsieve.types import Document, Failure, Format

_MAGIC = b"WARC/"
_DAMAGE = b"WARC/1.0\r\nWARC-Type: response\r\nX-Damaged: yes\r\n\r\n"  # in the place of a damaged member
_MOST_HEADER_BYTES = 1 << 18
_SKIP_BYTES = 1 << 20
_NEXT = re.compile(rb"\n\r?\nWARC/[01]\.\d+\r?\n")
_TYPES = {"text/html": Format.HTML, "application/xhtml+xml": Format.HTML, "text/plain": Format.TEXT}
_OK = range(200, 300)  # redirects and error pages tell no story


class _Record(NamedTuple):
    """One record's head and body; a body of None is larger than allowed, one that is short ends too early."""

    head: bytes
    body: bytes | None
    is_short: bool = False


def read(source: Source, stream: Peekable, options: ReadOptions) -> Iterator[Document | Failure]:
    """The pages of a source, or of its part where it has one."""
    name, part = display_name(source), source.part
    if part is None:
        yield from read_warc(name, stream, options.max_size, options.encoding)
        return
    with open_range(source.name, part.start, part.end, unpacks=True) as piece:
        yield from read_warc(name, piece, options.max_size, options.encoding, part.before)


def looks_like_warc(head: bytes) -> bool:
    """Whether the stream that begins so is a WARC file."""
    return head.startswith(_MAGIC)


def read_warc(
    name: str, stream: Peekable, max_size: int, encoding: str | None = None, before: int = 0
) -> Iterator[Document | Failure]:
    """The stream's pages in order, a Failure in the place of a broken one. What is no page is passed over.

    `before` is the number of pages that came before the stream's first.
    Raises: InputError where fastwarc is not installed, or nothing in the stream is WARC.
    """
    iterate = load_fastwarc(name)
    number = before
    for record in _split(name, stream, max_size):
        if not _is_response(record.head):
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
    if not _is_response(head):
        return False
    if length is None or length > max_size + _MOST_HEADER_BYTES:
        return True
    try:
        return _parse_http(_Record(head, start), iterate, max_size)[1] is not None
    except InputError:
        return True


def read_head(stream: Peekable, rest: io.BytesIO) -> bytes | None:
    """The next record's header lines, b"" where something else stands in its place; None at the end."""
    line = _readline(stream, rest)
    while line and not line.strip():
        line = _readline(stream, rest)
    if not line:
        return None
    if not line.startswith(_MAGIC):
        return b""
    lines, size = [line], len(line)
    while (line := _readline(stream, rest)).strip() and size < _MOST_HEADER_BYTES:
        lines.append(line)
        size += len(line)
    return b"".join(lines)


def find_length(head: bytes) -> int | None:
    """The size of the body, as the record's head says."""
    found = re.search(rb"(?im)^Content-Length:\s*(\d{1,18})\s*$", head)
    return int(found[1]) if found else None


def load_fastwarc(name: str) -> Any:
    """What takes a record apart. Raises: InputError where it is not installed."""
    try:
        from fastwarc.warc import ArchiveIterator  # 20 ms
    except ImportError as error:
        raise InputError(f"{name}: a WARC file; to read it: pip install 'newsieve[warc]'") from error
    return ArchiveIterator


def _is_response(head: bytes) -> bool:
    return re.search(rb"(?im)^WARC-Type:\s*response\s*$", head) is not None


def _split(name: str, stream: Peekable, max_size: int) -> Iterator[_Record]:
    """The records of a stream. Where one ends before the next begins, it is cut at the next one's first line."""
    is_first, rest = True, io.BytesIO()
    stream.mark_damage(b"\r\n\r\n" + _DAMAGE)
    while (head := read_head(stream, rest)) is not None:
        if not head:
            if is_first:
                raise InputError(f"{name}: not a WARC file; name its format with --input-format")
            continue
        is_first = False
        length = find_length(head)
        if length is None or length > max_size + _MOST_HEADER_BYTES:
            yield _Record(head, None if length else b"")
            _skip(stream, rest, length or 0)
            continue
        body = rest.read(length)
        body += stream.read(length - len(body))
        is_whole = len(body) == length and _is_next(stream, rest)
        if not is_whole and (found := _NEXT.search(body)):
            following = body[found.start() + 1 :].lstrip() + rest.read()
            if _DAMAGE.startswith(following):
                following += stream.read(len(_DAMAGE) - len(following))
            is_whole = not following.startswith(_DAMAGE)
            rest, body = io.BytesIO(following.removeprefix(_DAMAGE)), body[: found.start()]
        yield _Record(head, body, not is_whole)


def _readline(stream: Peekable, rest: io.BytesIO) -> bytes:
    """The next line; what was read too far comes first."""
    line = rest.readline(_MOST_HEADER_BYTES)
    return line if line.endswith(b"\n") else line + stream.readline(_MOST_HEADER_BYTES)


def _skip(stream: Peekable, rest: io.BytesIO, length: int) -> None:
    length -= len(rest.read(length))
    while length > 0 and (data := stream.read(min(length, _SKIP_BYTES))):
        length -= len(data)


def _is_next(stream: Peekable, rest: io.BytesIO) -> bool:
    """Whether blank lines, the next record or the end stand where this one's length says."""
    ahead = rest.getbuffer()[rest.tell() : rest.tell() + 32].tobytes()
    ahead += stream.peek(32 - len(ahead))
    return ahead.startswith((b"\r\n\r\n", b"\n\n")) or not (after := ahead.lstrip(b"\r\n")) or after.startswith(_MAGIC)


def _read_page(record: _Record, name: str, iterate: Any, max_size: int, encoding: str | None) -> Document | None:
    """The page of a response, None for one that is no page. Raises: InputError saying what is broken."""
    if record.body is None:
        raise InputError(f"larger than {max_size} bytes; raise --max-size")
    if record.head == _DAMAGE.removesuffix(b"\r\n"):
        raise InputError("the compressed data is damaged")
    if find_length(record.head) is None:
        raise InputError("a WARC record without a length")
    if record.is_short:
        raise InputError("the WARC record is cut short")
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


def _parse_http(record: _Record, iterate: Any, max_size: int) -> tuple[bytes, Format | None, str | None, str | None]:
    """Body without its transfer and content encodings, its type, charset and address; no type for what is no page."""
    body = record.body or b""
    length = re.sub(rb"(?im)^Content-Length:[^\r\n]*", b"Content-Length: %d" % len(body), record.head)
    data = length + b"\r\n" + body + b"\r\n\r\n"
    try:
        found: Any = next(
            iter(iterate(io.BytesIO(data), parse_http=True, auto_decode="all", stream_detect=False)), None
        )
        headers = found.http_headers if found is not None else None
        if headers is None or headers.status_code is None:
            raise InputError("a response without HTTP headers")
        kind = _TYPES.get((found.http_content_type or "").lower())
        if headers.status_code not in _OK or (kind is None and found.http_content_type):
            return b"", None, None, None
        payload = found.reader.read(max_size + 1)
        url = found.headers.get("WARC-Target-URI")
        return payload, kind or sniff_format(payload[:4096].decode("latin-1")), found.http_charset, _clean_url(url)
    except (OSError, ValueError, UnicodeDecodeError) as error:
        raise InputError(f"the response is damaged ({error})") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what Rust code raises; it has no module to import it from
            raise
        raise InputError("the response is damaged") from error


def _clean_url(url: str | None) -> str | None:
    return strip_controls(url.strip().strip("<>")) or None if url else None
