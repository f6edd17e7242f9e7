from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from newsieve.languages import CODES
from newsieve.train.cleaner_assemble import PASSAGES, STRUCTURES
from newsieve.train.cleaner_data import CONTENT, NUMBER_OF, LabelledDocument, Line, build
from newsieve.train.cleaner_joined import add_passages, add_structures, join_stories, read_structures
from newsieve.train.cleaner_layouts import glue_short, join_paragraphs
from newsieve.train.cleaner_made import Pool, read_texts
from newsieve.types import Kind

BYLINE = NUMBER_OF[Kind.BYLINE_DATE]
RUN = (Line("Give what you can.", 1), Line("Every gift counts.", 1))
POOLS: list[Pool] = [{(0, "en"): [RUN]}]
WHATS = ("headline", "standfirst", "byline", "section", "part", "label", "time", "break", "stage", "result")


@pytest.fixture
def hosts() -> list[LabelledDocument]:
    lines = [Line(f"Paragraph {i} of the story, which is long enough to stand as one.", CONTENT) for i in range(8)]
    return [replace(build(f"host {i}", "", 0, None, lines), language="en") for i in range(60)]


def test_stories_are_joined_by_a_pitch_and_a_head(hosts: list[LabelledDocument]) -> None:
    structures = {("en", what): [f"A {what}"] for what in WHATS}
    made = join_stories(hosts, POOLS, structures, 0)
    assert len(made) == len(hosts)
    behind = Counter()
    for one in made:
        texts = [line.text for line in one.lines]
        head = texts.index(RUN[-1].text) + 1
        behind[texts[head].lstrip("# ").casefold()] += 1
        assert {line.text.casefold().lstrip("# ") for line in one.lines if line.label == BYLINE} <= {"a byline"}
        assert all(line.label == CONTENT for line in one.lines if line.text.startswith(("Paragraph", "#")))
    assert set(behind) == {"a headline", "a section"}


def test_lines_of_structure_stand_beside_a_pitch_or_two_pitches_around_a_paragraph(
    hosts: list[LabelledDocument],
) -> None:
    structures = {("en", what): ["Part two"] for what in WHATS}
    made = add_structures(hosts, POOLS, structures, 0)
    pairs = [{one.text, other.text} for document in made for one, other in pairwise(document.lines)]
    assert len(made) == len(hosts)
    assert sum({"Part two", RUN[-1].text} == pair for pair in pairs) > 20
    assert sum({"Part two", RUN[0].text} == pair for pair in pairs) > 5
    assert sum(Counter(line.text for line in one.lines)[RUN[0].text] == 2 for one in made) > 10
    for document in made:
        assert [line for line in document.lines if line.text.startswith("Paragraph")] == list(hosts[0].lines)


def test_passages_are_content_with_a_pitch_or_without(hosts: list[LabelledDocument]) -> None:
    passage = (Line("Do you give to the poor?", CONTENT), Line("ROE: When I can.", CONTENT))
    made = add_passages(hosts, POOLS, {(0, "en"): [passage]}, 0)
    assert 15 < sum(any(line.label for line in one.lines) for one in made) < 45
    assert all(passage[0].text in one.article.text for one in made)


def test_short_paragraphs_share_their_line_with_a_pitch(hosts: list[LabelledDocument]) -> None:
    lines = [Line(f"Part {i} began on Monday here. Nobody had seen it come at all.", CONTENT) for i in range(8)]
    long = [build(f"long {i}", "", 0, None, lines) for i in range(20)]
    made = glue_short([replace(one, language="en") for one in long], POOLS, 0)
    shared = [line for one in made for line in one.lines if line.parts]
    assert len(shared) > 30
    assert Counter(line.text.startswith(("Give", "Every")) for line in shared).keys() == {True, False}
    for line in shared:
        (story, content), (pitch, label) = line.parts
        assert sorted(line.text.replace(pitch, "").split()) == sorted(story.split())
        assert (content, label) == (CONTENT, 1)
    assert all(one.article.text.count("Nobody had seen it") == 8 for one in made)


def test_paragraphs_are_joined_with_their_labels() -> None:
    heading = Line("A heading", CONTENT)
    lines = [heading, Line("One fell.", CONTENT), Line("Two fell.", CONTENT), Line("Give now.", 1), Line("More.", -1)]
    made = join_paragraphs([build(f"a {i}", "", 0, None, lines) for i in range(30)], 0)
    assert made
    for one in made:
        assert " ".join(line.text for line in one.lines) == " ".join(line.text for line in lines)
        assert one.lines[0] == heading
        assert one.lines[-1] == lines[-1]
        parts = [part for line in one.lines for part in line.parts or ((line.text, line.label),)]
        assert all(label == 1 for text, label in parts if "Give" in text)
    assert any(line.parts[-1:] == (("Give now.", 1),) for one in made for line in one.lines)


@pytest.mark.parametrize("path", [STRUCTURES, PASSAGES])
def test_invented_lines_are_of_every_language_once(path: Path) -> None:
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert len(set(lines)) == len(lines)
    assert {line.split(" ", 1)[0] for line in lines} == set(CODES)


def test_each_language_has_every_structure_and_passages_are_content() -> None:
    assert set(read_structures(STRUCTURES)) == {(language, what) for language in CODES for what in WHATS}
    pitches, stories = read_texts(PASSAGES)
    assert not pitches
    assert {language for _, language in stories} == set(CODES)
