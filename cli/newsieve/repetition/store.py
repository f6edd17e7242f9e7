"""The memory's one writer, and what people ask of it."""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from newsieve.errors import NewsieveError, UsageError
from newsieve.repetition.connection import open_for_reading, opened_for_writing, read_number, translated, writing
from newsieve.repetition.record import NO_DOCUMENT, DocumentRecord
from newsieve.types import ParagraphOccurrence

_GROUP = 500  # records a transaction
# What a group of records brings that was not there. The counts follow from it alone, so learning twice counts once.
_INCOMING = "CREATE TEMP TABLE incoming (site, fingerprint, document, text, PRIMARY KEY (site, fingerprint, document))"
_STEPS = """
DELETE FROM incoming WHERE EXISTS (SELECT 1 FROM sightings s WHERE s.site = incoming.site
    AND s.fingerprint = incoming.fingerprint AND s.document = incoming.document);
INSERT INTO sightings SELECT site, fingerprint, document, :epoch FROM incoming;
UPDATE sites SET epoch = :epoch, documents = documents + added FROM (SELECT site, count(DISTINCT document) AS added
    FROM incoming i WHERE NOT EXISTS (SELECT 1 FROM documents d WHERE d.site = i.site AND d.document = i.document)
    GROUP BY site) AS new WHERE new.site = sites.id;
INSERT INTO documents SELECT site, document, count(*) FILTER (WHERE fingerprint >= 0), :epoch
    FROM incoming WHERE true GROUP BY site, document
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
    """The memory in the user's state folder; $XDG_STATE_HOME names that on every system, unless it is relative."""
    states = Path(os.environ.get("XDG_STATE_HOME", ""))
    if states.is_absolute():
        return str(states / "newsieve" / "memory.sqlite")
    from platformdirs import user_state_path

    try:
        folder = str(user_state_path("newsieve"))
    except RuntimeError:
        folder = "~"
    if folder.startswith("~"):  # a user whom the system does not know, without $HOME
        raise UsageError("there is no home folder for a memory; name a file with --memory")
    return str(Path(folder) / "memory.sqlite")


def learn(path: str, records: Iterable[DocumentRecord]) -> int:
    """Add records to the memory, which is made if there are any. The number of documents that it did not know.

    Takes them as they come, in groups; each group is whole in the memory or not at all.
    Raises: UsageError where the file is something else, OutputError where it cannot be written.
    """
    pending = iter(records)
    first = list(islice(pending, _GROUP))  # what is wrong there is found before there is a memory
    if not first and not os.path.lexists(path):
        return 0
    groups = chain([first], iter(lambda: list(islice(pending, _GROUP)), []))
    return add_occurrences(path, ([s for record in group for s in record.list_occurrences()] for group in groups))


def add_occurrences(path: str, blocks: Iterable[Iterable[ParagraphOccurrence]]) -> int:
    """Add blocks of occurrences to the memory: a transaction for each block."""
    learned = 0
    with opened_for_writing(path) as connection:
        with translated(path):
            connection.execute(_INCOMING)
        for block in blocks:
            with translated(path), writing(connection) as epoch:
                learned += _add(connection, block, read_number(path, epoch))
    return learned


def is_new(path: str) -> bool:
    """Whether nothing was learned yet: there is no memory, or one without a site."""
    with suppress(NewsieveError), closing(open_for_reading(path)) as connection, translated(path):
        return connection.execute("SELECT 1 FROM sites").fetchone() is None
    return not Path(path).exists()


def make_memory(path: str) -> None:
    """See to it that there is a memory. A run that was killed as it made one may have left half of it.

    Raises: UsageError where the file is something else, OutputError where it cannot be written.
    """
    with opened_for_writing(path):
        pass


def forget(path: str, site: str) -> int:
    """Take a site out of the memory. The number of its documents; 0 where it was unknown."""
    with opened_for_writing(path, must_exist=True) as connection, translated(path), writing(connection):
        found = connection.execute("SELECT id, documents FROM sites WHERE name = ?", (site,)).fetchone()
        if found is None:
            return 0
        for table in ("sightings", "repeats", "documents"):
            connection.execute(f"DELETE FROM {table} WHERE site = ?", (found[0],))  # noqa: S608
        connection.execute("DELETE FROM sites WHERE id = ?", (found[0],))
        return int(found[1])


def list_sites(path: str) -> list[Site]:
    """All sites, by name."""
    query = """SELECT name, documents, (SELECT count(*) FROM repeats r WHERE r.site = sites.id AND fingerprint >= 0)
        FROM sites ORDER BY name"""
    with closing(open_for_reading(path)) as connection, translated(path):
        return [Site(name, read_number(path, count), repeats) for name, count, repeats in connection.execute(query)]


def list_repeats(path: str, site: str, limit: int = -1) -> Iterator[Repeat]:
    """A site's repeated paragraphs, the commonest first; all without a limit."""
    query = """SELECT r.documents, coalesce(text, ''), fingerprint FROM repeats r JOIN sites ON site = id WHERE name = ?
        AND fingerprint >= 0 ORDER BY r.documents DESC, fingerprint LIMIT ?"""
    with closing(open_for_reading(path)) as connection, translated(path):
        for documents, text, mark in connection.execute(query, (site, limit)):
            yield Repeat(read_number(path, documents), text if isinstance(text, str) else "", read_number(path, mark))


def _add(connection: sqlite3.Connection, block: Iterable[ParagraphOccurrence], epoch: int) -> int:
    """Write a block of occurrences. The number of documents that were not known."""
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
