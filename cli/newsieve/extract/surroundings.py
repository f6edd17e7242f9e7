"""Places of the containers of a page as seen from the candidate: the element with most of readability's choice."""

from dataclasses import dataclass

from newsieve.extract import vocabulary
from newsieve.extract.layout import Page

_NO_WORDS: frozenset[str] = frozenset()


@dataclass(slots=True)
class Places:
    """The containers as seen from the candidate, a list of each of these with an entry for each container.

    `up` counts the steps from it to the nearest ancestor that holds the candidate too, `gap` those from the candidate
    to that ancestor. `branch` is the outermost container on the way up that does not hold the candidate; it is itself
    for the candidate and its ancestors. `words` are those of the names on the way that are features.
    """

    up: list[int]
    gap: list[int]
    branch: list[int]
    words: list[frozenset[str]]


def locate_containers(page: Page, chosen: list[int]) -> Places:
    """Return the place of each container, in their order."""
    steps = _find_candidate_path(page, chosen)
    places = Places([], [], [], [])
    ups, gaps, branches, words = places.up, places.gap, places.branch, places.words
    for number, container in enumerate(page.containers):
        branches.append(number)
        if number in steps:
            ups.append(0)
            gaps.append(steps[number])
            words.append(_NO_WORDS)
            continue
        parent, own = container.parent, container.features
        if ups[parent]:
            branches[number] = branches[parent]
        ups.append(ups[parent] + 1)
        gaps.append(gaps[parent])
        words.append(words[parent] | own if own else words[parent])
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
