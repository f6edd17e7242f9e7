"""Extraction on the labelled pages: F1 on publishers that were not learned from, and CPU time beside trafilatura.

SIEVE_CORPUS=FOLDER python tests/bench/bench_pages.py [--every N]

Prints mean F1 of 4-shingles by kind of gold, out of fold, and CPU time of `read_article` beside trafilatura's with
favor_precision on every Nth page, the two taking turns. Neither the cleaner behind extraction nor start-up is in it.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from newsieve.extract import read_article
from newsieve.extract.classifier import parse_classifier
from newsieve.train import pages, pages_data, pages_rows
from newsieve.types import Document, Format


def compare_time(labelled: list[pages_data.LabelledPage]) -> float:
    """CPU time of ours over trafilatura's; needs trafilatura, which is no dependency."""
    from trafilatura import extract

    def theirs(html: str) -> object:
        return extract(html, favor_precision=True, include_comments=False)

    def ours(html: str) -> object:
        return read_article(Document("page", html, Format.HTML))

    _measure_cpu(ours, labelled[0].html), _measure_cpu(theirs, labelled[0].html)  # imports
    times = [(_measure_cpu(ours, page.html), _measure_cpu(theirs, page.html)) for page in labelled]
    return sum(own for own, _ in times) / sum(other for _, other in times)


def _measure_cpu(read: Callable[[str], object], html: str) -> float:
    start = time.process_time()
    read(html)
    return time.process_time() - start


def main() -> int:
    """Exit status 0, 2 without a corpus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=6)
    options = parser.parse_args()
    if not (folder := os.environ.get("SIEVE_CORPUS")):
        print("SIEVE_CORPUS is not set", file=sys.stderr)
        return 2
    labelled = pages_data.load_pages(Path(folder))
    readings = pages_rows.read_pages(labelled)
    classifiers = [parse_classifier(model) for model in pages.fit_classifiers(readings)]
    for kind, score in pages.score_pages(readings, classifiers).items():
        print(f"F1, {kind} gold: {score:.4f}")
    print(f"CPU time, trafilatura = 1: {compare_time(labelled[:: options.every]):.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
