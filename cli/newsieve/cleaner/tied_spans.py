"""Blocks that are parts of one whole, and go or stay with it: rows of a table, lines around a directive, addresses."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from newsieve.cleaner.blocks import ScoredSpan
from newsieve.cleaner.evidence import is_row
from newsieve.cleaner.request import Request, Signals
from newsieve.patterns import compile_later
from newsieve.text import count_cells
from newsieve.types import Evidence

_DIRECTIVE = compile_later(r"\s*:{3,}\s*([^\s:]?)")  # a line that ends one has nothing behind the colons
_ADDRESS = compile_later(r"\W*(?:https?://|www\.)\S+\s*", re.IGNORECASE)
Tie = tuple[int, Sequence[int]]  # number of the span that decides, and of those that do as it does
Opened = tuple[int, int | None]  # number of a directive's first line, and of what in it is likeliest to stay


def tie_spans(request: Request, signals: Signals, spans: Sequence[ScoredSpan]) -> list[ScoredSpan]:
    """Return the spans, parts of a whole with the logit and the kind of the part that is likeliest to stay.

    The rows of a table go together or not at all, but for those that a user's rule matches. The lines that open and end
    a directive go where all that is between them goes. A line of plain text that is an address alone goes with what
    stands in the line above.
    """
    tied = list(spans)
    if any(block.tag in ("tr", "div") for block in request.blocks):
        for least, parts in (*_tie_tables(request, signals, spans), *_tie_directives(request, spans)):
            for part in parts:
                tied[part] = _follow(spans[part], spans[least])
    for number in _find_addresses(request, signals, spans):
        tied[number] = _follow(tied[number], tied[number - 1])  # one below another goes with what is above both
    return tied


def _tie_tables(request: Request, signals: Signals, spans: Sequence[ScoredSpan]) -> Iterator[Tie]:
    """Tie the rows of each table: blocks one behind the other of the same number of cells."""
    text, places = request.article.text, {span.start: i for i, span in enumerate(spans) if not span.is_sentence}
    cells = [count_cells(text[b.start : b.end]) if is_row(b, text) else 0 for b in request.blocks]
    for count, blocks in groupby(request.blocks, key=lambda block: cells[block.index]):
        own = [block for block in blocks if not signals.user_matches[block.index]] if count else []
        rows = [places[block.start] for block in own if block.start in places]
        if rows:
            yield min(rows, key=lambda row: spans[row].logit), rows


def _tie_directives(request: Request, spans: Sequence[ScoredSpan]) -> Iterator[Tie]:
    """Tie the two lines of each directive to the text between them, that of directives within it included."""
    text, opened = request.article.text, list[Opened]()
    starts = {block.start for block in request.blocks if block.tag == "div"}
    for i, span in enumerate(spans):
        mark = _DIRECTIVE.match(text, span.start, span.end) if span.start in starts else None
        if not mark:
            _enclose(opened, i, spans)
        elif mark[1]:
            opened.append((i, None))
        elif opened:
            first, least = opened.pop()
            if least is not None:
                yield least, (first, i)
                _enclose(opened, least, spans)


def _find_addresses(request: Request, signals: Signals, spans: Sequence[ScoredSpan]) -> Iterator[int]:
    """Find the spans that are an address below another span of plain text, no blank line between them."""
    text = request.article.text
    if request.article.marks or not ("://" in text or "www." in text):
        return
    ruled = {b.start for b, found in zip(request.blocks, signals.user_matches, strict=True) if found}
    for number, (above, span) in enumerate(pairwise(spans), 1):
        is_below = text.count("\n", above.end, span.start) <= 1 and span.start not in ruled
        if is_below and _ADDRESS.fullmatch(text, span.start, span.end):
            yield number


def _enclose(opened: list[Opened], number: int, spans: Sequence[ScoredSpan]) -> None:
    """Take a span for one of the innermost directive."""
    if opened:
        first, least = opened[-1]
        opened[-1] = first, number if least is None else min(least, number, key=lambda i: spans[i].logit)


def _follow(span: ScoredSpan, least: ScoredSpan) -> ScoredSpan:
    change = least.logit - span.logit
    if not change or max(span.logit, least.logit) < 0:  # neither would go at any level
        return span
    terms = (*span.terms, Evidence("the whole", change))
    return span._replace(terms=terms, logit=least.logit, kinds=least.kinds, named=least.named)
