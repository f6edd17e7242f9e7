"""Sentences in a row of boxes of one kind, as graphics show them step by step while a reader scrolls.

Each box holds one block, so that the cut of a short page may fall between them. Where most of a row are of the article
the others go with them. On 1,460 labelled pages these were two blocks, one of them of a gold text.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from newsieve.extract import vocabulary
from newsieve.extract.layout import Container, Page, PageBlock

LEAST_KEPT, MOST_OF_ROW = 2, 0.5  # boxes of a row, and their share, from which on the others go with them
_Row = tuple[int, str, str]  # place of the box around, element, class


def list_steps(page: Page, kept: Mapping[int, float], rated: Mapping[int, float], lowest: float) -> Iterator[int]:
    """Yield the blocks of such rows that were left out, though not as surely as what is never kept.

    `rated` are the logits of all blocks that were asked about, `lowest` that with which a block is ever kept.
    """
    rows = defaultdict[_Row, list[int]](list)
    for box in page.containers[1:]:
        if box.kind and _holds_one(box) and not _holds_one(page.containers[box.parent]):
            rows[box.parent, box.tag, box.kind].append(box.start)
    counts = Counter(block.text for block in page.blocks)
    for numbers in rows.values():
        n_kept = sum(number in kept for number in numbers)
        if not max(LEAST_KEPT, MOST_OF_ROW * len(numbers)) <= n_kept < len(numbers):
            continue
        likely = (number for number in numbers if number not in kept and rated.get(number, lowest - 1) >= lowest)
        yield from (n for n in likely if counts[page.blocks[n].text] == 1 and _is_sentence(page.blocks[n]))


def _holds_one(box: Container) -> bool:
    return box.end - box.start == 1 and box.tag not in vocabulary.LEAVES


def _is_sentence(block: PageBlock) -> bool:
    return bool(block.ends and block.prose) and not (block.link_density or block.button_share or block.is_left_out())
