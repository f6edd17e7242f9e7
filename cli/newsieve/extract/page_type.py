"""Features of a whole page: those that tell a news article from a forum, a product, a documentation or a list page."""

import math
import re
from collections.abc import Sequence
from typing import Any

from newsieve.extract import regions, vocabulary
from newsieve.extract.choice import Choice
from newsieve.extract.layout import Page
from newsieve.extract.linked_data import is_article, list_items
from newsieve.extract.spine import Spine

PAGE_FEATURES = (
    *("page_blocks", "page_prose", "page_linked", "page_mean", "page_headings", "page_items", "page_rows"),
    *("page_prices", "page_times", "page_left_out", "core_share", "core_blocks", "kept_share", "rivals"),
    *("spine_depth", "spine_half"),
    *("type_article", "type_product", "type_forum", "type_faq", "type_howto", "og_article", "og_product"),
)
RIVAL = 0.5  # of the best container's score, above which another one is counted
_CURRENCIES = "$€£¥₹"
_PRICE = re.compile(rf"[{_CURRENCIES}]\s?\d|\d\s?[{_CURRENCIES}]")
_DISCUSSIONS = vocabulary.DISCUSSIONS - {"Question"}
_TYPES = {
    "type_article": ("article", "newsarticle", "blogarticle", "techarticle", "blogposting", "report"),
    "type_product": ("product", "productgroup", "offer"),
    "type_forum": ("discussionforumposting", "qapage", "question"),
    "type_faq": ("faqpage",),
    "type_howto": ("howto", "recipe", "service", "localbusiness", "softwareapplication"),
}  # names of schema.org, case-folded


def describe_page(page: Page, spine: Spine, choice: Choice) -> tuple[float, ...]:
    """Return the values of PAGE_FEATURES. Counts that can be large are given as logarithms."""
    blocks, count = page.blocks, max(1, len(page.blocks))
    lengths = [len(block.text) for block in blocks]
    characters = max(1.0, float(sum(lengths)))
    linked = sum([length * block.link_density for length, block in zip(lengths, blocks, strict=True)])
    tags = [block.tag for block in blocks]
    sums = spine.sums
    total = sums[-1] or 1.0
    in_candidate = sum(sums[number + 1] - sums[number] for number in choice.blocks)
    kept = sum(sums[number + 1] - sums[number] for number in choice.kept)
    return (
        math.log1p(len(blocks)),
        math.log1p(sums[-1]),
        linked / characters,
        characters / count,
        sum(map(tags.count, ("h2", "h3", "h4"))) / count,
        tags.count("li") / count,
        tags.count("tr") / count,
        _count_prices([block.text[:80] for block in blocks]) / count,
        len(page.times),
        sum([len(block.text) for block in blocks if block.region & regions.LEFT_OUT]) / characters,
        in_candidate / total,
        len(choice.blocks) / count,
        kept / total,
        sum(score > RIVAL for score in choice.scores.values()),
        len(spine.path),
        sum(share >= 0.5 for share in spine.shares),
        *_find_types("\n".join(page.scripts)),
        page.meta.get("og:type", "").casefold() == "article",
        "product" in page.meta.get("og:type", "").casefold(),
    )


def is_of_product(page: Page) -> bool:
    """Whether the page's head, its JSON-LD or its elements say that it is a product's, and not an article on some."""
    kind, items = page.meta.get("og:type", "").casefold(), list_items(page.scripts)
    if kind == "article" or any(map(is_article, items)):
        return False
    if "product" in kind or any("Product" in str(item.get("@type")) for item in items):
        return True
    types = (box.attributes.get("itemtype") for box in page.containers)
    return any(one.endswith("/Product") for one in types if one)


def is_of_discussion(page: Page) -> bool:
    """Whether the page's JSON-LD or its elements say that it is a forum's, or one of questions and answers.

    A question alone may be one of those that an article ends with.
    """
    if any(not _DISCUSSIONS.isdisjoint(_list_types(item)) for item in list_items(page.scripts)):
        return True
    types = (box.attributes.get("itemtype") for box in page.containers)
    return any(one.rpartition("/")[2] in _DISCUSSIONS for one in types if one)


def says_article(page: Page) -> bool:
    """Whether the page's head, its JSON-LD or its elements say that it is an article's."""
    if page.meta.get("og:type", "").casefold() == "article" or any(name.startswith("article:") for name in page.meta):
        return True
    if any(map(is_article, list_items(page.scripts))):
        return True
    types = (box.attributes.get("itemtype") for box in page.containers)
    return any(one.endswith(("Article", "BlogPosting")) for one in types if one)


def _list_types(item: dict[str, Any]) -> list[str]:
    kind = item.get("@type")
    return [str(one) for one in kind] if isinstance(kind, list) else [str(kind)]


def _find_types(scripts: str) -> list[bool]:
    """Find the kinds of schema.org types that the page's JSON-LD names."""
    folded = scripts.casefold()
    return [any(f'"{name}"' in folded for name in names) for names in _TYPES.values()]


def _count_prices(texts: Sequence[str]) -> int:
    """Count the texts with a price."""
    if not any(map("\n".join(texts).__contains__, _CURRENCIES)):
        return 0
    return sum(_PRICE.search(text) is not None for text in texts)
