"""`python -m newsieve.train pages CORPUS`: labelled pages in, the block classifier of the extraction stage out.

Scores are of pages whose house was not learned from; --folds keeps the classifiers that have not seen a fold.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from newsieve.extract.article import drop_title
from newsieve.extract.body import keep_blocks
from newsieve.extract.classifier import BlockClassifier, parse_classifier
from newsieve.extract.features import FEATURES
from newsieve.train.folds import N_FOLDS
from newsieve.train.pages_data import load_pages, shingles
from newsieve.train.pages_keep import find_exits, fit_keep, score_keeps
from newsieve.train.pages_rows import PRODUCTS, Reading, read_pages
from newsieve.train.ranker_trees import ScaledTrees, export_trees

SETTINGS: dict[str, Any] = {
    "n_estimators": 120,
    "num_leaves": 8,
    "learning_rate": 0.09,
    "min_child_samples": 40,
    "colsample_bytree": 0.5,
    "subsample": 0.7,
    "subsample_freq": 1,
    "reg_lambda": 5.0,
    "random_state": 1,
    "max_bin": 63,
    "force_col_wise": True,
    "n_jobs": 1,
    "verbose": -1,
}
MOST_EXIT_ROWS = 100_000  # rows that the early exits are read from
OUTPUT = Path(__file__).parents[1] / "data" / "pages.json"


def main(arguments: list[str]) -> int:
    """Learn, score out of fold, write the file. Exit status 0."""
    parser = argparse.ArgumentParser(prog="python -m newsieve.train pages", description=__doc__)
    parser.add_argument("corpus", type=Path, help="folder that holds pages/, wcxb/ and promo/")
    parser.add_argument("--folds", type=Path, help="folder for the classifier of each fold")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    options = parser.parse_args(arguments)
    readings = read_pages(load_pages(options.corpus))
    *folds, whole = fit_classifiers(readings)
    if options.folds:
        options.folds.mkdir(parents=True, exist_ok=True)
        for number, model in enumerate(folds):
            (options.folds / f"pages-{number}.json").write_text(_write(model), "utf8")
    note = {
        "command": "python -m newsieve.train pages",
        "date": datetime.now(UTC).date().isoformat(),
        "data": _hash_corpus(options.corpus),
        "rows": sum(len(reading.rows) for reading in readings),
        "f1_of_unseen_publishers": score_pages(readings, [parse_classifier(model) for model in folds]),
    }
    options.output.write_text(_write({"learned": note, **whole}), "utf8")
    print(json.dumps({**note, "keep": [whole["keep"], whole["products"]["keep"]]}))
    return 0


def fit_classifiers(readings: Sequence[Reading]) -> list[dict[str, Any]]:
    """Return the JSON of one classifier per fold, learned from the other folds, and last of one learned from all."""
    of_products = read_pages((reading.labelled for reading in readings), PRODUCTS)
    pairs = zip(_fit(readings), _fit(of_products), strict=True)
    return [{"features": FEATURES, **one, "products": products} for one, products in pairs]


def load_folds(folder: Path) -> list[BlockClassifier]:
    """Return the classifier of each fold, as --folds keeps them."""
    texts = [(folder / f"pages-{number}.json").read_text("utf8") for number in range(N_FOLDS)]
    return [parse_classifier(json.loads(text)) for text in texts]


def fit_trees(readings: Sequence[Reading]) -> Any:
    """Return a LightGBM model of the rows of the pages."""
    import lightgbm
    import numpy as np

    rows = [row for reading in readings for row in reading.rows]
    weights = np.array([weight for *_, weight in rows])
    model = lightgbm.LGBMClassifier(**SETTINGS)
    table, labels = np.array([values for values, *_ in rows]), np.array([label for _, label, _ in rows])
    return model.fit(table, labels, sample_weight=weights / weights.mean()).booster_


def describe(booster: Any, readings: Sequence[Reading], keep: Mapping[str, float]) -> dict[str, Any]:
    """Return the classifier as the package reads it; the pages that it was learned from say what is beyond doubt."""
    nodes = export_trees([ScaledTrees(booster)])
    rows = [values for reading in readings for values, *_ in reading.rows]
    exits = find_exits(nodes, rows[:: max(1, len(rows) // MOST_EXIT_ROWS)], keep["lowest"])
    return {"keep": keep, "cascade": exits, "forest": nodes._asdict()}


def score_pages(readings: Sequence[Reading], classifiers: Sequence[BlockClassifier]) -> dict[str, float]:
    """Return mean F1 of 4-shingles by kind of gold; a page is read by the classifier that has not seen its house."""
    scores: dict[str, list[float]] = defaultdict(list)
    for reading in readings:
        if reading.labelled.gold is None:
            continue
        measured = {number: values.tolist() for number, values in reading.measured.items()}
        kept = keep_blocks(reading.page, measured, classifiers[reading.labelled.fold].for_page(reading.page))
        printed = drop_title([(reading.page.blocks[number], logit) for number, logit in kept.items()], reading.title)
        found = shingles("\n".join(block.text for block, _ in printed))
        true = shingles(reading.labelled.gold)
        scores[reading.labelled.kind].append(2 * (found & true).total() / max(1, found.total() + true.total()))
    return {kind: round(sum(values) / len(values), 4) for kind, values in sorted(scores.items())}


def _fit(readings: Sequence[Reading]) -> list[dict[str, Any]]:
    """The classifiers of the folds and of all pages, without what is the same in all."""
    boosters = [fit_trees(_leave_out(readings, fold)) for fold in range(N_FOLDS)]
    scores = score_keeps(readings, _predict(readings, boosters))
    return [
        describe(booster, others := _leave_out(readings, fold), fit_keep(others, scores))
        for fold, booster in enumerate([*boosters, fit_trees(readings)])
    ]


def _leave_out(readings: Sequence[Reading], fold: int) -> list[Reading]:
    """Return the pages of the other folds; of no fold, all."""
    return [reading for reading in readings if reading.labelled.fold != fold]


def _predict(readings: Sequence[Reading], boosters: Sequence[Any]) -> dict[str, dict[int, float]]:
    """The logits of all blocks by the model that has not seen the page's house."""
    import numpy as np

    logits: dict[str, dict[int, float]] = {}
    for reading in readings:
        if not reading.measured:
            logits[reading.labelled.id] = {}
            continue
        table = np.array(list(reading.measured.values()))
        scores = boosters[reading.labelled.fold].predict(table, raw_score=True)
        logits[reading.labelled.id] = dict(zip(reading.measured, map(float, scores), strict=True))
    return logits


def _hash_corpus(corpus: Path) -> str:
    parts = (corpus / "pages" / "gold.jsonl", corpus / "wcxb" / "gold.jsonl.xz")
    return sha256(b"".join(path.read_bytes() for path in parts)).hexdigest()[:16]


def _write(data: Mapping[str, Any]) -> str:
    return json.dumps(data, separators=(",", ":")) + "\n"
