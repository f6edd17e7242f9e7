"""Paragraphs that a pitch shares with the story: their sentences are judged one by one.

Only on strong evidence, and only where one sentence at least names what pitches name and looks like one.
"""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from newsieve.cleaner.blocks import Match, ScoredBlock, ScoredSpan
from newsieve.cleaner.evidence import add_up, weigh_sentences
from newsieve.cleaner.features.document import DocumentContext
from newsieve.cleaner.features.registry import compute_rows
from newsieve.cleaner.features.sentence import ParagraphContext
from newsieve.cleaner.kinds import weigh_kinds
from newsieve.cleaner.linear import sigmoid
from newsieve.cleaner.request import Request, Signals
from newsieve.cleaner.rules import matcher_of, name_by_rules
from newsieve.cleaner.spans import find_inner
from newsieve.cleaner.stage_one import score_blocks
from newsieve.cleaner.thresholds import SplitThresholds
from newsieve.cleaner.tokens import TokenizedBlock, tokenize_blocks
from newsieve.types import Level, Rule

MOST_SENTENCES = 60  # of a paragraph: longer ones stay whole


class _Paragraph(NamedTuple):
    """A paragraph's number, its sentences as stage one scores them, and the rules that match in each."""

    number: int
    sentences: Sequence[ScoredBlock]
    matches: Sequence[tuple[Match, ...]]
    user_matches: Sequence[tuple[Match, ...]]


def split_paragraphs(
    request: Request, context: DocumentContext, signals: Signals, spans: Sequence[ScoredSpan]
) -> list[ScoredSpan]:
    """Return the spans, those of paragraphs that a pitch shares replaced by those of their sentences."""
    shared = _find_shared(request, context, signals, spans)
    if not shared:
        return list(spans)
    opened = [one for one in _score_sentences(request, signals, shared) if _is_opened(one, request.model.split)]
    parts = {one.number: _score_parts(request, context, one, spans) for one in opened}
    apart = {number for number, own in parts.items() if _is_taken_apart(request, spans[number], own)}
    return [part for i, span in enumerate(spans) for part in (parts[i] if i in apart else [span])]


def may_be_pitch(sentence: ScoredBlock, thresholds: SplitThresholds) -> bool:
    """Whether a sentence names often enough what pitches name, or a rule does, and looks like one."""
    surface = sentence.surface
    is_named = sentence.rules != 0 or surface.pitch_words > thresholds.pitch_share * surface.words
    return is_named and sentence.score > thresholds.score


def _find_shared(
    request: Request, context: DocumentContext, signals: Signals, spans: Sequence[ScoredSpan]
) -> list[int]:
    """The numbers of the blocks that are looked into; what a site repeats, it repeats as one."""
    least = request.model.split.pitch_words
    shared = [
        i
        for i in context.asked
        if signals.repeats[i] <= 0
        and 1 < len(request.blocks[i].sentences) <= MOST_SENTENCES
        and (
            signals.matches[i]
            or signals.user_matches[i]
            or context.blocks[i].surface.pitch_words >= (1 if spans[i].logit >= 0 else least)
        )
    ]
    inner = find_inner(spans, request.model.spans) if shared else frozenset()
    return [i for i in shared if i not in inner]


def _score_sentences(request: Request, signals: Signals, shared: Sequence[int]) -> list[_Paragraph]:
    """The paragraphs with their sentences, all of which are tokenized, matched and scored together."""
    pack, pairs = request.pack, [(number, one) for number in shared for one in request.blocks[number].sentences]
    numbers = [number for number, _ in pairs]
    texts = [request.article.text[one.start : one.end] for _, one in pairs]
    tokenized = tokenize_blocks(texts, pack)
    matches = _match(pack.rules, tokenized, [bool(signals.matches[number]) for number in numbers])
    user_matches = _match(request.options.rules, tokenized, [bool(signals.user_matches[number]) for number in numbers])
    scored = score_blocks(request.model.stage_one, tokenized, matches, pack.stop_words, request.is_known_language)
    ends = [*accumulate([len(request.blocks[number].sentences) for number in shared])]
    parts = [slice(start, end) for start, end in pairwise([0, *ends])]
    return [
        _Paragraph(number, scored[part], matches[part], user_matches[part])
        for number, part in zip(shared, parts, strict=True)
    ]


def _match(
    rules: Sequence[Rule], blocks: Sequence[TokenizedBlock], is_tried: Sequence[bool]
) -> list[tuple[Match, ...]]:
    """The matches in each sentence; none where none was found in its paragraph."""
    tried = [i for i, one in enumerate(is_tried) if one]
    found = dict(zip(tried, matcher_of(rules).match([blocks[i] for i in tried]), strict=True))
    return [found.get(i, ()) for i in range(len(blocks))]


def _is_opened(paragraph: _Paragraph, thresholds: SplitThresholds) -> bool:
    """Whether a sentence looks like a pitch, or is matched by a rule of the user's."""
    return any(paragraph.user_matches) or any(may_be_pitch(one, thresholds) for one in paragraph.sentences)


def _score_parts(
    request: Request, context: DocumentContext, paragraph: _Paragraph, spans: Sequence[ScoredSpan]
) -> list[ScoredSpan]:
    """The spans of a paragraph's sentences."""
    model, number, user = request.model, paragraph.number, paragraph.user_matches
    block = request.blocks[number]
    rows = compute_rows(model.sentences.features, ParagraphContext(paragraph.sentences, context, number))
    bases = list(map(model.sentences.forest.logit, rows))
    terms, named = weigh_sentences(request, block, user), name_by_rules(user)
    columns = zip(block.sentences, bases, rows, paragraph.matches, map(tuple, terms), named, strict=True)
    parts = [
        ScoredSpan(one.start, one.end, base, row, matches, own, named=kind, is_sentence=True)
        for one, base, row, matches, own, kind in columns
    ]
    parts = add_up(parts, user)
    likely = {i: spans[number].row for i, part in enumerate(parts) if part.logit >= 0}
    kinds = weigh_kinds(paragraph.sentences, likely, model.kinds)
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
