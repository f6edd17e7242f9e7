"""Documents a second beside the peers, and what `batch` gains by two workers and by a ledger.

python tests/bench/bench_batch.py [--files N] [--documents N] [--records N]

Prints, all measured in this run on documents made of the example articles:
- text: documents a CPU second of `clean` and `digest`, beside sumy's LexRank and jusText; pages: `clean` beside
  trafilatura (the peers are no dependencies). Start-up is in it, theirs too.
- batch: wall-clock time with one worker over that with two, on as many files; of a first run over that of an up-to-date
  one, over many small files, with and without --learn; the largest size of the parent and its workers
- stream: the memory of `clean` over many records
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

EXAMPLES = Path(__file__).parent.parent.parent / "fixtures" / "pages"
LEXRANK = """
import json, sys
from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
from sumy.summarizers.lex_rank import LexRankSummarizer
class Words:
    def to_words(self, text): return text.split()
words, rank = Words(), LexRankSummarizer()
for line in open(sys.argv[1]):
    sentences = [s for p in json.loads(line)["text"].split("\\n") for s in p.split(". ") if s.strip()]
    rank(ObjectDocumentModel([Paragraph([Sentence(s, words) for s in sentences])]), 3)
"""
JUSTEXT = """
import html, json, sys, justext
stop = justext.get_stoplist("English")
for line in open(sys.argv[1]):
    page = "".join(f"<p>{html.escape(p)}</p>" for p in json.loads(line)["text"].split("\\n"))
    [p.text for p in justext.justext(page, stop) if not p.is_boilerplate]
"""
TRAFILATURA = """
import json, sys, trafilatura
for line in open(sys.argv[1]):
    trafilatura.extract(json.loads(line)["html"])
"""


class Cost(NamedTuple):
    """Of a finished process and its children: seconds by the clock and of the CPU, and its own largest size in MB."""

    wall: float
    cpu: float
    size: float


def measure(*command: str | Path) -> Cost:
    """Run a command to its end."""
    start = time.perf_counter()
    with subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} ended with status {process.returncode}")
    return Cost(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def newsieve(*arguments: str | Path) -> Cost:
    return measure(sys.executable, "-m", "newsieve", *arguments)


def make_texts(count: int) -> Iterator[str]:
    """Articles, no two of them the same; one at a time, since a child's largest size begins with its parent's."""
    texts = [path.read_text("utf-8") for path in sorted(EXAMPLES.glob("*/input.txt"))]
    for i, text in enumerate(islice(cycle(texts), count)):
        yield f"{text}\nThis was report number {i}.\n"


def make_pages(count: int) -> list[str]:
    pages = [path.read_text("utf-8") for path in sorted(EXAMPLES.glob("*/input.html"))]
    return list(islice(cycle(pages), count))


def compare_peers(folder: Path, count: int) -> None:
    texts, pages = folder / "texts.jsonl", folder / "pages.jsonl"
    texts.write_text("".join(json.dumps({"text": text}) + "\n" for text in make_texts(count)))
    pages.write_text("".join(json.dumps({"html": page}) + "\n" for page in make_pages(count)))
    rows = [("text", texts, "clean", [("jusText", JUSTEXT), ("sumy lexrank", LEXRANK)]),
            ("text", texts, "digest", [("jusText", JUSTEXT), ("sumy lexrank", LEXRANK)]),
            ("pages", pages, "clean", [("trafilatura", TRAFILATURA)])]  # fmt: skip
    for what, path, command, peers in rows:
        ours = newsieve(command, "--format", "jsonl", path)
        print(f"{what}: {command} {count / ours.cpu:.0f} documents a CPU second")
        for name, script in peers:
            theirs = measure(sys.executable, "-c", script, path)
            print(f"{what}: {name} {count / theirs.cpu:.0f}; {command} takes {ours.cpu / theirs.cpu:.2f} of its time")


def compare_jobs(folder: Path, count: int) -> None:
    fill(folder / "in", make_texts(count))
    one = newsieve("batch", folder / "in", "-o", folder / "one", "-j", "1")
    two = newsieve("batch", folder / "in", "-o", folder / "two", "-j", "2")
    print(
        f"batch: {count} files, -j 1 {one.wall:.1f} s, -j 2 {two.wall:.1f} s: {one.wall / two.wall:.2f} times as fast"
    )
    print(f"batch: CPU time of -j 2 is {two.cpu / one.cpu:.2f} of -j 1")


def compare_runs(folder: Path, count: int) -> None:
    fill(folder / "small", (text[-400:] for text in make_texts(count)))
    for options in ((), ("--learn", "--memory", folder / "memory.sqlite")):
        out = folder / f"out{len(options)}"
        first, again = (newsieve("batch", folder / "small", "-o", out, "-j", "2", *options) for _ in range(2))
        print(f"batch {' '.join(map(str, options[:1]))}: {count} small files, first {first.wall:.1f} s, up to date "
              f"{again.wall:.2f} s: {first.wall / again.wall:.0f} times as fast")  # fmt: skip
        print(f"batch: largest size {first.size:.0f} MB, up to date {again.size:.0f} MB")


def fill(folder: Path, texts: Iterable[str]) -> None:
    """One file a text, a hundred folders."""
    for i, text in enumerate(texts):
        path = folder / str(i % 100) / f"{i}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def measure_stream(folder: Path, count: int) -> None:
    """A tenth of the records, then all of them."""
    path = folder / "records.jsonl"
    sizes = []
    for number in (count // 10, count):
        with path.open("w") as file:
            for i, text in enumerate(islice(cycle(make_texts(200)), number)):
                file.write(json.dumps({"id": i, "text": text[:400]}) + "\n")
        sizes.append(newsieve("clean", "--format", "jsonl", path).size)
    print(f"stream: {count // 10} records {sizes[0]:.0f} MB, {count} records {sizes[1]:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--documents", type=int, default=2_000)
    parser.add_argument("--records", type=int, default=200_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        compare_peers(Path(folder), options.documents)
        compare_jobs(Path(folder), options.documents)
        compare_runs(Path(folder), options.files)
        measure_stream(Path(folder), options.records)


if __name__ == "__main__":
    main()
