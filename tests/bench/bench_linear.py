"""Time against length: ten times the text should take about ten times as long, at most twelve.

python tests/bench/bench_linear.py [--largest BYTES]

Prints CPU seconds for documents of 10 kB to 10 MB made of the example articles, as paragraphs and on one line, for the
default ranker and for `lead`, and the ratio to the next shorter one.
"""

import argparse
import sys
import time
from itertools import cycle
from pathlib import Path

from newsieve.pipeline import Task, process
from newsieve.types import Document, Options

PAGES = Path(__file__).parent.parent.parent / "fixtures" / "pages"


def make_text(size: int, separator: str) -> str:
    """Paragraphs of the example articles, each numbered so that none repeats, until `size` characters are reached."""
    articles = sorted(PAGES.glob("*/input.txt"))
    paragraphs = [p for path in articles for p in path.read_text(encoding="utf-8").split("\n\n")]
    parts, length = [], 0
    for number, paragraph in enumerate(cycle(paragraphs)):
        parts.append(f"{paragraph} It was the {number}th time." if number >= len(paragraphs) else paragraph)
        length += len(parts[-1]) + len(separator)
        if length >= size:
            return separator.join(parts)
    return ""


def measure(text: str, ranker: str) -> float:
    """CPU seconds for one document, the best of three for short ones."""
    best = float("inf")
    for _ in range(3 if len(text) < 1_000_000 else 1):
        start = time.process_time()
        process(Document("-", text), Task.DIGEST, Options(ranker=ranker))
        best = min(best, time.process_time() - start)
    return best


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--largest", type=int, default=10_000_000)
    largest = parser.parse_args().largest
    process(Document("-", make_text(10_000, "\n\n")), Task.DIGEST, Options())
    for ranker in ("news", "lead"):
        for name, separator in (("paragraphs", "\n\n"), ("one line", " ")):
            before = None
            for size in (10_000, 100_000, 1_000_000, 10_000_000):
                if size > largest:
                    break
                seconds = measure(make_text(size, separator), ranker)
                ratio = f"{seconds / before:5.1f} times the one before" if before else ""
                print(f"{ranker:5} {name:10} {size:>10,} characters {seconds:8.3f} s  {ratio}", flush=True)
                before = seconds


if __name__ == "__main__":
    sys.exit(main())
