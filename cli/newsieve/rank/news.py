"""The default ranker: digests as readers would choose them, learned from labels of readers.

Three parts, all plain arithmetic. The chance of each distinct word to be in a summary, by its uses, place and kind
(after Hong & Nenkova 2014, EACL), learned from articles with reference summaries. The points that a reader gives each
sentence, by boosted trees over the features of the sentence and its neighbours. And what two sentences of a digest are
worth together. `python -m newsieve.train ranker` fits all three.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from itertools import combinations, pairwise
from math import inf
from typing import Any, NamedTuple

from newsieve.data import read_data
from newsieve.forest import Exit, Forest, unpack_nodes
from newsieve.rank.asides import find_asides
from newsieve.rank.budget import Budget
from newsieve.rank.features import FEATURES, PART_OF, PARTS, compute_features
from newsieve.rank.pairs import REPEATS, PairModel, PairWeights, leans_back
from newsieve.rank.search import LARGE_DIGEST, find_best
from newsieve.types import Chosen, Sentences

_BESIDE = "beside the others"
_LEAST = 0.01  # points, where the budget is in words: a sentence more is never one too many


class RankerModel(NamedTuple):
    """Parts that training fits: `probabilities` of words by cell, trees over FEATURES, and what pairs are worth.

    Sentences that are hopeless after the first trees leave the forest there (early exit), which no digest notices.
    `offset` is added to a sentence's points where the budget is in words, so that one of no worth fills it better than
    nothing does. `aside` are the points that an aside loses.
    """

    probabilities: Sequence[float]
    forest: Forest
    pairs: PairModel
    offset: float
    aside: float


_model: ContextVar[RankerModel | None] = ContextVar("ranker model", default=None)


def rank_news(document: Sentences, candidates: Sequence[int], budget: Budget) -> tuple[Chosen, ...]:
    """News: the set that readers would choose, by trees learned from their labels. Linear, plain Python."""
    model = _model.get() or load_ranker_model()
    context, rows = compute_features(document, candidates, model.probabilities)
    points = [*map(model.forest.logit, rows)]
    pairs = PairWeights(context, model.pairs)
    losses = [
        model.pairs.lean * leans_back(context, position) + model.aside * is_aside
        for position, is_aside in enumerate(find_asides(context))
    ]
    offset = 0.0 if budget.words is None else model.offset
    scores = [one - loss + offset for one, loss in zip(points, losses, strict=True)]
    if budget.words is not None:
        scores = [max(_LEAST, score) for score in scores]
    positions = find_best(scores, context.sizes, pairs, budget)
    together = _share_pairs(positions, pairs)
    return tuple(
        Chosen(
            candidates[position],
            round(points[position] + together[position] - losses[position], 4),
            skip=context.cues[position].skip,
        )
        for position in positions
    )


def explain_news(document: Sentences, candidates: Sequence[int], chosen: Sequence[Chosen]) -> tuple[Chosen, ...]:
    """Return what `rank_news` chose with the parts of each score, one for each group of features."""
    model = _model.get() or load_ranker_model()
    _, rows = compute_features(document, candidates, model.probabilities)
    row_of = dict(zip(candidates, rows, strict=True))
    return tuple(one._replace(parts=_name_parts(model.forest, row_of[one.index], one.score)) for one in chosen)


@contextmanager
def use_ranker_model(model: RankerModel) -> Iterator[None]:
    """Rank by another model while it lasts, such as one that has not seen an article."""
    token = _model.set(model)
    try:
        yield
    finally:
        _model.reset(token)


@lru_cache(maxsize=1)
def load_ranker_model() -> RankerModel:
    """Return the model that the package carries."""
    return parse_ranker_model(json.loads(read_data("ranker.json")))


def parse_ranker_model(stored: Mapping[str, Any]) -> RankerModel:
    """Return a model from its stored form. Raises: ValueError for one that was learned on other features."""
    if tuple(stored["features"]) != FEATURES or tuple(stored["repeats"]) != REPEATS:
        raise ValueError("the ranker's model was learned on other features; run python -m newsieve.train ranker")
    trees, low = stored["exit"]
    forest = Forest(unpack_nodes(stored["forest"]), PART_OF, [Exit(trees, low, inf)])
    return RankerModel(stored["chances"], forest, PairModel(**stored["pairs"]), stored["offset"], stored["aside"])


def _share_pairs(positions: Sequence[int], pairs: Mapping[tuple[int, int], float]) -> Mapping[int, float]:
    """Return what each chosen sentence gains or loses by the others: the value of a pair counts for its second one.

    In a large digest only pairs of neighbours count.
    """
    together = dict.fromkeys(positions, 0.0)
    for pair in combinations(positions, 2) if len(positions) <= LARGE_DIGEST else pairwise(positions):
        together[pair[1]] += pairs[pair]
    return together


def _name_parts(forest: Forest, row: Sequence[float], score: float) -> tuple[tuple[str, float], ...]:
    values = (forest.bias, *forest.contributions(row))
    named = [(name, round(value, 4)) for name, value in zip(("usual", *PARTS), values, strict=True)]
    return (*named, (_BESIDE, round(score - sum(values), 4)))
