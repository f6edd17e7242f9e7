"""One run over many inputs: passes over what is up to date, and has an engine do the rest."""

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from newsieve.batch.lock import State, hold_output, name_temporary
from newsieve.batch.manifest import FAILED, SKIPPED, WRITTEN, Manifest, Row, open_manifest
from newsieve.batch.plan import BatchTask, Listing, check_places, list_tasks
from newsieve.batch.report import Report
from newsieve.batch.shards import Shards
from newsieve.batch.signature import signature_of
from newsieve.batch.spool import merge_spool
from newsieve.batch.worker import UNCHANGED, Outcome, WorkerConfig, place_temporary, process_task, remove_output
from newsieve.engines import Limits, WorkerLost, load_engine
from newsieve.errors import ExitCode, OutputError
from newsieve.read import STDIN

_MOST_ROUNDS = 16  # a container is begun anew for each record that kills a worker
_STDIN_DIGEST = "0" * 16


@dataclass(frozen=True, slots=True)
class RunConfig:
    """What is asked of a run. `work` lacks what belongs to a run, `settings` is the digest of all that changes results.

    `memory` is the file that is to learn from the run, None for none.
    """

    names: Sequence[str]
    work: WorkerConfig
    settings: bytes
    ending: str
    limits: Limits
    engine: str = "local"
    memory: str | None = None
    is_forced: bool = False
    is_waiting: bool = False
    fails_fast: bool = False
    prunes: bool = False
    is_quiet: bool = False
    is_verbose: bool = False


def run_tasks(config: RunConfig) -> ExitCode:
    """Do the work. Raises: UsageError before anything is done; InUseError; OutputError where nothing can be written."""
    out = config.work.out
    check_places(config.names, out)
    with Report(config.is_quiet, config.is_verbose) as report, hold_output(out, config.is_waiting) as state:
        listing = list_tasks(config.names, out, config.ending)
        with open_manifest(state.folder / "ledger.sqlite") as manifest:
            status = _Run(config, state, manifest, report).do(listing)
        if config.memory:
            merge_spool(state.folder, config.memory, load_engine(config.engine), config.limits)
    return status


class _Run:
    """The state of a run: what is out with the engine, and what has come back."""

    def __init__(self, config: RunConfig, state: State, manifest: Manifest, report: Report) -> None:
        self._config, self._state, self._manifest, self._report = config, state, manifest, report
        self._work = replace(
            config.work,
            run=state.run,
            stdin=str(state.folder / name_temporary(state.run, _STDIN_DIGEST)),
            spool=str(state.folder) if config.memory else "",
        )
        self._shards = Shards(self._work)
        self._out: dict[str, BatchTask] = {}  # tasks that the engine has, by output
        self._retry: list[BatchTask] = []  # for the next round
        self._crashed: set[tuple[str, int]] = set()
        self._done = 0

    def do(self, listing: Listing) -> ExitCode:
        """All of it. The exit status."""
        counts, report = self._report.counts, self._report
        for failure in listing.failures:
            report.tell(failure.message)
            counts["failed"] += 1
        report.start_bar(len(listing.tasks))
        try:
            self._do_tasks(listing.tasks)
        finally:
            self._clean_up()
        if self._config.prunes:
            self._prune(listing)
        report.summarize()
        return ExitCode.SOME_FAILED if counts["failed"] else ExitCode.OK

    def _do_tasks(self, tasks: Sequence[BatchTask]) -> None:
        if self._config.fails_fast and self._report.counts["failed"]:
            return
        todo, rounds = self._find_todo(tasks), 0
        while rounds < _MOST_ROUNDS:
            self._map(todo)
            if not self._retry or (self._config.fails_fast and self._report.counts["failed"]):
                return
            todo, self._retry, rounds = self._send(self._retry), [], rounds + 1
        for task in self._retry:
            self._fail(task, "too many of its records crash or stall")

    def _map(self, todo: Iterator[BatchTask]) -> None:
        first = next(todo, None)
        if first is None:
            return

        def tasks() -> Iterator[BatchTask]:
            yield first
            yield from todo

        answers = load_engine(self._config.engine).map_tasks(
            partial(process_task, self._work), tasks(), self._config.limits
        )
        try:
            for answer in answers:
                self._take(answer)
                if self._config.fails_fast and self._report.counts["failed"]:
                    return
        finally:
            answers.close()  # type: ignore[attr-defined]

    def _find_todo(self, tasks: Sequence[BatchTask]) -> Iterator[BatchTask]:
        """The tasks that are not up to date, with what they must differ from."""
        for task in tasks:
            checked = self._check(task)
            if checked is None:
                self._report.counts["up to date"] += 1
                self._advance()
            else:
                yield from self._send(self._shards.split(checked))

    def _send(self, tasks: Sequence[BatchTask]) -> Iterator[BatchTask]:
        for task in tasks:
            self._out[task.output] = task
            yield task

    def _check(self, task: BatchTask) -> BatchTask | None:
        """None for a task that is up to date; else the task with its size and the digest that would make it so."""
        if task.source.name == STDIN:
            self._spool_stdin()
        try:
            status = os.stat(self._work.stdin if task.source.name == STDIN else task.source.name)  # noqa: PTH116
        except OSError:
            return task  # reading it says what is wrong
        row = self._manifest.rows.get(task.output)
        if row is None or not self._is_current(row, task):
            return replace(task, size=status.st_size)
        if row.signature == signature_of(status):
            return None
        return replace(task, size=status.st_size, known=row.digest)

    def _is_current(self, row: Row, task: BatchTask) -> bool:
        """Whether the output at hand is what this run would write of the same content."""
        config = self._config
        if config.is_forced or row.settings != config.settings or row.name != task.source.name:
            return False
        if row.status != WRITTEN:
            return row.status == SKIPPED and task.source.folder is not None
        try:
            size = os.stat(f"{config.work.out}{os.sep}{task.output}").st_size  # noqa: PTH116
        except OSError:
            return False
        return size > 0 or row.written == 0  # a power cut may empty a file that was renamed before

    def _spool_stdin(self) -> None:
        """Keep stdin in a file, from which a worker can read it, again if need be."""
        try:
            with open(self._work.stdin, "wb") as file:  # noqa: PTH123
                if sys.stdin is not None:
                    shutil.copyfileobj(sys.stdin.buffer, file)
        except OSError as error:
            raise OutputError(f"{self._work.stdin}: {error.strerror}") from error

    def _take(self, answer: Outcome | WorkerLost) -> None:
        self._out.pop(answer.task.output, None)
        if isinstance(answer, WorkerLost):
            self._take_loss(answer)
        else:
            self._take_outcome(answer)

    def _take_loss(self, lost: WorkerLost) -> None:
        """Try again without the record that is to blame, or once more after a crash; else the input failed."""
        task: BatchTask = lost.task
        place_temporary(self._work, task).unlink(missing_ok=True)
        is_new = lost.at not in dict(task.bad_records) and len(task.bad_records) < _MOST_ROUNDS - 1
        if not lost.is_late and (task.output, lost.at) not in self._crashed:
            self._crashed.add((task.output, lost.at))
            self._retry.append(task)
        elif lost.at and is_new:
            self._retry.append(replace(task, bad_records=(*task.bad_records, (lost.at, lost.reason))))
        else:
            self._fail(task, lost.reason)

    def _fail(self, task: BatchTask, reason: str) -> None:
        remove_output(self._work, task)
        self._take_outcome(Outcome(task, FAILED, (f"{task.source.name}: {reason}",)))

    def _take_outcome(self, answer: Outcome) -> None:
        """Say, count and note what became of a task; of a container when all its shards are there."""
        if answer.is_fatal:
            raise OutputError(answer.messages[0])
        outcome = self._shards.take(answer)
        if outcome is None:
            self._retry += self._shards.again
            self._shards.again.clear()
            return
        for message in outcome.messages:
            self._report.tell(message)
        counts, task = self._report.counts, outcome.task
        counts["read"] += outcome.status != UNCHANGED
        counts[_COUNTED_AS[outcome.status]] += 1
        counts["written"] += outcome.status == FAILED and outcome.documents > 0
        counts["with nothing left"] += outcome.empty
        self._manifest.put(self._make_row(outcome, self._manifest.rows.get(task.output)))
        self._advance()

    def _make_row(self, outcome: Outcome, before: Row | None) -> Row:
        source, name = outcome.task.source, outcome.task.source.name
        if outcome.status == UNCHANGED and before is not None:
            return before._replace(signature=outcome.signature)
        folder = os.path.abspath(source.folder) if source.folder is not None else ""  # noqa: PTH100
        path = name if name == STDIN else os.path.abspath(name)  # noqa: PTH100
        return Row(outcome.task.output, name, path, folder, outcome.signature, outcome.digest, self._config.settings,
                   outcome.status, outcome.written)  # fmt: skip

    def _advance(self) -> None:
        self._done += 1
        self._report.advance(self._done)

    def _clean_up(self) -> None:
        """Leave no temporary file behind, whether the run ended well, badly or by a signal."""
        self._shards.clean_up()
        for task in self._out.values():
            with suppress(OSError):
                place_temporary(self._work, task).unlink()
        with suppress(OSError):
            Path(self._work.stdin).unlink()

    def _prune(self, listing: Listing) -> None:
        """Remove outputs whose input is gone from a folder that was listed, whole and not empty."""
        folders = {os.path.abspath(folder) for folder in listing.folders}  # noqa: PTH100
        listed = {task.output for task in listing.tasks}
        gone = [
            row.output
            for row in self._manifest.rows.values()
            if row.folder in folders and row.output not in listed and not os.path.lexists(row.path)
        ]
        for output in gone:
            path = self._state.out / output
            with suppress(OSError):
                path.unlink()
                self._report.counts["removed"] += 1
            with suppress(OSError):  # up to the first folder that holds something else
                for folder in path.relative_to(self._state.out).parents[:-1]:
                    (self._state.out / folder).rmdir()
        self._manifest.drop(gone)


_COUNTED_AS = {WRITTEN: "written", SKIPPED: "binary", FAILED: "failed", UNCHANGED: "up to date"}
