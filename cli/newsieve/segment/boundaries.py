"""Whether a sentence ends at a place that looks like an end: the one place that decides it.

Words of languages stand in the neutral language pack: abbreviations by language, labels ("Group B."), time zones, and
which languages write ordinals with a full stop.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from newsieve.languages import all_words, load_neutral
from newsieve.patterns import compile_later
from newsieve.text import OPENING_QUOTES, fold

_ENDS_BEFORE_SPACE = '.!?"”’)'
# Of how somebody spoke, between two sentences: "(laughs) They", "[short pause] They".
REMARK = r"[(\[][^\W\d_]+(?: [^\W\d_]+){0,2}[.!]?[)\]](?=\s+[\"“„«]?[^\W\d_a-z])"
_MOST_LETTERS = 24  # of an abbreviation
_REMARK = compile_later(rf"\s*{REMARK}")
_SIGN = compile_later(r"\s*[(\[][A-Z0-9/]{1,4}[)\]]\s*\Z")  # of a listing, behind its last sentence: "(R)", "(1/3)"
_LAST_WORD = compile_later(
    r"(?:^|[\s(\[\"'“„«‚‘’—–/-])"  # or behind an article that lost its vowel: "dell'ing."
    rf"((?:[^\W\d_][\u0300-\u036f\u0900-\u0963ªº°]*\.?){{1,{_MOST_LETTERS}}}|№|§)\.[\"”’»)]*\s*\Z"
)
_INDIC_REACH = 6  # characters before a full stop that are looked at for Thai and Indic letters
_CLOCK = compile_later(r"\d\s?[ap]\.\s?m\.\s*\Z", re.IGNORECASE)
_INITIAL = compile_later(r"(?:^|[\s(“\"«„.-])([^\W\d_])\.\s*\Z")
_ORDINAL = compile_later(r"(?:^|(?P<before>\S+)\s)\(?\d{1,2}\.\s*\Z")
_ITEM = compile_later(r"[a-z]\)\s")
_LIST_NUMBER = compile_later(r"\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]\s*\Z")
_FIRST_WORD = compile_later(r"[^\W\d_]+")
_LEADING = compile_later(rf"[\s{re.escape(OPENING_QUOTES)}\"'(\[¿¡,*_~—–-]*")
_SUM = compile_later(r"[\d$£€¥₹#]|[IVXLC]+\b(?=[\s.,)])")
_SPOKEN = compile_later(r"[\"”’»“」』]\s*\Z")
_CLOSES = compile_later(r"[\"”’»′)\]]+(?:\s|\Z)")
_ASKED = compile_later(r"[!?…]\s?[\"”’»“]\s*\Z")
_CLAUSE = compile_later(r"[^.!?;:\n]{1,80}")
_THAI_OR_INDIC = compile_later(r"[\u0e00-\u0eff\u0900-\u0dff]")
_UNSPACED_QUOTE = compile_later(r"[\"”」』]\Z")
_UNSPACED_CLAUSE = compile_later(r"[^。！？“「『\n]{1,40}")
_LONGEST_CLAUSE = 8  # words of "Anna Berg asked on Monday"


def is_boundary(piece: str, left: int, right: int, language: str) -> bool:
    """Tell whether the sentence that begins at `left` ends at `right`, where white space or the next one begins."""
    tail, behind = piece[max(left, right - 60) : right], piece[right : right + 100]
    if remark := _REMARK.match(behind):
        behind = behind[remark.end() :]
    start = None if behind[:1].isalnum() else _LEADING.match(behind)
    rest = behind[start.end() :] if start else behind
    before = tail.rstrip()
    if not rest:
        return True
    if _SIGN.match(behind):
        return False
    if before == tail and _CLOSES.match(behind):
        return False  # a mark that closes nothing goes with what stands before it
    if _goes_on(piece, before, behind, rest, before != tail) or (
        right - left < 8 and _LIST_NUMBER.fullmatch(piece[left:right])
    ):
        return False
    if before.endswith("."):
        return not _is_abbreviated(tail, rest, language)
    return not (_SPOKEN.search(before) and _is_spoken(before, behind, rest, language, before != tail))


def _goes_on(piece: str, before: str, behind: str, rest: str, is_spaced: bool) -> bool:
    """Tell whether the next word is in lower case, where sentences begin with a capital, or white space lacks."""
    if not (is_spaced or behind[0].isspace()) and behind[0].isascii() and before[-1:] in _ENDS_BEFORE_SPACE:
        return True  # "Node.JS"; glued paragraphs were taken apart before
    first = rest[0]
    if not first.islower() or _ITEM.match(rest):
        return False
    has_capital_inside = any(letter.isupper() for letter in rest.split(maxsplit=1)[0][1:3])  # "eBay", "iPhone"
    return not has_capital_inside and any(map(str.isupper, piece[:400]))


def _is_abbreviated(tail: str, rest: str, language: str) -> bool:
    """Tell whether the full stop that `tail` ends in belongs to an abbreviation, an initial or an ordinal."""
    last = tail.rsplit(maxsplit=1)[-1][:-1]
    if len(last) > 1 and last.isascii() and last.isalpha() and tail[-_INDIC_REACH:].isascii():  # most are plain words
        return len(last) <= _MOST_LETTERS and _is_abbreviation(last, rest, language)
    if _CLOCK.search(tail):
        word = _read_word(rest)
        return (
            word in all_words("dates") or word in _read_words("zones")["all"] or (word[:-3].isupper() and len(word) < 5)
        )
    if _THAI_OR_INDIC.search(tail[-_INDIC_REACH:]) and (language == "th" or _is_known(tail, language)):
        return True
    if ordinal := language in _read_words("ordinals")["full_stop"] and _ORDINAL.search(tail):
        return _is_ordinal(ordinal["before"] or "", rest, is_first=ordinal.start() == 0)
    if initial := _INITIAL.search(tail):
        before = tail[: initial.start(1)]
        is_listed = initial[1].islower() and initial[1] in _abbreviations(language)
        beside = before.rstrip()[-1:]
        if is_listed and not (beside.isdigit() or beside == "."):  # "в г. Сарн", not "в 2019 г. Он" or "и т. д. Он"
            return True
        return _is_initial(before, initial[1], rest)
    found = _LAST_WORD.search(tail)
    return found is not None and _is_abbreviation(found[1], rest, language)


def _is_abbreviation(word: str, rest: str, language: str) -> bool:
    """Tell whether a word, without the full stop behind it, is written short there.

    In capitals before a word that is not, it is a name in capitals: "on RT. The".
    """
    written, word = word, fold(word).rstrip(".")
    if not (written.isupper() and written.isalpha() and rest[1:2].islower()):
        known = _abbreviations(language)
        if word in known or word.replace(".", "") in known or f"={written}" in known:
            return True
    is_number = _SUM.match(rest) is not None
    return (is_number or _read_word(rest) in all_words("dates")) and word in _read_number_words()


def _is_known(tail: str, language: str) -> bool:
    words = tail.rstrip(". ").split()
    return bool(words) and words[-1].strip("(") in _abbreviations(language)


def _is_ordinal(before: str, rest: str, is_first: bool) -> bool:
    """Tell "am 3. Mai" from "auf Platz 3. Der": a date, or a word before that is no noun with a number behind it."""
    if _read_word(rest) in all_words("dates"):
        return True
    word = before.strip('("„“»')
    if ":" in word or word[-1:].isdigit() or (word[-1:] == "." and fold(word[:-1]) in _read_number_words()):
        return False
    return fold(word) not in _read_words("labels")["all"] and (is_first or word[:1].islower())


def _is_initial(before: str, letter: str, rest: str) -> bool:
    """Tell "George W. Bush" from "Group B. The": a label stands before, or what opens sentences behind."""
    if letter.islower():
        return not rest[:1].isupper() or rest[1:2] == "."  # "z. B."
    word = before.rsplit(maxsplit=1)[-1] if before.split() else ""
    if fold(word.strip('("“„')) in _read_words("labels")["all"]:
        return False
    return not (word and _FIRST_WORD.match(rest) and _FIRST_WORD.match(rest)[0] in all_words("starts"))  # type: ignore[index]


def _is_spoken(before: str, behind: str, rest: str, language: str, is_spaced: bool) -> bool:
    """Tell whether the speaker of the quotation that has just closed follows."""
    if not is_spaced and _UNSPACED_QUOTE.search(before) and not behind[0].isspace():
        clause = _UNSPACED_CLAUSE.match(behind)
        verbs = _read_words("speech").get(language, frozenset())
        if clause is None:
            return False
        return (
            clause[0].startswith(tuple(verbs)) if language in ("ja", "ko") else any(verb in clause[0] for verb in verbs)
        )
    if not _ASKED.search(before):
        return False
    clause = _CLAUSE.match(rest)
    words = fold(clause[0]).split() if clause else []
    return 1 < len(words) <= _LONGEST_CLAUSE and not _speech(language).isdisjoint(words[1:4])


@lru_cache(maxsize=32)
def _speech(language: str) -> frozenset[str]:
    from newsieve.languages import load

    return load(language).speech


def _read_word(rest: str) -> str:
    found = _FIRST_WORD.match(rest)
    return fold(found[0]) if found else ""


@lru_cache(maxsize=64)
def _abbreviations(language: str) -> frozenset[str]:
    """Return those of a language; of all where it is not known."""
    lists = _read_words("no_end")
    return lists.get(language) or (frozenset().union(*lists.values()) if not language else frozenset())


def _read_number_words() -> frozenset[str]:
    return _read_words("no_end_before_number")["all"]


@cache
def _read_words(name: str) -> Mapping[str, frozenset[str]]:
    return {key: frozenset(words.split()) for key, words in load_neutral()[name].items()}
