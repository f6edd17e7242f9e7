"""Folds of the documents: no block is ever scored, or turned into a row, by a stage one that saw its house.

The last stage is fitted on rows whose stage one left out the row's own fold (stacked generalization; Wolpert 1992,
Neural Networks 5), so rows are made once and serve every fold: the last stage of fold f is fitted on those of the other
folds, and asked about those of f.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import pairwise
from typing import Any
from zlib import crc32

import numpy as np

from newsieve.cleaner.blocks import ScoredBlock
from newsieve.cleaner.features.block import count_pitch_words
from newsieve.train.cleaner_data import FOLDS, LabelledDocument
from newsieve.train.cleaner_fit import (
    MOST_STEPS,
    FittedStageOne,
    Measured,
    fit_stage_one,
    list_logits,
    measure_document,
    measure_sentences,
    name_sparse_features,
    score,
    stack,
)
from newsieve.train.cleaner_made import PITCHES
from newsieve.train.cleaner_sources import WRITTEN_CONTENT

NONE_LEFT_OUT: tuple[int, ...] = ()
SPARSE = 3
MADE_ONE_IN = 6
BESIDE = 2  # blocks
SHARE_PLAIN = 0.15  # of the lines of all-content texts without a word of a pitch that stage one is fitted on


class Role(IntEnum):
    """Role of a document in training."""

    LABELLED = 0  # labelled line by line: fitted on and scored
    SPLICED = 1  # made: rows of the last stage only, since its lines are those of others
    LINES = 2  # runs by themselves: the first stage only
    GLUED = 3  # made: rows of the second level only
    SCRAP = 4  # made: rows of both levels
    ASKED = 5  # scored, and nothing is fitted on it
    CONTENT = 6  # content from end to end: fitted on and scored
    CUT = 7  # content, a sentence a line: fitted on


SCORED = (Role.LABELLED, Role.CONTENT)  # as they stand in the corpora


@dataclass(frozen=True, slots=True)
class Matter:
    """Documents with their first-stage matrices; all arrays have an entry for each block, or for each sentence."""

    measured: tuple[Measured, ...]
    known: tuple[bool, ...]  # whether n-grams are used, for each document
    uses: tuple[Role, ...]  # for each document
    names: tuple[str, ...]
    words: Any
    surface: Any
    labels: Any
    folds: Any
    roles: Any
    document: Any  # number of the document
    parents: tuple[tuple[int, ...], ...] = ()  # of sentences: the number of each one's block, document by document


def gather(
    documents: Sequence[tuple[LabelledDocument, Role]], languages: frozenset[str], share_unknown: float
) -> Matter:
    """Measure the documents. A share of the made ones is treated as if its language were not known."""
    measured = tuple(measure_document(document) for document, _ in documents)
    labelled = [one for one, (_, role) in zip(measured, documents, strict=True) if role is Role.LABELLED]
    names = name_sparse_features(labelled)
    chance = np.random.default_rng(1).random(len(documents))
    known = tuple(
        document.language in languages and (role in SCORED or bool(chance[i] >= share_unknown))
        for i, (document, role) in enumerate(documents)
    )
    return _make_matter(measured, known, names, [role for _, role in documents])


def gather_sentences(matter: Matter) -> Matter:
    """The sentences of paragraphs that have several, in the documents that the second level is fitted on."""
    pairs = [
        measure_sentences(one.document) if _has_sentences(role, one.document) else _no_sentences(one)
        for one, role in zip(matter.measured, matter.uses, strict=True)
    ]
    parents = tuple(of_document for _, of_document in pairs)
    return _make_matter(tuple(one for one, _ in pairs), matter.known, matter.names, matter.uses, parents)


def fit_stages_one(
    matter: Matter, languages: frozenset[str], left_out: Iterable[tuple[int, ...]], most_steps: int = MOST_STEPS
) -> dict[tuple[int, ...], FittedStageOne]:
    """Stages one by the folds that they have not seen."""
    usable = _find_usable(matter)
    stages = {}
    for folds in left_out:
        chosen = usable & ~np.isin(matter.folds, folds)
        stages[folds] = fit_stage_one(
            matter.words[chosen], matter.surface[chosen], matter.labels[chosen], matter.names, languages, most_steps
        )
        print(f"stage one without {folds}", flush=True)
    return stages


def _find_usable(matter: Matter) -> Any:
    """Find the blocks that stage one is fitted on: of plain content, all that could be taken for a pitch, and more.

    Of the invented texts all: they speak as pitches do, in the words of no newspaper.
    """
    known = matter.labels >= 0
    usable = known & np.isin(matter.roles, (Role.LABELLED, Role.LINES))
    content = known & np.isin(matter.roles, (Role.CONTENT, Role.CUT))
    drawn = np.random.default_rng(2).random(len(matter.labels)) < SHARE_PLAIN
    invented = np.array([one.document.source in WRITTEN_CONTENT for one in matter.measured])[matter.document]
    return usable | (content & (find_named(matter) | drawn | invented))


def find_named(matter: Matter) -> Any:
    """Whether each block has a word of a pitch."""
    return np.array([count_pitch_words(block.hits) > 0 for one in matter.measured for block in one.tokenized])


def find_beside(labels: Any, document: Any) -> Any:
    """Whether each block stands at most BESIDE blocks from one of its document that asks or pushes something."""
    is_pitch = np.isin(labels, sorted(PITCHES))
    beside = np.zeros(len(is_pitch), bool)
    for offset in range(1, BESIDE + 1):
        same = document[offset:] == document[:-offset]
        beside[offset:] |= is_pitch[:-offset] & same
        beside[:-offset] |= is_pitch[offset:] & same
    return beside


def draw_made(matter: Matter) -> list[LabelledDocument]:
    """Draw one in MADE_ONE_IN of the documents made by splicing, by the hash of its name."""
    made = [one.document for one, role in zip(matter.measured, matter.uses, strict=True) if role is Role.SPLICED]
    return [document for document in made if crc32(document.id.encode()) % MADE_ONE_IN == 0]


def draw_glued(matter: Matter) -> list[LabelledDocument]:
    """Draw one in MADE_ONE_IN of the documents with pitches inside paragraphs, a source of their own."""
    made = [one.document for one, role in zip(matter.measured, matter.uses, strict=True) if role is Role.GLUED]
    return [replace(one, source="glued") for one in made if crc32(one.id.encode()) % MADE_ONE_IN == 0]


def score_unseen(matter: Matter, stages: Mapping[tuple[int, ...], FittedStageOne]) -> list[list[ScoredBlock]]:
    """The blocks of each document, scored by the stage one that has not seen the document's fold."""
    known = np.array(matter.known)[matter.document]
    logits = np.zeros((len(matter.labels), len(stages[(0,)].bias)))
    for own in range(FOLDS):
        chosen = matter.folds == own
        logits[chosen] = list_logits(stages[(own,)], matter.words[chosen], matter.surface[chosen], known[chosen])
    return [score(one, logits[part]) for one, part in zip(matter.measured, slices_of(matter), strict=True)]


def labels_of_parents(blocks: Matter, sentences: Matter) -> Any:
    """The label of each sentence's block."""
    starts = [part.start for part in slices_of(blocks)]
    numbers = [starts[i] + parent for i, parents in enumerate(sentences.parents) for parent in parents]
    return blocks.labels[numbers]


def _make_matter(
    measured: tuple[Measured, ...],
    known: tuple[bool, ...],
    names: tuple[str, ...],
    roles: Sequence[Role],
    parents: tuple[tuple[int, ...], ...] = (),
) -> Matter:
    words, surface = stack(measured, names)
    document = np.array([number for number, one in enumerate(measured) for _ in one.document.labels])
    labels = np.array([label for one in measured for label in one.document.labels])
    folds = np.array([one.document.fold for one in measured])[document]
    uses = tuple(roles)
    return Matter(
        measured, known, uses, names, words, surface, labels, folds, np.array(roles)[document], document, parents
    )


def _has_sentences(role: Role, document: LabelledDocument) -> bool:
    """Whether the second level is fitted on it: of the many articles without pitches, on one in SPARSE."""
    if role is Role.CONTENT:
        return document.source in WRITTEN_CONTENT or crc32(document.id.encode()) % SPARSE == 0
    return role in (Role.LABELLED, Role.GLUED, Role.SCRAP)


def _no_sentences(one: Measured) -> tuple[Measured, tuple[int, ...]]:
    return Measured(replace(one.document, blocks=(), labels=()), (), (), ()), ()


def slices_of(matter: Matter) -> list[slice]:
    """Return the slice of each document's blocks in the arrays."""
    ends = np.cumsum([0, *(len(one.document.labels) for one in matter.measured)]).tolist()
    return [slice(start, end) for start, end in pairwise(ends)]
