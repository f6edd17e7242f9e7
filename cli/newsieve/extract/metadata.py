"""Metadata of a page, told outside its text: title, language, address, outlet, author, date."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from newsieve.days import find_day_in_address, find_iso_date
from newsieve.extract.bylines import find_author, read_names
from newsieve.extract.head import SAVED_FROM
from newsieve.extract.layout import Page
from newsieve.extract.linked_data import is_article, is_comment, list_items, read_text
from newsieve.extract.near_headline import Neighbourhood, look_around
from newsieve.extract.shown_days import list_shown_days
from newsieve.extract.text_keys import UNPRINTABLE, clean, make_key
from newsieve.extract.titles import choose_title
from newsieve.patterns import compile_later

_FIRST_NAMES = ("article:published_time", "og:published_time", "datepublished")  # of meta, before all others
# What other names end in, without dashes, the surest first: "parsely-pub-date", "w-published-date", "dc.date.issued".
_PUBLISHED_NAMES = (
    compile_later(
        r"(?:publi(?:sh|shed|cation|c)(?:time|date|day|on|at)|pub(?:time|date|day)|date(?:pub|original)|"
        r"(?<!last)published|issued|released?date|citation(?:online)?date)\Z"
    ),
    compile_later(r"(?:^|[.:])date\Z"),
    compile_later(r"(?:created|(?:creat(?:ed?|ion)|upload)(?:time|date|on|at)|firstcreate)\Z"),
)
_CHANGED_NAMES = (compile_later(r"(?:modif(?:ied|ication)|updated?|lastmod)(?:time|date|on|at)?\Z"),)
_DASHES = str.maketrans("", "", "-_ ")

_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_].*)?", re.IGNORECASE | re.DOTALL)
_COUNT = re.compile(r"^\s*\(\d{1,3}\+?\)\s+")  # of what is new, which a script writes before a page's title
_HOST = re.compile(r"https?://([^/:?#]+)", re.IGNORECASE)
_ABROAD = re.compile(r"https?://[^/:?#]+\.(?:uk|ie|au|nz|in|za)(?![^/:?#])", re.IGNORECASE)  # where English is written
_WEB_ADDRESS = re.compile(r"https?://[^\s/]", re.IGNORECASE)


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


def read_metadata(page: Page, url: str | None = None) -> Metadata:
    """Metadata from JSON-LD, meta elements, the elements that readers see and, last, the address."""
    items = [item for item in list_items(page.scripts) if not is_comment(item)]
    linked = _choose_article(page, items)
    publisher = read_names(linked.get("publisher"), {})
    site = _first(*(page.meta.get(name) for name in ("og:site_name", "citation_journal_title")), publisher,
                  page.meta.get("application-name"))  # fmt: skip
    given = (
        page.meta.get("og:title"),
        linked.get("headline"),
        _COUNT.sub("", page.title),
        page.meta.get("twitter:title"),
    )
    sites = (site, publisher, *_list_outlets(page, url))
    names = frozenset(make_key(outlet) for outlet in sites if outlet)
    titles = choose_title(page, given, (*sites, clean(page.meta.get("author"))))  # often the outlet, or a blog's owner
    around = look_around(page, titles.title)
    return Metadata(
        title=titles.title,
        headings=titles.wordings,
        language=_read_language(page, linked),
        url=_read_url(page),
        site=site,
        author=find_author(page, linked, items, names, around),
        date=_read_date(page, linked, items, url, around),
    )


def _choose_article(page: Page, items: list[dict[str, Any]]) -> dict[str, Any]:
    """The article of a page's data that has its address or its headline, else the first one."""
    articles = [*filter(is_article, items)]
    addresses = {page.canonical, page.meta.get("og:url")}
    titles = {make_key(title) for title in (page.meta.get("og:title"), page.title) if title}
    titles.update(make_key(block.text) for block in page.blocks if block.tag == "h1")
    for item in articles:
        key, address = make_key(read_text(item, "headline")), item.get("url")
        if (key and key in titles) or (isinstance(address, str) and address in addresses):
            return item
    return next(iter(articles), {})


def _first(*values: Any) -> str | None:
    return next((text for value in values if (text := clean(value))), None)


def _list_outlets(page: Page, url: str | None) -> Iterator[str]:
    """Names that the outlet bears in the page's head, its address, and its links home."""
    for name in ("application-name", "og:site_name", "al:ios:app_name", "twitter:site", "copyright"):
        if text := clean(page.meta.get(name)):
            yield text.lstrip("@")
    for address in (url, page.canonical, page.meta.get("og:url")):
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
    for value in (page.canonical, page.meta.get("og:url"), page.meta.get(SAVED_FROM)):
        if value and _WEB_ADDRESS.match(value.strip()):
            return UNPRINTABLE.sub("", value.strip())
    return None


def _read_date(
    page: Page, linked: dict[str, Any], items: list[dict[str, Any]], url: str | None, around: Neighbourhood
) -> str | None:
    """Day of publication, or else of the last change, as the page's data, its address, and what it shows say."""
    is_month_first = _writes_month_first(page, linked, url)
    first = (linked.get("datePublished"), *map(page.meta.get, _FIRST_NAMES))
    of_items = (item.get("datePublished") for item in items)
    published = chain(first, _list_named(page, _PUBLISHED_NAMES), of_items)
    if date := find_iso_date(published, is_month_first=is_month_first):
        return date
    shown = list_shown_days(page, around, is_month_first=is_month_first)
    if day := find_day_in_address(url or _read_url(page)):
        return next((value for value in shown if value.startswith(day)), day)
    changed = (item.get("dateModified") for item in (linked, *items))
    return find_iso_date(chain(shown, changed, _list_named(page, _CHANGED_NAMES)), is_month_first=is_month_first)


def _list_named(page: Page, patterns: Sequence[re.Pattern[str]]) -> Iterator[str]:
    """Yield what meta elements hold whose names end as the patterns say, by the order of these."""
    names = [(name.translate(_DASHES), value) for name, value in page.meta.items()]
    for pattern in patterns:
        yield from (value for name, value in names if pattern.search(name))


def _writes_month_first(page: Page, linked: dict[str, Any], url: str | None) -> bool:
    """Whether 3/4/2026 is the fourth of March: in English of no other region than the United States."""
    values = (page.language, page.meta.get("content-language"), linked.get("inLanguage"), page.meta.get("og:locale"))
    said = [value.strip() for value in values if isinstance(value, str) and value.strip()]
    language = next((value for value in said if len(value) > len("en")), next(iter(said), "en"))
    is_abroad = language.casefold() == "en" and _ABROAD.match(url or _read_url(page) or "")
    return not is_abroad and re.fullmatch(r"en(?:[-_]us.*)?", language, re.IGNORECASE) is not None
