"""The headline of a page: what it shows as such, supported by what it says elsewhere, without the outlet's name."""

import html
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from newsieve.extract import regions
from newsieve.extract.layout import Page, PageBlock, list_words
from newsieve.extract.text_keys import clean, make_key
from newsieve.text import COLONS, find_words

LEAST_OVERLAP = 0.3  # of the words of the shorter of two wordings, for one to support the other
MANY = 1000  # words
LONG_WORD = 4  # letters; shorter ones are small words, in lower case within names
LONG_NAME = 5  # words of an outlet's name that is written as one, beside a headline that is not
LONG_PROSE = 200  # characters of a block that is no heading, kicker or byline
FEW_WORDS = 3  # a headline that nothing supports has at least as many; an outlet's name at most

_SEPARATOR = re.compile(r"\s+([|\-–—·•»:]{1,2})\s+|\s*([｜|•]|_(?=[^_]*$))\s*")
_PARTS = re.compile(r"\s+[|\-–—·•»]{1,2}\s+|\s*[｜|•]\s*|:\s+")
_BEHIND = re.compile(r"\s*(?:\[[^\]]{0,20}\]|\(\d{1,3}\)|[¶§#🔗])\s*")  # a headline, in its element
_PAIRED_TAGS = re.compile(r"<([a-z]{1,8})\b[^<>]*>([^<>]*)</\1>", re.IGNORECASE)
_HEADLINE = frozenset(("headline", "title"))  # in names of the element
_HARD_SEPARATORS = frozenset("|·•»｜_")
_SHOWN = regions.UNSEEN | regions.NAV | regions.FOOTER | regions.DIALOG


class Titles(NamedTuple):
    """The title that is shown, if the page has one, and all the wordings of it that the page gives."""

    title: str | None
    wordings: tuple[str, ...]


def choose_title(page: Page, given: Sequence[object], sites: Sequence[str | None]) -> Titles:
    """Choose among the page's headlines and the wordings that it gives (in the order in which they are trusted).

    `sites` are names of the outlet. A headline that is shown outweighs the rest unless nothing supports it.
    """
    texts = [text for value in given if isinstance(value, str) and (text := clean(_drop_marks(value)))]
    shown = [block for block in page.blocks if block.tag in ("h1", "h2", "h3") and not block.region & _SHOWN]
    masthead, below = _find_masthead(page, texts)
    names = frozenset(filter(None, (masthead, *map(make_key, filter(None, sites)), *_list_tails(page, shown, texts))))
    headlines = [
        text for block in shown if block.tag == "h1" and (text := clean(block.text)) and make_key(text) not in names
    ]
    stripped = [strip_site(text, names) for text in texts if make_key(text) not in names]
    printed = [block.text for block in shown] or [line for line in _list_lines(page) if _count_words(line) >= FEW_WORDS]
    parts = sorted((part for text in texts for part in _PARTS.split(text)), key=len, reverse=True)
    wordings = [*texts, *stripped, *parts] if shown else parts
    title = _find_supported(headlines, texts) or below or _find_printed(wordings, printed, names)
    if not title and headlines and (not stripped or (len(headlines) == 1 and _count_words(headlines[0]) >= FEW_WORDS)):
        title = headlines[0]
    title = title or _find_agreed(stripped) or _find_named(page, shown, names)
    shorter = drop_label(title, (*texts, *stripped)) if title else title
    known = (shorter, title, *texts, *stripped, *headlines[:1])
    return Titles(shorter, tuple(dict.fromkeys(wording for wording in known if wording)))


def _list_lines(page: Page) -> Iterator[str]:
    """Yield the short lines of a page: in old layouts a headline is one of them, in large letters."""
    for block in page.blocks:
        yield from (line for line in block.text.splitlines() if len(line) <= LONG_PROSE)


def _drop_marks(text: str) -> str:
    """The text with characters for references, and without tags that stand in pairs."""
    return _PAIRED_TAGS.sub(r"\2", html.unescape(html.unescape(text)))


def _find_masthead(page: Page, texts: Sequence[str]) -> tuple[str, str | None]:
    """The key of an h1 that is the outlet's name, and the headline, which is a heading between it and the story.

    So it is where a title is made of the two, in either order; else they are empty and None.
    """
    given, above = frozenset(map(make_key, texts)), ""
    for block in page.blocks:
        if len(block.text) > LONG_PROSE:
            break
        if block.tag not in ("h1", "h2", "h3") or block.region & _SHOWN:
            continue
        key = make_key(block.text)
        if above and key and not given.isdisjoint((above + key, key + above)):
            return above, clean(block.text)
        above = key if block.tag == "h1" else above
    return "", None


def _list_tails(page: Page, shown: Sequence[PageBlock], texts: Sequence[str]) -> Iterator[str]:
    """Yield the keys of those short h1 that are the end of a wording whose beginning the page prints too."""
    keys = {make_key(block.text) for block in shown if block.tag == "h1"}
    for text in texts:
        cut = list(_SEPARATOR.finditer(text))[-1:]
        head, tail = (text[: cut[0].start()], make_key(text[cut[0].end() :])) if cut else ("", "")
        if tail in keys and _count_words(head) >= FEW_WORDS >= _count_words(text[cut[0].end() :]):
            key = make_key(head)
            if any(make_key(block.text) == key for block in page.blocks if len(block.text) <= LONG_PROSE):
                yield tail


def strip_site(title: str, names: frozenset[str]) -> str:
    """Return the title without the outlet's name at its end or its beginning."""
    cuts = list(_SEPARATOR.finditer(title))
    if not cuts:
        return title
    first, last = cuts[0], cuts[-1]
    head, tail = title[: last.start()], title[last.end() :]
    if make_key(tail) in names:
        return strip_site(head, names) if len(cuts) > 1 else head or title
    if make_key(title[: first.start()]) in names:
        return title[first.end() :] or title
    mark = (last[1] or last[2])[0]
    if mark in _HARD_SEPARATORS or mark == "-":
        before, after = title[: first.start()], title[first.end() :]
        is_prefix = 0 < _count_names(before) <= FEW_WORDS < _count_words(after) and _is_name(before)
        if is_prefix and not _is_name(after):
            return after
        most = FEW_WORDS + (mark in _HARD_SEPARATORS)
        if _is_name(tail) and (tail.startswith("The ") or not _is_name(head)):
            most = LONG_NAME
        if 0 < _count_names(tail) <= most and _count_words(head) >= FEW_WORDS - 1:
            return head
        if is_prefix:
            return after
    return title


def drop_label(headline: str, given: Sequence[str]) -> str:
    """The headline without a label before it or a count behind it that stand in its element, as another wording is.

    What is before it are a few words, with a colon or glued to it; behind it is a number or a button in brackets.
    """
    keys = [make_key(text) for text in given]
    for text in sorted({text for text in given if text and len(text) < len(headline)}, key=len, reverse=True):
        before = headline.removesuffix(text)
        is_told = before == headline or any(make_key(before) in key for key in keys)  # by another wording too
        if not is_told and _is_label(before, text) and _count_words(text) >= FEW_WORDS >= _count_words(before):
            return text
        if headline.startswith(text) and _BEHIND.fullmatch(headline[len(text) :]):
            return text
    return headline


def _is_label(before: str, title: str) -> bool:
    """Whether what stands before a title ends with a colon, or has no space behind it as within a text it would."""
    return before.rstrip()[-1:] in (*COLONS, "|") or (before[-1:].isalnum() and title[:1].isupper())


def _find_supported(headlines: list[str], texts: list[str]) -> str | None:
    """The headline that shares most with another wording; None where none shares much."""
    supports = [max((_measure_overlap(headline, text) for text in texts), default=0.0) for headline in headlines]
    best = max(supports, default=0.0)
    return headlines[supports.index(best)] if best >= LEAST_OVERLAP else None


def _find_printed(texts: list[str], shown: list[str], names: frozenset[str]) -> str | None:
    """The first of the wordings that a heading of the page prints."""
    printed = {make_key(text) for text in shown}
    return next((text for text in texts if make_key(text) in printed and make_key(text) not in names), None)


def _find_named(page: Page, shown: Sequence[PageBlock], names: frozenset[str]) -> str | None:
    """The first heading whose element is named after headlines."""
    for block in shown:
        get = page.containers[block.container].attributes.get
        if (
            not _HEADLINE.isdisjoint(list_words(get("class"), get("id"), get("itemprop")))
            and make_key(block.text) not in names
        ):
            return clean(block.text)
    return None


def _find_agreed(texts: list[str]) -> str | None:
    """The wording that the others share most with; of equals the first."""
    if len(texts) < FEW_WORDS:
        return texts[0] if texts else None
    shares = [sum(_measure_overlap(text, other) for other in texts) for text in texts]
    return texts[max(range(len(texts)), key=lambda i: (round(shares[i], 2), -i))]


def _measure_overlap(one: str, other: str) -> float:
    """Share of the words of the shorter wording that the other has too; of equal shares the longer wording has more."""
    words, others = (frozenset(find_words(text)) for text in (one, other))
    shared = len(words & others)
    return shared / min(len(words), len(others)) + shared / MANY if words and others else 0.0


def _is_name(text: str) -> bool:
    """Whether no long word begins in lower case, as in names of outlets."""
    return not any(word[0].islower() for word in text.split() if len(word) >= LONG_WORD)


def _count_names(text: str) -> int:
    """Number of words of what may be a name; 0 for a figure."""
    return 0 if text.strip().isdecimal() else _count_words(text)


def _count_words(text: str) -> int:
    """Number of words; in scripts without spaces three letters count as one."""
    words = find_words(text)
    short = sum(1 for word in words if len(word) == 1 and word > "\u0e00")
    return len(words) - 2 * short // 3
