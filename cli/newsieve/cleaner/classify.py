"""Verdicts on the blocks of one article, list to list. Read this file first of the cleaner."""

from collections.abc import Iterable, Iterator, Sequence

from newsieve.cleaner.blocks import Match, ScoredBlock, ScoredSpan
from newsieve.cleaner.boxes import join_boxes
from newsieve.cleaner.evidence import merge_evidence
from newsieve.cleaner.features.document import DocumentContext
from newsieve.cleaner.gate import choose_asked
from newsieve.cleaner.kinds import choose_kinds
from newsieve.cleaner.linear import sigmoid
from newsieve.cleaner.model import Model, current_model
from newsieve.cleaner.paragraphs import find_opened, split_paragraphs
from newsieve.cleaner.repetition import weigh_repeats
from newsieve.cleaner.request import Request, Signals
from newsieve.cleaner.rules import add_formulas, match_pack, matcher_of
from newsieve.cleaner.spans import smooth_spans
from newsieve.cleaner.stage_one import score_blocks
from newsieve.cleaner.stage_two import score_spans
from newsieve.cleaner.tied_spans import tie_spans
from newsieve.cleaner.tokens import add_markup, read_text, tokenize_blocks
from newsieve.cleaner.vouching import vouch_for_spans
from newsieve.languages import LanguagePack
from newsieve.types import Article, Block, Kind, Level, Memory, Options, Verdict, WithEvidence

_PORTION = 1000  # blocks


def classify_blocks(
    article: Article,
    blocks: Sequence[Block],
    pack: LanguagePack,
    options: Options,
    memory: Memory | None = None,
    sites: Sequence[str] = (),
    *,
    with_evidence: WithEvidence = True,
) -> tuple[Verdict, ...]:
    """Return verdicts that tile the blocks, in order: one a block, or one a sentence where a paragraph is taken apart.

    No blocks, no verdicts. The weights of a verdict's evidence add up to the logit of its probability. The memory
    is asked for the repetitions of the first of `sites` that it knows. The less evidence is asked for, the faster.
    """
    if not blocks:
        return ()
    texts = [read_text(article, block.start, block.end) for block in blocks]
    model, repeats = current_model(), weigh_repeats(sites, texts, memory)
    known = (pack.code or article.language) in model.stage_one.languages
    request = Request(article, blocks, pack, options, model, known)
    scored, matches, user_matches = _score_texts(request, texts)
    signals = Signals(matches, add_formulas(user_matches, matches), repeats)
    scored = mark_glued(scored, blocks)
    opened = find_opened(request, scored, signals)
    asked = choose_asked(scored, signals, {one.number for one in opened}, model.gate)
    context = DocumentContext(scored, article.url, article.title, known, asked)
    spans = smooth_spans(score_spans(request, context, signals), model.spans)
    spans = vouch_for_spans(request, signals, split_paragraphs(request, context, opened, spans))
    spans = tie_spans(request, signals, join_boxes(request, signals, scored, spans))
    return tuple(_add_evidence(_decide(spans, request), spans, model, with_evidence))


def _score_texts(
    request: Request, texts: Sequence[str]
) -> tuple[list[ScoredBlock], list[tuple[Match, ...]], list[tuple[Match, ...]]]:
    """The blocks as stage one scores them, and the matches of the pack's and of the user's rules in each.

    The words of a long text would take a quarter of the memory: they are not held but for a portion of it.
    """
    pack, stage, users = request.pack, request.model.stage_one, request.options.rules
    scored, matches, user_matches = list[ScoredBlock](), list[tuple[Match, ...]](), list[tuple[Match, ...]]()
    for at in range(0, len(texts), _PORTION):
        portion = texts[at : at + _PORTION]
        tokenized = tokenize_blocks(portion, pack)
        found = match_pack(pack, tokenized)
        scored += score_blocks(stage, tokenized, found, pack.stop_words, request.is_known_language)
        matches += found
        user_matches += matcher_of(users).match(add_markup(tokenized, portion) if users else tokenized)
    return scored, matches, user_matches


def mark_glued(scored: Sequence[ScoredBlock], blocks: Sequence[Block]) -> list[ScoredBlock]:
    """Return the scored blocks, those marked that no white space parts from the block before."""
    edges = [-1, *(block.end for block in blocks)]
    pairs = zip(scored, blocks, edges, strict=False)
    return [one._replace(is_glued=True) if block.start == edge else one for one, block, edge in pairs]


def _add_evidence(
    verdicts: Iterable[Verdict], spans: Sequence[ScoredSpan], model: Model, with_evidence: WithEvidence
) -> Iterator[Verdict]:
    for verdict, span in zip(verdicts, spans, strict=True):
        is_shown = with_evidence is True or (with_evidence == "removed" and not verdict.kept)
        yield verdict._replace(evidence=merge_evidence(span, model)) if is_shown else verdict


def _decide(spans: Sequence[ScoredSpan], request: Request) -> Iterator[Verdict]:
    """The verdict on each span at the level that is asked for."""
    model, options = request.model, request.options
    logits = [span.logit for span in spans]
    kinds, probabilities = choose_kinds(spans, options.drop, model.kinds.share_to_go), sigmoid(logits)
    for span, kind, probability in zip(spans, kinds, probabilities, strict=True):
        removing = list(_list_levels(span, kind, probability, model)) if kind in options.drop else []
        goes = options.level in removing
        shown = kind if span.logit >= 0 or goes else None
        yield Verdict(span.start, span.end, not goes, shown, probability, level=next(iter(removing), None))


def _list_levels(span: ScoredSpan, kind: Kind, probability: float, model: Model) -> Iterator[Level]:
    """List the levels that remove a span of a kind."""
    for level in Level:
        least = model.sentence_thresholds[level] if span.is_sentence else model.thresholds[level][kind]
        if probability >= least:
            yield level
