"""Manifest: the list of what stands in the output folder and what it was made of, one row an output.

It is a SQLite database, so that people can ask it things, but SQLite never opens the file: it is read whole into memory
and written whole, through the output folder's handles, since SQLite itself would follow links. A file whose stat
signature is that of its row is taken as unchanged; else a digest of its content decides. Names are kept as bytes, since
a file's name need not be text. A manifest that is damaged in any way is begun anew.
"""

import os
import sqlite3
import time
from collections.abc import Iterable
from contextlib import closing
from functools import lru_cache
from typing import Any, NamedTuple

from newsieve.batch.out_folder import OutputFolder
from newsieve.batch.signature import StatSignature
from newsieve.errors import OutputError

# What became of an input: its output is there; it is binary and has none; its content is broken; its failure may pass.
WRITTEN, SKIPPED, FAILED, RETRY = "written", "skipped", "failed", "retry"
_STATUSES = frozenset({WRITTEN, SKIPPED, FAILED, RETRY})
NOT_OURS = -1  # in place of the size of an output: what stands there was written by no run
_VERSION = 2
_SAVE_EVERY_S = 1.0
_SHARE_OF_TIME = 20  # a manifest of a million rows takes seconds to save
_SCHEMA = """CREATE TABLE ledger (
    output blob primary key, name blob, path blob, folder blob,
    size integer, modified integer, changed integer, inode integer,
    digest blob, settings blob, status text, written integer
) without rowid"""
_COLUMNS = (*[bytes] * 4, *[int] * 4, bytes, bytes, str, int)


class ManifestRow(NamedTuple):
    """Row of an output. `name` is the input's as given, `path` its absolute one, `folder` that of its INPUT or "".

    `digest` is of the input's content, `settings` of all that changes results; `written` is the output's size, or
    NOT_OURS.
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
    """Rows by output. What is put is safe some seconds later, and at the end."""

    def __init__(self, folder: OutputFolder, path: str, temporary: str, is_new: bool = False) -> None:
        """Read it; one that `is_new` is made. `temporary` is the name of the file that it is written to first."""
        self._folder, self._path, self._temporary = folder, path, temporary
        self._is_saved, self._save_at = not is_new, time.monotonic() + _SAVE_EVERY_S
        self.is_link = folder.is_link(path)  # then it is neither read nor written
        rows = read_rows(folder, path)
        self.is_lost = rows is None and not is_new  # then each output that stands there may be an earlier run's
        self.rows = {row.output: row for row in rows or ()}
        self.save()

    def put(self, row: ManifestRow) -> None:
        """Add a row, or replace its output's. Writes the file where the last time is long ago. Raises: OutputError."""
        self.rows[row.output] = row
        self._is_saved = False
        if time.monotonic() > self._save_at:
            self.save()

    def drop(self, outputs: Iterable[str]) -> None:
        """Forget outputs."""
        for output in outputs:
            self._is_saved &= self.rows.pop(output, None) is None

    def save(self) -> None:
        """Write what was put, in place of the old file. Raises: OutputError.

        A folder that stands there is removed with all that is in it. Nothing is written where nothing changed, where a
        link stands there, or where this build of SQLite cannot make the file.
        """
        if self._is_saved or self.is_link:
            return
        started = time.monotonic()
        data = _pack(self.rows.values())
        if data is None:
            return
        if self._folder.is_folder(self._path):
            self._folder.remove_tree(self._path)
        with self._folder.replace(self._path, self._temporary) as write:
            write(data)
        self._is_saved, now = True, time.monotonic()
        self._save_at = now + max(_SAVE_EVERY_S, _SHARE_OF_TIME * (now - started))


def read_rows(folder: OutputFolder, path: str) -> list[ManifestRow] | None:
    """Return the rows of the manifest in that file; None where it is missing, damaged, or stands behind a link."""
    try:
        with folder.read(path) as file:
            return _unpack(file.read())
    except (OutputError, OSError, ValueError, OverflowError, MemoryError, sqlite3.Error):
        return None


def _pack(rows: Iterable[ManifestRow]) -> bytes | None:
    """Make a database of the rows; None where this build of SQLite cannot (then all is done anew each time)."""
    with closing(sqlite3.connect(":memory:")) as database:
        if not hasattr(database, "serialize"):
            return None
        database.execute(_SCHEMA)
        database.execute(f"pragma user_version = {_VERSION}")
        values = ((*map(os.fsencode, row[:4]), *row.signature, *row[5:]) for row in rows)
        database.executemany(f"insert into ledger values ({', '.join('?' * len(_COLUMNS))})", values)  # noqa: S608
        database.commit()
        return database.serialize()


def _unpack(data: bytes) -> list[ManifestRow] | None:
    """Return the rows of a database, None where this build cannot read it or another version made it.

    Raises: ValueError, sqlite3.Error where it is not one that was written here.
    """
    with closing(sqlite3.connect(":memory:")) as database:
        if not data or not hasattr(database, "deserialize"):
            return None
        database.deserialize(data)
        if database.execute("pragma user_version").fetchone()[0] != _VERSION:
            return None
        if database.execute("select sql from sqlite_master").fetchall() != [(_SCHEMA,)]:
            raise ValueError("another schema")
        return [_make_row(values) for values in database.execute("select * from ledger")]


def _make_row(values: tuple[Any, ...]) -> ManifestRow:
    """Raises: ValueError for what `put` cannot have written."""
    if tuple(map(type, values)) != _COLUMNS or values[10] not in _STATUSES:
        raise ValueError("no row of a manifest")
    output, name, path, folder = map(os.fsdecode, values[:4])
    digest, settings, status, written = values[8:]
    return ManifestRow(
        output, name, path, _share(folder), values[4:8], digest, _share(settings), _share(status), written
    )


@lru_cache(maxsize=1024)
def _share(value: Any) -> Any:
    """Return the value, the same object for equal ones: most rows have few of them."""
    return value
