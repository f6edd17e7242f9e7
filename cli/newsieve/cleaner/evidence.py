"""Evidence of a verdict: what each group of features and each rule argues, in log-odds, and the words it is about."""

import math
from collections.abc import Sequence

from newsieve.cleaner.blocks import Match, ScoredSpan
from newsieve.cleaner.features.registry import FeatureForest
from newsieve.cleaner.thresholds import PageTerm
from newsieve.types import Evidence

SURELY_CONTENT = -8.0  # the log-odds that a rule with `keep` leaves
WORTH_SAYING = 0.05  # log-odds: smaller terms are added up as "other"
_ABOUT_ITSELF = frozenset((
    *("the words", "the look", "money words", "sign-up words", "address to the reader", "furniture words"),
    *("telling words", "a person tells", "the outlet speaks of itself", "repeated"),
))  # fmt: skip


def weigh_page(page: float | None, term: PageTerm, start: int, end: int) -> list[Evidence]:
    """Return what the page around a range argues, by the log-odds that it is of the article."""
    if page is None:
        return []
    weight = max(term.least, min(term.most, term.slope * (term.center - page)))
    return [Evidence("the page", weight, (start, end))]


def weigh_rules(matches: Sequence[Match], start: int, share: float = 1.0) -> list[Evidence]:
    """Return what the user's own rules argue of a range; `share` is how much of it the sentences they match make up."""
    return [
        Evidence(match.rule.id, match.rule.weight * share, (start + match.start, start + match.end))
        for match in matches
        if not match.rule.keep
    ]


def weigh_keeper(matches: Sequence[Match], logit: float, start: int) -> list[Evidence]:
    """Return what a rule that keeps takes off, so that the range surely stays; nothing without such a rule."""
    keeper = next((match for match in matches if match.rule.keep), None)
    excess = logit - SURELY_CONTENT
    if keeper is None or excess <= 0:
        return []
    return [Evidence(keeper.rule.id, -excess, (start + keeper.start, start + keeper.end))]


def merge_evidence(span: ScoredSpan, stage: FeatureForest) -> tuple[Evidence, ...]:
    """Return all evidence by size, small terms added up; it sums to the span's logit."""
    own = _contributions(span, stage) if span.row else [Evidence("stage one", span.base, (span.start, span.end))]
    terms = [*own, *span.terms]
    told = [one for one in terms if abs(one.weight) >= WORTH_SAYING or one.source in ("prior", "stage one")]
    rest = span.logit - math.fsum(one.weight for one in told)
    if len(told) < len(terms):
        told.append(Evidence("other", rest))
    return tuple(sorted(told, key=lambda one: -abs(one.weight)))


def _contributions(span: ScoredSpan, stage: FeatureForest) -> list[Evidence]:
    """What the trees argue, by group; what they say about rules is shared by those that match."""
    terms = [Evidence("prior", stage.forest.bias)]
    for group, change in zip(stage.groups, stage.forest.contributions(span.row), strict=True):
        if group == "rules" and span.matches:
            share, start = change / len(span.matches), span.start
            terms += [Evidence(m.rule.id, share, (start + m.start, start + m.end)) for m in span.matches]
        else:
            terms.append(Evidence(group, change, (span.start, span.end) if group in _ABOUT_ITSELF else None))
    return terms
