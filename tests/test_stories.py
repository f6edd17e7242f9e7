"""How stories are found: words and shingles, features of a pair, candidates, groups, and the training's small steps."""

import random
from collections.abc import Sequence
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsieve import Document, brief
from newsieve.forest import Forest
from newsieve.stories.comparison import FEATURES, SIGNS, Comparison, weigh_words
from newsieve.stories.grouping import find_candidates, group_pairs
from newsieve.stories.model import load_model
from newsieve.stories.signature import RunVocabulary, sign
from newsieve.train.stories import flatten
from newsieve.train.stories_data import half_of, read_labels

LEAD = "Fire destroyed the Osier mill in Arle early on Monday."
OWNER = "The owner, Ada Brock, said that she had lost 40 years of work."
OTHER = "Drivers of the Fenby line will strike for 48 hours from Tuesday."


def _measure(one: Sequence[str], other: Sequence[str], days: Sequence[float | None] = (None, None)) -> dict[str, float]:
    vocabulary = RunVocabulary()
    signatures = [sign(first, rest, "en", vocabulary) for first, *rest in (one, other)]
    model = load_model()
    comparison = Comparison(signatures, days, weigh_words(vocabulary, model), model)
    assert comparison.measure(0, 1) == comparison.measure(1, 0)
    return dict(zip(FEATURES, comparison.measure(0, 1), strict=True))


@pytest.mark.parametrize(
    ("feature", "one", "other", "is_above_nought"),
    [
        ("rare words", ("Fire", LEAD), ("Mill gone", LEAD), True),
        ("rare words", ("Fire", LEAD), ("Strike", OTHER), False),
        ("names", ("Fire", LEAD, OWNER), ("Brock", OWNER), True),
        ("names", ("Fire", LEAD), ("Strike", OTHER), False),
        ("figures", ("Fire", OWNER), ("Brock", "She is 40."), True),
        ("copied", ("Fire", LEAD), ("Mill gone", LEAD), True),
        ("copied", ("Fire", LEAD), ("Strike", OTHER), False),
        pytest.param("conflicts", ("A", OTHER), ("B", OTHER.replace("48", "24")), True, id="another figure"),
        pytest.param("conflicts", ("A", OTHER), ("B", OTHER.replace("Tuesday", "Friday")), False, id="at the end"),
        pytest.param("conflicts", ("A", OTHER), ("B", OTHER.replace("Fenby", "Arle")), True, id="another name"),
        pytest.param("conflicts", ("A", OTHER), ("B", OTHER), False, id="the same"),
        pytest.param("agreements", ("A", OTHER), ("B", OTHER), True, id="the same agrees"),
        pytest.param(
            "conflicts", ("A", OTHER), ("B", f"{OTHER.replace('48', '24')} Not 48."), False, id="both figures"
        ),
    ],
)
def test_feature(feature: str, one: Sequence[str], other: Sequence[str], is_above_nought: bool) -> None:
    assert (_measure(one, other)[feature] > 0) is is_above_nought


def test_days_and_undated() -> None:
    assert _measure(("a", LEAD), ("b", LEAD), (3.0, 5.0))["days"] == pytest.approx(1.0986, abs=1e-3)
    assert _measure(("a", LEAD), ("b", LEAD), (3.0, None))["undated"] == 1.0
    assert _measure(("a", ""), ("b", ""))["rare words"] == 0.0


def test_model_is_of_these_features_and_each_argues_one_way() -> None:
    model = load_model()
    assert model.features == FEATURES
    assert SIGNS.keys() == set(FEATURES)
    row = list(_measure(("Fire", LEAD, OWNER), ("Mill", LEAD)).values())
    for number, name in enumerate(FEATURES):
        low, high = row.copy(), row.copy()
        low[number], high[number] = -inf, inf
        assert SIGNS[name] * (model.forest.logit(high) - model.forest.logit(low)) >= 0


WORDS = "mill fire arle strike Fenby Brock Osier 40 12 pool council harbour bridge tram Lenn".split()


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=3, max_size=40), max_size=12), st.randoms())
@settings(max_examples=25, deadline=None)
def test_groups_are_a_partition_that_no_order_changes(texts: list[list[str]], chance: random.Random) -> None:
    documents = [Document(str(n), f"{' '.join(words).capitalize()}.") for n, words in enumerate(texts)]
    first = [[telling.id for telling in story.documents] for story in brief(documents, sort="path")]
    chance.shuffle(documents)
    assert [[telling.id for telling in story.documents] for story in brief(documents, sort="path")] == first
    ids = [name for group in first for name in group]
    assert len(ids) == len(set(ids))


def test_candidates_of_a_word_that_all_have_grow_with_the_number_of_documents() -> None:
    vocabulary = RunVocabulary()
    texts = [f"The Osier mill of Arle and Fenby, number{number}." for number in range(400)]
    made = [sign("Osier mill", [text], "en", vocabulary) for text in texts]
    pairs = find_candidates(made, weigh_words(vocabulary, load_model()), vocabulary.hashes)
    assert 400 <= len(pairs) <= 400 * 24


def test_group_holds_together() -> None:
    scores = {(0, 1): 2.0, (1, 2): 1.0, (0, 2): -9.0, (3, 4): 1.0}

    def score(one: int, other: int) -> float:
        return scores.get((min(one, other), max(one, other)), -9.0)

    assert group_pairs(5, sorted(scores), score, cohesion=-1.0) == [[0, 1], [2], [3, 4]]
    assert group_pairs(5, sorted(scores), score, cohesion=-9.0) == [[0, 1, 2], [3, 4]]


def test_flatten_gives_what_the_trees_give() -> None:
    tree = {
        "split_feature": 1, "threshold": 0.5, "internal_value": 0.25,
        "left_child": {"leaf_value": -1.0},
        "right_child": {"split_feature": 0, "threshold": 2.0, "internal_value": 1.0,
                        "left_child": {"leaf_value": 0.5}, "right_child": {"leaf_value": 3.0}},
    }  # fmt: skip
    forest = Forest(flatten([tree, tree]))
    assert [forest.logit(row) for row in ([0, 0.5], [2, 0.6], [2.1, 9])] == [-2.0, 1.0, 6.0]


def test_labels_name_pairs_once() -> None:
    labels = read_labels()
    assert all(one < other for one, other in labels)
    assert {True, False} == set(labels.values())
    assert {half_of("a"), half_of("b"), half_of("c"), half_of("d")} == {0, 1}
