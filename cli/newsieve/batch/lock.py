"""Hold an output folder: one run at a time, and what a run that was killed left is swept up."""

import errno
import os
import re
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from newsieve.batch.out_folder import OutputFolder
from newsieve.errors import InUseError, OutputError, UsageError
from newsieve.read.sources import STATE

MANIFEST = f"{STATE}{os.sep}ledger.sqlite"
_LOCK, _RUNNING = f"{STATE}{os.sep}lock", f"{STATE}{os.sep}running"
_TEMPORARY = re.compile(r"\.newsieve-[0-9a-f]{8}-[0-9a-f]{16}\.tmp")
_HELD = frozenset({errno.EACCES, errno.EAGAIN, errno.EDEADLK})


class Held(NamedTuple):
    """The output folder, held by this run. `run` is in the names of all its temporary files.

    `is_new` says that no run was there before.
    """

    folder: OutputFolder
    run: str
    is_new: bool


@contextmanager
def hold_output(out: str, is_waiting: bool) -> Iterator[Held]:
    """Give the output folder, made, opened and locked. On a UsageError within, what was made is unmade.

    Raises: UsageError where it cannot be made; OutputError where it cannot be written; InUseError where another run
    holds it.
    """
    made = _make_folders(out)
    try:
        folder = OutputFolder(out)
    except OSError as error:
        raise OutputError(f"--output {out}: {error.strerror}") from error
    is_new = False
    try:
        # A file in the folder's place is a damaged state.
        folder.remove(STATE, kinds=(stat.S_IFREG, stat.S_IFIFO, stat.S_IFSOCK))
        is_new = folder.make_folder(STATE)
        with _lock(folder, is_waiting):
            if folder.look(_RUNNING) is not None:  # of a run that was killed
                folder.sweep(_TEMPORARY)
            else:
                folder.create(_RUNNING).close()
            with _refusing(folder):
                yield Held(folder, os.urandom(4).hex(), is_new)
            folder.remove(_RUNNING)
    except UsageError:
        if is_new:
            folder.remove_tree(STATE)
        with suppress(OSError):
            for path in made:
                path.rmdir()
        raise
    finally:
        folder.close()


@contextmanager
def _refusing(folder: OutputFolder) -> Iterator[None]:
    """Remove the mark of a run at work on a UsageError, raised before any work: the next run has nothing to sweep."""
    try:
        yield
    except UsageError:
        folder.remove(_RUNNING)
        raise


def name_temporary(run: str, output: str) -> str:
    """Name the temporary file of an output: `sweep` knows the name, and no other run or output has it."""
    return f".newsieve-{run}-{blake2b(os.fsencode(output), digest_size=8).hexdigest()}.tmp"


def _make_folders(out: str) -> list[Path]:
    """Make the folder and those above it. The ones that were made, the deepest first. Raises: UsageError."""
    place = Path(os.path.abspath(out))
    missing = []
    for folder in (place, *place.parents):
        if os.path.lexists(folder):
            break
        missing.append(folder)
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"--output {out}: {error.strerror}; choose a folder that can be made") from error
    return missing


@contextmanager
def _lock(folder: OutputFolder, is_waiting: bool) -> Iterator[None]:
    """Hold the folder. The lock goes with the process, however that ends, and workers do not inherit it."""
    descriptor = folder.open_lock(_LOCK)
    try:
        try:
            _lock_file(descriptor, is_waiting)
        except OSError as error:
            if error.errno not in _HELD:
                raise OutputError(f"{folder.show(_LOCK)}: {error.strerror}") from error
            raise InUseError(f"--output {folder.path}: another run is writing there; try later, or --wait") from error
        yield
    finally:
        os.close(descriptor)


def _lock_file(descriptor: int, is_waiting: bool) -> None:
    """Lock a file by a record lock, which works over NFS, or a folder that stands in its place by flock(2).

    Raises: OSError, also where another process has the lock, unless it waits for that.
    """
    if sys.platform == "win32":
        import msvcrt
        import time

        while is_waiting:
            with suppress(OSError):
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
                return
            time.sleep(0.2)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        lock = fcntl.flock if stat.S_ISDIR(os.fstat(descriptor).st_mode) else fcntl.lockf
        lock(descriptor, fcntl.LOCK_EX | (0 if is_waiting else fcntl.LOCK_NB))
