"""What decides about text beside the weights: operating points, calibration, gate, spans, and who is left out."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from newsieve.train.cleaner_compose import compose, read_parts
from newsieve.train.cleaner_data import CONTENT, IGNORED, NUMBER_OF, Line, build, label_ranges
from newsieve.train.cleaner_folds import find_beside
from newsieve.train.cleaner_made import cut_short, read_texts
from newsieve.train.cleaner_operate import Outcomes, calibrate_blocks, expect_above, join, logit
from newsieve.train.cleaner_page_lines import list_lines
from newsieve.train.cleaner_pages import SILENT, JudgedBlock, fit_row
from newsieve.train.cleaner_points import count_documents, find_levels
from newsieve.train.cleaner_sources import (
    BLOG_PASSAGES,
    BLOG_TEXTS,
    BLOGS,
    SENTENCES,
    TEST,
    cut_sentences,
    read_invented,
    read_shared,
    read_written,
)
from newsieve.train.cleaner_spans import NO_SPANS, fit_spans
from newsieve.train.cleaner_split import Paragraphs, fit_split
from newsieve.train.cleaner_thresholds import START, Passed, find_precise, fit_gate, fit_platt
from newsieve.train.cleaner_unseen import list_pairs, read_assignment
from newsieve.train.folds import fold_of
from newsieve.train.page_labels import hash_line, read_labels
from newsieve.train.pages_data import LabelledPage
from newsieve.types import Kind, Level

needs_scipy = pytest.mark.skipif(find_spec("scipy") is None, reason="the extra `train` is not installed")
PITCHED = (Kind.DONATION, Kind.SUBSCRIPTION, Kind.NEWSLETTER, Kind.APP_OR_SOCIAL, Kind.ADVERT, Kind.RELATED)
NO_LOWEST = {level.value: 0.5 for level in Level}


def make_outcomes(
    logits: Sequence[float],
    labels: Sequence[int],
    sources: Sequence[str],
    thing: str = "",
    kinds: Sequence[str] = (),
) -> Outcomes:
    """Blocks of one document a source, all long and likely to go."""
    size = len(logits)
    named = list(dict.fromkeys(sources))
    flags = np.zeros(size, bool)
    return Outcomes(
        logit=np.array(logits, float),
        removable=~flags,
        label=np.array(labels),
        is_sentence=flags,
        document=np.array([named.index(source) for source in sources]),
        source=np.array(sources),
        score=np.array(logits, float),
        pitch_words=np.zeros(size, int),
        is_matched=flags,
        block=np.arange(size),
        thing=np.array([thing] * size),
        kind=np.array(kinds or ["donation"] * size),
    )


@needs_scipy
def test_the_strictest_source_sets_a_level() -> None:
    pitches, content = [5.0] * 50, [-3.0] * 2000
    mild = make_outcomes([*pitches, *content, *[1.0] * 20], [1] * 50 + [CONTENT] * 2020, ["mild"] * 2070)
    harsh = make_outcomes([*pitches, *content, *[4.0] * 20], [1] * 50 + [CONTENT] * 2020, ["harsh"] * 2070)
    both = make_outcomes([*mild.logit, *harsh.logit], [*mild.label, *harsh.label], [*mild.source, *harsh.source])
    levels = [find_levels(one, NO_LOWEST).blocks for one in (mild, harsh, both)]
    points = [[of_level[level]["donation"] for level in ("thorough", "balanced", "careful")] for of_level in levels]
    assert points[0][1] < points[1][1]
    assert points[2][1] == pytest.approx(points[1][1], abs=0.01)
    assert all(one == sorted(one) for one in points)


@needs_scipy
def test_what_is_told_less_surely_has_a_threshold_of_its_own() -> None:
    kinds = ["newsletter"] * 100 + ["related"] * 1100
    labels = [1] * 100 + [5] * 50 + [CONTENT] * 1050
    logits = [1.0] * 100 + [4.0] * 50 + [2.0] * 50 + [-3.0] * 1000
    levels = find_levels(make_outcomes(logits, labels, ["one"] * 1200, kinds=kinds), NO_LOWEST)
    assert levels.blocks["balanced"]["newsletter"] < 0.79 < 0.88 < levels.blocks["balanced"]["related"] < 0.99


@needs_scipy
def test_what_essays_are_taken_for_moves_no_threshold_of_adverts() -> None:
    kinds = ["donation"] * 2150 + ["advert"] * 50
    labels = [1] * 100 + [CONTENT] * 2050 + [7] * 50
    logits = [5.0] * 100 + [3.0] * 50 + [-3.0] * 2000 + [2.0] * 50
    outcomes = make_outcomes(logits, labels, ["promo"] * 2200, kinds=kinds)
    levels = find_levels(replace(outcomes, document=np.arange(2200)), NO_LOWEST)
    assert levels.blocks["balanced"]["advert"] < 0.88 < 0.95 < levels.blocks["balanced"]["donation"]


@needs_scipy
def test_wrong_labels_among_the_surest_pieces_close_no_level() -> None:
    labels = [1] * 200 + [CONTENT] * 2003
    outcomes = make_outcomes([*np.linspace(0, 6, 200), *[8.0] * 3, *[-3.0] * 2000], labels, ["promo"] * 2203)
    levels = find_levels(replace(outcomes, document=np.arange(2203)), NO_LOWEST)
    assert levels.blocks["balanced"]["donation"] < 0.9


@needs_scipy
def test_no_threshold_hangs_on_a_single_line() -> None:
    pitches, content = list(np.linspace(0, 6, 100)), list(np.linspace(-6, 3, 2000))
    labels = [1] * 100 + [CONTENT] * 2001
    found = []
    for outlier in (-3.0, 4.0):
        outcomes = make_outcomes([*pitches, *content, outlier], labels, ["promo"] * 2101)
        levels = find_levels(replace(outcomes, document=np.arange(2101)), NO_LOWEST)
        found.append(logit(levels.blocks["balanced"]["donation"]))
    assert found[0] < found[1] < found[0] + 0.2


def test_what_is_near_a_threshold_counts_by_its_chance() -> None:
    assert expect_above(np.array([2.0, 2.4, 6.0, -2.0]), 2.0) == pytest.approx([0.5, 0.83, 1, 0], abs=0.01)
    assert count_documents(np.array([0, 0, 2]), np.array([0.5, 0.5, 0.25]), 3) == pytest.approx(1.0)


@needs_scipy
def test_a_sentence_goes_no_sooner_than_it_is_precise() -> None:
    outcomes = make_outcomes([3.0, -3.0], [1, CONTENT], ["one", "one"])
    assert find_levels(outcomes, {**NO_LOWEST, "careful": 0.9}).sentences["careful"] == 0.9


@needs_scipy
@pytest.mark.parametrize(("slope", "intercept"), [(1.0, 0.0), (2.0, -1.0), (0.5, 1.5)])
def test_platt_scaling_finds_the_line(slope: float, intercept: float) -> None:
    random = np.random.default_rng(0)
    logits = random.normal(0, 2, 20_000)
    labels = random.random(20_000) < 1 / (1 + np.exp(-(slope * logits + intercept)))
    assert fit_platt(logits, labels) == pytest.approx((slope, intercept), abs=0.1)


@needs_scipy
def test_each_source_counts_the_same_in_the_calibration() -> None:
    large = make_outcomes([0.0] * 900, [1, CONTENT, CONTENT] * 300, ["large"] * 900)
    small = make_outcomes([0.0] * 90, [1, 1, CONTENT] * 30, ["small"] * 90)
    both = make_outcomes([*large.logit, *small.logit], [*large.label, *small.label], [*large.source, *small.source])
    assert calibrate_blocks(both)[1] == pytest.approx(0.0, abs=0.02)


def test_sentences_go_from_where_they_are_precise() -> None:
    logits = np.array([4.0] * 100 + [2.0] * 20 + [0.0] * 100)
    labels = np.array([True] * 100 + [False, True] * 10 + [False] * 100)
    found = find_precise(logits, labels)
    assert found["careful"] > found["balanced"] - 1e-9
    assert found["careful"] == pytest.approx(0.982, abs=1e-3)


def make_passed(scores: Sequence[float], removed: Sequence[bool]) -> Passed:
    size = len(scores)
    nothing = np.zeros(size, int)
    labels = np.array(removed, int)
    return Passed(np.array(scores, float), nothing, np.arange(size), np.array(["one"] * size), labels,
                  np.array(removed), nothing.astype(bool))  # fmt: skip


@needs_scipy
def test_the_gate_opens_as_far_as_hardly_a_verdict_changes() -> None:
    sure = fit_gate(make_passed([-6.0] * 900 + [3.0] * 100, [False] * 900 + [True] * 100))
    assert START.gate.own < sure.own
    unsure = fit_gate(make_passed([-6.0] * 900 + [-5.8] * 100, [False] * 900 + [True] * 100))
    assert unsure.own <= -6.0


@needs_scipy
def test_the_gate_minds_paragraphs_that_a_pitch_shares() -> None:
    scores, removed = [-6.0] * 900 + [-5.8] * 100, [False] * 900 + [True] * 100
    shared = replace(make_passed(scores, removed), label=np.array([CONTENT] * 900 + [IGNORED] * 100))
    assert fit_gate(shared).own <= -6.0


def test_outcomes_of_other_documents_are_others() -> None:
    one = make_outcomes([1.0, 2.0], [1, CONTENT], ["one", "one"])
    both = join(one, one)
    assert both.logit.tolist() == [1.0, 2.0, 1.0, 2.0]
    assert both.document.tolist() == [0, 0, 1, 1]
    assert both.block.tolist() == [0, 1, 2, 3]


def test_ends_lend_to_the_middle_where_it_is_a_pitch() -> None:
    run, story = [4.0, 0.5, 4.0, -4.0], [1, 1, 1, CONTENT]
    lent = fit_spans(make_outcomes(run * 40, story * 40, ["one"] * 160, thing="money"))
    assert lent.gap >= 1
    assert lent.bonus > 0
    assert fit_spans(make_outcomes(run * 40, [1, CONTENT, 1, CONTENT] * 40, ["one"] * 160, thing="money")) == NO_SPANS


def test_what_stands_beside_a_firm_pitch_is_lent_something_where_it_is_a_pitch() -> None:
    run, labels = [4.0, 0.5, 4.0, 1.0, -4.0, -4.0], [1, 1, 1, 1, CONTENT, CONTENT]
    lent = fit_spans(make_outcomes(run * 40, labels * 40, ["one"] * 240, thing="money"))
    assert lent.edge <= 0.7
    assert lent.edge_bonus > 0
    wrong = fit_spans(make_outcomes(run * 40, [1, 1, 1, CONTENT, CONTENT, CONTENT] * 40, ["one"] * 240, thing="money"))
    assert wrong.edge > 0.7


def make_paragraphs(
    of_sentences: Sequence[Sequence[float]], labels: Sequence[Sequence[int]], whole: float
) -> Paragraphs:
    sizes = [len(one) for one in of_sentences]
    return Paragraphs(
        whole=np.full(len(sizes), whole),
        weights=np.ones(len(sizes)),
        starts=np.cumsum([0, *sizes]),
        logits=np.concatenate([np.array(one, float) for one in of_sentences]),
        labels=np.concatenate([np.array(one) for one in labels]),
        sizes=np.full(sum(sizes), 50),
    )


def test_a_paragraph_is_taken_apart_where_that_makes_it_right() -> None:
    """One paragraph's doubtful sentence is of the pitch, the other's is of the story and surely stays."""
    points = {"balanced": 0.8, "thorough": 0.6}
    paragraphs = make_paragraphs([[3.0, -0.2], [3.0, -4.0]], [[1, 1], [1, CONTENT]], whole=3.0)
    split = fit_split(paragraphs, START.split, (1.0, 0.0), 0.8, points)
    assert 1 / (1 + np.exp(4.0)) < split.stays <= 1 / (1 + np.exp(0.2))
    assert split.much < 0.5


def test_a_paragraph_of_which_no_sentence_goes_stays_only_where_some_are_surely_of_the_story() -> None:
    points = {"balanced": 0.9, "thorough": 0.8}
    paragraphs = make_paragraphs([[1.0, -0.2], [1.0, -4.0]], [[1, 1], [CONTENT, CONTENT]], whole=3.0)
    split = fit_split(paragraphs, START.split, (1.0, 0.0), 0.8, points)
    assert 1 / (1 + np.exp(4.0)) < split.stays_alone <= 1 / (1 + np.exp(0.2))


def test_lines_beside_a_pitch_are_those_of_its_document_within_two() -> None:
    labels = np.array([CONTENT, CONTENT, CONTENT, 1, CONTENT, CONTENT, CONTENT, 12, CONTENT])
    documents = np.array([0, 0, 0, 0, 0, 1, 1, 1, 1])
    assert find_beside(labels, documents).tolist() == [False, True, True, False, True, *[False] * 4]


def test_an_appeal_is_composed_of_parts_of_its_fold(tmp_path: Path) -> None:
    kinds = ("open", "middle", "ask", "pay", "sign")
    (tmp_path / "parts.txt").write_text(
        "".join(f"en donation {kind} {kind} of {{outlet}}.\n" for kind in kinds), "utf-8"
    )
    parts = read_parts(tmp_path / "parts.txt")
    lines = [Line(f"Paragraph {i} of the story, which is long enough to stand as one.", CONTENT) for i in range(6)]
    [host] = [build("x", "", 0, None, lines)]
    made = [compose([replace(host, language="en")], parts, seed)[0] for seed in range(12)]
    pitches = {line.text.split()[0] for one in made for line in one.lines if line.label != CONTENT}
    assert {kind.capitalize() for kind in kinds} & pitches >= {"Ask", "Pay", "Sign"}


def test_lines_beside_a_composed_appeal_that_are_none_of_it(tmp_path: Path) -> None:
    text = "".join(f"en donation {part} {{outlet}} {part}.\n" for part in ("open", "middle", "ask", "told"))
    (tmp_path / "parts.txt").write_text(text, "utf-8")
    lines = [Line(f"Paragraph {i} of the story, which is long enough to stand as one.", CONTENT) for i in range(6)]
    host = replace(build("x", "", 0, None, lines), language="en")
    made = [compose([host], read_parts(tmp_path / "parts.txt"), seed)[0] for seed in range(20)]
    labels = {line.label for one in made for line in one.lines if line.text.endswith("told.")}
    bylines = [line.text for one in made for line in one.lines if line.label == NUMBER_OF[Kind.BYLINE_DATE]]
    assert labels == {CONTENT}
    assert bylines
    assert not any("{" in text for text in bylines)


def test_short_documents_hold_a_pitch_of_a_line_or_two_behind_a_paragraph_of_the_story() -> None:
    lines = [Line(f"Paragraph {i} of the story, which is long enough to stand as one.", CONTENT) for i in range(6)]
    hosts = [replace(build(f"host {i}", "", 0, None, lines), language="en") for i in range(60)]
    ask, box = (Line("Give what you can.", 1),), tuple(Line(f"Line {i} of a box.", 2) for i in range(3))
    made = cut_short(hosts, [{(0, "en"): [ask, box]}], 0)
    shapes = ["".join("p" if line.label else "s" for line in one.lines) for one in made]
    assert len(made) == 60
    assert all(re.fullmatch("s{1,5}p?s{0,4}", shape) and 2 <= shape.count("s") <= 5 for shape in shapes)
    assert 10 < sum("p" not in shape for shape in shapes) < 25
    assert {line.text for one in made for line in one.lines if line.label} == {"Give what you can."}


@needs_scipy
def test_invented_texts_may_lose_less_than_others() -> None:
    pitches, content, doubt = [5.0] * 200, [-3.0] * 1100, [2.0] * 6
    labels = [1] * 200 + [CONTENT] * 1106
    found = []
    for source in ("promo", "invented"):
        outcomes = make_outcomes([*pitches, *content, *doubt], labels, [source] * len(labels))
        levels = find_levels(replace(outcomes, document=np.arange(len(labels))), NO_LOWEST)
        found.append(levels.blocks["balanced"]["donation"])
    assert found[0] + 0.05 < found[1]


@needs_scipy
def test_levels_end_above_their_least_probability_however_clean_the_sources_are() -> None:
    labels = [1] * 400 + [CONTENT] * 400
    outcomes = make_outcomes([5.0, 1.0, 0.5, 0.1] * 100 + [-3.0] * 400, labels, ["promo"] * 800)
    levels = find_levels(replace(outcomes, document=np.arange(800)), NO_LOWEST)
    assert 0.9 <= levels.blocks["careful"]["donation"] < 0.91
    assert 0.78 <= levels.blocks["balanced"]["donation"] < 0.79
    assert levels.blocks["thorough"]["donation"] < 0.52


STORY = "The council approved the harbour bridge on Tuesday, ending a dispute of nine years."


def make_page(gold: str | None, labels: dict[str, str]) -> LabelledPage:
    box = "<footer><p>Subscribe now for 2 pounds</p><p>Home</p></footer>"
    html = f"<body><nav>Home</nav><article><p>{STORY}</p></article>{box}</body>"
    of_lines = {hash_line(text): list(found) for text, found in labels.items()}
    return LabelledPage("p", "https://a.example/x", 0, html, "article", gold, {}, of_lines)


def test_lines_of_a_page_are_named_by_its_readers_and_then_by_its_gold_text() -> None:
    nav, subscription = NUMBER_OF[Kind.NAV], NUMBER_OF[Kind.SUBSCRIPTION]
    lines = list_lines(make_page(STORY, {"HOME ": "m", "Subscribe now  for 2 pounds": "s"}))
    assert [(line.text, line.label) for line in lines] == [
        ("Home", nav), (STORY, CONTENT), ("Subscribe now for 2 pounds", subscription), ("Home", IGNORED)
    ]  # fmt: skip
    assert [line.label for line in list_lines(make_page("Another text.", {STORY: "c", "Home": "xm"}))] == [
        IGNORED, CONTENT, IGNORED, nav
    ]  # fmt: skip


def test_labels_of_lines_are_read_in_order(tmp_path: Path) -> None:
    path = tmp_path / "labels.txt"
    home, story = hash_line("Home"), hash_line(STORY)
    path.write_text(f"# A remark\np\t{home}m{story}c{home}x\n", "utf8")
    assert read_labels(path) == {"p": {home: ["m", "x"], story: ["c"]}}


def test_a_sentence_a_line_keeps_its_label() -> None:
    lines = [Line("It rained all day. Nobody came to the fair.", CONTENT), Line("Give today. We need you.", 1)]
    [cut] = cut_sentences([build("x", "", 0, None, lines)])
    assert [(line.text, line.label) for line in cut.lines] == [
        ("It rained all day.", CONTENT), ("Nobody came to the fair.", CONTENT), ("Give today.", 1), ("We need you.", 1),
    ]  # fmt: skip


def test_invented_texts_are_content_in_seven_languages() -> None:
    texts = read_invented()
    assert len(texts) >= 60
    assert {text.id[:2] for text in texts} == {"de", "en", "es", "fr", "it", "nl", "pt"}
    assert {label for text in texts for label in text.labels} == {CONTENT}


def test_documents_are_stories_with_pitches_in_seven_languages_and_more() -> None:
    documents = read_written()
    assert len({document.id for document in documents}) == len(documents) >= 300
    assert {document.id[:2] for document in documents} >= {"de", "en", "es", "fr", "it", "nl", "pt", "da", "pl", "sv"}
    labels = [label for document in documents for label in document.labels]
    assert {CONTENT, *(NUMBER_OF[kind] for kind in PITCHED)} <= set(labels)
    assert {document.source for document in documents if not any(document.labels)} == {"look-alikes"}


def test_sentences_of_shared_paragraphs_have_the_labels_of_their_parts() -> None:
    labels = []
    for document in (*read_shared(), *read_shared(SENTENCES)):
        ranges = [one for block in document.blocks for one in block.sentences]
        labels += label_ranges(document.article.text, ranges, document.lines)
    known = [label for label in labels if label != IGNORED]
    assert len(known) > 0.98 * len(labels)
    assert 300 <= sum(label > 0 for label in known) < 0.3 * len(known)


def test_texts_of_blogs_can_be_learned_from() -> None:
    pitches, stories = read_texts(BLOG_TEXTS)
    assert not stories
    assert sum(map(len, pitches.values())) > 900
    pitches, stories = read_texts(BLOG_PASSAGES)
    assert not pitches
    assert sum(map(len, stories.values())) > 400
    posts = read_shared(BLOGS)
    assert len({post.id for post in posts}) == len(posts) > 150
    assert {post.language for post in posts} == {"de", "en", "es", "fr", "it", "nl", "pt"}


def test_no_test_text_was_learned_from() -> None:
    genres = Path(__file__).parents[1] / "fixtures" / "genres"
    tested = {" ".join(line.split()) for path in genres.glob("*.txt") for line in path.read_text("utf-8").splitlines()}
    tested |= {line.text for document in read_written(TEST) for line in document.lines}
    documents = (*read_invented(), *read_written(), *read_shared(), *read_shared(SENTENCES))
    learned = {line.text for document in documents for line in document.lines}
    assert not {line for line in tested & learned if len(line) > 40}


def test_a_placed_text_leaves_out_both_houses(tmp_path: Path) -> None:
    own, other = (next(f"{name}{i}.example" for i in range(99) if fold_of(f"{name}{i}.example") == fold)
                  for name, fold in (("own", 1), ("other", 3)))  # fmt: skip
    rows = {
        "appeals/paragraphs.jsonl": [
            {"doc": "d", "publisher": other, "text": "It rained.", "label": "content", "kind": "content"}
        ],
        "appeals/placed.jsonl": [{"id": "p", "publisher": own, "keep": ["It rained."], "promo": ["Give."]}],
    }
    (tmp_path / "appeals").mkdir()
    for name, of_file in rows.items():
        (tmp_path / name).write_text("".join(json.dumps(row) + "\n" for row in of_file), "utf-8")
    assert read_assignment(tmp_path).of_record == {"d": (3,), "p": (1, 3)}
    assert list_pairs(tmp_path) == [(1, 3)]


@pytest.mark.parametrize(("wrong", "right", "row"), [(0, 3, 0.0), (3, 9, 0.0), (9, 3, -3.0)])
def test_table_rows_go_only_where_most_that_go_are_boilerplate(wrong: int, right: int, row: float) -> None:
    own, never = (1.5, float("inf"))  # the thresholds of kinds that go by default, and of those that do not
    rows = [JudgedBlock(own + 2.7, 5.0, is_right, 1.0, True, own) for is_right in [False] * wrong + [True] * right]
    rows += [JudgedBlock(own + 2.7, 5.0, False, 1.0, True, never)] * 20
    assert fit_row(SILENT, rows).row == row
