"""Kind of boilerplate of a block that is one: by its own classes, its neighbours' and its run's.

A linear model over named numbers. A new kind is one line at the end of `Kind`, for the order of `Kind` is that of the
classes, one name in `sum_groups` of `blocks`, a colour in `render/terminal.py` and `data/report.html`, a rule in every
language pack, labels and training.
"""

import math
from collections.abc import Collection, Iterable, Sequence
from operator import itemgetter, mul
from typing import NamedTuple

from newsieve.cleaner.blocks import ScoredBlock, ScoredSpan
from newsieve.cleaner.features.block import share_hits
from newsieve.cleaner.linear import softmax
from newsieve.languages import CATEGORIES
from newsieve.types import Kind

KINDS = tuple(Kind)
CLASSES = ("content", *(kind.value for kind in KINDS))
PLACE = (
    *("to_end", "part", "story_before", "story_after", "since_story", "until_story", "list_before", "list_after"),
    *("chars", "words", "capital_words", "digits", "end", "start", "address", "clock", "date", "question", "shout"),
    *("shared", "slug", "outlet_name", "repeats"),
)  # features of the block's row that kinds are told by
_OFFSETS = (0, -1, 1)
NAMES = (
    *(f"{name}{offset:+d}" for offset in _OFFSETS for name in CLASSES),
    *(f"{name} of the run" for name in CLASSES),
    *PLACE,
    *CATEGORIES,
)
_LEAST_PROBABILITY = 1e-3
_LOG_OUTSIDE = -3.0
_LONGEST_RUN = 10  # blocks looked at on either side


class KindModel(NamedTuple):
    """A row of weights for each kind, its bias last.

    `hint` are the log-odds that the pack's rule lends the kind that it names: "Subscribe" in a menu is a part of the
    menu. From a probability of `share_to_go` on, a piece is of one of the kinds that go. `places` are the numbers of
    PLACE in the rows of the block forest.
    """

    weights: Sequence[Sequence[float]]
    hint: float
    share_to_go: float
    places: Sequence[int]


class LikelyPiece(NamedTuple):
    """A block that is likely to go, or a sentence: its number among the blocks, or the sentences, around it.

    `row` is that of the block, or of the sentence's paragraph, `shares` those of the lexicons' categories.
    """

    blocks: Sequence[ScoredBlock]
    number: int
    row: Sequence[float]
    shares: Sequence[float]


def describe_kinds(blocks: Sequence[ScoredBlock], number: int, place: Sequence[float]) -> list[float]:
    """Return the features NAMES of a block; of a sentence, `place` is that of its paragraph.

    `place` holds the features of PLACE.
    """
    return _describe(blocks, number, place, share_hits([blocks[number].surface])[0])


def weigh_kinds(pieces: Iterable[LikelyPiece], model: KindModel) -> list[tuple[float, ...]]:
    """Return the probabilities of KINDS, which add up to 1, of each piece."""
    logits = []
    for blocks, number, row, shares in pieces:
        numbers = _describe(blocks, number, [row[place] for place in model.places], shares)
        told = [at for at, value in enumerate(numbers) if value]  # the logarithms, and the few categories with hits
        pick = itemgetter(*told)
        values = pick(numbers)
        of_kinds = [sum(map(mul, values, pick(weights))) + weights[-1] for weights in model.weights]
        if named := blocks[number].named:
            of_kinds[KINDS.index(named)] += model.hint
        logits.append(of_kinds)
    return softmax(logits)


def likeliest_kinds(spans: Iterable[ScoredSpan]) -> list[Kind | None]:
    """Return the kind of each span: as it is named, or the likeliest; None where the span is hardly boilerplate."""
    return [span.named or (KINDS[span.kinds.index(max(span.kinds))] if span.kinds else None) for span in spans]


def choose_kinds(spans: Iterable[ScoredSpan], drop: Collection[Kind], share_to_go: float) -> list[Kind | None]:
    """Return the kind of each span: as it is named, or the likeliest of those that go, or of those that stay.

    Those that go are chosen from if they are likelier together than `share_to_go`.
    """
    return [span.named or (_choose(span.kinds, drop, share_to_go) if span.kinds else None) for span in spans]


def _choose(probabilities: Sequence[float], drop: Collection[Kind], share_to_go: float) -> Kind:
    going = sum(share for kind, share in zip(KINDS, probabilities, strict=True) if kind in drop)
    side = [(share, -i) for i, share in enumerate(probabilities) if (KINDS[i] in drop) is (going >= share_to_go)]
    return KINDS[-max(side)[1]]


def _describe(
    blocks: Sequence[ScoredBlock], number: int, place: Sequence[float], shares: Sequence[float]
) -> list[float]:
    numbers: list[float] = []
    for offset in _OFFSETS:
        at = number + offset
        inside = 0 <= at < len(blocks)
        numbers += _logarithms(blocks[at].probabilities) if inside else [_LOG_OUTSIDE] * len(CLASSES)
    run = _run_around(blocks, number)
    numbers += _logarithms([sum(column) / len(run) for column in zip(*run, strict=True)])
    return [*numbers, *place, *shares]


def _logarithms(probabilities: Sequence[float]) -> list[float]:
    return [math.log(share + _LEAST_PROBABILITY) for share in probabilities]


def _run_around(blocks: Sequence[ScoredBlock], number: int) -> list[tuple[float, ...]]:
    """The class probabilities of a block and of those around it that look like boilerplate without a gap."""
    run = [blocks[number].probabilities]
    for step in (-1, 1):
        at = number + step
        while 0 <= at < len(blocks) and abs(at - number) <= _LONGEST_RUN and blocks[at].score > 0:
            run.append(blocks[at].probabilities)
            at += step
    return run
