"""Paragraphs of plain text that were wrapped at no margin that their text shares: by hand, or among lists and code."""

from collections.abc import Iterator, Sequence

from newsieve.segment.text_lines import (
    FEW_JOINTS,
    NARROWEST_RAGGED,
    SHARE_AT_MARGIN,
    SHARE_IN_LOWER_CASE,
    SHARE_OF_ALL,
    WIDEST,
    TextLine,
    begins_inside,
    goes_on_in_lower_case,
    list_margins,
    parts_word,
)

_SLACK = 6  # columns, about a word, by which lines that are wrapped by hand fall short of one margin


def find_ragged_pairs(lines: Sequence[TextLine], runs: list[range]) -> Iterator[int]:
    """Find the pairs within a sentence in runs where a sentence, or a word, begins in a line and goes on in the next.

    Such a text was wrapped, if at no margin: sentences of verses, lists and chats begin with their lines. Where case
    tells nothing, a first line that is set in shows a paragraph.
    """
    is_wrapped = _is_wrapped_by_hand(lines, runs)
    for run in runs:
        yield from _paragraph_pairs(lines, run)
        yield from (i for i in run if _goes_on_below(lines[run.start], lines[i], lines[i + 1]))
        pairs = [i for i in run if goes_on_in_lower_case(lines[i].text, lines[i + 1].text)]
        is_mostly_lower = len(pairs) >= SHARE_IN_LOWER_CASE * len(run)
        if is_mostly_lower and any(_is_of_prose(lines, i) for i in pairs):
            yield from pairs
        if is_wrapped and _begins_paragraph(lines, run):
            others = _list_full(lines, run) if is_mostly_lower else set[int]()
            others.update(i for i in run if lines[i + 1].text[0] == "(")
            column = max(line.column for line in lines[run.start + 1 : run.stop + 1])  # of lines that no entry begins
            going_on = {*pairs, *(i for i in others if lines[i + 1].column == column)}
            yield from (i for i in going_on if _is_long_and_open(lines[i]))


def _begins_paragraph(lines: Sequence[TextLine], run: range) -> bool:
    """Tell whether no small letter begins a run, nor what its first line ends a sentence, or with a colon, before."""
    first, second = lines[run.start : run.start + 2]
    return not first.is_lower and not (first.has_ended and second.is_lower)


def _is_wrapped_by_hand(lines: Sequence[TextLine], runs: Sequence[range]) -> bool:
    """Tell whether small letters begin most lines behind long ones that end no sentence, and few paragraphs.

    Lines of a list begin alike, be they the first one or another.
    """
    asked = [i for run in runs for i in run if _is_long_and_open(lines[i])]
    starts = {run.start for run in runs}
    begun = [bool(lines[i].is_lower) for i in asked if i in starts]
    going_on = sum(goes_on_in_lower_case(lines[i].text, lines[i + 1].text) for i in asked)
    begins_otherwise = len(begun) >= FEW_JOINTS and sum(begun) <= (1 - SHARE_AT_MARGIN) * len(begun)
    return begins_otherwise and going_on >= SHARE_OF_ALL * len(asked)


def _is_long_and_open(line: TextLine) -> bool:
    return len(line.text) >= NARROWEST_RAGGED and not line.has_ended


def _list_full(lines: Sequence[TextLine], run: range) -> set[int]:
    """Return a run's lines, but its last one, that are about as full as its widest one."""
    widest = _find_width(lines, run)
    return {i for i in run if max(list_margins(lines[i], lines[i + 1]), default=0) + _SLACK > widest}


def _find_width(lines: Sequence[TextLine], run: range) -> int:
    return max(line.column + line.width for line in lines[run.start : run.stop + 1])


def _paragraph_pairs(lines: Sequence[TextLine], run: range) -> Iterator[int]:
    """Find the pairs of a run that is a paragraph by itself: it begins as a sentence does, and ends one.

    Its lines go on in lower case, or in capitals alone if a sentence begins inside of one, and are about as full as its
    widest one. A line without an end that is not full is no part of it where a capital follows: it may be a heading.
    """
    own = lines[run.start : run.stop + 1]
    if own[0].is_lower or own[0].text[0].isdigit() or not own[-1].has_ended:
        return
    full = _list_full(lines, run)
    going_on = {i for i in run if goes_on_in_lower_case(lines[i].text, lines[i + 1].text)}
    if all(line.text.isupper() for line in own) and any(begins_inside(line.text) for line in own):
        going_on = full
    is_long = any(len(lines[i].text) >= NARROWEST_RAGGED and lines[i].text[-1].isalnum() for i in going_on)
    if is_long and len(full) >= SHARE_AT_MARGIN * len(run) and len(going_on) >= SHARE_IN_LOWER_CASE * len(run):
        yield from full | going_on


def _goes_on_below(first: TextLine, line: TextLine, follower: TextLine) -> bool:
    """Tell whether a sentence without case goes on in the next line of a paragraph whose first line is set in."""
    is_long = NARROWEST_RAGGED <= len(line.text) <= WIDEST
    return follower.is_lower is None and first.column > follower.indent and is_long and line.text[-1].isalnum()


def _is_of_prose(lines: Sequence[TextLine], i: int) -> bool:
    """Tell whether a line and the next one part a word, or another sentence begins inside of the line."""
    return begins_inside(lines[i].text) or parts_word(lines[i].text, lines[i + 1].text)
