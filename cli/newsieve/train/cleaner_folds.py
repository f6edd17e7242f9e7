"""Which model sees which document: no block is ever scored, or turned into a row, by a model that saw its publisher.

The last stage of fold f is fitted on rows of the other folds, and each of those rows comes from a first stage that saw
neither fold f nor the row's own fold. So first stages are fitted for every fold and every pair of folds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import combinations, pairwise
from typing import Any

import numpy as np

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


class Role(IntEnum):
    """What a document is used for."""

    LABELLED = 0  # as it stands in the corpus: fitted on and scored
    SPLICED = 1  # made: rows of the last stage only, since its lines are those of others
    LINES = 2  # runs by themselves: the first stage only
    GLUED = 3  # made: rows of the second level only
    SCRAP = 4  # made: rows of both levels
    ASKED = 5  # scored, and nothing is fitted on it


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
        document.language in languages and (role is Role.LABELLED or bool(chance[i] >= share_unknown))
        for i, (document, role) in enumerate(documents)
    )
    return _make_matter(looked, known, names, [role for _, role in documents])


def gather_sentences(matter: Matter) -> Matter:
    """The sentences of paragraphs that have several, in the documents that the second level is fitted on."""
    pairs = [
        look_at_sentences(one.document) if role in (Role.LABELLED, Role.GLUED, Role.SCRAP) else _no_sentences(one)
        for one, role in zip(matter.looked, matter.uses, strict=True)
    ]
    parents = tuple(of_document for _, of_document in pairs)
    return _make_matter(tuple(one for one, _ in pairs), matter.known, matter.names, matter.uses, parents)


def fit_first_stages(matter: Matter, languages: frozenset[str]) -> dict[tuple[int, ...], FirstStage]:
    """First stages by the folds that they have not seen: none, one, and each two."""
    usable = (matter.labels >= 0) & np.isin(matter.roles, (Role.LABELLED, Role.LINES))
    stages = {}
    for left_out in (NONE_LEFT_OUT, *((fold,) for fold in range(FOLDS)), *combinations(range(FOLDS), 2)):
        chosen = usable & ~np.isin(matter.folds, left_out)
        stages[left_out] = fit_first(
            matter.words[chosen], matter.traits[chosen], matter.labels[chosen], matter.names, languages
        )
    return stages


def score_unseen(matter: Matter, stages: Mapping[tuple[int, ...], FirstStage], fold: int) -> Any:
    """Log-odds of classes for the last stage of `fold` (FOLDS: of the model that is shipped), a row for each block."""
    known = np.array(matter.known)[matter.document]
    scores = np.zeros((len(matter.labels), len(stages[NONE_LEFT_OUT].bias)))
    for own in range(FOLDS):
        left_out = (own,) if fold in (own, FOLDS) else tuple(sorted((fold, own)))
        chosen = matter.folds == own
        stage = stages[left_out]
        scores[chosen] = score_classes(stage, matter.words[chosen], matter.traits[chosen], known[chosen])
    return scores


def list_rows(matter: Matter, scores: Any) -> Any:
    """The last stage's rows of all blocks."""
    rows = [
        row
        for number, (one, part) in enumerate(zip(matter.looked, slices_of(matter), strict=True))
        for row in sight(one, scores[part], matter.known[number])
    ]
    return np.array(rows, np.float32)


def list_sentence_rows(blocks: Matter, scores: Any, sentences: Matter, sentence_scores: Any) -> Any:
    """The second level's rows of all sentences."""
    rows: list[list[float]] = []
    slices, sentence_slices = slices_of(blocks), slices_of(sentences)
    for number, parents in enumerate(sentences.parents):
        if parents:
            paragraphs = to_sightings(blocks.looked[number], scores[slices[number]])
            own = sentence_scores[sentence_slices[number]]
            rows += sight_sentences(sentences.looked[number], parents, own, paragraphs, blocks.known[number])
    return np.array(rows, np.float32)


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


def _no_sentences(one: Looked) -> tuple[Looked, tuple[int, ...]]:
    empty = replace(one.document, blocks=(), labels=())
    return Looked(empty, (), (), (), (), (), (), ()), ()


def slices_of(matter: Matter) -> list[slice]:
    """Where each document's blocks stand in the arrays."""
    ends = np.cumsum([0, *(len(one.document.labels) for one in matter.looked)]).tolist()
    return [slice(start, end) for start, end in pairwise(ends)]
