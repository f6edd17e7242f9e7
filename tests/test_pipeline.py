"""What holds of every document: nothing invented, nothing lost, the digest inside the cleaned text."""

import math
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsieve import briefing, processing
from newsieve.errors import ExitCode
from newsieve.pipeline import Task, process, ranker_input
from newsieve.rank import RANKERS
from newsieve.rank.candidates import find_candidates
from newsieve.read import ReadOptions
from newsieve.render import kept_text, list_digest
from newsieve.stream import run
from newsieve.types import GO_BY_DEFAULT, Document, Format, Kind, Level, Options, Result, WithEvidence

PIECES = [
    "The council closed the pool on Monday.",
    "A minister said that £3.5m was missing.", "“We were never told,” she said.",
    "Sign up for our free newsletter.", "Your support makes all the difference.",
    "Follow us on Facebook", "Read on: A pool",
    "Advertisement", "Photo: Jane Doe/Agency", "By Jane Doe", "© 2025 The Example", "Der Rat schloss das Bad.",
    "Abonnieren Sie unseren Newsletter.", "游泳池周一关闭。", " ", "\n", "\n\n", "\t", "-", "…", "\u2028", "\u00a0",
]  # fmt: skip
TALE = "The council closed the old ferry landing at Tarn Quay on Monday, and the boats now moor at the sluice."
OTHER = "Two surveyors had found cracks in its piles, which the harbour master had reported in the spring."
PITCH = "Sign up for our free daily newsletter and get the headlines in your inbox every morning."
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=30).map("".join))


def clean(text: str, **options: object) -> Result:
    return process(Document("-", text), Task.CLEAN, Options(**options))  # type: ignore[arg-type]


def is_subsequence(part: str, whole: str) -> bool:
    characters = iter(whole)
    return all(character in characters for character in part)


@given(TEXTS, st.sampled_from(list(Level)))
@settings(max_examples=150, deadline=None)
def test_cleaned_and_removed_text_are_the_whole(text: str, level: Level) -> None:
    result = clean(text, level=level)
    kept = kept_text(result)
    assert is_subsequence(kept, text)
    assert "".join("".join(text[v.start : v.end] for v in result.verdicts).split()) == "".join(text.split())
    assert "".join("".join(text[v.start : v.end] for v in result.verdicts if v.kept).split()) == "".join(kept.split())
    if all(v.kept for v in result.verdicts) and result.verdicts:
        assert kept == text


@given(TEXTS, st.sampled_from(["news", "lead"]), st.integers(1, 5))
@example("a-\na 0", "news", 1)
@settings(max_examples=150, deadline=None)
def test_the_digest_stands_in_the_cleaned_text_in_order(text: str, ranker: str, sentences: int) -> None:
    result = process(Document("-", text), Task.DIGEST, Options(ranker=ranker, sentences=sentences))
    digest = [sentence for _, sentence in list_digest(result)]
    drop = partial(re.sub, r"[-=¬\u2010\u00ad\s]", "") if result.article.broken else str  # digests print words whole
    cleaned, at = drop(" ".join(kept_text(result).split())), 0
    for sentence in map(drop, digest):
        at = cleaned.find(sentence, at)
        assert at >= 0
        at += len(sentence)
    assert len(digest) <= sentences
    assert len(set(digest)) == len(digest)


@given(TEXTS)
@settings(max_examples=80, deadline=None)
def test_what_a_level_removes_the_next_one_removes_too(text: str) -> None:
    before: set[int] = set()
    for level in (Level.CAREFUL, Level.BALANCED, Level.THOROUGH):
        gone = {i for v in clean(text, level=level).verdicts if not v.kept for i in range(v.start, v.end)}
        assert before <= gone
        before = gone


@pytest.mark.parametrize("with_evidence", ["removed", False])
@given(text=TEXTS)
@settings(max_examples=40, deadline=None)
def test_evidence_that_is_not_asked_for_changes_nothing_else(text: str, with_evidence: WithEvidence) -> None:
    verdicts = process(Document("-", text), Task.CLEAN, Options(), with_evidence=with_evidence).verdicts
    asked = [bool(with_evidence) and not verdict.kept for verdict in verdicts]
    whole = clean(text).verdicts
    expected = [v if is_asked else v._replace(evidence=()) for v, is_asked in zip(whole, asked, strict=True)]
    assert list(verdicts) == expected


@given(TEXTS)
@settings(max_examples=80, deadline=None)
def test_evidence_adds_up_to_the_probability(text: str) -> None:
    for verdict in clean(text).verdicts:
        logit = math.fsum(term.weight for term in verdict.evidence)
        assert verdict.probability == pytest.approx(1 / (1 + math.exp(-logit)), abs=1e-9)
        assert verdict.kept == (verdict.kind not in GO_BY_DEFAULT or verdict.kept)


@pytest.mark.parametrize("kind", list(Kind))
def test_a_kind_that_is_kept_is_never_removed(kind: Kind) -> None:
    text = "\n\n".join(PIECES[:12])
    verdicts = clean(text, drop=frozenset(Kind) - {kind}, level=Level.THOROUGH).verdicts
    assert not [v for v in verdicts if not v.kept and v.kind is kind]


@pytest.mark.parametrize("ranker", list(RANKERS))
@pytest.mark.parametrize(
    "text",
    [
        "",
        "One.",
        "Same.\nSame.\nSame.",
        "…\n!!!\n12",
        "游泳池周一关闭。很多人很生气。",
        "أغلق المجلس المسبح. غضب السباحون.",
    ],
)
def test_every_ranker_survives_every_document(ranker: str, text: str) -> None:
    result = process(Document("-", text), Task.DIGEST, Options(ranker=ranker, sentences=2))
    digest = [sentence for _, sentence in list_digest(result)]
    assert len(digest) <= 2
    assert all(sentence in " ".join(text.split()) for sentence in digest)


def test_captions_that_stay_are_not_in_the_digest() -> None:
    text = "The council closed the pool on Monday.\n\nPhoto: Jane Doe/Agency\n\nSwimmers were angry about it."
    document, _ = ranker_input(clean(text))
    assert not [index for index in find_candidates(document) if "Jane Doe" in document.texts[index]]


@given(st.text(max_size=300).map(lambda text: f"<p>{text}</p>"))
@settings(max_examples=60, deadline=None)
def test_pages_never_crash_the_pipeline(html: str) -> None:
    result = process(Document("-", html, Format.HTML), Task.EXPLAIN, Options())
    assert kept_text(result) == kept_text(result).strip()


PAGES = Path(__file__).parent.parent / "fixtures" / "pages"


@pytest.mark.parametrize("slug", ["national-paper-appeal"])
def test_file_and_page_share_most_of_their_sentences(slug: str) -> None:
    text = (PAGES / slug / "input.txt").read_text(encoding="utf-8")
    page = (PAGES / f"{slug}-page" / "input.html").read_text(encoding="utf-8")
    of_text = process(Document("-", text), Task.DIGEST, Options())
    of_page = process(Document("-", page, Format.HTML), Task.DIGEST, Options())
    assert len({s for _, s in list_digest(of_text)} & {s for _, s in list_digest(of_page)}) >= 2


@pytest.mark.parametrize(
    ("first", "title"),
    [
        ("Ferries are late. Ask the harbour why", "Ferries are late. Ask the harbour why"),
        ("Ferries are late. The harbour knows why.", None),
    ],
)
def test_a_first_line_without_a_full_stop_is_the_title_however_many_sentences_it_has(first: str, title: str) -> None:
    story = "The ferry to Sund was late on Monday. It carried nine people. The harbour has no answer."
    document, sentences = ranker_input(process(Document("-", f"{first}\n\n{story}"), Task.CLEAN, Options()))
    assert document.title == title
    assert len(document.texts) == len(sentences) == (3 if title else 5)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"\t{PITCH}\n{TALE}\n", f"{TALE}\n"),
        (f"\n  {PITCH}\n    {TALE}\n", f"\n    {TALE}\n"),
        (f"{TALE}\n\n  {PITCH}\n{OTHER}", f"{TALE}\n\n{OTHER}"),
        (f"{TALE}\n{PITCH}  \n\n\t{OTHER}", f"{TALE}\n\n\t{OTHER}"),
        (f"{TALE}  \n\n   {PITCH}\n\n{OTHER}", f"{TALE}  \n\n{OTHER}"),
        (f"{TALE} \n{PITCH}    \n", f"{TALE} \n"),
        pytest.param(f"{TALE}\n{PITCH}  ", TALE, id="no line end at the end"),
    ],
)
def test_lines_keep_their_own_spaces(text: str, left: str) -> None:
    assert kept_text(clean(text)) == left


@pytest.mark.parametrize(
    "write", [run, partial(briefing.run, selection=briefing.StoryChoice())], ids=["clean", "brief"]
)
def test_a_bug_costs_one_document_and_says_where_it_is(
    write: Callable[..., ExitCode], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def stumble(document: Document, *rest: object, **named: object) -> Result:
        if "gate" in document.text:
            raise KeyError("quay")
        return process(document, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(processing, "process", stumble)
    names = [tmp_path / f"{word}.txt" for word in ("bridge", "gate", "lamp")]
    for name in names:
        name.write_text(f"The council shut the {name.stem} on Monday.\n", "utf-8")
    output = tmp_path / "clean"
    job = processing.Job(Task.CLEAN, Options(), ReadOptions(), output=str(output))
    assert write([*map(str, names)], job) == ExitCode.BUG
    said = capfd.readouterr().err
    assert "the bridge" in output.read_text("utf-8")
    assert "the lamp" in output.read_text("utf-8")
    bug = r"a bug of newsieve's \(KeyError: 'quay', in line \d+ of test_pipeline\.py\); please report it"
    assert re.fullmatch(rf".*gate\.txt: {bug}\n", said)
