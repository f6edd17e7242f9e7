"""The errors, and the exit status of each."""

import errno
import os
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
    """An input or a record cannot be read; the others go on."""


class DocumentBugError(InputError):
    """A bug of newsieve's costs an input: its message says so."""


class OutputError(NewsieveError):
    """The result cannot be written."""


class ReaderGoneError(NewsieveError):
    """The reader of stdout went away, as `head` does: nothing to say, and nothing wrong."""

    exit_code = ExitCode.OK


class NothingReadError(Exception):
    """No document could be read: ends the writing of a file, so that the one that is there stays."""


class UsageError(NewsieveError):
    """Wrong options, settings or rules: nothing was done."""

    exit_code = ExitCode.USAGE


class WrongValueError(UsageError, ValueError):
    """An argument of one of the library's functions has a value that it does not take."""


class WrongTypeError(UsageError, TypeError):
    """An argument of one of the library's functions is no text, no list or no path where it has to be."""


class InUseError(NewsieveError):
    """Another run holds the output folder."""

    exit_code = ExitCode.IN_USE


def find_errno(error: BaseException) -> int | None:
    """The system's number for what is behind an error; None where the system is not at fault."""
    cause = error.__cause__ or error
    if isinstance(cause, MemoryError):
        return errno.ENOMEM
    return cause.errno if isinstance(cause, OSError) else None  # none of a decompressor's complaints has a number


def describe_bug(error: Exception) -> str:
    """Describe a bug as the end of a message: what went wrong, and in which line of the code."""
    from traceback import extract_tb  # 4 ms

    frames = extract_tb(error.__traceback__)
    place = f", in line {frames[-1].lineno} of {frames[-1].filename.rpartition(os.sep)[2]}" if frames else ""
    return f"a bug of newsieve's ({type(error).__name__}: {error}{place}); please report it"


def closest(word: str, words: Iterable[str], prefix: str = "") -> str:
    """Suggest the nearest word for a mistyped one, as the end of a message; nothing where none is close.

    `prefix` is what all of them begin with, and makes no word like another.
    """
    found = _find_closest(word.removeprefix(prefix), [name.removeprefix(prefix) for name in words])
    return f"; did you mean {prefix + found!r}?" if found else ""


def _find_closest(word: str, words: list[str]) -> str | None:
    """The word of the list that was meant: one that begins alike, is an abbreviation of it, or is spelled nearly so."""
    from difflib import get_close_matches  # 2 ms

    wanted = word.casefold().replace("-", "_")
    stem = wanted.removesuffix("s")  # of a plural
    by_name = {name.casefold().replace("-", "_"): name for name in words}
    close = [name for name in by_name if len(stem) > 1 and (name.startswith(stem) or f"_{stem}" in name)]
    close += [name for name in by_name if wanted.endswith(f"_{name}")]  # the last word says what a compound is
    close += get_close_matches(wanted, by_name, 1)
    close += [name for name in by_name if len(name) > 1 and f"_{wanted}_".find(f"_{name}_") >= 0]
    close += [name for name in by_name if len(wanted) > 1 and wanted[0] == name[0] and _is_within(wanted, name)]
    return by_name[close[0]] if close else None


def _is_within(letters: str, name: str) -> bool:
    """Whether the letters stand in the name in their order."""
    rest = iter(name)
    return all(letter in rest for letter in letters)
