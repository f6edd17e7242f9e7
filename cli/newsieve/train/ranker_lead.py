"""Fit how much digests favour the first sentences of their article, on points of models that have not seen the article.

What readers gain or lose by it is learned by ridge regression. From which value on leading sentences are favoured, and
how much, is searched for: the most points of labelled articles, while digests have no less in common with reference
summaries than the first three sentences have.
"""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from newsieve.rank.budget import Budget
from newsieve.rank.lead_bias import LEAD_FEATURES, LeadStep, describe_lead, find_leading, weigh_lead
from newsieve.text import estimate_words
from newsieve.train.folds import N_FOLDS
from newsieve.train.ranker_data import LabelledArticle, find_lead, rouge, tokenize
from newsieve.train.ranker_sets import JudgedArticle, WeighedSentences, rate_digest, weigh_sentences

# Gain of each leading sentence and price of a word, of the first step and of the second one.
_FIRM = ((0.6, 0.02), (0.6, 0.015), (0.45, 0.015), (0.3, 0.01))
_LIGHT = ((0.15, 0.01), (0.15, 0.0125), (0.1, 0.01), (0.1, 0.0125), (0.0, 0.01))
_PAIRS = ((0.0, 0.0), *_FIRM, *_LIGHT)
_FIRM_SHARES = (0.2, 0.25, 0.3, 0.4)  # of the labelled articles, from those on that gain most
_SHARES = (0.65, 0.7, 0.725, 0.75, 0.775, 0.8)  # of these in both steps
_PENALTY = 3000.0
_WIDTH = 1.8  # standard errors of a corpus' ROUGE: less than those of a 95 % interval, since other articles differ
_PRICE = 0.05  # points that one of ROUGE costs by which the whole interval is below the first three sentences
_COUNT = 3  # sentences of a digest

Stored = Mapping[str, Any]


class LeadTable(NamedTuple):
    """Articles by row: LEAD_FEATURES, folds and corpora, and by pair of _PAIRS the points of the digest and its ROUGE.

    ROUGE-1 and ROUGE-2 are those beyond the first three sentences. What an article has no labels or no summary for is
    not a number.
    """

    features: Any
    folds: Any
    corpora: Any
    points: Any
    rouge: Any


def fit_lead(judged: Sequence[JudgedArticle]) -> tuple[list[Stored], Stored]:
    """Return the lead models that left out a fold, one after the other, and the one of all articles.

    Articles have labels, or a summary, or both.
    """
    return fit_table(_make_table(judged))


def fit_table(table: LeadTable) -> tuple[list[Stored], Stored]:
    """Return the lead models that left out a fold of a table, one after the other, and the one of all of it."""
    best = max((_search(table, number, pair) for number, pair in enumerate(_FIRM, start=1)), key=lambda one: one[0])
    _, number, steps = best
    fitted = [_fit_gain(table, number, table.folds != fold) for fold in range(N_FOLDS)]
    folds = [_store(*weights, steps) for weights in fitted]
    return folds, _store(*_fit_gain(table, number, table.folds >= 0), steps)


def _search(table: LeadTable, number: int, pair: tuple[float, float]) -> tuple[float, int, list[LeadStep]]:
    """Return the highest worth of steps that begin with a pair, the number of this, and the steps."""
    expected: Any = np.zeros(len(table.folds))
    for fold in range(N_FOLDS):
        bias, weights = _fit_gain(table, number, table.folds != fold)
        left_out = table.folds == fold
        expected[left_out] = bias + table.features[left_out] @ weights
    known = expected[~np.isnan(table.points[:, 0])]
    best: tuple[float, int, list[LeadStep]] = (-np.inf, number, [])
    for firm, share, (second, light) in product(_FIRM_SHARES, _SHARES, enumerate(_LIGHT, start=1 + len(_FIRM))):
        least = [round(float(np.quantile(known, 1 - one)), 4) for one in (firm, share)]
        taken = np.where(expected >= least[0], number, np.where(expected >= least[1], second, 0))
        steps = [LeadStep(least[0], *pair), LeadStep(least[1], *light)]
        best = max(best, (_rate(table, taken), number, steps), key=lambda one: one[0])
    return best


def _rate(table: LeadTable, taken: Any) -> float:
    """Return the points of digests, less what they have less in common with summaries than the first sentences."""
    rows = np.arange(len(taken))
    lost = 0.0
    gains = table.rouge[rows, taken]
    for corpus in sorted(set(table.corpora)):
        own = gains[(table.corpora == corpus) & ~np.isnan(gains[:, 0])]
        if len(own):
            highest = own.mean(0) + _WIDTH * own.std(0) / len(own) ** 0.5
            lost += float(np.maximum(0.0, -highest).sum())
    return float(np.nanmean(table.points[rows, taken])) - _PRICE * lost


def _fit_gain(table: LeadTable, number: int, used: Any) -> tuple[float, Any]:
    """Return a bias and weights of what readers gain by a pair."""
    from sklearn.linear_model import Ridge

    used = used & ~np.isnan(table.points[:, 0])
    rows = table.features[used]
    middle, spread = rows.mean(0), rows.std(0) + 1e-9
    gains = table.points[used, number] - table.points[used, 0]
    model = Ridge(_PENALTY).fit((rows - middle) / spread, gains)
    weights = model.coef_ / spread
    return float(model.intercept_ - middle @ weights), weights


def _make_table(judged: Sequence[JudgedArticle]) -> LeadTable:
    described, points, overlaps = [], [], []
    for one in judged:
        weighed = weigh_sentences(one, one.model)
        described.append(describe_lead(one.first, find_leading(one.context.lines), weighed.kept, weighed.scores))
        digests = [_choose(one, weighed, pair) for pair in _PAIRS]
        points.append([rate_digest(one.article, lines) if one.article.labels else np.nan for lines in digests])
        overlaps.append(_compare(one.article, digests))
    return LeadTable(
        np.array(described),
        np.array([one.article.fold for one in judged]),
        np.array([one.article.corpus for one in judged]),
        np.array(points),
        np.array(overlaps),
    )


def _choose(one: JudgedArticle, weighed: WeighedSentences, pair: tuple[float, float]) -> list[int]:
    leading = find_leading(one.context.lines)
    lengths = [estimate_words(one.context.texts[position]) for position in weighed.kept]
    extras = weigh_lead(LeadStep(0.0, *pair), leading, weighed.kept, lengths, _COUNT)
    return weighed.choose([score + extra for score, extra in zip(weighed.scores, extras, strict=True)])


def _compare(article: LabelledArticle, digests: Sequence[Sequence[int]]) -> list[tuple[float, float]]:
    """Return by how much more the digests have in common with the summary than the first three sentences have."""
    if "reference" not in article.record:
        return [(np.nan, np.nan)] * len(digests)
    language = article.document.language
    reference = tokenize(article.record["reference"], language)
    first = rouge(tokenize(find_lead(article, Budget(_COUNT)), language), reference)
    texts = [" ".join(article.document.texts[line] for line in lines) for lines in digests]
    return [
        (ours[0] - first[0], ours[1] - first[1])
        for ours in (rouge(tokenize(text, language), reference) for text in texts)
    ]


def _store(bias: float, weights: Any, steps: Sequence[LeadStep]) -> Stored:
    rounded = [float(f"{weight:.4g}") for weight in weights]
    return {"features": LEAD_FEATURES, "bias": round(bias, 5), "weights": rounded, "steps": steps}
