"""Kinds of boxes: those of one element and class, and lines whose classes differ in no more than a number or a hash.

Converters number the lines of a text (`y12`, `line-3`), and tools for styles give each box a hash (`css-9f2a`): counted
by its class, each line would be the only one of its kind. Boxes of several blocks keep their whole class: the columns
and parts of a page are told by such numbers.
"""

import re
from collections import defaultdict
from functools import lru_cache

from newsieve.extract.layout import LONGEST_NAME, MUCH_LINKED, Container, Page

LEAST_CLASSES = 3  # of siblings, from which on a number tells lines apart, not kinds of them
_PART = re.compile(r"(?:(?<!\S)([^\W\d_]+)\d+|[^\W_]*?\d[^\W_]*)(?![^\W_])")  # of a class, with a figure in it
_FIGURE = re.compile(r"\d")
_END = re.compile(r"(?<=[-_])[a-zA-Z]+(?!\S)")
_Line = tuple[int, str, str]  # place of the parent, element, class without numbers


def name_kinds(page: Page) -> None:
    """Name the kind of each container: its class, for numbered lines in one box the same without the numbers."""
    numbered: dict[_Line, set[str]] = defaultdict(set)
    lines: list[tuple[Container, str]] = []
    for container in page.containers:
        container.kind = classes = container.attributes.get("class")
        if classes and len(classes) <= LONGEST_NAME and _is_line(page, container):
            common = _drop_numbers(classes)
            lines.append((container, common))
            if common != classes:
                numbered[container.parent, container.tag, common].add(classes)
    for container, common in lines if numbered else ():
        for name in (common, _drop_ends(common)):
            if len(numbered.get((container.parent, container.tag, name), ())) >= LEAST_CLASSES:
                container.kind = name
                break


def _is_line(page: Page, container: Container) -> bool:
    """Whether a box holds one block; not a link, for numbered links are cards."""
    return container.end - container.start == 1 and page.blocks[container.start].link_density < MUCH_LINKED


@lru_cache(maxsize=20_000)
def _drop_numbers(classes: str) -> str:
    """Return classes with one sign for the figures in them: `line-3 y12 css-9f2a` gives `line-# y# css-#`."""
    return _PART.sub(r"\1#", classes) if _FIGURE.search(classes) else classes


@lru_cache(maxsize=20_000)
def _drop_ends(classes: str) -> str:
    """Return classes with one sign for the last part of each: `css-dfab` beside `css-9f2a` is a hash of letters."""
    return _END.sub("#", classes)
