"""Fits the numbers by which sentences are weighed as a set: how many are weighed, what leaning and repeating cost.

They are read off points that models gave to articles that they had not seen, each from a grid, one after the other.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from newsieve.rank.asides import is_aside
from newsieve.rank.budget import Budget
from newsieve.rank.features import FIRST
from newsieve.rank.news import RankerModel, count_doubt, find_promising, rate_rows
from newsieve.rank.pairs import PairModel, PairWeights, leans_back
from newsieve.rank.search import find_best
from newsieve.train.ranker_data import count_points
from newsieve.train.ranker_fit import Rated

# The lowest costs are what digests promise: that they do not begin with what points back, and say nothing twice.
GRIDS: Mapping[str, Sequence[float]] = {
    "kept": (0.3, 0.4),
    "lean": (0.1, 0.2, 0.3, 0.4),
    "start": (0.2, 0.3, 0.5),
    "cost": (1.0, 1.5, 2.0),
}
START: Mapping[str, float] = {"kept": 1.0, "lean": 0.2, "start": 0.2, "cost": 1.0}
LEAST = 7  # candidates that are weighed however short the text is
ASIDE = 1.0  # points that a correction or a caption loses: they are printed where nothing else is left
_NO_WORSE = 0.002  # points: of numbers that are as good as the best, the first in a grid
_PRICE = 0.1  # points that a digest loses for a sentence that must not be printed, beside what the sentence loses
_THREE = Budget(3)


class JudgedArticle(NamedTuple):
    """An article with the points that a model which has not seen it gives to its candidates, and its first look."""

    rated: Rated
    first: Sequence[Sequence[float]]
    model: RankerModel
    points: Sequence[float]
    leans: Sequence[bool]
    asides: Sequence[bool]


def judge_articles(articles: Sequence[Rated], model: RankerModel) -> Iterator[JudgedArticle]:
    """Yield each article with the points of a model."""
    for one in articles:
        positions = range(len(one.rows))
        rows = one.rows.tolist()
        points = rate_rows(one.context, rows, positions, model)
        yield JudgedArticle(
            one,
            [row[: len(FIRST)] for row in rows],
            model,
            [worth - count_doubt(one.context, position, worth) for position, worth in enumerate(points)],
            [leans_back(one.context, position) for position in positions],
            [is_aside(one.context, position) for position in positions],
        )


def fit_sets(judged: Sequence[JudgedArticle], repeats: Sequence[float]) -> dict[str, float]:
    """Return the numbers of GRIDS by which digests of three sentences have most points for their price."""
    best = dict(START)
    for name, grid in GRIDS.items():
        rates = [_rate_digests(judged, repeats, {**best, name: value}) for value in grid]
        best[name] = next(value for value, rate in zip(grid, rates, strict=True) if rate >= max(rates) - _NO_WORSE)
    return best


def _rate_digests(judged: Sequence[JudgedArticle], repeats: Sequence[float], weights: Mapping[str, float]) -> float:
    return float(np.mean([_rate_digest(one, repeats, weights) for one in judged]))


def _rate_digest(one: JudgedArticle, repeats: Sequence[float], weights: Mapping[str, float]) -> float:
    """Return the points of a digest, less the price of one that holds a sentence that must not be printed."""
    article, context, lean = one.rated.article, one.rated.context, weights["lean"]
    kept = find_promising(one.first, one.model._replace(kept=weights["kept"], least=LEAST), 3.0)
    scores = [one.points[at] - lean * one.leans[at] - ASIDE * one.asides[at] for at in kept]
    pairs = PairWeights(context, PairModel(repeats, weights["cost"], lean, weights["start"]), kept)
    openings = [weights["start"] * one.leans[at] for at in kept]
    chosen: Any = find_best(scores, [context.sizes[at] for at in kept], pairs, _THREE, openings)
    labels = [article.labels[article.candidates[kept[at]]] for at in chosen]
    return count_points(article.record, labels) - _PRICE * ("never" in labels)
