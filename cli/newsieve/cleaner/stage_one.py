"""Stage one of the cascade: each block, or sentence, by itself, by a linear model over its words and its surface."""

from collections.abc import Iterable, Sequence
from operator import add
from typing import NamedTuple

from newsieve.cleaner.blocks import Match, ScoredBlock
from newsieve.cleaner.features.block import SurfaceFeatures, list_sparse_features, measure
from newsieve.cleaner.linear import LinearClassifier, boilerplate_logit, softmax
from newsieve.cleaner.ngrams import HashedNgrams
from newsieve.cleaner.rules import name_by_rules, sum_rules
from newsieve.cleaner.tokens import TokenizedBlock


class StageOne(NamedTuple):
    """Weights of n-grams, and of sparse features: beside n-grams, and alone for languages that none were learned of."""

    ngrams: HashedNgrams
    informed: LinearClassifier
    neutral: LinearClassifier
    languages: frozenset[str]


def score_blocks(
    stage: StageOne,
    blocks: Sequence[TokenizedBlock],
    matches: Sequence[Sequence[Match]],
    stop_words: frozenset[str],
    is_known_language: bool,
) -> list[ScoredBlock]:
    """Return the blocks with their class probabilities; `matches` are those of the pack's rules."""
    surfaces = measure(blocks, stop_words)
    sparse = [list_sparse_features(surface) for surface in surfaces]
    if is_known_language:
        of_words = stage.ngrams.logits([block.words for block in blocks])
        logits = [[*map(add, *pair)] for pair in zip(stage.informed.logits(sparse), of_words, strict=True)]
    else:
        logits = stage.neutral.logits(sparse)
    return make_scored(blocks, surfaces, logits, matches)


def make_scored(
    blocks: Sequence[TokenizedBlock],
    surfaces: Sequence[SurfaceFeatures],
    logits: Iterable[Sequence[float]],
    matches: Sequence[Sequence[Match]],
) -> list[ScoredBlock]:
    """Return scored blocks from their class logits, content first."""
    scored = []
    for block, surface, of_classes, found in zip(blocks, surfaces, logits, matches, strict=True):
        probabilities = softmax(of_classes)
        score = boilerplate_logit(probabilities[0])
        rules = (sum_rules(found), name_by_rules(found)) if found else (0.0, None)
        scored.append(ScoredBlock(block.text, block.words, surface, probabilities, score, False, *rules))
    return scored
