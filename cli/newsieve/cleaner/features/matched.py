"""Features of the rules that match near a block: what a rule names for sure speaks for what stands beside it.

`rules_before` and `rules_after` look at the nearest blocks, the others as far as the next paragraph of the story.
"""

from collections.abc import Sequence

from newsieve.cleaner.features.document import Compute, DocumentContext

_NEAR = 4  # blocks


def _weigh(context: DocumentContext) -> list[float]:
    return [max(0.0, block.plain_rules) for block in context.blocks]


def _before(context: DocumentContext) -> list[float]:
    weights = _weigh(context)
    return [max(weights[max(0, i - _NEAR) : i], default=0.0) for i in context.asked]


def _after(context: DocumentContext) -> list[float]:
    weights = _weigh(context)
    return [max(weights[i + 1 : i + 1 + _NEAR], default=0.0) for i in context.asked]


def _run_before(context: DocumentContext) -> list[float]:
    held = _hold(_weigh(context), context.told)
    return [held[i] for i in context.asked]


def _run_after(context: DocumentContext) -> list[float]:
    held = _hold(_weigh(context)[::-1], context.told[::-1])[::-1]
    return [held[i] for i in context.asked]


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
    ("rules_run_before", _run_before),
    ("rules_run_after", _run_after),
)
