"""Speech that a dash begins, as dialogue does in many languages: "– Nie wiem. Idę – powiedział Jan."."""

from functools import lru_cache

from newsieve.languages.packs import load_neutral
from newsieve.patterns import compile_later
from newsieve.quotes import LONGEST_QUOTATION
from newsieve.text import SENTENCE_ENDS, fold

_BEGINS = compile_later(r"\s*(?P<dash>[-–—―])\s*(?=[^\W\d_]|[\"“„«¿¡…])")
_ENDS = compile_later(r"(?:\s(?P<dash>[-–—―])\s?|,\s|(?<=[?!])\s)(?=(?P<words>[^\W\d_]+(?:\s[^\W\d_]+){0,2}))")


def find_dash(text: str) -> str:
    """Return the dash that what is said begins with, "" without one. A hyphen begins a list's item as well."""
    found = _BEGINS.match(text)
    return found["dash"] if found else ""


def find_speech_end(text: str, start: int, language: str) -> int:
    """Return where the speech ends that a dash begins at `start`, before a word for saying; `start` where none does.

    A comma and a dash need no such word. Behind a dash it is one of three, as in "– jak mówi Jan"; behind a question,
    and in some languages behind a comma, the first.
    """
    whole, beginnings, reach = _read_verbs(language)
    begins = _BEGINS.match(text, start) if whole or beginnings else None
    if begins is None:
        return start
    for found in _ENDS.finditer(text, begins.end(), start + LONGEST_QUOTATION):
        if not found["words"][0].isupper():
            has_comma = text[found.start()] == ","
            words = fold(found["words"]).split()[: 3 if found["dash"] else reach if has_comma else 1]
            has_both = bool(found["dash"]) and text[found.start() - 1] == ","  # "Чекаю, — усміхнулася Ганна"
            if has_both or any(word in whole or word.startswith(beginnings) for word in words):
                return found.end()
        if found["dash"] and not found["words"][0].islower() and text[found.start() - 1] in SENTENCE_ENDS:
            break  # the next one speaks
    return start


@lru_cache(maxsize=64)
def _read_verbs(language: str) -> tuple[frozenset[str], tuple[str, ...], int]:
    """Return the words for saying of a language, how others begin, and how many words behind a comma may be one."""
    neutral = load_neutral()
    words = neutral["dash_speech"].get(language, "").split()
    beginnings = tuple(word[:-1] for word in words if word.endswith("*"))
    reach = int(language in neutral["comma_speech"]["languages"].split())
    return frozenset(word for word in words if not word.endswith("*")), beginnings, reach
