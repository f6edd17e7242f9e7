"""Classifier of a page's blocks: a sum of small decision trees over the features, learned from labelled pages.

`python -m newsieve.train pages` writes the numbers; they were learned, and tested, with no publisher on both sides.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from newsieve.extract.features import FEATURES

_DATA = Path(__file__).parents[1] / "data" / "pages.json"  # importlib.resources costs 13 ms

FIRM = 1.7  # log-odds that a block is of the article, from which on they are not told apart

# A leaf is a number, a fork is (feature, limit, tree up to the limit, tree above it).
Tree = float | tuple[int, float, Any, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """Some trees, and the sums from which a block is firmly of the article, and below which it is none of it."""

    trees: tuple[Tree, ...]
    certain: float
    hopeless: float


@dataclass(frozen=True, slots=True)
class Judge:
    """Trees in steps. Their sum is the log-odds of being of the article; most blocks are beyond doubt early on."""

    steps: tuple[Step, ...]


def judge_blocks(judge: Judge, measured: Mapping[int, Sequence[float]]) -> dict[int, float]:
    """The article's blocks with their log-odds of being of it, at most FIRM; they stand in the order of `measured`.

    That gives the values of FEATURES by the blocks' numbers.
    """
    asked = ((number, _add_up(judge, values)) for number, values in measured.items())
    return {number: odds for number, odds in asked if odds is not None}


_chosen: ContextVar[Judge | None] = ContextVar("chosen", default=None)


def current_judge() -> Judge:
    """The judge in use: the one that comes with the package, unless `use_judge` says otherwise."""
    return _chosen.get() or load_judge()


@contextmanager
def use_judge(judge: Judge) -> Iterator[None]:
    """Read pages by another judge, such as one that has not seen a publisher."""
    token = _chosen.set(judge)
    try:
        yield
    finally:
        _chosen.reset(token)


@cache
def load_judge() -> Judge:
    """The trees that come with the package."""
    return parse_judge(json.loads(_DATA.read_text("utf8")))


def parse_judge(data: Mapping[str, Any]) -> Judge:
    """The trees in a file's JSON. Raises ValueError for those that were learned on other features."""
    if tuple(data["features"]) != FEATURES:
        raise ValueError("data/pages.json was learned on other features; run python -m newsieve.train pages")
    return Judge(
        tuple(
            Step(tuple(_freeze(tree) for tree in step["trees"]), step["certain"], step["hopeless"])
            for step in data["steps"]
        )
    )


def _freeze(tree: Any) -> Tree:
    """JSON's lists as tuples, which are faster to take apart."""
    if not isinstance(tree, list):
        return float(tree)
    feature, limit, below, above = tree
    return (feature, limit, _freeze(below), _freeze(above))


def _add_up(judge: Judge, values: Sequence[float]) -> float | None:
    """The log-odds of a block, None where they are too low."""
    total = 0.0
    for step in judge.steps:
        for tree in step.trees:
            node: Any = tree
            while node.__class__ is tuple:
                feature, limit, below, above = node
                node = below if values[feature] <= limit else above
            total += node
        if total < step.hopeless:
            return None
        if total >= step.certain:
            return FIRM
    return total
