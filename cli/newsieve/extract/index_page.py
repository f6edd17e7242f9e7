"""Headings and links of a page that shows nothing else: an index, a grid of products, a list of what is in an archive.

A classifier that learned from pages with prose takes them for a menu, or keeps some of the entries only. On 1,100
labelled pages 7 had no prose among what was kept; of the 271 blocks that are added there 252 are of a gold text.
"""

from collections.abc import Collection, Iterator

from newsieve.extract import vocabulary
from newsieve.extract.layout import MUCH_LINKED, Page, PageBlock
from newsieve.extract.spine import count_prose
from newsieve.extract.text_keys import make_key

_BODIES = frozenset(("main", "article"))
_Kind = tuple[str, str, str | None, str, str | None, int]


def list_entries(page: Page, kept: Collection[int], titles: frozenset[str]) -> Iterator[int]:
    """Yield the blocks, ascending, that go with what is kept of a page without prose; none where prose is kept.

    They are of the kinds of those that are kept. Where these are but the title, all that the page shows outside its
    furniture goes with it.
    """
    blocks = page.blocks
    if any(count_prose(blocks[number]) for number in kept):
        return
    kinds = {_find_kind(page, blocks[number]) for number in kept if make_key(blocks[number].text) not in titles}
    body = max((box for box in page.containers if box.tag in _BODIES), key=lambda box: box.characters, default=None)
    start, end = (body.start, body.end) if body and not kinds else (0, len(blocks))
    for number in range(start, end):
        block = blocks[number]
        is_entry = _is_entry(block) and (not kinds or _find_kind(page, block) in kinds)
        if number not in kept and is_entry:
            yield number


def _is_entry(block: PageBlock) -> bool:
    return not block.is_left_out() and (block.link_density >= MUCH_LINKED or block.tag in vocabulary.HEADINGS)


def _find_kind(page: Page, block: PageBlock) -> _Kind:
    own = page.containers[block.container]
    around = page.containers[max(0, own.parent)]
    return block.tag, own.tag, own.kind, around.tag, around.kind, own.depth
