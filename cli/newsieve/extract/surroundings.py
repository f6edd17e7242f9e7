"""Place of each container of a page as seen from the candidate: the element with most of readability's choice."""

from dataclasses import dataclass

from newsieve.extract import vocabulary
from newsieve.extract.layout import Page


@dataclass(slots=True)
class Place:
    """A container as seen from the candidate.

    `up` counts the steps from it to the nearest ancestor that holds the candidate too, `gap` those from the candidate
    to that ancestor. `branch` is the outermost container on the way up that does not hold the candidate, itself a place
    in the page's list; -1 for the candidate and its ancestors. `words` are those on the way that are features.
    """

    up: int
    gap: int
    branch: int
    words: frozenset[str]
    sections: int


def locate_containers(page: Page, chosen: list[int]) -> list[Place]:
    """Return the place of each container, in their order."""
    steps = _find_candidate_path(page, chosen)
    places: list[Place] = []
    for number, container in enumerate(page.containers):
        if number in steps:
            places.append(Place(0, steps[number], -1, frozenset(), 0))
            continue
        parent = places[container.parent]
        branch = number if parent.branch < 0 else parent.branch
        own = container.features
        words = parent.words | own if own else parent.words
        is_section = container.tag in ("article", "section", "main")
        places.append(Place(parent.up + 1, parent.gap, branch, words, parent.sections + is_section))
    return places


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
