"""Sentences of a block: sentencex proposes, `boundaries` decides. The only place that knows sentencex."""

import re
from collections.abc import Iterator

from newsieve.languages import find_speech_end
from newsieve.patterns import compile_later
from newsieve.quotes import INNER, LONGEST_QUOTATION, find_quotes
from newsieve.segment.boundaries import REMARK, is_boundary

# What sentencex 1.0.32 misses: Khmer and Burmese full stops, a figure or Latin behind "。", a Dutch quotation
# (",,Ik"), an angular quotation behind another, an emoticon.
_MISSED = compile_later(
    r"[.!?′»។៕။。！？\U0001f300-\U0001faff\u2764\ufe0f]"  # a mark first: such a pattern passes over the rest at once
    r"(?:(?<=[។៕။])[។៕။]*|(?<=[。！？])(?<![。！？].)[。！？]*+[”」』）]*+(?=[^\s”」』）。！？と])"
    r"|(?<=[.!?]»)\s+(?=«)|(?<=[.!?′])(?:\s+(?=,,)|(?<!′)′\s+(?=[^\W\da-z_]))"
    r"|(?<=[\U0001f300-\U0001faff\u2764\ufe0f])\s+(?=[^\W\d_]))"
)
# Without one of these nothing of that is there: so it is with most texts, which need not wait 1.4 ms for the pattern.
_RARE = compile_later("[′»។៕។。！？\U0001f300-\U0001faff\u2764\ufe0f]|,,")
# Outside quotations, which stay whole: a single capital at the end ("Group B. The"), a figure on either side, a word of
# one letter ("scrivere. E sa"), an item of a list ("reso. b) in caso"), a quotation between grave accents,
# a sum of roubles, a remark ("No. (laughs) It").
_MISSED_OUTSIDE = re.compile(
    r"[.!?](?:(?<=\s\w[.])\s+(?=[^\W\d_a-z])|(?<=\d[.])\s+(?=[^\W\d_])"
    r"|(?<=[^\W\d_]{3}.)\s+(?=\d|``|[^\W\d_a-z]\s|[a-z]\)\s)"
    r"|(?<=[а-яё]{3}.)\s+(?=[А-ЯЁ])"
    rf"|\s+(?={REMARK}))"
)
# Sentences in brackets, or bold in Markdown, that stand by themselves: "It rained. (Read more: The flood.) The mill".
_ENCLOSED = compile_later(
    r"(?:^|(?<=[.!?…]\s)|(?<=[.!?…][\"”’»)]\s))"
    r"(?:\((?=[^\W\d_a-z])[^()\n]{8,400}[.!?…]\)|\*\*(?=[^\W\d_a-z])[^*\n]{8,400}[.!?…]\*\*)"
    r"\s+(?=[\"“„«(*]{0,2}[^\W\d_a-z])"
)
_ANY_QUOTE = re.compile(r"""["'“”«»„‘](?<!\w')(?:(?<!')|(?=\w))""")
_RUN = compile_later(r"[`']{3,}")  # two are a quotation to sentencex, in time that grows with their number squared
_ASCII_END = re.compile(r"[.!?;:\n\r]|,,")  # before which alone text of ASCII is cut; ; and : in Greek and in Armenian
_PORTION = 4000  # characters
_SURE_END = compile_later(r"(?<=[^\W\d_]{4}[.!?])\s++(?=[^\W\d_a-z])|[。！？](?=[^\s”」』）。！？と])")
_NO_MARK = "\u2032"  # stands in for a mark that opens no quotation


def sentence_ranges(text: str, start: int, end: int, language: str | None) -> Iterator[tuple[int, int]]:
    """Ranges of sentences that tile `text[start:end]` but for white space, at least one if it has other characters."""
    from sentencex import get_sentence_boundaries  # 1 ms

    piece = text[start:end]
    code = language or "en"
    if _is_one_sentence(piece):
        yield from _trimmed(text, start, end)
        return
    masked = _mask_stray_quotes(piece)
    if "''" in masked or "`" in masked:
        masked = _RUN.sub(lambda run: _NO_MARK * len(run[0]), masked)
    cuts = set[int]()
    for first, last, is_sure in _portions(masked):
        found = (first + boundary["end_index"] for boundary in get_sentence_boundaries(code, masked[first:last]))
        cuts.update(cut for cut in found if cut < last or is_sure)
    outside = [found.end() for found in _MISSED_OUTSIDE.finditer(masked)]
    if _RARE.search(masked):
        outside += [found.end() for found in _MISSED.finditer(masked)]
    if masked.find("(") >= 0 or masked.find("**") >= 0:
        outside += [found.end() for found in _ENCLOSED.finditer(masked)]
    if outside:
        quoted = [*_find_quotations(piece)]
        cuts.update(cut for cut in outside if not any(first < cut <= last for first, last in quoted))
    left, spoken = 0, find_speech_end(masked, 0, language or "")
    for right in sorted(cuts):
        if max(left, spoken) < right < len(piece) and is_boundary(masked, left, right, language or ""):
            yield from _trimmed(text, start + left, start + right)
            left, spoken = right, find_speech_end(masked, right, language or "")
    if left < len(piece):
        yield from _trimmed(text, start + left, end)


def _is_one_sentence(piece: str) -> bool:
    """Tell soon of most short texts that no sentence ends in them before their last character."""
    return piece.isascii() and _ASCII_END.search(piece, 0, len(piece) - 1) is None


def _portions(text: str) -> Iterator[tuple[int, int, bool]]:
    """Ranges of some thousand characters, and whether each ends where a sentence surely does; others just stop.

    For sentencex, whose time grows with the square of a paragraph's sentences.
    """
    first = 0
    while len(text) - first > 2 * _PORTION:
        found = _SURE_END.search(text, first + _PORTION, first + 2 * _PORTION)
        last = found.end() if found else first + 2 * _PORTION
        yield first, last, found is not None
        first = last
    yield first, len(text), True


def _mask_stray_quotes(piece: str) -> str:
    """Return the text with other marks for those that open or close nothing, which sentencex takes for a quotation."""
    if _ANY_QUOTE.search(piece) is None:
        return piece
    paired = {at for quotation in _find_quotations(piece) for at in quotation}
    return _ANY_QUOTE.sub(lambda found: found[0] if found.start() in paired else _NO_MARK, piece)


def _find_quotations(piece: str) -> Iterator[tuple[int, int]]:
    """Yield where the marks of each quotation stand, the opening and the closing one."""
    opened: tuple[int, str] | None = None
    for at, mark, side in find_quotes(piece):
        if opened and at - opened[0] > LONGEST_QUOTATION:
            opened = None
        if opened and side <= 0 and (mark in INNER) == (opened[1] in INNER):
            yield opened[0], at
            opened = None
        elif side >= 0 and not (opened and opened[1] not in INNER and mark in INNER):
            opened = at, mark


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    stripped = text[start:end].strip()
    if stripped:
        start += len(text[start:end]) - len(text[start:end].lstrip())
        yield start, start + len(stripped)
