"""Whether a sentence ends at a place that looks like an end: the one place that decides it.

Words of languages stand in the neutral language pack: abbreviations by language, labels ("Group B."), time zones, and
which languages write ordinals with a full stop.
"""

import re
from functools import lru_cache

from newsieve.languages import all_words
from newsieve.patterns import compile_later
from newsieve.quotes import LONGEST_QUOTATION
from newsieve.segment.abbreviations import (
    find_abbreviations,
    is_abbreviation,
    is_clear_start,
    is_number_word,
    read_word,
    read_words,
)
from newsieve.text import OPENING_QUOTES, fold

_ENDS_BEFORE_SPACE = '.!?"”’)'
# Of how somebody spoke, between two sentences: "(laughs) They", "[short pause] They".
REMARK = r"[(\[][^\W\d_]+(?: [^\W\d_]+){0,2}[.!]?[)\]](?=\s+[\"“„«]?[^\W\d_a-z])"
# A note's, behind the sentence it belongs to: ".¹ She", ".† She", ".[12] She", ".[source needed] She", ".12 She".
NOTE_MARK = r"(?:[¹²³⁰⁴-⁹]{1,4}|[†‡]|(?<!\*)\*(?!\*)|\[[^\[\]\n]{1,40}\]|\(\d{1,3}\)|(?<=[^\W\d_]{3}.)\d{1,3})"
_OWN_FULL_STOPS = (("։", "\u0530", "\u058f"), ("።", "\u1200", "\u137f"))  # of scripts, and their first and last letters
_NEAR = 1000  # characters
_FULL_STOPS = "۔."
_FIRST_OF_SCRIPTS = "\u0530"  # that those rules are about
_LAST_NAMES = compile_later(r"(?:([^\s۔.(]{1,12})[۔.]\s?)?(?<![^\s۔.(])([^\s۔.(]{1,12})[۔.]\Z")
_NEXT_NAME = compile_later(r"([^\s۔.]{1,12})[۔.]")
_MOST_LETTERS = 24  # of an abbreviation
_REMARK = compile_later(rf"\s*{REMARK}")
_SIGN = compile_later(r"\s*[(\[][A-Z0-9/]{1,4}[)\]]\s*\Z")  # of a listing, behind its last sentence: "(R)", "(1/3)"
_AGENCY = compile_later(r"\s*\([^\W\d_]{2,12}\)")  # behind a short month: "Roma, 3 mag. (ANSA)"
_DAY_AND_MONTH = compile_later(r"\d\s[^\W\d_]{3,5}\.\s*\Z")
_LAST_WORD = compile_later(
    r"(?:^|[\s(\[\"'“„«‚‘’—–/-])"  # or behind an article that lost its vowel: "dell'ing."
    rf"((?:[^\W\d_][\u0300-\u036f\u0900-\u0963ªº°]*\.?){{1,{_MOST_LETTERS}}}|№|§)\.[\"”’»)]*\s*\Z"
)
# A syllable of a letter and its signs, an initial of Tamils and their neighbours: "கு. ராம்".
_SYLLABLE = compile_later(r"(?:^|[\s(.“\"])(?=[\u0b80-\u0d7f])[^\W\d_][^\w\s.]*\.\s*\Z")
_INDIC_REACH = 6  # characters before a full stop that are looked at for Thai and Indic letters
_CLOCK = compile_later(r"\d\s?[ap]\.\s?m\.\s*\Z", re.IGNORECASE)
_INITIAL = compile_later(r"(?:^|[\s(“\"«„.-])([^\W\d_])ـ?\.\s*\Z")  # Arabs stretch one: "هـ."
_BESIDE = compile_later(r"(?:\d|(?<![^\W\d_])(?P<letter>[^\W\d_])\.)\s*\Z")  # a figure, a letter by itself
_ORDINAL = compile_later(r"(?:^|(?P<before>\S+)\s)\(?\d{1,2}\.\s*\Z")
_NUMBER_OF_YEAR = compile_later(r"\d/\d{4}\.\s*\Z")
_ITEM = compile_later(r"[a-z]\)\s")
_MOVE_NUMBER = compile_later(r"(?:^|\s)\d{1,3}\.\s*\Z")
_MOVE = compile_later(r"(?:[A-Z]?[a-h]?[1-8]?[x:]?[a-h][1-8]|[0O]-[0O](?:-[0O])?)(?![\w-])")  # of chess: "2. Nf3"
_LIST_NUMBER = compile_later(r"\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]\s*\Z")
_FIRST_WORD = compile_later(r"[^\W\d_]+")
_LEADING = compile_later(rf"[\s{re.escape(OPENING_QUOTES)}\"'(\[¿¡,*_~—–-]*")
_SPOKEN = compile_later(r"[\"”’»“」』]\s*\Z")
_CLOSES = compile_later(r"[\"”’»′)\]]+(?:\s|\Z)")
_ASKED = compile_later(r"[!?…]\s?[\"”’»“]\s*\Z")
_DOTTED = compile_later(r"(?:^|[\s(\[\"“„«—–/-])((?:[^\W\d_]\.\s?){2,4})\Z")  # "u. a.", "d.h."
_DOUBLED = compile_later(r"([A-Z])\1\.")
_BEHIND_DOUBLED = compile_later(r"(?<![^\W_])([A-Z])\1\.\s[A-Z]{2}\.\s*\Z")
_INITIALS = compile_later(r"\s*(?:[^\W\d_]\.\s?){2,4}\s*")
_TIME = compile_later(r"(?:[12]\d{3}\s[^\W\d_]|\d\s?[ap]\.\s?m)\.\s*\Z")  # "W 2020 r. Sąd", "At 5 p.m. Ann"
_LONGEST_EARLY = 40  # characters; so few, and as few words, hold no verb yet
_MOST_EARLY = 3
_LONGEST_DATE = 20
_DOTTED_DATE = compile_later(r"(?:^|[^\w.])\d{1,4}\.\s?(?:\d{1,2}\.\s?)*\Z")  # Korean: "2024. 5. 14."
_ERAS = ("Chr.", "Kr.")
_DAY = compile_later(r"\d{1,2}\.(?!\d)")
_NOTE_BEHIND = compile_later(rf"{NOTE_MARK}\s")
_NOTE = compile_later(rf"(?<=[.!?…\"”’»)]){NOTE_MARK}\s*\Z")
_CLAUSE = compile_later(r"[^.!?;:\n]{1,80}")
_THAI_OR_INDIC = compile_later(r"[\u0e00-\u0eff\u0900-\u0dff]")
_UNSPACED_QUOTE = compile_later(r"[\"”」』]\Z")
_UNSPACED_PAIRS = {"」": "「", "』": "『", "”": "“", "）": "（", ")": "("}
_TITLE_ENDS = "》〉"
_UNSPACED_CLOSERS = "」』》〉）】〕"
_CLOSES_UNSPACED = compile_later(rf"[{_UNSPACED_CLOSERS}]|[)\]\"](?<=[。！？].)")
_UNSPACED_CLAUSE = compile_later(r"[^。！？“「『\n]{1,40}")
_LONGEST_CLAUSE = 8  # words of "Anna Berg asked on Monday"


def is_boundary(piece: str, left: int, right: int, language: str) -> bool:
    """Tell whether the sentence that begins at `left` ends at `right`, where white space or the next one begins."""
    last = left + len(piece[left:right].rstrip())  # white space may be long: it stands for a link's address
    tail, behind = piece[max(left, last - 60) : right], piece[right : right + 100]
    is_bracketed = "(" in behind or "[" in behind
    if is_bracketed and (remark := _REMARK.match(behind)):
        behind = behind[remark.end() :]
    start = None if behind[:1].isalnum() else _LEADING.match(behind)
    rest = behind[start.end() :] if start else behind
    before = tail.rstrip()
    if not rest:
        return False  # marks go with the sentence before them
    if is_bracketed and (_SIGN.match(behind) or (_AGENCY.match(behind) and _DAY_AND_MONTH.search(tail))):
        return False
    is_spaced = before != tail
    if not is_spaced and (
        _CLOSES.match(behind) or _CLOSES_UNSPACED.match(piece, right) or _NOTE_BEHIND.match(piece, right)
    ):
        return False  # a mark that closes nothing goes with what stands before it
    if _goes_on(piece, before, behind, rest, is_spaced) or (
        right - left < 8 and _LIST_NUMBER.fullmatch(piece[left:right])
    ):
        return False
    if before[-1:] in _FULL_STOPS and before[-2:-1] >= _FIRST_OF_SCRIPTS and _is_of_script(piece, right, before, rest):
        return False
    if before.endswith("."):
        if _MOVE.match(rest) and _MOVE_NUMBER.search(tail):
            return False
        may_date = not before[-3:-2].isalpha()  # "2020 r.", "5 p.m."; most end in a longer word
        return not (_is_abbreviated(tail, rest, language) or (may_date and _is_of_date(tail, rest, language)))
    if not before[-1:].isalpha() and (note := _NOTE.search(before)):
        return not _is_abbreviated(before[: note.start()], note[0] if note[0].isdigit() else rest, language)
    if not is_spaced and not behind[0].isspace() and _is_embedded(piece, left, right, language):
        return False
    return not (_SPOKEN.search(before) and _is_spoken(before, behind, rest, language, is_spaced))


def _is_of_script(piece: str, right: int, before: str, rest: str) -> bool:
    """Tell whether a full stop ends no sentence by its script, in any language.

    Where sentences have their script's own full stop another one stands behind abbreviations alone; and Indians and
    Pakistanis set one behind each of several initials.
    """
    for own, first, last in _OWN_FULL_STOPS if before[-1] == "." else ():
        if first <= before[-2:-1] <= last and own in piece[max(0, right - _NEAR) : right + _NEAR]:
            return True
    names = read_words("letter_names")["all"]
    initials = _LAST_NAMES.search(before)
    if initials is None or initials[2] not in names:
        return False
    follower = _NEXT_NAME.match(rest)
    return initials[1] in names or (follower is not None and follower[1] in names)


def _goes_on(piece: str, before: str, behind: str, rest: str, is_spaced: bool) -> bool:
    """Tell whether the next word is in lower case, where sentences begin with a capital, or white space lacks."""
    if not (is_spaced or behind[0].isspace()) and behind[0].isascii() and before[-1:] in _ENDS_BEFORE_SPACE:
        return True  # "Node.JS"; glued paragraphs were taken apart before
    if not is_spaced and behind[0].isdigit() and before[-2:-1].isdigit() and before[-1:] == ".":
        return True  # "۳.۵"; ASCII is such a case
    first = rest[0]
    if not first.islower() or _ITEM.match(rest):
        return False
    has_capital_inside = any(letter.isupper() for letter in rest.split(maxsplit=1)[0][1:3])  # "eBay", "iPhone"
    return not has_capital_inside and any(map(str.isupper, piece[:400]))


def _is_abbreviated(tail: str, rest: str, language: str) -> bool:
    """Tell whether the full stop that `tail` ends in belongs to an abbreviation, an initial or an ordinal."""
    last = tail.rsplit(maxsplit=1)[-1][:-1]
    if len(last) > 1 and last.isascii() and last.isalpha() and tail[-_INDIC_REACH:].isascii():  # most are plain words
        if len(last) == 2 and last[0] == last[1] and last.isupper() and _is_half(tail, rest, language):
            return True
        return len(last) <= _MOST_LETTERS and is_abbreviation(last, rest, language)
    if _CLOCK.search(tail):
        word = read_word(rest)
        return (
            word in all_words("dates") or word in read_words("zones")["all"] or (word[:-3].isupper() and len(word) < 5)
        )
    if _INITIALS.fullmatch(tail):
        return True  # "P.S. I": initials alone are no sentence
    if _THAI_OR_INDIC.search(tail[-_INDIC_REACH:]) and (
        language == "th" or _is_known(tail, language) or _SYLLABLE.search(tail)
    ):
        return True
    if language in read_words("ordinals")["number_of_year"] and _NUMBER_OF_YEAR.search(tail):
        return True
    if ordinal := language in read_words("ordinals")["full_stop"] and _ORDINAL.search(tail):
        return _is_ordinal(ordinal["before"] or "", rest, language, is_first=ordinal.start() == 0)
    if dotted := _DOTTED.search(tail):
        letters = dotted[1].replace(".", "").replace(" ", "")
        if is_abbreviation(letters, rest, language) and letters.islower():
            return True
    if initial := _INITIAL.search(tail):
        before = tail[: initial.start(1)]
        is_listed = initial[1].islower() and initial[1] in find_abbreviations(language)
        beside = _BESIDE.search(before)  # "в г. Сарн", "R. v. Berg", not "в 2019 г. Он" or "и т. д. Он"
        if before[-1:] == "." and (joined := _LAST_WORD.search(tail)) and is_abbreviation(joined[1], rest, language):
            return True  # "bl.a. Anna"
        if is_listed and (beside is None or (beside["letter"] or "").isupper()):
            return True
        return _is_initial(before, initial[1], rest, language)
    found = _LAST_WORD.search(tail)
    return found is not None and is_abbreviation(found[1], rest, language)


def _is_half(tail: str, rest: str, language: str) -> bool:
    """Tell whether the initials of a plural go on or are done, which Spaniards double: "EE. UU."."""
    return bool(_DOUBLED.match(rest) or (_BEHIND_DOUBLED.search(tail) and not is_clear_start(rest, language)))


def _is_of_date(tail: str, rest: str, language: str) -> bool:
    """Tell whether the full stop is that of a date ("2024. 5. 14."), or of a year or an hour in the first words."""
    if language == "ko" and (date := _DOTTED_DATE.search(tail[-_LONGEST_DATE:])):
        return date[0].count(".") > 1 or _DAY.match(rest) is not None
    is_early = len(tail) < _LONGEST_EARLY and len(tail.split()) <= _MOST_EARLY
    return is_early and _TIME.search(tail) is not None and not is_clear_start(rest, language)


def _is_known(tail: str, language: str) -> bool:
    words = tail.rstrip(". ").split()
    known = find_abbreviations(language)
    return bool(words) and all(part in known for part in words[-1].strip("(").split("."))


def _is_ordinal(before: str, rest: str, language: str, is_first: bool) -> bool:
    """Tell "am 3. Mai" from "auf Platz 3. Der": a date, or a word before that is no noun with a number behind it."""
    if read_word(rest) in all_words("dates"):
        return True
    word = before.strip('("„“»')
    if ":" in word or word[-1:].isdigit() or (word[-1:] == "." and is_number_word(word[:-1], language)):
        return False
    return fold(word) not in read_words("labels")["all"] and (is_first or word[:1].islower())


def _is_initial(before: str, letter: str, rest: str, language: str) -> bool:
    """Tell "George W. Bush" from "Group B. The": a label stands before, or what opens sentences behind."""
    if letter.islower():
        return not rest[:1].isupper() or rest[1:2] == "." or rest.startswith(_ERAS)  # "z. B.", "44 v. Chr."
    word = before.rsplit(maxsplit=1)[-1] if before.split() else ""
    if fold(word.strip('("“„')) in read_words("labels")["all"]:
        return False
    if not word:
        return True
    found = _FIRST_WORD.match(rest)
    is_start = found is not None and found[0] in all_words("starts")
    return not (is_start or is_clear_start(rest, language))


def _is_embedded(piece: str, left: int, right: int, language: str) -> bool:
    """Tell whether the sentence goes on behind a mark of scripts without spaces, as with behind a noun.

    So it does behind a title, behind a bracket or quotation that opened within the sentence, and before a particle.
    Koreans set a space between sentences.
    """
    mark = piece[right - 1]
    if mark in _TITLE_ENDS or (language == "ko" and mark in _UNSPACED_PAIRS):
        return True
    opening = _UNSPACED_PAIRS.get(mark)
    if opening is None:
        return False
    at = piece.rfind(opening, max(left, right - LONGEST_QUOTATION), right)
    if at > left and piece[at - 1].isalnum() and (mark in "）)" or language == "ja"):
        return True
    behind, goes_on = piece[right : right + 8], read_words("behind_quote").get(language, frozenset())
    return any(map(behind.startswith, goes_on)) and not any(
        word[0] == "-" and behind.startswith(word[1:]) for word in goes_on
    )


def _is_spoken(before: str, behind: str, rest: str, language: str, is_spaced: bool) -> bool:
    """Tell whether the speaker of the quotation that has just closed follows."""
    if not is_spaced and _UNSPACED_QUOTE.search(before) and not behind[0].isspace():
        clause = _UNSPACED_CLAUSE.match(behind)
        verbs = read_words("speech").get(language, frozenset())
        if clause is None:
            return False
        return (
            clause[0].startswith(tuple(verbs)) if language in ("ja", "ko") else any(verb in clause[0] for verb in verbs)
        )
    ends = read_words("speech_ends").get(language)
    if ends and (said := _CLAUSE.match(rest)) and said[0].endswith(tuple(ends)):
        return True
    if not _ASKED.search(before):
        return False
    clause = _CLAUSE.match(rest)
    words = fold(clause[0]).split() if clause else []
    return 1 < len(words) <= _LONGEST_CLAUSE and not _speech(language).isdisjoint(words[1:4])


@lru_cache(maxsize=32)
def _speech(language: str) -> frozenset[str]:
    from newsieve.languages import load

    return load(language).speech
