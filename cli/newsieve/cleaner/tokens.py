"""Blocks and sentences as words: read once, for the lexicons, the rules and the n-grams."""

from collections.abc import Sequence
from typing import NamedTuple

from newsieve.cleaner.lexicon import count_hits
from newsieve.languages import LanguagePack
from newsieve.patterns import compile_later
from newsieve.text import cut_text, find_stamp, tokenize
from newsieve.types import Article, Range

LONGEST_TEXT = 20_000  # characters of a block that are read: a line of 5 MB is judged by its beginning and its end
MOST_WORDS = 400  # of a block that are kept, three quarters of them from its beginning
# Marks that Markdown, Textile, wikis and text browsers put around a whole line, and that are none of its words.
_LONGEST_MARKED = 1000  # characters, with an address that counts clicks
_LONGEST_BARE = 200  # characters: a paragraph of the story, and its link, are judged as they are written
_DEEPEST = 4  # marks inside of each other, as of a link in bold in a list's cell
_OPENERS = frozenset("[*_`|<\"'=-+•")
_CLOSERS = frozenset(">)]")
_URL = r"(?:https?://|www\.|mailto:)[^\s<>()\[\]]+"
_MARKS = compile_later(
    r"(?:(?P<mark>\*{1,3}|_{1,3}|`|={2,6})(?=\S)(?P<marked>[^\n]+?)(?P=mark)"
    rf"|(?:[-*+•]\s+)?\[\s*(?P<linked>[^\[\]]*[^\[\]\s])\s*\](?:\({_URL}\)|\[[^\[\]]*\])|\[\[{_URL}\]\[(?P<org>[^\[\]]+)\]\]"
    rf"|[\"'](?P<textile>[^\"\n]+)[\"']:{_URL}|\|\s*(?P<cell>[^|\n]*[^|\s])\s*\|"
    r"|\[\d{1,3}\](?P<numbered>[^\W\d_].*)|<\w{1,10}>\s*(?P<tagged>[^\s<].*)"
    rf"|(?P<before>[^\n]*[^\s<>()\[\]:»→])(?:\s+(?:<{_URL}>|\({_URL}\)|\[{_URL}\])|\s?[:»→]\s*{_URL}))"
)
_GROUPS = ("marked", "linked", "org", "textile", "cell", "numbered", "tagged", "before")
_EMPHASIS = compile_later(r"(\*\*|__)(?=\S)[^*_\n]+\1")


class TokenizedBlock(NamedTuple):
    """The words and marks of a block, or of a sentence, and how often each of the lexicons' categories occurs.

    `text` is without the markup around it, of which `lead` characters stand before it.
    """

    text: str
    words: tuple[str, ...]
    hits: tuple[int, ...]
    lead: int = 0


def read_text(article: Article, start: int, end: int) -> str:
    """Return a range of an article as it is judged: words that lines part put together, lines of plain text joined."""
    text = cut_text(article.text, start, end, article.broken)
    return text if article.marks else text.replace("\n", " ")


def tokenize_blocks(texts: Sequence[str], pack: LanguagePack) -> list[TokenizedBlock]:
    """Return the words of each text, none of which is blank, with their hits in the pack's lexicons."""
    ranges = list(map(find_bare, texts))
    bare = [text[start:end] for text, (start, end) in zip(texts, ranges, strict=True)]
    words = list(map(_read_words, bare))
    return list(map(TokenizedBlock, bare, words, count_hits(words, pack), [start for start, _ in ranges]))


def find_bare(text: str) -> Range:
    """Return the range of a line's own words: what a text is without the marks around it. Most texts have none.

    Neither the time that a line of a transcript begins with is one of its words, nor who speaks. A dated line is a
    message, in which people ask something of each other: it is judged as it is written.
    """
    stamp = find_stamp(text)
    first = 0 if stamp.has_day else stamp.speaker_end
    start, end = first, len(text)
    if end > _LONGEST_MARKED or not (text[start] in _OPENERS or text[-1] in _CLOSERS or "://" in text):
        return start, end
    for _ in range(_DEEPEST):
        found = _MARKS.fullmatch(text, start, end)
        if not found:
            break
        start, end = next(found.span(name) for name in _GROUPS if found[name] is not None)
    if emphasis := _EMPHASIS.match(text, start, end):
        start += len(emphasis[1])
    return (start, end) if end - start <= _LONGEST_BARE else (first, len(text))


def add_markup(blocks: Sequence[TokenizedBlock], texts: Sequence[str]) -> list[TokenizedBlock]:
    """Return the blocks with their texts as they are written, which rules of users see."""
    pairs = zip(blocks, texts, strict=True)
    return [
        own if own.text == text else own._replace(text=text, words=_read_words(text), lead=0) for own, text in pairs
    ]


def _read_words(text: str) -> tuple[str, ...]:
    return _cut_words(tokenize(_cut(text)))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT // 2]} {text[-LONGEST_TEXT // 2 :]}"


def _cut_words(words: list[str]) -> tuple[str, ...]:
    if len(words) > MOST_WORDS:
        words = words[: MOST_WORDS * 3 // 4] + words[-MOST_WORDS // 4 :]
    return tuple(words)
