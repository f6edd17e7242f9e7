"""Outcomes of the whole cleaner out of fold, all terms included: their calibration, and what the gate would change."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from typing import Any

import numpy as np

from newsieve.cleaner import Model, classify_blocks, use_model
from newsieve.cleaner.features.block import count_pitch_words
from newsieve.cleaner.rules import matcher_of, sum_rules
from newsieve.cleaner.spans import THINGS
from newsieve.cleaner.stage_one import score_blocks
from newsieve.cleaner.tokens import tokenize_blocks
from newsieve.languages import load
from newsieve.train.cleaner_data import MADE, LabelledDocument, label_ranges
from newsieve.train.cleaner_thresholds import Passed, fit_platt, to_probability
from newsieve.types import GO_BY_DEFAULT, Options

LOWEST = 0.5  # probability from which on some level may remove
# Scale of the logistic law of a piece's logit over trainings that differ in their seeds alone: a standard deviation of
# .4, measured on the labelled documents out of fold.
SPREAD = 0.25


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Outcomes of blocks and sentences out of fold, an entry each, in order."""

    logit: Any
    removable: Any  # whether some level may remove it: it is likely to go, and of a kind that goes
    label: Any
    is_sentence: Any
    document: Any
    source: Any
    score: Any  # stage one's logit of the block
    pitch_words: Any
    is_matched: Any  # by a rule; of sentences, by one that removes
    block: Any  # number of the block, over all documents
    thing: Any  # that the pitch is for, as spans have it; "" where it is none that spans join
    kind: Any  # "" where it is hardly boilerplate

    def choose(self, chosen: Any) -> "Outcomes":
        """The entries that are chosen."""
        return Outcomes(*(getattr(self, field.name)[chosen] for field in fields(self)))


def list_outcomes(documents: Sequence[LabelledDocument], models: Mapping[int, Model]) -> Outcomes:
    """Classify each document by the model of its fold."""
    rows: list[tuple[Any, ...]] = []
    first_block = 0
    for number, document in enumerate(documents):
        rows += _classify(document, models[document.fold], number, first_block)
        first_block += len(document.blocks)
    return Outcomes(*(np.array(column) for column in zip(*rows, strict=True)))


def calibrate_blocks(outcomes: Outcomes) -> tuple[float, float]:
    """Slope and intercept for the logits of blocks, each corpus counting the same; made documents are no corpus."""
    chosen = ~outcomes.is_sentence & (outcomes.label >= 0) & (outcomes.source != MADE)
    sources, inverse, counts = np.unique(outcomes.source[chosen], return_inverse=True, return_counts=True)
    weights = 1 / counts[inverse] / len(sources)
    return fit_platt(outcomes.logit[chosen], outcomes.label[chosen] > 0, weights)


def raise_blocks(outcomes: Outcomes, line: tuple[float, float]) -> Outcomes:
    """The outcomes with the logits of blocks calibrated."""
    raised = np.where(outcomes.is_sentence, outcomes.logit, line[0] * outcomes.logit + line[1])
    return replace(outcomes, logit=raised)


def print_reliability(outcomes: Outcomes) -> None:
    """Print how many pieces of each range of probabilities are boilerplate."""
    probability = to_probability(outcomes.logit)
    for low, high in pairwise((0.0, 0.02, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0)):
        chosen = (probability >= low) & (probability < high) & (outcomes.label >= 0) & (outcomes.source != MADE)
        if chosen.any():
            mean, true = probability[chosen].mean(), (outcomes.label[chosen] > 0).mean()
            print(f"  {low:.2f} to {high:.2f}: said {mean:.3f}, true {true:.3f} of {int(chosen.sum())}", flush=True)


def expect_above(logits: Any, point: Any) -> Any:
    """The chance of each piece to be above a point in another training, so that no count hangs on a single line."""
    return to_probability((logits - point) / SPREAD)


def join(one: Outcomes, other: Outcomes) -> Outcomes:
    """Put outcomes of other documents behind."""
    shifted = replace(
        other, document=other.document + one.document.max() + 1, block=other.block + one.block.max() + 1
    )  # fmt: skip
    return Outcomes(*(np.concatenate([getattr(own, field.name) for own in (one, shifted)]) for field in fields(one)))


def to_passed(outcomes: Outcomes, removed: Any) -> Passed:
    """The blocks as the gate sees them, each removed if it goes, or a sentence of it, at the default level.

    A paragraph that is taken apart was opened, and those the gate does not pass over.
    """
    blocks, first = np.unique(outcomes.block, return_index=True)
    taken = np.zeros(len(blocks), bool)
    np.logical_or.at(taken, np.searchsorted(blocks, outcomes.block), removed)
    return Passed(
        score=outcomes.score[first],
        pitch_words=outcomes.pitch_words[first],
        document=outcomes.document[first],
        source=outcomes.source[first],
        label=outcomes.label[first],
        removed=taken,
        signalled=outcomes.is_matched[first] | outcomes.is_sentence[first],
    )


def _classify(document: LabelledDocument, model: Model, number: int, first_block: int) -> Iterator[tuple[Any, ...]]:
    pack, blocks = load(document.language or ""), document.blocks
    with use_model(model):
        verdicts = classify_blocks(document.article, blocks, pack, Options(), with_evidence=False)
    texts = [document.article.text[block.start : block.end] for block in blocks]
    tokenized = tokenize_blocks(texts, pack)
    matches = matcher_of(pack.rules).match(tokenized)
    known = document.language in model.stage_one.languages
    scored = score_blocks(model.stage_one, tokenized, matches, pack.stop_words, known)
    at = 0
    for verdict in verdicts:
        while blocks[at].end <= verdict.start:
            at += 1
        is_sentence = verdict.end - verdict.start < blocks[at].end - blocks[at].start
        removable = verdict.probability >= LOWEST and verdict.kind in GO_BY_DEFAULT
        label, is_matched = document.labels[at], bool(matches[at])
        if is_sentence:
            text = document.article.text
            label = label_ranges(text, [verdict], document.lines)[0]
            found = matcher_of(pack.rules).match(tokenize_blocks([text[verdict.start : verdict.end]], pack))
            is_matched = sum_rules(found)[0] > 0
        yield (
            logit(verdict.probability), removable, label, is_sentence, number, document.source,
            scored[at].score, count_pitch_words(tokenized[at].hits), is_matched, first_block + at,
            THINGS.get(verdict.kind, "") if verdict.kind else "", verdict.kind or "",
        )  # fmt: skip


def logit(probability: float) -> float:
    """Return the logit of a probability, cut where it is certain."""
    probability = min(1 - 1e-12, max(1e-12, probability))
    return math.log(probability / (1 - probability))
