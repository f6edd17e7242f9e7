"""A feed is a container: each item of RSS, each entry of Atom is a document, its HTML as a page or its text.

The stream is cut at the items' own tags, and each is parsed by itself with lxml, which repairs what it can: a feed that
is not well-formed costs the item that is not, one item is held at a time, and entities that a document type defines
are never expanded. feedparser would hold the whole feed, and gives up its strict parser for all of it at the first
error in one item.
"""

import html
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from newsieve.errors import InputError
from newsieve.read.decode import decode, mend_references, strip_controls
from newsieve.read.feed_items import LANGUAGE, join_address, read_item
from newsieve.read.formats import PHP_FAULTS, InputFormat, ReadOptions, hold_failures
from newsieve.read.sources import Source, display_name, may_hold_nothing
from newsieve.read.streams import Peekable
from newsieve.types import Document, Failure

_MOST_CHANNEL_BYTES, _CHUNK = 1 << 20, 1 << 18
# What PHP says of a script's faults before the feed that it makes, as HTML or as text.
_WARNINGS = (
    rb"(?>(?:\s*+(?:<br[ /]*+>\s*+)?(?:<b>)?(?:PHP )?(?:" + "|".join(PHP_FAULTS).encode() + rb")"
    rb"(?:</b>)?:[^\n]{1,1000}? on line (?:<b>)?\d{1,9}(?:</b>)?(?:<br[ /]*+>)?)*)"
)
_PROLOG = (
    rb"(?:\xef\xbb\xbf)?"
    + _WARNINGS
    + rb"(?>(?:\s++|<\?[^>]*+>|<!--(?>(?:[^-]|-(?!->))*)-->|<!DOCTYPE[^>\[]*+(?:\[[^\]]*+\]\s*+)?>)*)"
)
_ROOT = re.compile(_PROLOG + rb"(<(?:[\w.-]+:)?(rss|feed|rdf)\b[^>]*+>)", re.IGNORECASE)
_OF_RSS = (b"purl.org/rss", b"my.netscape.com/rdf")  # what RDF of RSS 1.0, 0.90 names as its vocabulary
# An item without a feed around it: the vocabularies of data have items too.
_BARE = re.compile(
    _PROLOG + rb"<(?:[\w.-]+:)?(?:item|entry)\b[^>]*+>\s*+"
    rb"<(?:[\w.-]+:)?(?:title|link|guid|id|description|summary|pubdate|published|updated|author|creator)\b",
    re.IGNORECASE,
)
_ONLY_PROLOG = re.compile(_PROLOG)
_NO_ROOT = "<items>"
_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]{1,40})")
_START = re.compile(rb"<(?:[\w.-]{1,20}:)?(item|entry)(?=[\s>/])", re.IGNORECASE)
_END = re.compile(rb"</(?:[\w.-]{1,20}:)?(?:item|entry)\s*+>", re.IGNORECASE)
# The last tag of a feed, or of its channel where nothing stands behind that; or the only one of a feed without items.
_ROOT_END = re.compile(
    rb"(?:</channel\s*+>\s*+)?</(?:[\w.-]{1,20}:)?(?:rss|feed|rdf)\s*+>|</channel\s*+>\s*+\Z"
    rb"|<(?:[\w.-]{1,20}:)?(?:rss|feed|rdf)\b[^<>]*+(?<=/)>",
    re.IGNORECASE,
)
_BEHIND_END = re.compile(rb"\s*+(?:</?(?:[\w.-]{1,20}:)?(?:item|entry|channel|rss|feed|rdf)\b|<!--|\Z)", re.IGNORECASE)
_EDGE = re.compile(_START.pattern + rb"|" + _END.pattern, re.IGNORECASE)
_LONGEST_TAG = 64
_NO_FEED = "not a feed; name its format with --input-format"
_CUT = "the feed ends before its end, so items may be missing; was it copied whole?"
_DAMAGED = "an item that is damaged, so that nothing of its text can be read"
_UNKNOWN = "an item without a field that is known to hold a text"
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);|#\d{1,7};|#x[0-9a-fA-F]{1,6};)(?:([A-Za-z][A-Za-z0-9]{1,31});)?")
_CDATA_MARKS = (b"<![CDATA[", b"]]>")
_MARKUP = re.compile(
    r"<((?:content:)?encoded|description|summary|content|body|full-?text|title)(?:\s[^<>]*)?(?<!/)>", re.IGNORECASE
)
_CDATA_START, _CDATA_END = "<![CDATA[", "]]>"


class _Channel(NamedTuple):
    """Properties of the feed that all items share: the tag that opens it, its address, language and encoding."""

    root: str
    url: str | None
    language: str | None
    encoding: str | None


def read(source: Source, stream: Peekable, options: ReadOptions) -> Iterator[Document | Failure]:
    """The items in order, a Failure in the place of one of which nothing can be made.

    Items without a feed in a folder's file may be data of another kind: nothing comes before the first document.
    Raises: InputError for what is no feed.
    """
    answers = _read_items(source, stream, options)
    if options.input_format is not InputFormat.AUTO or not may_hold_nothing(source):
        return answers
    return answers if stream.peek_match(_ROOT, _MOST_CHANNEL_BYTES) else hold_failures(answers)


def looks_like(_source: Source, stream: Peekable, _options: ReadOptions) -> bool:
    """Whether the stream's first element is that of a feed, or of one item of a feed."""
    found = stream.peek_match(_ROOT, _MOST_CHANNEL_BYTES)
    if found is None:
        return stream.peek_match(_BARE, _MOST_CHANNEL_BYTES) is not None
    return found[2].lower() != b"rdf" or any(name in found[1] for name in _OF_RSS)


def _read_items(source: Source, stream: Peekable, options: ReadOptions) -> Iterator[Document | Failure]:
    name, pieces = display_name(source), _Pieces(stream, options.max_size)
    items = iter(pieces)
    channel = _read_channel(name, next(items) or b"", options)
    number, answer = 0, None
    for number, piece in enumerate(items, 1):
        answer = _read_item(piece, channel, f"{name}#{number}", options.max_size)
        yield answer._replace(record=number) if isinstance(answer, Document) else answer
    if channel.root == _NO_ROOT and not number:
        raise InputError(f"{name}: {_NO_FEED}")
    if channel.root != _NO_ROOT and not pieces.has_end:
        if not number:
            raise InputError(f"{name}: {_CUT}")
        identity = f"{name}#{number + 1}"
        yield Failure(identity, f"{identity}: {_CUT}")


class _Pieces:
    """A feed in pieces: the text before the first item, then each item from its first tag; None for one too large.

    Once all were taken, `has_end` says whether the feed's own end stands behind them.
    """

    def __init__(self, stream: Peekable, max_size: int) -> None:
        self._stream, self._max_size = stream, max_size
        self.has_end = False

    def __iter__(self) -> Iterator[bytes | None]:
        stream, max_size, data = self._stream, self._max_size, bytearray()
        start = _find(stream, data, _START, max_size)
        yield bytes(data[: len(data) if start is None else start])[:max_size]
        while start is not None:
            del data[:start]
            end = _find_end(stream, data, max_size)
            if end == len(data) and (at := _find_root_end(data)):
                end, self.has_end = at, True
            yield None if end is None or end > max_size else bytes(data[:end])
            if end is None:
                end = _find(stream, data, _END, max_size)
            del data[: len(data) if end is None else end]
            start = _find(stream, data, _START, max_size)
        self.has_end = self.has_end or _ROOT_END.search(data) is not None


def _read_item(piece: bytes | None, channel: "_Channel", identity: str, max_size: int) -> Document | Failure:
    if piece is None:
        return Failure(identity, f"{identity}: larger than {max_size} bytes; raise --max-size")
    try:
        return _parse_item(piece, channel, identity)
    except InputError as error:
        return Failure(identity, strip_controls(f"{identity}: {error}"))


def _find(stream: Peekable, data: bytearray, pattern: re.Pattern[bytes], max_size: int) -> int | None:
    """Find the next match of the pattern, reading more as far as needed; no more than the largest document is kept."""
    at = 0
    while not (found := pattern.search(data, at)):
        at = max(0, len(data) - _LONGEST_TAG)
        if at > max_size:
            del data[:at]
            at = 0
        more = stream.read(_CHUNK)
        if not more:
            return None
        data += more
    return found.start()


def _find_end(stream: Peekable, data: bytearray, max_size: int) -> int | None:
    """Find the end of the item that begins the data, None for one that is too large.

    An item's end within a CDATA section is none, unless what stands behind it shows that the section is not closed. An
    item without an end reaches up to the next one's beginning.
    """
    at, seen, balance, is_end = 1, 1, 0, False
    while True:
        first = _EDGE.search(data, at)
        if first is None or (first.end() + 2 * _LONGEST_TAG > len(data) and not is_end):
            if is_end:
                return len(data)
            if len(data) > max_size + _CHUNK:
                return None
            more = stream.read(_CHUNK)
            at, is_end = first.start() if first else max(1, len(data) - _LONGEST_TAG), not more
            data += more
            continue
        balance += data.count(_CDATA_MARKS[0], seen, first.start()) - data.count(_CDATA_MARKS[1], seen, first.start())
        seen = at = first.end()
        if first[0].startswith(b"</"):
            if balance <= 0 or _BEHIND_END.match(data, first.end()):
                return first.end()
        elif balance <= 0:
            return first.start()


def _find_root_end(data: bytearray) -> int | None:
    """Find the feed's end in its last item, which is not closed; None where it is, or where there is no end."""
    if _END.search(data, max(0, len(data) - _LONGEST_TAG)):
        return None
    ends = [found.start() for found in _ROOT_END.finditer(data)]
    return ends[-1] if ends else None


def _read_channel(name: str, head: bytes, options: ReadOptions) -> _Channel:
    root = _ROOT.match(head)
    if root is None and not _ONLY_PROLOG.fullmatch(head):
        raise InputError(f"{name}: {_NO_FEED}")
    declared = _DECLARED.search(head, 0, root.end() if root else len(head))
    encoding = options.encoding or (declared[1].decode("ascii") if declared else None)
    if root is None:
        return _Channel(_NO_ROOT, options.url, None, encoding)
    tag = decode(root[1], name, options.encoding).removesuffix("/>").removesuffix(">") + ">"
    channel, _ = _parse(tag, _decode_item(head[root.end() :][:_MOST_CHANNEL_BYTES], encoding))
    if channel is None:
        return _Channel(tag, options.url, None, encoding)
    hrefs = (e.get("href") or e.text or "" for e in channel.iter("{*}link") if e.get("rel", "alternate") == "alternate")
    url = options.url or next(filter(str.strip, hrefs), "").strip()
    language = channel.findtext(".//{*}language") or channel.get(LANGUAGE) or ""
    return _Channel(tag, join_address(channel.base, url), language.strip() or None, encoding)


def _parse_item(data: bytes, channel: _Channel, identity: str) -> Document:
    text = _decode_item(data, channel.encoding)
    root, is_sound = _parse(channel.root, text)
    if not is_sound:
        root, _ = _parse(channel.root, _escape_markup(text))
    item = root[0] if root is not None and len(root) else None
    if item is None:
        raise InputError("an item of which nothing can be read")
    document = read_item(item, identity, channel.url, channel.language)
    if not document.text.strip() and (not is_sound or channel.root == _NO_ROOT):
        raise InputError(_UNKNOWN if is_sound else _DAMAGED)
    return document


def _decode_item(data: bytes, encoding: str | None) -> str:
    """The item's text with entities that XML does not know as characters, and lone ampersands as XML has them."""
    text = decode(data, "the item", None, False, encoding)
    pieces, at = list[str](), 0
    while (start := text.find(_CDATA_START, at)) >= 0:
        pieces.append(_ENTITY.sub(_to_xml, text[at:start]))
        end = text.find(_CDATA_END, start)
        at = end + len(_CDATA_END) if end >= 0 else len(text)
        pieces.append(text[start:at] if end >= 0 else html.escape(text[start + len(_CDATA_START) :]))
    pieces.append(_ENTITY.sub(_to_xml, text[at:]))
    return "".join(pieces)


def _to_xml(found: re.Match[str]) -> str:
    character = html.unescape(found[0]) if found[1] else "&"
    return html.escape(character) if character != found[0] or not found[1] else f"&amp;{found[0][1:]}"


def _escape_markup(text: str) -> str:
    """An item's text with the markup within its elements escaped, as that of a page, which closes what XML does not."""
    pieces, at = list[str](), 0
    while opened := _MARKUP.search(text, at):
        end = re.compile(rf"</{opened[1]}\s*+>").search(text, opened.end())
        if end is None:
            break
        inner = text[opened.end() : end.start()]
        pieces += text[at : opened.end()], inner if _CDATA_START in inner else html.escape(inner, quote=False), end[0]
        at = end.end()
    return "".join((*pieces, text[at:]))


def _parse(root: str, inner: str) -> tuple[Any, bool]:
    """The element, and whether all of it is well-formed; a prefix that nothing declares is no fault."""
    from lxml import etree  # 15 ms

    parser = etree.XMLParser(recover=True, huge_tree=True, resolve_entities=False, no_network=True, load_dtd=False)
    tag = re.match(r"<([^\s/>]+)", root)
    data = mend_references(f"{root}{inner}</{tag[1] if tag else ''}>").encode("utf-8", "replace")
    try:
        element = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return None, False
    return element, all(fault.domain_name == "NAMESPACE" for fault in parser.error_log)
