"""Places of the records of a WARC file, and which of them count as documents, found without unpacking their bodies.

A plain file's lengths lead from one record to the next. In a .warc.gz every record is a member of its own: the next
member begins where gzip's mark stands, and that it is no chance is shown by the size that each member ends with, which
is that of the one record. Where anything does not fit the list ends in an InputError: such a file is read in one go.
"""

import io
import mmap
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

from newsieve.errors import InputError
from newsieve.read.members import MAGIC, unpack_start
from newsieve.read.streams import Peekable
from newsieve.read.warc import is_document, load_fastwarc
from newsieve.read.warc_framing import MAGIC as WARC
from newsieve.read.warc_framing import Window, find_length, is_cut

_PREFIX_BYTES = 1 << 14  # of a record, to see what it is
_MOST_CHANCES = 16  # marks within one member that are none
_SIZE_BYTES, _SIZES = 4, 1 << 32
_BETWEEN = b"\r\n\r\n"


class RecordPlace(NamedTuple):
    """Place at which a record begins, and whether reading it gives a document or a failure."""

    start: int
    is_document: bool


def list_records(name: str, max_size: int) -> Iterator[RecordPlace]:
    """The records of a WARC file on disk, none of any other. Raises: InputError where it cannot be told; OSError."""
    load_fastwarc(name)
    with Path(name).open("rb") as raw, mmap.mmap(raw.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if data[:8].startswith(WARC):
            yield from _list_plain(name, raw, len(data), max_size)
        elif data[:3] == MAGIC and unpack_start(data[:_PREFIX_BYTES], 8).startswith(WARC):
            yield from _list_packed(name, data, max_size)


def _list_plain(name: str, raw: IO[bytes], size: int, max_size: int) -> Iterator[RecordPlace]:
    at = 0
    while at < size:
        raw.seek(at)
        head, length = _take_head(name, raw)
        end = raw.tell() + length
        yield RecordPlace(at, is_document(head, raw.read(min(length, _PREFIX_BYTES)), max_size))
        raw.seek(end)
        if end < size and raw.read(len(_BETWEEN)) != _BETWEEN:
            raise InputError(f"{name}: a record does not end where its length says")
        at = end + len(_BETWEEN)


def _list_packed(name: str, data: mmap.mmap, max_size: int) -> Iterator[RecordPlace]:
    at = 0
    while at < len(data):
        start = io.BytesIO(unpack_start(data[at : at + _PREFIX_BYTES], _PREFIX_BYTES))
        head, length = _take_head(name, start)
        size = start.tell() + length + len(_BETWEEN)
        yield RecordPlace(at, is_document(head, start.read(length), max_size))
        at = _find_next_member(name, data, at, size)


def _find_next_member(name: str, data: mmap.mmap, at: int, size: int) -> int:
    """Find the member behind the one at `at`, whose content has that size; the file's end behind the last."""
    end = at
    for _ in range(_MOST_CHANCES):
        end = data.find(MAGIC, end + 1)
        if end < 0:
            return len(data)
        if int.from_bytes(data[end - _SIZE_BYTES : end], "little") == size % _SIZES:
            return end
    raise InputError(f"{name}: a member that is not one record")


def _take_head(name: str, stream: IO[bytes]) -> tuple[bytes, int]:
    head = Window(Peekable(stream)).read_head()
    length = find_length(head) if head and not is_cut(head) else None
    if not head or length is None:
        raise InputError(f"{name}: a record without a length")
    return head, length
