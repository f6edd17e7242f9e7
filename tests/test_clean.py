"""The cleaner's verdicts: what they must add up to, and what must go and stay whatever the model."""

import math
import random
import textwrap
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsieve.cleaner import classify_blocks, current_model, memo, use_model
from newsieve.cleaner.blocks import ScoredSpan
from newsieve.cleaner.lexicon import Lexicon
from newsieve.cleaner.linear import sigmoid
from newsieve.cleaner.memo import BoundedMemo
from newsieve.cleaner.ngrams import N_BUCKETS, N_CLASSES, ZERO_POINT, HashedNgrams, hash_word, list_buckets
from newsieve.cleaner.rules import RuleMatcher
from newsieve.cleaner.spans import find_edges, find_firm, find_inner, find_middles, smooth_spans
from newsieve.cleaner.thresholds import SpanThresholds
from newsieve.cleaner.tokens import MOST_WORDS, TokenizedBlock, find_bare, tokenize_blocks
from newsieve.extract.classifier import FIRM
from newsieve.languages import CATEGORIES, CODES, load
from newsieve.segment import split_blocks
from newsieve.text import tokenize
from newsieve.types import Article, Kind, Level, Mark, Options, Rule, Verdict

STORY = """Council approves harbour bridge after long dispute
The city council approved the new harbour bridge on Tuesday, ending a dispute that had lasted for nearly nine years.
Your support keeps our reporting free. Please donate today and become a supporter of independent journalism.
Engineers said the crossing would carry 40,000 vehicles a day and would be finished before the winter of next year.
Residents of the old town had argued in court that the plans ignored the noise, and that the survey was out of date.
Sign up for our free daily newsletter
The mayor told reporters that the money had been set aside, and that work would begin as soon as the frost was over."""
PITCHES = (2, 5)
ODD_LINES = ("…", "→", "نص", "不", "\u200b", "a" * 3000, "Share.Tweet")


def verdicts_of(text: str, options: Options | None = None) -> tuple[Verdict, ...]:
    article = Article(text, language="en")
    return classify_blocks(article, split_blocks(article, "en"), load("en"), options or Options())


def removed(text: str, options: Options | None = None) -> list[str]:
    return [text[v.start : v.end] for v in verdicts_of(text, options) if not v.kept]


def test_pitches_go_and_the_story_stays() -> None:
    assert removed(STORY) == [STORY.splitlines()[i] for i in PITCHES]


def test_nothing_gives_nothing() -> None:
    assert verdicts_of(" \n ") == ()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([*STORY.splitlines(), *ODD_LINES]), max_size=12))
def test_verdicts_tile_the_blocks_and_add_up(lines: list[str]) -> None:
    article = Article("\n".join(lines))
    blocks = split_blocks(article, "en")
    verdicts = classify_blocks(article, blocks, load("en"), Options())
    edges = {block.start for block in blocks} | {block.end for block in blocks}
    assert edges <= {v.start for v in verdicts} | {v.end for v in verdicts}
    assert all(one.end <= other.start for one, other in pairwise(verdicts))
    for verdict in verdicts:
        logit = math.log(verdict.probability / (1 - verdict.probability))
        assert math.fsum(term.weight for term in verdict.evidence) == pytest.approx(logit, abs=1e-6)


def test_what_the_page_says_is_evidence() -> None:
    lines = STORY.splitlines()
    starts = [sum(len(line) + 1 for line in lines[:i]) for i in range(len(lines))]
    doubt = math.log(0.4 / 0.6)

    def weigh(odds: float | None) -> list[tuple[float, bool, float]]:
        marks = tuple(Mark(start, start + len(line), "p", odds) for start, line in zip(starts, lines, strict=True))
        article = Article(STORY, marks, language="en")
        verdicts = classify_blocks(article, split_blocks(article, "en"), load("en"), Options())
        of_page = [sum(term.weight for term in v.evidence if term.source == "the page") for v in verdicts]
        return [(page, v.kept, v.probability) for page, v in zip(of_page, verdicts, strict=True)]

    unknown, sure, doubtful = weigh(None), weigh(FIRM), weigh(doubt)
    assert {page for page, _, _ in unknown} == {0.0}
    assert all(page < 0 for page, _, _ in sure)
    assert all(page > 0 for page, _, _ in doubtful)
    assert all(one[2] < other[2] < third[2] for one, other, third in zip(sure, unknown, doubtful, strict=True))
    assert [kept for _, kept, _ in doubtful] == [i not in PITCHES for i in range(len(lines))]


def test_doubt_about_its_place_alone_takes_nothing_that_stage_one_is_sure_of() -> None:
    model = current_model()
    highest = model.gate.slope * model.gate.own + model.gate.intercept + model.page.most
    assert sigmoid([highest])[0] < min(least for of_level in model.thresholds.values() for least in of_level.values())


@pytest.mark.parametrize(("lower", "higher"), [(Level.CAREFUL, Level.BALANCED), (Level.BALANCED, Level.THOROUGH)])
def test_a_level_removes_what_the_one_before_removes(lower: Level, higher: Level) -> None:
    assert set(removed(STORY, Options(level=lower))) <= set(removed(STORY, Options(level=higher)))


def test_a_block_goes_from_the_threshold_of_its_kind_on() -> None:
    model = current_model()
    higher = {level: {**of_level, Kind.NEWSLETTER: 1.0} for level, of_level in model.thresholds.items()}
    with use_model(model._replace(thresholds=higher)):
        assert removed(STORY) == [STORY.splitlines()[PITCHES[0]]]


def test_a_kind_that_stays_is_kept_and_named() -> None:
    kept = [v for v in verdicts_of(STORY, Options(drop=frozenset())) if v.kind is not None]
    assert kept
    assert all(v.kept for v in kept)


@pytest.mark.parametrize(
    ("rule", "line", "goes"),
    [
        (Rule("user.keep", "(?i)newsletter", "ours", keep=True), 5, False),
        (Rule("user.frost", "frost", "ours", kind=Kind.ADVERT, weight=30.0), 6, True),
    ],
    ids=["keep outweighs all else", "a rule adds its weight"],
)
def test_user_rules(rule: Rule, line: int, goes: bool) -> None:
    verdict = verdicts_of(STORY, Options()._replace(rules=(rule,)))[line]
    assert verdict.kept is not goes
    assert any(term.source == rule.id for term in verdict.evidence)


@pytest.mark.parametrize("opening", ["The river rose by a metre. ", ""], ids=["middle", "beginning"])
def test_an_anchored_user_rule_matches_a_sentence_of_a_paragraph(opening: str) -> None:
    asked, story = "Fanfare for the mill goes on below.", "Nobody had seen it so high since the bridge was built."
    rule = Rule("user.fanfare", r"^Fanfare .+ below\.$", "ours", kind=Kind.ADVERT, weight=30.0, max_alnum=60)
    text = f"The mill is shut\n\n{opening}{asked} {story}\n\nIt opens in May."
    assert removed(text, Options(rules=(rule,))) == [asked]


def test_a_user_rule_that_matches_nothing_changes_nothing() -> None:
    rule = Rule("user.frost", "(?i)no such words", "ours", kind=Kind.ADVERT, weight=30.0)
    assert verdicts_of(STORY, Options(rules=(rule,))) == verdicts_of(STORY)


class Repeating:
    """A site's memory in which every paragraph stands in nine of ten documents."""

    def frequency(self, site: str, fingerprints: list[int]) -> tuple[int, list[int]]:
        return 10, [9] * len(fingerprints)


def test_memory_argues_for_boilerplate() -> None:
    article = Article(STORY, language="en")
    verdicts = classify_blocks(
        article, split_blocks(article, "en"), load("en"), Options(), Repeating(), ["harbour.example"]
    )
    assert all(any(term.source == "memory" and term.weight > 0 for term in v.evidence) for v in verdicts)


@pytest.mark.parametrize("text", ["word " * 200_000, "word\n" * 5_000], ids=["one long line", "many short lines"])
def test_long_documents_are_judged(text: str) -> None:
    assert verdicts_of(text)


def test_words_are_summed_as_they_are_trained() -> None:
    weights = bytes(random.Random(1).randrange(256) for _ in range(N_BUCKETS * N_CLASSES))
    steps = [1 / (2 + column) for column in range(N_CLASSES)]
    words = tokenize("We’re asking 1,200 readers: donate, donate & stay! 日本語")
    buckets = list_buckets(words)
    sums = [sum(weights[bucket * N_CLASSES + column] - ZERO_POINT for bucket in buckets) for column in range(N_CLASSES)]
    expected = [total / math.sqrt(len(buckets)) * step for total, step in zip(sums, steps, strict=True)]
    assert HashedNgrams(weights, steps).logits([words, []]) == [pytest.approx(expected), [0.0] * N_CLASSES]


def test_a_very_long_block_is_read_at_both_ends() -> None:
    [block] = tokenize_blocks(["first " + "middle " * 2 * MOST_WORDS + "last"], load("en"))
    assert len(block.words) == MOST_WORDS
    assert (block.words[0], block.words[-1]) == ("first", "last")


def test_numbers_are_zeros_for_the_weights() -> None:
    assert hash_word("2nd") == hash_word("7nd") != hash_word("12nd")
    assert hash_word("1000") == hash_word("40000")


def test_a_memo_computes_once_and_is_emptied_when_it_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memo, "MOST", 2)
    asked: list[str] = []
    lengths = BoundedMemo[int](lambda word: asked.append(word) or len(word))
    assert [lengths[word] for word in ("a", "bb", "a", "ccc", "a")] == [1, 2, 1, 3, 1]
    assert asked == ["a", "bb", "ccc", "a"]


def test_a_memo_keeps_no_very_long_word() -> None:
    lengths = BoundedMemo[int](len)
    assert lengths["x" * 41] == 41
    assert "x" * 41 not in lengths


@pytest.mark.parametrize("code", [*CODES, ""])
def test_every_entry_of_a_lexicon_is_found(code: str) -> None:
    pack = load(code)
    lexicon = Lexicon(pack)
    missed = [
        (category, entry)
        for number, category in enumerate(CATEGORIES)
        for entry in pack.lexicons[category]
        if not lexicon.count([tokenize(f"so, {entry.replace('*', 'ab')} then")])[0][number]
    ]
    assert missed == []


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("dona il 5x1000", 1),
        ("NUR 1 Euro", 1),
        ("is a professor", 1),
        ("is professorial", 1),
        ("is no professor", 0),
        ("patron", 1),
        ("patrons", 0),
        ("sign up", 1),
        ("sign  up, sign up", 2),
        ("up sign", 0),
        ("", 0),
    ],
)
def test_lexicon_counts(text: str, hits: int) -> None:
    entries = frozenset(("5x1000", "nur 1", "is a profess*", "is profess*", "patron", "sign up"))
    pack = load("")._replace(lexicons={"give": entries})
    [found] = Lexicon(pack).count([tokenize(text)])
    assert found[CATEGORIES.index("give")] == hits


@pytest.mark.parametrize("code", CODES)
def test_no_rule_is_lost_to_its_required_literals(code: str) -> None:
    rules = load(code).rules
    hits = [(rule, hit) for rule in rules for hit in rule.hits]
    found = RuleMatcher(rules).match([TokenizedBlock(hit, tuple(tokenize(hit)), ()) for _, hit in hits])
    missed = [rule.id for (rule, _), own in zip(hits, found, strict=True) if rule not in [match.rule for match in own]]
    assert missed == []


@pytest.mark.parametrize(
    ("sentence", "goes"),
    [
        ("Sign up for our free daily newsletter and get the best stories in your inbox.", True),
        ("The minister said that the newsletter had been sent to nine thousand readers.", False),
    ],
)
def test_a_pitch_leaves_the_paragraph_that_it_shares_with_the_story(sentence: str, goes: bool) -> None:
    paragraph = STORY.splitlines()[3]
    text = STORY.replace(paragraph, f"{paragraph} {sentence}")
    assert (sentence in removed(text)) is goes
    assert not any(paragraph in piece for piece in removed(text))


THRESHOLDS = SpanThresholds(firm=0.95, fair=0.6, gap=3, bonus=3.0, edge=0.7, edge_bonus=1.0)


def span(probability: float, kind: Kind | None = None) -> ScoredSpan:
    return ScoredSpan(0, 1, 0.0, named=kind, logit=math.log(probability / (1 - probability)))


FIRM_DONATION, FIRM_ADVERT = span(0.99, Kind.DONATION), span(0.99, Kind.ADVERT)


@pytest.mark.parametrize(
    ("spans", "middles"),
    [
        ([FIRM_DONATION, span(0.7), FIRM_DONATION], [1]),
        ([FIRM_DONATION, span(0.7), span(0.1), span(0.8), FIRM_DONATION], [1, 3]),
        ([FIRM_DONATION, span(0.3), FIRM_DONATION], []),
        ([FIRM_DONATION, *[span(0.7)] * 4, FIRM_DONATION], []),
        ([FIRM_DONATION, span(0.7)], []),
        ([FIRM_ADVERT, span(0.7), FIRM_DONATION], []),
        ([FIRM_DONATION, span(0.7), span(0.99, Kind.NEWSLETTER)], []),
        ([FIRM_DONATION, span(0.7), span(0.99, Kind.SUBSCRIPTION)], [1]),
        ([], []),
    ],
    ids=[
        "between two ends",
        "story inside",
        "looks like the story",
        "too far apart",
        "one end",
        "other kinds",
        "another thing",
        "another way to pay",
        "nothing",
    ],
)
def test_the_middle_of_a_run_is_found_between_its_ends(spans: list[ScoredSpan], middles: list[int]) -> None:
    assert list(find_middles(spans, find_firm(spans, THRESHOLDS), THRESHOLDS)) == middles


@pytest.mark.parametrize(
    ("spans", "edges"),
    [
        pytest.param([span(0.8), FIRM_DONATION, span(0.75), span(0.75)], {0, 2}, id="beside it"),
        pytest.param([span(0.6), FIRM_DONATION], set(), id="the story"),
        pytest.param([FIRM_DONATION, FIRM_DONATION], set(), id="firm itself"),
        pytest.param([], set(), id="nothing"),
    ],
)
def test_edges_stand_beside_a_firm_pitch(spans: list[ScoredSpan], edges: set[int]) -> None:
    assert find_edges(spans, find_firm(spans, THRESHOLDS), THRESHOLDS) == edges


@pytest.mark.parametrize(
    ("spans", "inner"),
    [
        pytest.param([FIRM_DONATION] * 4, {1, 2}, id="all but the ends"),
        pytest.param([FIRM_DONATION, span(0.1), FIRM_DONATION, FIRM_DONATION], {2}, id="across the story"),
        pytest.param([FIRM_DONATION, *[span(0.1)] * 4, FIRM_DONATION, FIRM_DONATION], set(), id="too far apart"),
        pytest.param([FIRM_DONATION, FIRM_ADVERT, FIRM_DONATION], set(), id="no pitch for money"),
        pytest.param([FIRM_DONATION, span(0.99, Kind.NEWSLETTER), FIRM_DONATION], set(), id="other kinds"),
        pytest.param([span(0.94, Kind.DONATION)] * 3, set(), id="in doubt"),
    ],
)
def test_the_inner_parts_of_an_appeal_go_whole(spans: list[ScoredSpan], inner: set[int]) -> None:
    assert find_inner(spans, THRESHOLDS) == inner


def test_a_middle_is_lent_the_bonus_and_the_kind_of_its_ends() -> None:
    spans = [FIRM_DONATION, span(0.7), FIRM_DONATION]
    before, middle, _ = smooth_spans(spans, THRESHOLDS)
    assert before is spans[0]
    assert middle.logit == spans[1].logit + THRESHOLDS.bonus
    assert (middle.named, [(term.source, term.weight) for term in middle.terms]) == (Kind.DONATION, [("the run", 3.0)])


@pytest.mark.parametrize("pitch", ["Story continues below advertisement.", "Read more: Where the other pools are."])
def test_what_a_rule_calls_a_pitch_goes_from_the_middle_of_a_paragraph(pitch: str) -> None:
    before = "Swimmers had gathered three thousand names against it since the spring of last year."
    behind = "The vote was closer than anybody had expected, said the clerk."
    lines = ["The council met on Monday and closed the pool in the north of the town.", f"{before} {pitch} {behind}",
             "The mayor said that the money was better spent on schools, which nobody doubted."]  # fmt: skip
    assert removed("\n".join(lines)) == [pitch]


@pytest.mark.parametrize("place", [20, 40, 70])
def test_a_pitch_leaves_an_article_in_one_line(place: int) -> None:
    sentences = [
        f"Witness {i} said that the siren failed on Sunday, and item {i} of the report says so." for i in range(90)
    ]
    pitch = "Subscribe to our newsletter and never miss a story."
    assert removed(" ".join([*sentences[:place], pitch, *sentences[place:]])) == [pitch]


BEFORE = "The council compared on Monday what the towns of the valley write below their pages."
BEHIND = "Harlow did best, said the clerk, because its line stands above the fold."
ROWS = ("| Town | Line | Clicks |", "|---|---|---:|", "| Harlow | Subscribe to our newsletter | 410 |",
        "| Skar | Follow us on Facebook and Twitter | 87 |", "| Holm | It has none | 12 |")  # fmt: skip
CODE = "```html\n<p>Subscribe to our newsletter and never miss a story!</p>\n\n<b>Sign up for our newsletter.</b>\n```"
ASIDE = "::: aside\nSign up for our newsletter.\n:::"

PITCH = "Download our free app for Android to get breaking news alerts as they happen."
LINK = "https://skar.example/ls/click?upn=u001.app0"


def enclose(*lines: str) -> str:
    return "\n".join((BEFORE, "", *lines, "", BEHIND))


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        pytest.param(enclose(*ROWS), [], id="rows of a table"),
        pytest.param(enclose(*(row.strip("| ").replace(" | ", "\t") for row in ROWS if "-" not in row)), [], id="tabs"),
        pytest.param(enclose(ROWS[2]), [ROWS[2]], id="a row alone"),
        pytest.param(enclose(CODE), [], id="a fence of code"),
        pytest.param(enclose(*ASIDE.split("\n")), ASIDE.split("\n"), id="a directive"),
        pytest.param(enclose("::: box", *ASIDE.split("\n"), ":::"), ["::: box", *ASIDE.split("\n"), ":::"], id="two"),
        pytest.param(
            enclose("::: box", BEHIND, *ASIDE.split("\n"), ":::"), ASIDE.split("\n"), id="a directive with a story"
        ),
        pytest.param(enclose("::: aside", ":::"), [], id="an empty directive"),
        pytest.param(enclose(PITCH, LINK), [PITCH, LINK], id="an address below a pitch"),
        pytest.param(enclose(PITCH, f"<{LINK}>", f"> {LINK}"), [PITCH, f"<{LINK}>", f"> {LINK}"], id="two"),
        pytest.param(enclose(f"{BEFORE}\n{LINK}"), [], id="an address below the story"),
        pytest.param(enclose(PITCH, "", LINK), [PITCH], id="an address apart"),
        pytest.param(enclose(PITCH, f"{LINK} has the report."), [PITCH], id="an address in a sentence"),
    ],
)
def test_a_whole_is_not_cut(text: str, gone: list[str]) -> None:
    assert removed(text) == gone


def test_a_users_rule_takes_a_row() -> None:
    rule = Rule("user.holm", "Holm", "no town of ours", Kind.ADVERT, weight=20.0)
    assert removed(enclose(*ROWS), Options(rules=(rule,))) == [ROWS[4]]


@pytest.mark.parametrize(
    "form",
    ["**%s**", "__%s__", "[%s](https://skar.example/a?b=c)", "[%s][2]", "[[https://skar.example][%s]]", "<p> %s",
     '"%s":https://skar.example', "%s: https://skar.example", "%s <https://skar.example>", "| %s |", "[12]%s", "* [ %s ](https://skar.example)",
     "**[%s](https://skar.example)**", "=== %s ===", "[00:21] %s", "[00:21] Host: %s", "12:03 <mara> %s",
     "[1:02:03] Ida Orr: [%s](https://skar.example)"],
)  # fmt: skip
@pytest.mark.parametrize(
    "words", ["Read more: The mill that ground no corn", "Follow us on Facebook and Twitter", "Log in to comment"]
)
def test_a_pitch_goes_whatever_markup_is_around_it(form: str, words: str) -> None:
    assert removed(enclose(form % words)) == [form % words]


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("**Read more:** The mill", "Read more:** The mill"),
        ("The mill ground *no* corn.", "The mill ground *no* corn."),
        ('"The mill," he said (by mail)', '"The mill," he said (by mail)'),
        ("| Harlow | 410 |", "| Harlow | 410 |"),
        ("[Applause]", "[Applause]"),
        ("- some corn", "- some corn"),
        ("**", "**"),
        ("12:03 The mill ground no corn.", "12:03 The mill ground no corn."),
        ("100:85 Ostrow: the mill ground no corn.", "100:85 Ostrow: the mill ground no corn."),  # a result
        ("[12:03]", "[12:03]"),
        (f"[12:03] Ida: {'The mill ground no corn. ' * 9}", "The mill ground no corn. " * 9),
        (f"{'The mill ground no corn. ' * 9}<https://skar.example>", None),
    ],
)
def test_marks_within_a_line_are_of_its_words(text: str, bare: str | None) -> None:
    start, end = find_bare(text)
    assert text[start:end] == (bare or text)


@pytest.mark.parametrize("line", ["4/6/25 9:20 - Luis: %s", "[4.6.25, 9:20] Luis Orr: %s", "[2025-06-04 09:20] %s"])
def test_a_request_in_a_dated_message_stays(line: str) -> None:
    assert removed(enclose(line % "Please like and share our page.")) == []


def test_a_users_rule_sees_the_markup() -> None:
    line = "[The mill ground no corn](https://skar.example)"
    rule = Rule("user.link", r"^\[The", "links", Kind.ADVERT, weight=20.0)
    assert removed(enclose(line), Options(rules=(rule,))) == [line]


def test_a_rule_for_a_line_matches_one_that_was_wrapped() -> None:
    pitch = "Read more: The mill by the old harbour that has\nground no corn since May"
    story = [textwrap.fill(BEFORE, 48), textwrap.fill(BEHIND, 48)]
    assert removed("\n\n".join([*story, pitch, *story])) == [pitch]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([*ROWS, *CODE.split("\n"), *ASIDE.split("\n"), BEFORE, ""]), max_size=15))
def test_wholes_tile_and_add_up(lines: list[str]) -> None:
    text = "\n".join(lines)
    verdicts = verdicts_of(text)
    assert " ".join(text[v.start : v.end] for v in verdicts).split() == text.split()
    for verdict in verdicts:
        weights = math.fsum(term.weight for term in verdict.evidence)
        assert sigmoid([weights])[0] == pytest.approx(verdict.probability, abs=1e-9)
