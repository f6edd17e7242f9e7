"""Lines that are kept but tell nothing of the story: corrections, original titles, captions, what announces a list."""

from collections.abc import Sequence
from functools import cache

from newsieve.languages import load_neutral
from newsieve.rank.features.context import Context
from newsieve.text import COLONS, ends_sentence, fold
from newsieve.types import Kind

_COLONS = tuple(COLONS)
_LONGEST_NOTE = 7  # words of the longest entry
_BRACKETS = "([*_【（ "


def is_aside(context: Context, position: int) -> bool:
    """Tell whether a candidate is an aside, which is printed only where nothing else is left."""
    text = context.texts[position]
    return (
        text.endswith(_COLONS)
        or is_note(text, context.tokens[position])
        or _is_caption(context, context.lines[position])
    )


def is_note(text: str, tokens: Sequence[str]) -> bool:
    """Tell whether a line speaks of the text itself; `tokens` are its words."""
    notes, first_words, unspaced = _read_notes()
    if tokens and tokens[0] in first_words:
        starts = {tuple(tokens[:size]) for size in range(1, _LONGEST_NOTE + 1)}
        if not starts.isdisjoint(notes):
            return True
    return not text.isascii() and text.lstrip(_BRACKETS).startswith(unspaced)


def _is_caption(context: Context, line: int) -> bool:
    """Tell whether a picture's credit stands in the next line: then this one is its caption."""
    document = context.document
    if line + 1 >= len(document.kinds) or document.blocks[line + 1] == document.blocks[line]:
        return False
    return document.kinds[line + 1] is Kind.CAPTION_OR_CREDIT and not ends_sentence(document.texts[line + 1])


@cache
def _read_notes() -> tuple[frozenset[tuple[str, ...]], frozenset[str], tuple[str, ...]]:
    """Return how notes begin: in words, the first of these, and in scripts without spaces."""
    lists = load_neutral()["notes"]
    notes = frozenset(tuple(fold(note).split("_")) for note in lists["all"].split())
    return notes, frozenset(note[0] for note in notes), tuple(lists["unspaced"].split())
