"""Quotations, followed from sentence to sentence: which of a sentence's words somebody else said.

A quotation may begin in one sentence and end in a later one. What stands in its middle has no mark of its own, so the
state is carried along a block; a new block begins outside, as each paragraph of a long quotation has its own mark.
"""

from collections.abc import Sequence
from typing import NamedTuple

from newsieve.quotes import find_quotations


class Quotation(NamedTuple):
    """State of a sentence's quotations: inside one at its start and at its end, and its ranges of quoted text.

    `closes_unopened`: a mark closes what none has opened, so that some of the words before it are quoted too.
    """

    starts_inside: bool = False
    ends_inside: bool = False
    ranges: tuple[tuple[int, int], ...] = ()
    closes_unopened: bool = False

    @property
    def size(self) -> int:
        """Number of quoted characters."""
        return sum([end - start for start, end in self.ranges]) if self.ranges else 0


_NONE = Quotation()


def follow_quotations(texts: Sequence[str], blocks: Sequence[int]) -> list[Quotation]:
    """Return the quotation state of each sentence; `blocks` are the numbers of their blocks."""
    found: list[Quotation] = []
    opened = ""
    before = -1
    opens_next = False
    for text, block in zip(texts, blocks, strict=True):
        if block != before:
            opened, before = opened if opens_next else "", block
        quotation, opened = _read_quotation(text, opened)
        found.append(quotation)
        opens_next = _opens_next(text, quotation)
    return found


def _read_quotation(text: str, opened: str) -> tuple[Quotation, str]:
    """Return the state of a sentence, and the mark that is open behind it; `opened` is the one open before it."""
    found = find_quotations(text, opened)
    if not (found.ranges or found.opened or opened or found.closes_unopened):
        return _NONE, ""
    ends = [*found.ranges, (found.at, len(text))] if found.opened else found.ranges
    ranges = tuple((start + 1, end) for start, end in ends)
    return Quotation(bool(opened), bool(found.opened), ranges, found.closes_unopened), found.opened


def _opens_next(text: str, quotation: Quotation) -> bool:
    """Tell whether the mark at the end of a sentence opens a quotation that the next block is in."""
    return quotation.ends_inside and bool(quotation.ranges) and quotation.ranges[-1][0] == len(text)
