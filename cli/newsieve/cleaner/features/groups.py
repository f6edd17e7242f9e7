"""Features of the lexicons' categories, and the groups under which `explain` shows what these argue."""

from collections.abc import Callable, Iterator
from typing import Any

from newsieve.cleaner.features.registry import Feature
from newsieve.languages import CATEGORIES

_MEMBERS = {
    "money words": ("give", "amount", "appeal", "no_paywall", "thanks", "charity"),
    "sign-up words": ("subscribe", "account", "newsletter", "consent", "free", "app", "social", "share"),
    "the outlet speaks of itself": ("outlet", "self", "masthead"),
    "address to the reader": ("reader", "imperative"),
    "furniture words": ("related", "advert", "shop", "comments", "contact", "legal", "cookie", "nav", "media", "byline",
                        "about", "calendar"),
    "telling words": ("speech", "narrative", "third_person", "newsmakers"),
    "a person tells": ("person", "lived", "kin"),
}  # fmt: skip
_GROUPS = {category: group for group, members in _MEMBERS.items() for category in members}


def list_category_features() -> Iterator[Feature]:
    """Yield a feature a category: the share of its words, in a context that holds the `shares` of each row."""
    return (Feature(name, _GROUPS[name], _share(number)) for number, name in enumerate(CATEGORIES))


def _share(number: int) -> Callable[[Any], list[float]]:
    return lambda context: [shares[number] for shares in context.shares]
