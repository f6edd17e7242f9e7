"""Stage two: the logit of each block from the forest over its features, and what page, rules and memory add to it."""

import math
from collections.abc import Sequence

from newsieve.cleaner.blocks import Match, ScoredSpan
from newsieve.cleaner.evidence import weigh_keeper, weigh_page, weigh_rules
from newsieve.cleaner.features.document import DocumentContext
from newsieve.cleaner.features.registry import compute_rows
from newsieve.cleaner.kinds import weigh_kinds
from newsieve.cleaner.request import Request, Signals
from newsieve.cleaner.rules import name_by_rules
from newsieve.types import Block, Evidence


def score_spans(request: Request, context: DocumentContext, signals: Signals) -> list[ScoredSpan]:
    """Return the span of each block; those that the context does not ask for keep stage one's calibrated logit."""
    model = request.model
    rows = dict(zip(context.asked, compute_rows(model.blocks.features, context), strict=True))
    spans = []
    for number, block in enumerate(request.blocks):
        matches, user = signals.matches[number], signals.user_matches[number]
        row = rows.get(number, ())
        base = model.blocks.forest.logit(row) if row else model.gate.to_logit(context.scores[number])
        terms = weigh_page(block.odds, model.page, block.start, block.end)
        terms += weigh_rules(user, block.start, _share_matched(block, user))
        if signals.repeats[number]:
            terms.append(Evidence("memory", signals.repeats[number], (block.start, block.end)))
        span = add_up(ScoredSpan(block.start, block.end, base, row, matches, tuple(terms)), user)
        is_likely = span.logit >= 0 and row
        spans.append(span._replace(kinds=weigh_kinds(context.blocks, number, row, model.kinds)) if is_likely else span)
    return spans


def add_up(span: ScoredSpan, user_matches: Sequence[Match]) -> ScoredSpan:
    """Return the span with its logit, what a rule that keeps takes off included, and the kind that the user names."""
    logit = span.base + math.fsum(term.weight for term in span.terms)
    keeper = weigh_keeper((*span.matches, *user_matches), logit, span.start)
    logit += math.fsum(term.weight for term in keeper)
    return span._replace(terms=(*span.terms, *keeper), logit=logit, named=name_by_rules(user_matches))


def _share_matched(block: Block, matches: Sequence[Match]) -> float:
    """The share of a block, by characters, that sentences with a match make up."""
    touched = [
        one.end - one.start
        for one in block.sentences
        if any(block.start + m.start < one.end and one.start < block.start + m.end for m in matches)
    ]
    return sum(touched) / max(1, sum(one.end - one.start for one in block.sentences))
