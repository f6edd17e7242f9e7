"""The cleaner's steps by themselves: long texts, the gate, evidence, shared paragraphs, the model file."""

import json
import math
from importlib import resources
from typing import Any

import pytest

from newsieve.cleaner import classify_blocks, current_model, parse_model, use_model
from newsieve.cleaner.blocks import Match, ScoredBlock, ScoredSpan, find_story, list_vocabulary
from newsieve.cleaner.evidence import SURELY_CONTENT, add_up
from newsieve.cleaner.features.block import SurfaceFeatures, list_sparse_features, measure
from newsieve.cleaner.gate import choose_asked
from newsieve.cleaner.kinds import KINDS, choose_kinds, likeliest_kinds
from newsieve.cleaner.linear import MAX_LOGIT, boilerplate_logits, sigmoid, softmax
from newsieve.cleaner.request import Signals
from newsieve.cleaner.rules import LONGEST_TEXT, RuleMatcher, name_by_rules, sum_rules
from newsieve.cleaner.thresholds import GateThresholds
from newsieve.cleaner.tokens import TokenizedBlock, tokenize_blocks
from newsieve.languages import load
from newsieve.segment import split_blocks
from newsieve.text import tokenize
from newsieve.types import Article, Evidence, Kind, Mark, Options, Rule

PACK = load("en")
DONATE = Rule("user.donate", "donate", "ours", kind=Kind.DONATION, weight=2.0, needs=("donate",))


def surface_of(text: str) -> SurfaceFeatures:
    return measure(tokenize_blocks([text], PACK), PACK.stop_words)[0]


def test_a_text_of_long_words_is_read_at_both_ends() -> None:
    [block] = tokenize_blocks([" ".join(["x" * 99] * 400)], PACK)
    assert len(block.words) == 200


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("x" * 1499 + "1", "digits0"),
        ("x" * 499 + "1", "digits1"),
        ("call 555", "digits4"),
        ("Donate", "give"),
        ("Donate, donate", "givemany"),
        ("Donate now to our newsroom", "give&outlet"),
        ("Read more", "words2"),
        ("…more", "start?"),
        ("More?", "flagquestion"),
        ("(More)", "flagbracketed"),
        ("me@mail.example", "flagaddress"),
        ("by @ann", "flaghandle"),
        ("from $5", "flagcurrency"),
        ("at 5:30", "flagclock"),
        ("in 2024", "flagdate"),
        ("Wait...", "end…"),
        ("“Wait.”", "end”"),
        ("(Wait.)", "end."),
    ],
)
def test_sparse_features(text: str, name: str) -> None:
    assert name in list_sparse_features(surface_of(text))


@pytest.mark.parametrize(
    ("before", "after", "at"),
    [
        pytest.param("", "x " * LONGEST_TEXT, 0, id="at the beginning"),
        pytest.param("x " * LONGEST_TEXT, "", 2 * LONGEST_TEXT, id="at the end"),
        pytest.param("x " * LONGEST_TEXT, "x " * LONGEST_TEXT, None, id="not in the middle"),
        pytest.param("x " * (LONGEST_TEXT // 4 + 10), "x " * LONGEST_TEXT, None, id="not behind the first half"),
        pytest.param("x " * LONGEST_TEXT, " y" * (LONGEST_TEXT // 4 - 10), 2 * LONGEST_TEXT, id="in the last half"),
    ],
)
def test_rules_see_both_ends_of_a_long_text(before: str, after: str, at: int | None) -> None:
    text = f"{before}donate{after}"
    [found] = RuleMatcher([DONATE]).match([TokenizedBlock(text, tuple(tokenize(text)), ())])
    assert [(match.start, match.end) for match in found] == ([] if at is None else [(at, at + 6)])


def test_rules_are_summed_and_named() -> None:
    keep = DONATE._replace(id="user.keep", keep=True, kind=None, weight=0.0)
    strong = DONATE._replace(id="user.strong", kind=Kind.ADVERT, weight=3.0)
    matches = [tuple(Match(rule, 0, 1) for rule in rules) for rules in ((DONATE, strong), (DONATE, keep), (keep,), ())]
    assert sum_rules(matches) == [5.0, -2.0, -4.0, 0]
    assert name_by_rules(matches) == [Kind.ADVERT, Kind.DONATION, None, None]


def scored(score: float, text: str = "The ship sank.") -> ScoredBlock:
    return ScoredBlock(text, list_vocabulary(tokenize(text)), surface_of(text), (0.5, *[0.5 / 12] * 12), score)


GATE = GateThresholds(own=-2.0, near=0.0, pitch_words=2, slope=1.0, intercept=0.0)
NOTHING: tuple[Match, ...] = ()


@pytest.mark.parametrize(
    ("scores", "asked"),
    [
        ([-3.0, -3.0, -3.0], []),
        ([-3.0, -2.0, -3.0], [1]),
        ([-3.0, -3.0, -3.0, 1.0, -3.0], [1, 2, 3, 4]),
        ([0.0, -3.0], [0]),
        ([], []),
    ],
    ids=["sure of all", "unsure of one", "near a pitch", "at the threshold", "nothing"],
)
def test_the_gate_passes_over_what_stage_one_is_sure_of(scores: list[float], asked: list[int]) -> None:
    none = [NOTHING] * len(scores)
    assert choose_asked([scored(one) for one in scores], Signals(none, none, [0.0] * len(scores)), (), GATE) == asked


@pytest.mark.parametrize(
    ("signals", "asked"),
    [
        (Signals([(Match(DONATE, 0, 1),), NOTHING], [NOTHING] * 2, [0.0] * 2), [0]),
        (Signals([NOTHING] * 2, [NOTHING, (Match(DONATE, 0, 1),)], [0.0] * 2), [1]),
        (Signals([NOTHING] * 2, [NOTHING] * 2, [0.0, 2.0]), [1]),
    ],
    ids=["a rule of the pack", "a rule of the user", "the site repeats it"],
)
def test_the_gate_passes_over_nothing_that_anybody_speaks_of(signals: Signals, asked: list[int]) -> None:
    assert choose_asked([scored(-5.0)] * 2, signals, (), GATE) == asked


def test_the_gate_passes_over_no_paragraph_of_which_a_sentence_looks_like_a_pitch() -> None:
    signals = Signals([NOTHING] * 3, [NOTHING] * 3, [0.0] * 3)
    assert choose_asked([scored(-5.0)] * 3, signals, {1}, GATE) == [1]


def test_the_gate_passes_over_no_words_of_a_pitch() -> None:
    blocks = [scored(-5.0, "Donate."), scored(-5.0, "Donate and subscribe.")]
    assert choose_asked(blocks, Signals([NOTHING] * 2, [NOTHING] * 2, [0.0] * 2), (), GATE) == [1]


def test_softmax_and_logits() -> None:
    assert softmax([[0.0, math.log(3)], [700.0, 0.0]]) == [pytest.approx((0.25, 0.75)), pytest.approx((1.0, 0.0))]
    assert boilerplate_logits([0.25, 0.0, 1.0]) == [pytest.approx(math.log(3)), MAX_LOGIT, -MAX_LOGIT]
    assert sigmoid([0.0, math.log(3), -1000.0]) == [0.5, pytest.approx(0.75), 0.0]


def test_story_is_long_and_likely() -> None:
    long = "The ship sank in the bay on Tuesday night, and nobody on the shore had seen it go down."
    assert find_story([scored(-1.5, long), scored(-0.5, long), scored(-1.5)]) == [True, False, False]


@pytest.mark.parametrize(
    ("terms", "rules", "logit"),
    [
        ((), (), 1.0),
        ((Evidence("memory", 2.0),), (), 3.0),
        ((), (DONATE._replace(keep=True),), SURELY_CONTENT),
        ((Evidence("the page", -20.0),), (DONATE._replace(keep=True),), -19.0),
    ],
    ids=["nothing", "a term", "a rule that keeps", "a rule that keeps what stays anyway"],
)
def test_terms_add_up(terms: tuple[Evidence, ...], rules: tuple[Rule, ...], logit: float) -> None:
    span = ScoredSpan(0, 9, 1.0, terms=terms)
    [summed] = add_up([span], [tuple(Match(rule, 0, 1) for rule in rules)])
    assert summed.logit == pytest.approx(logit)
    assert summed.base + sum(term.weight for term in summed.terms) == pytest.approx(logit)


def probabilities(**shares: float) -> tuple[float, ...]:
    return tuple(shares.get(kind.value, 0.0) for kind in KINDS)


@pytest.mark.parametrize(
    ("span", "likeliest", "chosen"),
    [
        (ScoredSpan(0, 1, 0.0), None, None),
        (ScoredSpan(0, 1, 0.0, named=Kind.ADVERT), Kind.ADVERT, Kind.ADVERT),
        (ScoredSpan(0, 1, 0.0, kinds=probabilities(about=0.5, nav=0.3, related=0.2)), Kind.ABOUT, Kind.NAV),
        (ScoredSpan(0, 1, 0.0, kinds=probabilities(about=0.7, nav=0.3)), Kind.ABOUT, Kind.ABOUT),
    ],
    ids=["none", "named", "those that go together", "one that stays"],
)
def test_kinds(span: ScoredSpan, likeliest: Kind | None, chosen: Kind | None) -> None:
    assert likeliest_kinds([span]) == [likeliest]
    assert choose_kinds([span], Options().drop, 0.4) == [chosen]


STORY = "The council approved the bridge on Tuesday. It had argued about it for nine long years before that."


def evidence_of(text: str, options: Options, marks: tuple[Mark, ...] = ()) -> list[dict[str, float]]:
    article = Article(text, marks, language="en")
    verdicts = classify_blocks(article, split_blocks(article, "en"), PACK, options)
    return [{term.source: term.weight for term in verdict.evidence} for verdict in verdicts]


def test_a_rule_of_the_user_weighs_as_much_as_the_sentences_that_it_matches() -> None:
    rule = Rule("user.bridge", "bridge", "ours", kind=Kind.ADVERT, weight=0.5)
    [block] = evidence_of(STORY, Options(rules=(rule,)))
    first, second = STORY.index(". ") + 1, len(STORY) - STORY.index(". ") - 2
    assert block["user.bridge"] == pytest.approx(0.5 * first / (first + second))


def test_a_sentence_bears_the_whole_weight_of_a_rule() -> None:
    rule = Rule("user.bridge", "bridge", "ours", kind=Kind.ADVERT, weight=30.0)
    first, second = evidence_of(STORY, Options(rules=(rule,)))
    assert first["user.bridge"] == 30.0
    assert "user.bridge" not in second


def test_a_block_that_is_passed_over_says_so() -> None:
    sure = current_model()._replace(gate=GateThresholds(99.0, 99.0, 99, 0.5, -1.0))
    with use_model(sure):
        [block] = evidence_of(STORY, Options())
    assert list(block) == ["stage one"]


@pytest.mark.parametrize(("odds", "weight"), [(1.0, 0.0), (0.0, 1.5), (9.0, -1.0), (-9.0, 2.0)])
def test_the_page_argues_within_bounds(odds: float, weight: float) -> None:
    from newsieve.cleaner.thresholds import PageTerm

    model = current_model()._replace(page=PageTerm(center=1.0, slope=1.5, least=-1.0, most=2.0, row=0.0))
    with use_model(model):
        [block] = evidence_of(STORY, Options(), (Mark(0, len(STORY), "p", odds),))
    assert block.get("the page", 0.0) == weight


@pytest.mark.parametrize(
    ("tag", "text", "weight"), [("tr", "Pile | Loss", -4.0), ("tr", "Pile", None), ("p", "Pile | Loss", None)]
)
def test_a_row_of_several_cells_is_argued_for(tag: str, text: str, weight: float | None) -> None:
    from newsieve.cleaner.thresholds import PageTerm

    model = current_model()._replace(page=PageTerm(center=1.0, slope=1.5, least=-1.0, most=2.0, row=-4.0))
    with use_model(model):
        [block] = evidence_of(text, Options(), (Mark(0, len(text), tag, 1.0),))
    assert block.get("a table's row") == weight


def change(head: dict[str, Any], path: str, value: Any) -> str:
    *parents, last = path.split()
    part = head
    for name in parents:
        part = part[name]
    part[last] = value
    return json.dumps({"model": head})


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("stage_one classes", ["content", "pitch"]),
        ("kinds features", ["score"]),
        ("blocks features", {"no such feature": "the words"}),
        ("sentences features", {"no such feature": "the words"}),
    ],
)
def test_a_model_file_of_other_names_is_refused(path: str, value: Any) -> None:
    data = resources.files("newsieve").joinpath("data")
    head = json.loads(data.joinpath("cleaner.json").read_text("utf-8"))["model"]
    with pytest.raises(ValueError, match="other"):
        parse_model(change(head, path, value), data.joinpath("cleaner.bin").read_bytes())


def test_the_model_file_is_read_to_its_end() -> None:
    data = resources.files("newsieve").joinpath("data")
    head = json.loads(data.joinpath("cleaner.json").read_text("utf-8"))["model"]
    size = len(data.joinpath("cleaner.bin").read_bytes())
    sparse = 2 * 2 * 13 * len(head["stage_one"]["sparse_features"])
    assert size == (1 << 15) * 13 + sparse + 13 * (head["blocks"]["nodes"] + head["sentences"]["nodes"])
