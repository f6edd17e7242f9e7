"""Paragraphs that a pitch shares with the story: their sentences are judged one by one.

Only on strong evidence, and only where one sentence at least names what pitches name and looks like one.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from newsieve.cleaner.blocks import Match, ScoredBlock, ScoredSpan, count_pitch_words
from newsieve.cleaner.evidence import weigh_page, weigh_rules
from newsieve.cleaner.features.document import DocumentContext
from newsieve.cleaner.features.registry import compute_rows
from newsieve.cleaner.features.sentence import ParagraphContext
from newsieve.cleaner.kinds import weigh_kinds
from newsieve.cleaner.lexicon import lexicon_of
from newsieve.cleaner.linear import sigmoid
from newsieve.cleaner.request import Request, Signals
from newsieve.cleaner.rules import matcher_of
from newsieve.cleaner.spans import find_inner
from newsieve.cleaner.stage_one import score_blocks
from newsieve.cleaner.stage_two import add_up
from newsieve.cleaner.thresholds import SplitThresholds
from newsieve.cleaner.tokens import TokenizedBlock, tokenize_blocks
from newsieve.types import Level, Sentence

MOST_SENTENCES = 60  # of a paragraph: longer ones stay whole


class _Opened(NamedTuple):
    """A paragraph's number, its sentences, and the matches of the pack's and of the user's rules in each."""

    number: int
    sentences: Sequence[Sentence]
    tokenized: Sequence[TokenizedBlock]
    matches: Sequence[tuple[Match, ...]]
    user_matches: Sequence[tuple[Match, ...]]


def split_paragraphs(
    request: Request, context: DocumentContext, signals: Signals, spans: Sequence[ScoredSpan]
) -> list[ScoredSpan]:
    """Return the spans, those of paragraphs that a pitch shares replaced by those of their sentences."""
    inner = find_inner(spans, request.model.spans)
    numbers = [i for i in context.asked if i not in inner and _may_share(request, context, signals, spans[i], i)]
    parts = {one.number: _score_sentences(request, context, one, spans) for one in _open(request, signals, numbers)}
    apart = {number for number, own in parts.items() if _is_taken_apart(request, spans[number], own)}
    return [part for i, span in enumerate(spans) for part in (parts[i] if i in apart else [span])]


def names_pitch(hits: Sequence[int], words: int, thresholds: SplitThresholds) -> bool:
    """Whether a sentence names often enough what pitches name, by its hits of the lexicons' categories."""
    return count_pitch_words(hits) > thresholds.pitch_share * words


def may_be_pitch(sentence: ScoredBlock, thresholds: SplitThresholds) -> bool:
    """Whether a sentence is reason enough to open its paragraph."""
    surface = sentence.surface
    is_named = sentence.rules != 0 or names_pitch(surface.hits, surface.words, thresholds)
    return is_named and sentence.score > thresholds.score


def _may_share(request: Request, context: DocumentContext, signals: Signals, span: ScoredSpan, number: int) -> bool:
    """Whether a block is looked into; what a site repeats, it repeats as one."""
    if signals.repeats[number] > 0 or not 1 < len(request.blocks[number].sentences) <= MOST_SENTENCES:
        return False
    if signals.matches[number] or signals.user_matches[number]:
        return True
    least = 1 if span.logit >= 0 else request.model.split.pitch_words
    return count_pitch_words(context.blocks[number].surface.hits) >= least


def _open(request: Request, signals: Signals, numbers: Iterable[int]) -> list[_Opened]:
    """The paragraphs of which a sentence looks like a pitch, or is matched by a rule of the user's."""
    opened = [_tokenize_sentences(request, signals, number) for number in numbers]
    return [one for one in opened if any(one.user_matches) or _has_pitch(request, one)]


def _tokenize_sentences(request: Request, signals: Signals, number: int) -> _Opened:
    sentences, pack = request.blocks[number].sentences, request.pack
    texts = [request.article.text[one.start : one.end] for one in sentences]
    tokenized = tokenize_blocks(texts, lexicon_of(pack))
    none: list[tuple[Match, ...]] = [()] * len(texts)
    matches = matcher_of(pack.rules).match(tokenized) if signals.matches[number] else none
    user_matches = matcher_of(request.options.rules).match(tokenized) if signals.user_matches[number] else none
    return _Opened(number, sentences, tokenized, matches, user_matches)


def _has_pitch(request: Request, opened: _Opened) -> bool:
    thresholds = request.model.split
    pairs = list(zip(opened.tokenized, opened.matches, strict=True))
    named = [(one, found) for one, found in pairs if found or names_pitch(one.hits, len(one.words), thresholds)]
    return any(may_be_pitch(sentence, thresholds) for sentence in _score(request, named))


def _score(request: Request, pairs: Sequence[tuple[TokenizedBlock, tuple[Match, ...]]]) -> list[ScoredBlock]:
    blocks, matches = [one for one, _ in pairs], [found for _, found in pairs]
    known = request.is_known_language
    return score_blocks(request.model.stage_one, blocks, matches, request.pack.stop_words, known)


def _score_sentences(
    request: Request, context: DocumentContext, opened: _Opened, spans: Sequence[ScoredSpan]
) -> list[ScoredSpan]:
    """The spans of a paragraph's sentences."""
    model, block = request.model, request.blocks[opened.number]
    scored = _score(request, list(zip(opened.tokenized, opened.matches, strict=True)))
    rows = compute_rows(model.sentences.features, ParagraphContext(scored, context, opened.number))
    place = spans[opened.number].row
    parts = []
    for number, (one, row) in enumerate(zip(opened.sentences, rows, strict=True)):
        user = opened.user_matches[number]
        terms = weigh_page(block.odds, model.page, one.start, one.end) + weigh_rules(user, one.start)
        base = model.sentences.forest.logit(row)
        part = ScoredSpan(one.start, one.end, base, row, opened.matches[number], tuple(terms), is_sentence=True)
        part = add_up(part, user)
        kinds = weigh_kinds(scored, number, place, model.kinds) if part.logit >= 0 else ()
        parts.append(part._replace(kinds=kinds))
    return parts


def _is_taken_apart(request: Request, whole: ScoredSpan, parts: Sequence[ScoredSpan]) -> bool:
    """Whether a sentence would go while much of the paragraph surely stays; the same at every level."""
    model, thresholds = request.model, request.model.split
    if max(sigmoid(part.logit) for part in parts) < model.sentence_thresholds[Level.THOROUGH]:
        return False
    staying = sum(part.end - part.start for part in parts if sigmoid(part.logit) < thresholds.stays)
    is_kept = sigmoid(whole.logit) < model.thresholds[Level.BALANCED]
    return is_kept or staying > thresholds.much * (whole.end - whole.start)
