"""Elements within a line of text, and what a reader sees in their places."""

import re
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

from newsieve.extract import regions, styles, vocabulary
from newsieve.extract.elements import REGION_NAMES, Attributes, find_region
from newsieve.extract.layout import LONGEST_NAME, Container

LONGEST_UNSEEN = 200  # characters
LONGEST_NOTICE = 200  # characters
LONGEST_WORD = 40
LONGEST_NUMBER = 20  # characters, with the white space around it

# Ways to read an element in a line, beside the ordinary one, which is empty.
UNSEEN, CAPTION, MARGIN_NOTE, HIDDEN, INITIAL = "unseen", "caption", "margin note", "hidden", "initial"
STRUCK, APART = "struck", "apart"
UNREAD = frozenset((UNSEEN, CAPTION, MARGIN_NOTE))  # those of which the page's head is told nothing

_SUPERSCRIPTS = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_SUPERSCRIPT = re.compile(r"\s*[+\-−]?[0-9]+\s*", re.ASCII)
_NUMBER = re.compile(r"\s*(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}[.)]?)\s*")
_IN_LINE = re.compile(r"(?<![\w-])display\s*:\s*inline(?:-block)?(?![\w-])", re.IGNORECASE)
_FORMULA = re.compile(r"\$+([^$]++)\$+|\\begin\{(?:display)?math\*?\}(.*)\\end\{(?:display)?math\*?\}", re.DOTALL)
_SEPARATORS = str.maketrans("", "", "-_")
_INITIALS = frozenset("dropcap dropcaps dropletter firstletter".split())
_CAPTIONS = frozenset("caption imgcaption imgdesc imagecaption photocaption figcaption".split())
_MARGIN_NOTES = frozenset("sidenote marginnote".split())
_PERMALINKS = frozenset("¶§#🔗")
_LOWER_HEADINGS = vocabulary.HEADINGS - {"h1"}
_LINKED_TO = vocabulary.HEADINGS | {"dt"}
_FOR_SCREEN_READERS = frozenset(
    "sronly visuallyhidden screenreader screenreadertext screenreaderonly a11yhidden assistivetext hiddenvisually "
    "elementinvisible uscreenreader visuallyhiddentext".split()
)
_SPOKEN_BY_KATEX = frozenset(("katexmathml",))
_COPIES = _FOR_SCREEN_READERS | {"katexhtml", "mjxassistivemathml"}
_EDIT_LINK = "mw-editsection"  # MediaWiki's "[edit]" behind a heading
_SPOKEN_FORMULA = "mjx-assistive-mml"  # MathJax's, behind one that is drawn or set of letters
_NAMES = _COPIES | _SPOKEN_BY_KATEX | _INITIALS | _CAPTIONS | _MARGIN_NOTES | {"mweditsection"}
_NO_NAMES = frozenset[str]()  # one for all
_LETTER_EDGE = "\x1a"  # behind a large first letter that is no word
_TORN_INITIAL = re.compile(rf"{_LETTER_EDGE}\s*(?=[^\W\d_A-Z]|[A-Z]{{2}}|[A-Z]\b)|{_LETTER_EDGE}")
_WORDS_OF_A_LETTER = frozenset("AIOEYUÀÓÖÅÉАВСКУОИЯІЄЗБЖΗΟ")  # in some language
_SLAVIC_WORDS = frozenset("KSVWZ")
_SLAVIC = frozenset("cs hr pl sk sl".split())  # languages written in Latin letters that have these
_NEAR = 5  # nodes beside one


def read_in_place(tag: str, node: Any) -> str:
    """Return the text that is seen in the place of an element, where that is not the text in it; else empty."""
    return _IN_PLACE[tag](node)


def find_way(tag: str, attributes: Attributes, node: Any, effects: int, before: str) -> str:
    """Return the way in which an element in a line is read: one of those above, or empty for an ordinary one.

    `effects` are those of its style (styles.py), `before` is the text before it in the run.
    """
    if attributes:
        classes = attributes.get("class")
        names = _pick_names(classes[:LONGEST_NAME]) if classes else None
        if names and (way := _find_named_way(names, attributes, node, before)):
            return way
        if effects & styles.HIDDEN or (
            not REGION_NAMES.isdisjoint(attributes) and find_region(tag, attributes) & regions.HIDDEN
        ):
            return HIDDEN
        if effects and (way := _find_styled_way(effects, node, before)):
            return way
    return _find_own_way(tag, node, before) if "-" in tag else ""


def is_initial(attributes: Attributes, node: Any) -> bool:
    """Whether an element is named after the large first letter of a text, and holds no more than that."""
    return _is_named(attributes, _INITIALS) and len(node.text().strip()) == 1


def is_unshown_box(tag: str, attributes: Attributes, node: Any) -> bool:
    """Whether a box is shown where scripts or an element of AMP fail, or is a heading for screen readers alone.

    Those name the parts of a page, such as "Repository files navigation", but for the first one, which may be its
    title. Of 6 on 1,225 labelled pages that were kept none was of a gold text.
    """
    if "fallback" in attributes or (tag == "noscript" and _is_notice(node)):
        return True
    return tag in _LOWER_HEADINGS and _is_named(attributes, _FOR_SCREEN_READERS)


def _is_notice(noscript: Any) -> bool:
    """Whether what is said without scripts is short, as a notice is, or markup that nobody reads, as of pictures."""
    text = noscript.text()
    return len(text) <= LONGEST_NOTICE or text.lstrip().startswith("<")


def is_piece_of_line(tag: str, attributes: Attributes, node: Any) -> bool:
    """Whether a box is set in a line, and is a letter, or a word that white space parts from the next."""
    if tag not in vocabulary.BOXES or not _IN_LINE.search(attributes.get("style") or ""):
        return False
    text, following = node.text().strip(), node.next
    if len(text) < 2:
        return True
    is_parted = following is not None and following.tag == "-text" and following.text_content[:1].isspace()
    return is_parted and len(text) <= LONGEST_WORD and len(text.split()) == 1


def find_anchor_kind(href: str, node: Any, box: Container) -> str:
    """Return how a link into the page is read: not at all, as text of the heading or term that it leads to, or as one.

    Unread are a sign that a heading can be linked to, and links to and from a comment of Google Docs, whose paragraph
    is marked as one that is not printed.
    """
    if href.startswith(vocabulary.COMMENT_LINK):
        box.region |= regions.SUPERSEDED * (box.tag == "p" and href.startswith(vocabulary.LINK_FROM_COMMENT))
        return ""
    if box.tag in vocabulary.HEADINGS and node.text().strip() in _PERMALINKS:
        return ""
    names = (box.attributes.get("id"), node.attributes.get("id"), node.attributes.get("name"))
    return "inline" if box.tag in _LINKED_TO and unquote(href[1:]) in names else "link"


def mark_initial(node: Any, language: str | None) -> str:
    """Return a large first letter, with a mark where white space behind it does not part it from its word."""
    letter = node.text().strip()
    is_word = letter in _WORDS_OF_A_LETTER or (letter in _SLAVIC_WORDS and (language or "")[:2].lower() in _SLAVIC)
    return letter if is_word else f"{letter}{_LETTER_EDGE}"


def join_initials(raw: str) -> str:
    """Return a run without those marks, and without the white space between such a letter and its word."""
    return _TORN_INITIAL.sub("", raw) if _LETTER_EDGE in raw else raw


def read_drawn_initial(node: Any) -> str:
    """Return the letter that a drawing shows before the rest of its word; else empty."""
    rest = node.next
    if rest is None or rest.tag != "-text" or not rest.text_content[:1].islower():
        return ""
    letter = (node.text().strip() or node.attributes.get("aria-label") or "").strip()
    return letter if len(letter) == 1 and letter.isupper() else ""


def is_note_number(raw: str) -> bool:
    """Whether a run of text is no more than a number such as those before notes."""
    return len(raw) <= LONGEST_NUMBER and _NUMBER.fullmatch(raw) is not None


def _find_named_way(names: frozenset[str], attributes: Attributes, node: Any, before: str) -> str:
    if attributes.get("class") == _EDIT_LINK or _is_unseen_copy(names, node):
        return UNSEEN
    if not names.isdisjoint(_MARGIN_NOTES) and before:
        return MARGIN_NOTE
    if not names.isdisjoint(_CAPTIONS) and _is_below_picture(node):
        return CAPTION
    if not names.isdisjoint(_FOR_SCREEN_READERS) and _is_needless(node, before):
        return UNSEEN
    return INITIAL if is_initial(attributes, node) else ""


def _find_styled_way(effects: int, node: Any, before: str) -> str:
    if effects & (styles.VEILED | styles.FADED) and _is_needless(node, before):
        return UNSEEN
    if effects & styles.FLOATED:
        return INITIAL if _is_letter(node) else ""
    return STRUCK if effects & styles.STRUCK else APART if effects & styles.APART else ""


def _find_own_way(tag: str, node: Any, before: str) -> str:
    """Return the way to read an element that HTML does not know, with the one right before it."""
    twin = node.prev
    if tag == _SPOKEN_FORMULA and twin is not None and twin.text().strip():
        return UNSEEN
    return APART if twin is not None and twin.tag == tag and len(before) > 1 else ""


def _is_unseen_copy(names: frozenset[str], node: Any) -> bool:
    """Whether an element says again what the one before it shows: to screen readers, or as KaTeX and MathJax do."""
    if names.isdisjoint(_COPIES) or (shown := node.prev) is None or shown.tag == "-text":
        return False
    if "mjxassistivemathml" in names:
        return bool(shown.text().strip())
    if "katexhtml" in names:
        return _is_named(shown.attributes, _SPOKEN_BY_KATEX)
    return bool(shown.attributes.get("aria-hidden") == "true" and node.text().strip() == shown.text().strip())


def _is_below_picture(node: Any) -> bool:
    """Whether an element stands right behind a picture; some pages name text of a story as captions are named."""
    if (picture := node.prev) is None:
        return False
    return picture.tag == "img" or (picture.tag != "-text" and picture.css_first("img") is not None)


def _is_needless(node: Any, before: str) -> bool:
    """Whether an element that is set out of sight would be read as a part of the words beside it.

    One that stands alone may be all that says what a picture shows; a mark by itself parts the words around it.
    """
    text = node.text()
    if (
        len(text) > LONGEST_UNSEEN
        or not any(map(str.isalnum, text))
        or any(child.tag != "-text" for child in node.iter(include_text=True))
    ):
        return False
    return (before != "" and not before[-1].isspace()) or _has_text_beside(node)


def _has_text_beside(node: Any) -> bool:
    for step in ("prev", "next"):
        beside = node
        for _ in range(_NEAR):
            beside = getattr(beside, step)
            if beside is None or vocabulary.KINDS.get(beside.tag, "inline") == "block":
                break
            is_read = beside.tag == "-text" or vocabulary.KINDS.get(beside.tag, "inline") in vocabulary.INLINE_KINDS
            if is_read and beside.text().strip():
                return True
    return False


def _is_letter(node: Any) -> bool:
    """Whether an element holds a capital letter and no more."""
    text = node.text().strip()
    return len(text) == 1 and text.isupper()


def _is_named(attributes: Attributes, names: frozenset[str]) -> bool:
    """Whether a class is one of the names, however its words are parted."""
    classes = attributes.get("class")
    return classes is not None and not names.isdisjoint(_pick_names(classes[:LONGEST_NAME]))


@lru_cache(maxsize=20_000)
def _pick_names(classes: str) -> frozenset[str]:
    """Return those of the classes that have a meaning here; most have none."""
    return _NAMES.intersection(classes.casefold().translate(_SEPARATORS).split()) or _NO_NAMES


def _raise_figures(node: Any) -> str:
    """Return an element's number in raised figures: 45³ million is not 453 million. Empty if it is no number."""
    text = node.text()
    return text.strip().translate(_SUPERSCRIPTS) if _SUPERSCRIPT.fullmatch(text) else ""


def _bracket_reading(node: Any) -> str:
    """Return a reading of ruby in brackets where the page brings none; else empty."""
    before, text = node.prev, node.text().strip()
    return f"（{text}）" if text and (before is None or before.tag != "rp") else ""


def _read_picture(node: Any) -> str:
    """Return what a picture shows: the letter before the rest of its word, or a formula; else empty."""
    text, rest = (node.attributes.get("alt") or "").strip(), node.next
    if formula := _FORMULA.fullmatch(text):
        return (formula[1] or formula[2] or "").strip()
    is_begun = rest is not None and rest.tag == "-text" and rest.text_content[:1].islower()
    return text if is_begun and len(text) == 1 and text.isupper() else ""


_IN_PLACE = {"sup": _raise_figures, "rt": _bracket_reading, "img": _read_picture}
IN_PLACE = frozenset(_IN_PLACE)
