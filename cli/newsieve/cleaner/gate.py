"""The gate of the cascade: blocks that stage one is sure of go no further."""

from collections.abc import Container, Sequence

from newsieve.cleaner.blocks import ScoredBlock
from newsieve.cleaner.request import Signals
from newsieve.cleaner.thresholds import GateThresholds

NEAR = 2  # blocks on either side that must not look like a pitch either


def choose_asked(
    blocks: Sequence[ScoredBlock], signals: Signals, opened: Container[int], thresholds: GateThresholds
) -> list[int]:
    """Return the numbers of the blocks for the forest.

    Always among them are those that a rule matches or the site repeats, and `opened` paragraphs.
    """
    edge = [thresholds.near] * NEAR
    scores = [*edge, *(block.score for block in blocks), *edge]
    asked = []
    for number, (block, *signalled) in enumerate(zip(blocks, *signals, strict=True)):
        is_sure = block.score < thresholds.own and max(scores[number : number + 2 * NEAR + 1]) <= thresholds.near
        if not is_sure or any(signalled) or number in opened or block.surface.pitch_words >= thresholds.pitch_words:
            asked.append(number)
    return asked
