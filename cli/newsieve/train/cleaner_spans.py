"""Span thresholds: between which firm pitches doubt counts for the pitch, and how much."""

from collections.abc import Iterator
from itertools import pairwise, product
from typing import Any

import numpy as np

from newsieve.cleaner.thresholds import SpanThresholds
from newsieve.train.cleaner_data import MADE
from newsieve.train.cleaner_operate import Outcomes, expect_above, logit
from newsieve.train.cleaner_thresholds import to_probability

PRECISION = 0.97  # of the middles that the ends lend to
PRECISION_OF_EDGES = 0.93  # the mean of the sources': story stands beside most pitches of documents made for it
BONUS_STEP = 0.001
FEWEST = 10  # middles, from which on a precision is told
NO_SPANS = SpanThresholds(firm=0.999999, fair=0.999999, gap=0, bonus=0.0, edge=0.999999, edge_bonus=0.0)
_FIRM, _FAIR, _GAPS = (0.9, 0.95, 0.98), (0.2, 0.3, 0.4, 0.5, 0.6, 0.7), (1, 2, 3, 4)
_EDGE = tuple(round(0.3 + 0.02 * step, 2) for step in range(26))


def fit_spans(outcomes: Outcomes) -> SpanThresholds:
    """The thresholds that lend to most pitches between others while hardly a line of the story is among them.

    The bonus takes the middles from the log-odds that they have by themselves to those that they turn out to have.
    What is above a threshold counts with the chance that it is so in another training (`expect_above`).
    `outcomes` are those without spans; in made documents pitches are put anywhere, so only edges are read off
    them, which end at a story there.
    """
    everything, outcomes = outcomes, outcomes.choose(outcomes.source != MADE)
    probability = to_probability(outcomes.logit)
    best, thresholds = 0.0, NO_SPANS
    for firm, gap in product(_FIRM, _GAPS):
        middles = np.array(list(_list_middles(outcomes, probability, firm, gap)), int)
        for fair in _FAIR:
            chances = expect_above(outcomes.logit[middles], logit(fair))
            if (right := _count_right(outcomes, middles, chances)) > best:
                best, bonus = right, _weigh(outcomes, middles, chances)
                thresholds = thresholds._replace(firm=firm, fair=fair, gap=gap, bonus=bonus)
    print(f"spans: {best:.1f} middles, {thresholds}", flush=True)
    return _fit_edges(everything, thresholds) if best else thresholds


def _fit_edges(outcomes: Outcomes, thresholds: SpanThresholds) -> SpanThresholds:
    """Choose the lowest probability from which on few blocks beside a firm pitch are of the story."""
    edges = _list_edges(outcomes, to_probability(outcomes.logit), thresholds.firm)
    for edge in _EDGE:
        chances = expect_above(outcomes.logit[edges], logit(edge))
        if _mean_right(outcomes, edges, chances) >= PRECISION_OF_EDGES:
            thresholds = thresholds._replace(edge=edge, edge_bonus=_weigh(outcomes, edges, chances))
            print(f"edges: {chances.sum():.1f}, {thresholds}", flush=True)
            break
    return thresholds


def _mean_right(outcomes: Outcomes, chosen: Any, chances: Any) -> float:
    """Return the mean of the sources' shares of pitches among what is chosen; those with too few of it say nothing."""
    shares = []
    for source in np.unique(outcomes.source[chosen]):
        own = outcomes.source[chosen] == source
        if chances[own].sum() >= FEWEST:
            shares.append(np.average(outcomes.label[chosen[own]] > 0, weights=chances[own]))
    return float(np.mean(shares)) if shares else 0.0


def _count_right(outcomes: Outcomes, chosen: Any, chances: Any) -> float:
    """Count the pitches among what is chosen; 0 where those are too few of it."""
    size, right = float(chances.sum()), float(chances[outcomes.label[chosen] > 0].sum())
    return right if size >= FEWEST and right >= PRECISION * size else 0.0


def _weigh(outcomes: Outcomes, chosen: Any, chances: Any) -> float:
    """Find the log-odds, 0 or more, that must be added to what is chosen for as much to be a pitch as is said."""
    size, right = float(chances.sum()), float(chances[outcomes.label[chosen] > 0].sum())
    true = size * (right + 1) / (size + 2)
    low, high = 0.0, 10.0
    while high - low > BONUS_STEP:
        bonus = (low + high) / 2
        said = float((chances * to_probability(outcomes.logit[chosen] + bonus)).sum())
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
