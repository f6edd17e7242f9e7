"""Posts of a discussion: the opening one and the comments on it go together.

Of a short thread the classifier often keeps but one of them, since the other is the lesser part of the page and has
other names. What is said in a comment stands in boxes of one kind, long and short ones alike.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from newsieve.days import find_days
from newsieve.extract import vocabulary
from newsieve.extract.layout import MUCH_LINKED, Page, PageBlock, list_words
from newsieve.extract.page_type import is_of_discussion

LEAST_KEPT, MOST_KEPT = 3, 0.7  # boxes of a kind, and their share, from which on the others go with them

_Kind = tuple[str, str, str | None, str | None]  # of a block: element, that of its box, kinds of this and the next


def list_posts(page: Page, kept: Mapping[int, float]) -> Iterator[int]:
    """Yield the blocks of the posts of a discussion that were left out, and those of boxes that were mostly kept."""
    if page.posts:
        yield from _list_comments(page, kept)
    yield from _list_alike(page, kept)
    if is_of_discussion(page):
        yield from _list_marked(page, kept)


def _list_marked(page: Page, kept: Mapping[int, float]) -> Iterator[int]:
    """Yield what is left out of the boxes that a page of a discussion marks as the text of a question or an answer.

    On labelled pages 14 of 16 such blocks are of a gold text.
    """
    end = 0
    for box in page.containers:
        if box.start >= end and "text" in (box.attributes.get("itemprop") or "").split():
            end = box.end
            numbers = range(box.start, box.end)
            yield from (number for number in numbers if number not in kept and _is_text(page.blocks[number]))


def _list_alike(page: Page, kept: Mapping[int, float]) -> Iterator[int]:
    """Yield what is left out of boxes of one kind, named after what somebody says, of which most were kept.

    A reply of one word is told by nothing but its like. On labelled pages 9 of 12 such blocks are of a gold text.
    """
    kinds = defaultdict[_Kind, list[int]](list)
    for number, block in enumerate(page.blocks):
        if _is_text(block) and block.tag not in vocabulary.HEADINGS:
            kinds[_find_kind(page, block)].append(number)
    for kind, numbers in kinds.items():
        told = [number for number in numbers if number in kept]
        if len(told) < max(LEAST_KEPT, MOST_KEPT * len(numbers)) or not _is_named_said(kind):
            continue
        if 2 * sum(page.blocks[number].prose > 0 for number in told) >= len(told):
            yield from (number for number in numbers if number not in kept)


def _is_named_said(kind: _Kind) -> bool:
    return not vocabulary.SPEECH.isdisjoint(list_words(kind[2], kind[3]))


def _list_comments(page: Page, kept: Mapping[int, float]) -> Iterator[int]:
    """Yield the blocks of the opening post and of the comments on it that were left out, ascending."""
    bodies = _list_body_kinds(page)
    first = min(page.posts)
    for number, block in enumerate(page.blocks):
        if number in kept or not _is_text(block):
            continue
        is_said = _find_kind(page, block) in bodies if number in page.posts else number < first and _opens(block)
        if is_said:
            yield number


def _opens(block: PageBlock) -> bool:
    """Whether a block before the comments is prose of a post."""
    return block.tag not in vocabulary.HEADINGS and block.prose > 0


def _list_body_kinds(page: Page) -> frozenset[_Kind]:
    """Kinds of the blocks in comments that have prose, and not the date of the comment."""
    prose, others = Counter[_Kind](), Counter[_Kind]()
    for number in page.posts:
        block = page.blocks[number]
        if _is_text(block):
            is_prose = block.prose > 0 and not any(find_days(block.text))
            (prose if is_prose else others)[_find_kind(page, block)] += 1
    return frozenset(kind for kind, count in prose.items() if count >= others[kind])


def _is_text(block: PageBlock) -> bool:
    return not block.is_left_out() and block.link_density < MUCH_LINKED and not block.button_share


def _find_kind(page: Page, block: PageBlock) -> _Kind:
    own = page.containers[block.container]
    return block.tag, own.tag, own.kind, page.containers[max(0, own.parent)].kind
