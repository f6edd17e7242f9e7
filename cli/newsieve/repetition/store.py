"""The memory's file: its tables, its one writer, and what people ask of it."""

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from newsieve.errors import OutputError, UsageError
from newsieve.repetition.record import NO_DOCUMENT, Lesson
from newsieve.types import Sighting

_APPLICATION = 0x6E737672  # marks the file as ours
_MARK = _APPLICATION.to_bytes(4, "big")
_VERSION = 1
_GROUP = 500  # lessons a transaction
_WAIT_S = 300.0  # for another learner's transaction
# Without row ids a row is its own index entry: 2 million sightings of 100,000 documents take about 90 MB, tests/bench.
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
# What a group of lessons brings that was not there. The counts follow from it alone, so learning twice counts once.
_INCOMING = "CREATE TEMP TABLE incoming (site, fingerprint, document, text, PRIMARY KEY (site, fingerprint, document))"
_STEPS = """
DELETE FROM incoming WHERE EXISTS (SELECT 1 FROM sightings s WHERE s.site = incoming.site
    AND s.fingerprint = incoming.fingerprint AND s.document = incoming.document);
INSERT INTO sightings SELECT site, fingerprint, document, :epoch FROM incoming;
UPDATE sites SET epoch = :epoch, documents = documents + added FROM (SELECT site, count(DISTINCT document) AS added
    FROM incoming i WHERE NOT EXISTS (SELECT 1 FROM documents d WHERE d.site = i.site AND d.document = i.document)
    GROUP BY site) AS new WHERE new.site = sites.id;
INSERT INTO documents SELECT site, document, count(*), :epoch FROM incoming WHERE true GROUP BY site, document
    ON CONFLICT DO UPDATE SET paragraphs = paragraphs + excluded.paragraphs;
INSERT INTO repeats SELECT site, fingerprint, n, :epoch, text FROM (SELECT site, fingerprint, max(text) AS text,
    coalesce((SELECT r.documents FROM repeats r WHERE r.site = i.site AND r.fingerprint = i.fingerprint) + count(*),
        (SELECT count(*) FROM sightings s WHERE s.site = i.site AND s.fingerprint = i.fingerprint)) AS n
    FROM incoming i GROUP BY site, fingerprint) WHERE n > 1
    ON CONFLICT DO UPDATE SET documents = excluded.documents, epoch = excluded.epoch,
        text = coalesce(repeats.text, excluded.text);
DELETE FROM incoming;
"""


class Site(NamedTuple):
    """A site, the number of its documents, and that of paragraphs that stand in more than one."""

    name: str
    documents: int
    repeats: int


class Repeat(NamedTuple):
    """A paragraph that stands in several of a site's documents."""

    documents: int
    text: str
    fingerprint: int


def default_path() -> str:
    """The memory in the user's state folder; $XDG_STATE_HOME names that on every system."""
    if os.environ.get("XDG_STATE_HOME"):
        return str(Path(os.environ["XDG_STATE_HOME"]) / "newsieve" / "memory.sqlite")
    from platformdirs import user_state_path

    return str(user_state_path("newsieve") / "memory.sqlite")


def learn(path: str, lessons: Iterable[Lesson]) -> int:
    """Add lessons to the memory, which is made if need be. The number of documents that it did not know.

    Takes them as they come, in groups; each group is whole in the memory or not at all.
    Raises: UsageError where the file is something else, OutputError where it cannot be written.
    """
    pending = iter(lessons)
    groups = iter(lambda: list(islice(pending, _GROUP)), [])
    return add_sightings(path, ([s for lesson in group for s in lesson.list_sightings()] for group in groups))


def add_sightings(path: str, blocks: Iterable[Iterable[Sighting]]) -> int:
    """The same, of blocks of sightings: one transaction a block."""
    learned = 0
    with opened_for_writing(path) as connection:
        connection.execute(_INCOMING)
        for block in blocks:
            with _translated(path), writing(connection) as epoch:
                learned += _add(connection, block, epoch)
    return learned


def make_memory(path: str) -> None:
    """See to it that there is a memory. A run that was killed as it made one may have left half of it.

    Raises: UsageError where the file is something else, OutputError where it cannot be written.
    """
    with opened_for_writing(path):
        pass


def forget(path: str, site: str) -> int:
    """Take a site out of the memory. The number of its documents; 0 where it was unknown."""
    with opened_for_writing(path, must_exist=True) as connection, _translated(path), writing(connection):
        found = connection.execute("SELECT id, documents FROM sites WHERE name = ?", (site,)).fetchone()
        if found is None:
            return 0
        for table in ("sightings", "repeats", "documents"):
            connection.execute(f"DELETE FROM {table} WHERE site = ?", (found[0],))  # noqa: S608
        connection.execute("DELETE FROM sites WHERE id = ?", (found[0],))
        return int(found[1])


def list_sites(path: str) -> list[Site]:
    """All sites, by name."""
    query = (
        """SELECT name, documents, (SELECT count(*) FROM repeats r WHERE r.site = sites.id) FROM sites ORDER BY name"""
    )
    with closing(open_for_reading(path)) as connection:
        return [Site(*row) for row in connection.execute(query)]


def list_repeats(path: str, site: str, limit: int = -1) -> Iterator[Repeat]:
    """A site's repeated paragraphs, the commonest first; all without a limit."""
    query = """SELECT r.documents, coalesce(text, ''), fingerprint FROM repeats r JOIN sites ON site = id WHERE name = ?
        ORDER BY r.documents DESC, fingerprint LIMIT ?"""
    with closing(open_for_reading(path)) as connection:
        yield from (Repeat(*row) for row in connection.execute(query, (site, limit)))


@contextmanager
def opened_for_writing(path: str, must_exist: bool = False) -> Iterator[sqlite3.Connection]:
    """A connection to the memory in write-ahead mode, its tables made."""
    if must_exist or Path(path).exists():
        check_memory(path)
    with _translated(path):
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=_WAIT_S, isolation_level=None)
    with closing(connection):
        with _translated(path):
            _write_ahead(connection)
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("BEGIN IMMEDIATE")
            if connection.execute("PRAGMA user_version").fetchone() == (0,):
                for statement in _TABLES.strip().split(";\n"):
                    connection.execute(statement)
                connection.execute(f"PRAGMA application_id = {_APPLICATION}")
                connection.execute(f"PRAGMA user_version = {_VERSION}")
            connection.execute("COMMIT")
        yield connection


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[int]:
    """A transaction that is alone in writing, and the number of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute("UPDATE epochs SET last = last + 1")
        yield connection.execute("SELECT last FROM epochs").fetchone()[0]
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Turn to write-ahead mode; where another turns to it at the same moment, SQLite does not wait by itself."""
    deadline = time.monotonic() + _WAIT_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def open_for_reading(path: str) -> sqlite3.Connection:
    """A connection that cannot write. Raises: UsageError where there is no memory."""
    check_memory(path)
    uri = Path(path).absolute().as_uri()
    for mode in ("mode=ro", "mode=ro&immutable=1"):  # the second, where the folder cannot be written
        connection = sqlite3.connect(f"{uri}?{mode}", uri=True, timeout=_WAIT_S, isolation_level=None)
        try:
            connection.execute("SELECT last FROM epochs").fetchone()
        except sqlite3.OperationalError:
            connection.close()
        except sqlite3.DatabaseError as error:
            raise UsageError(f"{path}: the memory is damaged ({error}); learn it anew into another file") from error
        else:
            return connection
    raise UsageError(f"{path}: the memory cannot be opened; may you read it?")


def check_memory(path: str) -> None:
    """Raises: UsageError where the file is not there, or is no memory."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            head = file.read(100)
    except OSError as error:
        hint = f"; make it with: newsieve memory learn INPUT --memory {path}" if not Path(path).exists() else ""
        raise UsageError(f"{path}: {error.strerror}{hint}") from error
    if head and (not head.startswith(b"SQLite format 3\0") or head[68:72] not in (b"\0" * 4, _MARK)):
        raise UsageError(f"{path}: not a memory of newsieve's; name another file with --memory")


def _add(connection: sqlite3.Connection, block: Iterable[Sighting], epoch: int) -> int:
    """Write a block of sightings. The number of documents that were not known."""
    numbers: dict[str, int] = {}
    known, texts = list[tuple[int, int, int, str | None]](), list[tuple[str | None, int, int]]()
    for site, mark, document, text in block:
        if site not in numbers:
            connection.execute("INSERT OR IGNORE INTO sites (name, documents, epoch) VALUES (?, 0, ?)", (site, epoch))
            numbers[site] = connection.execute("SELECT id FROM sites WHERE name = ?", (site,)).fetchone()[0]
        if document == NO_DOCUMENT:
            texts.append((text, numbers[site], mark))
        else:
            known.append((numbers[site], mark, document, text))
    before = connection.execute("SELECT sum(documents) FROM sites").fetchone()[0]
    connection.executemany("INSERT OR IGNORE INTO incoming VALUES (?, ?, ?, ?)", known)
    for statement in _STEPS.strip().split(";\n"):
        connection.execute(statement, {"epoch": epoch} if ":epoch" in statement else {})
    connection.executemany("UPDATE repeats SET text = coalesce(text, ?) WHERE site = ? AND fingerprint = ?", texts)
    return int((connection.execute("SELECT sum(documents) FROM sites").fetchone()[0] or 0) - (before or 0))


@contextmanager
def _translated(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror}; name another file with --memory") from error
    except sqlite3.Error as error:
        raise OutputError(f"{path}: the memory cannot be written ({error})") from error
