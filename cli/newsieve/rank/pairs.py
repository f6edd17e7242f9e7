"""Relations of two sentences of a digest: one says the other again, or explains what the other leans on."""

from collections.abc import Sequence
from math import exp
from typing import NamedTuple

from newsieve.rank.features.context import Context
from newsieve.rank.features.neighbours import find_overlap

REPEATS = ("overlap", "overlap squared", "shared share", "overlap with same names", "shared words")
_MANY = 10  # shared content words; more say no more


class PairModel(NamedTuple):
    """`repeats` are the bias and the weights of REPEATS: log-odds that a reader finds one thing said twice.

    That costs `cost` points. A sentence that leans on its forerunner loses `lean` points where that is not printed.
    """

    repeats: Sequence[float]
    cost: float
    lean: float


class PairWeights(dict[tuple[int, int], float]):
    """Worth of two candidates together, the first before the second, beyond each alone; computed when asked."""

    def __init__(self, context: Context, model: PairModel) -> None:
        self._context, self._model = context, model

    def __missing__(self, pair: tuple[int, int]) -> float:
        context, (repeats, cost, lean) = self._context, self._model
        first, second = pair
        follows = context.lines[second] == context.lines[first] + 1
        value = lean if follows and leans_back(context, second) else 0.0
        described = describe_repeat(context, first, second)
        if described[0]:
            bias, *weights = repeats
            logit = bias + sum([weight * number for weight, number in zip(weights, described, strict=True)])
            value -= cost / (1 + exp(-logit))
        self[pair] = value
        return value


def leans_back(context: Context, position: int) -> bool:
    """Tell whether a candidate points back, is said by somebody unnamed, or is the middle of a quotation."""
    cues = context.cues[position]
    return cues.points_back or cues.nobody_said or context.quotations[position].starts_inside


def describe_repeat(context: Context, first: int, second: int) -> tuple[float, ...]:
    """Return REPEATS of two candidates; all 0 where they share no content word."""
    one, other = context.words[first], context.words[second]
    overlap = find_overlap(one, other)
    if not overlap:
        return (0.0,) * len(REPEATS)
    shorter, longer = (one, other) if one.content_size <= other.content_size else (other, one)
    facts = shorter.distinct & (context.vocabulary.names | context.vocabulary.figures)
    same_facts = len(facts & longer.distinct) / len(facts) if facts else 1.0
    shared = len(one.content & other.content)
    return (
        overlap,
        overlap * overlap,
        shared / max(1, one.content_size + other.content_size - shared),
        overlap * same_facts,
        overlap * min(shared, _MANY) / _MANY,
    )
