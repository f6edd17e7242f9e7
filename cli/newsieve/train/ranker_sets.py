"""Fits the numbers by which sentences are weighed as a set: what leaning and repeating cost.

They are read off points that models gave to articles that they had not seen, each from a grid, one after the other.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from newsieve.rank.asides import find_asides
from newsieve.rank.budget import Budget
from newsieve.rank.features.context import Context
from newsieve.rank.news import RankerModel
from newsieve.rank.pairs import PairModel, PairWeights, leans_back
from newsieve.rank.search import find_best
from newsieve.train.ranker_data import LabelledArticle, count_points
from newsieve.train.ranker_fit import rate_articles

# The lowest values are what digests promise: that a sentence comes with its forerunner, and that nothing is said twice.
# Readers' points alone would have none of both, since the trees know such sentences already: .641 points out of fold.
GRIDS: Mapping[str, Sequence[float]] = {"lean": (0.4, 0.5), "cost": (0.5, 1.0, 1.5, 2.0)}
START: Mapping[str, float] = {"lean": 0.4, "cost": 1.0}
ASIDE = 1.0  # points that a correction or a caption loses: they are printed where nothing else is left
_PRICE = 0.1  # points that a digest loses for a sentence that must not be printed, beside what the sentence loses
_THREE = Budget(3)


class JudgedArticle(NamedTuple):
    """An article with the points that a model which has not seen it gives to its candidates."""

    article: LabelledArticle
    context: Context
    points: Sequence[float]
    leans: Sequence[bool]
    asides: Sequence[bool]


def judge_articles(articles: Sequence[LabelledArticle], model: RankerModel) -> Iterator[JudgedArticle]:
    """Yield each article that has candidates with the points of a model."""
    for one in rate_articles(articles, model.probabilities):
        context = one.context
        yield JudgedArticle(
            one.article,
            context,
            [model.forest.logit(row) for row in one.rows],
            [leans_back(context, position) for position in range(len(context.texts))],
            find_asides(context),
        )


def fit_sets(judged: Sequence[JudgedArticle], repeats: Sequence[float]) -> dict[str, float]:
    """Return `lean` and `cost` by which digests of three sentences have most points for their price."""
    best = dict(START)
    for name, grid in GRIDS.items():
        values = [(_rate_digests(judged, repeats, {**best, name: value}), value) for value in grid]
        best[name] = max(values)[1]
    return best


def _rate_digests(judged: Sequence[JudgedArticle], repeats: Sequence[float], weights: Mapping[str, float]) -> float:
    return float(np.mean([_rate_digest(one, repeats, weights) for one in judged]))


def _rate_digest(one: JudgedArticle, repeats: Sequence[float], weights: Mapping[str, float]) -> float:
    """Return the points of a digest, less the price of one that holds a sentence that must not be printed."""
    lean = weights["lean"]
    scores = [
        points - lean * leans - ASIDE * is_aside
        for points, leans, is_aside in zip(one.points, one.leans, one.asides, strict=True)
    ]
    pairs = PairWeights(one.context, PairModel(repeats, weights["cost"], lean))
    chosen: Any = find_best(scores, one.context.sizes, pairs, _THREE)
    labels = [one.article.labels[one.article.candidates[position]] for position in chosen]
    return count_points(one.article.record, labels) - _PRICE * ("never" in labels)
