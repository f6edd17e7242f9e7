"""Log-odds that two documents tell one story, from what they share and from what they contradict each other in.

Articles on one topic share their words, and their sentences are built alike: "the strike by guards", "the strike by
drivers". What differs are the names and figures between equal words: these conflicts part two stories, while names,
figures and rare words that both have, and long stretches of the same text, join two tellings.
"""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from math import log, log1p, sqrt
from typing import NamedTuple

from newsieve.stories.model import StoryModel
from newsieve.stories.signature import OF_A_DATE, RunVocabulary, Signature

FEATURES = (
    *("rare words", "rare share", "title share", "title of the other", "lead share", "lead of the other"),
    *("names", "name share", "names of the other", "figures", "figure share", "figures of the other", "title in lead"),
    *("rare leads", "name part", "names of few", "words of few", "length"),
    *("copied", "long copied", "conflicts", "agreements", "conflict share", "days", "undated"),
    *("date conflicts", "date agreements"),
)
# Each feature argues one way only: 1 for one story, -1 against it, 0 is free.
SIGNS: Mapping[str, int] = dict.fromkeys(FEATURES, 1) | {
    "copied": 0, "conflicts": -1, "conflict share": -1, "days": -1, "undated": -1, "length": -1, "date conflicts": -1,
}  # fmt: skip
_SCALE = 256  # weights of words are whole numbers, so that sums do not depend on the order of a set
_SMOOTHING = 30 * _SCALE
_LONG_COPY = 0.4
_MOST_DAYS = 60
_CACHED = 1024  # documents whose sets are kept
_CACHED_PAIRS = 1 << 16


class WordWeights(NamedTuple):
    """Weights of words by their numbers: inverse document frequency, its square, whether rare at large, documents."""

    single: Sequence[int]
    square: Sequence[int]
    is_rare: Sequence[int]
    frequencies: Sequence[int]


def weigh_words(vocabulary: RunVocabulary, model: StoryModel) -> WordWeights:
    """Inverse document frequencies of the run, with those at large as a prior."""
    languages = [(bit, model.unseen.get(code, model.unseen[""])) for code, bit in vocabulary.list_languages()]
    total, prior = log(vocabulary.documents + model.prior), model.prior
    single, square, is_rare = array("I"), array("I"), bytearray()
    unseen: dict[int, float] = {}
    for word, number in vocabulary.numbers.items():
        frequency = vocabulary.frequencies[number]
        share = model.frequencies.get(word)
        if share is None and (word[0].isdigit() or 2 * vocabulary.as_name[number] >= max(1, frequency)):
            at_large = model.unseen_name
        elif share is None:
            bits = vocabulary.languages[number]
            if bits not in unseen:
                unseen[bits] = max((each for bit, each in languages if bit & bits), default=model.unseen_name)
            at_large = unseen[bits]
        else:
            at_large = share
        weight = max(0.0, total - log(frequency + prior * at_large))
        single.append(round(_SCALE * weight))
        square.append(round(_SCALE * weight * weight))
        is_rare.append(share is None)
    return WordWeights(single, square, is_rare, vocabulary.frequencies)


class _Sets(NamedTuple):
    """A signature as sets, with the sums that each comparison needs."""

    words: frozenset[int]
    rare: frozenset[int]
    title: frozenset[int]
    rare_title: frozenset[int]
    lead: frozenset[int]
    rare_lead: frozenset[int]
    names: frozenset[int]
    figures: frozenset[int]
    slots: Mapping[int, tuple[int, ...]]
    sums: tuple[int, ...]  # squares of rare, title, lead, names, figures, rare title, rare lead


class Comparison:
    """Compares documents by their numbers. `days` are those of their dates, None where there is none."""

    def __init__(
        self, signatures: Sequence[Signature], days: Sequence[float | None], weights: WordWeights, model: StoryModel
    ) -> None:
        self._signatures, self._days, self._weights, self._model = signatures, days, weights, model
        self._sets = lru_cache(maxsize=_CACHED)(self._make_sets)
        self.score = lru_cache(maxsize=_CACHED_PAIRS)(self._score)  # a pair that was joined is asked for again

    def _score(self, one: int, other: int) -> float:
        """Log-odds that two documents tell one story, less those that it takes to join them: above 0 they are one."""
        return self._model.forest.logit(self.measure(one, other)) - self._model.threshold

    def measure(self, one: int, other: int) -> tuple[float, ...]:
        """The features of a pair, as in FEATURES; the same whichever comes first."""
        a, b = self._sets(one), self._sets(other)
        square = self._weights.square

        def add(numbers: AbstractSet[int]) -> int:
            return sum(map(square.__getitem__, numbers))

        def share(total: int, both: AbstractSet[int]) -> float:
            return add(both) / (total + _SMOOTHING)

        rare = a.rare & b.rare
        facts = a.names & b.names | a.figures & b.figures
        titles = share(a.sums[1], a.title & b.words), share(b.sums[1], b.title & a.words)
        leads = share(a.sums[2], a.lead & b.words), share(b.sums[2], b.lead & a.words)
        names = share(a.sums[3], a.names & b.words), share(b.sums[3], b.names & a.words)
        figures, own_figures = a.figures & b.figures, (a.sums[4], b.sums[4])
        by_figures = share(own_figures[0], figures), share(own_figures[1], figures)
        tops = (
            share(a.sums[5], a.rare_title & (b.title | b.lead)),
            share(b.sums[5], b.rare_title & (a.title | a.lead)),
        )
        conflicts, agreements, of_dates = _count_slots(a, b)
        copied = _share_shingles(self._signatures[one], self._signatures[other])
        days = self._find_distance(one, other)
        return (
            self._count(rare),
            add(rare) / sqrt((a.sums[0] + _SCALE) * (b.sums[0] + _SCALE)),
            min(titles), max(titles), min(leads), max(leads),
            self._count(a.names & b.names), min(names), max(names),
            self._count(figures), min(by_figures), max(by_figures),
            max(tops),
            share(min(a.sums[6], b.sums[6]), a.rare_lead & b.rare_lead),
            add(facts) / (add(rare) + _SMOOTHING),
            self._count_few(facts), self._count_few(rare - facts), log1p(min(len(a.words), len(b.words))),
            copied, max(0.0, copied - _LONG_COPY),
            log1p(conflicts), log1p(agreements), conflicts / (conflicts + agreements + 1),
            0.0 if days is None else log1p(min(days, _MOST_DAYS)), float(days is None),
            float(of_dates[0]), float(of_dates[1]),
        )  # fmt: skip

    def _count(self, numbers: AbstractSet[int]) -> float:
        return log1p(sum(map(self._weights.single.__getitem__, numbers)) / _SCALE)

    def _count_few(self, numbers: AbstractSet[int]) -> float:
        """Count words, each the less the more documents have it."""
        single, frequencies = self._weights.single, self._weights.frequencies
        return log1p(sum(single[number] / max(1, frequencies[number] - 1) for number in numbers) / _SCALE)

    def _find_distance(self, one: int, other: int) -> float | None:
        a, b = self._days[one], self._days[other]
        return None if a is None or b is None else abs(a - b)

    def _make_sets(self, index: int) -> _Sets:
        signature, square = self._signatures[index], self._weights.square
        is_rare = self._weights.is_rare
        words, title, lead = frozenset(signature.words), frozenset(signature.title), frozenset(signature.lead)
        names, figures = frozenset(signature.names), frozenset(signature.figures)
        rare = frozenset(number for number in words if is_rare[number])
        first = title | lead
        slots: dict[int, tuple[int, ...]] = {}
        for context, filler in zip(signature.contexts, signature.fillers, strict=True):
            slots[context] = (*slots.get(context, ()), filler)
        sums = [
            sum(map(square.__getitem__, s)) for s in (rare, title, lead, names, figures, rare & title, rare & first)
        ]
        return _Sets(words, rare, title, rare & title, lead, rare & first, names, figures, slots, tuple(sums))


def _count_slots(a: _Sets, b: _Sets) -> tuple[int, int, tuple[int, int]]:
    """Places where equal words stand around different names, figures or days that the other lacks, and around equal.

    Those of dates are counted by themselves.
    """
    counts, of_dates = [0, 0], [0, 0]
    for context in a.slots.keys() & b.slots.keys():
        one, other = a.slots[context], b.slots[context]
        counted = of_dates if context >= OF_A_DATE else counts
        if not set(one).isdisjoint(other):
            counted[1] += 1
        elif not b.words.issuperset(one) and not a.words.issuperset(other):
            counted[0] += 1
    return counts[0], counts[1], (of_dates[0], of_dates[1])


def _share_shingles(a: Signature, b: Signature) -> float:
    """The share of the shorter document's shingles that the other has: containment (Broder 1997)."""
    sampling = max(a.sampling, b.sampling)
    one, other = set(_resample(a, sampling)), set(_resample(b, sampling))
    return len(one & other) / max(1, min(len(one), len(other)))


def _resample(signature: Signature, sampling: int) -> Iterator[int]:
    if signature.sampling == sampling:
        return iter(signature.shingles)
    return (shingle for shingle in signature.shingles if shingle % sampling == 0)
