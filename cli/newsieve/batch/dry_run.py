"""Print what a run would do, one line an input; nothing is made, changed or locked."""

import os
import stat
from collections.abc import Iterator

from newsieve.batch.check import Check, Checker, State, name_state
from newsieve.batch.lock import MANIFEST
from newsieve.batch.manifest import ManifestRow, read_rows
from newsieve.batch.out_folder import LINK, OutputFolder
from newsieve.batch.plan import BatchTask, Listing, check_places, list_tasks
from newsieve.batch.prune import find_gone
from newsieve.batch.replacing import STANDS_THERE
from newsieve.batch.run import RunConfig
from newsieve.batch.signature import digest_file
from newsieve.errors import ExitCode, InputError, OutputError, UsageError
from newsieve.output import open_output, say
from newsieve.printable import to_line
from newsieve.read import STATE, STDIN, Source, describe_empty, read_documents
from newsieve.read.records import display_name, is_passed_over
from newsieve.types import Failure


def print_plan(config: RunConfig) -> ExitCode:
    """Print a line for each input: `write`, `fail`, or the state that spares it; with --prune `remove` for outputs.

    Raises: UsageError, OutputError.
    """
    out = config.worker.out
    check_places([*config.names, *config.listed], out)
    folder = _open(out)
    try:
        folds = folder is not None and folder.look(STATE.upper()) is not None
        rows = read_rows(folder, MANIFEST) if folder is not None else None
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
    config: RunConfig, listing: Listing, folder: OutputFolder | None, found: list[ManifestRow] | None
) -> Iterator[str]:
    is_lost = found is None and folder is not None and folder.is_folder(STATE)
    checker = Checker(config.settings, folder, config.worker.is_forced, config.retries, is_lost) if folder else None
    rows = {row.output: row for row in found or ()}
    gone = find_gone(rows.values(), listing) if config.prunes else []
    freed = {place for output in gone for place in _list_places(output)}
    for listed in listing.tasks:
        row = rows.get(listed.output)
        task = checker.guard(listed, row) if checker is not None else listed
        checked = Check(State.TO_DO, task)
        if checker is not None and task.source.name != STDIN:
            checked = checker.check(task, row, task.source.name)
        state = _compare_content(checked, row)
        yield _describe(config, task, folder, freed) if state is State.TO_DO else f"{state}: {task.source.name}"
    for output in gone:
        yield f"remove: {os.path.join(config.worker.out, output)}"


def _describe(config: RunConfig, task: BatchTask, folder: OutputFolder | None, freed: set[str]) -> str:
    """Describe what becomes of an input that is to be done, as far as its first document tells."""
    source, name = task.source, task.source.name
    if folder is not None and (obstacle := _find_obstacle(folder, task.output, freed)):
        return f"fail: {name}: {obstacle}"
    if folder is not None and task.spares and not config.worker.is_forced:
        return f"fail: {name}: {folder.show(task.output)}: {STANDS_THERE}"
    if name != STDIN and (os.path.isfile(name) or not os.path.exists(name)):  # a pipe can be read once only
        first = next(read_documents(source, config.worker.job.read_options), None)
        if isinstance(first, Failure) and first.document_id == display_name(source):
            return f"fail: {first.message}"
        if first is None and source.folder is not None and _is_passed_over(config, source):
            return f"{State.BINARY}: {name}"
        if first is None and config.worker.job.options.fails_empty:
            return f"fail: {describe_empty(source)}"
    return f"write: {name} -> {os.path.join(config.worker.out, task.output)}"


def _list_places(output: str) -> list[str]:
    """Return the folders that an output lies in, the uppermost first, and the output."""
    parts = output.split(os.sep)
    return [os.sep.join(parts[:number]) for number in range(1, len(parts) + 1)]


def _find_obstacle(folder: OutputFolder, output: str, freed: set[str]) -> str | None:
    """Return what keeps an output from its place: a link on the way, a file for a folder, or a folder for a file.

    `freed` are the places of what is pruned before.
    """
    for path in _list_places(output):
        status = folder.look(path)
        if status is None:
            return None
        if stat.S_ISLNK(status.st_mode):
            return f"{folder.show(path)}: {LINK}"
        if stat.S_ISDIR(status.st_mode) is (path == output) and path not in freed:
            return f"{folder.show(path)}: {'a folder' if path == output else 'no folder'}; remove it"
    return None


def _is_passed_over(config: RunConfig, source: Source) -> bool:
    try:
        return is_passed_over(source, config.worker.job.read_options.max_size)
    except InputError:
        return False


def _compare_content(checked: Check, row: ManifestRow | None) -> State:
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
