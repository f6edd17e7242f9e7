"""Lines of pages that their gold text lacks: menus, boxes, prompts, notices of publishers that no one labelled.

They are boilerplate of a kind that no one named, where stage one agrees; a gold text leaves out lines of the article
too, so where stage one does not, they are not learned.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from newsieve.cleaner.linear import boilerplate_logits, softmax
from newsieve.extract.page import read_page
from newsieve.train.cleaner_data import CONTENT, IGNORED, UNNAMED, LabelledDocument, Line, build
from newsieve.train.cleaner_fit import FittedStageOne, list_logits
from newsieve.train.cleaner_folds import Matter, find_named
from newsieve.train.folds import N_FOLDS
from newsieve.train.pages_data import LabelledPage, label_blocks, load_pages

ARTICLES = frozenset(("article", "hand", "parser"))  # pages whose gold text is an article's, made with care
BEFORE, BEHIND = 8, 15  # lines of the page around the article
MOST_NEAR, MOST_FAR = 50, 30  # lines of a page, around the article and farther off
SHORTEST_EDGE = 80  # characters of the paragraphs that the article begins and ends with
FEWEST_SURE = 0.99  # of how sure a label is
AGREES, AGREES_NAMED = 0.5, -1.0  # stage one's logit from which on a line, or one with a word of a pitch, is none of it


def read_page_lines(corpus: Path) -> list[LabelledDocument]:
    """Read the lines of each page that its gold text lacks: those around the article, and some farther off."""
    documents = []
    for page in load_pages(corpus):
        if not page.gold or page.lines or page.kind not in ARTICLES:
            continue
        lines = list_lines(page)
        edges = [i for i, line in enumerate(lines) if line.label == CONTENT and len(line.text) >= SHORTEST_EDGE]
        if edges:
            start, end = max(0, edges[0] - BEFORE), edges[-1] + 1 + BEHIND
            near = [line for line in lines[start:end] if line.label == UNNAMED][:MOST_NEAR]
            far = _draw_lines(line for line in (*lines[:start], *lines[end:]) if line.label == UNNAMED)
            documents.append(build(f"page {page.id}", page.url, page.fold, None, [*near, *far]))
    return documents


def name_unnamed(matter: Matter, stages: Mapping[tuple[int, ...], FittedStageOne]) -> Matter:
    """The matter with the boilerplate of unknown kind named by the stage one that has not seen the page's house."""
    labels = matter.labels.copy()
    known = np.array(matter.known)[matter.document]
    named = find_named(matter)
    for fold in range(N_FOLDS):
        chosen = np.flatnonzero((matter.folds == fold) & (matter.labels == UNNAMED))
        logits = list_logits(stages[(fold,)], matter.words[chosen], matter.surface[chosen], known[chosen])
        labels[chosen] = _name(logits, named[chosen])
    print(f"lines of pages: {int((labels != matter.labels).sum())} lines, {_count(matter, labels)} named", flush=True)
    return replace(matter, labels=labels)


def _name(logits: Any, is_named: Any) -> Any:
    """The likeliest class that is not content, where it is likely enough that the line is none."""
    scores = np.array(boilerplate_logits([row[0] for row in softmax(logits.tolist())]))
    agrees = scores > np.where(is_named, AGREES_NAMED, AGREES)
    return np.where(agrees, logits[:, 1:].argmax(axis=1) + 1, IGNORED)


def _count(matter: Matter, labels: Any) -> int:
    return int(((labels > 0) & (matter.labels == UNNAMED)).sum())


def _draw_lines(lines: Iterable[Line]) -> list[Line]:
    """Some of the lines, each once, by the hash of its text."""
    return sorted(set(lines), key=lambda line: sha256(line.text.encode()).digest())[:MOST_FAR]


def list_lines(page: LabelledPage) -> list[Line]:
    """All lines of a page in order; what is hardly in its gold text, and hardly not, is ignored."""
    texts = [" ".join(block.text.split()) for block in read_page(page.html).blocks]
    texts = [text for text in texts if text]
    return [_make_line(text, label) for text, label in zip(texts, label_blocks(page, texts), strict=True)]


def _make_line(text: str, label: tuple[bool, float] | None) -> Line:
    if label is None or label[1] < FEWEST_SURE:
        return Line(text, IGNORED)
    return Line(text, CONTENT if label[0] else UNNAMED)
