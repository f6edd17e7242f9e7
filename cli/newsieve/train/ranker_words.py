"""Fit what the words of a sentence add to the points that the trees give it, by language.

Ridge regression of what trees that have not seen the article's fold are wrong by (stacked generalization): trees that
have seen it are too seldom wrong.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations_with_replacement
from typing import Any

import numpy as np

from newsieve.rank.wording import USUAL, Wording, list_wording
from newsieve.train.folds import N_FOLDS
from newsieve.train.ranker_fit import Rated
from newsieve.train.ranker_trees import fit_points

_FEWEST_USES = 100  # labelled sentences with a word that has a weight
_PENALTY = 1000.0
_LEAST = 0.0005  # points: weights below it are left out

Errors = Sequence[tuple[Rated, Any]]


def fit_wording(rated: Sequence[Rated]) -> tuple[list[Wording], Wording]:
    """Return the weights that left out a fold, one after the other, and those that were learned from all articles."""
    labelled = [one for one in rated if one.article.labels and one.share == 1]
    said = {
        pair: fit_points([one for one in rated if one.article.fold not in pair])
        for pair in combinations_with_replacement(range(N_FOLDS), 2)
    }

    def find_errors(one: Rated, fold: int) -> tuple[Rated, Any]:
        first, second = sorted((one.article.fold, fold))
        return one, one.points - said[first, second].predict(one.rows)

    folds = [_fit([find_errors(one, fold) for one in labelled if one.article.fold != fold]) for fold in range(N_FOLDS)]
    return folds, _fit([find_errors(one, one.article.fold) for one in labelled])


def _fit(errors: Errors) -> Wording:
    by_language: dict[str, list[tuple[Rated, Any]]] = {}
    for one, wrong in errors:
        by_language.setdefault(one.context.pack.code, []).append((one, wrong))
    fitted = {code: _fit_language(found) for code, found in sorted(by_language.items()) if code}
    return {code: weights for code, weights in fitted.items() if weights}


def _fit_language(errors: Errors) -> Mapping[str, float]:
    """Return the weights of one language's words, by ridge regression; each article counts the same."""
    import scipy.sparse as sp
    from sklearn.linear_model import Ridge

    listed = [list_wording(tokens) - {USUAL} for one, _ in errors for tokens in one.context.tokens]
    uses = Counter(word for found in listed for word in found)
    words = sorted(word for word, count in uses.items() if count >= _FEWEST_USES)
    if not words:
        return {}
    places = {word: place for place, word in enumerate(words)}
    rows = [sorted(places[word] for word in found if word in places) for found in listed]
    starts = np.cumsum([0, *map(len, rows)])
    columns = np.concatenate([np.array(row, int) for row in rows])
    table = sp.csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(rows), len(words)))
    wrong = np.concatenate([values for _, values in errors])
    shares = np.concatenate([np.full(len(values), 30 / len(values)) for _, values in errors])
    model = Ridge(alpha=_PENALTY, solver="lsqr").fit(table, wrong, sample_weight=shares)
    weights = [(USUAL, model.intercept_), *zip(words, model.coef_, strict=True)]
    return {word: round(float(weight), 4) for word, weight in weights if abs(weight) >= _LEAST}
