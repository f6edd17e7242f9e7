"""Verdicts on the blocks of one article."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from newsieve.clean.context import FAMILIES, describe
from newsieve.clean.first import FirstStage
from newsieve.clean.kinds import name_kind
from newsieve.clean.lexicon import lexicon_of
from newsieve.clean.memory import weigh_repeats
from newsieve.clean.model import Model, current_model
from newsieve.clean.rules import Match, match_rules, select_rules
from newsieve.languages import LanguagePack
from newsieve.model import Article, Block, Evidence, Kind, Memory, Options, Verdict

FAMILY_NAMES = tuple(dict.fromkeys(FAMILIES))
FAMILY_NUMBERS = tuple(FAMILY_NAMES.index(family) for family in FAMILIES)
SURELY_CONTENT = -8.0  # the log-odds that a rule with `keep` leaves
WORTH_SAYING = 0.05  # log-odds: smaller terms are added up as "other"


@dataclass(frozen=True, slots=True)
class _Case:
    """What is argued of one range of text, before the verdict."""

    start: int
    end: int
    terms: tuple[Evidence, ...]
    kind: Kind


def judge(article: Article, blocks: Sequence[Block], pack: LanguagePack, options: Options,
          memory: Memory | None = None) -> tuple[Verdict, ...]:  # fmt: skip
    """Verdicts that tile the blocks, in order: one a block, or several where sentences of a kept block go.

    No blocks, no verdicts. The terms of a verdict's evidence add up to the logit of its probability.
    """
    if not blocks:
        return ()
    model = current_model()
    first = FirstStage(model, lexicon_of(pack), pack.stop_words, pack.code or article.language)
    folded = article.text.casefold()
    own_rules, user_rules = select_rules(pack.rules, folded), select_rules(options.rules, folded)
    texts = [article.text[block.start : block.end] for block in blocks]
    matches = [tuple(match_rules(own_rules, text)) for text in texts]
    sightings = [
        first.look(text, i > 0 and blocks[i].start == blocks[i - 1].end, sum_rules(matches[i]))
        for i, text in enumerate(texts)
    ]
    rows = describe(sightings, article.url, article.title, first.is_known)
    repeats = weigh_repeats(article, texts, memory)
    cases = []
    for i, block in enumerate(blocks):
        user = tuple(match_rules(user_rules, texts[i]))
        terms = [
            *_terms_of_forest(model, rows[i], block, matches[i]),
            *_terms_of_rules(user, block),
            *([Evidence("memory", repeats[i], (block.start, block.end))] if repeats[i] else []),
        ]
        kind = _kind_by_rules(matches[i] + user) or name_kind(sightings, i)
        cases.append(_Case(block.start, block.end, _settle(terms, matches[i] + user, block.start), kind))
    return tuple(_decide(case, model, options) for case in cases)


def sum_rules(matches: Sequence[Match]) -> float:
    """The weight of the rules that match, those that keep counting against it."""
    return sum(-4.0 if match.rule.keep else match.rule.weight for match in matches)


def _terms_of_forest(model: Model, row: Sequence[float], block: Block, matches: Sequence[Match]) -> list[Evidence]:
    changes = model.blocks.explain(row)
    terms = [Evidence("prior", model.blocks.prior)]
    span = (block.start, block.end)
    for name, change in zip(FAMILY_NAMES, changes, strict=True):
        if name == "rules" and matches:
            share = change / len(matches)
            terms += [Evidence(m.rule.id, share, (block.start + m.start, block.start + m.end)) for m in matches]
        elif change:
            terms.append(Evidence(name, change, span if name in _ABOUT_ITSELF else None))
    return terms


_ABOUT_ITSELF = frozenset({"the words", "the look", "money words", "sign-up words", "address to the reader",
                           "furniture words", "telling words", "the outlet speaks of itself", "repeated"})  # fmt: skip


def _terms_of_rules(matches: Sequence[Match], block: Block) -> list[Evidence]:
    return [
        Evidence(match.rule.id, match.rule.weight, (block.start + match.start, block.start + match.end))
        for match in matches
        if not match.rule.keep
    ]


def _settle(terms: Sequence[Evidence], matches: Sequence[Match], start: int) -> tuple[Evidence, ...]:
    """The terms by size, small ones added up, and what a rule that keeps takes off."""
    large = [term for term in terms if abs(term.weight) >= WORTH_SAYING or term.source == "prior"]
    rest = math.fsum(term.weight for term in terms if term not in large)
    if rest:
        large.append(Evidence("other", rest))
    keeper = next((match for match in matches if match.rule.keep), None)
    excess = math.fsum(term.weight for term in large) - SURELY_CONTENT
    if keeper and excess > 0:
        large.append(Evidence(keeper.rule.id, -excess, (start + keeper.start, start + keeper.end)))
    return tuple(sorted(large, key=lambda term: -abs(term.weight)))


def _kind_by_rules(matches: Sequence[Match]) -> Kind | None:
    """The kind that the weightiest rule names."""
    naming = [match.rule for match in matches if match.rule.kind is not None]
    return max(naming, key=lambda rule: rule.weight).kind if naming else None


def _decide(case: _Case, model: Model, options: Options) -> Verdict:
    logit = math.fsum(term.weight for term in case.terms)
    probability = 1 / (1 + math.exp(-logit)) if logit > -700 else 0.0
    goes = probability >= model.thresholds[options.level] and case.kind in options.drop
    kind = case.kind if probability >= 0.5 or goes else None
    return Verdict(case.start, case.end, not goes, kind, probability, case.terms)
