"""Lines of plain text, and what a line and the next one show of a paragraph that goes on."""

from typing import NamedTuple

from newsieve.patterns import compile_later
from newsieve.text import BROKEN_WORD, COLONS, OPENING_QUOTES, SENTENCE_ENDS, count_wide, is_unspaced, strip_closers

NARROWEST, WIDEST = 25, 120  # columns that hand-wrapped text, mail and text browsers use
SHARE_AT_MARGIN = 0.7  # joints between lines of one paragraph, of all joints without a blank line
SHARE_IN_LOWER_CASE = 0.4  # of the lines that go on: a list's lines begin with capitals
FEW_JOINTS = 4  # below that, lines of like length are at one margin by chance: each has to be, and mid-sentence
SHARE_OF_MARGIN = 0.5  # two lines below that, one behind the other, are a signature's or an address's: not asked
SHARE_OF_ALL = 0.5  # joints that go on, of all: lines that end a sentence are not asked, but may not be most
NARROWEST_RAGGED = 45  # characters of a line in which a sentence ends: verses, and lines of subtitles, are shorter
LONGEST_FUNCTION_WORD = 3  # letters of a word that most titles and lines of lists do not end in
ENDS = (*SENTENCE_ENDS, *COLONS)
_END_INSIDE = compile_later(r"[.!?…](?<=[^\W\d_]{2}(?:[^\W\d_]|\)).)[\"”’»)]{0,2}\s+[\"“„«(]?(?P<next>[^\W\d_])")
_LEADING = f"{OPENING_QUOTES}\"'([¿¡*_–— "  # marks before the first word of a sentence
_MARKS_INSIDE = ",-–—"  # that a line within a sentence may end in; lines of code end in others


class TextLine(NamedTuple):
    """A line behind the quotation marks that mails put before it, without white space around it."""

    text: str
    quotes: int  # marks before it
    column: int  # that it begins in
    indent: int  # columns before its first word: a list's item has its bullet before that
    is_behind_blank: bool
    is_part: bool  # of a table, or of code
    is_lower: bool | None  # whether its first letter is; None where case tells nothing, as in text in capitals

    @property
    def width(self) -> int:
        """Columns that its text takes on a screen, where characters of Han, Kana and Hangul take two."""
        text = self.text
        if "\t" in text:
            text = (" " * self.column + text).expandtabs()[self.column :]
        return len(text) if text.isascii() else len(text) + count_wide(text)

    @property
    def is_item(self) -> bool:
        """Whether it begins with a bullet, a dash or a number."""
        return self.indent > self.column

    @property
    def may_begin_sentence(self) -> bool:
        """Whether a letter that is no small one begins it, behind marks: an amount, or another mark, begins none."""
        words = self.text.split(maxsplit=1)[-1] if self.is_item else self.text
        first = words.lstrip(_LEADING)[:1]
        return first.isalpha() and not first.islower()

    @property
    def has_ended(self) -> bool:
        """Whether its last sentence ends with it."""
        return strip_closers(self.text).endswith(ENDS)


def parts_word(line: str, follower: str) -> bool:
    """Tell whether the lines part a word; a list of beginnings of words is none."""
    is_long = " " in line or " " in follower
    return is_long and follower[0].islower() and BROKEN_WORD.match(f"{line[-2:]}\n{follower}", 1) is not None


def list_margins(line: TextLine, follower: TextLine) -> range:
    """Columns at which the line may have been wrapped: it fits, and the first word behind would not have.

    In scripts without spaces that is a character, and a mark may hang over the margin. Empty where a line is one word.
    """
    width = line.column + line.width
    if is_unspaced_joint(line.text, follower.text):
        slack = 1 + count_wide(follower.text[0])
        return range(width - slack, width + slack + 1) if len(line.text) >= NARROWEST else range(0)
    return range(width, width + len(follower.text.split(maxsplit=1)[0]) + 1) if " " in line.text else range(0)


def is_unspaced_joint(line: str, follower: str) -> bool:
    """Tell whether a line and the next one are parted within a phrase of a script without spaces."""
    return is_unspaced(follower.split(maxsplit=1)[0]) and is_unspaced(line.rsplit(maxsplit=1)[-1])


def goes_on_in_lower_case(line: str, follower: str) -> bool:
    """Tell whether a sentence surely goes on in the next line; one word by itself may be a user's name."""
    is_within = len(line) <= WIDEST and (line[-1].isalnum() or line[-1] in _MARKS_INSIDE)
    return bool(is_within and follower[0].islower() and (" " in follower or follower.endswith(ENDS)))


def begins_inside(line: str) -> bool:
    """Tell whether a sentence ends in a line, and another begins."""
    return any(map(str.isupper, list_beginnings(line)))


def list_beginnings(line: str) -> list[str]:
    """Return the first letters of the sentences that begin in a line behind another's end; none of a short line's."""
    return [found["next"] for found in _END_INSIDE.finditer(line)] if len(line) >= NARROWEST_RAGGED else []
