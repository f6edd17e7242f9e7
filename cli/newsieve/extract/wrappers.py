"""Boxes around the paragraphs of one text, a box for each few: their names tell nothing of what is the story's body.

`text`, `content`, `article-body`: readability takes such a name for that of the whole story, and a box of one paragraph
for its body. Where siblings of one element and kind hold nothing but paragraphs, they are parts of one text, as are the
boxes that a builder of pages makes for each piece of a page, whose names say what kind of piece it is.
"""

import re
from collections import Counter
from functools import lru_cache
from itertools import accumulate

from newsieve.extract import vocabulary
from newsieve.extract.layout import Container, Page
from newsieve.extract.spine import count_prose

LEAST_WRAPPERS = 2  # of one kind, with prose in each
_Kind = tuple[int, str, str | None]

_OF_BUILDERS = re.compile(rf"(?<!\S)(?:{'|'.join(sorted(vocabulary.BUILDERS))})(?=[-_])(?!\S*(?:post|entry))\S+")


def list_wrappers(page: Page) -> set[int]:
    """The places of such boxes, and of boxes within them."""
    boxes = [box for box in page.containers[1:] if box.tag in ("div", "section")]
    holders = _list_holders(page, boxes)
    counts = Counter(_find_kind(box) for box in boxes if box.place in holders and not box.features)
    wrappers = set[int]()
    for box in boxes:
        if box.features:
            is_wrapper = box.place in holders and _is_piece(box)
        elif counts[_find_kind(box)] >= LEAST_WRAPPERS:
            is_wrapper = True
        else:
            is_within = box.parent in wrappers and box.end - box.start == 1
            is_wrapper = is_within or (box.place in holders and (box.parent in wrappers or _is_piece(box)))
        if is_wrapper:
            wrappers.add(box.place)
    return wrappers


@lru_cache(maxsize=20_000)
def drop_builders(classes: str) -> str:
    """Return classes without those that a builder of pages gives to pieces; what it calls the post or entry stays."""
    return _OF_BUILDERS.sub("", classes)


def _find_kind(box: Container) -> _Kind:
    return box.parent, box.tag, box.kind


def _is_piece(box: Container) -> bool:
    """Whether a builder of pages made a box for a piece of a page."""
    return _OF_BUILDERS.search(box.attributes.get("class") or "") is not None


def _list_holders(page: Page, boxes: list[Container]) -> set[int]:
    """The places of the boxes that hold nothing but paragraphs, prose among them."""
    others = [*accumulate((block.tag != "p" for block in page.blocks), initial=0)]
    prose = [*accumulate(map(count_prose, page.blocks), initial=0.0)]
    return {box.place for box in boxes if others[box.end] == others[box.start] and prose[box.end] > prose[box.start]}
