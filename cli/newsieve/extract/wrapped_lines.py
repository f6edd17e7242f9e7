"""Lines of paragraphs that stand in boxes of their own, as converters of PDF and some mail programs write them, joined.

They are told from items, verses and paragraphs as lines of plain text are: most go on with the sentence of the line
before, about as far as the longest reaches, and in some a sentence ends and another begins, or all have one margin.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from newsieve.extract import vocabulary
from newsieve.extract.layout import Page, PageBlock
from newsieve.text import BROKEN_WORD, SENTENCE_ENDS

LONGEST_LINE = 120  # characters
SHORTEST_LINE = 45  # characters of a line in which a sentence ends: verses, and lines of subtitles, are shorter
SHARE_WITHIN = 0.4  # of the pairs of lines in a run that have to stand within a sentence
LEAST_LINES = 2  # that go on; one does by chance, as a label before a link
FEW_LINES = 4  # that go on; fewer have one margin by chance
NARROWEST = 30  # characters of lines with one margin: the names of things are shorter
SLACK = 6  # characters, about a word, by which lines of letters of different widths fall short of one margin
LOWEST_REACH = 0.25  # quantile of the reaches of lines that go on; one of them may be a headline of two lines

_GOES_ON = re.compile(r"[\w,–—-]\Z")
_END_INSIDE = re.compile(rf"\w{{3}}[{re.escape(SENTENCE_ENDS)}][\"”’»)]{{0,2}} [\"“„«(]?([^\W\d_])")


def join_wrapped_lines(page: Page) -> None:
    """Join the lines; their boxes are no longer known."""
    joined = {number for run in _list_runs(page) for number in _list_joined(page, run)}
    if joined:
        _join(page, joined)


def _list_runs(page: Page) -> Iterator[range]:
    """Yield the stretches of blocks that are lines in boxes of one kind, beside one another."""
    start = 0
    for number in range(1, len(page.blocks) + 1):
        if number == len(page.blocks) or not _is_beside(page, number):
            if number - start > 1:
                yield range(start, number)
            start = number


def _is_beside(page: Page, number: int) -> bool:
    block, before = page.blocks[number], page.blocks[number - 1]
    if not (_may_be_line(block) and _may_be_line(before)) or block.container == before.container:
        return False
    box, other = page.containers[block.container], page.containers[before.container]
    if box.tag not in vocabulary.BOXES or box.end - box.start > 1 or other.end - other.start > 1:
        return False
    return (box.parent, box.tag, box.region) == (other.parent, other.tag, other.region)


def _may_be_line(block: PageBlock) -> bool:
    return block.tag == "p" and not block.link_density and len(block.text) <= LONGEST_LINE


def _list_joined(page: Page, run: range) -> Iterator[int]:
    """Yield the blocks that go on with the block before: that is a full line, or ends within a sentence."""
    lines = [page.blocks[number].text for number in run]
    within = [_is_within(line, follower) for line, follower in pairwise(lines)]
    if sum(within) < max(LEAST_LINES, SHARE_WITHIN * len(within)):
        return
    reaches = [len(line) + len(follower.split(maxsplit=1)[0]) for line, follower in pairwise(lines)]
    full = sorted(reach for reach, is_within in zip(reaches, within, strict=True) if is_within)
    least, longest = full[int(LOWEST_REACH * len(full))], max(map(len, lines))
    has_margin = len(full) >= FEW_LINES and full[0] >= longest >= NARROWEST  # no next word has room in a line
    if not has_margin and (least + SLACK < longest or not any(map(_begins_inside, lines))):
        return
    for number, reach, is_within in zip(run[1:], reaches, within, strict=True):
        if is_within or reach >= least:
            yield number


def _is_within(line: str, follower: str) -> bool:
    """Whether the second line surely goes on with the sentence of the first one."""
    return bool(_GOES_ON.search(line)) and follower[0].islower()


def _begins_inside(line: str) -> bool:
    """Whether a sentence ends in a long line, and another begins."""
    return len(line) >= SHORTEST_LINE and any(found[1].isupper() for found in _END_INSIDE.finditer(line))


def _join_texts(lines: Sequence[str]) -> str:
    """Return lines as one, but where they part a word: that is put together by its language."""
    edges = ("\n" if BROKEN_WORD.search(f"{line[-2:]}\n{after}") else " " for line, after in pairwise(lines))
    return "".join(piece for pair in zip(lines, [*edges, ""], strict=True) for piece in pair)


def _join(page: Page, joined: set[int]) -> None:
    """Put the text of each of these blocks behind the one before, and number blocks and boxes anew."""
    kept = [number not in joined for number in range(len(page.blocks))]
    numbers = [0, *accumulate(kept)]  # of the blocks before each
    gone = {page.blocks[number].container for number in joined}
    places = [count - 1 for count in accumulate(place not in gone for place in range(len(page.containers)))]
    blocks: list[PageBlock] = []
    pieces: list[list[str]] = []
    for number, block in enumerate(page.blocks):
        if number in joined:
            pieces[-1].append(block.text)
        else:
            blocks.append(block)
            pieces.append([block.text])
    for block in blocks:
        block.container = places[block.container]
    both = zip(blocks, pieces, strict=True)
    page.blocks = [replace(block, text=_join_texts(own)) if len(own) > 1 else block for block, own in both]
    page.containers = [box for box in page.containers if box.place not in gone]
    for box in page.containers:
        box.place, box.parent = places[box.place], places[box.parent] if box.parent >= 0 else -1
        box.start, box.end = numbers[box.start], numbers[box.end]
    page.authors = [(numbers[number], text) for number, text in page.authors]
    page.author_links = [(numbers[number], text) for number, text in page.author_links]
    page.times = [time._replace(block=numbers[time.block]) for time in page.times]
