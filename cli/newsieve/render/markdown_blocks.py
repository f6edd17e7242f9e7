"""Blocks of Markdown put below each other: paragraphs, items of lists in their places, rows of tables."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

_OTHER_MARK = {".": ")", ")": "."}


class Piece(NamedTuple):
    """Markdown of a block. `items` are those of its Mark; a row of a table has `cells`."""

    text: str
    items: tuple[tuple[int, int], ...] = ()
    cells: tuple[str, ...] = ()


class _OpenItem(NamedTuple):
    """Item of a list that the next block may be a part of. `mark` stands behind its number."""

    place: int
    number: int
    mark: str

    def show(self) -> str:
        return f"{self.number}{self.mark} " if self.mark else "- "


def join_blocks(pieces: Iterable[Piece]) -> str:
    """Return the text of the blocks. Items stand right below each other, all else below an empty line."""
    written, opened = list[str](), list[_OpenItem]()
    for piece in _join_rows(pieces):
        shared = _count_shared(opened, piece.items)
        new = list[_OpenItem]()
        for depth, (place, number) in enumerate(piece.items[shared:], shared):
            before = opened[depth] if depth == shared and depth < len(opened) else None
            new.append(_OpenItem(place, number, _choose_mark(before, number)))
        is_tight = bool(opened and new) and not (shared and new[0].number > 1)  # which starts no list in a paragraph
        inner = [item.show() for item in opened[:shared]]
        margin, marks = " " * len("".join(inner)), "".join([item.show() for item in new])
        lines = piece.text.replace("\n", f"\n{margin}{' ' * len(marks)}")
        written += ["\n" if is_tight else "\n\n"] * bool(written) + [f"{margin}{marks}{lines}"]
        opened[shared:] = new
    return "".join(written)


def _count_shared(opened: Sequence[_OpenItem], items: Sequence[tuple[int, int]]) -> int:
    """Count the outer items that go on."""
    count = 0
    while count < min(len(opened), len(items)) and opened[count].place == items[count][0]:
        count += 1
    return count


def _choose_mark(before: _OpenItem | None, number: int) -> str:
    """Return what stands behind a number; another mark begins a list anew, as where the numbers do not go on."""
    if not number or before is None or not before.mark:
        return "." if number else ""
    return before.mark if number == before.number + 1 else _OTHER_MARK[before.mark]


def _join_rows(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces with a table in place of rows below each other; the first row is its head."""
    for (is_row, items), group in groupby(pieces, lambda piece: (bool(piece.cells), piece.items)):
        rows = [*group]
        columns = max(len(row.cells) for row in rows)
        if not is_row or all(sum(map(bool, row.cells)) < 2 for row in rows):
            yield from rows
            continue
        head, *others = [_show_row(row.cells, columns) for row in rows]
        yield Piece("\n".join([head, f"|{'---|' * columns}", *others]), items)


def _show_row(cells: Sequence[str], columns: int) -> str:
    shown = [cell.replace("|", r"\|") for cell in cells] + [""] * (columns - len(cells))
    return f"| {' | '.join(shown)} |"
