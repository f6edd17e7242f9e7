"""Gradient-boosted trees in plain Python: the logit of a row of features, and which group of features argued what.

A cascade may stand in the model: after so many trees, rows whose sum is below one threshold or above another are left
at that (early exit). What a group of features contributed is read off the path through each tree: the value of a node
is the mean of what arrives there, so a step's change of value belongs to the feature that the step asked about, and
with the bias the changes add up to the logit (Saabas 2014, "Interpreting random forests"; Palczewska et al. 2013).

Walking from node to node is soonest begun; a forest that is asked often is compiled to Python's conditional
expressions, which take 0.3 to 0.4 of the time and give the same sums to the last bit. By then it has walked for about
as long as compiling takes: 25 ms for 6,240 nodes.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from math import inf
from operator import itemgetter
from typing import Any, NamedTuple

LEAF = 255  # in the place of a feature's number
_TREES_A_NODE = 28  # walked in the time by which compiling a node pays: 4 to 6 µs, and 0.15 to 0.2 for a tree
_CODES, _SIZES = "BdId", (1, 8, 4, 8)  # of the packed columns of Nodes: bytes, doubles, 32 bits, doubles
NODE_BYTES = sum(_SIZES)


class Nodes(NamedTuple):
    """All nodes of all trees, each before its children; the first child follows its parent at once.

    `features` are the numbers that forks ask about, LEAF for leaves. What is at most a fork's threshold goes to the
    first child, what is above it to the node `seconds` names. `values` are the mean logits of what arrives at a node.
    """

    features: Sequence[int]
    thresholds: Sequence[float]
    seconds: Sequence[int]
    values: Sequence[float]


class Exit(NamedTuple):
    """A step of a cascade: rows whose sum after so many trees is below `low` or above `high` go no further."""

    trees: int
    low: float
    high: float


class Forest:
    """Trees over one row of features. `groups` gives the number of each feature's group; the bias is of no group."""

    def __init__(self, nodes: Nodes, groups: Sequence[int] = (), cascade: Sequence[Exit] = ()) -> None:
        self._nodes, self._groups = nodes, groups
        self._roots = tuple(find_roots(nodes))
        self.bias: float = sum(nodes.values[root] for root in self._roots)
        self._cascade = cascade
        self._trees_to_walk = _TREES_A_NODE * len(nodes.features)  # before it is compiled

    @cached_property
    def features(self) -> frozenset[int]:
        """The numbers of the features that the trees ask about."""
        return frozenset(self._nodes.features) - {LEAF}

    @cached_property
    def _steps(self) -> list[tuple[tuple[int, ...], float, float]]:
        """The roots of the trees of each step of the cascade, and its thresholds."""
        ends = [*self._cascade, Exit(len(self._roots), -inf, inf)]
        starts = [0, *(one.trees for one in ends)]
        return [(self._roots[a:b], one.low, one.high) for (a, b), one in zip(pairwise(starts), ends, strict=True)]

    def logit(self, row: Sequence[float]) -> float:
        """Return the sum of the trees; of those that an early exit spares, the mean."""
        return self.run(row)[0]

    def logits(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """Return the logit of each row."""
        if self._trees_to_walk > 0:
            return [*map(self.logit, rows)]
        run, bias = self._run_compiled, self.bias
        return [run(row, bias)[0] for row in rows]

    def run(self, row: Sequence[float]) -> tuple[float, int]:
        """Return the logit, and how the row left the cascade: -1 below a threshold, 1 above one, 0 at the end."""
        if self._trees_to_walk <= 0:
            return self._run_compiled(row, self.bias)
        features, thresholds, seconds, values = self._nodes
        total = self.bias
        for roots, low, high in self._steps:
            self._trees_to_walk -= len(roots)
            for root in roots:
                at = root
                while (feature := features[at]) != LEAF:
                    at = at + 1 if row[feature] <= thresholds[at] else seconds[at]
                total += values[at] - values[root]
            if not low <= total <= high:
                return total, -1 if total < low else 1
        return total, 0

    @cached_property
    def _run_compiled(self) -> Callable[[Sequence[float], float], tuple[float, int]]:
        return _compile(self._nodes, self._steps)

    def contributions(self, row: Sequence[float]) -> list[float]:
        """Return what each group argues, in log-odds; with the bias they add up to the logit."""
        changes = [0.0] * (max(self._groups, default=-1) + 1)
        total = self.bias
        for roots, low, high in self._steps:
            for root in roots:
                total += self._add_path(root, row, changes)
            if not low <= total <= high:
                break
        return changes

    def _add_path(self, root: int, row: Sequence[float], changes: list[float]) -> float:
        """Add the changes of value on a row's path through a tree to those of the groups, and return their sum."""
        features, thresholds, seconds, values = self._nodes
        at = root
        while (feature := features[at]) != LEAF:
            child = at + 1 if row[feature] <= thresholds[at] else seconds[at]
            changes[self._groups[feature]] += values[child] - values[at]
            at = child
        return values[at] - values[root]


def pack_nodes(nodes: Nodes) -> bytes:
    """Return nodes as bytes for a model file: their columns, which are read at a hundred times the speed of JSON."""
    from array import array

    columns = [array(code, column) for code, column in zip(_CODES, nodes, strict=True)]
    if sys.byteorder == "big":
        for column in columns:
            column.byteswap()
    return b"".join(column.tobytes() for column in columns)


def unpack_nodes(packed: bytes | memoryview) -> Nodes:
    """Return the nodes that `pack_nodes` packed."""
    data, columns, start = memoryview(packed), [], 0
    count = len(data) // NODE_BYTES
    for code, size in zip(_CODES, _SIZES, strict=True):
        columns.append(unpack_numbers(code, data[start : start + count * size]))
        start += count * size
    return Nodes(*columns)


def unpack_numbers(code: str, data: memoryview) -> list[Any]:
    """Return the numbers of a little-endian array; `code` is one of the module `array`."""
    values: Any
    if sys.byteorder == "little":
        values = data.cast(code)  # type: ignore[call-overload]  # to which a code is one of some literals
    else:
        from array import array

        values = array(code, bytes(data))
        values.byteswap()
    numbers: list[Any] = values.tolist()
    return numbers


def find_roots(nodes: Nodes) -> Iterator[int]:
    """Yield the place of the root of each tree."""
    at = 0
    while at < len(nodes.features):
        yield at
        while nodes.features[at] != LEAF:
            at = nodes.seconds[at]
        at += 1


def _compile(nodes: Nodes, steps: Sequence[tuple[tuple[int, ...], float, float]]) -> Callable[..., tuple[float, int]]:
    """A function of a row and the bias that returns the same as walking through the steps' trees."""
    lines, known = ["def run(row, total):"], set[int]()
    names: dict[str, Any] = {"inf": inf}
    trees = _write_trees(nodes)
    for number, (roots, low, high) in enumerate(steps):
        asked = set[int]().union(*(trees[root].features for root in roots))
        if fresh := sorted(asked - known):
            # One call for all, and at least two numbers, of which itemgetter makes a tuple.
            names[f"get{number}"] = itemgetter(*fresh, fresh[0])
            lines.append(f" {', '.join(f'f{feature:d}' for feature in fresh)}, _ = get{number}(row)")
        known |= asked
        lines += [f" total += {trees[root].text}" for root in roots]
        lines.append(f" if not {float(low)!r} <= total <= {float(high)!r}:")
        lines.append(f"  return total, -1 if total < {float(low)!r} else 1")
    lines.append(" return total, 0")
    exec(compile("\n".join(lines), __file__, "exec"), names)  # noqa: S102  # nothing but numbers is written into it
    run: Callable[..., tuple[float, int]] = names["run"]
    return run


class _Tree(NamedTuple):
    text: str  # an expression of the change from the root that a row leads to
    features: set[int]


def _write_trees(nodes: Nodes) -> dict[int, _Tree]:
    """Each tree as an expression, by its root."""
    features, thresholds, _, values = nodes
    trees = {}
    for root, end in pairwise([*find_roots(nodes), len(features)]):
        pending: list[str] = []  # backwards, a fork finds both children on top, the first one last
        for at in range(end - 1, root - 1, -1):
            if features[at] == LEAF:
                pending.append(repr(float(values[at] - values[root])))
            else:
                fork = f"f{features[at]:d} <= {float(thresholds[at])!r}"
                pending.append(f"({pending.pop()} if {fork} else {pending.pop()})")
        trees[root] = _Tree(pending.pop(), {*features[root:end]} - {LEAF})
    return trees
