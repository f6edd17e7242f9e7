"""Engines: what maps a function over units of work, and gathers what many of them say of the same thing.

An engine is two functions. `map_units(process, units, limits)` takes units from the iterator as it has room for them,
calls `process(unit, tick)` for each somewhere, and yields what that returns in any order; `process` pickles and does
not raise. It calls `tick(number)` whenever it begins a document of the unit: the time limit counts from there. A unit
whose process died or stood still comes back as Lost, and costs no other unit its answer.

`gather(read, units, limits)` is the work of a grouped count: `read(unit)` gives sightings, and they come out distinct,
in blocks that hold all of a site's fingerprint, with one text for it, the last by its characters. So what they come to
depends neither on their order nor on the engine. An engine knows nothing of files, names or results; all that is
batch's.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol, cast

from newsieve.types import Sighting

Tick = Callable[[int], None]
Process = Callable[[Any, Tick], Any]


class Unit(Protocol):
    """A piece of work; `size` in bytes says how many of them travel together."""

    @property
    def size(self) -> int:
        """About how much there is to do."""
        ...


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may run at once, for how long one document, and where (the address of a cluster)."""

    jobs: int
    timeout_s: float
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Lost:
    """A unit without an answer, and why. `at` is the number of its last tick, 0 without one."""

    unit: Any
    reason: str
    at: int
    is_late: bool


Read = Callable[[Any], Iterable[Sighting]]


class Engine(Protocol):
    """What a module of this package is."""

    def map_units(self, process: Process, units: Iterable[Unit], limits: Limits) -> Iterator[Any]:
        """Answers and Losts as they come. Closing the iterator ends the workers at once."""
        ...

    def gather(self, read: Read, units: Iterable[Unit], limits: Limits) -> Iterator[list[Sighting]]:
        """The units' sightings, each once, in blocks."""
        ...


def load_engine(name: str) -> Engine:
    """The engine of that name, a module of this package: `local` or `ray`."""
    engine: Engine = cast("Any", import_module(f"newsieve.engines.{name}"))
    return engine


def count_cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


__all__ = [
    "Engine",
    "Limits",
    "Lost",
    "Process",
    "Read",
    "Tick",
    "Unit",
    "count_cores",
    "load_engine",
]
