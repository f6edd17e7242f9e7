"""How often each category of a language pack's lexicons occurs in a block.

Words are looked up, not searched for: one dictionary holds what each word says by itself, one what phrases it begins.
Counts of all categories are held in one long integer, 16 bits each.
"""

import struct
from collections.abc import Mapping, Sequence

from newsieve.cleaner.remembered import Remembered
from newsieve.languages import CATEGORIES, TOKEN, LanguagePack

_BITS = 16
_UNPACK = struct.Struct(f"<{len(CATEGORIES)}H")
_Phrases = Mapping[str, Sequence[tuple[tuple[str, ...], int]]]  # by the second word: what follows it, what that says
_Entry = tuple[int, _Phrases]


class Lexicon:
    """The lexicons of one pack, ready to be counted."""

    def __init__(self, pack: LanguagePack) -> None:
        self._whole: dict[str, int] = {}
        self._prefixes: dict[str, int] = {}
        self._phrases: dict[str, dict[str, list[tuple[tuple[str, ...], int]]]] = {}
        for number, category in enumerate(CATEGORIES):
            for entry in pack.lexicons.get(category, ()):
                self._add(entry, 1 << (_BITS * number))
        self._starts = tuple(self._prefixes)
        self._known = Remembered(self._learn)

    def count(self, words: Sequence[str]) -> tuple[int, ...]:
        """Number of hits of each category, in the order of CATEGORIES."""
        total, last = 0, len(words) - 1
        for at, entry in enumerate(map(self._known.__getitem__, words)):
            if entry:
                bits, phrases = entry
                total += bits
                if at < last and (likely := phrases.get(words[at + 1])):
                    total += sum([bit for rest, bit in likely if tuple(words[at + 2 : at + 2 + len(rest)]) == rest])
        return _UNPACK.unpack(total.to_bytes(_UNPACK.size, "little"))

    def _add(self, entry: str, bit: int) -> None:
        if entry.endswith("*") and " " not in entry:
            self._prefixes[entry[:-1]] = self._prefixes.get(entry[:-1], 0) | bit
            return
        first, *rest = TOKEN.findall(entry) or [""]
        if rest:
            second, *others = rest
            self._phrases.setdefault(first, {}).setdefault(second, []).append((tuple(others), bit))
        else:
            self._whole[first] = self._whole.get(first, 0) | bit

    def _learn(self, word: str) -> _Entry | None:
        """What a word says by itself and begins; None for the many that say nothing."""
        bits = self._whole.get(word, 0)
        if word.startswith(self._starts):
            for start, of_start in self._prefixes.items():
                bits |= of_start if word.startswith(start) else 0
        phrases = self._phrases.get(word, {})
        return (bits, phrases) if bits or phrases else None


_LEXICONS: dict[int, tuple[LanguagePack, Lexicon]] = {}


def lexicon_of(pack: LanguagePack) -> Lexicon:
    """The pack's lexicon, built once."""
    found = _LEXICONS.get(id(pack))
    if found is None or found[0] is not pack:
        found = _LEXICONS[id(pack)] = pack, Lexicon(pack)
    return found[1]
