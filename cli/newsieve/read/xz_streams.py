"""Xz, stream by stream: Python's reader stops at the padding that the format allows between and behind them."""

import lzma
from typing import IO

from newsieve.read.unpacking import Unpacker

MAGIC = b"\xfd7zXZ\x00"
_CHUNK = 1 << 13  # a pipe is not waited on for more
_MOST = 1 << 16


class XzStreams(Unpacker):
    """The streams' content, one after the other; what follows and does not begin as another one is left alone.

    Raises: EOFError where a stream has no end, LZMAError where it is damaged.
    """

    def __init__(self, raw: IO[bytes]) -> None:
        super().__init__(raw)
        self._stream: lzma.LZMADecompressor | None = None

    def _fill(self) -> bool:
        if self._stream is None:
            self._pass_over_padding()
            if not self._input.startswith(MAGIC):
                return False
            self._stream = lzma.LZMADecompressor(lzma.FORMAT_XZ)
        elif self._stream.needs_input:
            self._input = self._raw.read(_CHUNK)
            if not self._input:
                raise EOFError
        self._output = self._stream.decompress(self._input, _MOST)
        self._input = b""
        if self._stream.eof:
            self._input, self._stream = self._stream.unused_data, None
        return True

    def _pass_over_padding(self) -> None:
        self._input = self._input.lstrip(b"\0")
        while len(self._input) < len(MAGIC) and (more := self._raw.read(_CHUNK)):
            self._input = (self._input + more).lstrip(b"\0")
