"""Datelines: where a story was filed, when, and by which agency, before its first words.

The words of a dateline are no sentence's: "LERWALD, May 3 (AP) — ", "新华社北京5月3日电，". What only looks like one is
the story's own, so each form asks for two signs at least: an agency's name, a date, a place in capitals, a mark that no
sentence sets there.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache

from newsieve.languages import all_words, load_neutral
from newsieve.patterns import compile_later
from newsieve.text import fold

_UPPER = "A-ZÀ-ÞĄĆČĎĐĘĚĞİĹĽŁŃŇŐŘŚŞŠŤŮŰŹŻŽȘȚΑ-ΩА-ЯЁІЇЄ"
_PLACE = rf"[{_UPPER}]{{2}}[{_UPPER} .’'/-]{{1,30}}"  # in capitals
_BEHIND_PLACE = r"(?:,\s[\w .]{2,20}){0,2}"  # a state, a day
_DASH = r"(?:\s*[–—]\s*|\s+--?\s+)"  # no hyphen within a word
_DASHES = frozenset("-–—:")
_MARKS = frozenset("(-–—")  # one of which stands in each in Latin letters
_MOST_WORDS = 4  # of a place: "New Lerwald, North Coast"
_SHORTEST = 5  # letters of a place before an en dash or a hyphen, which stand between initials too: "HSV - Werder"
_HEAD = 110  # characters; no dateline is longer
_EAST_ASIAN_HEAD = 40
_DAY_FILED = compile_later(r"[A-Z][a-z]{2,8}\.? \d{1,2}—(?=[A-Z]{2})")
_LONGEST_DAY = 14  # characters
_BRACKETS = "([【（〔［"
_WIRES = "电電讯訊"


def is_dateline(text: str) -> bool:
    """Tell whether a sentence is nothing but a dateline: "NORRSUND.", "ЗАРЕЧЬЕ, 7 апр — ИА «Волна».", "/ТАСС/."."""
    return (text[:3].isupper() or text[:1] == "/") and _compile_bare().fullmatch(text) is not None


def find_datelines(texts: Sequence[str]) -> list[int]:
    """Return the lengths of the datelines that a document's sentences begin with, 0 of those without.

    A place by itself before a dash begins one sentence: on several it is a label ("NIGHT BUS – The last one leaves").
    """
    ends = [find_dateline(text) for text in texts]
    places = [bool(end) and _is_bare_place(text[:end]) for text, end in zip(texts, ends, strict=True)]
    if sum(places) < 2:
        return ends
    return [0 if is_label else end for end, is_label in zip(ends, places, strict=True)]


def find_dateline(text: str) -> int:
    """Return the length of the dateline that `text` begins with, 0 where there is none."""
    filed = _DAY_FILED.match(text) if "—" in text[:_LONGEST_DAY] else None  # "Jul. 3—LERWALD — "
    if filed:
        end = find_dateline(text[filed.end() :])
        return filed.end() + end if end else 0
    head = text[:_HEAD]
    end = (_find_latin(head) if _may_be_latin(head) else 0) or (
        _find_east_asian(head) if _may_be_east_asian(head) else 0
    )
    return end if 0 < end < len(text) and not text[end].islower() else 0


def _is_bare_place(dateline: str) -> bool:
    return re.fullmatch(_PLACE + _DASH, dateline) is not None


def _may_be_latin(head: str) -> bool:
    """Whether a dateline may begin a sentence: a place in capitals, or an agency. Most sentences have neither."""
    start = head[:60]
    if not (start[:1].isupper() or start[:1] == "("):
        return False
    if (start[:2].isupper() and not start[1:2].isspace()) or start[0] == "(":
        return not _MARKS.isdisjoint(head)
    _, bracket, agency = start.partition("(")
    behind = head.partition(")")[2].lstrip()[:1]
    return bool(bracket) and (agency[:2].isupper() or behind in _DASHES)


def _find_latin(head: str) -> int:
    """Return the end of a dateline in an alphabet."""
    for form, is_dateline_of in _compile_latin():
        found = form.match(head)
        if found and is_dateline_of(found):
            return found.end()
    return 0


def _is_filed(found: re.Match[str]) -> bool:
    """Tell an agency from what else stands in brackets: "Lerwald (dpa) - ", but "Anna Berg (SPD): ", "(Laughs) ".

    It is known, or in capitals alone or behind a place in capitals; before a dash an author's sign is one too, and
    whatever stands behind a date.
    """
    place, agency, dash = found["place"] or "", found["agency"], found["dash"] or ""
    is_known = not _read_words("agencies").isdisjoint(re.findall(r"\w+", fold(agency)))
    if not place or re.fullmatch(_PLACE, place.partition(",")[0].strip(" -–—")):
        return is_known or agency.isupper() or bool(place and dash and ":" not in dash)
    if not dash or ":" in dash or len(place.split()) > _MOST_WORDS:
        return False
    is_sign = agency.isalpha() and agency.islower() and fold(place.split()[0]) not in _read_words("clear_starts")
    return is_known or is_sign or any(map(str.isdigit, place))


def _is_place(found: re.Match[str]) -> bool:
    """Tell a place in capitals before a dash from initials and lists: "HSV - Werder", "SPD, Linke und FDP – Streit"."""
    place, added, dash = found["place"], found["added"], found["dash"].strip()
    if dash in found.string[found.end() :].split():
        return False  # a pair of dashes
    if not all(map(_is_state_or_day, filter(None, added.strip(", ").split(", ")))):
        return False
    return "—" in dash or "--" in dash or len(place) >= _SHORTEST


def _is_state_or_day(part: str) -> bool:
    """Tell "N.D.", "May 3", "Tuesday", "3 mayo" and "3 марта" from other words behind a place."""
    if part[-1] == "." or part[-1].isdigit() or (part.istitle() and not part[0].isdigit()):
        return True
    day, _, month = part.rpartition(" ")
    return day.partition(" ")[0].isdigit() and (fold(month) in all_words("dates") or month in _read_words("months"))


def _may_be_east_asian(head: str) -> bool:
    """Whether a bracket, a reporter or a word for a wire stands near the start."""
    start = head[:_EAST_ASIAN_HEAD]
    return not start.isascii() and (start[0] in _BRACKETS or start[1:2] == "者" or any(map(start.count, _WIRES)))


def _find_east_asian(head: str) -> int:
    """Return the end of a Chinese, Japanese or Korean dateline."""
    found = _compile_east_asian().match(head)
    return found.end() if found else 0


@cache
def _read_words(name: str) -> frozenset[str]:
    """Return the words of a table of the neutral pack, of all languages."""
    return frozenset(" ".join(load_neutral()[name].values()).replace("+", "").split())


@cache
def _compile_latin() -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], bool]], ...]:  # which most need not pay
    name = rf"[{_UPPER}][\w .’',/-]{{1,60}}?"
    agency = r"\((?P<agency>[^\W\d_][\w .,/&-]{1,30})\)"
    behind = rf"(?:{_PLACE}{_BEHIND_PLACE}{_DASH})?"  # "(ANSA) - ROMA, 3 MAG - "
    filed, is_sure = _is_filed, bool
    return (
        (re.compile(rf"(?P<place>{name})?\s?{agency}\.?\s*(?P<dash>[-–—:]{{1,2}})\s*{behind}"), filed),
        (re.compile(rf"{name}\s?/[A-Z][\w .-]{{1,30}}/\s*-{{1,2}}\s*"), is_sure),
        (re.compile(rf"(?P<place>{_PLACE})?\s?{agency}(?P<dash>)\s*{behind}"), filed),
        (re.compile(rf"{name},\s[^\W\d_]{{3,9}}\.?\s\d{{1,2}}\s?\([A-Z]{{2}}[\w ]{{0,20}}\)\s*"), is_sure),
        (re.compile(rf"(?P<place>{_PLACE})(?P<added>{_BEHIND_PLACE})(?P<dash>{_DASH})"), _is_place),
        (re.compile(rf"{name}\s?\([A-Z]{{2,}}[\w ]{{0,20}}\)(?=[A-Z])"), is_sure),  # glued: nothing but a dateline is
    )


@cache
def _compile_east_asian() -> re.Pattern[str]:
    han, number = "\u4e00-\u9fff", "[\\d一二三四五六七八九十]{1,3}"
    agency = rf"[{han}]{{1,6}}[社報报網网台刊]"
    day = rf"(?:\d{{4}}年)?(?:{number}月)?{number}[日号號](?:[专專外急]|[综綜]合)?[{_WIRES}]"
    news = "(?<![通资資腾騰音喜简簡短快视視审審问問])[讯訊]"  # no part of another word
    wire = f"(?<![停来來发發断斷有无無没沒用充水通打供])[{_WIRES}]"
    byline = r"[（(][^（()）]{0,12}(?:[记記]者|通[讯訊][员員]|特派)[^（()）]{0,20}[）)]"
    reported = "(?:[报報]道|[报報][导導])"
    opening, closing = "[【（〔［(\\[]", "[】）〕］)\\]]"
    return re.compile(
        rf"(?:{opening}(?:[{han}\d ]{{0,20}}?{day}|[{han}\d ]{{1,12}}?{news}"  # 【…5月3日电】, （…讯）
        rf"|[^】）〕］)\]]{{0,6}}[记記]者[^】）〕］)\]]{{2,20}}{reported}){closing}"  # 〔記者…／…報導〕
        rf"|[记記]者[{han}、]{{2,12}}[／/][{han}]{{2,8}}{reported}"
        r"|【[^】]{1,12}＝[^】]{1,20}】|［[^］]{1,12}＝[^］]{1,20}］"  # 【…＝…】
        r"|[【［\[][^】］\]]{0,18}(?:共同|時事|ロイター|[AＡ][FＦ][PＰ]|[AＡ][PＰ]|[CＣ][NＮ][NＮ])[】］\]]"
        r"|[(\[][가-힣]{2,8}=[^)\]=]{0,20}(?:뉴스|뉴시스|뉴스1|통신|일보|신문|기자|특파원)[)\]]"  # (…=…뉴스) … 기자 =
        r"(?:\s*[가-힣·]{2,12}\s(?:기자|특파원)\s*=)?"
        rf"|{agency}[{han} ]{{0,10}}?{day}(?=[\s，,：:（(—-])"  # 新华社北京5月3日电
        rf"|{agency}{news}(?=[\s，,：:（(—-])"  # 本报讯
        rf"|{agency}[{han}]{{1,6}}(?:{news}(?=\s|{byline})|{wire}(?={byline}))"  # 本报北京讯（记者 …）
        rf")(?:\s*{byline})?\s*[，,：:]?\s*(?:[—–－-]{{1,2}}\s*)?"
    )


@cache
def _compile_bare() -> re.Pattern[str]:
    """A place of one or two words in capitals of any script, a day, and behind it an agency."""
    word = r"(?:(?![a-zß-öø-ÿα-ωά-ώа-џ])[^\W\d_]){2,20}"
    day = r"(?:\d{1,2}\.? [^\W\d_]{3,9}|[^\W\d_]{3,9}\.? \d{1,2})"
    return re.compile(
        rf"{word}(?:[ -]{word})?(?:, {day}(?:\s?[-–—]\s?[^\W\d_][\w «»“”\"]{{1,30}})?)?\."
        r"|/[^\W\d_][\w .-]{1,30}/\."
    )
