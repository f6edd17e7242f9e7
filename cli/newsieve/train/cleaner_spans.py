"""Span thresholds: between which firm pitches doubt counts for the pitch, and how much."""

from collections.abc import Iterator
from itertools import pairwise, product
from typing import Any

import numpy as np

from newsieve.cleaner.thresholds import SpanThresholds
from newsieve.train.cleaner_data import MADE
from newsieve.train.cleaner_operate import Outcomes

PRECISION = 0.97  # of the middles that the ends lend to
PRECISION_OF_EDGES = 0.93  # the mean of the sources': story stands beside most pitches of documents made for it
BONUS_STEP = 0.001
FEWEST = 10  # middles, from which on a precision is told
NO_SPANS = SpanThresholds(firm=0.999999, fair=0.999999, gap=0, bonus=0.0, edge=0.999999, edge_bonus=0.0)
_FIRM, _FAIR, _GAPS = (0.9, 0.95, 0.98), (0.2, 0.3, 0.4, 0.5, 0.6, 0.7), (1, 2, 3, 4)
_EDGE = (0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8)


def fit_spans(outcomes: Outcomes) -> SpanThresholds:
    """The thresholds that lend to most pitches between others while hardly a line of the story is among them.

    The bonus takes the middles from the log-odds that they have by themselves to those that they turn out to have.
    `outcomes` are those without spans; in made documents pitches are put anywhere, so only edges are read off
    them, which end at a story there.
    """
    everything, outcomes = outcomes, outcomes.choose(outcomes.source != MADE)
    probability = 1 / (1 + np.exp(-outcomes.logit))
    best, thresholds = 0, NO_SPANS
    for firm, fair, gap in product(_FIRM, _FAIR, _GAPS):
        middles = np.array([i for i in _list_middles(outcomes, probability, firm, gap) if probability[i] >= fair], int)
        if (right := _count_right(outcomes, middles)) > best:
            best, bonus = right, _weigh(outcomes, middles)
            thresholds = thresholds._replace(firm=firm, fair=fair, gap=gap, bonus=bonus)
    print(f"spans: {best} middles, {thresholds}", flush=True)
    return _fit_edges(everything, thresholds) if best else thresholds


def _fit_edges(outcomes: Outcomes, thresholds: SpanThresholds) -> SpanThresholds:
    """Choose the lowest probability from which on few blocks beside a firm pitch are of the story."""
    probability = 1 / (1 + np.exp(-outcomes.logit))
    edges = _list_edges(outcomes, probability, thresholds.firm)
    for edge in _EDGE:
        fair = edges[probability[edges] >= edge]
        if len(fair) >= FEWEST and _mean_right(outcomes, fair) >= PRECISION_OF_EDGES:
            thresholds = thresholds._replace(edge=edge, edge_bonus=_weigh(outcomes, fair))
            print(f"edges: {len(fair)}, {thresholds}", flush=True)
            break
    return thresholds


def _mean_right(outcomes: Outcomes, chosen: Any) -> float:
    """Return the mean of the sources' shares of pitches among what is chosen; those with too few of it say nothing."""
    sources, counts = np.unique(outcomes.source[chosen], return_counts=True)
    told = [chosen[outcomes.source[chosen] == source] for source in sources[counts >= FEWEST]]
    return float(np.mean([(outcomes.label[own] > 0).mean() for own in told])) if told else 0.0


def _count_right(outcomes: Outcomes, chosen: Any) -> int:
    """Count the pitches among what is chosen; 0 where those are too few of it."""
    right = int((outcomes.label[chosen] > 0).sum())
    return right if len(chosen) >= FEWEST and right >= PRECISION * len(chosen) else 0


def _weigh(outcomes: Outcomes, chosen: Any) -> float:
    """Find the log-odds, 0 or more, that must be added to what is chosen for as much to be a pitch as is said."""
    size, right = len(chosen), int((outcomes.label[chosen] > 0).sum())
    true = size * (right + 1) / (size + 2)
    low, high = 0.0, 10.0
    while high - low > BONUS_STEP:
        bonus = (low + high) / 2
        said = float((1 / (1 + np.exp(-outcomes.logit[chosen] - bonus))).sum())
        low, high = (bonus, high) if said < true else (low, bonus)
    return round(low, 3)


def _list_edges(outcomes: Outcomes, probability: Any, firm: float) -> Any:
    """The entries beside a firm pitch, as `find_edges` has them."""
    is_firm = (probability >= firm) & (outcomes.thing != "") & ~outcomes.is_sentence
    beside = np.zeros(len(is_firm), bool)
    joined = (outcomes.document[1:] == outcomes.document[:-1]) & (np.diff(outcomes.block) == 1)
    beside[1:] |= is_firm[:-1] & joined
    beside[:-1] |= is_firm[1:] & joined
    return np.flatnonzero(beside & ~is_firm & ~outcomes.is_sentence & (outcomes.label >= 0))


def _list_middles(outcomes: Outcomes, probability: Any, firm: float, gap: int) -> Iterator[int]:
    """The entries between two firm pitches for the same thing, as `find_middles` has them."""
    ends = np.flatnonzero((probability >= firm) & (outcomes.thing != "") & ~outcomes.is_sentence)
    for one, other in pairwise(ends.tolist()):
        is_span = outcomes.thing[one] == outcomes.thing[other] and outcomes.document[one] == outcomes.document[other]
        if is_span and 1 < outcomes.block[other] - outcomes.block[one] <= gap + 1:
            yield from (i for i in range(one + 1, other) if not outcomes.is_sentence[i] and outcomes.label[i] >= 0)
