"""Each feature of the forests: a small document in, numbers out."""

import math
from collections.abc import Sequence

import pytest

from newsieve.cleaner import current_model
from newsieve.cleaner.blocks import ScoredBlock, list_vocabulary
from newsieve.cleaner.classify import mark_glued
from newsieve.cleaner.features.block import measure
from newsieve.cleaner.features.context import BLOCK_FEATURES
from newsieve.cleaner.features.document import DocumentContext, parts_of
from newsieve.cleaner.features.registry import Feature, Row, compute_columns, select
from newsieve.cleaner.features.sentence import SENTENCE_FEATURES, open_paragraphs
from newsieve.cleaner.linear import boilerplate_logits
from newsieve.cleaner.tokens import tokenize_blocks
from newsieve.languages import load
from newsieve.types import Block

PACK = load("en")
STORY = "The council approved the harbour bridge on Tuesday, ending a dispute that had lasted for nine long years."
ASK = "Donate $5 to the Herald today!"
LINE = "Most read"


def score(texts: Sequence[str], contents: Sequence[float], kind: int = 1) -> list[ScoredBlock]:
    """Blocks of which stage one gives these probabilities of content, the rest of each to one class."""
    tokenized = tokenize_blocks(texts, PACK)
    blocks = []
    for block, surface, content in zip(tokenized, measure(tokenized, PACK.stop_words), contents, strict=True):
        probabilities = [content, *[0.0] * 12]
        probabilities[kind] = 1 - content
        blocks.append(
            ScoredBlock(
                block.text,
                list_vocabulary(block.words),
                surface,
                tuple(probabilities),
                boilerplate_logits([content])[0],
            )
        )
    return blocks


def column(name: str, texts: Sequence[str], contents: Sequence[float], url: str | None = None) -> list[float]:
    context = DocumentContext(score(texts, contents), url, None, is_known_language=True)
    [feature] = [one for one in BLOCK_FEATURES if one.name == name]
    return [round(value, 4) for value in feature.compute(context)]


TEXTS = (STORY, ASK, LINE, STORY)
CONTENTS = (0.9, 0.1, 0.5, 0.9)
ODDS = 2.1972


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("score", [-ODDS, ODDS, 0.0, -ODDS]),
        ("class_money", [0.1, 0.9, 0.5, 0.1]),
        ("class_money-1", [0.0, 0.1, 0.9, 0.5]),
        ("class_money+1", [0.9, 0.5, 0.1, 0.0]),
        ("is_known_language", [1.0] * 4),
        ("score-1", [-9.0, -ODDS, ODDS, 0.0]),
        ("score-3", [-9.0, -9.0, -9.0, -ODDS]),
        ("score+2", [0.0, -ODDS, -9.0, -9.0]),
        ("around2", [round(ODDS / 4, 4), round(-2 * ODDS / 4, 4), round(-ODDS / 4, 4), round(ODDS / 4, 4)]),
        ("pitch-1", [0.0, 0.0, round(1 / math.sqrt(8), 4), 0.0]),
        ("chars-1", [0.0, round(math.log(len(STORY)), 4), round(math.log(len(ASK)), 4), round(math.log(9), 4)]),
        ("open+1", [1.0, 1.0, 1.0, 0.0]),
        ("run_before", [0.0, 0.0, ODDS, ODDS]),
        ("run_after", [ODDS, 0.0, 0.0, 0.0]),
        ("bridge", [-9.0, -ODDS, -ODDS, -9.0]),
        ("money_bridge", [-9.0, -ODDS, -ODDS, -9.0]),
        ("list_before", [0.0, 0.0, 0.0, 0.0]),
        ("line_before", [0.0, 0.0, 0.0, 1.0]),
        ("line_after", [0.0, 1.0, 0.0, 0.0]),
        ("mean", [0.4] * 4),
        ("mean_before", [-9.0, 0.1, 0.5, 0.5]),
        ("mean_after", [0.5, 0.3, 0.1, -9.0]),
        ("share_high", [0.25] * 4),
        ("blocks", [4.0] * 4),
        ("number", [0.0, 1.0, 2.0, 3.0]),
        ("to_end", [3.0, 2.0, 1.0, 0.0]),
        ("part", [0.0, 0.25, 0.5, 0.75]),
        ("story_before", [0.0, 0.5, 0.5, 0.5]),
        ("story_after", [0.5, 0.5, 0.5, 0.0]),
        ("since_story", [30.0, 1.0, 2.0, 3.0]),
        ("until_story", [3.0, 2.0, 1.0, 30.0]),
        ("chars", [round(math.log(len(text)), 4) for text in TEXTS]),
        ("words", [20.0, 8.0, 2.0, 20.0]),
        ("currency", [0.0, 1.0, 0.0, 0.0]),
        ("shout", [0.0, 1.0, 0.0, 0.0]),
        ("end", [0.0, 1.0, -2.0, 0.0]),
        ("start", [0.0] * 4),
        ("shared", [1.0, 0.0, 0.0, 1.0]),
        ("shared_rare", [0.0, round(math.sqrt(3), 4), round(math.sqrt(2), 4), 0.0]),
        ("slug", [-1.0] * 4),
        ("outlet_name", [0.0] * 4),
        ("repeats", [1.0, 0.0, 0.0, 1.0]),
        ("rules", [0.0] * 4),
        ("give", [0.0, round(1 / math.sqrt(8), 4), 0.0, 0.0]),
        ("masthead", [0.0, round(1 / math.sqrt(8), 4), 0.0, 0.0]),
        ("plain_elsewhere", [1.0, 0.0, 0.0, 1.0]),
        ("give_elsewhere", [0.0, -1.0, -1.0, 0.0]),
        ("since_ask", [10.0, 10.0, 0.0, 1.0]),
        ("until_ask", [0.0, 10.0, 10.0, 10.0]),
        ("story_since_ask", [10.0, 10.0, 0.0, 0.0]),
        ("short_sentences", [0.75] * 4),
    ],
)
def test_block_feature(name: str, values: list[float]) -> None:
    assert column(name, TEXTS, CONTENTS) == values


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("slug", [0.6667, 0.0, 0.0, 0.6667]),
        ("outlet_name", [0.0, 0.5, 0.0, 0.0]),
    ],
)
def test_feature_of_the_address(name: str, values: list[float]) -> None:
    assert column(name, TEXTS, CONTENTS, "https://www.marlowherald.example/2026/harbour-bridge-opens") == values


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("rules_before", [0.0, 0.0, 2.0, 3.0, 3.0, 3.0, 3.0]),
        ("rules_after", [3.0, 3.0, 1.0, 1.0, 1.0, 1.0, 0.0]),
        ("rules_run_before", [0.0, 0.0, 2.0, 3.0, 0.0, 0.0, 0.0]),
        ("rules_run_after", [3.0, 3.0, 0.0, 1.0, 1.0, 1.0, 0.0]),
    ],
)
def test_rules_that_match_nearby(name: str, values: list[float]) -> None:
    texts = [STORY, ASK, ASK, STORY, LINE, LINE, LINE]
    contents = [0.9, 0.1, 0.1, 0.9, 0.5, 0.5, 0.5]
    weights = [0.0, 2.0, 3.0, -4.0, 0.0, 0.0, 1.0]
    blocks = [block._replace(plain_rules=weight) for block, weight in zip(score(texts, contents), weights, strict=True)]
    context = DocumentContext(blocks, None, None, is_known_language=True)
    [feature] = [one for one in BLOCK_FEATURES if one.name == name]
    assert feature.compute(context) == values


@pytest.mark.parametrize(
    ("url", "host", "slug"),
    [
        ("https://www.the-marlow.co.uk/a/harbour_bridge-9", "marlow", {"harbour", "bridge"}),
        ("http://ab.de", "", set()),
        ("marlow.example", "", set()),
        (None, "", set()),
    ],
)
def test_parts_of_an_address(url: str | None, host: str, slug: set[str]) -> None:
    assert parts_of(url) == (host, slug)


def test_a_life_told_elsewhere_speaks_for_the_text() -> None:
    texts = ["I was ill.", "We gave what we had.", "x", "x", "My mother and I sat down."]
    assert column("person_elsewhere", texts, [0.9] * 5) == [0.5, 1.0, -1.0, 1.0, 0.5]


def test_a_very_long_paragraph_counts_as_one_of_thirty_sentences() -> None:
    document = DocumentContext(score([STORY], [0.5]), None, None, is_known_language=True)
    context = open_paragraphs(document, [(0, score(["So."] * 40, [0.5] * 40))])[0]
    found = {one.name: one.compute(context) for one in SENTENCE_FEATURES if one.name in ("count", "number", "to_end")}
    assert found["count"] == [30.0] * 40
    assert (found["number"][-1], found["to_end"][0], found["to_end"][-1]) == (20.0, 20.0, 0.0)


def test_glued_blocks_are_marked() -> None:
    blocks = [Block(0, 0, 4, ()), Block(1, 4, 8, ()), Block(2, 9, 12, ())]
    scored = mark_glued(score(["One.", "Two.", "Six"], [0.5] * 3), blocks)
    context = DocumentContext(scored, None, None, is_known_language=True)
    found = {one.name: one.compute(context) for one in BLOCK_FEATURES if one.name.startswith("glued")}
    assert found == {"glued": [0.0, 1.0, 0.0], "glued+1": [1.0, 0.0, 0.0]}


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("score", [-ODDS, ODDS]),
        ("sibling-1", [-9.0, -ODDS]),
        ("sibling+1", [ODDS, -9.0]),
        ("push-1", [0.0, 0.1]),
        ("highest_other", [ODDS, -ODDS]),
        ("mean_other", [ODDS, -ODDS]),
        ("paragraph", [0.0, 0.0]),
        ("paragraph-1", [-ODDS, -ODDS]),
        ("paragraph+1", [-9.0, -9.0]),
        ("number", [0.0, 1.0]),
        ("to_end", [1.0, 0.0]),
        ("count", [2.0, 2.0]),
        ("part", [0.0, 0.5]),
        ("end-1", [-2.0, 0.0]),
        ("start+1", [0.0, -2.0]),
        ("shout", [0.0, 1.0]),
        ("shared", [1.0, 0.0]),
        ("give", [0.0, 0.3536]),
    ],
)
def test_sentence_feature(name: str, values: list[float]) -> None:
    document = DocumentContext(score([STORY, f"{STORY} {ASK}"], [0.9, 0.5]), None, None, is_known_language=True)
    context = open_paragraphs(document, [(1, score([STORY, ASK], [0.9, 0.1]))])[0]
    [feature] = [one for one in SENTENCE_FEATURES if one.name == name]
    assert [round(value, 4) for value in feature.compute(context)] == values


def test_lines_belong_to_the_line_with_a_colon_that_introduces_them() -> None:
    texts = ["The services that they named:", "WhatsApp", "TikTok", STORY, "Share"]
    contents = [0.9, 0.1, 0.1, 0.9, 0.1]
    assert column("introduced", texts, contents) == [-9.0, -ODDS, -ODDS, -9.0, -9.0]
    assert column("introduced_at", texts, contents) == [-9.0, 1.0, 2.0, -9.0, -9.0]


@pytest.mark.parametrize("features", [BLOCK_FEATURES, SENTENCE_FEATURES], ids=["blocks", "sentences"])
def test_names_are_unique_and_few_enough_for_a_byte(features: Sequence[Feature]) -> None:
    names = [feature.name for feature in features]
    assert len(set(names)) == len(names) < 255


def test_rows_are_of_the_blocks_that_are_asked_for() -> None:
    scored = score(TEXTS, CONTENTS)
    whole = compute_columns(BLOCK_FEATURES, DocumentContext(scored, None, None, is_known_language=True))
    some = compute_columns(BLOCK_FEATURES, DocumentContext(scored, None, None, is_known_language=True, asked=[1, 3]))
    none = compute_columns(BLOCK_FEATURES, DocumentContext(scored, None, None, is_known_language=True, asked=[]))
    assert [[*column] for column in some] == [[column[1], column[3]] for column in whole]
    assert [*Row(whole, 3)] == [Row(some, 1)[at] for at in range(len(BLOCK_FEATURES))]
    assert not any(none)


@pytest.mark.parametrize(
    ("names", "groups"),
    [(["score", "no such thing"], ["the words", "the words"]), (["score"], ["the look"])],
    ids=["another name", "another group"],
)
def test_a_model_of_other_features_is_refused(names: list[str], groups: list[str]) -> None:
    with pytest.raises(ValueError, match="other features"):
        select(BLOCK_FEATURES, names, groups)


def test_a_model_is_read_in_its_own_order() -> None:
    picked = select(BLOCK_FEATURES, ["words", "score"], ["the look", "the words"])
    assert [feature.name for feature in picked] == ["words", "score"]


def test_monotone_features() -> None:
    names = {feature.name for feature in BLOCK_FEATURES if feature.monotone}
    assert names == {"score", "rules", "run_before", "run_after"}
    assert {feature.name for feature in SENTENCE_FEATURES if feature.monotone} == {"score", "rules"}


def test_the_shipped_model_reads_the_features_that_it_names() -> None:
    model = current_model()
    assert {feature.name for feature in model.blocks.features} <= {feature.name for feature in BLOCK_FEATURES}
    row = [0.5] * len(model.blocks.features)
    changes = model.blocks.forest.contributions(row)
    assert model.blocks.forest.bias + sum(changes) == pytest.approx(model.blocks.forest.logit(row), abs=1e-9)
