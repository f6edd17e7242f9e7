"""Language packs: words by category and rules, read from the package's data."""

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

from newsieve.data import list_names, read_data
from newsieve.languages.rules import load_toml, make_rule
from newsieve.types import Rule

CODES = tuple(sorted(set(list_names("languages", ".toml")) - {"neutral"}, key=lambda code: (code != "en", code)))
# Asked for before the language of a text is known: words before a full stop that joins no two sentences, words that
# open sentences, names of months. The abbreviations of sentence ends stand in the neutral pack, under `no_end`.
WORD_LISTS = ("abbreviations", "starts", "dates")
CATEGORIES: tuple[str, ...] = (
    "give",  # donate, gift, contribute
    "amount",  # money and how often: monthly, one-off, per year
    "appeal",  # how an appeal opens: before you go, now more than ever
    "outlet",  # how an outlet speaks of itself: journalism, newsroom, readers, truth
    "no_paywall",  # free for everyone, no shareholders
    "subscribe",
    "account",  # log in, register, already a subscriber
    "newsletter",
    "consent",  # by signing up you agree
    "free",  # free, today, now, offers
    "thanks",
    "self",  # we, our, us
    "reader",  # you, your
    "imperative",  # get, join, click, discover
    "social",  # networks, follow, like
    "app",  # app, download, notification
    "share",  # share, print, save, listen
    "related",  # read more, see also, most read
    "advert",  # advertisement, sponsored, affiliate, story continues
    "shop",  # buy, price, coupon
    "comments",
    "contact",  # tips, letters, tell us
    "legal",  # copyright, terms, republish
    "cookie",
    "nav",  # menu, close, skip to content, section names
    "media",  # pictured, file photo, credit
    "byline",  # by, published, updated, min read
    "about",  # is a writer, correspondent, covers
    "speech",  # said, told, added
    "narrative",  # what happened: was, had, died, won
    "third_person",  # he, she, they, their
    "newsmakers",  # police, minister, court, spokesman
    "charity",  # who is given to in a story: hospice, fundraiser, victims
    "calendar",  # days and months
    "person",  # I, me, my
    "lived",  # what a person tells of a life: I was, we had, I remember
    "kin",  # family, neighbours, home
    "masthead",  # what outlets call themselves: Times, Gazette, Courier
)

Openings = Mapping[str, tuple[tuple[str, ...], ...]]


class LanguagePack(NamedTuple):
    """Words and rules of one language. `code` is ISO 639-1, "" for the neutral pack.

    Every lexicon holds the neutral entries too (brands, symbols), and rules and parts end with the neutral ones.
    `openers` point back when a sentence starts with them, and near its start; `openings` do so at the start alone:
    words in a row, by the first of them, with a mark at the end where one must stand there. `speech` are reporting
    verbs, the lexicon of that name. `parts` are the rules for parts of a box, which count only beside a firm pitch.
    """

    code: str
    stop_words: frozenset[str]
    lexicons: Mapping[str, frozenset[str]]
    openers: frozenset[str]
    openings: Openings
    speech: frozenset[str]
    rules: tuple[Rule, ...]
    parts: tuple[Rule, ...]


def load(code: str) -> LanguagePack:
    """Return the pack of a language, the neutral one where there is none. Patterns are not compiled here."""
    if code in CODES or not code:
        return _load(code)
    return _load_with_openings(code) if code in load_neutral()["openings"] else _load("")


@lru_cache(maxsize=1)
def load_neutral() -> dict[str, Any]:
    """The table of what every pack holds, as it stands in the file."""
    return load_table("neutral")


@cache
def all_words(name: str) -> frozenset[str]:
    """Return the words that the packs of all languages hold in one of WORD_LISTS."""
    neutral = load_neutral()
    texts = [neutral["all"][name]] if "all" in neutral else [load_table(code)[name] for code in CODES]
    return frozenset(" ".join(texts).split())


def load_table(stem: str) -> dict[str, Any]:
    """A pack's table: the JSON that `python -m newsieve.train packs` makes, where it is up to date, else its TOML."""
    toml = read_data(f"languages/{stem}.toml")
    try:
        made: dict[str, Any] = json.loads(read_data(f"languages/{stem}.json"))
    except FileNotFoundError:
        made = {}
    table: dict[str, Any] = made["pack"] if made.get("crc") == zlib.crc32(toml) else load_toml(toml.decode(), stem)
    return table


@lru_cache(maxsize=len(CODES) + 1)
def _load(code: str) -> LanguagePack:
    neutral = load_neutral()
    if not code:
        return _make_pack("", "neutral", neutral, (neutral["elsewhere"], neutral["lexicons"]))
    own = load_table(code)
    pack = _make_pack(code, code, own, (own["lexicons"], neutral["lexicons"]))
    rules, parts = _make_rules(neutral, "neutral")
    return pack._replace(rules=pack.rules + rules, parts=pack.parts + parts)


@lru_cache(maxsize=16)
def _load_with_openings(code: str) -> LanguagePack:
    """The neutral pack, with the openings of a language that has no pack of its own."""
    return _load("")._replace(openings=read_openings(load_neutral()["openings"][code]))


def read_openings(text: str) -> Openings:
    """Return the words in a row that entries name, by the first word; a mark at the end of one must stand there."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for entry in text.split():
        words = tuple(entry.replace(",", "_,").replace(":", "_:").split("_"))
        found[words[0]] = (*found.get(words[0], ()), words)
    return found


def _make_pack(code: str, name: str, data: dict[str, Any], lexicons: Iterable[Mapping[str, str]]) -> LanguagePack:
    rules, parts = _make_rules(data, name)
    merged = {category: frozenset(_entries(part.get(category, "") for part in lexicons)) for category in CATEGORIES}
    return LanguagePack(
        code=code,
        stop_words=frozenset(data["stop_words"].split()) if code else frozenset(),
        lexicons=merged,
        openers=frozenset(data["openers"].split()),
        openings=read_openings(data["openings"]) if code else {},
        speech=merged["speech"],
        rules=rules,
        parts=parts,
    )


def _make_rules(data: dict[str, Any], name: str) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """The rules of a pack's table that say what a pitch is, and those for parts of a box."""
    rules = [make_rule(table, name) for table in data.get("rule", ())]
    return tuple(rule for rule in rules if not rule.beside), tuple(rule for rule in rules if rule.beside)


def _entries(parts: Iterable[str]) -> Iterator[str]:
    for part in parts:
        for entry in part.split():
            yield entry.replace("_", " ")
