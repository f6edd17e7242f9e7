"""Made pages: labelled ones without names and cut short, so that the classifier learns plain and small pages too."""

import random
from bisect import bisect_left
from dataclasses import replace

from newsieve.extract.layout import Page

SHORTEST, LONGEST = 6, 24  # blocks of the article
BEFORE, AFTER = 8, 6  # blocks of the rest that stay, at the top and at the end


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
