"""Boxes that say again what stands before them, such as a variant for small screens: a browser shows one of them."""

from collections.abc import Mapping

from newsieve.extract import vocabulary
from newsieve.extract.layout import Page

LEAST_BLOCKS = 2  # that are copies; a single one may be a note that is repeated on purpose
LEAST_TEXT = 80  # characters of them
MOST_NEW = 0.1  # share of the kept text of a box that is no copy


def drop_copies(page: Page, logits: Mapping[int, float]) -> Mapping[int, float]:
    """Return the article's blocks without those of boxes that are copies of blocks of the article before the box."""
    first: dict[str, int] = {}
    for number in logits:
        first.setdefault(page.blocks[number].text, number)
    if len(logits) < len(first) + LEAST_BLOCKS:
        return logits
    dropped: set[int] = set()
    end = 0
    for box in page.containers[1:]:
        if box.start < end or box.tag in vocabulary.LEAVES or box.end - box.start < LEAST_BLOCKS:
            continue
        inside = [number for number in range(box.start, box.end) if number in logits]
        copies = [number for number in inside if first[page.blocks[number].text] < box.start]
        if len(copies) < LEAST_BLOCKS:
            continue
        copied = _count_text(page, copies)
        if copied >= max(LEAST_TEXT, (1 - MOST_NEW) * _count_text(page, inside)):
            dropped.update(copies)
            end = box.end
    return {number: logit for number, logit in logits.items() if number not in dropped} if dropped else logits


def _count_text(page: Page, numbers: list[int]) -> int:
    return sum(len(page.blocks[number].text) for number in numbers)
