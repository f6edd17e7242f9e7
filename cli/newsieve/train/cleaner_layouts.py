"""Documents whose paragraphs are of other lengths than the corpora's, for the forest over sentences.

Tabloids and wires write a sentence a paragraph, so a pitch that an extractor glues to one shares it with a single
sentence of the story. Others lose the breaks between paragraphs, and all of a text stands in a few long ones.
"""

import random
from collections.abc import Iterator, Sequence

from newsieve.segment import split_blocks
from newsieve.text import ends_sentence
from newsieve.train.cleaner_data import CONTENT, IGNORED, LabelledDocument, Line, pick
from newsieve.train.cleaner_made import Pool, Run, draw_hosts, draw_run, rebuild
from newsieve.types import Article

_SHARE_GLUED = 0.3  # of the short paragraphs of a story
_LENGTHS = (1, 1, 1, 2, 2, 3)  # sentences of a short paragraph
_LINES = (2, 3, 3, 4, 5, 6, 8)  # that are joined to one paragraph
_SHORTEST = 20  # characters of a paragraph that a pitch is glued to


def glue_short(documents: Sequence[LabelledDocument], pools: Sequence[Pool], seed: int) -> list[LabelledDocument]:
    """Copy each document with its story in short paragraphs, and a pitch before or behind some of them."""
    made = []
    for document, choices, chooser in draw_hosts(documents, pools, f"short paragraphs {seed}"):
        short = [one for line in document.lines for one in _cut_short(line, document.language, chooser)]
        lines = [
            _glue_beside(line, draw_run(choices, chooser), chooser)
            if _is_plain(line) and len(line.text) >= _SHORTEST and chooser.random() < _SHARE_GLUED
            else line
            for line in short
        ]
        made.append(rebuild(document, f"={seed}", document.article.url, lines))
    return made


def join_paragraphs(documents: Sequence[LabelledDocument], seed: int) -> list[LabelledDocument]:
    """Copy each document with lines that end as sentences do in few paragraphs, pitches and the story together."""
    made = []
    for document in documents:
        chooser = random.Random(f"long paragraphs {seed} {document.id}")  # noqa: S311
        lines = [*_join(document.lines, chooser)]
        if len(lines) < len(document.lines):
            made.append(rebuild(document, f"_{seed}", document.article.url, lines))
    return made


def _is_plain(line: Line) -> bool:
    return line.label == CONTENT and not line.parts


def _cut_short(line: Line, language: str | None, chooser: random.Random) -> Iterator[Line]:
    """Yield the paragraphs of one to three sentences that a line of the story is cut into; others as they are."""
    if not _is_plain(line):
        yield line
        return
    article = Article(text=line.text, language=language)
    sentences = [line.text[one.start : one.end] for block in split_blocks(article, language) for one in block.sentences]
    while sentences:
        count = pick(chooser, _LENGTHS)
        yield Line(" ".join(sentences[:count]), CONTENT)
        sentences = sentences[count:]


def _glue_beside(line: Line, run: Run, chooser: random.Random) -> Line:
    """Return the paragraph with one or two lines of a pitch before or behind it."""
    at = chooser.randrange(len(run))
    pitch = " ".join(one.text for one in run[at : at + chooser.choice((1, 1, 2))])
    if pitch[-1].isalnum():
        pitch += chooser.choice((".", ".", "!"))
    pair = (line.text, pitch) if chooser.random() < 0.7 else (pitch, line.text)
    return Line(" ".join(pair), CONTENT, ((line.text, CONTENT), (pitch, run[at].label)))


def _join(lines: Sequence[Line], chooser: random.Random) -> Iterator[Line]:
    """Yield the lines, neighbours of known labels that end as sentences do joined."""
    held: list[Line] = []
    count = pick(chooser, _LINES)
    for line in lines:
        if line.label == IGNORED or not ends_sentence(line.text):
            yield from _put_together(held)
            yield line
            held = []
            continue
        held.append(line)
        if len(held) == count:
            yield from _put_together(held)
            held, count = [], pick(chooser, _LINES)
    yield from _put_together(held)


def _put_together(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield one line of the text of all, if there are any."""
    if len(lines) < 2:
        yield from lines
        return
    labels = {line.label for line in lines if not line.parts}
    text = " ".join(line.text for line in lines)
    if len(labels) == 1 and not any(line.parts for line in lines):
        yield Line(text, labels.pop())
    else:
        parts = tuple(part for line in lines for part in (line.parts or ((line.text, line.label),)))
        yield Line(text, CONTENT, parts)
