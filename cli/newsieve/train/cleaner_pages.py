"""The page's term: how much the log-odds that a block is of the article, by its place in the page, say to the cleaner.

Fitted on pages that neither the page's classifier nor the cleaner has seen a page of the house of.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np

from newsieve.cleaner import Model, classify_blocks, use_model
from newsieve.cleaner.evidence import is_row
from newsieve.cleaner.thresholds import PageTerm
from newsieve.extract.article import read_article
from newsieve.extract.classifier import FIRM, BlockClassifier, use_classifier
from newsieve.languages import detect, load
from newsieve.segment import split_blocks
from newsieve.train.cleaner_operate import logit
from newsieve.train.pages_data import LabelledPage, label_blocks, load_pages
from newsieve.types import GO_BY_DEFAULT, Document, Format, Level, Options

ONE_IN = 6  # of the pages with a gold text
STEEPEST = 1.5  # slope: a steeper one makes a cliff of the page's odds
HIGHEST_CENTER = FIRM - 0.2  # what is surely of the article is argued for
SILENT = PageTerm(center=0.0, slope=0.0, least=0.0, most=0.0, row=0.0)
_LEAST, _MOST = (-3.0, -2.0, -1.0, 0.0), (0.0, 1.0, 2.0, 3.0, 4.0)
# Centers and slopes that the search begins with: from one alone it may end at a bound, at a loss that is higher by more
# than what a better term brings.
_STARTS = tuple(product((-1.0, 1.0), (0.25, 0.75, 1.25)))
_ROW = tuple(-0.5 * step for step in range(17))


class JudgedBlock(NamedTuple):
    """A block's logit without the page, the page's log-odds of content, its label and how sure (0 to 1) that is.

    `least` is the logit from which on a block of its kind goes by default, infinite where it would not.
    """

    logit: float
    odds: float
    is_boilerplate: bool
    weight: float
    is_row: bool  # of a table, with several cells
    least: float


def fit_page(corpus: Path, models: Mapping[int, Model], classifiers: Sequence[BlockClassifier]) -> PageTerm:
    """The term that makes the cleaner's probabilities of blocks of pages likeliest.

    It takes nothing by itself that the gate passes over.
    """
    known = [page for page in load_pages(corpus) if page.gold]
    pages = [page for page in known if crc32(page.id.encode()) % ONE_IN == 0]
    rows = [row for page in pages for row in _list_rows(page, models[page.fold], classifiers[page.fold])]
    logits, odds, labels, weights, *_ = (np.array(column) for column in zip(*rows, strict=True))
    best: tuple[float, PageTerm] = (_lose_shifted(SILENT, logits, odds, labels, weights), SILENT)
    gate = models[0].gate
    room = -(gate.slope * gate.own + gate.intercept)
    for least, most in product(_LEAST, [most for most in _MOST if most < room]):
        term = _fit_line(least, most, logits, odds, labels, weights)
        best = min(best, (_lose_shifted(term, logits, odds, labels, weights), term))
    tables = [page for page in known if "<tr" in page.html]
    of_tables = [row for page in tables for row in _list_rows(page, models[page.fold], classifiers[page.fold])]
    term = fit_row(best[1], [row for row in of_tables if row.is_row])
    print(f"page: {len(rows)} blocks of {len(pages)} pages, loss {best[0]:.4f}, {term}", flush=True)
    return term


def fit_row(term: PageTerm, rows: Sequence[JudgedBlock]) -> PageTerm:
    """The term with the smallest weight for table rows at which most of those that go by default are boilerplate.

    Gold texts leave tables out, so that what looks like boilerplate among the rows often is none.
    """
    raised = np.array([row.logit + weigh_place(term, row.odds) for row in rows])
    labels = np.array([row.is_boilerplate for row in rows], bool)
    least = np.array([row.least for row in rows])
    for weight in _ROW:
        goes = raised + weight >= least
        if (goes & ~labels).sum() <= (goes & labels).sum():
            return term._replace(row=weight)
    return term._replace(row=_ROW[-1])


def _list_rows(page: LabelledPage, model: Model, classifier: BlockClassifier) -> Iterator[JudgedBlock]:
    with use_classifier(classifier):
        article = read_article(Document(page.id, page.html, Format.HTML, page.url or None))
    language = detect(article.text)
    article = article._replace(language=language)
    blocks = split_blocks(article, language)
    with use_model(model._replace(page=SILENT)):
        verdicts = classify_blocks(article, blocks, load(language or ""), Options(), with_evidence=False)
    by_start = {verdict.start: verdict for verdict in verdicts}
    thresholds = model.thresholds[Level.BALANCED]
    texts = [article.text[block.start : block.end] for block in blocks]
    for block, label in zip(blocks, label_blocks(page, texts), strict=True):
        if label is not None and block.article_logit is not None:
            verdict = by_start[block.start]
            least = logit(thresholds[verdict.kind]) if verdict.kind in GO_BY_DEFAULT else np.inf
            yield JudgedBlock(
                logit(verdict.probability), block.article_logit, not label[0], label[1],
                is_row(block, article.text), least,
            )  # fmt: skip


def _fit_line(least: float, most: float, logits: Any, odds: Any, labels: Any, weights: Any) -> PageTerm:
    """Fit center and slope; an intercept takes up what gold texts leave out of the article, wherever it stands.

    A block that is surely of the article is never argued against.
    """
    from scipy.optimize import minimize

    def loss(line: Any) -> float:
        term = PageTerm(min(HIGHEST_CENTER, float(line[0])), min(STEEPEST, abs(float(line[1]))), least, most, 0.0)
        return _lose(term, logits + line[2], odds, labels, weights)

    fits = [minimize(loss, np.array([center, slope, 0.0]), method="Nelder-Mead") for center, slope in _STARTS]
    center, slope, _ = min(fits, key=lambda fit: float(fit.fun)).x
    return PageTerm(
        round(min(HIGHEST_CENTER, float(center)), 3), round(min(STEEPEST, abs(float(slope))), 3), least, most, 0.0
    )


def _lose(term: PageTerm, logits: Any, odds: Any, labels: Any, weights: Any) -> float:
    raised = logits + weigh_place(term, odds)
    return float(np.average(np.logaddexp(0, raised) - labels * raised, weights=weights))


def weigh_place(term: PageTerm, odds: Any) -> Any:
    """Weigh the page's log-odds, without the row."""
    return np.clip(term.slope * (term.center - odds), term.least, term.most)


def _lose_shifted(term: PageTerm, logits: Any, odds: Any, labels: Any, weights: Any) -> float:
    """Return the loss with the intercept that suits the term best."""
    return min(_lose(term, logits + shift, odds, labels, weights) for shift in np.arange(-2.0, 4.1, 0.25))
