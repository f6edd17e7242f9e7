"""Xz and bzip2, stream by stream: Python's readers stop at padding, and leave out what is damaged behind a stream."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from newsieve.read.unpacking import Unpacker

if TYPE_CHECKING:
    from bz2 import BZ2Decompressor
    from lzma import LZMADecompressor

_MOST = 1 << 16


class ConcatenatedStreams(Unpacker):
    """The streams' content, one after the other; `magic` begins each, and `open_decompressor` is called for each.

    Raises: EOFError where a stream has no end; LZMAError, OSError where it is damaged.
    """

    def __init__(
        self,
        read: Callable[[int], bytes],
        magic: bytes,
        open_decompressor: "Callable[[], BZ2Decompressor | LZMADecompressor]",
    ) -> None:
        super().__init__(read)
        self._magic, self._open = magic, open_decompressor
        self._stream: BZ2Decompressor | LZMADecompressor | None = None

    def _fill(self) -> bool:
        if self._stream is None:
            if not self._see_behind_padding(len(self._magic)).startswith(self._magic):
                return False
            self._stream = self._open()
        elif self._stream.needs_input:
            self._input = self._read_more()
            if not self._input:
                raise EOFError
        self._output = self._stream.decompress(self._input, _MOST)
        self._input = b""
        if self._stream.eof:
            self._input, self._stream = self._stream.unused_data, None
        return True
