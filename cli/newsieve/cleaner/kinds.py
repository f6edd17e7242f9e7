"""Which kind of boilerplate a block is, given that it is one: by its own classes, its neighbours' and its run's."""

import math
from collections.abc import Collection, Sequence
from operator import mul

from newsieve.cleaner.context import NAMES
from newsieve.cleaner.sighting import Sighting, share_hits
from newsieve.types import Kind

KINDS = tuple(Kind)
OFFSETS = (0, -1, 1)
_LEAST_CHANCE = 1e-3
_COLUMNS = tuple(map(NAMES.index, (
    "to_end", "part", "story_before", "story_after", "since_story", "until_story", "list_before", "list_after", "chars",
    "words", "capital_words", "digits", "end", "start", "address", "clock", "date", "question", "shout", "shared",
    "slug", "outlet_name", "repeats",
)))  # fmt: skip
_SHARE_TO_GO = 0.4  # below a half, since a caption that goes is a smaller loss than a teaser that stays
_OF_RULE = 3.0  # log-odds
_LONGEST_RUN = 10  # blocks looked at on either side


def describe_kinds(sightings: Sequence[Sighting], number: int, row: Sequence[float]) -> list[float]:
    """The numbers that tell kinds apart: chances of all classes, of the block and around it, its place, its words.

    `row` is what `context.describe` says of the block; of a sentence, what it says of the sentence's paragraph.
    """
    numbers: list[float] = []
    for offset in OFFSETS:
        at = number + offset
        chances = sightings[at].chances if 0 <= at < len(sightings) else ()
        numbers += _logarithms(chances) if chances else [-3.0] * (len(KINDS) + 1)
    run = _run_around(sightings, number)
    numbers += _logarithms([sum(column) / len(run) for column in zip(*run, strict=True)])
    numbers += [row[column] for column in _COLUMNS]
    return numbers + share_hits(sightings[number].shape)


def weigh_kinds(
    numbers: Sequence[float], weights: Sequence[Sequence[float]], named: Kind | None = None
) -> tuple[float, ...]:
    """Chances of KINDS that add up to 1. Each row of weights ends with the bias of its kind.

    What a rule of the pack names is a strong hint and no more: "Subscribe" in a menu is a part of the menu.
    """
    odds = [sum(map(mul, numbers, row)) + row[-1] for row in weights]
    if named:
        odds[KINDS.index(named)] += _OF_RULE
    highest = max(odds)
    powers = [math.exp(odd - highest) for odd in odds]
    whole = sum(powers)
    return tuple([power / whole for power in powers])


def choose_kind(chances: Sequence[float], drop: Collection[Kind]) -> Kind:
    """The likeliest kind of those that go, or of those that stay, whichever are likelier together."""
    going = sum(chance for kind, chance in zip(KINDS, chances, strict=True) if kind in drop)
    side = [(chance, -i) for i, chance in enumerate(chances) if (KINDS[i] in drop) is (going >= _SHARE_TO_GO)]
    return KINDS[-max(side)[1]]


def _logarithms(chances: Sequence[float]) -> list[float]:
    return [math.log(chance + _LEAST_CHANCE) for chance in chances]


def _run_around(sightings: Sequence[Sighting], number: int) -> list[tuple[float, ...]]:
    run = [sightings[number].chances]
    for step in (-1, 1):
        at = number + step
        while 0 <= at < len(sightings) and abs(at - number) <= _LONGEST_RUN and sightings[at].score > 0:
            run.append(sightings[at].chances)
            at += step
    return run
