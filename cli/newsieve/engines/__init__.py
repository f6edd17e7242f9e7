"""Engines: what maps a function over units of work, on this machine or on many.

An engine is one function, `map_units(process, units, limits)`. It takes units from the iterator as it has room for
them, calls `process(unit, tick)` for each somewhere, and yields what that returns in any order; `process` pickles and
does not raise. It calls `tick(number)` whenever it begins a document of the unit: the time limit counts from there.
A unit whose process died or stood still comes back as Lost, and costs no other unit its answer. An engine knows
nothing of files, names or results; all that is batch's.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol

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


MapUnits = Callable[[Process, Iterable[Unit], Limits], Iterator[Any]]


def load_engine(name: str) -> MapUnits:
    """The engine of that name, a module of this package: `local` or `ray`."""
    engine: MapUnits = import_module(f"newsieve.engines.{name}").map_units
    return engine


__all__ = ["Limits", "Lost", "MapUnits", "Process", "Tick", "Unit", "load_engine"]
