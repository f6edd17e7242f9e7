"""Blocks and sentences as words: read once, for the lexicons, the rules and the n-grams."""

from collections.abc import Sequence
from typing import NamedTuple

from newsieve.cleaner.lexicon import count_hits
from newsieve.languages import LanguagePack
from newsieve.text import tokenize

LONGEST_TEXT = 20_000  # characters of a block that are read: a line of 5 MB is judged by its beginning and its end
MOST_WORDS = 400  # of a block that are kept, three quarters of them from its beginning


class TokenizedBlock(NamedTuple):
    """The words and marks of a block, or of a sentence, and how often each of the lexicons' categories occurs."""

    text: str
    words: tuple[str, ...]
    hits: tuple[int, ...]


def tokenize_blocks(texts: Sequence[str], pack: LanguagePack) -> list[TokenizedBlock]:
    """Return the words of each text, none of which is blank, with their hits in the pack's lexicons."""
    words = [_cut_words(tokenize(_cut(text))) for text in texts]
    return list(map(TokenizedBlock, texts, words, count_hits(words, pack)))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT // 2]} {text[-LONGEST_TEXT // 2 :]}"


def _cut_words(words: list[str]) -> tuple[str, ...]:
    if len(words) > MOST_WORDS:
        words = words[: MOST_WORDS * 3 // 4] + words[-MOST_WORDS // 4 :]
    return tuple(words)
