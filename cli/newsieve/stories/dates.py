"""Time of a document's publication, and how far back a brief looks."""

import re
from datetime import date, datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from typing import NamedTuple

_AGE = re.compile(r"(\d+(?:\.\d+)?)\s*([smhdw]|min)", re.IGNORECASE | re.ASCII)
_SECONDS = {"s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400, "w": 7 * 86400}
_PERIOD = re.compile(
    r"(?P<year>\d{4})(?:-?(?P<ordinal>\d{3})|-(?P<month>\d\d)|-?W(?P<week>\d\d)|-?(?P<full>\d\d-?\d\d|W\d\d-?\d))?"
)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")
_LONGEST = 40  # characters of a date
_LONGEST_DAY_S = 25 * 3600
_MOST_AHEAD_S = 2 * 86400  # of a day in another time zone
_MOST_SECONDS = 100 * 366 * 86400


class Moment(NamedTuple):
    """Seconds since 1970; of a date without a time its first second, and how many it has."""

    seconds: float
    length_s: float = 0

    @property
    def is_known_to_the_day(self) -> bool:
        """Whether it is no longer than a day."""
        return self.length_s <= _LONGEST_DAY_S


def parse_age(word: str) -> float:
    """Seconds of an age such as 90m, 24h, 7d or 2w. Raises: ValueError."""
    found = _AGE.fullmatch(word.strip())
    seconds = float(found[1]) * _SECONDS[found[2].lower()] if found else 0.0
    if seconds > _MOST_SECONDS:
        raise ValueError(f"{word!r} is more than a hundred years; leave it out for documents of any age")
    if not seconds > 0:
        raise ValueError(f"{word!r} is not an age such as 90m, 24h, 7d or 2w")
    return seconds


def parse_date(text: str | None, zone: tzinfo | None = None) -> Moment | None:
    """The moment of a date in ISO 8601, as mails write it (RFC 5322), or as people do; None for another text.

    A date may be a year, a month, a week or a day, or count seconds or milliseconds since 1970. One that names no zone
    is of `zone`, None for the machine's.
    """
    text = (text or "").strip()
    if not text:
        return None
    try:
        if _EPOCH.fullmatch(text):
            seconds = float(text)
            return Moment(seconds / 1000 if seconds >= 1e11 else seconds)
        if period := _find_period(text):
            first, end = (_place(day, zone).timestamp() for day in period)
            return Moment(first, end - first)
        found = _parse_iso(text) or _parse_loosely(text)
        return Moment(_place(found, zone).timestamp()) if found else None
    except (ValueError, OverflowError, OSError):
        return None


def is_to_come(date: Moment, now: float) -> bool:
    """Whether a date is further ahead than clocks of other time zones are, so that nothing was published then."""
    return date.seconds > now + _MOST_AHEAD_S


def find_moment(date: Moment | None, modified: float, now: float) -> float:
    """Find the time at which a document counts as published: at its own date, else when its file was modified.

    Of a date without a time the file says when on that day, or in that month or year, as far as it can: one that was
    written at another time moves it to the nearer end. A date that is still to come is none.
    """
    if date is None or is_to_come(date, now):
        return modified
    if not date.length_s:
        return date.seconds
    return min(max(modified, date.seconds), date.seconds + date.length_s - 1)


def _find_period(text: str) -> tuple[datetime, datetime] | None:
    """The beginning and the end of a year, a month, a week or a day; None for a text that names none or a time.

    Raises: ValueError for one that there is not, such as the 13th month.
    """
    found = _PERIOD.fullmatch(text)
    if not found:
        day = _find_day(text) if len(text) <= _LONGEST and ":" not in text else None
        return _span(date.fromisoformat(day), 1) if day else None
    year = int(found["year"])
    if found["ordinal"]:
        return _span(datetime.strptime(f"{year} {found['ordinal']}", "%Y %j").date(), 1)
    if found["month"]:
        first = date(year, int(found["month"]), 1)
        return _span(first, ((first + timedelta(31)).replace(day=1) - first).days)
    if found["week"]:
        return _span(date.fromisocalendar(year, int(found["week"]), 1), 7)
    if found["full"]:
        return _span(date.fromisoformat(text), 1)
    return _span(date(year, 1, 1), (date(year + 1, 1, 1) - date(year, 1, 1)).days)


def _span(first: date, days: int) -> tuple[datetime, datetime]:
    start = datetime(first.year, first.month, first.day)
    return start, start + timedelta(days)


def _parse_loosely(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        pass
    day = _find_day(text[:_LONGEST])
    return _parse_iso(day) if day else None


def _find_day(text: str) -> str | None:
    """The first day that a text names, as people write days."""
    from newsieve.days import find_days  # patterns that take 3 ms

    return next(find_days(text), None)


def _parse_iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _place(found: datetime, zone: tzinfo | None) -> datetime:
    return found if found.tzinfo is not None else found.replace(tzinfo=zone) if zone else found.astimezone()
