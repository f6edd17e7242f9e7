"""A message of HTTP taken apart as browsers do: status, fields, and the body without its encodings.

Crawlers store messages that they have decoded with the fields as the server sent them, so a body that is plain is taken
as it is, whatever its fields say. fastwarc knows brotli and zstd, and is given one body at a time. The rest is done
here: 1.1 and 2.0 lose the record behind a body that is both chunked and compressed, know no extensions of chunks, and
take chunks without an end, and compressed data that was cut, for whole.
"""

import io
import re
import zlib
from typing import Any

from newsieve.errors import InputError
from newsieve.read.members import MAGIC, GzipMembers
from newsieve.types import Format

PAGE_TYPES = {"text/html": Format.HTML, "application/xhtml+xml": Format.HTML, "text/plain": Format.TEXT}
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})\b")
_END = re.compile(rb"\n\r?\n|\n?\Z")
_INTERIM = range(100, 200)  # the message that counts stands behind
_CHARSET = re.compile(rb"(?i)\bcharset[ \t]*+=[ \t\"']*+([^\s;,\"']++)")
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,16})[ \t]*+(?:;[^\r\n]*+)?\r?\n")
_LINE_END = re.compile(rb"(?:\r?\n)?")
_HTML = re.compile(rb"\s*+<[!a-zA-Z]")
_PLAIN = frozenset((b"", b"identity"))
_OF_ZLIB = frozenset((b"gzip", b"x-gzip", b"deflate"))
_OF_FASTWARC = frozenset((b"br", b"zstd"))
_WRAPPED = (
    b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n"
    b"%s\r\n\r\n"
)
_CUT = "the response is cut short"
_MOST_DIGITS = 18
_MOST_SAID = 100  # characters of a library's complaint, which may quote the page


def split_message(data: bytes) -> tuple[int, bytes, bytes]:
    """Status, head and body of the last message, behind those that only announce it. Raises: InputError for none."""
    at = 0
    while status := _STATUS.match(data, at):
        end = _END.search(data, status.end())
        behind = end.end() if end else len(data)
        if int(status[1]) not in _INTERIM:
            return int(status[1]), data[at:behind], data[behind:]
        at = behind
    raise InputError("a response without HTTP headers")


def find_field(head: bytes, name: bytes) -> bytes:
    """The values of a field, joined by commas; b"" where there is none."""
    return b",".join(re.findall(rb"(?im)^%s[ \t]*+:([^\r\n]*+(?:\r?\n[ \t]+[^\r\n]*+)*)" % name, head))


def find_media_type(head: bytes) -> tuple[str, str | None]:
    """Type in lower case and charset of what the head stands before, the last where it names several; "" for none."""
    value = find_field(head, b"Content-Type")
    types = [one.partition(b";")[0].strip().lower() for one in value.split(b",")]
    charsets = _CHARSET.findall(value)
    return (
        next((one.decode("latin-1") for one in reversed(types) if b"/" in one), ""),
        charsets[-1].decode("latin-1") if charsets else None,
    )


def decode_body(head: bytes, body: bytes, max_size: int, iterate: Any) -> bytes:
    """The body without transfer and content encodings, of a larger one `max_size` bytes and one.

    `iterate` is fastwarc's. Raises: InputError for what is damaged, cut, or in an encoding that is not known.
    """
    codings = [name.strip() for name in find_field(head, b"Content-Encoding").lower().split(b",")]
    if b"chunked" in find_field(head, b"Transfer-Encoding").lower():
        body = _join_chunks(body) if _CHUNK.match(body) else body
    elif _PLAIN.issuperset(codings) and 0 < len(body) < _find_length(head):  # where it is not of another encoding
        raise InputError(_CUT)
    for coding in reversed(codings):
        try:
            body = _unpack(coding, body, max_size, iterate)
        except InputError:
            if not _is_plain(body):
                raise
    return _unpack_by_zlib(body, max_size) if body.startswith(MAGIC) else body  # packed, and the fields do not say so


def _find_length(head: bytes) -> int:
    """The size of the body, as the fields say; 0 where they do not, or not plainly."""
    said = find_field(head, b"Content-Length").strip()
    return int(said) if said.isdigit() and len(said) <= _MOST_DIGITS else 0


def _join_chunks(body: bytes) -> bytes:
    """The content of chunks up to the one that ends them (RFC 9112, section 7.1). Raises: InputError where it lacks."""
    pieces, at = list[bytes](), 0
    while chunk := _CHUNK.match(body, at):
        start, size = chunk.end(), int(chunk[1], 16)
        if not size:
            return b"".join(pieces)
        pieces.append(body[start : start + size])
        at = _LINE_END.match(body, start + size).end()  # type: ignore[union-attr]  # it matches nothing too
    raise InputError(_CUT if at >= len(body) else "the response is damaged (a chunk does not end where its size says)")


def _is_plain(body: bytes) -> bool:
    """Whether a body is text: no compressed data is UTF-8, or begins as a page does."""
    if _HTML.match(body):
        return True
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _unpack(coding: bytes, body: bytes, max_size: int, iterate: Any) -> bytes:
    if coding in _PLAIN:
        return body
    if coding in _OF_ZLIB:
        return _unpack_by_zlib(body, max_size)
    if coding in _OF_FASTWARC:
        return _decode_by_fastwarc(b"Content-Encoding: " + coding, body, max_size + 1, iterate)
    raise InputError(f"the response is in an encoding that is not known ({coding[:_MOST_SAID].decode('latin-1')})")


def _unpack_by_zlib(body: bytes, max_size: int) -> bytes:
    readers = [_read_gzip] if body.startswith(MAGIC) else [_read_zlib, _read_deflate]  # of which servers send either
    for read in readers:
        try:
            return read(body, max_size + 1)
        except EOFError as error:
            raise InputError("the response's compressed data is cut short") from error
        except zlib.error as error:
            damage = error
    raise InputError(f"the response is damaged ({damage})")


def _read_gzip(body: bytes, size: int) -> bytes:
    return io.BufferedReader(GzipMembers(io.BytesIO(body).read)).read(size)


def _read_zlib(body: bytes, size: int, bits: int = zlib.MAX_WBITS) -> bytes:
    unpacker = zlib.decompressobj(bits)
    unpacked = unpacker.decompress(body, size)
    if not unpacker.eof and len(unpacked) < size:
        raise EOFError
    return unpacked


def _read_deflate(body: bytes, size: int) -> bytes:
    return _read_zlib(body, size, -zlib.MAX_WBITS)


def _decode_by_fastwarc(field: bytes, body: bytes, size: int, iterate: Any) -> bytes:
    """At most `size` bytes of a body that is encoded as the field says. Raises: InputError where it is not."""
    message = b"HTTP/1.1 200 OK\r\n%s\r\n\r\n%s" % (field, body)
    stream = io.BytesIO(_WRAPPED % (len(message), message))
    try:
        record: Any = next(iter(iterate(stream, parse_http=True, auto_decode="all", stream_detect=False)))
        return bytes(record.reader.read(size))
    except (OSError, ValueError, StopIteration) as error:
        raise InputError(f"the response is damaged ({str(error)[:_MOST_SAID]})") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what Rust code raises; it has no module to import it from
            raise
        raise InputError("the response is damaged") from error
