"""Features of the story around a block: where it stands, how much of a block's vocabulary it shares, who is named."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate

from newsieve.cleaner.features.document import Compute, DocumentContext
from newsieve.languages import CATEGORIES

_SELF = tuple(map(CATEGORIES.index, ("self", "outlet")))
_FARTHEST = 30.0  # blocks


def _shares_of_story(context: DocumentContext) -> list[float]:
    """The sums of the story's characters up to each block."""
    weights = [block.surface.chars if told else 0 for block, told in zip(context.blocks, context.told, strict=True)]
    return [0.0, *map(float, accumulate(weights))]


def _story_before(context: DocumentContext) -> list[float]:
    sums = _shares_of_story(context)
    return [sums[i] / max(1.0, sums[-1]) for i in context.asked]


def _story_after(context: DocumentContext) -> list[float]:
    sums = _shares_of_story(context)
    return [(sums[-1] - sums[i + 1]) / max(1.0, sums[-1]) for i in context.asked]


def _since_story(context: DocumentContext) -> list[float]:
    distances = find_distances(context.told)
    return [distances[i] for i in context.asked]


def _until_story(context: DocumentContext) -> list[float]:
    distances = find_distances(context.told[::-1])[::-1]
    return [distances[i] for i in context.asked]


def find_distances(flags: Sequence[bool]) -> list[float]:
    """Count for each block how many blocks back the last flag stands, at most 30."""
    result, held = [], _FARTHEST
    for flag in flags:
        result.append(held)
        held = 1.0 if flag else min(_FARTHEST, held + 1)
    return result


def _shared(context: DocumentContext) -> list[float]:
    """The share of a block's longer words that the story has too, -1 without such words."""
    pairs = [(len(context.vocabularies[i]), unknown) for i, unknown in zip(context.asked, context.unknown, strict=True)]
    return [(size - unknown) / size if size else -1.0 for size, unknown in pairs]


def _unshared(context: DocumentContext) -> list[float]:
    pairs = [(len(context.vocabularies[i]), unknown) for i, unknown in zip(context.asked, context.unknown, strict=True)]
    return [unknown / math.sqrt(size) if size else -1.0 for size, unknown in pairs]


def _share_of(words: Callable[[DocumentContext], frozenset[str]]) -> Compute:
    """The share of some words that a block has, -1 where there are none."""

    def compute(context: DocumentContext) -> list[float]:
        wanted = words(context)
        if not wanted:
            return [-1.0] * len(context.asked)
        return [len(wanted & context.vocabularies[i]) / len(wanted) for i in context.asked]

    return compute


def _outlet_name(context: DocumentContext) -> list[float]:
    return share_names([context.vocabularies[i] for i in context.asked], context.host)


def _self_around(context: DocumentContext) -> list[float]:
    """Hits of words for the outlet in the two neighbours."""
    selves = [0, *(sum([block.surface.hits[number] for number in _SELF]) for block in context.blocks), 0]
    return [float(selves[i] + selves[i + 2]) for i in context.asked]


def share_names(vocabularies: Iterable[frozenset[str]], host: str) -> list[float]:
    """Return how much of the outlet's name, as its host spells it, the longest word of each block makes up: 0..1."""
    if not host:
        return [0.0 for _ in vocabularies]
    size = len(host)
    return [max([len(word) for word in words if word in host], default=0) / size for words in vocabularies]


def count_repeats(context: DocumentContext) -> list[float]:
    """Return how often a block's text comes again in the document, at most 5."""
    copies = Counter([block.text for block in context.blocks])
    return [float(min(5, copies[context.blocks[i].text] - 1)) for i in context.asked]


PLACES: tuple[tuple[str, Compute], ...] = (
    ("story_before", _story_before),
    ("story_after", _story_after),
    ("since_story", _since_story),
    ("until_story", _until_story),
)
WORDS: tuple[tuple[str, Compute], ...] = (
    ("shared", _shared),
    ("shared_rare", _unshared),
    ("slug", _share_of(lambda context: context.slug)),
    ("title", _share_of(lambda context: context.title_words)),
)
OUTLET: tuple[tuple[str, Compute], ...] = (("outlet_name", _outlet_name), ("self_around", _self_around))
