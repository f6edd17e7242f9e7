"""Hidden text and furniture of a page that shows next to nothing else: read as ordinary blocks.

Whole articles are hidden behind a consent dialog or a button, stand in `noscript` or in an `aside`, or in the footer
of their own `article`. What stands in a page's own footer, menu or dialog is notes of the publisher, however long: on
ten labelled pages where it was much more than the story, 20 of its 98,000 characters were of a gold text. So that is
read where a page shows next to nothing else, or where it alone speaks of what the title says.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import or_

from newsieve.extract import regions
from newsieve.extract.layout import MUCH_LINKED, Container, Page, PageBlock
from newsieve.extract.spine import sum_prose
from newsieve.extract.topic import read_topic

MUCH = 2.0  # times the prose of the ordinary blocks that makes it poor
LEAST_PROSE = 200  # characters; a page with less shows next to nothing
# In order: text that is hidden for now, then what stands in elements or boxes of furniture.
_OF_PAGE = (regions.FOOTER, regions.NAV, regions.DIALOG, regions.CONSENT)
_REGIONS = (regions.UNSEEN, regions.CAPTION, regions.ASIDE, *_OF_PAGE)


def reveal_hidden(page: Page) -> None:
    """Clear the flags of a region in its blocks where they hold much more prose than all ordinary blocks do."""
    ordinary = sum_prose(page)
    found = reduce(or_, (block.region for block in page.blocks), 0)
    for flags in _REGIONS:
        if not found & flags:
            continue
        blocks = [block for block in page.blocks if block.region & flags]
        prose = _sum_revealed(blocks, flags)
        if prose > MUCH * ordinary and flags in _OF_PAGE and ordinary >= LEAST_PROSE and not _has_story(page, blocks):
            blocks = [block for block in blocks if _is_in_article(page, block)]
            prose = _sum_revealed(blocks, flags)
        if prose <= MUCH * ordinary:
            continue
        for block in blocks:
            block.region &= ~flags
        ordinary += prose
    promos = [block for block in page.blocks if block.is_promo and not block.region & regions.LEFT_OUT]
    if sum(len(block.text) * (block.link_density < MUCH_LINKED) for block in promos) > MUCH * ordinary:
        for block in promos:
            block.is_promo = False


def _has_story(page: Page, blocks: Sequence[PageBlock]) -> bool:
    """Whether these blocks alone have the prose that tells what the title says."""
    return read_topic(page).is_told_by(block.text for block in blocks if block.prose)


def reveal_within(page: Page, body: Container) -> bool:
    """Mark hidden parts of the body that hold prose as revealed: answers that fold out, the rest behind a button.

    False where there are none.
    """
    found = False
    for container in list_hidden_parts(page, body):
        blocks = page.blocks[container.start : container.end]
        if _sum_revealed(blocks, regions.UNSEEN) > 0 and not blocks[0].region & regions.SUPERSEDED:
            found = True
            for block in blocks:
                block.is_revealed = not block.region & regions.LEFT_OUT & ~regions.UNSEEN
    return found


def list_hidden_parts(page: Page, body: Container) -> Iterator[Container]:
    """Yield the outermost hidden containers in the body."""
    for container in page.containers[body.place + 1 :]:
        if container.start >= body.end:
            break
        if container.region & regions.UNSEEN and not page.containers[container.parent].region & regions.UNSEEN:
            yield container


def _is_in_article(page: Page, block: PageBlock) -> bool:
    place = block.container
    while place > 0 and page.containers[place].tag != "article":
        place = page.containers[place].parent
    return place > 0


def _sum_revealed(blocks: Iterable[PageBlock], flags: int) -> float:
    return sum(_measure_revealed(block, flags) for block in blocks)


def _measure_revealed(block: PageBlock, flags: int) -> float:
    """Prose of a block as if it were not in the region; 0 where it is left out for another reason."""
    return 0.0 if block.region & regions.LEFT_OUT & ~flags else block.prose
