"""What a page says of itself outside its text: title, language, address, outlet, author, date."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from newsieve.extract.layout import Page
from newsieve.extract.linked_data import list_articles
from newsieve.extract.text_keys import UNPRINTABLE, clean
from newsieve.extract.titles import choose_title

LONGEST_NAME = 200  # characters, of several authors
LONGEST_DATE = 40
DATE_NAMES = ("article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "pubdate")

_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_].*)?", re.IGNORECASE | re.DOTALL)
_HOST = re.compile(r"https?://([^/:?#]+)", re.IGNORECASE)
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
    given = (page.meta.get("og:title"), linked.get("headline"), page.title, page.meta.get("twitter:title"))
    sites = (site, _name(linked.get("publisher")), *_list_outlets(page))
    titles = choose_title(page, given, sites)
    return Metadata(
        title=titles.title,
        headings=titles.wordings,
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
    return clean(value) if isinstance(value, str) else None


def _first(*values: Any) -> str | None:
    return next((text for value in values if (text := clean(value))), None)


def _list_outlets(page: Page) -> Iterator[str]:
    """Names that the outlet bears in the page's head, its address, and its links home."""
    for name in ("application-name", "og:site_name", "al:ios:app_name", "twitter:site", "author", "copyright"):
        if text := clean(page.meta.get(name)):
            yield text.lstrip("@")
    for address in (page.canonical, page.meta.get("og:url")):
        if address and (host := _HOST.match(address.strip())):
            labels = host[1].casefold().removeprefix("www.").split(".")
            yield from (".".join(labels), *labels[:-1])
    yield from page.homes


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
            return UNPRINTABLE.sub("", value.strip())
    return None


def _read_author(page: Page, linked: dict[str, Any]) -> str | None:
    meta = page.meta
    for value in (_name(linked.get("author")), meta.get("author"), meta.get("article:author"), *page.authors):
        text = clean(value)
        if text and "://" not in text and len(text) <= LONGEST_NAME:
            return text.strip(" ,;") or None
    return None


def _read_date(page: Page, linked: dict[str, Any]) -> str | None:
    """Date of publication as the page writes it, if it begins like an ISO 8601 date."""
    for value in (linked.get("datePublished"), *(page.meta.get(name) for name in DATE_NAMES), *page.times):
        text = clean(value)
        if text and _DATE.match(text) and len(text) <= LONGEST_DATE:
            return text
    return None
