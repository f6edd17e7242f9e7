"""Documents from many inputs to one output, in order, one at a time: what `digest`, `clean` and `explain` do."""

import os
import sys
from collections.abc import Sequence

from newsieve.errors import ExitCode, UsageError
from newsieve.output import find_columns, has_colour, is_direct, open_output
from newsieve.processing import Job, Writer, process_all
from newsieve.progress import Progress
from newsieve.read import STDIN, Source, can_hold_many, find_sources, read_inputs

__all__ = ["Job", "check_job", "run"]


def check_job(names: Sequence[str], job: Job) -> None:
    """Refuse what cannot be meant. Raises: UsageError."""
    if job.read_options.url and can_hold_many(names):
        raise UsageError("--url is the address of one document; give one INPUT")
    if job.output is None or is_direct(job.output):
        return
    if job.output == "":
        raise UsageError("--output takes a file's name, and got none")
    if os.path.isdir(job.output) or os.path.basename(job.output) == "":
        raise UsageError(f"--output {job.output}: a folder, or no file's name; {job.task} writes one file, and "
                         f"newsieve batch --task {job.task} writes one for each INPUT into a folder")  # fmt: skip
    if not os.path.exists(job.output):
        return
    for source in find_sources(names, None, job.read_options.selection):
        if isinstance(source, Source) and _is_same(source.name, job.output):
            raise UsageError(f"--output {job.output}: that is an INPUT; choose another file")


def run(names: Sequence[str], job: Job) -> ExitCode:
    """Write the results of all inputs; failures go to stderr, and into JSON Lines in their place. The exit status."""
    if job.output is None:
        job = job._replace(columns=find_columns(sys.stdout), is_coloured=has_colour(sys.stdout))
    progress = Progress(job.is_quiet, job.output)
    writer = Writer(job, can_hold_many(names), progress.say)
    try:
        with open_output(job.output, is_styled=job.columns > 0) as write:
            for result in process_all(read_inputs(names, job.read_options, progress.say), job):
                writer.add(result, write)
                progress.show(writer.written)
            writer.finish(write)
    finally:
        progress.clear()
    return ExitCode.SOME_FAILED if writer.failed else ExitCode.OK


def _is_same(name: str, output: str) -> bool:
    try:
        return os.path.samestat(os.fstat(0) if name == STDIN else os.stat(name), os.stat(output))
    except OSError:
        return False
