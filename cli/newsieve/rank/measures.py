"""What the default ranker sees of each sentence: numbers that are not words, so that they carry to every language.

All arithmetic on words is done once per distinct word of the story, by operations on whole sets. Linear in its length.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from math import fsum, log
from typing import NamedTuple

from newsieve.languages import LanguagePack, load
from newsieve.model import Story
from newsieve.rank.openings import Opening, read_opening
from newsieve.rank.words import find_words

NUMBERS = (
    *("title share", "title words", "centrality", "centrality sum", "frequency", "frequency sum", "repeated words"),
    *("new words", "new repeated", "like first", "like opening", "like previous", "figures", "names", "name share"),
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
WORD_KINDS = ("small", "plain", "name", "figure")
_WORD_PLACES = (0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 8, 8, 9, 9, 9, 9, 9, 9, 9, 9, 10)
_MOST_USES = 5
WORD_CELLS = len(WORD_KINDS) * _MOST_USES * 11 * 2
_NAME = re.compile(r"[A-ZÀ-ÖØ-ÞŁŚŞΑ-ΩА-Я][^\W_]*")
_COMMA = re.compile(r"[,،、，;；]")
_NAMES_MEAN_NOTHING = 0.3  # share of capitals above which a text writes every noun, or every word, with one
_OPENING = 3  # sentences
_SHORT_WORD = 3  # letters: a small word where no list of them is known


class Measures(NamedTuple):
    """Of each sentence of the pool: `numbers` as in NUMBERS, `bins` as in BINS, its distinct words, its size in words.

    `cells` gives the kind of each distinct word of the story (0 to WORD_CELLS - 1), `content` the words that are
    not small ones, `openings` how each sentence begins. `length` is the kind of story by its number of sentences.
    """

    numbers: tuple[tuple[float, ...], ...]
    bins: tuple[tuple[int, ...], ...]
    words: tuple[frozenset[str], ...]
    content: tuple[frozenset[str], ...]
    sizes: tuple[int, ...]
    openings: tuple[Opening, ...]
    cells: Mapping[str, int]
    length: int


def measure(story: Story, pool: Sequence[int]) -> Measures:
    """Return the measures of the pool's sentences, which are taken to be the whole story."""
    pack = load(story.language)
    texts = [story.sentences[index] for index in pool]
    tokens = [find_words(text) for text in texts]
    words = tuple(map(frozenset, tokens))
    counts = Counter(chain.from_iterable(tokens))
    first: dict[str, int] = {}
    for place in range(len(words) - 1, -1, -1):
        first.update(dict.fromkeys(words[place], place))
    names = _find_names(texts, sum(map(len, tokens)))
    small = _find_small_words(counts, pack)
    title = frozenset(find_words(story.title or ""))
    content = tuple(found - small for found in words)
    openings = tuple(read_opening(text, found, pack) for text, found in zip(texts, tokens, strict=True))
    sizes = tuple(map(len, tokens))
    shared = _share(content, counts, title - small)
    mean = max(1.0, sum(sizes) / len(sizes))
    persons = (pack.lexicons["self"] | pack.lexicons["reader"] | {"i", "my", "me"}) if pack.code else frozenset[str]()
    figures = frozenset(word for word in counts if word[0].isdigit())
    rows, bins = [], []
    for place, text in enumerate(texts):
        opens = place == 0 or story.blocks[pool[place]] != story.blocks[pool[place - 1]]
        rows.append(
            (
                *_measure_words(place, content, shared),
                *_measure_form(text, tokens[place], openings[place], names, persons, figures, len(content[place])),
                float(opens),
            )
        )
        bins.append(_find_bins(place, len(texts), sizes[place], mean))
    cells = _find_cells(counts, first, small, names, figures, title)
    length = _digitize(len(texts), STORY_LENGTHS)
    return Measures(tuple(rows), tuple(bins), words, content, sizes, openings, cells, length)


class _Shared(NamedTuple):
    """What is counted once for the whole story.

    Of each content word: the sentences with it, the logarithm of its uses. The words that are `repeated`, those
    that are new in each sentence, those of the first three sentences, and of two of these.
    """

    spread: Mapping[str, int]
    logs: Mapping[str, float]
    repeated: frozenset[str]
    fresh: Sequence[frozenset[str]]
    opening: frozenset[str]
    opening_twice: frozenset[str]
    title: frozenset[str]
    total: int


def _share(content: Sequence[frozenset[str]], counts: Mapping[str, int], title: frozenset[str]) -> _Shared:
    spread = Counter(chain.from_iterable(content))
    logs = {word: log(counts[word]) for word in spread}
    repeated = frozenset(word for word, value in logs.items() if value > 0)
    seen: set[str] = set()
    fresh = []
    for words in content:
        fresh.append(words - seen)
        seen |= words
    opening = Counter(chain.from_iterable(content[:_OPENING]))
    twice = frozenset(word for word, count in opening.items() if count > 1)
    return _Shared(spread, logs, repeated, fresh, frozenset(opening), twice, title, len(content))


def _find_names(texts: Sequence[str], total: int) -> frozenset[str]:
    found = [_NAME.findall(text, 1) for text in texts]
    if sum(map(len, found)) > _NAMES_MEAN_NOTHING * total:
        return frozenset()
    return frozenset(name.lower() for name in chain.from_iterable(found))


def _find_small_words(counts: Mapping[str, int], pack: LanguagePack) -> frozenset[str]:
    if pack.stop_words:
        small = {word for word in counts if len(word) == 1 and word.isascii() and not word.isdigit()}
        return frozenset(small | (pack.stop_words & counts.keys()))
    return frozenset(word for word in counts if len(word) <= _SHORT_WORD and word.isalpha() and word.islower())


def _measure_words(place: int, content: Sequence[frozenset[str]], shared: _Shared) -> tuple[float, ...]:
    """Return the first twelve of NUMBERS: title share to likeness with the sentence before."""
    words = content[place]
    size = max(1, len(words))
    others = max(1, shared.total - 1)
    in_title = len(words & shared.title)
    spread = sum(map(shared.spread.__getitem__, words)) - len(words)
    frequency = fsum(map(shared.logs.__getitem__, words))  # exact, so that the order of a set does not matter
    fresh = words & shared.fresh[place]
    return (
        in_title / max(1, len(shared.title)),
        min(in_title, 6.0),
        spread / size / others,
        min(spread / others, 5.0),
        frequency / size,
        min(frequency, 25.0) / 10,
        min(len(words & shared.repeated), 15) / 5,
        len(fresh) / size,
        min(len(fresh & shared.repeated), 8) / 4,
        len(words & content[0]) / size if place else 0.0,
        len(words & (shared.opening_twice if place < _OPENING else shared.opening)) / size,
        len(words & content[place - 1]) / size if place else 0.0,
    )


def _measure_form(
    text: str,
    tokens: Sequence[str],
    opening: Opening,
    names: frozenset[str],
    persons: frozenset[str],
    figures: frozenset[str],
    content_size: int,
) -> tuple[float, ...]:
    """Return the others of NUMBERS but the last."""
    size = max(1, len(tokens))
    name_count = sum(map(names.__contains__, tokens)) if names else 0
    return (
        min(sum(map(figures.__contains__, tokens)), 6) / 2,
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
        sum(map(persons.__contains__, tokens)) / size,
        float("(" in text or "[" in text),
        min(len(_COMMA.findall(text)), 6) / 3,
        1 - content_size / size,
        float(opening.dateline > 0),
    )


def _find_bins(place: int, total: int, size: int, mean: float) -> tuple[int, ...]:
    values = (place, total - 1 - place, place / total, size, size / mean)
    return tuple(_digitize(value, _EDGES[name]) for name, value in zip(BINS, values, strict=True))


def _digitize(value: float, edges: Sequence[float]) -> int:
    return bisect_right(edges, value)


def _find_cells(
    counts: Mapping[str, int],
    first: Mapping[str, int],
    small: frozenset[str],
    names: frozenset[str],
    figures: frozenset[str],
    title: frozenset[str],
) -> Mapping[str, int]:
    """Return the cell of each word: kind, uses (1 to 5 and more), first sentence in 11 steps, whether in the title."""
    kinds = dict.fromkeys(counts, 1)
    kinds.update(dict.fromkeys(names & counts.keys(), 2))
    kinds.update(dict.fromkeys(figures, 3))
    kinds.update(dict.fromkeys(small, 0))
    last = len(_WORD_PLACES) - 1
    places = {place: _WORD_PLACES[min(place, last)] for place in set(first.values())}
    cells = {
        word: ((kinds[word] * _MOST_USES + (min(_MOST_USES, count)) - 1) * 11 + places[first[word]]) * 2
        for word, count in counts.items()
    }
    for word in title & counts.keys():
        cells[word] += 1
    return cells


def count_bins() -> Mapping[str, int]:
    """Return the number of steps of each of BINS."""
    return {name: len(edges) + 1 for name, edges in _EDGES.items()}
