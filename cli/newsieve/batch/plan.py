"""List the inputs, each with the name of its output. All names are sound before any work starts."""

import codecs
import os
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO

from newsieve.errors import UsageError
from newsieve.read import STATE, STDIN, Selection, Source, describe_nothing, find_sources
from newsieve.read.binary import describe_binary
from newsieve.read.streams import open_stdin
from newsieve.types import Failure

ENDINGS = {"text": ".txt", "markdown": ".md", "jsonl": ".jsonl", "csv": ".csv", "tsv": ".tsv", "diff": ".diff",
           "html": ".html", "parquet": ".parquet"}  # fmt: skip
LONGEST_NAME = 255  # bytes, of the file systems in use
_PEEK_BYTES = 4096
_PORTION_BYTES = 1 << 20  # of a list of names; no path is as long
_MOST_NAMES, _MOST_BYTES = 20_000_000, 1 << 30  # of a list: more than a run can hold


@dataclass(frozen=True, slots=True)
class BatchTask:
    """Input that is to be done. `output` is its result's path below the output folder, `size` its bytes on disk.

    `known` is the digest of the content that the output at hand was made of, b"" where it has to be made anyway.
    `keeps` says that the output at hand is good as far as can be told without reading the input.
    `spares` says that what stands in the output's place was written by no run: it stays unless it is the same.
    `bad_records` are numbers of records that cost an earlier worker its life, with what is to be said of them.
    """

    source: Source
    output: str
    size: int = 0
    known: bytes = b""
    keeps: bool = False
    spares: bool = False
    bad_records: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """Inputs of a run, and what could not be listed.

    `folders` has the folders among the INPUTs, with what is to be said where nothing in one is to be read; `whole` are
    those that were listed whole and are not empty.
    """

    tasks: list[BatchTask]
    failures: list[Failure]
    folders: dict[str, str]
    whole: frozenset[str | None]


def read_names(path: str, ends_in_nul: bool) -> list[str]:
    """Return the inputs' names in a file or on stdin, one a line or each ended by NUL. Raises: UsageError."""
    try:
        with open_stdin() if path == STDIN else open(path, "rb") as file:
            data = _read_bounded(file, path, b"\0" if ends_in_nul else b"\n")
    except OSError as error:
        raise UsageError(f"--files-from {path}: {error.strerror}") from error
    if ends_in_nul:
        return [os.fsdecode(name) for name in data.split(b"\0") if name]
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # of Windows' shells
        data = data.decode("utf-16", "replace").encode()
    data = data.removeprefix(codecs.BOM_UTF8)
    if b"\0" in data:
        raise UsageError(f"--files-from {path}: holds NUL characters; is --null meant?")
    return [os.fsdecode(name) for line in data.split(b"\n") if (name := _drop_return(line))]


def _drop_return(line: bytes) -> bytes:
    """A line without the carriage return at its end, unless there is a file whose name ends so."""
    return line if line.endswith(b"\r") and os.path.lexists(line) else line.removesuffix(b"\r")


def _read_bounded(file: BinaryIO, path: str, end: bytes) -> bytes:
    """The bytes of a list of names that `end` ends. Raises: UsageError for one without end, such as a device's."""
    data, count = bytearray(), 0
    while portion := file.read(_PORTION_BYTES):
        data += portion
        count += portion.count(end)
        has_end = end in portion or len(portion) < _PORTION_BYTES
        if count > _MOST_NAMES or len(data) > _MOST_BYTES or not has_end:
            hint = "; is --null meant?" if b"\0" in portion and end != b"\0" else ""
            raise UsageError(f"--files-from {path}: too long for a list of paths{hint}")
    return bytes(data)


def check_places(names: Sequence[str], out: str) -> None:
    """Refuse inputs that the output folder would overwrite. Raises: UsageError naming both."""
    place = os.path.realpath(out)
    parents: dict[str, str] = {}
    for name in names:
        if name == STDIN:
            continue
        real = _resolve(name, parents)
        if real == place:
            raise UsageError(f"--output {out}: that is the INPUT {name}; choose another folder")
        if _is_below(real, place) and Path(name).is_file():
            raise UsageError(f"--output {out}: holds the INPUT {name}; choose another folder")


def list_tasks(
    names: Sequence[str], listed: Sequence[str], out: str, ending: str, folds: bool, selection: Selection
) -> Listing:
    """Name the inputs' outputs: of `names` by the place below each, of `listed` by the whole name.

    `folds` says that the output folder's file system takes names for the same that differ in case.
    Raises: UsageError, naming two inputs that would share an output.
    """
    tasks, failures, empty = list[BatchTask](), list[Failure](), dict[str, str]()
    pairs = [(name, _place_below) for name in names] + [(name, _place_as_listed) for name in listed]
    for name, place in pairs:
        passed_over: dict[str, int] = {}
        found = list(find_sources([name], out, selection, passed_over))
        own_failures = [one for one in found if isinstance(one, Failure)]
        if own_failures and place is _place_as_listed:
            _refuse_upwards(name)
        failures += own_failures
        tasks += [BatchTask(one, name_output(place(one), ending)) for one in found if not isinstance(one, Failure)]
        if name != STDIN and os.path.isdir(name):
            empty[name] = describe_nothing(name, passed_over)
    fold = _fold if folds else str
    tasks = _refuse_clashes(tasks, fold)
    tasks = _spare_inputs(tasks, out, failures)
    _refuse_state(tasks, fold)
    _refuse_overlaps(tasks, empty, out)
    broken = [str(failure.document_id) for failure in failures]
    whole = {folder for folder in empty if not any(_is_below(name, folder) or name == folder for name in broken)}
    return Listing(tasks, failures, empty, frozenset(whole & {task.source.folder for task in tasks}))


def name_output(relative: str, ending: str) -> str:
    """Return the output's path for an input's: the ending appended unless it is there already.

    A name that gets longer than the file system allows is cut, and told apart by a digest of the path.
    """
    if not relative.endswith(ending):
        relative += ending
    folder, slash, name = relative.rpartition(os.sep)
    encoded = os.fsencode(name)
    if len(encoded) <= LONGEST_NAME:
        return relative
    mark = f"-{blake2b(os.fsencode(relative), digest_size=8).hexdigest()}{ending}"
    cut = encoded[: LONGEST_NAME - len(mark)]
    while cut and encoded[len(cut)] & 0xC0 == 0x80:  # within a character
        cut = cut[:-1]
    return folder + slash + os.fsdecode(cut) + mark


def _place_below(source: Source) -> str:
    """Return the path below the INPUT that named it; the file's own name where it was named directly."""
    if source.name == STDIN:
        return "stdin"
    if source.folder is not None and source.name.startswith(source.folder):
        return source.name[len(source.folder) :].lstrip(os.sep)
    return source.relative


def _place_as_listed(source: Source) -> str:
    """Return the whole path as listed, without a leading slash. Raises: UsageError for one that leads upwards."""
    if source.name == STDIN:
        return "stdin"
    return os.sep.join(_refuse_upwards(source.name))


def _refuse_upwards(name: str) -> list[str]:
    """Return the parts of a path as listed. Raises: UsageError for one that leads upwards."""
    path = os.path.splitdrive(name)[1].replace(os.altsep or os.sep, os.sep)
    parts = [part for part in path.split(os.sep) if part not in ("", os.curdir)]
    if os.pardir in parts:
        raise UsageError(f"--files-from: {name}: the output's name is the path as listed, so it cannot have ..")
    return parts


def _resolve(name: str, parents: dict[str, str]) -> str:
    """Like realpath, with the parents' remembered: a list may hold a hundred thousand files of a few folders."""
    folder, base = os.path.split(name)
    if not base or base in (os.curdir, os.pardir) or os.path.islink(name):
        return os.path.realpath(name)
    if folder not in parents:
        parents[folder] = os.path.realpath(folder)
    return os.path.join(parents[folder], base)


def _is_below(path: str, folder: str) -> bool:
    return path.startswith(folder.rstrip(os.sep) + os.sep)


def _fold(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _refuse_clashes(tasks: Iterable[BatchTask], fold: Callable[[str], str]) -> list[BatchTask]:
    """Return the tasks, without binary files that another one's output takes the name of."""
    taken: dict[str, BatchTask] = {}
    for task in tasks:
        other = taken.setdefault(fold(task.output), task)
        if other is task or _is_passed_over(task):
            continue
        if not _is_passed_over(other):
            raise UsageError(f"{other.source.name} and {task.source.name} would both be written to {task.output}"
                             + _hint_at_list(other.source, task.source))  # fmt: skip
        taken[fold(task.output)] = task
    folders: dict[str, BatchTask] = {}
    for name, task in taken.items():
        folder = name.rpartition(os.sep)[0]
        while folder and folder not in folders:
            folders[folder] = task
            folder = folder.rpartition(os.sep)[0]
    for folder in folders.keys() & taken.keys():
        file, task = taken[folder], folders[folder]
        raise UsageError(
            f"{file.source.name} would be written to {file.output}, which is a folder for {task.source.name}"
        )
    return list(taken.values())


def _hint_at_list(*sources: Source) -> str:
    """The way out where INPUTs have names alike, as the end of a message; nothing where a list would not help."""
    is_way_out = len({source.relative for source in sources}) < len({os.path.normpath(s.name) for s in sources})
    is_way_out &= not any(os.pardir in source.name.split(os.sep) for source in sources)
    return "; list them in a file for --files-from, and each output is named by the whole path" if is_way_out else ""


def _spare_inputs(tasks: Sequence[BatchTask], out: str, failures: list[Failure]) -> list[BatchTask]:
    """Return the tasks whose output is not the file that another input, a link, leads to; the rest are `failures`."""
    place = os.path.realpath(out)
    links = [task.source.name for task in tasks if os.path.islink(task.source.name)]
    spared = {os.path.relpath(real, place): name for name in links if _is_below(real := os.path.realpath(name), place)}
    if not spared:
        return list(tasks)
    left = list[BatchTask]()
    for task in tasks:
        name, other = task.source.name, spared.get(task.output, task.source.name)
        if other == name:
            left.append(task)
        else:
            failures.append(Failure(name, f"{name}: its output {task.output} is the input {other}"))
    return left


def _refuse_state(tasks: Iterable[BatchTask], fold: Callable[[str], str]) -> None:
    for task in tasks:
        if fold(task.output.partition(os.sep)[0]) == STATE:
            raise UsageError(f"{task.source.name} would be written to {task.output}, where newsieve keeps its state")


def _is_passed_over(task: BatchTask) -> bool:
    """Whether it is a binary file in a folder, of which there is no output."""
    if task.source.folder is None:
        return False
    try:
        with open(task.source.name, "rb") as file:
            return describe_binary(file.read(_PEEK_BYTES)) is not None
    except OSError:
        return False


def _refuse_overlaps(tasks: Iterable[BatchTask], folders: Iterable[str], out: str) -> None:
    """Refuse outputs that would lie in a folder INPUT which itself lies in the output folder."""
    place = os.path.realpath(out)
    for folder in folders:
        real = os.path.realpath(folder)
        if not _is_below(real, place):
            continue
        inside = os.path.relpath(real, place)
        for task in tasks:
            if task.output == inside or _is_below(task.output, inside):
                raise UsageError(f"{task.source.name} would be written to {task.output}, inside the INPUT {folder}")
