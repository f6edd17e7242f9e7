"""Zstandard, frame by frame: skippable frames are passed over, and long windows are read as far as that is safe.

A frame made with `--long` is unpacked with all of its window in memory, up to 2 GB that a few bytes can ask for. Such a
frame is read as long as what came out of it is no more than a document may have.
"""

import sys
from collections.abc import Callable
from typing import Any

from newsieve.errors import InputError
from newsieve.read.unpacking import Unpacker

MAGIC = b"\x28\xb5\x2f\xfd"
SKIPPABLE = tuple(bytes((first, 0x2A, 0x4D, 0x18)) for first in range(0x50, 0x60))
_MOST = 1 << 16
_LONGEST_HEADER = 18  # bytes, with the magic number
_LONGEST_WINDOW = 31  # bits; what the format allows on a machine of 64 bits
_ALWAYS_READ = 1 << 27  # bytes; a window that every decompressor takes (zstd(1), --long)


class ZstdFrames(Unpacker):
    """The frames' content, one after the other.

    Raises: EOFError where a frame has no end, ZstdError where it is damaged, InputError where it needs too much memory.
    """

    def __init__(self, read: Callable[[int], bytes], max_size: int) -> None:
        super().__init__(read)
        self._max_size = max_size
        self._frame: Any = None
        self._unpacked = 0  # of a frame with a window beyond the ordinary
        self._is_long = False

    def _fill(self) -> bool:
        if self._frame is None:
            return self._begin_frame()
        if self._frame.needs_input and not self._input:
            self._input = self._read_more()
            if not self._input:
                raise EOFError
        self._output = self._frame.decompress(self._input, _MOST)
        self._input = b""
        self._unpacked += len(self._output)
        if self._is_long and self._unpacked > self._max_size:
            raise InputError(f"made with a window larger than {self._max_size} bytes (zstd --long); raise --max-size")
        if self._frame.eof:
            self._input, self._frame = self._frame.unused_data, None
        return True

    def _begin_frame(self) -> bool:
        """Open the next frame, or step over a skippable one; False for what is neither, which ends the stream."""
        self._see_behind_padding(_LONGEST_HEADER)
        if self._input.startswith(SKIPPABLE):
            self._skip(8 + int.from_bytes(self._input[4:8], "little"))
        elif self._input.startswith(MAGIC):
            self._frame, self._unpacked = _make_decompressor(), 0
            self._is_long = _read_window(self._input) > max(_ALWAYS_READ, self._max_size)
        else:
            return False
        return True

    def _skip(self, size: int) -> None:
        while len(self._input) < size:
            size -= len(self._input)
            self._input = self._read_more()
            if not self._input:
                raise EOFError
        self._input = self._input[size:]


def _make_decompressor() -> Any:
    if sys.version_info >= (3, 14):
        from compression.zstd import DecompressionParameter, ZstdDecompressor
    else:
        from backports.zstd import DecompressionParameter, ZstdDecompressor
    window = min(_LONGEST_WINDOW, DecompressionParameter.window_log_max.bounds()[1])
    return ZstdDecompressor(options={DecompressionParameter.window_log_max: window})


def _read_window(head: bytes) -> int:
    """The frame's window in bytes (RFC 8878, section 3.1.1.1); one of a single segment is as large as its content."""
    if len(head) < 6:
        return 0
    descriptor = head[4]
    if not descriptor & 0x20:
        exponent, mantissa = head[5] >> 3, head[5] & 7
        return (1 << (10 + exponent)) * (8 + mantissa) // 8
    at = 5 + (0, 1, 2, 4)[descriptor & 3]
    size = (1, 2, 4, 8)[descriptor >> 6]
    return int.from_bytes(head[at : at + size], "little")
