"""Effects of style sheets and style attributes on text in a line: hidden, struck, set apart, a large first letter.

Of a page's own sheets the rules of one class or id are read (`.x`, `#x`, `span.x`), for any reader and any width; not
those that wait for a pointer, a click or a printer. What another rule may show again counts as shown.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from newsieve.extract.elements import Attributes
from newsieve.extract.layout import LONGEST_NAME

LONGEST_SHEETS = 500_000  # characters of a page's sheets that are read
LONGEST_RULE = 1000  # characters of declarations that are read
_AROUND = 3  # rules around a rule that are looked at
HIDDEN, VEILED, STRUCK, APART, FLOATED, SHOWN = 1, 2, 4, 8, 16, 32
_DISPLAYS = HIDDEN | APART | SHOWN  # of which the last rule of a name decides
FADED = 64  # by itself; what is moved as well is on its way into sight

_EFFECTS = {
    "hidden": HIDDEN,
    "veiled": VEILED,
    "struck": STRUCK,
    "apart": APART,
    "floated": FLOATED,
    "shown": SHOWN,
    "faded": FADED,
}
_DECLARATION = re.compile(
    r"""(?<![\w-])(?:
    (?P<hidden>display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))
    |(?P<veiled>font-size\s*:\s*0(?![\d.]*[1-9])
        |clip\s*:\s*rect\(|clip-path\s*:\s*inset\((?:50|100)%
        |(?:left|right|top|text-indent)\s*:\s*-\d{3,}(?:px|r?em|%))
    |(?P<struck>text-decoration(?:-line)?\s*:[\w\s-]*?(?<![\w-])line-through)
    |(?P<apart>display\s*:\s*(?:block|flex|grid|table|list-item|flow-root)(?![\w-]))
    |(?P<floated>float\s*:\s*(?:left|right|inline-start))
    |(?P<shown>display\s*:|visibility\s*:\s*visible)
    |(?P<faded>opacity\s*:\s*0(?![\d.]*[1-9]))
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_MOVED = re.compile(r"transform|transition|animation|will-change|filter", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_OF_ONE_NAME = re.compile(r"([a-z][a-z\d]*|\*)?([.#][\w-]+)", re.IGNORECASE)
_NAME = re.compile(r"[.#][\w-]+")
_OTHER_READERS = re.compile(r"\bprint\b", re.IGNORECASE)


def read_declarations(text: str) -> int:
    """Return the flags of the effects of a rule or a style attribute."""
    return _read_declarations(text[:LONGEST_RULE])


class StyleSheets:
    """Names of a page's elements with the effects of its sheets, as far as these have been read."""

    def __init__(self) -> None:
        self._effects: dict[str, int] = {}  # by `.class` or `#id`, with the element before it where there is one
        self._shown: set[str] = set()  # names of what some rule shows that is not for all
        self._found: dict[tuple[str, str | None, str | None], int] = {}
        self._left = LONGEST_SHEETS

    def add(self, node: Any) -> None:
        """Take in the sheet of a `style` element, unless it is for printers. Time is linear in its length."""
        media = node.attributes.get("media") or "all"
        sheet = node.text() if media.strip().casefold() in ("all", "screen") else ""
        sheet, self._left = sheet[: self._left], max(0, self._left - len(sheet))
        self._found.clear()
        for selectors, declarations, is_for_all in _list_rules(_COMMENT.sub("", sheet)):
            effects = read_declarations(declarations) & ~FADED
            if effects:
                for selector in selectors.split(","):
                    self._add_rule(selector.strip(), effects, is_for_all=is_for_all)

    def find_effects(self, tag: str, attributes: Attributes) -> int:
        """Return the flags of an element's effects, those of its style attribute among them."""
        style = attributes.get("style")
        effects = read_declarations(style) if style else 0
        if not self._effects or effects & _DISPLAYS:
            return effects
        key = (tag, attributes.get("class"), attributes.get("id"))
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._find(*key)
        return effects | found

    def _add_rule(self, selector: str, effects: int, *, is_for_all: bool) -> None:
        if ":" in selector:
            return
        of_one = _OF_ONE_NAME.fullmatch(selector)
        if of_one and is_for_all:
            name = f"{(of_one[1] or '').lstrip('*').lower()}{of_one[2]}"
            before = self._effects.get(name, 0)
            self._effects[name] = (before & ~_DISPLAYS if effects & _DISPLAYS else before) | effects
        elif effects & (SHOWN | APART):
            self._shown.update(_NAME.findall(selector.rpartition(" ")[2]))

    def _find(self, tag: str, classes: str | None, identity: str | None) -> int:
        names = [f".{name}" for name in (classes or "")[:LONGEST_NAME].split()]
        if identity:
            names.append(f"#{identity}")
        effects = 0
        for name in names:
            effects |= self._effects.get(name, 0) | self._effects.get(tag + name, 0)
        if effects & (SHOWN | APART) or not self._shown.isdisjoint(names):
            effects &= ~(HIDDEN | VEILED)
        return effects


def _list_rules(sheet: str) -> Iterator[tuple[str, str, bool]]:
    """Yield the selectors and declarations of each rule that may have an effect, and whether it is for all readers."""
    around: list[str] = []  # heads of the at-rules that are open
    for part in sheet.split("}"):
        head, *heads = part.split("{")
        if not heads:
            if around:
                around.pop()
            continue
        if len(heads) > 1:
            around += [head, *heads[:-2]]
            head = heads[-2]
        rule = heads[-1]
        if ("display" in rule or "line-th" in rule or "visib" in rule or "t:-" in rule or "clip" in rule) and (
            ("." in head or "#" in head) and not any(map(_OTHER_READERS.search, around[-_AROUND:]))
        ):
            yield head.rpartition(";")[2], rule, not around


@lru_cache(maxsize=2000)
def _read_declarations(text: str) -> int:
    effects = 0
    for found in _DECLARATION.finditer(text):
        effects |= _EFFECTS[found.lastgroup or ""]
    if effects & FADED and _MOVED.search(text):
        effects &= ~FADED
    return effects
