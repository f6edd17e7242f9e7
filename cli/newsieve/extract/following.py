"""Articles behind the page's own: an endless page puts the next one below the story, with a headline like the story's.

Cards, entries of a live blog and posts of a thread stand below a headline that none of them holds; a part of the story
has no headline of the first level, or its text speaks of what the page's title says.
"""

from collections.abc import Iterator

from newsieve.extract import regions, vocabulary
from newsieve.extract.layout import Container, Page, PageBlock, list_words
from newsieve.extract.spine import measure_prose
from newsieve.extract.text_keys import make_key
from newsieve.text import find_words

LEAST_PARAGRAPHS = 3  # of prose, of the story and of what follows it; a card has one, an entry often two
TOP = 4  # blocks of a box among which its headline stands
LONG_WORD = 4  # letters; shorter ones stand in any text
_BOXES = frozenset(("article", "section", "div"))
_HEADLINES = frozenset(("h1", "h2"))


def mark_following(page: Page) -> None:
    """Mark the blocks of articles behind the one that holds the page's headline as superseded."""
    headline = _find_headline(page)
    story = _find_story(page, headline) if headline is not None else None
    if headline is None or story is None or _count_paragraphs(page, story) < LEAST_PARAGRAPHS:
        return
    for box in _list_following(page, story, headline):
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


def _list_following(page: Page, story: Container, headline: int) -> Iterator[Container]:
    """Yield the outermost boxes behind the story that are articles of their own."""
    end = story.end
    for box in page.containers[story.place + 1 :]:
        if box.start < end or box.tag not in _BOXES:
            continue
        if _is_following(page, box, page.blocks[headline]):
            end = box.end
            yield box


def _is_following(page: Page, box: Container, headline: PageBlock) -> bool:
    """Whether a box is an article with another headline, or one that is named the next."""
    names = list_words(box.attributes.get("class"), box.attributes.get("id"))
    is_named = "next" in names or ("infinite" in names and _count_headlines(page, box) == 1)
    if box.tag != "article" and not is_named:
        return False
    top = page.blocks[box.start : min(box.end, box.start + TOP)]
    own = next((block for block in top if block.tag in _HEADLINES), None)
    least = 1 if is_named else LEAST_PARAGRAPHS
    if own is None or own.text == headline.text or _count_paragraphs(page, box) < least:
        return False
    return is_named or own.tag == "h1" or not _speaks_of(page, box, headline)


def _speaks_of(page: Page, box: Container, headline: PageBlock) -> bool:
    """Whether a box's text has a long word of the headline."""
    words = {word for word in find_words(headline.text) if len(word) >= LONG_WORD}
    return not words or any(not words.isdisjoint(find_words(block.text)) for block in page.blocks[box.start : box.end])


def _count_paragraphs(page: Page, box: Container) -> int:
    blocks = page.blocks[box.start : box.end]
    return sum(block.tag not in vocabulary.HEADINGS and measure_prose(block) > 0 for block in blocks)


def _count_headlines(page: Page, box: Container) -> int:
    """Number of headlines in a box; in one that grows without end several may be entries of a live blog."""
    return sum(block.tag in _HEADLINES for block in page.blocks[box.start : box.end])
