"""Captions of the figures that stand within an article, for those who ask for them."""

from collections.abc import Mapping

from newsieve.extract import regions
from newsieve.extract.layout import Page, PageBlock

_OTHERS = regions.LEFT_OUT & ~regions.CAPTION


def add_captions(page: Page, logits: Mapping[int, float | None]) -> dict[int, float | None]:
    """Return the article's blocks, ascending, with the captions between its headline and its last block.

    Nothing is known of a caption's logit: the cleaner judges it by its words.
    """
    if not logits:
        return {}
    first, last = min(logits), max(logits)
    first = max((n for n in range(first) if page.blocks[n].tag == "h1"), default=first)
    found = (n for n in range(first, last) if n not in logits and _is_caption(page.blocks[n]))
    raised = {**logits, **dict.fromkeys(found)}
    return {number: raised[number] for number in sorted(raised)}


def _is_caption(block: PageBlock) -> bool:
    return bool(block.region & regions.CAPTION) and not block.region & _OTHERS and block.link_density < 1
