"""How to tell whether a file changed: by its size, times and inode, and where those leave doubt by its content."""

import os
import stat
from hashlib import blake2b

from newsieve.engines import Tick
from newsieve.errors import InputError

Stamp = tuple[int, int, int, int]  # size, mtime and ctime in ns, inode
NO_STAMP: Stamp = (-1, -1, -1, -1)
_HASH_BYTES = 1 << 20
# A file may change again without its times changing, as long as the clock that made them has not ticked.
_TICK_NS, _COARSE_TICK_NS = 50_000_000, 2_000_000_000  # Linux: at most 10 ms; FAT: 2 s


def stamp_of(status: os.stat_result) -> Stamp:
    """What changes when a file does; NO_STAMP for what is no regular file."""
    if not stat.S_ISREG(status.st_mode):
        return NO_STAMP
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def take_digest(path: str, name: str, tick: Tick) -> tuple[Stamp, bytes]:
    """The file's stamp and the digest of its content; b"" for what can be read only once."""
    digest = blake2b(digest_size=16)
    try:
        stamp = stamp_of(os.stat(path))  # noqa: PTH116
        if stamp is NO_STAMP:
            return stamp, b""
        with open(path, "rb") as file:  # noqa: PTH123
            while data := file.read(_HASH_BYTES):
                digest.update(data)
                tick(0)
    except OSError as error:
        raise InputError(f"{name}: {error.strerror}") from error
    return stamp, digest.digest()


def settle(stamp: Stamp, started: int) -> Stamp:
    """The stamp, or NO_STAMP where the file is so young that it may change once more without a new one."""
    latest = max(stamp[1], stamp[2])
    tick = _COARSE_TICK_NS if latest % 1_000_000_000 == 0 else _TICK_NS
    return stamp if latest + tick < started else NO_STAMP
