"""Which blocks of a page are the article: readability's choice, checked against what the markup says."""

from newsieve.extract.collector import Container, Page, PageBlock
from newsieve.extract.reader import ask_readability

MUCH_LINKED = 0.5  # share of a block's characters in links; above it a block is a menu or a teaser
LEAST_SHARE = 0.5  # of the best semantic container's text that readability's choice must hold


def choose_body(page: Page) -> list[int]:
    """Numbers of the article's blocks, ascending. A page with no text, or with nothing but links, gives few or none."""
    chosen = ask_readability(page)
    semantic = _find_semantic_body(page)
    if _count_text(page.blocks, chosen) < LEAST_SHARE * _count_text(page.blocks, semantic):
        chosen = semantic
    if not chosen:
        chosen = [i for i, block in enumerate(page.blocks) if block.link_density < MUCH_LINKED]
    return chosen


def _find_semantic_body(page: Page) -> list[int]:
    """Blocks of the element with most text that the markup calls the article; empty where it names none."""
    bodies = [_list_story(page, c) for c in page.containers if _is_semantic(c)]
    return max(bodies, key=lambda body: _count_text(page.blocks, body), default=[])


def _list_story(page: Page, container: Container) -> list[int]:
    rows = range(container.start, container.end)
    return [i for i in rows if not page.blocks[i].is_chrome and page.blocks[i].link_density < MUCH_LINKED]


def _is_semantic(container: Container) -> bool:
    return container.tag in ("article", "main") or "articleBody" in container.attributes.get("itemprop", "").split()


def _count_text(blocks: list[PageBlock], numbers: list[int]) -> float:
    """Characters outside links."""
    return sum(len(blocks[i].text) * (1 - blocks[i].link_density) for i in numbers)
