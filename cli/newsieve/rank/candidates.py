"""Which sentences may stand in a digest: distinct ones, and no headings, captions or bylines beside real sentences."""

from newsieve.rank.words import has_words, is_unspaced
from newsieve.types import Sentences

_NO_SENTENCE_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "caption", "th", "dt", "address"})
_ENDS = tuple(".!?…。！？｡؟۔।॥։။៕")
_CLOSERS = "\"'”’»›“‘)]}）」』】》〉"
_MARKUP = ("#", "@", "http://", "https://", "pic.")
_MOST_MARKUP = 0.25  # share of hashtags, handles and addresses among the words of a sentence
_FEWEST_WORDS = 3
_LONG_LINE = 12  # words: a line of as many words is a sentence whose full stop was left out, not a heading


def find_candidates(document: Sentences) -> tuple[int, ...]:
    """Return the indexes of the sentences that may be chosen, ascending. Each text counts once, at its first place.

    Where no line of the story is a sentence, all of its lines may be chosen.
    """
    first: dict[str, int] = {}
    for index, text in enumerate(document.texts):
        if text not in first and text.strip():
            first[text] = index
    sentences = tuple(index for text, index in first.items() if is_sentence(text, document.tags[index]))
    return sentences or tuple(first.values())


def is_sentence(text: str, tag: str = "") -> bool:
    """Tell a sentence from a heading, a caption, a byline or another line that stands around a story."""
    if tag in _NO_SENTENCE_TAGS:
        return False
    if _is_markup(text):
        return False
    if is_unspaced(text):
        return has_words(text, _FEWEST_WORDS + 1)
    if text.rstrip(_CLOSERS).endswith(_ENDS):
        return has_words(text, _FEWEST_WORDS)
    return has_words(text, _LONG_LINE)


def _is_markup(text: str) -> bool:
    """Tell an embedded post or a list of hashtags from a sentence that names one."""
    if not ("#" in text or "@" in text or "http" in text):
        return False
    words = text.split()
    return sum(word.lstrip("([\"'").startswith(_MARKUP) for word in words) > _MOST_MARKUP * len(words)
