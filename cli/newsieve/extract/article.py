"""Turn an HTML document into an article: its blocks, and what its page says of it."""

from collections.abc import Mapping

from newsieve.days import find_days
from newsieve.extract import regions
from newsieve.extract.body import choose_body
from newsieve.extract.bylines import LONGEST_BYLINE
from newsieve.extract.classifier import current_classifier
from newsieve.extract.layout import Page, PageBlock
from newsieve.extract.metadata import Metadata, read_metadata
from newsieve.extract.page import read_page
from newsieve.extract.text_keys import clean, make_key
from newsieve.extract.titles import drop_label
from newsieve.extract.told_days import drop_told
from newsieve.types import Article, Document, Mark

BLOCK_EDGE = "\n\n"
TITLE_PLACES = 4  # blocks from the top among which the title is looked for, and the byline
OF_BYLINE = "address"  # the element of HTML for those who wrote a text
_LEFT_OUT = regions.LEFT_OUT & ~regions.CAPTION  # where no caption is of the article
_Kept = tuple[PageBlock, float | None]


def read_article(document: Document, *, keeps_captions: bool = False) -> Article:
    """The article of an HTML page: blocks joined by an empty line, one mark each, the title not among them.

    What the document says of its address, title and language outweighs the page. A page without text gives an article
    with an empty text; text without markup is an article of one block. Captions of figures are left out unless they are
    asked for.
    """
    page = read_page(document.text)
    metadata = read_metadata(page, document.url)
    titles = frozenset(key for title in (document.title, *metadata.headings) if title and (key := make_key(title)))
    chosen = choose_body(page, titles, current_classifier().for_page(page))
    if keeps_captions:
        chosen = _add_captions(page, chosen)
    blocks = [(page.blocks[number], logit) for number, logit in chosen.items()]
    title = document.title or metadata.title or ""
    return _assemble(document, metadata, drop_title(blocks, title))


def drop_title(blocks: list[_Kept], title: str) -> list[_Kept]:
    """The blocks without those at the top that only repeat the title that is printed."""
    key = make_key(title)
    top = [kept for kept in blocks[:TITLE_PLACES] if not (_repeats(kept[0], key) or _labels(kept[0], title))]
    return top + blocks[TITLE_PLACES:]


def _repeats(block: PageBlock, title: str) -> bool:
    """Whether a block has the words of the title, or is a headline with the first or last of them."""
    key = make_key(block.text)
    return bool(key) and (key == title or (block.tag == "h1" and (title.startswith(key) or title.endswith(key))))


def _labels(block: PageBlock, title: str) -> bool:
    """Whether a block is a headline that is the title but for a label or a count."""
    if block.tag != "h1":
        return False
    text = clean(block.text) or ""
    return drop_label(text, (title,)) != text


def _add_captions(page: Page, logits: Mapping[int, float | None]) -> dict[int, float | None]:
    """Return the article's blocks, ascending, with the captions between its headline and its last block.

    Nothing is known of a caption's logit: the cleaner judges it by its words.
    """
    if not logits:
        return {}
    first, last = min(logits), max(logits)
    first = max((n for n in range(first) if page.blocks[n].tag == "h1"), default=first)
    found = (n for n in range(first, last) if n not in logits and _is_caption(page.blocks[n]))
    raised = {**logits, **dict.fromkeys(found)}
    return {number: raised[number] for number in sorted(raised)}


def _is_caption(block: PageBlock) -> bool:
    return bool(block.region & regions.CAPTION) and not block.region & _LEFT_OUT and block.link_density < 1


def _assemble(document: Document, metadata: Metadata, blocks: list[_Kept]) -> Article:
    marks, position = [], 0
    for place, (block, logit) in enumerate(blocks):
        end = position + len(block.text)
        tag = "figcaption" if block.region & regions.CAPTION else block.tag
        tag = OF_BYLINE if place < TITLE_PLACES and _is_byline(block.text, metadata.author) else tag
        marks.append(Mark(position, end, tag, logit, block.items, block.cells))
        position = end + len(BLOCK_EDGE)
    return Article(
        text=BLOCK_EDGE.join(block.text for block, _ in blocks),
        marks=tuple(marks),
        title=document.title or metadata.title,
        language=document.language or metadata.language,
        url=document.url or metadata.url,
        site=metadata.site,
        author=document.author or metadata.author,
        date=document.date or metadata.date,
    )


def _is_byline(text: str, author: str | None) -> bool:
    """Whether a line holds the author's name and a day, and tells nothing; "2.30 p.m." at its end ends no sentence."""
    name = (author or "").partition(",")[0]
    return bool(name) and len(text) <= LONGEST_BYLINE and name in text and any(find_days(drop_told(text)))
