"""Twenty thousand files, killed ten times: is the outcome that of an undisturbed run, and how large do processes get?

python tests/bench/bench_kills.py [--files N] [--kills N] [--jobs N]

Prints whether the two folders are the same byte for byte, what is left of temporary files, the largest size of the
parent and of any worker, and how long an up-to-date run takes.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench_batch import fill, make_texts, measure


def command(folder: Path, out: str, jobs: int) -> list[str]:
    words = ["batch", str(folder / "in"), "-o", str(folder / out), "-j", str(jobs), "--no-config"]
    return [sys.executable, "-m", "newsieve", *words]


def read_tree(out: Path) -> dict[str, bytes]:
    """All outputs with their bytes; those of the state folder apart."""
    files = (path for path in out.rglob("*") if path.is_file() and ".newsieve" not in path.parts)
    return {str(path.relative_to(out)): path.read_bytes() for path in files}


def read_size(process: int) -> int:
    """The largest size of a process so far in kB; 0 for one that is gone."""
    try:
        lines = Path(f"/proc/{process}/status").read_text("utf-8").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


def watch(process: "subprocess.Popen[bytes]", sizes: dict[str, int], until: float) -> None:
    """Look at the sizes of a process and its children until it ends, or till then."""
    while process.poll() is None and time.monotonic() < until:
        sizes["parent"] = max(sizes["parent"], read_size(process.pid))
        try:
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text("utf-8").split()
        except OSError:
            continue
        sizes["worker"] = max([sizes["worker"], *(read_size(int(child)) for child in children)])
        time.sleep(0.2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, sizes, moments = Path(name), {"parent": 0, "worker": 0}, random.Random(7)
        fill(folder / "in", (text[-400:] for text in make_texts(options.files)))
        undisturbed = measure(*command(folder, "undisturbed", options.jobs))
        for _ in range(options.kills):
            with subprocess.Popen(command(folder, "killed", options.jobs)) as process:
                watch(process, sizes, time.monotonic() + moments.uniform(0.3, undisturbed.wall / options.kills))
                process.kill()
        with subprocess.Popen(command(folder, "killed", options.jobs)) as process:
            watch(process, sizes, float("inf"))
        status = process.returncode
        same = read_tree(folder / "undisturbed") == read_tree(folder / "killed")
        left = sum(name.startswith(".newsieve-") for _, _, names in os.walk(folder / "killed") for name in names)
        again = measure(*command(folder, "killed", options.jobs))
        print(f"{options.files} files, killed {options.kills} times: exit {status}, {'the same' if same else 'OTHER'}"
              f" outputs, {left} temporary files left")  # fmt: skip
        print(f"largest parent {sizes['parent'] / 1024:.0f} MB, worker {sizes['worker'] / 1024:.0f} MB; undisturbed"
              f" {undisturbed.wall:.0f} s, up to date {again.wall:.2f} s")  # fmt: skip


if __name__ == "__main__":
    main()
