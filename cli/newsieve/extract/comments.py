"""Readers' comments of a page: boxes that are named after them."""

from newsieve.extract import regions
from newsieve.extract.layout import Page
from newsieve.extract.spine import measure_prose

MOST_OF_PAGE = 0.6  # of its text
STORY = 800  # characters of prose that are a story without its comments
SMALL_BOX = 400  # characters; a smaller box is one of many with a promo's name


def mark_comments(page: Page) -> None:
    """Mark the boxes named after comments, however long, unless they hold the headline, or most of a page.

    One that is most of the page is marked where there is a story without it.
    """
    blocks = page.blocks
    seen = [block for block in blocks if not block.region & regions.UNSEEN]
    most = MOST_OF_PAGE * sum(len(block.text) for block in seen)
    prose = sum(map(measure_prose, blocks))
    marked = 0  # blocks up to this one; boxes within a marked one are not looked at again
    for box in page.containers:
        if box.start < marked or box.characters < SMALL_BOX or not box.holds_comments():
            continue
        inside = blocks[box.start : box.end]
        is_all = box.characters >= most and prose - sum(map(measure_prose, inside)) < STORY
        if is_all or any(block.tag == "h1" for block in inside):
            continue
        marked = box.end
        for block in inside:
            block.is_comment = True
