"""Documents made from labelled ones: pitches of other publishers spliced in between paragraphs, some glued.

Real corpora hold few pitches in the middle of a story and fewer glued ones, though that is where extractors leave them.
"""

import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from newsieve.languages import detect
from newsieve.train.cleaner_data import CONTENT, NUMBER_OF, LabelledDocument, Line, build, fold_of_unknown, pick
from newsieve.types import Kind

PITCHES = frozenset(NUMBER_OF[kind] for kind in (Kind.DONATION, Kind.SUBSCRIPTION, Kind.NEWSLETTER, Kind.APP_OR_SOCIAL,
                                                 Kind.ADVERT))  # fmt: skip
ALONGSIDE = PITCHES | {NUMBER_OF[Kind.RELATED], NUMBER_OF[Kind.COOKIE_LEGAL], NUMBER_OF[Kind.COMMENTS_UI]}
LONGEST_RUN = 8
SHORTEST_STORY = 40  # characters of a line between which pitches are put
FEWEST = 4  # paragraphs of a story that something is put into
SHORT_RUN = 2  # lines of a pitch in a short document
SHARE_UNPITCHED = 0.25  # of short documents, which are a story alone
SHARE_NAMELESS = 0.35  # of made documents, which lose their address
SHARE_GLUED = 0.25  # of the story's paragraphs in documents made for the second level
Run = tuple[Line, ...]
Pool = dict[tuple[int, str], list[Run]]
Choices = list[list[Run]]  # of a document, a list of runs from each pool that has some for it
_SENTENCE_END = re.compile(r"(?<=[.!?”])\s+(?=[\"“A-ZÀ-Þ])")


def read_appeals(path: Path) -> Pool:
    """Runs written for training, by fold and language."""
    runs: Pool = {}
    for text in path.read_text("utf-8").splitlines():
        row = json.loads(text)
        label = NUMBER_OF[Kind(row["kind"])]
        run = tuple(Line(" ".join(paragraph.split()), label) for paragraph in row["paragraphs"])
        runs.setdefault((fold_of_unknown(run[0].text), row["lang"]), []).append(run)
    return runs


def read_texts(path: Path) -> tuple[Pool, Pool]:
    """Invented runs by fold and language: pitches, and lines of stories that speak of what pitches speak of."""
    pitches: Pool = {}
    stories: Pool = {}
    for text in path.read_text("utf-8").splitlines():
        if not text or text.startswith("#"):
            continue
        language, kind, paragraphs = text.split(" ", 2)
        label = CONTENT if kind == "content" else NUMBER_OF[Kind(kind)]
        run = tuple(Line(paragraph.strip(), label) for paragraph in paragraphs.split(" | "))
        pool = pitches if label else stories
        pool.setdefault((fold_of_unknown(run[0].text), language), []).append(run)
    return pitches, stories


def find_runs(documents: Sequence[LabelledDocument]) -> Pool:
    """Runs of pitches in the documents, by fold and language: neighbouring lines of which none is content."""
    runs: Pool = {}
    for document in documents:
        for run in _runs_of(document.lines):
            language = detect(" ".join(line.text for line in run)) or document.language or ""
            runs.setdefault((document.fold, language), []).append(run)
    return runs


def build_runs(pool: Pool) -> list[LabelledDocument]:
    """Each run as a document of its own."""
    return [
        build(f"{language} {fold} {number}", "", fold, None, run)
        for (fold, language), runs in pool.items()
        for number, run in enumerate(runs)
    ]


def draw_hosts(
    documents: Iterable[LabelledDocument], pools: Sequence[Pool], name: str
) -> Iterator[tuple[LabelledDocument, Choices, random.Random]]:
    """Yield each document with the runs of its fold and language, if there are any, and a chooser of its own.

    `name` says what is made: other documents are made of the same ones by other random numbers.
    """
    for document in documents:
        key = document.fold, document.language or ""
        if choices := [pool[key] for pool in pools if key in pool]:
            yield document, choices, random.Random(f"{name} {document.id}")  # noqa: S311


def draw_run(choices: Choices, chooser: random.Random) -> Run:
    """Draw a run of one of the pools."""
    run: Run = pick(chooser, pick(chooser, choices))
    return run


def rebuild(document: LabelledDocument, ending: str, url: str | None, lines: Sequence[Line]) -> LabelledDocument:
    """Build a document of other lines, whose name has that ending."""
    return build(f"{document.id}{ending}", document.publisher, document.fold, url, lines)


def splice(documents: Sequence[LabelledDocument], pools: Sequence[Pool], seed: int) -> list[LabelledDocument]:
    """Copy each document that has a story, with one or two runs of its own fold and language put in."""
    made = []
    for document, choices, chooser in draw_hosts(documents, pools, str(seed)):
        if not has_story(document):
            continue
        lines = list(document.lines)
        for _ in range(chooser.choice((1, 1, 2))):
            lines = put_in(lines, draw_run(choices, chooser), chooser)
        url = _draw_url(document, chooser)
        made.append(rebuild(document, f"+{seed}", url, lines))
    return made


def cut_small(documents: Sequence[LabelledDocument], pools: Sequence[Pool], seed: int) -> list[LabelledDocument]:
    """Scraps of documents: a pitch beside one to three paragraphs of a story, and nothing else to go by."""
    made = []
    for document, choices, chooser in draw_hosts(documents, pools, f"small {seed}"):
        long_lines = [line for line in document.lines if is_story(line)]
        if not long_lines:
            continue
        at = chooser.randrange(len(long_lines))
        story = long_lines[at : at + chooser.choice((1, 1, 2, 3))]
        run = draw_run(choices, chooser)[-2:]
        lines = _put_beside(story, run, chooser)
        made.append(rebuild(document, f"-{seed}", None, lines))
    return made


def cut_short(documents: Sequence[LabelledDocument], pools: Sequence[Pool], seed: int) -> list[LabelledDocument]:
    """Short documents: two to five paragraphs of a story, and a pitch of a line or two between them or below."""
    short = [_select_short(pool) for pool in pools]
    made = []
    for document, choices, chooser in draw_hosts(documents, short, f"short {seed}"):
        story = [line for line in document.lines if is_story(line)]
        if len(story) < 2:
            continue
        first = chooser.randrange(len(story) - 1)
        lines = story[first : first + chooser.choice((2, 2, 3, 4, 5))]
        if chooser.random() >= SHARE_UNPITCHED:
            at = chooser.choice((len(lines), chooser.randrange(1, len(lines) + 1)))
            lines[at:at] = draw_run(choices, chooser)
        made.append(rebuild(document, f"/{seed}", None, lines))
    return made


def _select_short(pool: Pool) -> Pool:
    short = {key: [run for run in runs if len(run) <= SHORT_RUN] for key, runs in pool.items()}
    return {key: runs for key, runs in short.items() if runs}


def _put_beside(story: Sequence[Line], run: Run, chooser: random.Random) -> list[Line]:
    match chooser.randrange(5):
        case 0:
            return [*run[:-1], _glue(run[-1], story[0], ""), *story[1:]]
        case 1:
            return [*story[:-1], _glue(story[-1], run[0], ""), *run[1:]]
        case 2:
            return [_put_into(story[0], run, chooser), *story[1:]]
        case 3:
            return [*run, *story]
    return list(story)


def glue(documents: Sequence[LabelledDocument], pools: Sequence[Pool], seed: int) -> list[LabelledDocument]:
    """Copy each document that has a story, with pitches put into some of its paragraphs, behind a space."""
    made = []
    for document, choices, chooser in draw_hosts(documents, pools, f"glue {seed}"):
        lines = [
            _put_into(line, draw_run(choices, chooser), chooser)
            if line.label == CONTENT and not line.parts and len(line.text) >= 90 and chooser.random() < SHARE_GLUED
            else line
            for line in document.lines
        ]
        url = _draw_url(document, chooser)
        made.append(rebuild(document, f"*{seed}", url, lines))
    return made


def _draw_url(document: LabelledDocument, chooser: random.Random) -> str | None:
    return document.article.url if chooser.random() >= SHARE_NAMELESS else None


def _put_into(line: Line, run: Run, chooser: random.Random) -> Line:
    """The paragraph with a pitch before it, behind it, or between two of its sentences."""
    at = chooser.randrange(len(run))
    pitch = " ".join(one.text for one in run[at : at + chooser.choice((1, 1, 2, 3))])
    if pitch[-1].isalnum():
        pitch += chooser.choice((".", ".", "!", ""))
    ends = [found.end() for found in _SENTENCE_END.finditer(line.text)]
    cut = pick(chooser, [0, len(line.text), *ends])
    pieces = [piece.strip() for piece in (line.text[:cut], pitch, line.text[cut:])]
    parts = ((line.text[:cut].strip() + " " + line.text[cut:].strip(), CONTENT), (pitch, run[at].label))
    return Line(" ".join(piece for piece in pieces if piece), CONTENT, parts)


def has_story(document: LabelledDocument) -> bool:
    """Whether a document has so much of a story that something can be put into it."""
    return sum(map(is_story, document.lines)) >= FEWEST


def is_story(line: Line) -> bool:
    """Whether a line is long enough to be a paragraph of the story."""
    return line.label == CONTENT and not line.parts and len(line.text) >= SHORTEST_STORY


def _runs_of(lines: Sequence[Line]) -> list[Run]:
    runs: list[Run] = []
    held: list[Line] = []
    for line in [*lines, Line("", CONTENT)]:
        if line.label in ALONGSIDE and len(held) < LONGEST_RUN:
            held.append(line)
            continue
        if any(one.label in PITCHES and len(one.text) >= 20 for one in held):
            runs.append(tuple(held))
        held = []
    return runs


def put_in(lines: Sequence[Line], run: Run, chooser: random.Random) -> list[Line]:
    """The lines with the run at a random place between or behind paragraphs of the story."""
    places = [i for i, line in enumerate(lines) if line.label == CONTENT and not line.parts and i > 0]
    if not places:
        return list(lines)
    early = [i for i in places if i <= 5]
    at = pick(chooser, early if early and chooser.random() < 0.35 else places)
    way = chooser.random()
    if way < 0.25:
        return [*lines[:at], *run[:-1], _glue(run[-1], lines[at], ""), *lines[at + 1 :]]
    if way < 0.35:
        return [*lines[:at], _glue(lines[at], run[0], ""), *run[1:], *lines[at + 1 :]]
    return [*lines[:at], *run, *lines[at:]]


def _glue(first: Line, second: Line, space: str) -> Line:
    story, pitch = (first, second) if first.label == CONTENT else (second, first)
    parts = ((story.text, CONTENT), (pitch.text, pitch.label))
    return Line(first.text + space + second.text, CONTENT, parts)
