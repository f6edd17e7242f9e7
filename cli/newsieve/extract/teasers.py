"""Teasers of other stories that stand in dated cards below the story that an article's page tells.

A linked headline with a sentence below it looks like a section of the story. But sections of a guide and places of a
list have no days of their own, and most stand in the box that holds the story.
"""

from collections import defaultdict
from collections.abc import Mapping
from math import inf

from newsieve.days import find_days
from newsieve.extract import vocabulary
from newsieve.extract.index_page import LARGEST_CARD, LEAST_CARDS
from newsieve.extract.insets import LEAST_PARAGRAPHS, find_story, list_prose, tells_story
from newsieve.extract.layout import MUCH_LINKED, Container, Page
from newsieve.extract.page_type import says_article


def drop_teasers(page: Page, logits: Mapping[int, float], firm: float) -> Mapping[int, float]:
    """Return the article's blocks without those of teasers below it, and the headings right above these."""
    groups = _list_groups(page, logits) if says_article(page) else []
    if not groups:
        return logits
    inside = {number for cards in groups for card in cards for number in range(card.start, card.end)}
    outside = {number: logit for number, logit in logits.items() if number not in inside}
    prose = list_prose(page, outside, firm if tells_story(page, outside, firm) else -inf)
    if len(prose) < LEAST_PARAGRAPHS:
        return logits
    end = find_story(page, prose).end
    dropped = set[int]()
    for cards in groups:
        if cards[0].start >= end:
            dropped.update(number for card in cards for number in range(card.start, card.end))
            dropped.update(_list_headings_above(page, cards[0].start, end))
    return {number: logit for number, logit in logits.items() if number not in dropped}


def _list_groups(page: Page, logits: Mapping[int, float]) -> list[list[Container]]:
    """Return the cards that stand in one box and are of one element, where any of their blocks are kept."""
    groups = defaultdict[tuple[int, str], list[Container]](list)
    for box in page.containers[1:]:
        if _is_dated_card(page, box):
            groups[box.parent, box.tag].append(box)
    several = (cards for cards in groups.values() if len(cards) >= LEAST_CARDS)
    return [cards for cards in several if any(n in logits for card in cards for n in range(card.start, card.end))]


def _is_dated_card(page: Page, box: Container) -> bool:
    """Whether a box is a linked headline, the line of a day, and little else."""
    if not 1 < box.end - box.start <= LARGEST_CARD:
        return False
    blocks = page.blocks[box.start : box.end]
    headlines = [block for block in blocks if block.tag in vocabulary.HEADINGS]
    if len(headlines) != 1 or headlines[0].link_density < MUCH_LINKED:
        return False
    return any(any(find_days(block.text)) for block in blocks if not (block.ends or block is headlines[0]))


def _list_headings_above(page: Page, start: int, end: int) -> range:
    """Return the numbers of the headings in a row right above a block, behind the end of the story."""
    first = start
    while first > end and page.blocks[first - 1].tag in vocabulary.HEADINGS:
        first -= 1
    return range(first, start)
