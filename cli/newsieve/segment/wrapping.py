"""Lines of plain text that were wrapped, by hand or by a renderer, told from lists, verses and addresses."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from newsieve.patterns import compile_later
from newsieve.segment.page_breaks import COLUMN_GAP, find_page_breaks
from newsieve.text import BROKEN_WORD, COLONS, CUE_TIMES, SENTENCE_ENDS, UNSPACED, is_unspaced, strip_closers
from newsieve.types import Mark

_OPENING = re.compile(r"(?P<quotes>(?>(?:[ \t]*+>)*))(?P<indent>\s*+)(?P<bullet>(?:(?:[-*•·–—]|\d{1,3}[.)])\s++)?)")
_NARROWEST, _WIDEST = 25, 120  # columns that hand-wrapped text, mail and text browsers use
_SHARE_AT_MARGIN = 0.7  # joints between lines of one paragraph, of all joints without a blank line
_SHARE_IN_LOWER_CASE = 0.4  # of the lines that go on: a list's lines begin with capitals
_SHARE_IN_LOWER_CASE_OF_RUN = 0.2  # between two blank lines, where a paragraph has more capitals by chance
_SHARE_OF_MARGIN = 0.5  # two lines below that, one behind the other, are a signature's or an address's: not asked
_FEW_JOINTS = 4  # below that, lines of like length are at one margin by chance: each has to be, and mid-sentence
_ENDS = (*SENTENCE_ENDS, *COLONS)
_LONGEST_FUNCTION_WORD = 3  # letters of a word that most titles and lines of lists do not end in
_FEWEST_ENDS = 12  # lines for one end of a sentence: a poem's, or a speech's, have none
_END_INSIDE = compile_later(r"[.!?…](?<=[^\W\d_]{3}.)[\"”’»)]{0,2}\s+[\"“„«(]?(?P<next>[^\W\d_])")
_UNSPACED_END_INSIDE = compile_later(rf"[。！？][”」』]?(?=[{UNSPACED}])")
_COLUMN_GAPS = compile_later(rf"{COLUMN_GAP} *+")
_TIMES = compile_later(CUE_TIMES)
_MARKS_INSIDE = ",-–—"  # that a line within a sentence may end in; lines of code end in others
_NARROWEST_RAGGED = 45  # characters of a line in which a sentence ends: verses, and lines of subtitles, are shorter
_SLACK = 6  # columns, about a word, by which lines that are wrapped by hand fall short of one margin
_SHARE_OF_CAPITALS = 0.9  # lines without a small letter, of all: such text has no lines in lower case
_SHARE_OF_ALL = 0.5  # joints at the margin, of all: lines that end a sentence are not asked, but may not be most
_FEWEST_DOUBLE_SPACED = 8  # lines: paragraphs of a line each, as most texts have, are at one margin by chance


class _Line(NamedTuple):
    """A line behind the quotation marks that mails put before it, without white space around it."""

    text: str
    quotes: int  # marks before it
    column: int  # that it begins in
    indent: int  # columns before its first word: a list's item has its bullet before that
    is_behind_blank: bool
    is_part: bool  # of a table, or of code
    is_lower: bool | None  # whether its first letter is; None where case tells nothing, as in text in capitals

    @property
    def is_item(self) -> bool:
        """Whether it begins with a bullet, a dash or a number."""
        return self.indent > self.column

    @property
    def has_ended(self) -> bool:
        """Whether its last sentence ends with it."""
        return strip_closers(self.text).endswith(_ENDS)


def find_joints(text: str, marks: Sequence[Mark]) -> list[bool]:
    """Tell of each pair of neighbours among a text's lines whether the second goes on with the first one's paragraph.

    What was quoted once, and what was quoted twice, are texts of their own with their own margins. Parts of a whole,
    which have a tag, go on with nothing.
    """
    in_capitals = _is_in_capitals(text, marks)
    lines = _part_pages([*_read_lines(text, marks, in_capitals=in_capitals)])
    joints = [False] * max(0, len(lines) - 1)
    runs: dict[int, list[range]] = {}
    for run in _find_runs(lines):
        for i in run:
            joints[i] = _parts_word(lines[i].text, lines[i + 1].text)
        if not _is_list(lines, run):
            runs.setdefault(lines[run.start].quotes, []).append(run)
    ends = sum(map(text.count, SENTENCE_ENDS)) if runs else 0
    may_be_prose = not in_capitals or any(_begins_inside(line.text) for line in lines)
    for own in runs.values():
        has_sentences = may_be_prose and ends * _FEWEST_ENDS >= sum(len(run) + 1 for run in own)
        for i in (*(_wrapped_pairs(lines, own) if has_sentences else ()), *_ragged_pairs(lines, own)):
            joints[i] = True
    return joints


def _is_in_capitals(text: str, marks: Sequence[Mark]) -> bool:
    """Tell whether a text is written in capitals, as teleprinters wrote."""
    return sum(text[mark.start : mark.end].isupper() for mark in marks) > _SHARE_OF_CAPITALS * len(marks)


def _read_lines(text: str, marks: Sequence[Mark], *, in_capitals: bool) -> Iterator[_Line]:
    """Read how each of a text's lines begins. One blank line behind each of many is double spacing, and parts none."""
    gaps = [text.count("\n", one.end, other.start) for one, other in pairwise(marks)]
    least = min(gaps) if len(marks) >= _FEWEST_DOUBLE_SPACED else 1
    for mark, gap in zip(marks, [least, *gaps], strict=False):
        start, end = mark.start, mark.end
        opening = _OPENING.match(text, start, end)
        quotes, column, indent = (opening.end(part) if opening else start for part in ("quotes", "indent", "bullet"))
        words = text[column:end].rstrip()
        yield _Line(words, text.count(">", start, quotes), column - quotes, indent - quotes, gap > least,
                    bool(mark.tag), None if in_capitals else _is_lower(words))  # fmt: skip


def _is_lower(line: str) -> bool | None:
    """Whether a line's first character is a small letter; None of one in a script that has none, and of its marks."""
    first = line[:1]
    has_case = first.isupper() or first.islower() or not (first.isalpha() or is_unspaced(line))
    return first.islower() if has_case else None


def _part_pages(lines: list[_Line]) -> list[_Line]:
    """Return the lines, those that a page break sets within a sentence as parts of another whole."""
    for gap in find_page_breaks([line.text for line in lines]):
        lines[gap.start : gap.stop] = [line._replace(is_part=True) for line in lines[gap.start : gap.stop]]
    return lines


def _find_runs(lines: Sequence[_Line]) -> Iterator[range]:
    """Find the stretches of pairs between which nothing shows that a paragraph ends, by their first lines."""
    first = 0
    for i in range(len(lines)):
        if i + 1 == len(lines) or _is_parted(lines, i, in_list=lines[first].is_item):
            if i > first:
                yield range(first, i)
            first = i + 1


def _is_parted(lines: Sequence[_Line], i: int, *, in_list: bool) -> bool:
    """Tell whether a blank line, other quotation marks, a bullet, a deeper indent or columns part a line and the next.

    A dash, or a figure with a full stop, is no bullet within a sentence; and what is set in within one is no paragraph.
    """
    line, follower = lines[i], lines[i + 1]
    if line.is_part or follower.is_part or not (line.text and follower.text) or _TIMES.match(line.text):
        return True
    if follower.is_behind_blank or line.quotes != follower.quotes or _is_heading(line, follower):
        return True
    if COLUMN_GAP in line.text and COLUMN_GAP in follower.text and _find_columns(line) & _find_columns(follower):
        return True
    if follower.is_item:
        is_listed = in_list or line.has_ended or (i + 2 < len(lines) and lines[i + 2].is_item)
        return is_listed or line.column != follower.column
    return line.has_ended and follower.indent > line.indent


def _find_columns(line: _Line) -> set[int]:
    """Return where the second column, and others, of a text in columns begin in a line."""
    return {line.column + gap.end() for gap in _COLUMN_GAPS.finditer(line.text)}


def _is_heading(line: _Line, follower: _Line) -> bool:
    """Tell a line in capitals above one that is not: "DESCRIPTION" above "ferry prints the sailings"."""
    return line.text.isupper() and not follower.text.isupper() and any(map(str.islower, follower.text))


def _is_list(lines: Sequence[_Line], run: range) -> bool:
    """Tell whether hardly any of a run's lines begin in lower case."""
    return len(run) >= _FEW_JOINTS and _share_in_lower_case(lines, run) < _SHARE_IN_LOWER_CASE_OF_RUN


def _parts_word(line: str, follower: str) -> bool:
    """Tell whether the lines part a word; a list of beginnings of words is none."""
    is_long = " " in line or " " in follower
    return is_long and follower[0].islower() and BROKEN_WORD.match(f"{line[-2:]}\n{follower}", 1) is not None


def _share_in_lower_case(lines: Sequence[_Line], pairs: Sequence[int]) -> float:
    """Share of the pairs' second lines that begin in lower case; 1 in scripts, and in text, that has none."""
    cased = [is_lower for i in pairs if (is_lower := lines[i + 1].is_lower) is not None]
    return sum(cased) / len(cased) if cased else 1


def _wrapped_pairs(lines: Sequence[_Line], runs: list[range]) -> list[int]:
    """Find the pairs that were wrapped at one margin, if most were that can have been."""
    fits = {i: _fitting_margins(lines[i], lines[i + 1]) for run in runs for i in run}
    margin = _find_margin(fits.values())
    if margin is None:
        return []
    least_width = _SHARE_OF_MARGIN * margin
    headings = {run.start for run in runs if len(lines[run.start].text) < least_width}  # above a paragraph
    asked = [i for i in fits if max(len(lines[i].text), len(lines[i + 1].text)) >= least_width and i not in headings]
    pairs = [i for i, margins in fits.items() if margin in margins and _is_within(lines[i + 1].text, margin)]
    least: float = len(asked)
    if least >= _FEW_JOINTS:
        ended = sum(lines[i].has_ended and margin not in fits[i] for i in asked)
        least = max(_SHARE_AT_MARGIN * (least - ended), _SHARE_OF_ALL * least)
    return pairs if len(pairs) >= least and _go_on(lines, pairs) else []


def _fitting_margins(line: _Line, follower: _Line) -> range:
    """Columns at which the line may have been wrapped: it fits, and the first word behind would not have.

    In scripts without spaces that is a character, and a mark may hang over the margin. Empty where a line is one word.
    """
    width = line.column + len(line.text)
    if _is_unspaced_joint(line.text, follower.text):
        return range(width - 1, width + 2)
    return range(width, width + len(follower.text.split(maxsplit=1)[0]) + 1) if " " in line.text else range(0)


def _is_unspaced_joint(line: str, follower: str) -> bool:
    """Tell whether a line and the next one are parted within a phrase of a script without spaces."""
    return is_unspaced(follower.split(maxsplit=1)[0]) and is_unspaced(line.rsplit(maxsplit=1)[-1])


def _find_margin(fits: Iterable[range]) -> int | None:
    """Find the column at which most lines may have been wrapped, the widest of several; None where none may."""
    votes = Counter(column for margins in fits for column in _narrow(margins))
    return max(votes, key=lambda column: (votes[column], column), default=None)


def _narrow(margins: range) -> range:
    return range(max(margins.start, _NARROWEST), min(margins.stop, _WIDEST + 1))


def _is_within(line: str, margin: int) -> bool:
    """Tell whether a line may have been wrapped at the margin; a long word or address cannot be."""
    return len(line) <= margin or " " not in line


def _go_on(lines: Sequence[_Line], pairs: list[int]) -> bool:
    """Tell whether the lines that are joined go on with a sentence, and do not each begin one, as a list's do.

    Where joints are few, half of them have to stand within a sentence of a text that begins its paragraphs otherwise,
    or in whose lines sentences end: it may be written in small letters alone. Where nothing else tells a line within a
    sentence, as in scripts without spaces, two have to be at the margin, and a sentence to end in one.
    """
    if len(pairs) >= _FEW_JOINTS:
        return _share_in_lower_case(lines, pairs) >= _SHARE_IN_LOWER_CASE
    if all(_is_unspaced_joint(lines[i].text, lines[i + 1].text) for i in pairs):
        is_at_margin = len(pairs) > 1 and not any(lines[i].has_ended for i in pairs)
        return is_at_margin and any(_UNSPACED_END_INSIDE.search(lines[i].text) for i in pairs)
    within = sum(_is_within_sentence(lines[i].text, lines[i + 1]) for i in pairs)
    joined = {i + 1 for i in pairs}
    first = [line.text[0] for i, line in enumerate(lines) if line.text and i not in joined]
    is_prose = not all(map(str.islower, first)) or any(list_beginnings(lines[i].text) for i in pairs)
    return 2 * within >= len(pairs) and is_prose


def _is_within_sentence(line: str, follower: _Line) -> bool:
    """Tell whether the line ends before its sentence does, by what follows, or by its last word, as in "of the".

    A comma says nothing: greetings, verses and lines of lists end in one.
    """
    if strip_closers(line).endswith((*_ENDS, ",")):
        return False
    last = line.rsplit(maxsplit=1)[-1]
    return (follower.text[0].isalpha() and follower.is_lower is not False) or (
        len(last) <= _LONGEST_FUNCTION_WORD and last.isalpha() and last.islower()
    )


def _ragged_pairs(lines: Sequence[_Line], runs: list[range]) -> Iterator[int]:
    """Find the pairs within a sentence in runs where a sentence, or a word, begins in a line and goes on in the next.

    Such a text was wrapped, if at no margin: sentences of verses, lists and chats begin with their lines. Where case
    tells nothing, a first line that is set in shows a paragraph.
    """
    for run in runs:
        yield from _paragraph_pairs(lines, run)
        yield from (i for i in run if _goes_on_below(lines[run.start], lines[i], lines[i + 1]))
        pairs = [i for i in run if _goes_on_in_lower_case(lines[i].text, lines[i + 1].text)]
        if len(pairs) >= _SHARE_IN_LOWER_CASE * len(run) and any(_is_of_prose(lines, i) for i in pairs):
            yield from pairs


def _paragraph_pairs(lines: Sequence[_Line], run: range) -> Iterator[int]:
    """Find the pairs of a run that is a paragraph by itself: it begins with no small letter, and ends a sentence.

    Its lines go on in lower case, unless all of it is in capitals, and are about as full as its widest one.
    """
    own = lines[run.start : run.stop + 1]
    if own[0].is_lower or not own[-1].has_ended:
        return
    widest = max(line.column + len(line.text) for line in own)
    full = {i for i in run if max(_fitting_margins(lines[i], lines[i + 1]), default=0) + _SLACK > widest}
    is_in_capitals = all(line.text.isupper() for line in own)
    going_on = [i for i in run if _goes_on_in_lower_case(lines[i].text, lines[i + 1].text)]
    going_on = sorted(full) if is_in_capitals and len(run) > 1 else going_on
    is_long = any(len(lines[i].text) >= _NARROWEST_RAGGED and lines[i].text[-1].isalnum() for i in going_on)
    asked = [i for i in run if not lines[i].has_ended]
    if is_long and len(full) >= _SHARE_AT_MARGIN * len(run) and len(going_on) >= _SHARE_IN_LOWER_CASE * len(asked):
        yield from full.union(i for i in asked if len(lines[i].text) >= _SHARE_OF_MARGIN * widest)


def _goes_on_below(first: _Line, line: _Line, follower: _Line) -> bool:
    """Tell whether a sentence without case goes on in the next line of a paragraph whose first line is set in."""
    is_long = _NARROWEST_RAGGED <= len(line.text) <= _WIDEST
    return follower.is_lower is None and first.column > follower.indent and is_long and line.text[-1].isalnum()


def _goes_on_in_lower_case(line: str, follower: str) -> bool:
    """Tell whether a sentence surely goes on in the next line; one word by itself may be a user's name."""
    is_within = len(line) <= _WIDEST and (line[-1].isalnum() or line[-1] in _MARKS_INSIDE)
    return bool(is_within and follower[0].islower() and (" " in follower or follower.endswith(_ENDS)))


def _is_of_prose(lines: Sequence[_Line], i: int) -> bool:
    """Tell whether a line and the next one part a word, or another sentence begins inside of the line."""
    return _begins_inside(lines[i].text) or _parts_word(lines[i].text, lines[i + 1].text)


def _begins_inside(line: str) -> bool:
    """Tell whether a sentence ends in a line, and another begins."""
    return any(map(str.isupper, list_beginnings(line)))


def list_beginnings(line: str) -> list[str]:
    """Return the first letters of the sentences that begin in a line behind another's end; none of a short line's."""
    return [found["next"] for found in _END_INSIDE.finditer(line)] if len(line) >= _NARROWEST_RAGGED else []
