"""`python -m newsieve.train score --corpus DIR --folds DIR`: every score of the cleaner, each out of fold by publisher.

Runs the labelled corpora's own programs on `predict --out-of-fold`. The texts of genres that are no news, and the
invented documents of `cleaner_test.jsonl`, were never learned from, so they are read by the weights that are shipped.
"""

import argparse
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from newsieve.cleaner import current_model
from newsieve.pipeline import Task, process
from newsieve.train.cleaner_data import FOLDS
from newsieve.train.cleaner_score import score_level
from newsieve.train.cleaner_sources import TEST, read_written
from newsieve.types import Document, Level, Options

GENRES = Path(__file__).parents[3] / "fixtures" / "genres"
TABLES = {
    "appeals": ("appeals/score.py", "--batch"),
    "promo": ("promo/score.py", "--split", "open", "--batch"),
    "harm": ("wcxb/score.py", "--type", "article", "--harm"),
}


def main(arguments: Sequence[str]) -> int:
    """Print the tables asked for, all of them by default."""
    asked = _parse(arguments)
    if "genres" in asked.tables:
        _score_genres()
    if "invented" in asked.tables:
        _score_invented(asked.level)
    for table in (name for name in TABLES if name in asked.tables):
        program, *options = TABLES[table]
        print(f"\n{table}", flush=True)
        command = [sys.executable, str(asked.corpus / program), *options, _name_batch(asked)]
        subprocess.run(command, check=True)
    return 0


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m newsieve.train score", description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--folds", type=Path, required=True, help="folder that `cleaner --folds --pairs` wrote")
    parser.add_argument("--level", type=Level, choices=list(Level), default=Level.BALANCED)
    parser.add_argument(
        "tables", nargs="*", default=["genres", "invented", *TABLES], help=f"of genres, invented, {', '.join(TABLES)}"
    )
    return parser.parse_args(arguments)


def _name_batch(asked: argparse.Namespace) -> str:
    words = [sys.executable, "-m", "newsieve.train", "predict", "--out-of-fold", "--folds", str(asked.folds),
             "--corpus", str(asked.corpus), "--level", asked.level.value]  # fmt: skip
    return shlex.join(words)


def _score_genres() -> None:
    texts = {path.name: path.read_text("utf-8") for path in sorted(GENRES.glob("*.txt"))}
    for level in (Level.BALANCED, Level.CAREFUL):
        whole = {name for name, text in texts.items() if _is_whole(name, text, level)}
        print(f"genres, {level.value}: {len(whole)} of {len(texts)} whole; not {', '.join(sorted(set(texts) - whole))}")


def _score_invented(level: Level) -> None:
    documents = read_written(TEST)
    print(f"\ninvented, {level.value}: {len(documents)} documents")
    for name, share in score_level(documents, dict.fromkeys(range(FOLDS), current_model()), level).items():
        print(f"  {name:<18} {share}")


def _is_whole(name: str, text: str, level: Level) -> bool:
    result = process(Document(name, text), Task.CLEAN, Options(level=level))
    return all(verdict.kept for verdict in result.verdicts)
