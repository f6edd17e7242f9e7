"""Hidden parts within a story that are none of it: notes between its paragraphs, other languages and articles.

Most of what is hidden within a story is its rest, behind a button or a tab: on labelled pages 85 of 100 characters are
of the gold text, and none of the parts that are named here. So each is told by what the page shows in its place.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import accumulate

from newsieve.extract import regions, vocabulary
from newsieve.extract.layout import Container, Page, PageBlock
from newsieve.extract.reveal import list_hidden_parts
from newsieve.extract.spine import measure_prose
from newsieve.languages import detect
from newsieve.text import QUESTION_ENDS, strip_closers

LEAST_SAMPLE = 200  # characters by which a language is told


class ShownText:
    """Text that a page shows; what is told of it is found when it is first asked for."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @cached_property
    def _blocks(self) -> list[PageBlock]:
        return [block for block in self.page.blocks if not block.is_left_out()]

    @cached_property
    def language(self) -> str | None:
        """The language of its prose; None where that is not known."""
        return _detect_language([block for block in self._blocks if measure_prose(block)])

    @cached_property
    def sums(self) -> list[float]:
        """Running sums of prose over all blocks, from 0."""
        return list(accumulate(map(measure_prose, self.page.blocks), initial=0.0))

    @cached_property
    def has_headline(self) -> bool:
        """Whether there is a heading of the first level."""
        return any(block.tag == "h1" for block in self._blocks)


def mark_superseded(page: Page) -> None:
    """Mark the blocks of hidden parts with prose that are such. What a poor page reveals is left as it is."""
    shown = ShownText(page)
    for part in list_hidden_parts(page, page.containers[0]):
        blocks = [block for block in _list_blocks(page, part) if block.region & regions.UNSEEN]
        if any(block.prose for block in blocks) and any(test(shown, part) for test in _TESTS):
            for block in blocks:
                block.region |= regions.SUPERSEDED


def _is_in_other_language(shown: ShownText, part: Container) -> bool:
    language = _detect_language(_list_blocks(shown.page, part))
    return language is not None and shown.language not in (None, language)


def _is_other_article(shown: ShownText, part: Container) -> bool:
    """Whether the part has a headline of its own beside the page's, as the next story of an endless page has."""
    return shown.has_headline and any(block.tag == "h1" for block in _list_blocks(shown.page, part))


def _is_note(shown: ShownText, part: Container) -> bool:
    """Whether the part stands between two paragraphs of one box, with more prose on both sides, and nothing opens it.

    Before what folds out stands a heading, a question, a button or a link.
    """
    page = shown.page
    if part.start == 0 or part.end == len(page.blocks):
        return False
    blocks = _list_blocks(page, part)
    if any(block.tag in vocabulary.HEADINGS for block in blocks):
        return False
    before, after = page.blocks[part.start - 1], page.blocks[part.end]
    if not (_is_paragraph(page, part, before) and _is_paragraph(page, part, after)) or not _is_closed(before):
        return False
    box = page.containers[part.parent]
    sums = shown.sums
    around = min(sums[part.start] - sums[box.start], sums[box.end] - sums[part.end])
    return sum(block.prose for block in blocks) < around


def _is_paragraph(page: Page, part: Container, block: PageBlock) -> bool:
    """Whether a block is prose that shows, and stands in the box that the part stands in."""
    own = page.containers[block.container]
    return measure_prose(block) > 0 and block.tag == "p" and part.parent in (own.place, own.parent)


def _is_closed(block: PageBlock) -> bool:
    """Whether a block is a sentence that asks nothing, with neither a link nor a button."""
    has_opener = block.link_density or block.button_share
    return not has_opener and block.ends and strip_closers(block.text)[-1:] not in QUESTION_ENDS


def _list_blocks(page: Page, part: Container) -> Sequence[PageBlock]:
    return page.blocks[part.start : part.end]


def _detect_language(blocks: Sequence[PageBlock]) -> str | None:
    text = "\n".join(block.text for block in blocks)
    return detect(text) if len(text) >= LEAST_SAMPLE else None


_TESTS: tuple[Callable[[ShownText, Container], bool], ...] = (
    _is_other_article,
    _is_note,
    _is_in_other_language,
)
