"""Links of Markdown in text: a sentence that ends in one ends behind its address: "[Sign up today.](url) The mill"."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from newsieve.patterns import compile_later

# Of links whose words end in a stop, before white space: what stands around the words is no part of a sentence.
_LINK = compile_later(
    r"(?P<opening>[*_]{0,3}\[[*_]{0,3})[^\[\]\n]{1,400}(?<=[.!?…\"”’»*_])(?<![*_])(?P<closing>[*_]{0,3}"
    r"\]\([^\s()]{1,500}(?:\([^\s()]{0,100}\)[^\s()]{0,500})?\)[*_]{0,3})(?=\s|\Z)"
)


class Link(NamedTuple):
    """Offsets of a link: where it and its words begin and end."""

    start: int
    first: int
    last: int
    end: int


def find_links(text: str) -> list[Link]:
    """Return the links whose words end in a stop, ascending."""
    if text.find("](") < 0:
        return []
    return [Link(m.start(), m.end("opening"), m.start("closing"), m.end()) for m in _LINK.finditer(text)]


def mask_links(text: str, links: Iterable[Link]) -> str:
    """Return the text with white space for what stands around the words of links; each offset stays."""
    pieces, at = list[str](), 0
    for link in links:
        pieces += [text[at : link.start], " " * (link.first - link.start), text[link.first : link.last]]
        pieces.append(" " * (link.end - link.last))
        at = link.end
    return "".join([*pieces, text[at:]])


def move_out(cuts: Iterable[int], links: Iterable[Link]) -> Iterator[int]:
    """Yield the cuts with those at the edges of links moved out of them; a link is whole, so others in it go."""
    waiting = iter(links)
    link = next(waiting, None)
    for cut in sorted(cuts):
        while link and link.end <= cut:
            link = next(waiting, None)
        if link is None or cut <= link.start:
            yield cut
        elif cut <= link.first:
            yield link.start
        elif cut >= link.last:
            yield link.end
