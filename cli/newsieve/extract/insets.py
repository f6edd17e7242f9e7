"""Prose that stands in a story though the classifier left it out: boxes between its paragraphs, and its end.

Fact boxes, pull quotes and text behind a paywall have names and elements that are furniture elsewhere, and the last
paragraphs often stand outside the box of the others. A box is of the story where it holds nothing but prose, or a list
without links, that stands nowhere else on the page, nor within the story, as what a pull quote repeats does. On 1,553
labelled pages that was 143 blocks of prose, repeats and offers still among them, with half of their characters in a
gold text; most of the others ask for something, and go by their words in the cleaner, which says so.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from newsieve.extract import regions, vocabulary
from newsieve.extract.companions import MEMBERS
from newsieve.extract.layout import Container, Page, PageBlock
from newsieve.text import QUESTION_ENDS, find_words, strip_closers

LEAST_PARAGRAPHS = 3  # of a story, surely kept, for it to have a place
STORY_SHARE = 0.8  # of its characters in the box that is the story's own
BOX_SHARE = 0.6  # of the characters of a box around that, in the story's own: a box that is about the story
PROSE_SHARE = 0.6  # of the characters of a part, in sentences, quotations, and items of lists and tables
MOST_LINKED = 0.05  # of the characters of a part
LABELS = 2  # blocks of furniture, such as "Advertisement", between the story and what goes on behind it
SHINGLE = 4  # words in a row, by which a quotation that is pulled out is told
_OTHERS = regions.UNSEEN | regions.DIALOG | regions.NEVER | regions.FORM
NAMES_OF_OFFERS = frozenset("newsletter newsletters signup cta banner".split())  # no such box was of a gold text
_NAMES_BEHIND = vocabulary.AUTHOR_WORDS | vocabulary.COMMENTS  # of boxes that tell who wrote, and what readers say
_NO_TELLING = (*QUESTION_ENDS, "!", "！", "…", "...")  # ends of what asks, calls out, or breaks off


class PagePart(NamedTuple):
    """Blocks `start` to `end` that stand together in `box`, which holds none of the article, and stands in `around`."""

    start: int
    end: int
    box: Container
    around: Container


def list_insets(
    page: Page, kept: Mapping[int, float], rated: Mapping[int, float], firm: float, lowest: float
) -> Iterator[int]:
    """Yield the blocks, ascending, that stand in the story and are prose as it is, but were not kept.

    `kept` are the article's blocks with their logits, `rated` all blocks that were asked about; `lowest` is the logit
    with which a block is ever kept: a box outside the story's own needs as much.
    """
    if not tells_story(page, kept, firm):
        return
    prose = list_prose(page, kept, firm)
    story = find_story(page, prose)
    boxes = _list_boxes_around(page, story)
    counts = count_shown(page)
    held, told = set(kept), set[tuple[str, ...]]()
    for part in list_parts(page, sorted(kept), prose[0]):
        is_inside = story.place <= part.around.place and part.around.start < story.end
        if not is_inside and part.around.place not in boxes:
            continue
        is_between = is_inside and part.start < prose[-1]
        if not is_between and not (_is_behind(page, part, held) and _NAMES_BEHIND.isdisjoint(list_names(page, part))):
            continue
        is_apart = not is_inside and part.box.tag not in vocabulary.LEAVES
        if is_apart and max(rated.get(number, lowest) for number in range(part.start, part.end)) < lowest:
            continue
        if _is_prose(page, part, counts):
            told = told or _list_shingles(page, kept)
            if not told.issuperset(_list_shingles(page, range(part.start, part.end))):
                held.update(range(part.start, part.end))
                yield from range(part.start, part.end)


def tells_story(page: Page, kept: Mapping[int, float], firm: float) -> bool:
    """Whether the article has so many paragraphs that are surely its own."""
    return len(list_prose(page, kept, firm)) >= LEAST_PARAGRAPHS


def list_prose(page: Page, kept: Mapping[int, float], firm: float) -> list[int]:
    """Return the paragraphs of the article that are so surely its own, ascending."""
    return [number for number, logit in kept.items() if logit >= firm and _is_paragraph(page.blocks[number])]


def count_shown(page: Page) -> Mapping[str, int]:
    """Return how often each text stands on the page; what is hidden is a copy for other screens."""
    return Counter(block.text for block in page.blocks if not block.region & regions.UNSEEN)


def _list_shingles(page: Page, numbers: Iterable[int]) -> set[tuple[str, ...]]:
    """Words of these blocks, so many in a row; of a shorter block all."""
    words = [find_words(page.blocks[number].text) for number in numbers]
    return {tuple(one[i : i + SHINGLE]) for one in words for i in range(max(1, len(one) - SHINGLE + 1))}


def _is_paragraph(block: PageBlock) -> bool:
    return block.tag not in vocabulary.HEADINGS and block.ends


def find_story(page: Page, prose: list[int]) -> Container:
    """Return the innermost box that holds most of the story."""
    sums = [0]
    for number in prose:
        sums.append(sums[-1] + len(page.blocks[number].text))

    def measure(box: Container) -> int:
        return sums[bisect_left(prose, box.end)] - sums[bisect_left(prose, box.start)]

    box = page.containers[page.blocks[prose[bisect_left(sums, sums[-1] / 2) - 1]].container]  # of its middle
    while box.place and (box.tag in vocabulary.LEAVES or measure(box) < STORY_SHARE * sums[-1]):
        box = page.containers[box.parent]
    return box


def _list_boxes_around(page: Page, story: Container) -> set[int]:
    """The places of the boxes around the story's own that hold little else."""
    places, box = set[int](), story
    while box.place:
        box = page.containers[box.parent]
        if story.characters >= BOX_SHARE * box.characters:
            places.add(box.place)
    return places


def list_parts(page: Page, kept: list[int], first: int) -> Iterator[PagePart]:
    """Yield the outermost boxes behind a kept block that hold none of the article, and the bare blocks between."""
    number = first
    for next_kept in (*kept[bisect_left(kept, first) :], len(page.blocks)):
        while number < next_kept:
            own = around = page.containers[page.blocks[number].container]
            outer = None
            while around.start == number and around.end <= next_kept:
                outer, around = around, page.containers[around.parent]
            end = outer.end if outer else number + 1
            yield PagePart(number, end, outer or own, around)
            number = end
        number = next_kept + 1


def _is_behind(page: Page, part: PagePart, held: set[int]) -> bool:
    """Whether nothing but labels of furniture stands between the article and a part."""
    for number in range(part.start - 1, max(-1, part.start - 2 - LABELS), -1):
        if number in held:
            return True
        block = page.blocks[number]
        if not block.is_left_out() or block.ends:
            return False
    return False


def list_names(page: Page, part: PagePart) -> frozenset[str]:
    """Words of the names of a part's boxes."""
    if part.box is part.around:
        return frozenset()
    names, place = set[str](), part.box.place  # not a slice to the page's end for each part
    while place < len(page.containers) and page.containers[place].start < part.end:
        names |= page.containers[place].features
        place += 1
    return frozenset(names)


def _is_prose(page: Page, part: PagePart, counts: Mapping[str, int]) -> bool:
    """Whether a part is made of sentences alone, without links, buttons or fields, that stand nowhere else."""
    blocks = page.blocks[part.start : part.end]
    if any(_is_of_others(block) or _has_role_of_menu(page, block) or counts[block.text] > 1 for block in blocks):
        return False
    has_fields = part.box is not part.around and part.box.controls
    if has_fields or not (vocabulary.CAPTIONS | NAMES_OF_OFFERS).isdisjoint(list_names(page, part)):
        return False
    if any(map(_is_item, blocks)):  # facts are shorter than the heading above them
        blocks = [block for block in blocks if block.tag not in vocabulary.HEADINGS]
    length = sum(len(block.text) for block in blocks)
    told = sum(len(block.text) for block in blocks if tells(block) or _is_item(block))
    linked = sum(len(block.text) * block.link_density for block in blocks)
    return told >= PROSE_SHARE * length and linked <= MOST_LINKED * length


def _is_of_others(block: PageBlock) -> bool:
    """Whether a block is unseen or a button, or part of a dialog, a caption, or what readers say."""
    is_quoted = block.tag == "blockquote"
    left_out = _OTHERS | regions.CAPTION | (0 if is_quoted else regions.FIGURE)
    return bool(block.region & left_out) or block.is_comment or block.button_share > 0


def _has_role_of_menu(page: Page, block: PageBlock) -> bool:
    """Whether a box around a block has the role of a menu or a tooltip; an answer may fold out of a `nav`."""
    box = page.containers[block.container]
    while box.region & regions.NAV:
        if vocabulary.REGIONS_OF_ROLES.get(box.attributes.get("role") or "", 0) & regions.NAV:
            return True
        box = page.containers[box.parent]
    return False


def _is_item(block: PageBlock) -> bool:
    """Whether a block is an item of a list or a table; in a box with a promo's name it is what is offered."""
    return block.tag in MEMBERS and not block.is_promo


def tells(block: PageBlock) -> bool:
    """Whether a block is a quotation, or ends as a sentence does that tells something."""
    is_told = block.ends and not strip_closers(block.text).endswith(_NO_TELLING)
    return block.tag == "blockquote" or is_told
