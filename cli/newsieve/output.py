"""Where results go: stdout, or a file that appears whole or not at all."""

import errno
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

from newsieve.errors import OutputError, ReaderGoneError
from newsieve.read.decode import strip_controls

Write = Callable[[str], None]
_Path = str | os.PathLike[str]
TEMPORARY_PREFIX = ".newsieve-"


@contextmanager
def open_output(path: str | None) -> Iterator[Write]:
    """A function that writes text to `path`, or to stdout for None.

    A regular file is written beside its place and renamed at the end, through a link to what it points at; when the
    body raises, nothing is left. FIFOs and devices are written directly.
    Raises: OutputError for what the system refuses; ReaderGoneError where the reader of a pipe went away.
    """
    if path is None:
        yield _write_stdout
    elif _is_special(path):
        with _translate(path), open(path, "wb") as file:
            yield lambda text: _write_all(file.fileno(), text.encode())
    else:
        with write_whole(os.path.realpath(path), path) as write:
            yield write


@contextmanager
def write_whole(target: _Path, name: str, temporary: _Path | None = None) -> Iterator[Callable[[str | bytes], None]]:
    """A function that writes text, or bytes, to a temporary file, which takes `target`'s place when the body ends well.

    `temporary` is a path in the same folder at which nothing stands yet; by default one that nobody else has.
    """
    place = temporary or os.path.join(os.path.dirname(target), f"{TEMPORARY_PREFIX}{os.urandom(8).hex()}")
    try:  # a signal may come as soon as the file is there
        with _translate(name):
            file = open(place, "xb")  # noqa: SIM115  # the umask's mode, unlike tempfile's
        with _translate(name), file:
            yield lambda text: (file.write(text if isinstance(text, bytes) else text.encode()), None)[1]
        with _translate(name):
            os.replace(place, target)
    except BaseException as error:
        if not isinstance(error.__cause__, FileExistsError):  # somebody else's
            with suppress(OSError):
                os.unlink(place)
        raise


def say(message: str) -> None:
    """One line on stderr, free of control characters."""
    if sys.stderr is not None:
        print(f"newsieve: {strip_controls(message)}", file=sys.stderr, flush=True)


def _is_special(path: str) -> bool:
    """Whether the path is there and is neither a regular file nor a folder."""
    try:
        mode = os.stat(path).st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _write_stdout(text: str) -> None:
    if sys.stdout is None:
        raise OutputError("stdout is closed; redirect it, or name a file with --output")
    try:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
    except BrokenPipeError as error:
        discard_stdout()
        raise ReaderGoneError from error
    except OSError as error:
        discard_stdout()
        raise OutputError(f"stdout: {error.strerror}") from error


def find_columns(stream: TextIO | None) -> int:
    """The width of a terminal that takes colour, 0 for anything else.

    NO_COLOR and TERM=dumb forbid colour (no-color.org), FORCE_COLOR asks for it in a pipe too.
    """
    if stream is None or os.environ.get("NO_COLOR"):
        return 0
    if not os.environ.get("FORCE_COLOR") and (os.environ.get("TERM") == "dumb" or not stream.isatty()):
        return 0
    from shutil import get_terminal_size

    return get_terminal_size().columns


def discard_stdout() -> None:
    """Let what stdout still holds go nowhere, so that the interpreter does not stumble over it at its end."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _write_all(descriptor: int, text: bytes) -> None:
    while text:
        text = text[os.write(descriptor, text) :]


@contextmanager
def _translate(name: str) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError as error:
        raise ReaderGoneError from error
    except OSError as error:
        hint = (
            "; choose another --output"
            if error.errno in (errno.ENOENT, errno.EACCES, errno.EROFS, errno.EISDIR)
            else ""
        )
        raise OutputError(f"{name}: {error.strerror}{hint}") from error
