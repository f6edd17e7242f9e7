"""Language packs: load one, detect one, and read rules from TOML.

A pack holds words and patterns, never weights of a model: the cleaner's weights sit on the categories of the lexicons,
so that what was learned on one language carries to the next. Words are runs of letters and digits, case-folded; a few
symbols count as words too (`TOKEN`). An entry of a lexicon is a word, "donat*" (a prefix of a word) or "sign up"
(a phrase of 2 to 4 words); in the files a phrase is joined by "_".
"""

import json
import math
import re
import zlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from newsieve.data import read_data
from newsieve.errors import UsageError
from newsieve.model import Kind, Rule

CODES = ("en", "de", "fr", "es", "it", "pt", "nl")
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
)
TOKEN = re.compile(r"[^\W_]+|[©®™×|€$£¥₹@#»›▶→•✉]")
DEFAULT_WEIGHT = 4.0  # log-odds of a rule that names no weight: 98 %
LEAST_SCORE = 0.9  # of one telling stop word; less says nothing
LEAST_LEAD = 0.3  # before the next language
LEAST_SHARE = 0.04  # of the words: a page of names and numbers has no language
SAMPLE_CHARS = 6000  # detection looks at the beginning, the middle and the end, a third of this each
_WORD = re.compile(r"[^\s\d_!-/:-@\[-`{-©«-¹»-¿‐-⁞،؛؟।॥]+")  # \w would cut words of Indian scripts at their vowel signs
_KINDS = tuple(Kind)
_RULE_KEYS = frozenset({"id", "kind", "keep", "pattern", "weight", "reason", "hits", "misses", "needs"})
_COMMON_ENGLISH = (
    *("the", "and", "of", "to", "is", "that", "for", "with", "was"),
    *("it", "as", "on", "are", "by", "this", "from", "have", "has"),
)
_SHARED_SCRIPTS = frozenset({"latin", "cyrillic", "arabic", "devanagari"})
# first code point and script, or the language where one language writes in it; "-" where letters tell nothing
_SCRIPTS = """
0 latin  250 -  370 el  400 cyrillic  530 hy  590 he  600 arabic  700 -  900 devanagari  980 bn  A00 pa  A80 gu
B00 or  B80 ta  C00 te  C80 kn  D00 ml  D80 si  E00 th  E80 lo  F00 bo  1000 my  10A0 ka  1100 ko  1200 am  13A0 -
1780 km  1800 -  1E00 latin  1F00 el  2000 -  3040 ja  3100 -  3130 ko  3190 -  3400 han  A000 -  AC00 ko  D7B0 -
F900 han  FB00 -  FB1D he  FB50 arabic  FE00 -  FE70 arabic  FF00 -  FF66 ja  FFA0 -  20000 han
""".split()
_SCRIPT_STARTS = [int(start, 16) for start in _SCRIPTS[::2]]


class LanguagePack(NamedTuple):
    """What newsieve knows of one language. `code` is ISO 639-1, "" for the neutral pack.

    Every lexicon holds the neutral entries too (brands, symbols), and `rules` end with the neutral ones.
    `openers` point back when a sentence starts with them; `speech` are reporting verbs, the lexicon of that name.
    """

    code: str
    stop_words: frozenset[str]
    lexicons: Mapping[str, frozenset[str]]
    openers: frozenset[str]
    speech: frozenset[str]
    rules: tuple[Rule, ...]


def load(code: str) -> LanguagePack:
    """Return the pack of a language, the neutral one where there is none. Patterns are not compiled here."""
    return _load(code if code in CODES else "")


def detect(text: str) -> str | None:
    """Return the ISO 639-1 code of the text's main language, None where the text says too little.

    Scripts of one language decide alone; others go by stop words, each weighing the less the more languages share
    it, and by letters that few languages have. English is tried first, so that English text reads one pack only.
    """
    sample = _sample(text)
    script = _main_script(sample)
    if script not in _SHARED_SCRIPTS:
        return script
    words = Counter(_WORD.findall(sample.casefold()))
    if script == "latin" and _is_clearly_english(words):
        return "en"
    return _likeliest(words, sample)


def parse_rules(text: str, name: str, source: str | None = None) -> tuple[Rule, ...]:
    """Return the rules of a TOML text, ids prefixed by `name` and a dot, in the order of the text.

    `source` is the file that messages name, `name` where it is not given.

    Raises:
        UsageError: naming file, rule and reason.

    """
    where = source or name
    data = _load_toml(text, where)
    tables = data.get("rule", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise UsageError(f"{where}: write each rule as a [[rule]] table")
    seen: set[str] = set()
    for number, table in enumerate(tables, 1):
        label = table["id"] if isinstance(table.get("id"), str) and table["id"] else str(number)
        fault = f'the id "{label}" stands twice' if label in seen else _find_fault(table)
        if fault:
            raise UsageError(f"{where}: rule {label}: {fault}")
        seen.add(label)
    return tuple(_make_rule(table, name) for table in tables)


def hostile_lines(rule: Rule, length: int = 50_000) -> Iterator[str]:
    """Lines that make a careless pattern slow: long repeats of what it matches, of pieces of that, of spaces."""
    pieces = {" ", "\t ", ".", "a", "1", "a "}
    for text in rule.hits:
        words = text.split() or [" "]
        pieces |= {text, text + " ", words[0], words[0] + " ", words[-1] + " ", text[: len(text) // 2 + 1]}
    for piece in sorted(pieces):
        yield (piece * (length // len(piece) + 1))[:length] + "\n"


@lru_cache(maxsize=len(CODES) + 1)
def _load(code: str) -> LanguagePack:
    neutral = _neutral()
    if not code:
        return _make_pack("", "neutral", neutral, (neutral["elsewhere"], neutral["lexicons"]))
    own = _load_table(code)
    pack = _make_pack(code, code, own, (own["lexicons"], neutral["lexicons"]))
    return pack._replace(rules=pack.rules + tuple(_make_rule(table, "neutral") for table in neutral.get("rule", ())))


def _make_pack(code: str, name: str, data: dict[str, Any], lexicons: Iterable[Mapping[str, str]]) -> LanguagePack:
    merged = {category: frozenset(_entries(part.get(category, "") for part in lexicons)) for category in CATEGORIES}
    return LanguagePack(
        code=code,
        stop_words=frozenset(data["stop_words"].split()) if code else frozenset(),
        lexicons=merged,
        openers=frozenset(data["openers"].split()),
        speech=merged["speech"],
        rules=tuple(_make_rule(table, name) for table in data.get("rule", ())),
    )


@lru_cache(maxsize=1)
def _neutral() -> dict[str, Any]:
    return _load_table("neutral")


def _load_table(stem: str) -> dict[str, Any]:
    """A pack's table: the JSON that `python -m newsieve.train packs` makes, where it is up to date, else its TOML."""
    toml = read_data(f"languages/{stem}.toml")
    try:
        made: dict[str, Any] = json.loads(read_data(f"languages/{stem}.json"))
    except FileNotFoundError:
        made = {}
    table: dict[str, Any] = made["pack"] if made.get("crc") == zlib.crc32(toml) else _load_toml(toml.decode(), stem)
    return table


def _load_toml(text: str, where: str) -> dict[str, Any]:
    import tomllib  # 3 ms

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{where}: not valid TOML: {error}") from error


def _entries(parts: Iterable[str]) -> Iterator[str]:
    for part in parts:
        for entry in part.split():
            yield entry.replace("_", " ")


def _find_fault(table: dict[str, Any]) -> str | None:
    """What is wrong with one rule, None where nothing is."""
    for key in table:
        if key not in _RULE_KEYS:
            return f'unknown key "{key}"{_closest(key, _RULE_KEYS)}'
    for key in ("id", "pattern", "reason"):
        if not isinstance(table.get(key), str) or not table[key].strip():
            return f"{key} must be a text that is not empty"
    return _find_kind_fault(table) or _find_value_fault(table)


def _find_kind_fault(table: dict[str, Any]) -> str | None:
    kind, keep = table.get("kind"), table.get("keep", False)
    if not isinstance(keep, bool):
        return "keep must be true or false"
    if keep == ("kind" in table):
        return "needs either a kind or keep = true" + (", not both" if keep else "")
    if not keep and kind not in _KINDS:
        return f'unknown kind "{kind}"{_closest(str(kind), _KINDS)}; kinds: {", ".join(_KINDS)}'
    return None


def _find_value_fault(table: dict[str, Any]) -> str | None:
    weight = table.get("weight", 0.0)
    if isinstance(weight, bool) or not isinstance(weight, int | float) or not math.isfinite(weight):
        return "weight must be a finite number"
    for key in ("hits", "misses", "needs"):
        texts = table.get(key, [])
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            return f"{key} must be a list of texts"
    try:
        re.compile(table["pattern"])
    except (re.error, OverflowError, RecursionError) as error:
        return f"pattern does not compile: {error}"
    return None


def _closest(word: str, words: Iterable[str]) -> str:
    from difflib import get_close_matches  # 2 ms

    close = get_close_matches(word, words, 1)
    return f' (did you mean "{close[0]}"?)' if close else ""


def _make_rule(table: Mapping[str, Any], name: str) -> Rule:
    keep = table.get("keep", False)
    return Rule(
        id=f"{name}.{table['id']}",
        pattern=table["pattern"],
        reason=table["reason"],
        kind=None if keep else Kind(table["kind"]),
        keep=keep,
        weight=float(table.get("weight", 0.0 if keep else DEFAULT_WEIGHT)),
        hits=tuple(table.get("hits", ())),
        misses=tuple(table.get("misses", ())),
        needs=tuple(text.casefold() for text in table.get("needs", ())),
        most_letters=table.get("most_letters"),
    )


def _sample(text: str) -> str:
    if len(text) <= SAMPLE_CHARS:
        return text
    part = SAMPLE_CHARS // 3
    middle = len(text) // 2 - part // 2
    return f"{text[:part]} {text[middle : middle + part]} {text[-part:]}"


def _main_script(sample: str) -> str | None:
    """The script of most letters: a code where one language writes in it, else a name of _SHARED_SCRIPTS."""
    if sample.isascii():
        return "latin" if any(map(str.isalpha, sample)) else None
    counts: Counter[str] = Counter()
    for letter, count in Counter(sample).items():
        if letter.isalpha():
            counts[_script_of(ord(letter))] += count
    if not counts:
        return None
    if counts["ja"] * 20 > counts["han"] > 0 or counts["ja"] > counts["han"]:
        counts["ja"] += counts.pop("han", 0)  # kana decides: Chinese has none
    for dense in ("han", "ja", "ko"):
        counts[dense] *= 2  # one letter of these says as much as two of an alphabet
    script = max(counts, key=lambda name: counts[name])
    return {"han": "zh", "-": None}.get(script, script)


def _script_of(code: int) -> str:
    return _SCRIPTS[2 * bisect_right(_SCRIPT_STARTS, code) - 1]


def _is_clearly_english(words: Counter[str]) -> bool:
    total = sum(words.values())
    common = [words[word] for word in _COMMON_ENGLISH if word in words]
    return len(common) >= 4 and sum(common) > 0.12 * total


def _likeliest(words: Counter[str], sample: str) -> str | None:
    weights: dict[str, float] = {}
    for word, count in words.items():
        codes = _codes_of_words().get(word, ())
        for code in codes:
            weights[code] = weights.get(code, 0.0) + count / math.sqrt(len(codes))
    letters = set(sample.lower())
    for code, telling in _neutral()["letters"].items():
        weights[code] = weights.get(code, 0.0) + len(letters.intersection(telling))
    best, second = sorted(weights, key=lambda code: (weights[code], code))[:-3:-1]
    least = max(LEAST_SCORE, LEAST_SHARE * sum(words.values()), weights[second] + LEAST_LEAD)
    return best if weights[best] >= least else None


@lru_cache(maxsize=1)
def _codes_of_words() -> dict[str, list[str]]:
    """Stop word to the languages that have it."""
    codes_of: dict[str, list[str]] = {}
    lists = dict(_neutral()["stop_words"])
    for code in CODES:
        lists[code] = _load_table(code)["stop_words"]
    for code, words in lists.items():
        for word in words.split():
            codes_of.setdefault(word, []).append(code)
    return codes_of
