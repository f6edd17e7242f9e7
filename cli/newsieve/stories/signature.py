"""A document as numbers: its words, what is said first, its names, figures and shingles.

Words are interned over a run, so that a signature is a few arrays of numbers: 20,000 of them take 100 MB. A vocabulary
counts in how many documents each word stands. Numbers depend on the order of the documents; nothing that is computed
from them does.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from copy import copy
from itertools import chain, count, islice, pairwise, repeat
from re import compile as compile_pattern
from typing import NamedTuple

from newsieve.languages import load
from newsieve.text import find_words, fold, is_unspaced

LEAD_WORDS = 60
STEM = 5  # letters of a word by which its forms and compounds are known for one
OF_A_DATE = 1 << 63  # in the context of a figure beside a month, and of the first day or month named
OF_A_FIGURE = 1 << 62  # in the context of a figure: the word behind it
_MOST_SHINGLES = 128  # kept of a document; of a longer one a sample
_MOST_SLOTS = 1024
_HALF = 1 << 31
NAME = compile_pattern(r"\b[A-ZÀ-ÖØ-ÞŁŚŞΑ-ΩА-Я][^\W_]*")
_GROUPS = compile_pattern(r"[0-9]{1,9}(?:[.,:\u00a0\u202f][0-9]{1,9})+")
_BETWEEN_GROUPS = compile_pattern(r"[.,:\u00a0\u202f]")
_BEHIND_NAME = compile_pattern(rf"{NAME.pattern}[ \xa0]({NAME.pattern})")
_NAMES_MEAN_NOTHING = 0.3  # share of capitals above which a text writes every noun, or every word, with one
_CAPITALS_MEAN_NOTHING = 0.7


class Signature(NamedTuple):
    """Distinct words as numbers of the vocabulary, ascending: all, the title's, the first, names, figures, repeated.

    `contexts` are pairs of words that stand around a name, a figure or a day; `fillers` are what stands between them.
    Those of dates have the bit OF_A_DATE, those of a figure and the word behind it OF_A_FIGURE.
    `shingles` are hashes of four words in a row, those that are multiples of `sampling`.
    """

    words: Sequence[int]
    title: Sequence[int]
    lead: Sequence[int]
    names: Sequence[int]
    figures: Sequence[int]
    repeated: Sequence[int]
    contexts: Sequence[int]
    fillers: Sequence[int]
    shingles: Sequence[int]
    sampling: int

    def __repr__(self) -> str:
        return f"<Signature of {len(self.words)} words>"


class RunVocabulary:
    """The words of a run: number, hash, documents that hold it, documents in which it is a name, their languages, stem.

    A stem is the first letters of a word; it has a number and documents that hold it too.
    """

    def __init__(self) -> None:
        self.documents = 0
        self.numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self.hashes = array("I")
        self.frequencies = array("I")
        self.as_name = array("I")
        self.languages: list[int] = []  # sets of bits
        self.stems = array("I")
        self.stem_numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self.stem_frequencies = array("I")
        self._bits: dict[str, int] = {}

    def bits_of(self, language: str) -> int:
        """The bit that stands for a language."""
        return self._bits.setdefault(language, 1 << len(self._bits))

    def list_languages(self) -> list[tuple[str, int]]:
        """The languages of the run with their bits."""
        return list(self._bits.items())

    def intern(self, words: Iterable[str]) -> list[int]:
        """The numbers of words, new ones where they are new."""
        found = [*map(self.numbers.__getitem__, words)]
        new = len(self.numbers) - len(self.hashes)
        if new:
            from zlib import crc32

            last = [*islice(reversed(self.numbers), new)]
            self.hashes.extend(crc32(word.encode("utf-8", "surrogatepass")) for word in reversed(last))
            self.frequencies.extend(repeat(0, new))
            self.as_name.extend(repeat(0, new))
            self.languages.extend(repeat(0, new))
            self.stems.extend(self.stem_numbers[word[:STEM]] for word in reversed(last))
            self.stem_frequencies.extend(repeat(0, len(self.stem_numbers) - len(self.stem_frequencies)))
        return found

    def count(self, words: Collection[int], names: Iterable[int], language: str) -> None:
        """Count one more document."""
        self.documents += 1
        bit = self.bits_of(language)
        for number in words:
            self.frequencies[number] += 1
            self.languages[number] |= bit
        for stem in set(map(self.stems.__getitem__, words)):
            self.stem_frequencies[stem] += 1
        for number in names:
            self.as_name[number] += 1

    def count_once(self, groups: Iterable[Sequence[Signature]]) -> "RunVocabulary":
        """The same words, counted as if the documents of a group were one."""
        counted = copy(self)
        counted.frequencies, counted.as_name = self.frequencies[:], self.as_name[:]
        counted.stem_frequencies = self.stem_frequencies[:]
        for group in groups:
            counted.documents -= len(group) - 1
            _count_again(counted.frequencies, [signature.words for signature in group])
            _count_again(counted.as_name, [signature.names for signature in group])
            stems = [{self.stems[number] for number in signature.words} for signature in group]
            _count_again(counted.stem_frequencies, stems)
        return counted


def _count_again(counts: "array[int]", documents: Iterable[Iterable[int]]) -> None:
    """Take away from counts what several documents have in common, but for one time each."""
    for number, times in Counter(chain.from_iterable(documents)).items():
        counts[number] -= times - 1


def sign(title: str, sentences: Sequence[str], language: str, vocabulary: RunVocabulary) -> Signature:
    """Return the signature of a document, and count its words. `sentences` have their white space collapsed."""
    texts = [_split_words(sentence) for sentence in sentences]
    body = vocabulary.intern(chain.from_iterable(texts))
    heading = vocabulary.intern(_split_words(title))
    names = _find_names(sentences, texts)
    whole = vocabulary.intern(_join_figures(sentences))
    words = {*body, *heading, *whole}
    repeated = [number for number, times in Counter(chain(body, heading)).items() if times > 1]
    name_numbers = {number for name in names if (number := vocabulary.numbers.get(name)) in words}
    distinct = set(chain.from_iterable(texts))
    in_figures = [word for word in distinct if word[0].isdigit()]
    figures = {*vocabulary.intern(in_figures), *whole}
    days = {*vocabulary.intern(distinct & load(language).lexicons["calendar"])}
    day_figures = {*vocabulary.intern(word for word in in_figures if len(word) <= 2 or not word.isdigit())}
    slots = [*_find_slots(body, name_numbers | figures | days), *_find_dates(body, days, day_figures)]
    slots += _find_amounts(body, figures)
    shingles, sampling = _sample(_shingle(body, vocabulary.hashes))
    vocabulary.count(words, name_numbers, language)
    return Signature(
        _pack(words), _pack(heading), _pack(body[:LEAD_WORDS]), _pack(name_numbers), _pack(figures),
        _pack(repeated),
        array("Q", [context for context, _ in slots]), array("I", [filler for _, filler in slots]), shingles, sampling,
    )  # fmt: skip


def _split_words(text: str) -> list[str]:
    """The words of a text; in scripts without spaces pairs of characters, since one alone says little."""
    words = find_words(text)
    return [a + b for a, b in pairwise(words)] if is_unspaced(text) else words


def _find_names(sentences: Sequence[str], texts: Sequence[Sequence[str]]) -> set[str]:
    """Words with a capital that do not open a sentence.

    Where every noun has one, as in German, those that stand right behind another ("Anna Berg", "Bürgermeister Lenz");
    none where every word has.
    """
    found = [name for sentence in sentences for name in NAME.findall(sentence, 1)]
    total = sum(map(len, texts))
    if len(found) > _CAPITALS_MEAN_NOTHING * total:
        return set()
    if len(found) > _NAMES_MEAN_NOTHING * total:
        found = [name for sentence in sentences for name in _BEHIND_NAME.findall(sentence, 1)]
    return {fold(name) for name in found}


def _join_figures(sentences: Iterable[str]) -> Iterator[str]:
    """Figures of several groups of digits as one word: 38,000 and 38.000 as 38000, 1.9 and 1,9 as 1.9."""
    for sentence in sentences:
        for found in _GROUPS.findall(sentence):
            first, *others = _BETWEEN_GROUPS.split(found)
            is_whole = all(len(other) == 3 for other in others)
            yield (first + "".join(others)) if is_whole else f"{first}.{'.'.join(others)}"


def _find_amounts(body: Sequence[int], figures: set[int]) -> Iterator[tuple[int, int]]:
    """Figures with the word behind them; each pair once."""
    found = {(OF_A_FIGURE | word, figure): None for figure, word in pairwise(body) if figure in figures}
    return islice(found, _MOST_SLOTS)


def _find_slots(body: Sequence[int], fillers: set[int]) -> Iterator[tuple[int, int]]:
    """The words around each filler as one number, and the filler; each pair once."""
    slots = {
        (before << 32 | after, word): None
        for before, word, after in zip(body, body[1:], body[2:], strict=False)
        if word in fillers
    }
    return islice(slots, _MOST_SLOTS)


def _find_dates(body: Sequence[int], days: set[int], figures: set[int]) -> Iterator[tuple[int, int]]:
    """Months with the figure beside them, and the first day or month that the lead names."""
    first = next((word for word in body[:LEAD_WORDS] if word in days), None)
    if first is not None:
        yield OF_A_DATE, first
    if days and figures:
        found = dict[tuple[int, int], None]()
        for one, other in pairwise(body):
            if one in days and other in figures:
                found[OF_A_DATE | one + 1, other] = None
            elif one in figures and other in days:
                found[OF_A_DATE | other + 1, one] = None
        yield from islice(found, _MOST_SLOTS)


def _shingle(body: Sequence[int], hashes: Sequence[int]) -> set[int]:
    row = [*map(hashes.__getitem__, body)]
    return set(map(hash, zip(row, row[1:], row[2:], row[3:], strict=False)))  # numbers hash alike in each process


def _sample(shingles: set[int]) -> tuple[Sequence[int], int]:
    """Return the multiples of the least power of two that leaves few enough (Broder 1997, section 4)."""
    sampling = 1
    while len(shingles) > _MOST_SHINGLES and sampling < _HALF:
        sampling *= 2
        shingles = {shingle for shingle in shingles if shingle % sampling == 0}
    return array("q", sorted(shingles)), sampling


def _pack(numbers: Iterable[int]) -> Sequence[int]:
    return array("I", sorted(set(numbers)))
