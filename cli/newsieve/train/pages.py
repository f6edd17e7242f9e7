"""`python -m newsieve.train pages CORPUS`: labelled pages in, the decision trees of the extraction stage out.

Scores are of pages whose house was not learned from; --folds keeps the trees that were not learned from each fold.
"""

import argparse
import json
import math
import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from newsieve.extract.article import read_article
from newsieve.extract.body import ask_blocks
from newsieve.extract.features import FEATURES
from newsieve.extract.judge import FIRM, Judge, parse_judge, use_judge
from newsieve.extract.layout import Page
from newsieve.extract.metadata import read_metadata
from newsieve.extract.page import read_page
from newsieve.extract.text_keys import fold
from newsieve.train.folds import N_FOLDS
from newsieve.train.pages_augment import shrink_page
from newsieve.train.pages_data import LabelledPage, count_words, label_blocks, load_pages, shingles
from newsieve.types import Document, Format

LEAST_PROBABILITY = 0.42  # best for news; a lower one for pages of lists and products
# Of a page by where its gold text comes from. Most of what is read is news; a tool's text is another extractor's.
SOURCE_WEIGHTS = {"hand": 1.0, "parser": 1.0, "": 1.0, "tool": 0.7, "article": 1.0, "documentation": 0.5, "forum": 0.5,
                  "service": 0.5, "listing": 0.5, "collection": 0.5, "product": 0.5}  # fmt: skip
LONGEST_WEIGHED = 80  # words
MOST_EXAMPLES = 300  # of a page; of a longer one so many are drawn
WEIGHT_OF_MADE = 0.4  # of a page without names and cut short, beside the whole one
WEIGHT_OF_SIZE = 0.5  # power of a page's size that it counts with; 1 would be each block alike, 0 each page
STEP = 6  # trees, after which it is asked whether a block is beyond doubt
DOUBT = 0.1  # log-odds; how much farther than any labelled block that the other trees turn a block is to be
LESS_FIRM = 0.001  # share of the blocks that are less than firm which may be taken for firm: that removes none
HALF = 0.5
LOST_EARLY = 0.0005  # share of the blocks of the article that may be given up before all trees are asked
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
OUTPUT = Path(__file__).parents[1] / "data" / "pages.json"


@dataclass(frozen=True, slots=True)
class Example:
    """A block: what is known of it, whether it is of the article, how much it counts."""

    fold: int
    values: list[float]
    label: bool
    weight: float


def main(arguments: list[str]) -> int:
    """Learn, score out of fold, write the file. Exit status 0."""
    parser = argparse.ArgumentParser(prog="python -m newsieve.train pages", description=__doc__)
    parser.add_argument("corpus", type=Path, help="folder that holds pages/, wcxb/ and promo/")
    parser.add_argument("--folds", type=Path, help="folder for the trees of each fold")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    options = parser.parse_args(arguments)
    pages = load_pages(options.corpus)
    examples = list_all_examples(pages)
    models = fit_folds(examples)
    if options.folds:
        for number, model in enumerate(models):
            (options.folds / f"pages-{number}.json").write_text(json.dumps(model), "utf8")
    scores = score_pages(pages, [parse_judge(model) for model in models])
    trees = fit_trees(examples)
    note = {
        "command": "python -m newsieve.train pages",
        "date": datetime.now(UTC).date().isoformat(),
        "data": _hash_corpus(options.corpus),
        "examples": len(examples),
        "least_probability": LEAST_PROBABILITY,
        "f1_of_unseen_publishers": scores,
    }
    data = {"learned": note, **describe(trees, examples)}
    options.output.write_text(json.dumps(data, separators=(",", ":")) + "\n", "utf8")
    print(json.dumps(note))
    return 0


def list_all_examples(pages: Iterable[LabelledPage]) -> list[Example]:
    """Return the examples of all pages."""
    return [example for page in pages for example in list_examples(page)]


def list_examples(labelled: LabelledPage) -> list[Example]:
    """The blocks of a page that have a label and that the judge would be asked about."""
    if labelled.gold is None and not labelled.lines:
        return []
    page = read_page(labelled.html)
    titles = frozenset(fold(title) for title in read_metadata(page, labelled.url).headings)
    examples, content = _measure_examples(labelled, page, titles, 1.0)
    if labelled.gold:
        made = shrink_page(page, content, labelled.id)
        examples += _measure_examples(labelled, made, titles, WEIGHT_OF_MADE)[0]
    return examples


def _measure_examples(
    labelled: LabelledPage, page: Page, titles: frozenset[str], weight_of_page: float
) -> tuple[list[Example], list[int]]:
    """The examples of a page, or of a part of it, and the numbers of the blocks that are of the article."""
    measured, _ = ask_blocks(page, titles)
    texts = [page.blocks[number].text for number in measured]
    labels = list(label_blocks(labelled, texts))
    known = [
        (values, label[0], min(LONGEST_WEIGHED, count_words(text)) ** 0.5 * label[1])
        for text, values, label in zip(texts, measured.values(), labels, strict=True)
        if label is not None
    ]
    total = sum(weight for _, _, weight in known)
    factor = SOURCE_WEIGHTS[labelled.kind] * weight_of_page * max(1.0, total) ** (WEIGHT_OF_SIZE - 1)
    factor *= max(1, len(known) / MOST_EXAMPLES)
    drawn = random.Random(labelled.id).sample(known, min(len(known), MOST_EXAMPLES))  # noqa: S311
    content = [number for number, label in zip(measured, labels, strict=True) if label and label[0]]
    return [Example(labelled.fold, values, label, weight * factor) for values, label, weight in drawn], content


def fit_trees(examples: list[Example]) -> list[Any]:
    """The trees as nested lists, `[feature, limit, up to the limit, above it]` or a leaf's log-odds."""
    import lightgbm
    import numpy as np

    model = lightgbm.LGBMClassifier(**SETTINGS)
    model.fit(
        np.array([example.values for example in examples], dtype=np.float32),
        np.array([example.label for example in examples]),
        sample_weight=np.array([example.weight for example in examples]),
    )
    return [_shorten(tree["tree_structure"]) for tree in model.booster_.dump_model()["tree_info"]]


def fit_folds(examples: list[Example]) -> list[dict[str, Any]]:
    """Fit a classifier for each fold and return its JSON, learned from the other folds."""
    models = []
    for number in range(N_FOLDS):
        others = [example for example in examples if example.fold != number]
        models.append(describe(fit_trees(others), others))
    return models


def load_folds(folder: Path) -> list[Judge]:
    """Return the classifier of each fold, as --folds keeps them."""
    return [parse_judge(json.loads((folder / f"pages-{number}.json").read_text("utf8"))) for number in range(N_FOLDS)]


def describe(trees: list[Any], examples: list[Example]) -> dict[str, Any]:
    """The trees as the package reads them: in steps, after each of which the examples say what is beyond doubt."""
    least = math.log(LEAST_PROBABILITY / (1 - LEAST_PROBABILITY))
    sums = _add_up_trees(trees, [example.values for example in examples])
    final = sums[-1]
    steps = []
    for start in range(0, len(trees), STEP):
        end = start + STEP
        certain, hopeless = FIRM, least
        if end < len(trees):
            so_far = sums[end - 1]
            certain = DOUBT + _quantile(so_far[final < FIRM], 1 - LESS_FIRM, FIRM)
            hopeless = _quantile(so_far[final >= least], LOST_EARLY, least) - DOUBT
        steps.append({"trees": trees[start:end], "certain": round(certain, 6), "hopeless": round(hopeless, 6)})
    return {"features": FEATURES, "steps": steps}


def _add_up_trees(trees: list[Any], rows: list[list[float]]) -> Any:
    """The sums of the first tree, of the first two, and so on, of each row."""
    import numpy as np

    table = np.array(rows, dtype=np.float64)
    return np.cumsum([_weigh(tree, table, np.zeros(len(table))) for tree in trees], axis=0)


def _weigh(tree: Any, table: Any, result: Any) -> Any:
    """Write each row's leaf of a tree to the result."""
    if not isinstance(tree, list):
        result[:] = tree
        return result
    feature, limit, below, above = tree
    is_below = table[:, feature] <= limit
    for branch, rows in ((below, is_below), (above, ~is_below)):
        result[rows] = _weigh(branch, table[rows], result[rows])
    return result


def _quantile(values: Any, share: float, default: float) -> float:
    """The value below which a share of the values lies; of few values the lowest, or the highest."""
    import numpy as np

    if not len(values):
        return default
    ordered, place = np.sort(values), share * (len(values) - 1)
    return float(ordered[math.floor(place) if share < HALF else math.ceil(place)])


def score_pages(pages: list[LabelledPage], judges: list[Judge]) -> dict[str, float]:
    """Mean F1 of 4-shingles by kind of gold; a page is read by the judge that has not seen its house."""
    scores: dict[str, list[float]] = defaultdict(list)
    for labelled in pages:
        if labelled.gold is None:
            continue
        with use_judge(judges[labelled.fold]):
            found = shingles(read_article(Document(labelled.id, labelled.html, Format.HTML)).text)
        true = shingles(labelled.gold)
        scores[labelled.kind].append(2 * (found & true).total() / max(1, found.total() + true.total()))
    return {kind: round(sum(values) / len(values), 4) for kind, values in sorted(scores.items())}


def _hash_corpus(corpus: Path) -> str:
    parts = (corpus / "pages" / "gold.jsonl", corpus / "wcxb" / "gold.jsonl.xz")
    return sha256(b"".join(path.read_bytes() for path in parts)).hexdigest()[:16]


def _shorten(node: dict[str, Any]) -> Any:
    if "leaf_value" in node:
        return round(node["leaf_value"], 4)
    limit = float(f"{node['threshold']:.6g}")
    below, above = _shorten(node["left_child"]), _shorten(node["right_child"])
    return [node["split_feature"], 0.0 if abs(limit) < 1e-30 else limit, below, above]
