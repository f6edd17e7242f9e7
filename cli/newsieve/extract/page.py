"""A page's source to its blocks of text and their containers: the browser's tree, and one walk over it.

An HTML5 parser closes elements where browsers do; it reads no DTD, no external entity and no network.
"""

import re
from collections.abc import Iterable
from itertools import accumulate, pairwise
from operator import sub

from newsieve.extract.comments import mark_reviews
from newsieve.extract.consent import mark_consent
from newsieve.extract.gated import open_gated
from newsieve.extract.head import SAVED_FROM, find_saved_address
from newsieve.extract.layout import LONG_BLOCK, TEMPLATE_TAG, Page
from newsieve.extract.moved_parts import fill_slots, find_streamed
from newsieve.extract.noscript import contain_noscript
from newsieve.extract.reveal import LEAST_PROSE, reveal_hidden
from newsieve.extract.spine import sum_prose
from newsieve.extract.topic import read_topic
from newsieve.extract.unshown import list_stories, may_outweigh, outweighs
from newsieve.extract.walk import collect

DEPTH_LIMIT = 500  # open elements, as in browsers; the parser's time grows with depth times size
MANY_TAGS = 5000  # a page with fewer is never nested so deep that it takes long
LONGEST_TAG = 100_000  # characters up to the next tag
MOST_ATTRIBUTES = 1000  # of an element; the parser compares each with all before it

_LINE_ENDS = bytes.maketrans(b"\r\f", b"\n\n")
_UNREAD_BYTES = bytes(b for b in range(32) if b not in b"\t\n\r\f") + b"\x7f"
_TAG = re.compile(r"<(/?[a-zA-Z][^\s/>]{0,40})")  # a third faster than with IGNORECASE
_READING = re.compile(r"(/?)(?:(ruby)|r[tp])\b", re.IGNORECASE)  # a tag as `_TAG` finds it
_CLOSED_BY_OTHERS = frozenset(
    "p li dt dd option optgroup tr td th thead tbody tfoot colgroup caption rt rp html head body "
    "area base br col embed hr img input link meta param source track wbr".split()
)
_FLATTENED_TAG = re.compile(
    r"<(/?)(?!/?(?:script|style|title|meta|link|html|head|body|a|br|p|h[1-6]|li)\b)([a-z][^\s/>]{0,40})[^<>]*>",
    re.IGNORECASE,
)
_INLINE = frozenset("b i u em strong span font small big sub sup code cite q s tt mark abbr time".split())
_PREFIXED_TAG = re.compile(r"(</?)[a-z][\w.-]{0,30}:(?=[a-z])", re.IGNORECASE)
_DTD = re.compile(r"\A\s*(?:<\?[^>]{0,500}>\s*)?<!DOCTYPE[^>\[]{0,1000}\[[^\]]{0,100000}\]\s*>", re.IGNORECASE)
_EMPTY_TAG = re.compile(
    r"<(?!(?:area|base|br|col|embed|frame|hr|img|input|link|meta|param|source|track|wbr)\b)([a-zA-Z][^\s<>/]*+)([^<>]*+)"
    r"(?<=/)>",
    re.IGNORECASE,
)
_CDATA_OPEN, _CDATA_CLOSE = "<![CDATA[", "]]>"
_LINK = re.compile(r"<(/?)a(?=[\s>])[^<>]*>", re.IGNORECASE)


def read_page(text: str) -> Page:
    """Return the blocks, containers and head of the page. Text without any markup is a page of one block.

    A story that its data hold, and that outweighs what it shows, is read in the place of that.
    """
    source = _repair_source(text)
    if _is_too_deep(source):
        source = _FLATTENED_TAG.sub(_flatten, source)
    page = _parse(source)
    if _is_all_links(page) and source.count("<a ") > source.count("</a>"):
        page = _parse(_drop_open_links(source))
    open_gated(page)
    reveal_hidden(page)
    if address := find_saved_address(text):
        page.meta.setdefault(SAVED_FROM, address)
    _take_story(page, source)
    mark_reviews(page)
    return page


def _take_story(page: Page, source: str) -> None:
    """Put stories that outweigh what the page shows in its place, up to one that is no longer next to nothing."""
    topic = read_topic(page)
    for number, story in enumerate(list_stories(page, source, topic)):
        if not may_outweigh(story, page, topic):
            continue
        read = _parse(story)
        if not outweighs(read, page, topic, is_named=number == 0):
            continue
        page.blocks, page.containers, page.is_scripted = read.blocks, read.containers, True
        _place_behind(page, len(page.blocks))
        if sum_prose(page) >= LEAST_PROSE:
            return


def _place_behind(page: Page, count: int) -> None:
    """Let names and times that the page shows stand behind the last of so many blocks at most."""
    page.authors = [(min(number, count), text) for number, text in page.authors]
    page.author_links = [(min(number, count), text) for number, text in page.author_links]
    page.times = [time._replace(block=min(time.block, count)) for time in page.times]


def _repair_source(text: str) -> str:
    """The source without a DTD, and what only XML knows written as HTML: prefixes, empty elements, CDATA sections."""
    if found := _DTD.match(text):
        text = text[found.end() :]
    text = contain_noscript(_drop_attributes(text))
    if "shadowroot" in text:
        text = _open_shadow_roots(text)
    head = text[:4000]
    is_xml = head.lstrip().startswith("<?xml")  # by itself; other pages speak of XHTML, and are shown as HTML
    if "xmlns" not in head and not is_xml:
        return text
    if "xmlns:" in head:
        text = _PREFIXED_TAG.sub(r"\1", text)
    text = _unwrap_cdata(text)
    return _EMPTY_TAG.sub(_close_tag, text) if is_xml else text


def _close_tag(tag: re.Match[str]) -> str:
    """An element that is empty to XML, with the end that HTML wants: to a browser the page is within it."""
    return f"<{tag[1]}{tag[2].removesuffix('/')}></{tag[1]}>"


def _unwrap_cdata(text: str) -> str:
    """CDATA sections as escaped text; one that is never closed stays."""
    pieces, position = [], 0
    while (start := text.find(_CDATA_OPEN, position)) >= 0:
        end = text.find(_CDATA_CLOSE, start)
        if end < 0:
            break
        inside = text[start + len(_CDATA_OPEN) : end]
        pieces += [text[position:start], inside.replace("&", "&amp;").replace("<", "&lt;")]
        position = end + len(_CDATA_CLOSE)
    return "".join([*pieces, text[position:]])


def _is_all_links(page: Page) -> bool:
    """Whether a long block is all link, or all there is, as cards are and what follows a link that is never closed."""
    linked = [block for block in page.blocks if block.link_density == 1]
    return bool(linked) and (len(linked) == len(page.blocks) or any(len(block.text) > LONG_BLOCK for block in linked))


def _drop_open_links(text: str) -> str:
    """Drop links that are never closed: to a browser, all text up to the next link is in them, a whole article too."""
    links = [*_LINK.finditer(text)]
    is_closed = [not link[1] and following[1] == "/" for link, following in pairwise(links)]
    pieces, position = [], 0
    for link, closed in zip(links, [*is_closed, False], strict=False):  # of no links there are no pairs
        if not (link[1] or closed):
            pieces.append(text[position : link.start()])
            position = link.end()
    return "".join([*pieces, text[position:]])


def _open_shadow_roots(text: str) -> str:
    """Declarative shadow roots as ordinary elements: a browser shows them."""
    opened: list[str] = []

    def rewrite(tag: re.Match[str]) -> str:
        if not tag[1]:
            opened.append("div" if "shadowroot" in tag[2].casefold() else "template")
            return f"<{opened[-1]}{tag[2]}>"
        return f"</{opened.pop() if opened else 'template'}>"

    return TEMPLATE_TAG.sub(rewrite, text)


def _is_too_deep(source: str) -> bool:
    """Whether more elements are open at once than any page needs."""
    if source.count("<") < MANY_TAGS:
        return False
    tags = _TAG.findall(source)
    steps = {tag: _find_step(tag) for tag in {*tags}}
    sums = [*accumulate(map(steps.__getitem__, tags), initial=0)]
    if max(map(sub, sums, accumulate(sums, min))) > DEPTH_LIMIT:  # what closes nothing leads to no depth below 0
        return True
    return any(map(_READING.match, steps)) and _has_open_readings(tags)


def _has_open_readings(tags: Iterable[str]) -> bool:
    """Whether so many readings and their brackets are open at once: out of a `ruby` none is closed by the next."""
    depth = 0
    for slash, ruby in (found.groups() for found in map(_READING.match, tags) if found):
        depth = 0 if ruby else depth - 1 if slash and depth else depth + (not slash)
        if depth > DEPTH_LIMIT:
            return True
    return False


def _find_step(tag: str) -> int:
    """Steps deeper into the page that a tag leads, 0 for one that others close; it is given as `div` or `/div`."""
    name = tag.removeprefix("/").casefold()
    return 0 if name in _CLOSED_BY_OTHERS else 1 if name == tag.casefold() else -1


def _drop_attributes(source: str) -> str:
    """The source without the attributes of elements that have more than any page needs."""
    if not _has_long_tag(source):
        return source
    return "<".join(_shorten_tag(part) if len(part) >= LONGEST_TAG else part for part in source.split("<"))


def _has_long_tag(source: str) -> bool:
    """Whether so many characters stand between two tags' beginnings, and so many attributes, that it is not read."""
    position = source.find("<")
    while 0 <= position < len(source) - LONGEST_TAG:
        following = source.rfind("<", position + 1, position + LONGEST_TAG + 1)
        if following < 0:
            following = source.find("<", position + 1)
            part = source[position : following if following >= 0 else len(source)]
            if part.count("=", 0, part.find(">")) > MOST_ATTRIBUTES:
                return True
        position = following
    return False


def _shorten_tag(part: str) -> str:
    name = re.match(r"[a-z][\w-]*(?=\s)", part, re.IGNORECASE)
    end = part.find(">")
    return name[0] + part[end:] if name and part.count("=", 0, end) > MOST_ATTRIBUTES else part


def _parse(source: str) -> Page:
    from selectolax.lexbor import LexborHTMLParser  # 3 ms behind readability's imports

    data = source.encode("utf-8", "replace").translate(_LINE_ENDS, _UNREAD_BYTES)
    tree = LexborHTMLParser(data)
    if "shadowroot" in source and "<slot" in source:
        fill_slots(tree)
    has_streamed = "<template" in source and ("$RC(" in source or "$RS(" in source)  # the first is found soonest
    page = collect(tree.root, find_streamed(tree) if has_streamed else {})
    mark_consent(page)
    return page


def _flatten(tag: re.Match[str]) -> str:
    """Replace a tag of a page that is nested too deep by the edge of a paragraph, or by nothing."""
    return " " if tag[2].casefold() in _INLINE else "<p>"
