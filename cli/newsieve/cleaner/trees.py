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
        width = max(families) + 1
        self._fields = struct.Struct(f"<{width + 1}I")  # the families' changes, and behind them their sum
        self._shift = 8 * _BYTES * width  # of that sum
        self._leaves: list[int] = [0] * len(features)  # packed changes on the way to each leaf, 0 until it is met
        self._roots = tuple(self._find_roots())
        trees = self._nest()
        step = checked or len(trees)
        self._steps = tuple(trees[at : at + step] for at in range(0, len(trees), step))
        self.prior = sum(values[root] for root in self._roots) * QUANTUM
        self._least, self._most = (hopeless - self.prior) / QUANTUM, (_CERTAIN - self.prior) / QUANTUM

    def explain(self, row: Sequence[float]) -> tuple[float, ...]:
        """What each family argues, in log-odds; with the prior they add up to the answer."""
        leaves, total, zero = self._leaves, 0, 0
        for trees in self._steps:
            for node in trees:
                while node.__class__ is tuple:
                    feature, threshold, low, high = node
                    node = low if row[feature] <= threshold else high  # noqa: PLW2901
                total += leaves[node] or self._learn(node)
            zero += _ZERO * len(trees)
            if not self._least <= (total >> self._shift) - zero <= self._most:
                break
        *changes, _ = self._fields.unpack(total.to_bytes(self._fields.size, "little"))
        return tuple([(change - zero) * QUANTUM for change in changes])

    def _nest(self) -> tuple[Any, ...]:
        """Each tree as nested tuples: feature, threshold, what is at most that and what is more; leaves by number."""
        nodes: list[Any] = list(range(len(self._features)))
        for at in range(len(nodes) - 1, -1, -1):  # children stand behind their parents
            feature = self._features[at]
            if feature != LEAF:
                nodes[at] = feature, self._thresholds[at], nodes[at + 1], nodes[self._seconds[at]]
        return tuple([nodes[root] for root in self._roots])

    def _learn(self, leaf: int) -> int:
        """The changes on the way to a leaf, one field for each family, and their sum."""
        changes = [0] * (self._fields.size // _BYTES - 1)
        at = self._roots[bisect_right(self._roots, leaf) - 1]
        while at != leaf:
            child = at + 1 if leaf < self._seconds[at] else self._seconds[at]
            changes[self._families[self._features[at]]] += self._values[child] - self._values[at]
            at = child
        fields = self._fields.pack(*(_ZERO + change for change in (*changes, sum(changes))))
        self._leaves[leaf] = packed = int.from_bytes(fields, "little")
        return packed

    def _find_roots(self) -> Iterator[int]:
        at = 0
        while at < len(self._features):
            yield at
            while self._features[at] != LEAF:
                at = self._seconds[at]
            at += 1
