"""Print what a run would do, one line an input; nothing is made, changed or locked."""

import os
from collections.abc import Iterator

from newsieve.batch.check import Check, Checker, State, name_state
from newsieve.batch.lock import MANIFEST, STATE
from newsieve.batch.manifest import Row, read_rows
from newsieve.batch.out_folder import OutputFolder
from newsieve.batch.plan import Listing, check_places, list_tasks
from newsieve.batch.run import RunConfig, find_gone
from newsieve.batch.signature import digest_file
from newsieve.errors import ExitCode, InputError, OutputError, UsageError
from newsieve.output import open_output, say
from newsieve.printable import to_line
from newsieve.read import STDIN


def print_plan(config: RunConfig) -> ExitCode:
    """Print what would be done about each input: `write`, or why nothing. Raises: UsageError, OutputError."""
    out = config.worker.out
    check_places([*config.names, *config.listed], out)
    folder = _open(out)
    try:
        folds = folder is not None and folder.look(STATE.upper()) is not None
        rows = {row.output: row for row in read_rows(folder, MANIFEST)} if folder is not None else {}
        selection = config.worker.job.read_options.selection
        listing = list_tasks(config.names, config.listed, out, config.ending, folds, selection)
        with open_output(None) as write:
            for line in _make_lines(config, listing, folder, rows):
                write(f"{to_line(line)}\n")
    finally:
        if folder is not None:
            folder.close()
    for failure in listing.failures:
        say(failure.message)
    return ExitCode.SOME_FAILED if listing.failures else ExitCode.OK


def _make_lines(
    config: RunConfig, listing: Listing, folder: OutputFolder | None, rows: dict[str, Row]
) -> Iterator[str]:
    checker = Checker(config.settings, folder, config.is_forced, config.retries) if folder is not None else None
    for task in listing.tasks:
        row = rows.get(task.output)
        checked = Check(State.TO_DO, task)
        if checker is not None and task.source.name != STDIN:
            checked = checker.check(task, row, task.source.name)
        state = _compare_content(checked, row)
        target = os.path.join(config.worker.out, task.output)
        yield f"write: {task.source.name} -> {target}" if state is State.TO_DO else f"{state}: {task.source.name}"
    for output in find_gone(rows.values(), listing) if config.prunes else ():
        yield f"remove: {os.path.join(config.worker.out, output)}"


def _compare_content(checked: Check, row: Row | None) -> State:
    """Return the state of an input whose stat signature alone leaves doubt."""
    if checked.state is not State.TO_DO or not checked.task.known or row is None:
        return checked.state
    name = checked.task.source.name
    try:
        is_same = digest_file(name, name, lambda _number: None) == checked.task.known
    except InputError:
        return State.TO_DO  # the run will say what is wrong
    return name_state(row) if is_same else State.TO_DO


def _open(out: str) -> OutputFolder | None:
    """Return the output folder; None where there is none yet. Raises: UsageError, OutputError."""
    try:
        return OutputFolder(out)
    except FileNotFoundError:
        return None
    except NotADirectoryError as error:
        raise UsageError(f"--output {out}: {error.strerror}; choose a folder that can be made") from error
    except OSError as error:
        raise OutputError(f"--output {out}: {error.strerror}") from error
