"""What can go wrong, and the exit status that says so."""

import errno
from collections.abc import Iterable
from enum import IntEnum


class ExitCode(IntEnum):
    """Exit statuses of the command line. 130 and 143 are the shell's for SIGINT and SIGTERM."""

    OK = 0
    SOME_FAILED = 1
    USAGE = 2
    BUG = 3
    IN_USE = 75  # EX_TEMPFAIL of sysexits.h: try again later
    INTERRUPTED = 130
    TERMINATED = 143


class NewsieveError(Exception):
    """A fault that a user can mend. Takes one finished sentence: what, where, what to try. Pickles."""

    exit_code = ExitCode.SOME_FAILED


class InputError(NewsieveError):
    """One input or one record cannot be read; the others go on."""


class OutputError(NewsieveError):
    """The result cannot be written."""


class ReaderGoneError(NewsieveError):
    """What reads stdout went away, as `head` does: nothing to say, and nothing wrong."""

    exit_code = ExitCode.OK


class UsageError(NewsieveError):
    """Wrong options, settings or rules: nothing was done."""

    exit_code = ExitCode.USAGE


class InUseError(NewsieveError):
    """Another run holds the output folder."""

    exit_code = ExitCode.IN_USE


def find_errno(error: BaseException) -> int | None:
    """The system's number for what is behind an error; None where the system is not at fault."""
    cause = error.__cause__ or error
    if isinstance(cause, MemoryError):
        return errno.ENOMEM
    return cause.errno if isinstance(cause, OSError) else None  # none of a decompressor's complaints has a number


def closest(word: str, words: Iterable[str]) -> str:
    """What a mistyped word was to be, as the end of a message; nothing where no word is close."""
    from difflib import get_close_matches  # 2 ms

    close = get_close_matches(word, list(words), 1)
    return f"; did you mean {close[0]!r}?" if close else ""
