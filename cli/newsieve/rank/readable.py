"""What a reader stumbles over in a digest and ROUGE does not see."""

from collections.abc import Sequence
from itertools import combinations

from newsieve.rank.digests import Bench

# In sentences that are hard to read. What they cost in ROUGE on the labelled corpus stands beside `_FLAW` in news.py.
_POINTS_BACK = 1.0  # "He", "But", "This …" where what it points at was left out
_STARTS_BACK = 1.0  # in addition, at the very beginning
_NOBODY_SAID = 0.7  # "…, he said" where nobody knows who
_CUT_QUOTE = 1.0  # a quotation that begins or ends in a sentence that was left out
_QUESTION = 0.7  # it teases, and the answer is not there
_OPEN_END = 0.5  # "He said:", a caption, a line that is cut off
_SAID_TWICE = 2.0
_NEAR_DUPLICATE = 0.7  # share of the shorter sentence's content words that stand in the other


def count_flaws(bench: Bench, places: Sequence[int]) -> float:
    """Return how much of a digest is hard to read, in sentences. What stands beside its antecedent is not."""
    said_twice = any(bench.likeness[pair] > _NEAR_DUPLICATE for pair in combinations(places, 2))
    flaws = _SAID_TWICE if said_twice else 0.0
    for place in places:
        opening = bench.measures.openings[place]
        if not opening.is_plain:
            alone = place == 0 or place - 1 not in places
            if alone and opening.points_back:
                flaws += _POINTS_BACK + (_STARTS_BACK if place == places[0] else 0.0)
            if alone and opening.nobody_said:
                flaws += _NOBODY_SAID
            if opening.cuts_quote and not (place - 1 in places or place + 1 in places):
                flaws += _CUT_QUOTE
            flaws += _QUESTION * opening.asks + _OPEN_END * opening.has_open_end
    return flaws
