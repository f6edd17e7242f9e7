"""Lead bias: points for the first sentences of an article, where its beginning makes a good digest.

A report tells its news first and what is behind it later (the inverted pyramid); a guide or an essay begins with
anything. What the reader of a digest gains or loses where the first sentences are favoured is a linear function of the
points of the sentences and of what is measured of them, learned from readers' labels. From which value on they are, and
how much, is fitted on these and on reference summaries.
"""

from collections.abc import Sequence
from itertools import takewhile
from operator import mul
from typing import NamedTuple

from newsieve.rank.features import FIRST

LEADING = 3  # sentences of a text that can be favoured
_NO_POINTS = -1.0  # of a leading sentence that is not weighed
_SUMMARY = (
    *("best sentences", "leading sentences", "difference", "lowest leading sentence", "best sentence"),
    *("leading sentences weighed", "mean of those weighed"),
)
LEAD_FEATURES = (*_SUMMARY, *(f"{name} of the leading" for name in FIRST))


class LeadStep(NamedTuple):
    """Points that each leading sentence gains, and a price in points for each word of any sentence.

    They count where this is expected to change the points of the digest by `least`, or by more.
    """

    least: float
    gain: float
    price: float


class LeadModel(NamedTuple):
    """A bias and a weight for each of LEAD_FEATURES, and the steps, the one that favours most first."""

    bias: float
    weights: Sequence[float]
    steps: Sequence[LeadStep]


NO_STEP = LeadStep(0.0, 0.0, 0.0)


def choose_step(described: Sequence[float], model: LeadModel) -> LeadStep:
    """Return the step that counts in an article with these LEAD_FEATURES."""
    expected = model.bias + sum(map(mul, model.weights, described))
    return next((step for step in model.steps if expected >= step.least), NO_STEP)


def find_leading(lines: Sequence[int]) -> list[int]:
    """Return the positions of the candidates among the first lines of an article; `lines` are their numbers."""
    return [*takewhile(lambda position: lines[position] < LEADING, range(len(lines)))]


def describe_lead(
    first: Sequence[Sequence[float]], leading: Sequence[int], kept: Sequence[int], scores: Sequence[float]
) -> list[float]:
    """Return LEAD_FEATURES of an article.

    `first` are the rows of FIRST of its candidates, `leading` the positions of leading sentences, `kept` of those that
    are weighed, `scores` the points of these. There is at least one.
    """
    weighed = dict(zip(kept, scores, strict=True))
    own = [weighed.get(position, _NO_POINTS) for position in leading] + [_NO_POINTS] * (LEADING - len(leading))
    best = sorted(scores, reverse=True)[:LEADING]
    best += [_NO_POINTS] * (LEADING - len(best))
    summary = (sum(best), sum(own), sum(best) - sum(own), min(own), best[0])
    counts = (sum([position in weighed for position in leading]), sum(scores) / len(scores))
    rows = [first[position] for position in leading] or [[0.0] * len(FIRST)]
    return [*summary, *counts, *[sum(column) / len(rows) for column in zip(*rows, strict=True)]]


def weigh_lead(
    step: LeadStep, leading: Sequence[int], kept: Sequence[int], lengths: Sequence[float], count: float
) -> list[float]:
    """Return the points that each sentence at the positions `kept` gains by a step.

    `lengths` are theirs in words. A digest of about `count` sentences favours no more than those.
    """
    favoured = leading[: max(1, round(count))]
    return [
        step.gain * (position in favoured) - step.price * length for position, length in zip(kept, lengths, strict=True)
    ]
