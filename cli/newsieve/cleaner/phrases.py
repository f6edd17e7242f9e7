"""Lists of words of the neutral pack as patterns: one language's, or those of all where it has none."""

import re
from functools import lru_cache

from newsieve.languages import CODES, load_neutral

_NEVER = r"(?!)"


@lru_cache(maxsize=256)
def compile_phrases(template: str, language: str | None) -> re.Pattern[str]:
    """Return a pattern in which `<name>` stands for one of the words and phrases of that list, whole and in any case.

    In an entry `_` stands for a space and `*` for any letters.
    """
    names = re.findall(r"<(\w+)>", template)
    for name in names:
        template = template.replace(f"<{name}>", rf"(?<!\w)(?:{_join(name, language)})(?!\w)")
    return re.compile(template, re.IGNORECASE)


@lru_cache(maxsize=1)
def compile_job_signs() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of a job advert's signs, for all languages."""
    table = load_neutral()["job_adverts"]
    return tuple(re.compile(text.replace("\n", ""), re.IGNORECASE) for text in table.values())


def _join(name: str, language: str | None) -> str:
    lists: dict[str, str] = load_neutral()[name]
    texts = [lists[language]] if language in lists else [] if language in CODES else [*lists.values()]
    entries = sorted({entry for text in texts for entry in text.split()}, key=lambda entry: (-len(entry), entry))
    return "|".join(map(_escape, entries)) or _NEVER


def _escape(entry: str) -> str:
    escaped = re.escape(entry.replace("_", " ")).replace(r"\*", r"\w*").replace(r"\ ", " ")
    return re.sub("['’]", "['’]", escaped)
