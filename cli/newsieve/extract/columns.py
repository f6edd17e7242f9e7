"""Columns of features: a number for each of a page's blocks that the classifier is asked about."""

from collections.abc import Callable, Iterable, Sequence
from itertools import repeat

from newsieve.extract import vocabulary
from newsieve.extract.layout import Container
from newsieve.extract.page_stats import PageStats


class AskedBlocks:
    """Blocks of a page that the classifier is asked about, in order, and what each of them stands in.

    `around` is the innermost container that is no element of text. `branches` are the places of the outermost ones that
    do not hold the candidate, `names` the words of those on the way to it. `cards` are the places of the innermost ones
    that are one of many, -1 without one.
    """

    def __init__(self, stats: PageStats, numbers: Sequence[int]) -> None:
        page = stats.page
        containers = page.containers
        self.stats, self.numbers = stats, numbers
        self.blocks = [page.blocks[number] for number in numbers]
        self.texts = [block.text for block in self.blocks]
        self.containers = [containers[block.container] for block in self.blocks]
        are_leaves = [container.tag in vocabulary.LEAVES for container in self.containers]
        pairs = zip(self.containers, are_leaves, strict=True)
        self.around = [containers[max(0, one.parent)] if is_leaf else one for one, is_leaf in pairs]
        branches, names, groups = stats.places.branch, stats.places.words, stats.groups
        scores, sections, cards = stats.scores, stats.sections, stats.cards
        self.names = [names[one.place] for one in self.containers]
        self.branches = [branches[one.place] for one in self.containers]
        self.groups = [groups[number] for number in numbers]
        self.scores = [scores[one.place] for one in self.containers]
        self.sections = [sections[number] for number in numbers]
        self.cards = [cards[one.place] for one in self.containers]


Column = Callable[[AskedBlocks], Iterable[float]]


def of_block(list_values: Callable[[PageStats], Sequence[float]]) -> Column:
    """Return the column of a list that has a number for each block of the page."""

    def column(asked: AskedBlocks) -> list[float]:
        values = list_values(asked.stats)
        return [values[number] for number in asked.numbers]

    return column


def of_container(list_values: Callable[[PageStats], Sequence[float]]) -> Column:
    """Return the column of a list that has a number for each container of the page."""

    def column(asked: AskedBlocks) -> list[float]:
        values = list_values(asked.stats)
        return [values[container.place] for container in asked.containers]

    return column


def of_card(measure: Callable[[PageStats, Container], float]) -> Column:
    """Return the column of a number of the innermost box that is one of many, each measured once; 0 without one."""

    def column(asked: AskedBlocks) -> list[float]:
        stats, containers = asked.stats, asked.stats.page.containers
        values = {place: measure(stats, containers[place]) if place >= 0 else 0.0 for place in {*asked.cards}}
        return [values[place] for place in asked.cards]

    return column


def of_block_before(list_values: Callable[[PageStats], Sequence[float]]) -> Column:
    """Return the column of the number of the block before; 0 where there is none."""
    return of_block(lambda stats: [0, *list_values(stats)])


def of_block_after(list_values: Callable[[PageStats], Sequence[float]]) -> Column:
    """Return the column of the number of the block behind; 0 where there is none."""
    return of_block(lambda stats: [*list_values(stats)[1:], 0])


def of_branch(measure: Callable[[PageStats, Container], float]) -> Column:
    """Return the column of a number of the outermost box without the candidate; each such box is measured once."""

    def column(asked: AskedBlocks) -> list[float]:
        stats, containers = asked.stats, asked.stats.page.containers
        values = {place: measure(stats, containers[place]) for place in {*asked.branches}}
        return [values[place] for place in asked.branches]

    return column


def count_names(words: frozenset[str]) -> Column:
    """Return the column of how many of these words the names of the boxes around a block have."""
    return lambda asked: _count_words(asked.names, words)


def of_page(number: int) -> Column:
    """Return the column of one of the features of the page: the same number for each block."""
    return lambda asked: repeat(asked.stats.page_type[number], len(asked.numbers))


def _count_words(names: Sequence[frozenset[str]], words: frozenset[str]) -> list[float]:
    counts = {own: len(own & words) for own in {*names}}
    return [counts[own] for own in names]
