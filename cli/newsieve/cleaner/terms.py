"""The terms of a verdict: what each witness argues, in log-odds, and the words that it is about."""

import math
from collections.abc import Sequence

from newsieve.cleaner.rules import Match
from newsieve.cleaner.trees import Forest
from newsieve.types import Evidence

SURELY_CONTENT = -8.0  # the log-odds that a rule with `keep` leaves
WORTH_SAYING = 0.05  # log-odds: smaller terms are added up as "other"
# Of what the page says, in log-odds: both stages on pages of publishers that neither has seen were best so.
_UNDECIDED, _OF_MARKUP, _MOST_FOR, MOST_AGAINST = 1.0, 1.5, 1.0, 2.0
_ABOUT_ITSELF = frozenset({"the words", "the look", "money words", "sign-up words", "address to the reader",
                           "furniture words", "telling words", "the outlet speaks of itself", "repeated"})  # fmt: skip


def name_families(families: Sequence[str]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The distinct names in order of appearance, and the number of each column's name among them."""
    names = tuple(dict.fromkeys(families))
    return names, tuple(names.index(family) for family in families)


def weigh_forest(
    forest: Forest, names: Sequence[str], row: Sequence[float], start: int, end: int, matches: Sequence[Match]
) -> list[Evidence]:
    """What the trees argue of the range, by family; what they say about rules is shared by those that match."""
    terms = [Evidence("prior", forest.prior)]
    rest = 0.0
    for name, change in zip(names, forest.explain(row), strict=True):
        if name == "rules" and matches:
            share = change / len(matches)
            terms += [Evidence(m.rule.id, share, (start + m.start, start + m.end)) for m in matches]
        elif change >= WORTH_SAYING or change <= -WORTH_SAYING:
            terms.append(Evidence(name, change, (start, end) if name in _ABOUT_ITSELF else None))
        else:
            rest += change
    if rest:
        terms.append(Evidence("other", rest))
    return terms


def weigh_markup(odds: float | None, start: int, end: int) -> list[Evidence]:
    """What the page around a range argues, by the log-odds that it is of the article: more against it than for it."""
    if odds is None:
        return []
    weight = max(-_MOST_FOR, min(MOST_AGAINST, _OF_MARKUP * (_UNDECIDED - odds)))
    return [Evidence("the page", weight, (start, end))]


def weigh_rules(matches: Sequence[Match], start: int, share: float = 1.0) -> list[Evidence]:
    """What the user's own rules argue of a range; `share` is how much of it the sentences that they match make up."""
    return [
        Evidence(match.rule.id, match.rule.weight * share, (start + match.start, start + match.end))
        for match in matches
        if not match.rule.keep
    ]


def settle(terms: Sequence[Evidence], matches: Sequence[Match], start: int) -> tuple[Evidence, ...]:
    """The terms by size, small ones added up, and what a rule that keeps takes off."""
    large: list[Evidence] = []
    rest: list[Evidence] = []
    for term in terms:
        is_told = term.source != "other" and (abs(term.weight) >= WORTH_SAYING or term.source == "prior")
        (large if is_told else rest).append(term)
    if rest:
        large.append(Evidence("other", math.fsum(term.weight for term in rest)))
    keeper = next((match for match in matches if match.rule.keep), None)
    excess = math.fsum(term.weight for term in large) - SURELY_CONTENT
    if keeper and excess > 0:
        large.append(Evidence(keeper.rule.id, -excess, (start + keeper.start, start + keeper.end)))
    return tuple(sorted(large, key=lambda term: -abs(term.weight)))


def to_probability(terms: Sequence[Evidence]) -> float:
    """The probability whose logit is the sum of the terms."""
    logit = math.fsum(term.weight for term in terms)
    return 1 / (1 + math.exp(-logit)) if logit > -700 else 0.0
