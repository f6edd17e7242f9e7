"""Which kind of boilerplate a block is, given that it is one."""

import math
from collections.abc import Sequence

from newsieve.clean.context import Sighting
from newsieve.model import Kind

_KINDS = tuple(Kind)
_FLOOR = 1e-4
_PULL = 0.35  # weight of a neighbour's kinds beside the block's own


def name_kind(sightings: Sequence[Sighting], number: int) -> Kind:
    """The likeliest kind of one block, by its own chances and, less so, those of the blocks beside it."""
    odds = [math.log(chance + _FLOOR) for chance in sightings[number].chances[1:]]
    for beside in (number - 1, number + 1):
        if 0 <= beside < len(sightings) and sightings[beside].score > 0:
            pulls = [_PULL * math.log(chance + _FLOOR) for chance in sightings[beside].chances[1:]]
            odds = [odd + pull for odd, pull in zip(odds, pulls, strict=True)]
    return _KINDS[max(range(len(odds)), key=odds.__getitem__)]
