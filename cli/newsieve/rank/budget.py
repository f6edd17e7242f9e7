"""Size of a digest, and the best set of rated sentences that fits."""

import math
from collections.abc import Sequence
from typing import NamedTuple

_CANDIDATES = 60  # weighed against each other exactly; what is rated lower fills the rest greedily
_CELLS = 200_000  # most cells of the table that the exact search fills


class Budget(NamedTuple):
    """A number of sentences, or one of words (then `sentences` is None)."""

    sentences: int | None
    words: int | None = None


def make_budget(sentences: int, words: int | None, ratio: float | None, total: int) -> Budget:
    """Return the budget for a story of `total` sentences: the ratio of them, else words, else a number of sentences."""
    if ratio is not None:
        return Budget(max(1, math.ceil(round(ratio * total, 9))))
    if words is not None:
        return Budget(None, words)
    return Budget(sentences)


def pick_best(scores: Sequence[float], sizes: Sequence[int], budget: Budget) -> list[int]:
    """Return the positions of the best set of sentences, ascending. `scores` rate, `sizes` are in words.

    A budget in sentences takes the highest scores, earlier sentences first among equals. A budget in words takes the
    set whose words have the highest scores in sum: never one to which another sentence could be added. Where
    nothing fits, the best sentence stands alone.
    """
    order = sorted(range(len(scores)), key=lambda position: (-scores[position], position))
    if budget.words is None:
        return sorted(order[: budget.sentences])
    values = _scale(scores)
    fitting = [position for position in order if sizes[position] <= budget.words]
    if not fitting:
        return order[:1]
    exact = fitting[: min(_CANDIDATES, _CELLS // (budget.words + 1))]
    taken = _fill(
        [values[position] * sizes[position] for position in exact],
        [sizes[position] for position in exact],
        budget.words,
    )
    chosen = {exact[number] for number in taken}
    room = budget.words - sum(sizes[position] for position in chosen)
    for position in fitting:
        if position not in chosen and sizes[position] <= room:
            chosen.add(position)
            room -= sizes[position]
    return sorted(chosen)


def _scale(scores: Sequence[float]) -> list[float]:
    """Return the scores on a scale of 0.05 to 1, all of them positive, so that a word more is never a word too many."""
    low, high = min(scores), max(scores)
    span = high - low
    return [0.05 + 0.95 * (score - low) / span if span > 0 else 1.0 for score in scores]


def _fill(values: Sequence[float], sizes: Sequence[int], limit: int) -> list[int]:
    """Return the set of highest value that fits into `limit` (0/1 knapsack by dynamic programming)."""
    best = [0.0] * (limit + 1 if values else 0)
    steps: list[bytearray] = []
    for value, size in zip(values, sizes, strict=True):
        taken = bytearray(limit + 1)
        for room in range(limit, size - 1, -1):
            if best[room - size] + value > best[room] + 1e-12:
                best[room] = best[room - size] + value
                taken[room] = 1
        steps.append(taken)
    chosen: list[int] = []
    room = limit
    for number in range(len(values) - 1, -1, -1):
        if steps[number][room]:
            chosen.append(number)
            room -= sizes[number]
    return chosen
