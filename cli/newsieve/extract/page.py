"""A page's source to its blocks of text and their containers, in one pass of the parser, whatever state it is in.

No tree is built, so libxml2's limits (256 levels, 10 MB a text) are never reached and need not be lifted; nor does
this kind of parser read a DTD, an external entity or the network.
"""

import re

from newsieve.extract.collector import Collector, TooDeep
from newsieve.extract.layout import Page
from newsieve.extract.scripted import find_scripted_story

MUCH_UNREAD = 2.0  # times the prose that was read; then the page hides its story, and is read again with all it hides
LEAST_PROSE = 200  # characters; a page with less calls its story chrome, or has it built by scripts
CHUNK = 1 << 16  # bytes; libxml2 stops between chunks only, and refuses a buffer of more than 10 MB

_LINE_ENDS = bytes.maketrans(b"\r\f", b"\n\n")
_UNREAD_BYTES = bytes(b for b in range(32) if b not in b"\t\n\r\f") + b"\x7f"
_FLATTENED_TAG = re.compile(
    r"<(/?)(?!/?(?:script|style|title|meta|link|html|head|body|a|br|p|h[1-6]|li)\b)([a-z][^\s/>]{0,40})[^<>]*>",
    re.IGNORECASE,
)
_INLINE = frozenset("b i u em strong span font small big sub sup code cite q s tt mark abbr time".split())
_PREFIXED_TAG = re.compile(r"(</?)[a-z][\w.-]{0,30}:(?=[a-z])", re.IGNORECASE)
_DTD = re.compile(r"\A\s*(?:<\?[^>]{0,500}>\s*)?<!DOCTYPE[^>\[]{0,1000}\[[^\]]{0,100000}\]\s*>", re.IGNORECASE)
_CDATA_OPEN, _CDATA_CLOSE = "<![CDATA[", "]]>"


def read_page(text: str) -> Page:
    """Blocks, containers and head of the page. Text without any markup is a page of one block.

    A page that hides most of its text is read with all that it hides; one with next to none is looked for in the data
    of its scripts.
    """
    source = _repair_source(text)
    try:
        page = _feed(source)
    except TooDeep:
        source = _FLATTENED_TAG.sub(_flatten, source)
        page = _feed(source)
    unread = page.unread if page.prose < LEAST_PROSE else page.hidden
    if unread > MUCH_UNREAD * page.prose:
        page = _feed(source, is_loose=True)
    if page.prose < LEAST_PROSE and (story := find_scripted_story(source, page.scripts)):
        scripted = _feed(story)
        if scripted.prose > sum(len(block.text) * (1 - block.link_density) for block in page.blocks):
            page.blocks, page.containers = scripted.blocks, scripted.containers
    return page


def _repair_source(text: str) -> str:
    """The source without a DTD, and what only XML knows written as HTML: prefixes of elements, CDATA sections."""
    if found := _DTD.match(text):
        text = text[found.end() :]
    head = text[:4000]
    if "xmlns" not in head and not head.lstrip().startswith("<?xml"):
        return text
    if "xmlns:" in head:
        text = _PREFIXED_TAG.sub(r"\1", text)
    return _unwrap_cdata(text)


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


def _feed(source: str, is_loose: bool = False) -> Page:
    from lxml import etree  # 11 ms

    collector = Collector(is_loose)
    # The encoding given here outweighs whatever the page declares.
    parser = etree.HTMLParser(encoding="utf-8", target=collector, no_network=True, huge_tree=False)
    data = source.encode("utf-8", "replace").translate(_LINE_ENDS, _UNREAD_BYTES)
    try:
        for start in range(0, len(data), CHUNK):
            parser.feed(data[start : start + CHUNK])
        parser.close()
    except etree.XMLSyntaxError:  # nothing to read: an empty source, a lone declaration
        collector.close()
    return collector.take_page()


def _flatten(tag: re.Match[str]) -> str:
    """What stands for a tag in a page that is nested too deep: the edge of a paragraph, or nothing."""
    return " " if tag[2].casefold() in _INLINE else "<p>"
