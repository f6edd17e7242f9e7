"""A page cut at its headings: what stands below one, up to the next, such as a list of related stories."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple


class Section(NamedTuple):
    """The heading and the blocks below it, as a whole: how many, shares of what is linked, candidate, and sentences."""

    blocks: int
    linked: float
    chosen: float
    ends: float
    length: float


def cut_sections(
    headings: Sequence[bool],
    linked: Sequence[float],
    chosen: Sequence[bool],
    ends: Sequence[bool],
    lengths: Sequence[int],
) -> list[Section]:
    """Return the section of each block; the first begins where the page does. `headings` says which blocks are some."""
    starts = [0, *(i for i, is_heading in enumerate(headings) if i and is_heading), len(headings)]
    sections: list[Section] = []
    for start, end in pairwise(starts):
        count = end - start
        if not count:
            continue
        shares = [sum(values[start:end]) / count for values in (linked, chosen, ends, lengths)]
        sections += [Section(count, *shares)] * count
    return sections
