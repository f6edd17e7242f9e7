"""Fit the default ranker: probabilities of words, trees for the points of a sentence, and what pairs of sentences add.

The probabilities are learned from reference summaries by logistic regression. The trees learn the points that readers
gave (LightGBM, Ke et al. 2017, NeurIPS), each article with the same weight. That two sentences say the same is learned
by logistic regression from those that readers named duplicates.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations
from math import inf
from typing import Any
from zlib import crc32

import numpy as np

from newsieve.forest import Exit, Forest, Nodes
from newsieve.rank.features import FIRST, compute_features
from newsieve.rank.features.context import Context, read_words
from newsieve.rank.pairs import describe_repeat
from newsieve.rank.vocabulary import WORD_CELLS, WORD_KINDS, find_cells
from newsieve.train.ranker_data import POINTS, LabelledArticle, label_sentences, rouge, tokenize

# BBC's references are extracts, three times as long as those of the other corpora.
_CORPUS_WEIGHTS = {"bbc": 0.35}
_TREES: Mapping[str, Any] = {
    "objective": "regression",
    "learning_rate": 0.1,
    "num_leaves": 15,
    "min_data_in_leaf": 100,
    "lambda_l2": 5.0,
    "feature_fraction": 0.3,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "max_bin": 63,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "seed": 0,
    "verbose": -1,
}
# Forests of other seeds err elsewhere, so their mean is nearer: out of fold one of 150 trees has .634 to .641 points,
# two have .642, four of 220 .648. One of 120 that learns what four say has .627: it is too small.
_FORESTS, _ROUNDS = 2, 150
# The first look: small trees that learn what the forest says, from what is measured of every candidate.
_FIRST_TREES: Mapping[str, Any] = {**_TREES, "num_leaves": 8, "learning_rate": 0.25, "feature_fraction": 0.8}
_FIRST_ROUNDS = 15
# ROUGE as a second voice, out of fold: points of readers .640 without it, .638 at .15, .621 at .5.
_SECOND_VOICE = 0.2
_SHORT = 0.03  # what an article cut short counts for: its sentences count half of what those of a whole one do
_MOST_ROWS, _FEWEST_PLAIN = 45, 20  # of an article: of sentences that nobody labelled some are drawn
_MIDDLE, _SPREAD = 0.25, 0.3  # points of a sentence of middling ROUGE, and of one standard deviation more
_FEWEST_SENTENCES = 4
_EARLY_TREES = 60
_BEST_KEPT, _SHARE_LOST = 4, 0.003  # of the best four sentences of an article three in a thousand are given up
_FEWEST_TO_GIVE_UP = 10
_REACH = 40  # sentences around a duplicate among which the other one is looked for
_LEAF = 255


Probabilities = Mapping[int, Sequence[float]]


@dataclass(frozen=True, slots=True)
class Rated:
    """An article, its context, the rows of its candidates and the points of each; `share` is what it counts for."""

    article: LabelledArticle
    context: Context
    rows: Any
    points: Any
    share: float


def fit_word_probabilities(articles: Sequence[LabelledArticle], left_out: int | None = None) -> list[float]:
    """Return the chance of a word of each cell to be in a summary, learned from all folds but one."""
    import scipy.sparse as sp
    from sklearn.linear_model import LogisticRegression

    used = [one for one in articles if one.fold != left_out]
    sizes = Counter(one.corpus for one in used)
    counts: Any = np.zeros((WORD_CELLS, 2))
    for article in used:
        weight = _CORPUS_WEIGHTS.get(article.corpus, 1.0) / sizes[article.corpus]
        np.add.at(counts, _count_words(article), weight)
    counts *= len(used) / len(sizes)
    cells: Any = np.arange(WORD_CELLS)
    kinds = WORD_CELLS + cells // (WORD_CELLS // len(WORD_KINDS))
    places = (np.repeat(cells, 2), np.column_stack([cells, kinds]).ravel())
    features = sp.csr_matrix((np.ones(2 * WORD_CELLS), places), shape=(WORD_CELLS, WORD_CELLS + len(WORD_KINDS)))
    model = LogisticRegression(C=0.5, max_iter=500)
    labels = np.repeat([0, 1], WORD_CELLS)
    model.fit(sp.vstack([features, features]), labels, sample_weight=counts.T.ravel())
    return [round(float(chance), 3) for chance in model.predict_proba(features)[:, 1]]


def rate_all(
    labelled: Sequence[LabelledArticle],
    more: Sequence[LabelledArticle],
    summarized: Sequence[LabelledArticle],
    probabilities: Probabilities,
) -> list[Rated]:
    """Return what the trees learn from; `probabilities` are of words by fold, each fitted without the fold."""
    short = shorten([*labelled, *more])
    return [
        *rate_articles(labelled, probabilities),
        *rate_articles(more, probabilities),
        *rate_articles(short, probabilities, _SHORT),
        *_rate_summarized(summarized, probabilities),
    ]


def rate_articles(articles: Sequence[LabelledArticle], probabilities: Probabilities, share: float = 1) -> list[Rated]:
    """Return the rows of articles and readers' points; those without candidates are left out."""
    return [*_rate_articles(articles, probabilities, share)]


def shorten(articles: Sequence[LabelledArticle]) -> list[LabelledArticle]:
    """Return articles cut behind two to four sentences, as texts of few sentences are in no corpus."""
    return [
        replace(one, candidates=one.candidates[: 2 + number % 3])
        for number, one in enumerate(articles)
        if len(one.candidates) >= _FEWEST_SENTENCES
    ]


def fit_trees(rated: Sequence[Rated]) -> tuple[list[Any], list[Any]]:
    """Return LightGBM models of the points of sentences, and one of the first look, which learns what these say."""
    import lightgbm

    rows, points, weights = _join_rows(rated)
    data = _make_data(rows, points, weights)
    forest = [lightgbm.train({**_TREES, "seed": seed}, data, _ROUNDS) for seed in range(_FORESTS)]
    said: Any = np.mean([model.predict(rows) for model in forest], axis=0)
    first = _make_data(rows[:, : len(FIRST)], said, weights)
    return forest, [lightgbm.train(dict(_FIRST_TREES), first, _FIRST_ROUNDS)]


def find_exit(nodes: Nodes, rated: Sequence[Rated]) -> list[float]:
    """Return after how many trees a sentence may be given up, and below which points: hardly any of the best is."""
    forest = Forest(nodes)
    early = Forest(nodes, cascade=[Exit(_EARLY_TREES, inf, inf)])
    best = []
    for one in rated[::4]:
        if len(one.rows) >= _FEWEST_TO_GIVE_UP and one.article.labels:
            rows = one.rows.tolist()
            points = [forest.logit(row) for row in rows]
            best += [early.logit(rows[position]) for position in np.argsort(points)[-_BEST_KEPT:]]
    return [_EARLY_TREES, round(float(np.quantile(best, _SHARE_LOST)), 3)]


def _make_data(rows: Any, points: Any, weights: Any) -> Any:
    import lightgbm

    return lightgbm.Dataset(rows, points, weight=weights, params={"verbose": -1, "max_bin": _TREES["max_bin"]})


def _join_rows(rated: Sequence[Rated]) -> tuple[Any, Any, Any]:
    """Return the rows of articles that are learned from, their points, and what each counts for."""
    drawn = [(one, *_draw_rows(one)) for one in rated]
    rows = np.vstack([one.rows[places] for one, places, _ in drawn])
    points = np.concatenate([one.points[places] for one, places, _ in drawn])
    weights = np.concatenate([one.share * 30 / len(one.points) * counts for one, _, counts in drawn])
    return rows, points, weights


def _draw_rows(one: Rated) -> tuple[Any, Any]:
    """Return the places of the rows of an article that are learned from, and what each counts for."""
    count = len(one.points)
    said = np.flatnonzero(one.points != POINTS["none"])
    plain = np.flatnonzero(one.points == POINTS["none"])
    wanted = max(_FEWEST_PLAIN, _MOST_ROWS - len(said))
    if count <= _MOST_ROWS or len(plain) <= wanted or not one.article.labels:
        return np.arange(count), np.ones(count)
    rng = np.random.default_rng(crc32(str(one.article.record["id"]).encode()))
    some = rng.choice(plain, wanted, replace=False)
    return np.concatenate([said, some]), np.repeat([1.0, len(plain) / wanted], [len(said), wanted])


def fit_repeats(rated: Sequence[Rated]) -> list[float]:
    """Return the bias and the weights of REPEATS: pairs that readers call duplicates against pairs that they like."""
    from sklearn.linear_model import LogisticRegression

    rows: list[tuple[float, ...]] = []
    labels: list[bool] = []
    for one in rated:
        if not one.article.labels or not any(why for _, why in one.article.record["never"]):
            continue  # nobody said why
        described = [*_describe_duplicates(one)]
        liked = combinations(np.nonzero(one.points > POINTS["none"])[0], 2)
        rows += described
        labels += [True] * len(described)
        likely = [describe_repeat(one.context, int(first), int(second)) for first, second in liked]
        rows += likely
        labels += [False] * len(likely)
    model = LogisticRegression(C=10, max_iter=500).fit(np.array(rows), np.array(labels))
    return [round(float(weight), 4) for weight in (*model.intercept_, *model.coef_[0])]


def export_trees(models: Sequence[Any]) -> Nodes:
    """Return the nodes of the mean of LightGBM models, a tree of each in turn."""
    nodes: list[list[float]] = [[], [], [], []]
    for trees in zip(*[model.dump_model()["tree_info"] for model in models], strict=True):
        for tree in trees:
            _add_node(tree["tree_structure"], nodes, 1 / len(models))
    features, thresholds, seconds, values = nodes
    return Nodes([int(one) for one in features], thresholds, [int(one) for one in seconds], values)


@lru_cache(maxsize=1 << 14)
def _count_words(article: LabelledArticle) -> tuple[Any, Any]:
    """Return the cell of each distinct word of an article, and whether its summary has the word."""
    vocabulary, words = read_words(article.document, article.candidates)
    language = article.document.language
    wanted = frozenset(tokenize(article.record["reference"], language))
    first = [next(iter(tokenize(word, language)), "") for word in vocabulary.numbers]
    return np.array(find_cells(vocabulary, words), int), np.array([word in wanted for word in first], int)


def _rate_articles(articles: Sequence[LabelledArticle], probabilities: Probabilities, share: float) -> Iterator[Rated]:
    for article in articles:
        if article.candidates:
            context, rows = compute_features(article.document, article.candidates, probabilities[article.fold])
            points = [POINTS[article.labels[index]] for index in article.candidates]
            yield Rated(article, context, np.array(rows, np.float32), np.array(points), share)


def _rate_summarized(articles: Sequence[LabelledArticle], probabilities: Probabilities) -> Iterator[Rated]:
    """Yield ROUGE of each sentence of articles with summaries, on the scale of points."""
    for article in articles:
        if len(article.candidates) < _FEWEST_SENTENCES:
            continue
        scores = _rate_sentences(article)
        scaled = np.clip(_MIDDLE + _SPREAD * (scores - scores.mean()) / (scores.std() + 1e-6), -0.6, 1.2)
        context, rows = compute_features(article.document, article.candidates, probabilities[article.fold])
        yield Rated(article, context, np.array(rows, np.float32), scaled, _SECOND_VOICE)


@lru_cache(maxsize=1 << 12)
def _rate_sentences(article: LabelledArticle) -> Any:
    """Return ROUGE-1 and ROUGE-2 of each candidate, added up."""
    language = article.document.language
    reference = tokenize(article.record["reference"], language)
    texts = [article.document.texts[index] for index in article.candidates]
    return np.array([sum(rouge(tokenize(text, language), reference)) for text in texts])


def _describe_duplicates(one: Rated) -> Iterator[tuple[float, ...]]:
    """Yield REPEATS of each sentence that a reader calls a duplicate, beside the one that it shares most with."""
    record = one.article.record
    said = [[index, why] for index, why in record["never"] if why == "duplicate"]
    if not said:
        return
    texts = [one.article.document.texts[index] for index in one.article.candidates]
    labels = label_sentences({**record, "never": said, "best": [], "also": [], "one": None}, texts)
    for position in (number for number, label in enumerate(labels) if label == "never"):
        near = range(max(0, position - _REACH), min(len(texts), position + _REACH))
        pairs = [describe_repeat(one.context, position, other) for other in near if other != position]
        if pairs:
            yield max(pairs)


def _add_node(node: Mapping[str, Any], nodes: list[list[float]], share: float) -> tuple[float, float]:
    """Append a node and all below it; return its mean value, of which a share counts, and how many came to it."""
    features, thresholds, seconds, values = nodes
    at = len(features)
    for column in nodes:
        column.append(0)
    if "split_feature" not in node:
        features[at] = _LEAF
        values[at] = round(share * node["leaf_value"], 4)
        return values[at], node.get("leaf_count", 1)
    features[at] = node["split_feature"]
    thresholds[at] = float(f"{node['threshold']:.5g}")
    low, few = _add_node(node["left_child"], nodes, share)
    seconds[at] = len(features)
    high, many = _add_node(node["right_child"], nodes, share)
    values[at] = round((low * few + high * many) / (few + many), 4)
    return values[at], few + many
