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

# A leaf is a number, a fork is (feature, limit, tree up to the limit, tree above it).
Tree = float | tuple[int, float, Any, Any]


@dataclass(frozen=True, slots=True)
class Judge:
    """Trees whose sum is the log-odds of being of the article; at `least` and above a block is."""

    trees: tuple[Tree, ...]
    least: float


def judge_blocks(judge: Judge, measured: Mapping[int, Sequence[float]]) -> list[int]:
    """Numbers of the article's blocks, in the order of `measured`, which gives the values of FEATURES by number."""
    return [number for number, values in measured.items() if _sum_trees(judge.trees, values) >= judge.least]


@cache
def load_judge() -> Judge:
    """The trees that come with the package."""
    return parse_judge(json.loads(_DATA.read_text("utf8")))


def parse_judge(data: Mapping[str, Any]) -> Judge:
    """The trees in a file's JSON. Raises ValueError for those that were learned on other features."""
    if tuple(data["features"]) != FEATURES:
        raise ValueError("data/pages.json was learned on other features; run python -m newsieve.train pages")
    least = data["least_probability"]
    return Judge(tuple(_freeze(tree) for tree in data["trees"]), math.log(least / (1 - least)))


def _freeze(tree: Any) -> Tree:
    """JSON's lists as tuples, which are faster to take apart."""
    if not isinstance(tree, list):
        return float(tree)
    feature, limit, below, above = tree
    return (feature, limit, _freeze(below), _freeze(above))


def _sum_trees(trees: tuple[Tree, ...], values: Sequence[float]) -> float:
    total = 0.0
    for tree in trees:
        node: Any = tree
        while node.__class__ is tuple:
            node = node[2] if values[node[0]] <= node[1] else node[3]
        total += node
    return total
