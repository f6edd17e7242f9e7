"""How often one document's way through the cleaner changes files: `python tests/bench/trace_document.py [-v] [FOLDER]`.

A stay is an unbroken run of lines of one file below `newsieve/cleaner/`, a return a stay in a file that was left
before. Lines of other packages are not counted. FOLDER holds the package `newsieve` (default: the installed one).
"""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

TEXT = """\
The council approved the new harbour bridge on Tuesday, ending a dispute that had lasted for nearly nine years.
Your support keeps our reporting free. Please donate today and become a supporter of independent journalism.
Engineers said the crossing would carry 40,000 vehicles a day. Sign up for our free daily newsletter today.
"""


def main(arguments: list[str]) -> None:
    """Print the stays, the returns and the files."""
    is_verbose = "-v" in arguments
    folders = [one for one in arguments if one != "-v"]
    sys.path[:0] = folders
    from newsieve.pipeline import Task, process
    from newsieve.types import Document, Options

    def run() -> None:
        process(Document("-", TEXT), Task.EXPLAIN, Options())

    run()  # imports and what is read once
    stays = follow(run)
    files = dict.fromkeys(stays)
    print(f"{len(stays)} stays in {len(files)} files, {len(stays) - len(files)} returns")
    for name in stays if is_verbose else ():
        print(f"  {name}")


def follow(run: Callable[[], None]) -> list[str]:
    """The files below cleaner/ in the order in which their lines ran, each as often as it was entered."""
    stays: list[str] = []

    def trace(frame: FrameType, event: str, _argument: Any) -> Any:
        _, is_below, name = frame.f_code.co_filename.partition("newsieve/cleaner/")
        if not is_below:
            return None
        if event == "line" and (not stays or stays[-1] != name):
            stays.append(name)
        return trace

    sys.settrace(trace)
    try:
        run()
    finally:
        sys.settrace(None)
    return stays


if __name__ == "__main__":
    main(sys.argv[1:])
