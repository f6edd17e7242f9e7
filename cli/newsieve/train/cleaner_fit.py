"""Fitting stage one, the forests and the kinds. Rows come from the cleaner's own registry of features."""

import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np

from newsieve.cleaner.blocks import Match, ScoredBlock
from newsieve.cleaner.classify import mark_glued
from newsieve.cleaner.features.block import SurfaceFeatures, list_sparse_features, measure
from newsieve.cleaner.features.context import BLOCK_FEATURES
from newsieve.cleaner.features.document import DocumentContext
from newsieve.cleaner.features.registry import Feature, compute_all_rows, compute_columns
from newsieve.cleaner.features.sentence import SENTENCE_FEATURES, open_paragraphs
from newsieve.cleaner.linear import STEP, ZERO_POINT, score_classes
from newsieve.cleaner.ngrams import N_BUCKETS, N_CLASSES, list_buckets
from newsieve.cleaner.paragraphs import may_be_pitch
from newsieve.cleaner.rules import matcher_of
from newsieve.cleaner.stage_one import make_scored
from newsieve.cleaner.thresholds import SplitThresholds
from newsieve.cleaner.tokens import TokenizedBlock, tokenize_blocks
from newsieve.languages import load
from newsieve.train.cleaner_data import LabelledDocument, label_ranges
from newsieve.types import Block, Sentence

SPARSE_SCALE = 0.3  # of sparse features beside n-grams: the smaller, the more the model leans on the words
RAREST_FEATURE = 3
MOST_STEPS = 40  # of the solver: more of them fit the publishers, not the language
STRENGTH_OF_WORDS, STRENGTH_OF_SURFACE, STRENGTH_OF_KINDS = 1.0, 0.1, 0.005  # inverse of L2 regularisation
LARGEST_BYTE = 127
STEADY = {"deterministic": True, "force_row_wise": True, "num_threads": 1, "seed": 1, "verbose": -1}


@dataclass(frozen=True, slots=True)
class Growth:
    """Number of trees, of their leaves, and how much each of them counts."""

    rounds: int = 160
    leaves: int = 15
    rate: float = 0.06


@dataclass(frozen=True, slots=True)
class Measured:
    """A document's blocks, or sentences, as stage one reads them."""

    document: LabelledDocument
    tokenized: tuple[TokenizedBlock, ...]
    matches: tuple[tuple[Match, ...], ...]
    surfaces: tuple[SurfaceFeatures, ...]


@dataclass(frozen=True, slots=True)
class FittedStageOne:
    """Weights of n-grams and sparse features, and of these alone for languages that no n-grams were learned of."""

    ngrams: Any  # N_BUCKETS x N_CLASSES, whole numbers
    steps: Any  # N_CLASSES
    informed: Any  # sparse features x N_CLASSES
    bias: Any
    neutral: Any
    neutral_bias: Any
    names: tuple[str, ...]
    languages: frozenset[str]


@dataclass(frozen=True, slots=True)
class Fitted:
    """All parts of a model; both forests are LightGBM's boosters, `slopes` and `intercepts` calibrate their logits."""

    stage_one: FittedStageOne
    blocks: Any
    sentences: Any
    kinds: Any  # a row of weights for each kind, its bias last
    thresholds: Any  # Thresholds
    exits: tuple[tuple[float, float], tuple[float, float]]  # raw logits at which each forest stops early
    calibration: tuple[tuple[float, float], tuple[float, float]] = ((1.0, 0.0), (1.0, 0.0))


def measure_document(document: LabelledDocument) -> Measured:
    """Measure each block by itself."""
    texts = [document.article.text[block.start : block.end] for block in document.blocks]
    parts = [_measure_text(document.language or "", text) for text in texts]
    tokenized, matches, surfaces = zip(*parts, strict=True) if parts else ((), (), ())
    return Measured(document, tokenized, matches, surfaces)


@cache
def _measure_text(language: str, text: str) -> tuple[TokenizedBlock, tuple[Match, ...], SurfaceFeatures]:
    """Measure a text by itself; in made documents the same ones stand again and again."""
    pack = load(language)
    tokenized = tokenize_blocks([text], pack)
    return tokenized[0], matcher_of(pack.rules).match(tokenized)[0], measure(tokenized, pack.stop_words)[0]


def measure_sentences(document: LabelledDocument) -> tuple[Measured, tuple[int, ...]]:
    """The sentences of blocks that have several, as if they were blocks, and the number of each one's block."""
    parents: list[int] = []
    ranges: list[Sentence] = []
    for number, block in enumerate(document.blocks):
        if len(block.sentences) > 1:
            parents += [number] * len(block.sentences)
            ranges += block.sentences
    labels = label_ranges(document.article.text, ranges, document.lines)
    # As a tuple they have no ranges, for which only paragraphs that are taken apart are asked.
    blocks = tuple(Block(i, one.start, one.end, (one,)) for i, one in enumerate(ranges))  # type: ignore[arg-type]
    return measure_document(replace(document, blocks=blocks, labels=labels)), tuple(parents)


def score(measured: Measured, logits: Any) -> list[ScoredBlock]:
    """A document's blocks as stage one scores them, from its class logits."""
    scored = make_scored(measured.tokenized, measured.surfaces, score_classes(logits.tolist()), measured.matches)
    return mark_glued(scored, measured.document.blocks)


def list_block_rows(scored: Sequence[ScoredBlock], document: LabelledDocument, is_known: bool) -> Any:
    """The forest's rows of all blocks of a document."""
    context = DocumentContext(scored, document.article.url, document.article.title, is_known)
    return np.array(compute_columns(BLOCK_FEATURES, context), np.float32).T


def list_sentence_rows(
    scored: Sequence[ScoredBlock], parents: Sequence[int], paragraphs: Sequence[ScoredBlock],
    document: LabelledDocument, is_known: bool,
) -> Any:  # fmt: skip
    """The rows of the sentences of a document."""
    context = DocumentContext(paragraphs, document.article.url, document.article.title, is_known)
    of_paragraph: dict[int, list[ScoredBlock]] = {}
    for sentence, number in zip(scored, parents, strict=True):
        of_paragraph.setdefault(number, []).append(sentence)
    rows = compute_all_rows(SENTENCE_FEATURES, open_paragraphs(context, list(of_paragraph.items())))
    return np.array(rows, np.float32)


def find_opened(scored: Sequence[ScoredBlock], parents: Sequence[int], split: SplitThresholds) -> list[bool]:
    """Whether the paragraph of each sentence of one document is opened."""
    opened = {parent for one, parent in zip(scored, parents, strict=True) if may_be_pitch(one, split)}
    return [parent in opened for parent in parents]


def name_sparse_features(measured: Sequence[Measured]) -> tuple[str, ...]:
    """Sparse features that are common enough to be given a weight."""
    counts = Counter(name for one in measured for surface in one.surfaces for name in list_sparse_features(surface))
    return tuple(sorted(name for name, count in counts.items() if count >= RAREST_FEATURE))


def stack(measured: Sequence[Measured], names: Sequence[str]) -> tuple[Any, Any]:
    """Two sparse matrices with a row for each block: n-grams and sparse features."""
    number = {name: i for i, name in enumerate(names)}

    @cache
    def number_features(surface: SurfaceFeatures) -> dict[int, float]:
        return {number[name]: 1.0 for name in list_sparse_features(surface) if name in number}

    of_words = [_weigh_buckets(block.words) for one in measured for block in one.tokenized]
    of_surface = [number_features(surface) for one in measured for surface in one.surfaces]
    return _to_matrix(of_words, N_BUCKETS), _to_matrix(of_surface, len(names))


def fit_stage_one(
    words: Any, surface: Any, labels: Any, names: Sequence[str], languages: frozenset[str], most_steps: int = MOST_STEPS
) -> Any:  # fmt: skip
    """Fit both models of stage one."""
    from scipy import sparse

    both = sparse.hstack([words, surface * SPARSE_SCALE]).tocsr()
    coefficients, bias = _fit_classes(both, labels, STRENGTH_OF_WORDS, most_steps)
    neutral, neutral_bias = _fit_classes(surface, labels, STRENGTH_OF_SURFACE, most_steps)
    ngrams = coefficients[:, :N_BUCKETS].T
    steps = np.abs(ngrams).max(axis=0) / LARGEST_BYTE
    steps[steps == 0] = 1.0
    return FittedStageOne(
        np.rint(ngrams / steps), steps, _round(coefficients[:, N_BUCKETS:].T * SPARSE_SCALE), bias, _round(neutral.T),
        neutral_bias, tuple(names), languages,
    )  # fmt: skip


def list_logits(stage: FittedStageOne, words: Any, surface: Any, is_known: Any) -> Any:
    """Class logits, a row for each block."""
    informed = (words @ stage.ngrams) * stage.steps + surface @ stage.informed + stage.bias
    neutral = surface @ stage.neutral + stage.neutral_bias
    return np.where(np.asarray(is_known)[:, None], informed, neutral)


def fit_forest(rows: Any, targets: Any, weights: Any, features: Sequence[Feature], growth: Growth) -> Any:
    """Boosted trees over rows of the features, of which the monotone ones never argue for content."""
    import lightgbm

    settings = {
        **STEADY, "objective": "binary", "learning_rate": growth.rate, "num_leaves": growth.leaves,
        "min_data_in_leaf": 25, "lambda_l2": 5.0, "feature_fraction": 0.5, "bagging_fraction": 0.8, "bagging_freq": 1,
        "max_bin": 63, "use_missing": False, "monotone_constraints": [int(feature.monotone) for feature in features],
    }  # fmt: skip
    used = weights > 0
    data = lightgbm.Dataset(rows[used], targets[used].astype(int), weight=weights[used])
    return lightgbm.train(settings, data, growth.rounds)


def fit_kinds(rows: Any, labels: Any, weights: Any) -> Any:
    """A row of weights for each kind, its bias last, over the rows of `describe_kinds` of boilerplate."""
    from sklearn.linear_model import LogisticRegression

    means, scales = rows.mean(axis=0), rows.std(axis=0) + 1e-3
    model = LogisticRegression(C=STRENGTH_OF_KINDS, max_iter=200)
    model.fit((rows - means) / scales, labels, sample_weight=weights)
    coefficients = model.coef_ / scales
    bias = model.intercept_ - coefficients @ means
    fitted = np.zeros((N_CLASSES - 1, rows.shape[1] + 1))
    fitted[:, -1] = -20.0
    fitted[model.classes_ - 1] = np.hstack([coefficients, bias[:, None]])
    return fitted


def _round(weights: Any) -> Any:
    return np.clip(np.rint(weights / STEP), -ZERO_POINT, ZERO_POINT - 1) * STEP


@cache
def _weigh_buckets(words: Sequence[str]) -> dict[int, float]:
    buckets = list_buckets(words)
    scale = max(1, len(buckets)) ** -0.5
    return {bucket: times * scale for bucket, times in Counter(buckets).items()}


def _to_matrix(rows: Sequence[dict[int, float]], width: int) -> Any:
    starts = np.cumsum([0, *map(len, rows)])
    columns = np.fromiter((column for row in rows for column in row), np.int32, starts[-1])
    values = np.fromiter((value for row in rows for value in row.values()), np.float32, starts[-1])
    from scipy import sparse

    return sparse.csr_matrix((values, columns, starts), shape=(len(rows), width))


def _fit_classes(rows: Any, labels: Any, strength: float, most_steps: int) -> tuple[Any, Any]:
    """Coefficients and biases of all classes; one that was never seen is never chosen."""
    from sklearn.linear_model import LogisticRegression

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it stops before it has converged is meant
        model = LogisticRegression(C=strength, max_iter=most_steps, tol=1e-3).fit(rows, labels)
    coefficients = np.zeros((N_CLASSES, rows.shape[1]))
    bias = np.full(N_CLASSES, -20.0)
    coefficients[model.classes_], bias[model.classes_] = model.coef_, model.intercept_
    return coefficients, bias
