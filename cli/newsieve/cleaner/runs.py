"""A pitch of several paragraphs is one thing: between parts of it that are beyond doubt, doubt counts for the pitch.

The middle of an appeal reads like prose about the news. What stands between two firm pitches for the same thing, at
most LONGEST_GAP blocks apart, and has a fair chance of its own, is their middle; what looks like the story stays the
story, and so does what stands between an appeal and a box for a newsletter.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from newsieve.cleaner.kinds import KINDS
from newsieve.types import Evidence, Kind

# Measured out of fold: all 15 blocks of FAIR or more between two ends of 0.9 were pitches; of those below, a story line
# of a short text came to 0.45 (tests/test_clean.py).
FIRM, FAIR = 0.95, 0.6  # probabilities
LONGEST_GAP = 3  # blocks
CARRIED = 3.0  # log-odds that the ends lend the middle
_THINGS = {Kind.DONATION: "money", Kind.SUBSCRIPTION: "money", Kind.NEWSLETTER: "an address"}  # that a pitch is for


class Case(NamedTuple):
    """What is argued of a range, before a level decides."""

    start: int
    end: int
    probability: float
    kinds: tuple[float, ...]  # chances of each, given that it is one; none where that is out of the question
    named: Kind | None  # by a rule, or by the run
    terms: tuple[Evidence, ...]
    is_part: bool = False  # of a paragraph


def find_middles(cases: Sequence[Case]) -> dict[int, Kind]:
    """The numbers of blocks that are the middle of a run of pitches, each with the kind of the pitch before it."""
    kinds = [_firm_kind(case) for case in cases]
    firm = [number for number, kind in enumerate(kinds) if kind]
    middles = {}
    for one, other in pairwise(firm):
        kind, behind = kinds[one], kinds[other]
        if kind and behind and _THINGS[kind] == _THINGS[behind] and 1 < other - one <= LONGEST_GAP + 1:
            middles.update({i: kind for i in range(one + 1, other) if cases[i].probability >= FAIR})
    return middles


def find_inner(cases: Sequence[Case]) -> frozenset[int]:
    """The numbers of firm pitches between two others of their kind: they go whole, whatever a sentence looks like."""
    firm = [(number, kind) for number, case in enumerate(cases) if (kind := _firm_kind(case))]
    near = LONGEST_GAP + 1
    return frozenset(
        at
        for (before, one), (at, kind), (behind, other) in zip(firm, firm[1:], firm[2:], strict=False)
        if one == kind == other and at - before <= near >= behind - at
    )


def _firm_kind(case: Case) -> Kind | None:
    """The kind of a pitch for money that is beyond doubt, else None."""
    if case.probability < FIRM:
        return None
    kind = case.named or (KINDS[max(range(len(KINDS)), key=case.kinds.__getitem__)] if case.kinds else None)
    return kind if kind in _THINGS else None
