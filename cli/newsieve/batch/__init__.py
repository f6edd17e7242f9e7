"""Turn many inputs into a folder of outputs, one each: the command `batch`.

`plan` names all outputs before anything is done, `lock` holds the folder against other runs and sweeps up after
killed ones, `run` passes over what the `manifest` says is up to date and hands the rest to an engine, whose workers
read, process, write beside the place and rename (`worker`). The parent alone writes the manifest. Killed at any
moment, the next run finishes what is missing: each output is noted before it is written, and one that was renamed but
not yet noted as done is made again, with the same bytes.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import Any

from newsieve import __version__
from newsieve.arrow import check_parquet
from newsieve.batch.dry_run import print_plan
from newsieve.batch.plan import ENDINGS, read_names
from newsieve.batch.run import RunConfig, run_tasks
from newsieve.batch.worker import WorkerConfig
from newsieve.data import digest_files
from newsieve.engines import Limits, count_cores
from newsieve.errors import ExitCode, UsageError
from newsieve.processing import Job
from newsieve.read import STDIN, Selection, check_address
from newsieve.repetition import default_path

__all__ = ["run_batch"]


def run_batch(inputs: Sequence[str], job: Job, settings: Mapping[str, Any]) -> ExitCode:
    """Write one output for each input. `settings` are the options' values by name.

    Raises: UsageError, before anything is done; InUseError; OutputError where nothing can be written.
    """
    listed = _read_listed(inputs, settings)
    if job.output is None:
        raise UsageError("batch writes into a folder; name it with --output")
    if job.output == STDIN:
        raise UsageError("--output -: batch writes into a folder, not to stdout; ./- is a folder of that name")
    check_address([*inputs, *listed], job.read_options)
    if job.format == "parquet":
        check_parquet()
    limits = Limits(settings["jobs"] or count_cores(), settings["timeout"], settings["address"])
    if settings["fail-fast"]:
        limits = replace(limits, group_tasks=1)  # what is with a worker is finished, so that it is counted
    config = RunConfig(
        inputs,
        listed,
        WorkerConfig(job.output, "", job._replace(output=None, is_quiet=True), is_forced=settings["force"]),
        _digest_settings(job, settings),
        ENDINGS[job.format],
        limits,
        engine=settings["engine"],
        memory=(settings["memory"] or default_path()) if settings["learn"] else None,
        retries=settings["retry"],
        is_waiting=settings["wait"],
        fails_fast=settings["fail-fast"],
        prunes=settings["prune"],
        is_quiet=job.is_quiet,
        is_verbose=job.is_verbose,
    )
    return print_plan(config) if settings["dry-run"] else run_tasks(config)


def _read_listed(inputs: Sequence[str], settings: Mapping[str, Any]) -> list[str]:
    path = settings["files-from"]
    if path is None:
        return []
    names = read_names(path, settings["null"])
    if path == STDIN and STDIN in (*inputs, *names):
        raise UsageError("--files-from - reads the inputs' names from stdin, so - cannot be an INPUT too")
    return names


def _digest_settings(job: Job, settings: Mapping[str, Any]) -> bytes:
    """Return the digest of all that changes results: a manifest's row of another one is out of date."""
    options, memory = job.options._replace(drop=frozenset()), settings["memory"]
    read_options = job.read_options._replace(selection=Selection())  # says which files, not what becomes of one
    parts = (__version__, digest_files(), job.task, job.format, sorted(job.options.drop), options, read_options,
             settings["timeout"], memory and os.path.abspath(memory))  # fmt: skip
    return blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=16).digest()
