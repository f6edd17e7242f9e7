"""The default ranker: whole digests, rated by a linear model learned from articles with reference summaries.

Three parts, all plain arithmetic: the chance of each distinct word to be in a summary, by its uses, place and kind
(after Hong & Nenkova 2014, EACL); a score of each sentence by place, length and form; and a score of each set of
sentences by what its words promise together, by redundancy and by what it leans on. The weights were fitted to the
expected ROUGE of digests (minimum risk training, Och 2003, ACL) by `python -m newsieve.train ranker`.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain, islice
from math import fsum, inf
from operator import add, mul
from typing import Any, NamedTuple

from newsieve.data import read_data
from newsieve.rank.budget import Budget, pick_best
from newsieve.rank.digests import Bench, Digest, Likeness, grow_digests
from newsieve.rank.measures import WORD_NUMBERS, Measures, measure
from newsieve.rank.readable import count_flaws, count_own_flaws
from newsieve.types import Chosen, Sentences

BUDGETS = ("sentences", "few words", "many words")
_FEW_WORDS = 80  # the weights were learned at 60 and 100 words
_LARGE_DIGEST = 8  # sentences: above it each is rated by itself, since sets of so many cannot be tried
_EARLY = 3  # the first sentences have weights of their own
_STEPS = ("place from end", "relative place", "relative length")
# What one flaw of readability (readable.py) weighs against the model's rating. Out of fold, mean ROUGE-1 gain over the
# lead at 3 sentences, and digests that open with he, she, it, this, but, however … (lead: 2.1 %): 0: 1.83, 2.1 %;
# 1: 1.80, 1.3 %; 3: 1.74, 0.6 %.
_FLAW = 3.0
PARTS = ("place", "length", "words", "form", "what it tells")


class Weights(NamedTuple):
    """`place` by budget and kind of story; `length`, `sets` by budget; `steps` by name of BINS; `words` by kind.

    `numbers` and `early` (for the first three sentences, in addition) belong to NUMBERS; `words` are chances, by cell.
    """

    place: Mapping[str, Sequence[Sequence[float]]]
    length: Mapping[str, Sequence[float]]
    steps: Mapping[str, Sequence[float]]
    numbers: Sequence[float]
    early: Sequence[float]
    sets: Mapping[str, Sequence[float]]
    words: Sequence[Sequence[float]]


def news(document: Sentences, pool: Sequence[int], budget: Budget) -> tuple[Chosen, ...]:
    """News: whole digests rated by a model of place, form and words that a summary would use. Linear, plain Python."""
    return rank_news(document, pool, budget, load_weights())


def rank_news(document: Sentences, pool: Sequence[int], budget: Budget, weights: Weights) -> tuple[Chosen, ...]:
    """Return what `news` chooses with other weights, such as those of a fold."""
    measures = measure(document, pool)
    terms = _rate_sentences(measures, budget, weights)
    bench = make_bench(measures, budget, weights, terms)
    alone = _rate_alone(bench)
    places: Sequence[int]
    if _count_sentences(budget, measures) > _LARGE_DIGEST:
        told = [score - _FLAW * count_own_flaws(measures, place) for place, score in enumerate(alone)]
        places = pick_best(told, measures.sizes, budget)
    else:
        places = _find_best(bench, _rate_digests(bench, alone))
    return tuple(
        Chosen(pool[place], round(alone[place], 4), _name_parts(terms[place], alone[place]), _skip(measures, place))
        for place in places
    )


def search(measures: Measures, budget: Budget, weights: Weights) -> list[tuple[float, Digest]]:
    """Return the digests that are weighed against each other, each with its rating, readable or not.

    None where the budget holds more sentences than sets can be tried of.
    """
    if _count_sentences(budget, measures) > _LARGE_DIGEST:
        return []
    bench = make_bench(measures, budget, weights, _rate_sentences(measures, budget, weights))
    return _rate_digests(bench, _rate_alone(bench))


@lru_cache(maxsize=1)
def load_weights() -> Weights:
    """Return the weights that the package carries."""
    stored = json.loads(read_data("ranker.json"))
    return read_weights(stored["weights"])


def read_weights(stored: Mapping[str, Any]) -> Weights:
    """Return weights from their stored form."""
    return Weights(**stored)


def name_budget(budget: Budget) -> str:
    """Return the one of BUDGETS whose weights a budget takes."""
    if budget.words is None:
        return BUDGETS[0]
    return BUDGETS[1] if budget.words <= _FEW_WORDS else BUDGETS[2]


def make_bench(measures: Measures, budget: Budget, weights: Weights, terms: Iterable[Sequence[float]]) -> Bench:
    """Return what digests are grown from; `terms` are those of each sentence's score."""
    sets = weights.sets[name_budget(budget)]
    chances = [*map(weights.words[measures.length].__getitem__, measures.cells)]
    fresh = iter(chances)  # words have their numbers in order of appearance
    hopes = [fsum(chain(islice(fresh, found.fresh), map(chances.__getitem__, found.known))) for found in measures.words]
    back = tuple([opening.points_back for opening in measures.openings])
    return Bench(measures, budget, sets, [*map(sum, terms)], hopes, chances, back, Likeness(measures.words))


def _rate_sentences(measures: Measures, budget: Budget, weights: Weights) -> list[tuple[float, ...]]:
    """Return the terms of each sentence by itself: place, length, words, form."""
    name = name_budget(budget)
    places = weights.place[name][measures.length]
    lengths = weights.length[name]
    from_end, relative_place, relative_length = (weights.steps[step] for step in _STEPS)
    split = len(WORD_NUMBERS)
    terms: list[tuple[float, ...]] = []
    for number, (numbers, bins) in enumerate(zip(measures.numbers, measures.bins, strict=True)):
        factors = weights.numbers
        if number < _EARLY:
            factors = [*map(add, factors, weights.early)]
        form = factors[split:]
        terms.append(
            (
                places[bins[0]] + from_end[bins[1]] + relative_place[bins[2]],
                lengths[bins[3]] + relative_length[bins[4]],
                sum(map(mul, numbers[:split], factors)),
                sum(map(mul, numbers[split:], form)),
            )
        )
    return terms


def _rate_alone(bench: Bench) -> list[float]:
    """Return how good each sentence is as a digest of its own."""
    single = bench._replace(budget=Budget(1))  # a sentence by itself fills a budget of one
    return [single.rate(single.grow(Digest(), place)) for place in range(len(bench.scores))]


def _rate_digests(bench: Bench, alone: Sequence[float]) -> list[tuple[float, Digest]]:
    """Return digests with their ratings; only differences within a document and a budget mean something."""
    order = sorted(range(len(alone)), key=lambda place: (-alone[place], place))
    return [(bench.rate(digest), digest) for digest in grow_digests(bench, order)]


def _find_best(bench: Bench, rated: Sequence[tuple[float, Digest]]) -> tuple[int, ...]:
    """Return the places of the digest with the highest rating, flaws deducted; the first one among equals."""
    highest = -inf
    best: tuple[int, ...] = ()
    for rating, digest in rated:
        if rating > highest:
            left = rating - _FLAW * count_flaws(bench, digest.places)
            if left > highest:
                highest, best = left, digest.places
    return best


def _name_parts(terms: Sequence[float], alone: float) -> tuple[tuple[str, float], ...]:
    values = (*terms, alone - sum(terms))
    return tuple((name, round(value, 4)) for name, value in zip(PARTS, values, strict=True))


def _skip(measures: Measures, place: int) -> int:
    return measures.openings[place].dateline


def _count_sentences(budget: Budget, measures: Measures) -> float:
    """Return about how many sentences the budget holds."""
    if budget.words is None:
        return float(budget.sentences or 1)
    return budget.words * len(measures.sizes) / max(1, sum(measures.sizes))
