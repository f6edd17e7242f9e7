"""What training makes of the ranker's trees: forests of several scales become one."""

import pytest

from newsieve.forest import Forest

lightgbm = pytest.importorskip("lightgbm", reason="the extra `train` is not installed")
numpy = pytest.importorskip("numpy", reason="the extra `train` is not installed")
pytest.importorskip("scipy", reason="the extra `train` is not installed")


def test_one_forest_says_the_mean_of_all_on_their_scales() -> None:
    from newsieve.train.ranker_trees import ScaledTrees, export_trees

    rng = numpy.random.default_rng(3)
    rows = rng.integers(0, 9, (400, 3)).astype(float)
    models = [
        ScaledTrees(_fit(rows, rows[:, 0] - rows[:, 1])),
        ScaledTrees(_fit(rows, rows[:, 1] * rows[:, 2]), scale=0.25, shift=-1.5),
    ]
    forest = Forest(export_trees(models))
    said = [forest.logit(row) for row in rows.tolist()]
    assert said == pytest.approx((models[0].predict(rows) + models[1].predict(rows)) / 2, abs=0.01)


def _fit(rows: object, labels: object) -> object:
    parameters = {"num_leaves": 5, "num_threads": 1, "verbose": -1, "deterministic": True, "force_row_wise": True}
    return lightgbm.train(parameters, lightgbm.Dataset(rows, labels, params={"verbose": -1}), 12)
