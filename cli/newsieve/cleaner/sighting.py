"""One block, or sentence, as the first stage sees it, and what the later stages count of it."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from newsieve.cleaner.shape import Shape
from newsieve.languages import CATEGORIES
from newsieve.types import Kind

HIGHEST = 8.0  # scores are cut at this and its negative
PROSE = 80  # characters: what is longer and scored as content is taken for the story
# Of classes, as `sum_groups` sums them.
GROUPS = ("money", "push", "related", "furniture", "caption", "byline", "about")
_PITCHING = tuple(map(CATEGORIES.index, (
    "give", "appeal", "no_paywall", "subscribe", "account", "newsletter", "consent", "social", "app", "share",
    "related", "advert", "shop", "comments", "contact", "legal", "cookie", "media", "thanks",
)))  # fmt: skip
_FAMILY_OF_CATEGORY = {
    "money words": ("give", "amount", "appeal", "no_paywall", "thanks", "charity"),
    "sign-up words": ("subscribe", "account", "newsletter", "consent", "free", "app", "social", "share"),
    "the outlet speaks of itself": ("outlet", "self"),
    "address to the reader": ("reader", "imperative"),
    "furniture words": ("related", "advert", "shop", "comments", "contact", "legal", "cookie", "nav", "media", "byline",
                        "about", "calendar"),
    "telling words": ("speech", "narrative", "third_person", "newsmakers"),
}  # fmt: skip
CATEGORY_FAMILIES = tuple(
    next(family for family, members in _FAMILY_OF_CATEGORY.items() if category in members) for category in CATEGORIES
)


class Sighting(NamedTuple):
    """One block as the first stage sees it: `chances` of the classes, content first, `score` in log-odds."""

    text: str
    words: tuple[str, ...]
    shape: Shape
    chances: tuple[float, ...]
    score: float
    is_glued: bool  # to the block before
    rules: float = 0.0  # weight of the pack's rules that match
    named: Kind | None = None  # by the weightiest of them
    is_passed: bool = False  # taken for the story without asking the last stage


def is_story(sighting: Sighting) -> bool:
    """Whether the block by itself looks like a paragraph of the story."""
    return sighting.shape.chars >= PROSE and sighting.score < -1.0


def count_pitch_words(hits: Sequence[int]) -> int:
    """How many words of a text could belong to a pitch, by its hits of the lexicons' categories."""
    return sum(map(hits.__getitem__, _PITCHING))


def sum_groups(chances: Sequence[float]) -> list[float]:
    """The chances of each of GROUPS, in their order."""
    _, donation, subscription, newsletter, app, related, advert, comments, legal, nav, caption, byline, about = chances
    return [donation + subscription + newsletter, app + advert, related, comments + legal + nav, caption, byline, about]


def share_hits(shape: Shape) -> list[float]:
    """Hits of each lexicon category, by the root of the number of words."""
    scale = 1 / math.sqrt(max(1, shape.words))
    return [hits * scale for hits in shape.hits]
