"""Boxes that say again what stands before them, such as a variant for small screens: a browser shows one of them.

A part that is hidden is a copy of what shows wherever it stands, and however short it is.
"""

from collections.abc import Mapping

from newsieve.extract import regions, vocabulary
from newsieve.extract.layout import Page
from newsieve.extract.reveal import list_hidden_parts
from newsieve.extract.text_keys import make_key

LEAST_BLOCKS = 2  # that are copies; a single one may be a note that is repeated on purpose
LEAST_TEXT = 80  # characters of them
MOST_NEW = 0.1  # share of the kept text of a box that is no copy


def drop_copies(page: Page, logits: Mapping[int, float]) -> Mapping[int, float]:
    """Return the article's blocks without those of boxes that are copies of others, before them or in sight."""
    logits = _drop_hidden_copies(page, logits)
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
    return _leave_out(logits, dropped)


def _drop_hidden_copies(page: Page, logits: Mapping[int, float]) -> Mapping[int, float]:
    """Return the blocks without those of hidden parts that say, before or behind it, what the article shows."""
    hidden = {number for number in logits if page.blocks[number].region & regions.UNSEEN}
    if not hidden:
        return logits
    shown = {make_key(page.blocks[number].text) for number in logits if number not in hidden}
    dropped: set[int] = set()
    for part in list_hidden_parts(page, page.containers[0]):
        inside = [number for number in range(part.start, part.end) if number in hidden]
        copies = [number for number in inside if make_key(page.blocks[number].text) in shown]
        if copies and _count_text(page, copies) >= (1 - MOST_NEW) * _count_text(page, inside):
            dropped.update(copies)
    return _leave_out(logits, dropped)


def _leave_out(logits: Mapping[int, float], dropped: set[int]) -> Mapping[int, float]:
    return {number: logit for number, logit in logits.items() if number not in dropped}


def _count_text(page: Page, numbers: list[int]) -> int:
    return sum(len(page.blocks[number].text) for number in numbers)
