"""What a reader stumbles over in a digest and ROUGE does not see."""

from collections.abc import Sequence
from itertools import combinations

from newsieve.rank.digests import Bench
from newsieve.rank.measures import Measures

# In sentences that are hard to read. What they cost in ROUGE on the labelled corpus stands beside `_FLAW` in news.py.
_POINTS_BACK = 1.0  # "He", "But", "This …" where what it points at was left out
_STARTS_BACK = 1.0  # in addition, at the very beginning
_NOBODY_SAID = 1.0  # "…, he said" where nobody knows who
_CUT_QUOTE = 1.0  # a quotation that begins or ends in a sentence that was left out
_QUESTION = 0.7  # it teases, and the answer is not there
_OPEN_END = 0.5  # "He said:", a caption, a line that is cut off
_SAID_TWICE = 2.0
# What may be a pitch that was left in. On articles with real pitches inserted, cleaner and ranker out of fold, digests
# with one of them at 3 sentences / 60 / 100 words, mean of four corpora: 2.8 / 2.5 / 4.7 % without the next four lines,
# 1.9 / 2.2 / 2.2 % with them; on clean articles ROUGE-1 is higher by .1.
_DOUBT = 10.0  # times the probability of being boilerplate, above the usual
_USUAL_DOUBT = 0.1  # which 95 of 100 sentences of clean articles stay below
_APART = 1.0  # nothing that it is about comes up again
_COMMON = 0.3  # share of its content words that the story uses again, up to which it stands apart
_NEAR_DUPLICATE = 0.7  # share of the shorter sentence's content words that stand in the other


def count_flaws(bench: Bench, places: Sequence[int]) -> float:
    """Return how much of a digest is hard to read, in sentences. What stands beside its antecedent is not."""
    said_twice = any(bench.likeness[pair] > _NEAR_DUPLICATE for pair in combinations(places, 2))
    flaws = _SAID_TWICE if said_twice else 0.0
    for place in places:
        flaws += count_own_flaws(bench.measures, place)
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


def count_own_flaws(measures: Measures, place: int) -> float:
    """Return how far a sentence seems to be no part of the story, whatever stands beside it."""
    words = measures.words[place]
    apart = len(words.content) <= _COMMON * words.content_size
    return _APART * apart + _DOUBT * max(0.0, measures.boilerplate_probability[place] - _USUAL_DOUBT)
