"""Digests as the default ranker weighs them: whole sets of sentences, grown one sentence at a time."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from math import comb, fsum
from typing import NamedTuple

from newsieve.rank.budget import Budget
from newsieve.rank.measures import Measures

SETS = (
    *("overlap", "largest overlap", "neighbours", "fill", "fill squared", "span", "opens story", "expected words"),
    *("expected in a short one", "expected in an even one", "expected in a long one", "density"),
    *("left behind", "starts behind"),
)
_WORDS_A_SENTENCE = 20
_MOST_DIGESTS = 21  # weighed against each other
# Share of a budget in words that may be left: a sentence that fits there but tells less than it costs stays out. Lead
# leaves a fifth on average; to fill up whatever the sentence cost 0.5 ROUGE-2 at 60 words on short news.
_ROOM = 0.25
_LONGEST_REACH = 9  # sentences whose sets are tried


class Digest(NamedTuple):
    """A set of places in the pool, ascending, with what is summed while it grows.

    `hope` is the expected number of its distinct words that a summary would use, `overlap` the likeness of its pairs.
    """

    places: tuple[int, ...] = ()
    words: frozenset[str] = frozenset()
    hope: float = 0.0
    size: int = 0
    overlap: float = 0.0
    largest: float = 0.0


class Bench(NamedTuple):
    """What a story's digests are grown from. `chances` are those of its words to be in a summary.

    `points_back` says so of each sentence; `overlaps` remembers the likeness of pairs.
    """

    measures: Measures
    chances: Mapping[str, float]
    budget: Budget
    points_back: tuple[bool, ...]
    overlaps: dict[tuple[int, int], float]

    def grow(self, digest: Digest, place: int) -> Digest:
        """Return the digest with the sentence at `place`, which stands behind its others."""
        measures, known = self.measures, self.overlaps
        overlap, largest = digest.overlap, digest.largest
        for other in digest.places:
            likeness = known.get((other, place))
            if likeness is None:
                likeness = _overlap(measures.content[place], measures.content[other])
                known[other, place] = likeness
            overlap += likeness
            largest = max(largest, likeness)
        fresh = measures.words[place] - digest.words
        hope = digest.hope + fsum(map(self.chances.__getitem__, fresh))  # exact: the order of a set is not fixed
        size = digest.size + measures.sizes[place]
        return Digest((*digest.places, place), digest.words | fresh, hope, size, overlap, largest)

    def describe(self, digest: Digest) -> tuple[float, ...]:
        """Return the numbers of SETS."""
        places = digest.places
        count = len(places)
        scale = self.budget.words or _WORDS_A_SENTENCE * count
        size, hope = digest.size, digest.hope
        points_back = self.points_back
        neighbours = behind = 0
        before = -2
        for place in places:
            if place == before + 1:
                neighbours += 1
            elif points_back[place]:
                behind += 1
            before = place
        fill = min(size / scale, 3.0)
        return (
            digest.overlap / count,
            digest.largest,
            neighbours / count,
            fill,
            fill * fill,
            (places[-1] - places[0]) / len(self.measures.sizes),
            float(places[0] == 0),
            hope / scale,
            hope / (size + 0.5 * scale),
            hope / (size + scale),
            hope / (size + 2.5 * scale),
            hope / max(1, size),
            behind / count,
            float(points_back[places[0]]),
        )


def find_digests(bench: Bench, order: Sequence[int]) -> Iterator[Digest]:
    """Yield digests that fill the budget, of as many sentences as can be tried. `order` is the pool, best first."""
    if bench.budget.words is not None:
        yield from _fill_words(bench, order, bench.budget.words)
        return
    count = min(bench.budget.sentences or 1, len(order))
    yield from _combine(bench, sorted(order[: _find_reach(len(order), count)]), count)


def take_first(bench: Bench) -> Digest:
    """Return the digest of the first sentences, as many as fit without passing one over, at least one."""
    sizes = bench.measures.sizes
    if bench.budget.words is None:
        return _grow_all(bench, range(min(bench.budget.sentences or 1, len(sizes))))
    count = sum(size <= bench.budget.words for size in accumulate(sizes))
    return _grow_all(bench, range(max(1, count)))


def _find_reach(total: int, count: int) -> int:
    """Return of how many sentences all sets of `count` can be tried."""
    reach = min(count, total)
    while reach < min(total, _LONGEST_REACH) and comb(reach + 1, count) <= _MOST_DIGESTS:
        reach += 1
    return reach


def _combine(bench: Bench, places: Sequence[int], count: int) -> Iterator[Digest]:
    pending = [(Digest(), 0)]
    while pending:
        digest, start = pending.pop()
        missing = count - len(digest.places)
        if not missing:
            yield digest
            continue
        pending += [(bench.grow(digest, places[i]), i + 1) for i in range(len(places) - missing, start - 1, -1)]


def _fill_words(bench: Bench, order: Sequence[int], limit: int) -> Iterator[Digest]:
    """Yield sets of sentences that fill the limit, or to which no other sentence could be added."""
    sizes = bench.measures.sizes
    fitting = [place for place in order if sizes[place] <= limit]
    if not fitting:
        yield bench.grow(Digest(), order[0])
        return
    reach = _find_reach(len(fitting), max(1, round(limit * len(sizes) / max(1, sum(sizes)))))
    short, rest = sorted(fitting[:reach]), fitting[reach:]
    pending = [(Digest(), 0)]
    while pending:
        digest, start = pending.pop()
        room = limit - digest.size
        nexts = [number for number in range(start, len(short)) if sizes[short[number]] <= room]
        pending += [(bench.grow(digest, short[number]), number + 1) for number in reversed(nexts)]
        if room <= _ROOM * limit:
            yield digest
        elif not nexts and not any(sizes[place] <= room for place in short if place not in digest.places):
            yield _grow_all(bench, sorted(_top_up(digest.places, room, sizes, rest)))


def _top_up(chosen: tuple[int, ...], room: int, sizes: Sequence[int], rest: Sequence[int]) -> tuple[int, ...]:
    for place in rest:
        if sizes[place] <= room:
            chosen, room = (*chosen, place), room - sizes[place]
    return chosen


def _grow_all(bench: Bench, places: Sequence[int]) -> Digest:
    digest = Digest()
    for place in places:
        digest = bench.grow(digest, place)
    return digest


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))
