"""Fitting the two stages, each fold's model without the fold's publishers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import scipy.sparse as sparse

from newsieve.cleaner.context import describe
from newsieve.cleaner.first import to_chances, to_score
from newsieve.cleaner.lexicon import lexicon_of
from newsieve.cleaner.model import TRAIT_QUANTUM, TRAIT_ZERO
from newsieve.cleaner.rules import book_of, name_by_rules, sum_rules
from newsieve.cleaner.sentences import MOST_SENTENCES, describe_sentences, may_be_pitch, surround
from newsieve.cleaner.shape import Shape, measure, name_traits
from newsieve.cleaner.sighting import Sighting
from newsieve.cleaner.story import count_story, parts_of
from newsieve.cleaner.words import CLASSES, ROWS, count_rows, split_words
from newsieve.languages import load
from newsieve.train.cleaner_data import LabelledDocument, label_ranges
from newsieve.types import Block, Kind, Sentence

TRAIT_SCALE = 0.3  # of traits beside n-grams in one model: the smaller, the more the model leans on the words
RAREST_TRAIT = 3
MOST_STEPS = 40  # of the solver: more of them fit the publishers, not the language
STRENGTH_OF_WORDS, STRENGTH_OF_TRAITS, STRENGTH_OF_KINDS = 1.0, 0.1, 0.005  # inverse of L2 regularisation
LARGEST_BYTE = 127
STEADY = {"deterministic": True, "force_row_wise": True, "num_threads": 1, "seed": 1, "verbose": -1}


@dataclass(frozen=True, slots=True)
class Growth:
    """How many trees, of how many leaves, and how much each of them counts."""

    rounds: int = 160
    leaves: int = 15
    rate: float = 0.06


@dataclass(frozen=True, slots=True)
class Looked:
    """A document's blocks as the first stage reads them."""

    document: LabelledDocument
    texts: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    shapes: tuple[Shape, ...]
    rows: tuple[dict[int, float], ...]
    traits: tuple[tuple[str, ...], ...]
    rules: tuple[float, ...]
    named: tuple[Kind | None, ...]


@dataclass(frozen=True, slots=True)
class FirstStage:
    """Weights of words and traits, and of traits alone for languages that no n-grams were learned of."""

    words: Any  # ROWS x CLASSES, whole numbers
    scales: Any  # CLASSES
    traits: Any  # traits x CLASSES
    bias: Any
    neutral_traits: Any
    neutral_bias: Any
    names: tuple[str, ...]
    languages: frozenset[str]


@dataclass(frozen=True, slots=True)
class Fitted:
    """All parts of a model; both forests are LightGBM's boosters."""

    first: FirstStage
    blocks: Any
    sentences: Any
    kinds: Any  # a row of weights for each kind, its bias last
    thresholds: Mapping[str, float]
    sentence_thresholds: Mapping[str, float]
    hopeless: tuple[float, float] = (-1e9, -1e9)  # of both forests: where they stop early


def look(document: LabelledDocument) -> Looked:
    """Measure each block by itself."""
    pack = load(document.language or "")
    lexicon = lexicon_of(pack)
    texts = tuple(document.article.text[block.start : block.end] for block in document.blocks)
    words = tuple(tuple(split_words(text)) for text in texts)
    shapes = tuple(measure(t, w, pack.stop_words, lexicon.count(w)) for t, w in zip(texts, words, strict=True))
    rows = tuple(_weigh_rows(of_block) for of_block in words)
    book = book_of(pack.rules)
    matches = tuple(book.match(text) for text in texts)
    traits = tuple(tuple(name_traits(shape)) for shape in shapes)
    rules, named = tuple(map(sum_rules, matches)), tuple(map(name_by_rules, matches))
    return Looked(document, texts, words, shapes, rows, traits, rules, named)


def look_at_sentences(document: LabelledDocument) -> tuple[Looked, tuple[int, ...]]:
    """The sentences of blocks that have several, as if they were blocks, and the number of each one's block."""
    parents: list[int] = []
    ranges: list[Sentence] = []
    for number, block in enumerate(document.blocks):
        if 1 < len(block.sentences) <= MOST_SENTENCES:
            parents += [number] * len(block.sentences)
            ranges += block.sentences
    labels = label_ranges(document.article.text, ranges, document.lines)
    blocks = tuple(Block(i, one.start, one.end, (one,)) for i, one in enumerate(ranges))
    return look(replace(document, blocks=blocks, labels=labels)), tuple(parents)


def sight_sentences(
    looked: Looked, parents: Sequence[int], scores: Any, paragraphs: Sequence[Sighting], is_known: bool
) -> list[list[float]]:
    """The rows of the second level for one document, as `judge` makes them."""
    sentences = to_sightings(looked, scores)
    story, host = count_story(paragraphs), parts_of(looked.document.article.url)[0]
    rows: list[list[float]] = []
    for number in dict.fromkeys(parents):
        own = [sentence for sentence, parent in zip(sentences, parents, strict=True) if parent == number]
        rows += describe_sentences(own, surround(paragraphs, number, story, host, is_known))
    return rows


def find_opened(looked: Looked, parents: Sequence[int], scores: Any) -> list[bool]:
    """Whether the paragraph of each sentence of one document is taken apart, as `judge` decides it."""
    pairs = zip(to_sightings(looked, scores), parents, strict=True)
    opened = {parent for sentence, parent in pairs if may_be_pitch(sentence)}
    return [parent in opened for parent in parents]


def name_all_traits(looked: Sequence[Looked]) -> tuple[str, ...]:
    """Traits that are common enough to be given a weight."""
    counts = Counter(name for one in looked for traits in one.traits for name in traits)
    return tuple(sorted(name for name, count in counts.items() if count >= RAREST_TRAIT))


def stack(looked: Sequence[Looked], names: Sequence[str]) -> tuple[Any, Any]:
    """Two sparse matrices with a row for each block: n-grams and traits."""
    number = {name: i for i, name in enumerate(names)}
    word_rows = [rows for one in looked for rows in one.rows]
    trait_rows = [{number[name]: 1.0 for name in traits if name in number} for one in looked for traits in one.traits]
    return _to_sparse(word_rows, ROWS), _to_sparse(trait_rows, len(names))


def fit_first(words: Any, traits: Any, labels: Any, names: Sequence[str], languages: frozenset[str]) -> FirstStage:
    """Fit both models of the first stage."""
    both = sparse.hstack([words, traits * TRAIT_SCALE]).tocsr()
    coefficients, bias = _fit_classes(both, labels, STRENGTH_OF_WORDS)
    neutral, neutral_bias = _fit_classes(traits, labels, STRENGTH_OF_TRAITS)
    of_words = coefficients[:, :ROWS].T
    scales = np.abs(of_words).max(axis=0) / LARGEST_BYTE
    scales[scales == 0] = 1.0
    return FirstStage(
        np.rint(of_words / scales), scales, _round(coefficients[:, ROWS:].T * TRAIT_SCALE), bias, _round(neutral.T),
        neutral_bias, tuple(names), languages,
    )  # fmt: skip


def score_classes(stage: FirstStage, words: Any, traits: Any, is_known: Any) -> Any:
    """Log-odds of each class, a row for each block."""
    informed = (words @ stage.words) * stage.scales + traits @ stage.traits + stage.bias
    neutral = traits @ stage.neutral_traits + stage.neutral_bias
    return np.where(np.asarray(is_known)[:, None], informed, neutral)


def sight(looked: Looked, scores: Any, is_known: bool) -> list[list[float]]:
    """The rows of the last stage for one document."""
    article = looked.document.article
    sightings = to_sightings(looked, scores)
    return describe(sightings, count_story(sightings), article.url, article.title, is_known)


def to_sightings(looked: Looked, scores: Any) -> list[Sighting]:
    """A document's blocks as the first stage sees them, from its log-odds."""
    blocks = looked.document.blocks
    sightings = []
    for i, odds in enumerate(scores.tolist()):
        chances = to_chances(odds)
        glued = i > 0 and blocks[i].start == blocks[i - 1].end
        seen = looked.texts[i], looked.words[i], looked.shapes[i], chances, to_score(chances[0]), glued
        sightings.append(Sighting(*seen, looked.rules[i], looked.named[i]))
    return sightings


def fit_last(rows: Any, targets: Any, weights: Any, rising: Sequence[bool], growth: Growth) -> Any:
    """Boosted trees over rows of `describe` or `describe_sentences`; `rising` columns never argue for content."""
    import lightgbm

    settings = {
        **STEADY, "objective": "binary", "learning_rate": growth.rate, "num_leaves": growth.leaves,
        "min_data_in_leaf": 25, "lambda_l2": 5.0, "feature_fraction": 0.5, "bagging_fraction": 0.8, "bagging_freq": 1,
        "max_bin": 63, "use_missing": False, "monotone_constraints": list(map(int, rising)),
    }  # fmt: skip
    return lightgbm.train(settings, lightgbm.Dataset(rows, targets, weight=weights), growth.rounds)


def fit_kinds(rows: Any, labels: Any, weights: Any) -> Any:
    """A row of weights for each kind, its bias last, over the rows of `describe_kinds` of boilerplate."""
    from sklearn.linear_model import LogisticRegression

    means, scales = rows.mean(axis=0), rows.std(axis=0) + 1e-3
    model = LogisticRegression(C=STRENGTH_OF_KINDS, max_iter=200)
    model.fit((rows - means) / scales, labels, sample_weight=weights)
    coefficients = model.coef_ / scales
    bias = model.intercept_ - coefficients @ means
    fitted = np.zeros((CLASSES - 1, rows.shape[1] + 1))
    fitted[:, -1] = -20.0
    fitted[model.classes_ - 1] = np.hstack([coefficients, bias[:, None]])
    return fitted


def _round(weights: Any) -> Any:
    return np.clip(np.rint(weights / TRAIT_QUANTUM), -TRAIT_ZERO, TRAIT_ZERO - 1) * TRAIT_QUANTUM


def _weigh_rows(words: Sequence[str]) -> dict[int, float]:
    rows = count_rows(words)
    scale = max(1, len(rows)) ** -0.5
    return {row: times * scale for row, times in Counter(rows).items()}


def _to_sparse(rows: Sequence[dict[int, float]], width: int) -> Any:
    starts = np.cumsum([0, *map(len, rows)])
    columns = np.fromiter((column for row in rows for column in row), np.int32, starts[-1])
    values = np.fromiter((value for row in rows for value in row.values()), np.float32, starts[-1])
    return sparse.csr_matrix((values, columns, starts), shape=(len(rows), width))


def _fit_classes(rows: Any, labels: Any, strength: float) -> tuple[Any, Any]:
    """Coefficients and biases of all CLASSES; a class that was never seen is never chosen."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=strength, max_iter=MOST_STEPS, tol=1e-3).fit(rows, labels)
    coefficients = np.zeros((CLASSES, rows.shape[1]))
    bias = np.full(CLASSES, -20.0)
    coefficients[model.classes_], bias[model.classes_] = model.coef_, model.intercept_
    return coefficients, bias
