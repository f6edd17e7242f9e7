"""Features of the nearest ask: an appeal is one thing of opening, argument, ask, payment lines and signature.

What argues or signs stands near a paragraph that asks, with no paragraph of the story between.
"""

from collections.abc import Sequence

from newsieve.cleaner.blocks import MONEY_OR_ADDRESS, ScoredBlock
from newsieve.cleaner.features.document import Compute, DocumentContext

_ASKING = 0.5  # probability of a class that asks for money or an address
_FARTHEST = 10.0  # blocks, or paragraphs of the story


def _asks(block: ScoredBlock) -> bool:
    return sum(block.probabilities[MONEY_OR_ADDRESS]) > _ASKING


def _since(flags: Sequence[float], steps: Sequence[bool]) -> list[float]:
    """Count for each block how many steps back the last flag stands, at most 10; where there is none, 10."""
    result, held = [], _FARTHEST
    for flag, is_step in zip(flags, steps, strict=True):
        result.append(held)
        held = 0.0 if flag else min(_FARTHEST, held + is_step)
    return result


def _nearest(step: int, *, in_story: bool = False) -> Compute:
    """Make the feature that counts blocks, or paragraphs of the story, since an ask, or with the step -1 until one."""

    def compute(context: DocumentContext) -> list[float]:
        steps = context.told if in_story else [True] * len(context.blocks)
        distances = _since(context.list_values(_asks)[::step], steps[::step])[::step]
        return [distances[i] for i in context.asked]

    return compute


NEAREST: tuple[tuple[str, Compute], ...] = (
    ("since_ask", _nearest(1)),
    ("until_ask", _nearest(-1)),
    ("story_since_ask", _nearest(1, in_story=True)),
    ("story_until_ask", _nearest(-1, in_story=True)),
)
