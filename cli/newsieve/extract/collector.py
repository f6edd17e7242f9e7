"""State of the walk over a page's tree: elements and text come in, blocks, containers and its head come out."""

from collections.abc import Callable
from typing import Any

from newsieve.extract import inline, lists, regions, vocabulary
from newsieve.extract.elements import REGION_NAMES, Attributes, find_meaning
from newsieve.extract.head import note_element, note_link, read_head
from newsieve.extract.layout import MUCH_LINKED, Container, Page, PageBlock, name_block, name_features
from newsieve.extract.quoted import Quotations
from newsieve.extract.rows import RowReader
from newsieve.extract.runs import BUTTON_EDGE, CELL_EDGE, INNER_EDGE, LINE_BREAK, LINE_ENDS, lack_space, split_run
from newsieve.extract.struck import STRUCK, UNSTRUCK, drop_struck
from newsieve.extract.styles import APART, StyleSheets
from newsieve.text import COLONS

FEW_PIECES = 6  # of text; a run of fewer is looked at again and again
LONG_LABEL = 200  # characters; longer hidden text in a line is read as a hidden block
_NO_ATTRIBUTES: Attributes = {}


class Collector:
    """State of the walk: the containers that are open and the run of text since the last edge of a block."""

    def __init__(self) -> None:
        self._open = [Container("body", 0, -1, 0, _NO_ATTRIBUTES, 0, 0, 0)]
        self.page = Page(containers=[*self._open])
        self._links = self._buttons = self._preformatted = 0  # open elements of these kinds
        self.pieces: list[str] = []
        self._edge = ""  # of the button
        self._linked = self._buttoned = self._region = 0  # characters in links, in buttons; the innermost box's region
        self._has_anchor = self._has_initial = False  # whether the run has a link into the page, a large first letter
        self._beside: list[str] = []  # notes in the margin of the run
        self._rows, self._is_in_row = RowReader(), False  # of data, whose boxes are parts of its cells
        self._sheets, self._quotations = StyleSheets(), Quotations()

    def list_starts(self) -> dict[str, Callable[[str, Any], str]]:
        """Return what takes in an element of each kind and gives the kind whose end is told, empty if it is unread."""
        starts = self._starts = {
            "inline": self._start_inline,
            "deletion": self._start_deletion,
            "quoted": self._start_quoted,
            "block": self._start_block,
            "link": self._start_link,
            "button": self._start_button,
            "break": self._add_break,
            "head": self._skip,
            "skip": self._skip,
            inline.CAPTION: self._add_caption,
            inline.MARGIN_NOTE: self._add_margin_note,
            inline.HIDDEN: self._start_hidden,
            inline.INITIAL: self._add_initial,
            inline.STRUCK: self._start_struck,
            inline.APART: self._start_apart,
        }
        return starts

    def list_ends(self) -> dict[str, Callable[[str], None]]:
        """Return what takes in the end of an element of each kind; that of an inline one changes nothing."""
        boxes: dict[str, Callable[[str], None]] = {"block": self._end_block, "apart": self._set_apart}
        return boxes | {"link": self._end_link, "button": self._end_button,
                        "struck": self._end_struck, "quoted": self._end_quoted}  # fmt: skip

    def add_text(self, text: str) -> None:
        """Take in a stretch of text; the first of a run is not white space."""
        pieces = self.pieces
        if pieces and lack_space(pieces[-1], text) and not self._preformatted:
            pieces.append(" ")
        pieces.append(text)
        if (self._links or self._buttons) and not text.isspace():
            self._linked += len(text) * (self._links > 0)
            self._buttoned += len(text) * (self._buttons > 0)

    def close(self) -> Page:
        """Return the page, after the last element."""
        self._flush()
        while len(self._open) > 1:
            self._pop()
        self._open[0].end = len(self.page.blocks)
        self._starts.clear()  # its own methods: a cycle, by which a page would last until the next collection
        return self.page

    def _start_inline(self, tag: str, node: Any) -> str:
        if tag in inline.IN_PLACE:
            if text := inline.read_in_place(tag, node):
                self.add_text(text)
            elif self.pieces and tag == "img" and self._sheets.find_effects(tag, node.attributes) & APART:
                self._set_apart(tag)
            return "" if text else "inline"
        if tag == "input" or tag == "label":
            self._open[-1].controls += 1
        if tag == "cite" and self._open[-1].tag in vocabulary.WITH_SPEAKERS and node.text().rstrip()[-1:] in COLONS:
            return self._start_block("p", node)  # who speaks, which forums show as a line
        attributes = node.attributes
        if not attributes and "-" not in tag:
            return "inline"
        before, effects = self.pieces[-1] if self.pieces else "", self._sheets.find_effects(tag, attributes)
        way = inline.find_way(tag, attributes, node, effects, before)
        if attributes and way not in inline.UNREAD:
            note_element(self.page, tag, attributes, node)
        return "" if way == inline.UNSEEN else self._starts[way](tag, node) if way else "inline"

    def _add_caption(self, _tag: str, node: Any) -> str:
        self.add_text(f"{node.text()}{LINE_BREAK}{LINE_BREAK}")
        return ""

    def _add_margin_note(self, _tag: str, node: Any) -> str:
        self._beside += split_run(node.text(), "p")
        return ""

    def _start_hidden(self, _tag: str, node: Any) -> str:
        return self._start_block("div", node, regions.HIDDEN) if len(node.text()) > LONG_LABEL else ""

    def _add_initial(self, _tag: str, node: Any) -> str:
        self.add_text(inline.mark_initial(node, self.page.language))
        return ""

    def _start_apart(self, tag: str, _node: Any) -> str:
        self._set_apart(tag)
        return "apart"

    def _set_apart(self, _tag: str) -> None:
        """Part what stands on a line of its own from the words before it, as at its end from those behind it."""
        if self.pieces and not (self._preformatted and self.pieces[-1][-1] in LINE_ENDS):
            self.pieces.append(INNER_EDGE)

    def _start_deletion(self, tag: str, node: Any) -> str:
        kind = self._start_inline(tag, node) if node.attributes else "inline"
        return kind if kind != "inline" else self._start_struck(tag, node)

    def _start_struck(self, _tag: str, _node: Any) -> str:
        """Mark struck text, but in a listing of changes."""
        if self._preformatted:
            return "inline"
        self.pieces.append(STRUCK)
        return "struck"

    def _end_struck(self, _tag: str) -> None:
        self.pieces.append(UNSTRUCK)

    def _start_quoted(self, tag: str, node: Any) -> str:
        if node.attributes and (kind := self._start_inline(tag, node)) != "inline":
            return kind
        opening = self._quotations.open(node, self.page.language, "".join(self.pieces[-1:]))
        if opening:
            self.add_text(opening)
        return "quoted"

    def _end_quoted(self, _tag: str) -> None:
        if closing := self._quotations.close():
            self.add_text(closing)

    def _start_link(self, _tag: str, node: Any) -> str:
        attributes = node.attributes
        href = (attributes.get("href") or "").strip()
        if not href and "name" in attributes:
            return "inline"  # a place in the page that links lead to
        if len(href) > 1 and href[0] == "#":
            if (kind := inline.find_anchor_kind(href, node, self._open[-1])) != "link":
                return kind
            self._has_anchor = True
        self._links += 1
        note_link(self.page, href, attributes, node)
        return "link"

    def _end_link(self, _tag: str) -> None:
        self._links -= 1
        if self._is_note_number():
            self.pieces.append(" " if self._preformatted else INNER_EDGE)

    def _start_button(self, _tag: str, _node: Any) -> str:
        self._edge = BUTTON_EDGE * (self._preformatted > 0 or self._open[-1].tag in vocabulary.HEADINGS)
        self.pieces += " " * (self._buttoned > 0 and not self._buttons) + self._edge
        self._buttons += 1
        return "button"

    def _end_button(self, _tag: str) -> None:
        self._buttons -= 1
        self.pieces += self._edge

    def _start_block(self, tag: str, node: Any, region: int = 0) -> str:
        attributes, region, parent = node.attributes, self._region | region, self._open[-1]
        if (attributes or tag == "noscript") and inline.is_unshown_box(tag, attributes, node):
            return ""
        if tag in vocabulary.REGIONS or not REGION_NAMES.isdisjoint(attributes):
            tag, region = find_meaning(tag, attributes, region, self._open)
        if tag == "html" or tag == "body":
            self.page.language = self.page.language or attributes.get("lang") or attributes.get("xml:lang")
        is_initial = "class" in attributes and inline.is_initial(attributes, node)
        if is_initial or ("style" in attributes and inline.is_piece_of_line(tag, attributes, node)):
            self._has_initial |= is_initial
            return "inline"
        if self.pieces:
            self._part(tag)
        elif tag in vocabulary.CELLS:
            self._rows.cells += 1
        if tag == "tr":
            self._is_in_row, first = self._rows.read(node)
            if first:
                self.add_text(first)
        if tag in vocabulary.PREFORMATTED:
            self._preformatted += 1
            tag = "pre"
        containers, count = self.page.containers, len(self.page.blocks)
        container = Container(tag, len(containers), parent.place, len(self._open), attributes, region, count, count)
        lists.number_item(container, parent)
        self._open.append(container)
        containers.append(container)
        self._region = region
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
        tag, blocks = self._open[-1].tag, self.page.blocks
        self._preformatted -= tag == "pre"
        if self.pieces:
            if self._preformatted or self._is_inner(tag):
                self.pieces.append(INNER_EDGE)
            elif not (tag in vocabulary.CELLS and self._open[-2].tag == "tr") or self._open[-1].start < len(blocks):
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
        return not vocabulary.HEADINGS.isdisjoint([container.tag for container in self._open[-3:]])

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
            name_features(page, container, self._open)

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
        elif tag in vocabulary.OF_HEAD:
            read_head(self.page, tag, node)
        elif tag == "style" and not self._region & regions.NOSCRIPT:
            self._sheets.add(node)
        elif self.pieces and tag in vocabulary.REPLACED:
            self.pieces.append(INNER_EDGE)
        elif tag == "svg" and (letter := inline.read_drawn_initial(node)):
            self.add_text(letter)
        return ""

    def _flush(self) -> None:
        if not self.pieces:
            return
        raw = inline.join_initials(drop_struck("".join(self.pieces)))
        is_note = self._has_anchor and not self._links
        link_density = min(1.0, self._linked / max(1, len(raw))) if self._linked else 0.0
        button_share = min(1.0, self._buttoned / max(1, len(raw))) if self._buttoned else 0.0
        self.pieces.clear()
        self._linked, self._buttoned, self._has_anchor, self._has_initial = 0, 0, False, False
        container = self._open[-1]
        texts = split_run(raw, container.tag)
        named, items = name_block(self._open), lists.name_items(self._open)
        tag = "p" if named == "tr" and len(texts) > 1 else named  # cells of a layout table are paragraphs
        for text in (*texts, *self._beside):
            block = PageBlock(text, tag, container.place, link_density, container.region, button_share)
            block.is_note = is_note and link_density < MUCH_LINKED  # its link back is short
            block.items, block.cells = items, self._rows.measure(raw, text) if tag == "tr" else ()
            self.page.blocks.append(block)
            container.characters += len(text)
        self._beside.clear()
