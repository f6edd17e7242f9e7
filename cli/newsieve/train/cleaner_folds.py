"""Which model sees which document: no block is ever scored, or turned into a row, by a stage one that saw its house.

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

from newsieve.cleaner.sighting import count_pitch_words
from newsieve.train.cleaner_data import FOLDS, LabelledDocument
from newsieve.train.cleaner_fit import (
    FirstStage,
    Looked,
    find_opened,
    fit_first,
    look,
    look_at_sentences,
    name_all_traits,
    score_classes,
    sight,
    sight_sentences,
    stack,
    to_sightings,
)

NONE_LEFT_OUT: tuple[int, ...] = ()
SPARSE = 3
SHARE_PLAIN = 0.15  # of the lines of all-content texts without a word of a pitch that stage one is fitted on


class Role(IntEnum):
    """What a document is used for."""

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

    looked: tuple[Looked, ...]
    known: tuple[bool, ...]  # whether n-grams are used, for each document
    uses: tuple[Role, ...]  # for each document
    names: tuple[str, ...]
    words: Any
    traits: Any
    labels: Any
    folds: Any
    roles: Any
    document: Any  # number of the document
    parents: tuple[tuple[int, ...], ...] = ()  # of sentences: the number of each one's block, document by document


def gather(
    documents: Sequence[tuple[LabelledDocument, Role]], languages: frozenset[str], share_unknown: float
) -> Matter:
    """Measure the documents. A share of the made ones is treated as if its language were not known."""
    looked = tuple(look(document) for document, _ in documents)
    names = name_all_traits([one for one, (_, role) in zip(looked, documents, strict=True) if role is Role.LABELLED])
    chance = np.random.default_rng(1).random(len(documents))
    known = tuple(
        document.language in languages and (role in SCORED or bool(chance[i] >= share_unknown))
        for i, (document, role) in enumerate(documents)
    )
    return _make_matter(looked, known, names, [role for _, role in documents])


def gather_sentences(matter: Matter) -> Matter:
    """The sentences of paragraphs that have several, in the documents that the second level is fitted on."""
    pairs = [
        look_at_sentences(one.document) if _has_sentences(role, one.document) else _no_sentences(one)
        for one, role in zip(matter.looked, matter.uses, strict=True)
    ]
    parents = tuple(of_document for _, of_document in pairs)
    return _make_matter(tuple(one for one, _ in pairs), matter.known, matter.names, matter.uses, parents)


def fit_first_stages(
    matter: Matter, languages: frozenset[str], left_out: Iterable[tuple[int, ...]]
) -> dict[tuple[int, ...], FirstStage]:
    """First stages by the folds that they have not seen."""
    usable = _find_usable(matter)
    stages = {}
    for folds in left_out:
        chosen = usable & ~np.isin(matter.folds, folds)
        stages[folds] = fit_first(
            matter.words[chosen], matter.traits[chosen], matter.labels[chosen], matter.names, languages
        )
        print(f"stage one without {folds}", flush=True)
    return stages


def _find_usable(matter: Matter) -> Any:
    """Which blocks stage one is fitted on: of what is content from end to end, all that could be taken for a pitch."""
    usable = (matter.labels >= 0) & np.isin(matter.roles, (Role.LABELLED, Role.LINES))
    content = (matter.labels >= 0) & np.isin(matter.roles, (Role.CONTENT, Role.CUT))
    named = np.array([count_pitch_words(shape.hits) > 0 for one in matter.looked for shape in one.shapes])
    drawn = np.random.default_rng(2).random(len(matter.labels)) < SHARE_PLAIN
    return usable | (content & (named | drawn))


def score_unseen(matter: Matter, stages: Mapping[tuple[int, ...], FirstStage]) -> Any:
    """Log-odds of classes by the stage one that has not seen the block's fold, a row for each block."""
    known = np.array(matter.known)[matter.document]
    scores = np.zeros((len(matter.labels), len(stages[(0,)].bias)))
    for own in range(FOLDS):
        chosen = matter.folds == own
        stage = stages[(own,)]
        scores[chosen] = score_classes(stage, matter.words[chosen], matter.traits[chosen], known[chosen])
    return scores


def list_rows(matter: Matter, scores: Any) -> Any:
    """The last stage's rows of all blocks."""
    parts = [
        np.array(sight(one, scores[part], matter.known[number]), np.float32)
        for number, (one, part) in enumerate(zip(matter.looked, slices_of(matter), strict=True))
        if part.stop > part.start
    ]
    return np.concatenate(parts)


def list_sentence_rows(blocks: Matter, scores: Any, sentences: Matter, sentence_scores: Any) -> Any:
    """The second level's rows of all sentences."""
    parts: list[Any] = []
    slices, sentence_slices = slices_of(blocks), slices_of(sentences)
    for number, parents in enumerate(sentences.parents):
        if parents:
            paragraphs = to_sightings(blocks.looked[number], scores[slices[number]])
            own = sentence_scores[sentence_slices[number]]
            rows = sight_sentences(sentences.looked[number], parents, own, paragraphs, blocks.known[number])
            parts.append(np.array(rows, np.float32))
    return np.concatenate(parts)


def list_opened(sentences: Matter, scores: Any) -> Any:
    """Whether the paragraph of each sentence is taken apart."""
    parts = zip(sentences.looked, sentences.parents, slices_of(sentences), strict=True)
    return np.array([flag for one, parents, part in parts for flag in find_opened(one, parents, scores[part])])


def labels_of_parents(blocks: Matter, sentences: Matter) -> Any:
    """The label of each sentence's block."""
    starts = [part.start for part in slices_of(blocks)]
    numbers = [starts[i] + parent for i, parents in enumerate(sentences.parents) for parent in parents]
    return blocks.labels[numbers]


def _make_matter(
    looked: tuple[Looked, ...],
    known: tuple[bool, ...],
    names: tuple[str, ...],
    roles: Sequence[Role],
    parents: tuple[tuple[int, ...], ...] = (),
) -> Matter:
    words, traits = stack(looked, names)
    document = np.array([number for number, one in enumerate(looked) for _ in one.document.labels])
    labels = np.array([label for one in looked for label in one.document.labels])
    folds = np.array([one.document.fold for one in looked])[document]
    uses = tuple(roles)
    return Matter(
        looked, known, uses, names, words, traits, labels, folds, np.array(roles)[document], document, parents
    )


def _has_sentences(role: Role, document: LabelledDocument) -> bool:
    """Whether the second level is fitted on it: of the many articles without pitches, on one in SPARSE."""
    if role is Role.CONTENT:
        return document.source == "invented" or crc32(document.id.encode()) % SPARSE == 0
    return role in (Role.LABELLED, Role.GLUED, Role.SCRAP)


def _no_sentences(one: Looked) -> tuple[Looked, tuple[int, ...]]:
    empty = replace(one.document, blocks=(), labels=())
    return Looked(empty, (), (), (), (), (), (), ()), ()


def slices_of(matter: Matter) -> list[slice]:
    """Where each document's blocks stand in the arrays."""
    ends = np.cumsum([0, *(len(one.document.labels) for one in matter.looked)]).tolist()
    return [slice(start, end) for start, end in pairwise(ends)]
