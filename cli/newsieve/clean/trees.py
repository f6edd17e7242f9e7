"""Boosted trees in plain Python, with what each family of numbers argued.

The path through a tree tells why: the value of a node is the mean of what arrives there, so a step's change of value
belongs to the number that the step asked about, and the changes add up to the leaf (Saabas 2014, "Interpreting random
forests"; Palczewska et al. 2013). Each leaf's changes are added up by family beforehand.
"""

import struct
from collections.abc import Sequence
from functools import cached_property

LEAF = 255
QUANTUM = 1 / 4096  # changes are whole numbers of this, so that sums are exact
_BYTES = 4
_ZERO = 1 << 20


class Forest:
    """Trees over one row of numbers. A node's first child follows it; `seconds` tells where the other is.

    After `checked` trees a row whose sum is below `hopeless` is left at that: most blocks are the story beyond doubt.
    """

    def __init__(self, features: bytes, thresholds: list[float], seconds: list[int], values: list[int],
                 families: Sequence[int], checked: int = 0, hopeless: float = -1e9) -> None:  # fmt: skip
        self._features = features
        self._thresholds = thresholds
        self._seconds = seconds
        self._values = values
        self._families = families
        self._width = max(families) + 1
        self._unpack = struct.Struct(f"<{self._width}I")
        self._leaves: dict[int, int] = {}
        self._checked, self._hopeless = checked, hopeless

    @cached_property
    def roots(self) -> tuple[int, ...]:
        """The number of each tree's first node."""
        roots, at = [], 0
        while at < len(self._features):
            roots.append(at)
            at = self._end_of(at)
        return tuple(roots)

    @cached_property
    def prior(self) -> float:
        """What the trees say before they have asked anything."""
        return sum(self._values[root] for root in self.roots) * QUANTUM

    def explain(self, row: Sequence[float]) -> tuple[float, ...]:
        """What each family argues, in log-odds; with the prior they add up to the answer."""
        features, thresholds, seconds, leaves = self._features, self._thresholds, self._seconds, self._leaves
        total, count = 0, 0
        for number, root in enumerate(self.roots):
            if number == self._checked and number and self._sum_up(total, count) < self._hopeless:
                break
            at = root
            feature = features[at]
            while feature != LEAF:
                at = at + 1 if row[feature] <= thresholds[at] else seconds[at]
                feature = features[at]
            leaf = leaves.get(at)
            total += leaf if leaf is not None else self._learn(root, at)
            count += 1
        return self._unpack_families(total, count)

    def _sum_up(self, total: int, count: int) -> float:
        return sum(self._unpack_families(total, count)) + self.prior

    def _unpack_families(self, total: int, count: int) -> tuple[float, ...]:
        zero = _ZERO * count
        fields = self._unpack.unpack(total.to_bytes(_BYTES * self._width, "little"))
        return tuple([(field - zero) * QUANTUM for field in fields])

    def _learn(self, root: int, leaf: int) -> int:
        """The changes on the way to a leaf, one field for each family."""
        changes = [_ZERO] * self._width
        at = root
        while at != leaf:
            child = at + 1 if leaf < self._seconds[at] else self._seconds[at]
            changes[self._families[self._features[at]]] += self._values[child] - self._values[at]
            at = child
        packed = int.from_bytes(self._unpack.pack(*changes), "little")
        self._leaves[leaf] = packed
        return packed

    def _end_of(self, at: int) -> int:
        """The number behind the last node of the tree that starts at `at`."""
        while self._features[at] != LEAF:
            at = self._seconds[at]
        return at + 1
