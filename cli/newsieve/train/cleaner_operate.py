"""Operating points: from which probability on a level removes a block, and a sentence of one.

A level is a promise about what it takes from the text, kept on each source by itself: the strictest decides, so that
no mixture of sources moves a threshold. Measured out of fold on what the whole cleaner says, all terms included.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np

from newsieve.cleaner import Model, classify_blocks, use_model
from newsieve.cleaner.features.block import count_pitch_words
from newsieve.cleaner.rules import matcher_of
from newsieve.cleaner.spans import THINGS
from newsieve.cleaner.stage_one import score_blocks
from newsieve.cleaner.tokens import tokenize_blocks
from newsieve.languages import load
from newsieve.train.cleaner_data import CONTENT, LabelledDocument
from newsieve.train.cleaner_thresholds import Passed, fit_platt
from newsieve.types import GO_BY_DEFAULT, Level, Options

LOWEST, HIGHEST = 0.5, 0.999
SPARED = 2  # wrong removals of a source that are not counted: labels are wrong now and then, and sources are small
OF_SENTENCES = 0.3  # share of a level's losses that sentences may cause


@dataclass(frozen=True, slots=True)
class LevelLimits:
    """Limits of a level: shares of the lines of content, of the documents harmed, and of what went rightly."""

    lost: float
    harmed: float
    precision: float


LIMITS = {
    Level.CAREFUL: LevelLimits(0.0010, 0.012, 0.985),
    Level.BALANCED: LevelLimits(0.0045, 0.045, 0.970),
    Level.THOROUGH: LevelLimits(0.0120, 0.120, 0.93),
}


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
    is_matched: Any  # by a rule
    block: Any  # number of the block, over all documents
    thing: Any  # that the pitch is for, as spans have it; "" where it is none that spans join


def list_outcomes(documents: Sequence[LabelledDocument], models: Mapping[int, Model]) -> Outcomes:
    """Classify each document by the model of its fold."""
    rows: list[tuple[Any, ...]] = []
    first_block = 0
    for number, document in enumerate(documents):
        rows += _classify(document, models[document.fold], number, first_block)
        first_block += len(document.blocks)
    return Outcomes(*(np.array(column) for column in zip(*rows, strict=True)))


def calibrate_blocks(outcomes: Outcomes) -> tuple[float, float]:
    """Slope and intercept for the logits of blocks, each source counting the same."""
    chosen = ~outcomes.is_sentence & (outcomes.label >= 0)
    sources, inverse, counts = np.unique(outcomes.source[chosen], return_inverse=True, return_counts=True)
    weights = 1 / counts[inverse] / len(sources)
    return fit_platt(outcomes.logit[chosen], outcomes.label[chosen] > 0, weights)


def raise_blocks(outcomes: Outcomes, line: tuple[float, float]) -> Outcomes:
    """The outcomes with the logits of blocks calibrated."""
    raised = np.where(outcomes.is_sentence, outcomes.logit, line[0] * outcomes.logit + line[1])
    return replace(outcomes, logit=raised)


def print_reliability(outcomes: Outcomes) -> None:
    """Print how many pieces of each range of probabilities are boilerplate."""
    probability = 1 / (1 + np.exp(-outcomes.logit))
    for low, high in pairwise((0.0, 0.02, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0)):
        chosen = (probability >= low) & (probability < high) & (outcomes.label >= 0)
        if chosen.any():
            mean, true = probability[chosen].mean(), (outcomes.label[chosen] > 0).mean()
            print(f"  {low:.2f} to {high:.2f}: said {mean:.3f}, true {true:.3f} of {int(chosen.sum())}", flush=True)


def to_passed(outcomes: Outcomes, levels: Mapping[str, float], sentence_levels: Mapping[str, float]) -> Passed:
    """The blocks as the gate sees them, each removed if it goes, or a sentence of it, at the default level."""
    least = np.where(outcomes.is_sentence, sentence_levels[Level.BALANCED], levels[Level.BALANCED])
    removed = outcomes.removable & (1 / (1 + np.exp(-outcomes.logit)) >= least)
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
        signalled=outcomes.is_matched[first],
    )


def find_thresholds(outcomes: Outcomes, of_sentences: bool, lowest: Mapping[str, float]) -> dict[str, float]:
    """The lowest probability of each level, `lowest` at least, that keeps its limits on each source."""
    thresholds: dict[str, float] = {}
    held = 0.0
    for level in (Level.THOROUGH, Level.BALANCED, Level.CAREFUL):
        asked = (
            _find_threshold(outcomes, outcomes.source == source, of_sentences, LIMITS[level])
            for source in dict.fromkeys(outcomes.source.tolist())
        )
        held = max(held, lowest[level.value], *asked)
        thresholds[level.value] = round(held, 5)
    return {level.value: thresholds[level.value] for level in Level}


def print_thresholds(outcomes: Outcomes) -> None:
    """Print which source asks for which threshold."""
    for source in dict.fromkeys(outcomes.source.tolist()):
        for of_sentences in (False, True):
            found = {
                level.value: round(_find_threshold(outcomes, outcomes.source == source, of_sentences, limits), 4)
                for level, limits in LIMITS.items()
            }
            print(f"  {source:<9} {'sentences' if of_sentences else 'blocks':<10} {found}", flush=True)


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
        length = blocks[at].end - blocks[at].start
        removable = verdict.probability >= LOWEST and verdict.kind in GO_BY_DEFAULT
        yield (
            logit(verdict.probability), removable, document.labels[at],
            verdict.end - verdict.start < length, number, document.source,
            scored[at].score, count_pitch_words(tokenized[at].hits), bool(matches[at]), first_block + at,
            THINGS.get(verdict.kind, "") if verdict.kind else "",
        )  # fmt: skip


def _find_threshold(outcomes: Outcomes, chosen: Any, of_sentences: bool, limits: LevelLimits) -> float:
    share = OF_SENTENCES if of_sentences else 1.0
    is_content = outcomes.label == CONTENT
    probability = 1 / (1 + np.exp(-outcomes.logit))
    content = max(1, int((is_content & chosen).sum()))
    documents = max(1, len(set(outcomes.document[chosen].tolist())))
    asked = np.flatnonzero(chosen & (outcomes.is_sentence == of_sentences) & outcomes.removable & (outcomes.label >= 0))
    order = asked[np.argsort(-outcomes.logit[asked], kind="stable")]
    lost, right = 0, 0
    harmed: set[int] = set()
    for number in order.tolist():
        if is_content[number]:
            lost += 1
            harmed.add(int(outcomes.document[number]))
        else:
            right += 1
        wrong, hurt = lost - share * SPARED, len(harmed) - share * SPARED
        is_imprecise = wrong > (1 - limits.precision) * (lost + right)
        is_costly = wrong > share * limits.lost * content or hurt > share * limits.harmed * documents
        if is_costly or (right and not of_sentences and is_imprecise):
            return float(min(HIGHEST, probability[number] + 1e-5))
    return LOWEST


def logit(probability: float) -> float:
    """Return the logit of a probability, cut where it is certain."""
    probability = min(1 - 1e-12, max(1e-12, probability))
    return math.log(probability / (1 - probability))
