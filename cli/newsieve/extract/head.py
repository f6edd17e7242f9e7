"""Metadata outside a page's text: `meta` and `link` elements, names of authors, the address of a saved page."""

import re
from typing import Any

from newsieve.extract import vocabulary
from newsieve.extract.elements import Attributes
from newsieve.extract.layout import Page, Time, list_words

LONGEST_NAME = 200  # characters
MOST_NODES = 50  # of an element, that are read for a name
_UNREAD = frozenset(("button", "script", "style"))
SAVED_FROM = "saved from url"  # under which it is kept among the page's meta elements
_SAVED_WITHIN = 4096  # characters
_SAVED = re.compile(
    r"<!--\s*(?:saved from url=\(\d{1,6}\)|page saved with singlefile\s+url:\s*)(https?://[^\s<>]+)", re.IGNORECASE
)
_AUTHOR_PAGE = re.compile(r"/(?:authors?|contributors?|writers?|people|staff|by)/[^/?#]")  # of a case-folded address
_HOMES = frozenset(("/", "./", "index.html", "/index.html"))  # addresses of a site's front page
_AUTHORS = "citation_author"  # of several authors each has an element


def find_saved_address(source: str) -> str | None:
    """Return the address that "saved from url=" or SingleFile gives; None for one of no page of the web."""
    found = _SAVED.search(source, 0, _SAVED_WITHIN)
    return found[1] if found else None


def read_head(page: Page, tag: str, node: Any) -> None:
    """Note the title, JSON-LD, the canonical address, or a name and what it stands for.

    Of several it is the first, but for authors and JSON-LD.
    """
    attributes = node.attributes
    get = attributes.get
    if tag == "title":
        page.title = page.title or node.text()
    elif tag == "script":
        if "ld+json" in (get("type") or ""):
            page.scripts.append(node.text())
    elif tag == "link":
        if not page.canonical and "canonical" in (get("rel") or "").casefold().split():
            page.canonical = get("href")
    elif tag == "meta":
        _read_meta(page, attributes)


def _read_meta(page: Page, attributes: Attributes) -> None:
    get = attributes.get
    name, content = get("property") or get("name") or get("itemprop") or get("http-equiv"), get("content")
    if not name or not content:
        return
    key = name.strip().casefold()
    if key == _AUTHORS and key in page.meta:
        page.meta[key] += f"; {content}"
    page.meta.setdefault(key, content)


def note_element(page: Page, tag: str, attributes: Attributes, node: Any) -> None:
    """Note a time, and the text of an element that says that it names the author."""
    if tag == "time" or attributes.get("itemprop") in ("datePublished", "dateCreated"):
        shown = _read_text(node, separator="")
        given = [attributes.get("datetime") or attributes.get("content"), attributes.get("title"), shown]
        values = [value for value in given if value]
        page.times.append(Time(len(page.blocks), " ".join(shown.split()), values, _is_of_change(attributes)))
    _note_author(page, attributes, node)


def _is_of_change(attributes: Attributes) -> bool:
    """Whether an element that holds a time is named after a change alone; as both a time often is that is neither."""
    names = list_words(attributes.get("class"), attributes.get("itemprop"))
    return not vocabulary.CHANGED.isdisjoint(names) and vocabulary.PUBLISHED.isdisjoint(names)


def _note_author(page: Page, attributes: Attributes, node: Any) -> None:
    """Note the text of an element that says that it names the author; by its class alone, where it stands."""
    if attributes.get("rel") == "author" or attributes.get("itemprop") == "author":
        page.authors.append((len(page.blocks), _read_text(node)))
    elif (classes := attributes.get("class")) and not vocabulary.AUTHOR_CLASSES.isdisjoint(classes.split()):
        page.author_links.append((len(page.blocks), _read_text(node)))


def note_link(page: Page, address: str, attributes: Attributes, node: Any) -> None:
    """Note the text of a link home, or to an author's page."""
    if address in _HOMES:
        page.homes.append(_read_text(node).strip())
    elif _AUTHOR_PAGE.search(address.casefold()):
        page.author_links.append((len(page.blocks), _read_text(node)))
    _note_author(page, attributes, node)


def _read_text(node: Any, separator: str = " ") -> str:
    """The beginning of an element's text, without buttons such as "Follow" where it has other text."""
    texts = _list_texts(node, _UNREAD) or _list_texts(node, frozenset())
    return separator.join(texts)[:LONGEST_NAME]


def _list_texts(node: Any, unread: frozenset[str]) -> list[str]:
    """The first texts below a node, in order, but for those in some elements; empty where they are but white space."""
    texts, waiting, count = list[str](), [node.first_child], 0
    while waiting and count < MOST_NODES:
        one = waiting.pop()
        if one is not None:
            count += 1
            waiting += [one.next, None if one.tag in unread else one.first_child]
            if one.tag == "-text":
                texts.append(one.text_content)
    return texts if any(map(str.strip, texts)) else []
