"""Numbers of the cleaner at their edges: bins, caps of features, literals of rules, weights of repeats."""

import math
import tracemalloc
from collections.abc import Sequence

import pytest

from newsieve.cleaner.blocks import GROUPS, ScoredBlock, list_vocabulary, sum_groups
from newsieve.cleaner.features.block import list_sparse_features, measure
from newsieve.cleaner.features.context import BLOCK_FEATURES
from newsieve.cleaner.features.document import DocumentContext, parts_of
from newsieve.cleaner.features.sentence import SENTENCE_FEATURES, open_paragraphs
from newsieve.cleaner.features.story import share_names
from newsieve.cleaner.kinds import CLASSES, NAMES, describe_kinds
from newsieve.cleaner.linear import sigmoid
from newsieve.cleaner.repetition import fingerprint, weigh_frequency
from newsieve.cleaner.rules import RuleMatcher
from newsieve.cleaner.tokens import TokenizedBlock, tokenize_blocks
from newsieve.languages import CATEGORIES, load
from newsieve.pipeline import Task, process
from newsieve.text import tokenize
from newsieve.types import Document, Kind, Options, Rule

PACK = load("en")
[SURFACE] = measure(tokenize_blocks(["The ship sank."], PACK), PACK.stop_words)
NO_HITS = (0,) * len(CATEGORIES)
LENGTHS = (1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 22, 30, 40, 60, 90)  # words
SHARES = (0.001, 0.05, 0.12, 0.25, 0.4, 0.6, 0.8, 0.999)


def hits_of(category: str, count: int) -> tuple[int, ...]:
    return tuple(count if name == category else 0 for name in CATEGORIES)


def test_a_short_line_takes_little_memory() -> None:
    """A line whose features are held as tuples of numbers takes 7.5 kB; half of a long text's lines are short."""
    lines = 2000
    document = Document("lines", "".join(f"{number} loaves\n" for number in range(lines)))
    for _ in range(3):
        process(document, Task.CLEAN, Options(), with_evidence=False)  # loads the model, and compiles its trees
    tracemalloc.start()
    try:
        process(document, Task.CLEAN, Options(), with_evidence=False)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak / lines < 5000


@pytest.mark.parametrize(("number", "edge"), list(enumerate(LENGTHS, 1)))
def test_bins_of_lengths(number: int, edge: int) -> None:
    def find_bin(words: int) -> str:
        return list_sparse_features(SURFACE._replace(words=words, hits=NO_HITS))[0]

    assert (find_bin(edge - 1), find_bin(edge)) == (f"words{number - 1}", f"words{number}")


@pytest.mark.parametrize("prefix", ["capitals", "upper", "digits", "marks", "stops"])
@pytest.mark.parametrize(("number", "edge"), list(enumerate(SHARES, 1)))
def test_bins_of_shares(prefix: str, number: int, edge: float) -> None:
    def find_bins(share: float) -> set[str]:
        measures = dict.fromkeys(("capital_words", "capital_letters", "digits", "marks", "stop_words"), share)
        return set(list_sparse_features(SURFACE._replace(hits=NO_HITS, **measures)))

    assert f"{prefix}{number - 1}" in find_bins(edge - 1e-6)
    assert f"{prefix}{number}" in find_bins(edge)


def test_crosses_are_of_coarser_bins() -> None:
    surface = SURFACE._replace(words=22, capital_words=0.4, flags=("shout",), hits=hits_of("give", 6))
    crosses = {"end.startA", "end.words3", "capitals2words3", "flagshoutwords2", "givewords2", "giveshare4", "givemany"}
    assert crosses <= set(list_sparse_features(surface))
    assert "givemany" not in list_sparse_features(surface._replace(hits=hits_of("give", 1)))


def make_block(score: float, text: str = "The ship sank.", words: int = 3, **changes: object) -> ScoredBlock:
    content = 1 / (1 + math.exp(score))
    probabilities = (content, *[(1 - content) / 12] * 12)
    surface = SURFACE._replace(words=words)._replace(**changes)
    return ScoredBlock(text, list_vocabulary(tokenize(text)), surface, probabilities, score)


def column(name: str, blocks: Sequence[ScoredBlock]) -> list[float]:
    context = DocumentContext(blocks, None, None, is_known_language=True)
    [feature] = [one for one in BLOCK_FEATURES if one.name == name]
    return [round(value, 4) for value in feature.compute(context)]


@pytest.mark.parametrize(
    ("name", "scores", "values"),
    [
        pytest.param("run_before", [5, 5, 5, -9, 0], [0, 4, 8, 10, 7], id="4 for a block, 10 in all, 3 off for one"),
        pytest.param("run_before", [1, -2, 1, 0], [0, 1, 0, 1], id="never below 0"),
        pytest.param("around2", [9, 1, -9, 0, 0, 2], [-0.5, 0, 1, 0, -0.25, 0], id="two on either side, cut at 3"),
        pytest.param("around5", [3] + [0] * 6, [0] + [0.3] * 5 + [0], id="five on either side"),
        pytest.param("bridge", [6, 0, 0, 0, 0, 1], [-9, 1, 1, 1, 1, -9], id="four on either side"),
        pytest.param("bridge", [6, 0, 0, 0, 0, 0, 1], [-9, 0, 1, 1, 1, 0, -9], id="but not five"),
        pytest.param("bridge", [9, 0, 8], [-9, 4, -9], id="cut at 4"),
        pytest.param("bridge", [-9, 0, -9], [-9, -3, -9], id="and at -3"),
        pytest.param("money_bridge", [99, 0, 99], [-9, round(math.log(0.25 / 0.75), 4), -9], id="a quarter is money"),
        pytest.param("money_bridge", [-99, 0, -99], [-9, round(math.log(0.0005 / 0.9995), 4), -9], id="hardly any"),
        pytest.param("score-3", [1, 2, 3, 4], [-9, -9, -9, 1], id="three before"),
        pytest.param("share_high", [0, 0.1, -1, 5], [0.5] * 4, id="above 0"),
        pytest.param("plain_elsewhere", [-1] * 6, [3, 2, 1, 1, 2, 3], id="beyond two on either side"),
        pytest.param("plain_elsewhere", [0, -0.1, -1, -1], [1, 0, 0, 0], id="that look like no pitch"),
        pytest.param("plain_elsewhere", [-1] * 33, [30] + [29] + [28] * 29 + [29, 30], id="at most 30"),
    ],
)
def test_caps_of_features(name: str, scores: list[float], values: list[float]) -> None:
    assert column(name, [make_block(score) for score in scores]) == values


@pytest.mark.parametrize(
    ("name", "count", "first", "last"),
    [
        ("number", 60, 0, 50),
        ("to_end", 60, 50, 0),
        ("blocks", 199, 199, 199),
        ("blocks", 201, 200, 200),
        ("list_before", 30, 0, 20),
        ("line_before", 30, 0, 0),
        ("repeats", 5, 4, 4),
        ("repeats", 7, 5, 5),
        ("since_story", 40, 30, 30),
        ("since_ask", 12, 10, 10),
        ("part", 4, 0, 0.75),
    ],
)
def test_counts_are_capped(name: str, count: int, first: float, last: float) -> None:
    values = column(name, [make_block(-2, end=",")] * count)
    assert (values[0], values[-1]) == (first, last)


@pytest.mark.parametrize(
    ("end", "words", "is_list", "is_line"),
    [(",", 24, 1, 0), (",", 25, 0, 0), ("", 24, 0, 1), ("", 25, 0, 0), (".", 3, 0, 0), ("…", 3, 0, 0), ("”", 3, 0, 0)],
)
def test_lines_of_lists(end: str, words: int, is_list: int, is_line: int) -> None:
    blocks = [make_block(0, words=words, end=end)] * 2
    assert (column("list_before", blocks)[1], column("line_before", blocks)[1]) == (is_list, is_line)
    assert column("short_sentences", blocks)[0] == (words < 25 and bool(end))


@pytest.mark.parametrize(
    ("chars", "score", "is_story"), [(80, -1.1, True), (79, -1.1, False), (80, -1.0, False), (800, -5.0, True)]
)
def test_the_story_is_long_and_unlike_a_pitch(chars: int, score: float, is_story: bool) -> None:
    story = make_block(score, chars=chars)
    assert column("since_story", [story, make_block(0)]) == [30, 1 if is_story else 30]
    assert column("story_before", [story, make_block(0)]) == [0, 1 if is_story else 0]


def test_groups_of_classes() -> None:
    powers = [0.5**number for number in range(len(CLASSES))]
    [sums] = sum_groups([make_block(0)._replace(probabilities=tuple(powers))])
    by_class = dict(zip(CLASSES, powers, strict=True))
    members = {
        "money": "donation subscription newsletter", "push": "app_or_social advert", "related": "related",
        "furniture": "comments_ui cookie_legal nav", "caption": "caption_or_credit", "byline": "byline_date",
        "about": "about",
    }  # fmt: skip
    assert sums == [sum(by_class[name] for name in members[group].split()) for group in GROUPS]


def test_a_vocabulary_has_words_of_more_than_three_letters() -> None:
    assert make_block(0, "The old pier sank in May 2026 .").vocabulary == {"pier", "sank", "2026"}


@pytest.mark.parametrize(("host", "share"), [("harbourpost", 0.6364), ("post", 1.0), ("bay", 0.0), ("", 0.0)], ids=str)
def test_share_of_the_outlets_name(host: str, share: float) -> None:
    words = [frozenset({"harbour", "post", "pier"})]
    assert [round(value, 4) for value in share_names(words, host)] == [share]


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://the-harbour-post.example/a", "harbourpost"),
        ("https://theatre.example/a", "atre"),  # as long as no better is known
        ("https://abc.example/", "example"),
        ("https://news.example:8080/", "example"),
        ("chrome-extension://abcd.example/", ""),
        ("https:///a", ""),
    ],
)
def test_name_of_a_host(url: str, host: str) -> None:
    assert parts_of(url)[0] == host


@pytest.mark.parametrize(
    ("name", "scores", "values"),
    [
        ("sibling-2", [1, 2, 3], [-9, -9, 1]),
        ("sibling+2", [1, 2, 3], [3, -9, -9]),
        ("highest_other", [1, 2, 3], [3, 3, 2]),
        ("lowest_other", [1, 2, 3], [2, 1, 1]),
        ("mean_other", [1, 2, 3], [2.5, 2, 1.5]),
        ("highest_other", [1], [-9]),
        ("mean_other", [1], [0]),
        ("number", [0] * 22, [*range(21), 20]),
        ("to_end", [0] * 22, [20, *range(20, -1, -1)]),
        ("count", [0] * 31, [30] * 31),
        ("part", [0] * 4, [0, 0.25, 0.5, 0.75]),
        ("highest_other", [5, *[1] * 39], [-9, 5, 5, *[1] * 37]),  # of forty sentences, those before
        ("highest_other", [5, *[1] * 38], [1, *[5] * 38]),
    ],
)
def test_features_of_siblings(name: str, scores: list[float], values: list[float]) -> None:
    document = DocumentContext([make_block(0)], None, None, is_known_language=True)
    [context] = open_paragraphs(document, [(0, [make_block(score) for score in scores])])
    [feature] = [one for one in SENTENCE_FEATURES if one.name == name]
    assert list(feature.compute(context)) == values


@pytest.mark.parametrize(
    ("name", "values"), [("shared", [-1, 0.5, 1]), ("shared_rare", [-1, round(1 / math.sqrt(2), 4), 0])]
)
def test_words_that_the_story_shares_with_sentences(name: str, values: list[float]) -> None:
    story, shared = make_block(-2, "The pier sank .", chars=80), make_block(0)
    document = DocumentContext([story, shared], None, None, is_known_language=True)
    sentences = [make_block(0, text) for text in ("So it was .", "The pier rose .", "A pier sank .")]
    [context] = open_paragraphs(document, [(1, sentences)])
    [feature] = [one for one in SENTENCE_FEATURES if one.name == name]
    assert [round(value, 4) for value in feature.compute(context)] == values


def test_sentences_of_several_paragraphs_keep_to_themselves() -> None:
    document = DocumentContext([make_block(-1), make_block(2)], None, None, is_known_language=True)
    own = [make_block(1), make_block(2)], [make_block(3)]
    contexts = open_paragraphs(document, [(0, own[0]), (1, own[1])])
    assert [(one.number, list(one.sentences)) for one in contexts] == [(0, own[0]), (1, own[1])]
    assert [len(one.groups) for one in contexts] == [2, 1]


def test_numbers_that_kinds_are_told_by() -> None:
    blocks = [make_block(-1), make_block(1), make_block(2)]
    place = [float(number) for number in range(len(NAMES) - 4 * len(CLASSES) - len(CATEGORIES))]
    found = dict(zip(NAMES, describe_kinds(blocks, 2, place), strict=True))
    own, before = (math.log(blocks[number].probabilities[0] + 0.001) for number in (2, 1))
    mean = math.log(sum(blocks[number].probabilities[0] for number in (1, 2)) / 2 + 0.001)
    assert [found[f"content{name}"] for name in ("+0", "-1", "+1", " of the run")] == pytest.approx(
        [own, before, -3.0, mean]
    )
    assert (found["to_end"], found["part"]) == (0.0, 1.0)


@pytest.mark.parametrize(("distance", "counts"), [(10, True), (11, False)])
def test_a_run_reaches_ten_blocks_far(distance: int, counts: bool) -> None:
    blocks = [make_block(9), *[make_block(1)] * distance]
    place = [0.0] * (len(NAMES) - 4 * len(CLASSES) - len(CATEGORIES))
    found = dict(zip(NAMES, describe_kinds(blocks, distance, place), strict=True))
    contents = [block.probabilities[0] for block in blocks[0 if counts else 1 :]]
    assert found["content of the run"] == pytest.approx(math.log(sum(contents) / len(contents) + 0.001))


def make_rule(*needs: str, max_alnum: int | None = None) -> Rule:
    return Rule("r", needs[0] if needs else "pier", "", Kind.ADVERT, needs=needs, max_alnum=max_alnum)


@pytest.mark.parametrize(
    ("literal", "text", "matches"),
    [
        ("pier", "The pier sank.", True),
        ("pier", "Two newpiers sank.", True),
        ("pier", "A rapier", True),  # at the end of a word
        ("ad", "Old ads", True),
        ("ad", "A nomad", True),
        ("x", "A box", True),
        ("e", "A pie", True),
        ("old pier", "An old pier", True),
        ("old pier", "A cold pier", True),
        ("old pier", "An old quay", False),
        ("ferry", "The pier sank.", False),
        ("%", "A 5 % fall", True),
    ],
)
def test_rules_are_found_by_their_literals(literal: str, text: str, matches: bool) -> None:
    block = TokenizedBlock(text, tuple(tokenize(text)), ())
    assert [bool(found) for found in RuleMatcher([make_rule(literal)]).match([block])] == [matches]


@pytest.mark.parametrize(("most", "matches"), [(8, True), (7, False), (None, True)])
def test_rules_for_few_letters(most: int | None, matches: bool) -> None:
    text = "Our pier1!"  # seven letters and a figure
    block = TokenizedBlock(text, tuple(tokenize(text)), ())
    rule = make_rule("pier", max_alnum=most)
    assert [bool(found) for found in RuleMatcher([rule]).match([block])] == [matches]


@pytest.mark.parametrize(
    ("letters", "most", "matches"),
    [
        pytest.param(350, 300, False, id="more than it can have"),
        pytest.param(450, 400, True, id="that there are more than four hundred is not counted"),
    ],
)
def test_letters_are_counted_up_to_four_hundred(letters: int, most: int, matches: bool) -> None:
    text = "pier" + "x" * (letters - 4)
    rule = make_rule("pier", max_alnum=most)
    assert [bool(found) for found in RuleMatcher([rule]).match([TokenizedBlock(text, (text,), ())])] == [matches]


@pytest.mark.parametrize(
    ("before", "behind", "matches"),
    [
        pytest.param(1996, 2000, True, id="within four thousand characters"),
        pytest.param(1996, 2001, True, id="in the first half"),
        pytest.param(1997, 2001, False, id="across the end of it"),
        pytest.param(2001, 1997, False, id="across the beginning of the last half"),
        pytest.param(2001, 1996, True, id="in the last half"),
    ],
)
def test_patterns_see_two_thousand_characters_of_either_end(before: int, behind: int, matches: bool) -> None:
    text = " " * before + "pier" + " " * behind
    assert [bool(found) for found in RuleMatcher([make_rule("pier")]).match([TokenizedBlock(text, ("pier",), ())])] == [
        matches
    ]


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        pytest.param("“Pier open", True, id="at the beginning, behind a mark"),
        pytest.param("The pier", False, id="elsewhere"),
        pytest.param(f"Pier {'quay ' * 900}", True, id="at the beginning of a long text"),
        pytest.param(f"{'quay ' * 900}“pier{' quay' * 399}", True, id="where a long text's last half begins"),
        pytest.param(f"{'quay ' * 900}pier", False, id="elsewhere in a long text"),
    ],
)
def test_a_rule_that_texts_begin_with_is_tried_on_these(text: str, matches: bool) -> None:
    rule = make_rule("pier")._replace(pattern="(?i)pier", starts=("pier",))
    block = TokenizedBlock(text, tuple(tokenize(text)), ())
    assert [bool(found) for found in RuleMatcher([rule]).match([block])] == [matches]


def test_a_rule_without_literals_is_always_tried() -> None:
    block = TokenizedBlock("The pier sank.", ("the", "pier", "sank"), ())
    [found] = RuleMatcher([make_rule()]).match([block])
    assert [(match.start, match.end) for match in found] == [(4, 8)]


@pytest.mark.parametrize(("logit", "probability"), [(0.0, 0.5), (math.log(3), 0.75), (-699.0, None), (-700.0, 0.0)])
def test_sigmoid(logit: float, probability: float | None) -> None:
    [found] = sigmoid([logit])
    assert found > 0 if probability is None else found == pytest.approx(probability)


@pytest.mark.parametrize(
    ("documents", "count", "weight"),
    [
        (100, 2, 0.0),
        (3, 3, round(2.75 * math.log(2), 4)),
        (12, 3, round(2.75 * math.log(2) + 0.55 * math.log(0.25), 4)),
        (100, 10, round(2.75 * math.log(9) + 0.55 * math.log(0.1), 4)),
        (10**9, 3, 0.0),
        (1000, 1000, 9.0),
        (0, 4, round(2.75 * math.log(3), 4)),
    ],
)
def test_weight_of_repeats(documents: int, count: int, weight: float) -> None:
    assert round(weigh_frequency(documents, count), 4) == weight


@pytest.mark.parametrize(
    ("one", "other", "are_one"),
    [
        ("Join our 4,000 members today", "Join our 4 100 members today", True),
        ("Join us by 3pm or call in today", "Join us by 5pm or call in today", True),
        ("Join us in 2 days or call", "Join us in 1 day or call", True),
        ("Delays on the M25 tonight", "Delays on the A40 tonight", False),  # letters that name something
        ("Delays on the M25 tonight", "Delays on the m4 tonight", True),
        ("Stau auf der A7 bei Elm", "Stau auf der B7 bei Elm", False),
        ("Get 50GB and 3 months free", "Get 5GB and 12 months free", True),
        ("Two days left to join", "Two day left to join", False),
        ("Pier 12 1998", "Pier 13 1999", False),  # a table's rows
        ("The old Pier", "the OLD pier!", True),
        ("a " * 2100, "a " * 2100 + "b", True),  # the first 4,000 characters
    ],
)
def test_fingerprints(one: str, other: str, are_one: bool) -> None:
    assert (fingerprint(one) == fingerprint(other)) is are_one
