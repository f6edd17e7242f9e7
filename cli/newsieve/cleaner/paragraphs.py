"""Paragraphs that a pitch shares with the story: their sentences are judged one by one.

Only on strong evidence, and only where one sentence at least names what pitches name and looks like one.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, islice, pairwise
from typing import NamedTuple

from newsieve.cleaner.blocks import Match, ScoredBlock, ScoredSpan
from newsieve.cleaner.evidence import add_up, is_code, is_part, list_contributions, weigh_sentences
from newsieve.cleaner.features.block import count_pitch_words
from newsieve.cleaner.features.document import DocumentContext
from newsieve.cleaner.features.registry import FeatureForest, compute_all_rows
from newsieve.cleaner.features.sentence import ParagraphContext, open_paragraphs
from newsieve.cleaner.kinds import KindModel, LikelyPiece, likeliest_kinds, weigh_kinds
from newsieve.cleaner.linear import sigmoid
from newsieve.cleaner.request import Request, Signals
from newsieve.cleaner.rules import add_formulas, match_pack, matcher_of, name_by_rules, spread_formulas, sum_rules
from newsieve.cleaner.spans import find_inner
from newsieve.cleaner.stage_one import score_blocks
from newsieve.cleaner.thresholds import SplitThresholds
from newsieve.cleaner.tokens import MOST_WORDS, TokenizedBlock, add_markup, read_text, tokenize_blocks
from newsieve.types import Level

_PORTION = 200  # paragraphs whose words are held at once


class OpenedParagraph(NamedTuple):
    """A paragraph's number, its sentences as stage one scores them, and the rules that match in each."""

    number: int
    sentences: Sequence[ScoredBlock]
    matches: Sequence[tuple[Match, ...]]
    user_matches: Sequence[tuple[Match, ...]]


def find_opened(request: Request, blocks: Sequence[ScoredBlock], signals: Signals) -> list[OpenedParagraph]:
    """Return the paragraphs of which a sentence looks like a pitch, or is matched by a formula or a rule of the user's.

    What the site repeats as a whole is not looked into. A paragraph of MOST_WORDS was not read to its end, and so its
    sentences are asked whatever it seems to be: of an article in one line, nothing else is known.
    """
    least, score, users = request.model.split.pitch_words, request.model.split.score, request.options.rules
    named = [
        (one.surface.words >= MOST_WORDS or one.surface.pitch_words >= least or bool(found))
        and not is_part(request, block)
        for one, found, block in zip(blocks, signals.matches, request.blocks, strict=True)
    ]
    columns = zip(request.blocks, blocks, named, signals.repeats, strict=True)
    shared = [
        (number, is_named)
        for number, (block, one, is_named, repeats) in enumerate(columns)
        if repeats <= 0
        and (is_named or users or (one.score > score and not is_part(request, block)))
        and not is_code(request, block)
        and len(block.sentences) > 1
    ]
    portions = [dict(shared[at : at + _PORTION]) for at in range(0, len(shared), _PORTION)]
    return [paragraph for portion in portions for paragraph in _open(request, portion, signals)]


def split_paragraphs(
    request: Request, context: DocumentContext, opened: Sequence[OpenedParagraph], spans: Sequence[ScoredSpan]
) -> list[ScoredSpan]:
    """Return the spans, those of paragraphs that a pitch shares replaced by those of their sentences."""
    inner = find_inner(spans, request.model.spans) if opened else frozenset[int]()
    doubtful = [one for one in opened if one.number not in inner]
    if not doubtful:
        return list(spans)
    parts = _score_parts(request, context, doubtful, spans)
    apart = _find_apart(request, parts, spans)
    return [part for i, span in enumerate(spans) for part in (parts[i] if i in apart else [span])]


def may_be_pitch(sentence: ScoredBlock, thresholds: SplitThresholds) -> bool:
    """Whether a rule names a sentence a pitch, or it names often enough what pitches name and looks like one."""
    surface = sentence.surface
    is_named = _names_pitch(surface.pitch_words, surface.words, sentence.rules, thresholds)
    return is_named and (sentence.rules > 0 or sentence.score > thresholds.score)


def _names_pitch(pitch_words: int, words: int, rules: float, thresholds: SplitThresholds) -> bool:
    """Whether so many of a sentence's words are of a pitch that it may be one, or rules weigh anything."""
    return rules != 0 or pitch_words > thresholds.pitch_share * words


def _open(request: Request, shared: Mapping[int, bool], signals: Signals) -> list[OpenedParagraph]:
    """The paragraphs of which a sentence looks like a pitch, by number.

    Formulas and the user's rules alone open those given as False. All sentences are tokenized and matched together.
    Stage one is first asked about those alone that name a pitch.
    """
    pairs = [(number, one) for number in shared for one in request.blocks[number].sentences.ranges]
    owners = [number for number, _ in pairs]
    pack, users, split = request.pack, request.options.rules, request.model.split
    texts = [read_text(request.article, *own) for _, own in pairs]
    tokenized = tokenize_blocks(texts, pack)
    matches = _match_sentences(request, tokenized, shared, signals)
    user_matches = add_formulas(matcher_of(users).match(add_markup(tokenized, texts)), matches)
    columns = zip(owners, tokenized, sum_rules(matches), strict=True)
    named = [
        i
        for i, (owner, one, rules) in enumerate(columns)
        if shared[owner] and _names_pitch(count_pitch_words(one.hits), len(one.words), rules, split)
    ]
    scores = dict(zip(named, _score_sentences(request, tokenized, matches, named), strict=True))
    opened = {owners[i] for i, one in scores.items() if may_be_pitch(one, split)}
    opened |= {owner for owner, found in zip(owners, user_matches, strict=True) if found}
    others = [i for i, owner in enumerate(owners) if owner in opened and i not in scores]
    scores.update(zip(others, _score_sentences(request, tokenized, matches, others), strict=True))
    ends = [*accumulate([len(request.blocks[number].sentences) for number in shared])]
    return [
        OpenedParagraph(number, [scores[i] for i in range(start, end)], matches[start:end], user_matches[start:end])
        for number, (start, end) in zip(shared, pairwise([0, *ends]), strict=True)
        if number in opened
    ]


def _match_sentences(
    request: Request, sentences: Sequence[TokenizedBlock], numbers: Iterable[int], signals: Signals
) -> list[tuple[Match, ...]]:
    """The matches of the pack's rules in each sentence of some paragraphs, one paragraph's behind the other's."""
    found, matches = iter(match_pack(request.pack, sentences)), list[tuple[Match, ...]]()
    for number in numbers:
        block = request.blocks[number]
        own = [*islice(found, len(block.sentences))]
        text = read_text(request.article, block.start, block.end)
        matches += spread_formulas(block, text, signals.matches[number], own)
    return matches


def _score_sentences(
    request: Request,
    sentences: Sequence[TokenizedBlock],
    matches: Sequence[tuple[Match, ...]],
    numbers: Sequence[int],
) -> list[ScoredBlock]:
    """Score some of the sentences by stage one."""
    some, found = [sentences[i] for i in numbers], [matches[i] for i in numbers]
    return score_blocks(request.model.stage_one, some, found, request.pack.stop_words, request.is_known_language)


def _score_parts(
    request: Request, context: DocumentContext, opened: Sequence[OpenedParagraph], spans: Sequence[ScoredSpan]
) -> dict[int, list[ScoredSpan]]:
    """The spans of the sentences of each opened paragraph, by its number."""
    model = request.model
    pairs = [(block, one) for block in (request.blocks[own.number] for own in opened) for one in block.sentences.ranges]
    matches = [found for one in opened for found in one.matches]
    user_matches = [found for one in opened for found in one.user_matches]
    contexts = open_paragraphs(context, [(one.number, one.sentences) for one in opened])
    rows = compute_all_rows(model.sentences.features, contexts)
    bases = list(map(model.sentences.forest.logit, rows))
    terms, named = weigh_sentences(request, pairs, user_matches), name_by_rules(user_matches)
    columns = zip(pairs, bases, rows, matches, map(tuple, terms), named, strict=True)
    parts = [
        ScoredSpan(start, end, base, row, found, own, named=kind, is_sentence=True)
        for (_, (start, end)), base, row, found, own, kind in columns
    ]
    summed = iter(_add_kinds(add_up(parts, user_matches), contexts, spans, model.kinds))
    return {one.number: [*islice(summed, len(one.sentences))] for one in opened}


def _add_kinds(
    parts: Sequence[ScoredSpan], contexts: Sequence[ParagraphContext], spans: Sequence[ScoredSpan], model: KindModel
) -> list[ScoredSpan]:
    """The spans of sentences with the probabilities of their kinds, where they are likely to go."""
    pieces = [
        LikelyPiece(one.sentences, i, spans[one.number].row, shares)
        for one in contexts
        for i, shares in enumerate(one.shares)
    ]
    likely = [piece for part, piece in zip(parts, pieces, strict=True) if part.logit >= 0]
    kinds = iter(weigh_kinds(likely, model))
    return [part._replace(kinds=next(kinds)) if part.logit >= 0 else part for part in parts]


def _find_apart(
    request: Request, parts: Mapping[int, Sequence[ScoredSpan]], spans: Sequence[ScoredSpan]
) -> frozenset[int]:
    """The numbers of the paragraphs that are taken apart, the same at every level.

    Either the whole would go and much of it stays, surely where no sentence goes, or the whole would not and one goes,
    or the whole would go for a formula in a part of it alone.
    """
    model, thresholds = request.model, request.model.split
    least = model.thresholds[Level.BALANCED]
    kinds = likeliest_kinds([spans[number] for number in parts])
    logits = [part.logit for own in parts.values() for part in own]
    of_whole, of_parts = sigmoid([spans[number].logit for number in parts]), iter(sigmoid(logits))
    apart = set()
    for (number, own), probability, kind in zip(parts.items(), of_whole, kinds, strict=True):
        pairs = list(zip(own, of_parts, strict=False))
        highest = max(of_part for _, of_part in pairs)
        bare = _take_formulas_off(spans[number], own, model.blocks)
        if kind is None or probability < least[kind]:
            is_apart = highest >= model.sentence_thresholds[Level.THOROUGH]
        elif sigmoid([bare])[0] < least[kind]:
            is_apart = True
        else:
            goes = highest >= model.sentence_thresholds[Level.BALANCED]
            limit = thresholds.stays if goes else thresholds.stays_alone
            staying = sum(part.end - part.start for part, of_part in pairs if of_part < limit)
            is_apart = staying > thresholds.much * (spans[number].end - spans[number].start)
        if is_apart:
            apart.add(number)
    return frozenset(apart)


def _take_formulas_off(span: ScoredSpan, sentences: Sequence[ScoredSpan], stage: FeatureForest) -> float:
    """The logit of a paragraph without what the trees make of formulas that stand in some of its sentences alone."""
    holding = [any(match.rule.is_formula for match in one.matches) for one in sentences]
    if all(holding) or not any(holding):
        return span.logit
    names = {match.rule.id for match in span.matches if match.rule.is_formula}
    return span.logit - math.fsum(one.weight for one in list_contributions(span, stage) if one.source in names)
