"""Log-odds that two documents tell one story, from what they share and from what they contradict each other in.

Articles on one topic share their words, and their sentences are built alike: "the strike by guards", "the strike by
drivers". What differs are the names and figures between equal words: these conflicts part two stories, while names,
figures and rare words that both have, and long stretches of the same text, join two tellings.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import compress
from math import log1p, sqrt
from typing import NamedTuple

from newsieve.stories.model import StoryModel
from newsieve.stories.signature import OF_A_DATE, OF_A_FIGURE, Signature
from newsieve.stories.weights import SCALE, WordWeights

FEATURES = (
    *("rare share", "title share", "title of the other", "lead share", "lead of the other"),
    *("names", "name share", "names of the other", "figures", "figure share", "figures of the other", "title in lead"),
    *("rare leads", "name part", "names of few", "words of few", "length"),
    *("copied", "long copied", "conflicts", "agreements", "days", "undated"),
    *("date conflicts", "date agreements"),
    *("repeated share", "repeated", "repeated of the other", "amounts", "other amounts"),
    *("title left", "names left", "figures left", "titles"),
    *("plain", "plain lead share", "plain lead of the other", "plain leads", "plain title", "plain titles"),
    *("plain cosine", "plain lead cosine", "plain title left", "names to plain"),
    *("names at large", "figures at large", "rare at large", "names to rare", "subject left"),
)
# Each feature argues one way only: 1 for one story, -1 against it, 0 is free.
SIGNS: Mapping[str, int] = dict.fromkeys(FEATURES, 1) | {
    "copied": 0, "conflicts": -1, "days": -1, "undated": -1, "length": -1, "date conflicts": -1,
    "other amounts": -1, "title left": -1, "names left": -1, "figures left": -1,
    "plain title left": -1, "names to plain": -1, "names to rare": 0, "subject left": -1,
}  # fmt: skip
_SMOOTHING = 30 * SCALE
_PLAIN_SMOOTHING = 60 * SCALE
_SMOOTHING_AT_LARGE = 10 * SCALE
_LONG_COPY = 0.4
_MOST_DAYS = 60
_LEAST_RESEMBLANCE = 0.5  # of near-copies; of 666 invented articles no two on one topic have more than 0.32
_SURELY_ONE = 0.4  # log-odds of near-copies, whose subject is the same too; invented ones have 0.49 and more
_CACHED = 1024  # documents whose sets are kept
_CACHED_PAIRS = 1 << 17


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
    stems: frozenset[int]
    repeated: frozenset[int]  # the stems of words that are said again
    plain: frozenset[int]  # the stems of words that are neither names nor figures, nor common at large
    plain_title: frozenset[int]
    plain_lead: frozenset[int]  # of the title too
    subject: frozenset[int]  # what the headline names and the text says again
    contexts: frozenset[int]
    slots: Mapping[int, tuple[int, ...]]
    shingles: frozenset[int]
    sampling: int
    # Sums of squares: rare, title, lead, names, figures, rare title, rare lead, repeated, plain, its title, its lead.
    sums: tuple[int, ...]


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
        if names := self._find_series(a, b):
            a, b = _leave_out(a, names), _leave_out(b, names)
        rare = a.rare & b.rare
        shared = self._add(rare)
        (conflicts, agreements), of_dates, of_figures = _count_slots(a, b)
        copied = _share_shingles(a, b)
        days = self._find_distance(one, other)
        return (
            *self._measure_words(a, b, shared),
            *self._measure_facts(a, b, rare, shared),
            copied, max(0.0, copied - _LONG_COPY),
            log1p(conflicts), log1p(agreements),
            0.0 if days is None else log1p(min(days, _MOST_DAYS)), float(days is None),
            *map(float, of_dates),
            *self._measure_repeated(a, b),
            *map(log1p, reversed(of_figures)),
            min(self._count(a.rare_title - b.words), self._count(b.rare_title - a.words)),
            min(self._count(a.names & a.rare_lead - b.words), self._count(b.names & b.rare_lead - a.words)),
            min(self._count(a.figures & a.lead - b.words), self._count(b.figures & b.lead - a.words)),
            self._share(min(a.sums[1], b.sums[1]), a.title & b.title),
            *self._measure_plain(a, b, rare),
        )  # fmt: skip

    def is_copy(self, one: int, other: int) -> bool:
        """Whether two documents are one text but for some sentences: most shingles and the subject are the same.

        Reports after one pattern share as many shingles. What their headlines name, and their texts say again, differs.
        """
        if self._signatures[one] == self._signatures[other]:
            return True
        a, b = self._sets(one), self._sets(other)
        if _find_resemblance(a, b) < _LEAST_RESEMBLANCE or self.score(one, other) < _SURELY_ONE:
            return False
        return a.subject <= b.words and b.subject <= a.words

    def _find_series(self, a: _Sets, b: _Sets) -> AbstractSet[int]:
        """Words that two headlines share and neither text says: the name of a column, which tells no story."""
        stems, said = self._weights.stems, a.repeated | b.repeated
        return {number for number in a.title & b.title if stems[number] not in said}

    def _measure_words(self, a: _Sets, b: _Sets, shared: int) -> tuple[float, ...]:
        titles = self._share(a.sums[1], a.title & b.words), self._share(b.sums[1], b.title & a.words)
        leads = self._share(a.sums[2], a.lead & b.words), self._share(b.sums[2], b.lead & a.words)
        return (
            shared / sqrt((a.sums[0] + SCALE) * (b.sums[0] + SCALE)),
            min(titles), max(titles), min(leads), max(leads),
        )  # fmt: skip

    def _measure_facts(self, a: _Sets, b: _Sets, rare: AbstractSet[int], shared: int) -> tuple[float, ...]:
        both_names, figures = a.names & b.names, a.figures & b.figures
        facts = both_names | figures
        names = self._share(a.sums[3], a.names & b.words), self._share(b.sums[3], b.names & a.words)
        by_figures = self._share(a.sums[4], figures), self._share(b.sums[4], figures)
        tops = (
            self._share(a.sums[5], a.rare_title & (b.title | b.lead)),
            self._share(b.sums[5], b.rare_title & (a.title | a.lead)),
        )
        return (
            self._count(both_names), min(names), max(names),
            self._count(figures), min(by_figures), max(by_figures),
            max(tops),
            self._share(min(a.sums[6], b.sums[6]), a.rare_lead & b.rare_lead),
            self._add(facts) / (shared + _SMOOTHING),
            self._count_few(facts), self._count_few(rare - facts), log1p(min(len(a.words), len(b.words))),
        )  # fmt: skip

    def _measure_repeated(self, a: _Sets, b: _Sets) -> tuple[float, ...]:
        shares = self._share_stems(a.sums[7], a.repeated & b.stems), self._share_stems(b.sums[7], b.repeated & a.stems)
        both = self._share_stems(min(a.sums[7], b.sums[7]), a.repeated & b.repeated)
        return both, min(shares), max(shares)

    def _measure_plain(self, a: _Sets, b: _Sets, rare: AbstractSet[int]) -> tuple[float, ...]:
        """Measure what both say beside names and figures, which tells what happens from where and to whom.

        Weights are those at large: in a run of few documents the name of a town is as rare as any word.
        """
        share, (all_a, title_a, lead_a), (all_b, title_b, lead_b) = self._share_plain, a.sums[8:], b.sums[8:]
        plain, leads, named = a.plain & b.plain, a.plain_lead & b.plain_lead, a.names & b.names
        shares = share(lead_a, a.plain_lead & plain), share(lead_b, b.plain_lead & plain)
        titles = share(title_a, a.plain_title & leads), share(title_b, b.plain_title & leads)
        left = min(self._add_plain(a.plain_title - b.stems), self._add_plain(b.plain_title - a.stems))
        told, names = self._add_plain(plain), self._add_at_large(named)
        figures = self._add_at_large((a.figures & b.figures) - named)
        others = self._add_at_large(rare - a.names - b.names - a.figures)
        return (
            log1p(told / SCALE), min(shares), max(shares), share(min(lead_a, lead_b), leads),
            max(titles), share(min(title_a, title_b), a.plain_title & b.plain_title),
            share(sqrt(all_a * all_b), plain), share(sqrt(lead_a * lead_b), leads),
            left / SCALE, names / (names + figures + told + _SMOOTHING_AT_LARGE),
            log1p(names / SCALE), log1p(figures / SCALE), log1p(others / SCALE),
            names / (names + figures + others + _SMOOTHING_AT_LARGE),
            min(self._add_at_large(a.subject - b.words), self._add_at_large(b.subject - a.words)) / SCALE,
        )  # fmt: skip

    def _add_plain(self, stems: AbstractSet[int]) -> int:
        return sum(map(self._weights.plain.__getitem__, stems))

    def _add_at_large(self, numbers: AbstractSet[int]) -> int:
        return sum(map(self._weights.at_large.__getitem__, numbers))

    def _square_plain(self, stems: AbstractSet[int]) -> int:
        return sum(map(self._weights.plain_square.__getitem__, stems))

    def _share_plain(self, total: float, both: AbstractSet[int]) -> float:
        return self._square_plain(both) / (total + _PLAIN_SMOOTHING)

    def _add(self, numbers: AbstractSet[int]) -> int:
        return sum(map(self._weights.square.__getitem__, numbers))

    def _share(self, total: int, both: AbstractSet[int]) -> float:
        return sum(map(self._weights.square.__getitem__, both)) / (total + _SMOOTHING)

    def _share_stems(self, total: int, both: AbstractSet[int]) -> float:
        return sum(map(self._weights.stem_square.__getitem__, both)) / (total + _SMOOTHING)

    def _count(self, numbers: AbstractSet[int]) -> float:
        return log1p(sum(map(self._weights.single.__getitem__, numbers)) / SCALE)

    def _count_few(self, numbers: AbstractSet[int]) -> float:
        """Count words, each the less the more documents have it."""
        return log1p(sum(map(self._weights.few.__getitem__, numbers)) / SCALE)

    def _find_distance(self, one: int, other: int) -> float | None:
        a, b = self._days[one], self._days[other]
        return None if a is None or b is None else abs(a - b)

    def _make_sets(self, index: int) -> _Sets:
        signature = self._signatures[index]
        is_rare = self._weights.is_rare
        words, title, lead = frozenset(signature.words), frozenset(signature.title), frozenset(signature.lead)
        names, figures = frozenset(signature.names), frozenset(signature.figures)
        rare = frozenset(compress(signature.words, map(is_rare.__getitem__, signature.words)))
        first = title | lead
        slots: dict[int, tuple[int, ...]] = {}
        for context, filler in zip(signature.contexts, signature.fillers, strict=True):
            slots[context] = (*slots.get(context, ()), filler)
        sums = [self._add(part) for part in (rare, title, lead, names, figures, rare & title, rare & first)]
        stem_of = self._weights.stems.__getitem__
        stems, repeated = frozenset(map(stem_of, signature.words)), frozenset(map(stem_of, signature.repeated))
        sums.append(sum(map(self._weights.stem_square.__getitem__, repeated)))
        told = map(stem_of, words - names - figures)
        plain = frozenset(filter(self._weights.plain.__getitem__, told)).difference(map(stem_of, names))
        subject = rare.intersection(title, signature.repeated)
        plain_title = plain.intersection(map(stem_of, title))
        plain_lead = plain.intersection(map(stem_of, first))
        sums += map(self._square_plain, (plain, plain_title, plain_lead))
        return _Sets(
            words, rare, title, rare & title, lead, rare & first, names, figures, stems, repeated,
            plain, plain_title, plain_lead, subject,
            frozenset(slots), slots, frozenset(signature.shingles), signature.sampling, tuple(sums),
        )  # fmt: skip


def _leave_out(sets: _Sets, words: AbstractSet[int]) -> _Sets:
    """The sets without some words; the sums stay, so that what is left makes up less of them."""
    return sets._replace(
        words=sets.words - words, rare=sets.rare - words, title=sets.title - words, rare_title=sets.rare_title - words,
        rare_lead=sets.rare_lead - words, names=sets.names - words, figures=sets.figures - words,
    )  # fmt: skip


def _count_slots(a: _Sets, b: _Sets) -> list[list[int]]:
    """Count places where equal words stand around what the other lacks, and around what both have.

    Those of names, figures and days, those of dates, and those of figures with the word behind them by themselves.
    """
    counts = [[0, 0], [0, 0], [0, 0]]
    for context in a.contexts & b.contexts:
        one, other = a.slots[context], b.slots[context]
        counted = counts[1 if context >= OF_A_DATE else 2 if context >= OF_A_FIGURE else 0]
        if not set(one).isdisjoint(other):
            counted[1] += 1
        elif not b.words.issuperset(one) and not a.words.issuperset(other):
            counted[0] += 1
    return counts


def _share_shingles(a: _Sets, b: _Sets) -> float:
    """The share of the shorter document's shingles that the other has: containment (Broder 1997)."""
    one, other = _resample(a, b)
    return len(one & other) / max(1, min(len(one), len(other)))


def _find_resemblance(a: _Sets, b: _Sets) -> float:
    """The share of both documents' shingles that both have: resemblance (Broder 1997)."""
    one, other = _resample(a, b)
    return len(one & other) / max(1, len(one | other))


def _resample(a: _Sets, b: _Sets) -> Iterator[AbstractSet[int]]:
    """The shingles of each, sampled as those of the longer one are."""
    sampling = max(a.sampling, b.sampling)
    for sets in (a, b):
        is_so = sets.sampling == sampling
        yield sets.shingles if is_so else {shingle for shingle in sets.shingles if shingle % sampling == 0}
