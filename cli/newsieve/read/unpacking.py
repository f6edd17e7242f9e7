"""A stream that unpacks another one: the base of the readers of compressed data."""

import io
from abc import abstractmethod
from collections.abc import Callable

_CHUNK = 1 << 13  # bytes; a pipe is not waited on for more


class Unpacker(io.RawIOBase):
    """The content of a compressed stream, unpacked step by step: `_fill` takes from `_input`, gives to `_output`.

    Once the end is reached, `is_damaged` says whether it is none: bytes that nothing could be made of are left.
    """

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._take, self._input, self._output = read, b"", b""
        self.mark = b""  # shown in place of what is damaged, where the compression lets one go on behind it
        self.is_damaged = False

    def readable(self) -> bool:
        """Whether it can be read."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill the buffer as far as one step of unpacking goes; 0 at the end."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        while not self._output:
            if not self._fill():
                self.is_damaged = bool(self._input)
                break
        size = min(len(view), len(self._output))
        view[:size], self._output = self._output[:size], self._output[size:]
        return size

    @abstractmethod
    def _fill(self) -> bool:
        """Unpack some more; False at the end, what is left is then in `_input`."""

    def _see_behind_padding(self, size: int) -> bytes:
        """The input from the next byte on that is not NUL, which all formats take for padding; `size` bytes of it."""
        self._input = self._input.lstrip(b"\0")
        while len(self._input) < size and (more := self._read_more()):
            self._input = (self._input + more).lstrip(b"\0")
        return self._input

    def _read_more(self) -> bytes:
        return self._take(_CHUNK)
