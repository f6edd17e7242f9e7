"""What a page says of itself outside its text: title, language, address, outlet, author, date."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

LONGEST_VALUE = 300  # characters; a longer one is not a name, a date or a headline

_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_].*)?", re.IGNORECASE | re.DOTALL)
_SEPARATOR = re.compile(r"\s+[|\-–—·•»:]{1,2}\s+")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\xad\u200b\ufeff]")
_ARTICLE_TYPE = re.compile(r"Article|Posting|Report|Review", re.IGNORECASE)
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


def read_metadata(root: Any) -> Metadata:
    """Metadata from JSON-LD, meta elements and, last, the elements that readers see."""
    meta = _read_meta(root)
    linked = _read_linked_data(root)
    site = _first(meta.get("og:site_name"), _name(linked.get("publisher")), meta.get("application-name"))
    page_title = _clean(next((e.text for e in root.iter("title") if e.text), None))
    headlines = [_clean("".join(e.itertext())) for e in root.iter("h1")]
    headline = headlines[0] if len(headlines) == 1 else None
    given = _first(meta.get("og:title"), linked.get("headline"), meta.get("twitter:title"))
    title = _strip_site(given, site) or _pick_title(page_title, [h for h in headlines if h], site) or headline
    wordings = (title, given, page_title, _clean(linked.get("headline")), headline)
    return Metadata(
        title=title,
        headings=tuple(dict.fromkeys(wording for wording in wordings if wording)),
        language=_read_language(root, meta, linked),
        url=_read_url(root, meta),
        site=site,
        author=_read_author(root, meta, linked),
        date=_read_date(root, meta, linked),
    )


def _read_meta(root: Any) -> dict[str, str]:
    """Name or property of each meta element to its content; the first one counts."""
    meta: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        content = element.get("content")
        if name and content and content.strip():
            meta.setdefault(name.strip().casefold(), content)
    return meta


def _read_linked_data(root: Any) -> dict[str, Any]:
    """The first article among the page's JSON-LD; empty where there is none or it is broken."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "") or not script.text:
            continue
        try:
            data = json.loads(script.text, strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _list_items(data):
            kind = item.get("@type")
            if _ARTICLE_TYPE.search(" ".join(map(str, kind)) if isinstance(kind, list) else str(kind)):
                return item
    return {}


def _list_items(data: Any) -> Iterator[dict[str, Any]]:
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            yield from (part for part in graph if isinstance(part, dict)) if isinstance(graph, list) else ()


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
    if _fold(parts[-1]) == _fold(site):
        return title[: title.rindex(parts[-1])].rstrip(" |-–—·•»:") or title
    if _fold(parts[0]) == _fold(site):
        return title[len(parts[0]) :].lstrip(" |-–—·•»:") or title
    return title


def _pick_title(page_title: str | None, headlines: list[str], site: str | None) -> str | None:
    """The <title> without the outlet's name: as one of the headlines has it, else the longest of its parts."""
    if not page_title:
        return None
    folded = _fold(page_title)
    for headline in headlines:
        if len(headline) >= 10 and _fold(headline) in folded:
            return headline
    stripped = _strip_site(page_title, site)
    if stripped != page_title:
        return stripped
    parts = _SEPARATOR.split(page_title)
    longest = max(parts, key=len)
    return longest if len(parts) > 1 and len(longest) >= 15 else page_title


def _fold(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _read_language(root: Any, meta: dict[str, str], linked: dict[str, Any]) -> str | None:
    html = root if root.tag == "html" else next(root.iter("html"), root)
    values = [html.get("lang"), html.get("{http://www.w3.org/XML/1998/namespace}lang"), html.get("xml:lang")]
    values += [meta.get("content-language"), linked.get("inLanguage"), meta.get("og:locale"), meta.get("language")]
    for value in values:
        if isinstance(value, str) and (found := _LANGUAGE.fullmatch(value.strip())):
            return found[1].lower()
    return None


def _read_url(root: Any, meta: dict[str, str]) -> str | None:
    """The canonical address, if it is an absolute one of the web."""
    links = [e.get("href") for e in root.iter("link") if (e.get("rel") or "").strip().casefold() == "canonical"]
    for value in [*links, meta.get("og:url")]:
        if value and re.match(r"https?://[^\s/]", value.strip(), re.IGNORECASE):
            return _UNPRINTABLE.sub("", value.strip())
    return None


def _read_author(root: Any, meta: dict[str, str], linked: dict[str, Any]) -> str | None:
    named = _name(linked.get("author"))
    for value in (named, meta.get("author"), meta.get("article:author"), meta.get("parsely-author")):
        text = _clean(value)
        if text and "://" not in text:
            return text
    shown = (e for e in root.iter("a", "span", "p", "address") if _is_author(e))
    return next((text for e in shown if (text := _clean("".join(e.itertext()))) and len(text) < 80), None)


def _is_author(element: Any) -> bool:
    return "author" in (element.get("rel"), element.get("itemprop"))


def _read_date(root: Any, meta: dict[str, str], linked: dict[str, Any]) -> str | None:
    """Date of publication as the page writes it, if it begins like an ISO 8601 date."""
    names = (
        "article:published_time",
        "datepublished",
        "date",
        "dc.date",
        "dc.date.issued",
        "pubdate",
        "parsely-pub-date",
    )
    values: list[Any] = [linked.get("datePublished"), *(meta.get(name) for name in names)]
    values += [e.get("datetime") for e in root.iter("time")][:1]
    for value in values:
        text = _clean(value)
        if text and _DATE.match(text) and len(text) <= 40:
            return text
    return None
