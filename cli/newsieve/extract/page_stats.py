"""Statistics of a page that are counted once, for all its blocks to be measured by."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate

from newsieve.extract import regions, vocabulary
from newsieve.extract.choice import Choice
from newsieve.extract.described import Description, read_description
from newsieve.extract.layout import Page
from newsieve.extract.page_type import describe_page
from newsieve.extract.sections import Section, cut_sections
from newsieve.extract.spine import LONG_BLOCK, Spine
from newsieve.extract.surroundings import Place, locate_containers

FAR = 30  # blocks; a longer distance counts as this
_Key = tuple[str | int | None, ...]


@dataclass(slots=True)
class SiblingGroup:
    """Blocks of a page with the same element and class, in a parent with the same, such as paragraphs of one story."""

    characters: float = 0.0
    blocks: int = 0
    ends: int = 0
    chosen: int = 0
    linked: float = 0.0


@dataclass(slots=True)
class RunningSums:
    """Running sums over a page's blocks, from 0; the sum between two numbers is the difference of two."""

    chosen: list[int]
    linked: list[float]
    headings: list[int]
    long_blocks: list[int]


@dataclass(slots=True)
class PageStats:
    """`twins` are the number and the characters of the containers with one element, class and parent.

    `scores` are of each container the score of the nearest one around it that readability scored, and the steps to it.
    """

    page: Page
    spine: Spine
    chosen: list[bool]
    marked: frozenset[int]
    titles: frozenset[str]
    initials: frozenset[str]
    first: int
    last: int
    headline: int
    distances: list[int]
    since_heading: list[int]
    heading_levels: list[int]
    ends: list[bool]
    places: list[Place]
    sums: RunningSums
    groups: list[SiblingGroup]
    characters: float
    copies: Counter[str]
    twin_keys: list[_Key]
    twins: dict[_Key, tuple[int, int]]
    page_type: tuple[float, ...]
    scores: list[tuple[float, int]]
    sections: list[Section]
    description: Description
    first_copies: dict[str, int]


def survey_page(page: Page, spine: Spine, choice: Choice, titles: frozenset[str]) -> PageStats:
    """Return the statistics; the arguments are those of `measure_blocks`."""
    blocks, chosen = page.blocks, choice.blocks
    flags = [False] * len(blocks)
    for number in chosen:
        flags[number] = True
    ends = [block.text[-1] in vocabulary.SENTENCE_ENDS or block.text[-1] in vocabulary.CLOSING for block in blocks]
    groups, characters = _group_siblings(page, flags, ends)
    headings = [block.tag in vocabulary.HEADINGS for block in blocks]
    twin_keys, twins = _count_twins(page)
    return PageStats(
        page=page,
        spine=spine,
        chosen=flags,
        marked=frozenset(choice.marked),
        titles=titles,
        initials=frozenset(title[0] for title in titles),
        first=chosen[0] if chosen else 0,
        last=chosen[-1] if chosen else len(blocks),
        headline=_find_headline(page),
        distances=_count_distances(flags),
        since_heading=_count_since(headings),
        heading_levels=_list_heading_levels(page),
        ends=ends,
        places=locate_containers(page, chosen),
        sums=_sum_up(page, flags, headings),
        groups=groups,
        characters=max(1.0, characters),
        copies=Counter(block.text for block in blocks),
        twin_keys=twin_keys,
        twins=twins,
        page_type=describe_page(page, spine, choice),
        scores=_spread_scores(page, choice.scores),
        sections=cut_sections(page, flags, ends),
        description=read_description(page),
        first_copies={block.text: number for number, block in reversed(list(enumerate(blocks)))},
    )


def _sum_up(page: Page, chosen: list[bool], headings: list[bool]) -> RunningSums:
    blocks = page.blocks
    return RunningSums(
        chosen=list(accumulate(chosen, initial=0)),
        linked=list(accumulate((len(block.text) * block.link_density for block in blocks), initial=0.0)),
        headings=list(accumulate(headings, initial=0)),
        long_blocks=list(accumulate((len(block.text) > LONG_BLOCK for block in blocks), initial=0)),
    )


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
            spread.append((score, min(FAR, steps + 1)))
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
        steps = 0 if flag else min(FAR, steps + 1)
        result.append(steps)
    return result


def _count_distances(flags: list[bool]) -> list[int]:
    """Steps to the nearest flag in either direction."""
    return [min(pair) for pair in zip(_count_since(flags), _count_since(flags[::-1])[::-1], strict=True)]


def _list_heading_levels(page: Page) -> list[int]:
    """The level of the last heading up to each block, 0 before the first."""
    level, levels = 0, []
    for block in page.blocks:
        if block.tag in vocabulary.HEADINGS:
            level = int(block.tag[1])
        levels.append(level)
    return levels


def _group_siblings(page: Page, chosen: list[bool], ends: list[bool]) -> tuple[list[SiblingGroup], float]:
    """The sibling group of each block, and the page's characters outside links."""
    groups: dict[_Key, SiblingGroup] = {}
    of_block: list[SiblingGroup] = []
    total = 0.0
    for number, block in enumerate(page.blocks):
        container = page.containers[block.container]
        parent = page.containers[max(0, container.parent)]
        key = (container.tag, container.attributes.get("class"), parent.tag, parent.attributes.get("class"))
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


def _count_twins(page: Page) -> tuple[list[_Key], dict[_Key, tuple[int, int]]]:
    """The key of each container, and how many of its parent's children share it, with their characters."""
    keys: list[_Key] = []
    twins: dict[_Key, tuple[int, int]] = {}
    for container in page.containers:
        key = (container.parent, container.tag, container.attributes.get("class"))
        count, characters = twins.get(key, (0, 0))
        twins[key] = count + 1, characters + container.characters
        keys.append(key)
    return keys, twins
