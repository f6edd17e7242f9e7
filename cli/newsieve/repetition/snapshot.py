"""The memory as it was at one moment, for reading. Pickles: each process opens the file for itself."""

import math
import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing

from newsieve.cleaner import FEWEST_DOCUMENTS
from newsieve.repetition.connection import open_for_reading, read_number, translated

_MOST_POSTINGS = 64  # documents with a paragraph that are looked at one by one; versions of one story are fewer
_NEARLY = 0.6  # share of each that two versions of a story have in common
_MOST_ASKED = 500  # numbers in one query
_MOST_CACHED = 1 << 16


def open_memory(path: str) -> "Snapshot":
    """The memory as it is now. Raises: UsageError where there is none."""
    with closing(open_for_reading(path)) as connection, translated(path):
        return Snapshot(path, connection.execute("SELECT last FROM epochs").fetchone()[0])


class Snapshot:
    """A Memory: what was learned up to the transaction `epoch`. What is learned later is not seen."""

    def __init__(self, path: str, epoch: int) -> None:
        self.path, self.epoch = path, epoch
        self._process = 0
        self._connection: sqlite3.Connection | None = None
        self._sites: dict[str, tuple[int, int]] = {}
        self._counts: dict[tuple[int, int], int] = {}

    def __reduce__(self) -> tuple[type["Snapshot"], tuple[str, int]]:
        return Snapshot, (self.path, self.epoch)

    def frequency(self, site: str, fingerprints: Sequence[int]) -> tuple[int, Sequence[int]]:
        """Number of the site's documents, and of those that hold each fingerprint; 0 for one that stands in one only.

        Documents that are nearly the one with these fingerprints count as one.
        Raises: UsageError for a damaged memory, OutputError for one that another program holds.
        """
        with translated(self.path):
            return self._find_frequency(site, fingerprints)

    def _find_frequency(self, site: str, fingerprints: Sequence[int]) -> tuple[int, Sequence[int]]:
        connection = self._connect()
        number, documents = self._find_site(connection, site)
        if not documents:
            return 0, [0] * len(fingerprints)
        counts = self._count(connection, number, set(fingerprints))
        if any(count >= FEWEST_DOCUMENTS for count in counts.values()):
            duplicates = _NearDuplicates(connection, number, self.epoch, documents, counts, set(fingerprints)).find()
            counts = {mark: count - max(0, len(duplicates.get(mark, ())) - 1) for mark, count in counts.items()}
            documents -= max(0, max(map(len, duplicates.values()), default=0) - 1)
        return documents, [counts.get(mark, 0) for mark in fingerprints]

    def _connect(self) -> sqlite3.Connection:
        """The process's own connection: one that was opened before a fork must not be used after it."""
        if self._connection is None or self._process != os.getpid():
            self._connection, self._process = open_for_reading(self.path), os.getpid()
        return self._connection

    def _find_site(self, connection: sqlite3.Connection, name: str) -> tuple[int, int]:
        """The number of a site, and of its documents; (0, 0) for an unknown one."""
        if name not in self._sites:
            row = connection.execute("SELECT id, documents, epoch FROM sites WHERE name = ?", (name,)).fetchone()
            number, documents, epoch = row or (0, 0, 0)
            if read_number(self.path, epoch) > self.epoch:
                query = "SELECT count(*) FROM documents WHERE site = ? AND epoch <= ?"
                documents = connection.execute(query, (number, self.epoch)).fetchone()[0]
            if len(self._sites) >= _MOST_CACHED:
                self._sites.clear()
            self._sites[name] = number, read_number(self.path, documents)
        return self._sites[name]

    def _count(self, connection: sqlite3.Connection, site: int, marks: set[int]) -> dict[int, int]:
        """Documents that hold each fingerprint, those alone that several hold."""
        counts = {mark: self._counts[site, mark] for mark in marks if (site, mark) in self._counts}
        unknown = [mark for mark in marks if mark not in counts]
        for at in range(0, len(unknown), _MOST_ASKED):
            some = unknown[at : at + _MOST_ASKED]
            query = f"""SELECT fingerprint, documents, epoch FROM repeats WHERE site = ? AND fingerprint IN
                ({",".join("?" * len(some))})"""  # noqa: S608
            for mark, documents, epoch in connection.execute(query, (site, *some)).fetchall():
                is_known = read_number(self.path, epoch) <= self.epoch
                counts[mark] = (
                    read_number(self.path, documents) if is_known else self._count_again(connection, site, mark)
                )
                self._counts[site, mark] = counts[mark]
        if len(self._counts) > _MOST_CACHED:
            self._counts.clear()
        return counts

    def _count_again(self, connection: sqlite3.Connection, site: int, mark: int) -> int:
        """The count as it was: somebody learned since."""
        query = "SELECT count(*) FROM sightings WHERE site = ? AND fingerprint = ? AND epoch <= ?"
        return int(connection.execute(query, (site, mark, self.epoch)).fetchone()[0])


class _NearDuplicates:
    """Finds the documents that are nearly the one that is asked about.

    Rare paragraphs tell stories apart, so what two documents share is weighed by the logarithm of its rarity: they are
    alike where that makes up most of what there is to share, and most of the other's paragraphs are this one's. So two
    pages that share an appeal and the site's furniture are not alike, however short their stories are. A paragraph with
    its figures is not one more.
    """

    def __init__(
        self, connection: sqlite3.Connection, site: int, epoch: int, documents: int, counts: dict[int, int],
        marks: set[int],
    ) -> None:  # fmt: skip
        self._connection, self._site, self._epoch = connection, site, epoch
        self._counts = counts
        self._rarity = {mark: math.log(1 + documents / max(1, counts.get(mark, 1))) for mark in marks if mark >= 0}

    def find(self) -> dict[int, set[int]]:
        """Find for each repeated fingerprint the near-duplicates that have it; none where no document is one."""
        postings = {mark: self._hold(mark) for mark, count in self._counts.items() if count <= _MOST_POSTINGS}
        shared: dict[int, float] = {}
        for mark, documents in postings.items():
            for document in documents:
                shared[document] = shared.get(document, 0.0) + self._rarity.get(mark, 0.0)
        heavy = [mark for mark in self._counts if mark not in postings]
        most = sum(self._rarity.values())
        found = {one for one, rarity in shared.items() if rarity >= _NEARLY * most}
        found = {one for one in found if self._is_mostly_ours(one, postings, heavy)}
        duplicates = {mark: documents & found for mark, documents in postings.items()}
        return duplicates | {mark: {one for one in found if self._holds(mark, one)} for mark in heavy} if found else {}

    def _hold(self, mark: int) -> set[int]:
        query = "SELECT document FROM sightings WHERE site = ? AND fingerprint = ? AND epoch <= ?"
        return {row[0] for row in self._connection.execute(query, (self._site, mark, self._epoch))}

    def _holds(self, mark: int, document: int) -> bool:
        query = "SELECT 1 FROM sightings WHERE site = ? AND fingerprint = ? AND document = ? AND epoch <= ?"
        found: object = self._connection.execute(query, (self._site, mark, document, self._epoch)).fetchone()
        return found is not None

    def _is_mostly_ours(self, document: int, postings: dict[int, set[int]], heavy: list[int]) -> bool:
        query = "SELECT paragraphs FROM documents WHERE site = ? AND document = ?"
        paragraphs: int = self._connection.execute(query, (self._site, document)).fetchone()[0]
        ours = sum(document in documents for mark, documents in postings.items() if mark in self._rarity)
        if ours < _NEARLY * paragraphs:
            ours += sum(self._holds(mark, document) for mark in heavy if mark in self._rarity)
        return ours >= _NEARLY * paragraphs
