"""What stands in the output folder and what it was made of, in SQLite: one row an output.

A file whose size, times and inode are those of the row is taken as unchanged; else a digest of its content decides.
Names are kept as bytes, since a file's name need not be text.
"""

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from newsieve.batch.signature import StatSignature
from newsieve.errors import OutputError

WRITTEN, SKIPPED, FAILED = "written", "skipped", "failed"
_VERSION = 1
_COMMIT_EVERY_S = 1.0
_SCHEMA = """create table manifest (
    output blob primary key, name blob, path blob, folder blob,
    size integer, modified integer, changed integer, inode integer,
    digest blob, settings blob, status text, written integer
) without rowid"""


class Row(NamedTuple):
    """One output. `name` is the input's as given, `path` its absolute one, `folder` that of its INPUT or "".

    `digest` is of the input's content, `settings` of all that changes results; `written` is the output's size.
    """

    output: str
    name: str
    path: str
    folder: str
    signature: StatSignature
    digest: bytes
    settings: bytes
    status: str
    written: int


class Manifest:
    """Rows by output. What is put is safe at most a second later, and at the end."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._committed_at = time.monotonic()
        self.rows: dict[str, Row] = {row.output: row for row in self._read()}

    def put(self, row: Row) -> None:
        """Add a row, or replace its output's."""
        self.rows[row.output] = row
        values = (*map(os.fsencode, row[:4]), *_signed(row.signature), *row[5:])
        self._connection.execute(f"insert or replace into manifest values ({', '.join('?' * 12)})", values)  # noqa: S608
        if time.monotonic() - self._committed_at > _COMMIT_EVERY_S:
            self.commit()

    def drop(self, outputs: Iterable[str]) -> None:
        """Forget outputs."""
        for output in outputs:
            self.rows.pop(output, None)
            self._connection.execute("delete from manifest where output = ?", (os.fsencode(output),))

    def commit(self) -> None:
        """Make safe what was put."""
        self._connection.commit()
        self._committed_at = time.monotonic()

    def _read(self) -> Iterator[Row]:
        for values in self._connection.execute("select * from manifest"):
            output, name, path, folder = map(os.fsdecode, values[:4])
            yield Row(output, name, path, folder, values[4:8], *values[8:])


@contextmanager
def open_manifest(path: Path) -> Iterator[Manifest]:
    """The manifest in that file, saved at the end whatever happens. One that is damaged or strange is begun anew.

    Raises: OutputError where it cannot be written.
    """
    try:
        connection = _connect(path)
        try:
            manifest = Manifest(connection)
            try:
                yield manifest
            finally:
                manifest.commit()
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise OutputError(f"{path}: {error}; is the disk full, or the folder read-only?") from error


def _connect(path: Path) -> sqlite3.Connection:
    try:
        connection = _open(path)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        path.unlink()
        Path(f"{path}-journal").unlink(missing_ok=True)
        connection = _open(path)
    return connection


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    try:
        if connection.execute("pragma user_version").fetchone()[0] != _VERSION:
            connection.execute("drop table if exists manifest")
            connection.execute(_SCHEMA)
            connection.execute(f"pragma user_version = {_VERSION}")
            connection.commit()
        connection.execute("select count(*) from manifest").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _signed(signature: StatSignature) -> StatSignature:
    """Inodes fill 64 bits on some systems; SQLite's integers are signed."""
    size, modified, changed, inode = signature
    return size, modified, changed, inode - (1 << 64) if inode >= 1 << 63 else inode
