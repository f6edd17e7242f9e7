"""`python -m newsieve.train ranker CORPUS`: articles with reference summaries in, the default ranker's weights out.

CORPUS is the folder with `pairs.jsonl`. The weights that are written learned from all articles. The scores beside them,
and all that is printed, were measured with weights that had not seen the article in question: `evaluate` prints these
alone, `--folds DIR` keeps those weights, `fold_ranker` finds the ones that may judge an article.
"""

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from newsieve.rank.budget import Budget
from newsieve.rank.news import Weights, rank_news, read_weights
from newsieve.train.ranker_data import BUDGETS, FOLDS, Example, find_fold, find_lead, hash_file, read_examples, tokenize
from newsieve.train.ranker_data import rouge as rate
from newsieve.train.ranker_fit import rate_drawn, train
from newsieve.train.ranker_fit import store as store_weights
from newsieve.types import Chosen, Sentences

SHIPPED = Path(__file__).parent.parent / "data" / "ranker.json"
BUDGET_LABELS = ("3 sentences", "60 words", "100 words")
METRICS = ("ROUGE-1", "ROUGE-2")
_ROUNDS = 1000  # of the bootstrap

Scores = Mapping[str, Mapping[str, Mapping[str, Sequence[float]]]]


def main(arguments: Sequence[str]) -> int:
    """Train, print the table and write the weights; `evaluate` prints alone."""
    asked = _parse(arguments)
    pairs = asked.corpus / "pairs.jsonl"
    examples = read_examples(pairs)
    drawn = rate_drawn(examples)
    folds = [train([one for one in examples if one.fold != fold], drawn) for fold in range(FOLDS)]
    if asked.folds:
        _write_folds(asked.folds, folds)
    scores = score_out_of_fold(examples, folds)
    print_scores(scores)
    if asked.program == "train":
        stored = {
            "data": hash_file(pairs),
            "date": datetime.now(UTC).date().isoformat(),
            "command": "python -m newsieve.train ranker CORPUS",
            "scores": scores,
            "weights": store_weights(train(examples, drawn)),
        }
        asked.output.write_text(json.dumps(stored, separators=(",", ":")) + "\n", "utf-8")
    return 0


def fold_ranker(folder: Path, record_id: str) -> Callable[[Sentences, Sequence[int], Budget], tuple[Chosen, ...]]:
    """Return `news` with the weights, of those that `--folds` wrote, that have not seen the article of this id."""
    stored = json.loads((folder / f"ranker-{find_fold(record_id)}.json").read_text("utf-8"))
    weights = read_weights(stored["weights"])
    return lambda document, pool, budget: rank_news(document, pool, budget, weights)


def score_out_of_fold(examples: Sequence[Example], folds: Sequence[Weights]) -> Scores:
    """Return ROUGE by corpus, budget and metric: ours, the difference to the lead, and its 95 % interval."""
    rows: dict[tuple[str, str], list[tuple[tuple[float, float], tuple[float, float]]]] = {}
    for example in examples:
        for budget, label in zip(BUDGETS, BUDGET_LABELS, strict=True):
            ours = _rate(example, make_digest(example, budget, folds[example.fold]))
            rows.setdefault((example.corpus, label), []).append((ours, _rate(example, find_lead(example, budget))))
    scores: dict[str, dict[str, dict[str, list[float]]]] = {}
    for (corpus, label), pairs in rows.items():
        table: Any = np.array(pairs)  # article x (ours, lead) x metric
        for column, metric in enumerate(METRICS):
            difference = table[:, 0, column] - table[:, 1, column]
            values = [float(table[:, 0, column].mean()), float(difference.mean()), *_find_interval(difference)]
            scores.setdefault(corpus, {}).setdefault(label, {})[metric] = [round(value, 2) for value in values]
    return scores


def make_digest(example: Example, budget: Budget, weights: Weights) -> str:
    """Return the digest of an article by these weights, sentences joined by a space."""
    chosen = sorted(rank_news(example.document, example.pool, budget, weights), key=lambda one: one.index)
    return " ".join(example.document.texts[one.index][one.skip :] for one in chosen)


def print_scores(scores: Scores) -> None:
    """Print one line for each corpus and budget, then the means of the corpora, with equal weight."""
    for corpus, budgets in scores.items():
        for label, metrics in budgets.items():
            shown = "  ".join(
                f"{metric} {ours:5.1f} ({gain:+.2f} [{low:+.2f},{high:+.2f}]{'*' if low > 0 or high < 0 else ' '})"
                for metric, (ours, gain, low, high) in metrics.items()
            )
            print(f"{corpus:10} {label:12} {shown}")
    for title, corpora in (("all", [*scores]), ("but BBC", [name for name in scores if name != "bbc"])):
        for label in BUDGET_LABELS:
            gains = [np.mean([scores[corpus][label][metric][1] for corpus in corpora]) for metric in METRICS]
            print(f"{title:10} {label:12} " + "  ".join(f"{m} {g:+.2f}" for m, g in zip(METRICS, gains, strict=True)))


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m newsieve.train ranker", description=__doc__)
    parser.add_argument("program", nargs="?", choices=("train", "evaluate"), default="train")
    parser.add_argument("corpus", type=Path, help="folder with pairs.jsonl")
    parser.add_argument("--output", type=Path, default=SHIPPED, help="where the weights go (default: the package)")
    parser.add_argument("--folds", type=Path, help="folder for the weights of each fold")
    given = list(arguments)
    if given and given[0] not in ("train", "evaluate") and not given[0].startswith("-"):
        given.insert(0, "train")
    return parser.parse_args(given)


def _write_folds(folder: Path, folds: Sequence[Weights]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for fold, weights in enumerate(folds):
        (folder / f"ranker-{fold}.json").write_text(json.dumps({"weights": store_weights(weights)}), "utf-8")


def _rate(example: Example, text: str) -> tuple[float, float]:
    return rate(tokenize(text, example.language), example.reference)


def _find_interval(differences: Any) -> tuple[float, float]:
    """Return the 95 % interval of the mean, by bootstrap over articles."""
    rng = np.random.default_rng(0)
    means = [differences[rng.integers(0, len(differences), len(differences))].mean() for _ in range(_ROUNDS)]
    return float(np.percentile(means, 2.5)), float(np.percentile(means, 97.5))
