"""Place of each block beside the spine: the containers that hold most of the prose, from the outermost inwards.

Most of a page's prose lies in one container, most of that in one of its children, and so on; a block is the farther
from the article, the farther out its way leaves that path. No container is chosen: what a share means is learned.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from newsieve.extract import vocabulary
from newsieve.extract.layout import MUCH_LINKED, Container, Page, PageBlock

LEAST_SHARE = 0.1  # of the page's prose; the spine ends where no child has as much


@dataclass(frozen=True, slots=True)
class Spine:
    """`path` are the places of its containers, outermost first, `shares` the share of the page's prose in each.

    `sums` are running sums of prose over the blocks, from 0. `leaves` gives for each container the index in `path` of
    the innermost spine container that holds it, `steps` how many containers are between.
    """

    path: list[int]
    shares: list[float]
    sums: list[float]
    leaves: list[int]
    steps: list[int]

    def find_body(self, page: Page, share: float) -> list[int]:
        """Return the blocks, not left out and not mostly links, of the innermost container with that share of prose."""
        container = self.find_container(page, share)
        return list_unlinked(page, range(container.start, container.end))

    def find_container(self, page: Page, share: float) -> Container:
        """Return the innermost container with that share of the page's prose."""
        return page.containers[self.path[max(i for i, own in enumerate(self.shares) if own >= share or i == 0)]]

    def find_story(self, page: Page, share: float) -> Container:
        """Return the same, or the outermost box around it that holds prose in two sections of one element and kind."""
        container, containers = self.find_container(page, share), page.containers
        sections: Counter[tuple[int, str, str | None]] = Counter(
            (one.parent, one.tag, one.kind)
            for one in containers[1:]
            if one.kind and self.sums[one.end] > self.sums[one.start]
        )
        for place in self.path[1:]:
            own = containers[place]
            if place > container.place:
                break
            if sections[own.parent, own.tag, own.kind] > 1:
                return containers[own.parent]
        return container

    def share_of(self, place: int) -> float:
        """Return the share of the page's prose in the innermost spine container that holds a container."""
        return self.shares[self.leaves[place]]


def list_unlinked(page: Page, numbers: Sequence[int]) -> list[int]:
    """Return those of the blocks that are neither left out nor mostly links."""
    blocks = page.blocks
    return [i for i in numbers if blocks[i].link_density < MUCH_LINKED and not blocks[i].is_left_out()]


def measure_prose(block: PageBlock) -> float:
    """Return the prose of a block; 0 for what is left out."""
    return 0.0 if not block.prose or block.is_left_out() else block.prose


def sum_prose(page: Page) -> float:
    """Characters of the page's prose."""
    return sum(map(measure_prose, page.blocks))


def find_spine(page: Page) -> Spine:
    """Walk inwards from the outermost container, each time into the child with most prose."""
    sums = list(accumulate(map(measure_prose, page.blocks), initial=0.0))
    total = sums[-1] or 1.0
    richest = _find_richest_children(page, sums)
    path = [0]
    while (child := richest[path[-1]]) >= 0:
        container = page.containers[child]
        if sums[container.end] - sums[container.start] < LEAST_SHARE * total or container.tag in vocabulary.LEAVES:
            break
        path.append(child)
    shares = [(sums[page.containers[p].end] - sums[page.containers[p].start]) / total for p in path]
    leaves, steps = _locate(page, path)
    return Spine(path, shares, sums, leaves, steps)


def _find_richest_children(page: Page, sums: list[float]) -> list[int]:
    """The place of each container's child with most prose; -1 where none has any."""
    richest, most = [-1] * len(page.containers), [0.0] * len(page.containers)
    for container in page.containers[1:]:
        prose = sums[container.end] - sums[container.start]
        if prose > most[container.parent]:
            richest[container.parent], most[container.parent] = container.place, prose
    return richest


def _locate(page: Page, path: list[int]) -> tuple[list[int], list[int]]:
    index = {place: i for i, place in enumerate(path)}
    leaves, steps = [0] * len(page.containers), [0] * len(page.containers)
    for container in page.containers[1:]:
        own = index.get(container.place)
        if own is None:
            leaves[container.place] = leaves[container.parent]
            steps[container.place] = steps[container.parent] + 1
        else:
            leaves[container.place] = own
    return leaves, steps
