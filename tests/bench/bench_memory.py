"""What the repetition memory costs with millions of rows.

python tests/bench/bench_memory.py [--documents N] [--paragraphs N]

Prints, all measured in this run: the rows learned a second and the size of the file; the CPU time to look a paragraph
up over that to clean it, on the example articles as documents of one site of the memory; and what a document costs
that repeats eight paragraphs of the site.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from newsieve.cleaner import fingerprint
from newsieve.pipeline import Task, prepare, process
from newsieve.repetition import DocumentRecord, Snapshot, learn, open_memory
from newsieve.types import Document, Options

EXAMPLES = Path(__file__).parent.parent.parent / "fixtures" / "pages"
SITES, REPEATED, ROUNDS = 50, 8, 20


def make_records(documents: int, paragraphs: int) -> Iterator[DocumentRecord]:
    """Documents of fifty sites; eight paragraphs of each stand in many documents of its site, the others in one."""
    chance = random.Random(0)
    for number in range(documents):
        site = f"paper{number % SITES}.example"
        own = {chance.getrandbits(63): "A paragraph of the story, of some length. " * 5 for _ in range(paragraphs - 4)}
        common = {
            fingerprint(f"{site} repeats this {'x' * k}"): f"It repeats {k}. " * 10
            for k in chance.sample(range(REPEATED), 4)
        }
        yield DocumentRecord(site, number, own | common)


def time_cpu(run: Callable[[], object]) -> float:
    start = time.process_time()
    for _ in range(ROUNDS):
        run()
    return (time.process_time() - start) / ROUNDS


def compare(memory: Snapshot) -> None:
    texts = [path.read_text("utf-8") for path in sorted(EXAMPLES.glob("*/input.txt"))]
    documents = [Document("", text, url=f"https://paper{i % SITES}.example/{i}") for i, text in enumerate(texts)]
    marks = []
    for document in documents:
        article, _, blocks = prepare(document, Options())
        marks.append([fingerprint(article.text[block.start : block.end]) for block in blocks])
    for document in documents:
        process(document, Task.CLEAN, Options())  # loads what is loaded once
    paragraphs = sum(map(len, marks))
    cleaning = time_cpu(lambda: [process(document, Task.CLEAN, Options()) for document in documents]) / paragraphs
    sites = [f"paper{i % SITES}.example" for i in range(len(documents))]
    looking = time_cpu(lambda: [memory.frequency(s, m) for s, m in zip(sites, marks, strict=True)]) / paragraphs
    print(f"a paragraph: cleaned in {cleaning * 1e6:.0f} us, looked up in {looking * 1e6:.2f} us: "
          f"1/{cleaning / looking:.0f}")  # fmt: skip
    common = [[fingerprint(f"{s} repeats this {'x' * k}") for k in range(REPEATED)] for s in sites]
    mixed = [[*own, *eight] for own, eight in zip(marks, common, strict=True)]
    looking = time_cpu(lambda: [memory.frequency(s, m) for s, m in zip(sites, mixed, strict=True)])
    looking /= sum(map(len, mixed))
    print(f"with eight repeated ones in each document: {looking * 1e6:.2f} us, 1/{cleaning / looking:.0f}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--paragraphs", type=int, default=20)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "memory.sqlite"
        start = time.perf_counter()
        learn(str(path), make_records(arguments.documents, arguments.paragraphs))
        rows = arguments.documents * arguments.paragraphs
        print(f"{rows} rows learned, {rows / (time.perf_counter() - start):.0f} a second; "
              f"{path.stat().st_size / 1e6:.0f} MB")  # fmt: skip
        compare(open_memory(str(path)))


if __name__ == "__main__":
    main()
