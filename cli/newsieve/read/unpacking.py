"""A stream that unpacks another one: the base of the readers of compressed data."""

import io
from abc import abstractmethod
from typing import IO


class Unpacker(io.RawIOBase):
    """The content of a compressed stream, unpacked step by step: `_fill` takes from `_input`, gives to `_output`."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw, self._input, self._output = raw, b"", b""

    def readable(self) -> bool:
        """Whether it can be read."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill the buffer as far as one step of unpacking goes; 0 at the end."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        while not self._output and self._fill():
            pass
        size = min(len(view), len(self._output))
        view[:size], self._output = self._output[:size], self._output[size:]
        return size

    @abstractmethod
    def _fill(self) -> bool:
        """Unpack some more; False at the end."""
