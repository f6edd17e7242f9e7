"""CPU time by stage, warm and cold: where the time of a document goes.

python tests/bench/bench_stages.py [RECORDS.jsonl] [--task clean|digest] [--cold RUNS]

Documents are the records of a file (`id`, and `html` or `text`), or the example articles. The process is sampled as it
runs, each sample counting for the innermost stage that is at work, so that nothing is measured but what runs anyway.
Warm: all documents after a first round over some of them. Cold: new processes, one document each, imports and the
compiling of patterns included.
"""

import argparse
import json
import runpy
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from types import FrameType

EXAMPLES = Path(__file__).parents[2] / "fixtures" / "pages"
INTERVAL_S = 0.001
WARMED = 40  # documents
STAGES = {
    "page: parse": ("extract/page.py",),
    "page: walk": (
        *("extract/walk.py", "extract/collector.py", "extract/inline.py", "extract/styles.py"),
        *("extract/runs.py", "extract/elements.py", "extract/comments.py"),
    ),
    "page: candidate": ("extract/top_candidate.py",),
    "page: features": (
        *("extract/features.py", "extract/columns.py", "extract/page_stats.py", "extract/page_type.py"),
        *("extract/surroundings.py", "extract/sections.py", "extract/described.py"),
    ),
    "page: spine": ("extract/spine.py", "extract/reveal.py"),
    "page: title, author, date": ("extract/metadata.py", "extract/titles.py", "extract/bylines.py", "days.py"),
    "page: trees": ("extract/classifier.py",),
    "page: the rest": ("extract/",),
    "language": ("languages/detection.py",),
    "packs and model files": ("languages/", "cleaner/model.py"),
    "seams and lines": ("segment/seams.py", "segment/lines.py"),
    "sentences": ("segment/",),
    "clean: tokens and lexicons": ("cleaner/tokens.py", "cleaner/lexicon.py"),
    "clean: rules": ("cleaner/rules.py",),
    "clean: stage one": ("cleaner/stage_one.py", "cleaner/ngrams.py", "cleaner/linear.py"),
    "clean: features": ("cleaner/features/",),
    "clean: paragraphs": ("cleaner/paragraphs.py",),
    "clean: stage two": ("cleaner/stage_two.py",),
    "clean: the rest": ("cleaner/",),
    "rank: candidates": ("rank/candidates.py",),
    "rank: features": ("rank/features/", "rank/vocabulary.py", "rank/cues.py", "rank/quotes.py"),
    "rank: the rest": ("rank/",),
    "render": ("render/",),
    "read": ("read/",),
}
OTHERS = {
    "/re/_compiler.py": "patterns compiled",
    "<frozen importlib._bootstrap>": "imports",
    "/forest.py": "trees",
}


def main() -> None:
    """Print a table: milliseconds of CPU a document, and the share of each stage."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", nargs="?", type=Path)
    parser.add_argument("--task", choices=("clean", "digest"), default="digest")
    parser.add_argument("--cold", type=int, metavar="RUNS")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)  # a cold run: sample one document
    wanted = parser.parse_args()
    if wanted.one:
        print(json.dumps(sample_cold(wanted.task, wanted.one)), file=sys.stderr)
    elif wanted.cold:
        counts, seconds = run_cold(wanted.task, wanted.cold)
        print_table(counts, seconds / wanted.cold)
    else:
        counts, seconds = sample_warm(wanted.task, [*read_documents(wanted.records)])
        print_table(counts, seconds)


def print_table(counts: Counter[str], seconds: float) -> None:
    """`seconds` are those of a document."""
    print(f"{1000 * seconds:7.2f} ms  all")
    for stage, count in counts.most_common():
        share = count / counts.total()
        print(f"{1000 * seconds * share:7.2f} ms  {stage} ({share:.1%})")


def read_documents(records: Path | None) -> Iterator[tuple[str, bool]]:
    """Each document's text, and whether it is a page."""
    if records is None:
        yield from ((path.read_text("utf-8"), path.suffix == ".html") for path in sorted(EXAMPLES.glob("*/input.*")))
        return
    with records.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            yield (record["html"], True) if "html" in record else (record["text"], False)


def sample_warm(task: str, texts: Iterable[tuple[str, bool]]) -> tuple[Counter[str], float]:
    """Samples by stage, and CPU seconds a document."""
    from newsieve.pipeline import Task, process
    from newsieve.types import Document, Format, Options

    documents = [Document("", text, Format.HTML if is_page else Format.TEXT) for text, is_page in texts]
    for document in islice(documents, WARMED):
        process(document, Task(task), Options(), with_evidence=False)
    start = time.process_time()
    with sampling() as counts:
        for document in documents:
            process(document, Task(task), Options(), with_evidence=False)
    return counts, (time.process_time() - start) / len(documents)


def run_cold(task: str, runs: int) -> tuple[Counter[str], float]:
    """Samples by stage of so many processes, and the CPU seconds of all."""
    counts, seconds = Counter[str](), 0.0
    page = EXAMPLES / "regional-paper-bridge" / "input.txt"
    for _ in range(runs):
        command = [sys.executable, __file__, "--task", task, "--one", str(page)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        own, spent = json.loads(done.stderr.splitlines()[-1])
        counts.update(own)
        seconds += spent
    return counts, seconds


def sample_cold(task: str, page: Path) -> tuple[dict[str, int], float]:
    """Run the command line on a page, and return its samples and CPU seconds."""
    sys.argv = ["newsieve", task, str(page)]
    start = time.process_time()
    with sampling() as counts:
        try:
            runpy.run_module("newsieve", run_name="__main__")
        except SystemExit as done:
            if done.code:
                raise
    return dict(counts), time.process_time() - start


@contextmanager
def sampling() -> Iterator[Counter[str]]:
    """Count samples by stage while it lasts."""
    counts: Counter[str] = Counter()

    def take(_number: int, frame: FrameType | None) -> None:
        counts[find_stage(frame)] += 1

    signal.signal(signal.SIGPROF, take)
    signal.setitimer(signal.ITIMER_PROF, INTERVAL_S, INTERVAL_S)
    try:
        yield counts
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def find_stage(frame: FrameType | None) -> str:
    """The innermost stage; patterns, imports and trees count for themselves, whoever asks for them."""
    found = ""
    while frame is not None:
        name = frame.f_code.co_filename
        if other := next((stage for part, stage in OTHERS.items() if part in name), None):
            return other
        _, _, part = name.rpartition("/newsieve/")
        found = found or next((stage for stage, parts in STAGES.items() if part.startswith(parts)), "")
        frame = frame.f_back
    return found or "the rest"


if __name__ == "__main__":
    main()
