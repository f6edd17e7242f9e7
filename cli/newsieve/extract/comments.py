"""Readers' comments of a page, and customers' reviews of a product: boxes that are named after them."""

from newsieve.extract import regions, vocabulary
from newsieve.extract.layout import SMALL_BOX, Container, Page
from newsieve.extract.page_type import is_of_product
from newsieve.extract.spine import measure_prose

MOST_OF_PAGE = 0.6  # of its text
STORY = 800  # characters of prose that are a story without its comments; on labelled pages 740 to 1,140 decide the same


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
        if not is_all and _mark(page, box):
            marked = box.end


def mark_reviews(page: Page) -> None:
    """Mark the boxes named after customers' reviews on a product's page: elsewhere they are what a page is about.

    Of the 83,000 characters in such boxes of labelled pages 4 in 100 are of a gold text: nobody asks about them.
    """
    boxes = [box for box in page.containers[1:] if box.characters >= SMALL_BOX and _holds_reviews(box)]
    if boxes and is_of_product(page):
        for box in boxes:
            _mark(page, box, regions.REVIEW)


def _mark(page: Page, box: Container, region: int = 0) -> bool:
    """Mark a box, also as a region, unless it holds the headline; return whether it does not."""
    inside = page.blocks[box.start : box.end]
    if any(block.tag == "h1" for block in inside):
        return False
    for block in inside:
        block.is_comment = True
        block.region |= region
    return True


def _holds_reviews(box: Container) -> bool:
    return box.tag != "body" and not vocabulary.REVIEWS.isdisjoint(box.features)
