"""How stories are found: words and shingles, features of a pair, candidates, groups, and the training's small steps."""

import json
import random
from collections.abc import Sequence
from math import inf
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsieve import Document, brief
from newsieve.data import read_data
from newsieve.forest import Forest
from newsieve.stories.comparison import FEATURES, SIGNS, Comparison
from newsieve.stories.grouping import find_candidates, group_pairs
from newsieve.stories.model import load_model
from newsieve.stories.signature import RunVocabulary, sign
from newsieve.stories.weights import weigh_words
from newsieve.train import stories as training
from newsieve.train.stories import find_threshold, flatten, score_unseen
from newsieve.train.stories_data import (
    FOLDS,
    LABELS,
    PairRow,
    Text,
    fold_of,
    read_invented,
    read_labels,
    read_near,
)
from newsieve.train.stories_folders import read_folder, score_folder
from newsieve.train.stories_made import make_reports
from newsieve.train.stories_runs import list_made_rows

FIXTURES = Path(__file__).parents[1] / "fixtures" / "stories"
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
        ("rare share", ("Fire", LEAD), ("Mill gone", LEAD), True),
        ("rare share", ("Fire", LEAD), ("Strike", OTHER), False),
        ("names", ("Fire", LEAD, OWNER), ("Brock", OWNER), True),
        ("names", ("Fire", LEAD), ("Strike", OTHER), False),
        ("figures", ("Fire", OWNER), ("Brock", "She is 40."), True),
        ("copied", ("Fire", LEAD), ("Mill gone", LEAD), True),
        ("copied", ("Fire", LEAD), ("Strike", OTHER), False),
        pytest.param("conflicts", ("A", OTHER), ("B", OTHER.replace("48", "24")), True, id="another figure"),
        pytest.param("conflicts", ("A", OTHER), ("B", OTHER.replace("Tuesday", "Friday")), False, id="at the end"),
        pytest.param("conflicts", ("A", OTHER), ("B", OTHER.replace("Fenby", "Arle")), True, id="another name"),
        pytest.param("conflicts", ("A", OTHER), ("B", OTHER), False, id="the same"),
        pytest.param("title share", ("Verbrannt", OTHER), ("Verbrannte", OWNER), False, id="forms are other words"),
        pytest.param(
            "repeated of the other", ("Burnt", "It burnt.", LEAD), ("Burnten", OWNER), True, id="forms are one stem"
        ),
        pytest.param("figures left", ("A", OWNER), ("B", "It took 30 years."), True, id="each has another figure"),
        pytest.param("figures left", ("A", OWNER), ("B", "It took years."), False, id="one has no figure"),
        pytest.param("titles", ("Osier fire", LEAD), ("Osier mill", OTHER), True, id="headlines share a name"),
        pytest.param("titles", ("Osier fire", LEAD), ("Mill", LEAD), False, id="headlines share nothing"),
        pytest.param("repeated", ("Osier", LEAD), ("Osier", LEAD), True, id="a word that both repeat"),
        pytest.param("repeated", ("Fire", LEAD), ("Osier", OTHER), False, id="a word that one repeats"),
        pytest.param("amounts", ("A", OWNER), ("B", "It took 40 years."), True, id="a figure and its word"),
        pytest.param("amounts", ("A", OWNER), ("B", "It took 40 days."), False, id="a figure of another word"),
        pytest.param("other amounts", ("A", OWNER), ("B", "It took 30 years."), True, id="another figure of a word"),
        pytest.param("figures", ("A", "Of 38,000 some."), ("B", "38.000 davon."), True, id="groups of digits"),
        pytest.param("figures", ("A", "It is 1.9."), ("B", "1,9 davon."), True, id="a fraction"),
        pytest.param("title left", ("Osier fire", LEAD), ("Fenby strike", OTHER), True, id="what the other lacks"),
        pytest.param("title left", ("Osier fire", LEAD), ("Mill fire", LEAD), False, id="what the other has"),
        pytest.param("agreements", ("A", OTHER), ("B", OTHER), True, id="the same agrees"),
        pytest.param(
            "conflicts", ("A", OTHER), ("B", f"{OTHER.replace('48', '24')} Not 48."), False, id="both figures"
        ),
        pytest.param("plain", ("A", LEAD), ("B", "A mill was destroyed."), True, id="words that are no names"),
        pytest.param("plain", ("A", LEAD), ("B", "In Arle and Osier."), False, id="names alone"),
        pytest.param("plain", ("A", OWNER), ("B", "It took 40 hours."), False, id="a figure alone"),
        pytest.param(
            "plain", ("A", "She was there for the day."), ("B", "The day was there."), False, id="common words"
        ),
        pytest.param(
            "names to plain",
            ("A", LEAD),
            ("B", "We met in Arle by the Osier that day."),
            True,
            id="names more than words",
        ),
        pytest.param("plain titles", ("Mill burns", LEAD), ("A burnt mill", OTHER), True, id="headlines share a word"),
        pytest.param("plain titles", ("Osier burns", LEAD), ("Osier sold", LEAD), False, id="headlines share a name"),
        pytest.param("subject left", ("Osier", LEAD), ("Fenby", OTHER), True, id="another subject"),
        pytest.param("subject left", ("Osier", LEAD), ("Mill", LEAD), False, id="one has none"),
        pytest.param("plain title left", ("Mill burns", LEAD), ("Pool shut", OTHER), True, id="each has a word left"),
        pytest.param("plain title left", ("Mill burns", LEAD), ("Mill", OTHER), False, id="one has no word left"),
    ],
)
def test_feature(feature: str, one: Sequence[str], other: Sequence[str], is_above_nought: bool) -> None:
    assert (_measure(one, other)[feature] > 0) is is_above_nought


def test_what_is_weighed_at_large_does_not_depend_on_the_run() -> None:
    model, first, second = load_model(), ("Fire", LEAD, OWNER), ("Mill gone", LEAD)
    at_large = slice(FEATURES.index("plain"), None)
    rows = []
    for beside in (0, 30):
        vocabulary = RunVocabulary()
        texts = [first, second, *[("Osier mill", f"{LEAD} {OTHER}")] * beside]
        signatures = [sign(title, sentences, "en", vocabulary) for title, *sentences in texts]
        comparison = Comparison(signatures, [None] * len(texts), weigh_words(vocabulary, model), model)
        rows.append(comparison.measure(0, 1))
    assert rows[0] != rows[1]
    assert rows[0][at_large] == rows[1][at_large]


def test_days_and_undated() -> None:
    assert _measure(("a", LEAD), ("b", LEAD), (3.0, 5.0))["days"] == pytest.approx(1.0986, abs=1e-3)
    assert _measure(("a", LEAD), ("b", LEAD), (3.0, None))["undated"] == 1.0
    assert _measure(("a", ""), ("b", ""))["rare share"] == 0.0


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


def test_a_document_of_several_stories_joins_one_and_chains_none() -> None:
    scores = {(0, 1): 2.0, (0, 2): 2.8, (1, 2): -2.5}

    def score(one: int, other: int) -> float:
        return scores[one, other]

    assert group_pairs(3, sorted(scores), score, cohesion=-1.0) == [[0, 2], [1]]


@pytest.mark.parametrize(
    ("scores", "groups"),
    [
        pytest.param({(0, 1): 7.0, (2, 3): 2.0, (0, 3): 0.8, (1, 3): 0.6}, [[0, 1], [2, 3]], id="two stories"),
        pytest.param({(0, 1): 7.0, (0, 2): 5.0, (2, 3): 2.0}, [[0, 1, 2], [3]], id="the last knows one of three"),
        pytest.param({(0, 1): 7.0, (2, 3): 2.0, (0, 3): 0.8, (1, 2): 0.6}, [[0, 1, 2, 3]], id="two links"),
        pytest.param({(0, 1): 7.0, (0, 2): 0.8}, [[0, 1, 2]], id="one between two short ones"),
    ],
)
def test_what_one_document_alone_joins_is_two(scores: dict[tuple[int, int], float], groups: list[list[int]]) -> None:
    def score(one: int, other: int) -> float:
        return scores.get((one, other), -1.0)

    count = 1 + max(map(max, scores))
    assert group_pairs(count, sorted(scores), score, cohesion=-1.0) == groups


def test_flatten_gives_what_the_trees_give() -> None:
    tree = {
        "split_feature": 1, "threshold": 0.5, "internal_value": 0.25,
        "left_child": {"leaf_value": -1.0},
        "right_child": {"split_feature": 0, "threshold": 2.0, "internal_value": 1.0,
                        "left_child": {"leaf_value": 0.5}, "right_child": {"leaf_value": 3.0}},
    }  # fmt: skip
    forest = Forest(flatten([tree, tree]))
    assert [forest.logit(row) for row in ([0, 0.5], [2, 0.6], [2.1, 9])] == [-2.0, 1.0, 6.0]


@pytest.mark.parametrize(("folder", "most"), [("folder_of_places", 10), ("folder_of_names", 80)])
def test_few_random_parts_of_a_folder_join_two_stories_of_one_place_or_person(folder: str, most: int) -> None:
    score = score_folder(read_folder(FIXTURES / f"{folder}.jsonl"), load_model())
    assert score.parts == 120
    assert score.wrong <= most
    assert score.joined >= 0.9 * score.pairs


def test_reports_made_of_an_article_differ_in_names_and_figures_alone() -> None:
    text = Text("a", "Fire in Arle", ("Ada Brock fled from Arle with 40 hens.",), "en", None, "a")
    (run,) = make_reports([text], random.Random(1))
    first, made, *_ = run
    assert first == text
    assert made.story != text.story
    assert made.title.startswith("Fire in ")
    assert made.title != text.title
    assert made.title.split()[-1] == made.sentences[0].split()[4]
    assert made.sentences[0].split()[-1] == "hens."


def test_pairs_of_small_runs_are_of_the_kinds_that_are_weighed() -> None:
    invented = [text for text in read_invented(FIXTURES) if text.language == "en"][:30]
    near = [text for text in read_near() if text.language == "en"][:20]
    rows = [*list_made_rows(invented, near, [], load_model())]
    assert {row.kind for row in rows} <= training.WEIGHTS.keys()
    assert {"telling of few", "near topic of few", "pattern"} <= {row.kind for row in rows}
    assert not any(row.is_one for row in rows if row.kind == "pattern")
    assert all(len(row.values) == len(FEATURES) for row in rows)


def test_labels_name_pairs_once() -> None:
    labels = read_labels()
    assert all(one < other for one, other in labels)
    assert set(labels.values()) == set(LABELS)
    assert {fold_of(str(number)) for number in range(200)} == set(range(FOLDS))


def test_texts_of_places_can_be_learned_from() -> None:
    texts = read_invented(Path(training.__file__).parent)
    assert sum(text.relation.startswith("topic") for text in texts) > 100
    assert len({text.story for text in texts if not text.relation.startswith("topic")}) > 30
    assert all(text.sentences for text in texts)


def test_model_joins_tellings_that_it_has_not_seen_and_hardly_anything_else() -> None:
    joined = json.loads(read_data("stories.json"))["learned"]["joined_unseen"]
    assert joined["copy, dated"] == joined["copy, undated"] == 1.0
    assert joined["telling, dated"] >= 0.72  # of pairs: two of a story's three pairs make it one
    assert joined["telling, undated"] >= 0.65
    assert joined["topic, dated"] <= 0.02
    assert joined["topic, undated"] <= 0.04
    assert joined["unlabelled, dated"] <= 0.002
    assert joined["unlabelled, undated"] <= 0.002


@pytest.mark.parametrize(
    ("row", "is_one", "logit", "threshold"),
    [
        pytest.param("telling", [True, True, False], [2.0, 1.0, 0.3], 0.3, id="above what is none"),
        pytest.param("telling", [True, True, True], [2.0, 1.0, -9.0], -2.0, id="the least"),
        pytest.param("apart", [True, True, False], [2.0, 1.0, 0.3], -2.0, id="pairs that a model chose do not count"),
        pytest.param("telling", [False], [9.0], 2.0, id="never"),
    ],
)
def test_threshold(row: str, is_one: list[bool], logit: list[float], threshold: float) -> None:
    rows = [PairRow((), each, frozenset(), "telling" if each else row) for each in is_one]
    assert find_threshold(rows, logit) == threshold


def test_trees_score_what_they_have_not_seen() -> None:
    pytest.importorskip("lightgbm", reason="the extra `train` is not installed")
    chance = random.Random(5)
    rows = [
        PairRow(tuple(float(is_one) + chance.random() for _ in FEATURES), is_one, frozenset(folds), "telling")
        for is_one in (True, False)
        for folds in [*({fold} for fold in range(FOLDS)), {0, 1}] * 9
    ]
    unseen, logits = score_unseen(rows)
    assert len(unseen) == len(logits) == 2 * 9 * FOLDS
    assert all(len(row.folds) == 1 for row in unseen)
