"""Units of work: the inputs, each with the name of its output. All names are sound before any work starts."""

import os
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from newsieve.errors import UsageError
from newsieve.read import STDIN, Source, find_sources
from newsieve.read.binary import describe_binary
from newsieve.types import Failure

ENDINGS = {"text": ".txt", "markdown": ".md", "jsonl": ".jsonl", "html": ".html", "parquet": ".parquet"}
LONGEST_NAME = 255  # bytes, of the file systems in use
_PEEK_BYTES = 4096


@dataclass(frozen=True, slots=True)
class BatchTask:
    """One input. `output` is its result's path below the output folder, `size` its bytes on disk.

    `known` is the digest of the content that the output at hand was made of, b"" where it has to be made anyway.
    `bad_records` are numbers of records that cost an earlier worker its life, with what is to be said of them.
    """

    source: Source
    output: str
    size: int = 0
    known: bytes = b""
    bad_records: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """All inputs of a run, what could not be listed, and the folders among them that were read whole."""

    tasks: list[BatchTask]
    failures: list[Failure]
    folders: frozenset[str]


def read_names(path: str, ends_in_nul: bool) -> list[str]:
    """The inputs' names in a file or on stdin, one a line or each ended by NUL. Raises: UsageError."""
    try:
        with open(0 if path == STDIN else path, "rb", closefd=path != STDIN) as file:
            data = file.read()
    except OSError as error:
        raise UsageError(f"--files-from {path}: {error.strerror}") from error
    if ends_in_nul:
        return [os.fsdecode(name) for name in data.split(b"\0") if name]
    if b"\0" in data:
        raise UsageError(f"--files-from {path}: holds NUL characters; is --null meant?")
    return [os.fsdecode(name) for name in data.split(b"\n") if name]


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


def list_tasks(names: Iterable[str], out: str, ending: str) -> Listing:
    """The inputs with the names of their outputs. Raises: UsageError naming two that would share one."""
    sources, failures = list[Source](), list[Failure]()
    listed = list(names)
    for found in find_sources(listed, Path(out)):
        if isinstance(found, Source):
            sources.append(found)
        else:
            failures.append(found)
    tasks = [BatchTask(source, name_output(_relative(source), ending)) for source in sources]
    tasks = _refuse_clashes(tasks, _folding(out))
    _refuse_overlaps(tasks, [name for name in listed if name != STDIN and Path(name).is_dir()], out)
    broken = tuple(str(failure.document_id) for failure in failures)
    folders = {s.folder for s in sources if s.folder is not None}
    whole = {folder for folder in folders if not any(_is_below(name, folder) or name == folder for name in broken)}
    return Listing(tasks, failures, frozenset(whole))


def name_output(relative: str, ending: str) -> str:
    """The output's path for an input's: the ending appended unless it is there already.

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


def _relative(source: Source) -> str:
    if source.name == STDIN:
        return "stdin"
    if source.folder is not None and source.name.startswith(source.folder):
        return source.name[len(source.folder) :].lstrip(os.sep)
    return source.relative


def _resolve(name: str, parents: dict[str, str]) -> str:
    """Like realpath, with the parents' remembered: a list may hold a hundred thousand files of a few folders."""
    folder, base = os.path.split(name)
    if not base or base in (os.curdir, os.pardir) or os.path.islink(name):  # noqa: PTH114
        return os.path.realpath(name)
    if folder not in parents:
        parents[folder] = os.path.realpath(folder)
    return os.path.join(parents[folder], base)  # noqa: PTH118


def _is_below(path: str, folder: str) -> bool:
    return path.startswith(folder.rstrip(os.sep) + os.sep)


def _folding(out: str) -> Callable[[str], str]:
    """How the file system of the output folder tells names apart; the state folder is there to ask with."""
    if Path(out, ".NEWSIEVE").exists():
        return lambda name: unicodedata.normalize("NFC", name).casefold()
    return lambda name: name


def _refuse_clashes(tasks: Iterable[BatchTask], fold: Callable[[str], str]) -> list[BatchTask]:
    """The tasks, without binary files that another one's output takes the name of."""
    taken: dict[str, BatchTask] = {}
    for task in tasks:
        other = taken.setdefault(fold(task.output), task)
        if other is task or _is_passed_over(task):
            continue
        if not _is_passed_over(other):
            raise UsageError(f"{other.source.name} and {task.source.name} would both be written to {task.output}")
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


def _is_passed_over(task: BatchTask) -> bool:
    """Whether it is a binary file in a folder, of which there is no output."""
    if task.source.folder is None:
        return False
    try:
        with open(task.source.name, "rb") as file:  # noqa: PTH123
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
