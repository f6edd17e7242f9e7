"""Words of a page's title, and whether a text tells those that the page's other text does not tell."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from newsieve.extract.layout import Page
from newsieve.extract.spine import measure_prose
from newsieve.extract.titles import strip_site
from newsieve.text import find_words, is_unspaced

_STEM = 4  # letters, by which forms of one word are the same
_SYLLABLES = re.compile("[가-힣]{2}")


@dataclass(frozen=True, slots=True)
class Topic:
    """Stems of the title's words, and those of them that do not stand in the page's ordinary prose."""

    stems: frozenset[str]
    untold: frozenset[str]

    def is_open(self) -> bool:
        """Whether the page's prose leaves at least half of the title untold; not for a page without a title."""
        return 0 < len(self.stems) <= 2 * len(self.untold)

    def is_told_by(self, texts: Iterable[str]) -> bool:
        """Whether half of the title's words stand in these texts and not in the page's prose."""
        return self.is_open() and len(self.stems) <= 2 * self.count_told(texts)

    def is_told_rather_by(self, texts: Iterable[str], times: float) -> bool:
        """Whether so many times the title's words of the page's prose stand in these texts and not in it."""
        return self.is_open() and self.count_told(texts) > times * (len(self.stems) - len(self.untold))

    def count_told(self, texts: Iterable[str]) -> int:
        """Number of the title's words that stand in these texts and not in the page's prose."""
        return len(self.untold & _list_stems(" ".join(texts)))


def read_topic(page: Page) -> Topic:
    """Return the topic of the page's title, which its prose may or may not tell."""
    stems = _list_stems(strip_site(page.meta.get("og:title") or page.title, frozenset()))
    shown = " ".join(block.text for block in page.blocks if measure_prose(block)).casefold() if stems else ""
    return Topic(frozenset(stems), frozenset(stem for stem in stems if stem not in shown))


def _list_stems(text: str) -> set[str]:
    """Return the beginnings of the words of a text, but for short words, which stand anywhere.

    In Korean two syllables are as much as that; where no spaces part words, two signs in a row are.
    """
    words = find_words(text)
    stems = {word[:_STEM] for word in words if len(word) >= _STEM}
    if not text.isascii():
        stems |= {word[:2] for word in words if _SYLLABLES.match(word)}
        stems |= {one + other for one, other in pairwise(words) if is_unspaced(one) and is_unspaced(other)}
    return stems
