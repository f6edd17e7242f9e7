"""Detection of a text's language, by its script, its stop words and its letters."""

import math
from bisect import bisect_right
from collections import Counter
from functools import lru_cache

from newsieve.languages.packs import CODES, load_neutral, load_table
from newsieve.patterns import compile_later
from newsieve.text import find_words

LEAST_SCORE = 0.9  # of one telling stop word; less says nothing
LEAST_LEAD = 0.3  # before the next language
LEAST_SHARE = 0.04  # of the words: a page of names and numbers has no language
SAMPLE_CHARS = 6000  # detection looks at the beginning, the middle and the end, a third of this each
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
# Letters of this script alone, and typographic marks and signs of currencies, which are no letters.
_LATIN = compile_later("[\x00-\u024f\u2000-\u206f\u20a0-\u20cf]*")
_SCRIPT_STARTS = [int(start, 16) for start in _SCRIPTS[::2]]


def detect(text: str) -> str | None:
    """Return the ISO 639-1 code of the text's main language, None where the text says too little.

    Scripts of one language decide alone; others go by stop words, each weighing the less the more languages share
    it, and by letters that few languages have. English is tried first, so that English text reads one pack only.
    """
    sample = _sample(text)
    script = _main_script(sample)
    if script not in _SHARED_SCRIPTS:
        return script
    words = Counter(find_words(sample))
    for number in [word for word in words if word[0].isdigit()]:
        del words[number]
    if script == "latin" and _is_clearly_english(words):
        return "en"
    return _likeliest(words, sample)


def _sample(text: str) -> str:
    if len(text) <= SAMPLE_CHARS:
        return text
    part = SAMPLE_CHARS // 3
    middle = len(text) // 2 - part // 2
    return f"{text[:part]} {text[middle : middle + part]} {text[-part:]}"


def _main_script(sample: str) -> str | None:
    """The script of most letters: a code where one language writes in it, else a name of _SHARED_SCRIPTS."""
    if sample.isascii() or _LATIN.fullmatch(sample):
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
    for code, telling in load_neutral()["letters"].items():
        weights[code] = weights.get(code, 0.0) + len(letters.intersection(telling))
    best, second = sorted(weights, key=lambda code: (weights[code], code))[:-3:-1]
    least = max(LEAST_SCORE, LEAST_SHARE * sum(words.values()), weights[second] + LEAST_LEAD)
    return best if weights[best] >= least else None


@lru_cache(maxsize=1)
def _codes_of_words() -> dict[str, list[str]]:
    """Stop word to the languages that have it."""
    codes_of: dict[str, list[str]] = {}
    lists = dict(load_neutral()["stop_words"])
    for code in CODES:
        lists[code] = load_table(code)["stop_words"]
    for code, words in lists.items():
        for word in words.split():
            codes_of.setdefault(word, []).append(code)
    return codes_of
