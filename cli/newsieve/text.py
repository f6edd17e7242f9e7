"""Words, sentence ends and quotation marks: the one table of each, for all layers above.

A word is a run of letters and digits, the marks that belong to its letters included; in scripts that are written
without spaces it is one character. Apostrophes part words and are none. Texts, language packs and patterns are compared
when they are folded, so that all must be read by these functions.
"""

import re
from functools import cache
from itertools import islice
from typing import NamedTuple

from newsieve.patterns import compile_later

# Latin, Chinese and Japanese, Arabic, Indic, Armenian, Ethiopic, Khmer, Burmese, Tibetan, Mongolian, Ol Chiki.
SENTENCE_ENDS = ".!?…‼⁇⁈⁉。．！？｡؟۔।॥։።፧፨។៕။།༎᠃᠉᱾᱿"
LONGEST_HEADLINE = 150  # characters
QUESTION_ENDS = "?？؟⁇⁈፧;"  # the last is the Greek one
COLONS = ":："
STRAIGHT_QUOTES = "\"'"
OPENING_QUOTES = "“„«‹‘‚「『《〈"
CLOSING_QUOTES = "”“»›’‘」』》〉"  # German closes with the marks that English opens with
QUOTES = frozenset(f'"{OPENING_QUOTES}{CLOSING_QUOTES}') - frozenset("’")  # mostly an apostrophe
CLOSERS = f"{STRAIGHT_QUOTES}{CLOSING_QUOTES}״)]}}）"  # what may stand behind the end of a sentence
_SPACED_CLOSERS = f"{CLOSERS} \xa0\u2009\u202f"  # French and Russian set a space before the mark: « Oui. »
BULLETS = frozenset("-*•·»›▶►■→–—|+>×✉☛")
_QUOTE_MARKS = compile_later(r"^(?>(?:[ \t]*>)+)(?![\d=])", re.MULTILINE)  # of a mail, not in ">50" or ">="
# A word parted at the end of a line, from its hyphen on ("=" in old print, "¬" of scanners); behind it stands what a
# mail puts before a line it quotes.
BROKEN_WORD = compile_later(r"[-=¬\u2010\u00ad](?<=[^\W\d_].)(?P<gap>[ \t]*\n[ \t>]*)(?P<rest>[^\W\d_]\S*)")
CUE_TIMES = r"\d+:[\d:.,]+ --> "  # a pattern of the line above a subtitle
_ENDS = (*SENTENCE_ENDS, "፡፡")  # the last is typed for the Ethiopic full stop
# Marks that end a sentence behind letters of one script alone: its question mark, or what is typed for its full stop.
_GREEK, _ARMENIAN, _INDIC = ("\u0370\u03ff", "\u1f00\u1fff"), ("\u0530\u058f",), ("\u0900\u0dff",)
_ENDS_BEHIND = {";": _GREEK, "\u037e": _GREEK, ":": _ARMENIAN, "|": _INDIC}
# Characters of a word in running Chinese: 1.54 to 1.71 in the four corpora of Emerson 2005 (SIGHAN, second bakeoff).
_UNSPACED_WORD = 1.6
_FIRST_UNSPACED = "\u0e00"  # of the scripts below; some spaced ones come behind it too
# Thai, Lao, Burmese, Khmer, Kana, Han and its extensions.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
# Behind a sign in a pattern: U+200B, a space without width, does not count where it parts words of Southeast Asia.
_SOUTHEAST_ASIAN = r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]"
IDLE_ZERO_SPACE = rf"(?:(?<!\u200b)|(?<!{_SOUTHEAST_ASIAN}\u200b)|(?!{_SOUTHEAST_ASIAN}))"
# Marks inside a word that are no letters to Unicode: accents, Hebrew and Arabic points, Indic vowel signs.
_JOINED = (
    "\u0300-\u036f\u0591-\u05bd\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963"
    "\u0981-\u0983\u09bc-\u09d7\u0a01-\u0a03\u0a3c-\u0a51\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b57"
    "\u0b82\u0bbe-\u0bd7\u0c00-\u0c04\u0c3e-\u0c56\u0c81-\u0c83\u0cbc-\u0cd6\u0d00-\u0d03\u0d3b-\u0d57"
)
# Of those, and of scripts that `find_words` cuts by the character, whole ranges: what names may hold beside letters.
SIGNS_IN_NAMES = (
    "\u0300-\u036f\u0591-\u05f4\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0970-\u109f\u1780-\u17d3\u200c\u200d"
)
_LATIN_WORD = r"[a-z0-9]+[^\W_]*|[^\W_]+"  # most are found soonest as a to z
_MARK = r"[^\w\s'’]"
_FIND_WORDS = compile_later(_LATIN_WORD)
_FIND_RUNS = compile_later(r" ?[^\W_]+ ?")
_FIND_TOKENS = compile_later(f"{_LATIN_WORD}|{_MARK}")
_FIND_ASCII_TOKENS = compile_later(r"[a-z0-9]+|[^\sa-z0-9_']")
ASCII_MARKS = bytes(code for code in range(128) if not chr(code).isalnum())  # for bytes.translate to delete
_LIST_MARK = compile_later(rf"(?:[{re.escape(''.join(sorted(BULLETS)))}]|\(?\w{{1,4}}[.)])\t")
_CLOCK = r"\d{1,3}(?::[0-5]\d){1,2}(?:[.,]\d{1,3})?(?:\s?[AaPp]\.?[Mm]\.?)?"
_DAY = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s"
_SPEAKER = r"(?:<[^<>\n]{1,40}>|[^\W\d_a-z][^\s:<>.!?]{0,30}(?: [^\W_a-z][^\s:<>.!?]{0,30}){0,3}:)(?=\s)"
_STAMP = compile_later(
    rf"(?:\[(?P<day>{_DAY})?{_CLOCK}\]\s*(?:[-–—]\s)?(?=\S)|(?P<bare_day>{_DAY})?{_CLOCK}\s(?:[-–—]\s)?(?={_SPEAKER}))"
    rf"(?P<speaker>{_SPEAKER}\s+)?"
)
_SPACED = bytes(code if chr(code).isalnum() else ord(" ") for code in range(128)) + bytes(128)
_LATIN = compile_later("[\x00-\u02ff\u1e00-\u2bff]*")  # and marks of typography: none of the characters above


class Stamp(NamedTuple):
    """End of the time that a line begins with, and of the speaker's name behind it. `has_day`: it is dated, too."""

    end: int
    speaker_end: int
    has_day: bool


_NO_STAMP = Stamp(0, 0, has_day=False)


def fold(text: str) -> str:
    """Fold case, so that texts that differ in it alone are equal; a Turkish capital I with a dot is a small i."""
    folded = text.casefold()
    return folded if text.isascii() or "\u0307" not in folded else folded.replace("i\u0307", "i")


def tokenize(text: str) -> list[str]:
    """Return the words and the marks of a text, folded, in order; every mark is a token of its own."""
    folded = fold(text)
    if folded.isascii():
        return _FIND_ASCII_TOKENS.findall(folded)
    return (_FIND_TOKENS if _LATIN.fullmatch(folded) else _compile_tokens()).findall(folded)


def find_words(text: str) -> list[str]:
    """Return the words of a text, folded, in order: its tokens without the marks."""
    folded = fold(text)
    if folded.isascii():
        return folded.encode().translate(_SPACED).decode().split()  # a third of the time of a pattern
    return _find_pattern(folded).findall(folded)


def to_one_line(text: str) -> str:
    """Collapse the white space of a text, and drop the marks that mails put before the lines that they quote.

    Nothing stays of the end of a line within a phrase of a script without spaces.
    """
    bare = _QUOTE_MARKS.sub("", text) if ">" in text else text
    if "\n" in bare and is_unspaced(bare):
        bare = _compile_unspaced_end().sub("", bare)
    return " ".join(bare.split()) or " ".join(text.split())


def cut_text(text: str, start: int, end: int, broken: frozenset[int]) -> str:
    """Return a range of a text, the words that are parted there at the ends of lines put together.

    `broken` are the places of their hyphens where these go, else those behind. What stands behind such a word keeps its
    place, since the line's end comes behind it.
    """
    piece = text[start:end]
    if not broken or "\n" not in piece:
        return piece

    def mend(found: re.Match[str]) -> str:
        gap = "" if found.end() == len(piece) else found["gap"]
        if start + found.start() in broken:
            return f"{found['rest']}{gap and ' '}{gap}"
        is_compound = start + found.start() + 1 in broken
        return f"{found[0][0]}{found['rest']}{gap}" if is_compound else found[0]

    return BROKEN_WORD.sub(mend, piece)


def count_words(text: str) -> int:
    """Return the number of words of a text."""
    return len(find_words(text))


def estimate_words(text: str) -> float:
    """Return about how many words a reader finds in a text, also where its script has no spaces between them."""
    count = count_words(text)
    if not is_unspaced(text):
        return count
    characters = len(_compile_unspaced().findall(text))
    return count - characters + characters / _UNSPACED_WORD


def has_words(text: str, count: int) -> bool:
    """Tell whether a text has that many words or more, without looking further."""
    folded = fold(text)
    return len(list(islice(_find_pattern(folded).finditer(folded), count))) == count


def is_unspaced(text: str) -> bool:
    """Tell whether a text holds characters of a script that is written without spaces."""
    return not text.isascii() and not _LATIN.fullmatch(text) and _compile_unspaced().search(text) is not None


def count_wide(text: str) -> int:
    """Count the characters that take two columns on a screen, as those of East Asia do (Unicode's UAX #11)."""
    if text.isascii() or _LATIN.fullmatch(text):
        return 0
    from unicodedata import east_asian_width

    return sum(east_asian_width(sign) in "WF" for sign in text)


def find_stretch_of_word(folded: str) -> str:
    """Return a long stretch of a folded text that no tokenizing takes apart, with the spaces around it.

    Whatever text holds the one has a word, between two spaces, that holds the other. Without letters and digits it is
    the last mark; "" where there is none. It takes no pattern of all scripts, which are slow to compile.
    """
    if folded.isascii() and folded.isalnum():
        return folded
    longest = max(_FIND_RUNS.findall(folded), key=len, default="")
    if not longest:
        return next((mark for mark in reversed(folded) if not (mark.isspace() or mark in "_'’")), "")
    return longest.strip()[0] if max(longest) >= _FIRST_UNSPACED else longest


def count_cells(line: str) -> int:
    """Count the cells of a table's row between tabs or bars; 1 of a line without either. A list's mark is no cell."""
    bare = line.strip()
    if "\t" in bare:
        return bare.count("\t") + (not _LIST_MARK.match(bare))
    return bare.strip("|").count("|") + 1


def find_stamp(text: str) -> Stamp:
    """Return the time that a line of a chat or a transcript begins with: in brackets, or before a name.

    "[00:21] Host: ", "12:03 <mara> ". Of other lines nothing.
    """
    found = _STAMP.match(text) if text[:1] == "[" or text[:1].isdigit() else None
    if not found or found.end() == len(text):
        return _NO_STAMP
    end = found.start("speaker") if found["speaker"] else found.end()
    return Stamp(end, found.end(), bool(found["day"] or found["bare_day"]))


def strip_closers(text: str) -> str:
    """Return a text without the closing quotation marks and brackets at its end, and the spaces before them."""
    return text.rstrip(_SPACED_CLOSERS)


def ends_sentence(text: str) -> bool:
    """Tell whether a text ends as a sentence does, closing quotation marks and brackets aside."""
    bare = strip_closers(text)
    return bare.endswith(_ENDS) or (bare[-1:] in _ENDS_BEHIND and _ends_script(bare))


def _ends_script(bare: str) -> bool:
    """Tell whether the mark at the end of a text, which others set elsewhere, stands behind a letter of its script."""
    letter = bare[:-1].rstrip()[-1:]
    return any(span[0] <= letter <= span[1] for span in _ENDS_BEHIND[bare[-1]])


def _find_pattern(folded: str) -> re.Pattern[str]:
    return _FIND_WORDS if folded.isascii() or _LATIN.fullmatch(folded) else _compile_words()


@cache
def _compile_words() -> re.Pattern[str]:  # 2.4 ms, which Latin texts need not pay
    return re.compile(rf"(?=[^\W_])[{UNSPACED}]|[^\W_{UNSPACED}](?:[^\W_{UNSPACED}]|[{_JOINED}])*")


@cache
def _compile_tokens() -> re.Pattern[str]:
    return re.compile(f"{_compile_words().pattern}|{_MARK}")


@cache
def _compile_unspaced() -> re.Pattern[str]:
    return re.compile(f"[{UNSPACED}]")


@cache
def _compile_unspaced_end() -> re.Pattern[str]:
    return re.compile(rf"(?<=[{UNSPACED}，、。；：！？”」』）])\n\s*+(?=[{UNSPACED}“「『（])")
