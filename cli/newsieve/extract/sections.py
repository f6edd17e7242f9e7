"""A page cut at its headings: what stands below one, up to the next, such as a list of related stories."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from newsieve.extract.layout import Page


class Section(NamedTuple):
    """The heading and the blocks below it, as a whole: how many, shares of what is linked, candidate, and sentences."""

    blocks: int
    linked: float
    chosen: float
    ends: float
    length: float


def cut_sections(page: Page, headings: Sequence[bool], chosen: Sequence[bool], ends: Sequence[bool]) -> list[Section]:
    """Return the section of each block; the first begins where the page does. `headings` says which blocks are some."""
    blocks = page.blocks
    starts = [0, *(i for i, is_heading in enumerate(headings) if i and is_heading), len(blocks)]
    sections: list[Section] = []
    for start, end in pairwise(starts):
        count = end - start
        if not count:
            continue
        inside = blocks[start:end]
        section = Section(
            blocks=count,
            linked=sum(block.link_density for block in inside) / count,
            chosen=sum(chosen[start:end]) / count,
            ends=sum(ends[start:end]) / count,
            length=sum(len(block.text) for block in inside) / count,
        )
        sections += [section] * count
    return sections
