"""Add the points of a sentence's words: weights learned for the languages of which readers labelled enough.

Function words count above all, which tell a whole statement ("is", "can", "most") from what hangs on others ("this",
"they", "then").
"""

from collections.abc import Mapping, Sequence
from math import fsum

START = "^"  # before the first word of a sentence, and before the first two, which a space parts
USUAL = ""  # what every sentence has
NO_WORDS: Mapping[str, float] = {}

Wording = Mapping[str, Mapping[str, float]]


def list_wording(tokens: Sequence[str]) -> set[str]:
    """Return the distinct words of a sentence, and how it begins."""
    return {USUAL, START + " ".join(tokens[:1]), START + " ".join(tokens[:2]), *tokens}


def weigh_wording(tokens: Sequence[str], weights: Mapping[str, float]) -> float:
    """Return the points that the words of a sentence add; `weights` are those of its language."""
    if not weights:
        return 0.0
    return fsum(filter(None, map(weights.get, list_wording(tokens))))
