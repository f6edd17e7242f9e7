"""Metadata outside a page's text: `meta` and `link` elements, and elements that name an author."""

from typing import Any

from newsieve.extract import vocabulary
from newsieve.extract.elements import Attributes
from newsieve.extract.layout import Page

LONGEST_NAME = 200  # characters
_AUTHORS = "citation_author"  # of several authors each has an element


def read_head(page: Page, tag: str, attributes: Attributes) -> None:
    """Note the canonical address, or a name and what it stands for; of several the first, but for authors."""
    get = attributes.get
    if tag == "link":
        if not page.canonical and "canonical" in (get("rel") or "").casefold().split():
            page.canonical = get("href")
        return
    name, content = get("property") or get("name") or get("itemprop") or get("http-equiv"), get("content")
    if not name or not content:
        return
    key = name.strip().casefold()
    if key == _AUTHORS and key in page.meta:
        page.meta[key] += f"; {content}"
    page.meta.setdefault(key, content)


def note_author(page: Page, attributes: Attributes, node: Any) -> None:
    """Note the text of an element that says that it names the author; by its class alone, where it stands."""
    if attributes.get("rel") == "author" or attributes.get("itemprop") == "author":
        page.authors.append(node.text(separator=" ")[:LONGEST_NAME])
    elif not vocabulary.AUTHOR_CLASSES.isdisjoint((attributes.get("class") or "").split()):
        page.author_links.append((len(page.blocks), node.text(separator=" ")[:LONGEST_NAME]))
