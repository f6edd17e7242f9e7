"""Regions of a page that an element opens by its name, its role or its attributes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from newsieve.extract import regions, vocabulary
from newsieve.extract.layout import Container

Attributes = Mapping[str, str | None]

REGION_NAMES = frozenset(("role", "hidden", "aria-hidden", "style"))  # attributes that may set an element apart

_HIDDEN = re.compile(r"(?<![\w-])(?:display\s*:\s*none|visibility\s*:\s*hidden)(?![\w-])", re.IGNORECASE)
_GONE = re.compile(r"(?<![\w-])display\s*:\s*none(?![\w-])", re.IGNORECASE)
_VISIBLE = re.compile(r"(?<![\w-])visibility\s*:\s*visible", re.IGNORECASE)


def find_region(tag: str, attributes: Attributes) -> int:
    """Return the flags that an element has by itself."""
    region = vocabulary.REGIONS.get(tag, 0)
    if tag == "dialog" and "open" not in attributes:
        region |= regions.HIDDEN
    if role := attributes.get("role"):
        region |= vocabulary.REGIONS_OF_ROLES.get(role, 0)
    if "hidden" in attributes or (_is_hidden_style(style) if (style := attributes.get("style")) else False):
        region |= regions.HIDDEN
    if attributes.get("aria-hidden") == "true":
        region |= regions.UNSPOKEN
    return region


def find_meaning(tag: str, attributes: Attributes, around: int, boxes: Sequence[Container]) -> tuple[str, int]:
    """Return what a block's element is by its role, and the flags of where it stands, given those around it.

    `boxes` are those around it, the outermost first.
    """
    region = around | find_region(tag, attributes)
    if region & regions.HIDDEN and is_shown_again(attributes, (box.attributes for box in boxes)):
        region &= ~regions.HIDDEN
    if tag == "footer" and region & regions.FOOTER and boxes[-1].tag in vocabulary.WITH_ATTRIBUTION:
        return "p", around
    return vocabulary.TAGS_OF_ROLES.get(attributes.get("role"), tag), region


def is_shown_again(attributes: Attributes, around: Iterable[Attributes]) -> bool:
    """Whether an element is visible within boxes that hide it, by the attributes of both; `display:none` hides all."""
    if not _VISIBLE.search(attributes.get("style") or ""):
        return False
    return not any("hidden" in box or _GONE.search(box.get("style") or "") for box in around)


@lru_cache(maxsize=2000)
def _is_hidden_style(style: str) -> bool:
    return _HIDDEN.search(style) is not None
