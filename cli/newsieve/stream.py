"""Documents from many inputs to one output, in order, one at a time: what `digest`, `clean` and `explain` do."""

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress

from newsieve.errors import ExitCode, NothingReadError, UsageError
from newsieve.output import find_columns, has_colour, is_direct, open_output
from newsieve.processing import Job, Writer, check_read, make_notes, process_all
from newsieve.progress import Progress
from newsieve.read import (
    STDIN,
    Selection,
    Source,
    can_hold_many,
    check_address,
    find_sources,
    read_inputs,
    would_list,
)

__all__ = ["Job", "check_job", "run"]


_MOST_LINKS = 40  # Linux follows as many


def check_job(names: Sequence[str], job: Job, command: str, own_files: Mapping[str, Sequence[str]]) -> None:
    """Refuse what cannot be meant. `own_files` are those that options name, by option. Raises: UsageError."""
    check_address(names, job.read_options)
    if job.output is None or is_direct(job.output):
        return
    if _names_folder(job.output):
        task = f" --task {job.task}" if command == job.task else ""
        raise UsageError(f"--output {job.output}: a folder, or no file's name; {command} writes one file, and "
                         f"newsieve batch{task} writes one for each INPUT into a folder")  # fmt: skip
    for option, paths in own_files.items():
        if any(_is_same(path, job.output) for path in paths):
            raise UsageError(f"--output {job.output}: that is the file of --{option}; choose another file")
    selection = job.read_options.selection
    if _is_listed(names, job.output, selection):
        raise UsageError(f"--output {job.output}: that is an INPUT; choose another file")
    if would_list(names, job.output, selection):
        raise UsageError(f"--output {job.output}: in a folder that is an INPUT, so the next run would read it; choose "
                         f"another folder, or leave it out with --exclude {os.path.basename(job.output)}")  # fmt: skip


def run(names: Sequence[str], job: Job) -> ExitCode:
    """Write the results of all inputs; failures go to stderr, and into JSON Lines in their place. The exit status."""
    if job.output is None:
        job = job._replace(columns=find_columns(sys.stdout), is_coloured=has_colour(sys.stdout))
    progress = Progress(job.is_quiet, job.output)
    writer = Writer(job, can_hold_many(names), progress.say)
    try:
        is_styled = job.format == "text" and (job.columns > 0 or job.is_coloured)
        with suppress(NothingReadError), open_output(job.output, is_styled) as write:
            inputs = read_inputs(names, job.read_options, make_notes(job, progress.say))
            for result in process_all((document for _, document in inputs), job):
                writer.add(result, write)
                progress.show(writer.written)
            writer.finish(write)
            if job.format != "jsonl":  # where the records of failures are a result
                check_read(writer.written, writer.failed)
    finally:
        progress.clear()
    return ExitCode.BUG if writer.bugs else ExitCode.SOME_FAILED if writer.failed else ExitCode.OK


def _names_folder(path: str) -> bool:
    """Whether a path is a folder's, or can be no file's: it ends in a slash or dots, or a link leads to such a path."""
    for _ in range(_MOST_LINKS):
        if os.path.isdir(path) or os.path.basename(path) in ("", os.curdir, os.pardir):
            return True
        if not os.path.islink(path):
            return False
        path = os.path.join(os.path.dirname(path), os.readlink(path))
    return False


def _is_listed(names: Sequence[str], output: str, selection: Selection) -> bool:
    """Whether one of the inputs, by whatever name, is the file that is to be written."""
    found = find_sources(names, None, selection) if os.path.exists(output) else ()
    return any(isinstance(source, Source) and _is_same(source.name, output) for source in found)


def _is_same(name: str, output: str) -> bool:
    try:
        return os.path.samestat(os.fstat(0) if name == STDIN else os.stat(name), os.stat(output))
    except OSError:
        return False
