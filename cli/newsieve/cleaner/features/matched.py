"""Features of the rules that match near a block: what a rule names for sure speaks for what stands beside it.

`rules_before` and `rules_after` look at the nearest blocks, the others as far as the next paragraph of the story.
"""

from collections.abc import Sequence

from newsieve.cleaner.blocks import ScoredBlock
from newsieve.cleaner.features.document import Compute, DocumentContext

_NEAR = 4  # blocks


def _weigh(block: ScoredBlock) -> float:
    return max(0.0, block.plain_rules)


def _before(context: DocumentContext) -> list[float]:
    weights = context.list_values(_weigh)
    return [max(weights[max(0, i - _NEAR) : i], default=0.0) for i in context.asked]


def _after(context: DocumentContext) -> list[float]:
    weights = context.list_values(_weigh)
    return [max(weights[i + 1 : i + 1 + _NEAR], default=0.0) for i in context.asked]


def _run(step: int) -> Compute:
    """Make the feature of the blocks before, or with the step -1 of those behind, as far as the story."""

    def compute(context: DocumentContext) -> list[float]:
        held = _hold(context.list_values(_weigh)[::step], context.told[::step])[::step]
        return [held[i] for i in context.asked]

    return compute


def _hold(weights: Sequence[float], told: Sequence[bool]) -> list[float]:
    """Find for each block the highest weight since the last paragraph of the story."""
    result, held = [], 0.0
    for weight, is_told in zip(weights, told, strict=True):
        result.append(held)
        held = 0.0 if is_told else max(held, weight)
    return result


NEAREST: tuple[tuple[str, Compute], ...] = (
    ("rules_before", _before),
    ("rules_after", _after),
    ("rules_run_before", _run(1)),
    ("rules_run_after", _run(-1)),
)
