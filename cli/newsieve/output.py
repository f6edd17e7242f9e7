"""Output of text: stdout and stderr, or a file that appears whole or not at all.

Text becomes bytes here and nowhere else, without control characters. stdout and stderr are written by descriptor, until
all of it is gone: Python's own streams may take less than they are given, and lose what a full pipe refuses.
"""

import errno
import os
import re
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import BinaryIO, TextIO

from newsieve.errors import OutputError, ReaderGoneError
from newsieve.printable import encode_printable, to_line

Write = Callable[[str], None]
_Path = str | os.PathLike[str]
TEMPORARY_PREFIX = ".newsieve-"
STDOUT = "-"
_MOST_LINKS = 40  # Linux follows as many
# Compiled where it is used: most runs have no --output.
_OWN_DESCRIPTOR = r"(?:/dev/fd|/proc/(?:self|thread-self|(?P<process>\d+))/fd)/(?P<number>\d+)"
_MENDED_BY_ANOTHER_NAME = frozenset(
    (errno.ENOENT, errno.ENOTDIR, errno.EACCES, errno.EPERM, errno.EROFS, errno.EISDIR, errno.ELOOP, errno.ENAMETOOLONG)
)


@contextmanager
def open_output(path: str | None, is_styled: bool = False) -> Iterator[Write]:
    """Give a function that writes text to `path`, or to stdout for None and "-".

    A regular file is written beside its place and renamed at the end, through a link to what it points at; when the
    body raises, nothing is left. FIFOs, devices and descriptors (/dev/stdout, /dev/fd/N) are written directly.
    `is_styled` text holds a terminal's colours, and is free of other control characters already.
    Raises: OutputError for what the system refuses; ReaderGoneError where the reader of a pipe went away.
    """
    encode = str.encode if is_styled else encode_printable
    if path is None or path == STDOUT:
        yield lambda text: _write_stdout(encode(text))
    elif is_direct(path):
        with _opened_directly(path) as descriptor:

            def write(text: str) -> None:
                with _translate(path):
                    _write_all(descriptor, encode(text))

            yield write
    else:
        with _translate(path):
            mode = _find_mode(path)
        with write_whole(os.path.realpath(path), path, mode=mode) as write_file:
            yield lambda text: write_file(encode(text))


@contextmanager
def write_whole(
    target: _Path, name: str, temporary: _Path | None = None, mode: int | None = None
) -> Iterator[Callable[[str | bytes], None]]:
    """Give a function that writes text, or bytes, to a temporary file, which replaces `target` if the body ends well.

    `temporary` is a path in the same folder at which nothing stands yet; by default one that nobody else has.
    `mode` are the file's permissions, by default the umask's.
    """
    place = temporary or os.path.join(os.path.dirname(target), f"{TEMPORARY_PREFIX}{os.urandom(8).hex()}")
    file: BinaryIO | None = None
    try:  # a signal may come as soon as the file is there
        with _translate(name):
            file = open(place, "xb")  # noqa: SIM115  # the umask's mode, unlike tempfile's
        if mode is not None:
            with suppress(OSError):  # a file system without permissions
                os.chmod(place, mode)
        yield partial(_write_file, file, name)
        with _translate(name):
            file.close()
            os.replace(place, target)
    except BaseException as error:
        with suppress(OSError):  # on a full disk it still holds what it could not write
            _ = file and file.close()
        if not isinstance(error.__cause__, FileExistsError):  # somebody else's
            with suppress(OSError):
                os.unlink(place)
        raise


def print_text(text: str, is_styled: bool = False) -> None:
    """Write text to stdout. Raises: OutputError; ReaderGoneError where the reader of a pipe went away."""
    _write_stdout(text.encode() if is_styled else encode_printable(text))


def say(message: str) -> None:
    """Write one line to stderr, free of control characters. One that cannot be written changes nothing else."""
    write_stderr(f"newsieve: {to_line(message)}\n")


def write_stderr(text: str) -> None:
    """Write text to stderr as it is, in UTF-8 like stdout; nothing where stderr is gone or full."""
    if sys.stderr is None:
        return
    with suppress(OSError, ValueError):
        sys.stderr.flush()
        _write_all(sys.stderr.fileno(), text.encode("utf-8", "backslashreplace"))


def is_direct(path: str) -> bool:
    """Whether a path is written directly: one of our own descriptors, a FIFO or a device."""
    if _find_descriptor(path) is not None:
        return True
    try:
        mode = os.stat(path).st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def find_columns(stream: TextIO | None) -> int:
    """The width of a terminal, 0 for anything else."""
    return find_width() if stream is not None and stream.isatty() else 0


def has_colour(stream: TextIO | None) -> bool:
    """Whether colour is wanted: NO_COLOR and TERM=dumb forbid it (no-color.org), FORCE_COLOR asks for it anywhere.

    FORCE_COLOR=0 forbids it too, as in Node's tools.
    """
    forced = os.environ.get("FORCE_COLOR", "").lower()
    if stream is None or os.environ.get("NO_COLOR") or forced in ("0", "false"):
        return False
    return bool(forced) or (os.environ.get("TERM") != "dumb" and stream.isatty())


def find_width() -> int:
    """The width of the terminal at hand, 80 where there is none. $COLUMNS outweighs what the terminal says."""
    from shutil import get_terminal_size

    return get_terminal_size().columns


def discard_stdout() -> None:
    """Let what stdout still holds go nowhere, so that the interpreter does not stumble over it at its end."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _write_file(file: BinaryIO, name: str, text: str | bytes) -> None:
    with _translate(name):
        file.write(text if isinstance(text, bytes) else encode_printable(text))


def _write_stdout(data: bytes) -> None:
    if sys.stdout is None:
        raise OutputError("stdout is closed; redirect it")
    with _translate("stdout"):
        _write_all(sys.stdout.fileno(), data)


def _write_all(descriptor: int, data: bytes) -> None:
    """Write all of it, however little the system takes at a time. Raises: OSError."""
    left = memoryview(data)
    while left:
        try:
            left = left[os.write(descriptor, left) :]
        except BlockingIOError:
            _wait_until_writable(descriptor)


def _wait_until_writable(descriptor: int) -> None:
    import select

    if hasattr(select, "poll"):  # takes any descriptor; select() those below 1024
        poll = select.poll()
        poll.register(descriptor, select.POLLOUT)
        poll.poll()
    else:
        select.select((), (descriptor,), ())


@contextmanager
def _opened_directly(path: str) -> Iterator[int]:
    with _translate(path):
        own = _find_descriptor(path)
        descriptor = os.open(path, os.O_WRONLY) if own is None else os.dup(own)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _find_descriptor(path: str) -> int | None:
    """The number that a path such as /dev/stdout or /dev/fd/3 names, through links too; None for any other path.

    To open such a path would begin a redirected file anew, and to rename onto it would replace the file.
    """
    for _ in range(_MOST_LINKS):
        folder, name = os.path.split(os.path.abspath(path))
        path = os.path.join(os.path.realpath(folder), name)
        found = re.fullmatch(_OWN_DESCRIPTOR, path) or re.fullmatch(_OWN_DESCRIPTOR, os.path.join(folder, name))
        if found and found["process"] in (None, str(os.getpid())):
            return int(found["number"])
        try:
            path = os.path.join(os.path.dirname(path), os.readlink(path))
        except OSError:
            return None
    return None


def _find_mode(path: str) -> int | None:
    """The permissions of the file that is to be replaced, None where there is none yet. Raises: OSError for a loop."""
    try:
        return stat.S_IMODE(os.stat(path).st_mode)
    except FileNotFoundError:
        return None


@contextmanager
def _translate(name: str) -> Iterator[None]:
    try:
        yield
    except ConnectionError as error:  # a pipe's reader closed it, or a socket's reset it
        raise ReaderGoneError from error
    except OSError as error:
        hint = "; choose another --output" if error.errno in _MENDED_BY_ANOTHER_NAME and name != "stdout" else ""
        raise OutputError(f"{name}: {error.strerror}{hint}") from error
    except ValueError as error:  # a path that holds NUL
        raise OutputError(f"{name}: {error}; choose another --output") from error
