"""Features that tell an outlet that speaks of itself from a person who tells a life.

In an appeal "we" speaks to "you" amid a story that does neither; in an essay, a letter or a speech the rest of the text
does so too. So each number is about the paragraphs elsewhere: neither this block and its neighbours nor others that
look like a pitch by themselves.
"""

from collections.abc import Sequence
from itertools import accumulate, repeat
from operator import call

from newsieve.cleaner.features.document import Compute, DocumentContext
from newsieve.languages import CATEGORIES

_APART = 2  # blocks on either side that count as here
_PITCH_SCORE = 0.0  # stage one's logit from which on a block looks like a pitch by itself
_NOBODY = -1.0  # in the place of a share of no blocks
_CATEGORIES = (
    *("self", "person", "lived", "kin", "reader", "imperative", "third_person"),
    *("outlet", "masthead", "give", "subscribe", "newsletter"),
)


def _count_elsewhere(context: DocumentContext, flags: list[bool]) -> list[int]:
    edge = [False] * _APART
    sums = [0, *accumulate([*edge, *flags, *edge])]
    total = sums[-1]
    return [total - sums[i + 2 * _APART + 1] + sums[i] for i in context.asked]


def _plain(context: DocumentContext) -> list[bool]:
    return [score < _PITCH_SCORE for score in context.scores]


def _elsewhere(category: str) -> Compute:
    """The share of the paragraphs elsewhere that have a word of the category."""
    number = CATEGORIES.index(category)

    def compute(context: DocumentContext) -> list[float]:
        plain = _plain(context)
        having = [ok and block.surface.hits[number] > 0 for ok, block in zip(plain, context.blocks, strict=True)]
        pairs = zip(_count_elsewhere(context, having), _count_elsewhere(context, plain), strict=True)
        return [some / all_ if all_ else _NOBODY for some, all_ in pairs]

    return compute


def _count_plain(context: DocumentContext) -> list[float]:
    return [float(min(30, count)) for count in _count_elsewhere(context, _plain(context))]


ELSEWHERE: tuple[tuple[str, Compute], ...] = (
    ("plain_elsewhere", _count_plain),
    *((f"{category}_elsewhere", _elsewhere(category)) for category in _CATEGORIES),
)


def list_elsewhere(context: DocumentContext, numbers: Sequence[int]) -> list[tuple[float, ...]]:
    """Return the features of ELSEWHERE of some blocks, whichever of them the context asks for."""
    asking = object.__new__(DocumentContext)  # a copy; the module `copy` takes 1 ms to import
    asking.__dict__.update(context.__dict__, asked=numbers)
    return list(zip(*map(call, [compute for _, compute in ELSEWHERE], repeat(asking)), strict=True))
