"""Lines that a page of paper set within a sentence: its number, its running head, its footnotes."""

from collections.abc import Iterator, Sequence

from newsieve.patterns import compile_later
from newsieve.text import ends_sentence

# A page's number, by itself (four figures are a year), between dashes, or behind a word, and beside a running head,
# far apart.
_NUMBER = compile_later(
    r"[\W_]*+(?:\d{1,3}|[ivxlc]{1,7}|[^\W\d_]{1,8}\.?\s\d{1,4}(?:\s?[^\s\d]{1,4}\s?\d{1,4})?)[\W_]*+"
    r"|\d{1,4}[\t \xa0]{3,}\S[^\n]{0,100}|\S[^\n]{0,100}[\t \xa0]{3}\d{1,4}"
)
_NOTE = compile_later(r"(?:\d{1,3}\s+|\[\d{1,3}\]\s*|[¹²³⁴-⁹†‡]+\s*)[^\W\d_a-z]")  # "1." is a list's
COLUMN_GAP = "   "  # between columns of a text; two spaces set words of a justified line apart
_TIME = compile_later(r"\d[:.]\d\d(?:\s?[AaPp]\.?[Mm]\.?)?\Z")  # of a message, behind its sender
_SHARE_OF_FOLLOWER = 0.5  # as of lines that can have been wrapped at a margin
_WITHIN = (",", ":", ";")  # ends of greetings and labels
_MOST_LINES = 4  # of one break: a footnote, a number, a running head of two lines
_LONGEST_HEAD = 60  # characters of a running head that nothing but its place tells


def find_page_breaks(lines: Sequence[str]) -> Iterator[range]:
    """Yield the lines of each break, by their numbers: a sentence ends neither before them nor in them.

    It goes on behind them in lower case, or between two paragraphs of several lines, as a capital begins names and
    German nouns. Lines are stripped of white space.
    """
    done = 0
    for i in range(1, len(lines) - 1):
        if i < done or not _is_furniture(lines[i]) or _is_furniture(lines[i - 1]):
            continue
        last = _find_continuation(lines, i)
        if not last or not any(map(_is_numbered, lines[i:last])):
            continue
        first = _find_open_line(lines, i, last)
        if first is None:
            continue
        is_sure = lines[last][:1].islower() and (last > i + 1 or not _is_bare(lines[i]))
        if is_sure or _is_full(lines[first], lines[last]):
            yield range(first + 1, last)
            done = last


def is_open(line: str) -> bool:
    """Tell whether a line of some words ends before its sentence does."""
    return " " in line and not line.endswith(":") and not (ends_sentence(line) or line.isupper() or _TIME.search(line))


def may_go_on(line: str, follower: str) -> bool:
    """Tell a line within a sentence from a heading, or a greeting, that is short above the line that follows it."""
    last, first = line.rpartition("\n")[2].strip(), follower.partition("\n")[0]
    return (
        is_open(line)
        and COLUMN_GAP not in last
        and (last[:1].islower() or len(last) >= _SHARE_OF_FOLLOWER * len(first))
    )


def _is_bare(line: str) -> bool:
    """Tell whether a line has no mark: "12", "Room 12"."""
    return "".join(line.split()).isalnum()


def _is_full(line: str, follower: str) -> bool:
    """Tell whether a line has no room for the next word, as lines have that were wrapped at one margin.

    A figure between lines that were not is a word of the sentence, which stood in an element of its own.
    """
    own, other = line.rpartition("\n")[2], follower.partition("\n")[0]
    if not (follower[:1].islower() or "\n" in line):
        return False
    return len(own) + 1 + len(other.split(maxsplit=1)[0]) > len(other)


def _find_open_line(lines: Sequence[str], first: int, last: int) -> int | None:
    """Return the number of the line before a break that is open; a running head may stand between. None: no line is."""
    before = [at for at in (first - 1, first - 2) if at >= 0 and may_go_on(lines[at], lines[last])]
    if not before or (before[0] != first - 1 and not is_open(lines[first - 1])):
        return None
    return before[0]


def _find_continuation(lines: Sequence[str], first: int) -> int:
    """Return the number of the line in lower case, or of the lines, behind a break; 0 where others stand before it.

    One line of a break may be a running head that only its place tells; two would be a subtitle and its time.
    """
    heads = 0
    for at in range(first + 1, min(first + _MOST_LINES + 1, len(lines))):
        line = lines[at]
        if " " in line and (line[:1].islower() or ("\n" in line and not _is_furniture(line))):
            return at
        heads += not _is_furniture(line)
        if heads > 1 or not (_is_furniture(line) or _may_be_head(line)):
            return 0
    return 0


def _may_be_head(line: str) -> bool:
    return len(line) <= _LONGEST_HEAD and not (ends_sentence(line) or line.endswith(_WITHIN))


def _is_furniture(line: str) -> bool:
    return line.isupper() or _is_numbered(line)


def _is_numbered(line: str) -> bool:
    """Tell a page's number, beside its running head or not, and a footnote."""
    return _NUMBER.fullmatch(line) is not None or (_NOTE.match(line) is not None and ends_sentence(line))
