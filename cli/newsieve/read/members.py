"""Gzip, member by member: a reader of records can do without a damaged one."""

import zlib
from collections.abc import Callable

from newsieve.read.unpacking import Unpacker

MAGIC = b"\x1f\x8b\x08"
_MOST = 1 << 16
_GZIP_HEADER = 31  # tells zlib to expect one


def unpack_start(data: bytes, size: int) -> bytes:
    """The first `size` bytes of a member's content, or as many as there are in `data`; b"" of a damaged one."""
    try:
        return zlib.decompressobj(_GZIP_HEADER).decompress(data, size)
    except zlib.error:
        return b""


class GzipMembers(Unpacker):
    """The members' content, one after the other.

    A damaged member is an error; once `mark` is set it is left where the damage shows, `mark` stands in the place of
    its rest, and reading goes on with the next one. Without a mark, reading ends where what follows a member does not
    begin as another one. Raises: zlib.error; EOFError where the last member has no end.
    """

    def __init__(self, read: Callable[[int], bytes]) -> None:
        super().__init__(read)
        self._member: zlib._Decompress | None = None
        self._has_member = False

    def _fill(self) -> bool:
        if self._member is None:
            if not self._see_behind_padding(len(MAGIC)) or self._is_garbage():
                return False
            self._member = zlib.decompressobj(_GZIP_HEADER)
        self._input = self._input or self._read_more()
        is_end = not self._input
        try:
            self._output = self._member.decompress(self._input, _MOST)
        except zlib.error:
            if not self.mark:
                raise
            return self._pass_over()
        if self._member.eof:
            self._input, self._member, self._has_member = self._member.unused_data, None, True
        else:
            self._input = self._member.unconsumed_tail
            if is_end and not self._output:
                return self._end_early()
        return True

    def _is_garbage(self) -> bool:
        return self._has_member and not self.mark and not self._input.startswith(MAGIC[:2])

    def _end_early(self) -> bool:
        if not self.mark:
            raise EOFError
        self._output, self._member = self.mark, None
        return True

    def _pass_over(self) -> bool:
        """Go on where the next member begins."""
        rest = self._input[1:]
        while (at := rest.find(MAGIC)) < 0:
            more = self._read_more()
            if not more:
                rest = b""
                break
            rest = rest[-2:] + more
        self._input, self._member, self._output = rest[max(at, 0) :], None, self.mark
        return True
