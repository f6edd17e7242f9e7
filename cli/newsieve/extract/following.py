"""Articles behind the page's own: an endless page puts the next one below the story, with a headline like the story's.

Parts of one story stand in several `article` elements too: sections of a guide, entries of a live blog, places of a
list. Neither a headline of its own nor other words tell the next article apart from these, for a part seldom says
again what the title says, nor does a date below a headline of the second level, as posts and entries have it. So it is
one with a headline of the first level that is signed or dated, or one that its box calls the next.
"""

from collections.abc import Iterator
from itertools import pairwise

from newsieve.days import find_days
from newsieve.extract import regions, vocabulary
from newsieve.extract.layout import SMALL_BOX, Container, Page, PageBlock, list_words
from newsieve.extract.spine import measure_prose
from newsieve.extract.text_keys import make_key

LEAST_PARAGRAPHS = 3  # of prose, of the story and of what follows it; a card has one, an entry often two
TOP = 4  # blocks of a box among which its headline stands
_BOXES = frozenset(("article", "section", "div"))
_FIRST_LEVEL = frozenset(("h1",))
_HEADLINES = _FIRST_LEVEL | {"h2"}
_NAMES_OF_NEXT = frozenset(  # in a row; what happens next, and which steps come next, the story tells
    (("next", "article"), ("next", "story"), ("next", "post"), ("read", "next"), ("up", "next"))
)


def mark_following(page: Page) -> None:
    """Mark the blocks of articles behind the one that holds the page's headline as superseded."""
    headline = _find_headline(page)
    story = _find_story(page, headline) if headline is not None else None
    if headline is None or story is None or _count_paragraphs(page, story) < LEAST_PARAGRAPHS:
        return
    for box in _list_following(page, story, page.blocks[headline]):
        for block in page.blocks[box.start : box.end]:
            block.region |= regions.SUPERSEDED


def _find_headline(page: Page) -> int | None:
    """Return the number of the only h1, or the first of several, that the page's head gives as its title."""
    given = make_key(page.meta.get("og:title") or page.title)
    for number, block in enumerate(page.blocks):
        if block.tag == "h1" and not block.is_left_out():
            key = make_key(block.text)
            return number if key and key in given else None
    return None


def _find_story(page: Page, headline: int) -> Container | None:
    """Return the innermost `article` around the headline."""
    box = page.containers[page.blocks[headline].container]
    while box.place and box.tag != "article":
        box = page.containers[box.parent]
    return box if box.tag == "article" else None


def _list_following(page: Page, story: Container, headline: PageBlock) -> Iterator[Container]:
    """Yield the outermost boxes behind the story that are articles of their own."""
    end, signatures = story.end, None
    for box in page.containers[story.place + 1 :]:
        if box.start < end or box.tag not in _BOXES:
            continue
        is_named = _is_named_next(box)
        if not (is_named or box.tag == "article"):
            continue
        own = _find_own_headline(page, box, _HEADLINES if is_named else _FIRST_LEVEL)
        least = 1 if is_named else LEAST_PARAGRAPHS
        if own is None or own.text == headline.text or _count_paragraphs(page, box) < least:
            continue
        if not is_named:
            signatures = _list_signatures(page) if signatures is None else signatures
            if signatures.isdisjoint(range(box.start, box.end)):
                continue
        end = box.end
        yield box


def _is_named_next(box: Container) -> bool:
    names = list_words(box.attributes.get("class"), box.attributes.get("id"))
    return not _NAMES_OF_NEXT.isdisjoint(pairwise(names))


def _find_own_headline(page: Page, box: Container, levels: frozenset[str]) -> PageBlock | None:
    """Return the headline at the top of a box, if it is of one of these levels."""
    top = page.blocks[box.start : min(box.end, box.start + TOP)]
    own = next((block for block in top if block.tag in _HEADLINES), None)
    return own if own and own.tag in levels else None


def _list_signatures(page: Page) -> frozenset[int]:
    """The numbers of the blocks that say when something was published, or by whom."""
    blocks = page.blocks
    marked = {time.block for time in page.times if any(any(find_days(value)) for value in time.values)}
    marked.update(number for number, _ in page.author_links)
    for box in page.containers:
        if box.characters < SMALL_BOX and not vocabulary.AUTHOR_WORDS.isdisjoint(box.features):
            marked.update(range(box.start, box.end))
    marked.update(number for number, block in enumerate(blocks) if block.tag == "p" and any(find_days(block.text)))
    return frozenset(number for number in marked if number < len(blocks) and not blocks[number].ends)


def _count_paragraphs(page: Page, box: Container) -> int:
    blocks = page.blocks[box.start : box.end]
    return sum(block.tag not in vocabulary.HEADINGS and measure_prose(block) > 0 for block in blocks)
