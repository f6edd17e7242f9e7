"""What the parser calls while it reads a page: elements and text come in, blocks and containers come out."""

import re
from collections.abc import Mapping
from functools import lru_cache

from newsieve.extract import vocabulary
from newsieve.extract.layout import Container, Page, PageBlock, pick_features

DEPTH_LIMIT = 2000  # open elements; libxml2 takes quadratic time to close badly nested ones
PROSE = 100  # characters without a tag between them: a label or a menu has fewer
MOST_OF_PAGE = 0.6  # of its text
SMALL_BOX = 400  # characters; a larger box with a promo's name is often the article (`class="story comments-on"`)
LONG_CELL = 200  # characters; a cell of a layout table, not of data
LINE_END_MIN = 80  # characters before a single <br> that is taken for a paragraph's end

_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\ufeff]")
_SENTENCE_END = re.compile(r"[.!?…。！？:][\"'”’»)\]]*\s*$")
_CELL_EDGE = "\x1f"
_TELLING = frozenset(("role", "hidden", "aria-hidden", "style"))  # attributes that may keep an element from being read
_NO_ATTRIBUTES: Mapping[str, str] = {}  # lxml's own empty mapping is ten times slower to ask


class TooDeep(Exception):  # noqa: N818 - no error of the page's, a signal to read it in another way
    """More elements are open at once than any page needs."""


class Collector:
    """The target of lxml's parser. A class because that is what lxml calls: start, data and end of each element."""

    def __init__(self, is_loose: bool) -> None:
        root = Container("body", 0, -1, 0, _NO_ATTRIBUTES, False, 0, 0)
        self.page = Page(containers=[root])
        self._is_loose = is_loose
        self._open = [root]
        self._depth = 0
        self._muted_from = 0  # depth of the element whose text is no text of the page; 0: none
        self._listener: list[str] | None = None  # where the text of a muted element goes all the same
        self._is_zone = False  # the muted element holds text of the page all the same
        self._is_hidden = False  # and it is hidden, not chrome
        self._author_from = 0
        self._links = 0
        self._pieces: list[str] = []
        self._length = self._linked = 0  # characters of the run since a <br>; in links
        self._after_break = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Called where an element begins."""
        self._depth += 1
        if self._depth > DEPTH_LIMIT:
            raise TooDeep
        if self._muted_from:
            return
        kind = vocabulary.KINDS.get(tag)
        if kind is None:
            if attributes:
                self._note_inline(tag, attributes)
        elif kind == "block":
            self._start_block(tag, attributes)
        elif kind == "link":
            self._links += 1
            if "rel" in attributes:
                self._note_inline(tag, attributes)
        elif kind == "break":
            self._break(tag)
        elif kind == "head":
            self._read_head(tag, attributes)
        elif kind == "mute":
            self._mute(tag, attributes)

    def data(self, text: str) -> None:
        """Called with each stretch of text."""
        if self._muted_from:
            if self._is_zone:
                if len(text) >= PROSE:
                    self._note_unread(len(text))
            elif self._listener is not None:
                self._listener.append(text)
        elif not text.isspace():
            length = len(text)
            self._pieces.append(text)
            self._length += length
            self._after_break = False
            if length >= PROSE:
                self.page.prose += length
            if self._links:
                self._linked += length
            if self._author_from:
                self.page.author += text[:200]
        elif self._pieces:
            self._pieces.append(text)

    def end(self, tag: str) -> None:
        """Called where an element ends, whether the page says so or not."""
        self._depth -= 1
        if self._muted_from:
            if self._depth < self._muted_from:
                self._unmute(tag)
            return
        kind = vocabulary.KINDS.get(tag)
        if kind == "block":
            self._end_block(tag)
        elif kind == "link":
            self._links -= 1
        if self._depth < self._author_from:
            self._author_from = 0

    def close(self) -> None:
        """Called once, after the last element."""
        self._flush()
        while len(self._open) > 1:
            self._pop()
        self._open[0].end = len(self.page.blocks)
        self._mark_comments()

    def take_page(self) -> Page:
        """The page, once: lxml's parser is a cycle that holds on to its target until the next garbage collection."""
        page = self.page
        self.__dict__.clear()
        return page

    def _mark_comments(self) -> None:
        """A box named after comments is chrome, however long, unless it is most of the page or has its headline."""
        blocks = self.page.blocks
        most = MOST_OF_PAGE * sum(len(block.text) for block in blocks)
        marked = 0  # blocks up to this one; boxes within a marked one are not looked at again
        for box in self.page.containers:
            if box.start < marked or not SMALL_BOX <= box.characters < most or not box.holds_comments():
                continue
            inside = blocks[box.start : box.end]
            if any(block.tag == "h1" for block in inside):
                continue
            marked = box.end
            for block in inside:
                block.is_chrome = True

    def _note_unread(self, length: int) -> None:
        self.page.unread += length
        self.page.hidden += length if self._is_hidden else 0

    def _start_block(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in ("html", "body"):
            self.page.language = self.page.language or attributes.get("lang") or attributes.get("xml:lang")
        elif not self._is_loose and self._close_zone(tag, attributes):
            return
        if tag in vocabulary.CELLS and self._open[-1].tag == "tr":
            if self._pieces:
                self._pieces.append(_CELL_EDGE)
        elif self._pieces:
            self._flush()
        self._push(tag, attributes)

    def _close_zone(self, tag: str, attributes: Mapping[str, str]) -> bool:
        """Whether an element is left unread, as chrome or as hidden; then nothing is heard of it until it ends."""
        if tag not in vocabulary.SKIPPED and _TELLING.isdisjoint(attributes):
            return False
        is_chrome = tag in vocabulary.SKIPPED or attributes.get("role") in vocabulary.SKIPPED_ROLES
        if not is_chrome and not _is_hidden(attributes):
            return False
        self._flush()
        self._muted_from, self._is_zone, self._is_hidden = self._depth, True, not is_chrome
        return True

    def _push(self, tag: str, attributes: Mapping[str, str]) -> None:
        containers, parent, count = self.page.containers, self._open[-1], len(self.page.blocks)
        container = Container(
            tag,
            len(containers),
            parent.place,
            len(self._open),
            attributes or _NO_ATTRIBUTES,
            parent.is_chrome or tag in vocabulary.SKIPPED,
            count,
            count,
        )
        self._open.append(container)
        containers.append(container)

    def _end_block(self, tag: str) -> None:
        if self._pieces:
            in_row = tag in vocabulary.CELLS and self._open[-2].tag == "tr"
            if not in_row or self._open[-1].start != len(self.page.blocks):
                self._flush()
        if len(self._open) > 1:
            self._pop()

    def _pop(self) -> None:
        container = self._open.pop()
        page = self.page
        container.end = len(page.blocks)
        if container.start == container.end:
            if page.containers[-1] is container:
                page.containers.pop()  # what held nothing is not remembered
            return
        self._open[-1].characters += container.characters
        if container.attributes:
            container.features = pick_features(container.attributes.get("class"), container.attributes.get("id"))
            if container.characters < SMALL_BOX and not vocabulary.PROMO.isdisjoint(container.features):
                for block in page.blocks[container.start : container.end]:
                    block.is_chrome = True

    def _break(self, tag: str) -> None:
        """A rule or two <br> end a block; one <br> does where a sentence ends after a line of some length."""
        if not self._pieces:
            return
        if tag == "br" and self._open[-1].tag == "pre":
            self._pieces.append("\n")
            return
        ends_line = self._length >= LINE_END_MIN and _SENTENCE_END.search(self._pieces[-1][-8:])
        if self._after_break or ends_line or tag == "hr":
            self._flush()
        else:
            self._after_break, self._length = True, 0
            self._pieces.append(" ")

    def _read_head(self, tag: str, attributes: Mapping[str, str]) -> None:
        get = attributes.get
        if tag == "link":
            if (get("rel") or "").strip().casefold() == "canonical":
                self.page.canonical = self.page.canonical or get("href")
            return
        name, content = get("property") or get("name") or get("itemprop") or get("http-equiv"), get("content")
        if name and content and not content.isspace():
            self.page.meta.setdefault(name.strip().casefold(), content)

    def _mute(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._muted_from = self._depth
        if (tag == "title" and not self.page.title) or (
            tag == "script" and "ld+json" in (attributes.get("type") or "")
        ):
            self._listener = []

    def _unmute(self, tag: str) -> None:
        self._muted_from, self._is_zone = 0, False
        if self._listener is not None:
            text = "".join(self._listener)
            if tag == "title":
                self.page.title = text
            else:
                self.page.scripts.append(text)
            self._listener = None

    def _note_inline(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "time":
            self.page.time = self.page.time or attributes.get("datetime")
        elif not self.page.author and "author" in (attributes.get("rel"), attributes.get("itemprop")):
            self._author_from = self._depth

    def _flush(self) -> None:
        if not self._pieces:
            return
        raw, linked = "".join(self._pieces), self._linked
        self._pieces, self._length, self._linked, self._after_break = [], 0, 0, False
        container = self._open[-1]
        link_density = min(1.0, linked / len(raw)) if linked else 0.0
        tag = self._name_block(container.tag)
        for text in _tidy(raw, container.tag):
            self.page.blocks.append(PageBlock(text, tag, container.place, link_density, container.is_chrome))
            container.characters += len(text)

    def _name_block(self, tag: str) -> str:
        """The element that says what a block is: a paragraph in a list item or a quote is that."""
        if tag in vocabulary.OWN_NAMES:
            return tag
        for container in self._open[-1:-4:-1]:
            if container.tag in vocabulary.PASSED_ON:
                return container.tag
        return "p"


@lru_cache(maxsize=2000)
def _is_hidden_style(style: str) -> bool:
    return _HIDDEN.search(style) is not None


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return style is not None and _is_hidden_style(style)


def _tidy(raw: str, tag: str) -> list[str]:
    """The texts of the blocks in a run: one, or the cells of a layout table one by one; none of white space."""
    if tag == "pre":
        lines = [line.rstrip() for line in _UNPRINTABLE.sub("", raw).expandtabs(4).splitlines()]
        text = "\n".join(line for line in lines if line)
        return [text] if text else []
    if not _UNPRINTABLE.search(raw):  # nor is there an edge of a cell
        text = " ".join(raw.split())
        return [text] if text else []
    cells = [" ".join(_UNPRINTABLE.sub("", part).split()) for part in raw.split(_CELL_EDGE)]
    cells = [cell for cell in cells if cell]
    if len(cells) < 2 or tag != "tr" or any(len(cell) > LONG_CELL for cell in cells):
        return cells
    return [" | ".join(cells)]
