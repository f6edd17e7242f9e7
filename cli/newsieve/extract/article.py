"""The stage itself: an HTML document in, an article out."""

from typing import Any

from newsieve.errors import InputError
from newsieve.extract import vocabulary
from newsieve.extract.blocks import PageBlock, PageText, collect_blocks
from newsieve.extract.body import choose_body
from newsieve.extract.metadata import Metadata, read_metadata
from newsieve.extract.page import parse_page
from newsieve.model import Article, Document, Mark

TITLE_PLACES = 4  # blocks from the top among which the title is looked for

_NOTHING = Metadata(title=None, headings=(), language=None, url=None, site=None, author=None, date=None)


def read_article(document: Document) -> Article:
    """The article of an HTML page: blocks joined by an empty line, one mark each, the title not among them.

    What the document says of its address, title and language outweighs the page. A page without text gives an article
    with an empty text.

    Raises:
        InputError: when the page is not markup of any kind.

    """
    if not document.text.strip():
        return _assemble(document, _NOTHING, [])
    root = parse_page(document.text)
    if root is None:
        raise InputError(f"{document.id}: no element of HTML can be read; pass it as text with --input-format text")
    metadata = read_metadata(root)
    page = _collect(root)
    blocks = [page.blocks[i] for i in choose_body(page)]
    return _assemble(document, metadata, _drop_title(blocks, (document.title, *metadata.headings)))


def _collect(root: Any) -> PageText:
    """The page's blocks; of a page that hides all of its text, the hidden ones."""
    page = collect_blocks(root)
    if page.blocks:
        return page
    return collect_blocks(root, vocabulary.SKIPPED - vocabulary.LAST_RESORT, is_strict=False)


def _drop_title(blocks: list[PageBlock], titles: tuple[str | None, ...]) -> list[PageBlock]:
    """The blocks without those at the top that only repeat the title."""
    folded = {key for title in titles if title and (key := _fold(title))}
    return [b for i, b in enumerate(blocks) if i >= TITLE_PLACES or _fold(b.text) not in folded]


def _fold(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _assemble(document: Document, metadata: Metadata, blocks: list[PageBlock]) -> Article:
    marks, position = [], 0
    for block in blocks:
        marks.append(Mark(position, position + len(block.text), block.tag, block.tokens, block.link_density))
        position += len(block.text) + 2
    return Article(
        text="\n\n".join(block.text for block in blocks),
        marks=tuple(marks),
        title=document.title or metadata.title,
        language=document.language or metadata.language,
        url=document.url or metadata.url,
        site=metadata.site,
        author=metadata.author,
        date=metadata.date,
    )
