"""Verdicts on the blocks of one article."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsieve.clean import context, sentences
from newsieve.clean.first import FirstStage
from newsieve.clean.kinds import name_kind
from newsieve.clean.lexicon import lexicon_of
from newsieve.clean.memory import weigh_repeats
from newsieve.clean.model import Model, current_model
from newsieve.clean.rules import Match, match_rules, select_rules
from newsieve.clean.terms import name_families, settle, to_probability, weigh_forest, weigh_rules
from newsieve.languages import LanguagePack
from newsieve.model import Article, Block, Evidence, Kind, Level, Memory, Options, Rule, Verdict

_BLOCK_FAMILIES, BLOCK_FAMILY_NUMBERS = name_families(context.FAMILIES)
_SENTENCE_FAMILIES, SENTENCE_FAMILY_NUMBERS = name_families(sentences.FAMILIES)
_SURELY_STAYS, _MUCH = 0.1, 0.4  # a probability, and a share of a paragraph's characters
_WEIGHT_OF_KEEP = -4.0  # of a pack's rule that keeps, beside the weights of those that remove


@dataclass(frozen=True, slots=True)
class _Case:
    """What is argued of a range, before a level decides."""

    start: int
    end: int
    probability: float
    kind: Kind
    terms: tuple[Evidence, ...]
    is_part: bool = False  # of a paragraph


def judge(
    article: Article, blocks: Sequence[Block], pack: LanguagePack, options: Options, memory: Memory | None = None
) -> tuple[Verdict, ...]:
    """Verdicts that tile the blocks, in order: one a block, or one a sentence where a paragraph is taken apart.

    No blocks, no verdicts. The terms of a verdict's evidence add up to the logit of its probability.
    """
    if not blocks:
        return ()
    court = _Court(article, blocks, pack, options, memory)
    cases = [case for number in range(len(blocks)) for case in court.hear(number)]
    return tuple(_decide(case, court.model, options) for case in cases)


def sum_rules(matches: Sequence[Match]) -> float:
    """The weight of the rules that match, those that keep counting against it."""
    return sum(_WEIGHT_OF_KEEP if match.rule.keep else match.rule.weight for match in matches)


class _Court:
    """One document's witnesses."""

    def __init__(
        self, article: Article, blocks: Sequence[Block], pack: LanguagePack, options: Options, memory: Memory | None
    ) -> None:
        self.model = current_model()
        self._article, self._blocks = article, blocks
        self._first = FirstStage(self.model, lexicon_of(pack), pack.stop_words, pack.code or article.language)
        folded = article.text.casefold()
        self._own: tuple[Rule, ...] = select_rules(pack.rules, folded)
        self._user: tuple[Rule, ...] = select_rules(options.rules, folded)
        texts = [article.text[block.start : block.end] for block in blocks]
        self._matches = [tuple(match_rules(self._own, text)) for text in texts]
        self._user_matches = [tuple(match_rules(self._user, text)) for text in texts]
        self._sightings = [
            self._first.look(text, i > 0 and blocks[i].start == blocks[i - 1].end, sum_rules(self._matches[i]))
            for i, text in enumerate(texts)
        ]
        self._rows = context.describe(self._sightings, article.url, article.title, self._first.is_known)
        self._repeats = weigh_repeats(article, texts, memory)
        self._story: Counter[str] = context.count_story(self._sightings)
        self._host = context.parts_of(article.url)[0]

    def hear(self, number: int) -> list[_Case]:
        """The case of a block, or those of its sentences where they differ too much to stay or go together."""
        whole = self._hear_block(number)
        if not 1 < len(self._blocks[number].sentences) <= sentences.MOST_SENTENCES:
            return [whole]
        parts = list(self._hear_sentences(number))
        return parts if _is_taken_apart(whole, parts, self.model) else [whole]

    def _hear_block(self, number: int) -> _Case:
        block, matches, user = self._blocks[number], self._matches[number], self._user_matches[number]
        terms = weigh_forest(self.model.blocks, _BLOCK_FAMILIES, self._rows[number], block.start, block.end, matches)
        terms += weigh_rules(user, block.start, _share_matched(block, user))
        if self._repeats[number]:
            terms.append(Evidence("memory", self._repeats[number], (block.start, block.end)))
        settled = settle(terms, matches + user, block.start)
        kind = _kind_by_rules(matches + user) or name_kind(self._sightings, number)
        return _Case(block.start, block.end, to_probability(settled), kind, settled)

    def _hear_sentences(self, number: int) -> Iterator[_Case]:
        block, text = self._blocks[number], self._article.text
        matches, sightings = [], []
        for one in block.sentences:
            words = text[one.start : one.end]
            found = tuple(match_rules(self._own, words)) if self._matches[number] else ()
            matches.append(found)
            sightings.append(self._first.look(words, False, sum_rules(found)))
        around = sentences.surround(self._sightings, number, self._story, self._host, self._first.is_known)
        rows = sentences.describe_sentences(sightings, around)
        for i, one in enumerate(block.sentences):
            user = tuple(match_rules(self._user, text[one.start : one.end])) if self._user_matches[number] else ()
            terms = weigh_forest(self.model.sentences, _SENTENCE_FAMILIES, rows[i], one.start, one.end, matches[i])
            settled = settle(terms + weigh_rules(user, one.start), matches[i] + user, one.start)
            kind = _kind_by_rules(matches[i] + user) or name_kind(sightings, i)
            yield _Case(one.start, one.end, to_probability(settled), kind, settled, is_part=True)


def _share_matched(block: Block, matches: Sequence[Match]) -> float:
    """The share of a block, by characters, that sentences with a match make up."""
    touched = [
        one.end - one.start
        for one in block.sentences
        if any(block.start + m.start < one.end and one.start < block.start + m.end for m in matches)
    ]
    return sum(touched) / max(1, sum(one.end - one.start for one in block.sentences))


def _is_taken_apart(whole: _Case, parts: Sequence[_Case], model: Model) -> bool:
    """Whether a sentence would go while much of the paragraph surely stays; the same at every level."""
    if max(part.probability for part in parts) < model.sentence_thresholds[Level.THOROUGH]:
        return False
    staying = sum(part.end - part.start for part in parts if part.probability < _SURELY_STAYS)
    return whole.probability < model.thresholds[Level.THOROUGH] or staying > _MUCH * (whole.end - whole.start)


def _kind_by_rules(matches: Sequence[Match]) -> Kind | None:
    """The kind that the weightiest rule names."""
    naming = [match.rule for match in matches if match.rule.kind is not None]
    return max(naming, key=lambda rule: rule.weight).kind if naming else None


def _decide(case: _Case, model: Model, options: Options) -> Verdict:
    thresholds = model.sentence_thresholds if case.is_part else model.thresholds
    goes = case.probability >= thresholds[options.level] and case.kind in options.drop
    kind = case.kind if case.probability >= 0.5 or goes else None
    return Verdict(case.start, case.end, not goes, kind, case.probability, case.terms)
