"""Teasers of other stories that stand in cards of one kind below the story that an article's page tells.

A linked headline with a sentence below it looks like a section of the story; where they stand tells them apart. Places
of a list, sections of a guide and questions stand in the box that holds the story. On 1,460 labelled pages cards were
kept behind that box on one that says that it is an article's: 2,084 characters, none of them of a gold text.
"""

from collections import defaultdict
from collections.abc import Mapping
from math import inf

from newsieve.extract import vocabulary
from newsieve.extract.index_page import LEAST_CARDS, is_card
from newsieve.extract.insets import LEAST_PARAGRAPHS, find_story, list_prose, tells_story
from newsieve.extract.layout import Container, Page
from newsieve.extract.page_type import says_article


def drop_teasers(page: Page, logits: Mapping[int, float], firm: float) -> Mapping[int, float]:
    """Return the article's blocks without those of teasers below it, and the headings right above these."""
    groups = _list_groups(page, logits) if says_article(page) else []
    inside = {number for cards in groups for card in cards for number in range(card.start, card.end)}
    outside = {number: logit for number, logit in logits.items() if number not in inside}
    prose = list_prose(page, outside, firm if tells_story(page, outside, firm) else -inf)
    if not groups or len(prose) < LEAST_PARAGRAPHS:
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
        if is_card(page, box):
            groups[box.parent, box.tag].append(box)
    several = (cards for cards in groups.values() if len(cards) >= LEAST_CARDS)
    return [cards for cards in several if any(n in logits for card in cards for n in range(card.start, card.end))]


def _list_headings_above(page: Page, start: int, end: int) -> range:
    """Return the numbers of the headings in a row right above a block, behind the end of the story."""
    first = start
    while first > end and page.blocks[first - 1].tag in vocabulary.HEADINGS:
        first -= 1
    return range(first, start)
