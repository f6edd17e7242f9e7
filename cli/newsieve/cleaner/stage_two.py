"""Stage two of the cascade: the logit of each block from the forest over its features, and what else argues of it."""

from collections.abc import Sequence

from newsieve.cleaner.blocks import ScoredSpan
from newsieve.cleaner.evidence import add_up, weigh_blocks
from newsieve.cleaner.features.document import DocumentContext
from newsieve.cleaner.features.registry import Row, compute_columns
from newsieve.cleaner.kinds import LikelyPiece, weigh_kinds
from newsieve.cleaner.request import Request, Signals
from newsieve.cleaner.rules import name_by_rules


def score_spans(request: Request, context: DocumentContext, signals: Signals) -> list[ScoredSpan]:
    """Return the span of each block; those that the context does not ask for keep stage one's calibrated logit."""
    model, blocks = request.model, request.blocks
    terms, named = weigh_blocks(request, signals), name_by_rules(signals.user_matches)
    columns = compute_columns(model.blocks.features, context)
    slope, intercept = model.gate.slope, model.gate.intercept
    bases = [slope * score + intercept for score in context.scores]
    rows: list[Sequence[float]] = [()] * len(blocks)
    for place, (number, row) in enumerate(zip(context.asked, zip(*columns, strict=True), strict=True)):
        bases[number], rows[number] = model.blocks.forest.logit(row), Row(columns, place)
    described = zip(blocks, bases, rows, signals.matches, terms, named, strict=True)
    unsummed = (
        ScoredSpan(block.start, block.end, base, row, matches, tuple(own), named=kind)
        for block, base, row, matches, own, kind in described
    )
    spans = add_up(unsummed, signals.user_matches)
    pairs = zip(context.asked, context.shares, strict=True)
    likely = [LikelyPiece(context.blocks, i, rows[i], shares) for i, shares in pairs if spans[i].logit >= 0]
    for piece, kinds in zip(likely, weigh_kinds(likely, model.kinds), strict=True):
        spans[piece.number] = spans[piece.number]._replace(kinds=kinds)
    return spans
