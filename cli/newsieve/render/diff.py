"""Print what `clean` takes out, as a unified diff that `patch` applies.

The text that is left is known to be the whole without some ranges, so nothing is searched for: a change is a run of
lines that such a range touches.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from newsieve.printable import to_line
from newsieve.render.kept import kept_ranges
from newsieve.types import Result

_CONTEXT = 3  # lines before and behind a change
_NO_END = "\n\\ No newline at end of file\n"
_Range = tuple[int, int]


class _Change(NamedTuple):
    """Lines `start` to `end` of the whole, and those that stand in their place."""

    start: int
    end: int
    lines: Sequence[str]


def render_diff(result: Result, _task: str) -> str:
    """Print the diff between the article's text and what is left of it; "" where nothing goes."""
    text = result.article.text
    lines = _split(text)
    kept = [(start, end) for start, end in kept_ranges(result) if start < end]
    changes = [_trim(change, lines) for change in _find_changes(text, lines, kept)]
    if not changes:
        return ""
    name = to_line(str(result.document.id))
    name += "\t" * (" " in name)  # or patch takes the name's first word for all of it
    return f"--- {name}\n+++ {name}\n" + "".join(_print_hunks(lines, changes))


def _split(text: str) -> list[str]:
    """The text's lines with their ends. Newlines alone end one: patch knows no others."""
    parts = text.split("\n")
    return [f"{part}\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def _find_changes(text: str, lines: Sequence[str], kept: Sequence[_Range]) -> Iterator[_Change]:
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    gone = _complement(kept, len(text))
    touched = [(bisect_right(starts, start) - 1, bisect_right(starts, end - 1)) for start, end in gone]
    at = 0
    while at < len(touched):
        first, last = touched[at]
        is_open = True
        while is_open:
            while at < len(touched) and touched[at][0] < last:
                last = max(last, touched[at][1])
                at += 1
            is_open = last < len(lines) and _is_cut_short(text, kept, starts[first], starts[last])
            last += is_open
        yield _Change(first, last, _split(_cut(text, kept, starts[first], starts[last])))


def _complement(kept: Sequence[_Range], length: int) -> list[_Range]:
    """The ranges that are not kept, ascending."""
    edges = [0, *(edge for range_ in kept for edge in range_), length]
    return [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]


def _is_cut_short(text: str, kept: Sequence[_Range], start: int, end: int) -> bool:
    """Whether what is left between two lines' starts lacks its line end, and so runs into the next line."""
    at = bisect_right(kept, (end - 1, len(text) + 1)) - 1
    last = min(kept[at][1], end) - 1 if at >= 0 else -1
    return last >= start and text[last] != "\n"


def _cut(text: str, kept: Sequence[_Range], start: int, end: int) -> str:
    parts, at = [], max(0, bisect_right(kept, (start, len(text) + 1)) - 1)
    while at < len(kept) and kept[at][0] < end:
        parts.append(text[max(start, kept[at][0]) : max(start, min(end, kept[at][1]))])
        at += 1
    return "".join(parts)


def _trim(change: _Change, lines: Sequence[str]) -> _Change:
    """The change without lines at its edges that stay as they are."""
    start, end, new = change.start, change.end, list(change.lines)
    while start < end and new and lines[start] == new[0]:
        start, new = start + 1, new[1:]
    while start < end and new and lines[end - 1] == new[-1]:
        end, new = end - 1, new[:-1]
    return _Change(start, end, new)


def _print_hunks(lines: Sequence[str], changes: Sequence[_Change]) -> Iterator[str]:
    shift = 0  # of line numbers, by what went before
    for group in _group(changes):
        start, end = max(0, group[0].start - _CONTEXT), min(len(lines), group[-1].end + _CONTEXT)
        growth = sum(len(change.lines) - (change.end - change.start) for change in group)
        yield f"@@ -{_spell(start, end - start)} +{_spell(start + shift, end - start + growth)} @@\n"
        at = start
        for change in group:
            yield from (_sign(" ", line) for line in lines[at : change.start])
            yield from (_sign("-", line) for line in lines[change.start : change.end])
            yield from (_sign("+", line) for line in change.lines)
            at = change.end
        yield from (_sign(" ", line) for line in lines[at:end])
        shift += growth


def _group(changes: Sequence[_Change]) -> Iterator[list[_Change]]:
    """Changes whose lines of context touch, together."""
    group: list[_Change] = []
    for change in changes:
        if group and change.start - group[-1].end > 2 * _CONTEXT:
            yield group
            group = []
        group.append(change)
    yield group


def _spell(start: int, count: int) -> str:
    return f"{start + (count > 0)},{count}"


def _sign(sign: str, line: str) -> str:
    return f"{sign}{line}" if line.endswith("\n") else f"{sign}{line}{_NO_END}"
