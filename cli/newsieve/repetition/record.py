"""The record of a document: all that a memory learns of it."""

from collections.abc import Mapping
from hashlib import blake2b
from typing import NamedTuple

from newsieve.cleaner import fingerprint, fingerprint_figures, site_of
from newsieve.text import cut_text
from newsieve.types import Article, Block, Document, ParagraphOccurrence, Result

_LONGEST_TEXT = 2000  # kept of a paragraph, for people
_DOCUMENT_BYTES = 6  # SQLite stores an integer in 6 bytes; a million documents of a site collide once in 500 sites
NO_DOCUMENT = -1


class DocumentRecord(NamedTuple):
    """A document's distinct paragraphs, fingerprint to text. `document` is a 47-bit number that stands for it.

    Negative fingerprints are those of paragraphs with their figures, and have no text. With NO_DOCUMENT a record
    only gives texts to paragraphs that are known without.
    """

    site: str
    document: int
    paragraphs: Mapping[int, str | None]

    def list_occurrences(self) -> list[ParagraphOccurrence]:
        """List an occurrence for each paragraph."""
        return [ParagraphOccurrence(self.site, mark, self.document, text) for mark, text in self.paragraphs.items()]


def make_record(result: Result) -> DocumentRecord | None:
    """Make the record of a processed document; None of an empty one, or where no site is known."""
    return record_document(result.document, result.article, result.blocks)


def record_document(document: Document, article: Article, blocks: tuple[Block, ...]) -> DocumentRecord | None:
    """Make the record of a document that was taken apart but not judged.

    A document is known by its address, else by its paragraphs: so it counts once whatever its file is called.
    """
    site = site_of(document, article.url)
    texts = [cut_text(article.text, block.start, block.end, article.broken).strip() for block in blocks]
    paragraphs: dict[int, str | None] = {fingerprint(text): text[:_LONGEST_TEXT] for text in texts if text}
    if not site or not paragraphs:
        return None
    key = document.url or " ".join(map(str, sorted(paragraphs)))
    digest = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=_DOCUMENT_BYTES).digest()
    figures = (mark for text in texts if (mark := fingerprint_figures(text)) is not None)
    return DocumentRecord(site, int.from_bytes(digest, "big") >> 1, paragraphs | dict.fromkeys(figures))
