"""What a run is to teach the memory, kept in files until its end: one a worker, one lesson a line.

So the memory stays as it was at the run's start, and what a killed run has not taught yet the next one teaches. A
lesson may be taught twice; it counts once.
"""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import IO

from newsieve.errors import OutputError
from newsieve.memory import Lesson, learn, make_lesson
from newsieve.model import Result

_PREFIX = "lessons-"


def note_lesson(folder: str, result: Result) -> None:
    """Keep what is to be learned of a document. Raises: OutputError."""
    lesson = make_lesson(result)
    if lesson is None:
        return
    line = json.dumps([lesson.site, lesson.document, [*lesson.paragraphs.items()]])
    try:
        _open_notes(folder, os.getpid()).write(f"{line}\n")
    except OSError as error:
        raise OutputError(f"{folder}: {error.strerror}") from error


def keep_notes(folder: str) -> None:
    """See to it that what was noted outlives this process. Raises: OutputError."""
    try:
        _open_notes(folder, os.getpid()).flush()
    except OSError as error:
        raise OutputError(f"{folder}: {error.strerror}") from error


def teach(folder: Path, memory: str) -> None:
    """Add to the memory all that was noted, by killed runs too. Raises: OutputError, UsageError."""
    notes = sorted(folder.glob(f"{_PREFIX}*"))
    if notes:
        learn(memory, _read_notes(notes))
    for path in notes:
        with suppress(OSError):
            path.unlink()


@lru_cache(maxsize=1)
def _open_notes(folder: str, process: int) -> IO[str]:
    return open(f"{folder}{os.sep}{_PREFIX}{process}-{os.urandom(4).hex()}", "a", encoding="ascii")  # noqa: PTH123


def _read_notes(paths: Sequence[Path]) -> Iterator[Lesson]:
    for path in paths:
        with path.open(encoding="ascii") as file:
            for line in file:
                if line.endswith("\n"):  # else a killed worker's last words
                    site, document, paragraphs = json.loads(line)
                    yield Lesson(site, document, dict(map(tuple, paragraphs)))
