"""The values that flow through the cleaner, in the order in which they are made."""

from collections.abc import Iterable, Sequence
from sys import intern
from typing import NamedTuple

from newsieve.cleaner.features.block import SurfaceFeatures
from newsieve.types import Evidence, Kind, Rule

PARAGRAPH = 80  # characters that a paragraph of the story has at least
STORY_SCORE = -1.0  # stage one's logit, below which such a paragraph is taken for the story
LONG_WORD = 3  # letters that a word of a vocabulary has more than
MONEY_OR_ADDRESS = slice(1, 4)  # of the classes: donation, subscription and newsletter, in the order of Kind
GROUPS = ("money", "push", "related", "furniture", "caption", "byline", "about")  # of classes, see `sum_groups`


class Match(NamedTuple):
    """A rule and the range of a block's text that it matched."""

    rule: Rule
    start: int
    end: int


class ScoredBlock(NamedTuple):
    """A block, or sentence, with stage one's answer: class `probabilities`, content first, `score` in log-odds.

    `vocabulary` are its longer words. `rules` is the weight of the pack's rules that match, `plain_rules` of those
    that are no formulas and so speak for the blocks around, `named` the kind that they name.
    """

    text: str
    vocabulary: frozenset[str]
    surface: SurfaceFeatures
    probabilities: tuple[float, ...]
    score: float
    rules: float = 0.0
    plain_rules: float = 0.0
    named: Kind | None = None
    is_glued: bool = False  # to the block before


class ScoredSpan(NamedTuple):
    """A block, or a sentence of one, with its logit, before a level decides.

    The logit is `base`, that of the forest or of stage one, and the weights of `terms`: page, user's rules, memory and
    span. `row` are the forest's features, none where only stage one was asked. `kinds` are the probabilities of KINDS,
    none where the block is hardly boilerplate; `named` is the kind that a rule or the span names.
    """

    start: int
    end: int
    base: float
    row: Sequence[float] = ()
    matches: tuple[Match, ...] = ()
    terms: tuple[Evidence, ...] = ()
    kinds: tuple[float, ...] = ()
    named: Kind | None = None
    is_sentence: bool = False
    logit: float = 0.0


def find_story(blocks: Iterable[ScoredBlock]) -> list[bool]:
    """Return whether each block by itself looks like a paragraph of the story."""
    return [block.surface.chars >= PARAGRAPH and block.score < STORY_SCORE for block in blocks]


def sum_groups(blocks: Iterable[ScoredBlock]) -> list[list[float]]:
    """Return the probabilities of each of GROUPS, in their order, of each block."""
    return [
        [donation + subscription + newsletter, app + advert, related, comments + legal + nav, caption, byline, about]
        for _, donation, subscription, newsletter, app, related, advert, comments, legal, nav, caption, byline, about in
        [block.probabilities for block in blocks]
    ]  # fmt: skip


def list_vocabulary(words: Iterable[str]) -> frozenset[str]:
    """Return the words of more than three letters."""
    return frozenset([intern(word) for word in words if len(word) > LONG_WORD])  # each word is held once
