"""Engines map a function over tasks, and group what many of them say of the same thing.

An engine is a module of this package with its name in ENGINES of `options`, and two functions. `map_tasks(process,
tasks, limits)` takes tasks from the iterator as it has room for them, calls `process(task, heartbeat)` for each
somewhere, and yields what that returns in any order; `process` pickles and does not raise. It calls `heartbeat(number)`
whenever it begins a document of the task: the time limit counts from there. `watch`, where given, is told now and then
of the tasks at work, each with its last heartbeat, by an engine that knows it. A task whose process died or stood still
comes back as WorkerLost, and costs no other task its answer.

`group_by(read, tasks, limits)` is a grouped count: `read(task)` gives occurrences, and they come out distinct, in
blocks that hold all of a site's fingerprint, with one text for it, the last by its characters. So what they come to
depends neither on their order nor on the engine. An engine knows nothing of files, names or results; that is batch's.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol, cast

from newsieve.types import ParagraphOccurrence

Heartbeat = Callable[[int], None]
Watch = Callable[[Sequence[tuple[Any, int]]], None]
Process = Callable[[Any, Heartbeat], Any]


class SizedTask(Protocol):
    """A piece of work; `size` in bytes says how many of them travel together."""

    @property
    def size(self) -> int:
        """About how much there is to do."""
        ...


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of a run: how many workers at once, how long for one document, and the address of a cluster.

    `group_tasks` is how many tasks travel together at most.
    """

    jobs: int
    timeout_s: float
    address: str | None = None
    group_tasks: int = 32


@dataclass(frozen=True, slots=True)
class WorkerLost:
    """A task without an answer, and why. `at` is the number of its last heartbeat, 0 without one."""

    task: Any
    reason: str
    at: int
    is_late: bool


Read = Callable[[Any], Iterable[ParagraphOccurrence]]


class Engine(Protocol):
    """Interface of the modules of this package."""

    def map_tasks(
        self, process: Process, tasks: Iterable[SizedTask], limits: Limits, watch: Watch | None = None
    ) -> Iterator[Any]:
        """Answers and WorkerLosts as they come. Closing the iterator ends the workers at once."""
        ...

    def group_by(self, read: Read, tasks: Iterable[SizedTask], limits: Limits) -> Iterator[list[ParagraphOccurrence]]:
        """Return the tasks' occurrences, each once, in blocks."""
        ...


def load_engine(name: str) -> Engine:
    """Return the engine of that name, a module of this package: `local` or `ray`."""
    engine: Engine = cast("Any", import_module(f"newsieve.engines.{name}"))
    return engine


def count_cores() -> int:
    """Return the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


__all__ = [
    "Engine",
    "Heartbeat",
    "Limits",
    "Process",
    "Read",
    "SizedTask",
    "Watch",
    "WorkerLost",
    "count_cores",
    "load_engine",
]
