"""What training makes of the ranker's trees: forests of several scales become one."""

import json
from pathlib import Path

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


def test_what_is_put_into_articles_is_not_what_is_scored(tmp_path: Path) -> None:
    from newsieve.train.ranker_polluted import read_boilerplate

    scored = "Join the nine thousand readers who keep this paper alive today"
    story = "The council closed the bridge over the Ox after an inspection on Friday."
    other = "Give what you can to the reporters of the Harbour Gazette this week"
    rows = [
        {
            "doc": "a",
            "publisher": "gazette.example",
            "url": None,
            "i": number,
            "text": text,
            "label": label,
            "kind": kind,
        }
        for number, (text, label, kind) in enumerate(
            [
                (scored, "boilerplate", "donation"),
                (other, "boilerplate", "donation"),
                (story, "content", "content"),
            ]
        )
    ]
    for name, lines in {"promo": rows, "appeals": rows[:0]}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "paragraphs.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in lines))
    (tmp_path / "digest").mkdir()
    (tmp_path / "digest" / "polluted.jsonl").write_text(json.dumps({"inserted": [f"{scored}!"]}) + "\n")
    own = {line for (_, language), lines in read_boilerplate(tmp_path).items() if language == "en" for line in lines}
    assert other in own
    assert scored not in own
    assert story not in own


def test_labels_of_texts_name_texts_and_sentences() -> None:
    from newsieve.train.ranker_data import TEXT_LABELS, _read_invented, read_letters

    letters = {record["id"]: read_letters(record["text"]) for record in _read_invented()}
    lines = [line.split("\t") for line in TEXT_LABELS.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert len(lines) > 300
    for name, best, also, never in lines:
        spans = [tuple(map(int, span.split("-"))) for kind in (best, also, never) for span in kind.split()]
        assert best
        assert len({*spans}) == len(spans)
        assert all(start < end <= len(letters[name]) for start, end in spans)
