"""Readers' comments of a page, and customers' reviews of a product: boxes that are named after them.

On a forum's page, or one of questions and answers, comments are what is told. It says so, or it has next to no prose
but its comments; a page that says that it is an article's or a product's has another text, however short that is.
"""

from collections import Counter

from newsieve.extract import regions, vocabulary
from newsieve.extract.layout import MUCH_LINKED, SMALL_BOX, Container, Page, PageBlock, list_words
from newsieve.extract.page_type import is_of_discussion, is_of_product, says_article
from newsieve.extract.spine import measure_prose, sum_prose
from newsieve.extract.text_keys import make_key

MOST_OF_PAGE = 0.6  # of its text
STORY = 800  # characters of prose that are a story without its comments; on labelled pages 740 to 1,140 decide the same


def mark_comments(page: Page) -> None:
    """Mark the boxes named after comments, however long, unless they hold the headline, or most of a page.

    One that is most of the page is marked where there is a story without it, however short below a post of a blog with
    several boxes of one kind for comments. None is on the page of a discussion.
    """
    boxes = [box for box in page.containers if box.features and box.tag != "body" and box.holds_comments()]
    if not boxes:
        return
    if _is_discussion(page, boxes):
        _read_as_posts(page, boxes)
        return
    blocks = page.blocks
    seen = [block for block in blocks if not block.region & regions.UNSEEN]
    most = MOST_OF_PAGE * sum(len(block.text) for block in seen)
    prose = sum_prose(page)
    least = 1 if _are_listed(boxes) and _is_of_blog(page, boxes) else STORY
    marked = 0  # blocks up to this one; boxes within a marked one are not looked at again
    for box in boxes:
        if box.start < marked or box.characters < SMALL_BOX:
            continue
        inside = blocks[box.start : box.end]
        is_all = box.characters >= most and prose - sum(map(measure_prose, inside)) < least
        if not is_all and _mark(page, box):
            marked = box.end


def _are_listed(boxes: list[Container]) -> bool:
    """Whether several of the boxes named after comments are of one kind, as comments are and the story is not."""
    return any(count > 1 for (_, kind), count in Counter((box.tag, box.kind) for box in boxes).items() if kind)


def _is_discussion(page: Page, boxes: list[Container]) -> bool:
    """Whether a page is a discussion's: as it says, or since it has but little prose beside its comments.

    Boxes with the headline are the page's own, whose names say that one may comment on it.
    """
    if is_of_discussion(page):
        return True
    if says_article(page) or is_of_product(page) or _is_of_blog(page, boxes):
        return False
    inside = set[int]()
    title = make_key(page.title)
    for box in boxes:
        if not any(_is_headline(block, title) for block in page.blocks[box.start : box.end]):
            inside.update(range(box.start, box.end))
    shown = [number for number, block in enumerate(page.blocks) if not block.region & regions.LEFT_OUT]
    story = sum(page.blocks[number].prose for number in shown if number not in inside)
    has_comments = any(page.blocks[number].link_density < MUCH_LINKED for number in shown if number in inside)
    return has_comments and story < STORY


def _is_of_blog(page: Page, boxes: list[Container]) -> bool:
    """Whether names on a page tell of a post of a blog, or of a service that puts comments below articles."""
    named = [(box.attributes.get("class"), box.attributes.get("id")) for box in boxes]
    if any(not vocabulary.PLUGINS.isdisjoint(list_words(*names)) for names in named):
        return True
    classes = (box.attributes.get("class") or "" for box in page.containers)
    return any(not vocabulary.BLOGS.isdisjoint(names.split()) for names in classes)


def _is_headline(block: PageBlock, title: str) -> bool:
    return block.tag == "h1" or (block.tag in vocabulary.HEADINGS and make_key(block.text) in title)


def _read_as_posts(page: Page, boxes: list[Container]) -> None:
    """Take for ordinary what boxes named after comments hold, but what they themselves have in promos."""
    posts = {number for box in boxes for number in range(box.start, box.end)}
    others = set[int]()
    for box in page.containers:
        names = vocabulary.PROMO & box.features - vocabulary.COMMENTS
        if names and box.characters < SMALL_BOX and box.is_named_promo():
            others.update(range(box.start, box.end))
    page.posts = frozenset(posts - others)
    for number in page.posts:
        page.blocks[number].is_promo = False


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
