"""`python -m newsieve.train ranker CORPUS`: labelled articles in, the default ranker's model out.

CORPUS is the folder of the labelled corpora, with `digest/`, `wcxb/`, `promo/` and `appeals/` in it. The model that is
written learned from all articles. The scores beside it, and all that is printed, were measured with models that had not
seen the article's publisher: `evaluate` prints these alone, `--folds DIR` keeps those models, and `use_unseen_ranker`
finds the one that may judge an article.
"""

import argparse
import json
from binascii import a2b_base64, b2a_base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from newsieve.forest import NODE_BYTES, Nodes, pack_nodes
from newsieve.rank import skip_starts
from newsieve.rank.budget import Budget
from newsieve.rank.features import FEATURES, compute_features
from newsieve.rank.lead_bias import LEAD_FEATURES
from newsieve.rank.news import RankerModel, parse_ranker_model, rank_news, use_ranker_model
from newsieve.rank.pairs import REPEATS
from newsieve.train.folds import N_FOLDS
from newsieve.train.ranker_data import (
    LABELLED,
    SUMMARIZED,
    LabelledArticle,
    count_points,
    find_fold,
    find_lead,
    hash_files,
    read_articles,
    read_labelled_texts,
    read_more_labelled,
    tokenize,
)
from newsieve.train.ranker_data import rouge as rate
from newsieve.train.ranker_fit import Rated, fit_repeats, fit_word_probabilities, rate_all
from newsieve.train.ranker_lead import fit_lead
from newsieve.train.ranker_polluted import read_polluted
from newsieve.train.ranker_sets import ASIDE, LEAST, START, JudgedArticle, fit_sets, judge_article
from newsieve.train.ranker_trees import export_trees, find_exit, fit_trees
from newsieve.train.ranker_words import fit_wording
from newsieve.types import Chosen

SHIPPED = Path(__file__).parent.parent / "data" / "ranker.json"
COMMAND = "python -m newsieve.train ranker CORPUS"
BUDGETS = {"3 sentences": Budget(3), "60 words": Budget(None, 60), "100 words": Budget(None, 100)}
METRICS = ("ROUGE-1", "ROUGE-2")
_ROUNDS = 1000  # of the bootstrap
_EVERY = 6  # of the articles with summaries are learned from for the points of sentences
# Where the budget is in words: what is added to a score, times that the first sentence counts more, and times that
# leading sentences are favoured.
_IN_WORDS: Mapping[str, Sequence[float]] = {
    "early": (1.0, 2.0, 3.0),
    "offset": (-0.6, -0.4, -0.2, 0.0),
    "leading": (1.0, 2.0, 3.0),
}
_SURPLUS = 0.1  # what a gain over the lead counts for beside a loss

Stored = Mapping[str, Any]


def main(arguments: Sequence[str]) -> int:
    """Train, print the scores and write the model; `evaluate` prints alone."""
    asked = _parse(arguments)
    labelled, summarized = (read_articles(asked.corpus, name) for name in (LABELLED, SUMMARIZED))
    more = read_more_labelled(asked.corpus)
    folds, whole = fit_models(labelled, summarized, more, read_polluted([*labelled, *more], asked.corpus))
    if asked.folds:
        _write_folds(asked.folds, folds)
    models = [parse_stored(fold) for fold in folds]
    scores: dict[str, Any] = {
        "readers": score_by_readers(labelled, models),
        "texts": score_by_readers(read_labelled_texts(asked.corpus), models),
    }
    if asked.rouge or asked.program == "train":
        scores["summaries"] = score_by_summaries(summarized[1::_EVERY], models)
    _print_scores(scores)
    if asked.program == "train":
        said, nodes = _part_nodes({"command": COMMAND, "data": hash_files(asked.corpus), "scores": scores, **whole})
        asked.output.write_text(json.dumps(said, separators=(",", ":")) + "\n", "utf-8")
        asked.output.with_suffix(".bin").write_bytes(nodes)
    return 0


def use_unseen_ranker(folder: Path, record_id: str, corpus: Path) -> AbstractContextManager[None]:
    """Rank while it lasts by the model, of those that `--folds` wrote, that has not seen the article of this id.

    By the model that is shipped where the folder has none.
    """
    if not (folder / "ranker-0.json").exists():
        return nullcontext()
    return use_ranker_model(_load_fold(folder, find_fold(record_id, corpus)))


def fit_models(
    labelled: Sequence[LabelledArticle],
    summarized: Sequence[LabelledArticle],
    more: Sequence[LabelledArticle],
    polluted: Sequence[LabelledArticle],
) -> tuple[list[Stored], Stored]:
    """Return the models that left out one fold each, and the one that learned from all articles.

    The rows of an article are made once, by probabilities of words that have not seen its fold. The numbers of sets are
    fitted on points that the folds' models give to what they have not seen.
    """
    probabilities = {fold: fit_word_probabilities(summarized, fold) for fold in range(N_FOLDS)}
    rated = rate_all(labelled, more, polluted, summarized[::_EVERY], probabilities)
    folds = [
        fit_model([one for one in rated if one.article.fold != fold], probabilities[fold]) for fold in range(N_FOLDS)
    ]
    wording, all_wording = fit_wording(rated)
    folds = [{**stored, "wording": weights} for stored, weights in zip(folds, wording, strict=True)]
    models = [parse_stored(fold) for fold in folds]
    by_readers = rated[: sum(bool(one.candidates) for one in [*labelled, *more])]
    judged = [
        judge_article(one.article, one.context, one.rows.tolist(), models[one.article.fold]) for one in by_readers
    ]
    repeats = folds[0]["pairs"]["repeats"]
    sets = [fit_sets([one for one in judged if one.article.fold != fold], repeats) for fold in range(N_FOLDS)]
    folds = [_set_weights(stored, weights) for stored, weights in zip(folds, sets, strict=True)]
    ids = {one.record["id"] for one in more}  # which have summaries too
    others = [one for one in summarized if one.record["id"] not in ids]
    leads, lead = fit_lead([*_judge_all([*labelled, *more, *others], folds)])
    folds = [{**stored, "lead": own} for stored, own in zip(folds, leads, strict=True)]
    in_words = _fit_words(summarized, [parse_stored(fold) for fold in folds])
    whole = {**fit_model(rated, fit_word_probabilities(summarized)), "wording": all_wording, "lead": lead}
    return [{**stored, **in_words} for stored in folds], {**_set_weights(whole, fit_sets(judged, repeats)), **in_words}


def fit_model(rated: Sequence[Rated], probabilities: Sequence[float]) -> Stored:
    """Return the model that learned from these articles, in its stored form."""
    forest, first = fit_trees(rated)
    trees = export_trees(forest)
    return {
        "features": FEATURES,
        "repeats": REPEATS,
        "chances": probabilities,
        "first": _write_nodes(export_trees(first)),
        "kept": [START["kept"], LEAST],
        "forest": _write_nodes(trees),
        "exit": find_exit(trees, rated),
        "wording": {},
        "pairs": {"repeats": fit_repeats(rated), **{name: START[name] for name in ("cost", "lean", "start")}},
        **{name: grid[0] for name, grid in _IN_WORDS.items()},
        "aside": ASIDE,
        "lead": {"features": LEAD_FEATURES, "bias": 0.0, "weights": [], "steps": []},
    }


def parse_stored(stored: Stored) -> RankerModel:
    """Return the model of a stored form, in which its nodes stand in base64."""
    return parse_ranker_model(*_part_nodes(stored))


def score_by_readers(articles: Sequence[LabelledArticle], models: Sequence[RankerModel]) -> dict[str, list[float]]:
    """Return points and the share of digests with a sentence that must not be printed, by corpus and in all."""
    rows: dict[str, list[tuple[float, bool]]] = {}
    for article in articles:
        labels = [article.labels[one.index] for one in _choose(article, BUDGETS["3 sentences"], models)]
        for key in (article.corpus, "all"):
            rows.setdefault(key, []).append((count_points(article.record, labels), "never" in labels))
    return {key: [round(float(value), 4) for value in np.array(found).mean(0)] for key, found in sorted(rows.items())}


def score_by_summaries(
    articles: Sequence[LabelledArticle], models: Sequence[RankerModel], labels: Iterable[str] = BUDGETS
) -> dict[str, dict[str, dict[str, list[float]]]]:
    """Return ROUGE by corpus, budget and metric: ours, the difference to the lead, and its 95 % interval."""
    rows: dict[tuple[str, str], list[tuple[tuple[float, float], tuple[float, float]]]] = {}
    for article in articles:
        language = article.document.language
        reference = tokenize(article.record["reference"], language)
        for label in labels:
            budget = BUDGETS[label]
            chosen = _choose(article, budget, models)
            digest = " ".join(article.document.texts[one.index][one.skip :] for one in chosen)
            both = [rate(tokenize(text, language), reference) for text in (digest, find_lead(article, budget))]
            rows.setdefault((article.corpus, label), []).append((both[0], both[1]))
    scores: dict[str, dict[str, dict[str, list[float]]]] = {}
    for (corpus, label), pairs in rows.items():
        table: Any = np.array(pairs)  # article x (ours, lead) x metric
        for column, metric in enumerate(METRICS):
            difference = table[:, 0, column] - table[:, 1, column]
            values = [float(table[:, 0, column].mean()), float(difference.mean()), *_find_interval(difference)]
            scores.setdefault(corpus, {}).setdefault(label, {})[metric] = [round(value, 2) for value in values]
    return scores


def _fit_words(articles: Sequence[LabelledArticle], models: Sequence[RankerModel]) -> dict[str, float]:
    """Return the numbers of _IN_WORDS by which digests of so many words have most in common with summaries."""
    best = {name: grid[len(grid) // 2] for name, grid in _IN_WORDS.items()}
    for name, grid in _IN_WORDS.items():
        rated = [(_rate_words(articles, models, {**best, name: value}), value) for value in grid]
        best[name] = max(rated)[1]
    return best


def _rate_words(
    articles: Sequence[LabelledArticle], models: Sequence[RankerModel], numbers: Mapping[str, float]
) -> float:
    """Return by how much digests of so many words have less in common with summaries than the lead, each corpus alike.

    Where they have more, it hardly counts.
    """
    early, offset, leading = (numbers[name] for name in _IN_WORDS)
    changed = [model._replace(early=early, offset=offset, leading=leading) for model in models]
    scores = score_by_summaries(articles, changed, [label for label in BUDGETS if BUDGETS[label].words])
    gains = [metric[1] for budgets in scores.values() for metrics in budgets.values() for metric in metrics.values()]
    return sum([min(0.0, gain) + _SURPLUS * gain for gain in gains])


def _judge_all(articles: Sequence[LabelledArticle], folds: Sequence[Stored]) -> Iterator[JudgedArticle]:
    """Yield the articles with the points of models that have not seen them."""
    models = [parse_stored(stored) for stored in folds]
    for article in articles:
        if article.candidates:
            model = models[article.fold]
            context, rows = compute_features(article.document, article.candidates, model.probabilities)
            yield judge_article(article, context, rows, model)


def _set_weights(stored: Stored, weights: Mapping[str, float]) -> Stored:
    pairs = {**stored["pairs"], **{name: weights[name] for name in ("cost", "lean", "start")}}
    return {**stored, "kept": [weights["kept"], LEAST], "pairs": pairs}


def _choose(article: LabelledArticle, budget: Budget, models: Sequence[RankerModel]) -> list[Chosen]:
    with use_ranker_model(models[article.fold]):
        chosen = rank_news(article.document, article.candidates, budget)
    return sorted(skip_starts(article.document, article.candidates, chosen), key=lambda one: one.index)


def _print_scores(scores: Mapping[str, Any]) -> None:
    for corpus, (points, bad) in (*scores["readers"].items(), ("texts", scores["texts"]["all"])):
        print(f"{corpus:10} points {points:.3f}  with a bad sentence {100 * bad:.1f} %")
    for corpus, budgets in scores.get("summaries", {}).items():
        for label, metrics in budgets.items():
            shown = "  ".join(
                f"{metric} {ours:5.1f} ({gain:+.2f} [{low:+.2f},{high:+.2f}]{'*' if low > 0 or high < 0 else ' '})"
                for metric, (ours, gain, low, high) in metrics.items()
            )
            print(f"{corpus:10} {label:12} {shown}")


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m newsieve.train ranker", description=__doc__)
    parser.add_argument("program", nargs="?", choices=("train", "evaluate"), default="train")
    parser.add_argument("corpus", type=Path, help="folder of the labelled corpora")
    parser.add_argument("--output", type=Path, default=SHIPPED, help="where the model goes (default: the package)")
    parser.add_argument("--folds", type=Path, help="folder for the model of each fold")
    parser.add_argument("--rouge", action="store_true", help="evaluate by reference summaries too")
    given = list(arguments)
    if given and given[0] not in ("train", "evaluate") and not given[0].startswith("-"):
        given.insert(0, "train")
    return parser.parse_args(given)


def _write_nodes(nodes: Nodes) -> str:
    return b2a_base64(pack_nodes(nodes), newline=False).decode()


def _part_nodes(stored: Stored) -> tuple[Stored, bytes]:
    """Return a stored form without its nodes, and these, as the package carries the two."""
    first, forest = (a2b_base64(stored[name]) for name in ("first", "forest"))
    said = {name: value for name, value in stored.items() if name not in ("first", "forest")}
    return {**said, "first_nodes": len(first) // NODE_BYTES}, first + forest


def _write_folds(folder: Path, folds: Sequence[Stored]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for fold, stored in enumerate(folds):
        (folder / f"ranker-{fold}.json").write_text(json.dumps(stored), "utf-8")


@cache
def _load_fold(folder: Path, fold: int) -> RankerModel:
    return parse_stored(json.loads((folder / f"ranker-{fold}.json").read_text("utf-8")))


def _find_interval(differences: Any) -> tuple[float, float]:
    """Return the 95 % interval of the mean, by bootstrap over articles."""
    rng = np.random.default_rng(0)
    means = [differences[rng.integers(0, len(differences), len(differences))].mean() for _ in range(_ROUNDS)]
    return float(np.percentile(means, 2.5)), float(np.percentile(means, 97.5))
