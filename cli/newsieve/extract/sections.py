"""A page cut at its headings: what stands below one, up to the next, such as a list of related stories."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from newsieve.extract import vocabulary
from newsieve.extract.layout import Page


@dataclass(frozen=True, slots=True)
class Section:
    """The heading and the blocks below it, as a whole: how many, shares of what is linked, candidate, and sentences."""

    blocks: int
    linked: float
    chosen: float
    ends: float
    length: float


def cut_sections(page: Page, chosen: Sequence[bool], ends: Sequence[bool]) -> list[Section]:
    """Return the section of each block; the first begins where the page does."""
    blocks = page.blocks
    starts = [0, *(i for i, block in enumerate(blocks) if i and block.tag in vocabulary.HEADINGS), len(blocks)]
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
