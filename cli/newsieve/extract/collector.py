"""Walk over a page's tree: elements and text come in, blocks, containers and the page's head come out."""

from collections.abc import Callable
from typing import Any

from newsieve.extract import inline, regions, vocabulary
from newsieve.extract.comments import mark_comments
from newsieve.extract.elements import Attributes, find_region
from newsieve.extract.head import note_element, note_link, read_head
from newsieve.extract.layout import SMALL_BOX, Container, Page, PageBlock, name_block, pick_features
from newsieve.extract.rows import is_row_of_data
from newsieve.extract.runs import CELL_EDGE, INNER_EDGE, LINE_BREAK, split_run
from newsieve.text import COLONS

MUCH_LINKED = 0.5  # of a block's characters; a note has fewer in its link back
FEW_PIECES = 6  # of text; a run of fewer is looked at again and again
LONG_LABEL = 200  # characters; longer hidden text in a line is read as a hidden block

_REGION_NAMES = frozenset(("role", "hidden", "aria-hidden", "style"))  # attributes that may set an element apart
_QUOTED = frozenset(("blockquote", "div"))
_NO_ATTRIBUTES: Attributes = {}


def collect(root: Any, streamed: dict[str, Any]) -> Page:
    """Return the page below the root node of a lexbor tree. Time is linear, and depth costs no stack.

    `streamed` are nodes by the names of the templates in whose places they are read; each is read once.
    """
    collector, kinds = Collector(), vocabulary.KINDS
    starts, ends, pieces = collector.list_starts(), collector.list_ends(), collector.pieces
    moved = {part.attributes["id"] for part in streamed.values()}
    open_nodes = []
    node = root
    while node is not None:
        tag = node.tag
        if tag == "-text":
            text = node.text_content
            if pieces or not text.isspace():
                collector.add_text(text)
        elif moved and tag == "template" and (part := streamed.pop(node.attributes.get("id"), None)):
            if part.first_child is not None:
                open_nodes.append((node, tag, "inline"))
                node = part.first_child
                continue
        elif moved and tag == "div" and node.attributes.get("id") in moved:
            pass  # it is read in its place
        elif kind := starts[kinds.get(tag, "inline")](tag, node):
            child = node.first_child
            if child is not None:
                open_nodes.append((node, tag, kind))
                node = child
                continue
            if kind != "inline":
                ends[kind](tag)
        following = node.next
        while following is None and open_nodes:
            node, tag, kind = open_nodes.pop()
            if kind != "inline":
                ends[kind](tag)
            following = node.next
        node = following
    return collector.close()


class Collector:
    """State of the walk: the containers that are open and the run of text since the last edge of a block."""

    def __init__(self) -> None:
        root = Container("body", 0, -1, 0, _NO_ATTRIBUTES, 0, 0, 0)
        self.page = Page(containers=[root])
        self._open = [root]
        self._links = self._buttons = self._preformatted = 0  # open elements of these kinds
        self.pieces: list[str] = []
        self._linked = self._buttoned = 0  # characters of the run in links, in buttons
        self._region = 0  # of the innermost container
        self._has_anchor = False  # whether the run has a link into the page
        self._has_initial = False  # whether it begins with a large first letter
        self._beside: list[str] = []  # notes in the margin of the run
        self._is_in_row = False  # of data, whose boxes are parts of its cells

    def list_starts(self) -> dict[str, Callable[[str, Any], str]]:
        """Return what takes in an element of each kind, and gives the kind whose end is told to `list_ends`.

        That is empty where what is in the element is not read.
        """
        return {
            "inline": self._start_inline,
            "block": self._start_block,
            "link": self._start_link,
            "button": self._start_button,
            "break": self._add_break,
            "head": self._read_head,
            "skip": self._skip,
        }

    def list_ends(self) -> dict[str, Callable[[str], None]]:
        """Return what takes in the end of an element of each kind; that of an inline one changes nothing."""
        return {"block": self._end_block, "link": self._end_link, "button": self._end_button}

    def add_text(self, text: str) -> None:
        """Take in a stretch of text; the first of a run is not white space."""
        self.pieces.append(text)
        if (self._links or self._buttons) and not text.isspace():
            self._linked += len(text) * (self._links > 0)
            self._buttoned += len(text) * (self._buttons > 0)

    def close(self) -> Page:
        """Return the page, after the last element."""
        self._flush()
        while len(self._open) > 1:
            self._pop()
        self._open[0].end = len(self.page.blocks)
        mark_comments(self.page)
        return self.page

    def _start_inline(self, tag: str, node: Any) -> str:
        if tag in inline.IN_PLACE:
            if text := inline.read_in_place(tag, node):
                self.add_text(text)
            return "" if text else "inline"
        if tag == "input" or tag == "label":
            self._open[-1].controls += 1
        if tag == "cite" and self._open[-1].tag in _QUOTED and node.text().rstrip()[-1:] in COLONS:
            return self._start_block("p", node)  # who speaks, which forums show as a line
        attributes = node.attributes
        if attributes:
            if inline.is_edit_link(attributes) or inline.is_unseen_copy(attributes, node):
                return ""
            if inline.is_margin_note(attributes) and self.pieces:
                self._beside += split_run(node.text(), "p")
                return ""
            if inline.is_caption(attributes, node):
                self.add_text(f"{node.text()}{LINE_BREAK}{LINE_BREAK}")
                return ""
            note_element(self.page, tag, attributes, node)
            if not _REGION_NAMES.isdisjoint(attributes) and find_region(tag, attributes) & regions.HIDDEN:
                if len(node.text()) <= LONG_LABEL:
                    return ""
                return self._start_block("div", node)
        return "inline"

    def _start_link(self, _tag: str, node: Any) -> str:
        attributes = node.attributes
        href = (attributes.get("href") or "").strip()
        if len(href) > 1 and href[0] == "#":
            if self._open[-1].tag in vocabulary.HEADINGS and inline.is_permalink(node):
                return ""
            self._has_anchor = True
        self._links += 1
        note_link(self.page, href, node)
        return "link"

    def _end_link(self, _tag: str) -> None:
        self._links -= 1
        if self._is_note_number():
            self.pieces.append(" ")

    def _start_button(self, _tag: str, _node: Any) -> str:
        if self._buttoned and not self._buttons:
            self.pieces.append(" ")
        self._buttons += 1
        return "button"

    def _end_button(self, _tag: str) -> None:
        self._buttons -= 1

    def _start_block(self, tag: str, node: Any) -> str:
        attributes, region, parent = node.attributes, self._region, self._open[-1]
        if tag == "noscript" and len(node.text()) <= LONG_LABEL:
            return ""  # the notice that scripts are needed, or a picture
        if tag in vocabulary.REGIONS or not _REGION_NAMES.isdisjoint(attributes):
            region |= find_region(tag, attributes)
            if tag == "footer" and region & regions.FOOTER and parent.tag in vocabulary.WITH_ATTRIBUTION:
                region, tag = self._region, "p"
            tag = vocabulary.TAGS_OF_ROLES.get(attributes.get("role"), tag)
        if tag == "html" or tag == "body":
            language = attributes.get("lang") or attributes.get("xml:lang")
            self.page.language = self.page.language or language
        if inline.is_initial(attributes, node):
            self._has_initial = True
            return "inline"
        if self.pieces:
            self._part(tag)
        if tag == "tr":
            self._is_in_row = is_row_of_data(node)
        if tag in vocabulary.PREFORMATTED:
            self._preformatted += 1
            tag = "pre"
        containers, count = self.page.containers, len(self.page.blocks)
        container = Container(tag, len(containers), parent.place, len(self._open), attributes, region, count, count)
        self._open.append(container)
        self._region = region
        containers.append(container)
        return "block"

    def _part(self, tag: str) -> None:
        """Part the run before an element: an edge within it, or its end."""
        if self._preformatted:
            self.pieces.append(INNER_EDGE)
        elif tag in vocabulary.CELLS and self._open[-1].tag == "tr":
            self.pieces.append(CELL_EDGE)
        elif self._is_inner(tag) or self._is_note_number():
            self.pieces.append(INNER_EDGE)
        elif not (self._has_initial and len(self.pieces) < FEW_PIECES and len("".join(self.pieces).strip()) == 1):
            self._flush()

    def _is_note_number(self) -> bool:
        return self._has_anchor and len(self.pieces) < FEW_PIECES and inline.is_note_number("".join(self.pieces))

    def _end_block(self, _tag: str) -> None:
        tag = self._open[-1].tag
        if tag == "pre":
            self._preformatted -= 1
        if self.pieces:
            if self._preformatted or self._is_inner(tag):
                self.pieces.append(INNER_EDGE)
            elif not (tag in vocabulary.CELLS and self._open[-2].tag == "tr") or self._has_blocks():
                self._flush()
        if len(self._open) > 1:
            self._pop()
        self._is_in_row &= tag != "tr"

    def _is_inner(self, tag: str) -> bool:
        """Whether a box is part of a cell, or of a heading, which are one block; not where that was never closed."""
        if tag not in vocabulary.BOXES:
            return False
        if self._is_in_row or sum(map(len, self.pieces)) > LONG_LABEL:
            return self._is_in_row
        return any(container.tag in vocabulary.HEADINGS for container in self._open[-3:])

    def _has_blocks(self) -> bool:
        return self._open[-1].start != len(self.page.blocks)

    def _pop(self) -> None:
        container = self._open.pop()
        self._region = self._open[-1].region
        page = self.page
        container.end = len(page.blocks)
        self._open[-1].controls += container.controls
        if container.start == container.end:
            if page.containers[-1] is container:
                page.containers.pop()  # what held nothing is not remembered
            return
        self._open[-1].characters += container.characters
        if container.attributes:
            get = container.attributes.get
            role = None if self._is_in_discussion(container) else get("itemprop")
            container.features = features = pick_features(get("class"), get("id"), role, get("data-testid"))
            if features and container.characters < SMALL_BOX and container.is_named_promo():
                for block in page.blocks[container.start : container.end]:
                    block.is_promo = True

    def _is_in_discussion(self, container: Container) -> bool:
        """Whether a box is marked as a comment on what is a discussion: there comments are what is told."""
        if container.attributes.get("itemprop") != "comment":
            return False
        types = [one.attributes.get("itemtype") or "" for one in self._open]
        return any(name.rpartition("/")[2] in vocabulary.DISCUSSIONS for name in types)

    def _add_break(self, tag: str, _node: Any) -> str:
        if tag == "hr":
            self._flush()
        elif self.pieces:
            self.pieces.append("\n" if self._preformatted else LINE_BREAK)
        return ""

    def _skip(self, tag: str, node: Any) -> str:
        """An element whose text is none of the page's."""
        if tag in vocabulary.FIELDS:
            self._open[-1].controls += 1
        elif tag == "title" or tag == "script":
            read_head(self.page, tag, node)
        return ""

    def _read_head(self, tag: str, node: Any) -> str:
        read_head(self.page, tag, node)
        return ""

    def _flush(self) -> None:
        if not self.pieces:
            return
        raw, linked, buttoned = "".join(self.pieces), self._linked, self._buttoned
        is_note = self._has_anchor and not self._links
        self.pieces.clear()
        self._linked, self._buttoned, self._has_anchor, self._has_initial = 0, 0, False, False
        container = self._open[-1]
        link_density = min(1.0, linked / len(raw)) if linked else 0.0
        button_share = min(1.0, buttoned / len(raw)) if buttoned else 0.0
        tag = name_block(self._open)
        texts = split_run(raw, container.tag)
        if tag == "tr" and len(texts) > 1:  # cells of a layout table
            tag = "p"
        for text in (*texts, *self._beside):
            block = PageBlock(text, tag, container.place, link_density, container.region, button_share)
            block.is_note = is_note and link_density < MUCH_LINKED
            self.page.blocks.append(block)
            container.characters += len(text)
        self._beside.clear()
