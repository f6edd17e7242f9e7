"""Digests as the default ranker weighs them: whole sets of sentences, grown one sentence at a time."""

from collections.abc import Iterator, Sequence
from itertools import accumulate, chain, combinations, pairwise
from math import comb, fsum
from typing import NamedTuple

from newsieve.rank.budget import Budget
from newsieve.rank.measures import Measures
from newsieve.rank.vocabulary import SentenceWords

SETS = (
    *("overlap", "largest overlap", "neighbours", "fill", "fill squared", "span", "opens story", "expected words"),
    *("expected in a short one", "expected in an even one", "expected in a long one", "density"),
    *("left behind", "starts behind"),
)
WORDS_A_SENTENCE = 20
_MOST_DIGESTS = 21  # weighed against each other
# Share of a budget in words that may be left: a sentence that fits there but tells less than it costs stays out. Lead
# leaves a fifth on average; to fill up whatever the sentence cost 0.5 ROUGE-2 at 60 words on short news.
_ROOM = 0.25
_LONGEST_REACH = 9  # sentences whose sets are tried


class Digest(NamedTuple):
    """A set of places in the pool, ascending, with what is summed while it grows.

    `hope` is the expected number of its distinct words that a summary would use, `words` are those of them that the
    story uses again, `size` counts all.
    """

    places: tuple[int, ...] = ()
    words: frozenset[int] = frozenset()
    hope: float = 0.0
    size: int = 0


class Likeness(dict[tuple[int, int], float]):
    """Of each pair of sentences: the share of the shorter one's content words that stand in both. Found when asked."""

    def __init__(self, words: Sequence[SentenceWords]) -> None:
        self._words = words

    def __missing__(self, pair: tuple[int, int]) -> float:
        one, other = self._words[pair[0]], self._words[pair[1]]
        common = len(one.content & other.content)
        likeness = self[pair] = common / max(1, min(one.content_size, other.content_size)) if common else 0.0
        return likeness


class Bench(NamedTuple):
    """What a story's digests are grown from.

    Of each sentence `scores` rate place and form, `hopes` expect so many of its words in a summary, `points_back` says
    whether it does. `sets` are the weights of SETS, `chances` are those of the story's words to be in a summary.
    """

    measures: Measures
    budget: Budget
    sets: Sequence[float]
    scores: Sequence[float]
    hopes: Sequence[float]
    chances: Sequence[float]
    points_back: Sequence[bool]
    likeness: Likeness

    def grow(self, digest: Digest, place: int) -> Digest:
        """Return the digest with the sentence at `place`, which stands behind its others."""
        places, words, hope, size = digest
        own = self.measures.words[place].again
        said = own & words
        hope += self.hopes[place]
        if said:
            hope -= fsum(map(self.chances.__getitem__, said))  # exact: the order of a set is not fixed
        return Digest((*places, place), words | own, hope, size + self.measures.sizes[place])

    def rate(self, digest: Digest) -> float:
        """Return how good the digest is; only differences within a story and a budget mean something."""
        places, _, hope, size = digest
        count, first, last = len(places), places[0], places[-1]
        scale = self.budget.words or WORDS_A_SENTENCE * count
        fill = min(size / scale, 3.0)
        overlap, largest, neighbours, filled, filled_twice, span, opens, expected, *hoped, behind, starts = self.sets
        in_short, in_even, in_long, density = hoped
        rating = sum([self.scores[place] for place in places])
        rating += fill * (filled + fill * filled_twice) + span * (last - first) / len(self.scores)
        rating += hope * (
            expected / scale
            + in_short / (size + 0.5 * scale)
            + in_even / (size + scale)
            + in_long / (size + 2.5 * scale)
            + density / max(1, size)
        )
        points_back = self.points_back
        if first == 0:
            rating += opens
        if points_back[first]:
            rating += starts + behind / count
        if count > 1:
            pairs = [*map(self.likeness.__getitem__, combinations(places, 2))]
            rating += overlap * sum(pairs) / count + largest * max(pairs)
            for before, place in pairwise(places):
                if place == before + 1:
                    rating += neighbours / count
                elif points_back[place]:
                    rating += behind / count
        return rating


def grow_digests(bench: Bench, order: Sequence[int]) -> Iterator[Digest]:
    """Yield the digest of the first sentences, then those that fill the budget. `order` is the pool, best first."""
    sizes, budget = bench.measures.sizes, bench.budget
    grown = [Digest()]  # what the sets have in common at their beginning is summed once
    for places in chain([_take_first(sizes, budget)], find_sets(sizes, order, budget)):
        shared = 0
        for one, other in zip(grown[-1].places, places, strict=False):
            if one != other:
                break
            shared += 1
        del grown[shared + 1 :]
        for place in places[shared:]:
            grown.append(bench.grow(grown[-1], place))
        yield grown[-1]


def find_sets(sizes: Sequence[int], order: Sequence[int], budget: Budget) -> Iterator[tuple[int, ...]]:
    """Yield sets of places that fill the budget, of as many sentences as can be tried. `order` is the pool, best first.

    Places in a set ascend, and so do the sets, by their first places.
    """
    if budget.words is not None:
        return _fill_words(sizes, order, budget.words)
    count = min(budget.sentences or 1, len(order))
    return combinations(sorted(order[: _find_reach(len(order), count)]), count)


def _take_first(sizes: Sequence[int], budget: Budget) -> tuple[int, ...]:
    """Return the places of the first sentences, as many as fit without passing one over, at least one."""
    if budget.words is None:
        return tuple(range(min(budget.sentences or 1, len(sizes))))
    return tuple(range(max(1, sum(size <= budget.words for size in accumulate(sizes)))))


def _find_reach(total: int, count: int) -> int:
    """Return of how many sentences all sets of `count` can be tried."""
    reach = min(count, total)
    while reach < min(total, _LONGEST_REACH) and comb(reach + 1, count) <= _MOST_DIGESTS:
        reach += 1
    return reach


def _fill_words(sizes: Sequence[int], order: Sequence[int], limit: int) -> Iterator[tuple[int, ...]]:
    """Yield sets of sentences that fill the limit, or to which no other sentence could be added."""
    fitting = [place for place in order if sizes[place] <= limit]
    if not fitting:
        yield (order[0],)
        return
    reach = _find_reach(len(fitting), max(1, round(limit * len(sizes) / max(1, sum(sizes)))))
    short, rest = sorted(fitting[:reach]), fitting[reach:]
    pending: list[tuple[tuple[int, ...], int, list[int]]] = [((), limit, short)]
    while pending:
        places, room, behind = pending.pop()
        nexts = [place for place in behind if sizes[place] <= room]
        for number in range(len(nexts) - 1, -1, -1):
            place = nexts[number]
            pending.append(((*places, place), room - sizes[place], nexts[number + 1 :]))
        if room <= _ROOM * limit:
            yield places
        elif not nexts and not any(sizes[place] <= room for place in short if place not in places):
            yield _top_up(places, room, sizes, rest)


def _top_up(chosen: tuple[int, ...], room: int, sizes: Sequence[int], rest: Sequence[int]) -> tuple[int, ...]:
    for place in rest:
        if sizes[place] <= room:
            chosen, room = (*chosen, place), room - sizes[place]
    return tuple(sorted(chosen))
