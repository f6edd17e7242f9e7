"""Lines of plain text that were wrapped, by hand or by a renderer, told from lists, verses and addresses."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from newsieve.patterns import compile_later
from newsieve.segment.page_breaks import COLUMN_GAP, find_page_breaks
from newsieve.segment.ragged import find_ragged_pairs
from newsieve.segment.text_lines import (
    ENDS,
    FEW_JOINTS,
    LONGEST_FUNCTION_WORD,
    NARROWEST,
    SHARE_AT_MARGIN,
    SHARE_IN_LOWER_CASE,
    SHARE_OF_ALL,
    SHARE_OF_MARGIN,
    WIDEST,
    TextLine,
    begins_inside,
    is_unspaced_joint,
    list_beginnings,
    list_margins,
    parts_word,
)
from newsieve.text import CUE_TIMES, SENTENCE_ENDS, UNSPACED, is_unspaced, strip_closers
from newsieve.types import Mark

_BULLET = r"(?:[-*•·–—]|\d{1,3}[.)]|\(?[^\W\d_]\))\s++"
_OPENING = re.compile(rf"(?P<quotes>(?>(?:[ \t]*+>)*))(?P<indent>\s*+)(?P<bullet>(?:{_BULLET})?)")
_SHARE_IN_LOWER_CASE_OF_RUN = 0.2  # between two blank lines, where a paragraph has more capitals by chance
_FEWEST_ENDS = 12  # lines for one end of a sentence: a poem's, or a speech's, have none
_UNSPACED_END_INSIDE = compile_later(rf"[。！？][”」』]?(?=[{UNSPACED}])")
_COLUMN_GAPS = compile_later(rf"{COLUMN_GAP} *+")
_TIMES = compile_later(CUE_TIMES)
_SHARE_OF_CAPITALS = 0.9  # lines without a small letter, of all: such text has no lines in lower case
_FEWEST_DOUBLE_SPACED = 8  # lines: paragraphs of a line each, as most texts have, are at one margin by chance


def find_joints(text: str, marks: Sequence[Mark]) -> list[bool]:
    """Tell of each pair of neighbours among a text's lines whether the second goes on with the first one's paragraph.

    What was quoted once, and what was quoted twice, are texts of their own with their own margins. Parts of a whole,
    which have a tag, go on with nothing.
    """
    in_capitals = _is_in_capitals(text, marks)
    lines = _part_pages([*_read_lines(text, marks, in_capitals=in_capitals)])
    joints = [False] * max(0, len(lines) - 1)
    runs: dict[int, list[range]] = {}
    capitals: list[range] = []
    for run in _find_runs(lines):
        for i in run:
            joints[i] = parts_word(lines[i].text, lines[i + 1].text)
        if not _is_list(lines, run):
            runs.setdefault(lines[run.start].quotes, []).append(run)
        elif all(line.text.isupper() for line in lines[run.start : run.stop + 1]):
            capitals.append(run)
    ends = sum(map(text.count, SENTENCE_ENDS)) if runs else 0
    may_be_prose = not in_capitals or any(begins_inside(line.text) for line in lines)
    for own in runs.values():
        has_sentences = may_be_prose and ends * _FEWEST_ENDS >= sum(len(run) + 1 for run in own)
        pairs = _wrapped_pairs(lines, own) if has_sentences else []
        for i in (*pairs, *find_ragged_pairs(lines, own, have_margin=bool(pairs))):
            joints[i] = True
    for i in find_ragged_pairs(lines, capitals, have_margin=False):
        joints[i] = True
    return joints


def _is_in_capitals(text: str, marks: Sequence[Mark]) -> bool:
    """Tell whether a text is written in capitals, as teleprinters wrote."""
    return sum(text[mark.start : mark.end].isupper() for mark in marks) > _SHARE_OF_CAPITALS * len(marks)


def _read_lines(text: str, marks: Sequence[Mark], *, in_capitals: bool) -> Iterator[TextLine]:
    """Read how each of a text's lines begins. One blank line behind each of many is double spacing, and parts none."""
    gaps = [text.count("\n", one.end, other.start) for one, other in pairwise(marks)]
    least = min(gaps) if len(marks) >= _FEWEST_DOUBLE_SPACED else 1
    for mark, gap in zip(marks, [least, *gaps], strict=False):
        start, end = mark.start, mark.end
        opening = _OPENING.match(text, start, end)
        quotes, column, indent = (opening.end(part) if opening else start for part in ("quotes", "indent", "bullet"))
        words = text[column:end].rstrip()
        begins, first_word = (len(text[quotes:edge].expandtabs()) for edge in (column, indent))
        yield TextLine(words, text.count(">", start, quotes), begins, first_word, gap > least,
                    bool(mark.tag), None if in_capitals else _is_lower(words))  # fmt: skip


def _is_lower(line: str) -> bool | None:
    """Whether a line's first character is a small letter; None of one in a script that has none, and of its marks."""
    first = line[:1]
    has_case = first.isupper() or first.islower() or not (first.isalpha() or is_unspaced(line))
    return first.islower() if has_case else None


def _part_pages(lines: list[TextLine]) -> list[TextLine]:
    """Return the lines, those that a page break sets within a sentence as parts of another whole."""
    for gap in find_page_breaks([line.text for line in lines]):
        lines[gap.start : gap.stop] = [line._replace(is_part=True) for line in lines[gap.start : gap.stop]]
    return lines


def _find_runs(lines: Sequence[TextLine]) -> Iterator[range]:
    """Find the stretches of pairs between which nothing shows that a paragraph ends, by their first lines."""
    first = 0
    for i in range(len(lines)):
        if i + 1 == len(lines) or _is_parted(lines, i, in_list=lines[first].is_item):
            if i > first:
                yield range(first, i)
            first = i + 1


def _is_parted(lines: Sequence[TextLine], i: int, *, in_list: bool) -> bool:
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


def _find_columns(line: TextLine) -> set[int]:
    """Return where the second column, and others, of a text in columns begin in a line."""
    return {line.column + gap.end() for gap in _COLUMN_GAPS.finditer(line.text)}


def _is_heading(line: TextLine, follower: TextLine) -> bool:
    """Tell a line in capitals above one that is not: "DESCRIPTION" above "ferry prints the sailings"."""
    return line.text.isupper() and not follower.text.isupper() and any(map(str.islower, follower.text))


def _is_list(lines: Sequence[TextLine], run: range) -> bool:
    """Tell whether hardly any of a run's lines begin in lower case."""
    return len(run) >= FEW_JOINTS and _share_in_lower_case(lines, run) < _SHARE_IN_LOWER_CASE_OF_RUN


def _share_in_lower_case(lines: Sequence[TextLine], pairs: Sequence[int]) -> float:
    """Share of the pairs' second lines that begin in lower case; 1 where most are of a script, or a text, without."""
    cased = [is_lower for i in pairs if (is_lower := lines[i + 1].is_lower) is not None]
    return sum(cased) / len(cased) if len(cased) > len(pairs) - len(cased) else 1


def _wrapped_pairs(lines: Sequence[TextLine], runs: list[range]) -> list[int]:
    """Find the pairs that were wrapped at one margin, if most were that can have been."""
    fits = {i: list_margins(lines[i], lines[i + 1]) for run in runs for i in run}
    margin = _find_margin(fits.values())
    if margin is None:
        return []
    least_width = SHARE_OF_MARGIN * margin
    headings = {run.start for run in runs if lines[run.start].width < least_width}  # above a paragraph
    asked = [i for i in fits if max(lines[i].width, lines[i + 1].width) >= least_width and i not in headings]
    pairs = [i for i, margins in fits.items() if margin in margins and _is_within(lines[i + 1], margin)]
    least: float = len(asked)
    if least >= FEW_JOINTS:
        ended = sum(lines[i].has_ended and margin not in fits[i] for i in asked)
        least = max(SHARE_AT_MARGIN * (least - ended), SHARE_OF_ALL * least)
    return pairs if len(pairs) >= least and _go_on(lines, pairs) else []


def _find_margin(fits: Iterable[range]) -> int | None:
    """Find the column at which most lines may have been wrapped, the widest of several; None where none may."""
    votes = Counter(column for margins in fits for column in _narrow(margins))
    return max(votes, key=lambda column: (votes[column], column), default=None)


def _narrow(margins: range) -> range:
    return range(max(margins.start, NARROWEST), min(margins.stop, WIDEST + 1))


def _is_within(line: TextLine, margin: int) -> bool:
    """Tell whether a line may have been wrapped at the margin; a long word or address cannot be."""
    return line.width <= margin or " " not in line.text


def _go_on(lines: Sequence[TextLine], pairs: list[int]) -> bool:
    """Tell whether the lines that are joined go on with a sentence, and do not each begin one, as a list's do.

    Where joints are few, half of them have to stand within a sentence of a text that begins its paragraphs otherwise,
    or in whose lines sentences end: it may be written in small letters alone. Where nothing else tells a line within a
    sentence, as in scripts without spaces, two have to be at the margin, and a sentence to end in one.
    """
    if len(pairs) >= FEW_JOINTS:
        return _share_in_lower_case(lines, pairs) >= SHARE_IN_LOWER_CASE
    if all(is_unspaced_joint(lines[i].text, lines[i + 1].text) for i in pairs):
        is_at_margin = len(pairs) > 1 and not any(lines[i].has_ended for i in pairs)
        return is_at_margin and any(_UNSPACED_END_INSIDE.search(lines[i].text) for i in pairs)
    within = sum(_is_within_sentence(lines[i].text, lines[i + 1]) for i in pairs)
    joined = {i + 1 for i in pairs}
    first = [line.text[0] for i, line in enumerate(lines) if line.text and i not in joined]
    is_prose = not all(map(str.islower, first)) or any(list_beginnings(lines[i].text) for i in pairs)
    return 2 * within >= len(pairs) and is_prose


def _is_within_sentence(line: str, follower: TextLine) -> bool:
    """Tell whether the line ends before its sentence does, by what follows, or by its last word, as in "of the".

    A comma says nothing: greetings, verses and lines of lists end in one.
    """
    if strip_closers(line).endswith((*ENDS, ",")):
        return False
    last = line.rsplit(maxsplit=1)[-1]
    return (follower.text[0].isalpha() and follower.is_lower is not False) or (
        len(last) <= LONGEST_FUNCTION_WORD and last.isalpha() and last.islower()
    )
