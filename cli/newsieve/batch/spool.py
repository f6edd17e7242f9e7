"""What a run is to teach the memory, kept in files until its end: one a worker, one record a line.

So the memory stays as it was at the run's start, and what a killed run has not taught yet the next one teaches. A
record may be taught twice; it counts once.
"""

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import IO, NamedTuple

from newsieve.engines import Engine, Limits
from newsieve.errors import OutputError
from newsieve.repetition import DocumentRecord, add_occurrences, make_record
from newsieve.types import ParagraphOccurrence, Result

_PREFIX = "lessons-"


class SpoolFile(NamedTuple):
    """A file of records, and its size in bytes."""

    path: str
    size: int


def spool_record(folder: str, result: Result) -> None:
    """Keep what is to be learned of a document. Raises: OutputError."""
    record = make_record(result)
    if record is None:
        return
    line = json.dumps([record.site, record.document, [*record.paragraphs.items()]])
    try:
        _open_spool(folder, os.getpid()).write(f"{line}\n")
    except OSError as error:
        raise OutputError(f"{folder}: {error.strerror}") from error


def flush_spool(folder: str) -> None:
    """See to it that what was noted outlives this process. Raises: OutputError."""
    try:
        _open_spool(folder, os.getpid()).flush()
    except OSError as error:
        raise OutputError(f"{folder}: {error.strerror}") from error


def merge_spool(folder: Path, memory: str, engine: Engine, limits: Limits) -> None:
    """Add to the memory all that was noted, by killed runs too. Raises: OutputError, UsageError."""
    spool = [SpoolFile(str(path.absolute()), path.stat().st_size) for path in sorted(folder.glob(f"{_PREFIX}*"))]
    if spool:
        add_occurrences(memory, engine.group_by(read_spool, spool, limits))
    for note in spool:
        with suppress(OSError):
            Path(note.path).unlink()


def read_spool(spool: SpoolFile) -> Iterator[ParagraphOccurrence]:
    """What was noted in one file."""
    with open(spool.path, encoding="ascii") as file:  # noqa: PTH123
        for line in file:
            if line.endswith("\n"):  # else a killed worker's last words
                site, document, paragraphs = json.loads(line)
                yield from DocumentRecord(site, document, dict(map(tuple, paragraphs))).list_occurrences()


@lru_cache(maxsize=1)
def _open_spool(folder: str, process: int) -> IO[str]:
    return open(f"{folder}{os.sep}{_PREFIX}{process}-{os.urandom(4).hex()}", "a", encoding="ascii")  # noqa: PTH123
