"""Looks inside a sentence for what it leans on: pointing words, and whether what it begins with was told before."""

import re
from collections.abc import Iterator

from newsieve.rank.features.context import Context

ANTECEDENTS = (
    *("pointer at", "pointers", "first word told", "first word told ago", "first word in title", "first word is name"),
    *("first word at", "told share", "pronoun before name", "full names", "bare names", "new full names"),
    "closes unopened",
)
_WORD = r"[A-ZÀ-ÖØ-ÞŁŚŞΑ-ΩА-Я][^\W\d_]+"
_PARTICLE = r"(?:[A-Z]\.|de|del|della|der|den|des|di|da|dos|du|van|von|la|le|bin|al|el)"
_FULL_NAME = re.compile(rf"{_WORD}(?:\s(?:{_PARTICLE}\s){{0,2}}{_WORD}){{1,3}}")
_CAPITAL = re.compile(_WORD)
_REACH = 6  # words at the start among which pointing words are looked for
_NEVER = 30.0


def measure_antecedents(context: Context) -> Iterator[tuple[float, ...]]:
    """Yield ANTECEDENTS of each candidate."""
    pack, vocabulary = context.pack, context.vocabulary
    openers, third = pack.openers, pack.lexicons["third_person"]
    last_told: dict[int, int] = {}
    families: set[str] = set()
    full: set[str] = set()
    for index, (text, tokens, numbers, words, quotation) in enumerate(
        zip(context.texts, context.tokens, vocabulary.sentences, context.words, context.quotations, strict=True)
    ):
        start = tokens[1:_REACH]
        first = next((at for at, number in enumerate(numbers) if number not in vocabulary.small), None)
        number = -1 if first is None else numbers[first]
        named = next((at for at, one in enumerate(numbers) if one in vocabulary.names), _NEVER)
        names = _FULL_NAME.findall(text)
        yield (
            next((float(at) for at, token in enumerate(start) if token in openers), _NEVER),
            sum(token in openers for token in start),
            number in last_told,
            index - last_told[number] if number in last_told else _NEVER,
            number in vocabulary.title,
            number in vocabulary.names,
            _NEVER if first is None else first,
            len(words.known - vocabulary.small) / max(1, words.content_size),
            next((at for at, token in enumerate(tokens) if token in third), _NEVER) < named,
            len(names),
            _count_bare(text, names, families),
            len({*names} - full),
            quotation.closes_unopened,
        )
        full.update(names)
        families.update(name.rsplit(" ", 1)[1] for name in names)
        last_told.update(dict.fromkeys(words.again, index))


def _count_bare(text: str, names: list[str], families: set[str]) -> int:
    """Return how many names of a person or place told in full before stand here by their last word alone."""
    if not families:
        return 0
    here = {name.rsplit(" ", 1)[1] for name in names}
    return len((families - here).intersection(_CAPITAL.findall(text)))
