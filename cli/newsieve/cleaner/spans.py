"""Span smoothing: a pitch of several paragraphs is one thing, so between firm parts of it doubt counts for the pitch.

The middle of an appeal reads like prose about the news. What stands between two firm pitches for the same thing, at
most `gap` blocks apart, and has a fair chance of its own, is their middle; what looks like the story stays the story,
and so does what stands between an appeal and a box for a newsletter. A block beside a firm pitch is its edge, an opener
or a signature, if its own chance is good.
"""

from collections.abc import Sequence
from itertools import pairwise

from newsieve.cleaner.blocks import ScoredSpan
from newsieve.cleaner.kinds import likeliest_kinds
from newsieve.cleaner.linear import to_logit
from newsieve.cleaner.thresholds import SpanThresholds
from newsieve.types import Evidence, Kind

THINGS = {Kind.DONATION: "money", Kind.SUBSCRIPTION: "money", Kind.NEWSLETTER: "an address"}  # that a pitch is for
FirmPitch = tuple[int, Kind]  # number of its block, and its kind


def smooth_spans(spans: Sequence[ScoredSpan], thresholds: SpanThresholds) -> list[ScoredSpan]:
    """Return the spans of a document's blocks, the middles of pitches with a bonus and the kind of the end before.

    The edges of pitches have a bonus too, and keep their own kind.
    """
    smoothed, firm = list(spans), find_firm(spans, thresholds)
    middles = find_middles(spans, firm, thresholds)
    for number, kind in middles.items():
        smoothed[number] = _lend(spans[number], thresholds.bonus)._replace(named=spans[number].named or kind)
    for number in find_edges(spans, firm, thresholds) - set(middles):
        smoothed[number] = _lend(spans[number], thresholds.edge_bonus)
    return smoothed


def find_firm(spans: Sequence[ScoredSpan], thresholds: SpanThresholds) -> list[FirmPitch]:
    """Return the numbers and kinds of pitches for money or an address that are beyond doubt."""
    firm = [(i, span) for i, span in enumerate(spans) if span.logit >= to_logit(thresholds.firm)]
    kinds = likeliest_kinds([span for _, span in firm]) if firm else []
    return [(i, kind) for (i, _), kind in zip(firm, kinds, strict=True) if kind in THINGS]


def find_middles(spans: Sequence[ScoredSpan], firm: Sequence[FirmPitch], thresholds: SpanThresholds) -> dict[int, Kind]:
    """Return the numbers of blocks that are the middle of a pitch, each with the kind of the firm block before it."""
    fair_logit, middles = to_logit(thresholds.fair), {}
    for (one, kind), (other, behind) in pairwise(firm):
        if THINGS[kind] == THINGS[behind] and 1 < other - one <= thresholds.gap + 1:
            fair = [i for i in range(one + 1, other) if spans[i].logit >= fair_logit]
            middles.update(dict.fromkeys(fair, kind))
    return middles


def find_edges(spans: Sequence[ScoredSpan], firm: Sequence[FirmPitch], thresholds: SpanThresholds) -> frozenset[int]:
    """Return the numbers of the blocks beside a firm pitch that have a good chance and are not firm themselves."""
    least, numbers = to_logit(thresholds.edge), {number for number, _ in firm}
    beside = {number + step for number in numbers for step in (-1, 1)} - numbers
    return frozenset(i for i in beside if 0 <= i < len(spans) and spans[i].logit >= least)


def find_inner(spans: Sequence[ScoredSpan], thresholds: SpanThresholds) -> frozenset[int]:
    """Return the numbers of firm pitches between two others of their kind: they go whole, whatever a sentence is."""
    firm = find_firm(spans, thresholds)
    near = thresholds.gap + 1
    return frozenset(
        at
        for (before, one), (at, kind), (behind, other) in zip(firm, firm[1:], firm[2:], strict=False)
        if one == kind == other and at - before <= near >= behind - at
    )


def _lend(span: ScoredSpan, bonus: float) -> ScoredSpan:
    return span._replace(terms=(*span.terms, Evidence("the run", bonus)), logit=span.logit + bonus)
