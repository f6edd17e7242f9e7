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
READING = ("cleaner", "pages", "ranker", "score", "stories")  # invented and labelled data, of the source tree alone


def main(arguments: list[str]) -> int:
    """Exit status of the program that the first argument names; each has a `main(arguments)` of its own."""
    if not arguments or arguments[0] not in PROGRAMS:
        print(f"usage: python -m newsieve.train {{{'|'.join(PROGRAMS)}}} …", file=sys.stderr)
        return 2
    if arguments[0] in READING and not any(Path(__file__).parent.glob("*.jsonl")):
        print(
            "newsieve.train: wheels leave out the data that training reads; run `pip install -e '.[train]'` in a clone",
            file=sys.stderr,
        )
        return 2
    program = import_module(PROGRAMS[arguments[0]])
    status: int = program.main(arguments[1:])
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
