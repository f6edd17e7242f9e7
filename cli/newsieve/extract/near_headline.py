"""Places of blocks, seen from the headline: near it a page says whose it is and of when."""

from newsieve.extract import regions, vocabulary
from newsieve.extract.layout import Container, Page
from newsieve.extract.text_keys import make_key

ABOVE = 3  # blocks from the headline among which a byline is looked for
REACH = 10  # the same below it
REACH_OF_ELEMENTS = 20  # the same for elements that say that they hold a name or a day
NEAR, NEAR_BESIDE, FAR, BESIDE, POST, OTHER = range(6)  # a post is of a thread; others are comments and other stories
_BESIDE = regions.ASIDE | regions.NAV | regions.DIALOG


def find_headline(page: Page) -> int:
    """Return the number of the first h1 that is seen, else of the longest heading in the page's title; -1 without."""
    blocks = enumerate(page.blocks)
    seen = [i for i, block in blocks if block.tag in vocabulary.HEADINGS and not block.region & regions.UNSEEN]
    for number in seen:
        if page.blocks[number].tag == "h1":
            return number
    title = make_key(page.title)
    named = (i for i in seen if (key := make_key(page.blocks[i].text)) and key in title)
    return max(named, key=lambda number: len(page.blocks[number].text), default=-1)


def list_near(page: Page) -> range:
    """Return the numbers of the blocks from just above the headline to some way below it."""
    first = max(0, find_headline(page))
    return range(max(0, first - ABOVE), min(first + REACH, len(page.blocks)))


def list_places(page: Page) -> list[int]:
    """Return where each block stands, and what would follow the last one. Without a headline all is near it."""
    headline, count = find_headline(page), len(page.blocks)
    near = range(headline - ABOVE, headline + REACH_OF_ELEMENTS) if headline >= 0 else range(count + 1)
    beside = list_near(page)
    places = [NEAR if number in near else FAR for number in range(count + 1)]
    for number, block in enumerate(page.blocks):
        if block.region & _BESIDE:
            places[number] = NEAR_BESIDE if number in beside else BESIDE
    end, opening = 0, _find_opening(page, headline)
    for box in page.containers:
        is_around = box.start <= headline < box.end
        if box.end > end and not is_around and _is_of_others(box, opening):
            start, end = max(box.start, end), box.end
            places[start:end] = [POST if number in page.posts else OTHER for number in range(start, end)]
    return places


def _find_opening(page: Page, headline: int) -> int:
    """The number of the first block of prose below the headline: no comments stand above it, but links to them."""
    below = range(max(0, headline), len(page.blocks))
    return next((number for number in below if page.blocks[number].prose), 0)


def _is_of_others(box: Container, opening: int) -> bool:
    """Whether a box is named after comments, and not above the story, or after other stories, and not around it."""
    if box.tag == "body":
        return False
    is_around = box.start <= opening < box.end
    return (box.holds_comments() and box.end > opening) or not (
        is_around or vocabulary.RELATED.isdisjoint(box.features)
    )
