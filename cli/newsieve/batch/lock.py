"""The state folder of an output folder: one run at a time, and what a run that was killed leaves is swept up."""

import errno
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from typing import IO

from newsieve.errors import InUseError, OutputError, UsageError

FOLDER = ".newsieve"
_TEMPORARY = re.compile(r"\.newsieve-[0-9a-f]{8}-[0-9a-f]{16}\.tmp")


@dataclass(frozen=True, slots=True)
class State:
    """The output folder, held by this run. `run` is in the names of all its temporary files."""

    out: Path
    run: str

    @property
    def folder(self) -> Path:
        """Where the manifest is."""
        return self.out / FOLDER


@contextmanager
def hold_output(out: str, is_waiting: bool) -> Iterator[State]:
    """The output folder, made and locked. On a UsageError within, what was made is unmade.

    Raises: UsageError where it cannot be made; OutputError where it cannot be written; InUseError where another run
    holds it.
    """
    place, made = Path(out), _make_folders(out)  # the state folder first, where it is new
    try:
        with _lock(place, is_waiting):
            state = State(place, os.urandom(4).hex())
            running = state.folder / "running"
            if running.exists():
                sweep(place)
            _touch(running)
            yield state
            running.unlink(missing_ok=True)
    except UsageError:
        if made:
            rmtree(made[0], ignore_errors=True)
            with suppress(OSError):
                for folder in made[1:]:
                    folder.rmdir()
        raise


def sweep(out: Path) -> None:
    """Remove the temporary files of dead runs below the folder."""
    stack = [str(out)]
    while stack:
        with suppress(OSError), os.scandir(stack.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    stack.append(entry.path)
                elif _TEMPORARY.fullmatch(entry.name):
                    os.unlink(entry.path)  # noqa: PTH108


def name_temporary(state_run: str, digest: str) -> str:
    """The name of a temporary file that `sweep` knows. `digest` has 16 hexadecimal digits."""
    return f".newsieve-{state_run}-{digest}.tmp"


def _make_folders(out: str) -> list[Path]:
    """Make the folder, those above it and the state folder in it; the ones that were made, the deepest first."""
    place = Path(os.path.abspath(out))  # noqa: PTH100
    missing = []
    for folder in (place / FOLDER, place, *place.parents):
        if folder.exists():
            break
        missing.append(folder)
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"--output {out}: {error.strerror}; choose a folder that can be made") from error
    try:
        (place / FOLDER).mkdir(exist_ok=True)
    except OSError as error:
        raise OutputError(f"--output {out}: {error.strerror}; choose a folder that can be written") from error
    return missing


def _touch(path: Path) -> None:
    try:
        path.touch()
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror}") from error


@contextmanager
def _lock(place: Path, is_waiting: bool) -> Iterator[None]:
    """Hold the folder. The lock goes with the process, however that ends, and workers do not inherit it."""
    path = place / FOLDER / "lock"
    try:
        file = path.open("ab")
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror}") from error
    with file:
        try:
            _lock_file(file, is_waiting)
        except OSError as error:
            if error.errno not in (errno.EACCES, errno.EAGAIN):
                raise OutputError(f"{path}: {error.strerror}") from error
            raise InUseError(f"--output {place}: another run is writing there; try later, or --wait") from error
        yield


def _lock_file(file: IO[bytes], is_waiting: bool) -> None:
    if sys.platform == "win32":
        import msvcrt
        import time

        while True:
            try:
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
                return
            except OSError:
                if not is_waiting:
                    raise
            time.sleep(0.2)
    else:
        import fcntl

        fcntl.lockf(file, fcntl.LOCK_EX | (0 if is_waiting else fcntl.LOCK_NB))
