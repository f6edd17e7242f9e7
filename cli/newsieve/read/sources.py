"""The files behind the names on the command line."""

import os
import re
import stat
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from newsieve.errors import UsageError
from newsieve.types import Failure

STDIN = "-"
_URL = re.compile(r"(?:https?|ftp)://", re.IGNORECASE)


class Part(NamedTuple):
    """A piece of a container: bytes of JSON Lines or WARC, lines or records whole, or row groups of Parquet.

    `before` is the number of documents that stand before it.
    """

    start: int
    end: int
    before: int


class Source(NamedTuple):
    """One file to read, or stdin. `name` is its path as given, below the folder that named it if one did.

    `folder` is that folder, None for what was named directly: in a folder binary files are passed over, named directly
    they fail. `part` is the piece of it that is to be read, None for all. `path` is where its bytes are kept, if that
    is another place than its name says (stdin's).
    """

    name: str
    folder: str | None = None
    part: Part | None = None
    path: str | None = None

    @property
    def relative(self) -> str:
        """The path below the input that named it; the file's own name where it was named directly."""
        return os.path.relpath(self.name, self.folder) if self.folder is not None else os.path.basename(self.name)


def display_name(source: Source) -> str:
    """The source's name in characters that can be written; bytes that are no UTF-8 become U+FFFD."""
    return os.fsencode(source.name).decode("utf-8", "replace")


def find_sources(names: Iterable[str], skip: str | os.PathLike[str] | None = None) -> Iterator[Source | Failure]:
    """Sources in the order of `names`; those of a folder sorted by path, hidden entries and linked folders left out.

    `skip` is a folder that is not entered. A missing name is a Failure in its place.
    Raises: UsageError for a URL.
    """
    for name in names:
        if _URL.match(name):
            raise UsageError(
                f"{name}: newsieve does not open the network; try: curl -sL {name} | newsieve … --url {name}"
            )
        if name == STDIN:
            yield Source(STDIN)
        elif os.path.isdir(name):
            yield from _walk(name, name, _identity(skip) if skip else None)
        elif os.path.lexists(name):
            yield Source(name)
        else:
            yield Failure(name, f"{name}: no such file or folder")


def can_hold_many(names: Iterable[str]) -> bool:
    """Whether the inputs may hold more than one document by their number or by being folders."""
    listed = list(names)
    return len(listed) > 1 or any(name != STDIN and os.path.isdir(name) for name in listed)


def _walk(folder: str, top: str, skip: tuple[int, int] | None) -> Iterator[Source | Failure]:
    # An explicit stack: a tree may be deeper than Python's.
    stack: list[tuple[str, bool]] = [(folder, True)]
    while stack:
        path, is_folder = stack.pop()
        if not is_folder:
            yield Source(path, top)
            continue
        try:
            entries = [(e.path, e.is_dir(follow_symlinks=False)) for e in os.scandir(path) if _is_wanted(e)]
        except OSError as error:
            yield Failure(path, f"{path}: {error.strerror}; the folder was passed over")
            continue
        if skip is not None:
            entries = [(p, is_dir) for p, is_dir in entries if not (is_dir and _identity(p) == skip)]
        # With the slash in the key the order is that of whole paths.
        stack.extend(sorted(entries, key=lambda e: e[0] + "/" * e[1], reverse=True))


def _is_wanted(entry: os.DirEntry[str]) -> bool:
    if entry.name.startswith("."):
        return False
    if entry.is_dir(follow_symlinks=False):
        return True
    if entry.is_dir():
        return False  # a link to a folder
    try:
        return stat.S_ISREG(entry.stat().st_mode)  # neither a FIFO, on which reading would wait, nor a device
    except OSError:
        return True  # a dangling link or the like: reading it says what is wrong


def _identity(path: str | os.PathLike[str]) -> tuple[int, int] | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino
