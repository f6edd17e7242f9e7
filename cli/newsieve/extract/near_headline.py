"""Places of blocks, seen from the headline: near it a page says whose it is and of when."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from newsieve.extract import regions, vocabulary
from newsieve.extract.layout import Container, Page, PageBlock
from newsieve.extract.text_keys import make_key

ABOVE = 3  # blocks from the headline among which a byline is looked for
REACH = 10  # the same below it
REACH_OF_ELEMENTS = 20  # the same for elements that say that they hold a name or a day
NEAR, NEAR_BESIDE, FAR, BESIDE, POST, OTHER = range(6)  # a post is of a thread; others are comments and other stories
_LONGEST_HEADLINE = 300  # characters
_BESIDE = regions.ASIDE | regions.NAV | regions.DIALOG


class Neighbourhood(NamedTuple):
    """The places of a page's blocks, seen from its headline."""

    lines: range  # numbers of the blocks from just above it to some way below
    places: Sequence[int]  # of each block, and of what would follow the last one

    def list_near(self) -> list[int]:
        """Return the numbers of the blocks near the headline that are of no comment and no other story."""
        return [number for number in self.lines if self.places[number] != OTHER]


def look_around(page: Page, title: str | None) -> Neighbourhood:
    """Return where the blocks stand; the headline is that which is the title, or has it, else the likeliest."""
    headline = _find_headline(page, make_key(title or ""))
    first = max(0, headline)
    lines = range(max(0, first - ABOVE), min(first + REACH, len(page.blocks)))
    return Neighbourhood(lines, _list_places(page, headline, lines))


def _find_headline(page: Page, title: str) -> int:
    """The number of the block that has the title, a heading rather than not; -1 without.

    Else it is the first h1 that is shown, or the longest heading in the page's title.
    """
    seen = [(number, block) for number, block in enumerate(page.blocks) if not block.region & regions.UNSEEN]
    headings = [(number, block) for number, block in seen if block.tag in vocabulary.HEADINGS]
    apart = [(number, block) for number, block in headings if not block.region & _BESIDE]
    if title:
        lines = (one for one in seen if len(one[1].text) <= _LONGEST_HEADLINE and not one[1].region & _BESIDE)
        for blocks in (apart, lines, headings):
            if (found := _find_wording(blocks, title)) >= 0:
                return found
    for blocks in (apart, headings):
        if (found := next((number for number, block in blocks if block.tag == "h1"), -1)) >= 0:
            return found
    whole = make_key(page.title)
    named = (one for one in headings if (key := make_key(one[1].text)) and key in whole)
    return max(named, key=lambda one: len(one[1].text), default=(-1, None))[0]


def _find_wording(blocks: Iterable[tuple[int, PageBlock]], title: str) -> int:
    """The number of the first block that is the title, else of the first h1 that holds it; -1 without."""
    holding = -1
    for number, block in blocks:
        key = make_key(block.text)
        if key == title:
            return number
        if holding < 0 and block.tag == "h1" and title in key:
            holding = number
    return holding


def _list_places(page: Page, headline: int, lines: range) -> list[int]:
    count = len(page.blocks)
    near = range(headline - ABOVE, headline + REACH_OF_ELEMENTS) if headline >= 0 else range(count + 1)
    places = [NEAR if number in near else FAR for number in range(count + 1)]
    for number, block in enumerate(page.blocks):
        if block.region & _BESIDE:
            places[number] = NEAR_BESIDE if number in lines else BESIDE
    end, opening = 0, _find_opening(page, headline)
    for box in page.containers:
        is_around = box.start <= headline < box.end
        if box.features and box.end > end and not is_around and _is_of_others(box, opening):
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
