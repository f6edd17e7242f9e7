"""Features of a sentence's form: what it leans on, who speaks, of whom, and how it ends."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain

from newsieve.languages import CODES, load
from newsieve.patterns import compile_later
from newsieve.rank.cues import read_ends
from newsieve.rank.features.context import Context
from newsieve.text import COLONS

LEXICONS = ("speech", "newsmakers", "imperative", "third_person", "byline", "narrative", "calendar", "about")
FORM = (
    *("exclaims", "early colon", "brackets", "commas"),
    *("starts lower", "address", "ellipsis", "list mark", "dateline", "first person", "first person share"),
    *("reader", "third person at", *LEXICONS),
    *("lacks speaker", "said by pronoun"),
)
ENDS = ("points back", "opens quote", "asks", "open end", "ends in colon")
QUOTATION = ("starts inside", "ends inside", "quoted share", "unquoted words")
_COMMA = compile_later(r"[,،、，;；]")
_NEVER = 30.0  # words: where no pronoun is found


def measure_form(context: Context, positions: Iterable[int]) -> Iterator[tuple[float, ...]]:
    """Yield FORM of the candidates at these positions."""
    numbers_of, persons, readers, third = _read_lexicons(context.pack.code)
    for at in positions:
        text, tokens, cues = context.texts[at], context.tokens[at], context.cues[at]
        counts = [0] * len(LEXICONS)
        for number in chain.from_iterable([numbers_of[token] for token in tokens if token in numbers_of]):
            counts[number] += 1
        own = 0 if persons.isdisjoint(tokens) else sum(map(persons.__contains__, tokens))
        yield (
            "!" in text,
            0 <= text.find(":") < 40,
            "(" in text or "[" in text,
            text.count(",") if text.isascii() else len(_COMMA.findall(text)),
            cues.starts_lower,
            cues.has_address,
            "..." in text or "…" in text,
            cues.list_mark > 0,
            cues.skip > cues.list_mark,
            own,
            own / max(1, len(tokens)),
            0 if readers.isdisjoint(tokens) else sum(map(readers.__contains__, tokens)),
            _NEVER if third.isdisjoint(tokens) else next(place for place, token in enumerate(tokens) if token in third),
            *counts,
            cues.lacks_speaker,
            cues.nobody_said,
        )


def measure_ends(context: Context) -> Iterator[tuple[float, ...]]:
    """Yield ENDS of each candidate: how it begins and ends."""
    for text, tokens in zip(context.texts, context.tokens, strict=True):
        yield (*read_ends(text, tokens, context.pack), text[-1] in COLONS)


def measure_quotation(context: Context) -> Iterator[tuple[float, ...]]:
    """Yield QUOTATION of each candidate."""
    for text, size, quotation in zip(context.texts, context.sizes, context.quotations, strict=True):
        share = quotation.size / len(text)
        yield (
            quotation.starts_inside,
            quotation.ends_inside,
            share,
            size * (1 - share),
        )


@lru_cache(maxsize=len(CODES) + 1)
def _read_lexicons(
    code: str,
) -> tuple[Mapping[str, tuple[int, ...]], frozenset[str], frozenset[str], frozenset[str]]:
    """Return the numbers of LEXICONS by word, and the words for oneself, the reader and third persons."""
    lexicons = load(code).lexicons
    numbers: dict[str, tuple[int, ...]] = {}
    for number, name in enumerate(LEXICONS):
        for word in lexicons[name]:
            numbers[word] = (*numbers.get(word, ()), number)
    persons = lexicons["self"] | {"i", "my", "me"} if code else lexicons["self"]
    return numbers, persons, lexicons["reader"], lexicons["third_person"]
