"""Fits the weights of the default ranker: chances of words by logistic regression, the rest to the expected ROUGE.

The second fit is minimum risk training (Och 2003, ACL; Smith & Eisner 2006, ACL): the model's scores make a
distribution over the digests drawn from an article, and what grows is the mean ROUGE under it.
"""

import heapq
from collections.abc import Sequence
from typing import Any

import numpy as np
import scipy.sparse as sp
from scipy.optimize import minimize

from newsieve.rank.budget import Budget
from newsieve.rank.measures import NUMBERS
from newsieve.rank.news import BUDGETS as BUDGET_NAMES
from newsieve.rank.news import Weights, search
from newsieve.rank.vocabulary import WORD_CELLS, WORD_KINDS
from newsieve.train.ranker_data import BUDGETS, Example, draw_digests, rate_digests, tokenize
from newsieve.train.ranker_table import COLUMNS, KINDS, OTHER_BINS, SIZES, Rated, Table, find_key, make_table

# Reward is ROUGE-1 plus this share of ROUGE-2. BBC's references are extracts with gains ten times those of the other
# corpora; at full weight the model learns to write extracts and loses on the rest.
ROUGE_2 = 1.0
CORPUS_WEIGHTS = {"bbc": (0.35, 0.25, 0.1)}  # by budget
_ALIKE = (1.0, 1.0, 1.0)
_ROUGH_SHARE = 3  # one in so many articles for the first round
_BEST = 24  # digests of each article that the first round likes best
_SMOOTH = 4.0  # points of ROUGE that count as one unit of reward
_RIDGE = 6e-3
_STEPS = 60
_BINARY = 20  # of the word fit: kinds of word by kinds of story


def fit(examples: Sequence[Example], chances: Sequence[Sequence[float]], table: Table) -> Weights:
    """Return weights fitted to these articles; `table` holds their digests, described with these chances."""
    scale = _column_scale(table.rows)
    rows = (table.rows @ sp.diags(1 / scale)).tocsr()
    rows_t, members_t = rows.T.tocsr(), table.members.T.tocsr()
    spread = table.sets.std(0) + 1e-6
    budget = np.repeat(table.groups[:, 1], table.sizes)
    which = [np.nonzero(budget == number)[0] for number in range(len(BUDGETS))]
    described = [table.sets[place].astype(float) / spread for place in which]
    group = np.repeat(np.arange(len(table.sizes)), table.sizes)
    weight = weigh_groups(examples, table.groups)
    reward = (table.rouge[:, 0] + ROUGE_2 * table.rouge[:, 1]).astype(float) / _SMOOTH
    width, depth = rows.shape[1], table.sets.shape[1]

    def rate(theta: Any) -> Any:
        scores = table.members @ (rows @ theta[:width])
        shared = theta[width : width + depth]
        for number, place in enumerate(which):
            own = theta[width + depth * (number + 1) : width + depth * (number + 2)]
            scores[place] += described[number] @ (shared + own)
        return scores

    def loss(theta: Any) -> tuple[float, Any]:
        chance = _softmax(rate(theta), table.starts, group)
        expected = np.add.reduceat(chance * reward, table.starts)
        slope = -weight[group] * chance * (reward - expected[group])
        own = [one.T @ slope[place] for one, place in zip(described, which, strict=True)]
        gradient = np.concatenate([rows_t @ (members_t @ slope), sum(own), *own])
        return float(-(weight * expected).sum() + _RIDGE * theta @ theta), gradient + 2 * _RIDGE * theta

    start = np.zeros(width + depth * (len(BUDGETS) + 1))
    theta = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _STEPS}).x
    return _export(theta[:width] / scale, theta[width:].reshape(-1, depth) / spread, chances)


def fit_chances(examples: Sequence[Example]) -> list[list[float]]:
    """Return the chance of a word of each cell to be in a summary, by kind of story."""
    from sklearn.linear_model import LogisticRegression

    counts = np.zeros((KINDS, WORD_CELLS, 2))
    sizes = _count_corpora(examples)
    for example in examples:
        wanted = frozenset(example.reference)
        weight = CORPUS_WEIGHTS.get(example.corpus, _ALIKE)[0] / sizes[example.corpus]
        for word, cell in zip(example.measures.vocabulary, example.measures.cells, strict=True):
            tokens = tokenize(word, example.language)
            counts[example.measures.length, cell, int(bool(tokens) and tokens[0] in wanted)] += weight
    counts *= len(examples) / len(sizes)
    kinds, cells = (grid.ravel() for grid in np.meshgrid(np.arange(KINDS), np.arange(WORD_CELLS), indexing="ij"))
    per_kind = WORD_CELLS // len(WORD_KINDS)
    columns = np.column_stack([cells, WORD_CELLS + kinds * len(WORD_KINDS) + cells // per_kind])
    ones = (np.ones(columns.size), (np.repeat(np.arange(len(cells)), 2), columns.ravel()))
    features = sp.csr_matrix(ones, shape=(len(cells), WORD_CELLS + _BINARY))
    flat = counts.reshape(-1, 2)
    model = LogisticRegression(C=0.5, max_iter=500)
    labels = np.repeat([0, 1], len(cells))
    model.fit(sp.vstack([features, features]), labels, sample_weight=np.concatenate([flat[:, 0], flat[:, 1]]))
    chances = model.predict_proba(features)[:, 1].reshape(KINDS, WORD_CELLS)
    return [[round(float(chance), 3) for chance in row] for row in chances]


def train(examples: Sequence[Example], drawn: Rated) -> Weights:
    """Return weights learned from these articles, in two rounds.

    The first, on some of the articles, learns from digests drawn near the lead and at random. It finds the digests
    that look best to it, and the second learns from these too: what only looks good is unlearned. `drawn` has the
    digests of the first round and their ROUGE (`rate_drawn`).
    """
    chances = fit_chances(examples)
    some = examples[::_ROUGH_SHARE]
    rated = dict(drawn)
    rough = fit(some, chances, make_table(some, chances, rated))
    for example in examples:
        for budget in BUDGETS:
            key = find_key(example, budget)
            digests, rouge = rated[key]
            known = set(digests)
            best = [places for places in _find_best(example, budget, rough) if places not in known]
            if best:
                rated[key] = (digests + best, np.concatenate([rouge, rate_digests(example, best)]))
    return fit(examples, chances, make_table(examples, chances, rated))


def rate_drawn(examples: Sequence[Example]) -> Rated:
    """Return digests drawn from each article and budget, and their ROUGE."""
    rated: Rated = {}
    for example in examples:
        for budget in BUDGETS:
            digests = draw_digests(example, budget)
            rated[find_key(example, budget)] = (digests, rate_digests(example, digests))
    return rated


def _find_best(example: Example, budget: Budget, weights: Weights) -> list[tuple[int, ...]]:
    digests = search(example.measures, budget, weights)
    return [digest.places for _, digest in heapq.nlargest(_BEST, digests, key=lambda pair: pair[0])]


def weigh_groups(examples: Sequence[Example], groups: Any) -> Any:
    """Return the weight of each article and budget: corpora count alike, but for CORPUS_WEIGHTS."""
    sizes = _count_corpora(examples)
    corpora = [one.corpus for one in examples]
    weight = np.array([CORPUS_WEIGHTS.get(corpora[n], _ALIKE)[budget] / sizes[corpora[n]] for n, budget in groups])
    return weight / len(sizes) / len(BUDGETS)


def store(weights: Weights) -> dict[str, Any]:
    """Return the weights as plain values for JSON."""
    return weights._asdict()


def _count_corpora(examples: Sequence[Example]) -> dict[str, int]:
    names = [example.corpus for example in examples]
    return {name: names.count(name) for name in dict.fromkeys(names)}


def _column_scale(rows: Any) -> Any:
    """Return what each column is divided by: the numbers by their spread, so that the ridge treats them alike."""
    scale = np.ones(rows.shape[1])
    numbers = rows[:, COLUMNS["numbers"] : COLUMNS["early"]].toarray()
    scale[COLUMNS["numbers"] : COLUMNS["early"]] = numbers.std(0) + 1e-3
    scale[COLUMNS["early"] :] = numbers.std(0) + 1e-3
    return scale


def _softmax(scores: Any, starts: Any, group: Any) -> Any:
    powers = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
    return powers / np.add.reduceat(powers, starts)[group]


def _export(theta: Any, sets: Any, chances: Sequence[Sequence[float]]) -> Weights:
    def block(name: str, size: int, number: int = 0) -> Any:
        start = COLUMNS[name] + number * size
        return theta[start : start + size]

    place, length = SIZES["place"], SIZES["length"]
    by_budget, by_length = {}, {}
    for number, name in enumerate(BUDGET_NAMES):
        own = block("place", place) + block("place by budget", place, number)
        by_budget[name] = [_round(own + block("place by story", place, kind)) for kind in range(KINDS)]
        by_length[name] = _round(block("length", length) + block("length by budget", length, number))
    return Weights(
        place=by_budget,
        length=by_length,
        steps={name: _round(block(name, SIZES[name])) for name in OTHER_BINS},
        numbers=_round(block("numbers", len(NUMBERS))),
        early=_round(block("early", len(NUMBERS))),
        sets={name: _round(sets[0] + sets[number + 1]) for number, name in enumerate(BUDGET_NAMES)},
        words=chances,
    )


def _round(values: Any) -> list[float]:
    return [round(float(value), 4) for value in values]
