"""Spool what a run is to teach the memory until its end: a file a worker, the record of a document a line.

So the memory stays as it was at the run's start, and what a killed run has not merged yet the next one merges. A record
may be merged twice; it counts once.
"""

import json
import os
import re
from collections.abc import Iterator
from typing import NamedTuple

from newsieve.batch.out_folder import OutputFolder
from newsieve.engines import Engine, Limits
from newsieve.errors import OutputError
from newsieve.read.sources import STATE
from newsieve.repetition import DocumentRecord, add_occurrences, make_record
from newsieve.types import ParagraphOccurrence, Result

_NAME = re.compile(r"spool-\d+-[0-9a-f]{8}")


class SpoolFile(NamedTuple):
    """A file of records, and its size in bytes."""

    path: str
    size: int


class Spool:
    """A worker's own file of records."""

    def __init__(self, folder: OutputFolder) -> None:
        """Raises: OutputError."""
        path = os.path.join(STATE, f"spool-{os.getpid()}-{os.urandom(4).hex()}")
        self._path, self._file = folder.show(path), folder.create(path)

    def add(self, result: Result) -> None:
        """Spool what is to be learned of a document. Raises: OutputError."""
        record = make_record(result)
        if record is None:
            return
        line = json.dumps([record.site, record.document, [*record.paragraphs.items()]])
        try:
            self._file.write(f"{line}\n".encode("ascii"))
        except OSError as error:
            raise OutputError(f"{self._path}: {error.strerror}") from error

    def flush(self) -> None:
        """See to it that what was spooled outlives this process. Raises: OutputError."""
        try:
            self._file.flush()
        except OSError as error:
            raise OutputError(f"{self._path}: {error.strerror}") from error


def merge_spools(folder: OutputFolder, memory: str, engine: Engine, limits: Limits) -> None:
    """Add to the memory all that was spooled, by killed runs too. Raises: OutputError, UsageError."""
    paths = folder.list_files(STATE, _NAME)
    sizes = [(path, status.st_size) for path in paths if (status := folder.look(path)) is not None]
    files = [SpoolFile(os.path.abspath(folder.show(path)), size) for path, size in sizes]
    if files:
        add_occurrences(memory, engine.group_by(read_spool, files, limits))
    for path in paths:
        folder.remove(path)


def read_spool(spool: SpoolFile) -> Iterator[ParagraphOccurrence]:
    """Return the records in one file; a line that a killed worker left half, or that is damaged, is none."""
    with open(spool.path, "rb") as file:
        for line in file:
            try:
                site, document, paragraphs = json.loads(line)
                record = DocumentRecord(
                    str(site), int(document), {int(key): text and str(text) for key, text in paragraphs}
                )
            except (ValueError, TypeError, RecursionError):
                continue
            yield from record.list_occurrences()
