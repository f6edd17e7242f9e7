"""Classifier of a page's blocks: a forest over the features of each, learned from labelled pages, and a cut for a page.

A forest gives the probability that a block is of the article. How probable a block must be to be kept depends on the
page: kept are the likeliest blocks down to where the expected F1 of the page is highest, so that on a page of which
little is certain less is asked of a block (Lipton et al. 2014, "Optimal thresholding of classifiers to maximize F1").
Pages that say that they are a product's have a forest of their own, learned from pages of products, services and lists.
`python -m newsieve.train pages` writes the numbers; they were learned, and tested, with no publisher on both sides.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from math import exp
from pathlib import Path
from typing import Any

from newsieve.extract.features import FEATURES
from newsieve.extract.layout import Page
from newsieve.extract.page_type import is_of_product
from newsieve.forest import Exit, Forest, Nodes

_DATA = Path(__file__).parents[1] / "data" / "pages.json"  # importlib.resources costs 13 ms

FIRM = 1.7  # logit that a block is of the article, from which on they are not told apart


@dataclass(frozen=True, slots=True)
class BlockClassifier:
    """A forest, the lowest logit with which a block is ever kept, and a factor of what a page is expected to hold.

    `products` is the classifier of pages that say that they are a product's; None where there is no other for these.
    """

    forest: Forest
    lowest: float
    expected: float
    products: "BlockClassifier | None" = None

    def for_page(self, page: Page) -> "BlockClassifier":
        """Return the classifier of the page's blocks; a story that scripts hold has none of a shop's layout."""
        return self.products if self.products and not page.is_scripted and is_of_product(page) else self


def rate_blocks(classifier: BlockClassifier, measured: Mapping[int, Sequence[float]]) -> dict[int, float]:
    """Return the logits, at most FIRM, of the blocks whose values of FEATURES are given, in their order."""
    logits = classifier.forest.logits([*measured.values()])
    return dict(zip(measured, [min(logit, FIRM) for logit in logits], strict=True))


def select_blocks(classifier: BlockClassifier, rated: Mapping[int, float], lengths: Sequence[int]) -> dict[int, float]:
    """Return the article's blocks with their logits, in the order of `rated`, the logits of all that were asked about.

    `lengths` are the characters of all blocks of the page.
    """
    logits = {number: logit for number, logit in rated.items() if logit >= classifier.lowest}
    cut = choose_cut([(logit, lengths[number]) for number, logit in logits.items()], classifier.expected)
    return {number: logit for number, logit in logits.items() if logit >= cut}


def choose_cut(blocks: Sequence[tuple[float, int]], expected: float) -> float:
    """Return the logit down to which blocks are kept for the highest expected F1 of the page's characters.

    Blocks are given by logit and length; `expected` is a factor of the characters that the article is expected to have.
    """
    weighed = [(logit, length, length / (1.0 + exp(-logit))) for logit, length in sorted(blocks, reverse=True)]
    total = expected * sum(content for *_, content in weighed)
    best = content_so_far = length_so_far = cut = 0.0
    for logit, length, content in weighed:
        content_so_far += content
        length_so_far += length
        if (score := content_so_far / (length_so_far + total)) >= best:
            best, cut = score, logit
    return cut


_current: ContextVar[BlockClassifier | None] = ContextVar("current", default=None)


def current_classifier() -> BlockClassifier:
    """Return the classifier in use: the one that comes with the package, unless `use_classifier` says otherwise."""
    return _current.get() or load_classifier()


@contextmanager
def use_classifier(classifier: BlockClassifier) -> Iterator[None]:
    """Read pages by another classifier, such as one that has not seen a publisher."""
    token = _current.set(classifier)
    try:
        yield
    finally:
        _current.reset(token)


@cache
def load_classifier() -> BlockClassifier:
    """Return the classifier that comes with the package."""
    return parse_classifier(json.loads(_DATA.read_text("utf8")))


def parse_classifier(data: Mapping[str, Any]) -> BlockClassifier:
    """Return the classifier in a file's JSON. Raises ValueError for one that was learned on other features."""
    if tuple(data["features"]) != FEATURES:
        raise ValueError("data/pages.json was learned on other features; run python -m newsieve.train pages")
    return _parse(data, _parse(data["products"]) if "products" in data else None)


def _parse(data: Mapping[str, Any], products: BlockClassifier | None = None) -> BlockClassifier:
    nodes = Nodes(*(data["forest"][name] for name in Nodes._fields))
    forest = Forest(nodes, cascade=[Exit(*one) for one in data["cascade"]])
    return BlockClassifier(forest, data["keep"]["lowest"], data["keep"]["expected"], products)
