"""Items of lists: which of them a block stands in, and the numbers that browsers show before those of ordered lists."""

import re
from collections.abc import Sequence

from newsieve.extract.layout import Container

FAR = 3  # boxes between an item and what is in it; so many name no block after it either

_NUMBER = re.compile(r"[0-9]{1,9}")  # Markdown has no longer ones, and none below 0


def number_item(item: Container, parent: Container) -> None:
    """Note the number of an item of an ordered list, or of the one before the first where a list begins."""
    if item.tag == "ol":
        item.number = max(0, _read_number(item, "start", 1) - 1)
    elif item.tag == "li" and parent.tag == "ol":
        item.number = parent.number = _read_number(item, "value", parent.number + 1)


def name_items(around: Sequence[Container]) -> tuple[tuple[int, int], ...]:
    """Return the place and the number of each item among the elements around, from outer to inner.

    Not of one that a page wraps around many boxes, as around an article: it is near what it holds.
    """
    if "li" not in [box.tag for box in around[-FAR:]]:
        return ()
    items, distance = list[tuple[int, int]](), 0
    for box in reversed(around):
        if box.tag == "li":
            items.append((box.place, box.number))
            distance = 0
        elif (distance := distance + 1) == FAR:
            break
    return tuple(reversed(items))


def _read_number(box: Container, name: str, default: int) -> int:
    """Return the number that an attribute gives."""
    written = (box.attributes.get(name) or "").strip()
    return int(written) if _NUMBER.fullmatch(written) else default
