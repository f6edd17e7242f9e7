"""Boosted trees in plain Python, with what each family of numbers argued.

The path through a tree tells why: the value of a node is the mean of what arrives there, so a step's change of value
belongs to the number that the step asked about, and the changes add up to the leaf (Saabas 2014, "Interpreting random
forests"; Palczewska et al. 2013). Each leaf's changes are added up by family beforehand.
"""

import struct
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

LEAF = 255
QUANTUM = 1 / 4096  # changes are whole numbers of this, so that sums are exact
_BYTES = 4
_CERTAIN = 5.0  # log-odds
_ZERO = 1 << 20


class Forest:
    """Trees over one row of numbers. A node's first child follows it; `seconds` tells where the other is.

    After each `checked` trees a row whose sum is below `hopeless` or above `_CERTAIN` is left at that: most are beyond
    doubt.
    """

    def __init__(self, features: bytes, thresholds: list[float], seconds: list[int], values: list[int],
                 families: Sequence[int], checked: int = 0, hopeless: float = -1e9) -> None:  # fmt: skip
        self._features, self._thresholds, self._seconds = features, thresholds, seconds
        self._values, self._families = values, families
        self._width = max(families) + 1
        self._unpack = struct.Struct(f"<{self._width}I")
        self._leaves: list[int] = [0] * len(features)  # packed changes on the way to each leaf, 0 until it is met
        self._roots = tuple(self._find_roots())
        self._trees = self._nest()
        self._checked, self._hopeless = checked, hopeless
        self.prior = sum(values[root] for root in self._roots) * QUANTUM

    def explain(self, row: Sequence[float]) -> tuple[float, ...]:
        """What each family argues, in log-odds; with the prior they add up to the answer."""
        total = count = 0
        while count < len(self._trees):
            behind = min(count + (self._checked or len(self._trees)), len(self._trees))
            total += self._add_up(row, count, behind)
            count = behind
            if not self._hopeless <= sum(self._unpack_families(total, count)) + self.prior <= _CERTAIN:
                break
        return self._unpack_families(total, count)

    def _add_up(self, row: Sequence[float], first: int, last: int) -> int:
        leaves, total = self._leaves, 0
        for node in self._trees[first:last]:
            while node.__class__ is tuple:
                feature, threshold, low, high = node
                node = low if row[feature] <= threshold else high  # noqa: PLW2901
            total += leaves[node] or self._learn(node)
        return total

    def _unpack_families(self, total: int, count: int) -> tuple[float, ...]:
        zero = _ZERO * count
        fields = self._unpack.unpack(total.to_bytes(_BYTES * self._width, "little"))
        return tuple([(field - zero) * QUANTUM for field in fields])

    def _nest(self) -> tuple[Any, ...]:
        """Each tree as nested tuples: feature, threshold, what is at most that and what is more; leaves by number."""
        nodes: list[Any] = list(range(len(self._features)))
        for at in range(len(nodes) - 1, -1, -1):  # children stand behind their parents
            feature = self._features[at]
            if feature != LEAF:
                nodes[at] = feature, self._thresholds[at], nodes[at + 1], nodes[self._seconds[at]]
        return tuple([nodes[root] for root in self._roots])

    def _learn(self, leaf: int) -> int:
        """The changes on the way to a leaf, one field for each family."""
        changes = [_ZERO] * self._width
        at = self._roots[bisect_right(self._roots, leaf) - 1]
        while at != leaf:
            child = at + 1 if leaf < self._seconds[at] else self._seconds[at]
            changes[self._families[self._features[at]]] += self._values[child] - self._values[at]
            at = child
        self._leaves[leaf] = packed = int.from_bytes(self._unpack.pack(*changes), "little")
        return packed

    def _find_roots(self) -> Iterator[int]:
        at = 0
        while at < len(self._features):
            yield at
            while self._features[at] != LEAF:
                at = self._seconds[at]
            at += 1
