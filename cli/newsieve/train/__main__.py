"""`python -m newsieve.train cleaner|pages|ranker|stories|packs|predict|score …`."""

import sys
from importlib import import_module
from pathlib import Path

PROGRAMS = {
    "cleaner": "newsieve.train.cleaner",
    "packs": "newsieve.train.packs",
    "pages": "newsieve.train.pages",
    "ranker": "newsieve.train.ranker",
    "predict": "newsieve.train.predict",
    "score": "newsieve.train.score",
    "stories": "newsieve.train.stories",
}
LEARNING = ("cleaner", "pages", "ranker", "stories")  # from data that stands in the source tree alone


def main(arguments: list[str]) -> int:
    """Exit status of the program that the first argument names; each has a `main(arguments)` of its own."""
    if not arguments or arguments[0] not in PROGRAMS:
        print(f"usage: python -m newsieve.train {{{'|'.join(PROGRAMS)}}} …", file=sys.stderr)
        return 2
    if arguments[0] in LEARNING and not any(Path(__file__).parent.glob("*.jsonl")):
        print(
            "newsieve.train: wheels hold no data to learn from; run `pip install -e '.[train]'` in a clone",
            file=sys.stderr,
        )
        return 2
    program = import_module(PROGRAMS[arguments[0]])
    status: int = program.main(arguments[1:])
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
