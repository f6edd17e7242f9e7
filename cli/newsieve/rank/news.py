"""The default ranker: whole digests, rated by a linear model learned from articles with reference summaries.

Three parts, all plain arithmetic: the chance of each distinct word to be in a summary, by its uses, place and kind
(after Hong & Nenkova 2014, EACL); a score of each sentence by place, length and form; and a score of each set of
sentences by what its words promise together, by redundancy and by what it leans on. The weights were fitted to the
expected ROUGE of digests (minimum risk training, Och 2003, ACL) by `python -m newsieve.train ranker`.
"""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import add, mul
from typing import Any, NamedTuple

from newsieve.data import read_data
from newsieve.model import Chosen, Story
from newsieve.rank.budget import Budget, pick_best
from newsieve.rank.digests import Bench, Digest, find_digests, take_first
from newsieve.rank.measures import Measures, measure
from newsieve.rank.readable import count_flaws

BUDGETS = ("sentences", "few words", "many words")
_FEW_WORDS = 80  # the weights were learned at 60 and 100 words
_LARGE_DIGEST = 8  # sentences: above it each is rated by itself, since sets of so many cannot be tried
_EARLY = 3  # the first sentences have weights of their own
_WORD_NUMBERS = 12  # of NUMBERS: those about words; the others are about form
# What one flaw of readability (readable.py) weighs against the model's rating. Out of fold, mean ROUGE-1 gain over the
# lead at 3 sentences and digests that open with a pronoun or connective (lead: 4.0 %): 0: 1.73, 4.5 %; 1: 1.69, 3.1 %;
# 3: 1.60, 1.8 %.
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


def news(story: Story, pool: Sequence[int], budget: Budget) -> tuple[Chosen, ...]:
    """News: whole digests rated by a model of place, form and words that a summary would use. Linear, plain Python."""
    return rank_news(story, pool, budget, load_weights())


def rank_news(story: Story, pool: Sequence[int], budget: Budget, weights: Weights) -> tuple[Chosen, ...]:
    """Return what `news` chooses with other weights, such as those of a fold."""
    measures = measure(story, pool)
    bench = make_bench(measures, budget, weights.words)
    terms, alone = _rate_sentences(bench, weights)
    places: Sequence[int]
    if _count_sentences(budget, measures) > _LARGE_DIGEST:
        places = pick_best(alone, measures.sizes, budget)
    else:
        rated = _rate_digests(bench, [sum(parts) for parts in terms], alone, weights)
        places = max(rated, key=lambda pair: pair[0] - _FLAW * count_flaws(measures, pair[1]))[1].places
    return tuple(
        Chosen(pool[place], round(alone[place], 4), _name_parts(terms[place], alone[place]), _skip(measures, place))
        for place in places
    )


def search(measures: Measures, budget: Budget, weights: Weights) -> list[tuple[float, Digest]]:
    """Return the digests that are weighed against each other, each with its rating, readable or not."""
    bench = make_bench(measures, budget, weights.words)
    terms, alone = _rate_sentences(bench, weights)
    return _rate_digests(bench, [sum(parts) for parts in terms], alone, weights)


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


def make_bench(measures: Measures, budget: Budget, words: Sequence[Sequence[float]]) -> Bench:
    """Return what digests are grown from; `words` are the chances of words by kind of story and cell."""
    chances = words[measures.length]
    back = tuple(opening.points_back for opening in measures.openings)
    return Bench(measures, {word: chances[cell] for word, cell in measures.cells.items()}, budget, back, {})


def _rate_set(bench: Bench, digest: Digest, sets: Sequence[float]) -> float:
    rating: float = sum(map(mul, bench.describe(digest), sets))
    return rating


def _rate_sentences(bench: Bench, weights: Weights) -> tuple[list[tuple[float, ...]], list[float]]:
    """Return the terms of each sentence, and how good it is as a digest of its own."""
    name = name_budget(bench.budget)
    single = bench._replace(budget=Budget(1))  # a sentence by itself fills a budget of one
    terms = [_rate_sentence(bench.measures, place, weights, name) for place in range(len(bench.measures.sizes))]
    alone = [
        sum(parts) + _rate_set(single, single.grow(Digest(), place), weights.sets[name])
        for place, parts in enumerate(terms)
    ]
    return terms, alone


def _rate_digests(
    bench: Bench, scores: Sequence[float], alone: Sequence[float], weights: Weights
) -> list[tuple[float, Digest]]:
    """Return digests with their ratings; only differences within a document and a budget mean something."""
    order = sorted(range(len(alone)), key=lambda place: (-alone[place], place))
    sets = weights.sets[name_budget(bench.budget)]
    return [
        (sum([scores[place] for place in digest.places]) + _rate_set(bench, digest, sets), digest)
        for digest in (take_first(bench), *find_digests(bench, order))
    ]


def _rate_sentence(measures: Measures, place: int, weights: Weights, budget: str) -> tuple[float, ...]:
    """Return the terms of a sentence by itself: place, length, words, form."""
    numbers, bins = measures.numbers[place], measures.bins[place]
    factors = list(map(mul, numbers, weights.numbers))
    if place < _EARLY:
        factors = list(map(add, factors, map(mul, numbers, weights.early)))
    at = weights.place[budget][measures.length][bins[0]]
    at += weights.steps["place from end"][bins[1]] + weights.steps["relative place"][bins[2]]
    length = weights.length[budget][bins[3]] + weights.steps["relative length"][bins[4]]
    return at, length, sum(factors[:_WORD_NUMBERS]), sum(factors[_WORD_NUMBERS:])


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
