"""Do one task in a worker, from reading the input to its output in place."""

import errno
import os
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from itertools import chain
from multiprocessing import parent_process
from typing import TYPE_CHECKING

from newsieve.batch.lock import name_temporary
from newsieve.batch.manifest import FAILED, RETRY, SKIPPED, WRITTEN
from newsieve.batch.out_folder import OutputFolder
from newsieve.batch.plan import BatchTask
from newsieve.batch.replacing import replace_output
from newsieve.batch.signature import NO_SIGNATURE, StatSignature, digest_file, drop_racy, sign_file
from newsieve.batch.spool import Spool
from newsieve.engines import Heartbeat
from newsieve.errors import (
    DocumentBugError,
    InputError,
    NewsieveError,
    OutputError,
    UsageError,
    describe_bug,
    find_errno,
)
from newsieve.processing import Job, Writer, answer
from newsieve.read import STDIN, Source, describe_empty, read_documents
from newsieve.read.records import display_name, is_passed_over
from newsieve.types import Failure, Result

if TYPE_CHECKING:
    from newsieve.arrow import ParquetWriter

# Statuses beside the manifest's: its row stays as it is, and the output of what vanished, or cannot be read now.
UNCHANGED, UNREAD = "unchanged", "unread"
MOST_MESSAGES = 1000  # of one input; a container may hold millions of bad records
_FATAL = frozenset({errno.ENOSPC, errno.EROFS, getattr(errno, "EDQUOT", errno.ENOSPC)})
_GONE = frozenset({errno.ENOENT, errno.ENOTDIR, getattr(errno, "ESTALE", errno.ENOENT)})
_PEEK_BYTES, _READ_BYTES = 4096, 1 << 20


@dataclass(frozen=True, slots=True)
class WorkerConfig:
    """Settings that are the same for all tasks of a run.

    `stdin` is the path below the output folder of the file that holds what came in there; `spools` says that what the
    memory is to learn is kept beside it, `is_forced` that a file that no run wrote is replaced too.
    """

    out: str
    run: str
    job: Job
    stdin: str = ""
    spools: bool = False
    is_forced: bool = False

    def place(self, source: Source) -> str:
        """Return the path where a source's bytes are."""
        return os.path.join(self.out, self.stdin) if source.name == STDIN else source.name


@dataclass(frozen=True, slots=True)
class Outcome:
    """Outcome of a task: a status, and what is to be said of it; `warnings` are of what is well.

    `failed` counts records, or is 1 for an input that failed as a whole; `bugs` those that a bug cost. `is_fatal` says
    that no other output can be written either.
    """

    task: BatchTask
    status: str
    messages: tuple[str, ...] = ()
    signature: StatSignature = NO_SIGNATURE
    digest: bytes = b""
    written: int = 0
    documents: int = 0
    failed: int = 0
    empty: int = 0
    bugs: int = 0
    is_fatal: bool = False
    warnings: tuple[str, ...] = ()

    @property
    def is_written(self) -> bool:
        """Whether there is an output now."""
        return self.status != SKIPPED and not self.is_whole_failure

    @property
    def is_whole_failure(self) -> bool:
        """Whether the input failed as a whole, so that nothing was written; what is SKIPPED did not fail."""
        return self.failed > 0 and not self.documents


@dataclass(slots=True)
class _Messages:
    """Lines to say, the first thousand of them."""

    lines: list[str] = field(default_factory=list)
    count: int = 0
    notes: list[str] = field(default_factory=list)

    def add(self, line: str) -> None:
        self.count += 1
        if self.count <= MOST_MESSAGES:
            self.lines.append(line)

    def note(self, line: str) -> None:
        """Keep what is said of a document with -v."""
        if len(self.notes) < MOST_MESSAGES:
            self.notes.append(line)

    def all(self, name: str) -> tuple[str, ...]:
        more = self.count - len(self.lines)
        return (*self.notes, *self.lines, *([f"{name}: {more} more records failed"] if more else []))


def process_task(config: WorkerConfig, task: BatchTask, heartbeat: Heartbeat) -> Outcome:
    """Read an input and write its output. Raises nothing; an input that fails leaves no output behind."""
    path, started = config.place(task.source), time.time_ns()
    signature, digest = NO_SIGNATURE, b""
    try:
        signature = sign_file(path, task.source.name)
        if signature is not NO_SIGNATURE and task.source.part is None:  # a whole is digested when its shards are joined
            digest = digest_file(path, task.source.name, heartbeat)
        if task.known and digest == task.known:
            return Outcome(task, UNCHANGED, signature=drop_racy(signature, started), digest=digest)
        outcome = _write(config, task, heartbeat, partial(check_unchanged, task, path, signature))
    except Exception as error:  # noqa: BLE001  # a bug costs one input, not the run
        outcome = fail(config, task, error, is_kept=task.keeps and not digest)
    return replace(outcome, signature=drop_racy(signature, started), digest=digest)


def fail(config: WorkerConfig, task: BatchTask, error: Exception, is_kept: bool = False) -> Outcome:
    """Return the outcome of an input that failed as a whole.

    Its output goes, unless the input vanished, or could not be read and `is_kept`, or nothing can be written at all.
    """
    number, message, is_bug = find_errno(error), str(error), isinstance(error, DocumentBugError)
    if isinstance(error, OutputError):
        message = f"{task.source.name}: {error}"
    elif isinstance(error, MemoryError):
        message = f"{task.source.name}: needs more memory than there is"
    elif not isinstance(error, NewsieveError):
        is_bug = True
        message = f"{task.source.name}: {describe_bug(error)}"
    if isinstance(error, InputError) and number is not None and (is_kept or number in _GONE):
        return Outcome(task, UNREAD, (message,), failed=1)
    is_full = isinstance(error, OutputError) and number in _FATAL
    if is_full or isinstance(error, UsageError):  # a damaged memory is so for every input
        return Outcome(task, RETRY, (message,), failed=1, is_fatal=True)
    remove_output(config, task)
    status = FAILED if isinstance(error, InputError) and number is None else RETRY
    return Outcome(task, status, (message,), failed=1, bugs=int(is_bug))


def check_unchanged(task: BatchTask, path: str, signature: StatSignature) -> None:
    """Check that an input has the stat signature that it had when it was first looked at. Raises: InputError."""
    if signature is not NO_SIGNATURE and signature != sign_file(path, task.source.name):
        changed = InputError(f"{task.source.name}: changed while it was read; run again")
        raise changed from BlockingIOError(errno.EAGAIN, "changed")


def remove_output(config: WorkerConfig, task: BatchTask) -> bool:
    """Remove what an earlier run wrote of an input, and what a dead worker left of it. Whether there was an output."""
    folder = open_folder(config.out)
    folder.remove(find_temporary(config, task))
    return not task.spares and folder.remove(task.output, _look_at_input(task))


def find_temporary(config: WorkerConfig, task: BatchTask) -> str:
    """Return the path of the file that an output is written to before it takes its place."""
    above = os.path.dirname(task.output)
    return os.path.join(above, name_temporary(config.run, task.output))


@lru_cache(maxsize=1)
def open_folder(out: str) -> OutputFolder:
    """Return the output folder, open as long as this process lives. Raises: OutputError."""
    try:
        return OutputFolder(out)
    except OSError as error:
        raise OutputError(f"--output {out}: {error.strerror}") from error


def _write(config: WorkerConfig, task: BatchTask, heartbeat: Heartbeat, check: Callable[[], None]) -> Outcome:
    """Write the output. One of no documents at all is a container without records, or binary data in a folder."""
    source, messages, folder = task.source, _Messages(), open_folder(config.out)
    writer = _make_writer(config.job, source, messages.add, messages.note)
    warnings = deque[str](maxlen=MOST_MESSAGES)
    answers = _answers(config, task, heartbeat, warnings.append)
    first = next(answers, None)
    if first is None and source.folder is not None and is_passed_over(source, config.job.read_options.max_size):
        gone = f"{source.name}: no text any more, so its output was removed"
        return Outcome(task, SKIPPED, warnings=(gone,) if remove_output(config, task) else ())
    if first is None and config.job.options.fails_empty:
        raise InputError(describe_empty(source))
    may_pass, bugs = False, 0
    temporary, own = name_temporary(config.run, task.output), _look_at_input(task)
    with replace_output(folder, task, temporary, own, config.is_forced) as write:
        for one in chain([first] if first is not None else [], answers):
            if isinstance(one, Failure):
                may_pass, bugs = may_pass or one.errno is not None, bugs + one.is_bug
            writer.add(one, write)
        writer.finish(write)
        check()
        check_parent()
        if config.spools:
            _open_spool(config.out, os.getpid()).flush()
    status = folder.look(task.output)
    return Outcome(
        task,
        RETRY if may_pass else WRITTEN,
        messages.all(source.name),
        written=status.st_size if status is not None else 0,
        documents=writer.written + writer.failed,
        failed=writer.failed,
        empty=writer.empty or int(first is None),
        bugs=bugs,
        warnings=tuple(warnings),
    )


def _make_writer(
    job: Job, source: Source, say: Callable[[str], None], note: Callable[[str], None]
) -> "Writer | ParquetWriter":
    if job.format != "parquet":
        return Writer(job, False, say, note)
    from newsieve.arrow import ParquetWriter

    return ParquetWriter(job, source, say)


def _answers(
    config: WorkerConfig, task: BatchTask, heartbeat: Heartbeat, warn: Callable[[str], None]
) -> Iterator[Result | Failure]:
    """Return the answers to the task's documents. Raises: InputError where the whole input fails."""
    name, job, bad = display_name(task.source), config.job, dict(task.bad_records)
    source = task.source._replace(path=config.place(task.source)) if task.source.name == STDIN else task.source
    for document in read_documents(source, job.read_options, warn):
        if isinstance(document, Failure):
            if document.document_id == name:
                raise InputError(document.message) from _system_error(document)
            yield document
            continue
        number = document.record or 0
        heartbeat(number)
        if number in bad:
            yield Failure(document.id, f"{document.label}: {bad[number]}", errno.ETIMEDOUT)
            continue
        result = answer(document, job)
        if isinstance(result, Result) and config.spools:
            _open_spool(config.out, os.getpid()).add(result)
        if isinstance(result, Failure) and not number:
            kind = DocumentBugError if result.is_bug else InputError
            raise kind(result.message) from _system_error(result)
        yield result
        if number:
            heartbeat(number + 1)  # reading the next one is part of it


def _system_error(failure: Failure) -> OSError | None:
    return None if failure.errno is None else OSError(failure.errno, failure.message)


def check_parent() -> None:
    """Check that the run of this worker lives; else another may be writing by now. Raises: OutputError."""
    parent = parent_process()
    if parent is not None and not parent.is_alive():
        raise OutputError("the run that this worker belongs to has ended")


def _look_at_input(task: BatchTask) -> os.stat_result | None:
    """Return the status of the input's file, which its output must not replace; None where there is none."""
    try:
        return None if task.source.name == STDIN else os.stat(task.source.name)
    except OSError:
        return None


@lru_cache(maxsize=1)
def _open_spool(out: str, _process: int) -> Spool:
    return Spool(open_folder(out))
