"""Labelled pages as rows that trees are learned from: the features of each block, its label, how much it counts."""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from newsieve.extract.body import measure_page
from newsieve.extract.layout import Page
from newsieve.extract.metadata import read_metadata
from newsieve.extract.page import read_page
from newsieve.extract.text_keys import make_key
from newsieve.train.pages_augment import insert_box, shrink_page
from newsieve.train.pages_data import LabelledPage, count_words, label_blocks, label_in_context

LONGEST_WEIGHED = 80  # words
MOST_ROWS = 200  # of a page that are learned from; of a longer one so many are drawn
WEIGHT_OF_MADE = 0.4  # of a page without names and cut short, beside the whole one
WITH_BOX = 3  # one page in so many is read with an invented box too, where it is found to have a place for one
WEIGHT_OF_BOX = 0.3  # of the rows of such a box and of the blocks around it, beside those of the whole page
AROUND_BOX = 4  # blocks before and behind

_Labels = Iterable[tuple[bool, float] | None]
_Rows = list[tuple[Any, bool, float]]


@dataclass(frozen=True, slots=True)
class TrainingSet:
    """Pages that a classifier is learned from: their kinds, with how much a page counts, and what labels its blocks."""

    weights: Mapping[str, float]
    label: Callable[[LabelledPage, list[str]], _Labels]


# Most of what is read is news; a tool's text is another extractor's.
ALL_KINDS = TrainingSet(
    {"hand": 1.0, "parser": 1.0, "": 1.0, "tool": 0.7, "article": 1.0, "documentation": 0.5, "forum": 0.5,
     "service": 0.5, "listing": 0.5, "collection": 0.5, "product": 0.5},
    label_blocks,
)  # fmt: skip
PRODUCTS = TrainingSet({"product": 2.0, "service": 0.5, "listing": 0.5, "collection": 0.5}, label_in_context)


@dataclass(frozen=True, slots=True)
class Reading:
    """A labelled page as it was read, the values of its blocks by number, and the rows that are learned from.

    A row is the values of a block, whether it is of the article, and how much it counts; `weight` is how much the page
    does. `content` are the characters of all blocks of the article, those that nobody asks about too; 0 for a page of
    which only some lines are labelled.
    """

    labelled: LabelledPage
    weight: float
    page: Page
    title: str
    measured: Mapping[int, Any]
    labels: Mapping[int, bool]
    content: int
    rows: Sequence[tuple[Any, bool, float]]


def read_pages(pages: Iterable[LabelledPage], training: TrainingSet = ALL_KINDS) -> list[Reading]:
    """Return the pages of a training set that have a gold text or labelled lines, read."""
    known = (labelled for labelled in pages if labelled.gold is not None or labelled.lines)
    return [_read(labelled, training) for labelled in known if labelled.kind in training.weights]


def _read(labelled: LabelledPage, training: TrainingSet) -> Reading:
    page = read_page(labelled.html)
    metadata = read_metadata(page, labelled.url)
    titles = frozenset(make_key(heading) for heading in metadata.headings)
    measured = _measure(page, titles)
    known = list(training.label(labelled, [block.text for block in page.blocks]))
    labels = {number: label[0] for number, label in enumerate(known) if label}
    content = [number for number, is_content in labels.items() if is_content]
    weight = training.weights[labelled.kind]
    rows = _weigh(labelled, page, measured, known, weight)
    if labelled.gold:
        rows += _make_rows(labelled, training, shrink_page(page, content, labelled.id), titles)
        if int.from_bytes(sha256(labelled.id.encode()).digest()[:4], "big") % WITH_BOX == 0:
            paragraphs = [page.blocks[number].text for number in content if page.blocks[number].tag == "p"]
            rows += _make_box_rows(labelled, training, insert_box(labelled.html, paragraphs, labelled.id), page, titles)
    characters = sum(len(page.blocks[number].text) for number in content) if labelled.gold is not None else 0
    return Reading(labelled, weight, page, metadata.title or "", measured, labels, characters, rows)


def _measure(page: Page, titles: frozenset[str]) -> dict[int, Any]:
    import numpy as np

    return {n: np.array(values, dtype=np.float32) for n, values in measure_page(page, titles)[0].items()}


def _make_rows(labelled: LabelledPage, training: TrainingSet, made: Page, titles: frozenset[str]) -> _Rows:
    known = list(training.label(labelled, [block.text for block in made.blocks]))
    weight = training.weights[labelled.kind] * WEIGHT_OF_MADE
    return _weigh(labelled, made, _measure(made, titles), known, weight)


def _make_box_rows(
    labelled: LabelledPage, training: TrainingSet, html: str, whole: Page, titles: frozenset[str]
) -> _Rows:
    """The rows of the box that a page's source was given, and of the blocks around it."""
    made = read_page(html)
    count = len(made.blocks) - len(whole.blocks)
    if count <= 0:
        return []
    texts = [block.text for block in whole.blocks]
    start = next((n for n, block in enumerate(made.blocks) if n >= len(texts) or block.text != texts[n]), 0)
    near = range(start - AROUND_BOX, start + count + AROUND_BOX)
    measured = {number: values for number, values in _measure(made, titles).items() if number in near}
    known = list(training.label(labelled, [block.text for block in made.blocks]))
    return _weigh(labelled, made, measured, known, training.weights[labelled.kind] * WEIGHT_OF_BOX)


def _weigh(
    labelled: LabelledPage,
    page: Page,
    measured: Mapping[int, Any],
    known: Sequence[tuple[bool, float] | None],
    weight_of_page: float,
) -> _Rows:
    """The rows of a page or of a part of it; together they weigh as much as the page does."""
    rows = []
    for number, values in measured.items():
        if label := known[number]:
            words = min(LONGEST_WEIGHED, count_words(page.blocks[number].text))
            rows.append((values, label[0], words**0.5 * label[1]))
    drawn = random.Random(labelled.id).sample(rows, min(len(rows), MOST_ROWS))  # noqa: S311
    total = sum(weight for *_, weight in drawn) or 1.0
    return [(values, label, weight * weight_of_page / total) for values, label, weight in drawn]
