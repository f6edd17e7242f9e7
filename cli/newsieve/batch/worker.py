"""One task, from reading the input to its output in place: what runs in the workers."""

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

from newsieve.batch.lock import name_temporary
from newsieve.batch.manifest import FAILED, SKIPPED, WRITTEN
from newsieve.batch.plan import BatchTask
from newsieve.batch.signature import NO_SIGNATURE, StatSignature, drop_racy, signature_of, take_digest
from newsieve.batch.spool import flush_spool, spool_record
from newsieve.engines import Heartbeat
from newsieve.errors import InputError, NewsieveError, OutputError, UsageError
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
_FATAL = frozenset({errno.ENOSPC, errno.EROFS, getattr(errno, "EDQUOT", errno.ENOSPC)})
_PEEK_BYTES, _READ_BYTES = 4096, 1 << 20


@dataclass(frozen=True, slots=True)
class WorkerConfig:
    """What is the same for all tasks.

    `stdin` is the file that holds what came in there, `spool` the folder for what the memory is to learn, "" for none.
    """

    out: str
    run: str
    job: Job
    stdin: str = ""
    spool: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a task: a status of the manifest or UNCHANGED, and what is to be said of it.

    `is_fatal` says that no other output can be written either.
    """

    task: BatchTask
    status: str
    messages: tuple[str, ...] = ()
    signature: StatSignature = NO_SIGNATURE
    digest: bytes = b""
    written: int = 0
    documents: int = 0
    empty: int = 0
    is_fatal: bool = False


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


def process_task(config: WorkerConfig, task: BatchTask, heartbeat: Heartbeat) -> Outcome:
    """Read an input and write its output. Raises nothing; an input that fails leaves no output behind."""
    try:
        return _process(config, task, heartbeat)
    except NewsieveError as error:
        message, cause = str(error), error.__cause__
        is_full = isinstance(error, OutputError) and getattr(cause, "errno", None) in _FATAL
        is_fatal = is_full or isinstance(error, UsageError)  # a damaged memory is so for every input
    except Exception as error:  # noqa: BLE001  # a bug costs one input, not the run
        message = f"{task.source.name}: a bug of newsieve's ({type(error).__name__}: {error}); please report it"
        is_fatal, cause = False, None
    if not isinstance(cause, FileNotFoundError):  # the output of an input that is gone stays
        remove_output(config, task)
    return Outcome(task, FAILED, (message,), is_fatal=is_fatal)


def remove_output(config: WorkerConfig, task: BatchTask) -> None:
    """Remove what an earlier run wrote of an input, and what a dead worker left of it."""
    target = Path(config.out, task.output)
    for path in (place_temporary(config, task), *([] if _is_input(task, target) else [target])):
        with suppress(OSError):
            path.unlink()


def place_temporary(config: WorkerConfig, task: BatchTask) -> Path:
    """Where an output is written before it takes its place: no other run and no other output has that name."""
    digest = blake2b(os.fsencode(task.output), digest_size=8).hexdigest()
    return Path(config.out, task.output).parent / name_temporary(config.run, digest)


def _process(config: WorkerConfig, task: BatchTask, heartbeat: Heartbeat) -> Outcome:
    path = config.stdin if task.source.name == STDIN else task.source.name
    started = time.time_ns()
    if task.source.part is not None:  # the whole is looked at when its parts are joined
        signature, digest = signature_of(os.stat(path)), b""  # noqa: PTH116
    else:
        signature, digest = take_digest(path, task.source.name, heartbeat)
    if task.known and digest == task.known:
        return Outcome(task, UNCHANGED, (), drop_racy(signature, started), digest)
    if task.source.name == STDIN:
        sys.stdin = open(path, encoding="utf-8")  # noqa: PTH123, SIM115  # the reader takes its descriptor
    outcome = _write(config, task, heartbeat)
    if signature is not NO_SIGNATURE and signature != signature_of(os.stat(path)):  # noqa: PTH116
        raise InputError(f"{task.source.name}: changed while it was read; run again")
    return replace(outcome, signature=drop_racy(signature, started), digest=digest)


def _write(config: WorkerConfig, task: BatchTask, heartbeat: Heartbeat) -> Outcome:
    """Write the output. One of no documents at all is a container without records, or binary data in a folder."""
    messages = _Messages()
    writer = _make_writer(config.job, task.source, messages.add)
    target = Path(config.out, task.output)
    answers = _answers(config, task, heartbeat)
    first = next(answers, None)
    if first is None and task.source.folder is not None and _is_binary(task.source, config.job.read_options.max_size):
        remove_output(config, task)
        return Outcome(task, SKIPPED)
    _make_folder(config.out, str(target.parent))
    name, temporary = str(target), place_temporary(config, task)
    temporary.unlink(missing_ok=True)  # of a worker that was lost at this task with its host
    with write_whole(target, name, temporary) as write:
        for answer in chain([first] if first is not None else [], answers):
            writer.add(answer, write)
        writer.finish(write)
        _check_place(task, target)
        if config.spool:
            flush_spool(config.spool)
    written = target.stat().st_size
    status = FAILED if writer.failed else WRITTEN
    lines = messages.all(task.source.name)
    return Outcome(task, status, lines, written=written, documents=writer.written + writer.failed, empty=writer.empty)


def _make_writer(job: Job, source: Source, say: Callable[[str], None]) -> "Writer | ParquetWriter":
    if job.format != "parquet":
        return Writer(job, False, say)
    from newsieve.arrow import ParquetWriter

    return ParquetWriter(job, source, say)


def _answers(config: WorkerConfig, task: BatchTask, heartbeat: Heartbeat) -> Iterator[Result | Failure]:
    """The answers to the task's documents. Raises: InputError where the whole input fails."""
    name, job, bad = display_name(task.source), config.job, dict(task.bad_records)
    for document in read_documents(task.source, job.read_options):
        if isinstance(document, Failure):
            if document.document_id == name:
                raise InputError(document.message)
            yield document
            continue
        number = document.record or 0
        heartbeat(number)
        if number in bad:
            yield Failure(document.id, f"{document.id}: {bad[number]}")
            continue
        answer = process_safely(document, job.task, job.options, job.memory)
        if isinstance(answer, Result) and config.spool:
            spool_record(config.spool, answer)
        if isinstance(answer, Failure) and not number:
            raise InputError(answer.message)
        yield answer
        if number:
            heartbeat(number + 1)  # reading the next one is part of it


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


def _check_place(task: BatchTask, target: Path) -> None:
    """Refuse to write over the input, and to write at all when the run that this belongs to is dead."""
    if _is_input(task, target):
        raise OutputError(f"{task.source.name}: its output {target} is the same file")
    parent = parent_process()
    if parent is not None and not parent.is_alive():
        os._exit(1)


def _is_input(task: BatchTask, target: Path) -> bool:
    """Whether what stands in the output's place is the input itself, reached over a link."""
    try:
        return task.source.name != STDIN and target.samefile(task.source.name)
    except OSError:
        return False
