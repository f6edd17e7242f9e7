"""Surface features of a block, whatever its language: length, letters, marks, hits of the lexicons' categories.

`measure` gives numbers, `list_sparse_features` the names that stage one's linear classifier has weights for.
"""

import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from operator import itemgetter
from typing import Any, NamedTuple

from newsieve.cleaner.tokens import TokenizedBlock
from newsieve.languages import CATEGORIES
from newsieve.patterns import compile_later
from newsieve.text import BULLETS, CLOSERS, QUOTES

_DOMAIN = compile_later(r"\.(?<=[\w-]\.)(?:com|org|net|de|fr|es|co|io|uk|news)\b", re.IGNORECASE)
_MAIL = compile_later(r"@\S+\.\w")
_HANDLE = compile_later(r"(?<!\S)[@#]\w")
# A figure or a sign first: such a pattern passes over the rest at once.
_CURRENCY = compile_later(r"[$€£¥₹\d](?:(?<=\D)\s?\d|(?<=\d)\s?(?:€|£|Euro|EUR|USD|CHF|zł|kr)\b)")
_CLOCK = compile_later(r"\d(?<!\w\d)\d?[:.h]\d{2}\b")
_DATE = compile_later(r"\d(?<!\w\d)(?:(?:(?<=1)9|(?<=2)0)\d\d\b|\d?[./-]\d{1,2}[./-]\d{2,4}\b)")
_WITH_DIGITS = (("currency", _CURRENCY), ("clock", _CLOCK), ("date", _DATE))
_SMALL, _CAPITALS, _DIGITS = b"abcdefghijklmnopqrstuvwxyz", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", b"0123456789"
_NOT_ASCII = compile_later(r"[^\x00-\x7f]")
_ENDS, _STARTS = ".!?…”:", "Aa0“•"
_MEASURED = 2000  # characters of a block that are looked at letter by letter
_LENGTHS = (1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 22, 30, 40, 60, 90)
_SHARES = (0.001, 0.05, 0.12, 0.25, 0.4, 0.6, 0.8, 0.999)
_pick_pitching = itemgetter(*map(CATEGORIES.index, (
    "give", "appeal", "no_paywall", "subscribe", "account", "newsletter", "consent", "social", "app", "share",
    "related", "advert", "shop", "comments", "contact", "legal", "cookie", "media", "thanks",
)))  # fmt: skip
# Feature crosses: pairs of these categories are features of their own.
_CROSSED = ("give", "amount", "appeal", "outlet", "no_paywall", "subscribe", "account", "newsletter", "consent", "free",
            "self", "reader", "imperative", "social", "related", "shop", "comments", "charity", "speech", "narrative",
            "third_person", "newsmakers", "person", "lived", "kin", "masthead")  # fmt: skip
_CROSSED_NUMBERS = tuple(map(CATEGORIES.index, _CROSSED))

NameGroup = tuple[Any, ...]  # a function that writes names of sparse features, and what it writes them of


class SurfaceFeatures(NamedTuple):
    """Measures of one block. Shares are 0..1; `hits` counts the lexicons' categories in their order."""

    words: int
    chars: int
    capital_words: float
    capital_letters: float
    digits: float
    marks: float
    stop_words: float
    end: str  # how it ends: ".", "!", "?", ":", "…", "”", "," or ""
    start: str  # how it starts: "A", "a", "0", "“", "•" or another mark
    flags: tuple[str, ...]  # in a fixed order, so that sums over them are the same in each process
    hits: tuple[int, ...]
    pitch_words: int  # that could belong to a pitch
    end_code: float  # place among the ends of sentences, -1 for another end, -2 for none
    start_code: float  # place among the starts, -1 for another one


def measure(blocks: Iterable[TokenizedBlock], stop_words: frozenset[str]) -> list[SurfaceFeatures]:
    """Return the surface features of tokenized blocks, none of which is blank."""
    return [_measure_block(block.text, block.words, block.hits, stop_words) for block in blocks]


def _measure_block(
    text: str, words: Sequence[str], hits: tuple[int, ...], stop_words: frozenset[str]
) -> SurfaceFeatures:
    sample = text if len(text) <= _MEASURED else text[:_MEASURED]
    pieces = sample.split()
    length = len(sample)
    letters, digits, capitals = _count_characters(sample)
    titled = sum([piece[0].isupper() for piece in pieces])
    stops = sum(map(stop_words.__contains__, words))
    end, start = _end_of(text), _start_of(text)
    return SurfaceFeatures(
        words=len(words),
        chars=len(text),
        capital_words=titled / len(pieces),
        capital_letters=capitals / max(1, letters),
        digits=digits / length,
        marks=(length - letters - digits - len(pieces) + 1) / length,
        stop_words=stops / max(1, len(words)),
        end=end,
        start=start,
        flags=tuple(_flags(sample, digits > 0)),
        hits=hits,
        pitch_words=count_pitch_words(hits),
        end_code=float(_ENDS.find(end) if end else -2),
        start_code=float(_STARTS.find(start)),
    )


def count_pitch_words(hits: Sequence[int]) -> int:
    """Return how many words of a text could belong to a pitch, by its hits of the lexicons' categories."""
    return sum(_pick_pitching(hits))


def share_hits(surfaces: Iterable[SurfaceFeatures]) -> list[tuple[float, ...]]:
    """Return the hits of each lexicon category in each block, by the root of its number of words."""
    return [_share_counts(surface.hits, surface.words) for surface in surfaces]


@lru_cache(maxsize=10_000)
def _share_counts(counts: tuple[int, ...], words: int) -> tuple[float, ...]:
    scale = 1 / math.sqrt(max(1, words))
    return tuple([hits * scale if hits else 0.0 for hits in counts])  # most are that one 0


def list_sparse_features(surface: SurfaceFeatures) -> list[str]:
    """Return the names of a block's sparse features: binned measures, flags, categories and crosses of these."""
    return [name for write, *measured in group_sparse_features(surface) for name in write(*measured)]


def group_sparse_features(surface: SurfaceFeatures) -> list[NameGroup]:
    """Return the groups that the names fall into, each of which many blocks have alike."""
    length = bisect_right(_LENGTHS, surface.words)
    capitals, *shares = [
        bisect_right(_SHARES, share)
        for share in (surface.capital_words, surface.capital_letters, surface.digits, surface.marks, surface.stop_words)
    ]
    size = max(1, surface.words)
    return [
        (_name_shape, length, surface.end, surface.start, capitals),
        (_name_shares, *shares),
        (_name_flags, surface.flags, length // 4),
        *[
            (_name_category, number, bisect_right(_SHARES, hits / size), length // 4, hits > 1)
            for number, hits in enumerate(surface.hits)
            if hits
        ],
        (_cross_categories, tuple([number for number in _CROSSED_NUMBERS if surface.hits[number]])),
    ]


def _name_shape(length: int, end: str, start: str, capitals: int) -> list[str]:
    return [
        *(f"words{length}", f"end{end}", f"start{start}", f"end{end}start{start}", f"end{end}words{length // 3}"),
        *(f"capitals{capitals}", f"capitals{capitals // 2}words{length // 3}"),
    ]


def _name_shares(capitals: int, digits: int, marks: int, stop_words: int) -> list[str]:
    return [f"upper{capitals}", f"digits{digits}", f"marks{marks}", f"stops{stop_words}"]


def _name_flags(flags: Sequence[str], length: int) -> list[str]:
    return [f"flag{flag}{words}" for words in ("", f"words{length}") for flag in flags]


def _name_category(number: int, share: int, length: int, is_many: bool) -> list[str]:
    name = CATEGORIES[number]
    return [name, f"{name}share{share}", f"{name}words{length}", *([f"{name}many"] if is_many else ())]


def _cross_categories(numbers: Sequence[int]) -> list[str]:
    return [f"{CATEGORIES[one]}&{CATEGORIES[other]}" for one, other in combinations(numbers, 2)]


def _end_of(text: str) -> str:
    """Return how a text that is not blank ends, as `SurfaceFeatures.end` holds it."""
    last = text[-1]
    if last in CLOSERS and len(text) > 1:
        return "”" if last in QUOTES else text[-2] if text[-2] in ".!?" else ")"
    if last == "." and text.endswith("..."):
        return "…"
    return last if last in ".!?:…,;|»›" else ""


def _count_characters(sample: str) -> tuple[int, int, int]:
    """Return the numbers of letters, digits and capitals."""
    encoded = sample.encode("ascii", "ignore")
    size = len(encoded)
    small = size - len(encoded.translate(None, _SMALL))
    capitals = size - len(encoded.translate(None, _CAPITALS))
    digits = size - len(encoded.translate(None, _DIGITS))
    if size == len(sample):
        return small + capitals, digits, capitals
    others = _NOT_ASCII.findall(sample)
    return (
        small + capitals + sum(map(str.isalpha, others)),
        digits + sum(map(str.isdigit, others)),
        capitals + sum(map(str.isupper, others)),
    )


def _start_of(text: str) -> str:
    first = text[0]
    if first.isalpha():
        return "A" if first.isupper() else "a"
    if first.isdigit():
        return "0"
    return "“" if first in QUOTES else "•" if first in BULLETS else first if first in "©([@#" else "?"


def _flags(sample: str, has_digits: bool) -> Iterator[str]:
    if _has_address(sample):
        yield "address"
    if ("@" in sample or "#" in sample) and _HANDLE.search(sample):
        yield "handle"
    if has_digits:
        yield from (name for name, pattern in _WITH_DIGITS if pattern.search(sample))
    if '"' in sample or (not sample.isascii() and any(map(sample.__contains__, QUOTES))):
        yield "quote"
    if "!" in sample:
        yield "shout"
    if "?" in sample:
        yield "question"
    if "|" in sample or " / " in sample or " · " in sample:
        yield "bar"
    if sample[0] in "([" and sample[-1] in ")]":
        yield "bracketed"


def _has_address(sample: str) -> bool:
    """Whether a text holds the address of a page, a site or a mailbox."""
    if "://" in sample or "www." in sample or ("@" in sample and _MAIL.search(sample)):
        return True
    return "." in sample and _DOMAIN.search(sample) is not None
