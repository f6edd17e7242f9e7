"""XML that is neither a feed nor a page: which vocabulary it is of, and the command that makes text of it."""

import re
from typing import NamedTuple

from newsieve.patterns import compile_later
from newsieve.read.binary import fill_in

_SEEN = 1 << 16  # characters in which the root and its first children stand
_ROOT = compile_later(
    r"(?P<prolog>\s*+<\?xml\b[^>]*+>)?(?>(?:\s++|<\?[^>]*+>|<!--(?>(?:[^-]|-(?!->))*)-->|<!DOCTYPE[^>\[]*+(?:\[[^\]]*+\]\s*+)?>)*)"
    r"<(?:[\w.-]{1,40}:)?(?P<name>[A-Za-z][\w.-]*+)(?P<attributes>[^<>]*+)>",
    re.IGNORECASE,
)
_NAMESPACE = compile_later(r"\bxmlns(?::[\w.-]+)?\s*=\s*[\"'](?!http://www\.w3\.org/1999/xhtml)")
_OF_PAGES = frozenset("html head body main div section article p".split())
# An article may be one of HTML; these stand in the others.
_JATS = compile_later(r"<(?:front|article-meta)[\s/>]|//DTD JATS|//NLM//")
_DOCBOOK = compile_later(r"<(?:info|articleinfo|bookinfo|para)[\s/>]|//DTD DocBook|docbook\.org/")
_BY_PARAGRAPH = """xmlstarlet sel -t -m "//*[local-name()='p']" -v . -n -n {name} | newsieve …"""
_OF_STORIES = {  # vocabularies of what people read, by their roots in lower case
    "nitf": f"news in NITF; try: {_BY_PARAGRAPH}",
    "newsml": f"news in NewsML; try: {_BY_PARAGRAPH}",
    "newsitem": f"news in NewsML; try: {_BY_PARAGRAPH}",
    "newsmessage": f"news in NewsML; try: {_BY_PARAGRAPH}",
    "jats": "an article in JATS; try: pandoc -f jats -t plain {name} | newsieve …",
    "docbook": "a text in DocBook; try: pandoc -f docbook -t plain {name} | newsieve …",
    "fictionbook": "a book in FB2; try: pandoc -f fb2 -t plain {name} | newsieve …",
    "tei": f"a text in TEI; try: {_BY_PARAGRAPH}",
    "doc": f"an article in trafilatura's XML; try its text or JSON instead, or: {_BY_PARAGRAPH}",
    "mediawiki": "a dump of a wiki; make text of its pages first, as wikiextractor does",
}
_OTHER = "XML, but neither a feed nor a page; convert it to text, HTML or JSON Lines first"
_BARE = compile_later(
    r"<(?:nitf|newsml|newsitem|newsmessage|tei|fictionbook|mediawiki|doc\b[^<>]*+>\s*+<main)\b", re.IGNORECASE
)
_WORDS = r"[^<>\w\n]*+\w[^<>\n]*+"  # a line of them without a tag
_PARAGRAPHS = compile_later(rf"^{_WORDS}\n(?>(?:[ \t\r]*+\n)+){_WORDS}$", re.MULTILINE)


class OtherXml(NamedTuple):
    """A kind of XML: what it is and what to try, and whether it holds what people read, or data."""

    message: str
    holds_story: bool


def describe_xml(text: str, name: str = "FILE", command: str = "…") -> OtherXml | None:
    """Name the XML that the text is; None for a page, a feed, and for a text that only begins with some XML.

    XML declares itself, or its root a vocabulary, and its last tag ends it. Prose that quotes some has paragraphs.
    """
    if not text.lstrip().startswith("<") or not text.rstrip().endswith(">"):
        return None
    seen = text[:_SEEN]
    root = _ROOT.match(seen)
    if root is None:
        return None
    vocabulary = _name_vocabulary(root["name"].lower(), seen)
    if vocabulary in _OF_PAGES:
        return None
    if not root["prolog"] and not _NAMESPACE.search(root["attributes"]) and not _BARE.match(seen, _start(root)):
        return None
    if not root["prolog"] and vocabulary not in _OF_STORIES and _quotes_xml(text, root):
        return None
    return OtherXml(fill_in(_OF_STORIES.get(vocabulary, _OTHER), name, command), vocabulary in _OF_STORIES)


def _name_vocabulary(root: str, seen: str) -> str:
    """The vocabulary of a root's name; of a name that several have, by what stands in it."""
    if root in ("article", "book"):
        return "jats" if _JATS.search(seen) else "docbook" if _DOCBOOK.search(seen) else root
    return root


def _quotes_xml(text: str, root: re.Match[str]) -> bool:
    """Whether a text has what XML has not: words behind the end of its root, or paragraphs that no tag sets apart."""
    name = text[_start(root) + 1 : root.end("name")]
    within, _, behind = text[root.end() :].partition(f"</{name}")
    is_ended = f"<{name}" not in within and behind.partition(">")[2].lstrip()[:1] not in ("", "<")
    return is_ended or _PARAGRAPHS.search(text) is not None


def _start(root: re.Match[str]) -> int:
    return root.string.rindex("<", 0, root.start("name"))
