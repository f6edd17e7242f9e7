"""Parts of a story that are shown to subscribers alone, as the page's JSON-LD names them.

Search engines ask for it (schema.org's `hasPart` with a `cssSelector`), and propose the class `paywall`. So that name
is no sign of an offer where the page says that the story stands there.
"""

import re
from collections.abc import Iterator
from typing import Any

from newsieve.extract import vocabulary
from newsieve.extract.layout import Container, Page
from newsieve.extract.linked_data import list_items

_SELECTOR = re.compile(r"\s*([.#])([\w-]+)\s*")  # of a single class or id


def open_gated(page: Page) -> None:
    """Take no name of a box that the page calls a part of its story for that of a promo."""
    names, end = _list_names(page), 0
    for box in page.containers[1:] if names else ():
        if box.start < end and box.is_small_promo():
            _mark(page, box, is_promo=True)  # within the last one
        elif box.start >= end and not names.isdisjoint(_list_selectors(box)):
            box.features -= vocabulary.PROMO
            _mark(page, box, is_promo=False)
            end = box.end


def _list_names(page: Page) -> set[tuple[str, str]]:
    """Return the signs and names of the classes and ids of a story's parts."""
    parts = (part for item in list_items(page.scripts) for part in _as_list(item.get("hasPart")))
    selectors = (one for part in parts if isinstance(part, dict) for one in _as_list(part.get("cssSelector")))
    found = (_SELECTOR.fullmatch(selector) for selector in selectors if isinstance(selector, str))
    return {(one[1], one[2]) for one in found if one}


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _list_selectors(box: Container) -> Iterator[tuple[str, str]]:
    yield from ((".", name) for name in (box.attributes.get("class") or "").split())
    if name := box.attributes.get("id"):
        yield "#", name


def _mark(page: Page, box: Container, *, is_promo: bool) -> None:
    for block in page.blocks[box.start : box.end]:
        block.is_promo = is_promo and block.tag != "pre"
