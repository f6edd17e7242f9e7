"""The cleaner's minimum: on lines written for the project, and on the scores that training wrote beside the weights.

Retraining is no part of the suite. Where the labelled corpora are at hand (SIEVE_CORPUS), the weights must be those
that were learned from them.
"""

import json
import os
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from newsieve.cleaner import classify_blocks, current_model
from newsieve.languages import load
from newsieve.segment import split_blocks
from newsieve.types import Article, Level, Options

LABELS = Path(__file__).parent.parent / "fixtures" / "labels.jsonl"
CORE = frozenset(("donation", "subscription", "newsletter", "app_or_social", "advert"))
LEARNED_FROM = (
    "promo/paragraphs.jsonl", "promo/appeals.jsonl", "appeals/paragraphs.jsonl", "appeals/pieces.jsonl",
    "wcxb/gold.jsonl.xz", "pages/gold.jsonl", "digest/pairs.jsonl",
)  # fmt: skip


def read_lines() -> list[dict[str, Any]]:
    return [json.loads(text) for text in LABELS.read_text("utf-8").splitlines()]


def goes(line: dict[str, Any]) -> bool:
    """Whether a line alone, without a document around it, is removed."""
    article = Article(line["text"], language=line["lang"])
    verdicts = classify_blocks(article, split_blocks(article, line["lang"]), load(line["lang"]), Options())
    return sum(v.end - v.start for v in verdicts if not v.kept) > 0.9 * len(line["text"])


def share(lines: Iterable[dict[str, Any]]) -> float:
    outcomes = Counter(map(goes, lines))
    return 100 * outcomes[True] / outcomes.total()


def about_weights() -> dict[str, Any]:
    about: dict[str, Any] = json.loads(resources.files("newsieve").joinpath("data", "cleaner.json").read_text("utf-8"))
    return about


@pytest.mark.parametrize(
    ("kinds", "least"),
    # Headlines and short lines of furniture alone are hard to tell from lists, which are left as they are. Of the 153
    # lines that ask, fits that differ in their seeds alone differ by two.
    [(CORE, 78.0), (frozenset(("related", "comments_ui", "cookie_legal", "nav")), 57.0)],
    ids=["what asks for something", "furniture"],
)
def test_lines_that_must_go(kinds: frozenset[str], least: float) -> None:
    assert share(line for line in read_lines() if line["label"] in kinds) >= least


@pytest.mark.parametrize(("hard", "most"), [(True, 2.0), (False, 2.0)], ids=["look-alikes", "other lines of stories"])
def test_lines_of_stories_stay(hard: bool, most: float) -> None:
    content = [line for line in read_lines() if line["label"] == "content" and line.get("hard", False) is hard]
    assert share(content) <= most


@pytest.mark.parametrize(
    ("level", "score", "least"),
    [
        ("balanced", "core recall", 78.0),
        ("balanced", "recall", 55.0),
        ("balanced", "precision", 96.5),
        ("careful", "core recall", 58.0),
        ("thorough", "core recall", 84.0),
    ],
)
def test_recorded_scores_are_high_enough(level: str, score: str, least: float) -> None:
    assert about_weights()["scores"][level][score] >= least


@pytest.mark.parametrize(
    ("level", "score", "most"),
    [
        ("careful", "content lost", 0.2),
        ("balanced", "content lost", 0.6),
        ("balanced", "prose lost", 0.35),  # half are lines that keep all but their "Continue reading…"
        ("balanced", "documents harmed", 6.0),
        ("thorough", "content lost", 2.0),
    ],
)
def test_recorded_losses_are_low_enough(level: str, score: str, most: float) -> None:
    assert about_weights()["scores"][level][score] <= most


def test_weights_were_learned_from_the_corpus_at_hand() -> None:
    if "SIEVE_CORPUS" not in os.environ:
        pytest.skip("SIEVE_CORPUS names no folder with the labelled corpora")
    digest = sha256()
    for name in LEARNED_FROM:
        digest.update((Path(os.environ["SIEVE_CORPUS"]) / name).read_bytes())
    assert about_weights()["made"]["data"] == digest.hexdigest()


def test_recorded_scores_are_those_of_this_code_and_corpus() -> None:
    """The weights have seen these documents, so they do better on them than what was recorded, but not far better."""
    if "SIEVE_CORPUS" not in os.environ:
        pytest.skip("SIEVE_CORPUS names no folder with the labelled corpora")
    pytest.importorskip("numpy", reason="numpy is not installed")
    from newsieve.train.cleaner_score import score_level
    from newsieve.train.cleaner_sources import read_labelled

    documents = [one for one in read_labelled(Path(os.environ["SIEVE_CORPUS"])) if one.source == "promo"][::2]
    models = dict.fromkeys({one.fold for one in documents}, current_model())
    fresh, recorded = score_level(documents, models, Level.BALANCED), about_weights()["scores"]["balanced"]
    gains = {name: share.percent - recorded[name] for name, share in fresh.items()}
    assert len(documents) >= 200
    assert -1 <= gains["core recall"] <= 15
    assert -1 <= gains["recall"] <= 20
    assert -1 <= gains["precision"] <= 4
    assert gains["content lost"] <= 0.1
