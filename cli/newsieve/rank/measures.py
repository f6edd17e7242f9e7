"""What the default ranker sees of each sentence: numbers that are not words, so that they carry to every language.

All arithmetic on words is done once per distinct word of the story, by operations on whole sets. Linear in its length.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, repeat
from math import fsum, log
from operator import ne
from typing import NamedTuple

from newsieve.languages import load
from newsieve.rank.openings import Opening, read_opening
from newsieve.rank.vocabulary import SentenceWords, Vocabulary, find_cells, read_vocabulary, sort_words
from newsieve.rank.words import find_words
from newsieve.types import Sentences

WORD_NUMBERS = (
    *("title share", "title words", "centrality", "centrality sum", "frequency", "frequency sum", "repeated words"),
    *("new words", "new repeated"),
)
NUMBERS = (
    *WORD_NUMBERS,
    *("figures", "names", "name share"),
    *("points back", "speech", "opens quote", "cut quote", "question", "exclamation", "colon", "open end"),
    *("first person", "brackets", "commas", "small words", "dateline", "opens block"),
)
BINS = ("place", "place from end", "relative place", "length", "relative length")
_EDGES: Mapping[str, tuple[float, ...]] = {
    "place": (1, 2, 3, 4, 5, 6, 8, 11, 16),
    "place from end": (1, 2, 3),
    "relative place": (0.1, 0.2, 0.35, 0.5, 0.7),
    "length": (8, 12, 16, 20, 24, 28, 34, 42, 55),
    "relative length": (0.4, 0.6, 0.8, 1, 1.25, 1.6, 2.2),
}
STORY_LENGTHS = (9, 13, 18, 26)  # sentences: edges of the kinds of story by length
_COMMA = re.compile(r"[,،、，;；]")


class Measures(NamedTuple):
    """Of each sentence of the pool: `numbers` as in NUMBERS, `bins` as in BINS, its words, its size in words, its ends.

    `openings` are those of each sentence, `boilerplate_probability` how likely each is no part of the story.
    `vocabulary` numbers the distinct words in order of appearance, `cells` gives the kind of each. `length` is
    the kind of story by its number of sentences.
    """

    numbers: tuple[tuple[float, ...], ...]
    bins: tuple[tuple[int, ...], ...]
    words: tuple[SentenceWords, ...]
    sizes: tuple[int, ...]
    openings: tuple[Opening, ...]
    boilerplate_probability: tuple[float, ...]
    vocabulary: Mapping[str, int]
    cells: Sequence[int]
    length: int


def measure(document: Sentences, pool: Sequence[int]) -> Measures:
    """Return the measures of the pool's sentences, which are taken to be the whole story."""
    pack = load(document.language)
    texts = [document.texts[index] for index in pool]
    tokens = [find_words(text) for text in texts]
    title = frozenset(find_words(document.title or ""))
    vocabulary = read_vocabulary(texts, tokens, title, pack)
    words = tuple(sort_words(vocabulary))
    openings = tuple(map(read_opening, texts, tokens, repeat(pack)))
    blocks = [document.blocks[index] for index in pool]
    rows = zip(
        _compare_words(words, vocabulary, len(title) - len(vocabulary.title & vocabulary.small)),
        map(_measure_form, texts, vocabulary.sentences, words, openings, repeat(vocabulary)),
        [1.0, *map(float, map(ne, blocks, blocks[1:]))],
        strict=True,
    )
    sizes = tuple(map(len, tokens))
    return Measures(
        tuple([(*by_words, *by_form, opens) for by_words, by_form, opens in rows]),
        _find_bins(sizes),
        words,
        sizes,
        openings,
        tuple([document.boilerplate_probability[index] for index in pool])
        if document.boilerplate_probability
        else (0.0,) * len(pool),
        vocabulary.numbers,
        find_cells(vocabulary, words),
        bisect_right(STORY_LENGTHS, len(texts)),
    )


def _compare_words(
    sentences: Sequence[SentenceWords], vocabulary: Vocabulary, title_size: int
) -> Iterator[tuple[float, ...]]:
    """Yield WORD_NUMBERS of each sentence. `title_size` counts the title's words but the small ones."""
    title = vocabulary.title - vocabulary.small
    spread = Counter(chain.from_iterable([words.content for words in sentences]))
    logs = {word: log(vocabulary.counts[word]) for word in spread}
    title_size, others = max(1, title_size), max(1, len(sentences) - 1)
    for words in sentences:
        content, size = words.content, max(1, words.content_size)
        in_title = len(words.distinct & title) if title else 0
        central = sum(map(spread.__getitem__, content)) - len(content)
        frequency = fsum(map(logs.__getitem__, content))  # exact, so that the order of a set does not matter
        news = len(content) - len(content & words.known)
        yield (
            in_title / title_size,
            min(in_title, 6.0),
            central / size / others,
            min(central / others, 5.0),
            frequency / size,
            min(frequency, 25.0) / 10,
            min(len(content), 15) / 5,
            (words.content_size - len(content) + news) / size,
            min(news, 8) / 4,
        )


def _measure_form(
    text: str, numbers: Sequence[int], words: SentenceWords, opening: Opening, vocabulary: Vocabulary
) -> tuple[float, ...]:
    """Return the others of NUMBERS but the last."""
    size = max(1, len(numbers))
    name_count = _count(numbers, words, vocabulary.names)
    return (
        min(_count(numbers, words, vocabulary.figures), 6) / 2,
        min(name_count, 12) / 4,
        name_count / size,
        float(opening.points_back),
        float(opening.has_speech),
        float(opening.opens_quote),
        float(opening.cuts_quote),
        float(opening.asks),
        float("!" in text),
        float(text[-1] in ":："),
        float(opening.has_open_end),
        _count(numbers, words, vocabulary.persons) / size,
        float("(" in text or "[" in text),
        min(_count_commas(text), 6) / 3,
        1 - words.content_size / size,
        float(opening.dateline > 0),
    )


def _count(numbers: Sequence[int], words: SentenceWords, wanted: frozenset[int]) -> int:
    """Return how many of a sentence's words, repeated ones too, are wanted; most sentences have none."""
    return 0 if wanted.isdisjoint(words.distinct) else sum(map(wanted.__contains__, numbers))


def _count_commas(text: str) -> int:
    return text.count(",") + text.count(";") if text.isascii() else len(_COMMA.findall(text))


def _find_bins(sizes: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    total = len(sizes)
    mean = max(1.0, sum(sizes) / total)
    place, from_end, relative_place, length, relative_length = (_EDGES[name] for name in BINS)
    return tuple(
        [
            (
                bisect_right(place, number),
                bisect_right(from_end, total - 1 - number),
                bisect_right(relative_place, number / total),
                bisect_right(length, size),
                bisect_right(relative_length, size / mean),
            )
            for number, size in enumerate(sizes)
        ]
    )


def count_bins() -> Mapping[str, int]:
    """Return the number of steps of each of BINS."""
    return {name: len(edges) + 1 for name, edges in _EDGES.items()}
