"""Lines that their words would condemn, and what is around them vouches for; pitches in like surroundings go."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from newsieve.cleaner import classify_blocks
from newsieve.cleaner.vouching import VOUCHERS
from newsieve.languages import load
from newsieve.pipeline import Task, process
from newsieve.segment import split_blocks
from newsieve.types import Article, Document, Kind, Options, Rule, Verdict

ROWS = list(map(json.loads, (Path(__file__).parents[1] / "fixtures" / "vouched.jsonl").read_text("utf-8").splitlines()))
STAYING = [pytest.param(row, id=f"{row['genre']}-{at}") for at, row in enumerate(ROWS) if "stays" in row]
GOING = [pytest.param(row, id=f"{row['genre']}-{at}") for at, row in enumerate(ROWS) if "goes" in row]
LETTER = """Dear Mr Grant,

The ferry has run since 1911. You will decide on Thursday.

Please stand with us.

The crew of the Wyke"""
ASK = "Please stand with us."
RULE = Rule("user.stand", "stand with us", "ours", kind=Kind.DONATION, weight=1.0, needs=("stand",))


class RepeatsAll:
    """A site's memory in which every paragraph stands in nine of ten documents."""

    def frequency(self, _site: str, fingerprints: Sequence[int]) -> tuple[int, Sequence[int]]:
        return 10, [9 for _ in fingerprints]


def verdicts_of(text: str) -> tuple[Verdict, ...]:
    return process(Document("-", text), Task.CLEAN, Options()).verdicts


@pytest.mark.parametrize("row", STAYING)
def test_what_something_vouches_for_stays(row: dict[str, str]) -> None:
    assert row["stays"] in row["text"]
    assert [row["text"][one.start : one.end] for one in verdicts_of(row["text"]) if not one.kept] == []


@pytest.mark.parametrize("row", GOING)
def test_a_pitch_in_like_surroundings_goes(row: dict[str, str]) -> None:
    gone = [row["text"][one.start : one.end] for one in verdicts_of(row["text"]) if not one.kept]
    assert row["goes"] in " ".join(gone)


def test_every_voucher_vouches_for_an_example() -> None:
    terms = [term for row in ROWS for one in verdicts_of(row["text"]) for term in one.evidence]
    assert {source for source, _ in VOUCHERS} <= {term.source for term in terms}


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Open letter to the ferry board", LETTER.partition("\n\n")[2].replace(ASK, "Please support us.")),
        (
            "How to tidy an inbox",
            "Open the oldest first.\nSubscribe to one newsletter that you will really read.\nStop.",
        ),
    ],
)
def test_a_title_that_is_apart_from_the_text_vouches(title: str, text: str) -> None:
    article = Article(text, language="en", title=title)
    verdicts = classify_blocks(article, split_blocks(article, "en"), load("en"), Options())
    assert [text[one.start : one.end] for one in verdicts if not one.kept] == []


@pytest.mark.parametrize(("rules", "memory"), [((RULE,), None), ((), RepeatsAll())], ids=["a user's rule", "memory"])
def test_nothing_vouches_against(rules: tuple[Rule, ...], memory: RepeatsAll | None) -> None:
    article = Article(LETTER, language="en")
    verdicts = classify_blocks(
        article, split_blocks(article, "en"), load("en"), Options(rules=rules), memory, ("ferry.example",)
    )
    assert ASK in [LETTER[one.start : one.end] for one in verdicts if not one.kept]
