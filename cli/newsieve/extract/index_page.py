"""Entries of an index: headings and links of a page that shows nothing else, and cards below a few words.

It may be a grid of products, a list of what is in an archive, or the parts of a manual.

A classifier that learned from pages with prose takes them for a menu, or keeps some of the entries only. On 1,100
labelled pages 7 had no prose among what was kept; of the 271 blocks that are added there 252 are of a gold text. Of
cards with a few words above, one or two are kept; with the others each of the 2 such pages has a better F1.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from newsieve.extract import vocabulary
from newsieve.extract.insets import tells_story
from newsieve.extract.layout import MUCH_LINKED, Container, Page, PageBlock
from newsieve.extract.page_type import is_of_product
from newsieve.extract.text_keys import make_key

LEAST_CARDS = 2  # of a kind
LARGEST_CARD = 4  # blocks
_BODIES = frozenset(("main", "article"))
_CardKind = tuple[int, str, str | None]  # place of the box around, element, class
_Kind = tuple[str, str, str | None, str, str | None, int]


def list_entries(page: Page, kept: Collection[int], titles: frozenset[str]) -> Iterator[int]:
    """Yield the blocks, ascending, that go with what is kept of a page without prose; none where prose is kept.

    They are of the kinds of those that are kept. Where these are but the title, all that the page shows outside its
    furniture goes with it.
    """
    blocks = page.blocks
    if any(blocks[number].prose for number in kept):
        return
    kinds = {_find_kind(page, blocks[number]) for number in kept if make_key(blocks[number].text) not in titles}
    body = max((box for box in page.containers if box.tag in _BODIES), key=lambda box: box.characters, default=None)
    start, end = (body.start, body.end) if body and not kinds else (0, len(blocks))
    for number in range(start, end):
        block = blocks[number]
        is_entry = _is_entry(block) and (not kinds or _find_kind(page, block) in kinds)
        if number not in kept and is_entry:
            yield number


def list_cards(page: Page, kept: Mapping[int, float], firm: float) -> Iterator[int]:
    """Yield the blocks of linked cards in the body of a page that tells no story, where some of a kind are kept."""
    if tells_story(page, kept, firm) or is_of_product(page):
        return
    kinds = defaultdict[_CardKind, list[Container]](list)
    in_body = [False] * len(page.containers)
    for box in page.containers[1:]:
        in_body[box.place] = in_body[box.parent] or box.tag in _BODIES
        if in_body[box.parent] and _is_card(page, box):
            kinds[box.parent, box.tag, box.kind].append(box)
    for cards in kinds.values():
        if len(cards) >= LEAST_CARDS and any(card.start in kept for card in cards):
            numbers = (number for card in cards for number in range(card.start, card.end))
            yield from (n for n in numbers if not (page.blocks[n].is_left_out() or page.blocks[n].button_share))


def _is_card(page: Page, box: Container) -> bool:
    """Whether a box is a linked heading and little else."""
    if box.tag in vocabulary.LEAVES or not 0 < box.end - box.start <= LARGEST_CARD:
        return False
    first = page.blocks[box.start]
    return first.tag in vocabulary.HEADINGS and first.link_density >= MUCH_LINKED


def _is_entry(block: PageBlock) -> bool:
    return not block.is_left_out() and (block.link_density >= MUCH_LINKED or block.tag in vocabulary.HEADINGS)


def _find_kind(page: Page, block: PageBlock) -> _Kind:
    own = page.containers[block.container]
    around = page.containers[max(0, own.parent)]
    return block.tag, own.tag, own.kind, around.tag, around.kind, own.depth
