"""Marks that Markdown, Textile, wikis and text browsers put around a whole line, and that are none of its words."""

from newsieve.patterns import compile_later
from newsieve.types import Range

_LONGEST_TEXT = 1000  # characters, with an address that counts clicks
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


def find_bare(text: str) -> Range:
    """Return the range of a line's own words: what a text is without the marks around it. Most texts have none."""
    start, end = 0, len(text)
    if end > _LONGEST_TEXT or not (text[0] in _OPENERS or text[-1] in _CLOSERS or "://" in text):
        return start, end
    for _ in range(_DEEPEST):
        found = _MARKS.fullmatch(text, start, end)
        if not found:
            break
        start, end = next(found.span(name) for name in _GROUPS if found[name] is not None)
    if emphasis := _EMPHASIS.match(text, start, end):
        start += len(emphasis[1])
    return (start, end) if end - start <= _LONGEST_BARE else (0, len(text))
