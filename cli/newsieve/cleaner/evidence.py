"""Evidence of a verdict: what each group of features and each rule argues, in log-odds, and the words it is about."""

import math
from collections.abc import Iterable, Sequence

from newsieve.cleaner.blocks import Match, ScoredSpan
from newsieve.cleaner.features.registry import FeatureForest
from newsieve.cleaner.model import Model
from newsieve.cleaner.request import Request, Signals
from newsieve.cleaner.rules import find_touched
from newsieve.text import count_cells
from newsieve.types import Block, Evidence, Range

SURELY_CONTENT = -8.0  # the log-odds that a rule with `keep` leaves
_OF_CODE = -30.0  # outweighs whatever else argues: what a program prints is no pitch of the text around it
WORTH_SAYING = 0.05  # log-odds: smaller terms are added up as "other"
_ABOUT_ITSELF = frozenset((
    *("the words", "the look", "money words", "sign-up words", "address to the reader", "furniture words"),
    *("telling words", "a person tells", "the outlet speaks of itself", "repeated"),
))  # fmt: skip


def weigh_blocks(request: Request, signals: Signals) -> list[list[Evidence]]:
    """Return what page, user's rules and memory argue of each block."""
    terms = []
    for block, user, repeats in zip(request.blocks, signals.user_matches, signals.repeats, strict=True):
        own = _weigh_page(request, block, (block.start, block.end))
        own += _weigh_rules_in_part(block, user) if user else []
        terms.append([*own, Evidence("memory", repeats, (block.start, block.end))] if repeats else own)
    return terms


def weigh_sentences(
    request: Request, sentences: Sequence[tuple[Block, Range]], user_matches: Sequence[Sequence[Match]]
) -> list[list[Evidence]]:
    """Return what page and user's rules argue of each sentence; `sentences` are pairs of a block and one of its own."""
    return [
        _weigh_page(request, block, own) + _weigh_rules(user, own[0])
        for (block, own), user in zip(sentences, user_matches, strict=True)
    ]


def add_up(spans: Iterable[ScoredSpan], user_matches: Sequence[Sequence[Match]]) -> list[ScoredSpan]:
    """Return the spans with their logits: base and terms summed, lowered to SURELY_CONTENT by a rule that keeps."""
    summed = []
    for span, user in zip(spans, user_matches, strict=True):
        logit = span.base + math.fsum(term.weight for term in span.terms)
        keeper = _weigh_keeper((*span.matches, *user), logit, span.start)
        logit += math.fsum(term.weight for term in keeper)
        summed.append(span._replace(terms=(*span.terms, *keeper), logit=logit))
    return summed


def merge_evidence(span: ScoredSpan, model: Model) -> tuple[Evidence, ...]:
    """Return all evidence of a span by size, small terms added up; it sums to the span's logit."""
    stage = model.sentences if span.is_sentence else model.blocks
    own = list_contributions(span, stage) if span.row else [Evidence("stage one", span.base, (span.start, span.end))]
    terms = _join_formulas([*own, *span.terms], span)
    told = [one for one in terms if abs(one.weight) >= WORTH_SAYING or one.source in ("prior", "stage one")]
    rest = span.logit - math.fsum(one.weight for one in told)
    if len(told) < len(terms):
        told.append(Evidence("other", rest))
    return tuple(sorted(told, key=lambda one: -abs(one.weight)))


def list_contributions(span: ScoredSpan, stage: FeatureForest) -> list[Evidence]:
    """List the contributions of the trees by group; that of the group of rules is shared by those that match."""
    terms = [Evidence("prior", stage.forest.bias)]
    for group, change in zip(stage.groups, stage.forest.contributions(tuple(span.row)), strict=True):
        if group == "rules" and span.matches:
            share, start = change / len(span.matches), span.start
            terms += [Evidence(m.rule.id, share, (start + m.start, start + m.end)) for m in span.matches]
        else:
            terms.append(Evidence(group, change, (span.start, span.end) if group in _ABOUT_ITSELF else None))
    return terms


def _weigh_page(request: Request, block: Block, own: Range) -> list[Evidence]:
    """Weigh where a block of a page stands, and that it is a table's row or a fence of code."""
    term, terms = request.model.page, list[Evidence]()
    if block.article_logit is not None:
        weight = max(term.least, min(term.most, term.slope * (term.center - block.article_logit)))
        terms.append(Evidence("the page", weight, own))
    if is_row(block, request.article.text):
        terms.append(Evidence("a table's row", term.row, own))
    if is_code(request, block):
        terms.append(Evidence("code", _OF_CODE, own))
    return terms


def is_row(block: Block, text: str) -> bool:
    """Whether a block of a text is a table's row of several cells."""
    return block.tag == "tr" and count_cells(text[block.start : block.end]) > 1


def is_part(request: Request, block: Block) -> bool:
    """Whether a block is a part of a table, a fence or the like of plain text, and so is not taken apart itself."""
    return bool(block.tag) and not request.article.marks


def is_code(request: Request, block: Block) -> bool:
    """Whether a block is a fence of code in plain text; the like of a page is any text whose spaces count."""
    return block.tag == "pre" and is_part(request, block)


def _weigh_rules(matches: Sequence[Match], start: int, share: float = 1.0) -> list[Evidence]:
    """Weigh the user's own rules; `share` is how much of the range the sentences that they match make up."""
    return [
        Evidence(match.rule.id, match.rule.weight * share, (start + match.start, start + match.end))
        for match in matches
        if not match.rule.keep
    ]


def _weigh_rules_in_part(block: Block, matches: Sequence[Match]) -> list[Evidence]:
    """Weigh the user's own rules in a block by the share of it that the sentences that they match make up.

    A formula is all that it touches. It says nothing of a block that holds more: its sentences are asked.
    """
    touched = [end - start for start, end in find_touched(block, matches)]
    share = sum(touched) / max(1, sum(end - start for start, end in block.sentences.ranges))
    is_all = len(find_touched(block, [match for match in matches if match.rule.is_formula])) == len(block.sentences)
    told = [match for match in matches if is_all or not match.rule.is_formula]
    return _weigh_rules(told, block.start, share)


def _weigh_keeper(matches: Sequence[Match], logit: float, start: int) -> list[Evidence]:
    """Take off what makes the range surely stay, where a rule keeps it; nothing without such a rule."""
    keeper = next((match for match in matches if match.rule.keep), None)
    excess = logit - SURELY_CONTENT
    if keeper is None or excess <= 0:
        return []
    return [Evidence(keeper.rule.id, -excess, (start + keeper.start, start + keeper.end))]


def _join_formulas(terms: list[Evidence], span: ScoredSpan) -> list[Evidence]:
    """The terms, those of each formula, the trees' and its own, as one."""
    for name in dict.fromkeys(match.rule.id for match in span.matches if match.rule.is_formula):
        own = [one for one in terms if one.source == name]
        joined = own[-1]._replace(weight=math.fsum(one.weight for one in own))
        terms = [joined, *[one for one in terms if one.source != name]]
    return terms
