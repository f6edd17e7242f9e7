"""Paragraphs of plain text that were wrapped at no margin that their text shares: by hand, or among lists and code."""

from collections.abc import Iterator, Sequence
from math import exp, lgamma, log

from newsieve.segment.text_lines import (
    FEW_JOINTS,
    LONGEST_FUNCTION_WORD,
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
from newsieve.text import COLONS

_SLACK = 6  # columns, about a word, by which lines that are wrapped by hand fall short of one margin
_LEVEL = 0.05  # of significance: what is less likely by chance has a reason


def find_ragged_pairs(lines: Sequence[TextLine], runs: list[range], *, have_margin: bool) -> Iterator[int]:
    """Find the pairs within a sentence in runs where a sentence, or a word, begins in a line and goes on in the next.

    Such a text was wrapped, if at no margin: sentences of verses, lists and chats begin with their lines. Where case
    tells nothing, a first line that is set in shows a paragraph. Paragraphs at a margin say nothing of shorter lines.
    """
    is_wrapped = not have_margin and _is_wrapped_by_hand(lines, runs)
    share = _share_like_entries(lines, runs) if is_wrapped else 0.0
    for run in runs:
        yield from _paragraph_pairs(lines, run)
        yield from (i for i in run if _goes_on_below(lines[run.start], lines[i], lines[i + 1]))
        pairs = [i for i in run if goes_on_in_lower_case(lines[i].text, lines[i + 1].text)]
        is_mostly_lower = len(pairs) >= SHARE_IN_LOWER_CASE * len(run)
        if is_mostly_lower and any(_is_of_prose(lines, i) for i in pairs):
            yield from pairs
        if is_wrapped and _begins_paragraph(lines, run) and not _is_listed(lines, run, share):
            others = _list_full(lines, run) if is_mostly_lower else set[int]()
            others.update(i for i in run if lines[i + 1].text[0] == "(")
            column = max(line.column for line in lines[run.start + 1 : run.stop + 1])  # of lines that no entry begins
            going_on = {*pairs, *(i for i in others if lines[i + 1].column == column)}
            yield from (i for i in going_on if _is_long_and_open(lines[i]))


def _begins_paragraph(lines: Sequence[TextLine], run: range) -> bool:
    """Tell whether a run begins as a sentence does, and no small letter follows a first line that ends one."""
    first, second = lines[run.start : run.start + 2]
    return first.may_begin_sentence and not (first.has_ended and second.is_lower)


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


def _share_like_entries(lines: Sequence[TextLine], runs: Sequence[range]) -> float:
    """Return the share of words that look like an entry's first one, of those within lines."""
    return _share([_is_like_entry(word) for run in runs for i in run for word in lines[i].text.split()[1:]])


def _is_listed(lines: Sequence[TextLine], run: range, share: float) -> bool:
    """Tell whether more of a run's lines begin as entries do than would if parted between any words, or end phrases."""
    goes_on = [not _is_like_entry(lines[i + 1].text.split(maxsplit=1)[0]) for i in run if not lines[i].has_ended]
    return _are_too_few(goes_on, 1 - share) or _end_phrases(lines, run)


def _end_phrases(lines: Sequence[TextLine], run: range) -> bool:
    """Tell whether fewer of a run's lines end in a short word, as "the", than would if parted between any words."""
    words = [lines[i].text.split() for i in run if not lines[i].has_ended]
    within = _share([_is_short(word) for line in words for word in line[:-1]])
    return _are_too_few([_is_short(line[-1]) for line in words], within)


def _share(flags: Sequence[bool]) -> float:
    """Return the share that are set, neither 0 nor 1 (Laplace's rule of succession)."""
    return (sum(flags) + 1) / (len(flags) + 2)


def _are_too_few(flags: Sequence[bool], share: float) -> bool:
    """Tell whether fewer flags are set than would be by chance, each by that share: a binomial test of one side."""
    count, odds = len(flags), log(share / (1 - share))
    none = lgamma(count + 1) + count * log(1 - share)
    ways = (none - lgamma(k + 1) - lgamma(count - k + 1) + k * odds for k in range(sum(flags) + 1))
    return sum(map(exp, ways)) < _LEVEL


def _is_short(word: str) -> bool:
    return len(word) <= LONGEST_FUNCTION_WORD and word.islower()


def _is_like_entry(word: str) -> bool:
    """Tell a word without a small letter at its beginning, or a label: an entry begins with it sooner than a line."""
    return not word[0].islower() or word[-1] in COLONS


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
    if not own[0].may_begin_sentence or not own[-1].has_ended:
        return
    full = _list_full(lines, run)
    going_on = {i for i in run if goes_on_in_lower_case(lines[i].text, lines[i + 1].text)}
    if all(line.text.isupper() for line in own) and any(begins_inside(line.text) for line in own):
        going_on = full
    is_long = any(len(lines[i].text) >= NARROWEST_RAGGED and lines[i].text[-1].isalnum() for i in going_on)
    are_most = len(full) >= SHARE_AT_MARGIN * len(run) and len(going_on) >= SHARE_IN_LOWER_CASE * len(run)
    if is_long and are_most and not _end_phrases(lines, run):
        yield from full | going_on


def _goes_on_below(first: TextLine, line: TextLine, follower: TextLine) -> bool:
    """Tell whether a sentence without case goes on in the next line of a paragraph whose first line is set in."""
    is_long = NARROWEST_RAGGED <= len(line.text) <= WIDEST
    return follower.is_lower is None and first.column > follower.indent and is_long and line.text[-1].isalnum()


def _is_of_prose(lines: Sequence[TextLine], i: int) -> bool:
    """Tell whether a line and the next one part a word, or another sentence begins inside of the line."""
    return begins_inside(lines[i].text) or parts_word(lines[i].text, lines[i + 1].text)
