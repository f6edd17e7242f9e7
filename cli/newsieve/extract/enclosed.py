"""Code, and lists, tables and sentences between blocks of the article in one box, that names or fields spoke against.

A name says what a box is called, not what it holds: `code-toolbar` is the box of a listing, `social-work` a subject.
Code is hardly ever furniture: of 26 listings on labelled pages that were left out though the classifier did not rule
them out, 20 were of a gold text. Other parts are the article's where the blocks before and behind them are, and stand
in the box that the part stands in: without links, buttons, fields and dates, and said once; of 8 such blocks on
labelled pages 6 were. A part in a box with a promo's name has to read as text: buttons to share a page by are lists
too.

Of a page of few words the classifier is sure of nothing. So where no story is told, what stands in the box of the text
goes with the block before it, up to what is none. On 1,225 labelled pages, of which but a handful are so short, that
was 19 blocks, 17 of them of a gold text.
"""

from collections.abc import Iterator, Mapping

from newsieve.days import find_days
from newsieve.extract import regions, vocabulary
from newsieve.extract.insets import (
    MOST_LINKED,
    NAMES_OF_OFFERS,
    PROSE_SHARE,
    PagePart,
    count_shown,
    list_names,
    list_parts,
    tells,
    tells_story,
)
from newsieve.extract.layout import Page, PageBlock
from newsieve.extract.page_type import is_of_product
from newsieve.text import find_words

WORDS_OF_ITEM = 3  # on average, from which on items in a box with a promo's name are no labels
_ITEMS = frozenset("li dt dd tr".split())
_LISTS = vocabulary.LEAVES | frozenset("ul ol dl table thead tbody tfoot tr".split())
_NO_CODE = regions.NEVER | regions.DIALOG | regions.NAV | regions.FOOTER | regions.NOSCRIPT
_NO_TEXT = regions.NEVER | regions.UNSEEN | regions.NAV | regions.DIALOG | regions.FOOTER
_NO_TEXT |= regions.CAPTION | regions.FIGURE | regions.FORM
_OTHERS = vocabulary.PICTURE_WORDS | vocabulary.AUTHOR_WORDS | NAMES_OF_OFFERS


def list_enclosed(
    page: Page, kept: Mapping[int, float], rated: Mapping[int, float], firm: float, lowest: float
) -> Iterator[int]:
    """Yield the blocks that were left out, and are code beside the article or parts within it.

    `kept` are the article's blocks with their logits, `rated` all blocks that were asked about; `lowest` is the logit
    with which a block is ever kept, `firm` that from which on it surely is.
    """
    if not kept:
        return
    held = set(kept)
    for number, logit in rated.items():
        block = page.blocks[number]
        if number not in held and logit >= lowest and _is_code(block) and not block.is_left_out():
            held.add(number)
            yield number
    counts = count_shown(page)
    ordered, next_seen = sorted(held), _list_next_seen(page, held)
    is_short = not (tells_story(page, kept, firm) or is_of_product(page))
    texts = (number for number in reversed(ordered) if page.blocks[number].tag not in vocabulary.HEADINGS)
    firsts = {_find_place(page, number): number for number in texts}
    for part in list_parts(page, ordered, ordered[0]):
        is_behind = is_short and _is_behind(page, part, held, firsts)
        if not (is_behind or _is_between(page, part, held, next_seen[part.end])):
            continue
        numbers = range(part.start, part.end)
        taken = [number for number in numbers if _is_code(page.blocks[number])]
        if not taken and _is_text(page, part, counts):
            taken = [*numbers]
        held.update(taken)
        yield from taken


def _is_code(block: PageBlock) -> bool:
    """Whether a block is a listing, be it in a form or in a tab that does not show."""
    return block.tag == "pre" and not block.region & _NO_CODE and not block.is_comment


def _list_next_seen(page: Page, held: set[int]) -> list[int]:
    """Return for each place the number of the next block that is held, or not left out; behind all, their count."""
    found = [len(page.blocks)] * (len(page.blocks) + 1)
    for number in range(len(page.blocks) - 1, -1, -1):
        is_passed = number not in held and page.blocks[number].is_left_out()
        found[number] = found[number + 1] if is_passed else number
    return found


def _is_between(page: Page, part: PagePart, held: set[int], behind: int) -> bool:
    """Whether the blocks before and behind a part are kept and stand in the box around it."""
    return all(number in held and _is_beside(page, part, number) for number in (part.start - 1, behind))


def _is_behind(page: Page, part: PagePart, held: set[int], firsts: Mapping[int, int]) -> bool:
    """Whether a part follows on a block that is kept, in a box that has text of the article of its own above.

    `firsts` are the first such blocks of boxes, by their places; for what stands right below a heading that is one.
    """
    before, place = part.start - 1, part.around.place
    if before not in held or any(page.blocks[number].is_left_out() for number in range(before, part.end)):
        return False
    return _find_place(page, before) == place or (
        firsts.get(place, part.end) < part.start and before >= part.around.start
    )


def _find_place(page: Page, number: int) -> int:
    """Return the place of the box that a block is text of."""
    box = page.containers[page.blocks[number].container]
    while box.tag in _LISTS:
        box = page.containers[box.parent]
    return box.place


def _is_beside(page: Page, part: PagePart, number: int) -> bool:
    """Whether a block stands in the box around a part, in no more than lists, one other box, and those of a listing."""
    box, boxes, is_code = page.containers[page.blocks[number].container], 0, _is_code(page.blocks[number])
    while box.place > part.around.place:
        boxes += box.tag not in _LISTS and not (is_code and box.end - box.start == 1)
        box = page.containers[box.parent]
    return box.place == part.around.place and boxes <= 1


def _is_text(page: Page, part: PagePart, counts: Mapping[str, int]) -> bool:
    """Whether a part is made of items, rows and sentences, and of nothing that a page has for its readers to use."""
    blocks = page.blocks[part.start : part.end]
    if any(_is_of_others(block) or (counts[block.text] > 1 and block.tag != "tr") for block in blocks):
        return False
    has_fields = part.box is not part.around and part.box.controls
    if has_fields or not _OTHERS.isdisjoint(list_names(page, part)):
        return False
    length = sum(len(block.text) for block in blocks)
    told = sum(len(block.text) for block in blocks if tells(block) or block.tag in _ITEMS)
    linked = sum(len(block.text) * block.link_density for block in blocks)
    if told < PROSE_SHARE * length or linked > MOST_LINKED * length:
        return False
    return not any(block.is_left_out() for block in blocks) or _is_running(blocks)


def _is_of_others(block: PageBlock) -> bool:
    is_dated = block.tag == "li" and not tells(block) and any(find_days(block.text))
    return bool(block.region & _NO_TEXT) or block.is_comment or block.button_share > 0 or is_dated


def _is_running(blocks: list[PageBlock]) -> bool:
    """Whether blocks have more than a word or two each, and most of the words do not begin with a capital."""
    words = [word for block in blocks for word in block.text.split()]
    is_long = sum(len(find_words(block.text)) for block in blocks) >= WORDS_OF_ITEM * len(blocks)
    return is_long and 2 * sum(word[0].isupper() for word in words) <= len(words)
