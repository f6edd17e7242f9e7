"""Looks inside a sentence for what it leans on: pointing words, and whether what it begins with was told before."""

from collections.abc import Iterable, Iterator

from newsieve.rank.features.context import Context

ANTECEDENTS = (
    *("pointer at", "pointers", "first word told", "first word in title", "first word is name", "first word at"),
    *("told share", "pronoun before name", "closes unopened"),
)
_REACH = 6  # words at the start among which pointing words are looked for
_NEVER = 30.0


def measure_antecedents(context: Context, positions: Iterable[int]) -> Iterator[tuple[float, ...]]:
    """Yield ANTECEDENTS of the candidates at these positions."""
    vocabulary = context.vocabulary
    small, names = vocabulary.small, vocabulary.names
    openers, third = context.pack.openers, context.pack.lexicons["third_person"]
    for index in positions:
        tokens, numbers, words = context.tokens[index], vocabulary.sentences[index], context.words[index]
        pointers = [place for place, token in enumerate(tokens[1:_REACH]) if token in openers]
        first = next((place for place, number in enumerate(numbers) if number not in small), None)
        number = -1 if first is None else numbers[first]
        yield (
            pointers[0] if pointers else _NEVER,
            len(pointers),
            number in words.known,
            number in vocabulary.title,
            number in names,
            _NEVER if first is None else first,
            len(words.known - small) / (words.content_size or 1),
            not third.isdisjoint(tokens) and _names_late(tokens, numbers, third, names),
            context.quotations[index].closes_unopened,
        )


def _names_late(tokens: Iterable[str], numbers: Iterable[int], third: frozenset[str], names: frozenset[int]) -> bool:
    """Tell whether a pronoun stands before the first name."""
    for token, number in zip(tokens, numbers, strict=True):
        if token in third or number in names:
            return token in third
    return False
