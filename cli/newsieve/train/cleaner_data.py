"""Labelled lines as documents with blocks and labels, in folds by publisher.

Folds never share a publisher: what is spliced into a document comes from the document's own fold, so that a publisher's
pitches are never learned by the model that is scored on that publisher.
"""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from newsieve.languages import detect
from newsieve.segment import split_blocks
from newsieve.train.folds import N_FOLDS
from newsieve.types import Article, Block, Kind, Sentence, Verdict

FOLDS = N_FOLDS
CONTENT = 0
IGNORED = -1
MADE = "made"
NUMBER_OF = {kind: number for number, kind in enumerate(Kind, 1)}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a document. `parts` are those of a glued line.

    `label` is CONTENT, IGNORED or a kind's number.
    """

    text: str
    label: int
    parts: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class LabelledDocument:
    """A document's blocks and the label of each. `source` names the corpus that it stands in, "made" that none does."""

    id: str
    publisher: str
    language: str | None
    fold: int
    article: Article
    blocks: tuple[Block, ...]
    labels: tuple[int, ...]
    source: str = MADE
    lines: tuple[Line, ...] = field(default=(), repr=False)


def fold_of_unknown(name: str) -> int:
    """The fold of what has no publisher in the corpus."""
    return int(sha256(name.encode()).hexdigest(), 16) % FOLDS


def build(
    name: str, publisher: str, fold: int, url: str | None, lines: Sequence[Line], source: str = MADE
) -> LabelledDocument:
    """Put a document together from its lines, and label its blocks."""
    text = "\n".join(line.text for line in lines)
    language = detect(text)
    article = Article(text=text, url=url or None, language=language)
    blocks = split_blocks(article, language)
    labels = label_ranges(text, blocks, lines)
    return LabelledDocument(name, publisher, language, fold, article, blocks, labels, source, tuple(lines))


def label_ranges(text: str, blocks: Iterable[Block | Sentence | Verdict], lines: Sequence[Line]) -> tuple[int, ...]:
    """The label of each range. It has its line's label; in a line of parts, that of the part that it stands in."""
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line.text) + 1
    labels, number = [], 0
    for block in blocks:
        while number + 1 < len(lines) and starts[number + 1] <= block.start:
            number += 1
        line = lines[number]
        labels.append(_label_part(text[block.start : block.end], line) if line.parts else line.label)
    return tuple(labels)


def _label_part(text: str, line: Line) -> int:
    """The label of the part that holds the text; of a text that holds both kinds of parts, or half of one, none."""
    for part, label in line.parts:
        if text in part:
            return label
    kept = [part for part, label in line.parts if label == CONTENT]
    words = set(text.split())
    overlap = len(words & set(" ".join(kept).split())) / max(1, len(words))
    if overlap >= 0.5 or any(part and part in text for part in kept):
        return IGNORED
    return next(label for _, label in line.parts if label != CONTENT)


def pick(chooser: random.Random, items: Sequence[Any]) -> Any:
    """Pick an item."""
    return items[chooser.randrange(len(items))]
