"""Grow the default ranker's trees: a forest of the points of sentences, and one of their order in an article.

Boosted trees (LightGBM, Ke et al. 2017, NeurIPS). The second forest learns which sentences of an article readers would
rather print than its others (Bruch 2021, "An alternative cross entropy loss for learning-to-rank", WWW); its scores
are brought to the scale of points, so that the mean of both is one.
"""

from collections.abc import Mapping, Sequence
from math import inf
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np

from newsieve.forest import LEAF, Exit, Forest, Nodes
from newsieve.rank.features import FIRST
from newsieve.train.ranker_data import POINTS
from newsieve.train.ranker_fit import Rated

_TREES: Mapping[str, Any] = {
    "objective": "regression",
    "learning_rate": 0.1,
    "num_leaves": 31,
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
_ROUNDS = 150
_ORDER_TREES: Mapping[str, Any] = {**_TREES, "objective": "rank_xendcg", "seed": 2, "objective_seed": 7}
_GRADES = (POINTS["none"], POINTS["also"], POINTS["best"])  # the lowest points of the grades above the lowest
# The first look: small trees that learn what the forest says, from what is measured of every candidate.
_FIRST_TREES: Mapping[str, Any] = {**_TREES, "num_leaves": 8, "learning_rate": 0.2, "feature_fraction": 0.8}
_FIRST_ROUNDS = 30
_MOST_ROWS, _FEWEST_PLAIN = 45, 20  # of an article: of sentences that nobody labelled some are drawn
_EARLY_TREES = 80
_BEST_KEPT, _SHARE_LOST = 4, 0.003  # of the best four sentences of an article three in a thousand are given up
_FEWEST_TO_GIVE_UP = 10


class ScaledTrees(NamedTuple):
    """A LightGBM model, and the scale and the shift that make points of its scores."""

    model: Any
    scale: float = 1.0
    shift: float = 0.0

    def predict(self, rows: Any) -> Any:
        """Return the points of rows."""
        return self.scale * self.model.predict(rows) + self.shift


class DrawnRows(NamedTuple):
    """Rows of articles that are learned from, their points, what each counts for, and how many each article has."""

    rows: Any
    points: Any
    weights: Any
    sizes: Any


def fit_trees(rated: Sequence[Rated]) -> tuple[list[ScaledTrees], list[ScaledTrees]]:
    """Return both models of sentences, which err elsewhere, and one of the first look, which learns what these say."""
    import lightgbm

    points = fit_points(rated)
    forest = [points, _fit_order([one for one in rated if one.article.labels and one.share == 1], points)]
    drawn = _draw(rated)
    said: Any = np.mean([trees.predict(drawn.rows) for trees in forest], axis=0)
    first = _make_data(drawn.rows[:, : len(FIRST)], said, drawn.weights)
    return forest, [ScaledTrees(lightgbm.train(dict(_FIRST_TREES), first, _FIRST_ROUNDS))]


def fit_points(rated: Sequence[Rated]) -> ScaledTrees:
    """Return one model of the points of sentences."""
    import lightgbm

    drawn = _draw(rated)
    return ScaledTrees(lightgbm.train(dict(_TREES), _make_data(drawn.rows, drawn.points, drawn.weights), _ROUNDS))


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


def export_trees(models: Sequence[ScaledTrees]) -> Nodes:
    """Return the nodes of the mean of models with as many trees each, a tree of each in turn."""
    nodes: list[list[float]] = [[], [], [], []]
    for number, trees in enumerate(zip(*[one.model.dump_model()["tree_info"] for one in models], strict=True)):
        for one, tree in zip(models, trees, strict=True):
            shift = 0.0 if number else one.shift / len(models)
            _add_node(tree["tree_structure"], nodes, one.scale / len(models), shift)
    features, thresholds, seconds, values = nodes
    return Nodes([int(one) for one in features], thresholds, [int(one) for one in seconds], values)


def _fit_order(rated: Sequence[Rated], points: ScaledTrees) -> ScaledTrees:
    """Return a model of the order of an article's sentences, whose scores vary in one as much as points do."""
    import lightgbm

    drawn = _draw(rated)
    data = lightgbm.Dataset(
        drawn.rows,
        np.searchsorted(_GRADES, drawn.points, "right"),
        group=drawn.sizes,
        params={"verbose": -1, "max_bin": _TREES["max_bin"]},
    )
    model = lightgbm.train(dict(_ORDER_TREES), data, _ROUNDS)
    said: Any = points.predict(drawn.rows)
    scores: Any = model.predict(drawn.rows)
    scale = _measure_spread(said, drawn.sizes) / _measure_spread(scores, drawn.sizes)
    return ScaledTrees(model, scale, float(np.mean(said) - scale * np.mean(scores)))


def _measure_spread(values: Any, sizes: Any) -> float:
    """Return the standard deviation of values from the mean of their article."""
    starts = np.cumsum(sizes) - sizes
    means = np.add.reduceat(values, starts) / sizes
    return float(np.std(values - np.repeat(means, sizes)))


def _make_data(rows: Any, points: Any, weights: Any) -> Any:
    import lightgbm

    return lightgbm.Dataset(rows, points, weight=weights, params={"verbose": -1, "max_bin": _TREES["max_bin"]})


def _draw(rated: Sequence[Rated]) -> DrawnRows:
    drawn = [(one, *_draw_rows(one)) for one in rated]
    return DrawnRows(
        np.vstack([one.rows[places] for one, places, _ in drawn]),
        np.concatenate([one.points[places] for one, places, _ in drawn]),
        np.concatenate([one.share * 30 / len(one.points) * counts for one, _, counts in drawn]),
        np.array([len(places) for _, places, _ in drawn]),
    )


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


def _add_node(node: Mapping[str, Any], nodes: list[list[float]], scale: float, shift: float) -> tuple[float, float]:
    """Append a node and all below it; return its mean value, scaled and shifted, and how many came to it."""
    features, thresholds, seconds, values = nodes
    at = len(features)
    for column in nodes:
        column.append(0)
    if "split_feature" not in node:
        features[at] = LEAF
        values[at] = round(scale * node["leaf_value"] + shift, 4)
        return values[at], node.get("leaf_count", 1)
    features[at] = node["split_feature"]
    thresholds[at] = float(f"{node['threshold']:.5g}")
    low, few = _add_node(node["left_child"], nodes, scale, shift)
    seconds[at] = len(features)
    high, many = _add_node(node["right_child"], nodes, scale, shift)
    values[at] = round((low * few + high * many) / (few + many), 4)
    return values[at], few + many
