"""The records of a WARC stream: where each begins and ends, also where its length or its header is damaged.

A length is believed where the end, the next record or blank lines stand behind the body. Elsewhere the record is cut
where the next one begins, which is in the middle of a line where a crawler died and another one wrote on. Where that
cannot be found either, all is passed over up to what begins a record. Each byte is looked at a few times at most,
whatever the lengths say.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from newsieve.errors import InputError
from newsieve.read.http_message import PAGE_TYPES, find_media_type
from newsieve.read.streams import Peekable

MAGIC = b"WARC/"
MOST_HEADER_BYTES = 1 << 18
_DAMAGE = b"WARC/1.0\r\nWARC-Type: response\r\nX-Damaged: yes\r\n\r\n"  # in the place of a damaged member
_CHUNK = 1 << 20
_BEHIND = 32  # bytes behind a body that tell whether its length is right
_NEXT = re.compile(  # a record's first line, behind a blank line or before a field
    rb"WARC/(?:(?<=\n\r\nWARC/)|(?<=\n\nWARC/)|(?=[01]\.\d{1,3}\r?\n[A-Za-z][A-Za-z-]{0,39}+:))[01]\.\d{1,3}\r?\n"
)
_LONGEST_NEXT = 56
_WITHIN_LINE = re.compile(rb"(?<!^)WARC/[01]\.\d{1,3}\r?\n\Z")
_LONGEST_FIRST = 12
_FIELD = re.compile(rb"([A-Za-z][A-Za-z-]*+)[ \t]*+:")
_LENGTH = re.compile(rb"(?im)^Content-Length:[ \t]*+(\d{1,18})[ \t]*\r?$")
_TYPE = re.compile(rb"(?im)^WARC-Type:[ \t]*+([a-z]++)[ \t]*\r?$")
_TYPES = frozenset(b"response request metadata warcinfo revisit resource conversion continuation".split())
CONTINUATION = b"continuation"
_WITHOUT_HTTP = (b"resource", b"conversion")
_DIGEST = re.compile(rb"(?im)^WARC-Block-Digest:[ \t]*+sha1:([a-z2-7]{32})[ \t]*\r?$")
_ADDRESS = re.compile(rb"(?im)^WARC-Target-URI:[ \t]*+<?(?:https?|ftp|file):")  # the others are crawlers' own logs
_OF_RECORD = re.compile(  # in what stands between records: one without its first line, or bytes that no text has
    rb"(?i)WARC-|HTTP/\d|[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]"
)
_BLANK = (b"\n\r\n", b"\n\n")
_CUT = "the WARC record is cut short"


class Record(NamedTuple):
    """Head and body of a record, and the fault of its framing; "" where there is none."""

    head: bytes
    body: bytes
    fault: str = ""


def find_length(head: bytes) -> int | None:
    """The size of the body, as the record's head says."""
    found = _LENGTH.search(head)
    return int(found[1]) if found else None


def find_type(head: bytes) -> bytes | None:
    """The type of a record in lower case, None for one that there is none of."""
    found = _TYPE.search(head)
    return found[1].lower() if found and found[1].lower() in _TYPES else None


def may_hold_page(head: bytes) -> bool:
    """Whether the record holds what a server sent, or a text or page of an address that was stored without HTTP.

    A later segment of a record counts too: what it holds cannot be told by itself.
    """
    kind = find_type(head)
    if kind in _WITHOUT_HTTP:
        return _ADDRESS.search(head) is not None and find_media_type(head)[0] in PAGE_TYPES
    return kind in (b"response", CONTINUATION)


def split_records(name: str, stream: Peekable, max_size: int) -> Iterator[Record]:
    """The records of a stream in order; one whose framing is damaged says so, once, whatever is missing of it.

    Raises: InputError where nothing in the stream is WARC.
    """
    stream.mark_damage(b"\r\n\r\n" + _DAMAGE)
    window, has_record, is_lost = Window(stream), False, False
    while (head := window.read_head()) is not None:
        if not head:
            has_parts = window.skip_to_record()
            if has_parts and not is_lost and (has_record or window.has_more()):
                yield Record(b"", b"", "no WARC record, or one without its first line")
            is_lost = False
            continue
        has_record = True
        if head.rstrip() == _DAMAGE.rstrip():
            if not is_lost:
                yield Record(head, b"", "the compressed data is damaged")
            is_lost = False
            continue
        record, is_lost = _take_record(window, head, max_size)
        yield record
    if not has_record:
        raise InputError(f"{name}: not a WARC file; name its format with --input-format")


def _take_record(window: "Window", head: bytes, max_size: int) -> tuple[Record, bool]:
    """The record with that head, and whether what follows may be the rest of it."""
    length = find_length(head)
    if find_type(head) is None:
        return Record(head, b"", "a WARC record without a type"), True
    if length is None:
        return _of_page(head, "a WARC record without a length"), True
    if is_cut(head):
        return _of_page(head, _CUT), True
    if length > max_size + MOST_HEADER_BYTES:
        is_sound = window.skip_body(length)
        return _of_page(head, f"larger than {max_size} bytes; raise --max-size"), not is_sound
    if window.is_sound(length):
        return Record(head, window.take(length)), False
    end = window.find_next(length)
    if end is None:
        return _of_page(head, _CUT, window.take(length)), True
    body = window.take(end)
    if window.starts_with_damage() or not _has_end(body) or _is_of_other_digest(head, body):
        return _of_page(head, _CUT, body), True
    return Record(head, body.removesuffix(b"\n").removesuffix(b"\r")), False


def _has_end(body: bytes) -> bool:
    """Whether a blank line stands behind the body; one that ends the head of HTTP is another."""
    blank = next((blank for blank in _BLANK if body.endswith(blank)), None)
    return blank is not None and not (body.startswith(b"HTTP/") and body.find(blank) == len(body) - len(blank))


def _is_of_other_digest(head: bytes, body: bytes) -> bool:
    """Whether the head has a digest, and it is not that of the body, be the blank line its own or not."""
    found = _DIGEST.search(head)
    if found is None:
        return False
    from base64 import b32encode
    from hashlib import sha1

    bodies = (body, *(body.removesuffix(end) for end in (b"\r\n\r\n", b"\n\n")))
    return all(b32encode(sha1(one, usedforsecurity=False).digest()) != found[1].upper() for one in bodies)


def is_cut(head: bytes) -> bool:
    """Whether no blank line ends a record's head."""
    return not head.endswith(b"\n") or bool(head[:-1].rpartition(b"\n")[2].strip())


def _of_page(head: bytes, fault: str, body: bytes = b"") -> Record:
    """A record with a fault, which only that of a page is."""
    return Record(head, body, fault if may_hold_page(head) else "")


class Window:
    """The next bytes of a stream, from which records are taken."""

    def __init__(self, stream: Peekable) -> None:
        self._stream, self._data = stream, bytearray()

    def read_head(self) -> bytes | None:
        """The next record's header lines, b"" where something else stands in its place; None at the end.

        The blank line at its end is part of it; it lacks where the header was cut.
        """
        while (line := self._look(0)) and not line.strip():
            self.take(len(line))
        if not line:
            return None
        return self.take(self._find_end_of_head()) if line.startswith(MAGIC) else b""

    def _find_end_of_head(self) -> int:
        """The end of the blank line, or where another record begins before it."""
        at, names = 0, set[bytes]()
        while (line := self._look(at)).strip() and at < MOST_HEADER_BYTES:
            if at and line.startswith(MAGIC):
                return at
            field = _FIELD.match(line)
            names.update((field[1].lower(),) if field else ())
            start = _WITHIN_LINE.search(line)
            if start and (field is None or self._names_again(at + len(line), names)):
                return at + start.start()
            at += len(line)
        return at + len(line)

    def _names_again(self, at: int, names: set[bytes]) -> bool:
        """Whether a field there has one of these names, which no header has twice; an address may end so as well.

        What the next such end is in, or a record's first line, is not looked beyond.
        """
        end = at + MOST_HEADER_BYTES
        while at < end and (field := _FIELD.match(line := self._look(at))):
            if field[1].lower() in names:
                return True
            if _WITHIN_LINE.search(line):
                return False
            at += len(line)
        return False

    def skip_to_record(self) -> bool:
        """Pass over all up to what begins a record; whether it holds parts of one."""
        has_parts = False
        while (line := self._look(0)) and not line.startswith(MAGIC):
            found = _WITHIN_LINE.search(line)
            start = found.start() if found and _FIELD.match(self._look(len(line))) else 0
            if not line.endswith(b"\n") and len(line) > _LONGEST_FIRST:  # the rest of a long line may begin one
                start = len(line) - _LONGEST_FIRST
            passed = self.take(start or len(line))
            has_parts = has_parts or _OF_RECORD.search(passed) is not None or MAGIC.startswith(passed)
        return has_parts

    def has_more(self) -> bool:
        """Whether the stream goes on."""
        self._fill(1)
        return bool(self._data)

    def is_sound(self, length: int) -> bool:
        """Whether blank lines, the next record or the end stand behind a body of that length."""
        self._fill(length + _BEHIND)
        if len(self._data) < length:
            return False
        behind = bytes(self._data[length : length + _BEHIND])
        after = behind.lstrip(b"\r\n")
        if not after or (after.startswith(MAGIC) and after != behind):
            return True
        if not behind.startswith((b"\r\n\r\n", b"\n\n", MAGIC)):
            return False
        start = self.find_next(length)
        return start is None or start >= length

    def find_next(self, length: int) -> int | None:
        """Find the end of the body, if the next record begins within the length that is claimed."""
        found = _NEXT.search(self._data, 0, length + _LONGEST_NEXT)
        return found.start() if found else None

    def take(self, length: int) -> bytes:
        """The next bytes."""
        taken = bytes(self._data[:length])
        del self._data[:length]
        return taken

    def starts_with_damage(self) -> bool:
        """Whether the mark of a damaged member is next."""
        self._fill(len(_DAMAGE) + _BEHIND)
        return bytes(self._data[: len(_DAMAGE) + _BEHIND]).lstrip().startswith(_DAMAGE)

    def skip_body(self, length: int) -> bool:
        """Pass over a body that is too large to hold, no further than to the next record; whether it was that long."""
        left = length
        while left > 0:
            self._fill(min(left, _CHUNK) + _LONGEST_NEXT)
            size = min(left, len(self._data), _CHUNK)
            if found := _NEXT.search(self._data, 0, size + _LONGEST_NEXT):
                del self._data[: found.start()]
                return True
            if not size:
                return True
            del self._data[:size]
            left -= size
        return self.is_sound(0)

    def _look(self, at: int) -> bytes:
        """The line that begins there, or as much of it as a header may have. It stays in place."""
        limit = at + MOST_HEADER_BYTES
        end = self._data.find(b"\n", at, limit) + 1
        if not end and len(self._data) < limit:
            self._data += self._stream.readline(limit - len(self._data))
        return bytes(self._data[at : end or limit])

    def _fill(self, size: int) -> None:
        while len(self._data) < size and (more := self._stream.read(min(size - len(self._data), _CHUNK))):
            self._data += more
