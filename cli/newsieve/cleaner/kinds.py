"""Which kind of boilerplate a block is, given that it is one: by its own classes, its neighbours' and its run's.

A linear model over named numbers; a new kind is one line in `Kind` and labels.
"""

import math
from collections.abc import Collection, Sequence
from operator import mul
from typing import NamedTuple

from newsieve.cleaner.blocks import ScoredBlock
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


def describe_kinds(blocks: Sequence[ScoredBlock], number: int, place: Sequence[float]) -> list[float]:
    """Return the numbers of NAMES for a block; of a sentence, `place` is that of its paragraph.

    `place` holds the features of PLACE.
    """
    numbers: list[float] = []
    for offset in _OFFSETS:
        at = number + offset
        inside = 0 <= at < len(blocks)
        numbers += _logarithms(blocks[at].probabilities) if inside else [_LOG_OUTSIDE] * len(CLASSES)
    run = _run_around(blocks, number)
    numbers += _logarithms([sum(column) / len(run) for column in zip(*run, strict=True)])
    return [*numbers, *place, *share_hits(blocks[number].surface)]


def weigh_kinds(
    blocks: Sequence[ScoredBlock], number: int, row: Sequence[float], model: KindModel
) -> tuple[float, ...]:
    """Return the probabilities of KINDS, which add up to 1; `row` is the block's, or that of a sentence's paragraph."""
    numbers = describe_kinds(blocks, number, [row[place] for place in model.places])
    logits = [sum(map(mul, numbers, weights)) + weights[-1] for weights in model.weights]
    if named := blocks[number].named:
        logits[KINDS.index(named)] += model.hint
    return softmax(logits)


def likeliest_kind(probabilities: Sequence[float]) -> Kind:
    """Return the kind of the highest probability."""
    return KINDS[max(range(len(KINDS)), key=probabilities.__getitem__)]


def choose_kind(probabilities: Sequence[float], drop: Collection[Kind], share_to_go: float) -> Kind:
    """Return the likeliest kind of those that go, or of those that stay, whichever side is likelier."""
    going = sum(share for kind, share in zip(KINDS, probabilities, strict=True) if kind in drop)
    side = [(share, -i) for i, share in enumerate(probabilities) if (KINDS[i] in drop) is (going >= share_to_go)]
    return KINDS[-max(side)[1]]


def _logarithms(probabilities: Sequence[float]) -> list[float]:
    return [math.log(share + _LEAST_PROBABILITY) for share in probabilities]


def _run_around(blocks: Sequence[ScoredBlock], number: int) -> list[tuple[float, ...]]:
    run = [blocks[number].probabilities]
    for step in (-1, 1):
        at = number + step
        while 0 <= at < len(blocks) and abs(at - number) <= _LONGEST_RUN and blocks[at].score > 0:
            run.append(blocks[at].probabilities)
            at += step
    return run
