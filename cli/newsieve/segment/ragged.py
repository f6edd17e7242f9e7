"""Paragraphs of plain text that were wrapped at no margin that their text shares: by hand, or among lists and code."""

from collections.abc import Iterator, Sequence

from newsieve.segment.text_lines import (
    NARROWEST_RAGGED,
    SHARE_AT_MARGIN,
    SHARE_IN_LOWER_CASE,
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
    for run in runs:
        yield from _paragraph_pairs(lines, run)
        yield from (i for i in run if _goes_on_below(lines[run.start], lines[i], lines[i + 1]))
        pairs = [i for i in run if goes_on_in_lower_case(lines[i].text, lines[i + 1].text)]
        if len(pairs) >= SHARE_IN_LOWER_CASE * len(run) and any(_is_of_prose(lines, i) for i in pairs):
            yield from pairs


def _paragraph_pairs(lines: Sequence[TextLine], run: range) -> Iterator[int]:
    """Find the pairs of a run that is a paragraph by itself: it begins as a sentence does, and ends one.

    Its lines go on in lower case, or in capitals alone if a sentence begins inside of one, and are about as full as its
    widest one. A line without an end that is not full is no part of it where a capital follows: it may be a heading.
    """
    own = lines[run.start : run.stop + 1]
    if own[0].is_lower or own[0].text[0].isdigit() or not own[-1].has_ended:
        return
    widest = max(line.column + len(line.text) for line in own)
    full = {i for i in run if max(list_margins(lines[i], lines[i + 1]), default=0) + _SLACK > widest}
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
