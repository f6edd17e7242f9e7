"""Short blocks in turn with the article's paragraphs: who speaks, questions, years, heads that are no headings.

One of them tells as little as a label of an advert does. But all boxes of its kind stand each above a paragraph of the
article, and these are of one kind too; what is said is not always the same. One with a date is a byline's, or a
teaser's.
"""

from collections.abc import Iterator, Mapping

from newsieve.days import find_days
from newsieve.extract import regions, vocabulary
from newsieve.extract.layout import Page, PageBlock
from newsieve.extract.nesting import belongs_below, is_named_within, measure_shared_depth

LEAST_LABELS = 3  # of one kind
LONGEST_LABEL = 200  # characters
MOST_OF_KIND = 0.8  # of the boxes of its kind, from which on they are labels
_Kind = tuple[str, str | None, str | None, int]


def list_labels(page: Page, logits: Mapping[int, float]) -> Iterator[int]:
    """Yield the blocks of such kinds that are not among the article's. `logits` are of these."""
    first, last = min(logits, default=0), max(logits, default=0)
    kinds: dict[_Kind, list[int]] = {}
    for number in range(max(0, first - 1), last):
        if _may_be_label(page.blocks[number]):
            kinds.setdefault(_find_kind(page, number), []).append(number)
    for numbers in kinds.values():
        labels = [number for number in numbers if _labels(page, number, logits)]
        if len(labels) < LEAST_LABELS or all(number in logits for number in labels):
            continue
        undated = [number for number in numbers if not any(find_days(page.blocks[number].text))]
        labels = sorted({*labels}.intersection(undated))
        if len(labels) < max(LEAST_LABELS, MOST_OF_KIND * len(undated)):
            continue
        below = {_find_kind(page, number + 1) for number in labels}
        texts = {page.blocks[number].text for number in labels}
        if len(below) == 1 and len(texts) > 1:
            yield from (number for number in labels if number not in logits)


def _may_be_label(block: PageBlock) -> bool:
    """Whether a block is short, plain text."""
    if block.tag != "p" or len(block.text) > LONGEST_LABEL or block.is_left_out() or block.region & regions.FIGURE:
        return False
    return not (block.link_density or block.button_share)


def _labels(page: Page, number: int, logits: Mapping[int, float]) -> bool:
    """Whether a block stands above prose of the article, and no box around it is named after anything else."""
    block, below = page.blocks[number], page.blocks[number + 1]
    if number + 1 not in logits or below.tag in vocabulary.HEADINGS or not below.prose:
        return False
    depth = measure_shared_depth(page, block, below)
    return belongs_below(page, number, number + 1) and not is_named_within(page, block, depth, vocabulary.OF_OTHERS)


def _find_kind(page: Page, number: int) -> _Kind:
    own = page.containers[page.blocks[number].container]
    return own.tag, own.kind, page.containers[max(0, own.parent)].kind, own.depth
