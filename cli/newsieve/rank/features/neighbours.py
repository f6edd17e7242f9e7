"""Features of a sentence's neighbours, and of the words that they share with it."""

from collections.abc import Iterable, Iterator

from newsieve.rank.cues import points_back
from newsieve.rank.features.context import Context
from newsieve.rank.vocabulary import SentenceWords

NEIGHBOURS = (
    *("overlap before", "overlap behind", "words before", "words behind", "quoted before", "quoted behind"),
    *("inside before", "points back before", "points back behind", "letters of line before"),
    *("letters of line behind", "list before", "list behind", "heading behind"),
)
LEAST_DOUBT = 0.15  # probability of boilerplate from which on it is a doubt
BOILERPLATE = ("boilerplate", "boilerplate before", "boilerplate behind", "aside")
_NONE = -1.0  # for what the first or the last sentence has no neighbour for


def compare_neighbours(context: Context, positions: Iterable[int]) -> Iterator[tuple[float, ...]]:
    """Yield NEIGHBOURS of the candidates at these positions."""
    words, sizes, quotations = context.words, context.sizes, context.quotations
    texts, items, headings = context.document.texts, context.items, context.headings
    last, last_line = len(words) - 1, len(texts) - 1
    for index in positions:
        own, line = words[index], context.lines[index]
        before, after = index - 1, index + 1
        yield (
            find_overlap(words[before], own) if index else _NONE,
            find_overlap(own, words[after]) if index < last else _NONE,
            sizes[before] if index else _NONE,
            sizes[after] if index < last else _NONE,
            _share_quoted(context, before) if index else _NONE,
            _share_quoted(context, after) if index < last else _NONE,
            quotations[before].ends_inside if index else _NONE,
            _points_back(context, before) if index else _NONE,
            _points_back(context, after) if index < last else _NONE,
            len(texts[line - 1]) if line else 0,
            len(texts[line + 1]) if line < last_line else 0,
            line > 0 and items[line - 1],
            line < last_line and items[line + 1],
            line < last_line and headings[line + 1],
        )


def measure_boilerplate(context: Context) -> Iterator[tuple[float, ...]]:
    """Yield BOILERPLATE of each candidate: what the cleaner thinks of it and of its neighbours, 0 where nobody did.

    What is below LEAST_DOUBT is 0 too: it says less about the sentence than about the cleaner, and changes with each
    training of it. An aside is a caption, a byline or a note on the author that stays.
    """
    every = [doubt if doubt > LEAST_DOUBT else 0.0 for doubt in context.document.boilerplate_probability]
    own = [every[line] for line in context.lines] if every else [0.0] * len(context.lines)
    kinds = context.document.kinds
    asides = [kinds[line] is not None for line in context.lines] if kinds else [False] * len(own)
    return zip(own, [0.0, *own[:-1]], [*own[1:], 0.0], asides, strict=True)


def find_overlap(one: SentenceWords, other: SentenceWords) -> float:
    """Return the share of the shorter sentence's content words that stand in both, 0 to 1."""
    common = len(one.content & other.content)
    return common / max(1, min(one.content_size, other.content_size)) if common else 0.0


def _points_back(context: Context, index: int) -> bool:
    return points_back(context.texts[index], context.tokens[index], context.pack)


def _share_quoted(context: Context, index: int) -> float:
    return context.quotations[index].size / len(context.texts[index])
