"""Tell what is to be done about each input, by the manifest's row of it and what stands on disk."""

import os
import stat
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from newsieve.batch.manifest import FAILED, NOT_OURS, SKIPPED, WRITTEN, ManifestRow
from newsieve.batch.out_folder import OutputFolder
from newsieve.batch.plan import BatchTask
from newsieve.batch.signature import NO_SIGNATURE, is_alike, signature_of


class State(StrEnum):
    """State of an input, as the summary line counts it."""

    TO_DO = "to do"
    UP_TO_DATE = "up to date"
    BINARY = "binary"
    FAILED_BEFORE = "failed before"


class Check(NamedTuple):
    """A task's state. One that is to do has its size now, and the digest of the content that needs no work."""

    state: State
    task: BatchTask


@dataclass(frozen=True, slots=True)
class Checker:
    """Compares inputs with rows. `settings` is the digest of all that changes results.

    `owns_all` says that the manifest is lost, so that each output may be an earlier run's.
    """

    settings: bytes
    folder: OutputFolder
    is_forced: bool = False
    retries: bool = False
    owns_all: bool = False

    def guard(self, task: BatchTask, row: ManifestRow | None) -> BatchTask:
        """Return the task; one that `spares` what stands in its output's place where no run wrote that.

        What is to be said of links and folders, which are never replaced, is said when the output is made.
        """
        if (status := self.folder.look(task.output)) is None or _is_never_replaced(status.st_mode):
            return task
        is_ours = self.owns_all or (row is not None and row.written != NOT_OURS)
        return task if is_ours and stat.S_ISREG(status.st_mode) else replace(task, spares=True)

    def check(self, task: BatchTask, row: ManifestRow | None, path: str) -> Check:
        """Return the state of a task whose bytes are at `path`, without reading them."""
        try:
            status = os.stat(path)
        except OSError:  # reading it says what is wrong
            return Check(State.TO_DO, replace(task, keeps=row is not None and self._is_good(row, task)))
        known, keeps = b"", False
        if row is not None and self._is_current(row, task):
            if row.signature == signature_of(status) != NO_SIGNATURE:
                return Check(name_state(row), task)
            if row.status != FAILED or row.signature == NO_SIGNATURE:  # what failed is tried when it was touched
                known = row.digest
        if row is not None and is_alike(row.signature, signature_of(status)):
            keeps = self._is_good(row, task)
        return Check(State.TO_DO, replace(task, size=status.st_size, known=known, keeps=keeps))

    def _is_current(self, row: ManifestRow, task: BatchTask) -> bool:
        """Tell whether the row says what this run would make of the same content, and its output is there."""
        if self.is_forced or not self._is_of_task(row, task):
            return False
        if row.status == FAILED:
            return not self.retries
        if row.status == SKIPPED:
            return task.source.folder is not None
        return row.status == WRITTEN and self._is_there(row)

    def _is_good(self, row: ManifestRow, task: BatchTask) -> bool:
        """Tell whether the output stands as this run would have made it of what the input was then."""
        return self._is_of_task(row, task) and self._is_there(row)

    def _is_of_task(self, row: ManifestRow, task: BatchTask) -> bool:
        return row.settings == self.settings and row.name == task.source.name

    def _is_there(self, row: ManifestRow) -> bool:
        """Tell whether the output stands as it was written: a regular file, and none that a power cut truncated."""
        status = self.folder.look(row.output)
        return status is not None and stat.S_ISREG(status.st_mode) and status.st_size == row.written


def _is_never_replaced(mode: int) -> bool:
    return stat.S_ISDIR(mode) or stat.S_ISLNK(mode)


def name_state(row: ManifestRow) -> State:
    """Return the state of an input that did not change since its row was made."""
    return {SKIPPED: State.BINARY, FAILED: State.FAILED_BEFORE}.get(row.status, State.UP_TO_DATE)
