"""Which blocks are the article: a sum of small decision trees over the features, learned from labelled pages.

`python -m newsieve.train pages` writes the numbers; they were learned, and tested, with no publisher on both sides.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from newsieve.extract.features import FEATURES

_DATA = Path(__file__).parents[1] / "data" / "pages.json"  # importlib.resources costs 13 ms

_STEP = 6  # trees, after which it is asked whether the others can change the outcome; most blocks need a third of them

# A leaf is a number, a fork is (feature, limit, tree up to the limit, tree above it).
Tree = float | tuple[int, float, Any, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """Some trees, and the sums up to here from which, and below which, the trees to come can change nothing."""

    trees: tuple[Tree, ...]
    certain: float
    hopeless: float


@dataclass(frozen=True, slots=True)
class Judge:
    """Trees in steps. Their sum is the log-odds of being of the article; where it is high enough a block is."""

    steps: tuple[Step, ...]


def judge_blocks(judge: Judge, measured: Mapping[int, Sequence[float]]) -> list[int]:
    """Numbers of the article's blocks, in the order of `measured`, which gives the values of FEATURES by number."""
    return [number for number, values in measured.items() if _is_of_article(judge, values)]


@cache
def load_judge() -> Judge:
    """The trees that come with the package."""
    return parse_judge(json.loads(_DATA.read_text("utf8")))


def parse_judge(data: Mapping[str, Any]) -> Judge:
    """The trees in a file's JSON. Raises ValueError for those that were learned on other features."""
    if tuple(data["features"]) != FEATURES:
        raise ValueError("data/pages.json was learned on other features; run python -m newsieve.train pages")
    least = data["least_probability"]
    return Judge(_take_steps([_freeze(tree) for tree in data["trees"]], math.log(least / (1 - least))))


def _take_steps(trees: list[Tree], least: float) -> tuple[Step, ...]:
    """The trees in their order; the last step leaves nothing open."""
    steps: list[Step] = []
    certain = hopeless = least
    for end in range(len(trees), 0, -_STEP):
        some = tuple(trees[max(0, end - _STEP) : end])
        steps.insert(0, Step(some, certain, hopeless))
        certain -= sum(min(_list_leaves(tree)) for tree in some)
        hopeless -= sum(max(_list_leaves(tree)) for tree in some)
    return tuple(steps)


def _list_leaves(tree: Tree) -> list[float]:
    return [*_list_leaves(tree[2]), *_list_leaves(tree[3])] if isinstance(tree, tuple) else [tree]


def _freeze(tree: Any) -> Tree:
    """JSON's lists as tuples, which are faster to take apart."""
    if not isinstance(tree, list):
        return float(tree)
    feature, limit, below, above = tree
    return (feature, limit, _freeze(below), _freeze(above))


def _is_of_article(judge: Judge, values: Sequence[float]) -> bool:
    total = 0.0
    for step in judge.steps:
        for tree in step.trees:
            node: Any = tree
            while node.__class__ is tuple:
                node = node[2] if values[node[0]] <= node[1] else node[3]
            total += node
        if total >= step.certain or total < step.hopeless:
            return total >= step.certain
    return False
