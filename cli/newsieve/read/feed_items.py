"""The document of an item of RSS, or of an entry of Atom: which of its elements is the text, and what others say."""

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from newsieve.days import to_iso
from newsieve.read.decode import normalize, strip_controls
from newsieve.read.markup import drop_comments, sniff_format
from newsieve.types import Document, Format

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_TAG = re.compile(r"</?[a-zA-Z][^<>]*+>")
_ESCAPED_TAG = re.compile(r"&lt;/?[a-zA-Z]")
_NAMES = {  # what is looked for, in order, by the last part of the tag's name and its prefix
    "content": ("content:encoded", "content", "encoded", "body", "full-text", "fulltext", "description", "summary"),
    "caption": ("itunes:summary", "media:description", "subtitle"),
    "title": ("title",),
    "date": ("pubdate", "published", "date", "dc:date", "issued", "created", "updated", "modified"),
    "id": ("guid", "id"),
    "author": ("dc:creator", "creator", "author"),
}  # fmt: skip
_GROUP = "{http://search.yahoo.com/mrss/}group"
_XHTML = "{http://www.w3.org/1999/xhtml}*"
_NO_LETTER = re.compile(r"[\W_]++")
_PREFIXES = {
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://search.yahoo.com/mrss/": "media:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
}


def read_item(item: Any, identity: str, base: str | None, language: str | None) -> Document:
    """The document of an item's element; `base` and `language` are the feed's."""
    fields = _collect(item)
    text, format_ = _choose_content(fields)
    url = _find_url(item, fields, base)
    title, guid = _plain(*_first(fields, "title")), strip_controls(_first(fields, "id")[0]).strip()
    return Document(
        id=guid or identity,
        text=text if format_ is Format.HTML else normalize(text),
        format=format_,
        url=url,
        title=title or None,
        language=item.get(LANGUAGE) or language,
        extra={"url": json.dumps(url, ensure_ascii=False)} if url else {},
        author=_find_author(fields),
        date=next((iso for e in _each(fields, "date") if (iso := to_iso(_text(e)))), None),
    )


def join_address(base: str | None, url: str | None) -> str | None:
    """The address that is meant by one that may be relative; None for none."""
    from urllib.parse import urljoin

    try:
        return urljoin(base or "", url or "") or None
    except ValueError:
        return url


def _collect(item: Any) -> dict[str, list[Any]]:
    """The item's own elements by name: in lower case, with the prefix that their vocabulary is known by."""
    fields: dict[str, list[Any]] = {}
    for element in (*item, *item.iterfind(f"{_GROUP}/*")):
        if not isinstance(element.tag, str):
            continue
        space, _, local = element.tag.rpartition("}")
        name = (_PREFIXES.get(space[1:], "") + local).lower() if space else local.lower()
        fields.setdefault(name, []).append(element)
    return fields


def _each(fields: dict[str, list[Any]], what: str) -> Iterator[Any]:
    return (element for name in _NAMES[what] for element in fields.get(name, ()))


def _first(fields: dict[str, list[Any]], what: str) -> tuple[str, bool]:
    """The first text there is, and whether it says that it is no markup, as Atom and Media RSS do."""
    for element in _each(fields, what):
        if (text := _text(element)).strip():
            return text, _is_plain(element)
    return "", False


def _is_plain(element: Any) -> bool:
    return element.get("type") in ("text", "text/plain", "plain") and not len(element)


def _text(element: Any) -> str:
    """The element's text; of markup in it that is not escaped, as Atom's XHTML is, the markup."""
    if not len(element):
        return element.text or ""
    from lxml import etree

    for child in element.iter(_XHTML):  # a page's elements have no prefix
        child.tag = etree.QName(child).localname
    inner = "".join(etree.tostring(child, encoding="unicode", method="html") for child in element)
    text = element.text or ""
    return (text if _TAG.search(text) else html.escape(text, quote=False)) + inner  # escaped, but for one tag


def _choose_content(fields: dict[str, list[Any]]) -> tuple[str, Format]:
    """Return the text of the element that says most, of equal ones the first: the article, where there is one.

    What a player or a picture is captioned with may be longer, and counts only where the others say nothing.
    """
    for what in ("content", "caption"):
        contents = map(_read_content, filter(_holds_text, _each(fields, what)))
        chosen = max(contents, key=lambda content: _count_letters(*content), default=("", Format.TEXT))
        if _count_letters(*chosen):
            return chosen
    return "", Format.TEXT


def _holds_text(element: Any) -> bool:
    """Whether an element does not say that it holds data of another type (RFC 4287, section 4.1.3.3)."""
    type_ = element.get("type", "").lower()
    return "/" not in type_ or type_.startswith("text/") or type_.endswith(("xml", "html"))


def _count_letters(text: str, format_: Format) -> int:
    """Letters and figures that a reader sees."""
    shown = html.unescape(_TAG.sub("", drop_comments(text))) if format_ is Format.HTML else text
    return len(_NO_LETTER.sub("", shown))


def _read_content(element: Any) -> tuple[str, Format]:
    """An element's text, unescaped once more if needed."""
    text, is_text = _text(element), _is_plain(element)
    for _ in range(2 * (not is_text)):
        if _TAG.search(text) or not _ESCAPED_TAG.search(text):
            break
        text = html.unescape(text)
    format_ = Format.TEXT if is_text else sniff_format(text, unclear=Format.HTML)
    return text if is_text or format_ is Format.HTML else html.unescape(text), format_


def _find_url(item: Any, fields: dict[str, list[Any]], base: str | None) -> str | None:
    """The item's address: its link, else a guid that is one; joined to its base, and that to the feed's."""
    links = fields.get("link", [])
    found = next((e for e in links if e.get("href") and e.get("rel", "alternate") == "alternate"), None)
    address = found.get("href") if found is not None else next(filter(str.strip, map(_text, links)), "")
    if not address and re.match(r"https?://", guid := _first(fields, "id")[0].strip()):
        address = guid
    base = join_address(base, (item if found is None else found).base)
    return join_address(base, strip_controls(html.unescape(address)).strip()) if address else None


def _find_author(fields: dict[str, list[Any]]) -> str | None:
    """The author's name; of RSS's address the name in brackets behind it."""
    for element in _each(fields, "author"):
        named = next((child.text for child in element if str(child.tag).rpartition("}")[2] == "name"), None)
        text = _plain(named or _text(element))
        behind = re.fullmatch(r"\S+@\S+\s*+\((.+)\)", text)
        if text:
            return behind[1] if behind else text
    return None


def _plain(text: str, is_text: bool = False) -> str:
    """A title's text on one line: without markup, also where that is escaped once more."""
    for _ in range(2 * (not is_text)):
        text = _TAG.sub("", html.unescape(_TAG.sub("", text)))
    return " ".join(strip_controls(text).split())
