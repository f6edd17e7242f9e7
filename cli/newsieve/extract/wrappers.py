"""Boxes around a paragraph each, in which a story stands side by side: their names tell nothing of what is its body.

`text`, `content`, `article-body`: readability takes such a name for that of the whole story, and a box of one paragraph
for its body. Where siblings of one element and kind hold a paragraph each, they are parts of one text, as are the boxes
that a builder of pages makes for each piece of a page. Siblings of several paragraphs keep their names: on 321 labelled
pages of lists, services and products it cost more than it gave to take these for parts of one text.
"""

import re
from collections import Counter
from itertools import accumulate

from newsieve.extract import vocabulary
from newsieve.extract.layout import Container, Page

LEAST_WRAPPERS = 2  # of one kind, with a paragraph of prose in each
_OF_BUILDERS = re.compile(rf"(?<!\S)(?:{'|'.join(sorted(vocabulary.BUILDERS))})[-_]\S*")
_Kind = tuple[int, str, str | None]


def list_wrappers(page: Page) -> set[int]:
    """The places of such boxes, and of the boxes within them."""
    boxes = [box for box in page.containers[1:] if box.tag in ("div", "section")]
    holders = _list_holders(page, boxes)
    counts = Counter(_find_kind(box) for box in boxes if box.place in holders and not box.features)
    wrappers = set[int]()
    for box in boxes:
        is_one_of_many = not box.features and counts[_find_kind(box)] >= LEAST_WRAPPERS
        is_within = not box.features and box.parent in wrappers and box.end - box.start == 1
        if is_one_of_many or is_within or (box.place in holders and (box.parent in wrappers or _is_piece(box))):
            wrappers.add(box.place)
    return wrappers


def _find_kind(box: Container) -> _Kind:
    return box.parent, box.tag, box.kind


def _is_piece(box: Container) -> bool:
    """Whether a builder of pages made a box for a piece of a page, which is not that of its post or entry."""
    names = _OF_BUILDERS.findall(box.attributes.get("class") or "")
    return bool(names) and not any("post" in name or "entry" in name for name in names)


def _list_holders(page: Page, boxes: list[Container]) -> set[int]:
    """The places of the boxes that hold one paragraph of prose, or that a builder made for paragraphs alone."""
    others = [*accumulate((block.tag != "p" for block in page.blocks), initial=0)]
    prose = [*accumulate((block.prose for block in page.blocks), initial=0.0)]
    return {
        box.place
        for box in boxes
        if others[box.end] == others[box.start] and prose[box.end] > prose[box.start]
        if box.end - box.start == 1 or _is_piece(box)
    }
