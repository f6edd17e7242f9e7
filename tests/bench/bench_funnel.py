"""Where a page's text is lost, and where other text comes in: recall and precision after each stage.

SIEVE_CORPUS=FOLDER python tests/bench/bench_funnel.py [--type article] [--every N] [--show N] [--folds FOLDER]

Scores are of the words of a page (a multiset, title and text together), means over the pages of `wcxb/` by type and of
those of `pages/` that have a gold text. Without --folds the classifier is the one that is shipped; with it the one of
FOLDER that has not seen the page's house (`python -m newsieve.train pages CORPUS --folds FOLDER` writes them).
"""

import argparse
import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from newsieve.extract import body, text_keys
from newsieve.extract.article import read_article
from newsieve.extract.classifier import BlockClassifier, load_classifier, use_classifier
from newsieve.extract.metadata import read_metadata
from newsieve.extract.page import read_page
from newsieve.pipeline import Task, process
from newsieve.train import folds, pages, pages_data
from newsieve.types import Document, Format, Options

STAGES = ("reading", "candidate", "asked", "classifier", "cleaner")
LOSS = 0.3  # of a page's words between two stages


class Row(NamedTuple):
    """A page's precision and recall after each stage."""

    id: str
    url: str
    kind: str
    scores: tuple[tuple[float, float], ...]

    def f1(self, stage: int) -> float:
        """Harmonic mean of precision and recall after a stage."""
        precision, recall = self.scores[stage]
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def measure(labelled: pages_data.LabelledPage, classifier: BlockClassifier) -> Row:
    """Scores of one page after each stage."""
    gold = _count_words(labelled.gold or "")
    with use_classifier(classifier):
        texts = list(_list_texts(labelled))
    return Row(labelled.id, labelled.url, labelled.kind, tuple(_compare(_count_words(text), gold) for text in texts))


def _list_texts(labelled: pages_data.LabelledPage) -> Iterator[str]:
    document = Document(labelled.id, labelled.html, Format.HTML, url=labelled.url or None)
    page = read_page(labelled.html)
    metadata = read_metadata(page)
    title = f"{metadata.title or ''}\n"
    asked, core = body.measure_page(page, frozenset(text_keys.make_key(heading) for heading in metadata.headings))
    yield title + "\n".join(block.text for block in page.blocks)
    yield title + "\n".join(page.blocks[number].text for number in core)
    yield title + "\n".join(page.blocks[number].text for number in asked)
    yield title + read_article(document).text
    result = process(document, Task.CLEAN, Options())
    yield title + "\n".join(result.article.text[v.start : v.end] for v in result.verdicts if v.kept)


def _count_words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def _compare(found: Counter[str], gold: Counter[str]) -> tuple[float, float]:
    if not found or not gold:
        return (1.0, 1.0) if not found and not gold else (0.0, 0.0)
    shared = (found & gold).total()
    return shared / found.total(), shared / gold.total()


def report(rows: list[Row]) -> None:
    """Print a line per stage: means, pages that lose much of their words there, pages of low precision after it."""
    for stage, name in enumerate(STAGES):
        before = [row.scores[max(0, stage - 1 - (stage == 3))][1] if stage else 1.0 for row in rows]
        lost = sum(b - row.scores[stage][1] > LOSS for b, row in zip(before, rows, strict=True))
        flooded = sum(row.scores[stage][0] < 0.6 for row in rows)
        precision = sum(row.scores[stage][0] for row in rows) / len(rows)
        recall = sum(row.scores[stage][1] for row in rows) / len(rows)
        f1 = sum(row.f1(stage) for row in rows) / len(rows)
        means = f"R {recall:.4f}  P {precision:.4f}  F1 {f1:.4f}"
        print(f"  {name:10} {means}  lose over {LOSS}: {lost:3}  P < .6: {flooded:3}")


def main() -> int:
    """Exit status 0, 2 without a corpus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--type"), parser.add_argument("--folds", type=Path)
    parser.add_argument("--every", type=int, default=1), parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    if not (folder := os.environ.get("SIEVE_CORPUS")):
        print("SIEVE_CORPUS is not set", file=sys.stderr)
        return 2
    corpus = Path(folder)
    classifiers = pages.load_folds(options.folds) if options.folds else [load_classifier()] * folds.N_FOLDS
    groups: dict[str, list[Row]] = defaultdict(list)
    labelled = [page for page in pages_data.load_pages(corpus) if page.gold is not None]
    for page in [page for page in labelled if options.type in (None, page.kind)][:: options.every]:
        groups[page.kind].append(measure(page, classifiers[page.fold]))
    for kind, rows in sorted(groups.items()):
        print(f"{kind}, {len(rows)} pages")
        report(rows)
        for row in sorted(rows, key=lambda row: row.f1(-1))[: options.show]:
            stages = "  ".join(f"{precision:.2f}/{recall:.2f}" for precision, recall in row.scores)
            print(f"    {row.f1(-1):.2f}  {stages}  {row.id} {row.url[:90]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
