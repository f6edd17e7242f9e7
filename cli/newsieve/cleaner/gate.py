"""The gate of the cascade: blocks that stage one is sure of go no further."""

from collections.abc import Sequence

from newsieve.cleaner.blocks import ScoredBlock, count_all_pitch_words
from newsieve.cleaner.thresholds import GateThresholds

NEAR = 2  # blocks on either side that must not look like a pitch either


def choose_asked(blocks: Sequence[ScoredBlock], is_signalled: Sequence[bool], thresholds: GateThresholds) -> list[int]:
    """Return the numbers of the blocks that the forest is asked about; all that are signalled by a rule or the site."""
    edge = [thresholds.near] * NEAR
    scores = [*edge, *(block.score for block in blocks), *edge]
    asked = []
    for number, (block, pitch_words) in enumerate(zip(blocks, count_all_pitch_words(blocks), strict=True)):
        is_sure = block.score < thresholds.own and max(scores[number : number + 2 * NEAR + 1]) <= thresholds.near
        if not is_sure or is_signalled[number] or pitch_words >= thresholds.pitch_words:
            asked.append(number)
    return asked
