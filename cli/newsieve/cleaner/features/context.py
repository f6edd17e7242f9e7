"""Features of a block for the forest: its own, and those of its place among the other blocks of the document.

`BLOCK_FEATURES` lists them all, in the order of the model's columns; their functions stand above it, those of the
story's words in `story`, of who speaks in `speaker`, of what an appeal is made of in `ask`.
"""

import math
from collections.abc import Callable, Sequence
from itertools import accumulate
from operator import itemgetter

from newsieve.cleaner.blocks import GROUPS, MONEY_OR_ADDRESS, ScoredBlock
from newsieve.cleaner.features import ask, matched, speaker, story
from newsieve.cleaner.features.document import OUTSIDE, Compute, DocumentContext
from newsieve.cleaner.features.groups import list_category_features
from newsieve.cleaner.features.registry import Feature, list_features
from newsieve.languages import CATEGORIES

FLAGS = ("address", "handle", "currency", "clock", "date", "quote", "shout", "question", "bar", "bracketed")
_PITCH = ("give", "appeal", "outlet", "no_paywall", "subscribe", "newsletter", "thanks")
_pick_pitch = itemgetter(*map(CATEGORIES.index, _PITCH))
_OPEN_ENDS = ("", *"”.!?…")  # a text that ends in nothing counts as one
_LIST_LINE = 25  # words that a line of a list has fewer than
_NEAR = 4  # blocks on either side that a bridge reaches
_LEAST_SHARE = 0.0005
_NO_GROUPS = [0.0] * len(GROUPS)


def each(value: Callable[[ScoredBlock], float]) -> Compute:
    """Make the feature that is a number of the block itself."""
    return lambda context: [value(context.blocks[i]) for i in context.asked]


def shifted(value: Callable[[ScoredBlock], float], offset: int, outside: float = 0.0) -> Compute:
    """Make the feature that is a number of the block `offset` places away, `outside` where there is none."""

    def compute(context: DocumentContext) -> list[float]:
        edge = [outside] * abs(offset)
        padded = [*edge, *context.list_values(value), *edge]
        return [padded[i + abs(offset) + offset] for i in context.asked]

    return compute


def whole(values: Callable[[Sequence[ScoredBlock]], Sequence[float]]) -> Compute:
    """Make the feature whose numbers come from all blocks together, one for each."""

    def compute(context: DocumentContext) -> list[float]:
        numbers = values(context.blocks)
        return [numbers[i] for i in context.asked]

    return compute


def _backwards(values: Callable[[Sequence[ScoredBlock]], list[float]]) -> Compute:
    return whole(lambda blocks: values(blocks[::-1])[::-1])


def _group(number: int, offset: int = 0) -> Compute:
    """The probability of a group of classes, of the block or of a neighbour."""

    def compute(context: DocumentContext) -> list[float]:
        padded = [_NO_GROUPS, *context.groups, _NO_GROUPS]
        return [padded[i + 1 + offset][number] for i in context.asked]

    return compute


def _known_language(context: DocumentContext) -> list[float]:
    return [float(context.is_known_language)] * len(context.asked)


def _around(size: int) -> Compute:
    """The mean score of so many blocks on either side, cut at 3; those beyond the edge count as 0."""

    def compute(context: DocumentContext) -> list[float]:
        capped = context.list_values(_cut_score)
        sums = [0.0, *accumulate(capped)]
        ends = [(max(0, i - size), min(len(capped), i + size + 1), i) for i in context.asked]
        return [(sums[high] - sums[low] - capped[i]) / (2 * size) for low, high, i in ends]

    return compute


def _score(block: ScoredBlock) -> float:
    return block.score


def _cut_score(block: ScoredBlock) -> float:
    return max(-3.0, min(3.0, block.score))


def _pitch(block: ScoredBlock) -> float:
    hits: int = sum(_pick_pitch(block.surface.hits))
    return hits / math.sqrt(max(1, block.surface.words))


def _log_chars(block: ScoredBlock) -> float:
    return math.log(block.surface.chars)


def _has_open_end(block: ScoredBlock) -> float:
    return float(block.surface.end in _OPEN_ENDS)


def _is_list_line(block: ScoredBlock) -> bool:
    return block.surface.end not in _OPEN_ENDS and block.surface.words < _LIST_LINE


def _is_line(block: ScoredBlock) -> bool:
    return not block.surface.end and block.surface.words < _LIST_LINE


def _support(blocks: Sequence[ScoredBlock]) -> list[float]:
    """Find for each block the best sum of scores of a run that ends before it, 0..10.

    A pitch of several paragraphs is one thing whose middle reads like prose; what gives it away stands at its ends.
    """
    result, held = [], 0.0
    for block in blocks:
        result.append(held)
        held = max(0.0, min(10.0, held + max(-3.0, min(4.0, block.score))))
    return result


def _streak(is_flagged: Callable[[ScoredBlock], bool]) -> Callable[[Sequence[ScoredBlock]], list[float]]:
    """Make what counts for each block the flagged ones in a row before it, at most 20."""

    def count(blocks: Sequence[ScoredBlock]) -> list[float]:
        result, held = [], 0.0
        for block in blocks:
            result.append(held)
            held = min(20.0, held + 1) if is_flagged(block) else 0.0
        return result

    return count


def _introduced(summary: Callable[[ScoredBlock, int], float]) -> Compute:
    """A number of the block that ends in a colon before the lines of a list, and of how far it stands from each.

    What is no line of such a list has OUTSIDE.
    """

    def compute(context: DocumentContext) -> list[float]:
        result, head, length = [], None, 0
        for block in context.blocks:
            is_line = block.surface.end not in _OPEN_ENDS[1:] and block.surface.words < _LIST_LINE
            length += 1
            result.append(summary(head, length) if head and is_line else OUTSIDE)
            if block.surface.end == ":":
                head, length = block, 0
            elif not is_line:
                head = None
        return [result[i] for i in context.asked]

    return compute


def _bridge(value: Callable[[ScoredBlock], float]) -> Compute:
    """The weaker of the two best supports on either side: high where a block stands between two pitches."""

    def compute(context: DocumentContext) -> list[float]:
        values = context.list_values(value)
        sides = [(values[max(0, i - _NEAR) : i], values[i + 1 : i + 1 + _NEAR]) for i in context.asked]
        return [min(max(before, default=OUTSIDE), max(after, default=OUTSIDE)) for before, after in sides]

    return compute


def _capped_score(block: ScoredBlock) -> float:
    return max(-3.0, min(4.0, block.score))


def _money_logit(block: ScoredBlock) -> float:
    money = min(1 - _LEAST_SHARE, max(_LEAST_SHARE, sum(block.probabilities[MONEY_OR_ADDRESS])))
    return math.log(money / (1 - money))


def _boilerplate_shares(context: DocumentContext) -> list[float]:
    """The sums of the probabilities of boilerplate up to each block."""
    return [0.0, *accumulate([1 - block.probabilities[0] for block in context.blocks])]


def _mean(context: DocumentContext) -> list[float]:
    return [_boilerplate_shares(context)[-1] / len(context.blocks)] * len(context.asked)


def _mean_before(context: DocumentContext) -> list[float]:
    sums = _boilerplate_shares(context)
    return [sums[i] / i if i else OUTSIDE for i in context.asked]


def _mean_after(context: DocumentContext) -> list[float]:
    sums, count = _boilerplate_shares(context), len(context.blocks)
    return [(sums[-1] - sums[i + 1]) / (count - i - 1) if i + 1 < count else OUTSIDE for i in context.asked]


def _share_high(context: DocumentContext) -> list[float]:
    high = sum(1 for score in context.scores if score > 0)
    return [high / len(context.blocks)] * len(context.asked)


def _count_blocks(context: DocumentContext) -> list[float]:
    return [min(200.0, len(context.blocks))] * len(context.asked)


def _short_sentences(context: DocumentContext) -> list[float]:
    """The share of blocks that are a sentence a line: text that is broken so is no row of pitches for it."""
    short = sum(1 for block in context.blocks if block.surface.end and block.surface.words < _LIST_LINE)
    return [short / len(context.blocks)] * len(context.asked)


def _number(context: DocumentContext) -> list[float]:
    return [min(50.0, i) for i in context.asked]


def _to_end(context: DocumentContext) -> list[float]:
    return [min(50.0, len(context.blocks) - i - 1) for i in context.asked]


def _part(context: DocumentContext) -> list[float]:
    return [i / len(context.blocks) for i in context.asked]


def _to_median(context: DocumentContext) -> list[float]:
    median = max(1, sorted(block.surface.chars for block in context.blocks)[len(context.blocks) // 2])
    return [math.log(context.blocks[i].surface.chars / median) for i in context.asked]


def _flag(name: str) -> Compute:
    return each(lambda block: float(name in block.surface.flags))


BLOCK_FEATURES: tuple[Feature, ...] = (
    Feature("score", "the words", each(_score), monotone=True),
    *list_features("the words", [(f"class_{group}", _group(number)) for number, group in enumerate(GROUPS)]),
    Feature("is_known_language", "the words", _known_language),
    *list_features("neighbours", [(f"score{at:+d}", shifted(_score, at, OUTSIDE)) for at in (-3, -2, -1, 1, 2, 3)]),
    *list_features("neighbours", [
        (f"class_{GROUPS[number]}{at:+d}", _group(number, at)) for number in (0, 2, 3) for at in (-1, 1)
    ]),
    *list_features("neighbours", [(f"around{size}", _around(size)) for size in (2, 5)]),
    *list_features("neighbours", [(f"pitch{at:+d}", shifted(_pitch, at)) for at in (-2, -1, 1, 2)]),
    *list_features("neighbours", [(f"chars{at:+d}", shifted(_log_chars, at)) for at in (-1, 1)]),
    *list_features("neighbours", [(f"open{at:+d}", shifted(_has_open_end, at)) for at in (-1, 1)]),
    Feature("run_before", "the run", whole(_support), monotone=True),
    Feature("run_after", "the run", _backwards(_support), monotone=True),
    Feature("bridge", "the run", _bridge(_capped_score)),
    Feature("money_bridge", "the run", _bridge(_money_logit)),
    Feature("list_before", "the run", whole(_streak(_is_list_line))),
    Feature("list_after", "the run", _backwards(_streak(_is_list_line))),
    *list_features("the document", [
        ("mean", _mean), ("mean_before", _mean_before), ("mean_after", _mean_after), ("share_high", _share_high),
        ("blocks", _count_blocks),
    ]),
    *list_features("the place", [("number", _number), ("to_end", _to_end), ("part", _part)]),
    Feature("glued", "the place", each(lambda block: float(block.is_glued))),
    Feature("glued+1", "the place", shifted(lambda block: float(block.is_glued), 1)),
    *list_features("the look", [
        ("chars", each(_log_chars)), ("words", each(lambda block: float(block.surface.words))),
        ("to_median", _to_median), ("capital_words", each(lambda block: block.surface.capital_words)),
        ("capital_letters", each(lambda block: block.surface.capital_letters)),
        ("digits", each(lambda block: block.surface.digits)), ("marks", each(lambda block: block.surface.marks)),
        ("stop_words", each(lambda block: block.surface.stop_words)),
        ("end", each(lambda block: block.surface.end_code)),
        ("start", each(lambda block: block.surface.start_code)),
    ]),
    *list_features("the look", [(flag, _flag(flag)) for flag in FLAGS]),
    *list_features("the place", story.PLACES),
    *list_features("the story's words", story.WORDS),
    *list_features("the outlet speaks of itself", story.OUTLET),
    Feature("repeats", "repeated", story.count_repeats),
    Feature("rules", "rules", each(lambda block: block.rules), monotone=True),
    *list_category_features(),
    *list_features("who speaks", speaker.ELSEWHERE),
    *list_features("the run", ask.NEAREST),
    Feature("short_sentences", "the document", _short_sentences),
    Feature("line_before", "the run", whole(_streak(_is_line))),
    Feature("line_after", "the run", _backwards(_streak(_is_line))),
    Feature("introduced", "the run", _introduced(lambda head, _: max(-8.0, head.score))),
    Feature("introduced_at", "the run", _introduced(lambda _, length: min(20.0, float(length)))),
    *list_features("the run", matched.NEAREST),
)  # fmt: skip
