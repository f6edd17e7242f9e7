"""Turn an HTML document into an article: its blocks, and what its page says of it."""

from newsieve.extract import regions
from newsieve.extract.body import choose_body
from newsieve.extract.captions import add_captions
from newsieve.extract.classifier import current_classifier
from newsieve.extract.layout import PageBlock
from newsieve.extract.metadata import Metadata, read_metadata
from newsieve.extract.page import read_page
from newsieve.extract.text_keys import clean, make_key
from newsieve.extract.titles import drop_label
from newsieve.types import Article, Document, Mark

BLOCK_EDGE = "\n\n"
TITLE_PLACES = 4  # blocks from the top among which the title is looked for

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
        chosen = add_captions(page, chosen)
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
    text = clean(block.text) or ""
    return block.tag == "h1" and drop_label(text, (title,)) != text


def _assemble(document: Document, metadata: Metadata, blocks: list[_Kept]) -> Article:
    marks, position = [], 0
    for block, logit in blocks:
        end = position + len(block.text)
        marks.append(Mark(position, end, "figcaption" if block.region & regions.CAPTION else block.tag, logit))
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
