"""Cold starts of newsieve against a bare Typer program with as many options, as ratios of processor time.

    python tests/bench/bench_start.py [--rounds 15] [--most 1.35]

Both run in the Python that runs this file, in turn, so that the load of the machine meets both; the least time of each
counts. Exits 1 where a ratio is above `--most`. The limit is 1.35 with Typer 0.29, which loads pydantic for every bare
program, and 1.7 with 0.28, which does not.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from newsieve.options import SETTINGS

PAGE = Path(__file__).parents[2] / "fixtures/pages/regional-paper-bridge/input.txt"
RUNS = {
    "newsieve digest FILE": ("digest", str(PAGE)),
    "newsieve clean FILE": ("clean", str(PAGE)),
    "newsieve --version": ("--version",),
    "newsieve --help": ("--help",),
    "newsieve digest --help": ("digest", "--help"),
}


def main() -> int:
    """Print a table of ratios."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--most", type=float)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "bare.py"
        bare.write_text(_write_bare(), "utf-8")
        base = {"run": [str(bare), "file"], "--help": [str(bare), "--help"]}
        programs = {name: ["-m", "newsieve", *words] for name, words in RUNS.items()}
        best = dict.fromkeys((*base, *programs), float("inf"))
        for _ in range(wanted.rounds):
            for name, words in (base | programs).items():
                best[name] = min(best[name], _measure(words))
    print(f"Typer {version('typer')}; a bare program with {len(_options())} options: {best['run'] * 1000:.0f} ms, "
          f"its --help {best['--help'] * 1000:.0f} ms")  # fmt: skip
    ratios = {name: best[name] / best["--help" if "--help" in name else "run"] for name in programs}
    for name, ratio in ratios.items():
        print(f"{name:<24}{best[name] * 1000:5.0f} ms  {ratio:.2f}")
    return int(wanted.most is not None and max(ratios.values()) > wanted.most)


def _options() -> list[tuple[str, str]]:
    return [(s.key, "bool" if s.parse is None else "str") for s in SETTINGS if "digest" in s.commands]


def _write_bare() -> str:
    lines = ["from typing import Annotated", "import typer", "app = typer.Typer()", "@app.command()", "def run("]
    for key, type_ in _options():
        default = "False" if type_ == "bool" else '""'
        lines.append(f"    {key}: Annotated[{type_}, typer.Option(help='What it does.')] = {default},")
    lines += [
        "    inputs: Annotated[list[str] | None, typer.Argument()] = None,",
        ") -> None:",
        "    print(inputs)",
        "app()",
    ]
    return "\n".join(lines)


def _measure(words: list[str]) -> float:
    """Seconds of processor time, children's included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    sys.exit(main())
