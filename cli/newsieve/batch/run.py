"""One run over many inputs: passes over what is up to date, and has an engine do the rest."""

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from newsieve.batch.ledger import FAILED, SKIPPED, WRITTEN, Ledger, Row, open_ledger
from newsieve.batch.lessons import teach
from newsieve.batch.parts import Parts
from newsieve.batch.report import Report
from newsieve.batch.stamps import stamp_of
from newsieve.batch.state import State, hold_output, name_temporary
from newsieve.batch.units import Listing, Unit, check_places, list_units
from newsieve.batch.work import UNCHANGED, Outcome, Work, place_temporary, process_unit, remove_output
from newsieve.engines import Limits, Lost, load_engine
from newsieve.errors import ExitCode, OutputError
from newsieve.read import STDIN

_MOST_ROUNDS = 16  # a container is begun anew for each record that kills a worker
_STDIN_DIGEST = "0" * 16


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked of a run. `work` lacks what belongs to a run, `settings` is the digest of all that changes results.

    `memory` is the file that is to learn from the run, None for none.
    """

    names: Sequence[str]
    work: Work
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


def run_order(order: Order) -> ExitCode:
    """Do the work. Raises: UsageError before anything is done; InUseError; OutputError where nothing can be written."""
    out = order.work.out
    check_places(order.names, out)
    with Report(order.is_quiet, order.is_verbose) as report, hold_output(out, order.is_waiting) as state:
        listing = list_units(order.names, out, order.ending)
        with open_ledger(state.folder / "ledger.sqlite") as ledger:
            status = _Run(order, state, ledger, report).do(listing)
        if order.memory:
            teach(state.folder, order.memory, load_engine(order.engine), order.limits)
    return status


class _Run:
    """The state of a run: what is out with the engine, and what has come back."""

    def __init__(self, order: Order, state: State, ledger: Ledger, report: Report) -> None:
        self._order, self._state, self._ledger, self._report = order, state, ledger, report
        self._work = replace(
            order.work,
            run=state.run,
            stdin=str(state.folder / name_temporary(state.run, _STDIN_DIGEST)),
            notes=str(state.folder) if order.memory else "",
        )
        self._parts = Parts(self._work)
        self._out: dict[str, Unit] = {}  # units that the engine has, by output
        self._again: list[Unit] = []  # for the next round
        self._crashed: set[tuple[str, int]] = set()
        self._done = 0

    def do(self, listing: Listing) -> ExitCode:
        """All of it. The exit status."""
        counts, report = self._report.counts, self._report
        for failure in listing.failures:
            report.tell(failure.message)
            counts["failed"] += 1
        report.start_bar(len(listing.units))
        try:
            self._do_units(listing.units)
        finally:
            self._clean_up()
        if self._order.prunes:
            self._prune(listing)
        report.summarize()
        return ExitCode.SOME_FAILED if counts["failed"] else ExitCode.OK

    def _do_units(self, units: Sequence[Unit]) -> None:
        if self._order.fails_fast and self._report.counts["failed"]:
            return
        todo, rounds = self._find_todo(units), 0
        while rounds < _MOST_ROUNDS:
            self._map(todo)
            if not self._again or (self._order.fails_fast and self._report.counts["failed"]):
                return
            todo, self._again, rounds = self._send(self._again), [], rounds + 1
        for unit in self._again:
            self._fail(unit, "too many of its records crash or stall")

    def _map(self, todo: Iterator[Unit]) -> None:
        first = next(todo, None)
        if first is None:
            return

        def units() -> Iterator[Unit]:
            yield first
            yield from todo

        answers = load_engine(self._order.engine).map_units(
            partial(process_unit, self._work), units(), self._order.limits
        )
        try:
            for answer in answers:
                self._take(answer)
                if self._order.fails_fast and self._report.counts["failed"]:
                    return
        finally:
            answers.close()  # type: ignore[attr-defined]

    def _find_todo(self, units: Sequence[Unit]) -> Iterator[Unit]:
        """The units that are not up to date, with what they must differ from."""
        for unit in units:
            checked = self._check(unit)
            if checked is None:
                self._report.counts["up to date"] += 1
                self._advance()
            else:
                yield from self._send(self._parts.split(checked))

    def _send(self, units: Sequence[Unit]) -> Iterator[Unit]:
        for unit in units:
            self._out[unit.output] = unit
            yield unit

    def _check(self, unit: Unit) -> Unit | None:
        """None for a unit that is up to date; else the unit with its size and the digest that would make it so."""
        if unit.source.name == STDIN:
            self._spool_stdin()
        try:
            status = os.stat(self._work.stdin if unit.source.name == STDIN else unit.source.name)  # noqa: PTH116
        except OSError:
            return unit  # reading it says what is wrong
        row = self._ledger.rows.get(unit.output)
        if row is None or not self._is_current(row, unit):
            return replace(unit, size=status.st_size)
        if row.stamp == stamp_of(status):
            return None
        return replace(unit, size=status.st_size, known=row.digest)

    def _is_current(self, row: Row, unit: Unit) -> bool:
        """Whether the output at hand is what this run would write of the same content."""
        order = self._order
        if order.is_forced or row.settings != order.settings or row.name != unit.source.name:
            return False
        if row.status != WRITTEN:
            return row.status == SKIPPED and unit.source.folder is not None
        try:
            size = os.stat(f"{order.work.out}{os.sep}{unit.output}").st_size  # noqa: PTH116
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

    def _take(self, answer: Outcome | Lost) -> None:
        self._out.pop(answer.unit.output, None)
        if isinstance(answer, Lost):
            self._take_lost(answer)
        else:
            self._take_outcome(answer)

    def _take_lost(self, lost: Lost) -> None:
        """Try again without the record that is to blame, or once more after a crash; else the input failed."""
        unit: Unit = lost.unit
        place_temporary(self._work, unit).unlink(missing_ok=True)
        is_new = lost.at not in dict(unit.bad_records) and len(unit.bad_records) < _MOST_ROUNDS - 1
        if not lost.is_late and (unit.output, lost.at) not in self._crashed:
            self._crashed.add((unit.output, lost.at))
            self._again.append(unit)
        elif lost.at and is_new:
            self._again.append(replace(unit, bad_records=(*unit.bad_records, (lost.at, lost.reason))))
        else:
            self._fail(unit, lost.reason)

    def _fail(self, unit: Unit, reason: str) -> None:
        remove_output(self._work, unit)
        self._take_outcome(Outcome(unit, FAILED, (f"{unit.source.name}: {reason}",)))

    def _take_outcome(self, answer: Outcome) -> None:
        """Say and count what became of a unit, and note it in the ledger; of a container's parts when all are there."""
        if answer.is_hopeless:
            raise OutputError(answer.messages[0])
        outcome = self._parts.take(answer)
        if outcome is None:
            self._again += self._parts.again
            self._parts.again.clear()
            return
        for message in outcome.messages:
            self._report.tell(message)
        counts, unit = self._report.counts, outcome.unit
        counts["read"] += outcome.status != UNCHANGED
        counts[_COUNTED_AS[outcome.status]] += 1
        counts["written"] += outcome.status == FAILED and outcome.documents > 0
        counts["with nothing left"] += outcome.empty
        self._ledger.put(self._make_row(outcome, self._ledger.rows.get(unit.output)))
        self._advance()

    def _make_row(self, outcome: Outcome, before: Row | None) -> Row:
        source, name = outcome.unit.source, outcome.unit.source.name
        if outcome.status == UNCHANGED and before is not None:
            return before._replace(stamp=outcome.stamp)
        folder = os.path.abspath(source.folder) if source.folder is not None else ""  # noqa: PTH100
        path = name if name == STDIN else os.path.abspath(name)  # noqa: PTH100
        return Row(outcome.unit.output, name, path, folder, outcome.stamp, outcome.digest, self._order.settings,
                   outcome.status, outcome.written)  # fmt: skip

    def _advance(self) -> None:
        self._done += 1
        self._report.advance(self._done)

    def _clean_up(self) -> None:
        """Leave no temporary file behind, whether the run ended well, badly or by a signal."""
        self._parts.clean_up()
        for unit in self._out.values():
            with suppress(OSError):
                place_temporary(self._work, unit).unlink()
        with suppress(OSError):
            Path(self._work.stdin).unlink()

    def _prune(self, listing: Listing) -> None:
        """Remove outputs whose input is gone from a folder that was listed, whole and not empty."""
        folders = {os.path.abspath(folder) for folder in listing.folders}  # noqa: PTH100
        listed = {unit.output for unit in listing.units}
        gone = [
            row.output
            for row in self._ledger.rows.values()
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
        self._ledger.drop(gone)


_COUNTED_AS = {WRITTEN: "written", SKIPPED: "binary", FAILED: "failed", UNCHANGED: "up to date"}
