"""Tell whether a file changed: by its size, times and inode, and where those leave doubt by its content."""

import os
import stat
from hashlib import blake2b

from newsieve.engines import Heartbeat
from newsieve.errors import InputError

StatSignature = tuple[int, int, int, int]  # size, mtime and ctime in ns, inode
NO_SIGNATURE: StatSignature = (-1, -1, -1, -1)
_HASH_BYTES = 1 << 20
# A file may change again without its times changing, as long as the clock that made them has not ticked.
_TIMESTAMP_NS, _COARSE_TIMESTAMP_NS = 50_000_000, 2_000_000_000  # Linux: at most 10 ms; FAT: 2 s


def signature_of(status: os.stat_result) -> StatSignature:
    """Numbers that change when a file does; NO_SIGNATURE for what is no regular file."""
    if not stat.S_ISREG(status.st_mode):
        return NO_SIGNATURE
    inode = status.st_ino - (1 << 64) if status.st_ino >= 1 << 63 else status.st_ino  # SQLite's integers are signed
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, inode


def is_alike(before: StatSignature, after: StatSignature) -> bool:
    """Tell whether nothing says that the content changed; a change of permissions alone changes ctime too."""
    return before == NO_SIGNATURE or (before[:2], before[3]) == (after[:2], after[3])


def sign_file(path: str, name: str) -> StatSignature:
    """Return the stat signature of a file. Raises: InputError."""
    try:
        return signature_of(os.stat(path))
    except OSError as error:
        raise InputError(f"{name}: {error.strerror}") from error


def digest_file(path: str, name: str, heartbeat: Heartbeat) -> bytes:
    """Return the digest of a file's content. Raises: InputError."""
    digest = blake2b(digest_size=16)
    try:
        with open(path, "rb") as file:
            while data := file.read(_HASH_BYTES):
                digest.update(data)
                heartbeat(0)
    except OSError as error:
        raise InputError(f"{name}: {error.strerror}") from error
    return digest.digest()


def drop_racy(signature: StatSignature, started: int) -> StatSignature:
    """Return the signature, or NO_SIGNATURE where the file changed so shortly before `started` that it proves nothing.

    The file could have changed again within the same tick of its times. `started` is when it was looked at, in ns. The
    name is Git's (racy-git), which has the same trouble.
    """
    latest = max(signature[1], signature[2])
    resolution = _COARSE_TIMESTAMP_NS if latest % 1_000_000_000 == 0 else _TIMESTAMP_NS
    return signature if latest + resolution < started else NO_SIGNATURE
