"""Rows of tables of data, told from those of layout."""

import re
from typing import Any

from newsieve.extract import regions, vocabulary
from newsieve.extract.elements import find_region
from newsieve.extract.runs import CELL_EDGE, LONG_CELL, split_cells
from newsieve.text import ends_sentence
from newsieve.types import CELL_SEPARATOR

_NO_TABLE = frozenset(("presentation", "none"))  # roles
_DEEPEST_ROW = 3  # elements between a table and its rows
_SPAN = re.compile(r"[1-9][0-9]{0,3}")
_SHORT_CELL = 20  # characters: a full stop behind fewer is an abbreviation's


class RowReader:
    """Reader of rows in their order, which knows the cell of the first column that reaches into those below it.

    `cells` counts those of a row up to the first that has text.
    """

    def __init__(self) -> None:
        self._parent, self._text, self._rows = 0, "", 0  # rows that are still to come
        self.cells = 0

    def read(self, row: Any) -> tuple[bool, str]:
        """Return whether a row is of data, and the text of the cell above that is its first one; else empty."""
        self.cells = 0
        parent = row.parent.mem_id if row.parent is not None else 0
        if self._rows and parent == self._parent:
            self._rows -= 1
            is_of_data = is_row_of_data(row, 1)
            return is_of_data, self._text if is_of_data else ""
        is_of_data, first = is_row_of_data(row), row.first_child
        while first is not None and first.tag not in vocabulary.CELLS:
            first = first.next
        self._parent, self._rows = parent, _count_below(first) if is_of_data and first is not None else 0
        self._text = " ".join(first.text().split()) if self._rows else ""
        return is_of_data, ""

    def measure(self, raw: str, text: str) -> tuple[int, ...]:
        """Return the characters of each cell of a row with this text, 0 for an empty one; none for what is no row."""
        before, *cells = split_cells(CELL_EDGE * self.cells + raw)
        cells = [before, *cells] if before else cells
        return tuple(map(len, cells)) if CELL_SEPARATOR.join(filter(None, cells)) == text else ()


def _count_below(cell: Any) -> int:
    """Rows below its own that a cell reaches into; none for one of pictures, which stands beside the rows."""
    span = cell.attributes.get("rowspan") or ""
    if not _SPAN.fullmatch(span) or cell.css_first("img") is not None:
        return 0
    return int(span) - 1


def is_row_of_data(row: Any, least: int = 2) -> bool:
    """Whether that many cells or more of a row have text, and none has more than short text in boxes, or a sentence.

    Each node is looked at for one row, since there is neither a table nor a role in a cell of data.
    """
    if _is_of_layout(row):
        return False
    lengths = [_measure_cell(cell) for cell in row.iter()]
    return all(length <= LONG_CELL for length in lengths) and sum(length > 0 for length in lengths) >= least


def _is_of_layout(row: Any) -> bool:
    """Whether the table of a row says that it is none."""
    table = row.parent
    for _ in range(_DEEPEST_ROW):
        if table is None or table.tag == "table":
            break
        table = table.parent
    return table is not None and table.attributes.get("role") in _NO_TABLE


def _measure_cell(cell: Any) -> int:
    """Characters of a cell of data; more than one ever has for any other cell."""
    length, waiting, last, has_box = 0, [cell.first_child], "", False
    while waiting and length <= LONG_CELL:
        node = waiting.pop()
        if node is None:
            continue
        waiting.append(node.next)
        tag = node.tag
        if tag == "-text":
            own = node.text_content.strip()
            length, last = length + len(own), own or last
        elif _is_inner(tag, node):
            has_box |= tag in vocabulary.BOXES
            waiting.append(node.first_child)
        elif vocabulary.KINDS.get(tag) == "block":
            return LONG_CELL + 1
    return LONG_CELL + 1 if has_box and length > _SHORT_CELL and ends_sentence(last) else length


def _is_inner(tag: str, node: Any) -> bool:
    """Whether an element is a part of a cell's text: inline, or a box that is shown and is no row or cell itself."""
    if tag in vocabulary.BOXES:
        attributes = node.attributes
        return "role" not in attributes and not find_region(tag, attributes) & regions.LEFT_OUT
    return vocabulary.KINDS.get(tag, "inline") in vocabulary.INLINE_KINDS
