"""Ends of posts that are none of what is said: signatures, and bars of links to answer, quote or share a post by.

They stand below each post alike, in boxes of one kind. On 1,225 labelled pages some 200 such blocks were kept, 15 of
them in the words of a gold text.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate

from newsieve.extract import vocabulary
from newsieve.extract.layout import Container, Page, list_words

LEAST_ENDS = 2  # of a kind
REACH = 6  # boxes outwards, of which one is a post's
_LISTS = frozenset(("ul", "ol"))


def drop_post_ends(page: Page, logits: Mapping[int, float]) -> dict[int, float]:
    """Return the article's blocks without those at the ends of posts."""
    dropped = {*_list_signatures(page), *_list_bars(page)}
    return {number: logit for number, logit in logits.items() if number not in dropped}


def _list_signatures(page: Page) -> Iterator[int]:
    """Yield the blocks of boxes that are named after signatures; those of functions stand in no post."""
    named = (box for box in page.containers if box.kind and "signature" in box.kind.casefold())
    for boxes in _group(page, (box for box in named if "signature" in list_words(box.kind))):
        yield from (number for box in boxes for number in range(box.start, box.end))


def _list_bars(page: Page) -> Iterator[int]:
    """Yield the blocks of lists of nothing but links and buttons, of which most say the same."""
    sums = [*accumulate((block.link_density == 1 or block.button_share == 1 for block in page.blocks), initial=0)]
    lists = (box for box in page.containers if box.tag in _LISTS)
    for boxes in _group(page, (box for box in lists if sums[box.end] - sums[box.start] == box.end - box.start)):
        texts = [[page.blocks[number].text for number in range(box.start, box.end)] for box in boxes]
        counts = Counter(text for one in texts for text in set(one))
        for box, one in zip(boxes, texts, strict=True):
            yield from (number for number, text in enumerate(one, box.start) if 2 * counts[text] > len(boxes))


def _group(page: Page, boxes: Iterable[Container]) -> Iterator[list[Container]]:
    """Yield the outermost of the boxes that stand in posts, by their kind, where several posts have one of a kind."""
    kinds = defaultdict[tuple[str, str], list[Container]](list)
    posts = defaultdict[tuple[str, str], set[int]](set)
    end = 0
    for box in boxes:
        if box.start >= end and box.kind and (post := _find_post(page, box)):
            kinds[box.tag, box.kind].append(box)
            posts[box.tag, box.kind].add(post.place)
            end = box.end
    yield from (found for kind, found in kinds.items() if len(posts[kind]) >= LEAST_ENDS)


def _find_post(page: Page, box: Container) -> Container | None:
    """Return a box, or the nearest of those around it, that is named after what somebody says; None without one."""
    for _ in range(REACH):
        if not vocabulary.SPEECH.isdisjoint(list_words(box.kind)):
            return box
        box = page.containers[max(0, box.parent)]
    return None
