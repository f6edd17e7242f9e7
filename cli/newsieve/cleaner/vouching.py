"""Keep lines that their words would condemn, where what stands around them or the kind of text vouches for them.

The forest knows lines by their words, and "Support us." is a pitch by its words wherever it stands. But where the next
sentence says that it stood on an envelope, in a list of books, or between a letter's addressee and its signature, it is
the text's own. Only spans that are likely to go are looked at, and none that a rule of the user's matches or that the
site repeats.
"""

from collections.abc import Callable, Sequence

from newsieve.cleaner.blocks import ScoredSpan
from newsieve.cleaner.evidence import SURELY_CONTENT
from newsieve.cleaner.genres import (
    is_advertised_post,
    is_asked_in_interview,
    is_clause,
    is_heading_of_text,
    is_instruction,
    is_of_letter,
)
from newsieve.cleaner.reported import is_answered, is_demand, is_entry_of_works, is_quoted, is_reported, is_thanks_alone
from newsieve.cleaner.request import Request, Signals
from newsieve.cleaner.span_context import SpanContext
from newsieve.types import Evidence

Vouches = Callable[[SpanContext, int], bool]


def vouch_for_spans(request: Request, signals: Signals, spans: Sequence[ScoredSpan]) -> list[ScoredSpan]:
    """Return the spans, those that what is around them vouches for with the log-odds of what surely stays."""
    likely = [i for i, span in enumerate(spans) if span.logit >= 0]
    if not likely:
        return list(spans)
    context, vouched = SpanContext(request, signals, spans), list(spans)
    for number in sorted(likely, key=bool, reverse=True):  # the first line last: it may be a heading of what stays
        source = None if context.is_signalled(number) else _find_voucher(context, number)
        if source:
            span, weight = spans[number], SURELY_CONTENT - spans[number].logit
            terms = (*span.terms, Evidence(source, weight, (span.start, span.end)))
            vouched[number] = span._replace(terms=terms, logit=SURELY_CONTENT)
            context.kept.add(number)
    return vouched


def _find_voucher(context: SpanContext, number: int) -> str | None:
    return next((source for source, vouches in VOUCHERS if vouches(context, number)), None)


VOUCHERS: tuple[tuple[str, Vouches], ...] = (
    ("told of a writing", is_reported),
    ("told of a writing", is_answered),
    ("quoted", is_quoted),
    ("a demand on others", is_demand),
    ("an entry in a list of works", is_entry_of_works),
    ("a clause's number", is_clause),
    ("a question in an interview", is_asked_in_interview),
    ("the letter around", is_of_letter),
    ("the job advert around", is_advertised_post),
    ("the title's instructions", is_instruction),
    ("a heading of what follows", is_heading_of_text),
    ("thanks without an ask", is_thanks_alone),
)
