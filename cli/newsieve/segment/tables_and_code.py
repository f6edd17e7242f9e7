"""Lines of plain text that are parts of one whole: those of a fence of code, rows of a table, marks of a directive."""

from collections.abc import Iterable, Sequence

from newsieve.patterns import compile_later
from newsieve.text import count_cells
from newsieve.types import Mark, Range

DIRECTIVE = ":::"  # begins a line of Markdown that opens or ends a directive
_TICKS = "```"
_RULE = frozenset("-|:+= ")  # the line below a table's head
_FENCE = compile_later(r"[\s>]*(`{3,})([^`\n]*)")  # with what stands behind the ticks that open one


def mark_structure(text: str, lines: Iterable[Range]) -> list[Mark]:
    """Return a mark for each of the lines, in order; the lines of a fence of code have one together.

    The tag is that of an element of a page that holds the like: "pre" of a fence, "tr" of a table's row, "div" of the
    line that opens or ends a directive; "" of all other lines.
    """
    marks = [Mark(*line, "") for line in lines]
    if _TICKS in text:
        marks = _join_fences(text, marks)
    if "|" in text or "\t" in text:
        marks = _tag_rows(text, marks)
    if DIRECTIVE in text:
        marks = [m._replace(tag="div") if text[m.start : m.end].lstrip().startswith(DIRECTIVE) else m for m in marks]
    return marks


def _join_fences(text: str, marks: Iterable[Mark]) -> list[Mark]:
    """Join the lines from each fence to the one that ends it. A fence that nothing ends is a line like others."""
    joined, at, opened = list[Mark](), 0, ""
    for mark in marks:
        joined.append(mark)
        found = _FENCE.fullmatch(text, mark.start, mark.end)
        if not found:
            continue
        ticks, behind = found.groups()
        if not opened:
            at, opened = len(joined) - 1, ticks
        elif len(ticks) >= len(opened) and not behind.strip():
            joined[at:] = [Mark(joined[at].start, mark.end, "pre")]
            opened = ""
    return joined


def _tag_rows(text: str, marks: Sequence[Mark]) -> list[Mark]:
    """Tag the rows of tables: lines next to each other that have the same number of cells, two at least."""
    lines = [text[mark.start : mark.end].strip() for mark in marks]
    cells = [1 if mark.tag else count_cells(line) for mark, line in zip(marks, lines, strict=True)]
    tagged, first = list(marks), 0
    for i in range(1, len(marks) + 1):
        if i < len(marks) and cells[i] == cells[first] > 1 and marks[i].start - marks[i - 1].end <= 1:
            continue
        if i - first > 1 and any(map(_is_of_table, lines[first:i])):
            tagged[first:i] = [mark._replace(tag="tr") for mark in marks[first:i]]
        first = i
    return tagged


def _is_of_table(line: str) -> bool:
    """Tell a table's line by a tab, a bar at its edge, or a rule: a bar of links has bars within it alone."""
    return "\t" in line or line.startswith("|") or _RULE.issuperset(line)
