"""Verdicts on the blocks of one article."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from newsieve.cleaner import context, sentences
from newsieve.cleaner.first import FirstStage
from newsieve.cleaner.kinds import choose_kind, describe_kinds, weigh_kinds
from newsieve.cleaner.lexicon import lexicon_of
from newsieve.cleaner.memory import weigh_repeats
from newsieve.cleaner.model import Model, current_model
from newsieve.cleaner.rules import Match, book_of
from newsieve.cleaner.runs import CARRIED, Case, find_inner, find_middles
from newsieve.cleaner.terms import name_families, settle, to_probability, weigh_forest, weigh_rules
from newsieve.languages import CATEGORIES, LanguagePack
from newsieve.model import Article, Block, Evidence, Kind, Level, Memory, Options, Verdict

_BLOCK_FAMILIES, BLOCK_FAMILY_NUMBERS = name_families(context.FAMILIES)
_SENTENCE_FAMILIES, SENTENCE_FAMILY_NUMBERS = name_families(sentences.FAMILIES)
_SURELY_STAYS, _MUCH = 0.25, 0.3  # a probability, and a share of a paragraph's characters
_PITCHING = tuple(map(CATEGORIES.index, (
    "give", "appeal", "no_paywall", "subscribe", "account", "newsletter", "consent", "social", "app", "share",
    "related", "advert", "shop", "comments", "contact", "legal", "cookie", "media", "thanks",
)))  # fmt: skip
_WORTH_A_LOOK = 0.1  # a paragraph's probability
_LOWEST_GLANCE = -0.7  # what the words of such a sentence say at least
_LOWEST_PITCH = -1.5  # the first stage's score of a sentence that may yet be a pitch
_WORTH_NAMING = 0.5  # a probability below the thresholds of all levels
_PROSE = -3.5  # log-odds of prose without a pitch's words, away from pitches
_NEAR = 2  # blocks
_BEYOND_DOUBT = -2.0  # the first stage's score of a block that is taken for the story without asking the second
_LIKE_A_PITCH = 0.15  # the chance, by the first stage
_WEIGHT_OF_KEEP = -4.0  # of a pack's rule that keeps, beside the weights of those that remove


def judge(
    article: Article,
    blocks: Sequence[Block],
    pack: LanguagePack,
    options: Options,
    memory: Memory | None = None,
    site: str = "",
) -> tuple[Verdict, ...]:
    """Verdicts that tile the blocks, in order: one a block, or one a sentence where a paragraph is taken apart.

    No blocks, no verdicts. The terms of a verdict's evidence add up to the logit of its probability. `site` is whose
    repetitions the memory is asked for.
    """
    if not blocks:
        return ()
    repeats = weigh_repeats(site, [article.text[block.start : block.end] for block in blocks], memory)
    court = _Court(article, blocks, pack, options, repeats)
    wholes = [court.hear_block(number) for number in range(len(blocks))]
    for number, kind in find_middles(wholes).items():
        wholes[number] = _carry(wholes[number], kind)
    inner = find_inner(wholes)
    cases = [case for i, whole in enumerate(wholes) for case in ([whole] if i in inner else court.take_apart(i, whole))]
    return tuple(_decide(case, court.model, options) for case in cases)


def sum_rules(matches: Sequence[Match]) -> float:
    """The weight of the rules that match, those that keep counting against it."""
    return sum(_WEIGHT_OF_KEEP if match.rule.keep else match.rule.weight for match in matches)


class _Court:
    """One document's witnesses."""

    def __init__(
        self, article: Article, blocks: Sequence[Block], pack: LanguagePack, options: Options, repeats: Sequence[float]
    ) -> None:
        self.model = current_model()
        self._article, self._blocks = article, blocks
        self._first = FirstStage(self.model, lexicon_of(pack), pack.stop_words, pack.code or article.language)
        folded = article.text.casefold()
        self._own = book_of(pack.rules).narrow(folded)
        self._user = book_of(options.rules).narrow(folded)
        texts = [article.text[block.start : block.end] for block in blocks]
        matches = {text: self._own.match(text) for text in dict.fromkeys(texts)}  # a page's blocks repeat
        user_matches = {text: self._user.match(text) for text in matches}
        seen = self._look(texts, matches, user_matches)
        self._matches = [matches[text] for text in texts]
        self._user_matches = [user_matches[text] for text in texts]
        self._sightings = [
            seen[text]._replace(is_glued=True) if i and blocks[i].start == blocks[i - 1].end else seen[text]
            for i, text in enumerate(texts)
        ]
        skipped = {
            i for i, one in enumerate(self._sightings)
            if one.is_passed and not repeats[i] and not _has_pitch_word(one.shape.hits)
        }  # fmt: skip
        known = self._first.is_known
        self._rows = context.describe(self._sightings, article.url, article.title, known, skipped)
        self._repeats = repeats
        self._story: Counter[str] = context.count_story(self._sightings)
        self._host = context.parts_of(article.url)[0]

    def _look(
        self, texts: Sequence[str], matches: Mapping[str, Sequence[Match]], user_matches: Mapping[str, Sequence[Match]]
    ) -> dict[str, context.Sighting]:
        """What the first stage sees in each text. It passes over prose without a pitch's words, away from pitches."""
        first = self._first
        readings = {text: first.read(text) for text in matches}
        plain = {
            text
            for text, reading in readings.items()
            if not (matches[text] or user_matches[text] or _has_pitch_word(reading.hits)) and first.is_prose(reading)
        }
        seen = {
            text: first.study(reading, sum_rules(matches[text]))
            for text, reading in readings.items()
            if text not in plain
        }
        pitches = [i for i, text in enumerate(texts) if text in seen and _is_pitch(seen[text])]
        near = {text for i in pitches for text in texts[max(0, i - _NEAR) : i + _NEAR + 1]}.union(texts[:1], texts[-2:])
        for text in plain:
            seen[text] = first.study(readings[text], 0.0) if text in near else first.pass_over(readings[text])
        for text, sighting in seen.items() if first.is_known else ():
            if sighting.score < _BEYOND_DOUBT and not (text in near or matches[text] or user_matches[text]):
                seen[text] = sighting._replace(is_passed=True)
        return seen

    def take_apart(self, number: int, whole: Case) -> list[Case]:
        """The case of a block, or those of its sentences where they differ too much to stay or go together."""
        if self._repeats[number] > 0 or not 1 < len(self._blocks[number].sentences) <= sentences.MOST_SENTENCES:
            return [whole]  # what a site repeats, it repeats as one
        if not self._may_hold_pitch(number, whole.probability):
            return [whole]
        parts = list(self._hear_sentences(number))
        return parts if parts and _is_taken_apart(whole, parts, self.model) else [whole]

    def _may_hold_pitch(self, number: int, probability: float) -> bool:
        """Whether any word of a paragraph could belong to a pitch; spares the sentences of most of the story."""
        if probability > _WORTH_A_LOOK or self._matches[number] or self._user_matches[number]:
            return True
        return _has_pitch_word(self._sightings[number].shape.hits)

    def hear_block(self, number: int) -> Case:
        """The case of a whole block."""
        block, matches, user = self._blocks[number], self._matches[number], self._user_matches[number]
        if self._sightings[number].is_passed:
            prior = self.model.blocks.prior
            terms = [Evidence("prior", prior), Evidence("the words", _PROSE - prior, (block.start, block.end))]
        else:
            row = self._rows[number]
            terms = weigh_forest(self.model.blocks, _BLOCK_FAMILIES, row, block.start, block.end, matches)
        terms += weigh_rules(user, block.start, _share_matched(block, user))
        if self._repeats[number]:
            terms.append(Evidence("memory", self._repeats[number], (block.start, block.end)))
        settled = settle(terms, matches + user, block.start)
        probability = to_probability(settled)
        kinds = self._weigh_kinds(self._sightings, number, self._rows[number], probability)
        return Case(block.start, block.end, probability, kinds, _name_by_rules(matches + user), settled)

    def _weigh_kinds(
        self, sightings: Sequence[context.Sighting], number: int, row: Sequence[float], probability: float
    ) -> tuple[float, ...]:
        if probability < _WORTH_NAMING:
            return ()
        return weigh_kinds(describe_kinds(sightings, number, row), self.model.kinds)

    def _hear_sentences(self, number: int) -> Iterator[Case]:
        """The cases of a paragraph's sentences; none where the first stage takes all of them for the story."""
        block, text = self._blocks[number], self._article.text
        glances = [self._first.glance(text[one.start : one.end]) for one in block.sentences]
        is_ruled = bool(self._matches[number] or self._user_matches[number])
        if not is_ruled and all(glance and glance.score < _LOWEST_GLANCE for glance in glances):
            return
        matches, sightings = [], []
        for one, glance in zip(block.sentences, glances, strict=True):
            words = text[one.start : one.end]
            found = self._own.match(words) if self._matches[number] else ()
            matches.append(found)
            sightings.append(self._first.look(words, False, sum_rules(found), glance))
        if max(sighting.score for sighting in sightings) < _LOWEST_PITCH and not self._user_matches[number]:
            return
        around = sentences.surround(self._sightings, number, self._story, self._host, self._first.is_known)
        rows = sentences.describe_sentences(sightings, around)
        for i, one in enumerate(block.sentences):
            user = self._user.match(text[one.start : one.end]) if self._user_matches[number] else ()
            terms = weigh_forest(self.model.sentences, _SENTENCE_FAMILIES, rows[i], one.start, one.end, matches[i])
            settled = settle(terms + weigh_rules(user, one.start), matches[i] + user, one.start)
            probability = to_probability(settled)
            kinds = self._weigh_kinds(sightings, i, self._rows[number], probability)
            named = _name_by_rules(matches[i] + user)
            yield Case(one.start, one.end, probability, kinds, named, settled, is_part=True)


def _has_pitch_word(hits: Sequence[int]) -> bool:
    return any(map(hits.__getitem__, _PITCHING))


def _is_pitch(sighting: context.Sighting) -> bool:
    return sum(sighting.chances[1:5]) + sighting.chances[6] > _LIKE_A_PITCH


def _carry(case: Case, kind: Kind) -> Case:
    """The case of the middle of a run, with what the run's ends lend it."""
    terms = (*case.terms, Evidence("the run", CARRIED))
    return case._replace(probability=to_probability(terms), named=case.named or kind, terms=terms)


def _share_matched(block: Block, matches: Sequence[Match]) -> float:
    """The share of a block, by characters, that sentences with a match make up."""
    touched = [
        one.end - one.start
        for one in block.sentences
        if any(block.start + m.start < one.end and one.start < block.start + m.end for m in matches)
    ]
    return sum(touched) / max(1, sum(one.end - one.start for one in block.sentences))


def _is_taken_apart(whole: Case, parts: Sequence[Case], model: Model) -> bool:
    """Whether a sentence would go while much of the paragraph surely stays; the same at every level."""
    if max(part.probability for part in parts) < model.sentence_thresholds[Level.THOROUGH]:
        return False
    staying = sum(part.end - part.start for part in parts if part.probability < _SURELY_STAYS)
    return whole.probability < model.thresholds[Level.THOROUGH] or staying > _MUCH * (whole.end - whole.start)


def _name_by_rules(matches: Sequence[Match]) -> Kind | None:
    """The kind that the weightiest rule names."""
    naming = [match.rule for match in matches if match.rule.kind is not None]
    return max(naming, key=lambda rule: rule.weight).kind if naming else None


def _decide(case: Case, model: Model, options: Options) -> Verdict:
    thresholds = model.sentence_thresholds if case.is_part else model.thresholds
    kind = case.named or (choose_kind(case.kinds, options.drop) if case.kinds else None)
    removing = [level for level in Level if case.probability >= thresholds[level]] if kind in options.drop else []
    goes = options.level in removing
    shown = kind if case.probability >= 0.5 or goes else None
    return Verdict(case.start, case.end, not goes, shown, case.probability, case.terms, next(iter(removing), None))
