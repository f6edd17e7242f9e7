"""The last stages: trees over blocks, trees over sentences, and the kinds, for each set of folds that is left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from newsieve.cleaner import context, sentences
from newsieve.cleaner.kinds import describe_kinds
from newsieve.train.cleaner_data import CONTENT, FOLDS
from newsieve.train.cleaner_fit import Fitted, Growth, fit_kinds, fit_last, to_sightings
from newsieve.train.cleaner_folds import (
    NONE_LEFT_OUT,
    Matter,
    Role,
    fit_first_stages,
    labels_of_parents,
    list_opened,
    list_rows,
    list_sentence_rows,
    score_unseen,
    slices_of,
)
from newsieve.train.cleaner_write import find_hopeless

BLOCK_GROWTH, SENTENCE_GROWTH = Growth(140, 15, 0.08), Growth(120, 12, 0.06)
BLOCK_WEIGHTS = {Role.LABELLED: 1.0, Role.SPLICED: 0.4, Role.SCRAP: 0.3, Role.CONTENT: 0.4, Role.CUT: 0.3}
PITCHES_WEIGH = 2.0  # in documents made by splicing, beside the story around them
INVENTED_WEIGH = 3.0  # all-content texts in the first person, beside those of pages: there are few of them
KIND_WEIGHTS = {Role.LABELLED: 1.0, Role.SPLICED: 0.3}

Folds = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """All that the last stages are fitted on."""

    blocks: Any
    kinds: Any
    sentences: Any
    opened: Any  # whether the paragraph of each sentence is taken apart


def fit_levels(
    matter: Matter, parts: Matter, languages: frozenset[str], pairs: Sequence[Folds] = ()
) -> dict[Folds, Fitted]:
    """The models by the folds that they leave out: none, for the one that is shipped, each one, and the pairs asked."""
    left_out = [*((fold,) for fold in range(FOLDS)), *pairs, NONE_LEFT_OUT]
    stages = fit_first_stages(matter, languages, left_out)
    rows = _list_all(matter, parts, stages)
    print("rows made", flush=True)
    return {folds: _fit(matter, parts, rows, folds, stages[folds]) for folds in left_out}


def _list_all(matter: Matter, parts: Matter, stages: Mapping[Folds, Any]) -> Rows:
    scores, part_scores = score_unseen(matter, stages), score_unseen(parts, stages)
    blocks = list_rows(matter, scores)
    kinds: dict[int, list[float]] = {}
    for one, part in zip(matter.looked, slices_of(matter), strict=True):
        if any(label > 0 for label in one.document.labels):
            sightings, rows = to_sightings(one, scores[part]), blocks[part].tolist()
            for i, label in enumerate(one.document.labels):
                if label > 0:
                    kinds[part.start + i] = describe_kinds(sightings, i, rows[i])
    filled = np.zeros((len(blocks), len(next(iter(kinds.values())))), np.float32)
    filled[list(kinds)] = np.array(list(kinds.values()), np.float32)
    of_sentences = list_sentence_rows(matter, scores, parts, part_scores)
    return Rows(blocks, filled, of_sentences, list_opened(parts, part_scores))


def _fit(matter: Matter, parts: Matter, rows: Rows, folds: Folds, first: Any) -> Fitted:
    seen, seen_parts = ~np.isin(matter.folds, folds), ~np.isin(parts.folds, folds)
    weights = _weigh_blocks(matter) * seen * (matter.labels >= 0)
    blocks = _fit_forest(rows.blocks, matter.labels, weights, context, BLOCK_GROWTH)
    weights = _weigh_sentences(matter, parts) * seen_parts * (parts.labels >= 0)
    of_sentences = _fit_forest(rows.sentences, parts.labels, weights, sentences, SENTENCE_GROWTH)
    hopeless = find_hopeless(blocks, rows.blocks[seen]), find_hopeless(of_sentences, rows.sentences[seen_parts])
    weights = _weigh(matter.roles, KIND_WEIGHTS) * seen * (matter.labels > 0)
    used = weights > 0
    kinds = fit_kinds(rows.kinds[used], matter.labels[used], weights[used])
    print(f"last stage without {folds}", flush=True)
    return Fitted(first, blocks, of_sentences, kinds, {}, {}, hopeless)


def _fit_forest(rows: Any, labels: Any, weights: Any, columns: Any, growth: Growth) -> Any:
    used = weights > 0
    rising = [name in columns.RISING for name in columns.NAMES]
    return fit_last(rows[used], (labels[used] > 0).astype(int), weights[used], rising, growth)


def _weigh(roles: Any, weights: Mapping[Role, float]) -> Any:
    return np.array([weights.get(Role(role), 0.0) for role in range(len(Role))])[roles]


def _weigh_blocks(matter: Matter) -> Any:
    weights = _weigh(matter.roles, BLOCK_WEIGHTS)
    weights = np.where((matter.roles == Role.SPLICED) & (matter.labels > 0), PITCHES_WEIGH * weights, weights)
    invented = np.array([one.document.source == "invented" for one in matter.looked])[matter.document]
    return np.where(invented, INVENTED_WEIGH * weights, weights)


def _weigh_sentences(matter: Matter, parts: Matter) -> Any:
    """Sentences of the story count once, those of glued paragraphs twice; those of whole pitches are no example."""
    labelled = np.isin(parts.roles, (Role.LABELLED, Role.CONTENT))
    content = labels_of_parents(matter, parts) == CONTENT
    made = np.isin(parts.roles, (Role.GLUED, Role.SCRAP))
    return np.where(
        labelled, np.where(content, 1.0, 0.0), np.where(made & (parts.labels > 0), 2.0, np.where(made, 1.0, 0.0))
    )
