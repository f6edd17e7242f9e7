"""Run over many inputs: pass over what is up to date, and have an engine do the rest."""

import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import chain

from newsieve.batch.check import Checker, State, name_state
from newsieve.batch.lock import MANIFEST, Held, hold_output, name_temporary
from newsieve.batch.manifest import NOT_OURS, RETRY, SKIPPED, Manifest, ManifestRow
from newsieve.batch.plan import BatchTask, Listing, check_places, list_tasks
from newsieve.batch.prune import find_gone
from newsieve.batch.report import Report
from newsieve.batch.shards import Shards
from newsieve.batch.spool import merge_spools
from newsieve.batch.worker import (
    UNCHANGED,
    UNREAD,
    Outcome,
    WorkerConfig,
    find_temporary,
    open_folder,
    process_task,
    remove_output,
)
from newsieve.engines import Limits, WorkerLost, load_engine
from newsieve.errors import ExitCode, InputError, OutputError
from newsieve.read import STATE, STDIN
from newsieve.read.streams import open_stdin

_MOST_ROUNDS = 16  # a container is begun anew for each record that kills a worker
_resolve_folder = lru_cache(maxsize=1024)(os.path.abspath)


@dataclass(frozen=True, slots=True)
class RunConfig:
    """Settings of a run. `worker` lacks what belongs to a run; `settings` is the digest of what changes results.

    `listed` are the names of --files-from; `memory` is the file that is to learn from the run, None for none.
    """

    names: Sequence[str]
    listed: Sequence[str]
    worker: WorkerConfig
    settings: bytes
    ending: str
    limits: Limits
    engine: str = "local"
    memory: str | None = None
    retries: bool = False
    is_waiting: bool = False
    fails_fast: bool = False
    prunes: bool = False
    is_quiet: bool = False
    is_verbose: bool = False


def run_tasks(config: RunConfig) -> ExitCode:
    """Do the work. Raises: UsageError before anything is done; InUseError; OutputError where nothing can be written."""
    out = config.worker.out
    open_folder.cache_clear()  # of another run in this process
    check_places([*config.names, *config.listed], out)
    with Report(out, config.is_quiet, config.is_verbose) as report, hold_output(out, config.is_waiting) as held:
        folds = held.folder.look(STATE.upper()) is not None
        selection = config.worker.job.read_options.selection
        manifest = Manifest(held.folder, MANIFEST, name_temporary(held.run, MANIFEST), held.is_new)
        listing = list_tasks(config.names, config.listed, out, config.ending, folds, selection)
        try:
            status = _Run(config, held, manifest, report).do(listing)
        finally:
            manifest.save()
        if config.memory:
            merge_spools(held.folder, config.memory, load_engine(config.engine), config.limits)
    return status


class _Run:
    """The state of a run: what is out with the engine, and what has come back."""

    def __init__(self, config: RunConfig, held: Held, manifest: Manifest, report: Report) -> None:
        self._config, self._folder, self._manifest, self._report = config, held.folder, manifest, report
        stdin = os.path.join(STATE, name_temporary(held.run, STDIN))
        self._worker = replace(config.worker, run=held.run, stdin=stdin, spools=bool(config.memory))
        self._checker = Checker(config.settings, held.folder, config.worker.is_forced, config.retries, manifest.is_lost)
        self._shards, self._listing = Shards(self._worker), Listing([], [], {}, frozenset())
        self._out: dict[str, BatchTask] = {}  # tasks that the engine has, by output
        self._retry: list[BatchTask] = []  # for the next round
        self._crashed: set[tuple[str, int]] = set()
        self._readable: set[str | None] = set()  # folders in which something is to be read
        self._noted: set[str] = set()  # outputs that stand in the manifest before they are written
        self._done = self._documents = 0

    def do(self, listing: Listing) -> ExitCode:
        """Do all tasks of the listing. Returns the exit status."""
        counts, report, rows = self._report.counts, self._report, self._manifest.rows
        tasks = [self._checker.guard(task, rows.get(task.output)) for task in listing.tasks]
        self._listing = listing = replace(listing, tasks=tasks)
        if self._manifest.is_link:
            shown = self._folder.show(MANIFEST)
            self._count_failure(f"{shown}: a symbolic link, so nothing is kept of this run; remove it")
        for failure in listing.failures:
            self._count_failure(failure.message)
            self._readable.update(folder for folder in listing.folders if str(failure.document_id).startswith(folder))
        report.expect(len(tasks))
        try:
            self._do_tasks(tasks)
        finally:
            self._clean_up()
        self._prune()
        for folder, nothing in listing.folders.items():
            if folder not in self._readable and not self._is_stopped():
                report.note(nothing)
        report.summarize()
        return ExitCode.BUG if counts["bugs"] else ExitCode.SOME_FAILED if counts["failed"] else ExitCode.OK

    def _do_tasks(self, tasks: Sequence[BatchTask]) -> None:
        """Do what is to do, then in rounds what is to be tried again; what is left after the last round failed."""
        todo, rounds = self._find_todo(tasks), 0
        while rounds < _MOST_ROUNDS:
            self._map(todo)
            if not self._retry or self._is_stopped():
                return
            todo, self._retry, rounds = self._send(self._retry), [], rounds + 1
        for task in self._retry:
            self._fail(task, "too many of its records crash or stall")

    def _is_stopped(self) -> bool:
        """Whether the run ends at its first failure, and has had one."""
        return self._config.fails_fast and self._report.counts["failed"] > 0

    def _map(self, todo: Iterator[BatchTask]) -> None:
        """Have the engine do the tasks, and take what comes back. Starts no engine where there are none.

        When the run is stopped, what the engine has is still done, so that nothing is written and not counted.
        """
        if self._is_stopped() or (first := next(todo, None)) is None:
            return

        def tasks() -> Iterator[BatchTask]:  # begun when the engine is there: until then nothing is done
            self._prune()
            self._note_ahead()
            for task in chain([first], todo):
                if self._is_stopped():
                    return
                yield task

        answers = load_engine(self._config.engine).map_tasks(
            partial(process_task, self._worker), tasks(), self._config.limits, self._watch
        )
        try:
            for answer in answers:
                self._take(answer)
        finally:
            answers.close()  # type: ignore[attr-defined]

    def _find_todo(self, tasks: Sequence[BatchTask]) -> Iterator[BatchTask]:
        """Yield the tasks that are to do, large containers as shards, and count the others. Stores stdin on the way."""
        for task in tasks:
            if task.source.name == STDIN and not self._keep_stdin(task):
                continue
            row = self._manifest.rows.get(task.output)
            checked = self._checker.check(task, row, self._worker.place(task.source))
            if checked.state is State.TO_DO:
                yield from self._send(self._shards.split(checked.task))
            else:
                self._count(task, checked.state)

    def _send(self, tasks: Sequence[BatchTask]) -> Iterator[BatchTask]:
        """Yield the tasks, each noted as being out with the engine."""
        for task in tasks:
            self._out[task.output] = task
            yield task

    def _keep_stdin(self, task: BatchTask) -> bool:
        """Keep stdin in a file, from which a worker can read it, again if need be; one that is closed has failed."""
        path = self._worker.stdin
        try:
            with self._folder.create(path) as file, open_stdin() as stdin:
                shutil.copyfileobj(stdin, file)
        except InputError as error:
            self._fail(task, str(error).removeprefix(f"{STDIN}: "))
            return False
        except OSError as error:
            raise OutputError(f"{self._folder.show(path)}: {error.strerror}") from error
        return True

    def _take(self, answer: Outcome | WorkerLost) -> None:
        """Take what came back for a task."""
        # A worker's answer has a copy of its task, and of a row's names one copy is enough.
        answer = replace(answer, task=self._out.pop(answer.task.output, answer.task))
        if isinstance(answer, WorkerLost):
            self._take_loss(answer)
        else:
            self._take_outcome(answer)

    def _take_loss(self, lost: WorkerLost) -> None:
        """Try again without the record that is to blame, or once more after a crash; else the input failed."""
        task: BatchTask = lost.task
        self._folder.remove(find_temporary(self._worker, task))
        is_new = lost.at not in dict(task.bad_records) and len(task.bad_records) < _MOST_ROUNDS - 1
        if not lost.is_late and (task.output, lost.at) not in self._crashed:
            self._crashed.add((task.output, lost.at))
            self._retry.append(task)
        elif lost.at and is_new:
            self._retry.append(replace(task, bad_records=(*task.bad_records, (lost.at, lost.reason))))
        else:
            self._fail(task, lost.reason)

    def _fail(self, task: BatchTask, reason: str) -> None:
        remove_output(self._worker, task)
        self._take_outcome(Outcome(task, RETRY, (f"{task.source.name}: {reason}",), failed=1))

    def _take_outcome(self, answer: Outcome) -> None:
        """Say, count and note what became of a task; of a container when all its shards are there."""
        self._documents += answer.documents
        outcome = answer if answer.is_fatal else self._shards.take(answer)
        if isinstance(outcome, BatchTask):
            self._retry.append(outcome)
        if not isinstance(outcome, Outcome):
            return
        if outcome.is_fatal:
            raise OutputError(outcome.messages[0])
        for message in outcome.messages:
            self._report.tell(message)
        for warning in outcome.warnings:
            self._report.note(warning)
        row = self._manifest.rows.get(outcome.task.output)
        self._note(outcome, row)
        if outcome.status == UNCHANGED and row is not None:
            self._count(outcome.task, name_state(row))
            return
        counts = self._report.counts
        counts["read"] += 1
        counts["failed"] += outcome.failed > 0
        counts["bugs"] += outcome.bugs
        counts["written"] += outcome.is_written
        counts["with nothing left"] += outcome.empty
        self._count(outcome.task, State.BINARY if outcome.status == SKIPPED else None)

    def _note(self, outcome: Outcome, row: ManifestRow | None) -> None:
        """Put what became of a task into the manifest. An input that was not read leaves its row as it was."""
        self._noted.discard(outcome.task.output)
        if outcome.status == UNCHANGED and row is not None:
            self._manifest.put(row._replace(signature=outcome.signature))
        elif outcome.status not in (UNCHANGED, UNREAD):
            self._manifest.put(self._make_row(outcome))

    def _make_row(self, outcome: Outcome) -> ManifestRow:
        source, name = outcome.task.source, outcome.task.source.name
        folder = _resolve_folder(source.folder) if source.folder is not None else ""
        path = name if name == STDIN or os.path.isabs(name) else os.path.abspath(name)
        size = NOT_OURS if outcome.task.spares and not outcome.is_written else outcome.written
        return ManifestRow(outcome.task.output, name, path, folder, outcome.signature, outcome.digest,
                           self._config.settings, outcome.status, size)  # fmt: skip

    def _note_ahead(self) -> None:
        """Put outputs into the manifest before they are written, so that there is none that it does not know."""
        for task in self._listing.tasks:
            row = self._manifest.rows.get(task.output)
            if not task.spares and (row is None or row.settings != self._config.settings):
                self._manifest.put(self._make_row(Outcome(task, RETRY)))
                self._noted.add(task.output)
        self._manifest.save()

    def _count(self, task: BatchTask, state: State | None) -> None:
        """Count an input that is done with."""
        if state is not None:
            self._report.counts[state] += 1
        if state is not State.BINARY:
            self._readable.add(task.source.folder)
        self._done += 1
        self._report.advance(self._done, self._documents)

    def _watch(self, at_work: Sequence[tuple[BatchTask, int]]) -> None:
        """Show how far the containers are that are at work: each with the number of its document."""
        begun = (number - 1 - (task.source.part.before if task.source.part else 0) for task, number in at_work)
        self._report.advance(self._done, self._documents + sum(max(0, done) for done in begun))

    def _count_failure(self, message: str) -> None:
        self._report.tell(message)
        self._report.counts["failed"] += 1

    def _clean_up(self) -> None:
        """Leave no temporary file behind, whether the run ended well, badly or by a signal."""
        self._shards.clean_up()
        for task in self._out.values():
            self._folder.remove(find_temporary(self._worker, task))
        self._manifest.drop([output for output in self._noted if self._folder.look(output) is None])
        self._folder.remove(self._worker.stdin)

    def _prune(self) -> None:
        """Remove outputs whose input is gone, if asked to: before all else, since one may stand in another's way."""
        if not self._config.prunes:
            return
        for output in (gone := find_gone(self._manifest.rows.values(), self._listing)):
            self._report.counts["removed"] += self._folder.remove(output)
            self._folder.remove_empty_folders(output)
        self._manifest.drop(gone)
