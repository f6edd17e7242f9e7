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


def _since(flags: Sequence[bool], steps: Sequence[bool]) -> list[float]:
    """Count for each block how many steps back the last flag stands, at most 10; where there is none, 10."""
    result, held = [], _FARTHEST
    for flag, is_step in zip(flags, steps, strict=True):
        result.append(held)
        held = 0.0 if flag else min(_FARTHEST, held + is_step)
    return result


def _blocks_since(context: DocumentContext) -> list[float]:
    distances = _since([_asks(block) for block in context.blocks], [True] * len(context.blocks))
    return [distances[i] for i in context.asked]


def _blocks_until(context: DocumentContext) -> list[float]:
    distances = _since([_asks(block) for block in context.blocks[::-1]], [True] * len(context.blocks))[::-1]
    return [distances[i] for i in context.asked]


def _story_since(context: DocumentContext) -> list[float]:
    distances = _since([_asks(block) for block in context.blocks], context.told)
    return [distances[i] for i in context.asked]


def _story_until(context: DocumentContext) -> list[float]:
    distances = _since([_asks(block) for block in context.blocks[::-1]], context.told[::-1])[::-1]
    return [distances[i] for i in context.asked]


NEAREST: tuple[tuple[str, Compute], ...] = (
    ("since_ask", _blocks_since),
    ("until_ask", _blocks_until),
    ("story_since_ask", _story_since),
    ("story_until_ask", _story_until),
)
