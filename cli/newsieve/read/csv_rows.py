"""Documents of a table: one a row, by the names in its first row. CSV with any of the usual separators, and TSV.

The stream is cut into rows here, so that one row is held at a time, none that is larger than allowed, and a quotation
mark that is never closed costs its own line; `csv` of the standard library takes a row apart. Two other ways to write
are known by what RFC 4180 has not: a backslash before a mark within a cell (Spark, MySQL), and TSV without quotation.
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from newsieve.errors import InputError
from newsieve.read.decode import find_encoding, strip_controls
from newsieve.read.fields import REPLACED, TEXT_FIELDS, find_text_field, make_document
from newsieve.read.formats import InputFormat, ReadOptions
from newsieve.read.sources import Source, display_name
from newsieve.read.streams import Peekable
from newsieve.types import Document, Failure

_SEPARATORS = b",;\t|"
_SAMPLE = 1 << 16
_MOST_UNCLOSED = 16  # marks of a file that are never closed, for each of which the rest is read again
_ID_WITHIN = 1 << 16  # bytes of a broken row, in which its id is looked for
_KNOWN = frozenset((*TEXT_FIELDS, "id", "url", "title", "language", "author", "date"))
_ALWAYS_TEXT = frozenset(("text", "html"))
_MOST_ABOVE = 5  # rows
_UNCLOSED = "a quotation mark that is never closed"
_ESCAPED = re.compile(r'\\(["\\])')
_MARK_OR_ESCAPE = re.compile(rb'\\.|"', re.DOTALL)
_MARK, _MARK_OR_END = re.compile(rb'"'), re.compile(rb'["\n]')
_CHUNK, _READ_BYTES = 1 << 20, 1 << 16
_FIRST_LINE = re.compile(rb'((?>(?:[^"\r\n]++|"[^"]*+")*))(\r(?=[^\n])|\r?\n)')
_NAMED = re.compile(rb"(?:\xef\xbb\xbf)?sep=([^\r\n])\r?\n", re.IGNORECASE)


def read(source: Source, stream: Peekable, options: ReadOptions) -> Iterator[Document | Failure]:
    """The rows in order, a Failure in the place of a bad one. Of a folder's file without a column of texts nothing.

    Raises: InputError where no column holds the texts.
    """
    name, stream = display_name(source), _end_lines(stream)
    rows = _Rows(stream, options, _find_separator(name, stream, options))
    header = next(rows.parse(), None)
    if header is None:
        return
    names = _name_columns(header if isinstance(header, list) else [], options.text_field)
    try:
        find_text_field(dict.fromkeys(names, ""), options.text_field)
    except InputError as error:
        if source.folder is not None and options.text_field is None and not _names_text_below(names, rows):
            return
        raise InputError(f"{name}: {error}") from error
    for number, cells in enumerate(rows.parse(), 1):
        yield _read_row(names, cells, f"{name}#{number}", number, options.text_field)


def _names_text_below(first: list[str], rows: "_Rows") -> bool:
    """Whether a title or a comment stands above the row that names the columns: it has one cell, and that has more."""
    if sum(map(bool, first)) > 1:
        return False
    for row in islice(rows.parse(), _MOST_ABOVE):
        cells = row if isinstance(row, list) else []
        if not _ALWAYS_TEXT.isdisjoint(_name_columns(re.split(r"[,;\t|]", ",".join(cells)), None)[: 2 * len(_KNOWN)]):
            return True
    return False


def _read_row(
    names: list[str], row: "list[str] | _BrokenRow", fallback: str, number: int, text_field: str | None
) -> Document | Failure:
    cells = row.cells if isinstance(row, _BrokenRow) else row
    values = dict[str, str | None]()
    for name, cell in zip(names, cells, strict=False):
        values[name] = values.get(name) or cell or None  # of two columns with one name the first that is not empty
    try:
        if isinstance(row, _BrokenRow):
            raise InputError(row.fault)
        if len(cells) > len(names) and any(cells[len(names) :]):
            raise InputError(f"{len(cells)} cells where the first row has {len(names)}")
        identity = values.get("id") or fallback
        _refuse_second_text(names, cells, values, text_field)
        extra = {n: json.dumps(v, ensure_ascii=False) for n, v in values.items() if v and n not in REPLACED and n}
        if not any(values.get(field) for field in ([text_field] if text_field else TEXT_FIELDS)):
            values[text_field or "text"] = ""  # an empty cell is an empty document
        return make_document(values, identity, extra, text_field)._replace(record=number)
    except InputError as error:
        return Failure(values.get("id") or fallback, strip_controls(f"{fallback}: {error}"))


def _refuse_second_text(
    names: list[str], cells: list[str], values: dict[str, str | None], text_field: str | None
) -> None:
    """Raises: InputError where two columns of one name hold texts of one row, and one would be lost."""
    field = find_text_field(values, text_field) if any(map(values.get, TEXT_FIELDS)) or text_field else ""
    others = {cell for name, cell in zip(names, cells, strict=False) if name == field and cell} - {values.get(field)}
    if others:
        raise InputError(f"two columns of the name `{field}` hold different texts; give them names of their own")


def _name_columns(header: list[str], text_field: str | None) -> list[str]:
    """The names of the columns; the usual ones in any case and with space around them."""
    names = list[str]()
    for cell in header:
        name = cell.strip()
        known = name.lower()
        if text_field is not None and known == text_field.lower() and text_field not in header:
            name = text_field
        names.append(known if known in _KNOWN and name != text_field else name)
    return names


def _end_lines(stream: Peekable) -> Peekable:
    """The stream with newlines at its lines' ends: some spreadsheets end them with a carriage return alone."""
    first = stream.peek_match(_FIRST_LINE, _SAMPLE)
    return _replace_bytes(stream, b"\r", b"\n") if first and first[2] == b"\r" else stream


def _find_separator(name: str, stream: Peekable, options: ReadOptions) -> bytes:
    """Find the separator: tabs in TSV, else what the first row names or has most of outside of quotation marks."""
    is_tsv = options.input_format is InputFormat.TSV
    is_tsv = is_tsv or (options.input_format is InputFormat.AUTO and ".t" in name.lower()[-8:])
    if is_tsv:
        return b"\t"
    first = stream.peek_match(_FIRST_LINE, _SAMPLE)  # no more: a pipe is not waited on
    head = first[0] if first else stream.peek(_SAMPLE)
    if named := _NAMED.match(head):
        stream.read(named.end())
        return named[1]
    line = re.sub(rb'"[^"]*+"?', b"", head.lstrip(b"\xef\xbb\xbf \r\n")).partition(b"\n")[0]
    return max((bytes((sign,)) for sign in _SEPARATORS), key=line.count)


class _BrokenRow(NamedTuple):
    """A row that cannot be taken apart: its fault, and the cells that are whole before it shows."""

    fault: str
    cells: list[str]


class _Rows:
    """The rows of a stream, each as its cells, or as what is wrong with it."""

    def __init__(self, stream: Peekable, options: ReadOptions, separator: bytes) -> None:
        self._stream, self._max_size, self._separator = stream, options.max_size, separator
        self._is_tsv, self._ends = separator == b"\t", (b"", b"\r", b"\n", separator)
        self._encoding, self._fallback = options.encoding, ""
        self._again: list[bytes] = []  # lines to read once more, the next one last
        self._unclosed = 0
        self._has_escapes = False  # a backslash stands before a mark within a cell
        csv.field_size_limit((1 << 31) - 1)  # rows are bounded here; the limit of 128 kB is below a page's size

    def parse(self) -> Iterator[list[str] | _BrokenRow]:
        """The rows that are not blank."""
        for row, fault in self._split():
            if fault:
                yield _BrokenRow(fault, self._list_cells(row[:_ID_WITHIN])[:-1])
            elif row.strip():
                yield self._split_cells(row)

    def _split(self) -> Iterator[tuple[bytes, str]]:
        """The rows with their line ends, each with "" or its fault; of one with a fault its beginning."""
        while line := self._readline():
            lines, size, is_open = [line], len(line), self._ends_open(line, False)
            while is_open and size <= self._max_size and (line := self._readline()):
                lines.append(line)
                size += len(line)
                is_open = self._ends_open(line, True)
            if size > self._max_size:
                self._pass_over(lines[-1], bool(is_open))
                yield lines[0], f"larger than {self._max_size} bytes; raise --max-size"
            elif is_open is None:
                self._again += reversed(lines[1:])
                yield lines[0], ""
            elif is_open and len(lines) > 1 and self._unclosed < _MOST_UNCLOSED:
                self._unclosed += 1
                self._again += reversed(lines[1:])
                yield lines[0], "" if self._is_tsv else _UNCLOSED
            else:
                yield b"".join(lines), _UNCLOSED if is_open and (len(lines) > 1 or not self._is_tsv) else ""

    def _ends_open(self, line: bytes, is_open: bool) -> bool | None:
        """Whether a quotation is open at the line's end. It opens where a cell begins; two marks in it are one.

        None where one that another line opened closes within a cell of TSV: it was none.
        """
        was_open, at = is_open, 0
        if not is_open and line.removeprefix(b"\xef\xbb\xbf").startswith(b'"'):
            is_open, at = True, line.index(b'"') + 1
        while True:
            if is_open:
                at = self._find_close(line, at)
                if at < 0:
                    return True
                if was_open and self._is_tsv and line[at : at + 1] not in self._ends:
                    return None
                is_open = was_open = False
            else:
                at = line.find(self._separator + b'"', at)
                if at < 0:
                    return False
                is_open, at = True, at + 2

    def _find_close(self, line: bytes, at: int) -> int:
        """Find the place behind the mark that closes a quotation; -1 where none does."""
        while found := (_MARK_OR_ESCAPE if self._has_escapes else _MARK).search(line, at):
            at = found.end()
            if found[0] != b'"':
                continue
            if line[at : at + 1] == b'"':
                at += 1
            elif line[at - 2 : at - 1] == b"\\" and line[at : at + 1] not in self._ends:
                self._has_escapes = True
            else:
                return at
        return -1

    def _pass_over(self, line: bytes, is_open: bool) -> None:
        """Read on to the end of a row that is too large. Marks are counted: two in one cell cancel out."""
        if line.endswith(b"\n") and not is_open:
            return
        while data := self._stream.read(_CHUNK):
            at = 0
            while found := (_MARK if is_open else _MARK_OR_END).search(data, at):
                at = found.end()
                if found[0] == b"\n":
                    self._stream.push_back(data[at:])
                    return
                is_open = not is_open

    def _readline(self) -> bytes:
        return self._again.pop() if self._again else self._stream.readline(self._max_size + 1)

    def _split_cells(self, row: bytes) -> list[str] | _BrokenRow:
        text = self._decode(row).removeprefix("\ufeff").rstrip("\r\n")
        if self._has_escapes:
            text = _ESCAPED.sub(lambda found: found[1].replace('"', '""'), text)
        separator = self._separator.decode("latin-1")
        try:
            rows = list(csv.reader([text], delimiter=separator, strict=self._is_tsv))
        except csv.Error as error:
            return text.split("\t") if self._is_tsv else _BrokenRow(f"not a row of CSV ({error})", [])
        return rows[0] if len(rows) == 1 else _BrokenRow("not a row of CSV", [])

    def _list_cells(self, start: bytes) -> list[str]:
        """The cells of a row's beginning, the last of them cut off; none where it cannot be taken apart."""
        cells = self._split_cells(start)
        return cells if isinstance(cells, list) else []

    def _decode(self, row: bytes) -> str:
        """The row's text: as named, as UTF-8, or as the first row that is none is detected to be."""
        if self._encoding:
            return row.decode(self._encoding, "replace")
        try:
            return row.decode("utf-8")
        except UnicodeDecodeError:
            self._fallback = self._fallback or find_encoding(row + self._stream.peek(_SAMPLE)) or "cp1252"
            return row.decode(self._fallback, "replace")


def _replace_bytes(stream: Peekable, old: bytes, new: bytes) -> Peekable:
    """Return the stream with one byte in another one's place."""
    return Peekable(io.BufferedReader(_Replaced(stream, bytes.maketrans(old, new)), _CHUNK))


class _Replaced(io.RawIOBase):
    """A stream's bytes by a table."""

    def __init__(self, stream: Peekable, table: bytes) -> None:
        self._stream, self._table = stream, table

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        data = self._stream.read(min(len(view), _READ_BYTES)).translate(self._table)
        view[: len(data)] = data
        return len(data)
