"""`python -m newsieve.train stories CORPUS`: tellings and articles on one topic in, what tells them apart out.

Each pair is scored by trees that have not seen its fold: these scores set the threshold, and are what the note tells.
"""

import argparse
import json
from binascii import b2a_base64
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from math import inf
from pathlib import Path
from typing import Any

from newsieve.forest import LEAF, Exit, Forest, Nodes, pack_nodes
from newsieve.languages import CODES, load
from newsieve.stories.comparison import FEATURES, SIGNS
from newsieve.stories.model import StoryModel, add_up_stems, parse_model
from newsieve.text import find_words
from newsieve.train.folds import read_rows
from newsieve.train.stories_data import FOLDS, PairRow, Text, list_rows, read_invented, read_near, read_real
from newsieve.train.stories_folders import score_folders
from newsieve.train.stories_runs import list_made_rows

PRIOR = 500.0  # documents
PRECISION = 0.98  # of pairs joined; those that were chosen or made because they are hard do not count
THRESHOLDS = tuple(step / 20 for step in range(-40, 41))  # log-odds
COHESION = -1.0
EARLY_TREES = 60  # after which a pair that is two beyond doubt goes no further
DOUBT = 1.0  # log-odds, below what a group may have
UNSEEN_NAME = 0.0005
UNSEEN_ELSEWHERE = 0.05  # in a language of which there are no texts
FEWEST_TEXTS = 8
SHARES = (0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64)
# How much each kind of pair counts, whatever their number.
WEIGHTS = {"copy": 0.6, "made": 0.6, "telling": 1.6, "topic": 1.2, "other": 0.5, "unlabelled": 1.6, "joined": 0.8,
           "apart": 0.35, "steps": 0.8, "joined of few": 0.5, "apart of few": 0.15, "steps of few": 0.3,
           "hard": 4.0, "telling of few": 1.2, "copy of few": 0.3, "topic of few": 0.8,
           "near telling": 0.8, "near topic": 0.8, "near other": 0.2,
           "near telling of few": 0.8, "near topic of few": 0.8, "near other of few": 0.8,
           "pattern": 0.9, "made of few": 1.2, "unlabelled of few": 0.5}  # fmt: skip
KNOWN = frozenset({"copy", "made", "telling", "topic", "other", "unlabelled", "joined", "joined of few"})
ROUNDS = 250
HARD = -0.7  # log-odds of the first trees, above which two stories are hard to tell apart
SETTINGS: dict[str, Any] = {
    "objective": "binary", "num_leaves": 10, "learning_rate": 0.06, "min_data_in_leaf": 15, "lambda_l2": 5.0,
    "feature_fraction": 0.6, "bagging_fraction": 0.8, "bagging_freq": 1, "max_bin": 63, "use_missing": False,
    "monotone_constraints": [SIGNS[name] for name in FEATURES], "monotone_constraints_method": "intermediate",
    "deterministic": True, "force_row_wise": True, "num_threads": 1, "seed": 1, "verbose": -1,
}  # fmt: skip
OUTPUT = Path(__file__).parents[1] / "data" / "stories.json"
INVENTED = Path(__file__).parents[3] / "fixtures"


def main(arguments: list[str]) -> int:
    """Learn, score each fold by the others, write the file. Exit status 0."""
    parser = argparse.ArgumentParser(prog="python -m newsieve.train stories", description=__doc__)
    parser.add_argument("corpus", type=Path, help="folder that holds digest/, wcxb/ and promo/")
    parser.add_argument("--fixtures", type=Path, default=INVENTED, help="folder that holds stories/ and genres/")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    options = parser.parse_args(arguments)
    table = count_words(options.corpus, options.fixtures)
    invented, real, model = read_invented(options.fixtures / "stories"), read_real(options.corpus), to_model(table)
    rows = [*list_rows(invented, real, model), *list_made_rows(invented, read_near(), real, model)]
    unseen, logits = score_unseen(rows)
    threshold = find_threshold(unseen, logits)
    note: dict[str, Any] = {
        "command": "python -m newsieve.train stories",
        "date": datetime.now(UTC).date().isoformat(),
        "rows": len(rows),
        "joined_unseen": list_joined(unseen, logits, threshold),
    }
    data = {"learned": note, "features": FEATURES, "threshold": threshold, "cohesion": COHESION, **table}
    nodes = fit_twice(rows)
    data["cascade"] = [(EARLY_TREES, find_exit(nodes, rows, threshold + COHESION - DOUBT))]
    data["forest"] = b2a_base64(pack_nodes(nodes), newline=False).decode()
    note["folders"] = score_folders(options.fixtures, parse_model(json.dumps(data).encode()))
    options.output.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n", "utf8")
    print(json.dumps(note, indent=1))
    return 0


def count_words(corpus: Path, fixtures: Path) -> dict[str, Any]:
    """Count how common words are at large: rows of words by share of documents, and the share of what no text has."""
    texts: dict[str, list[frozenset[str]]] = defaultdict(list)
    for language, text in _list_texts(corpus, fixtures):
        texts[language].append(frozenset(find_words(text)))
    shares: dict[str, float] = {}
    unseen = {"": UNSEEN_ELSEWHERE}
    for language, found in texts.items():
        if len(found) < FEWEST_TEXTS:
            continue
        unseen[language] = round(max(UNSEEN_NAME, 0.5 / len(found)), 4)
        for word, number in Counter(word for words in found for word in words).items():
            shares[word] = max(shares.get(word, 0.0), (number - 1) / len(found))
    for code in CODES:
        pack = load(code)
        common = dict.fromkeys(pack.stop_words, 0.5)
        common |= dict.fromkeys((w for n in ("calendar", "speech", "narrative") for w in pack.lexicons[n]), 0.1)
        shares |= {word: max(share, shares.get(word, 0.0)) for word, share in common.items() if word.isalpha()}
    rows: dict[str, list[str]] = defaultdict(list)
    for word, share in sorted(shares.items()):
        steps = [step for step in SHARES if share >= 0.75 * step]
        if steps:
            rows[str(steps[-1])].append(word)
    words = {step: " ".join(rows[step]) for step in sorted(rows)}
    return {"prior": PRIOR, "unseen": unseen, "unseen_name": UNSEEN_NAME, "words": words}


def to_model(table: dict[str, Any]) -> StoryModel:
    """A model that weighs words and has no opinion yet."""
    frequencies = {word: float(share) for share, words in table["words"].items() for word in words.split()}
    return StoryModel(FEATURES, Forest(Nodes((), (), (), ())), 0.0, 0.0, table["prior"], table["unseen"],
                 table["unseen_name"], frequencies, add_up_stems(frequencies))  # fmt: skip


def fit_twice(rows: Sequence[PairRow]) -> Nodes:
    """Trees for which pairs that the first trees wrongly join count more (hard negatives)."""
    first = Forest(fit(rows))

    def is_hard(row: PairRow) -> bool:
        return not row.is_one and first.logit(row.values) > HARD

    return fit([row._replace(kind="hard") if is_hard(row) else row for row in rows])


def fit(rows: Sequence[PairRow]) -> Nodes:
    """The trees that tell one story from two."""
    import lightgbm
    import numpy as np

    counts = Counter(row.kind for row in rows)
    values = np.array([row.values for row in rows])
    weights = np.array([WEIGHTS[row.kind] / counts[row.kind] for row in rows])
    weights *= 0.3 * len(rows) / weights.sum()
    data = lightgbm.Dataset(values, [row.is_one for row in rows], weight=weights)
    trees = lightgbm.train(SETTINGS, data, ROUNDS).dump_model()["tree_info"]
    return flatten(tree["tree_structure"] for tree in trees)


def flatten(trees: Iterable[dict[str, Any]]) -> Nodes:
    """The nodes of all trees, each before its children."""
    nodes = Nodes([], [], [], [])

    def add(node: dict[str, Any]) -> None:
        at = len(nodes.features)
        is_leaf = "leaf_value" in node
        row = (
            LEAF if is_leaf else node["split_feature"],
            0.0 if is_leaf else float(f"{node['threshold']:.6g}"),
            0,
            round(node["leaf_value" if is_leaf else "internal_value"], 4),
        )
        for column, value in zip(nodes, row, strict=True):
            column.append(value)  # type: ignore[attr-defined]
        if not is_leaf:
            add(node["left_child"])
            nodes.seconds[at] = len(nodes.features)  # type: ignore[index]
            add(node["right_child"])

    for tree in trees:
        add(tree)
    return nodes


def score_unseen(rows: Sequence[PairRow]) -> tuple[list[PairRow], list[float]]:
    """The rows of one fold, and the logit of each by trees that have seen no pair of it."""
    scored, logits = list[PairRow](), list[float]()
    for fold in range(FOLDS):
        forest = Forest(fit_twice([row for row in rows if fold not in row.folds]))
        unseen = [row for row in rows if row.folds == {fold}]
        scored += unseen
        logits += [forest.logit(row.values) for row in unseen]
    return scored, logits


def find_threshold(rows: Sequence[PairRow], logits: Sequence[float]) -> float:
    """The least threshold at which so many of the pairs that are joined tell one story, as PRECISION asks."""
    known = [(row.is_one, logit) for row, logit in zip(rows, logits, strict=True) if row.kind in KNOWN]
    for threshold in THRESHOLDS:
        joined = [is_one for is_one, logit in known if logit > threshold]
        if sum(joined) >= PRECISION * len(joined):
            return threshold
    return THRESHOLDS[-1]


def find_exit(nodes: Nodes, rows: Iterable[PairRow], lowest: float) -> float:
    """The sum of the first trees below which no row comes to `lowest` in the end."""
    early, whole = Forest(nodes, cascade=[Exit(EARLY_TREES, inf, inf)]), Forest(nodes)
    return round(min(early.logit(row.values) for row in rows if whole.logit(row.values) >= lowest), 4)


def list_joined(rows: Sequence[PairRow], logits: Sequence[float], threshold: float) -> dict[str, float]:
    """The share of pairs of each kind that are joined, those with dates and those without by themselves."""
    joined: dict[str, list[bool]] = defaultdict(list)
    undated = FEATURES.index("undated")
    for row, logit in zip(rows, logits, strict=True):
        joined[f"{row.kind}, {'undated' if row.values[undated] else 'dated'}"].append(logit > threshold)
    return {kind: round(sum(found) / len(found), 4) for kind, found in sorted(joined.items())}


def _list_texts(corpus: Path, fixtures: Path) -> Iterator[tuple[str, str]]:
    """Texts with their languages."""
    for record in read_rows(corpus / "digest" / "pairs.jsonl"):
        yield record["lang"], record["text"]
    documents: dict[tuple[str, str], list[str]] = defaultdict(list)
    for record in read_rows(corpus / "promo" / "paragraphs.jsonl"):
        if record["label"] == "content":
            documents[record["lang"], record["doc"]].append(record["text"])
    for (language, _), paragraphs in documents.items():
        yield language, "\n".join(paragraphs)
    for path in sorted((fixtures / "genres").glob("*.txt")):
        yield path.name[:2], path.read_text("utf8")


__all__ = ["Text", "main"]
