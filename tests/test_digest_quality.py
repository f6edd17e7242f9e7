"""Minimum scores of the default ranker, as its training recorded them for articles that it had not seen."""

import hashlib
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from newsieve import digest
from newsieve.rank import choose
from newsieve.types import Sentences

STORED: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "cli" / "newsieve" / "data" / "ranker.json").read_text("utf-8")
)
SCORES = STORED[
    "scores"
]  # corpus -> budget -> metric -> ours, difference to the lead, low and high end of its interval
BUDGETS = ("3 sentences", "60 words", "100 words")
ROWS = [(corpus, budget, metric) for corpus in SCORES for budget in BUDGETS for metric in ("ROUGE-1", "ROUGE-2")]
OPENERS = frozenset("he she they it this that these those but and so however also meanwhile".split())
EXAMPLES = sorted((Path(__file__).parents[1] / "fixtures" / "pages").glob("*/*.txt"))
needs_corpus = pytest.mark.skipif("SIEVE_CORPUS" not in os.environ, reason="SIEVE_CORPUS names no labelled corpus")


def mean_gain(budget: str, corpora: list[str]) -> float:
    return sum(SCORES[corpus][budget]["ROUGE-1"][1] for corpus in corpora) / len(corpora)


@pytest.mark.parametrize(("corpus", "budget", "metric"), ROWS)
def test_nowhere_significantly_below_the_lead(corpus: str, budget: str, metric: str) -> None:
    assert SCORES[corpus][budget][metric][3] > 0


@pytest.mark.parametrize(
    ("budget", "gain", "gain_without_bbc"),
    [("3 sentences", 1.4, 0.8), ("60 words", 1.5, 1.1), ("100 words", 1.5, 0.8)],
)
def test_mean_gain_over_the_lead(budget: str, gain: float, gain_without_bbc: float) -> None:
    assert mean_gain(budget, [*SCORES]) >= gain
    assert mean_gain(budget, [corpus for corpus in SCORES if corpus != "bbc"]) >= gain_without_bbc


def test_gain_on_references_that_are_long_extracts() -> None:
    assert SCORES["bbc"]["60 words"]["ROUGE-1"][1] >= 2.4


def test_says_where_its_weights_come_from() -> None:
    assert re.fullmatch(r"[0-9a-f]{64}", STORED["data"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", STORED["date"])
    assert STORED["command"].startswith("python -m newsieve.train ranker")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_digest_of_an_example_does_not_point_back(path: Path) -> None:
    sentences = digest(path.read_text("utf-8"))
    assert all(first_word(sentence) not in OPENERS for sentence in sentences[:1])


@needs_corpus
def test_the_scores_are_those_of_this_corpus() -> None:
    assert hashlib.sha256(pairs_file().read_bytes()).hexdigest() == STORED["data"]


@needs_corpus
def test_digests_point_back_half_as_often_as_the_lead() -> None:
    documents = [read_document(json.loads(line)) for line in pairs_file().read_text("utf-8").splitlines()[::16]]
    ours = [first_word(document.texts[choose(document)[0].index]) for document in documents]
    lead = [first_word(document.texts[0]) for document in documents]
    assert len(documents) >= 200
    assert sum(word in OPENERS for word in ours) <= 0.5 * sum(word in OPENERS for word in lead)


def pairs_file() -> Path:
    return Path(os.environ["SIEVE_CORPUS"]) / "digest" / "pairs.jsonl"


def read_document(record: dict[str, Any]) -> Sentences:
    from newsieve.segment import split_blocks
    from newsieve.types import Article

    blocks = split_blocks(Article(record["text"]), record["lang"])
    places = [(block, sentence) for block in blocks for sentence in block.sentences]
    texts = tuple(" ".join(record["text"][sentence.start : sentence.end].split()) for _, sentence in places)
    return Sentences(
        texts, tuple(block.index for block, _ in places), ("",) * len(texts), record["title"], record["lang"]
    )


def first_word(sentence: str) -> str:
    return next(iter(re.findall(r"[^\W\d_]+", sentence.lower())), "")
