"""Features of a story's sentences, each by name: a small story in, a number for each candidate out.

And what is decided by a number of its own: which lines are candidates, which sets of sentences are tried.
"""

import random

import pytest

from newsieve.forest import Forest, Nodes
from newsieve.rank import choose
from newsieve.rank.asides import has_telephone, is_greeting, is_note
from newsieve.rank.budget import Budget, make_budget, pick_best
from newsieve.rank.candidates import find_candidates, is_sentence
from newsieve.rank.cues import find_list_mark
from newsieve.rank.datelines import find_dateline
from newsieve.rank.features import FEATURES, FIRST, complete_rows, compute_features, measure_first
from newsieve.rank.features.context import read_context
from newsieve.rank.news import count_doubt, find_promising, load_ranker_model
from newsieve.rank.pairs import PairModel, PairWeights, describe_repeat
from newsieve.rank.search import LARGE_DIGEST, count_sentences, find_best
from newsieve.rank.vocabulary import WORD_CELLS
from newsieve.rank.wording import NO_WORDS, weigh_wording
from newsieve.text import find_words
from newsieve.types import Kind, Sentences

TEXTS = (
    "Storm hits Lerwald",
    "LERWALD (AP) — A storm hit Lerwald on Monday and tore 12 roofs off, the town said.",
    "Mayor Anna Berg said: “We will help you!",
    "Nobody sleeps outside,” she told reporters (and a radio).",
    "What remains",
    "He did not say how much the 12 roofs would cost, or who pays, or when...",
    "- the school",
    "Write to help@lerwald.example now.",
    "It reopens in May, Berg said, and Berg means it",
    "Photo: Mia Lund",
    "Is the storm over?",
    "Ada Berg is a correspondent.",
    "“We ran from the storm and hid in the school.”",
    "and so they did:",
)
TAGS = ("h1", "p", "p", "p", "h2", "p", "li", "p", "p", "figcaption", "p", "p", "p", "p")
BLOCKS = (0, 1, 2, 2, 3, 4, 5, 6, 6, 7, 8, 9, 10, 11)
CANDIDATES = (1, 2, 3, 5, 6, 7, 8, 10, 11, 12, 13)
DOUBTS = (0.0, 0.1, 0.16, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7)  # the first two are none
KINDS = (*[None] * 11, Kind.BYLINE_DATE, None, None)
STORY = Sentences(TEXTS, BLOCKS, TAGS, "Storm in Lerwald", "en", DOUBTS, KINDS)
PROBABILITIES = [cell / 1000 for cell in range(WORD_CELLS)]  # so that a sum of them tells the cells
CONTEXT, ROWS = compute_features(STORY, CANDIDATES, PROBABILITIES)
UNOPENED = Sentences(("It rains in Lerwald,” she said.", "Nobody ran."), (0, 1), ("p", "p"), None, "en")


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("index", "0 1 2 3 4 5 6 7 8 9 10"),
        ("index from end", "10 9 8 7 6 5 4 3 2 1 0"),
        ("relative index", "0 0.0909 0.1818 0.2727 0.3636 0.4545 0.5455 0.6364 0.7273 0.8182 0.9091"),
        ("block", "0 1 1 2 3 4 4 5 6 7 8"),
        ("index in block", "0 0 1 0 0 0 1 0 0 0 0"),
        ("index in block from end", "0 1 0 0 0 1 0 0 0 0 0"),
        ("sentences in block", "1 2 2 1 1 2 2 1 1 1 1"),
        ("line", "1 2 3 5 6 7 8 10 11 12 13"),
        ("section", "1 1 1 2 3 3 3 4 4 4 5"),
        ("sections", "5 5 5 5 5 5 5 5 5 5 5"),
        ("line in section", "1 2 3 1 0 1 2 1 2 3 0"),
        ("follows heading", "1 0 0 1 0 1 0 1 0 0 0"),
        ("precedes heading", "0 0 1 1 0 0 1 0 0 1 0"),
        ("words", "16 8 9 16 2 6 10 4 5 10 4"),
        ("relative words", "1.9556 0.9778 1.1 1.9556 0.2444 0.7333 1.2222 0.4889 0.6111 1.2222 0.4889"),
        ("letters a word", "5.125 5 6.3333 4.5 6 5.6667 4.7 4.5 5.6 4.6 4"),
        ("title share", "1 0 0 0 0 0.5 0 0.5 0 0.5 0"),
        ("title words", "2 0 0 0 0 1 0 1 0 1 0"),
        ("centrality", "0.0556 0.075 0 0.04 0.1 0.05 0.0667 0.2 0.0667 0.075 0"),
        ("centrality sum", "0.5 0.3 0 0.2 0.1 0.2 0.2 0.2 0.2 0.3 0"),
        ("frequency", "0.3982 0.5199 0 0.2773 0.6931 0.4479 0.4621 1.0986 0.4621 0.4479 0"),
        ("frequency sum", "3.5835 2.0794 0 1.3863 0.6931 1.7918 1.3863 1.0986 1.3863 1.7918 0"),
        ("repeated words", "4 2 0 2 1 2 1 1 1 2 0"),
        ("new words", "1 1 1 0.6 1 0.5 0.6667 0 0.6667 0.5 0"),
        ("new repeated", "4 2 0 0 1 0 0 0 0 0 0"),
        ("expected words", "1.938 0.828 0.82 1.018 0.228 0.659 0.745 0.293 0.62 0.798 0.148"),
        ("expected share", "0.1211 0.1035 0.0911 0.0636 0.114 0.1098 0.0745 0.0732 0.124 0.0798 0.037"),
        ("expected in a digest", "0.0745 0.046 0.0432 0.0392 0.019 0.0412 0.0372 0.0209 0.0413 0.0399 0.0106"),
        ("new expected words", "1.938 0.784 0.688 0.446 0.14 0.26 0.325 0.05 0.252 0.268 0.032"),
        ("small words", "0.4375 0.5 0.3333 0.6875 0.5 0.3333 0.7 0.75 0.4 0.6 1"),
        ("figures", "1 0 0 1 0 0 0 0 0 0 0"),
        ("names", "4 2 0 0 0 0 2 0 1 0 0"),
        ("name share", "0.25 0.25 0 0 0 0 0.2 0 0.2 0 0"),
        ("name letters", "0.2561 0.2 0 0 0 0 0.1702 0 0.1429 0 0"),
        ("new names", "4 2 0 0 0 0 0 0 0 0 0"),
        ("returning names", "0 2 0 0 0 0 2 0 2 0 0"),
        ("first name at", "1 6 200 200 200 200 19 200 4 200 200"),
        ("unquoted names", "4 2 0 0 0 0 2 0 1 0 0"),
        ("capitals", "2 0 0 0 0 0 0 0 0 0 0"),
        ("starts with stop word", "0 0 0 1 1 0 1 1 0 1 1"),
        ("points back", "0 0 0 1 0 0 1 0 0 0 1"),
        ("asks", "0 0 0 0 0 0 0 1 0 0 0"),
        ("exclaims", "0 1 0 0 0 0 0 0 0 0 0"),
        ("ends in colon", "0 0 0 0 0 0 0 0 0 0 1"),
        ("early colon", "0 1 0 0 0 0 0 0 0 0 1"),
        ("open end", "0 0 0 0 1 0 1 0 0 0 1"),
        ("brackets", "1 0 1 0 0 0 0 0 0 0 0"),
        ("commas", "1 0 1 2 0 0 2 0 0 0 0"),
        ("starts lower", "0 0 0 0 0 0 0 0 0 0 1"),
        ("address", "0 0 0 0 0 1 0 0 0 0 0"),
        ("ellipsis", "0 0 0 1 0 0 0 0 0 0 0"),
        ("list mark", "0 0 0 0 1 0 0 0 0 0 0"),
        ("dateline", "1 0 0 0 0 0 0 0 0 0 0"),
        ("first person", "0 1 0 0 0 0 0 0 0 1 0"),
        ("first person share", "0 0.125 0 0 0 0 0 0 0 0.1 0"),
        ("reader", "0 1 0 0 0 0 0 0 0 0 0"),
        ("third person at", "30 30 3 0 30 30 30 30 30 30 2"),
        ("speech", "1 1 1 1 0 0 1 0 0 0 0"),
        ("newsmakers", "0 1 0 0 0 0 0 0 0 0 0"),
        ("imperative", "0 1 0 0 0 1 0 0 0 0 0"),
        ("third_person", "0 0 1 2 0 0 0 0 0 0 1"),
        ("byline", "0 0 0 0 0 0 0 0 1 0 0"),
        ("narrative", "1 0 0 0 0 0 0 0 0 1 0"),
        ("calendar", "1 0 0 0 0 0 0 0 0 0 0"),
        ("about", "0 0 0 0 0 0 0 0 1 0 0"),
        ("opens quote", "0 0 0 0 0 0 0 0 0 1 0"),
        ("starts inside", "0 0 1 0 0 0 0 0 0 0 0"),
        ("ends inside", "0 1 0 0 0 0 0 0 0 0 0"),
        ("quoted share", "0 0.425 0.386 0 0 0 0 0 0 0.9565 0"),
        ("unquoted words", "16 4.6 5.5263 16 2 6 10 4 5 0.4348 4"),
        ("lacks speaker", "0 0 0 0 0 0 0 0 0 1 0"),
        ("said by pronoun", "0 0 1 0 0 0 0 0 0 0 0"),
        ("boilerplate", "0 0.16 0.2 0.3 0.35 0.4 0.45 0.55 0.6 0.65 0.7"),
        ("boilerplate before", "0 0 0.16 0.2 0.3 0.35 0.4 0.45 0.55 0.6 0.65"),
        ("boilerplate behind", "0.16 0.2 0.3 0.35 0.4 0.45 0.55 0.6 0.65 0.7 0"),
        ("aside", "0 0 0 0 0 0 0 0 1 0 0"),
        ("overlap before", "-1 0 0 0 0 0 0 0 0 0 0"),
        ("overlap behind", "0 0 0 0 0 0 0 0 0 0 -1"),
        ("words before", "-1 16 8 9 16 2 6 10 4 5 10"),
        ("words behind", "8 9 16 2 6 10 4 5 10 4 -1"),
        ("quoted before", "-1 0 0.425 0.386 0 0 0 0 0 0 0.9565"),
        ("quoted behind", "0.425 0.386 0 0 0 0 0 0 0.9565 0 -1"),
        ("inside before", "-1 0 1 0 0 0 0 0 0 0 0"),
        ("points back before", "-1 0 0 0 1 0 0 1 0 0 0"),
        ("points back behind", "0 0 1 0 0 1 0 0 0 1 -1"),
        ("letters of line before", "18 82 40 12 72 12 34 15 18 28 46"),
        ("letters of line behind", "40 57 12 12 34 47 15 28 46 16 0"),
        ("list before", "0 0 0 0 0 1 0 0 0 0 0"),
        ("list behind", "0 0 0 1 0 0 0 0 0 0 0"),
        ("heading behind", "0 0 1 1 0 0 1 0 0 1 0"),
        ("pointer at", "30 30 2 30 30 30 30 30 30 4 0"),
        ("pointers", "0 0 1 0 0 0 0 0 0 1 2"),
        ("first word told", "0 0 0 0 0 0 0 1 0 0 0"),
        ("first word in title", "1 0 0 0 0 0 0 1 0 0 0"),
        ("first word is name", "1 0 0 0 0 0 0 0 0 0 0"),
        ("first word at", "0 0 0 3 1 0 1 2 0 1 30"),
        ("told share", "0 0 0 0.4 0 0.5 0.3333 1 0.3333 0.5 0"),
        ("pronoun before name", "0 0 1 1 0 0 0 0 0 0 1"),
        ("expected words: rank", "0 2 3 1 9 6 5 8 7 4 10"),
        ("expected words: share", "1 0.4272 0.4231 0.5253 0.1176 0.34 0.3844 0.1512 0.3199 0.4118 0.0764"),
        ("new expected words: rank", "0 1 2 3 8 6 4 9 7 5 10"),
        ("new expected words: share", "1 0.4045 0.355 0.2301 0.0722 0.1342 0.1677 0.0258 0.13 0.1383 0.0165"),
        ("expected in a digest: rank", "0 1 2 6 9 4 7 8 3 5 10"),
        ("expected in a digest: share", "1 0.6171 0.579 0.5253 0.2549 0.5526 0.4997 0.2808 0.5545 0.5353 0.1418"),
        ("unquoted words: rank", "0 6 4 0 9 3 2 7 5 10 7"),
        ("unquoted words: share", "1 0.2875 0.3454 1 0.125 0.375 0.625 0.25 0.3125 0.0272 0.25"),
        ("frequency sum: rank", "0 1 9 4 8 2 4 7 4 2 9"),
        ("frequency sum: share", "1 0.5803 0 0.3869 0.1934 0.5 0.3869 0.3066 0.3869 0.5 0"),
        ("centrality sum: rank", "0 1 9 3 8 3 3 3 3 1 9"),
        ("centrality sum: share", "1 0.6 0 0.4 0.2 0.4 0.4 0.4 0.4 0.6 0"),
        ("name letters: rank", "0 1 4 4 4 4 2 4 3 4 4"),
        ("name letters: share", "1 0.781 0 0 0 0 0.6646 0 0.5578 0 0"),
        ("title words: rank", "0 4 4 4 4 1 4 1 4 1 4"),
        ("title words: share", "1 0 0 0 0 0.5 0 0.5 0 0.5 0"),
        ("sentences", "11 11 11 11 11 11 11 11 11 11 11"),
        ("has title", "1 1 1 1 1 1 1 1 1 1 1"),
        ("words: mean", "8.1818 8.1818 8.1818 8.1818 8.1818 8.1818 8.1818 8.1818 8.1818 8.1818 8.1818"),
        ("quoted share: mean", "0.1607 0.1607 0.1607 0.1607 0.1607 0.1607 0.1607 0.1607 0.1607 0.1607 0.1607"),
        ("first person: mean", "0.0333 0.0333 0.0333 0.0333 0.0333 0.0333 0.0333 0.0333 0.0333 0.0333 0.0333"),
        ("name letters: mean", "0.0699 0.0699 0.0699 0.0699 0.0699 0.0699 0.0699 0.0699 0.0699 0.0699 0.0699"),
    ],
)
def test_feature(name: str, values: str) -> None:
    column = [round(float(row[FEATURES.index(name)]), 4) for row in ROWS]
    assert column == list(map(float, values.split()))


def test_each_feature_is_tried() -> None:
    rows = [*ROWS, *compute_features(UNOPENED, (0, 1), PROBABILITIES)[1]]
    assert {name for number, name in enumerate(FEATURES) if not any(row[number] for row in rows)} == set()


def test_a_mark_may_close_what_none_has_opened() -> None:
    rows = compute_features(UNOPENED, (0, 1), PROBABILITIES)[1]
    assert [row[FEATURES.index("closes unopened")] for row in rows] == [True, False]


def test_cells_of_words_tell_kind_uses_place_and_title() -> None:
    document = Sentences(("Old roofs fell.", "The 12 roofs of Lerwald."), (0, 1), ("p", "p"), "Roofs", "en")
    context = read_context(document, (0, 1), range(WORD_CELLS))
    words = dict(zip(context.vocabulary.numbers, context.probabilities, strict=True))
    kind, use = WORD_CELLS // 4, WORD_CELLS // 20
    assert words == {
        "old": kind, "roofs": kind + use + 1, "fell": kind,
        "the": 2, "12": 3 * kind + 2, "of": 2, "lerwald": 2 * kind + 2,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("number", "step"),
    [(1, 0), (2, 1), (8, 7), (9, 8), (12, 8), (13, 9), (20, 9), (21, 10), (30, 10)],
)
def test_place_of_a_word_is_that_of_its_first_sentence_in_steps(number: int, step: int) -> None:
    texts = ("So.",) * (number - 1) + ("Roofs fell.",)
    document = Sentences(texts, tuple(range(number)), ("p",) * number, None, "en")
    context = read_context(document, range(number), range(WORD_CELLS))
    assert context.probabilities[context.vocabulary.numbers["roofs"]] - WORD_CELLS // 4 == 2 * step


@pytest.mark.parametrize(("uses", "counted"), [(1, 0), (2, 1), (5, 4), (6, 4)])
def test_uses_of_a_word_are_counted_up_to_five(uses: int, counted: int) -> None:
    document = Sentences(("roofs " * uses + ".",), (0,), ("p",), None, "en")
    context = read_context(document, (0,), range(WORD_CELLS))
    assert context.probabilities[0] == WORD_CELLS // 4 + counted * WORD_CELLS // 20


WORDS = "one two three four five six seven eight nine ten eleven twelve".split()


@pytest.mark.parametrize(
    ("text", "tag", "expected"),
    [
        pytest.param(" ".join(WORDS), "p", True, id="twelve words without a stop"),
        pytest.param(" ".join(WORDS[:11]), "p", False, id="eleven words"),
        pytest.param("one two three", "li", True, id="an item"),
        pytest.param("one two", "li", False, id="a short item"),
        pytest.param("#a b c d e.", "p", True, id="a fifth of it markup"),
        pytest.param("#a b c d.", "p", True, id="a fourth of it markup"),
        pytest.param("#a b c.", "p", False, id="a third of it markup"),
        pytest.param("(#a pic.example b c.", "p", False, id="markup behind a bracket"),
        pytest.param("1 2 3 a b c d e f g h i", "p", True, id="a fourth of it figures"),
        pytest.param("1 2 3 4 a b c d e f g h", "p", False, id="a third of it figures"),
        pytest.param("1 2 3 4 a b c d e f g h.", "p", True, id="figures and a full stop"),
        pytest.param("Subs: Kay, Orr, Penn.", "p", False, id="a line-up"),
        pytest.param("Subs: Kay, Orr.", "p", True, id="two names"),
        pytest.param("Subs: Kay, Orr, and Penn.", "p", True, id="a sentence"),
        pytest.param(f"{'x' * 40}: Kay, Orr, Penn.", "p", False, id="the longest label"),
        pytest.param(f"{'x' * 41}: Kay, Orr, Penn.", "p", True, id="too long for a label"),
        pytest.param("Team: Kay (9), Orr, Penn.", "p", False, id="a line-up with figures"),
        pytest.param("A\tB.", "p", False, id="a tab"),
        pytest.param("公园里有很多人", "p", True, id="unspaced words"),
        pytest.param("公园里", "p", False, id="three unspaced words"),
    ],
)
def test_sentences_by_their_words(text: str, tag: str, expected: bool) -> None:
    assert is_sentence(text, tag) is expected


@pytest.mark.parametrize(
    ("texts", "indexes"),
    [
        pytest.param(("Old roofs fell.", "OLD roofs fell!"), (0,), id="case and marks"),
        pytest.param(("Old roofs fell", "Old roofs fell."), (1,), id="the one with a full stop"),
        pytest.param(("a b c d e f g h Mia.", "a b c d e f g h Mia i j."), (0,), id="nine of eleven words"),
        pytest.param(("a b c d e f g h Mia.", "a b c d e f g h Mia i j k."), (0, 1), id="nine of twelve"),
        pytest.param(("a b c d e f g h Mia.", "a b c d e f g h Ada i."), (0, 1), id="another name"),
        pytest.param(("a b c d e f g h.", "a b c d e f g h i."), (0, 1), id="without a name or a figure"),
        pytest.param(("He 1.", "", "He ran."), (0, 2), id="blank"),
    ],
)
def test_what_is_said_twice(texts: tuple[str, ...], indexes: tuple[int, ...]) -> None:
    document = Sentences(texts, tuple(range(len(texts))), ("p",) * len(texts), None, "en")
    assert find_candidates(document) == indexes


def test_a_sentence_is_compared_with_the_last_twenty_of_its_facts() -> None:
    def list_texts(between: int) -> tuple[str, ...]:
        others = [f"So Mia {'abcdefghijklmnopqrstuvwxyz'[number] * 3} it." for number in range(between)]
        return ("So Mia ran off a b c d e f.", *others, "So Mia ran off a b c d e f g.")

    for between, count in ((19, 20), (20, 22)):
        texts = list_texts(between)
        document = Sentences(texts, tuple(range(len(texts))), ("p",) * len(texts), None, "en")
        assert len(find_candidates(document)) == count


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("- the school", 2),
        ("12) the school", 4),
        ("1234. the school", 0),
        ("a) the school", 3),
        ("- ", 0),
        ("-", 0),
        ("", 0),
    ],
)
def test_list_mark(text: str, length: int) -> None:
    assert find_list_mark(text) == length


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("LERWALD (AP) — A storm hit.", 15),
        ("LERWALD (AP) — a storm hit.", 0),
        ("LERWALD (AP) — ", 0),
        ("(AP) A storm hit.", 5),
        ("OSLO — A storm hit.", 7),
    ],
)
def test_dateline(text: str, length: int) -> None:
    assert find_dateline(text) == length


@pytest.mark.parametrize(
    ("first", "second", "described"),
    [
        pytest.param(0, 1, (0, 0, 0, 0, 0), id="nothing shared"),
        pytest.param(0, 3, (0.4, 0.16, 0.1667, 0.4, 0.08), id="the roofs and their number"),
        pytest.param(0, 7, (1.0, 1.0, 0.1111, 1.0, 0.1), id="the storm, all that one says"),
        pytest.param(1, 6, (0.3333, 0.1111, 0.1667, 0.1667, 0.0333), id="the mayor"),
        pytest.param(1, 8, (0.3333, 0.1111, 0.1667, 0.1667, 0.0333), id="one of two names"),
    ],
)
def test_describe_repeat(first: int, second: int, described: tuple[float, ...]) -> None:
    assert tuple(round(value, 4) for value in describe_repeat(CONTEXT, first, second)) == described


def test_pairs_cost_what_is_said_twice_and_gain_what_is_leant_on() -> None:
    pairs = PairWeights(CONTEXT, PairModel([-1.0, 2.0, 0.0, 0.0, 0.0, 0.0], cost=3.0, lean=0.5, start=0.2))
    found = {pair: round(pairs[pair], 4) for pair in ((0, 1), (1, 2), (0, 7), (0, 3))}
    assert found == {(0, 1): 0.0, (1, 2): 0.5, (0, 7): -2.1932, (0, 3): -1.3505}


@pytest.mark.parametrize(
    ("scores", "pairs", "count", "best"),
    [
        pytest.param([3, 2, 1], {}, 2, (0, 1), id="the highest"),
        pytest.param([3, 2, 1], {(0, 1): -2}, 2, (0, 2), id="but for what they say together"),
        pytest.param([3, 2, 1], {(0, 1): -1}, 2, (0, 1), id="of equal sets the first"),
        pytest.param([3, 2, 1], {}, 5, (0, 1, 2), id="no more than there are"),
        pytest.param([], {}, 2, (), id="none"),
    ],
)
def test_best_set_of_sentences(
    scores: list[float], pairs: dict[tuple[int, int], float], count: int, best: tuple[int, ...]
) -> None:
    every = {(one, other): 0.0 for one in range(len(scores)) for other in range(len(scores))} | pairs
    assert find_best(scores, [1] * len(scores), every, Budget(count)) == best


@pytest.mark.parametrize(
    ("sizes", "scores", "words", "best"),
    [
        pytest.param([5, 5, 5], [3, 2, 1], 10, (0, 1), id="what fits"),
        pytest.param([3, 3, 3], [3, -2, -1], 9, (0, 1, 2), id="all of it, worth little or not"),
        pytest.param([5, 9, 5], [3, 2, 1], 10, (0, 2), id="nothing too long"),
        pytest.param([12, 14], [1, 2], 10, (1,), id="the best where nothing fits"),
        pytest.param([6, 4, 4], [1, 1, 1.6], 8, (1, 2), id="two short ones"),
    ],
)
def test_best_set_of_words(sizes: list[int], scores: list[float], words: int, best: tuple[int, ...]) -> None:
    pairs = {(one, other): 0.0 for one in range(len(sizes)) for other in range(len(sizes))}
    assert find_best(scores, sizes, pairs, Budget(None, words)) == best


def test_pairs_are_weighed_in_digests_of_up_to_eight_sentences() -> None:
    size, scores = 12, [12.0 - position for position in range(12)]
    pairs = {(one, other): 0.0 for one in range(size) for other in range(size)} | {(0, 1): -20.0}
    small = find_best(scores, [1] * size, pairs, Budget(LARGE_DIGEST))
    large = find_best(scores, [1] * size, pairs, Budget(LARGE_DIGEST + 1))
    assert (LARGE_DIGEST, 0 in small and 1 in small, large) == (8, False, tuple(range(9)))


@pytest.mark.parametrize(
    ("scores", "sizes", "words", "unwanted", "best"),
    [
        ([2.0, 1.0, -1.5, -1.4], [20, 18, 2, 2], 42, {}, (0, 1, 2, 3)),  # all of them, if they fit
        ([2.0, 1.0, -1.5, -1.4], [20, 18, 2, 2], 40, {2, 3}, (0, 1)),
        ([2.0, 1.0, -1.5, -0.4], [20, 60, 2, 16], 40, {2, 3}, (0, 3)),  # the best of them, where the others are too few
        ([-0.2, -1.5, -0.4], [20, 2, 16], 37, {0, 1, 2}, (0, 2)),
        ([2.0, -1.5, -1.4], [50, 2, 3], 4, {1, 2}, (2,)),
        ([1.0] * 9 + [-1.5] * 4, [10] * 9 + [1] * 4, 92, {*range(9, 13)}, (*range(9),)),  # a large digest
        ([1.0] * 9 + [-0.1] * 9, [5] * 9 + [6] * 9, 66, {*range(9, 18)}, (*range(10),)),
    ],
)
def test_a_budget_in_words_is_not_filled_with_what_nobody_wants(
    scores: list[float], sizes: list[int], words: int, unwanted: set[int], best: tuple[int, ...]
) -> None:
    pairs = {(one, other): 0.0 for one in range(len(scores)) for other in range(len(scores))}
    assert find_best(scores, sizes, pairs, Budget(None, words), unwanted=unwanted) == best


@pytest.mark.parametrize(("budget", "count"), [(Budget(3), 3.0), (Budget(None, 30), 6.0), (Budget(None, 4), 0.8)])
def test_count_sentences(budget: Budget, count: float) -> None:
    assert count_sentences([4, 6], budget) == count


@pytest.mark.parametrize(
    ("arguments", "budget"),
    [
        ((3, None, None, 50), Budget(3)),
        ((3, 80, None, 50), Budget(None, 80)),
        ((3, 80, 0.1, 50), Budget(5)),
        ((3, None, 0.101, 50), Budget(6)),
        ((3, None, 0.001, 50), Budget(1)),
        ((3, None, 0.07, 100), Budget(7)),  # .07 times 100 is a little more than 7
    ],
)
def test_make_budget(arguments: tuple[int, int | None, float | None, int], budget: Budget) -> None:
    assert make_budget(*arguments) == budget


@pytest.mark.parametrize(
    ("scores", "sizes", "budget", "best"),
    [
        ([1, 3, 2], [9, 9, 9], Budget(2), [1, 2]),
        ([1, 1, 1], [9, 9, 9], Budget(2), [0, 1]),
        ([0.2, 1.0, 0.9], [10, 10, 10], Budget(None, 20), [1, 2]),
        ([0.0, 0.0, 0.5], [10, 10, 20], Budget(None, 20), [2]),
        ([1.0, 0.9, 0.95, 0.0], [11, 10, 10, 9], Budget(None, 20), [1, 2]),
        ([0.1, 0.9], [30, 40], Budget(None, 20), [1]),
        ([0.0, 1.0], [30, 1], Budget(None, 30), [0]),  # the least score is worth a twentieth of the highest a word
        ([0.0, 1.0], [19, 1], Budget(None, 19), [1]),
    ],
)
def test_pick_best(scores: list[float], sizes: list[int], budget: Budget, best: list[int]) -> None:
    assert pick_best(scores, sizes, budget) == best


def test_parts_of_a_score_have_four_digits_and_add_up_to_it() -> None:
    chosen = choose(STORY, sentences=4)
    numbers = [value for one in chosen for value in (one.score, *(value for _, value in one.parts))]
    assert numbers == [round(value, 4) for value in numbers]
    assert [sum(value for _, value in one.parts) for one in chosen] == pytest.approx(
        [one.score for one in chosen], abs=1e-3
    )


@pytest.mark.parametrize(
    ("language", "small"), [("en", {"the", "of"}), ("sw", {"the", "of", "bay"})], ids=["known", "unknown"]
)
def test_small_words_of_an_unknown_language_are_short(language: str, small: set[str]) -> None:
    document = Sentences(("The pier of Bay, 123 a bay long.",), (0,), ("p",), None, language)
    vocabulary = read_context(document, (0,), range(WORD_CELLS)).vocabulary
    words = {word for word, number in vocabulary.numbers.items() if number in vocabulary.small}
    assert words == small | {"a"}


@pytest.mark.parametrize(
    ("text", "is_a_note"),
    [
        ("Correction: the year was wrong.", True),
        ("An earlier version gave another year.", True),
        ("Dans une version précédente, l'année était fausse.", True),
        ("Earlier the pier was open.", False),
        ("更正：年份应为2023年。", True),
        ("（訂正）年は2023年です。", True),
        ("年份更正", False),
        ("Update (3 May): An earlier version gave another year.", True),
        ("A headline on this article was amended on 3 May.", True),
        ("The following is an edited extract from a book on piers.", True),
        ("Here are the five piers that we liked best.", True),
        ("本文将介绍五座码头。", True),
        ("The minutes of the last meeting were approved and signed.", True),
        ("Der Vorsitzende begrüßt die Gäste und stellt fest, dass der Rat beschließen kann.", True),
        ("Edit: I have added the code.", True),
        ("The minutes of a secret meeting on the pier came to light.", False),
        pytest.param("Correction officers guard the pier.", False, id="a word that a colon does not follow"),
        pytest.param("In 2019, an earlier version of the pier burned.", False, id="behind a time, not a label"),
        pytest.param("The following winter the pier was shut.", False, id="the next winter"),
    ],
)
def test_notes_on_the_text(text: str, is_a_note: bool) -> None:
    assert is_note(text, find_words(text)) is is_a_note


@pytest.mark.parametrize(
    ("text", "gives"),
    [
        ("Call the harbour office on 0555 010 030.", True),
        ("Tickets from £12 on +44 555 010 0142.", True),
        ("To sail, call (555) 555-0142 or 555-555-0142.", True),
        ("Réservations au 01 99 00 12 34.", True),
        ("Telefon: 0555/010203.", True),
        ("Le pont a coûté 120 000 000 d'euros.", False),
        ("The pier opened on 2026-05-03 at 09.30.", False),
        ("The pier of 1930 won 102-98 and 0.125 000 of the vote.", False),
        ("The pump has the number FR 44-025-001.", False),
        ("Room 0123 has a view of the pier.", False),
    ],
)
def test_lines_with_a_telephone_number(text: str, gives: bool) -> None:
    assert has_telephone(text) is gives


@pytest.mark.parametrize(
    ("text", "greets"),
    [
        ("Good morning, and welcome to the Tuesday edition.", True),
        ("Welcome to the Tuesday edition of our notes on the pier.", True),
        ("Ms Berg, thank you for your time.", True),
        ("ANN: Luis Prado, we want to thank you.", True),
        ("THE MINISTER: I thank the honourable lady for her question.", True),
        ("Vielen Dank fürs Mitlesen und einen schönen Abend!", True),
        ("A bientôt pour un prochain article !", True),
        ("¡Hola, amigos!", True),
        ("各位读者早上好，欢迎收看今天的简报。", True),
        ("今週もお読みいただきありがとうございます。", True),
        ("नमस्कार, आपका स्वागत है।", True),
        ("— Здравствуйте, Иван Петрович!", True),
        ("Good Morning America visited the pier.", False),
        ("Hello Kitty turned fifty in November.", False),
        ("Thanks to the new pier the ferry is on time.", False),
        ("Welcome rain fell on the pier.", False),
        ("Estimados en 300, los barcos pagarán más.", False),
        pytest.param('"Thank you for the pier," the mayor told the masons.', False, id="quoted, with its speaker"),
        pytest.param("The mayor said to them, thank you for the pier.", False, id="in the middle of a sentence"),
        pytest.param("彼はありがとうございますと言った。", False, id="words of thanks that are reported"),
    ],
)
def test_greetings_thanks_and_goodbyes(text: str, greets: bool) -> None:
    assert is_greeting(text, find_words(text)) is greets


def test_rankers_of_quadratic_time_rate_so_many_sentences() -> None:
    texts = tuple(f"Pier {number} was closed by the mayor of town {number}." for number in range(410))
    document = Sentences(texts, tuple(range(410)), ("p",) * 410, None, "en")
    for ranker in ("sumbasic", "reduction"):
        [one] = choose(document, ranker, sentences=1)
        rated = choose(document, ranker, ratio=1.0)
        assert (one.index < 400, len(rated), len({chosen.score for chosen in rated[400:]})) == (True, 410, 1)


def test_what_leans_on_another_costs_more_where_it_begins_the_digest() -> None:
    pairs = dict.fromkeys([(0, 1), (0, 2), (1, 2)], 0.0)
    scores, openings = [0.5, 0.9, 0.8], [0.0, 0.5, 0.0]
    assert find_best(scores, [9, 9, 9], pairs, Budget(2)) == (1, 2)
    assert find_best(scores, [9, 9, 9], pairs, Budget(2), openings) == (0, 1)


@pytest.mark.parametrize("budget", [Budget(1), Budget(2), Budget(3), Budget(None, 20), Budget(None, 33)])
def test_what_pairs_can_gain_at_most_spares_work_and_changes_nothing(budget: Budget) -> None:
    rng = random.Random(4)
    for _ in range(30):
        scores = [round(rng.random(), 1) + 0.1 for _ in range(9)]
        gains = [0.2 * rng.randint(0, 1) for _ in scores]
        pairs = {
            (one, other): rng.choice([gains[other], -0.3, -0.1, 0.0]) for one in range(9) for other in range(one + 1, 9)
        }
        openings = [rng.choice([0.0, 0.3]) for _ in scores]
        sizes = [rng.randint(4, 14) for _ in scores]
        # A candidate leans on one other at most, so it gains once.
        for other in range(9):
            for one in range(other - 1):
                pairs[one, other] = min(0.0, pairs[one, other])
        best = find_best(scores, sizes, pairs, budget, openings)
        assert find_best(scores, sizes, pairs, budget, openings, gains) == best


@pytest.mark.parametrize(
    ("position", "points", "loss"),
    [
        pytest.param(0, 0.5, 0.25, id="hardly one that is a story's for all we know"),
        pytest.param(10, 0.5, 1.75, id="more, the likelier it is a pitch"),
        pytest.param(10, -2.0, 0.0, id="nothing where it would be no loss"),
    ],
)
def test_a_likely_pitch_loses_points(position: int, points: float, loss: float) -> None:
    assert round(count_doubt(CONTEXT, position, points), 4) == loss


@pytest.mark.parametrize(
    ("text", "points"),
    [
        pytest.param("The gale is over.", 0.1 + 0.3 - 0.2, id="what all have, a word, a first word"),
        pytest.param("It is, it is, it is.", 0.1 + 0.3 + 0.5, id="a word counts once, and so do the first two"),
        pytest.param("Nobody ran.", 0.1, id="what all have"),
        pytest.param("…", 0.1, id="no word"),
    ],
)
def test_points_of_words(text: str, points: float) -> None:
    weights = {"": 0.1, "is": 0.3, "^the": -0.2, "^it is": 0.5}
    assert weigh_wording(find_words(text), weights) == pytest.approx(points)
    assert weigh_wording(find_words(text), NO_WORDS) == 0.0


def test_no_doubt_where_nobody_asked() -> None:
    assert count_doubt(compute_features(UNOPENED, (0, 1), PROBABILITIES)[0], 1, 0.5) == 0.0


@pytest.mark.parametrize(
    ("kept", "least", "count", "positions"),
    [
        pytest.param(0.5, 1, 3.0, [0, 3, 5], id="a share of all, the first of those that are liked the same"),
        pytest.param(0.1, 2, 1.0, [3, 5], id="never fewer than the least"),
        pytest.param(0.1, 2, 6.0, [0, 2, 3, 5], id="twice as many for a digest of twice the length"),
        pytest.param(1.0, 1, 1.0, [0, 1, 2, 3, 4, 5], id="all"),
    ],
)
def test_a_first_look_leaves_the_most_promising(kept: float, least: int, count: float, positions: list[int]) -> None:
    stairs = Forest(Nodes([0, 255, 0, 255, 255], [1.5, 0, 4.5, 0, 0], [2, 0, 4, 0, 0], [0.0, 1.0, 2.0, 2.0, 3.0]))
    model = load_ranker_model()._replace(first=stairs, kept=kept, least=least)
    first = [[3.0], [1.0], [4.0], [7.0], [0.0], [5.0]]
    assert [*find_promising(first, model, count)] == positions


def test_rows_of_some_candidates_are_those_of_all() -> None:
    assert complete_rows(CONTEXT, measure_first(CONTEXT), [2, 5, 10]) == [ROWS[2], ROWS[5], ROWS[10]]
    assert [row[: len(FIRST)] for row in ROWS] == measure_first(CONTEXT)
