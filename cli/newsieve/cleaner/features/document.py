"""A document's scored blocks as the features of a block's place see them: sums and vocabularies that several share."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from newsieve.cleaner.blocks import ScoredBlock, is_story, sum_groups
from newsieve.cleaner.features.block import share_hits
from newsieve.text import fold

OUTSIDE = -9.0  # a score beyond the document's edge
_SLUG_WORD = re.compile(r"[^\W\d_]{4,}")
_LONG_WORD = 3  # letters that a word of a vocabulary has more than


class DocumentContext:
    """All blocks of a document, of which `asked` are those that rows are made for, by number."""

    def __init__(
        self,
        blocks: Sequence[ScoredBlock],
        url: str | None,
        title: str | None,
        is_known_language: bool,
        asked: Sequence[int] | None = None,
    ) -> None:
        self.blocks = blocks
        self.asked: Sequence[int] = range(len(blocks)) if asked is None else asked
        self.is_known_language = is_known_language
        self.url, self.title = url, title
        self.host, self.slug = parts_of(url)
        self.title_words = frozenset(_SLUG_WORD.findall(fold(title))) if title else frozenset()
        self._columns: dict[Callable[[DocumentContext], list[float]], list[float]] = {}
        self._values: dict[Callable[[ScoredBlock], float], list[float]] = {}

    def list_values(self, value: Callable[[ScoredBlock], float]) -> list[float]:
        """Return a number of each block, computed once for all features that need it."""
        if value not in self._values:
            self._values[value] = [value(block) for block in self.blocks]
        return self._values[value]

    def list_column(self, compute: Callable[["DocumentContext"], list[float]]) -> list[float]:
        """Return a feature of all blocks, asked for or not, computed once."""
        if compute not in self._columns:
            whole = DocumentContext(self.blocks, self.url, self.title, self.is_known_language)
            self._columns[compute] = compute(whole)
        return self._columns[compute]

    @cached_property
    def scores(self) -> list[float]:
        """Stage one's logit of each block."""
        return [block.score for block in self.blocks]

    @cached_property
    def groups(self) -> list[list[float]]:
        """The probabilities of GROUPS of each block."""
        return [sum_groups(block.probabilities) for block in self.blocks]

    @cached_property
    def shares(self) -> list[list[float]]:
        """The hits of each lexicon category in each block that is asked for, by the root of its words."""
        return [share_hits(self.blocks[i].surface) for i in self.asked]

    @cached_property
    def told(self) -> list[bool]:
        """Whether each block looks like a paragraph of the story."""
        return [is_story(block) for block in self.blocks]

    @cached_property
    def vocabularies(self) -> list[frozenset[str]]:
        """The longer words of each block."""
        return [vocabulary_of(block) for block in self.blocks]

    @cached_property
    def story(self) -> Mapping[str, int]:
        """In how many paragraphs of the story each longer word stands."""
        counts: Counter[str] = Counter()
        for told, words in zip(self.told, self.vocabularies, strict=True):
            if told:
                counts.update(words)
        return counts

    @cached_property
    def unknown(self) -> dict[int, int]:
        """How many of the longer words of each block that is asked for no other paragraph of the story has."""
        story, told, words = self.story, self.told, self.vocabularies
        return {i: [story.get(word, 0) for word in words[i]].count(1 if told[i] else 0) for i in self.asked}


def vocabulary_of(block: ScoredBlock) -> frozenset[str]:
    """Return a block's words of more than three letters."""
    return frozenset([word for word in block.words if len(word) > _LONG_WORD])


def name_share(vocabulary: frozenset[str], host: str) -> float:
    """Return how much of the outlet's name, as its host spells it, the longest word of a block makes up: 0..1."""
    if not host:
        return 0.0
    return max([len(word) for word in vocabulary if word in host], default=0) / len(host)


def parts_of(url: str | None) -> tuple[str, frozenset[str]]:
    """Return the host's own label without its dashes, and the words of the path."""
    if not url or "://" not in url[:12]:
        return "", frozenset()
    host, _, path = url[:2000].split("://", 1)[1].partition("/")
    labels = [label for label in fold(host).split(":")[0].split(".") if len(label) > _LONG_WORD]
    own = max(labels, key=len, default="").replace("-", "")
    return own.removeprefix("the"), frozenset(_SLUG_WORD.findall(fold(path).replace("_", " ")))
