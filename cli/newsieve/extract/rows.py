"""Rows of tables of data, told from those of layout."""

from typing import Any

from newsieve.extract import regions, vocabulary
from newsieve.extract.elements import find_region
from newsieve.extract.runs import LONG_CELL
from newsieve.text import ends_sentence

_NO_TABLE = frozenset(("presentation", "none"))  # roles
_DEEPEST_ROW = 3  # elements between a table and its rows
_SHORT_CELL = 20  # characters: a full stop behind fewer is an abbreviation's


def is_row_of_data(row: Any) -> bool:
    """Whether two cells or more of a row have text, and none has more than short text in boxes, or a sentence.

    Each node is looked at for one row, since there is neither a table nor a role in a cell of data.
    """
    if _is_of_layout(row):
        return False
    lengths = [_measure_cell(cell) for cell in row.iter()]
    return all(length <= LONG_CELL for length in lengths) and sum(length > 0 for length in lengths) > 1


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
