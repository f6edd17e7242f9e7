"""Bytes of a source with their compression off."""

import io
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import IO

from newsieve.errors import InputError
from newsieve.read import frames
from newsieve.read.concatenated import ConcatenatedStreams
from newsieve.read.members import GzipMembers
from newsieve.read.sources import STDIN, Source
from newsieve.read.unpacking import Unpacker

_PEEK_BYTES = 1 << 16
_BUFFER = 1 << 20  # bytes; records with a page in each are many times what Python reads at a time otherwise
_FAST = 1 << 12  # bytes; who sends less at a time is waiting for an answer
_GZIP, _BZIP2, _XZ = b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00"
_NO_PART = "some of it behind its last sound part cannot be read; was it copied whole, and as it was?"
_UTF8_MARK = b"\xef\xbb\xbf"
MAX_SIZE = 256 << 20  # bytes of a document, where nothing else is said


class Peekable:
    """A stream that shows its first bytes before they are read. Never waits for more than `peek` needs.

    `notes` has what is to be said of it though no document is missing, as far as it was read.
    """

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw, self._head = raw, bytearray()
        self.notes = list[str]()

    def peek(self, size: int) -> bytes:
        """The next `size` bytes, fewer at the end of the stream."""
        while len(self._head) < size and (more := self._more(min(size - len(self._head), _BUFFER))):
            self._head += more
        return bytes(self._head[:size])

    def peek_start(self, limit: int = _PEEK_BYTES) -> bytes:
        """Return the bytes at hand from the first character on, without a byte order mark and blank space before it.

        At least one byte; b"" where there is none within `limit`.
        """
        while True:
            start = self._head.removeprefix(_UTF8_MARK).lstrip()
            if (start and not _UTF8_MARK.startswith(start)) or len(self._head) >= limit:
                return bytes(start[:limit])
            if not (more := self._more(limit - len(self._head))):
                return bytes(start)
            self._head += more

    def peek_match(self, pattern: re.Pattern[bytes], limit: int) -> re.Match[bytes] | None:
        """Match the pattern at the stream's start, trying again as more comes in; None where nothing in `limit`.

        The pattern must not match what more bytes would keep from matching. Bytes that come fast are tried each time
        that they have doubled.
        """
        tried = 0
        while True:
            if found := pattern.match(bytes(self._head)):
                return found
            tried, more = len(self._head), b" " * _FAST
            while len(self._head) < 2 * tried + 1 and len(more) >= _FAST:
                more = self._more(min(limit - len(self._head), _BUFFER))
                self._head += more
            if not more or len(self._head) >= limit:
                return pattern.match(bytes(self._head))

    def read(self, size: int = -1) -> bytes:
        """Like a file's: `size` bytes, fewer only at the end; all without a size."""
        pieces, left = [], size if size >= 0 else sys.maxsize
        if self._head:
            pieces.append(bytes(self._head[:left]))
            del self._head[:left]
            left -= len(pieces[0])
        # A buffered file makes room for all that is asked for, and a size is often a limit far beyond the end.
        while left > 0 and (piece := self._raw.read(min(left, _BUFFER))):
            pieces.append(piece)
            left -= len(piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def readline(self, limit: int) -> bytes:
        """The next line with its end, at most `limit` bytes of it."""
        end = self._head.find(b"\n", 0, limit) + 1
        if not end and len(self._head) < limit:
            head = bytes(self._head)
            self._head.clear()
            return head + self._raw.readline(limit - len(head))
        line = bytes(self._head[: end or limit])
        del self._head[: len(line)]
        return line

    def push_back(self, data: bytes) -> None:
        """Have these bytes read next, before all others."""
        self._head[:0] = data

    def mark_damage(self, mark: bytes) -> None:
        """Show `mark` in place of what is damaged, where the compression lets one go on behind it."""
        if isinstance(self._raw, _Unpacked):
            self._raw.raw.mark = mark

    @property
    def is_damaged(self) -> bool:
        """Whether compressed data ended, as far as it was read, before more that cannot be read."""
        return isinstance(self._raw, _Unpacked) and self._raw.raw.is_damaged

    @property
    def has_garbage(self) -> bool:
        """Whether compressed data ended, as far as it was read, before bytes that are no part of it."""
        return isinstance(self._raw, _Unpacked) and self._raw.raw.has_garbage

    def _more(self, size: int) -> bytes:
        read1: Callable[[int], bytes] | None = getattr(self._raw, "read1", None)
        return read1(size) if read1 else self._raw.read(size)


@contextmanager
def open_stream(source: Source, max_size: int = MAX_SIZE) -> Iterator[Peekable]:
    """The source's bytes, decompressed where its first bytes say that they are compressed.

    `max_size` bounds what a decompressor may keep for a window.
    Raises: InputError, on opening and while it is read, for what the system or a decompressor complains of.
    """
    try:
        with _open_raw(source) as raw:
            plain = Peekable(raw)
            unpack = _find_unpacker(plain.peek(6))
            stream = Peekable(_Unpacked(unpack(plain.read, max_size), _PEEK_BYTES)) if unpack else plain
            yield stream
            if stream.is_damaged:  # known once all before it was read, which may be most of it
                raise InputError(f"{source.name}: the compressed data is damaged: {_NO_PART}")
    except MemoryError as error:
        raise InputError(f"{source.name}: not enough memory to read it; lower --max-size") from error
    except OSError as error:
        raise InputError(f"{source.name}: {_reason(error)}") from error
    except EOFError as error:
        raise InputError(f"{source.name}: the compressed data ends too early; was it copied whole?") from error
    except _decompression_errors() as error:
        raise InputError(f"{source.name}: the compressed data is damaged ({error})") from error


@contextmanager
def open_range(path: str, start: int, end: int, unpacks: bool = False) -> Iterator[Peekable]:
    """The bytes of a file from `start` up to `end`, or what they hold where they are members of gzip's."""
    with open(path, "rb") as raw:
        raw.seek(start)
        piece = io.BufferedReader(_Range(raw, end - start), _BUFFER)
        is_packed = unpacks and piece.peek(len(_GZIP)).startswith(_GZIP)
        yield Peekable(_Unpacked(GzipMembers(piece.read), _PEEK_BYTES) if is_packed else piece)


class _Range(io.RawIOBase):
    """The next `length` bytes of a file."""

    def __init__(self, raw: IO[bytes], length: int) -> None:
        self._raw, self._left = raw, length

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        data = self._raw.read(min(len(view), self._left))
        view[: len(data)] = data
        self._left -= len(data)
        return len(data)


def _open_raw(source: Source) -> IO[bytes]:
    if source.name == STDIN and source.path is None:
        return open_stdin()
    return open(source.path or source.name, "rb", _BUFFER)


def open_stdin() -> io.BufferedReader:
    """Open stdin for bytes, which stays open when the reader is closed. Raises: InputError where it is closed."""
    if sys.stdin is None:
        raise InputError("-: stdin is closed; give a file, or something to read")
    return io.BufferedReader(_Waiting(0, closefd=False), _BUFFER)


class _Waiting(io.FileIO):
    """A descriptor that is waited on where it does not block, as another program may have left it.

    Its end is one for good: a terminal would have each further look at it answered with another Ctrl-D.
    """

    _has_ended = False

    def readinto(self, buffer: object) -> int:
        if self._has_ended:
            return 0
        while (size := super().readinto(buffer)) is None:  # type: ignore[arg-type]
            from select import select  # 0.3 ms

            select([self], [], [])
        self._has_ended = size == 0
        return size


def _reason(error: OSError) -> str:
    return error.strerror or f"the compressed data is damaged ({error})"


class _Unpacked(io.BufferedReader):
    """The content of compressed data, read ahead."""

    raw: Unpacker


_Read = Callable[[int], bytes]
_Unpack = Callable[[_Read, int], Unpacker]


def _find_unpacker(head: bytes) -> _Unpack | None:
    return next((unpack for magic, unpack in _UNPACKERS.items() if head.startswith(magic)), None)


def _gz(read: _Read, _max_size: int) -> Unpacker:
    return GzipMembers(read)


def _bz2(read: _Read, _max_size: int) -> Unpacker:
    from bz2 import BZ2Decompressor

    return ConcatenatedStreams(read, _BZIP2, BZ2Decompressor)


def _xz(read: _Read, _max_size: int) -> Unpacker:
    from lzma import FORMAT_XZ, LZMADecompressor  # 1 ms

    return ConcatenatedStreams(read, _XZ, partial(LZMADecompressor, FORMAT_XZ))


def _zst(read: _Read, max_size: int) -> Unpacker:
    return frames.ZstdFrames(read, max_size)


_UNPACKERS: dict[bytes | tuple[bytes, ...], _Unpack] = {
    _GZIP: _gz,
    _BZIP2: _bz2,
    _XZ: _xz,
    (frames.MAGIC, *frames.SKIPPABLE): _zst,
}


def _decompression_errors() -> tuple[type[Exception], ...]:
    """The errors of those decompressors that were loaded; the others cannot have raised."""
    names = (
        ("zlib", "error"),
        ("lzma", "LZMAError"),
        ("compression.zstd", "ZstdError"),
        ("backports.zstd", "ZstdError"),
    )
    return tuple(getattr(sys.modules[module], name) for module, name in names if module in sys.modules)
