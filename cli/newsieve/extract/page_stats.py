"""Statistics of a page that are counted at most once, for all its blocks to be measured by."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from operator import mul

from newsieve.extract import regions, vocabulary
from newsieve.extract.choice import Choice
from newsieve.extract.described import Description, read_description
from newsieve.extract.layout import LONG_BLOCK, MUCH_LINKED, Container, Page
from newsieve.extract.page_type import describe_page
from newsieve.extract.sections import Section, cut_sections
from newsieve.extract.spine import Spine
from newsieve.extract.surroundings import Places, locate_containers

FAR = 30  # blocks; a longer distance counts as this
LEAST_CARDS = 3  # boxes of one kind in a parent, from which on each is a card
_Key = tuple[str | int | None, ...]


@dataclass(slots=True)
class SiblingGroup:
    """Blocks of a page in boxes of one element and kind, in a parent of the same, such as paragraphs of one story."""

    characters: float = 0.0
    blocks: int = 0
    ends: int = 0
    chosen: int = 0
    linked: float = 0.0


@dataclass(frozen=True, slots=True)
class Twins:
    """Containers with one element, kind and parent: how many, and what they hold together."""

    count: int
    characters: int
    blocks: int
    chosen: int


class PageStats:
    """Statistics of a page; each is counted when it is first asked for.

    `chosen` tells of each block whether it is the candidate's, `first` and `last` are its outermost ones. `titles` are
    the wordings of the title. Lists are of all blocks, or of all containers, in order.
    """

    def __init__(self, page: Page, spine: Spine, choice: Choice, titles: frozenset[str]) -> None:
        blocks, numbers = page.blocks, choice.blocks
        self.page, self.spine, self.titles, self._choice = page, spine, titles, choice
        self.chosen = [False] * len(blocks)
        for number in numbers:
            self.chosen[number] = True
        self.first = numbers[0] if numbers else 0
        self.last = numbers[-1] if numbers else len(blocks)
        self.lengths = [len(block.text) for block in blocks]
        self.linked = [block.link_density for block in blocks]
        self.prose = spine.sums[-1] or 1.0
        self._twins: dict[_Key, Twins] = {}

    @cached_property
    def initials(self) -> frozenset[str]:
        """First letters of the wordings of the title."""
        return frozenset(title[0] for title in self.titles)

    @cached_property
    def headline(self) -> int:
        """Number of the first h1 that is not left out; -1 without one."""
        return _find_headline(self.page)

    @cached_property
    def distances(self) -> list[int]:
        """Steps to the nearest block of the candidate."""
        return _count_distances(self.chosen)

    @cached_property
    def since_heading(self) -> list[int]:
        """Steps back to the nearest heading."""
        return _count_since(self._headings)

    @cached_property
    def since_prose(self) -> list[int]:
        """Steps back to the nearest long block that is not mostly links."""
        are_prose = [
            length > LONG_BLOCK and linked < MUCH_LINKED
            for length, linked in zip(self.lengths, self.linked, strict=True)
        ]
        return _count_since(are_prose)

    @cached_property
    def headings_above(self) -> list[int]:
        """Number of the last heading up to each block, -1 before the first."""
        return list(accumulate((i if is_heading else -1 for i, is_heading in enumerate(self._headings)), max))

    @cached_property
    def heading_levels(self) -> list[int]:
        """Level of the last heading up to each block, 0 before the first."""
        return [int(self.page.blocks[above].tag[1]) if above >= 0 else 0 for above in self.headings_above]

    @cached_property
    def ends(self) -> list[bool]:
        """Flags of the blocks that end as sentences do."""
        return [block.ends for block in self.page.blocks]

    @cached_property
    def places(self) -> Places:
        """The containers as seen from the candidate."""
        return locate_containers(self.page, self._choice.blocks)

    @cached_property
    def scores(self) -> list[tuple[float, int]]:
        """Score of the nearest container around each one that readability scored, and the steps to it."""
        return _spread_scores(self.page, self._choice.scores)

    @cached_property
    def sections(self) -> list[Section]:
        """The section of each block."""
        return cut_sections(self._headings, self.linked, self.chosen, self.ends, self.lengths)

    @cached_property
    def description(self) -> Description:
        """Text of the page that its head and its JSON-LD give."""
        return read_description(self.page)

    @cached_property
    def page_type(self) -> tuple[float, ...]:
        """The values of PAGE_FEATURES."""
        return describe_page(self.page, self.spine, self._choice)

    @property
    def groups(self) -> list[SiblingGroup]:
        """The sibling group of each block."""
        return self._siblings[0]

    @cached_property
    def characters(self) -> float:
        """Characters outside links, 1 at least."""
        return max(1.0, self._siblings[1])

    @cached_property
    def chosen_sums(self) -> list[int]:
        """Running sums of the candidate's blocks, from 0; the sum between two numbers is the difference of two."""
        return list(accumulate(self.chosen, initial=0))

    def count_chosen(self, box: Container) -> int:
        """Number of the candidate's blocks in a box."""
        return self.chosen_sums[box.end] - self.chosen_sums[box.start]

    def count_headings(self, box: Container) -> int:
        """Number of headings in a box."""
        return self._heading_sums[box.end] - self._heading_sums[box.start]

    def count_long_blocks(self, box: Container) -> int:
        """Number of long blocks in a box."""
        return self._long_sums[box.end] - self._long_sums[box.start]

    def sum_linked(self, box: Container) -> float:
        """Characters of a box in links."""
        return self._linked_sums[box.end] - self._linked_sums[box.start]

    def sum_prose(self, box: Container) -> float:
        """Prose in a box."""
        return self.spine.sums[box.end] - self.spine.sums[box.start]

    @cached_property
    def buttons(self) -> list[int]:
        """Running sums of the blocks with text in buttons, from 0."""
        return list(accumulate((block.button_share > 0 for block in self.page.blocks), initial=0))

    def count_twins(self, box: Container) -> Twins:
        """Count the containers with the element, kind and parent of a box, itself among them."""
        key = (box.parent, box.tag, box.kind)
        twins = self._twins.get(key)
        if twins is None:
            boxes = self._kinds[key]
            twins = self._twins[key] = Twins(
                len(boxes),
                sum([one.characters for one in boxes]),
                sum([one.end - one.start for one in boxes]),
                sum(map(self.count_chosen, boxes)),
            )
        return twins

    @cached_property
    def cards(self) -> list[int]:
        """Place of the innermost box that is one of many around each container, itself or farther out; -1 without."""
        return _find_cards(self.page, self._kinds)

    @cached_property
    def _kinds(self) -> Mapping[_Key, list[Container]]:
        """The containers of each kind in each parent."""
        kinds = defaultdict[_Key, list[Container]](list)
        for box in self.page.containers:
            kinds[box.parent, box.tag, box.kind].append(box)
        return kinds

    @cached_property
    def _headings(self) -> list[bool]:
        return [block.tag in vocabulary.HEADINGS for block in self.page.blocks]

    @cached_property
    def _heading_sums(self) -> list[int]:
        return list(accumulate(self._headings, initial=0))

    @cached_property
    def _long_sums(self) -> list[int]:
        return list(accumulate((length > LONG_BLOCK for length in self.lengths), initial=0))

    @cached_property
    def _linked_sums(self) -> list[float]:
        return list(accumulate(map(mul, self.lengths, self.linked), initial=0.0))

    @cached_property
    def _siblings(self) -> tuple[list[SiblingGroup], float]:
        return _group_siblings(self.page, self.chosen, self.ends)


def _spread_scores(page: Page, scores: Mapping[int, float]) -> list[tuple[float, int]]:
    """The score of the nearest scored container around each container, and the steps to it; (0, FAR) without one."""
    spread: list[tuple[float, int]] = []
    for container in page.containers:
        own = scores.get(container.place)
        if own is not None:
            spread.append((own, 0))
        elif container.parent < 0:
            spread.append((0.0, FAR))
        else:
            score, steps = spread[container.parent]
            spread.append((score, steps + (steps < FAR)))
    return spread


def _find_headline(page: Page) -> int:
    """The number of the first h1 that is not left out; -1 without one."""
    return next(
        (i for i, block in enumerate(page.blocks) if block.tag == "h1" and not block.region & regions.LEFT_OUT), -1
    )


def _count_since(flags: list[bool]) -> list[int]:
    """Steps back to the nearest flag, FAR where there is none near."""
    steps, result = FAR, []
    for flag in flags:
        steps = 0 if flag else steps + (steps < FAR)
        result.append(steps)
    return result


def _count_distances(flags: list[bool]) -> list[int]:
    """Steps to the nearest flag in either direction."""
    return [min(pair) for pair in zip(_count_since(flags), _count_since(flags[::-1])[::-1], strict=True)]


def _group_siblings(page: Page, chosen: list[bool], ends: list[bool]) -> tuple[list[SiblingGroup], float]:
    """The sibling group of each block, and the page's characters outside links."""
    groups: dict[_Key, SiblingGroup] = {}
    of_block: list[SiblingGroup] = []
    total = 0.0
    for number, block in enumerate(page.blocks):
        container = page.containers[block.container]
        parent = page.containers[max(0, container.parent)]
        key = (container.tag, container.kind, parent.tag, parent.kind)
        group = groups.get(key)
        if group is None:
            group = groups[key] = SiblingGroup()
        unlinked = len(block.text) * (1 - block.link_density)
        group.characters += unlinked
        group.blocks += 1
        group.ends += ends[number]
        group.chosen += chosen[number]
        group.linked += block.link_density
        total += unlinked
        of_block.append(group)
    return of_block, total


def _find_cards(page: Page, kinds: Mapping[_Key, list[Container]]) -> list[int]:
    """The place of the innermost card around each container, itself or farther out; -1 without one."""
    many = [boxes for boxes in kinds.values() if len(boxes) >= LEAST_CARDS and boxes[0].tag not in vocabulary.LEAVES]
    own = {box.place for boxes in many for box in boxes}
    cards = [-1]  # of the outermost container, which has no twins
    for box in page.containers[1:]:
        cards.append(box.place if box.place in own else cards[box.parent])
    return cards
