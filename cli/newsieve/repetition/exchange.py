"""A memory as JSON Lines and back, with nothing lost.

One line a document, {"site", "document", "fingerprints"}, then one a repeated paragraph, {"site", "fingerprint",
"documents", "text"}. Numbers that no float holds are hexadecimal strings; a negative fingerprint is that of a
paragraph with its figures.
"""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import groupby
from typing import Any

from newsieve.errors import InputError
from newsieve.printable import escape_controls
from newsieve.repetition.connection import open_for_reading, read_number, translated
from newsieve.repetition.record import NO_DOCUMENT, DocumentRecord
from newsieve.repetition.store import learn, list_repeats, list_sites

_HEXADECIMAL = re.compile("[0-9a-fA-F]{1,16}")
_DOCUMENTS = """SELECT document, fingerprint FROM sightings WHERE site = (SELECT id FROM sites WHERE name = ?)
    ORDER BY document, fingerprint"""


def export_memory(path: str, site: str | None = None) -> Iterator[str]:
    """The memory's lines, or those of one site; sites by name. Raises: UsageError where there is no memory."""
    for name in [one.name for one in list_sites(path) if site in (None, one.name)]:
        with closing(open_for_reading(path)) as connection, translated(path):
            rows = connection.execute(_DOCUMENTS, (name,))
            for document, group in groupby(rows, key=lambda row: row[0]):
                marks = [f"{read_number(path, mark):x}" for _, mark in group]
                yield _dump({"site": name, "document": f"{read_number(path, document):x}", "fingerprints": marks})
        for one in list_repeats(path, name):
            mark = f"{one.fingerprint:x}"
            yield _dump({"site": name, "fingerprint": mark, "documents": one.documents, "text": one.text})


def import_memory(path: str, lines: Iterable[str], name: str) -> int:
    """Add what was exported to the memory. The number of documents that it did not know.

    Raises: InputError naming the line of `name` that is not right; the lines before it may be in the memory.
    """
    return learn(path, _read_records(lines, name))


def _read_records(lines: Iterable[str], name: str) -> Iterator[DocumentRecord]:
    """Documents as records without texts, and the texts."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield _read_record(json.loads(line))
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise InputError(f"{name}: line {number} is no line of an exported memory") from error


def _read_record(record: dict[str, Any]) -> DocumentRecord:
    """The record of a line's object. Raises: KeyError, TypeError or ValueError where it is none."""
    site = _text(record["site"])
    if "text" in record:
        return DocumentRecord(site, NO_DOCUMENT, {_number(record["fingerprint"]): _text(record["text"])})
    marks = record["fingerprints"]
    if not isinstance(marks, list):
        raise TypeError
    return DocumentRecord(site, _number(record["document"]), dict.fromkeys(map(_mark, marks)))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    value.encode()  # half a surrogate pair is no text
    return value


def _number(digits: object) -> int:
    if not isinstance(digits, str) or not _HEXADECIMAL.fullmatch(digits):
        raise ValueError
    number = int(digits, 16)
    if number >= 1 << 63:
        raise ValueError
    return number


def _mark(digits: object) -> int:
    is_negative = isinstance(digits, str) and digits.startswith("-")
    return -_number(str(digits)[1:]) if is_negative else _number(digits)


def _dump(record: dict[str, Any]) -> str:
    return escape_controls(json.dumps(record, ensure_ascii=False)) + "\n"
