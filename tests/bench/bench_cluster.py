"""What Ray costs beside the local pool on one Parquet file, and whether both write the same records.

python tests/bench/bench_cluster.py [--documents N] [--task clean|digest]

Prints, all measured in this run with two workers on a file of N documents made of the example articles: records a
second of both engines, the ratio of the two, Ray's start-up apart, and the largest size that the processes of each
reached together in the first half of their time and in the second: it is to stay about the same.
"""

import argparse
import subprocess
import sys
import tempfile
import threading
import time
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

EXAMPLES = Path(__file__).parent.parent.parent / "fixtures" / "pages"
ROWS = 500  # in a row group


class Cost(NamedTuple):
    """Seconds by the clock, and the sizes in MB of the workers' processes together (proportional shares), in time."""

    wall: float
    sizes: list[float]


def write_parquet(path: Path, count: int) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    texts = [piece for example in sorted(EXAMPLES.glob("*/input.txt")) for piece in cut(example.read_text("utf-8"))]
    numbered = [f"{text}\nThis was report number {i}.\n" for i, text in enumerate(islice(cycle(texts), count))]
    hosts = [f"https://paper{i % 40}.example/{i}" for i in range(count)]
    table = pa.table({"id": range(count), "url": hosts, "text": numbered})
    parquet.write_table(table, path, row_group_size=ROWS)


def cut(text: str) -> list[str]:
    """Documents of six paragraphs each."""
    paragraphs = [paragraph for paragraph in text.split("\n") if paragraph.strip()]
    return ["\n\n".join(paragraphs[at : at + 6]) for at in range(0, len(paragraphs), 6)]


def measure(source: Path, out: Path, *options: str) -> Cost:
    command = [sys.executable, "-m", "newsieve", "batch", source, "-o", out, "-f", "parquet", "-j", "2", *options]
    start = time.perf_counter()
    with subprocess.Popen(list(map(str, command))) as process:
        sizes: list[float] = []
        watcher = threading.Thread(target=watch, args=(process, sizes))
        watcher.start()
        status = process.wait()
        watcher.join()
    if status:
        raise SystemExit(f"{command} ended with status {status}")
    return Cost(time.perf_counter() - start, sizes)


def watch(process: "subprocess.Popen[bytes]", sizes: list[float]) -> None:
    """Note twice a second how large the processes that do newsieve's work are."""
    while process.poll() is None:
        sizes.append(sum(size_of(pid) for pid in list_family(process.pid)))
        time.sleep(0.5)


def list_family(root: int) -> list[int]:
    """A process and what it started, Ray's own servers left out."""
    parents = {}
    for entry in (path.name for path in Path("/proc").iterdir() if path.name.isdigit()):
        try:
            words = Path(f"/proc/{entry}/stat").read_text("utf-8").rpartition(")")[2].split()
            command = Path(f"/proc/{entry}/cmdline").read_bytes()
        except OSError:
            continue
        parents[int(entry)] = int(words[1]), b"newsieve" in command or b"_Host" in command
    family, grown = {root}, True
    while grown:
        more = {pid for pid, (parent, _) in parents.items() if parent in family} - family
        family, grown = family | more, bool(more)
    return [pid for pid in family if pid in parents and parents[pid][1]]


def size_of(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8").splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--task", default="clean")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        compare(Path(folder), arguments.documents, arguments.task)


def compare(folder: Path, documents: int, task: str) -> None:
    from pyarrow import parquet

    one, whole = folder / "one.parquet", folder / "whole.parquet"
    for path, count in ((one, 1), (whole, documents)):
        write_parquet(path, count)
    tables, rates = {}, {}
    for engine in ("local", "ray"):
        options = ("--engine", engine, "--task", task)
        start = measure(one, folder / f"{engine}-one", *options)
        large = measure(whole, folder / f"{engine}-whole", *options)
        rates[engine] = documents / (large.wall - start.wall)
        tables[engine] = parquet.read_table(folder / f"{engine}-whole" / "whole.parquet")
        print(f"{engine:5}  {rates[engine]:5.0f} records/s with two workers; one record takes {start.wall:.1f} s")
        half = len(large.sizes) // 2
        sizes = [max(part, default=0.0) for part in (large.sizes[:half], large.sizes[half:])]
        print(f"       largest size {sizes[0]:.0f} MB in the first half, {sizes[1]:.0f} MB in the second", flush=True)
    print(f"ray / local: {rates['ray'] / rates['local']:.2f}; same records: {tables['ray'].equals(tables['local'])}")


if __name__ == "__main__":
    main()
