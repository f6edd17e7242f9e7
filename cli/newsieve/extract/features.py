"""Features of a block: its shape, its neighbours, its place in the page, the names around it, and the kind of page.

Nothing here reads words of a language; what a block says is the cleaner's business.

A feature is an entry in one of the tables below: its name, and a function that gives its column, a number for each of
the blocks that are asked about. A page is measured by columns, and by those alone that the trees ask for. What is
counted once for a page belongs into `page_stats`. `python -m newsieve.train pages` then fits the classifier anew; the
old one is refused.
"""

import re
from collections.abc import Callable, Collection, Sequence
from itertools import chain, repeat

from newsieve.extract import regions, vocabulary
from newsieve.extract.choice import Choice
from newsieve.extract.columns import (
    AskedBlocks,
    Column,
    count_names,
    of_block,
    of_block_after,
    of_block_before,
    of_branch,
    of_card,
    of_container,
    of_page,
)
from newsieve.extract.layout import MUCH_LINKED, Container, Page, PageBlock
from newsieve.extract.page_stats import FAR, PageStats
from newsieve.extract.page_type import PAGE_FEATURES
from newsieve.extract.spine import Spine
from newsieve.extract.text_keys import make_key

NEAR = 8  # blocks from the candidate, within which unseen prose and that of a menu is judged; the rest always is
PROSE_LENGTH = 80  # characters
_TITLE_CASE = re.compile(r"(?<!\w)[A-Z]")
_ASCII = map(chr, range(128))
_SHAPES = "".join("A" if c.isupper() else "a" if c.isalnum() or c == "_" else " " for c in _ASCII).encode() + b"?" * 128


def measure_blocks(
    page: Page, spine: Spine, choice: Choice, titles: frozenset[str], wanted: Collection[int] | None = None
) -> dict[int, tuple[float, ...]]:
    """Values in the order of FEATURES for each block that may be of the article; the others have no entry.

    `titles` are the wordings of the title, as `make_key` writes them. `wanted` are the numbers of the features that are
    measured, None for all; the others are 0.
    """
    stats = PageStats(page, spine, choice, titles)
    numbers = [number for number, block in enumerate(page.blocks) if _is_worth_it(stats, block, number)]
    asked = AskedBlocks(stats, numbers)
    columns = [
        column(asked) if wanted is None or feature in wanted else repeat(0.0, len(numbers))
        for feature, column in enumerate(_COLUMNS.values())
    ]
    return dict(zip(numbers, zip(*columns, strict=True), strict=True))


def _is_worth_it(stats: PageStats, block: PageBlock, number: int) -> bool:
    """Whether the classifier is asked about a block.

    It is about each that shows and is in no menu, at any distance; about what is unseen or in a menu if it is revealed,
    of the candidate, or prose near that. Prose of an unseen dialog is left out there too, as are reviews of a product,
    requests for consent, and what is hidden in favour of what shows.
    """
    if block.region & regions.NEVER:
        return False
    if block.region & (regions.UNSEEN | regions.NAV) and not block.is_revealed and not stats.chosen[number]:
        if block.region & regions.UNSEEN and block.region & regions.DIALOG:
            return False  # one that nobody opened; none of 216 on labelled pages was of the article
        return len(block.text) >= PROSE_LENGTH and block.link_density < MUCH_LINKED and stats.distances[number] <= NEAR
    return True


def _sum_near(sums: Sequence[float], reach: int) -> list[float]:
    """Sum a number over the blocks up to `reach` away from each block, given its running sums from 0."""
    starts = chain(repeat(sums[0], reach), sums)
    ends = chain(sums[reach + 1 :], repeat(sums[-1], reach))
    return [end - start for start, end in zip(starts, ends, strict=False)][: len(sums) - 1]


def _average_near(list_sums: Callable[[PageStats], Sequence[float]], reach: int) -> Column:
    """Return the column of the mean of a number over the blocks up to `reach` away, given its running sums from 0."""

    def column(asked: AskedBlocks) -> list[float]:
        sums = list_sums(asked.stats)
        totals, counts = _sum_near(sums, reach), _sum_near(range(len(sums)), reach)
        return [totals[number] / counts[number] for number in asked.numbers]

    return column


def _measure_since_h1(asked: AskedBlocks) -> list[float]:
    headline = asked.stats.headline
    return [max(-FAR, min(FAR, number - headline)) if headline >= 0 else FAR for number in asked.numbers]


def _is_title(stats: PageStats, text: str) -> bool:
    """Whether a text words the page's title. Most are told by their first letter."""
    if len(text) >= vocabulary.LONGEST_TITLE or (text[0].isalnum() and text[0].casefold()[0] not in stats.initials):
        return False
    return make_key(text) in stats.titles


def _count_blocks(box: Container) -> int:
    return max(1, box.end - box.start)


def _measure_title_case(text: str) -> float:
    words = text.count(" ") + 1
    return _count_capitals(text[:200]) / min(words, 40) if words > 1 else 0.0


def _count_capitals(text: str) -> int:
    """Count the words that begin with a capital letter of A to Z."""
    shape = text.encode("utf-8", "surrogatepass").translate(_SHAPES)  # a fifth of the time of the pattern
    if b"?A" in shape:  # behind a letter, or behind a mark
        return len(_TITLE_CASE.findall(text))
    return shape.count(b" A") + shape.startswith(b"A")


def _count_headings(asked: AskedBlocks) -> list[float]:
    """Count the headings that are like the one above a block; 0 without one."""
    above, groups = asked.stats.headings_above, asked.stats.groups
    return [groups[above[number]].blocks if above[number] >= 0 else 0 for number in asked.numbers]


def _measure_heading_depth(asked: AskedBlocks) -> list[float]:
    """Tell how much deeper in the page than a block the heading above it stands; 0 without one."""
    above, page = asked.stats.headings_above, asked.stats.page
    depths = [container.depth for container in page.containers]
    return [
        depths[page.blocks[above[number]].container] - own.depth if above[number] >= 0 else 0
        for number, own in zip(asked.numbers, asked.containers, strict=True)
    ]


_PLACE_IN_TEXT: dict[str, Column] = {
    "chosen": of_block(lambda stats: stats.chosen),
    "chosen_after": of_block_after(lambda stats: stats.chosen),
    "chosen_in_2": _average_near(lambda stats: stats.chosen_sums, 2),
    "chosen_in_5": _average_near(lambda stats: stats.chosen_sums, 5),
    "distance": of_block(lambda stats: stats.distances),
    "is_after": lambda asked: [number > asked.stats.last for number in asked.numbers],
    "to_first": lambda asked: [number - asked.stats.first for number in asked.numbers],
    "to_last": lambda asked: [number - asked.stats.last for number in asked.numbers],
    "title": lambda asked: [_is_title(asked.stats, text) for text in asked.texts],
    "since_heading": of_block(lambda stats: stats.since_heading),
    "heading_level": of_block(lambda stats: stats.heading_levels),
    "since_h1": _measure_since_h1,
    "after_h1": lambda asked: [number > asked.stats.headline >= 0 for number in asked.numbers],
    "since_prose": of_block(lambda stats: stats.since_prose),
    "buttons_near": of_block(lambda stats: _sum_near(stats.buttons, 5)),
    "heading_count": _count_headings,
    "heading_depth": _measure_heading_depth,
}
_SHAPE: dict[str, Column] = {
    "length": of_block(lambda stats: stats.lengths),
    "words": lambda asked: [text.count(" ") + 1 for text in asked.texts],
    "linked": of_block(lambda stats: stats.linked),
    "buttons": lambda asked: [block.button_share for block in asked.blocks],
    "length_before": of_block_before(lambda stats: stats.lengths),
    "length_after": of_block_after(lambda stats: stats.lengths),
    "ends": of_block(lambda stats: stats.ends),
    "capital": lambda asked: [text[0].isupper() for text in asked.texts],
    "title_case": lambda asked: map(_measure_title_case, asked.texts),
}
_GROUP: dict[str, Column] = {
    "group_share": lambda asked: [group.characters / asked.stats.characters for group in asked.groups],
    "group_count": lambda asked: [group.blocks for group in asked.groups],
    "group_ends": lambda asked: [group.ends / group.blocks for group in asked.groups],
    "group_length": lambda asked: [group.characters / group.blocks for group in asked.groups],
    "group_chosen": lambda asked: [group.chosen / group.blocks for group in asked.groups],
    "group_linked": lambda asked: [group.linked / group.blocks for group in asked.groups],
}
_BOXES: dict[str, Column] = {
    "up": of_container(lambda stats: stats.places.up),
    "gap": of_container(lambda stats: stats.places.gap),
    "picture_words": count_names(vocabulary.PICTURE_WORDS),
    "promo_words": count_names(vocabulary.PROMO),
    "comment_words": count_names(vocabulary.COMMENTS),
    "post_words": count_names(vocabulary.POST_WORDS),
}
_BRANCH: dict[str, Column] = {
    "branch_length": of_branch(lambda _, box: max(1, box.characters)),
    "branch_linked": of_branch(lambda stats, box: stats.sum_linked(box) / max(1, box.characters)),
    "branch_blocks": of_branch(lambda _, box: _count_blocks(box)),
    "branch_mean": of_branch(lambda _, box: max(1, box.characters) / _count_blocks(box)),
    "branch_headings": of_branch(lambda stats, box: stats.count_headings(box) / _count_blocks(box)),
    "branch_long": of_branch(lambda stats, box: stats.count_long_blocks(box) / _count_blocks(box)),
    "branch_after": of_branch(lambda stats, box: box.start > stats.last),
    "branch_twins": of_branch(lambda stats, box: stats.count_twins(box).count),
    "branch_twins_share": of_branch(lambda stats, box: stats.count_twins(box).characters / stats.characters),
    "branch_chosen": of_branch(lambda stats, box: stats.count_chosen(box) / _count_blocks(box)),
}
_CARD: dict[str, Column] = {
    "card_count": of_card(lambda stats, box: stats.count_twins(box).count),
    "card_blocks": of_card(lambda _, box: box.end - box.start),
    "card_linked": of_card(lambda stats, box: stats.sum_linked(box) / max(1, box.characters)),
    "card_share": of_card(lambda stats, box: stats.count_twins(box).characters / stats.characters),
    "cards_chosen": of_card(lambda stats, box: stats.count_twins(box).chosen / max(1, stats.count_twins(box).blocks)),
}
_SPINE: dict[str, Column] = {
    "spine_share": lambda asked: [asked.stats.spine.share_of(container.place) for container in asked.containers],
    "spine_steps": of_container(lambda stats: stats.spine.steps),
    "prose_before": lambda asked: [asked.stats.spine.sums[number] / asked.stats.prose for number in asked.numbers],
    "prose_near": _average_near(lambda stats: stats.spine.sums, 4),
    "parent_blocks": lambda asked: [box.end - box.start for box in asked.around],
    "parent_prose": lambda asked: [asked.stats.sum_prose(box) / asked.stats.prose for box in asked.around],
    "depth": lambda asked: [container.depth for container in asked.containers],
}
_MORE: dict[str, Column] = {
    "score": lambda asked: [score for score, _ in asked.scores],
    "score_steps": lambda asked: [steps for _, steps in asked.scores],
    "in_body": lambda asked: map(asked.stats.description.holds_in_body, asked.texts),
    "described": lambda asked: map(asked.stats.description.holds, asked.texts),
    "note": lambda asked: [block.is_note for block in asked.blocks],
    "box_controls": lambda asked: [box.controls for box in asked.around],
    "branch_controls": of_branch(lambda _, box: box.controls),
    "section_blocks": lambda asked: [section.blocks for section in asked.sections],
    "section_linked": lambda asked: [section.linked for section in asked.sections],
    "section_chosen": lambda asked: [section.chosen for section in asked.sections],
    "section_ends": lambda asked: [section.ends for section in asked.sections],
    "section_length": lambda asked: [section.length for section in asked.sections],
    "promo": lambda asked: [block.is_promo for block in asked.blocks],
    "comment": lambda asked: [block.is_comment for block in asked.blocks],
}
REGIONS = {
    "unseen": regions.UNSEEN,
    "unspoken": regions.UNSPOKEN,
    "nav": regions.NAV,
    "aside": regions.ASIDE,
    "footer": regions.FOOTER,
    "dialog": regions.DIALOG,
    "figure": regions.FIGURE,
    "caption": regions.CAPTION,
    "form": regions.FORM,
}
TAGS = ("p", "h2", "li", "blockquote", "pre")


def _is_in(flag: int) -> Column:
    return lambda asked: [block.region & flag != 0 for block in asked.blocks]


def _is_tag(tag: str) -> Column:
    return lambda asked: [block.tag == tag for block in asked.blocks]


_COLUMNS: dict[str, Column] = {
    **_PLACE_IN_TEXT,
    **_SHAPE,
    **_GROUP,
    **_BOXES,
    **_BRANCH,
    **_CARD,
    **_SPINE,
    **_MORE,
    **{name: _is_in(flag) for name, flag in REGIONS.items()},
    **{f"tag_{tag}": _is_tag(tag) for tag in TAGS},
    **{name: of_page(number) for number, name in enumerate(PAGE_FEATURES)},
}
FEATURES = tuple(_COLUMNS)
