"""Features of a block: its shape, its neighbours, its place in the page, the names around it, and the kind of page.

Nothing here reads words of a language; what a block says is the cleaner's business.

A new feature of a block takes a name in FEATURES, and its value the same position in what `_measure` returns: most
often both go into one group of names and the `_measure_*` or `_count_*` that gives it. What is counted once for a page
belongs into `page_stats`. `python -m newsieve.train pages` then fits the classifier anew; the old one is refused.
"""

import re
from functools import lru_cache

from newsieve.extract import regions, vocabulary
from newsieve.extract.choice import Choice
from newsieve.extract.layout import Container, Page, PageBlock
from newsieve.extract.page_stats import FAR, PageStats, SiblingGroup, survey_page
from newsieve.extract.page_type import PAGE_FEATURES
from newsieve.extract.sections import Section
from newsieve.extract.spine import Spine
from newsieve.extract.text_keys import make_key

NEAR = 8  # blocks from the candidate, within which unseen prose and that of a menu is judged; the rest always is
PROSE_LENGTH = 80  # characters
TAGS = ("p", "h1", "h2", "h3", "h4", "li", "blockquote", "tr", "pre", "dd", "dt")
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
FEATURES = (
    *("chosen", "chosen_before", "chosen_after", "chosen_in_2", "chosen_in_5", "distance", "is_before", "is_after"),
    *(
        "to_first",
        "to_last",
        "marked_up",
        "repeated",
        "title",
        "since_heading",
        "heading_level",
        "since_h1",
        "after_h1",
    ),
    *("length", "words", "linked", "buttons", "length_before", "length_after", "linked_before", "linked_after"),
    *("ends", "ends_before", "ends_after", "colon", "question", "capital", "capitals", "title_case"),
    *("digits", "quote", "price", "marks"),
    *("group_share", "group_count", "group_ends", "group_length", "group_chosen", "group_linked"),
    *("up", "gap", "sections", "in_article", "body_words", "lead_words", "teaser_words", "picture_words"),
    *("byline_words", "promo_words", "comment_words", "post_words", "own_lead_words", "own_other_words"),
    *("branch_length", "branch_linked", "branch_blocks", "branch_mean", "branch_headings", "branch_long"),
    *("branch_before", "branch_after", "branch_twins", "branch_twins_share", "branch_chosen"),
    *("spine_share", "spine_steps", "prose_before", "prose_near", "parent_blocks", "parent_prose", "depth"),
    *("score", "score_steps", "copied_before", "in_body", "described", "note"),
    *("box_controls", "branch_controls"),
    *("section_blocks", "section_linked", "section_chosen", "section_ends", "section_length"),
    *("promo", "comment", *REGIONS),
    *(f"tag_{tag}" for tag in TAGS),
    *PAGE_FEATURES,
)
_TAG_FLAGS = {tag: tuple(float(tag == other) for other in TAGS) for tag in TAGS}
_NO_TAG_FLAGS = (0.0,) * len(TAGS)
_NO_WORDS: frozenset[str] = frozenset()
_REGION_FLAGS = tuple(REGIONS.values())
_DIGIT = re.compile(r"\d")
_PRICE = re.compile(r"[$€£¥₹]\s?\d|\d\s?(?:[$€£¥₹]|EUR|USD|kr\b|zł)")
_MARKS = re.compile(r"[|·•»›→©@/]")
_TITLE_CASE = re.compile(r"(?<!\w)[A-Z]")


def measure_blocks(page: Page, spine: Spine, choice: Choice, titles: frozenset[str]) -> dict[int, list[float]]:
    """Values in the order of FEATURES for each block that may be of the article; the others have no entry.

    `titles` are the wordings of the title, as `make_key` writes them.
    """
    stats = survey_page(page, spine, choice, titles)
    blocks = page.blocks
    return {i: _measure(stats, i) for i, block in enumerate(blocks) if _is_worth_it(stats, block, i)}


def _is_worth_it(stats: PageStats, block: PageBlock, number: int) -> bool:
    """Whether the classifier is asked about a block.

    It is about each that shows and is in no menu, at any distance; about what is unseen or in a menu if it is revealed,
    of the candidate, or prose near that. Prose of an unseen dialog is left out there too.
    """
    if block.region & (regions.UNSEEN | regions.NAV) and not block.is_revealed and not stats.chosen[number]:
        if block.region & regions.UNSEEN and block.region & regions.DIALOG:
            return False  # one that nobody opened; none of 216 on labelled pages was of the article
        return len(block.text) >= PROSE_LENGTH and block.link_density < 0.5 and stats.distances[number] <= NEAR
    return True


def _measure(stats: PageStats, number: int) -> list[float]:
    block = stats.page.blocks[number]
    container = stats.page.containers[block.container]
    place = stats.places[block.container]
    branch = place.branch if place.branch >= 0 else block.container
    region = block.region
    return [
        *_measure_choice(stats, number, block),
        *_measure_shape(stats, number, block),
        *_measure_group(stats.groups[number], stats.characters),
        *(place.up, place.gap, place.sections, container.tag == "article"),
        *_count_words(place.words),
        *_count_own_words(container.features if container.tag in vocabulary.LEAVES else _NO_WORDS),
        *_measure_branch(stats, stats.page.containers[branch]),
        *_measure_spine(stats, number, container),
        *stats.scores[block.container],
        stats.first_copies[block.text] < number,
        stats.description.holds_in_body(block.text),
        stats.description.holds(block.text),
        block.is_note,
        *_count_controls(stats.page, container, branch),
        *_measure_section(stats.sections[number]),
        *(block.is_promo, block.is_comment),
        *[bool(region & flag) for flag in _REGION_FLAGS],
        *_TAG_FLAGS.get(block.tag, _NO_TAG_FLAGS),
        *stats.page_type,
    ]


def _measure_choice(stats: PageStats, number: int, block: PageBlock) -> tuple[float, ...]:
    """Measure where a block stands from the candidate, the article of the markup and the headings."""
    chosen, last_number = stats.chosen, len(stats.chosen) - 1
    return (
        chosen[number],
        number > 0 and chosen[number - 1],
        number < last_number and chosen[number + 1],
        _share_chosen(stats, number, 2),
        _share_chosen(stats, number, 5),
        stats.distances[number],
        number < stats.first,
        number > stats.last,
        number - stats.first,
        number - stats.last,
        number in stats.marked,
        stats.copies[block.text] > 1,
        _is_title(stats, block.text),
        stats.since_heading[number],
        stats.heading_levels[number],
        max(-FAR, min(FAR, number - stats.headline)) if stats.headline >= 0 else FAR,
        number > stats.headline >= 0,
    )


def _is_title(stats: PageStats, text: str) -> bool:
    """Whether a text words the page's title. Most are told by their first letter."""
    if len(text) >= vocabulary.LONGEST_TITLE or (text[0].isalnum() and text[0].casefold()[0] not in stats.initials):
        return False
    return make_key(text) in stats.titles


def _share_chosen(stats: PageStats, number: int, reach: int) -> float:
    """Share of the blocks up to `reach` away that are the candidate's."""
    start, end = max(0, number - reach), min(len(stats.chosen), number + reach + 1)
    return (stats.sums.chosen[end] - stats.sums.chosen[start]) / (end - start)


def _measure_shape(stats: PageStats, number: int, block: PageBlock) -> tuple[float, ...]:
    blocks, text = stats.page.blocks, block.text
    before = blocks[number - 1] if number else None
    after = blocks[number + 1] if number + 1 < len(blocks) else None
    head = text[:60]
    words = text.count(" ") + 1
    return (
        len(text),
        words,
        block.link_density,
        block.button_share,
        len(before.text) if before else 0,
        len(after.text) if after else 0,
        before.link_density if before else 0.0,
        after.link_density if after else 0.0,
        stats.ends[number],
        stats.ends[number - 1] if number else 0,
        stats.ends[number + 1] if after else 0,
        text[-1] == ":",
        text[-1] == "?",
        text[0].isupper(),
        text.isupper(),
        len(_TITLE_CASE.findall(text[:200])) / min(words, 40) if words > 1 else 0.0,
        len(_DIGIT.findall(head)) / len(head),
        text[0] in vocabulary.OPENING,
        _PRICE.search(head) is not None,
        _MARKS.search(head) is not None,
    )


def _count_controls(page: Page, container: Container, branch: int) -> tuple[int, int]:
    """Count fields of forms in the innermost box around a block, and in the outermost that has not the candidate."""
    box = page.containers[max(0, container.parent)] if container.tag in vocabulary.LEAVES else container
    return box.controls, page.containers[branch].controls


def _measure_section(section: Section) -> tuple[float, ...]:
    return (section.blocks, section.linked, section.chosen, section.ends, section.length)


def _measure_group(group: SiblingGroup, characters: float) -> tuple[float, ...]:
    blocks = group.blocks
    return (
        group.characters / characters,
        blocks,
        group.ends / blocks,
        group.characters / blocks,
        group.chosen / blocks,
        group.linked / blocks,
    )


@lru_cache(maxsize=20_000)
def _count_words(words: frozenset[str]) -> tuple[int, ...]:
    """Count the words of each kind in the names of the boxes around a block."""
    return (
        len(words & vocabulary.BODY_WORDS),
        len(words & vocabulary.LEAD_WORDS),
        len(words & vocabulary.TEASER_WORDS),
        len(words & vocabulary.PICTURE_WORDS),
        len(words & vocabulary.BYLINE_WORDS),
        len(words & vocabulary.PROMO),
        len(words & vocabulary.COMMENTS),
        len(words & vocabulary.POST_WORDS),
    )


@lru_cache(maxsize=20_000)
def _count_own_words(words: frozenset[str]) -> tuple[int, ...]:
    """The same for the element that is the block."""
    return (len(words & vocabulary.LEAD_WORDS), len(words & vocabulary.OTHER_WORDS))


def _measure_branch(stats: PageStats, branch: Container) -> tuple[float, ...]:
    """Measure the outermost box around a block that does not hold the candidate, and the boxes that are like it."""
    sums, start, end = stats.sums, branch.start, branch.end
    length, blocks = max(1, branch.characters), max(1, end - start)
    count, characters = stats.twins.get(stats.twin_keys[branch.place], (1, length))
    return (
        length,
        (sums.linked[end] - sums.linked[start]) / length,
        blocks,
        length / blocks,
        (sums.headings[end] - sums.headings[start]) / blocks,
        (sums.long_blocks[end] - sums.long_blocks[start]) / blocks,
        end <= stats.first,
        start > stats.last,
        count,
        characters / stats.characters,
        (sums.chosen[end] - sums.chosen[start]) / blocks,
    )


def _measure_spine(stats: PageStats, number: int, container: Container) -> tuple[float, ...]:
    """Share of the page's prose in the innermost spine container that holds the block, and around it."""
    spine, containers = stats.spine, stats.page.containers
    sums = spine.sums
    total = sums[-1] or 1.0
    around = container if container.tag not in vocabulary.LEAVES else containers[max(0, container.parent)]
    start, end = max(0, number - 4), min(len(sums) - 1, number + 5)
    return (
        spine.shares[spine.leaves[container.place]],
        spine.steps[container.place],
        sums[number] / total,
        (sums[end] - sums[start]) / (end - start),
        around.end - around.start,
        (sums[around.end] - sums[around.start]) / total,
        container.depth,
    )
