"""The default ranker: digests as readers would choose them, learned from labels of readers.

Five parts, all plain arithmetic. The chance of each distinct word to be in a summary, by its uses, place and kind
(after Hong & Nenkova 2014, EACL), learned from articles with reference summaries. The points that a reader gives each
sentence, by boosted trees over the features of the sentence and its neighbours. What its words add to that. What two
sentences of a digest are worth together. And how much the digest favours the first sentences of its article.
`python -m newsieve.train ranker` fits all five.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from itertools import combinations, pairwise
from math import ceil, inf
from operator import add
from typing import Any, NamedTuple

from newsieve.data import read_data
from newsieve.forest import NODE_BYTES, Exit, Forest, unpack_nodes
from newsieve.rank.asides import is_aside
from newsieve.rank.budget import Budget
from newsieve.rank.features import FEATURES, PART_OF, PARTS, Row, complete_rows, measure_first
from newsieve.rank.features.context import Context, read_context
from newsieve.rank.lead_bias import (
    LEAD_FEATURES,
    LeadModel,
    LeadStep,
    choose_step,
    describe_lead,
    find_leading,
    weigh_lead,
)
from newsieve.rank.pairs import REPEATS, PairModel, PairWeights, leans_back
from newsieve.rank.search import LARGE_DIGEST, count_sentences, find_best
from newsieve.rank.wording import NO_WORDS, Wording, weigh_wording
from newsieve.text import estimate_words
from newsieve.types import Chosen, Sentences

NEVER = -1.0  # points of a sentence that must not be printed
PITCH = -2.0  # of one that pitches to the reader: a poor sentence is sooner forgiven than an advertisement
_BESIDE = "beside the others"
_LEAD = "lead and length"
_USUAL = 3  # sentences


class RankerModel(NamedTuple):
    """Parts that training fits: `probabilities` of words by cell, trees over FEATURES, and what pairs are worth.

    `first` are trees over FIRST: the candidates that they like least are given up before the rest is measured. A share
    of them is `kept`, at least `least`, and as many times more as the digest has more sentences than usual. Those that
    are hopeless after the first trees of `forest` leave it there (early exit), which hardly a digest notices. `wording`
    are the weights of words, by language. Where the budget is in words, `offset` is added to a sentence's points, the
    first one counts `early` times more, the second one half as much more, and so on, and leading sentences are favoured
    `leading` times as much. `aside` are the points that an aside loses. `lead` says how much a digest favours the
    first sentences of its article.
    """

    probabilities: Sequence[float]
    first: Forest
    kept: float
    least: int
    forest: Forest
    wording: Wording
    pairs: PairModel
    offset: float
    early: float
    leading: float
    aside: float
    lead: LeadModel


_model: ContextVar[RankerModel | None] = ContextVar("ranker model", default=None)


def rank_news(document: Sentences, candidates: Sequence[int], budget: Budget) -> tuple[Chosen, ...]:
    """News: the set that readers would choose, by trees learned from their labels. Linear, plain Python."""
    model = _model.get() or load_ranker_model()
    context = read_context(document, candidates, model.probabilities)
    first, count = measure_first(context), count_sentences(context.sizes, budget)
    kept = find_promising(first, model, count)
    points = rate_rows(context, complete_rows(context, first, kept), kept, model)
    leaning = [leans_back(context, one) for one in kept]
    losses = [
        model.pairs.lean * leans + model.aside * is_aside(context, one) + count_doubt(context, one, worth)
        for one, leans, worth in zip(kept, leaning, points, strict=True)
    ]
    scores = [one - loss for one, loss in zip(points, losses, strict=True)]
    leading = find_leading(context.lines)
    step = choose_step(describe_lead(first, leading, kept, scores), model.lead)
    if budget.words is not None:
        step = step._replace(gain=step.gain * model.leading, price=0.0)  # the budget is a price of words
    lengths = [estimate_words(context.texts[one]) for one in kept]
    extras = weigh_lead(step, leading, kept, lengths, count)
    scores = [*map(add, scores, extras)]
    unwanted = {at for at, score in enumerate(scores) if score < 0}
    if budget.words is not None:
        gains = [1 + model.early / (1 + one) for one in kept]
        scores = [gain * (score + model.offset) for score, gain in zip(scores, gains, strict=True)]
    pairs = PairWeights(context, model.pairs, kept)
    openings = [model.pairs.start * leans for leans in leaning]
    gains = [model.pairs.lean * leans for leans in leaning]
    chosen = find_best(scores, [context.sizes[one] for one in kept], pairs, budget, openings, gains, unwanted)
    together = _share_pairs(chosen, pairs)
    return tuple(
        Chosen(
            candidates[kept[at]],
            round(points[at] + extras[at] + together[at] - losses[at], 4),
            ((_LEAD, round(extras[at], 4)),),
        )
        for at in chosen
    )


def rate_rows(context: Context, rows: Sequence[Row], positions: Sequence[int], model: RankerModel) -> list[float]:
    """Return the points of the candidates at these positions, each by itself; `rows` are their features."""
    weights = model.wording.get(context.pack.code, NO_WORDS)
    return [
        logit + weigh_wording(context.tokens[position], weights)
        for logit, position in zip(model.forest.logits(rows), positions, strict=True)
    ]


def count_doubt(context: Context, position: int, points: float) -> float:
    """Return the points that a candidate loses in the mean, as it may be a pitch, which must not be printed.

    The trees have seen few pitches: labelled articles hardly hold any.
    """
    chances = context.document.boilerplate_probability
    return chances[context.lines[position]] * (points - PITCH) if chances else 0.0


def find_promising(first: Sequence[Sequence[float]], model: RankerModel, count: float) -> Sequence[int]:
    """Return the positions, ascending, of the candidates that a digest of about `count` sentences may be made of."""
    most = ceil(max(model.least, model.kept * len(first)) * max(1, count / _USUAL))
    if len(first) <= most:
        return range(len(first))
    points = model.first.logits(first)
    # A stable sort leaves earlier ones before later ones of the same points.
    return sorted(sorted(range(len(first)), key=points.__getitem__, reverse=True)[:most])


def explain_news(document: Sentences, candidates: Sequence[int], chosen: Sequence[Chosen]) -> tuple[Chosen, ...]:
    """Return what `rank_news` chose with the parts of each score, one for each group of features."""
    model = _model.get() or load_ranker_model()
    context = read_context(document, candidates, model.probabilities)
    wanted = {one.index for one in chosen}
    positions = [position for position, line in enumerate(candidates) if line in wanted]
    rows = complete_rows(context, measure_first(context), positions)
    weights = model.wording.get(context.pack.code, NO_WORDS)
    found = {
        candidates[position]: (row, weigh_wording(context.tokens[position], weights))
        for position, row in zip(positions, rows, strict=True)
    }
    return tuple(one._replace(parts=_name_parts(model.forest, *found[one.index], one)) for one in chosen)


@contextmanager
def use_ranker_model(model: RankerModel) -> Iterator[None]:
    """Rank by another model while it lasts, such as one that has not seen an article."""
    token = _model.set(model)
    try:
        yield
    finally:
        _model.reset(token)


@lru_cache(maxsize=1)
def load_ranker_model() -> RankerModel:
    """Return the model that the package carries."""
    return parse_ranker_model(json.loads(read_data("ranker.json")), read_data("ranker.bin"))


def parse_ranker_model(stored: Mapping[str, Any], nodes: bytes) -> RankerModel:
    """Return a model from its stored form; `nodes` are those of the first trees, then of the forest, packed.

    Raises: ValueError for one that was learned on other features.
    """
    names = (stored["features"], stored["repeats"], stored["lead"]["features"])
    if tuple(map(tuple, names)) != (FEATURES, REPEATS, LEAD_FEATURES):
        raise ValueError("the ranker's model was learned on other features; run python -m newsieve.train ranker")
    packed, size = memoryview(nodes), NODE_BYTES * stored["first_nodes"]
    first = Forest(unpack_nodes(packed[:size]))
    trees, low = stored["exit"]
    forest = Forest(unpack_nodes(packed[size:]), PART_OF, [Exit(trees, low, inf)])
    pairs = PairModel(**stored["pairs"])
    kept, least = stored["kept"]
    in_words = (stored["offset"], stored["early"], stored["leading"])
    bias, weights, steps = (stored["lead"][name] for name in LeadModel._fields)
    lead = LeadModel(bias, weights, [LeadStep(*step) for step in steps])
    return RankerModel(
        stored["chances"], first, kept, least, forest, stored["wording"], pairs, *in_words, stored["aside"], lead
    )


def _share_pairs(positions: Sequence[int], pairs: Mapping[tuple[int, int], float]) -> Mapping[int, float]:
    """Return what each chosen sentence gains or loses by the others: the value of a pair counts for its second one.

    In a large digest only pairs of neighbours count.
    """
    together = dict.fromkeys(positions, 0.0)
    for pair in combinations(positions, 2) if len(positions) <= LARGE_DIGEST else pairwise(positions):
        together[pair[1]] += pairs[pair]
    return together


def _name_parts(forest: Forest, row: Row, wording: float, one: Chosen) -> tuple[tuple[str, float], ...]:
    values = (forest.bias, *forest.contributions(row), wording)
    named = [(name, round(value, 4)) for name, value in zip(("usual", *PARTS, "wording"), values, strict=True)]
    extras = sum([value for _, value in one.parts])
    return (*named, *one.parts, (_BESIDE, round(one.score - extras - sum(values), 4)))
