"""Days as people and programs write them: in a page, in an address, in the head of a mail, in a feed."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime

FIRST_YEAR = 1990  # of the web
LONGEST_DATE = 40  # characters

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?!\d)")
_ISO_WHOLE = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:?\d\d(?::?\d\d(?:[.,]\d+)?)?(?: ?(?:Z|UTC|GMT|[+-]\d\d(?::?\d\d)?))?)?", re.IGNORECASE
)
_WHOLE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")  # of a year, a month or a day
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)([01]\d)([0-3]\d)(?!\d)")
_SLASHED = re.compile(r"(?<!\d)((?:19|20)\d\d)[/.](\d{1,2})[/.](\d{1,2})(?!\d)")
_NUMERIC = re.compile(r"(?<![\d.])(\d{1,2})([/-]|\. ?)(\d{1,2})\2((?:19|20)\d\d)(?!\d|\.\d)")
_SHORT = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d\d)(?!\d|\.\d)")  # of this century
_VIETNAMESE = re.compile(r"(?<!\d)(\d{1,2})\s+tháng\s+(\d{1,2})(?:,|\s+năm)?\s+((?:19|20)\d\d)", re.IGNORECASE)
_CJK = re.compile(r"((?:19|20)\d\d)\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
_ERAS = {"令和": 2018, "平成": 1988, "民國": 1911, "民国": 1911}  # the year before the first
_FIGURES = re.compile(r"\d\d")  # which the year of each form has, but for those of an era
_OF_ERA = re.compile(rf"({'|'.join(_ERAS)})\s*(\d{{1,3}}|元)\s*年\s*(\d{{1,2}})\s*月\s*(\d{{1,2}})\s*日")
_SHORT_WHOLE = re.compile(  # of this century, in a value that is a date
    r"(?:[^\d:]{1,30}[:\s]\s*)?(\d{1,2})([/-])(\d{1,2})\2(\d\d)(?:,?\s+\d.*)?"
)
_SECONDS = re.compile(r"\d{10}|\d{13}")  # since 1970, or thousandths of such
_COMPACT_WHOLE = re.compile(r"((?:19|20)\d{6})\d{4}(?:\d\d)?")  # with a time
_ELSEWHERE = re.compile(  # the figures of a day and of a year by any calendar
    r"(?<!\d)\d{1,2}(?!\d)[^\d\n]{1,40}\d{4}(?!\d)|(?<!\d)\d{4}[^\d\n]{1,40}\d{1,2}(?!\d)"
)
_OCTOBER = re.compile(r"(?<!\d)(\d{1,2}\.\s)listopada\b")  # in Croatian; in Polish, without the full stop, November
_IN_ADDRESS = re.compile(
    r"/((?:19|20)\d\d)(?:/(\d{1,2}|[a-z]{3,9})/(\d{1,2})(?![^/?#])|/?-?(\d\d)/?-?(\d\d)(?:/|-|_|\b))", re.IGNORECASE
)
_ENGLISH = "january february march april may june july august september october november december".split()
_MONTHS = (  # what their names begin with, in languages of Europe; in full where other words begin so
    "jan ene gen ledna leden stycz ocak янв січ ιαν tammik".split(),
    "feb fev fév febr févr února únor lutego luty şubat фев лют φεβ helmik".split(),
    "mar mär mrt maa mars marz már března březen мар берез μαρ μάρ maalisk".split(),
    "apr abr avr ápr dubna duben kwie nisan апр квіт απρ huhtik".split(),
    "may mai maj mag mei máj května květen mayıs мая май трав μαΐ μαι μάι toukok".split(),
    "jun juin giu jún června červen czerw haziran meitheamh июн черв ιουν ιούν kesäk".split(),
    "jul juil lug júl července červenec lipca lipiec temmuz июл лип ιουλ ιούλ heinäk".split(),
    "aug ago aoû aou août srpna srpen sierp ağustos авг серп αυγ αύγ elok".split(),
    "sep set sept szept září wrześ wrzes eylül сен верес σεπ syysk".split(),
    "oct okt ott out října říjen paźdz pazdz ekim окт жовт οκτ lokak".split(),
    "nov listopad kasım ноя листоп νοε νοέ marrask".split(),
    "dec dez dic déc des prosin grud aralık дек груд δεκ jouluk".split(),
)
_MONTHS_BEYOND = (  # of Hebrew, and of Arabic in its three ways; an underscore is a space
    "ינואר يناير جانفي كانون_الثاني".split(),
    "פברואר فبراير فيفري شباط".split(),
    "מרץ מרס مارس آذار".split(),
    "אפריל أبريل ابريل إبريل أفريل نيسان".split(),
    "מאי مايو ماي أيار".split(),
    "יוני يونيو يونيه جوان حزيران".split(),
    "יולי يوليو يوليه جويلية تموز".split(),
    "אוגוסט أغسطس اغسطس أوت آب".split(),
    "ספטמבר سبتمبر أيلول".split(),
    "אוקטובר أكتوبر اكتوبر تشرين_الأول".split(),
    "נובמבר نوفمبر تشرين_الثاني".split(),
    "דצמבר ديسمبر كانون_الأول".split(),
)
_MONTH = {
    name.replace("_", " "): number
    for months in (_MONTHS, _MONTHS_BEYOND)
    for number, names in enumerate(months, 1)
    for name in names
}
_NAME = rf"({'|'.join(sorted(_MONTH, key=len, reverse=True))})[^\W\d_]*\.?"
_YEAR = r"((?:19|20)\d\d)"
_DAY_FIRST = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|º|°|\.)?(?:\s+|-)(?:de\s+|of\s+|ב)?{_NAME}(?:\s?/\s?[^\W\d_]+)?[,،]?(?:\s+|-)(?:del?\s+)?{_YEAR}",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(rf"\b{_NAME}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}", re.IGNORECASE)
_YEAR_LAST = re.compile(  # behind the time, as programs write it
    rf"\b{_NAME}\s+(\d{{1,2}})\s+\d\d:\d\d:\d\d\s+(?:[+-]?\w{{2,5}}\s+)?{_YEAR}(?!\d)", re.IGNORECASE
)
_YEAR_FIRST = re.compile(rf"(?<!\d){_YEAR}\.\s+{_NAME}\s+(\d{{1,2}})(?!\d)", re.IGNORECASE)  # in Hungarian
_FORMS = (  # with the numbers of their groups for the year, the month by number or name, and the day
    *((_ISO, 1, 2, 3), (_CJK, 1, 2, 3), (_SLASHED, 1, 2, 3), (_DAY_FIRST, 3, 2, 1), (_MONTH_FIRST, 3, 1, 2)),
    *((_YEAR_LAST, 3, 1, 2), (_YEAR_FIRST, 1, 2, 3), (_VIETNAMESE, 3, 2, 1)),
)
_SPAN = re.compile(
    rf"(?:1\d|20)\d\d\s*[-–—]\s*(?:\d{{1,2}}\.?\s+)?(?:de\s+)?(?:{_NAME},?\s+)?(?:\d{{1,2}},?\s+)?(?:del?\s+)?{_YEAR}",
    re.IGNORECASE,
)


def to_iso(value: str) -> str | None:
    """Return a date of a mail or a feed as ISO 8601, the day alone where people wrote it; None where it is none."""
    from email.utils import parsedate_to_datetime  # 8 ms

    value = value.strip()
    if _WHOLE.fullmatch(value):
        return value
    try:
        return (datetime.fromisoformat if _WHOLE.match(value) else parsedate_to_datetime)(value).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return next(find_days(value[:LONGEST_DATE]), None)


def is_month(word: str) -> bool:
    """Return whether a word is a month's name, in full or in short, in a language that the patterns know."""
    return re.fullmatch(_NAME, word, re.IGNORECASE) is not None


def is_month_anywhere(word: str) -> bool:
    """Return whether a word is a month's name in any language that is known."""
    from newsieve.days_elsewhere import is_month_elsewhere  # a table that takes 1 ms

    return is_month(word) or is_month_elsewhere(word)


def begins_with_day(text: str) -> bool:
    """Return whether a text begins as a day does, and not with what is on that day."""
    return text[:1].isdecimal() or is_month(text.split(maxsplit=1)[0])


def names_span(text: str) -> bool:
    """Return whether a text names a time from one day, or year, to another, as of a life or a festival."""
    return _SPAN.search(text) is not None


def find_iso_date(values: Iterable[object], *, is_month_first: bool = True) -> str | None:
    """Return the first value that holds a date: as it is where it begins with one as in ISO 8601, else the day."""
    for value in values:
        text = _fold_digits(" ".join(str(value).split())) if isinstance(value, str | int) else ""
        if (found := _ISO.match(text)) and _ISO_WHOLE.fullmatch(text) and _to_day(found[1], found[2], found[3]):
            return text
        if day := next(find_days(_write_day(text)[:200], is_month_first=is_month_first), None):
            return day
    return None


def find_days(text: str, *, is_month_first: bool = True) -> Iterator[str]:
    """Yield the days that a text names, as in ISO 8601, by form.

    Of `3/4/2026` the first is the month where it can be and that is how it is written, as in the United States.
    """
    folded = _fold_digits(text)
    if not (_FIGURES.search(folded) or "年" in folded):
        return  # most texts
    is_bare = True
    for day in _find_by_patterns(folded, is_month_first):
        is_bare = False
        yield day
    if is_bare and _ELSEWHERE.search(folded):
        from newsieve.days_elsewhere import find_days_elsewhere  # patterns that take 4 ms

        yield from (day.isoformat() for day in find_days_elsewhere(folded, text) if day.year >= FIRST_YEAR)


def write_year(text: str) -> str:
    """Return what is no more than a date with its year in full; any other text as it is."""
    found = _SHORT_WHOLE.fullmatch(text)
    return f"{found[1]}{found[2]}{found[3]}{found[2]}20{found[4]}" if found else text


def _write_day(text: str) -> str:
    """Return a value that is a number, or a week's day, as a date: in a line a number may be a telephone's."""
    if _SECONDS.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC).date().isoformat()
    if found := _COMPACT_WHOLE.fullmatch(text):
        return found[1]
    if text[:4].isdecimal() and not _ISO.match(text):
        with suppress(ValueError):
            return datetime.fromisoformat(text).date().isoformat()
    return write_year(text)


def _find_by_patterns(text: str, is_month_first: bool) -> Iterator[str]:
    text = _OCTOBER.sub(r"\1oktobra", text) if "listopada" in text else text
    for found in _OF_ERA.finditer(text):
        year = _ERAS[found[1]] + (1 if found[2] == "元" else int(found[2]))
        yield from _to_day(str(year), found[3], found[4])
    for pattern, year, month, day in _FORMS:
        for found in pattern.finditer(text):
            yield from _to_day(found[year], _number_month(found[month]), found[day])
    for found in _NUMERIC.finditer(text):
        first, second = found[1], found[3]
        is_american = int(second) > 12 or (is_month_first and found[2] == "/" and int(first) <= 12)
        yield from _to_day(found[4], *((first, second) if is_american else (second, first)))
    for found in _SHORT.finditer(text):
        yield from _to_day(f"20{found[3]}", found[2], found[1])
    for found in _COMPACT.finditer(text) if text.isdecimal() else ():
        yield from _to_day(found[1], found[2], found[3])


def find_day_in_address(url: str | None) -> str | None:
    """Return the day in an address such as `/2026/11/28/title`."""
    found = _IN_ADDRESS.search(url or "")
    if not found:
        return None
    month, day = (found[2].casefold(), found[3]) if found[2] else (found[4], found[5])
    month = month[:3] if month in _ENGLISH else month
    return next(iter(_to_day(found[1], _number_month(month), day)), None)


def _number_month(name: str) -> str | int:
    """The number of a month's name, whichever i it has, as patterns find it; a number as it is."""
    return _NUMBER.get(_fold_i(name), name)


def _fold_i(name: str) -> str:
    return name.casefold().replace("i\u0307", "i").replace("ı", "i")


def _fold_digits(text: str) -> str:
    """The text with digits of ASCII for those of other scripts."""
    return text if text.isascii() else "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text)


def _to_day(year: str, month: str | int, day: str) -> tuple[str, ...]:
    """The day in ISO 8601; empty for what is none, or before the web."""
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return ()
    return (found.isoformat(),) if found.year >= FIRST_YEAR else ()


_NUMBER = {_fold_i(name): number for name, number in _MONTH.items()}
