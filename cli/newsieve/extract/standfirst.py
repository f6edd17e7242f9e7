"""The standfirst: the line or two between the headline and the story, which markup sets apart from the story's box.

It stands above the byline or below it, and buttons and links to share may follow. A line of running text is one
wherever it stands there; a short one is where its box is named so, or where the page's head describes the page with it.
"""

from collections.abc import Iterator, Mapping

from newsieve.days import find_days
from newsieve.extract import regions, vocabulary
from newsieve.extract.described import read_description
from newsieve.extract.layout import MUCH_LINKED, Page, PageBlock, list_words
from newsieve.extract.text_keys import make_key

REACH = 6  # blocks of text, such as a byline and a date, from it to the article's first
LEAST_CHARACTERS = 40

_SUBHEADINGS = frozenset(("h2", "h3"))  # one of them is the standfirst, or the head of another box


def find_standfirst(page: Page, logits: Mapping[int, float], titles: frozenset[str]) -> int | None:
    """Return the number of the standfirst where it is not among the article's blocks, whose logits are given.

    `titles` are the wordings of the page's title, as `make_key` writes them.
    """
    blocks = page.blocks
    first = min((number for number in logits if _is_text(blocks[number])), default=0)
    headline = _find_headline(page, first, titles)
    end = next((n + 1 for n in range(headline + 1, first) if blocks[n].tag in _SUBHEADINGS), first)
    between = [n for n in range(headline + 1, end) if n not in logits and _may_be_standfirst(blocks[n])]
    told = _list_told(page, between)
    running = (n for n in between if _is_running(blocks[n]) and not _is_named_otherwise(page, blocks[n]))
    return next(told, None) or next(running, None)


def _is_text(block: PageBlock) -> bool:
    """Whether a block may be the article's first; a date that was kept is none."""
    return block.tag not in vocabulary.HEADINGS and (block.ends or _is_running(block))


def _find_headline(page: Page, first: int, titles: frozenset[str]) -> int:
    """Return the number of the headline above the article's first block; without one near, of that block."""
    between = 0
    for number in range(first - 1, -1, -1):
        block = page.blocks[number]
        if not block.is_left_out() and (block.tag == "h1" or is_title(block, titles)):
            return number
        between += block.link_density < MUCH_LINKED and block.button_share < MUCH_LINKED
        if between > REACH:
            break
    return first


def is_title(block: PageBlock, titles: frozenset[str]) -> bool:
    """Return whether a block is a heading that words the page's title."""
    return block.tag in vocabulary.HEADINGS and make_key(block.text) in titles


def _may_be_standfirst(block: PageBlock) -> bool:
    is_elsewhere = block.region & (regions.LEFT_OUT | regions.NEVER) or block.is_comment
    is_plain = block.link_density < MUCH_LINKED and not block.button_share and any(map(str.isalpha, block.text))
    return is_plain and not is_elsewhere and not any(find_days(block.text))


def _list_told(page: Page, numbers: list[int]) -> Iterator[int]:
    """Yield those of the blocks whose box, or the page's head, says that they are the standfirst."""
    described = frozenset(map(make_key, read_description(page).texts)) if numbers else frozenset[str]()
    for number in numbers:
        if make_key(page.blocks[number].text) in described or _is_named(page, page.blocks[number]):
            yield number


def _is_named(page: Page, block: PageBlock) -> bool:
    """Whether the innermost box that holds a block alone, or its element, is named after standfirsts."""
    own = page.containers[block.container]
    around = page.containers[max(0, own.parent)]
    boxes = (own, around) if around.end - around.start == 1 else (own,)
    given = [box.attributes.get(name) for box in boxes for name in ("class", "id", "itemprop", "data-testid")]
    names = frozenset(list_words(*given))
    return not vocabulary.STANDFIRSTS.isdisjoint(names) and vocabulary.PROMO.isdisjoint(names - vocabulary.STANDFIRSTS)


def _is_running(block: PageBlock) -> bool:
    """Whether a block is long, and most of its words do not begin with a capital."""
    words = block.text.split()
    return len(block.text) >= LEAST_CHARACTERS and 2 * sum(not word[0].isupper() for word in words) >= len(words)


def _is_named_otherwise(page: Page, block: PageBlock) -> bool:
    """Whether a block has a link, or stands in a small box of another name, and is no sentence, or is a caption."""
    if block.link_density:
        return True
    own = page.containers[block.container]
    names = own.features | page.containers[max(0, own.parent)].features
    return block.is_promo and (not vocabulary.CAPTIONS.isdisjoint(names) or not block.ends)
