"""Cards of users beside the posts of a thread: rank, number of posts, day of joining, place.

Of a card its first block stays, which most often is the name of who speaks. On 1,500 labelled pages some 470 other
blocks of such cards were kept, 7 of them of a gold text.
"""

from collections import Counter
from collections.abc import Mapping
from itertools import pairwise

from newsieve.extract import vocabulary
from newsieve.extract.layout import Container, Page, list_words

LARGEST_CARD = 40  # blocks; nested boxes named so are read once each up to that
_OF_POSTER = ("post", "profile")
PARTS_OF_NAMES = ("user", "profile")  # of names of such cards: each has one of these, and few pages have either


def drop_user_cards(page: Page, logits: Mapping[int, float]) -> dict[int, float]:
    """Return the article's blocks without those of users' cards, but for the first of each."""
    kinds = {box.kind for box in page.containers[1:] if box.kind}
    names = " ".join(kinds).casefold()
    if not any(part in names for part in PARTS_OF_NAMES):
        return dict(logits)
    named = {kind for kind in kinds if _is_of_user(kind)}
    cards = [box for box in page.containers[1:] if box.kind in named and _has_no_prose(page, box)]
    counts = Counter((card.tag, card.kind) for card in cards)
    starts = frozenset(card.start for card in cards)
    dropped, end = set[int](), 0
    for card in cards:
        is_listed = card.end in starts or card.end >= len(page.blocks)  # in a list of users the next one follows
        if card.start >= end and not is_listed and counts[card.tag, card.kind] > 1:
            dropped.update(range(card.start + 1, card.end))
            end = card.end
    return {number: logit for number, logit in logits.items() if number not in dropped}


def _is_of_user(kind: str) -> bool:
    """Whether a class says that a box is of a user, or of who posted, and not what they say."""
    words = list_words(kind)
    if not vocabulary.SAID.isdisjoint(words):
        return False
    return not vocabulary.USER_CARDS.isdisjoint(words) or _OF_POSTER in pairwise(words)


def _has_no_prose(page: Page, box: Container) -> bool:
    if box.end - box.start > LARGEST_CARD:
        return False
    return not any(block.prose for block in page.blocks[box.start : box.end])
