"""Minimum scores of the default ranker, as its training recorded them for articles that it had not seen."""

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
READERS, SUMMARIES = STORED["scores"]["readers"], STORED["scores"]["summaries"]  # out of fold
OPENERS = frozenset("he she they it this that these those but and so however also meanwhile".split())
EXAMPLES = sorted((Path(__file__).parents[1] / "fixtures" / "pages").glob("*/*.txt"))
needs_corpus = pytest.mark.skipif("SIEVE_CORPUS" not in os.environ, reason="SIEVE_CORPUS names no labelled corpus")


ROUGE = [(corpus, budget) for corpus, budgets in SUMMARIES.items() for budget in budgets]


@pytest.mark.parametrize(("corpus", "budget"), ROUGE)
def test_recorded_rouge_is_nowhere_significantly_below_the_lead(corpus: str, budget: str) -> None:
    assert {metric: high < 0 for metric, (*_, high) in SUMMARIES[corpus][budget].items()} == {
        "ROUGE-1": False,
        "ROUGE-2": False,
    }


def test_recorded_points_of_readers() -> None:
    points, share_with_bad_sentence = READERS["all"]
    assert points >= 0.645
    assert share_with_bad_sentence <= 0.18


@needs_corpus
def test_readers_like_digests_of_articles_that_the_model_has_not_seen() -> None:
    pytest.importorskip("scipy", reason="the extra `train` is not installed")
    from newsieve.train.folds import N_FOLDS
    from newsieve.train.ranker import fit_model, parse_stored, score_by_readers
    from newsieve.train.ranker_data import LABELLED, SUMMARIZED, read_articles
    from newsieve.train.ranker_fit import fit_word_probabilities, rate_all

    corpus = Path(os.environ["SIEVE_CORPUS"])
    labelled, summarized = (read_articles(corpus, name) for name in (LABELLED, SUMMARIZED))
    seen = [one for one in labelled if one.fold != 0]
    some = [one for one in summarized[::4] if one.fold != 0]
    probabilities = fit_word_probabilities(some)
    rated = rate_all(seen, [], [], some[::6], dict.fromkeys(range(N_FOLDS), probabilities))
    model = parse_stored(fit_model(rated, probabilities))
    points, share = score_by_readers([one for one in labelled if one.fold == 0], [model])["all"]
    assert points >= 0.58
    assert share <= 0.28


def test_says_where_its_weights_come_from() -> None:
    assert re.fullmatch(r"[0-9a-f]{64}", STORED["data"])
    assert STORED["command"].startswith("python -m newsieve.train ranker")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_digest_of_an_example_does_not_point_back(path: Path) -> None:
    sentences = digest(path.read_text("utf-8"))
    assert all(first_word(sentence) not in OPENERS for sentence in sentences[:1])


@needs_corpus
def test_the_scores_are_those_of_this_corpus() -> None:
    from newsieve.train.ranker_data import hash_files

    assert hash_files(Path(os.environ["SIEVE_CORPUS"])) == STORED["data"]


@needs_corpus
def test_digests_point_back_half_as_often_as_the_lead() -> None:
    documents = [read_document(json.loads(line)) for line in pairs_file().read_text("utf-8").splitlines()[::4]]
    ours = [first_word(document.texts[choose(document)[0].index]) for document in documents]
    lead = [first_word(document.texts[0]) for document in documents]
    assert len(documents) >= 800
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
