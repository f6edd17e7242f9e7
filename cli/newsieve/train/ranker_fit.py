"""Make the rows that the default ranker learns from, and fit probabilities of words and what pairs of sentences add.

The probabilities are learned from reference summaries by logistic regression, and so is that two sentences say the
same, from those that readers named duplicates. Each article counts the same.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations
from typing import Any

import numpy as np

from newsieve.rank.features import compute_features
from newsieve.rank.features.context import Context, read_words
from newsieve.rank.pairs import describe_repeat
from newsieve.rank.vocabulary import WORD_CELLS, WORD_KINDS, find_cells
from newsieve.train.ranker_data import POINTS, LabelledArticle, label_sentences, rouge, tokenize

# BBC's references are extracts, three times as long as those of the other corpora.
_CORPUS_WEIGHTS = {"bbc": 0.35}
# ROUGE as a second voice, out of fold: points of readers .640 without it, .638 at .15, .621 at .5.
_SECOND_VOICE = 0.2
_POLLUTED = 0.3  # what an article with boilerplate put in counts for beside the article itself
_SHORT = 0.03  # what an article cut short counts for: its sentences count half of what those of a whole one do
_MIDDLE, _SPREAD = 0.25, 0.3  # points of a sentence of middling ROUGE, and of one standard deviation more
_FEWEST_SENTENCES = 4
_REACH = 40  # sentences around a duplicate among which the other one is looked for


Probabilities = Mapping[int, Sequence[float]]


@dataclass(frozen=True, slots=True)
class Rated:
    """An article, its context, the rows of its candidates and the points of each; `share` is what it counts for."""

    article: LabelledArticle
    context: Context
    rows: Any
    points: Any
    share: float


def fit_word_probabilities(articles: Sequence[LabelledArticle], left_out: int | None = None) -> list[float]:
    """Return the chance of a word of each cell to be in a summary, learned from all folds but one."""
    import scipy.sparse as sp
    from sklearn.linear_model import LogisticRegression

    used = [one for one in articles if one.fold != left_out]
    sizes = Counter(one.corpus for one in used)
    counts: Any = np.zeros((WORD_CELLS, 2))
    for article in used:
        weight = _CORPUS_WEIGHTS.get(article.corpus, 1.0) / sizes[article.corpus]
        np.add.at(counts, _count_words(article), weight)
    counts *= len(used) / len(sizes)
    cells: Any = np.arange(WORD_CELLS)
    kinds = WORD_CELLS + cells // (WORD_CELLS // len(WORD_KINDS))
    places = (np.repeat(cells, 2), np.column_stack([cells, kinds]).ravel())
    features = sp.csr_matrix((np.ones(2 * WORD_CELLS), places), shape=(WORD_CELLS, WORD_CELLS + len(WORD_KINDS)))
    model = LogisticRegression(C=0.5, max_iter=500)
    labels = np.repeat([0, 1], WORD_CELLS)
    model.fit(sp.vstack([features, features]), labels, sample_weight=counts.T.ravel())
    return [round(float(chance), 3) for chance in model.predict_proba(features)[:, 1]]


def rate_all(
    labelled: Sequence[LabelledArticle],
    more: Sequence[LabelledArticle],
    polluted: Sequence[LabelledArticle],
    summarized: Sequence[LabelledArticle],
    probabilities: Probabilities,
) -> list[Rated]:
    """Return what the trees learn from; `probabilities` are of words by fold, each fitted without the fold."""
    short = shorten([*labelled, *more])
    return [
        *rate_articles(labelled, probabilities),
        *rate_articles(more, probabilities),
        *rate_articles(short, probabilities, _SHORT),
        *rate_articles(polluted, probabilities, _POLLUTED),
        *_rate_summarized(summarized, probabilities),
    ]


def rate_articles(articles: Sequence[LabelledArticle], probabilities: Probabilities, share: float = 1) -> list[Rated]:
    """Return the rows of articles and readers' points; those without candidates are left out."""
    return [*_rate_articles(articles, probabilities, share)]


def shorten(articles: Sequence[LabelledArticle]) -> list[LabelledArticle]:
    """Return articles cut behind two to four sentences, as texts of few sentences are in no corpus."""
    return [
        replace(one, candidates=one.candidates[: 2 + number % 3])
        for number, one in enumerate(articles)
        if len(one.candidates) >= _FEWEST_SENTENCES
    ]


def fit_repeats(rated: Sequence[Rated]) -> list[float]:
    """Return the bias and the weights of REPEATS: pairs that readers call duplicates against pairs that they like."""
    from sklearn.linear_model import LogisticRegression

    rows: list[tuple[float, ...]] = []
    labels: list[bool] = []
    for one in rated:
        if not one.article.labels or not any(why for _, why in one.article.record["never"]):
            continue  # nobody said why
        described = [*_describe_duplicates(one)]
        liked = combinations(np.nonzero(one.points > POINTS["none"])[0], 2)
        rows += described
        labels += [True] * len(described)
        likely = [describe_repeat(one.context, int(first), int(second)) for first, second in liked]
        rows += likely
        labels += [False] * len(likely)
    model = LogisticRegression(C=10, max_iter=500).fit(np.array(rows), np.array(labels))
    return [round(float(weight), 4) for weight in (*model.intercept_, *model.coef_[0])]


@lru_cache(maxsize=1 << 14)
def _count_words(article: LabelledArticle) -> tuple[Any, Any]:
    """Return the cell of each distinct word of an article, and whether its summary has the word."""
    vocabulary, words = read_words(article.document, article.candidates)
    language = article.document.language
    wanted = frozenset(tokenize(article.record["reference"], language))
    first = [next(iter(tokenize(word, language)), "") for word in vocabulary.numbers]
    return np.array(find_cells(vocabulary, words), int), np.array([word in wanted for word in first], int)


def _rate_articles(articles: Sequence[LabelledArticle], probabilities: Probabilities, share: float) -> Iterator[Rated]:
    for article in articles:
        if article.candidates:
            context, rows = compute_features(article.document, article.candidates, probabilities[article.fold])
            points = [POINTS[article.labels[index]] for index in article.candidates]
            yield Rated(article, context, np.array(rows, np.float32), np.array(points), share)


def _rate_summarized(articles: Sequence[LabelledArticle], probabilities: Probabilities) -> Iterator[Rated]:
    """Yield ROUGE of each sentence of articles with summaries, on the scale of points."""
    for article in articles:
        if len(article.candidates) < _FEWEST_SENTENCES:
            continue
        scores = _rate_sentences(article)
        scaled = np.clip(_MIDDLE + _SPREAD * (scores - scores.mean()) / (scores.std() + 1e-6), -0.6, 1.2)
        context, rows = compute_features(article.document, article.candidates, probabilities[article.fold])
        yield Rated(article, context, np.array(rows, np.float32), scaled, _SECOND_VOICE)


@lru_cache(maxsize=1 << 12)
def _rate_sentences(article: LabelledArticle) -> Any:
    """Return ROUGE-1 and ROUGE-2 of each candidate, added up."""
    language = article.document.language
    reference = tokenize(article.record["reference"], language)
    texts = [article.document.texts[index] for index in article.candidates]
    return np.array([sum(rouge(tokenize(text, language), reference)) for text in texts])


def _describe_duplicates(one: Rated) -> Iterator[tuple[float, ...]]:
    """Yield REPEATS of each sentence that a reader calls a duplicate, beside the one that it shares most with."""
    record = one.article.record
    said = [[index, why] for index, why in record["never"] if why == "duplicate"]
    if not said:
        return
    texts = [one.article.document.texts[index] for index in one.article.candidates]
    labels = label_sentences({**record, "never": said, "best": [], "also": [], "one": None}, texts)
    for position in (number for number, label in enumerate(labels) if label == "never"):
        near = range(max(0, position - _REACH), min(len(texts), position + _REACH))
        pairs = [describe_repeat(one.context, position, other) for other in near if other != position]
        if pairs:
            yield max(pairs)
