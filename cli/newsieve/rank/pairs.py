"""Relations of two sentences of a digest: one says the other again, or explains what the other leans on."""

from collections.abc import Sequence
from math import exp
from operator import mul
from typing import NamedTuple

from newsieve.rank.cues import points_back
from newsieve.rank.features.context import Context

REPEATS = ("overlap", "overlap squared", "shared share", "overlap with same names", "shared words")
_NOTHING_SHARED = (0.0,) * len(REPEATS)
_MANY = 10  # shared content words; more say no more


class PairModel(NamedTuple):
    """`repeats` are the bias and the weights of REPEATS: log-odds that a reader finds one thing said twice.

    That costs `cost` points. A sentence that leans on its forerunner loses `lean` points where that is not printed,
    and `start` points more where it begins the digest.
    """

    repeats: Sequence[float]
    cost: float
    lean: float
    start: float


class PairWeights(dict[tuple[int, int], float]):
    """Worth of two candidates together, the first before the second, beyond each alone; computed when asked.

    They are named by their numbers among `positions`, where given, else by their positions.
    """

    def __init__(self, context: Context, model: PairModel, positions: Sequence[int] = ()) -> None:
        self._context, self._model = context, model
        self._positions = positions or range(len(context.texts))

    def __missing__(self, pair: tuple[int, int]) -> float:
        context, (repeats, cost, lean, _) = self._context, self._model
        first, second = self._positions[pair[0]], self._positions[pair[1]]
        follows = context.lines[second] == context.lines[first] + 1
        value = lean if follows and leans_back(context, second) else 0.0
        described = describe_repeat(context, first, second)
        if described[0]:
            value -= cost / (1 + exp(-repeats[0] - sum(map(mul, repeats[1:], described))))
        self[pair] = value
        return value


def leans_back(context: Context, position: int) -> bool:
    """Tell whether a candidate points back, is said by somebody unnamed, or is the middle of a quotation."""
    if points_back(context.texts[position], context.tokens[position], context.pack):
        return True
    return context.cues[position].nobody_said or context.quotations[position].starts_inside


def describe_repeat(context: Context, first: int, second: int) -> tuple[float, ...]:
    """Return REPEATS of two candidates; all 0 where they share no content word."""
    one, other = context.words[first], context.words[second]
    shared = len(one.content & other.content)
    if not shared:
        return _NOTHING_SHARED
    shorter, longer = (one, other) if one.content_size <= other.content_size else (other, one)
    overlap = shared / (shorter.content_size or 1)
    facts = shorter.distinct & context.vocabulary.facts
    same_facts = len(facts & longer.distinct) / len(facts) if facts else 1.0
    return (
        overlap,
        overlap * overlap,
        shared / max(1, one.content_size + other.content_size - shared),
        overlap * same_facts,
        overlap * min(shared, _MANY) / _MANY,
    )
