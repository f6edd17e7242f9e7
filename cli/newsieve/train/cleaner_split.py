"""Thresholds that say when a paragraph is taken apart, fitted on such as a pitch shares with the story, and others.

Out of fold, on what the forests say of a paragraph and of its sentences. A paragraph is right where every sentence of
the story stays and every sentence of a pitch goes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Any

import numpy as np

from newsieve.cleaner.thresholds import SplitThresholds
from newsieve.train.cleaner_data import CONTENT
from newsieve.train.cleaner_thresholds import to_probability
from newsieve.types import Level

LOST_COSTS = 2.0  # a paragraph of which a sentence of the story goes, beside one that comes out right
PRECISION = 0.93  # of the sentences that go: those of paragraphs that are hard to tell
_STAYS = tuple(0.05 * step for step in range(1, 15))
_MUCH = tuple(0.05 * step for step in range(15))


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """Opened paragraphs out of fold. `starts` is where the sentences of each begin, with the end of the last."""

    whole: Any  # logits of the forest over blocks, of each paragraph
    weights: Any  # of each paragraph
    starts: Any
    logits: Any  # calibrated, of each sentence
    labels: Any
    sizes: Any  # characters


def fit_split(
    paragraphs: Paragraphs, split: SplitThresholds, line: tuple[float, float], least: float,
    sentence_levels: Mapping[str, float],
) -> SplitThresholds:  # fmt: skip
    """The thresholds with those numbers that make most paragraphs right at the default level, and lose hardly any.

    What is lost of the story costs more than what is left of a pitch. A paragraph goes whole from a probability of
    `least` on; `line` calibrates its logit.
    """
    probability = to_probability(paragraphs.logits)
    goes = probability >= sentence_levels[Level.BALANCED]
    first = paragraphs.starts[:-1]
    is_right = np.logical_and.reduceat(goes == (paragraphs.labels > 0), first)
    is_pitch = np.logical_and.reduceat(paragraphs.labels != CONTENT, first)
    is_story = np.logical_and.reduceat(paragraphs.labels == CONTENT, first)
    may_part = np.maximum.reduceat(probability, first) >= sentence_levels[Level.THOROUGH]
    whole_goes = to_probability(line[0] * paragraphs.whole + line[1]) >= least
    whole_right = np.where(whole_goes, is_pitch, is_story)
    size, lengths = np.add.reduceat(paragraphs.sizes, first), np.diff(paragraphs.starts)
    is_content = paragraphs.labels == CONTENT
    best: tuple[float, SplitThresholds] = (-np.inf, split)
    any_goes = np.maximum.reduceat(probability, first) >= sentence_levels[Level.BALANCED]
    staying = {stays: np.add.reduceat(np.where(probability < stays, paragraphs.sizes, 0), first) for stays in _STAYS}
    for stays, alone, much in product(_STAYS, _STAYS, _MUCH):
        if alone > stays:
            continue
        is_much = np.where(any_goes, staying[stays], staying[alone]) > much * size
        apart = np.where(whole_goes, is_much, may_part)
        removed = np.where(np.repeat(apart, lengths), goes, np.repeat(whole_goes, lengths))
        lost = int((removed & is_content).sum())
        loses = np.logical_or.reduceat(removed & is_content, first)
        worth = np.where(apart, is_right, whole_right) - LOST_COSTS * loses
        mean = float(np.average(worth, weights=paragraphs.weights))
        if mean > best[0] and lost <= (1 - PRECISION) * int(removed.sum()):
            best = (mean, split._replace(stays=round(stays, 2), stays_alone=round(alone, 2), much=round(much, 2)))
    print(f"split: {len(size)} paragraphs, worth {100 * best[0]:.2f} %, {best[1]}", flush=True)
    return best[1]


def gather_paragraphs(numbers: Any, whole: Any, weights: Any, logits: Any, labels: Any, sizes: Any) -> Paragraphs:
    """Gather the paragraphs of known labels that weigh something; `numbers` are those of each sentence's block."""
    edges = [0, *(np.flatnonzero(np.diff(numbers)) + 1).tolist(), len(numbers)]
    chosen = [(start, end) for start, end in pairwise(edges) if weights[start] > 0 and (labels[start:end] >= 0).all()]
    kept = np.concatenate([np.arange(start, end) for start, end in chosen])
    starts = np.cumsum([0, *(end - start for start, end in chosen)])
    at = [start for start, _ in chosen]
    return Paragraphs(whole[numbers[at]], weights[at], starts, logits[kept], labels[kept], sizes[kept])
