"""Stage one of the cascade: each block, or sentence, by itself, by a linear model over its words and its surface."""

from collections.abc import Sequence
from typing import NamedTuple

from newsieve.cleaner.blocks import Match, ScoredBlock, list_vocabulary
from newsieve.cleaner.features.block import SurfaceFeatures, group_sparse_features, measure
from newsieve.cleaner.linear import LinearClassifier, score_classes
from newsieve.cleaner.ngrams import HashedNgrams
from newsieve.cleaner.rules import name_by_rules, sum_rules
from newsieve.cleaner.tokens import TokenizedBlock


class StageOne(NamedTuple):
    """Weights of n-grams, and of sparse features.

    `informed` is used together with the n-grams, `neutral` alone, for languages of which no n-grams were learned.
    """

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
    sparse = [*map(group_sparse_features, surfaces)]
    if is_known_language:
        words = [block.words for block in blocks]
        classes = score_classes(stage.informed.logits(sparse, stage.ngrams.logits(words)))
    else:
        classes = score_classes(stage.neutral.logits(sparse))
    return make_scored(blocks, surfaces, classes, matches)


def make_scored(
    blocks: Sequence[TokenizedBlock],
    surfaces: Sequence[SurfaceFeatures],
    classes: tuple[Sequence[tuple[float, ...]], Sequence[float]],
    matches: Sequence[Sequence[Match]],
) -> list[ScoredBlock]:
    """Return scored blocks from their class probabilities, content first, and their logits of boilerplate."""
    (probabilities, scores), rules, named = classes, sum_rules(matches), name_by_rules(matches)
    plain = sum_rules([match for match in found if not match.rule.is_formula] for found in matches)
    columns = zip(blocks, surfaces, probabilities, scores, rules, plain, named, strict=True)
    return [ScoredBlock(block.text, list_vocabulary(block.words), *rest) for block, *rest in columns]
