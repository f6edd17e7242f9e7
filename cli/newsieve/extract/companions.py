"""Short blocks that go with the prose around them: headings, lines that announce a list, and lists within the text.

A short line by itself tells little of whether it is of the article; its company does. On labelled pages the classifier
alone has the same F1 to four digits: of the blocks that are added half are of the article, of headings left out while
others of the same element and class are kept three in four. But a list that is announced, or stands between two
paragraphs, is whole by this, a table keeps its head, and a section its heading.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import accumulate, pairwise

from newsieve.days import find_days
from newsieve.extract import regions, vocabulary
from newsieve.extract.labels import list_labels
from newsieve.extract.layout import MUCH_LINKED, SMALL_BOX, Container, Page
from newsieve.extract.nesting import belongs_below, is_named_within, measure_shared_depth
from newsieve.extract.notes import list_notes
from newsieve.extract.speakers import list_speakers
from newsieve.extract.standfirst import find_standfirst
from newsieve.text import COLONS, QUESTION_ENDS

LONGEST_ITEM = 200  # characters
LEAST_PROSE = 80  # characters of a paragraph beside a list
MOST_OF_LIST = 0.5  # of its members, from which on the others go with them
BYLINES = 2  # blocks between the linked heading of a post and its text
LISTS, MEMBERS = frozenset("ul ol dl table".split()), frozenset("li tr dt dd".split())
_Kind = tuple[str, str | None, int]  # of headings: element, kind of its box, depth in the page
FOLDED = regions.HIDDEN | regions.UNSPOKEN  # parts of a page that a click on the line above them shows
ITEMS = frozenset("li tr pre blockquote dt dd".split())


def add_companions(
    page: Page, logits: Mapping[int, float], firm: float, titles: frozenset[str] = frozenset()
) -> dict[int, float]:
    """Return the article's blocks with their logits, ascending; what goes with them is as firm as they are.

    `titles` are the wordings of the page's title, as `make_key` writes them.
    """
    raised = dict(logits)
    for numbers in _list_runs(page):
        if _is_in_text(page, numbers, logits, firm):
            raised.update(dict.fromkeys(numbers, firm))
    raised.update(dict.fromkeys(list_notes(page, raised), firm))
    for missing, kept in _list_incomplete_lists(page, dict(raised)):
        raised.update(dict.fromkeys(missing, min(raised[number] for number in kept)))
    for number in _list_lines_between(page, logits, firm):
        raised[number] = firm
    raised.update(dict.fromkeys(list_labels(page, logits), firm))
    raised.update((speaker, raised[quotation]) for speaker, quotation in [*list_speakers(page, raised)])
    for heading, below in (*_list_headings_of_kept_kinds(page, logits), *_list_openers(page, logits)):
        raised.setdefault(heading, raised[below])
    if (standfirst := find_standfirst(page, raised, titles)) is not None:
        raised[standfirst] = firm
    for number in sorted(raised, reverse=True):
        above = page.blocks[number - 1] if number else None
        if above and not above.link_density and _announces(page, number, raised, firm):
            raised[number - 1] = firm
    return {number: raised[number] for number in sorted(raised)}


def _list_incomplete_lists(page: Page, logits: Mapping[int, float]) -> Iterator[tuple[list[int], list[int]]]:
    """Yield of each list or table that is mostly of the article the blocks that are not, and those that are."""
    for box in page.containers:
        if box.tag not in LISTS or not any(number in logits for number in (box.start, box.end - 1)):
            continue
        blocks = page.blocks[box.start : box.end]
        if any(block.tag not in MEMBERS | {"caption"} or len(block.text) > LONGEST_ITEM for block in blocks):
            continue
        kept = [number for number in range(box.start, box.end) if number in logits]
        missing = [n for n in range(box.start, box.end) if n not in logits and not page.blocks[n].is_left_out()]
        linked = sum(page.blocks[number].link_density for number in missing)
        if missing and len(kept) >= MOST_OF_LIST * len(blocks) and linked <= MUCH_LINKED * len(missing):
            yield missing, kept


def list_stray_items(page: Page, logits: Mapping[int, float]) -> Iterator[int]:
    """Yield the blocks that are kept of each list of links that is mostly not, or that stands beside prose."""
    kept = [*accumulate((number in logits for number in range(len(page.blocks))), initial=0)]
    items = [
        *accumulate((block.tag in MEMBERS and len(block.text) <= LONGEST_ITEM for block in page.blocks), initial=0)
    ]
    linked = [*accumulate((block.link_density for block in page.blocks), initial=0.0)]
    has_prose = any(page.blocks[number].prose for number in logits)
    read_to = 0
    for box in page.containers:
        if box.tag not in LISTS or box.start < read_to:
            continue
        size = box.end - box.start
        n_kept, n_items, n_linked = (sums[box.end] - sums[box.start] for sums in (kept, items, linked))
        if not n_kept or n_items < size or n_linked <= MUCH_LINKED * size:
            continue
        if n_kept < MOST_OF_LIST * size or (has_prose and _stands_beside(page, box)):
            read_to = box.end
            yield from (number for number in range(box.start, box.end) if number in logits)


def _stands_beside(page: Page, box: Container) -> bool:
    """Whether a list stands in an `aside`, or in a small box named after what is related.

    Of 5 pages of 1,225 on which such lists of links were kept all have a better F1 without.
    """
    if box.region & regions.ASIDE:
        return True
    while box.place and box.characters < SMALL_BOX:
        if not vocabulary.RELATED.isdisjoint(box.features):
            return True
        box = page.containers[box.parent]
    return False


def _list_runs(page: Page) -> Iterator[range]:
    """Blocks in a row that are items, rows or the like of one kind, and short."""
    start = 0
    for number, block in enumerate(page.blocks):
        is_item = block.tag in ITEMS and len(block.text) <= LONGEST_ITEM and not block.is_left_out()
        if number > start and (not is_item or block.tag != page.blocks[start].tag):
            yield range(start, number)
            start = number
        if not is_item:
            start = number + 1
    if start < len(page.blocks):
        yield range(start, len(page.blocks))


def _is_in_text(page: Page, numbers: range, logits: Mapping[int, float], firm: float) -> bool:
    """Whether a run of items stands below a line of the article that announces it, or between two paragraphs of it.

    Notes with links back into the text need no more than the article before them.
    """
    blocks, before, after = page.blocks, numbers.start - 1, numbers.stop
    if before < 0 or before not in logits:
        return False
    if blocks[before].text[-1] in COLONS:
        return True
    if logits[before] < firm:
        return False
    if all(blocks[number].is_note for number in numbers):
        return True
    while after < len(blocks) and blocks[after].is_left_out():  # a caption, say
        after += 1
    if after >= len(blocks) or logits.get(after, 0.0) < firm:
        return False
    is_linked = sum(blocks[number].link_density for number in numbers) > MUCH_LINKED * len(numbers)
    return not is_linked and min(len(blocks[before].text), len(blocks[after].text)) >= LEAST_PROSE


def _list_lines_between(page: Page, logits: Mapping[int, float], firm: float) -> Iterator[int]:
    """Yield the short lines between two firm blocks of the article, but none where one of them is no line of its text.

    Beside a heading stand bylines and appeals too: there they are sentences.
    """
    blocks = page.blocks
    counts = Counter(block.text for block in blocks)
    for before, after in pairwise(number for number, logit in logits.items() if logit >= firm):
        lines = [n for n in range(before + 1, after) if n not in logits and not blocks[n].is_left_out()]
        are_sentences = all(blocks[number].ends for number in lines)
        if not are_sentences and not vocabulary.HEADINGS.isdisjoint((blocks[before].tag, blocks[after].tag)):
            continue
        if all(counts[blocks[n].text] == 1 and _is_line_of_text(page, before, n, after) for n in lines):
            yield from lines


def _is_line_of_text(page: Page, before: int, number: int, after: int) -> bool:
    """Whether a block is short, plain text, and no box around it has a name that speaks of anything else."""
    block = page.blocks[number]
    if block.tag != "p" or len(block.text) > LONGEST_ITEM or block.region & regions.FIGURE:
        return False
    if block.link_density or block.button_share or (any(find_days(block.text)) and not block.ends):
        return False
    shared = measure_shared_depth(page, page.blocks[before], block)
    if shared > measure_shared_depth(page, block, page.blocks[after]):
        return False  # the end of a box
    return not is_named_within(page, block, shared, vocabulary.OF_OTHERS)


def _list_headings_of_kept_kinds(page: Page, logits: Mapping[int, float]) -> Iterator[tuple[int, int]]:
    """Yield each heading that the classifier left out while it kept others of its kind, and the block that it is of."""
    kinds: dict[_Kind, list[int]] = {}
    for number, block in enumerate(page.blocks):
        if block.tag in vocabulary.HEADINGS and not block.is_left_out():
            container = page.containers[block.container]
            kinds.setdefault((block.tag, container.kind, container.depth), []).append(number)
    for headings in kinds.values():
        left_out = [number for number in headings if number not in logits]
        if len(left_out) == len(headings):
            continue
        for number in left_out:
            below = _find_text_below(page, number, logits)
            if below is not None:
                yield number, below


def _find_text_below(page: Page, number: int, logits: Mapping[int, float]) -> int | None:
    """Return the block of the article that a heading stands above, in a box with it.

    Between a linked heading and its text may stand the date, and by whom it is.
    """
    blocks = page.blocks
    reach = 2 + BYLINES if blocks[number].link_density else 2
    for below in range(number + 1, min(len(blocks), number + reach)):
        if blocks[below].tag in vocabulary.HEADINGS:
            return None
        if below in logits:
            return below if belongs_below(page, number, below) else None
    return None


def _list_openers(page: Page, logits: Mapping[int, float]) -> Iterator[tuple[int, int]]:
    """Yield the short lines above parts of the article that fold out, where there are several of a kind."""
    blocks = page.blocks
    kinds: dict[_Kind, list[tuple[int, int]]] = {}
    for below in logits:
        number = below - 1
        if number >= 0 and number not in logits and _opens(page, number):
            container = page.containers[blocks[number].container]
            kinds.setdefault((container.tag, container.kind, container.depth), []).append((number, below))
    for openers in kinds.values():
        if len({blocks[number].text for number, _ in openers}) > 1:
            yield from openers


def _opens(page: Page, number: int) -> bool:
    """Whether a block is a short line in a box with the next one, and only that is folded away."""
    block, below = page.blocks[number], page.blocks[number + 1]
    own, other = (page.containers[one.container].region for one in (block, below))
    if own & FOLDED or not other & FOLDED or block.is_left_out() or len(block.text) > LONGEST_ITEM:
        return False
    before = measure_shared_depth(page, page.blocks[number - 1], block) if number else -1
    return measure_shared_depth(page, block, below) > before


def _announces(page: Page, number: int, logits: Mapping[int, float], firm: float) -> bool:
    """Whether the block before a block of the article is its heading, or announces it.

    It does with a colon above an item, or with a question above an answer that the page folds away.
    """
    above, block = page.blocks[number - 1], page.blocks[number]
    if above.is_left_out():  # as all of the box is
        is_alike = above.region == block.region and not (above.is_promo or above.is_comment)
        is_above = is_alike and above.tag in vocabulary.HEADINGS and block.tag not in vocabulary.HEADINGS
    elif above.tag in vocabulary.HEADINGS:
        is_above = block.tag not in vocabulary.HEADINGS and logits[number] >= firm
    else:
        is_question = above.text[-1] in QUESTION_ENDS and len(above.text) <= LONGEST_ITEM
        is_folded = block.is_revealed and not above.is_revealed
        is_above = (is_question and is_folded) or (above.text[-1] in COLONS and block.tag in ITEMS)
    return is_above and belongs_below(page, number - 1, number)
