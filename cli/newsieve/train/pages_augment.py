"""Made pages: labelled ones without names and cut short, and ones with a box between two paragraphs of the article.

From the first the classifier learns plain and small pages too, from the others boxes that are rare on labelled pages.
"""

import random
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from html import escape
from pathlib import Path

from newsieve.extract.layout import Page

SHORTEST, LONGEST = 6, 24  # blocks of the article
BEFORE, AFTER = 8, 6  # blocks of the rest that stay, at the top and at the end
PARAGRAPH = 80  # characters of one behind which a box is put
LAST = 8  # of the article's paragraphs behind which a box is put
TAIL = 30  # characters by which a paragraph's end is found in the source

_BOXES = Path(__file__).with_name("pages_boxes.txt")
_AFTER_MARK = re.compile(r"\s*</p>", re.IGNORECASE)


def shrink_page(page: Page, content: list[int], seed: str) -> Page:
    """Return a part of a page without names and data: some blocks from its first of `content` on, few around them."""
    rng = random.Random(seed)  # noqa: S311
    start = content[0] if content else 0
    end = start + rng.randint(SHORTEST, LONGEST)
    before, after = rng.randint(0, BEFORE), rng.randint(0, AFTER)
    kept = [i for i in range(len(page.blocks)) if i < before or start - 2 <= i < end or i >= len(page.blocks) - after]
    blocks = [replace(page.blocks[i], is_promo=False, is_comment=False) for i in kept]
    containers = []
    for container in page.containers:
        first, last = bisect_left(kept, container.start), bisect_left(kept, container.end)
        characters = sum(len(block.text) for block in blocks[first:last])
        containers.append(
            replace(container, attributes={}, features=frozenset(), start=first, end=last, characters=characters)
        )
    return Page(blocks=blocks, containers=containers)


def insert_box(html: str, paragraphs: Sequence[str], seed: str) -> str:
    """Return a page's source with an invented box behind one of the article's first paragraphs; "" where none is found.

    Paragraphs are looked up by their ends, so that one that ends with an element is passed over.
    """
    rng = random.Random(seed)  # noqa: S311
    box = rng.choice(_list_boxes())
    long = [text for text in paragraphs if len(text) >= PARAGRAPH][1 : LAST + 1]
    for text in rng.sample(long, len(long)):
        for tail in dict.fromkeys((text[-TAIL:], escape(text[-TAIL:], quote=False))):
            start = html.find(tail)
            if start >= 0 and (end := _AFTER_MARK.match(html, start + len(tail))):
                return html[: end.end()] + box + html[end.end() :]
    return ""


@cache
def _list_boxes() -> list[str]:
    lines = _BOXES.read_text("utf8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
