"""The forests over blocks and sentences, and the kinds, for each set of folds that is left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from newsieve.cleaner.blocks import ScoredBlock
from newsieve.cleaner.features.context import BLOCK_FEATURES
from newsieve.cleaner.features.sentence import SENTENCE_FEATURES
from newsieve.cleaner.kinds import NAMES, PLACE, describe_kinds
from newsieve.train.cleaner_data import CONTENT, FOLDS
from newsieve.train.cleaner_fit import (
    Fitted,
    Growth,
    find_opened,
    fit_forest,
    fit_kinds,
    list_block_rows,
    list_sentence_rows,
)
from newsieve.train.cleaner_folds import (
    NONE_LEFT_OUT,
    Matter,
    Role,
    find_beside,
    fit_stages_one,
    labels_of_parents,
    score_unseen,
    slices_of,
)
from newsieve.train.cleaner_split import Paragraphs, gather_paragraphs
from newsieve.train.cleaner_thresholds import START, find_exits, find_precise, fit_platt

BLOCK_GROWTH, SENTENCE_GROWTH = Growth(200, 28, 0.08), Growth(240, 20, 0.06)
BLOCK_WEIGHTS = {Role.LABELLED: 1.0, Role.SPLICED: 0.4, Role.SCRAP: 0.3, Role.CONTENT: 0.4, Role.CUT: 0.3}
PITCHES_WEIGH = 2.0  # in documents made by splicing, beside the story around them
BESIDE_WEIGH = 2.0  # lines of the story beside a pitch there: an appeal has to end where the story goes on
INVENTED_WEIGH = 5.0  # all-content texts in the first person, beside those of pages: there are few of them
APPEALS_WEIGH = 2.0  # documents of appeals/, beside those of promo/: there are few of them
DOCUMENTS_WEIGH = 0.4  # documents invented whole, beside those of promo/: they are harder than what people bring
LINES_WEIGH = 0.4  # pages labelled line by line, beside the texts of promo/: there are three times as many
SHARED_WEIGH = 3.0  # invented paragraphs that a pitch shares, beside glued ones, whose pitches are of other texts
WHOLE_PITCHES_WEIGH = 0.2  # sentences of paragraphs that are a pitch from end to end: see README, what was tried
PARAGRAPH_WEIGHTS = {Role.LABELLED: 1.0, Role.CONTENT: 1.0, Role.GLUED: 0.5, Role.SCRAP: 0.5}
KIND_WEIGHTS = {Role.LABELLED: 1.0, Role.SPLICED: 0.1, Role.LINES: 0.1}

Folds = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """All that the forests and the kinds are fitted on."""

    blocks: Any
    kinds: Any
    sentences: Any
    opened: Any  # whether the paragraph of each sentence is opened


def fit_levels(
    matter: Matter, parts: Matter, languages: frozenset[str], pairs: Sequence[Folds] = ()
) -> tuple[dict[Folds, Fitted], Paragraphs]:
    """The models by the folds that they leave out: none, for the one that is shipped, each one, and the pairs asked.

    With them what they say out of fold of paragraphs and their sentences.
    """
    left_out = [*((fold,) for fold in range(FOLDS)), *pairs, NONE_LEFT_OUT]
    stages = fit_stages_one(matter, languages, left_out)
    rows = list_all_rows(matter, parts, stages)
    print("rows made", flush=True)
    fitted = {folds: fit_level(matter, parts, rows, folds, stages[folds]) for folds in left_out}
    fitted = calibrate_sentences(matter, parts, rows, fitted)
    return fitted, _list_paragraphs(matter, parts, rows, fitted)


def calibrate_sentences(
    matter: Matter, parts: Matter, rows: Rows, fitted: Mapping[Folds, Fitted]
) -> dict[Folds, Fitted]:
    """The models with their sentence forests calibrated out of fold, and the lowest thresholds that are precise enough.

    Natural documents hold too few paragraphs that a pitch shares with the story, so it is done on those made for it.
    """
    made = np.isin(parts.roles, (Role.GLUED, Role.SCRAP)) & rows.opened & (parts.labels >= 0)
    weights = _weigh_sentences(matter, parts) * rows.opened * (parts.labels >= 0)
    logits = _ask_unseen({fold: fitted[(fold,)].sentences for fold in range(FOLDS)}, rows.sentences, parts.folds)
    used = weights > 0
    line = fit_platt(logits[used], parts.labels[used] > 0, weights[used])
    lowest = find_precise(line[0] * logits[made] + line[1], parts.labels[made] > 0)
    print(f"sentences: calibration {line}, precise from {lowest} on", flush=True)
    return {
        folds: replace(
            one, calibration=(one.calibration[0], line), thresholds=replace(one.thresholds, sentence_levels=lowest)
        )
        for folds, one in fitted.items()
    }


def _list_paragraphs(matter: Matter, parts: Matter, rows: Rows, fitted: Mapping[Folds, Fitted]) -> Paragraphs:
    """Ask the forests out of fold about the opened paragraphs and their sentences."""
    by_fold = {fold: fitted[(fold,)] for fold in range(FOLDS)}
    whole = _ask_unseen({fold: one.blocks for fold, one in by_fold.items()}, rows.blocks, matter.folds)
    slope, intercept = by_fold[0].calibration[1]
    logits = _ask_unseen({fold: one.sentences for fold, one in by_fold.items()}, rows.sentences, parts.folds)
    sizes = np.array([len(one.text) for document in parts.measured for one in document.tokenized])
    weights = _weigh(parts.roles, PARAGRAPH_WEIGHTS) * rows.opened
    starts = [part.start for part in slices_of(matter)]
    numbers = np.array([start + one for start, own in zip(starts, parts.parents, strict=True) for one in own])
    return gather_paragraphs(numbers, whole, weights, slope * logits + intercept, parts.labels, sizes)


def _ask_unseen(forests: Mapping[int, Any], rows: Any, folds: Any) -> Any:
    """The raw logit of each row by the forest that has not seen its fold."""
    logits = np.zeros(len(rows))
    for fold, forest in forests.items():
        logits[folds == fold] = forest.predict(rows[folds == fold], raw_score=True)
    return logits


def list_all_rows(matter: Matter, parts: Matter, stages: Mapping[Folds, Any]) -> Rows:
    """The rows of all blocks and sentences, by stages one that have not seen their folds."""
    scored, scored_parts = score_unseen(matter, stages), score_unseen(parts, stages)
    pairs = list(zip(matter.measured, scored, matter.known, strict=True))
    blocks = np.concatenate([list_block_rows(own, one.document, known) for one, own, known in pairs if own])
    of_sentences = [
        list_sentence_rows(own, parents, paragraphs, one.document, known)
        for own, parents, (one, paragraphs, known) in zip(scored_parts, parts.parents, pairs, strict=True)
        if parents
    ]
    opened = [
        flag
        for own, parents in zip(scored_parts, parts.parents, strict=True)
        for flag in find_opened(own, parents, START.split)
    ]
    return Rows(blocks, _list_kind_rows(matter, scored, blocks), np.concatenate(of_sentences), np.array(opened))


def _list_kind_rows(matter: Matter, scored: Sequence[Sequence[ScoredBlock]], rows: Any) -> Any:
    """The rows of boilerplate that kinds are told by; of content, zeros."""
    names = [feature.name for feature in BLOCK_FEATURES]
    places = rows[:, [names.index(name) for name in PLACE]]
    kinds = np.zeros((len(rows), len(NAMES)), np.float32)
    for own, part in zip(scored, slices_of(matter), strict=True):
        for number in np.flatnonzero(matter.labels[part] > 0).tolist():
            at = part.start + number
            kinds[at] = describe_kinds(own, number, places[at].tolist())
    return kinds


def fit_level(matter: Matter, parts: Matter, rows: Rows, folds: Folds, stage_one: Any) -> Fitted:
    """Fit the forests and the kinds on what does not stand in the folds."""
    seen, seen_parts = ~np.isin(matter.folds, folds), ~np.isin(parts.folds, folds)
    weights = _weigh_blocks(matter) * seen * (matter.labels >= 0)
    blocks = fit_forest(rows.blocks, matter.labels > 0, weights, BLOCK_FEATURES, BLOCK_GROWTH)
    weights = _weigh_sentences(matter, parts) * seen_parts * (parts.labels >= 0)
    of_sentences = fit_forest(rows.sentences, parts.labels > 0, weights, SENTENCE_FEATURES, SENTENCE_GROWTH)
    exits = find_exits(blocks, rows.blocks[seen]), find_exits(of_sentences, rows.sentences[seen_parts])
    weights = _weigh(matter.roles, KIND_WEIGHTS) * seen * (matter.labels > 0)
    used = weights > 0
    kinds = fit_kinds(rows.kinds[used], matter.labels[used], weights[used])
    print(f"forests without {folds}", flush=True)
    return Fitted(stage_one, blocks, of_sentences, kinds, START, exits)


def _weigh(roles: Any, weights: Mapping[Role, float]) -> Any:
    return np.array([weights.get(Role(role), 0.0) for role in range(len(Role))])[roles]


def _weigh_blocks(matter: Matter) -> Any:
    weights = _weigh(matter.roles, BLOCK_WEIGHTS)
    is_spliced = matter.roles == Role.SPLICED
    weights = np.where(is_spliced & (matter.labels > 0), PITCHES_WEIGH * weights, weights)
    is_beside = is_spliced & (matter.labels == CONTENT) & find_beside(matter.labels, matter.document)
    weights = np.where(is_beside, BESIDE_WEIGH * weights, weights)
    of_source = {"invented": INVENTED_WEIGH, "appeals": APPEALS_WEIGH, "documents": DOCUMENTS_WEIGH,
                 "lines": LINES_WEIGH}  # fmt: skip
    factors = np.array([of_source.get(one.document.source, 1.0) for one in matter.measured])
    return weights * factors[matter.document]


def _weigh_sentences(matter: Matter, parts: Matter) -> Any:
    """Sentences of the story count once, pitches in glued paragraphs twice, all of invented ones SHARED_WEIGH times."""
    labelled = np.isin(parts.roles, (Role.LABELLED, Role.CONTENT))
    content = labels_of_parents(matter, parts) == CONTENT
    made = np.isin(parts.roles, (Role.GLUED, Role.SCRAP))
    is_invented = np.array([one.document.source == "shared" for one in parts.measured])[parts.document]
    return np.where(is_invented, SHARED_WEIGH, 1.0) * np.where(
        labelled,
        np.where(content, 1.0, WHOLE_PITCHES_WEIGH),
        np.where(made & (parts.labels > 0), 2.0, np.where(made, 1.0, 0.0)),
    )
