"""`python -m newsieve.train pages CORPUS`: labelled pages in, the decision trees of the extraction stage out.

A block of a page is of the article where most of its 4-shingles stand in the page's gold text. Pages that are
documents of the promo corpus as well lend the labels of their lines. Scores are of pages whose publisher was not
learned from.
"""

import argparse
import json
import lzma
import math
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from typing import Any

from newsieve.extract.article import read_article
from newsieve.extract.body import find_core, find_marked_body
from newsieve.extract.features import FEATURES, fold, measure_blocks
from newsieve.extract.judge import FIRM, Judge, parse_judge, use_judge
from newsieve.extract.metadata import read_metadata
from newsieve.extract.page import read_page
from newsieve.types import Document, Format

FOLDS = 5
SHINGLE = 4
LEAST_PROBABILITY = 0.22  # leaves what is doubtful to the cleaner behind; .45 is best without one
TOOL_WEIGHT = 0.7  # of a page whose gold text comes from another extractor
LONGEST_WEIGHED = 80  # words
STEP = 4  # trees, after which it is asked whether a block is beyond doubt
DOUBT = 0.1  # log-odds; how much farther than any labelled block that the other trees turn a block is to be
LESS_FIRM = 0.001  # share of the blocks that are less than firm which may be taken for firm: that removes none
SETTINGS: dict[str, Any] = {
    "n_estimators": 96,
    "num_leaves": 8,
    "learning_rate": 0.065,
    "min_child_samples": 40,
    "colsample_bytree": 0.5,
    "subsample": 0.7,
    "subsample_freq": 1,
    "reg_lambda": 5.0,
    "random_state": 1,
    "n_jobs": 1,
    "verbose": -1,
}
OUTPUT = Path(__file__).parents[1] / "data" / "pages.json"

_TOKEN = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """A page with its gold text, if it has one, and the labels of its lines, if they are in the promo corpus."""

    id: str
    publisher: str
    html: str
    quality: str
    gold: str | None
    lines: dict[str, bool]


@dataclass(frozen=True, slots=True)
class Example:
    """One block: what is known of it, whether it is of the article, how much it counts."""

    publisher: str
    values: list[float]
    label: bool
    weight: float


def main(arguments: list[str]) -> int:
    """Learn, score out of fold, write the file. Exit status 0."""
    parser = argparse.ArgumentParser(prog="python -m newsieve.train pages", description=__doc__)
    parser.add_argument("corpus", type=Path, help="folder that holds pages/ and promo/")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    options = parser.parse_args(arguments)
    pages = load_pages(options.corpus)
    examples = [example for page in pages for example in list_examples(page)]
    judges = fit_folds(examples)
    scores = score_pages(pages, judges)
    trees = fit_trees(examples)
    note = {
        "command": "python -m newsieve.train pages",
        "date": datetime.now(UTC).date().isoformat(),
        "data": sha256((options.corpus / "pages" / "gold.jsonl").read_bytes()).hexdigest()[:16],
        "examples": len(examples),
        "least_probability": LEAST_PROBABILITY,
        "f1_of_unseen_publishers": scores,
    }
    data = {"learned": note, **describe(trees, examples)}
    options.output.write_text(json.dumps(data, separators=(",", ":")) + "\n", "utf8")
    print(json.dumps(note))
    return 0


def load_pages(corpus: Path) -> list[LabelledPage]:
    """The pages of the corpus, those without any label too."""
    lines: dict[str, dict[str, bool]] = defaultdict(dict)
    for record in _read_jsonl(corpus / "promo" / "paragraphs.jsonl"):
        lines[record["doc"]][_normalise(record["text"])] = record["kind"] == "content"
    html = {record["id"]: record["html"] for record in _read_jsonl(corpus / "pages" / "pages.jsonl.xz")}
    return [
        LabelledPage(
            id=record["id"],
            publisher=record["publisher"] or record["id"],
            html=html[record["id"]],
            quality=record.get("quality") or "",
            gold=record.get("gold"),
            lines=lines.get(record.get("promo_doc") or "", {}),
        )
        for record in _read_jsonl(corpus / "pages" / "gold.jsonl")
    ]


def fold_of(publisher: str) -> int:
    """The part of the corpus that a publisher belongs to, 0 to FOLDS - 1."""
    return zlib.crc32(publisher.encode()) % FOLDS


def list_examples(labelled: LabelledPage) -> Iterator[Example]:
    """The blocks of a page that have a label and that the judge would be asked about."""
    if labelled.gold is None and not labelled.lines:
        return
    page = read_page(labelled.html)
    titles = frozenset(fold(title) for title in read_metadata(page).headings)
    marked = find_marked_body(page)
    gold = _shingles(labelled.gold or "")
    gold_lines = {_normalise(line) for line in (labelled.gold or "").split("\n")}
    for number, values in measure_blocks(page, find_core(page, marked), marked, titles).items():
        text = page.blocks[number].text
        weight = min(LONGEST_WEIGHED, len(_TOKEN.findall(text))) ** 0.5
        if labelled.gold is not None:
            share = _share_in(text, gold, gold_lines)
            weight *= TOOL_WEIGHT if labelled.quality == "tool" else 1.0
            weight *= 0.5 if 0.25 < share < 0.6 else 1.0
            yield Example(labelled.publisher, values, share > 0.5, weight)
        elif (label := labelled.lines.get(_normalise(text))) is not None:
            yield Example(labelled.publisher, values, label, weight)


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


def fit_folds(examples: list[Example]) -> list[Judge]:
    """One judge per fold, learned from the other folds."""
    judges = []
    for number in range(FOLDS):
        others = [example for example in examples if fold_of(example.publisher) != number]
        judges.append(parse_judge(describe(fit_trees(others), others)))
    return judges


def describe(trees: list[Any], examples: list[Example]) -> dict[str, Any]:
    """The trees as the package reads them: in steps, after each of which the examples say what is beyond doubt."""
    least = math.log(LEAST_PROBABILITY / (1 - LEAST_PROBABILITY))
    sums = [list(accumulate(_weigh(tree, example.values) for tree in trees)) for example in examples]
    steps = []
    for start in range(0, len(trees), STEP):
        end = start + STEP
        certain, hopeless = FIRM, least
        if end < len(trees):
            less_firm = sorted((line[end - 1] for line in sums if line[-1] < FIRM), reverse=True)
            certain = DOUBT + (less_firm[int(LESS_FIRM * len(less_firm))] if less_firm else FIRM)
            hopeless = min((line[end - 1] for line in sums if line[-1] >= least), default=least) - DOUBT
        steps.append({"trees": trees[start:end], "certain": round(certain, 6), "hopeless": round(hopeless, 6)})
    return {"features": FEATURES, "steps": steps}


def _weigh(tree: Any, values: list[float]) -> float:
    while isinstance(tree, list):
        feature, limit, below, above = tree
        tree = below if values[feature] <= limit else above
    return float(tree)


def score_pages(pages: list[LabelledPage], judges: list[Judge]) -> dict[str, float]:
    """Mean F1 of 4-shingles by kind of gold; a page is read by the judge that has not seen its publisher."""
    scores: dict[str, list[float]] = defaultdict(list)
    for labelled in pages:
        if labelled.gold is None:
            continue
        with use_judge(judges[fold_of(labelled.publisher)]):
            found = _shingles(read_article(Document(labelled.id, labelled.html, Format.HTML)).text)
        true = _shingles(labelled.gold)
        both = (found & true).total()
        kind = "tool" if labelled.quality == "tool" else "hand and parser"
        scores[kind].append(2 * both / max(1, found.total() + true.total()))
    return {kind: round(sum(values) / len(values), 4) for kind, values in scores.items()}


def _read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    with lzma.open(path, "rt", encoding="utf8") if path.suffix == ".xz" else path.open(encoding="utf8") as lines:
        yield from map(json.loads, lines)


def _normalise(text: str) -> str:
    return " ".join(_TOKEN.findall(text))


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    tokens = _TOKEN.findall(text)
    return Counter(tuple(tokens[i : i + SHINGLE]) for i in range(max(1, len(tokens) - SHINGLE + 1)) if tokens)


def _share_in(text: str, gold: Counter[tuple[str, ...]], gold_lines: set[str]) -> float:
    """Share of a block's shingles in the gold text; a block of fewer words must be a line of it."""
    if len(_TOKEN.findall(text)) < SHINGLE:
        return float(_normalise(text) in gold_lines)
    own = _shingles(text)
    return (own & gold).total() / own.total()


def _shorten(node: dict[str, Any]) -> Any:
    if "leaf_value" in node:
        return round(node["leaf_value"], 4)
    limit = float(f"{node['threshold']:.6g}")
    below, above = _shorten(node["left_child"]), _shorten(node["right_child"])
    return [node["split_feature"], 0.0 if abs(limit) < 1e-30 else limit, below, above]
