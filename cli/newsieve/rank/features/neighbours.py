"""Features of a sentence's neighbours, and of the words that they share with it."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from newsieve.rank.features.context import Context
from newsieve.rank.vocabulary import SentenceWords

NEIGHBOURS = (
    *("overlap before", "overlap behind", "overlap with first", "largest overlap before", "words before"),
    *("words behind", "quoted before", "quoted behind", "inside before", "points back before"),
    *("points back behind", "names before", "names behind", "letters of line before", "letters of line behind"),
    *("list before", "list behind", "heading behind"),
)
BOILERPLATE = ("boilerplate", "boilerplate before", "boilerplate behind", "aside")
_REACH = 8  # sentences before that are compared
_NONE = -1.0  # for what the first or the last sentence has no neighbour for


def compare_neighbours(context: Context) -> Iterator[tuple[float, ...]]:
    """Yield NEIGHBOURS of each candidate."""
    words, sizes, cues, quotations = context.words, context.sizes, context.cues, context.quotations
    names = [len(own.distinct & context.vocabulary.names) for own in words]
    quoted = [quotation.size / len(text) for quotation, text in zip(quotations, context.texts, strict=True)]
    texts = ["", *context.document.texts, ""]
    items = [False, *context.items, False]
    headings = [False, *context.headings, False]
    behind = [find_overlap(one, other) for one, other in pairwise(words)]
    overlaps = [_NONE, *behind, _NONE]
    for index, line in enumerate(context.lines):
        before, after = (index - 1 if index else None), (index + 1 if index + 1 < len(words) else None)
        nearest = words[max(0, index - _REACH) : max(0, index - 1)]
        yield (
            overlaps[index],
            overlaps[index + 1],
            find_overlap(words[0], words[index]) if index else _NONE,
            max([overlaps[index], *[find_overlap(one, words[index]) for one in nearest]]),
            _take(sizes, before),
            _take(sizes, after),
            _take(quoted, before),
            _take(quoted, after),
            quotations[index - 1].ends_inside if index else _NONE,
            cues[index - 1].points_back if index else _NONE,
            _NONE if after is None else cues[after].points_back,
            _take(names, before),
            _take(names, after),
            len(texts[line]),
            len(texts[line + 2]),
            items[line],
            items[line + 2],
            headings[line + 2],
        )


def measure_boilerplate(context: Context) -> Iterator[tuple[float, ...]]:
    """Yield BOILERPLATE of each candidate: what the cleaner thinks of it and of its neighbours, 0 where nobody did.

    An aside is a caption, a byline or a note on the author that stays.
    """
    every = context.document.boilerplate_probability
    own = [every[line] for line in context.lines] if every else [0.0] * len(context.lines)
    kinds = context.document.kinds
    asides = [kinds[line] is not None for line in context.lines] if kinds else [False] * len(own)
    return zip(own, [0.0, *own[:-1]], [*own[1:], 0.0], asides, strict=True)


def find_overlap(one: SentenceWords, other: SentenceWords) -> float:
    """Return the share of the shorter sentence's content words that stand in both, 0 to 1."""
    common = len(one.content & other.content)
    return common / max(1, min(one.content_size, other.content_size)) if common else 0.0


def _take(values: Any, index: int | None) -> float:
    return _NONE if index is None else float(values[index])
