"""Stage two of the cascade: the logit of each block from the forest over its features, and what else argues of it."""

from newsieve.cleaner.blocks import ScoredSpan
from newsieve.cleaner.evidence import add_up, weigh_blocks
from newsieve.cleaner.features.document import DocumentContext
from newsieve.cleaner.features.registry import compute_rows
from newsieve.cleaner.kinds import LikelyPiece, weigh_kinds
from newsieve.cleaner.request import Request, Signals
from newsieve.cleaner.rules import name_by_rules


def score_spans(request: Request, context: DocumentContext, signals: Signals) -> list[ScoredSpan]:
    """Return the span of each block; those that the context does not ask for keep stage one's calibrated logit."""
    model, blocks = request.model, request.blocks
    terms, named = weigh_blocks(request, signals), name_by_rules(signals.user_matches)
    rows = dict(zip(context.asked, compute_rows(model.blocks.features, context), strict=True))
    slope, intercept = model.gate.slope, model.gate.intercept
    bases = [slope * score + intercept for score in context.scores]
    for number, row in rows.items():
        bases[number] = model.blocks.forest.logit(row)
    columns = zip(blocks, bases, signals.matches, terms, named, strict=True)
    spans = [
        ScoredSpan(block.start, block.end, base, rows.get(number, ()), matches, tuple(own), named=kind)
        for number, (block, base, matches, own, kind) in enumerate(columns)
    ]
    spans = add_up(spans, signals.user_matches)
    pairs = zip(rows.items(), context.shares, strict=True)
    likely = [LikelyPiece(context.blocks, i, row, shares) for (i, row), shares in pairs if spans[i].logit >= 0]
    for piece, kinds in zip(likely, weigh_kinds(likely, model.kinds), strict=True):
        spans[piece.number] = spans[piece.number]._replace(kinds=kinds)
    return spans
