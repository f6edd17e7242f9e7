"""Whether a text is markup: a page, a fragment of one, or a plain text, which may well speak of tags."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from newsieve.patterns import compile_later
from newsieve.types import Format, Range

_SEEN = 1 << 20  # characters
_LATE_WITHIN = 1 << 12  # characters of junk before a page, such as a server's warnings
_UNTOUCHED = 5  # of so many blank lines, or lines, of a fragment one may stand apart from its tags
_BLOCK = (
    "p|br|div|h[1-6]|ul|ol|li|dl|dt|dd|hr|table|tbody|thead|tr|td|th|caption|blockquote|pre|article|section|main|header|"
    "footer|aside|nav|figure|figcaption|address|center|form|details|summary|noscript|iframe|html|head|body|title"
)
_INLINE = (
    "a|b|i|u|s|q|em|strong|small|big|sub|sup|span|font|mark|cite|abbr|time|label|ins|del|code|img|picture|video|audio|"
    "source|svg|button|script|style|template|object|embed|meta|link|base|[a-z]+-[a-z-]+"
)
_END = r"(?=[\s/>])(?!\s++\d)[^<>]*+>"  # "<section 1>" of a law: no attribute begins with a figure
_BLANK = r"[^\S\n]"
_NOT_SPOKEN_OF = rf"(?!{_BLANK})"  # a sentence goes on behind a tag that it speaks of
_HTML = r"(?:[a-z][\w.-]{0,30}:)?html"  # with a prefix in XHTML
_SPOKEN_OF = rf">(?:{_BLANK}+[^\s<]|[,.;:])"
_ROOT = (
    rf"<(?:!doctype\s+html\b(?![^<>]*+{_SPOKEN_OF})|(?:meta|link)\b(?![^<>]*+{_SPOKEN_OF})|"
    rf"(?:{_HTML}|head|body|title)\b(?!{_SPOKEN_OF}))"
)
_PAGE = compile_later(rf"\s*+(?:<\?[^>]*+>\s*+){{0,5}}{_ROOT}", re.IGNORECASE)
_LATE_PAGE = compile_later(rf"^{_BLANK}*+{_ROOT}", re.IGNORECASE | re.MULTILINE)
_ELEMENT = compile_later(rf"\s*+<(?:(?:{_BLOCK}){_END}|(?:{_INLINE}){_END}{_NOT_SPOKEN_OF})", re.IGNORECASE)
_CLOSED = compile_later(rf"(?:[^\s`(]|^)</[a-z][\w-]*+>|</[a-z][\w-]*+>{_BLANK}*+(?:<|$)", re.IGNORECASE | re.MULTILINE)
_SECOND_BLOCK = compile_later(rf"(?:^|>){_BLANK}*+<(?:{_BLOCK}){_END}{_NOT_SPOKEN_OF}", re.IGNORECASE | re.MULTILINE)
_SEAM = compile_later(  # where a tag parts the text of one line, or ends the line
    rf"""[.!?…。！？]["'”’»)]*+{_BLANK}*+<(?:{_BLOCK}){_END}|<br\b[^<>]*+>\s*+<br\b|[^\s"'`(<>]<br{_BLANK}*+/?>{_BLANK}*+$""",
    re.IGNORECASE | re.MULTILINE,
)
_BLANK_LINES = compile_later(rf"\n{_BLANK}*+\n\s*+")
_PARTED = compile_later(r"<(?:!doctype|html|body|p|div|br|pre|script|style|table)\b", re.IGNORECASE)
_MARKDOWN = compile_later(rf"^(?:#{{1,6}}{_BLANK}|[-*]{_BLANK}|```|~~~|!?\[[^\]\n]*+\]\()", re.MULTILINE)
_TAG = compile_later(rf"<!--|</?(?:{_BLOCK}|{_INLINE})[\s/>]", re.IGNORECASE)
_TAGS = compile_later(rf"<(?P<close>/?)(?P<name>(?P<block>{_BLOCK})|{_INLINE}){_END}", re.IGNORECASE)
_VOID = frozenset("br hr img source meta link base embed".split())
_ELEMENTS = "\0"  # stands for elements, and what is in them
_REFERENCE = r"&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});"
_REFERENCES, _AT_WORD = (
    compile_later(pattern, re.IGNORECASE) for pattern in (_REFERENCE, rf"\w{_REFERENCE}|{_REFERENCE}\w")
)


def sniff_format(text: str, unclear: Format = Format.TEXT, *, is_named_text: bool = False) -> Format:
    """HTML for a page or a fragment of one, TEXT for a text, `unclear` for a text with tags that may speak of them.

    A fragment begins with an element that is closed or followed by others, and its text stands in elements; or it has
    tags where other texts have line ends. A tag that is spoken of has spaces around it, and quoted code stands among
    paragraphs without tags, as Markdown has them below a logo; where the name says text, within elements too.
    """
    if "<" not in text:  # most texts need none of these patterns
        return Format.TEXT
    seen = drop_comments(text[:_SEEN])
    if _PAGE.match(seen) or _is_late_page(seen, text):
        return Format.HTML
    if _is_fragment(seen, has_paragraphs=is_named_text) or _is_parted_by_tags(seen):
        return Format.HTML
    return unclear if _TAG.search(text, 0, _SEEN) else Format.TEXT


def read_markup(text: str, unclear: Format = Format.TEXT) -> tuple[str, Format]:
    """The text and its format, for what may be a page: a text's references are decoded, and may make it a page.

    Text behind an element at its beginning is markup too where blank lines alone part it, as WordPress keeps it.
    """
    format_ = Format.HTML if _is_unparted_markup(text) else sniff_format(text, unclear)
    decoded = _decode_references(text) if format_ is Format.TEXT else text
    if decoded != text:
        format_ = sniff_format(decoded)
    return (_mark_paragraphs(decoded) if format_ is Format.HTML else decoded), format_


def drop_comments(markup: str) -> str:
    """Markup without its comments; one that is never closed goes to the end, as in browsers."""
    pieces, end = [], 0
    while (start := markup.find("<!--", end)) >= 0:
        pieces.append(markup[end:start])
        close = markup.find("-->", start + 2)
        end = close + 3 if close >= 0 else len(markup)
    return "".join((*pieces, markup[end:]))


def _decode_references(text: str) -> str:
    """The text with characters for the references of HTML, where one stands at a word as in "K&uuml;ng".

    References that a text only speaks of stand by themselves, or beside tags, and stay.
    """
    if not _REFERENCES.search(text) or not _AT_WORD.search(text) or _TAG.search(text):
        return text
    from html import unescape  # 2 ms

    return _REFERENCES.sub(lambda found: unescape(found[0]), text)


def _mark_paragraphs(markup: str) -> str:
    """Markup with tags for its blank lines where nothing else parts it, as WordPress keeps what its users write."""
    return markup if _PARTED.search(markup, 0, _SEEN) else _BLANK_LINES.sub("\n\n<p>", markup)


def _is_late_page(seen: str, text: str) -> bool:
    """Whether a page begins behind junk, and ends with a tag: behind one that is quoted the text goes on."""
    if not _LATE_PAGE.search(seen, 0, _LATE_WITHIN):
        return False
    return len(text) >= _SEEN or text[-_LATE_WITHIN:].rstrip().endswith(">")


def _is_unparted_markup(text: str) -> bool:
    if "<" not in text or _PARTED.search(text, 0, _SEEN) or _MARKDOWN.search(text, 0, _SEEN):
        return False
    return _begins_fragment(drop_comments(text[:_SEEN]))


def _is_fragment(seen: str, *, has_paragraphs: bool) -> bool:
    """Whether a text begins with an element, and no paragraph and hardly a line stands apart from all elements.

    `has_paragraphs` says that a paragraph without tags is one of text within an element too, as in Markdown.
    """
    if not _begins_fragment(seen):
        return False
    bare = _drop_elements(seen)
    parts = _TAGS.sub(_ELEMENTS, seen) if has_paragraphs else bare
    if any(map(_is_apart, _BLANK_LINES.split(parts))):
        return False
    lines = sum(not line.isspace() for line in seen.splitlines())
    return sum(map(_is_apart, bare.splitlines())) * _UNTOUCHED <= lines


def _begins_fragment(seen: str) -> bool:
    first = _ELEMENT.match(seen)
    patterns = (_CLOSED, _SECOND_BLOCK, _SEAM)
    return first is not None and any(pattern.search(seen, first.end() - 1) for pattern in patterns)


def _is_apart(piece: str) -> bool:
    """Whether a paragraph or a line has words, and no element at either end."""
    piece = piece.strip()
    return not piece.startswith(_ELEMENTS) and not piece.endswith(_ELEMENTS) and any(map(str.isalnum, piece))


def _drop_elements(markup: str) -> str:
    """Markup with a mark for each tag, and for each element with all that is in it."""
    pieces, end = list[str](), 0
    for start, stop in sorted(_find_elements(markup)):
        if stop > end:
            pieces += [markup[end : max(start, end)], _ELEMENTS]
            end = stop
    return "".join((*pieces, markup[end:]))


def _find_elements(markup: str) -> Iterator[Range]:
    """Ranges of elements. One of a block that is never closed goes to the next tag, or to a blank line before it."""
    tags = [*_TAGS.finditer(markup)]
    opened, names = list[int](), Counter[str]()
    for number, tag in enumerate(tags):
        yield tag.span()
        name = tag["name"].lower()
        if not tag["close"] and name not in _VOID:
            opened.append(number)
            names[name] += 1
        while tag["close"] and names[name]:
            other = tags[at := opened.pop()]
            names[other["name"].lower()] -= 1
            if other["name"].lower() == name:
                yield other.start(), tag.end()
                break
            yield _find_unclosed(tags, at)
    yield from (_find_unclosed(tags, at) for at in opened)


def _find_unclosed(tags: Sequence[re.Match[str]], at: int) -> Range:
    """Range of an element without an end, by the number of its tag; of one within a line, that of its tag."""
    tag = tags[at]
    if not tag["block"]:
        return tag.span()
    end = tags[at + 1].start() if at + 1 < len(tags) else len(tag.string)
    blank = _BLANK_LINES.search(tag.string, tag.end(), end)
    return tag.start(), blank.start() if blank else end


def _is_parted_by_tags(seen: str) -> bool:
    """Whether tags part the text where others have line ends: its blank lines, if any, stand beside tags too."""
    if not _SEAM.search(seen):
        return False
    edges = list(_BLANK_LINES.finditer(seen.strip()))
    apart = [e for e in edges if e.string[e.start() - 1] != ">" and e.string[e.end()] != "<"]
    return len(apart) * _UNTOUCHED <= len(edges)
