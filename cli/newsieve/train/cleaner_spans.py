"""Span thresholds: between which firm pitches doubt counts for the pitch, and how much."""

from collections.abc import Iterator
from itertools import pairwise, product
from typing import Any

import numpy as np

from newsieve.cleaner.thresholds import SpanThresholds
from newsieve.train.cleaner_operate import Outcomes

PRECISION = 0.97  # of the middles that the ends lend to
FEWEST = 10  # middles, from which on a precision is told
NO_SPANS = SpanThresholds(firm=0.999999, fair=0.999999, gap=0, bonus=0.0)
_FIRM, _FAIR, _GAPS = (0.9, 0.95, 0.98), (0.2, 0.3, 0.4, 0.5, 0.6, 0.7), (1, 2, 3, 4)


def fit_spans(outcomes: Outcomes) -> SpanThresholds:
    """The thresholds that lend to most pitches between others while hardly a line of the story is among them.

    The bonus takes the middles from the log-odds that they have by themselves to those that they turn out to have.
    `outcomes` are those without spans.
    """
    probability = 1 / (1 + np.exp(-outcomes.logit))
    best, thresholds = 0, NO_SPANS
    for firm, fair, gap in product(_FIRM, _FAIR, _GAPS):
        middles = np.array([i for i in _list_middles(outcomes, probability, firm, gap) if probability[i] >= fair], int)
        labels = outcomes.label[middles] > 0
        right = int(labels.sum())
        if len(middles) < FEWEST or right < PRECISION * len(middles) or right <= best:
            continue
        true = (right + 1) / (len(middles) + 2)
        bonus = float(np.log(true / (1 - true)) - outcomes.logit[middles].mean())
        best, thresholds = right, SpanThresholds(firm, fair, gap, round(max(0.0, bonus), 3))
    print(f"spans: {best} middles, {thresholds}", flush=True)
    return thresholds


def _list_middles(outcomes: Outcomes, probability: Any, firm: float, gap: int) -> Iterator[int]:
    """The entries between two firm pitches for the same thing, as `find_middles` has them."""
    ends = np.flatnonzero((probability >= firm) & (outcomes.thing != "") & ~outcomes.is_sentence)
    for one, other in pairwise(ends.tolist()):
        is_span = outcomes.thing[one] == outcomes.thing[other] and outcomes.document[one] == outcomes.document[other]
        if is_span and 1 < outcomes.block[other] - outcomes.block[one] <= gap + 1:
            yield from (i for i in range(one + 1, other) if not outcomes.is_sentence[i] and outcomes.label[i] >= 0)
