"""The files behind the names on the command line."""

import os
import re
import stat
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from newsieve.errors import UsageError
from newsieve.patterns import compile_later
from newsieve.types import Failure

STDIN = "-"
STATE = ".newsieve"  # the folder in an output folder that says what was written
OF_OUTPUTS = "output folder of newsieve batch"  # counted beside the endings of names that are passed over
_COMPRESSED = (".gz", ".bz2", ".xz", ".zst")
_OF_DATA = (".json", ".xml", ".csv", ".tsv")
OF_SUBTITLES = (".srt", ".vtt", ".sbv")
OF_PAGES = (".html", ".htm", ".xhtml")
OF_PLAIN_TEXTS = (".txt", ".text", ".md", ".markdown", ".rst", ".tex", ".org", ".adoc", *OF_SUBTITLES)
_MAILDIR = {"cur", "new", "tmp"}
_URL = compile_later(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


class Part(NamedTuple):
    """A piece of a container: bytes of JSON Lines or WARC, lines or records whole, or row groups of Parquet.

    `before` is the number of documents that stand before it.
    """

    start: int
    end: int
    before: int


class Source(NamedTuple):
    """A file to read, or stdin. `name` is its path as given, below the folder that named it if one did.

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

    @property
    def stem(self) -> str:
        """The name in lower case, without what compression adds to it."""
        stem = self.name.lower()
        for ending in _COMPRESSED:
            stem = stem.removesuffix(ending)
        return stem


def display_name(source: Source) -> str:
    """The source's name in characters that can be written."""
    return decode_name(source.name)


def decode_name(name: str) -> str:
    """A name of the system's in characters that can be written; bytes that are no UTF-8 become U+FFFD."""
    return os.fsencode(name).decode("utf-8", "replace")


class Selection(NamedTuple):
    """Patterns that select a folder's files: `include` and `exclude` are patterns, and nothing is read that both name.

    Without `include` all is read but code, style, configuration, logs and locks.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


def may_hold_nothing(source: Source) -> bool:
    """Whether a file of a folder is read only where it holds documents: data of other kinds has the same endings."""
    return source.folder is not None and source.stem.endswith(_OF_DATA)


def is_named_as_text(source: Source) -> bool:
    """Whether a file's name says that it is a text or a page, so that one that cannot be read is missed."""
    return source.stem.endswith((*OF_PLAIN_TEXTS, *OF_PAGES))


def is_in_maildir(name: str) -> bool:
    """Whether a file stands in the `cur` or `new` of a Maildir, and so is a mail whatever its name ends in."""
    folder = "" if name == STDIN else os.path.dirname(os.path.abspath(name))
    if os.path.basename(folder) not in ("cur", "new"):
        return False
    return all(os.path.isdir(os.path.join(folder, os.pardir, other)) for other in _MAILDIR)


def find_sources(
    names: Iterable[str],
    skip: str | os.PathLike[str] | None = None,
    selection: Selection = Selection(),  # noqa: B008  # frozen
    passed_over: dict[str, int] | None = None,
) -> Iterator[Source | Failure]:
    """Sources in the order of `names`; those of a folder sorted by path, hidden entries and linked folders left out.

    `skip` is a folder that is not entered. A missing name is a Failure in its place. `passed_over` counts the files
    that were not selected, by the ending of their names. Output folders of earlier runs are not entered; one that is
    named itself is read.
    The file that stdout goes to is left out of its folder: `newsieve digest . > digest.txt` is no input of itself.
    Raises: UsageError for a URL, or for a named file that stdout goes to.
    """
    for name in names:
        check_names([name])
        if name == STDIN:
            yield Source(STDIN)
        elif os.path.isdir(name):
            counts = {} if passed_over is None else passed_over
            yield from _walk(name, _identity(skip) if skip else None, selection, counts)
        elif os.path.lexists(name):
            yield Source(name)
        else:
            yield Failure(name, f"{name or repr(name)}: no such file or folder")


def check_names(names: Iterable[str], command: str = "…") -> None:
    """Refuse names that cannot be meant by the command.

    Raises: UsageError for a URL, or for a named file that stdout goes to.
    """
    for name in names:
        if "://" in name and _URL.match(name):
            raise UsageError(f"{name}: {point_to_curl(name, command)}")
        if _is_stdout(name) and not os.path.isdir(name):
            raise UsageError(f"{name}: an INPUT, and the file that stdout goes to; redirect it to another file")


def point_to_curl(url: str, command: str) -> str:
    """The end of the message about a URL: the line that reads the page."""
    from shlex import quote  # 1 ms

    return f"newsieve does not open the network; try: curl -fsSL {quote(url)} | newsieve {command} --url {quote(url)}"


def can_hold_many(names: Iterable[str]) -> bool:
    """Whether the inputs may hold more than one document by their number or by being folders."""
    listed = list(names)
    return len(listed) > 1 or any(name != STDIN and os.path.isdir(name) for name in listed)


def would_list(names: Iterable[str], path: str, selection: Selection) -> bool:
    """Whether a folder among `names` would have a file at `path` among its own, be it there yet or not."""
    place = os.path.realpath(path)
    return any(_would_list(name, place, selection) for name in names if name != STDIN and os.path.isdir(name))


def _would_list(top: str, place: str, selection: Selection) -> bool:
    parts = os.path.relpath(place, os.path.realpath(top)).split(os.sep)
    if any(part.startswith(".") for part in parts):  # hidden, or outside
        return False
    paths = [os.path.join(top, *parts[:number]) for number in range(1, len(parts) + 1)]
    return all(_is_selected(path, path is not paths[-1], top, selection, {}) for path in paths)


def _walk(
    top: str, skip: tuple[int, int] | None, selection: Selection, passed_over: dict[str, int]
) -> Iterator[Source | Failure]:
    # An explicit stack: a tree may be deeper than Python's.
    stack: list[tuple[str, bool]] = [(top, True)]
    while stack:
        path, is_folder = stack.pop()
        if not is_folder:
            yield Source(path, top)
            continue
        entries = list[tuple[str, bool]]()
        try:
            entries.extend(_list_entries(path))
        except OSError as error:
            yield Failure(path, f"{path}: {error.strerror}; the rest of the folder was passed over", error.errno)
        if skip is not None:
            entries = [(p, is_dir) for p, is_dir in entries if not (is_dir and _identity(p) == skip)]
        if (written := _find_stdout()) is not None:
            entries = [(p, is_dir) for p, is_dir in entries if is_dir or _identity(p) != written]
        entries = _of_maildir(entries)
        entries = [entry for entry in entries if _is_selected(*entry, top, selection, passed_over)]
        # With the slash in the key the order is that of whole paths.
        stack.extend(sorted(entries, key=lambda e: e[0] + "/" * e[1], reverse=True))


def _of_maildir(entries: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Take of a Maildir its folders without `tmp`, where mails are being written, none of the server's own files."""
    folders = {os.path.basename(path) for path, is_dir in entries if is_dir}
    if not folders >= _MAILDIR:
        return entries
    return [(path, is_dir) for path, is_dir in entries if is_dir and os.path.basename(path) != "tmp"]


def _list_entries(path: str) -> Iterator[tuple[str, bool]]:
    """The folders to enter and the files to read in a folder, each with whether it is a folder. Raises: OSError."""
    with os.scandir(path) as found:
        for entry in found:
            if (kind := _tell_kind(entry)) is not None:
                yield entry.path, kind


def _tell_kind(entry: os.DirEntry[str]) -> bool | None:
    """Whether an entry is a folder to enter (True) or a file to read (False); None for what is left out."""
    if entry.name.startswith("."):
        return None
    try:
        if entry.is_dir(follow_symlinks=False):
            return True
        if entry.is_dir():
            return None  # a link to a folder
        # Neither a FIFO, on which reading would wait, nor a device.
        return False if stat.S_ISREG(entry.stat().st_mode) else None
    except OSError:
        return False  # a link that leads nowhere or in a circle: reading it says what is wrong


def _is_selected(path: str, is_folder: bool, top: str, selection: Selection, passed_over: dict[str, int]) -> bool:
    from newsieve.read.selection import is_passed_over, matches

    below = path[len(top) :].lstrip(os.sep)
    if matches(below, selection.exclude):
        return False
    if is_folder:
        if is_output := os.path.isdir(os.path.join(path, STATE)):
            passed_over[OF_OUTPUTS] = passed_over.get(OF_OUTPUTS, 0) + 1
        return not is_output
    name = os.path.basename(path)
    is_wanted = (
        matches(below, selection.include) if selection.include else not is_passed_over(name) or is_in_maildir(path)
    )
    if not is_wanted:
        ending = os.path.splitext(path)[1].lower() or name
        passed_over[ending] = passed_over.get(ending, 0) + 1
    return is_wanted


def _identity(path: str | os.PathLike[str] | int) -> tuple[int, int] | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _is_stdout(name: str) -> bool:
    written = _find_stdout()
    return written is not None and _identity(0 if name == STDIN else name) == written


def _find_stdout() -> tuple[int, int] | None:
    """The identity of the file that stdout goes to; None for a terminal, a pipe and the like."""
    try:
        status = os.fstat(1)
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if stat.S_ISREG(status.st_mode) else None
