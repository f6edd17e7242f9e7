"""Features that tell an outlet that speaks of itself from a person who tells a life.

In an appeal "we" speaks to "you" amid a story that does neither; in an essay, a letter or a speech the rest of the text
does so too. So each number is about the paragraphs elsewhere: neither this block and its neighbours nor others that
look like a pitch by themselves.
"""

import struct
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Any

from newsieve.cleaner.blocks import ScoredBlock
from newsieve.languages import CATEGORIES

_APART = 2  # blocks on either side that count as here
_PITCH_SCORE = 0.0  # stage one's logit from which on a block looks like a pitch by itself
_NOBODY = -1.0  # in the place of a share of no blocks
_MOST_COUNTED = 30  # paragraphs
_CATEGORIES = (
    *("self", "person", "lived", "kin", "reader", "imperative", "third_person"),
    *("outlet", "masthead", "give", "subscribe", "newsletter"),
)
_NUMBERS = tuple(map(CATEGORIES.index, _CATEGORIES))
_UNPACK = struct.Struct(f"<{1 + len(_CATEGORIES)}I")


def share_elsewhere(blocks: Sequence[ScoredBlock], numbers: Sequence[int]) -> list[tuple[float, ...]]:
    """Return the features of ELSEWHERE of some blocks, which are given by number.

    Paragraphs are counted for all categories in one long integer, 32 bits each.
    """
    edge = [0] * _APART
    having = [_mark_categories(block.surface.hits) if block.score < _PITCH_SCORE else 0 for block in blocks]
    sums = [0, *accumulate([*edge, *having, *edge])]
    return [_share(sums[-1] - sums[i + 2 * _APART + 1] + sums[i]) for i in numbers]


@lru_cache(maxsize=10_000)
def _mark_categories(hits: Sequence[int]) -> int:
    """A one for the paragraph, and for each category of which it has a word."""
    return int.from_bytes(_UNPACK.pack(1, *[hits[number] > 0 for number in _NUMBERS]), "little")


def _share(counted: int) -> tuple[float, ...]:
    plain, *having = _UNPACK.unpack(counted.to_bytes(_UNPACK.size, "little"))
    shares = [some / plain for some in having] if plain else [_NOBODY] * len(having)
    return float(min(_MOST_COUNTED, plain)), *shares


def _elsewhere(number: int) -> Callable[[Any], list[float]]:
    """The share of the paragraphs elsewhere that have a word of a category, in a context that holds `elsewhere`."""
    return lambda context: [shares[number] for shares in context.elsewhere]


ELSEWHERE: tuple[tuple[str, Callable[[Any], list[float]]], ...] = tuple(
    (f"{name}_elsewhere", _elsewhere(number)) for number, name in enumerate(("plain", *_CATEGORIES))
)
