"""One unit of work, from reading the input to its output in place: what runs in the workers."""

import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import blake2b
from itertools import chain
from multiprocessing import parent_process
from pathlib import Path
from typing import TYPE_CHECKING

from newsieve.batch.ledger import FAILED, SKIPPED, WRITTEN
from newsieve.batch.lessons import keep_notes, note_lesson
from newsieve.batch.stamps import NO_STAMP, Stamp, settle, stamp_of, take_digest
from newsieve.batch.state import name_temporary
from newsieve.batch.units import Unit
from newsieve.engines import Tick
from newsieve.errors import InputError, NewsieveError, OutputError
from newsieve.output import write_whole
from newsieve.processing import Job, Writer, process_safely
from newsieve.read import STDIN, Source, read_documents
from newsieve.read.binary import describe_binary
from newsieve.read.records import display_name
from newsieve.read.streams import open_stream
from newsieve.types import Failure, Result

if TYPE_CHECKING:
    from newsieve.arrow import ParquetWriter

UNCHANGED = "unchanged"
MOST_MESSAGES = 1000  # of one input; a container may hold millions of bad records
_HOPELESS = frozenset({errno.ENOSPC, errno.EROFS, getattr(errno, "EDQUOT", errno.ENOSPC)})
_PEEK_BYTES, _READ_BYTES = 4096, 1 << 20


@dataclass(frozen=True, slots=True)
class Work:
    """What is the same for all units.

    `stdin` is the file that holds what came in there, `notes` the folder for what the memory is to learn, "" for none.
    """

    out: str
    run: str
    job: Job
    stdin: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a unit: a status of the ledger or UNCHANGED, and what is to be said of it.

    `is_hopeless` says that no other output can be written either.
    """

    unit: Unit
    status: str
    messages: tuple[str, ...] = ()
    stamp: Stamp = NO_STAMP
    digest: bytes = b""
    written: int = 0
    documents: int = 0
    empty: int = 0
    is_hopeless: bool = False


@dataclass(slots=True)
class _Messages:
    """Lines to say, the first thousand of them."""

    lines: list[str] = field(default_factory=list)
    count: int = 0

    def add(self, line: str) -> None:
        self.count += 1
        if self.count <= MOST_MESSAGES:
            self.lines.append(line)

    def all(self, name: str) -> tuple[str, ...]:
        more = self.count - len(self.lines)
        return (*self.lines, *([f"{name}: {more} more records failed"] if more else []))


def process_unit(work: Work, unit: Unit, tick: Tick) -> Outcome:
    """Read an input and write its output. Raises nothing; an input that fails leaves no output behind."""
    try:
        return _process(work, unit, tick)
    except NewsieveError as error:
        message, cause = str(error), error.__cause__
        is_hopeless = isinstance(error, OutputError) and getattr(cause, "errno", None) in _HOPELESS
    except Exception as error:  # noqa: BLE001  # a bug costs one input, not the run
        message = f"{unit.source.name}: a bug of newsieve's ({type(error).__name__}: {error}); please report it"
        is_hopeless, cause = False, None
    if not isinstance(cause, FileNotFoundError):  # the output of an input that is gone stays
        remove_output(work, unit)
    return Outcome(unit, FAILED, (message,), is_hopeless=is_hopeless)


def remove_output(work: Work, unit: Unit) -> None:
    """Remove what an earlier run wrote of an input, and what a dead worker left of it."""
    target = Path(work.out, unit.output)
    for path in (place_temporary(work, unit), *([] if _is_input(unit, target) else [target])):
        with suppress(OSError):
            path.unlink()


def place_temporary(work: Work, unit: Unit) -> Path:
    """Where an output is written before it takes its place: no other run and no other output has that name."""
    digest = blake2b(os.fsencode(unit.output), digest_size=8).hexdigest()
    return Path(work.out, unit.output).parent / name_temporary(work.run, digest)


def _process(work: Work, unit: Unit, tick: Tick) -> Outcome:
    path = work.stdin if unit.source.name == STDIN else unit.source.name
    started = time.time_ns()
    if unit.source.part is not None:  # the whole is looked at when its parts are joined
        stamp, digest = stamp_of(os.stat(path)), b""  # noqa: PTH116
    else:
        stamp, digest = take_digest(path, unit.source.name, tick)
    if unit.known and digest == unit.known:
        return Outcome(unit, UNCHANGED, (), settle(stamp, started), digest)
    if unit.source.name == STDIN:
        sys.stdin = open(path, encoding="utf-8")  # noqa: PTH123, SIM115  # the reader takes its descriptor
    outcome = _write(work, unit, tick)
    if stamp is not NO_STAMP and stamp != stamp_of(os.stat(path)):  # noqa: PTH116
        raise InputError(f"{unit.source.name}: changed while it was read; run again")
    return replace(outcome, stamp=settle(stamp, started), digest=digest)


def _write(work: Work, unit: Unit, tick: Tick) -> Outcome:
    """Write the output. One of no documents at all is a container without records, or binary data in a folder."""
    messages = _Messages()
    writer = _make_writer(work.job, unit.source, messages.add)
    target = Path(work.out, unit.output)
    answers = _answers(work, unit, tick)
    first = next(answers, None)
    if first is None and unit.source.folder is not None and _is_binary(unit.source, work.job.read_options.max_size):
        remove_output(work, unit)
        return Outcome(unit, SKIPPED)
    _make_folder(work.out, str(target.parent))
    name, temporary = str(target), place_temporary(work, unit)
    temporary.unlink(missing_ok=True)  # of a worker that was lost at this unit with its host
    with write_whole(target, name, temporary) as write:
        for answer in chain([first] if first is not None else [], answers):
            writer.add(answer, write)
        writer.finish(write)
        _check_place(unit, target)
        if work.notes:
            keep_notes(work.notes)
    written = target.stat().st_size
    status = FAILED if writer.failed else WRITTEN
    lines = messages.all(unit.source.name)
    return Outcome(unit, status, lines, written=written, documents=writer.written + writer.failed, empty=writer.empty)


def _make_writer(job: Job, source: Source, say: Callable[[str], None]) -> "Writer | ParquetWriter":
    if job.format != "parquet":
        return Writer(job, False, say)
    from newsieve.arrow import ParquetWriter

    return ParquetWriter(job, source, say)


def _answers(work: Work, unit: Unit, tick: Tick) -> Iterator[Result | Failure]:
    """The answers to the unit's documents. Raises: InputError where the whole input fails."""
    name, job, bad = display_name(unit.source), work.job, dict(unit.bad_records)
    for document in read_documents(unit.source, job.read_options):
        if isinstance(document, Failure):
            if document.document_id == name:
                raise InputError(document.message)
            yield document
            continue
        number = document.record or 0
        tick(number)
        if number in bad:
            yield Failure(document.id, f"{document.id}: {bad[number]}")
            continue
        answer = process_safely(document, job.task, job.options, job.memory)
        if isinstance(answer, Result) and work.notes:
            note_lesson(work.notes, answer)
        if isinstance(answer, Failure) and not number:
            raise InputError(answer.message)
        yield answer
        if number:
            tick(number + 1)  # reading the next one is part of it


def _is_binary(source: Source, max_size: int) -> bool:
    """Whether the source is no text. Raises: InputError for noughts without end, which are no file of any kind."""
    with open_stream(source) as stream:
        head = stream.peek(_PEEK_BYTES)
        while not any(head) and (data := stream.read(_READ_BYTES)) and max_size >= 0:
            max_size -= len(data)
    if max_size < 0:
        raise InputError(f"{source.name}: nothing but noughts, more than --max-size allows")
    return describe_binary(head) is not None


@lru_cache(maxsize=4096)
def _make_folder(out: str, folder: str) -> None:
    """Make the folder of an output. Raises: OutputError, also where a link leads out of the output folder."""
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: {error.strerror}") from error
    place, real = os.path.realpath(out), os.path.realpath(folder)
    if real != place and not real.startswith(place.rstrip(os.sep) + os.sep):
        raise OutputError(f"{folder}: leads out of the output folder; remove that link")


def _check_place(unit: Unit, target: Path) -> None:
    """Refuse to write over the input, and to write at all when the run that this belongs to is dead."""
    if _is_input(unit, target):
        raise OutputError(f"{unit.source.name}: its output {target} is the same file")
    parent = parent_process()
    if parent is not None and not parent.is_alive():
        os._exit(1)


def _is_input(unit: Unit, target: Path) -> bool:
    """Whether what stands in the output's place is the input itself, reached over a link."""
    try:
        return unit.source.name != STDIN and target.samefile(unit.source.name)
    except OSError:
        return False
