"""Rows of tables of data, told from those of layout."""

from typing import Any

from newsieve.extract import regions, vocabulary
from newsieve.extract.elements import find_region
from newsieve.extract.runs import LONG_CELL


def is_row_of_data(row: Any) -> bool:
    """Whether two cells or more of a row have text, and none has more than short text in boxes.

    Each node is looked at for one row, since there is neither a table nor a role in a cell of data.
    """
    lengths = [_measure_cell(cell) for cell in row.iter()]
    return all(length <= LONG_CELL for length in lengths) and sum(length > 0 for length in lengths) > 1


def _measure_cell(cell: Any) -> int:
    """Characters of a cell of data; more than one ever has for any other cell."""
    length, waiting = 0, [cell.first_child]
    while waiting and length <= LONG_CELL:
        node = waiting.pop()
        if node is None:
            continue
        waiting.append(node.next)
        tag = node.tag
        if tag == "-text":
            length += len(node.text_content.strip())
        elif _is_inner(tag, node):
            waiting.append(node.first_child)
        elif vocabulary.KINDS.get(tag) == "block":
            return LONG_CELL + 1
    return length


def _is_inner(tag: str, node: Any) -> bool:
    """Whether an element is a part of a cell's text: inline, or a box that is shown and is no row or cell itself."""
    if tag in vocabulary.BOXES:
        attributes = node.attributes
        return "role" not in attributes and not find_region(tag, attributes) & regions.LEFT_OUT
    return vocabulary.KINDS.get(tag, "inline") in ("inline", "link", "button")
