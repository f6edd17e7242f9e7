"""A stream in another encoding as one in UTF-8, which the readers of records read alone."""

import io

from newsieve.read.streams import Peekable
from newsieve.read.wide_encodings import MARKS, START, find_mark, find_wide_ascii

_BUFFER_BYTES, _CHUNK = 1 << 20, 1 << 16
_WITH_MARK = frozenset(("utf-16", "utf-32"))  # encodings of which Python's decoders ask for a mark


def to_utf8(stream: Peekable) -> Peekable:
    """The stream in UTF-8 where it begins as UTF-16 or UTF-32 does: with a mark, or with ASCII between NULs."""
    head = stream.peek(4)
    if marked := find_mark(head):
        mark, encoding = marked
        stream.read(len(mark))
        return recode(stream, encoding)
    unmarked = find_wide_ascii(stream.peek(START)) if 0 in head else None
    return recode(stream, unmarked) if unmarked else stream


def recode(stream: Peekable, encoding: str) -> Peekable:
    """Return the stream in UTF-8, out of the encoding that is named; what cannot be decoded becomes U+FFFD."""
    return Peekable(io.BufferedReader(_Transcoded(stream, encoding), _BUFFER_BYTES))


class _Transcoded(io.RawIOBase):
    """A stream's text in UTF-8."""

    def __init__(self, stream: Peekable, encoding: str) -> None:
        from codecs import getincrementaldecoder

        marks = tuple(mark for mark, marked in MARKS.items() if marked.startswith(encoding))
        if encoding in _WITH_MARK and not stream.peek(4).startswith(marks):
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
