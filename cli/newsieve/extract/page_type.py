"""Features of a whole page: those that tell a news article from a forum, a product, a documentation or a list page."""

import math
import re
from functools import lru_cache

from newsieve.extract import regions
from newsieve.extract.choice import Choice
from newsieve.extract.layout import Page
from newsieve.extract.spine import Spine

PAGE_FEATURES = (
    *("page_blocks", "page_prose", "page_linked", "page_mean", "page_headings", "page_items", "page_rows"),
    *("page_articles", "page_forms", "page_prices", "page_times", "page_authors", "page_left_out"),
    *("core_share", "core_blocks", "kept_share", "kept_chosen", "rivals", "page_comments", "comment_boxes"),
    *("spine_depth", "spine_half", "spine_end"),
    *("type_article", "type_product", "type_forum", "type_list", "type_faq", "type_howto", "og_article", "og_product"),
)
RIVAL = 0.5  # of the best container's score, above which another one is counted
_PRICE = re.compile(r"[$€£¥₹]\s?\d|\d\s?[$€£¥₹]")
_TYPES = {
    "type_article": re.compile(r'"(?:News|Blog|Tech)?Article"|"BlogPosting"|"Report"', re.IGNORECASE),
    "type_product": re.compile(r'"Product(?:Group)?"|"Offer"', re.IGNORECASE),
    "type_forum": re.compile(r'"DiscussionForumPosting"|"QAPage"|"Question"', re.IGNORECASE),
    "type_list": re.compile(r'"ItemList"|"CollectionPage"|"SearchResultsPage"', re.IGNORECASE),
    "type_faq": re.compile(r'"FAQPage"', re.IGNORECASE),
    "type_howto": re.compile(r'"HowTo"|"Recipe"|"Service"|"LocalBusiness"|"SoftwareApplication"', re.IGNORECASE),
}


def describe_page(page: Page, spine: Spine, choice: Choice) -> tuple[float, ...]:
    """Return the values of PAGE_FEATURES. Counts that can be large are given as logarithms."""
    blocks, count = page.blocks, max(1, len(page.blocks))
    characters = max(1.0, float(sum(len(block.text) for block in blocks)))
    linked = sum(len(block.text) * block.link_density for block in blocks)
    tags = [block.tag for block in blocks]
    containers = [container.tag for container in page.containers]
    sums = spine.sums
    total = sums[-1] or 1.0
    in_candidate = sum(sums[number + 1] - sums[number] for number in choice.blocks)
    kept = sum(sums[number + 1] - sums[number] for number in choice.kept)
    return (
        math.log1p(len(blocks)),
        math.log1p(sums[-1]),
        linked / characters,
        characters / count,
        sum(tag in ("h2", "h3", "h4") for tag in tags) / count,
        tags.count("li") / count,
        tags.count("tr") / count,
        containers.count("article"),
        containers.count("form"),
        sum(_PRICE.search(block.text[:80]) is not None for block in blocks) / count,
        len(page.times),
        len(page.authors),
        sum(len(block.text) for block in blocks if block.region & regions.LEFT_OUT) / characters,
        in_candidate / total,
        len(choice.blocks) / count,
        kept / total,
        choice.kept == choice.blocks,
        sum(score > RIVAL for score in choice.scores.values()),
        sum(block.is_comment for block in blocks) / count,
        sum(container.holds_comments() for container in page.containers if container.attributes),
        len(spine.path),
        sum(share >= 0.5 for share in spine.shares),
        spine.shares[-1],
        *_find_types("\n".join(page.scripts)),
        page.meta.get("og:type", "").casefold() == "article",
        "product" in page.meta.get("og:type", "").casefold(),
    )


@lru_cache(maxsize=8)
def _find_types(scripts: str) -> tuple[bool, ...]:
    """Find the kinds of schema.org types that the page's JSON-LD names."""
    return tuple(pattern.search(scripts) is not None for pattern in _TYPES.values())
