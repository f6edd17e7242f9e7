"""Depth of the boxes that blocks of a page stand in together, and names of boxes within these."""

from newsieve.extract.layout import Page, PageBlock


def belongs_below(page: Page, number: int, below: int) -> bool:
    """Whether the box that a block shares with one below is no less deep than that shared with the one above."""
    blocks = page.blocks
    shared = measure_shared_depth(page, blocks[number], blocks[below])
    return number == 0 or shared >= measure_shared_depth(page, blocks[number - 1], blocks[number])


def measure_shared_depth(page: Page, one: PageBlock, other: PageBlock) -> int:
    """Depth of the innermost container that holds both blocks."""
    containers = page.containers
    first, second = containers[one.container], containers[other.container]
    while first.place != second.place:
        if first.depth >= second.depth:
            first = containers[first.parent]
        else:
            second = containers[second.parent]
    return first.depth


def is_named_within(page: Page, block: PageBlock, depth: int, names: frozenset[str]) -> bool:
    """Whether a box around a block, deeper than that, has one of the names."""
    container = page.containers[block.container]
    while container.depth > depth and names.isdisjoint(container.features):
        container = page.containers[container.parent]
    return container.depth > depth
