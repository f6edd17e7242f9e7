"""Paragraphs that a pitch shares with the story: their sentences are judged one by one.

Only on strong evidence, and only where one sentence at least names what pitches name and looks like one.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from newsieve.cleaner.blocks import Match, ScoredBlock, ScoredSpan, count_all_pitch_words, count_pitch_words
from newsieve.cleaner.evidence import add_up, weigh_sentences
from newsieve.cleaner.features.document import DocumentContext
from newsieve.cleaner.features.registry import compute_rows
from newsieve.cleaner.features.sentence import ParagraphContext
from newsieve.cleaner.kinds import weigh_kinds
from newsieve.cleaner.lexicon import lexicon_of
from newsieve.cleaner.linear import sigmoid
from newsieve.cleaner.request import Request, Signals
from newsieve.cleaner.rules import matcher_of, name_by_rules
from newsieve.cleaner.spans import find_inner
from newsieve.cleaner.stage_one import score_blocks
from newsieve.cleaner.thresholds import SplitThresholds
from newsieve.cleaner.tokens import TokenizedBlock, tokenize_blocks
from newsieve.types import Level

MOST_SENTENCES = 60  # of a paragraph: longer ones stay whole


class _Sentences(NamedTuple):
    """The sentences of some paragraphs in a row, each with its paragraph's number, and the rules that match in it."""

    numbers: Sequence[int]
    tokenized: Sequence[TokenizedBlock]
    matches: Sequence[tuple[Match, ...]]
    user_matches: Sequence[tuple[Match, ...]]


def split_paragraphs(
    request: Request, context: DocumentContext, signals: Signals, spans: Sequence[ScoredSpan]
) -> list[ScoredSpan]:
    """Return the spans, those of paragraphs that a pitch shares replaced by those of their sentences."""
    shared = _find_shared(request, context, signals, spans)
    if not shared:
        return list(spans)
    sentences = _tokenize_sentences(request, signals, shared)
    opened = _find_opened(request, sentences)
    parts = {number: _score_parts(request, context, one, spans) for number, one in _pick(sentences, opened).items()}
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


def _find_shared(
    request: Request, context: DocumentContext, signals: Signals, spans: Sequence[ScoredSpan]
) -> list[int]:
    """The numbers of the blocks that are looked into; what a site repeats, it repeats as one."""
    inner, least = find_inner(spans, request.model.spans), request.model.split.pitch_words
    pitch_words = count_all_pitch_words(context.blocks)
    return [
        i
        for i in context.asked
        if i not in inner
        and signals.repeats[i] <= 0
        and 1 < len(request.blocks[i].sentences) <= MOST_SENTENCES
        and (signals.matches[i] or signals.user_matches[i] or pitch_words[i] >= (1 if spans[i].logit >= 0 else least))
    ]


def _tokenize_sentences(request: Request, signals: Signals, shared: Sequence[int]) -> _Sentences:
    pairs = [(number, one) for number in shared for one in request.blocks[number].sentences]
    numbers = [number for number, _ in pairs]
    tokenized = tokenize_blocks(
        [request.article.text[one.start : one.end] for _, one in pairs], lexicon_of(request.pack)
    )
    matched: list[list[tuple[Match, ...]]] = []
    for rules, of_blocks in ((request.pack.rules, signals.matches), (request.options.rules, signals.user_matches)):
        tried = [i for i, number in enumerate(numbers) if of_blocks[number]]
        found = dict(zip(tried, matcher_of(rules).match([tokenized[i] for i in tried]), strict=True))
        matched.append([found.get(i, ()) for i in range(len(numbers))])
    return _Sentences(numbers, tokenized, *matched)


def _find_opened(request: Request, sentences: _Sentences) -> set[int]:
    """The numbers of paragraphs of which a sentence looks like a pitch, or is matched by a rule of the user's."""
    thresholds = request.model.split
    named = [
        i
        for i, (one, found) in enumerate(zip(sentences.tokenized, sentences.matches, strict=True))
        if found or names_pitch(one.hits, len(one.words), thresholds)
    ]
    scored = _score(request, [sentences.tokenized[i] for i in named], [sentences.matches[i] for i in named])
    opened = {sentences.numbers[i] for i, one in zip(named, scored, strict=True) if may_be_pitch(one, thresholds)}
    return opened | {n for n, user in zip(sentences.numbers, sentences.user_matches, strict=True) if user}


def _score(
    request: Request, blocks: Sequence[TokenizedBlock], matches: Sequence[tuple[Match, ...]]
) -> list[ScoredBlock]:
    known = request.is_known_language
    return score_blocks(request.model.stage_one, blocks, matches, request.pack.stop_words, known)


def _pick(sentences: _Sentences, opened: set[int]) -> Mapping[int, _Sentences]:
    """The sentences of each of the paragraphs that are opened."""
    rows: dict[int, list[tuple[int, TokenizedBlock, tuple[Match, ...], tuple[Match, ...]]]] = {}
    for row in zip(*sentences, strict=True):
        if row[0] in opened:
            rows.setdefault(row[0], []).append(row)
    return {number: _Sentences(*zip(*own, strict=True)) for number, own in rows.items()}


def _score_parts(
    request: Request, context: DocumentContext, sentences: _Sentences, spans: Sequence[ScoredSpan]
) -> list[ScoredSpan]:
    """The spans of one paragraph's sentences."""
    model, number = request.model, sentences.numbers[0]
    block = request.blocks[number]
    scored = _score(request, sentences.tokenized, sentences.matches)
    rows = compute_rows(model.sentences.features, ParagraphContext(scored, context, number))
    bases = list(map(model.sentences.forest.logit, rows))
    terms, named = weigh_sentences(request, block, sentences.user_matches), name_by_rules(sentences.user_matches)
    columns = zip(block.sentences, bases, rows, sentences.matches, map(tuple, terms), named, strict=True)
    parts = [
        ScoredSpan(one.start, one.end, base, row, matches, own, named=kind, is_sentence=True)
        for one, base, row, matches, own, kind in columns
    ]
    parts = add_up(parts, sentences.user_matches)
    likely = {i: spans[number].row for i, part in enumerate(parts) if part.logit >= 0}
    kinds = weigh_kinds(scored, likely, model.kinds)
    return [part._replace(kinds=kinds.get(i, ())) for i, part in enumerate(parts)]


def _is_taken_apart(request: Request, whole: ScoredSpan, parts: Sequence[ScoredSpan]) -> bool:
    """Whether a sentence would go while much of the paragraph surely stays; the same at every level."""
    model, thresholds = request.model, request.model.split
    of_whole, *probabilities = sigmoid([whole.logit, *(part.logit for part in parts)])
    if max(probabilities) < model.sentence_thresholds[Level.THOROUGH]:
        return False
    pairs = zip(parts, probabilities, strict=True)
    staying = sum(part.end - part.start for part, probability in pairs if probability < thresholds.stays)
    return of_whole < model.thresholds[Level.BALANCED] or staying > thresholds.much * (whole.end - whole.start)
