"""Bytes of a source with their compression off."""

import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO, cast

from newsieve.errors import InputError
from newsieve.read.members import GzipMembers
from newsieve.read.sources import STDIN, Source

_PEEK_BYTES = 1 << 16
_BUFFER = 1 << 20  # bytes; records with a page in each are many times what Python reads at a time otherwise
_GZIP = b"\x1f\x8b"


class Peekable:
    """A stream that shows its first bytes before they are read. Never waits for more than `peek` needs."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw, self._head = raw, b""

    def peek(self, size: int) -> bytes:
        """The next `size` bytes, fewer at the end of the stream."""
        while len(self._head) < size and (more := self._more(size - len(self._head))):
            self._head += more
        return self._head[:size]

    def peek_lines(self, limit: int = _PEEK_BYTES) -> bytes:
        """All up to the end of the first line that is not blank, at most about `limit` bytes."""
        searched = 0
        while len(self._head) < limit:
            end = self._head.find(b"\n", searched)
            if end >= 0 and self._head[:end].strip():
                return self._head[: end + 1]
            searched = end + 1 if end >= 0 else searched
            if end < 0:
                more = self._more(limit - len(self._head))
                if not more:
                    break
                self._head += more
        return self._head

    def read(self, size: int = -1) -> bytes:
        """Like a file's: `size` bytes, fewer only at the end; all without a size."""
        if size < 0:
            head, self._head = self._head, b""
            return head + self._raw.read()
        head, self._head = self._head[:size], self._head[size:]
        return head if len(head) == size else head + self._raw.read(size - len(head))

    def readline(self, limit: int) -> bytes:
        """The next line with its end, at most `limit` bytes of it."""
        end = self._head.find(b"\n") + 1
        if 0 < end <= limit or len(self._head) >= limit:
            end = min(end or limit, limit)
            line, self._head = self._head[:end], self._head[end:]
            return line
        head, self._head = self._head, b""
        return head + self._raw.readline(limit - len(head))

    def mark_damage(self, mark: bytes) -> None:
        """Show `mark` in place of what is damaged, where the compression lets one go on behind it."""
        if isinstance(self._raw, _Unpacked):
            self._raw.raw.mark = mark

    def _more(self, size: int) -> bytes:
        read1: Callable[[int], bytes] | None = getattr(self._raw, "read1", None)
        return read1(size) if read1 else self._raw.read(size)


@contextmanager
def open_stream(source: Source) -> Iterator[Peekable]:
    """The source's bytes, decompressed where its first bytes say that they are compressed.

    Raises: InputError, on opening and while it is read, for what the system or a decompressor complains of.
    """
    try:
        with _open_raw(source) as raw:
            plain = Peekable(raw)
            unpack = _find_unpacker(plain.peek(6))
            yield Peekable(unpack(cast("BinaryIO", _Readable(plain)))) if unpack else plain
    except OSError as error:
        raise InputError(f"{source.name}: {_reason(error)}") from error
    except EOFError as error:
        raise InputError(f"{source.name}: the compressed data ends too early") from error
    except _decompression_errors() as error:
        raise InputError(f"{source.name}: the compressed data is damaged ({error})") from error


@contextmanager
def open_range(path: str, start: int, end: int, unpacks: bool = False) -> Iterator[Peekable]:
    """The bytes of a file from `start` up to `end`, or what they hold where they are members of gzip's."""
    with open(path, "rb") as raw:  # noqa: PTH123
        raw.seek(start)
        piece = io.BufferedReader(_Range(raw, end - start), _BUFFER)
        yield Peekable(_gz(piece) if unpacks and piece.peek(len(_GZIP)).startswith(_GZIP) else piece)


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
        if sys.stdin is None:
            raise InputError("-: stdin is closed; give a file, or something to read")
        return open(sys.stdin.fileno(), "rb", _BUFFER, closefd=False)
    return open(source.path or source.name, "rb", _BUFFER)  # noqa: PTH123


def _reason(error: OSError) -> str:
    return error.strerror or f"the compressed data is damaged ({error})"


class _Unpacked(io.BufferedReader):
    """Gzip's content, read ahead."""

    raw: GzipMembers


class _Readable(io.RawIOBase):
    """A Peekable as a file object, for the decompressors."""

    def __init__(self, stream: Peekable) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._stream.read(size)

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        data = self._stream.read(len(view))
        view[: len(data)] = data
        return len(data)


def _find_unpacker(head: bytes) -> Callable[[BinaryIO], IO[bytes]] | None:
    return next((unpack for magic, unpack in _UNPACKERS.items() if head.startswith(magic)), None)


def _gz(stream: BinaryIO) -> IO[bytes]:
    return _Unpacked(GzipMembers(stream), _PEEK_BYTES)


def _bz2(stream: BinaryIO) -> IO[bytes]:
    import bz2

    return bz2.BZ2File(stream)


def _xz(stream: BinaryIO) -> IO[bytes]:
    import lzma

    return lzma.LZMAFile(stream)


def _zst(stream: BinaryIO) -> IO[bytes]:
    if sys.version_info >= (3, 14):
        from compression.zstd import ZstdFile
    else:
        from backports.zstd import ZstdFile
    return cast("IO[bytes]", ZstdFile(stream))


_UNPACKERS: dict[bytes, Callable[[BinaryIO], IO[bytes]]] = {
    _GZIP: _gz,
    b"BZh": _bz2,
    b"\xfd7zXZ\x00": _xz,
    b"\x28\xb5\x2f\xfd": _zst,
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
