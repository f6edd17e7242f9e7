"""A stream in another encoding as one in UTF-8, which the readers of records read alone."""

import io

from newsieve.read.streams import Peekable

_BUFFER_BYTES, _CHUNK = 1 << 20, 1 << 16
_UNMARKED_BYTES = 16  # that tell text from other data with noughts
_WITH_MARK = {"utf-16": (b"\xff\xfe", b"\xfe\xff"), "utf-32": (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")}


def to_utf8(stream: Peekable) -> Peekable:
    """The stream in UTF-8 where it begins as UTF-16 or UTF-32 does: with a mark, or with ASCII between noughts."""
    head = stream.peek(4)
    if head[:2] not in (b"\xff\xfe", b"\xfe\xff") and head != b"\x00\x00\xfe\xff":
        encoding = _find_unmarked(stream) if 0 in head else None
        return recode(stream, encoding) if encoding else stream
    is_wide = head in (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")
    return Peekable(io.BufferedReader(_Transcoded(stream, "utf-32" if is_wide else "utf-16"), _BUFFER_BYTES))


def _find_unmarked(stream: Peekable) -> str | None:
    """The encoding of a stream without a mark whose first line is ASCII, each character with its noughts; else None."""
    head = stream.peek(_UNMARKED_BYTES)
    for encoding, unit in (("utf-32-le", 4), ("utf-32-be", 4), ("utf-16-le", 2), ("utf-16-be", 2)):
        try:
            start = head[: len(head) // unit * unit].decode(encoding)
        except UnicodeDecodeError:
            continue
        if len(start) > 1 and all(" " <= sign <= "~" or sign in "\t\r\n" for sign in start):
            return encoding
    return None


def recode(stream: Peekable, encoding: str) -> Peekable:
    """Return the stream in UTF-8, out of the encoding that is named; what cannot be decoded becomes U+FFFD."""
    return Peekable(io.BufferedReader(_Transcoded(stream, encoding), _BUFFER_BYTES))


class _Transcoded(io.RawIOBase):
    """A stream's text in UTF-8."""

    def __init__(self, stream: Peekable, encoding: str) -> None:
        from codecs import getincrementaldecoder

        if encoding in _WITH_MARK and not stream.peek(4).startswith(_WITH_MARK[encoding]):
            encoding = f"{encoding}-le"  # as Python decodes a whole text without a mark on the machines in use
        self._stream, self._decoder = stream, getincrementaldecoder(encoding)("replace")
        self._output, self._is_end = b"", False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        while not self._output and not self._is_end:
            data = self._stream.read(_CHUNK)
            self._is_end = not data
            self._output = self._decoder.decode(data, self._is_end).encode("utf-8", "replace")
        size = min(len(view), len(self._output))
        view[:size], self._output = self._output[:size], self._output[size:]
        return size
