"""Lines that are kept but tell nothing of the story: corrections, captions, greetings, what announces a list."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from newsieve.languages import Openings, load_neutral, read_openings
from newsieve.patterns import compile_later
from newsieve.rank.cues import begins_with
from newsieve.rank.features.context import Context
from newsieve.text import COLONS, ends_sentence, find_words, fold, strip_closers
from newsieve.types import Kind

_COLONS = tuple(COLONS)
_BRACKETS = "([*_【（ "
_DASHES = "-–—― "
_STOPS = "。．！!."
# With a country's number, in the American forms, and with the 0 before an area: "0800 023 4242", "01 99 00 12 34".
_TELEPHONE = compile_later(
    r"\+\d[\d ()/.-]{8,18}\d|\(\d{3,5}\) ?\d{3,4}[ -]\d{3,4}|(?<![\d-])\d{3}-\d{3}-\d{4}(?!\d)"
    r"|(?<![\d.,-])(?<!\d )0\d(?:(?:[ .]\d\d){4}|\d{1,4}[ /-]\d{3,4}(?:[ -]?\d{3,4})?)(?![\d:])"
)
_LONGEST_PHRASE = 60  # characters
_LONGEST_NAME = 40  # characters: of who speaks, before a colon, and of who is spoken to, before a comma


class _Phrases(NamedTuple):
    """Beginnings of lines, in words and in scripts without spaces, and ends of them in these."""

    openings: Openings
    unspaced: tuple[str, ...]
    ends: tuple[str, ...]


def is_aside(context: Context, position: int) -> bool:
    """Tell whether a candidate is an aside, which is printed only where nothing else is left."""
    text, tokens = context.texts[position], context.tokens[position]
    return (
        text.endswith(_COLONS)
        or has_telephone(text)
        or is_note(text, tokens)
        or is_greeting(text, tokens)
        or _is_caption(context, context.lines[position])
    )


def is_note(text: str, tokens: Sequence[str]) -> bool:
    """Tell whether a line speaks of the text itself; `tokens` are its words."""
    phrases = _read_phrases("notes")
    return _is_said(text, tokens, phrases) or _is_said_behind(text, (": ",), phrases)


def is_greeting(text: str, tokens: Sequence[str]) -> bool:
    """Tell whether a line greets, thanks or takes leave: of readers, listeners, or behind a name: "ANN: Bob, hello.".

    What is said in quotation marks is of the story.
    """
    phrases = _read_phrases("greetings")
    text = text.lstrip(_DASHES)
    if _is_said(text, tokens, phrases):
        return text[0].isalpha() or text[0] == "¡"
    return _is_said_behind(text, (": ", ", "), phrases)


def has_telephone(text: str) -> bool:
    """Tell whether a line gives a telephone number, as those do that say where to ask or to order."""
    return _TELEPHONE.search(text) is not None


def _is_said(text: str, tokens: Sequence[str], phrases: _Phrases) -> bool:
    if tokens and begins_with(text, tokens, phrases.openings):
        return True
    if text.isascii():
        return False
    return text.lstrip(_BRACKETS).startswith(phrases.unspaced) or strip_closers(text).rstrip(_STOPS).endswith(
        phrases.ends
    )


def _is_said_behind(text: str, marks: Sequence[str], phrases: _Phrases) -> bool:
    """Tell whether a phrase begins behind a label, or behind the names of who speaks and who is spoken to."""
    for mark in marks:
        name, _, rest = text.partition(mark)
        is_name = mark == ": " or name.rpartition(" ")[2][:1].isupper()
        if is_name and name[:1].isupper() and len(name) <= _LONGEST_NAME and rest[:1].isalpha():
            text = rest
            if begins_with(text, find_words(text[:_LONGEST_PHRASE]), phrases.openings):
                return True
    return False


def _is_caption(context: Context, line: int) -> bool:
    """Tell whether a picture's credit stands in the next line: then this one is its caption."""
    document = context.document
    if line + 1 >= len(document.kinds) or document.blocks[line + 1] == document.blocks[line]:
        return False
    return document.kinds[line + 1] is Kind.CAPTION_OR_CREDIT and not ends_sentence(document.texts[line + 1])


@cache
def _read_phrases(name: str) -> _Phrases:
    """Return the phrases of a table of the neutral pack."""
    lists = load_neutral()[name]
    return _Phrases(
        read_openings(fold(lists["all"])), tuple(lists["unspaced"].split()), tuple(lists.get("ends", "").split())
    )
