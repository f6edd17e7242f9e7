"""Verdicts on the blocks of one article."""

from collections.abc import Iterator, Mapping, Sequence

from newsieve.cleaner import context, sentences
from newsieve.cleaner.first import FirstStage, Reading
from newsieve.cleaner.kinds import choose_kind, describe_kinds, weigh_kinds
from newsieve.cleaner.lexicon import lexicon_of
from newsieve.cleaner.memory import weigh_repeats
from newsieve.cleaner.model import Model, current_model
from newsieve.cleaner.rules import Match, book_of, name_by_rules
from newsieve.cleaner.runs import CARRIED, Case, find_inner, find_middles
from newsieve.cleaner.sighting import Sighting, count_pitch_words
from newsieve.cleaner.story import count_story, parts_of
from newsieve.cleaner.terms import name_families, settle, to_probability, weigh_forest, weigh_markup, weigh_rules
from newsieve.languages import LanguagePack
from newsieve.types import Article, Block, Evidence, Kind, Level, Memory, Options, Verdict

_BLOCK_FAMILIES, BLOCK_FAMILY_NUMBERS = name_families(context.FAMILIES)
_SENTENCE_FAMILIES, SENTENCE_FAMILY_NUMBERS = name_families(sentences.FAMILIES)
_SURELY_STAYS, _MUCH = 0.4, 0.3  # a probability, and a share of a paragraph's characters
_WORTH_NAMING = 0.5  # a probability below the thresholds of all levels
PROSE = -3.5  # log-odds of prose that hardly has a pitch's words, away from pitches
_NEAR = 2  # blocks
_FEW = 2  # words that pitches use; of 1518 labelled paragraphs of the story with one, none was opened rightly
_BEYOND_DOUBT = -2.0  # the first stage's score of a block that is taken for the story without asking the second
_LIKE_A_PITCH = 0.15  # the chance, by the first stage


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


class _Court:
    """One document's witnesses."""

    def __init__(
        self, article: Article, blocks: Sequence[Block], pack: LanguagePack, options: Options, repeats: Sequence[float]
    ) -> None:
        self.model = current_model()
        self._article, self._blocks = article, blocks
        self._first = FirstStage(self.model, lexicon_of(pack), pack.stop_words, pack.code or article.language)
        self._own, self._user = book_of(pack.rules), book_of(options.rules)
        texts = [article.text[block.start : block.end] for block in blocks]
        readings = {text: self._first.read(text) for text in dict.fromkeys(texts)}  # a page's blocks repeat
        plain = frozenset(text for text, reading in readings.items() if self._first.is_prose(reading))
        # Out of 5228 labelled paragraphs of such prose with so few words of a pitch, the packs' rules match three.
        bare = {text for text in plain if count_pitch_words(readings[text].hits) < _FEW}
        matches = {text: () if text in bare else self._own.match(text) for text in readings}
        user_matches = {text: self._user.match(text) for text in readings}
        ruled = frozenset(text for text in readings if matches[text] or user_matches[text])
        seen = self._look(texts, readings, matches, plain - ruled, ruled)
        self._matches = [matches[text] for text in texts]
        self._user_matches = [user_matches[text] for text in texts]
        self._sightings = [
            seen[text]._replace(is_glued=True) if i and blocks[i].start == blocks[i - 1].end else seen[text]
            for i, text in enumerate(texts)
        ]
        passed = (i for i, one in enumerate(self._sightings) if one.is_passed and not repeats[i])
        skipped = {i for i in passed if count_pitch_words(self._sightings[i].shape.hits) < _FEW}
        known = self._first.is_known
        self._story = count_story(self._sightings)
        self._rows = context.describe(self._sightings, self._story, article.url, article.title, known, skipped)
        self._repeats = repeats
        self._host = parts_of(article.url)[0]

    def _look(
        self,
        texts: Sequence[str],
        readings: Mapping[str, Reading],
        matches: Mapping[str, Sequence[Match]],
        plain: frozenset[str],
        ruled: frozenset[str],
    ) -> dict[str, Sighting]:
        """What the first stage sees in each text. It passes over prose with hardly a pitch word, away from pitches."""
        first = self._first
        seen = {text: first.study(reading, matches[text]) for text, reading in readings.items() if text not in plain}
        pitches = [i for i, text in enumerate(texts) if text in seen and _is_pitch(seen[text])]
        near = {text for i in pitches for text in texts[max(0, i - _NEAR) : i + _NEAR + 1]}
        for text in plain:
            seen[text] = first.study(readings[text]) if text in near else first.pass_over(readings[text])
        for text, sighting in seen.items() if first.is_known else ():
            if sighting.score < _BEYOND_DOUBT and not (text in near or text in ruled):
                seen[text] = sighting._replace(is_passed=True)
        return seen

    def take_apart(self, number: int, whole: Case) -> list[Case]:
        """The case of a block, or those of its sentences where they differ too much to stay or go together."""
        if self._repeats[number] > 0 or not 1 < len(self._blocks[number].sentences) <= sentences.MOST_SENTENCES:
            return [whole]  # what a site repeats, it repeats as one
        least = 1 if whole.probability >= _WORTH_NAMING else _FEW
        if not self._is_ruled(number) and count_pitch_words(self._sightings[number].shape.hits) < least:
            return [whole]
        parts = list(self._hear_sentences(number))
        return parts if parts and _is_taken_apart(whole, parts, self.model) else [whole]

    def _is_ruled(self, number: int) -> bool:
        return bool(self._matches[number] or self._user_matches[number])

    def hear_block(self, number: int) -> Case:
        """The case of a whole block."""
        block, matches, user = self._blocks[number], self._matches[number], self._user_matches[number]
        if self._sightings[number].is_passed:
            prior = self.model.blocks.prior
            terms = [Evidence("prior", prior), Evidence("the words", PROSE - prior, (block.start, block.end))]
        else:
            row = self._rows[number]
            terms = weigh_forest(self.model.blocks, _BLOCK_FAMILIES, row, block.start, block.end, matches)
        terms += weigh_markup(block.odds, block.start, block.end)
        terms += weigh_rules(user, block.start, _share_matched(block, user))
        if self._repeats[number]:
            terms.append(Evidence("memory", self._repeats[number], (block.start, block.end)))
        settled = settle(terms, matches + user, block.start)
        probability = to_probability(settled)
        kinds = self._weigh_kinds(self._sightings, number, self._rows[number], probability)
        return Case(block.start, block.end, probability, kinds, name_by_rules(user), settled)

    def _weigh_kinds(
        self, sightings: Sequence[Sighting], number: int, row: Sequence[float], probability: float
    ) -> tuple[float, ...]:
        if probability < _WORTH_NAMING:
            return ()
        return weigh_kinds(describe_kinds(sightings, number, row), self.model.kinds, sightings[number].named)

    def _hear_sentences(self, number: int) -> Iterator[Case]:
        """The cases of a paragraph's sentences; none where none that a rule or a pitch's word names looks like one."""
        block, first = self._blocks[number], self._first
        texts = [self._article.text[one.start : one.end] for one in block.sentences]
        matches = [self._own.match(text) if self._matches[number] else () for text in texts]
        user_matches = [self._user.match(text) if self._user_matches[number] else () for text in texts]
        readings = [first.read(text) for text in texts]
        seen = {
            i: first.study(reading, matches[i])
            for i, reading in enumerate(readings)
            if matches[i] or sentences.names_pitch(reading.hits, len(reading.words))
        }
        if not (any(user_matches) or any(map(sentences.may_be_pitch, seen.values()))):
            return
        sightings = [seen.get(i) or first.study(reading) for i, reading in enumerate(readings)]
        around = sentences.surround(self._sightings, number, self._story, self._host, first.is_known)
        rows = sentences.describe_sentences(sightings, around)
        for i, one in enumerate(block.sentences):
            terms = weigh_forest(self.model.sentences, _SENTENCE_FAMILIES, rows[i], one.start, one.end, matches[i])
            terms += weigh_markup(block.odds, one.start, one.end) + weigh_rules(user_matches[i], one.start)
            settled = settle(terms, matches[i] + user_matches[i], one.start)
            probability = to_probability(settled)
            kinds = self._weigh_kinds(sightings, i, self._rows[number], probability)
            named = name_by_rules(user_matches[i])
            yield Case(one.start, one.end, probability, kinds, named, settled, is_part=True)


def _is_pitch(sighting: Sighting) -> bool:
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
    return whole.probability < model.thresholds[Level.BALANCED] or staying > _MUCH * (whole.end - whole.start)


def _decide(case: Case, model: Model, options: Options) -> Verdict:
    thresholds = model.sentence_thresholds if case.is_part else model.thresholds
    kind = case.named or (choose_kind(case.kinds, options.drop) if case.kinds else None)
    removing = [level for level in Level if case.probability >= thresholds[level]] if kind in options.drop else []
    goes = options.level in removing
    shown = kind if case.probability >= 0.5 or goes else None
    return Verdict(case.start, case.end, not goes, shown, case.probability, case.terms, next(iter(removing), None))
