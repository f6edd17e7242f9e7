"""The memory's file: how it is opened, checked and locked.

It has a rollback journal. A write-ahead log would leave two files beside the memory whenever a reader may not write, or
is killed. Readers hold no transaction open, so no learner waits for one.
"""

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from newsieve.errors import OutputError, UsageError

_APPLICATION = 0x6E737672  # marks the file as ours
_MARK = _APPLICATION.to_bytes(4, "big")
_VERSION = 1
_HEADER_BYTES = 100
_READER_WAIT_S, _WRITER_WAIT_S = 5.0, 10.0  # for another program that holds the file
_TURN_WAIT_MS = 300_000  # for the transactions of other learners, once the file is known to be free
_BUSY = frozenset((sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED))
_NO_ACCESS = frozenset(
    (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM)
)
# Without row ids a row is its own index entry: 2 million rows of 100,000 documents take about 90 MB, tests/bench.
_TABLES = """
CREATE TABLE sites (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, documents INTEGER NOT NULL, epoch INTEGER);
CREATE TABLE documents (site INTEGER, document INTEGER, paragraphs INTEGER NOT NULL, epoch INTEGER NOT NULL,
    PRIMARY KEY (site, document)) WITHOUT ROWID;
CREATE TABLE sightings (site INTEGER, fingerprint INTEGER, document INTEGER, epoch INTEGER NOT NULL,
    PRIMARY KEY (site, fingerprint, document)) WITHOUT ROWID;
CREATE TABLE repeats (site INTEGER, fingerprint INTEGER, documents INTEGER NOT NULL, epoch INTEGER NOT NULL, text TEXT,
    PRIMARY KEY (site, fingerprint)) WITHOUT ROWID;
CREATE TABLE epochs (last INTEGER NOT NULL);
INSERT INTO epochs VALUES (0);
"""
_STATEMENTS = tuple(_TABLES.strip().rstrip(";").split(";\n"))
_SCHEMA = {" ".join(statement.split()) for statement in _STATEMENTS if statement.startswith("CREATE")}


def open_for_reading(path: str) -> sqlite3.Connection:
    """Open the memory so that it cannot be written, and no file is left beside it.

    Raises: UsageError where there is no memory, or a damaged one; OutputError where another program holds it.
    """
    has_log = _check_file(path)
    uri = Path(path).absolute().as_uri()
    # Version 0.1.0 left files in write-ahead mode; one that is at rest can be read as it stands. "rw" is for what a
    # killed learner left half done, which SQLite puts in order at the first look.
    modes = ["ro&immutable=1"] if has_log and not os.path.exists(f"{path}-wal") else ["ro", "rw", "ro&immutable=1"]  # noqa: PTH110
    for mode in modes:
        with translated(path):
            connection = sqlite3.connect(f"{uri}?mode={mode}", uri=True, timeout=_READER_WAIT_S, isolation_level=None)
        try:
            with translated(path, is_reading=True):
                connection.execute("PRAGMA query_only = ON")
                _check_schema(path, connection)
        except _NoAccessError:
            connection.close()
        except BaseException:
            connection.close()
            raise
        else:
            return connection
    raise UsageError(f"{path}: the memory cannot be opened; may you read it?")


@contextmanager
def opened_for_writing(path: str, must_exist: bool = False) -> Iterator[sqlite3.Connection]:
    """Give a connection to the memory, its tables made.

    Raises: UsageError where the file is something else or damaged; OutputError where it cannot be written.
    """
    if must_exist or os.path.exists(path):  # noqa: PTH110
        _check_file(path)
    with translated(path):
        Path(os.path.realpath(path)).parent.mkdir(parents=True, exist_ok=True)  # of what a link leads to
        connection = sqlite3.connect(path, timeout=_WRITER_WAIT_S, isolation_level=None)
    with closing(connection):
        with translated(path):
            with suppress(sqlite3.OperationalError):  # somebody reads a file in write-ahead mode: then it stays in it
                connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("BEGIN IMMEDIATE")
            if connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,):
                _make_tables(connection)
            _check_schema(path, connection)
            connection.execute("COMMIT")
            connection.execute(f"PRAGMA busy_timeout = {_TURN_WAIT_MS}")
        yield connection


def _make_tables(connection: sqlite3.Connection) -> None:
    for statement in _STATEMENTS:
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {_APPLICATION}")
    connection.execute(f"PRAGMA user_version = {_VERSION}")


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[int]:
    """Hold a transaction that is alone in writing. Gives its number."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute("UPDATE epochs SET last = last + 1")
        yield connection.execute("SELECT last FROM epochs").fetchone()[0]
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):  # SQLite may have rolled back by itself, as it does on a full disk
            connection.execute("ROLLBACK")
        raise


@contextmanager
def translated(path: str, is_reading: bool = False) -> Iterator[None]:
    """Turn SQLite's errors into messages: a damaged file, one that is locked, one that cannot be written."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror}; name another file") from error
    except UnicodeDecodeError as error:
        raise damaged(path, "text that is none") from error
    except sqlite3.Error as error:
        code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
        if code in _BUSY:
            raise OutputError(f"{path}: another program holds the memory; try again when that has ended") from error
        if code in _NO_ACCESS and is_reading:
            raise _NoAccessError from error
        if code in _NO_ACCESS:
            raise OutputError(f"{path}: the memory cannot be written ({error})") from error
        raise damaged(path, str(error)) from error


def damaged(path: str, reason: str) -> UsageError:
    """The error of a memory that is damaged."""
    return UsageError(f"{path}: the memory is damaged ({reason}); learn it anew into another file")


def read_number(path: str, value: object) -> int:
    """A number as it stands in the file. Raises: UsageError where it is none."""
    if not isinstance(value, int):
        raise damaged(path, f"{value!r} in the place of a number")
    return value


class _NoAccessError(Exception):
    """A file that cannot be opened in this way."""


def _check_file(path: str) -> bool:
    """Whether the file is in write-ahead mode. Raises: UsageError where it is not there, or is no memory."""
    try:
        status = os.stat(path)  # noqa: PTH116
        if not stat.S_ISREG(status.st_mode):  # to open a FIFO would wait
            raise UsageError(f"{path}: not a file; name another one")
        with open(path, "rb") as file:  # noqa: PTH123
            head = file.read(_HEADER_BYTES)
    except OSError as error:
        is_missing = isinstance(error, FileNotFoundError)
        hint = f"; make it with: newsieve memory learn INPUT --memory {path}" if is_missing else ""
        raise UsageError(f"{path}: {error.strerror}{hint}") from error
    if head and (not head.startswith(b"SQLite format 3\0") or head[68:72] not in (b"\0" * 4, _MARK)):
        raise UsageError(f"{path}: not a memory of newsieve's; name another file")
    return head[18:20] == b"\2\2"


def _check_schema(path: str, connection: sqlite3.Connection) -> None:
    """See that the tables are ours, and no view or trigger is there. Raises: UsageError."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > _VERSION:
        raise UsageError(f"{path}: a later version of newsieve made this memory; use that, or another file")
    rows = connection.execute("SELECT sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'").fetchall()
    found = [" ".join(str(sql).split()) for (sql,) in rows]
    if not found:
        raise UsageError(f"{path}: the memory is empty; fill it with: newsieve memory learn INPUT --memory {path}")
    if len(found) != len(_SCHEMA) or set(found) != _SCHEMA:
        raise damaged(path, "its tables are not those of a memory")
    epochs = connection.execute("SELECT last FROM epochs").fetchall()
    if len(epochs) != 1 or not isinstance(epochs[0][0], int):
        raise damaged(path, "it does not know how often it was written")
