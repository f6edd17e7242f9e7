"""Span smoothing: a pitch of several paragraphs is one thing, so between firm parts of it doubt counts for the pitch.

The middle of an appeal reads like prose about the news. What stands between two firm pitches for the same thing, at
most `gap` blocks apart, and has a fair chance of its own, is their middle; what looks like the story stays the story,
and so does what stands between an appeal and a box for a newsletter.
"""

from collections.abc import Sequence
from itertools import pairwise

from newsieve.cleaner.blocks import ScoredSpan
from newsieve.cleaner.kinds import likeliest_kind
from newsieve.cleaner.linear import sigmoid
from newsieve.cleaner.thresholds import SpanThresholds
from newsieve.types import Evidence, Kind

_THINGS = {Kind.DONATION: "money", Kind.SUBSCRIPTION: "money", Kind.NEWSLETTER: "an address"}  # that a pitch is for


def smooth_spans(spans: Sequence[ScoredSpan], thresholds: SpanThresholds) -> list[ScoredSpan]:
    """Return the spans of a document's blocks, the middles of pitches with the bonus and the kind of their ends."""
    smoothed = list(spans)
    for number, kind in find_middles(spans, thresholds).items():
        span, bonus = smoothed[number], thresholds.bonus
        terms = (*span.terms, Evidence("the run", bonus))
        smoothed[number] = span._replace(terms=terms, logit=span.logit + bonus, named=span.named or kind)
    return smoothed


def find_middles(spans: Sequence[ScoredSpan], thresholds: SpanThresholds) -> dict[int, Kind]:
    """Return the numbers of blocks that are the middle of a pitch, each with the kind of the firm block before it."""
    kinds = [_firm_kind(span, thresholds) for span in spans]
    firm = [number for number, kind in enumerate(kinds) if kind]
    middles = {}
    for one, other in pairwise(firm):
        kind, behind = kinds[one], kinds[other]
        if kind and behind and _THINGS[kind] == _THINGS[behind] and 1 < other - one <= thresholds.gap + 1:
            fair = [i for i in range(one + 1, other) if sigmoid(spans[i].logit) >= thresholds.fair]
            middles.update(dict.fromkeys(fair, kind))
    return middles


def find_inner(spans: Sequence[ScoredSpan], thresholds: SpanThresholds) -> frozenset[int]:
    """Return the numbers of firm pitches between two others of their kind: they go whole, whatever a sentence is."""
    firm = [(number, kind) for number, span in enumerate(spans) if (kind := _firm_kind(span, thresholds))]
    near = thresholds.gap + 1
    return frozenset(
        at
        for (before, one), (at, kind), (behind, other) in zip(firm, firm[1:], firm[2:], strict=False)
        if one == kind == other and at - before <= near >= behind - at
    )


def _firm_kind(span: ScoredSpan, thresholds: SpanThresholds) -> Kind | None:
    """The kind of a pitch for money or an address that is beyond doubt, else None."""
    if sigmoid(span.logit) < thresholds.firm:
        return None
    kind = span.named or (likeliest_kind(span.kinds) if span.kinds else None)
    return kind if kind in _THINGS else None
