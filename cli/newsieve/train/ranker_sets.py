"""Fits the numbers by which sentences are weighed as a set: how many are weighed, what leaning and repeating cost.

They are read off points that models gave to articles that they had not seen, each from a grid, one after the other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from newsieve.rank.asides import is_aside
from newsieve.rank.budget import Budget
from newsieve.rank.features import FIRST
from newsieve.rank.features.context import Context
from newsieve.rank.news import RankerModel, count_doubt, find_promising, rate_rows
from newsieve.rank.pairs import PairModel, PairWeights, leans_back
from newsieve.rank.search import find_best
from newsieve.train.ranker_data import LabelledArticle, count_points

# The lowest costs are what digests promise: that they do not begin with what points back, and say nothing twice.
GRIDS: Mapping[str, Sequence[float]] = {
    "kept": (0.3, 0.4),
    "lean": (0.1, 0.2, 0.3, 0.4),
    "start": (0.2, 0.3, 0.5),
    "cost": (1.5, 2.0),
}
START: Mapping[str, float] = {"kept": 1.0, "lean": 0.2, "start": 0.2, "cost": 1.5}
LEAST = 7  # candidates that are weighed however short the text is
ASIDE = 1.0  # points that a correction or a caption loses: they are printed where nothing else is left
_NO_WORSE = 0.002  # points: of numbers that are as good as the best, the first in a grid
_PRICE = 0.1  # points that a digest loses for a sentence that must not be printed, beside what the sentence loses
_THREE = Budget(3)


class JudgedArticle(NamedTuple):
    """An article with the points that a model which has not seen it gives to its candidates, and its first look."""

    article: LabelledArticle
    context: Context
    first: Sequence[Sequence[float]]
    model: RankerModel
    points: Sequence[float]
    leans: Sequence[bool]
    asides: Sequence[bool]


def judge_article(
    article: LabelledArticle, context: Context, rows: Sequence[Sequence[float]], model: RankerModel
) -> JudgedArticle:
    """Return an article with the points of a model; `rows` are the features of its candidates."""
    positions = range(len(rows))
    points = rate_rows(context, rows, positions, model)
    return JudgedArticle(
        article,
        context,
        [row[: len(FIRST)] for row in rows],
        model,
        [worth - count_doubt(context, position, worth) for position, worth in enumerate(points)],
        [leans_back(context, position) for position in positions],
        [is_aside(context, position) for position in positions],
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
    pairs = PairModel(repeats, weights["cost"], weights["lean"], weights["start"])
    weighed = weigh_sentences(one, one.model._replace(kept=weights["kept"], least=LEAST, pairs=pairs))
    return rate_digest(one.article, weighed.choose(weighed.scores))


@dataclass(frozen=True, slots=True)
class WeighedSentences:
    """The sentences of an article that are weighed for a digest of three, and the scores of these, each by itself."""

    article: LabelledArticle
    kept: Sequence[int]
    scores: Sequence[float]
    sizes: Sequence[int]
    pairs: PairWeights
    openings: Sequence[float]

    def choose(self, scores: Sequence[float]) -> list[int]:
        """Return the numbers of the sentences of the digest in the text, by these scores."""
        chosen = find_best(scores, self.sizes, self.pairs, _THREE, self.openings)
        return [self.article.candidates[self.kept[at]] for at in chosen]


def weigh_sentences(one: JudgedArticle, model: RankerModel) -> WeighedSentences:
    """Return the sentences that a model weighs for a digest of three."""
    kept = find_promising(one.first, model, float(_THREE.sentences or 1))
    scores = [one.points[at] - model.pairs.lean * one.leans[at] - model.aside * one.asides[at] for at in kept]
    return WeighedSentences(
        one.article,
        kept,
        scores,
        [one.context.sizes[at] for at in kept],
        PairWeights(one.context, model.pairs, kept),
        [model.pairs.start * one.leans[at] for at in kept],
    )


def rate_digest(article: LabelledArticle, lines: Sequence[int]) -> float:
    """Return the points of a digest, less the price of one that holds a sentence that must not be printed."""
    labels = [article.labels[line] for line in lines]
    return count_points(article.record, labels) - _PRICE * ("never" in labels)
