"""A document's scored blocks as the features of a block's place see them, with what several features share."""

from collections import Counter
from collections.abc import Callable, Sequence

from newsieve.cleaner.blocks import LONG_WORD, ScoredBlock, find_story, sum_groups
from newsieve.cleaner.features.block import share_hits
from newsieve.cleaner.features.speaker import share_elsewhere
from newsieve.patterns import compile_later
from newsieve.text import fold

OUTSIDE = -9.0  # stands for a score where there is no block: beyond the edge, no list, no mean
_SLUG_WORD = compile_later(rf"[^\W\d_]{{{LONG_WORD + 1},}}")


class DocumentContext:
    """All blocks of a document, of which `asked` are those that rows are made for, by number.

    Of each block: its stage one logit, the probabilities of GROUPS, whether it is `told`, which is to look like a
    paragraph of the story, its longer words. `story` counts in how many paragraphs of the story each of the words
    stands. Of each block that is asked for: `shares` of the lexicons' categories, how many words are `unknown` to the
    other paragraphs of the story, and who speaks `elsewhere`. Of the page: the `host`'s own label, the longer words of
    its path (`slug`) and of its title.
    """

    def __init__(
        self,
        blocks: Sequence[ScoredBlock],
        url: str | None,
        title: str | None,
        is_known_language: bool,
        asked: Sequence[int] | None = None,
    ) -> None:
        self.blocks, self.is_known_language = blocks, is_known_language
        self.host, self.slug = parts_of(url)
        self.title_words = frozenset(_SLUG_WORD.findall(fold(title))) if title else frozenset()
        self.scores = [block.score for block in blocks]
        self.groups, self.told = sum_groups(blocks), find_story(blocks)
        self.vocabularies = [block.vocabulary for block in blocks]
        self.story = _count_story(self.told, self.vocabularies)
        self.asked = range(len(blocks)) if asked is None else asked
        self.shares = share_hits([blocks[i].surface for i in self.asked])
        self.unknown = [self._count_unknown(i) for i in self.asked]
        self.elsewhere = share_elsewhere(blocks, self.asked)
        self._values: dict[Callable[[ScoredBlock], float], list[float]] = {}

    def list_values(self, value: Callable[[ScoredBlock], float]) -> list[float]:
        """Return a number of each block, computed once for all features that need it."""
        if value not in self._values:
            self._values[value] = [*map(value, self.blocks)]
        return self._values[value]

    def _count_unknown(self, number: int) -> int:
        """Count the longer words of a block that no other paragraph of the story has."""
        counts = [self.story.get(word, 0) for word in self.vocabularies[number]]
        return counts.count(1 if self.told[number] else 0)


Compute = Callable[[DocumentContext], list[float]]  # a feature, of the blocks that are asked for


def parts_of(url: str | None) -> tuple[str, frozenset[str]]:
    """Return the host's own label without its dashes, and the words of the path."""
    if not url or "://" not in url[:12]:
        return "", frozenset()
    host, _, path = url[:2000].split("://", 1)[1].partition("/")
    labels = [label for label in fold(host).split(":")[0].split(".") if len(label) > LONG_WORD]
    own = max(labels, key=len, default="").replace("-", "")
    return own.removeprefix("the"), frozenset(_SLUG_WORD.findall(fold(path).replace("_", " ")))


def _count_story(told: Sequence[bool], vocabularies: Sequence[frozenset[str]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for is_told, words in zip(told, vocabularies, strict=True):
        if is_told:
            counts.update(words)
    return counts
