"""Hits of each category of a language pack's lexicons in a block.

Words are looked up, not searched for: one dictionary holds what each word says by itself, one what phrases it begins.
Counts of all categories are held in one long integer, 16 bits each.
"""

import struct
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from newsieve.cleaner.memo import BoundedMemo
from newsieve.languages import CATEGORIES, LanguagePack
from newsieve.text import tokenize

_BITS = 16
_UNPACK = struct.Struct(f"<{len(CATEGORIES)}H")
_Phrase = tuple[tuple[str, ...], int]  # the words behind those that led to it, what it says
_Entry = tuple[int, Mapping[str, Sequence[_Phrase]], Sequence[_Phrase]]


class Lexicon:
    """The lexicons of one pack, ready to be counted."""

    def __init__(self, pack: LanguagePack) -> None:
        self._whole: dict[str, int] = {}
        self._prefixes: dict[str, int] = {}
        self._phrases: dict[str, dict[str, list[_Phrase]]] = {}
        self._open_phrases: dict[str, list[_Phrase]] = {}  # whose last word is a prefix
        for number, category in enumerate(CATEGORIES):
            self._add_all(pack.lexicons.get(category, ()), 1 << (_BITS * number))
        self._starts = tuple(self._prefixes)
        self._known = BoundedMemo(self._look_up)

    def count(self, blocks: Sequence[Sequence[str]]) -> list[tuple[int, ...]]:
        """Return the number of hits of each category in each block's words, in the order of CATEGORIES."""
        return [self._count_block(words) for words in blocks]

    def _count_block(self, words: Sequence[str]) -> tuple[int, ...]:
        total, last = 0, len(words) - 1
        for at, entry in enumerate(map(self._known.__getitem__, words)):
            if entry:
                bits, phrases, open_phrases = entry
                total += bits
                if at < last and (likely := phrases.get(words[at + 1])):
                    total += sum([bit for rest, bit in likely if tuple(words[at + 2 : at + 2 + len(rest)]) == rest])
                for rest, bit in open_phrases:
                    total += bit if _matches_open_phrase(words[at + 1 : at + 1 + len(rest)], rest) else 0
        return _unpack_counts(total)

    def _add_all(self, entries: Iterable[str], bit: int) -> None:
        whole = self._whole
        for entry in entries:
            if entry.isalpha() and entry.isascii() and entry.islower():  # most are plain words
                whole[entry] = whole.get(entry, 0) | bit
            else:
                self._add(entry, bit)

    def _add(self, entry: str, bit: int) -> None:
        is_prefix = entry.endswith("*")
        is_plain = entry.isascii() and entry.islower() and entry.replace(" ", "").isalpha()
        first, *rest = entry.split() if is_plain else tokenize(entry.removesuffix("*"))  # which takes twice as long
        if is_prefix and rest:
            self._open_phrases.setdefault(first, []).append((tuple(rest), bit))
        elif is_prefix:
            self._prefixes[first] = self._prefixes.get(first, 0) | bit
        elif rest:
            second, *others = rest
            self._phrases.setdefault(first, {}).setdefault(second, []).append((tuple(others), bit))
        else:
            self._whole[first] = self._whole.get(first, 0) | bit

    def _look_up(self, word: str) -> _Entry | None:
        """Return the categories of a word and the phrases that it begins; None for the many without any."""
        bits = self._whole.get(word, 0)
        if word.startswith(self._starts):
            for start, of_start in self._prefixes.items():
                bits |= of_start if word.startswith(start) else 0
        phrases, open_phrases = self._phrases.get(word, {}), self._open_phrases.get(word, ())
        return (bits, phrases, open_phrases) if bits or phrases or open_phrases else None


@lru_cache(maxsize=10_000)
def _unpack_counts(total: int) -> tuple[int, ...]:
    """The counts in a long integer; most blocks have few hits, and share their tuple with others."""
    return _UNPACK.unpack(total.to_bytes(_UNPACK.size, "little"))


def _matches_open_phrase(words: Sequence[str], rest: tuple[str, ...]) -> bool:
    """Whether the words are those of a phrase, the last one of which needs only begin so."""
    return len(words) == len(rest) and tuple(words[:-1]) == rest[:-1] and words[-1].startswith(rest[-1])


_LEXICONS: dict[int, tuple[LanguagePack, Lexicon]] = {}


def count_hits(blocks: Sequence[Sequence[str]], pack: LanguagePack) -> list[tuple[int, ...]]:
    """Return the number of hits of each category of a pack in each block's words, in the order of CATEGORIES."""
    return _lexicon_of(pack).count(blocks)


def _lexicon_of(pack: LanguagePack) -> Lexicon:
    """The pack's lexicon, built once."""
    found = _LEXICONS.get(id(pack))
    if found is None or found[0] is not pack:
        found = _LEXICONS[id(pack)] = pack, Lexicon(pack)
    return found[1]
