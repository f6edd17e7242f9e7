"""A linear classifier over sparse named features, quantized, and what turns class logits into probabilities."""

import math
import struct
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from operator import add

from newsieve.cleaner.features.block import NameGroup
from newsieve.cleaner.ngrams import BUCKET_BYTES, FIELD_BYTES, N_CLASSES, ONE

STEP = 1 / 1024  # of quantization
ZERO_POINT = 1 << 15  # the unsigned 16 bits that stand for a weight of zero
MAX_LOGIT = 8.0  # stage one's logits are cut at this and its negative
_FARTHEST = 700.0  # a logit whose probability no number tells from 0
_LEAST = 1e-9  # of a probability whose logit is taken
_UNPACK = struct.Struct(f"<{N_CLASSES + 1}I")


class LinearClassifier:
    """A weight of each class for each sparse feature, and a bias. Rows are long integers, as in HashedNgrams."""

    def __init__(self, names: Sequence[str], weights: bytes | memoryview, bias: Sequence[float]) -> None:
        self._names, self._weights, self._bias = names, weights, tuple(bias)
        self._sum = lru_cache(maxsize=10_000)(self._sum_group)

    @cached_property
    def _rows(self) -> dict[str, int]:
        spread = bytearray(len(self._names) * BUCKET_BYTES)
        spread[::FIELD_BYTES], spread[1::FIELD_BYTES] = self._weights[::2], self._weights[1::2]
        rows = bytes(spread)
        starts = range(0, len(rows), BUCKET_BYTES)
        numbers = [int.from_bytes(rows[at : at + BUCKET_BYTES], "little") + ONE for at in starts]
        return dict(zip(self._names, numbers, strict=True))

    def logits(
        self, blocks: Sequence[Sequence[NameGroup]], others: Sequence[Sequence[float]] | None = None
    ) -> list[list[float]]:
        """Return the class logits of each block's groups of features, added to those of `others`.

        Unknown features say nothing. `others` are the logits that another model gives each block.
        """
        own = [self._sum_block(groups) for groups in blocks]
        return own if others is None else [[*map(add, *pair)] for pair in zip(own, others, strict=True)]

    def _sum_block(self, groups: Sequence[NameGroup]) -> list[float]:
        total = sum(map(self._sum, groups))
        *fields, count = _UNPACK.unpack(total.to_bytes(BUCKET_BYTES + FIELD_BYTES, "little"))
        zero = ZERO_POINT * count
        return [(field - zero) * STEP + bias for field, bias in zip(fields, self._bias, strict=True)]

    def _sum_group(self, group: NameGroup) -> int:
        write, *measured = group
        return sum([self._rows.get(name, 0) for name in write(*measured)])


def softmax(rows: Iterable[Sequence[float]]) -> list[tuple[float, ...]]:
    """Return the probabilities of classes from the logits of each row; they add up to 1."""
    probabilities = []
    for logits in rows:
        highest = max(logits)
        powers = [math.exp(value - highest) for value in logits]
        whole = sum(powers)
        probabilities.append(tuple([power / whole for power in powers]))
    return probabilities


def score_classes(rows: Iterable[Sequence[float]]) -> tuple[list[tuple[float, ...]], list[float]]:
    """Return the class probabilities of each row of logits, content first, and the logits of boilerplate."""
    probabilities = softmax(rows)
    return probabilities, boilerplate_logits([of_classes[0] for of_classes in probabilities])


def boilerplate_logits(contents: Iterable[float]) -> list[float]:
    """Return the logits of boilerplate from the probabilities of content, cut at MAX_LOGIT."""
    cut = [min(1 - _LEAST, max(_LEAST, content)) for content in contents]
    return [max(-MAX_LOGIT, min(MAX_LOGIT, math.log((1 - content) / content))) for content in cut]


def sigmoid(logits: Iterable[float]) -> list[float]:
    """Return the probability of each logit."""
    return [1 / (1 + math.exp(-logit)) if logit > -_FARTHEST else 0.0 for logit in logits]


def to_logit(probability: float) -> float:
    """Return the log-odds of a probability above 0, infinite for 1: a threshold that nothing reaches."""
    return math.log(probability / (1 - probability)) if probability < 1 else math.inf
