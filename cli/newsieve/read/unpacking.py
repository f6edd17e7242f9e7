"""A stream that unpacks another one: the base of the readers of compressed data."""

import io
from abc import abstractmethod
from collections.abc import Callable

from newsieve.patterns import compile_later

_CHUNK = 1 << 13  # bytes; a pipe is not waited on for more
_MAGIC = compile_later(rb"\x1f\x8b\x08|1AY&SY|\xfd7zXZ\0|\x28\xb5\x2f\xfd")  # of gzip, a block of bzip2, xz, zstd
_LONGEST_MAGIC = 6


class Unpacker(io.RawIOBase):
    """The content of a compressed stream, unpacked step by step: `_fill` takes from `_input`, gives to `_output`.

    Once the end is reached, `has_garbage` says whether bytes are left that nothing could be made of, and `is_damaged`
    whether more data begins among them, so that some is missing.
    """

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._take, self._input, self._output = read, b"", b""
        self.mark = b""  # shown in place of what is damaged, where the compression lets one go on behind it
        self.has_garbage = self.is_damaged = False

    def readable(self) -> bool:
        """Whether it can be read."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill the buffer as far as one step of unpacking goes; 0 at the end."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        while not self._output:
            if not self._fill():
                self._search_rest()
                break
        size = min(len(view), len(self._output))
        view[:size], self._output = self._output[:size], self._output[size:]
        return size

    @abstractmethod
    def _fill(self) -> bool:
        """Unpack some more; False at the end, what is left is then in `_input`."""

    def _search_rest(self) -> None:
        rest, self._input = self._input, b""
        self.has_garbage |= bool(rest)
        while rest:
            self.is_damaged |= _MAGIC.search(rest) is not None
            more = self._read_more()
            rest = more and rest[1 - _LONGEST_MAGIC :] + more

    def _see_behind_padding(self, size: int) -> bytes:
        """The input from the next byte on that is not NUL, which all formats take for padding; `size` bytes of it."""
        self._input = self._input.lstrip(b"\0")
        while len(self._input) < size and (more := self._read_more()):
            self._input = (self._input + more).lstrip(b"\0")
        return self._input

    def _read_more(self) -> bytes:
        return self._take(_CHUNK)
