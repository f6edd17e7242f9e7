"""What a page is made of once it has been read: blocks of text, the containers they stand in, and its head."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from newsieve.extract import vocabulary

LONGEST_NAME = 300  # characters of a class or id attribute that are read

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_a-zA-Z]+")


@dataclass(slots=True)
class Container:
    """An element that holds the blocks `start` to `end` (half open). `parent` is its place in the page's list.

    Its end, its characters and those words of its names that are features of what is in it are known when it has ended.
    """

    tag: str
    place: int
    parent: int
    depth: int
    attributes: Mapping[str, str]
    is_chrome: bool
    start: int
    end: int
    characters: int = 0
    features: frozenset[str] = frozenset()

    def holds_comments(self) -> bool:
        """Whether its class or id holds a word for readers' comments."""
        return _name_comments(self.attributes.get("class"), self.attributes.get("id"))


@dataclass(slots=True)
class PageBlock:
    """A block as it stands in the page. `container` is the place of its innermost container in the page's list.

    `is_chrome`: it stands in a small box with a promo's name, or in an element like nav of a page read loosely.
    """

    text: str
    tag: str
    container: int
    link_density: float
    is_chrome: bool = False


@dataclass(slots=True)
class Page:
    """A page as it was read. Containers stand in the order in which they open, blocks in reading order."""

    blocks: list[PageBlock] = field(default_factory=list)
    containers: list[Container] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    scripts: list[str] = field(default_factory=list)  # JSON-LD
    title: str = ""
    language: str | None = None
    canonical: str | None = None
    author: str = ""
    time: str | None = None
    prose: int = 0  # characters in long stretches of text that were read
    unread: int = 0  # the same in elements that were not read: hidden ones, nav, figure and the like
    hidden: int = 0  # the same in the hidden ones alone


@lru_cache(maxsize=20_000)
def pick_features(class_name: str | None, id_name: str | None) -> frozenset[str]:
    """Words of class and id attributes that are features."""
    return vocabulary.FEATURES.intersection(_list_words(class_name, id_name))


@lru_cache(maxsize=20_000)
def _name_comments(class_name: str | None, id_name: str | None) -> bool:
    return not vocabulary.COMMENTS.isdisjoint(_list_words(class_name, id_name))


def _list_words(class_name: str | None, id_name: str | None) -> list[str]:
    """Words of class and id attributes, case-folded: `shareBar item_2` gives share, bar, item, 2."""
    names = f"{(class_name or '')[:LONGEST_NAME]} {(id_name or '')[:LONGEST_NAME]}"
    return " ".join(_WORD.findall(names)).casefold().split()
