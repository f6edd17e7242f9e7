"""What a site's repetition memory says of a block: a paragraph that stands in many documents is no story."""

import math
from collections.abc import Sequence
from hashlib import blake2b

from newsieve.model import Article, Memory

FEWEST_DOCUMENTS = 3  # that a paragraph must stand in before that says anything
STRONGEST = 6.0  # log-odds
_LONGEST = 4000


def fingerprint(text: str) -> int:
    """A 63-bit number that stands for a paragraph, whatever its spacing and case."""
    folded = " ".join(text[:_LONGEST].casefold().split())
    return int.from_bytes(blake2b(folded.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> 1


def weigh_repeats(article: Article, texts: Sequence[str], memory: Memory | None) -> list[float]:
    """Log-odds towards boilerplate for each block. No memory or no site, noughts.

    The site is the article's own name for itself, as the host of its address.
    """
    site = article.site or ""
    if memory is None or not site:
        return [0.0] * len(texts)
    documents, counts = memory.frequency(site, [fingerprint(text) for text in texts])
    return [weigh_frequency(documents, count) for count in counts]


def weigh_frequency(documents: int, count: int) -> float:
    """Grows with the number of documents that hold the paragraph and with their share."""
    if count < FEWEST_DOCUMENTS:
        return 0.0
    share = min(1.0, count / max(1, documents))
    return min(STRONGEST, 1.5 * math.log2(count) + 4.0 * math.sqrt(share))
