"""The request to the cleaner, and the signals of each block beside its words."""

from collections.abc import Sequence
from typing import NamedTuple

from newsieve.cleaner.blocks import Match
from newsieve.cleaner.model import Model
from newsieve.languages import LanguagePack
from newsieve.types import Article, Block, Options


class Request(NamedTuple):
    """The input of one call: an article and its blocks, the language pack, the options, and the model."""

    article: Article
    blocks: Sequence[Block]
    pack: LanguagePack
    options: Options
    model: Model
    is_known_language: bool  # n-grams of which were learned


class Signals(NamedTuple):
    """Signals of each block: matches of the pack's and of the user's rules, log-odds of the site's repetitions.

    Among the user's are the pack's formulas: they weigh in the same way.
    """

    matches: Sequence[tuple[Match, ...]]
    user_matches: Sequence[tuple[Match, ...]]
    repeats: Sequence[float]
