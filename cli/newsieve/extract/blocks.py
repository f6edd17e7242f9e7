"""A page's tree, walked once: its blocks of text in reading order, and a small copy of the tree with only them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from newsieve.extract import vocabulary

SMALL_BOX = 400  # characters; a larger box with a promo's name is often the article (`class="story comments-on"`)
ANCESTORS_IN_TOKENS = 3
LONG_CELL = 200  # characters; a cell of a layout table, not of data
LINE_END_MIN = 80  # characters before a single <br> that is taken for a paragraph's end

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_a-zA-Z]+")
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\ufeff]")
_SENTENCE_END = re.compile(r"[.!?…。！？:][\"'”’»)\]]*\s*$")
_CELL_EDGE = "\x1f"


@dataclass(slots=True)
class PageBlock:
    """A block as it stands in the page. `first` and `last` of the containers count these."""

    text: str
    tag: str
    tokens: tuple[str, ...]
    link_density: float


@dataclass(slots=True)
class Container:
    """An element that holds the blocks `start` to `end` (half open). `words` are those of its class and id."""

    tag: str
    start: int
    end: int
    words: tuple[str, ...]
    itemprop: str


@dataclass(slots=True)
class PageText:
    """The blocks, the containers (inner ones first), and the tree that readability is given.

    An element of the tree that stands for a block bears its number in the attribute `n`.
    """

    blocks: list[PageBlock]
    containers: list[Container]
    tree: Any


@dataclass(slots=True)
class _Frame:
    """An open block element: `node` is its copy in the small tree, `start` the number of its first block."""

    tag: str
    node: Any
    words: tuple[str, ...]
    start: int
    characters: int
    itemprop: str = ""


@dataclass(slots=True)
class _Run:
    """The text that has been read since the last edge of a block."""

    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    after_break: bool = False


def collect_blocks(root: Any, skipped: frozenset[str] = vocabulary.SKIPPED, is_strict: bool = True) -> PageText:
    """Blocks of the page without what its markup calls chrome. Time linear in the size of the tree.

    `is_strict` also leaves out hidden elements, those with a role of navigation, and small boxes named like a promo.
    """
    return _Collector(skipped, is_strict).collect(root)


@lru_cache(maxsize=20_000)
def split_words(name: str) -> tuple[str, ...]:
    """Words of a class or id attribute, case-folded: `shareBar item_2` gives share, bar, item, 2."""
    return tuple(word.casefold() for word in _WORD.findall(name[:300]))


class _Collector:
    """State of one walk. A class because every element's start and end touch the same five values."""

    def __init__(self, skipped: frozenset[str], is_strict: bool) -> None:
        from lxml import etree, html  # 20 ms

        self.skipped, self.is_strict = skipped, is_strict
        self.iterwalk, self.sub_element = etree.iterwalk, etree.SubElement
        self.tree = html.Element("html")
        self.blocks: list[PageBlock] = []
        self.containers: list[Container] = []
        self.frames = [_Frame("body", self.sub_element(self.tree, "body"), (), 0, 0)]
        self.characters = 0
        self.run = _Run()
        self.links = 0

    def collect(self, root: Any) -> PageText:
        walk = self.iterwalk(root, events=("start", "end"))
        opened: list[str] = []  # what each open element was taken for
        for event, element in walk:
            if event == "start":
                kind = self._open(element)
                opened.append(kind)
                if kind == "skip":
                    walk.skip_subtree()
                elif element.text:
                    self._add(element.text)
            else:
                self._close(opened.pop())
                if element.tail and opened:
                    self._add(element.tail)
        self._flush()
        return PageText(self.blocks, self.containers, self.tree)

    def _open(self, element: Any) -> str:
        tag = element.tag
        if not isinstance(tag, str) or tag in self.skipped or (self.is_strict and _is_hidden(element)):
            return "skip"
        if tag in vocabulary.CONTAINERS or tag in vocabulary.LEAVES:
            return self._open_block(element, tag)
        if tag == "br":
            self._break()
        elif tag == "hr":
            self._flush()
        elif tag == "a" and element.get("href"):
            self.links += 1
            return "link"
        return "inline"

    def _open_block(self, element: Any, tag: str) -> str:
        if tag in vocabulary.CELLS and self._is_in_row():
            if self.run.pieces:
                self.run.pieces.append(_CELL_EDGE)
        else:
            self._flush()
        parent = self.frames[-1]
        attributes = {name: value for name in ("class", "id") if (value := element.get(name))}
        words = split_words(" ".join(attributes.values())) if attributes else ()
        copied = "section" if tag == "div" else tag  # spares readability's rewriting of divs, scored alike
        if tag in ("html", "body"):
            copied = "section"
        node = self.sub_element(parent.node, copied, attributes)
        itemprop = element.get("itemprop") or ""
        if itemprop:
            node.set("itemprop", itemprop)
        self.frames.append(_Frame(tag, node, words, len(self.blocks), self.characters, itemprop))
        return "block"

    def _is_in_row(self) -> bool:
        return self.frames[-1].tag == "tr" or (self.frames[-1].tag in vocabulary.CELLS and self.frames[-2].tag == "tr")

    def _close(self, kind: str) -> None:
        if kind == "link":
            self.links -= 1
        elif kind == "block":
            self._close_block()

    def _close_block(self) -> None:
        frame = self.frames[-1]
        if frame.tag in vocabulary.CELLS and self.frames[-2].tag == "tr":
            if frame.start != len(self.blocks):
                self._flush()
        else:
            self._flush()
        self.frames.pop()
        size = self.characters - frame.characters
        is_promo = self.is_strict and size < SMALL_BOX and not vocabulary.PROMO.isdisjoint(frame.words)
        if is_promo and frame.start < len(self.blocks):
            del self.blocks[frame.start :]
            while self.containers and self.containers[-1].start >= frame.start:
                self.containers.pop()
            self.characters = frame.characters
        if len(self.blocks) == frame.start:
            if frame.tag not in vocabulary.CELLS or not self.run.pieces:
                self.frames[-1].node.remove(frame.node)
        elif frame.tag in vocabulary.CONTAINERS:
            end = len(self.blocks)
            self.containers.append(Container(frame.tag, frame.start, end, frame.words, frame.itemprop))

    def _add(self, text: str) -> None:
        run = self.run
        if text.isspace():
            if run.pieces:
                run.pieces.append(text if self.frames[-1].tag == "pre" else " ")
            return
        run.after_break = False
        run.pieces.append(text)
        if self.links:
            run.linked += len(text.strip())

    def _break(self) -> None:
        """Two <br> end a block; one does where a sentence ends after a line of some length."""
        run = self.run
        if not run.pieces:
            return
        if self.frames[-1].tag == "pre":
            run.pieces.append("\n")
            return
        ends_line = len(run.pieces[-1]) >= LINE_END_MIN and _SENTENCE_END.search(run.pieces[-1][-8:])
        if run.after_break or ends_line:
            self._flush()
            return
        run.after_break = True
        run.pieces.append(" ")

    def _flush(self) -> None:
        run = self.run
        if not run.pieces:
            return
        self.run = _Run()
        text = "".join(run.pieces)
        frame = self.frames[-1]
        for cell_text in _join_cells(text):
            self._add_block(frame, cell_text, run.linked / max(1, len(text)))

    def _add_block(self, frame: _Frame, raw: str, link_density: float) -> None:
        text = _collapse_lines(raw) if frame.tag == "pre" else " ".join(_UNPRINTABLE.sub("", raw).split())
        if not text:
            return
        node = frame.node
        if frame.tag not in vocabulary.LEAVES or len(node) or node.text:
            node = self.sub_element(node, "p")
        link_density = min(1.0, link_density)
        if link_density > 0.0:
            linked = int(len(text) * link_density)
            self.sub_element(node, "a").text = text[:linked]
            node[-1].tail = text[linked:]
        else:
            node.text = text
        node.set("n", str(len(self.blocks)))
        self.blocks.append(PageBlock(text, self._block_tag(), self._tokens(), link_density))
        self.characters += len(text)

    def _block_tag(self) -> str:
        """The nearest element that says what the block is; a paragraph in a list item or a quote is that."""
        tags = [frame.tag for frame in self.frames[-1:-4:-1]]
        if tags[0] in vocabulary.HEADINGS or tags[0] in ("pre", "figcaption", "td", "th", "tr"):
            return "tr" if tags[0] in ("td", "th") else tags[0]
        return next((tag for tag in tags if tag in ("li", "blockquote", "dd", "dt")), "p")

    def _tokens(self) -> tuple[str, ...]:
        near = self.frames[-1 : -2 - ANCESTORS_IN_TOKENS : -1]
        return tuple(dict.fromkeys(word for frame in near for word in frame.words))


def _is_hidden(element: Any) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if (element.get("role") or "") in vocabulary.SKIPPED_ROLES:
        return True
    style = element.get("style")
    return style is not None and _HIDDEN.search(style) is not None


def _join_cells(text: str) -> Iterator[str]:
    """A row of a table as one text; the long cells of a layout table one by one."""
    if _CELL_EDGE not in text:
        yield text
        return
    cells = [cell for cell in text.split(_CELL_EDGE) if cell.strip()]
    if any(len(cell) > LONG_CELL for cell in cells):
        yield from cells
    else:
        yield " | ".join(cells)


def _collapse_lines(raw: str) -> str:
    lines = (_UNPRINTABLE.sub("", line).replace("\t", "    ").rstrip() for line in raw.splitlines())
    return "\n".join(line for line in lines if line)
