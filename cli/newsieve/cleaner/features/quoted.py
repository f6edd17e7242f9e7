"""Shares of a text that stand in quotation marks: what a report quotes asks its own readers, not the report's."""

from collections.abc import Sequence

from newsieve.cleaner.blocks import ScoredBlock
from newsieve.cleaner.features.document import DocumentContext
from newsieve.quotes import SINGLE, find_quotes


def measure_quoted(text: str, *, is_open: bool = False) -> tuple[float, bool]:
    """The share of a text that is quoted, 0..1, and whether a quotation is open at its end, as one may be before it."""
    quoted, start = 0, 0
    is_single = False
    for at, mark, side in find_quotes(text):
        if not is_open:
            if side >= 0:
                is_open, start, is_single = True, at, mark in SINGLE
        elif side <= 0 and (mark in SINGLE) == is_single:
            is_open = False
            quoted += at + 1 - start
    if is_open:
        quoted += len(text) - start
    return quoted / max(1, len(text)), is_open


def _has_quote(block: ScoredBlock) -> bool:
    return "quote" in block.surface.flags


def share_quoted(context: DocumentContext) -> list[float]:
    """The share of each block that is quoted."""
    blocks = [context.blocks[i] for i in context.asked]
    return [measure_quoted(block.text)[0] if _has_quote(block) else 0.0 for block in blocks]


def goes_on(context: DocumentContext) -> list[float]:
    """Whether each block goes on with a quotation that the one before leaves open."""
    blocks = context.blocks
    return [
        float(i > 0 and _has_quote(blocks[i]) and _has_quote(blocks[i - 1]) and measure_quoted(blocks[i - 1].text)[1])
        for i in context.asked
    ]


def share_quoted_sentences(sentences: Sequence[ScoredBlock]) -> list[float]:
    """The share of each sentence of a paragraph that is quoted, a quotation going on from one to the next."""
    shares, is_open = [], False
    for sentence in sentences:
        if is_open or _has_quote(sentence):
            share, is_open = measure_quoted(sentence.text, is_open=is_open)
        else:
            share = 0.0
        shares.append(share)
    return shares
