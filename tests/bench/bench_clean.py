"""How many times as many documents a second `clean` handles as trafilatura does of the same articles' pages.

`SIEVE_CORPUS=… python tests/bench/bench_clean.py [DOCUMENTS]`; both in one process, on one core, CPU time, by turns.
"""

import json
import lzma
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

from newsieve.pipeline import Task, process
from newsieve.types import Document, Options

ROUNDS = 3


def main(count: int) -> None:
    """Print the CPU time of each a document, and their ratio."""
    pairs = read_pairs(Path(os.environ["SIEVE_CORPUS"]), count)
    documents, pages = [document for document, _ in pairs], [page for _, page in pairs]
    jobs: dict[str, Callable[[], None]] = {"newsieve": lambda: clean(documents), "trafilatura": lambda: extract(pages)}
    for job in jobs.values():
        job()  # imports, weights, what is remembered across documents
    spent = {name: min(measure(job) for _ in range(ROUNDS)) / len(pairs) for name, job in jobs.items()}
    size = sum(len(document.text) for document in documents) / len(documents)
    print(
        f"{len(pairs)} documents of {size:.0f} characters: "
        + ", ".join(f"{n} {1000 * s:.2f} ms" for n, s in spent.items())
    )
    print(f"ratio {spent['trafilatura'] / spent['newsieve']:.2f}")


def read_pairs(corpus: Path, count: int) -> list[tuple[Document, str]]:
    """Documents as plain text, and the pages that they were taken from."""
    lines: dict[str, list[str]] = defaultdict(list)
    for text in (corpus / "promo" / "paragraphs.jsonl").read_text("utf-8").splitlines():
        row = json.loads(text)
        lines[row["doc"]].append(row["text"])
    gold = map(json.loads, (corpus / "pages" / "gold.jsonl").read_text("utf-8").splitlines())
    wanted = {row["id"]: row for row in gold if row.get("promo_doc") in lines}
    pairs = []
    with lzma.open(corpus / "pages" / "pages.jsonl.xz", "rt", encoding="utf-8") as file:
        for text in file:
            page = json.loads(text)
            row = wanted.get(page["id"])
            if row and len(pairs) < count:
                document = Document(page["id"], "\n".join(lines[row["promo_doc"]]), url=row["url"] or None)
                pairs.append((document, page["html"]))
    return pairs


def clean(documents: Iterable[Document]) -> None:
    """Run the pipeline of `clean`."""
    for document in documents:
        process(document, Task.CLEAN, Options(), with_evidence=False)


def extract(pages: Iterable[str]) -> None:
    """Run trafilatura as it is most careful."""
    import trafilatura

    for page in pages:
        trafilatura.extract(page, favor_precision=True)


def measure(job: Callable[[], None]) -> float:
    """CPU seconds."""
    start = time.process_time()
    job()
    return time.process_time() - start


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
