"""Verdicts on the blocks of one article, list to list. Read this file first."""

from collections.abc import Sequence

from newsieve.cleaner.blocks import ScoredBlock, ScoredSpan
from newsieve.cleaner.evidence import merge_evidence
from newsieve.cleaner.features.document import DocumentContext
from newsieve.cleaner.gate import choose_asked
from newsieve.cleaner.kinds import choose_kind
from newsieve.cleaner.lexicon import lexicon_of
from newsieve.cleaner.linear import sigmoid
from newsieve.cleaner.model import Model, current_model
from newsieve.cleaner.paragraphs import split_paragraphs
from newsieve.cleaner.repetition import weigh_repeats
from newsieve.cleaner.request import Request, Signals
from newsieve.cleaner.rules import matcher_of
from newsieve.cleaner.spans import smooth_spans
from newsieve.cleaner.stage_one import score_blocks
from newsieve.cleaner.stage_two import score_spans
from newsieve.cleaner.tokens import tokenize_blocks
from newsieve.languages import LanguagePack
from newsieve.types import Article, Block, Level, Memory, Options, Verdict


def classify(
    article: Article,
    blocks: Sequence[Block],
    pack: LanguagePack,
    options: Options,
    memory: Memory | None = None,
    site: str = "",
    *,
    with_evidence: bool = True,
) -> tuple[Verdict, ...]:
    """Return verdicts that tile the blocks, in order: one a block, or one a sentence where a paragraph is taken apart.

    No blocks, no verdicts. The weights of a verdict's evidence add up to the logit of its probability. `site` is whose
    repetitions the memory is asked for. `with_evidence`: else there is none, which is faster.
    """
    if not blocks:
        return ()
    request = Request(article, blocks, pack, options, current_model())
    tokenized = tokenize_blocks(request.list_texts(), lexicon_of(pack))
    matches, user_matches = matcher_of(pack.rules).match(tokenized), matcher_of(options.rules).match(tokenized)
    signals = Signals(matches, user_matches, weigh_repeats(site, request.list_texts(), memory))
    known = request.is_known_language
    scored = score_blocks(request.model.stage_one, tokenized, matches, pack.stop_words, known)
    scored = mark_glued(scored, blocks)
    asked = choose_asked(scored, signals.list_signalled(), request.model.gate)
    context = DocumentContext(scored, article.url, article.title, known, asked)
    spans = smooth_spans(score_spans(request, context, signals), request.model.spans)
    spans = split_paragraphs(request, context, signals, spans)
    return tuple([_decide(span, request.model, options, with_evidence) for span in spans])


def mark_glued(scored: Sequence[ScoredBlock], blocks: Sequence[Block]) -> list[ScoredBlock]:
    """Return the scored blocks, those marked that no white space parts from the block before."""
    edges = [-1, *(block.end for block in blocks)]
    pairs = zip(scored, blocks, edges, strict=False)
    return [one._replace(is_glued=True) if block.start == edge else one for one, block, edge in pairs]


def _decide(span: ScoredSpan, model: Model, options: Options, with_evidence: bool) -> Verdict:
    thresholds, forest = (
        (model.sentence_thresholds, model.sentences) if span.is_sentence else (model.thresholds, model.blocks)
    )
    probability = sigmoid(span.logit)
    kind = span.named or (choose_kind(span.kinds, options.drop, model.kinds.share_to_go) if span.kinds else None)
    removing = [level for level in Level if probability >= thresholds[level]] if kind in options.drop else []
    goes = options.level in removing
    shown = kind if span.logit >= 0 or goes else None
    evidence = merge_evidence(span, forest) if with_evidence else ()
    return Verdict(span.start, span.end, not goes, shown, probability, evidence, next(iter(removing), None))
