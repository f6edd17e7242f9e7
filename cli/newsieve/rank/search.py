"""The best set of sentences for a budget: sets of the best candidates are tried, each with what its pairs are worth."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from math import comb, inf
from typing import NamedTuple

from newsieve.rank.budget import Budget, pick_best

LARGE_DIGEST = 8  # sentences: above it sets cannot be tried, and each sentence is taken by itself
_MOST_SETS = 40  # weighed against each other
_LONGEST_REACH = 16  # best candidates whose sets are tried
_ROUNDING = 1e-9  # of sums that are taken in another order
_ROOM = 0.25  # share of a budget in words that may be left

Pairs = Mapping[tuple[int, int], float]


class SearchState(NamedTuple):
    """A set of positions on the way to a digest, ascending; `room` is what is left of the budget, in words."""

    positions: tuple[int, ...]
    room: int
    behind: Sequence[int]


def find_best(
    scores: Sequence[float],
    sizes: Sequence[int],
    pairs: Pairs,
    budget: Budget,
    openings: Sequence[float] = (),
    gains: Sequence[float] = (),
    unwanted: Collection[int] = (),
) -> tuple[int, ...]:
    """Return the positions of the best set that fits, ascending; the first one among equals. All of them, if they fit.

    `scores` are those of the candidates; where the budget is in words, each counts once a word. `pairs` say what two
    candidates are worth together beyond that, the first before the second, `openings` what the digest loses that begins
    with a candidate, `gains` the most that a candidate can gain by pairs, which spares the pairs of sets that cannot be
    the best. A budget in words is a limit: those that are `unwanted` are not printed to fill it where the others use
    three quarters.
    """
    if not scores or (budget.words is not None and sum(sizes) <= budget.words):
        return tuple(range(len(scores)))
    order = sorted(range(len(scores)), key=lambda position: (-scores[position], position))
    if budget.words is not None:
        order = _leave_out(unwanted, order, sizes, budget.words)
    if count_sentences(sizes, budget) > LARGE_DIGEST:
        best = pick_best([scores[one] for one in order], [sizes[one] for one in order], budget)
        return tuple(sorted([order[one] for one in best]))
    if budget.words is None:
        count = min(budget.sentences or 1, len(order))
        sets: Iterator[tuple[int, ...]] = combinations(sorted(order[: _find_reach(len(order), count)]), count)
        values: Sequence[float] = scores
    else:
        sets = _fill_words(sizes, order, budget.words)
        mean = max(1.0, sum(sizes) / len(sizes))
        values = [score * size / mean for score, size in zip(scores, sizes, strict=True)]
    losses = openings or [0.0] * len(scores)
    most = [value + gain for value, gain in zip(values, gains, strict=True)] if gains else [inf] * len(scores)
    return _find_highest(sets, values, pairs, losses, most)


def count_sentences(sizes: Sequence[int], budget: Budget) -> float:
    """Return about how many sentences the budget holds."""
    if budget.words is None:
        return float(budget.sentences or 1)
    return budget.words * len(sizes) / max(1, sum(sizes))


def _leave_out(unwanted: Collection[int], order: list[int], sizes: Sequence[int], limit: int) -> list[int]:
    """Return the order without what is unwanted; the best of it stays where the others use too little of the limit."""
    fitting = [position for position in order if sizes[position] <= limit]
    kept = [position for position in fitting if position not in unwanted]
    used = sum([sizes[position] for position in kept])
    for position in fitting:
        if used >= (1 - _ROOM) * limit:
            break
        if position in unwanted:
            kept.append(position)
            used += sizes[position] if used + sizes[position] <= limit else 0
    return kept or order[:1]


def _find_highest(
    sets: Iterable[tuple[int, ...]],
    values: Sequence[float],
    pairs: Pairs,
    losses: Sequence[float],
    most: Sequence[float],
) -> tuple[int, ...]:
    """Return the first one of the sets that are worth most; `most` is what each position is worth at best."""
    tried = [*sets]
    bounds = [sum(map(most.__getitem__, positions)) - losses[positions[0]] for positions in tried]
    best: tuple[float, int] = (-inf, 0)
    for number in sorted(range(len(tried)), key=bounds.__getitem__, reverse=True):
        if bounds[number] + _ROUNDING < best[0]:
            break
        positions = tried[number]
        best = max(best, (_rate(positions, values, pairs) - losses[positions[0]], -number))
    return tried[-best[1]]


def _rate(positions: tuple[int, ...], values: Sequence[float], pairs: Pairs) -> float:
    return sum(map(values.__getitem__, positions)) + sum(map(pairs.__getitem__, combinations(positions, 2)))


def _find_reach(total: int, count: int) -> int:
    """Return of how many candidates all sets of `count` can be tried."""
    reach = min(count, total)
    while reach < min(total, _LONGEST_REACH) and comb(reach + 1, count) <= _MOST_SETS:
        reach += 1
    return reach


def _fill_words(sizes: Sequence[int], order: Sequence[int], limit: int) -> Iterator[tuple[int, ...]]:
    """Yield sets that use at least three quarters of the limit, or to which no other candidate can be added.

    `order` is the best first. Where no candidate is within the limit, the best alone.
    """
    fitting = [position for position in order if sizes[position] <= limit]
    if not fitting:
        yield (order[0],)
        return
    reach = _find_reach(len(fitting), max(1, round(limit * len(sizes) / max(1, sum(sizes)))))
    best, rest = sorted(fitting[:reach]), fitting[reach:]
    pending = [SearchState((), limit, best)]
    while pending:
        positions, room, behind = pending.pop()
        nexts = [position for position in behind if sizes[position] <= room]
        for number in range(len(nexts) - 1, -1, -1):
            position = nexts[number]
            pending.append(SearchState((*positions, position), room - sizes[position], nexts[number + 1 :]))
        if room <= _ROOM * limit:
            yield positions
        elif not any(sizes[position] <= room and position not in positions for position in best):
            yield _fill_up(positions, rest, sizes, room)


def _fill_up(positions: tuple[int, ...], rest: Sequence[int], sizes: Sequence[int], room: int) -> tuple[int, ...]:
    """Return the positions with what else fits, best first."""
    for position in rest:
        if sizes[position] <= room:
            positions, room = (*positions, position), room - sizes[position]
    return tuple(sorted(positions))
