"""Footnotes and endnotes of an article: below it, in boxes named after them or behind linked numbers."""

import re
from collections.abc import Iterator, Mapping

from newsieve.extract import regions, vocabulary
from newsieve.extract.layout import Page, PageBlock

_OTHERS = regions.LEFT_OUT & ~regions.ASIDE  # which notes of docutils are; in a page's footer stand terms of offers
_FIRST = re.compile(r"[\[(^]?(?:\d{1,3}|[*†‡§↑^])(?![\w,%:]|\.\d)")  # of a note: its number or its sign
_REACH = 4  # containers outwards, of which one is named


def list_notes(page: Page, logits: Mapping[int, float]) -> Iterator[int]:
    """Yield the blocks of notes that were left out, ascending: in a box of notes, or numbered, right below the article.

    `logits` are of the article's blocks. A heading may stand above the notes.
    """
    first = min(logits, default=len(page.blocks))
    is_below = False
    for number in range(first, len(page.blocks)):
        block = page.blocks[number]
        if number in logits:
            is_below = True
        elif _is_named(page, block) or (is_below and _is_numbered(block)):
            yield number
            is_below = True
        elif not block.is_left_out() and block.tag not in vocabulary.HEADINGS:
            is_below = False


def _is_numbered(block: PageBlock) -> bool:
    return block.is_note and not block.is_left_out() and _FIRST.match(block.text) is not None


def _is_named(page: Page, block: PageBlock) -> bool:
    """Whether a box around a block bears the name of notes, or their role."""
    if block.region & _OTHERS or block.is_comment or block.is_promo:
        return False
    place = block.container
    for _ in range(_REACH):
        container = page.containers[max(0, place)]
        if not vocabulary.NOTES.isdisjoint(container.features):
            return True
        if container.attributes.get("role") in vocabulary.ROLES_OF_NOTES:
            return True
        place = container.parent
    return False
