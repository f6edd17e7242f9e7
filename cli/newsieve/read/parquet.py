"""Documents of a Parquet file: one a row, row group by row group.

Columns `text` or `html`, and `id`, `url`, `title`, `language` where there are any; the others are carried through as
JSON. What JSON has no word for is a string there: ISO 8601 for dates and times, digits for decimals, base64 for bytes.
"""

import json
import math
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from itertools import chain
from typing import Any

from newsieve.errors import InputError
from newsieve.printable import escape_controls
from newsieve.read.decode import strip_controls
from newsieve.read.fields import REPLACED, TEXT_FIELDS, list_names, make_document
from newsieve.read.formats import ReadOptions
from newsieve.read.sources import STDIN, Source, display_name
from newsieve.read.streams import Peekable
from newsieve.types import Document, Failure

_MAGIC = b"PAR1"
_SPOOL_BYTES = 1 << 20
_ROWS = 64  # held at a time, fewer where they are large
_BATCH_BYTES = 64 << 20  # what they take up


def read(source: Source, stream: Peekable, options: ReadOptions) -> Iterator[Document | Failure]:
    """The file's rows in order, a Failure in the place of a bad one; those of the source's part where it has one.

    Raises: InputError where pyarrow is not installed, or the file is damaged or has neither `text` nor `html`.
    """
    name, max_size = display_name(source), options.max_size
    with ExitStack() as stack:
        file = _open(name, source, stream, stack, max_size)
        part = source.part
        _check_columns(name, file, options.text_field)
        groups = range(part.start, part.end) if part else range(file.metadata.num_row_groups)
        batches = chain.from_iterable(_batches(name, file, group, max_size) for group in groups)
        rows = ((batch, row) for batch in batches for row in range(batch.num_rows))
        for number, (batch, row) in enumerate(rows, 1 + (part.before if part else 0)):
            yield _read_row(batch, row, f"{name}#{number}", number, options)


def open_parquet(name: str, file: Any) -> Any:
    """Open a path or a file object with pyarrow. Raises: InputError."""
    try:
        from pyarrow import ArrowException, parquet  # 120 ms
    except ImportError as error:
        raise InputError(f"{name}: a Parquet file; to read it: pip install 'newsieve[cluster]'") from error
    try:
        return parquet.ParquetFile(file)
    except (ArrowException, OSError, ValueError) as error:
        raise InputError(f"{name}: not a Parquet file that can be read ({_first_line(error)})") from error


def open_plain(source: Source) -> Any:
    """Open a source that is a Parquet file itself; None for any other, stdin and compressed ones too.

    Raises: InputError where it is damaged, or pyarrow is not installed.
    """
    if source.name == STDIN:
        return None
    try:
        with open(source.name, "rb") as raw:
            is_plain = raw.read(len(_MAGIC)) == _MAGIC
    except OSError as error:
        raise InputError(f"{source.name}: {error.strerror}") from error
    return open_parquet(source.name, os.fspath(source.name)) if is_plain else None


def _open(name: str, source: Source, stream: Peekable, stack: ExitStack, max_size: int) -> Any:
    """The file itself; what comes from stdin or is compressed is spooled, since Parquet is read from its end."""
    plain = open_plain(source)
    if plain is not None:
        return stack.enter_context(plain)
    import tempfile  # 3 ms

    spool = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115
    while data := stream.read(_SPOOL_BYTES):
        if spool.tell() + len(data) > max_size:
            raise InputError(
                f"{name}: a Parquet file of more than {max_size} bytes that comes from stdin or is compressed would "
                "have to be kept in a temporary file; name the file itself, or raise --max-size"
            )
        spool.write(data)
    spool.seek(0)
    return stack.enter_context(open_parquet(name, spool))


def _check_columns(name: str, file: Any, text_field: str | None) -> None:
    columns = file.schema_arrow.names
    if text_field is not None and text_field not in columns:
        raise InputError(f"{name}: no column `{text_field}`; there are {', '.join(columns)}")
    if text_field is None and not set(TEXT_FIELDS) & set(columns):
        raise InputError(f"{name}: neither a column `text` nor `html`{list_names(columns)}")


def _batches(name: str, file: Any, group: int, max_size: int) -> Iterator[Any]:
    """The rows of a group, some at a time. Raises: InputError where it is damaged, or its rows are too large."""
    from pyarrow import ArrowException

    metadata = file.metadata.row_group(group)
    row_bytes = metadata.total_byte_size // max(1, metadata.num_rows)
    if row_bytes > max(2 * max_size, _BATCH_BYTES):
        raise InputError(f"{name}: rows of {row_bytes} bytes on average; raise --max-size")
    rows = max(1, min(_ROWS, _BATCH_BYTES // max(1, row_bytes)))
    try:
        yield from file.iter_batches(batch_size=rows, row_groups=[group])
    except (ArrowException, OSError) as error:
        raise InputError(f"{name}: the Parquet file is damaged ({_first_line(error)})") from error


def _read_row(batch: Any, row: int, name: str, number: int, options: ReadOptions) -> Document | Failure:
    values: dict[str, Any] = {}
    try:
        values = {field: batch.column(at)[row].as_py() for at, field in enumerate(batch.schema.names)}
        return document_of(values, name, options.max_size, options.text_field)._replace(record=number)
    except UnicodeDecodeError:
        return Failure(name, f"{name}: not valid UTF-8")
    except (InputError, ValueError, OverflowError) as error:
        own = values.get("id")
        identity = own if isinstance(own, str | int) and not isinstance(own, bool) else name
        return Failure(identity, strip_controls(f"{name}: {_first_line(error)}"))


def document_of(values: Mapping[str, Any], fallback: str, max_size: int, text_field: str | None = None) -> Document:
    """The document of a row. `fallback` is its id where it has none. Raises: InputError saying what is wrong."""
    identity = values.get("id")
    if isinstance(identity, bool) or not isinstance(identity, str | int | float | None):
        identity = json.loads(_dump(identity))
        identity = identity if isinstance(identity, str) else _dump(identity)
    extra = {name: _dump(value) for name, value in values.items() if name not in REPLACED and value is not None}
    document = make_document(values, fallback if identity is None else identity, extra, text_field)
    if len(document.text) > max_size:
        raise InputError(f"larger than {max_size} bytes; raise --max-size")
    return document


def _dump(value: Any) -> str:
    return escape_controls(json.dumps(_to_json(value), ensure_ascii=False))


def _to_json(value: Any) -> Any:
    """A value of Python's as one of JSON's."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, bytes):
        from base64 import b64encode  # 1 ms

        return b64encode(value).decode("ascii")
    if isinstance(value, Mapping):
        return {str(key): _to_json(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_to_json(one) for one in value]
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _first_line(error: Exception) -> str:
    return str(error).split("\n", 1)[0][:200]
