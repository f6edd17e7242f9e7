"""Places of the containers of a page as seen from the candidate: the element with most of readability's choice."""

from collections.abc import Sequence
from typing import NamedTuple

from newsieve.extract import vocabulary
from newsieve.extract.layout import Page

_NO_WORDS: frozenset[str] = frozenset()


class Places(NamedTuple):
    """The containers as seen from the candidate, a list of each of these with an entry for each container.

    `up` counts the steps from it to the nearest ancestor that holds the candidate too, `gap` those from the candidate
    to that ancestor. `branch` is the outermost container on the way up that does not hold the candidate; it is itself
    for the candidate and its ancestors. `words` are those of the names on the way that are features.
    """

    up: Sequence[int]
    gap: Sequence[int]
    branch: Sequence[int]
    words: Sequence[frozenset[str]]


def locate_containers(page: Page, chosen: list[int]) -> Places:
    """Return the place of each container, in their order."""
    steps = _find_candidate_path(page, chosen)
    places: list[tuple[int, int, int, frozenset[str]]] = []
    for number, container in enumerate(page.containers):
        if number in steps:
            places.append((0, steps[number], number, _NO_WORDS))
            continue
        up, gap, branch, words = places[container.parent]
        own = container.features
        places.append((up + 1, gap, branch if up else number, words | own if own else words))
    return Places(*zip(*places, strict=True))


def _find_candidate_path(page: Page, chosen: list[int]) -> dict[int, int]:
    """The candidate and its ancestors, with the number of steps from the candidate."""
    weights: dict[int, float] = {}
    for number in chosen:
        block = page.blocks[number]
        place = block.container
        if page.containers[place].tag in vocabulary.LEAVES:
            place = page.containers[place].parent
        weights[place] = weights.get(place, 0.0) + len(block.text) * (1 - block.link_density)
    place = max(weights, key=lambda candidate: weights[candidate], default=0)
    path: dict[int, int] = {}
    while place >= 0:
        path[place] = len(path)
        place = page.containers[place].parent
    return path
