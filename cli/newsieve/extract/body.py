"""Which blocks of a page are the article: readability's choice, checked against what the markup says."""

import logging
from typing import Any

from newsieve.extract.blocks import Container, PageBlock, PageText

MUCH_LINKED = 0.5  # share of a block's characters in links; above it a block is a menu or a teaser
LEAST_SHARE = 0.5  # of the best semantic container's text that readability's choice must hold


def choose_body(page: PageText) -> list[int]:
    """Numbers of the article's blocks, ascending. A page with no text, or with nothing but links, gives few or none."""
    chosen = _ask_readability(page.tree)
    semantic = _find_semantic_body(page)
    if _count_text(page.blocks, chosen) < LEAST_SHARE * _count_text(page.blocks, semantic):
        chosen = semantic
    if not chosen:
        chosen = [i for i, block in enumerate(page.blocks) if block.link_density < MUCH_LINKED]
    return chosen


def _ask_readability(tree: Any) -> list[int]:
    """Numbers of the blocks that readability keeps of the small tree."""
    from readability import Document  # 35 ms
    from readability.readability import Unparseable

    class Reader(Document):  # type: ignore[misc]
        """readability without its rewriting of links and its second parse, which nobody reads here."""

        def get_clean_html(self) -> str:
            return str(self.html.text_content())

    logging.getLogger("readability").disabled = True
    logging.getLogger("readability.readability").disabled = True  # it prints tracebacks before it raises
    reader = Reader(tree)
    try:
        reader.summary(html_partial=True)
    except Unparseable:
        return []
    return sorted({int(number) for element in reader.html.iter() if (number := element.get("n"))})


def _find_semantic_body(page: PageText) -> list[int]:
    """Blocks of the element with most text that the markup calls the article; empty where it names none."""
    rows = [range(c.start, c.end) for c in page.containers if _is_semantic(c)]
    best = max(rows, key=lambda row: _count_text(page.blocks, list(row)), default=range(0))
    return [i for i in best if page.blocks[i].link_density < MUCH_LINKED]


def _is_semantic(container: Container) -> bool:
    return container.tag in ("article", "main") or "articleBody" in container.itemprop.split()


def _count_text(blocks: list[PageBlock], numbers: list[int]) -> float:
    """Characters outside links."""
    return sum(len(blocks[i].text) * (1 - blocks[i].link_density) for i in numbers)
