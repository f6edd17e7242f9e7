"""What a page says of itself outside its text: title, language, address, outlet, author, date."""

import re
from dataclasses import dataclass
from typing import Any

from newsieve.extract.features import fold
from newsieve.extract.layout import Page
from newsieve.extract.linked_data import list_articles

LONGEST_NAME = 200  # characters, of several authors
LONGEST_DATE = 40
LEAST_HEADLINE = 15  # characters; a shorter part of a <title> may be anything
LEAST_OF_TITLE = 0.4  # of a title; a headline with less is a section's name
DATE_NAMES = ("article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "pubdate")
LONGEST_VALUE = 300  # characters; a longer one is not a name, a date or a headline

_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_].*)?", re.IGNORECASE | re.DOTALL)
_SEPARATOR = re.compile(r"\s+[|\-–—·•»:]{1,2}\s+")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\xad\u200b\ufeff]")
_WEB_ADDRESS = re.compile(r"https?://[^\s/]", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Metadata:
    """Fields that the page does not give are None. `headings` are all the wordings of the title that it gives."""

    title: str | None
    headings: tuple[str, ...]
    language: str | None
    url: str | None
    site: str | None
    author: str | None
    date: str | None


def read_metadata(page: Page) -> Metadata:
    """Metadata from JSON-LD, meta elements and, last, the elements that readers see."""
    linked = next(list_articles(page.scripts), {})
    site = _first(page.meta.get("og:site_name"), _name(linked.get("publisher")), page.meta.get("application-name"))
    page_title = _clean(page.title)
    headlines = [headline for block in page.blocks if block.tag == "h1" and (headline := _clean(block.text))]
    headline = headlines[0] if len(headlines) == 1 else None
    given = _first(page.meta.get("og:title"), linked.get("headline"), page.meta.get("twitter:title"))
    title = _pick_title(given, headlines, site) or _pick_title(page_title, headlines, site) or headline
    wordings = (title, given, page_title, _clean(linked.get("headline")), headline)
    return Metadata(
        title=title,
        headings=tuple(dict.fromkeys(wording for wording in wordings if wording)),
        language=_read_language(page, linked),
        url=_read_url(page),
        site=site,
        author=_read_author(page, linked),
        date=_read_date(page, linked),
    )


def _name(value: Any) -> str | None:
    """Names in a JSON-LD value: a string, an object with a name, or a list of either."""
    if isinstance(value, list):
        names = [name for part in value[:20] if not isinstance(part, list) and (name := _name(part))]
        return ", ".join(dict.fromkeys(names)) or None
    if isinstance(value, dict):
        value = value.get("name")
    return _clean(value) if isinstance(value, str) else None


def _clean(value: Any) -> str | None:
    """White space collapsed, control characters gone; None for what is no short text."""
    if not isinstance(value, str):
        return None
    text = " ".join(_UNPRINTABLE.sub(" ", value[: 4 * LONGEST_VALUE]).split())
    return text if 0 < len(text) <= LONGEST_VALUE else None


def _first(*values: Any) -> str | None:
    return next((text for value in values if (text := _clean(value))), None)


def _strip_site(title: str | None, site: str | None) -> str | None:
    """The title without the outlet's name before or after it."""
    if not title or not site:
        return title
    parts = [part for part in _SEPARATOR.split(title) if part]
    if len(parts) < 2:
        return title
    if fold(parts[-1]) == fold(site):
        return title[: title.rindex(parts[-1])].rstrip(" |-–—·•»:") or title
    if fold(parts[0]) == fold(site):
        return title[len(parts[0]) :].lstrip(" |-–—·•»:") or title
    return title


def _pick_title(title: str | None, headlines: list[str], site: str | None) -> str | None:
    """A title without the outlet's name: as one of the headlines has it, else without its last part or its first."""
    if not title:
        return None
    folded = fold(title)
    for headline in headlines:
        if len(fold(headline)) >= max(LEAST_HEADLINE, LEAST_OF_TITLE * len(folded)) and fold(headline) in folded:
            return headline
    stripped = _strip_site(title, site)
    parts = _SEPARATOR.split(title)
    if site or stripped != title or len(parts) < 2:
        return stripped
    longest = max(parts, key=len)
    return longest if len(longest) >= LEAST_HEADLINE else title


def _read_language(page: Page, linked: dict[str, Any]) -> str | None:
    meta = page.meta
    values = [page.language, meta.get("content-language"), linked.get("inLanguage"), meta.get("og:locale")]
    for value in values:
        if isinstance(value, str) and (found := _LANGUAGE.fullmatch(value.strip())):
            return found[1].lower()
    return None


def _read_url(page: Page) -> str | None:
    """The canonical address, if it is an absolute one of the web."""
    for value in (page.canonical, page.meta.get("og:url")):
        if value and _WEB_ADDRESS.match(value.strip()):
            return _UNPRINTABLE.sub("", value.strip())
    return None


def _read_author(page: Page, linked: dict[str, Any]) -> str | None:
    meta = page.meta
    for value in (_name(linked.get("author")), meta.get("author"), meta.get("article:author"), page.author):
        text = _clean(value)
        if text and "://" not in text and len(text) <= LONGEST_NAME:
            return text.strip(" ,;") or None
    return None


def _read_date(page: Page, linked: dict[str, Any]) -> str | None:
    """Date of publication as the page writes it, if it begins like an ISO 8601 date."""
    for value in (linked.get("datePublished"), *(page.meta.get(name) for name in DATE_NAMES), page.time):
        text = _clean(value)
        if text and _DATE.match(text) and len(text) <= LONGEST_DATE:
            return text
    return None
