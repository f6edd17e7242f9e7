"""Values that reading a page gives: blocks of text, the containers they stand in, and the page's head."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from newsieve.extract import regions, vocabulary
from newsieve.text import ends_sentence

LONGEST_NAME = 300  # characters of a class or id attribute that are read
TEMPLATE_TAG = re.compile(r"<(/?)template\b([^<>]*)>", re.IGNORECASE)
MUCH_LINKED = 0.5  # share of characters in links, from which on a block or a list is a menu or teasers
LONG_BLOCK = 120  # characters; shorter text is prose where it ends as a sentence does
SMALL_BOX = 400  # characters; a larger box with a promo's name is often the article (`class="story comments-on"`)

_HASH = r"[a-f]*\d+[a-f][\da-f]*(?![\da-z])"  # hexadecimal digits; `ad` in them is no advert, but is in `ad2`
_WORD = re.compile(rf"{_HASH}|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_a-zA-Z]+")
_SPACED = "".join(c if c.islower() else "0" if c.isdigit() else " " for c in map(chr, range(128))).encode() + bytes(128)
_WIDGET = frozenset(("widget",))
_NO_WORDS = frozenset[str]()  # one for all: most names have none


@dataclass(slots=True)
class Container:
    """Element that holds the blocks `start` to `end` (half open). `parent` is its place in the page's list.

    `region` holds flags of regions.py. Its end, its characters, the fields of forms in it (`controls`) and those words
    of its names that are features of what is in it are known when it has ended; `kind`, its class as boxes like it have
    it too, when all have. `number` is an item's in an ordered list, the last item's of such a list; else 0.
    """

    tag: str
    place: int
    parent: int
    depth: int
    attributes: Mapping[str, str | None]
    region: int
    start: int
    end: int
    characters: int = 0
    controls: int = 0
    features: frozenset[str] = frozenset()
    kind: str | None = None
    number: int = 0

    def is_named_promo(self) -> bool:
        """Whether its class or id holds a word for a promo. Elementor calls each part of a page a widget.

        A headline's tells of its state, such as that it was published.
        """
        named = vocabulary.PROMO & self.features
        is_part = named == _WIDGET and "elementor" in (self.attributes.get("class") or "")
        return bool(named) and not is_part and self.tag != "h1"

    def is_small_promo(self) -> bool:
        """Whether it is so small that such a name tells what is in it."""
        return bool(self.features) and self.characters < SMALL_BOX and self.is_named_promo()

    def holds_comments(self) -> bool:
        """Whether its class or id holds a word for readers' comments."""
        if vocabulary.COMMENTS.isdisjoint(self.features):
            return False
        return not vocabulary.COMMENTS.isdisjoint(list_words(self.attributes.get("class"), self.attributes.get("id")))


@dataclass(slots=True)
class PageBlock:
    """A block as it stands in the page. `container` is the place of its innermost container in the page's list.

    `is_promo`: it stands in a small box with a promo's name; `is_comment`: in a box named after readers' comments.
    `is_revealed`: it is hidden, but within the article; `is_note`: it has a link into the page and is no such link.
    `link_density` and `button_share` are shares of its characters, `items` and `cells` are those of its Mark.
    `ends`: it ends as a sentence does. `prose` counts the characters outside links and buttons of a block of sentences,
    also of one that is left out; 0 for a menu and for a label.
    """

    text: str
    tag: str
    container: int
    link_density: float
    region: int = 0
    button_share: float = 0.0
    is_promo: bool = False
    is_comment: bool = False
    is_revealed: bool = False
    is_note: bool = False
    items: tuple[tuple[int, int], ...] = ()
    cells: tuple[int, ...] = ()
    ends: bool = field(init=False)
    prose: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        self.ends = ends_sentence(self.text)
        if self.link_density < MUCH_LINKED and (self.ends or len(self.text) > LONG_BLOCK):
            self.prose = len(self.text) * (1 - self.link_density) * (1 - self.button_share)

    def is_left_out(self) -> bool:
        """Whether it is hidden, or stands in an element or box that is most often furniture."""
        return not self.is_revealed and bool(self.region & regions.LEFT_OUT or self.is_promo or self.is_comment)


class Time(NamedTuple):
    """Element that holds a time: the number of its block, its text in one line, all its values, in their order.

    `is_of_change`: its name says that the page was changed then.
    """

    block: int
    shown: str
    values: list[str]
    is_of_change: bool


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
    authors: list[tuple[int, str]] = field(default_factory=list)  # texts of elements that say they name it, by block
    author_links: list[tuple[int, str]] = field(default_factory=list)  # texts of links to an author's page, by block
    homes: list[str] = field(default_factory=list)  # texts of links to the site's front page
    times: list[Time] = field(default_factory=list)
    posts: frozenset[int] = frozenset()  # blocks in boxes named after comments, on the page of a discussion
    is_scripted: bool = False  # whether its blocks are of a story that scripts or JSON-LD hold, not of what it shows


def name_block(containers: Sequence[Container]) -> str:
    """Return the element that says what a block in these is: a paragraph in a list item or a quote is that."""
    if containers[-1].tag in vocabulary.OWN_NAMES:
        return containers[-1].tag
    for box in containers[-1:-4:-1]:
        if box.tag in vocabulary.PASSED_ON:
            return box.tag
    return "p"


def name_features(page: Page, container: Container, around: Sequence[Container]) -> None:
    """Note the words of a container's names that are features; mark the blocks in a small box with a promo's name."""
    get = container.attributes.get
    role = get("itemprop")
    if role == "comment" and _is_discussion(around):
        role = None
    container.features = pick_features(get("class"), get("id"), role, get("data-testid"))
    if container.is_small_promo():
        for block in page.blocks[container.start : container.end]:
            block.is_promo = block.tag != "pre"


def _is_discussion(around: Sequence[Container]) -> bool:
    """Whether one of these boxes is marked as a discussion: there comments are what is told."""
    types = [one.attributes.get("itemtype") or "" for one in around]
    return any(name.rpartition("/")[2] in vocabulary.DISCUSSIONS for name in types)


@lru_cache(maxsize=20_000)
def pick_features(*names: str | None) -> frozenset[str]:
    """Words of class, id and the like that are features."""
    return vocabulary.FEATURES.intersection(list_words(*names)) or _NO_WORDS


def list_words(*names: str | None) -> list[str]:
    """Words of class, id and the like, case-folded: `shareBar item_2` gives share, bar, item, 2."""
    return [word for name in names if name for word in _split_name(name[:LONGEST_NAME])]


@lru_cache(maxsize=20_000)
def _split_name(name: str) -> tuple[str, ...]:
    if name.isascii() and name.islower():
        spaced = name.encode().translate(_SPACED)
        if b"0" not in spaced:  # where no figures are, a third of the time of the pattern
            return tuple(spaced.decode().split())
    return tuple(" ".join(_WORD.findall(name)).casefold().split())
