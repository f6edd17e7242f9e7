"""What speaks for and against a block, in numbers: its shape, its neighbours, its place in the page, its names.

Nothing here reads words of a language; what a block says is the cleaner's business.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from newsieve.extract import vocabulary
from newsieve.extract.layout import Container, Page, PageBlock
from newsieve.extract.surroundings import Place, locate_containers

_ALPHANUMERIC = re.compile(r"[^\W_]+")
_DIGIT = re.compile(r"\d")
NEAR = 8  # blocks; farther from readability's choice only prose is judged, the rest is none of the article
PROSE_LENGTH = 80  # characters
LONG_BLOCK = 120  # characters
FAR = 30  # blocks; a longer distance counts as this
TAGS = ("p", "h1", "h2", "h3", "h4", "li", "blockquote", "tr", "pre", "dd")
FEATURES = (
    *("chosen", "chosen_before", "chosen_after", "chosen_in_2", "chosen_in_5", "distance", "is_before", "is_after"),
    *("to_first", "to_last", "marked_up", "chrome", "repeated", "title", "since_heading"),
    *("length", "words", "linked", "length_before", "length_after", "linked_before", "linked_after"),
    *("ends", "colon", "capital", "capitals", "digits", "quote"),
    *("kin_share", "kin_count", "kin_ends", "kin_length"),
    *("up", "gap", "sections", "in_article", "body_words", "lead_words", "teaser_words", "picture_words"),
    *("byline_words", "promo_words", "own_lead_words", "own_other_words"),
    *("branch_length", "branch_linked", "branch_blocks", "branch_mean", "branch_headings", "branch_long"),
    *("branch_before", "branch_after"),
    *(f"tag_{tag}" for tag in TAGS),
)
_TAG_FLAGS = {tag: tuple(float(tag == other) for other in TAGS) for tag in TAGS}
_NO_TAG_FLAGS = (0.0,) * len(TAGS)
_NO_WORDS: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Kin:
    """Blocks of a page with the same element and class, in a parent with the same: paragraphs of one story are kin."""

    characters: float = 0.0
    blocks: int = 0
    ends: int = 0


@dataclass(slots=True)
class _Sums:
    """Running sums over a page's blocks, from 0; what is between two numbers is the difference of two sums."""

    chosen: list[int]
    linked: list[float]
    headings: list[int]
    long_blocks: list[int]


@dataclass(slots=True)
class _View:
    """All that is known of a page once, for its blocks to be measured by."""

    page: Page
    chosen: list[bool]
    marked: frozenset[int]
    titles: frozenset[str]
    initials: frozenset[str]
    first: int
    last: int
    distances: list[int]
    since_heading: list[int]
    places: list[Place]
    sums: _Sums
    kin: list[_Kin]
    characters: float
    copies: Counter[str]


def measure_blocks(page: Page, chosen: list[int], marked: list[int], titles: frozenset[str]) -> dict[int, list[float]]:
    """Values in the order of FEATURES for each block that may be of the article; the others have no entry.

    `chosen` are the numbers that readability keeps, `marked` those of the element that the markup calls the article,
    `titles` the wordings of the title, folded by `fold`.
    """
    view = _survey(page, chosen, marked, titles)
    return {i: _measure(view, i) for i, block in enumerate(page.blocks) if _is_worth_it(block, view.distances[i])}


def fold(text: str) -> str:
    """Letters and digits alone, case-folded: what two wordings of one title share."""
    return "".join(_ALPHANUMERIC.findall(text.casefold()))


def _is_worth_it(block: PageBlock, distance: int) -> bool:
    return distance <= NEAR or (len(block.text) >= PROSE_LENGTH and block.link_density < 0.5)


def _survey(page: Page, chosen: list[int], marked: list[int], titles: frozenset[str]) -> _View:
    count = len(page.blocks)
    flags = [False] * count
    for number in chosen:
        flags[number] = True
    kin, characters = _group_kin(page)
    headings = [block.tag in vocabulary.HEADINGS for block in page.blocks]
    return _View(
        page=page,
        chosen=flags,
        marked=frozenset(marked),
        titles=titles,
        initials=frozenset(title[0] for title in titles),
        first=chosen[0] if chosen else 0,
        last=chosen[-1] if chosen else count,
        distances=_count_distances(flags),
        since_heading=_count_since(headings),
        places=locate_containers(page, chosen),
        sums=_Sums(
            chosen=list(accumulate(flags, initial=0)),
            linked=list(accumulate((len(block.text) * block.link_density for block in page.blocks), initial=0.0)),
            headings=list(accumulate(headings, initial=0)),
            long_blocks=list(accumulate((len(block.text) > LONG_BLOCK for block in page.blocks), initial=0)),
        ),
        kin=kin,
        characters=max(1.0, characters),
        copies=Counter(block.text for block in page.blocks),
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


def _group_kin(page: Page) -> tuple[list[_Kin], float]:
    """The kin of each block, and the page's characters outside links."""
    groups: dict[tuple[str | None, ...], _Kin] = {}
    kin: list[_Kin] = []
    total = 0.0
    for block in page.blocks:
        container = page.containers[block.container]
        parent = page.containers[max(0, container.parent)]
        key = (container.tag, container.attributes.get("class"), parent.tag, parent.attributes.get("class"))
        group = groups.get(key)
        if group is None:
            group = groups[key] = _Kin()
        unlinked = len(block.text) * (1 - block.link_density)
        group.characters += unlinked
        group.blocks += 1
        group.ends += block.text[-1] in vocabulary.SENTENCE_ENDS
        total += unlinked
        kin.append(group)
    return kin, total


def _measure(view: _View, number: int) -> list[float]:
    block = view.page.blocks[number]
    container = view.page.containers[block.container]
    place = view.places[block.container]
    branch = place.branch if place.branch >= 0 else block.container
    return [
        *_measure_choice(view, number, block),
        *_measure_shape(view, number, block),
        *_measure_kin(view.kin[number], view.characters),
        *(place.up, place.gap, place.sections, container.tag == "article"),
        *_count_words(place.words),
        *_count_own_words(container.features if container.tag in vocabulary.LEAVES else _NO_WORDS),
        *_measure_branch(view, view.page.containers[branch]),
        *_TAG_FLAGS.get(block.tag, _NO_TAG_FLAGS),
    ]


def _measure_choice(view: _View, number: int, block: PageBlock) -> tuple[float, ...]:
    """What readability and the markup make of a block and of those around it."""
    chosen, last_number = view.chosen, len(view.chosen) - 1
    return (
        chosen[number],
        number > 0 and chosen[number - 1],
        number < last_number and chosen[number + 1],
        _share_chosen(view, number, 2),
        _share_chosen(view, number, 5),
        view.distances[number],
        number < view.first,
        number > view.last,
        number - view.first,
        number - view.last,
        number in view.marked,
        block.is_chrome,
        view.copies[block.text] > 1,
        _is_title(view, block.text),
        view.since_heading[number],
    )


def _is_title(view: _View, text: str) -> bool:
    """Whether a text words the page's title. Most are told by their first letter."""
    if len(text) >= vocabulary.LONGEST_TITLE or (text[0].isalnum() and text[0].casefold()[0] not in view.initials):
        return False
    return fold(text) in view.titles


def _share_chosen(view: _View, number: int, reach: int) -> float:
    """Share of the blocks up to `reach` away that readability keeps."""
    start, end = max(0, number - reach), min(len(view.chosen), number + reach + 1)
    return (view.sums.chosen[end] - view.sums.chosen[start]) / (end - start)


def _measure_shape(view: _View, number: int, block: PageBlock) -> tuple[float, ...]:
    blocks, text = view.page.blocks, block.text
    before = blocks[number - 1] if number else None
    after = blocks[number + 1] if number + 1 < len(blocks) else None
    head = text[:60]
    return (
        len(text),
        text.count(" ") + 1,
        block.link_density,
        len(before.text) if before else 0,
        len(after.text) if after else 0,
        before.link_density if before else 0.0,
        after.link_density if after else 0.0,
        text[-1] in vocabulary.SENTENCE_ENDS or text[-1] in vocabulary.CLOSING,
        text[-1] == ":",
        text[0].isupper(),
        text.isupper(),
        len(_DIGIT.findall(head)) / len(head),
        text[0] in vocabulary.OPENING,
    )


def _measure_kin(kin: _Kin, characters: float) -> tuple[float, ...]:
    return (kin.characters / characters, kin.blocks, kin.ends / kin.blocks, kin.characters / kin.blocks)


@lru_cache(maxsize=20_000)
def _count_words(words: frozenset[str]) -> tuple[int, ...]:
    """How many words of each kind the boxes around a block bear."""
    return (
        len(words & vocabulary.BODY_WORDS),
        len(words & vocabulary.LEAD_WORDS),
        len(words & vocabulary.TEASER_WORDS),
        len(words & vocabulary.PICTURE_WORDS),
        len(words & vocabulary.BYLINE_WORDS),
        len(words & vocabulary.PROMO),
    )


@lru_cache(maxsize=20_000)
def _count_own_words(words: frozenset[str]) -> tuple[int, ...]:
    """The same for the element that is the block."""
    return (len(words & vocabulary.LEAD_WORDS), len(words & vocabulary.OTHER_WORDS))


def _measure_branch(view: _View, branch: Container) -> tuple[float, ...]:
    """The box that a block stands in beside the core, as a whole."""
    sums, start, end = view.sums, branch.start, branch.end
    length, blocks = max(1, branch.characters), max(1, end - start)
    return (
        length,
        (sums.linked[end] - sums.linked[start]) / length,
        blocks,
        length / blocks,
        (sums.headings[end] - sums.headings[start]) / blocks,
        (sums.long_blocks[end] - sums.long_blocks[start]) / blocks,
        end <= view.first,
        start > view.last,
    )
