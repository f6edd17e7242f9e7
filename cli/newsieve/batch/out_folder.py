"""Open, make, rename and remove files below the output folder: nothing else does.

Each folder on the way down is opened relative to the one above it, without following links, and its entries are named
relative to that handle: so there is no moment between a check and its use in which a link could lead elsewhere. Only
the output folder itself may be a link. Where there are no such handles (Windows), a part is looked at just before use.
"""

import errno
import os
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import IO, NamedTuple

from newsieve.errors import OutputError
from newsieve.printable import encode_printable

Write = Callable[[str | bytes], None]
_HAS_HANDLES = hasattr(os, "O_NOFOLLOW") and {os.open, os.mkdir, os.stat, os.unlink, os.rename} <= os.supports_dir_fd
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)
_BINARY = getattr(os, "O_BINARY", 0)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_FOLLOW | _BINARY
_OLD = os.O_RDONLY | _NO_FOLLOW | _BINARY | getattr(os, "O_NONBLOCK", 0)  # a FIFO does not make it wait
_REGULAR = (stat.S_IFREG,)
LINK = "a symbolic link, and below the output folder none is followed; remove it"


class _Handle(NamedTuple):
    """An open folder: its path for messages, and its descriptor; None where the platform has no such handles."""

    path: str
    descriptor: int | None

    def name(self, entry: str) -> str:
        """Return the name of an entry for a call that takes the descriptor as `dir_fd`."""
        return entry if self.descriptor is not None else os.path.join(self.path, entry)

    def look(self, entry: str) -> os.stat_result:
        """Return the entry itself, not what a link points at. Raises: OSError."""
        return os.stat(self.name(entry), dir_fd=self.descriptor, follow_symlinks=False)

    def close(self) -> None:
        if self.descriptor is not None:
            os.close(self.descriptor)


class OutputFolder:
    """Output folder, open. All paths are relative to it, without `.` and `..`."""

    def __init__(self, path: str) -> None:
        """Open it. Raises: OSError."""
        self.path = path
        self._root = _Handle(path, os.open(path, _FOLDER) if _HAS_HANDLES else None)
        self._looked_in = "", self._root  # the last folder stays open: the next look is often there

    def close(self) -> None:
        """Let go of the handles."""
        self._keep_open("")
        self._root.close()

    def show(self, relative: str) -> str:
        """Return the path as people know it, for messages."""
        return os.path.join(self.path, relative)

    def look(self, relative: str) -> os.stat_result | None:
        """Look at what stands there, a link as a link; None for nothing, and for what is behind a link."""
        folder, _, name = relative.rpartition(os.sep)
        with suppress(OSError, OutputError):
            if folder != self._looked_in[0]:
                self._keep_open(folder)
            return self._looked_in[1].look(name)
        return None

    def is_link(self, relative: str) -> bool:
        """Tell whether a link stands there."""
        return (status := self.look(relative)) is not None and stat.S_ISLNK(status.st_mode)

    def is_folder(self, relative: str) -> bool:
        """Tell whether a folder stands there."""
        return (status := self.look(relative)) is not None and stat.S_ISDIR(status.st_mode)

    @contextmanager
    def replace(self, relative: str, temporary: str, spared: os.stat_result | None = None) -> Iterator[Write]:
        """Give a function that writes to a new file `temporary` beside the place, which the file takes at the end.

        When the body raises, nothing is left of it. A link, a folder and the file `spared` are not replaced.
        Raises: OutputError.
        """
        with ExitStack() as stack:
            with self._translated(relative):
                folder, name = stack.enter_context(self._above(relative, makes=True))
                _remove(folder, temporary)  # of a worker that was lost with its host
            file: IO[bytes] | None = None
            try:  # a signal may come as soon as the file is there
                with self._translated(relative):
                    file = _create(folder, temporary)
                yield self._writer(relative, file)
                with self._translated(relative):
                    file.close()
                    self._refuse(relative, folder, name, spared)
                    os.replace(folder.name(temporary), folder.name(name),
                               src_dir_fd=folder.descriptor, dst_dir_fd=folder.descriptor)  # fmt: skip
            except BaseException:
                with suppress(OSError):  # on a full disk it still holds what it could not write
                    _ = file and file.close()
                _remove(folder, temporary)
                raise

    def create(self, relative: str) -> IO[bytes]:
        """Open a file that is not there yet for writing. Raises: OutputError."""
        with self._translated(relative), self._above(relative) as (folder, name):
            return _create(folder, name)

    def read(self, relative: str) -> IO[bytes]:
        """Open a regular file for reading. Raises: OutputError."""
        with self._translated(relative), self._above(relative) as (folder, name):
            descriptor = os.open(folder.name(name), _OLD, dir_fd=folder.descriptor)
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                os.close(descriptor)
                raise OSError(errno.EINVAL, "no regular file")
            return open(descriptor, "rb")

    def open_lock(self, relative: str) -> int:
        """Return a descriptor of a file to lock, which is made where nothing stands; of a folder in its place.

        Raises: OutputError.
        """
        flags = os.O_RDWR | os.O_CREAT | _NO_FOLLOW | _BINARY
        with self._translated(relative), self._above(relative) as (folder, name):
            try:
                return os.open(folder.name(name), flags, 0o666, dir_fd=folder.descriptor)
            except IsADirectoryError:
                return os.open(folder.name(name), _FOLDER | _NO_FOLLOW, dir_fd=folder.descriptor)

    def make_folder(self, relative: str) -> bool:
        """Make a folder where none is; whether it was made. Raises: OutputError where it is no folder then."""
        is_new = self.look(relative) is None
        with self._translated(relative), self._inside(relative, makes=True):
            return is_new

    def remove(self, relative: str, spared: os.stat_result | None = None, kinds: Sequence[int] = _REGULAR) -> bool:
        """Remove a file of these kinds, if it is not the file `spared`. Returns whether there was one."""
        with suppress(OSError, OutputError), self._above(relative) as (folder, name):
            status = folder.look(name)
            if stat.S_IFMT(status.st_mode) in kinds and not (spared and os.path.samestat(status, spared)):
                return _remove(folder, name)
        return False

    def remove_tree(self, relative: str) -> None:
        """Remove a folder with all that is in it. Raises: OutputError."""
        from shutil import rmtree

        with self._translated(relative), self._above(relative) as (folder, name):
            rmtree(folder.name(name), dir_fd=folder.descriptor)

    def remove_empty_folders(self, relative: str) -> None:
        """Remove the folders above a path that are empty, up to the first that holds something."""
        with suppress(OSError, OutputError):
            while relative := os.path.dirname(relative):
                with self._above(relative) as (folder, name):
                    os.rmdir(folder.name(name), dir_fd=folder.descriptor)

    def list_files(self, relative: str, pattern: re.Pattern[str]) -> list[str]:
        """List a folder's regular files whose whole name the pattern matches, sorted; none where there is no folder."""
        found = list[str]()
        with suppress(OSError, OutputError), self._inside(relative) as folder:
            found += (e.name for e in _scan(folder) if e.is_file(follow_symlinks=False) and pattern.fullmatch(e.name))
        return sorted(os.path.join(relative, name) for name in found)

    def sweep(self, pattern: re.Pattern[str]) -> None:
        """Remove from the folder, and all below it, the files whose whole name the pattern matches."""
        stack = [""]
        while stack:
            relative = stack.pop()
            with suppress(OSError, OutputError), self._inside(relative) as folder:
                stack.extend(os.path.join(relative, name) for name in _sweep(folder, pattern))

    @contextmanager
    def _above(self, relative: str, makes: bool = False) -> Iterator[tuple[_Handle, str]]:
        """Give the folder that a path's last part is in, and that part. Raises: OSError."""
        folder, _, name = relative.rpartition(os.sep)
        with self._inside(folder, makes) as handle:
            yield handle, name

    @contextmanager
    def _inside(self, relative: str, makes: bool = False) -> Iterator[_Handle]:
        """Give a folder, open; made with those above it where they are missing. Raises: OSError."""
        handle = self._open(relative, makes)
        try:
            yield handle
        finally:
            self._close(handle)

    def _open(self, relative: str, makes: bool = False) -> _Handle:
        handle = self._root
        for name in relative.split(os.sep) if relative else ():
            try:
                below = _enter(handle, name, makes)
            finally:
                self._close(handle)
            handle = below
        return handle

    def _close(self, handle: _Handle) -> None:
        if handle is not self._root:
            handle.close()

    def _keep_open(self, folder: str) -> None:
        """Open the folder to look into, in place of the one before. Raises: OSError, OutputError."""
        before, self._looked_in = self._looked_in[1], ("", self._root)
        self._close(before)
        self._looked_in = folder, self._open(folder)

    def _writer(self, relative: str, file: IO[bytes]) -> Write:
        def write(text: str | bytes) -> None:
            with self._translated(relative):
                file.write(text if isinstance(text, bytes) else encode_printable(text))

        return write

    def _refuse(self, relative: str, folder: _Handle, name: str, spared: os.stat_result | None) -> None:
        """Raises: OSError, OutputError for what must not be replaced."""
        try:
            status = folder.look(name)
        except FileNotFoundError:
            return
        if stat.S_ISLNK(status.st_mode):
            raise OSError(errno.ELOOP, LINK)
        if spared and os.path.samestat(status, spared):
            raise OutputError(f"{self.show(relative)}: is the input itself; choose another --output")

    @contextmanager
    def _translated(self, relative: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = LINK if error.errno == errno.ELOOP else error.strerror
            raise OutputError(f"{self.show(relative)}: {reason}") from error


def _enter(above: _Handle, name: str, makes: bool) -> _Handle:
    """Open a folder's folder, without following a link. Raises: OSError."""
    if name in ("", os.curdir, os.pardir):
        raise OSError(errno.EINVAL, "no name of a folder")
    try:
        return _open_folder(above, name)
    except FileNotFoundError:
        if not makes:
            raise
    with suppress(FileExistsError):
        os.mkdir(above.name(name), dir_fd=above.descriptor)
    return _open_folder(above, name)


def _open_folder(above: _Handle, name: str) -> _Handle:
    path = os.path.join(above.path, name)
    if above.descriptor is None:
        _check_folder(path, os.lstat(path))
        return _Handle(path, None)
    try:
        return _Handle(path, os.open(name, _FOLDER | _NO_FOLLOW, dir_fd=above.descriptor))
    except NotADirectoryError:
        _check_folder(path, above.look(name))  # Linux says of a link that it is no folder
        raise


def _check_folder(path: str, status: os.stat_result) -> None:
    """Raises: OutputError that names a link, or what is no folder."""
    is_junction = getattr(status, "st_reparse_tag", 0) != 0  # what Windows has beside links
    if stat.S_ISLNK(status.st_mode) or is_junction:
        raise OutputError(f"{path}: {LINK}") from OSError(errno.ELOOP, LINK)
    if not stat.S_ISDIR(status.st_mode):
        raise OutputError(f"{path}: no folder; remove it") from NotADirectoryError(errno.ENOTDIR, "no folder")


def _create(folder: _Handle, name: str) -> IO[bytes]:
    return open(os.open(folder.name(name), _NEW, 0o666, dir_fd=folder.descriptor), "wb")


def _remove(folder: _Handle, name: str) -> bool:
    with suppress(OSError):
        os.unlink(folder.name(name), dir_fd=folder.descriptor)
        return True
    return False


def _sweep(folder: _Handle, pattern: re.Pattern[str]) -> Iterator[str]:
    """Remove a folder's files whose name the pattern matches; yield the names of the folders in it."""
    for entry in _scan(folder):
        if entry.is_dir(follow_symlinks=False):
            yield entry.name
        elif pattern.fullmatch(entry.name):
            _remove(folder, entry.name)


def _scan(folder: _Handle) -> "Iterator[os.DirEntry[str]]":
    with os.scandir(folder.path if folder.descriptor is None else folder.descriptor) as entries:
        yield from entries
