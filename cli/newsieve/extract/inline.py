"""Elements within a line of text, and what a reader sees in their places."""

import re
from functools import lru_cache
from typing import Any

from newsieve.extract.elements import Attributes
from newsieve.extract.layout import LONGEST_NAME

LONGEST_NUMBER = 20  # characters, with the white space around it

_SUPERSCRIPTS = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_SUPERSCRIPT = re.compile(r"\s*[+\-−]?[0-9]+\s*", re.ASCII)
_NUMBER = re.compile(r"\s*(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}[.)]?)\s*")
_SEPARATORS = str.maketrans("", "", "-_")
_INITIALS = frozenset("dropcap dropcaps dropletter firstletter".split())
_CAPTIONS = frozenset("caption imgcaption imgdesc imagecaption photocaption figcaption".split())
_MARGIN_NOTES = frozenset("sidenote marginnote".split())
_PERMALINKS = frozenset("¶§#🔗")
_UNSEEN_COPIES = frozenset("sronly visuallyhidden screenreader screenreadertext screenreaderonly a11yhidden".split())


def read_in_place(tag: str, node: Any) -> str:
    """Return the text that is seen in the place of an element, where that is not the text in it; else empty."""
    return _IN_PLACE[tag](node)


def is_initial(attributes: Attributes, node: Any) -> bool:
    """Whether an element is named after the large first letter of a text, and holds no more than that."""
    return _is_named(attributes, _INITIALS) and len(node.text().strip()) == 1


def is_margin_note(attributes: Attributes) -> bool:
    """Whether an element is named after a note that stands in the margin of the text it is in."""
    return _is_named(attributes, _MARGIN_NOTES)


def is_caption(attributes: Attributes, node: Any) -> bool:
    """Whether an element right behind a picture is named after captions; some pages set text of a story in such."""
    if not _is_named(attributes, _CAPTIONS) or (picture := node.prev) is None:
        return False
    return picture.tag == "img" or (picture.tag != "-text" and picture.css_first("img") is not None)


def is_edit_link(attributes: Attributes) -> bool:
    """Whether an element is MediaWiki's "[edit]" behind a heading."""
    return attributes.get("class") == "mw-editsection"


def is_permalink(node: Any) -> bool:
    """Whether a link of a heading shows no more than a sign that it leads to that heading."""
    return node.text().strip() in _PERMALINKS


def is_unseen_copy(attributes: Attributes, node: Any) -> bool:
    """Whether an element says again, to screen readers alone, what the element before it shows, hidden from them."""
    if not _is_named(attributes, _UNSEEN_COPIES) or (shown := node.prev) is None or shown.tag == "-text":
        return False
    return bool(shown.attributes.get("aria-hidden") == "true" and node.text().strip() == shown.text().strip())


def is_note_number(raw: str) -> bool:
    """Whether a run of text is no more than a number such as those before notes."""
    return len(raw) <= LONGEST_NUMBER and _NUMBER.fullmatch(raw) is not None


def _is_named(attributes: Attributes, names: frozenset[str]) -> bool:
    """Whether a class is one of the names, however its words are parted."""
    classes = attributes.get("class")
    return classes is not None and not names.isdisjoint(_list_names(classes[:LONGEST_NAME]))


@lru_cache(maxsize=2000)
def _list_names(classes: str) -> frozenset[str]:
    return frozenset(classes.casefold().translate(_SEPARATORS).split())


def _raise_figures(node: Any) -> str:
    """Return an element's number in raised figures: 45³ million is not 453 million. Empty if it is no number."""
    text = node.text()
    return text.strip().translate(_SUPERSCRIPTS) if _SUPERSCRIPT.fullmatch(text) else ""


def _bracket_reading(node: Any) -> str:
    """Return a reading of ruby in brackets where the page brings none; else empty."""
    before, text = node.prev, node.text().strip()
    return f"（{text}）" if text and (before is None or before.tag != "rp") else ""


def _read_initial(node: Any) -> str:
    """Return the letter that a picture shows before the rest of its word; else empty."""
    letter, rest = (node.attributes.get("alt") or "").strip(), node.next
    is_begun = rest is not None and rest.tag == "-text" and rest.text_content[:1].islower()
    return letter if is_begun and len(letter) == 1 and letter.isupper() else ""


_IN_PLACE = {"sup": _raise_figures, "rt": _bracket_reading, "img": _read_initial}
IN_PLACE = frozenset(_IN_PLACE)
