"""Documents that real corpora hold few of: several stories in one text, and lines of structure beside a pitch.

Newsletters, digests of a paper and saved pages put one story behind the other: a pitch, then a headline and a byline.
Stories have short lines of their own, the name of a section, a time, a scene's break, which stand where a pitch's short
lines do. And people in a story speak of what pitches speak of: an interviewer's question, a motion in a parliament.
"""

import random
from collections.abc import Mapping, Sequence
from pathlib import Path

from newsieve.train.cleaner_data import CONTENT, NUMBER_OF, LabelledDocument, Line, pick
from newsieve.train.cleaner_made import Pool, Run, draw_hosts, draw_run, has_story, is_story, put_in, rebuild
from newsieve.types import Kind

Structures = Mapping[tuple[str, str], list[str]]  # by language and what they are
_OF_A_PART = ("section", "part", "label", "time", "break", "stage", "result")  # structures within a story
_SHARE_PITCHED = 0.5  # of the documents with a passage, which get a pitch too
_SHARE_NAMED = 0.5  # of the documents, which keep their address
_SHARE_BEFORE = 0.25  # of lines of structure that stand before the pitch, not behind it
_SHARE_SANDWICHED = 0.3  # of the documents, which have two pitches around one paragraph
_SHARE_BELOW = 0.4  # of joined stories, with a pitch below the second one too
_SHARE_IN_CAPITALS = 0.2  # of headlines
_SHARE_OF_STANDFIRSTS, _SHARE_OF_BYLINES, _SHARE_OF_SECTIONS = 0.25, 0.75, 0.2  # of the heads of stories
_MARKS = ("", "", "", "# ", "## ", "### ")


def read_structures(path: Path) -> Structures:
    """Return invented lines of structure: in each line of the file a language, what the line is, and its text."""
    structures: dict[tuple[str, str], list[str]] = {}
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            language, what, text = line.split(" ", 2)
            structures.setdefault((language, what), []).append(text)
    return structures


def join_stories(
    documents: Sequence[LabelledDocument], pools: Sequence[Pool], structures: Structures, seed: int
) -> list[LabelledDocument]:
    """Copy each document that has a story, with a pitch and another story of its language behind it."""
    hosts = [host for host in draw_hosts(documents, pools, f"join {seed}") if has_story(host[0])]
    by_key: dict[tuple[int, str], list[LabelledDocument]] = {}
    for document, *_ in hosts:
        by_key.setdefault((document.fold, document.language or ""), []).append(document)
    made = []
    for document, choices, chooser in hosts:
        language = document.language or ""
        if (language, "headline") not in structures:
            continue
        first, second = (
            _take_story(one, chooser) for one in (document, pick(chooser, by_key[document.fold, language]))
        )
        run = draw_run(choices, chooser)
        below = draw_run(choices, chooser) if chooser.random() < _SHARE_BELOW else ()
        lines = [*first, *run, *_draw_head(structures, language, chooser), *second, *below]
        made.append(rebuild(document, f"&{seed}", None, lines))
    return made


def add_structures(
    documents: Sequence[LabelledDocument], pools: Sequence[Pool], structures: Structures, seed: int
) -> list[LabelledDocument]:
    """Copy each document that has a story, with a pitch beside a line of structure, or two around a paragraph."""
    made = []
    for document, choices, chooser in draw_hosts(documents, pools, f"structure {seed}"):
        language, what = document.language or "", pick(chooser, _OF_A_PART)
        if not has_story(document) or (language, what) not in structures:
            continue
        run = draw_run(choices, chooser)
        if chooser.random() < _SHARE_SANDWICHED:
            lines = _put_around(document.lines, run, draw_run(choices, chooser), chooser)
        else:
            line = Line(pick(chooser, structures[language, what]), CONTENT)
            lines = _put_beside(document.lines, run, line, chooser)
        url = document.article.url if chooser.random() < _SHARE_NAMED else None
        made.append(rebuild(document, f"^{seed}", url, lines))
    return made


def add_passages(
    documents: Sequence[LabelledDocument], pools: Sequence[Pool], passages: Pool, seed: int
) -> list[LabelledDocument]:
    """Copy each document that has a story, with a passage that quotes what pitches say, and half with a pitch too."""
    made = []
    for document, choices, chooser in draw_hosts(documents, pools, f"passage {seed}"):
        key = document.fold, document.language or ""
        if not has_story(document) or key not in passages:
            continue
        at = pick(chooser, _find_places(document.lines))
        lines = [*document.lines[:at], *pick(chooser, passages[key]), *document.lines[at:]]
        if chooser.random() < _SHARE_PITCHED:
            lines = put_in(lines, draw_run(choices, chooser), chooser)
        made.append(rebuild(document, f"%{seed}", None, lines))
    return made


def _find_places(lines: Sequence[Line]) -> list[int]:
    """Return the places before paragraphs of the story, the first one aside."""
    return [at for at, line in enumerate(lines) if is_story(line) and at > 0]


def _take_story(document: LabelledDocument, chooser: random.Random) -> list[Line]:
    """Three to eight lines that follow each other, without parts of pitches."""
    story = [line for line in document.lines if line.label == CONTENT and not line.parts]
    count = chooser.randrange(3, 9)
    at = chooser.randrange(max(1, len(story) - count + 1))
    return story[at : at + count]


def _draw_head(structures: Structures, language: str, chooser: random.Random) -> list[Line]:
    """The head of a story: a headline, a byline below most, a section's name or a standfirst with some."""
    headline = pick(chooser, structures[language, "headline"])
    if chooser.random() < _SHARE_IN_CAPITALS:
        headline = headline.upper()
    head = [Line(pick(chooser, _MARKS) + headline, CONTENT)]
    if chooser.random() < _SHARE_OF_STANDFIRSTS:
        head.append(Line(pick(chooser, structures[language, "standfirst"]), CONTENT))
    if chooser.random() < _SHARE_OF_BYLINES:
        head.append(Line(pick(chooser, structures[language, "byline"]), NUMBER_OF[Kind.BYLINE_DATE]))
    if chooser.random() < _SHARE_OF_SECTIONS:
        head.insert(0, Line(pick(chooser, structures[language, "section"]), CONTENT))
    return head


def _put_beside(lines: Sequence[Line], run: Run, line: Line, chooser: random.Random) -> list[Line]:
    """The lines with the run before a paragraph, and the line of structure between the two, or before the run."""
    at = pick(chooser, _find_places(lines))
    around = [line, *run] if chooser.random() < _SHARE_BEFORE else [*run, line]
    return [*lines[:at], *around, *lines[at:]]


def _put_around(lines: Sequence[Line], run: Run, other: Run, chooser: random.Random) -> list[Line]:
    """The lines with a run on either side of a paragraph."""
    at = pick(chooser, _find_places(lines))
    return [*lines[:at], *run, lines[at], *other, *lines[at + 1 :]]
