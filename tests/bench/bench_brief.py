"""Prints what `brief` costs beside `batch` over the same documents, how that grows with their number, and its memory.

    python tests/bench/bench_brief.py [DOCUMENTS]

The documents are the invented stories, with other names and figures in each round, so that stories of two rounds are
built alike and are none. `batch` runs in one process, as `brief` does. User and system time are counted, not the clock.
"""

import json
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from hashlib import blake2b
from itertools import count, islice
from pathlib import Path

STORIES = Path(__file__).parents[2] / "fixtures" / "stories" / "stories.jsonl"
SOUNDS = "ba ke li mo nu ra se ti vo zu da fe gi ho ju la".split()
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}")


def make_documents() -> Iterator[str]:
    """Yield records without end."""
    tellings = [t for line in STORIES.read_text("utf8").splitlines() for t in json.loads(line)["tellings"]]
    for round_ in count():
        for telling in tellings:
            made = {"id": f"{telling['id']}-{round_}"}
            for field in ("title", "text"):
                made[field] = _NAME.sub(lambda m: _rename(m[0], round_), telling[field])  # noqa: B023
                made[field] = re.sub(r"\d+", lambda m: str(_number(m[0], round_) % 10 ** len(m[0])), made[field])  # noqa: B023
            yield json.dumps(made) + "\n"


def measure(*words: str) -> tuple[float, float]:
    """Run newsieve. CPU seconds, and the largest resident set of all runs so far in MB."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "newsieve", *words], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, after.ru_maxrss / 1024


def main() -> None:
    """Print a line a number of documents."""
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 4000
    with tempfile.TemporaryDirectory() as folder:
        for number in (most // 4, most // 2, most):
            path = Path(folder, f"{number}.jsonl")
            path.write_text("".join(islice(make_documents(), number)), "utf8")
            brief, memory = measure("brief", str(path), "-o", f"{folder}/brief.txt")
            batch, _ = measure("batch", str(path), "-j", "1", "-o", f"{folder}/out-{number}")
            print(f"{number} documents: brief {1000 * brief / number:.2f} ms each, {brief / batch:.2f} of batch, "
                  f"{memory:.0f} MB")  # fmt: skip


def _number(word: str, round_: int) -> int:
    return int.from_bytes(blake2b(f"{round_} {word}".encode(), digest_size=6).digest(), "big")


def _rename(name: str, round_: int) -> str:
    number = _number(name, round_)
    return "".join(SOUNDS[number >> shift & 15] for shift in (0, 4, 8)).capitalize() if round_ else name


if __name__ == "__main__":
    main()
