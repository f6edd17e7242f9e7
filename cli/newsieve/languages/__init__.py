"""Language packs: load one, detect one, and read rules from TOML.

A pack holds words and patterns, never weights of a model: the cleaner's weights sit on the categories of the lexicons,
so that what was learned on one language carries to the next. Words and marks are those that `newsieve.text.tokenize`
finds. An entry of a lexicon is a word, "donat*" (the beginning of one), "sign up" (a phrase of 2 to 4 words) or "is
profess*"; in the files a phrase is joined by "_".
"""

from newsieve.languages.detection import detect
from newsieve.languages.packs import (
    CATEGORIES,
    CODES,
    WORD_LISTS,
    LanguagePack,
    Openings,
    all_words,
    load,
    load_neutral,
    read_openings,
)
from newsieve.languages.rules import DEFAULT_WEIGHT, check_rules, hostile_lines, load_toml, parse_rules, read_toml
from newsieve.languages.speech import find_dash, find_speech_end

__all__ = [
    "CATEGORIES",
    "CODES",
    "DEFAULT_WEIGHT",
    "WORD_LISTS",
    "LanguagePack",
    "Openings",
    "all_words",
    "check_rules",
    "detect",
    "find_dash",
    "find_speech_end",
    "hostile_lines",
    "load",
    "load_neutral",
    "load_toml",
    "parse_rules",
    "read_openings",
    "read_toml",
]
