"""Sentences of a block: sentencex proposes, `boundaries` decides. The only place that knows sentencex."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from newsieve.languages import find_speech_end
from newsieve.patterns import compile_later
from newsieve.quotes import find_quotations
from newsieve.segment.boundaries import NOTE_MARK, REMARK, is_boundary
from newsieve.segment.links import find_links, mask_links, move_out
from newsieve.types import Range

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
_TYPED_FULL_STOP = compile_later(r"፡፡\s*|(?<=[\u0900-\u0dff])\s?\|\s*")  # Ethiopic, Indic
# Outside quotations and brackets, which stay whole: any full stop or "…" before what is not in lower case, since an
# abbreviation to sentencex is a word to others; a figure on either side, an item of a list ("reso. b) in caso"),
# a quotation between grave accents, a remark ("No. (laughs) It").
_MISSED_OUTSIDE = re.compile(
    r"[.!?…](?:(?<=[.…])(?<![.…].)[\"”’»]{0,2}\s+(?=[\"“”„«»‘(\[¿¡—]{0,2}[^\W\d_a-z])|(?<=\d[.])\s+(?=[^\W\d_])"
    rf"|(?<=.[.!?…])[\"”’»]?{NOTE_MARK}\s+(?=[\"“”„«‘(]?[^\W\d_a-z])"
    r"|(?<=[^\W\d_]{3}.)\s+(?=\d|``|[^\W\d_a-z]\s|[a-z]\)\s)"
    rf"|\s+(?={REMARK}))"
)
_BRACKETS = compile_later(r"\([^()\n]{1,400}\)|\[[^\[\]\n]{1,400}\]|[（《〈【][^（）《》〈〉【】\n]{1,400}[）》〉】]")
# Sentences in brackets, or set off in Markdown, that stand by themselves: "It rained. (Read more: A flood.) The mill".
_ENCLOSED = compile_later(
    r"(?:^|(?<=[.!?…]\s)|(?<=[.!?…][\"”’»)]\s))"
    r"(?:\((?=[^\W\d_a-z])[^()\n]{8,400}[.!?…]\)|(?P<mark>\*\*|_)(?=[^\W\d_a-z])[^*_\n]{8,400}[.!?…](?P=mark))"
    r"\s+(?=[\"“„«(*_\[]{0,2}[^\W\d_a-z])"
)
_ENCLOSES = compile_later(r"\(|\*\*|(?<!\w)_")
_TITLE = compile_later(r"《[^《》\n]{1,60}》|〈[^〈〉\n]{1,60}〉|『[^『』\n]{1,60}』")  # whole, whatever mark is in it
_ANY_QUOTE = re.compile(r"""["'“”«»„‘’״](?<!\w')(?:(?<!')|(?=\w))""")
_RUN = compile_later(r"[`']{3,}")  # two are a quotation to sentencex, in time that grows with their number squared
_ASCII_END = re.compile(r"[.!?;:\n\r]|,,")  # before which alone text of ASCII is cut; ; and : in Greek and in Armenian
_PORTION = 4000  # characters
_SURE_END = compile_later(r"(?<=[^\W\d_]{4}[.!?])\s++(?=[^\W\d_a-z])|[。！？](?=[^\s”」』）。！？と])")
_OPENING = {"”": "“", "»": "«"}
_PAIRS = {("„", "”"), ("‘", "’"), ("״", "״")}  # that sentencex does not know: others stand in for them
_NO_MARK = "\u2032"  # stands in for a mark that opens no quotation


def sentence_ranges(text: str, start: int, end: int, language: str | None) -> Iterator[tuple[int, int]]:
    """Ranges of sentences that tile `text[start:end]` but for white space, at least one if it has other characters."""
    from sentencex import get_sentence_boundaries  # 1 ms

    piece = text[start:end]
    code = language or "en"
    if _is_one_sentence(piece):
        yield from _trimmed(text, start, end)
        return
    quoted = find_quotations(piece).ranges
    masked = _mask_quotes(piece, quoted)
    if "''" in masked or "`" in masked:
        masked = _RUN.sub(lambda run: _NO_MARK * len(run[0]), masked)
    if links := find_links(masked):
        masked = mask_links(masked, links)
    cuts = set[int]()
    for first, last, is_sure in _portions(masked):
        found = (first + boundary["end_index"] for boundary in get_sentence_boundaries(code, masked[first:last]))
        cuts.update(cut for cut in found if cut < last or is_sure)
    cuts.update(_find_missed(masked, quoted, cuts))
    if not masked.isascii() and _TITLE.search(masked):
        titles = [(match.start(), match.end() - 1) for match in _TITLE.finditer(masked)]
        cuts = {cut for cut in cuts if not _is_within(cut, titles)}
    if links:
        cuts = {*move_out(cuts, links)}
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


def _find_missed(masked: str, quoted: Sequence[Range], cuts: AbstractSet[int]) -> Iterator[int]:
    """Yield where else a sentence may end, outside of quotations and brackets; `cuts` are known."""
    found = {match.end() for match in _MISSED_OUTSIDE.finditer(masked)} - cuts
    if found and (masked.find("(") >= 0 or masked.find("[") >= 0):
        brackets = [(match.start(), match.end() - 1) for match in _BRACKETS.finditer(masked)]
        found = {cut for cut in found if not _is_within(cut, brackets)}
    if _RARE.search(masked):
        found |= {match.end() for match in _MISSED.finditer(masked)}
    if not masked.isascii() and ("፡፡" in masked or _ends_in_bar(masked)):
        found |= {match.end() for match in _TYPED_FULL_STOP.finditer(masked)}
    if _ENCLOSES.search(masked):
        found |= {match.end() for match in _ENCLOSED.finditer(masked)}
    for cut in found - cuts:
        is_item = masked[cut + 1 : cut + 2] == ")"
        if not _is_within(cut, quoted) and (is_item or not masked[cut : cut + 1].islower()):
            yield cut


def _ends_in_bar(masked: str) -> bool:
    """Tell whether bars stand for full stops, which end a paragraph too; a table's row begins with one as well."""
    return masked.rstrip().endswith("|") and not masked.startswith("|")


def _is_within(cut: int, ranges: Sequence[Range]) -> bool:
    """Tell whether a place stands in one of the ranges, which ascend and do not overlap."""
    at = bisect_left(ranges, (cut, 0)) - 1
    return at >= 0 and cut <= ranges[at][1]


def _mask_quotes(piece: str, quoted: Iterable[Range]) -> str:
    """Return the text with other marks for those that sentencex mistakes.

    Those that open or close nothing are to it a quotation's, those of "”Nej”, sa hon" close one twice.
    """
    if _ANY_QUOTE.search(piece) is None:
        return piece
    marks = {at: piece[at] for quotation in quoted for at in quotation}
    for at, last in quoted:
        if (piece[at], piece[last]) in _PAIRS:
            marks[at], marks[last] = "“", "”"
    marks |= {at: _OPENING[piece[at]] for at, last in quoted if piece[at] == piece[last] and piece[at] in _OPENING}
    return _ANY_QUOTE.sub(lambda found: marks.get(found.start(), found[0] if found[0] in "’״" else _NO_MARK), piece)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    stripped = text[start:end].strip()
    if stripped:
        start += len(text[start:end]) - len(text[start:end].lstrip())
        yield start, start + len(stripped)
