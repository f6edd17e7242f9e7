"""Which blocks of a page are the article: readability's choice, checked against the markup, then block by block."""

from collections.abc import Mapping

from newsieve.extract.features import measure_blocks
from newsieve.extract.judge import Judge, judge_blocks
from newsieve.extract.layout import Container, Page, PageBlock
from newsieve.extract.reader import ask_readability

MUCH_LINKED = 0.5  # share of a block's characters in links; above it a block is a menu or a teaser
LEAST_SHARE = 0.5  # of the best semantic container's text that readability's choice must hold
MOST_BLOCKS = 5000  # readability's time is quadratic in nested boxes; a larger page is taken by its markup


def choose_body(page: Page, titles: frozenset[str], judge: Judge) -> Mapping[int, float | None]:
    """The article's blocks by number, ascending, each with the log-odds that it is of the article, None if unknown.

    A page with no text, or with nothing but links, gives few or none. `titles` are the wordings of the page's title,
    folded.
    """
    marked = find_marked_body(page)
    chosen = find_core(page, marked)
    return judge_blocks(judge, measure_blocks(page, chosen, marked, titles)) or dict.fromkeys(chosen)


def find_core(page: Page, marked: list[int]) -> list[int]:
    """What readability keeps; where that is little beside what the markup calls the article, the latter."""
    chosen = ask_readability(page) if len(page.blocks) <= MOST_BLOCKS else []
    if _count_text(page.blocks, chosen) < LEAST_SHARE * _count_text(page.blocks, marked):
        chosen = marked
    return chosen or [i for i, block in enumerate(page.blocks) if block.link_density < MUCH_LINKED]


def find_marked_body(page: Page) -> list[int]:
    """Blocks of the element with most text that the markup calls the article; empty where it names none."""
    bodies = [c for c in page.containers if _is_marked(c)]
    # Time linear in the page: inner articles of a long list are compared by their size, and one is read.
    best = max(bodies, key=lambda body: body.characters, default=None)
    return _list_story(page, best) if best else []


def _is_marked(container: Container) -> bool:
    return container.tag in ("article", "main") or "articleBody" in container.attributes.get("itemprop", "").split()


def _list_story(page: Page, container: Container) -> list[int]:
    rows = range(container.start, container.end)
    return [i for i in rows if not page.blocks[i].is_chrome and page.blocks[i].link_density < MUCH_LINKED]


def _count_text(blocks: list[PageBlock], numbers: list[int]) -> float:
    """Characters outside links."""
    return sum(len(blocks[i].text) * (1 - blocks[i].link_density) for i in numbers)
