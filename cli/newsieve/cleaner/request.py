"""What the cleaner is asked, and what is known of each block beside its words."""

from collections.abc import Sequence
from typing import NamedTuple

from newsieve.cleaner.blocks import Match
from newsieve.cleaner.model import Model
from newsieve.languages import LanguagePack
from newsieve.types import Article, Block, Options


class Request(NamedTuple):
    """An article's blocks, which of them go by which rules, and the model and language that say so."""

    article: Article
    blocks: Sequence[Block]
    pack: LanguagePack
    options: Options
    model: Model

    @property
    def is_known_language(self) -> bool:
        """Whether n-grams of the article's language were learned."""
        return (self.pack.code or self.article.language) in self.model.stage_one.languages


class Signals(NamedTuple):
    """Of each block the matches of the pack's and of the user's rules, and the log-odds of the site's repetitions."""

    matches: Sequence[tuple[Match, ...]]
    user_matches: Sequence[tuple[Match, ...]]
    repeats: Sequence[float]

    def list_signalled(self) -> list[bool]:
        """Return whether anything but its words speaks of each block."""
        return [any(one) for one in zip(*self, strict=True)]
