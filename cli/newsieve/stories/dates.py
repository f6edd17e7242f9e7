"""When a document was published, and how far back a brief looks."""

import re
from datetime import datetime, tzinfo
from email.utils import parsedate_to_datetime
from typing import NamedTuple

_AGE = re.compile(r"(\d+(?:\.\d+)?)\s*([smhdw]|min)", re.IGNORECASE | re.ASCII)
_SECONDS = {"s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400, "w": 7 * 86400}
_DAY = re.compile(r"\d{4}-?\d\d-?\d\d")
_MOST_SECONDS = 100 * 366 * 86400


class Moment(NamedTuple):
    """Seconds since 1970; of a date without a time its first second, and `is_day`."""

    seconds: float
    is_day: bool = False


def parse_age(word: str) -> float:
    """Seconds of an age such as 90m, 24h, 7d or 2w. Raises: ValueError."""
    found = _AGE.fullmatch(word.strip())
    seconds = float(found[1]) * _SECONDS[found[2].lower()] if found else 0.0
    if not 0 < seconds <= _MOST_SECONDS:
        raise ValueError(f"{word!r} is not an age such as 90m, 24h, 7d or 2w")
    return seconds


def parse_date(text: str | None, zone: tzinfo | None = None) -> Moment | None:
    """The moment of a date in ISO 8601 or as mails write it (RFC 5322); None for another text.

    A date that names no zone is of `zone`, None for the machine's.
    """
    text = (text or "").strip()
    if not text:
        return None
    found = _parse_iso(text) or _parse_loosely(text)
    if found is None:
        return None
    try:
        return Moment(_place(found, zone).timestamp(), _DAY.fullmatch(text) is not None)
    except (ValueError, OverflowError, OSError):
        return None


def find_moment(date: Moment | None, modified: float) -> float:
    """When a document counts as published: at its own date, else when its file was modified.

    Of a date without a time the file says when on that day, as far as it can: one that was written on another day moves
    it to the day's nearer end.
    """
    if date is None:
        return modified
    if not date.is_day:
        return date.seconds
    return min(max(modified, date.seconds), date.seconds + 86399)


def _parse_loosely(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        pass
    day = re.match(r"\d{4}-\d\d-\d\d", text)
    return _parse_iso(day[0]) if day else None


def _parse_iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _place(found: datetime, zone: tzinfo | None) -> datetime:
    return found if found.tzinfo is not None else found.replace(tzinfo=zone) if zone else found.astimezone()
