"""The words of a story, counted once each: which of them return, and of what kind they are.

What two sentences have in common are words that the story uses more than once. These are few, so all that compares
sentences works on sets of them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, KeysView, Mapping, Sequence
from functools import lru_cache
from itertools import chain, count, repeat
from sys import maxsize
from typing import NamedTuple

from newsieve.languages import CODES, LanguagePack, load
from newsieve.patterns import compile_later

WORD_KINDS = ("small", "plain", "name", "figure")
_PLACES = (0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 8, 8, 9, 9, 9, 9, 9, 9, 9, 9, 10)  # of the first sentence with it, in steps
_STEPS = _PLACES[-1] + 1
_MOST_USES = 5
_USE = 2 * _STEPS  # cells apart
_KIND = _MOST_USES * _USE
WORD_CELLS = len(WORD_KINDS) * _KIND
_NAME = compile_later(r"[A-ZÀ-ÖØ-ÞŁŚŞΑ-ΩА-Я][^\W_]*")
_NAMES_MEAN_NOTHING = 0.3  # share of capitals above which a text writes every noun, or every word, with one
_SHORT_WORD = 3  # letters: a small word where no list of them is known


class Vocabulary(NamedTuple):
    """The distinct words of a story, by numbers in order of appearance, and how often it uses each.

    `sentences` are the numbers of each one's words, repeated ones too; `again` holds those that it has twice or more,
    `facts` names and figures.
    """

    numbers: Mapping[str, int]
    sentences: Sequence[Sequence[int]]
    counts: Sequence[int]
    again: frozenset[int]
    small: frozenset[int]
    names: frozenset[int]
    figures: frozenset[int]
    facts: frozenset[int]
    persons: frozenset[int]
    title: frozenset[int]


class SentenceWords(NamedTuple):
    """The words of a sentence: all of them, and of those that the story uses `again` all, the content, the `known`.

    Content words are no small ones; a word is known where a sentence before has it. `content_size` counts all the
    sentence's content words, `fresh` all that no sentence before has.
    """

    distinct: frozenset[int]
    again: frozenset[int]
    content: frozenset[int]
    known: frozenset[int]
    content_size: int
    fresh: int


def find_capitalised(text: str, start: int = 0, end: int = maxsize) -> list[str]:
    """Return the words of a range of a sentence that begin with a capital, the sentence's first word aside."""
    return _NAME.findall(text, start or 1, end)


def read_vocabulary(
    capitalised: Sequence[Sequence[str]], tokens: Sequence[Sequence[str]], title: frozenset[str], pack: LanguagePack
) -> Vocabulary:
    """Return the words of sentences; `tokens` are those of each, in order, `capitalised` those with a capital."""
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    sentences = [[*map(numbers.__getitem__, found)] for found in tokens]
    numbers.default_factory = None
    words = numbers.keys()
    counts = [*Counter(chain.from_iterable(sentences)).values()]

    def find(wanted: Iterable[str]) -> frozenset[int]:
        return frozenset(map(numbers.__getitem__, wanted))

    names = find(_find_names(capitalised, sum(map(len, tokens))) & words)
    figures = frozenset(
        [number for word, number in numbers.items() if word < ":" or (word > "z" and word[0].isdigit())]
    )
    return Vocabulary(
        numbers,
        sentences,
        counts,
        frozenset([number for number, uses in enumerate(counts) if uses > 1]),
        find(_find_small_words(words, pack)),
        names,
        figures,
        names | figures,
        find(_find_persons(pack.code) & words),
        find(title & words) if title else frozenset(),
    )


def classify_words(vocabulary: Vocabulary) -> Iterator[SentenceWords]:
    """Yield the words of each sentence by class: all, those that return, the content, and the known ones."""
    small, repeated, seen = vocabulary.small, vocabulary.again, set[int]()
    for found in vocabulary.sentences:
        distinct = frozenset(found)
        again = distinct & repeated
        known = again & seen
        seen |= again
        count = len(distinct)
        yield SentenceWords(distinct, again, again - small, known, count - len(distinct & small), count - len(known))


def find_cells(vocabulary: Vocabulary, words: Iterable[SentenceWords]) -> list[int]:
    """Return for each word of the story the place of its probability in the model's list: the number of its cell.

    Words in a cell are alike in kind, uses (1 to 5 and more), first sentence (in 11 steps) and whether the title has
    them. `words` are those of each sentence, in order.
    """
    counts = vocabulary.counts
    steps = chain([_KIND + 2 * step for step in _PLACES], repeat(_KIND + 2 * _PLACES[-1]))
    cells = [*chain.from_iterable(map(repeat, steps, [found.fresh for found in words]))]
    for number in vocabulary.again:
        cells[number] += _USE * (min(_MOST_USES, counts[number]) - 1)
    for number in vocabulary.names - vocabulary.figures - vocabulary.small:
        cells[number] += _KIND
    for number in vocabulary.figures - vocabulary.small:
        cells[number] += 2 * _KIND
    for number in vocabulary.small:
        cells[number] -= _KIND
    for number in vocabulary.title:
        cells[number] += 1
    return cells


def _find_small_words(words: KeysView[str], pack: LanguagePack) -> Iterable[str]:
    if pack.stop_words:
        return _list_small_words(pack.code) & words
    return [word for word in words if len(word) <= _SHORT_WORD and word.isalpha() and word.islower()]


@lru_cache(maxsize=len(CODES))
def _list_small_words(code: str) -> frozenset[str]:
    return load(code).stop_words | frozenset("abcdefghijklmnopqrstuvwxyz")


def _find_names(capitalised: Sequence[Sequence[str]], total: int) -> frozenset[str]:
    if sum(map(len, capitalised)) > _NAMES_MEAN_NOTHING * total:
        return frozenset()
    return frozenset(map(str.lower, chain.from_iterable(capitalised)))


@lru_cache(maxsize=len(CODES) + 1)
def _find_persons(code: str) -> frozenset[str]:
    lexicons = load(code).lexicons
    return lexicons["self"] | lexicons["reader"] | {"i", "my", "me"} if code else frozenset()
