"""Arrow tables in, Arrow tables out: `clean_batch` for any engine's map over batches, ParquetWriter for files.

A row of the result holds what a line of JSON Lines does, in columns; the input's other columns come along as they are.
"""

import io
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from newsieve.errors import InputError, UsageError, describe_bug
from newsieve.pipeline import Task
from newsieve.processing import Job, process_safely
from newsieve.read import Source
from newsieve.read.fields import REPLACED
from newsieve.read.parquet import document_of, open_plain
from newsieve.render import RENDERERS
from newsieve.types import Failure, Kind, Level, Memory, Options, Result

_OWN = frozenset({*REPLACED, "id", "error", "extra"})  # columns that the result has a word of its own for
_FILLED = ("url", "author", "date", "site")  # written where the input lacks them
_MOST_ROWS, _MOST_CHARACTERS = 2048, 16 << 20  # of a row group that is written


def clean_batch(
    batch: Any,
    task: str = "clean",
    options: Options = Options(),  # noqa: B008  # frozen
    memory: Memory | None = None,
    max_size: int = 256 << 20,
) -> Any:
    """Make one row for each row of an Arrow table or record batch, in order, as a table.

    Columns `text` or `html`, and `id`, `url`, `title`, `language` where there are any. The result's are those of JSON
    Lines, `error` for a row that failed, and the input's others. A row without an id has its address for one. Pure:
    serves Ray Data's `map_batches(clean_batch, batch_format="pyarrow")`, and each batch in what Spark's
    `mapInArrow` passes.

    Raises: ValueError for an unknown task, level or kind; UsageError for an unknown ranker.
    """
    import pyarrow as pa

    table = batch if isinstance(batch, pa.Table) else pa.Table.from_batches([batch])
    options = options._replace(level=Level(options.level), drop=frozenset(map(Kind, options.drop)))
    layout = _Layout(task, table.schema, _has_whole_ids(table.schema))
    answers = [
        _answer(piece, row, Task(task), options, memory, max_size)
        for piece in table.to_batches() for row in range(piece.num_rows)
    ]  # fmt: skip
    return layout.build(answers, table)


def check_parquet() -> None:
    """Raises: UsageError where Parquet cannot be written."""
    try:
        import pyarrow as pa  # noqa: F401
    except ImportError as error:
        raise UsageError("--format parquet needs pyarrow: pip install 'newsieve[cluster]'") from error


class ParquetWriter:
    """Writes answers into a Parquet file, a row each, and counts those that failed or are empty.

    Columns of a Parquet source that newsieve does not use come along with their types; fields that other sources carry
    are one column, `extra`, of JSON.
    """

    def __init__(self, job: Job, source: Source, say: Callable[[str], None]) -> None:
        self._job, self._say = job, say
        self._file = open_plain(source)
        self._carried = _Carried(self._file, source) if self._file is not None else None
        schema = self._file.schema_arrow if self._file is not None else None
        self._layout = _Layout(job.task, schema, self._file is not None and _never_lacks_ids(self._file))
        self._answers: list[Result | Failure] = []
        self._characters = 0
        self._writer: Any = None
        self.written = self.failed = self.empty = 0

    def add(self, answer: Result | Failure, write: Callable[[Any], None]) -> None:
        """Write one answer, some time later, and say what is wrong with it now."""
        if isinstance(answer, Failure):
            self.failed += 1
            self._say(answer.message)
        else:
            self.written += 1
            self.empty += not any(verdict.kept for verdict in answer.verdicts)
            self._characters += len(answer.article.text)
        self._answers.append(answer)
        if len(self._answers) >= _MOST_ROWS or self._characters >= _MOST_CHARACTERS:
            self._flush(write)

    def finish(self, write: Callable[[Any], None]) -> None:
        """Write what is left, and the file's end."""
        self._flush(write)
        self._writer.close()
        if self._file is not None:
            self._file.close()

    def _flush(self, write: Callable[[Any], None]) -> None:
        if self._writer is None:
            self._writer = open_sink(write, self._layout.schema)
        carried = self._carried.take(len(self._answers)) if self._carried is not None else None
        if self._answers:
            self._writer.write_table(self._layout.build(self._answers, carried))
        self._answers, self._characters = [], 0


def open_sink(write: Callable[[Any], None], schema: Any) -> Any:
    """Open a writer of tables of that schema to a function of bytes."""
    from pyarrow import parquet

    return parquet.ParquetWriter(_Sink(write), schema, compression="zstd")


class _Sink(io.RawIOBase):
    """A function that writes bytes, as a file object."""

    def __init__(self, write: Callable[[Any], None]) -> None:
        self._write, self._at = write, 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._write(bytes(data))
        self._at += len(data)
        return len(data)

    def tell(self) -> int:
        return self._at


class _Carried:
    """Columns of a Parquet source that come along, as many rows at a time as are asked for."""

    def __init__(self, file: Any, source: Source) -> None:
        names = [name for name in file.schema_arrow.names if name not in _OWN]
        groups = list(range(source.part.start, source.part.end)) if source.part else None
        self._batches: Iterator[Any] = file.iter_batches(batch_size=_MOST_ROWS, row_groups=groups, columns=names)
        self._rest: Any = None

    def take(self, rows: int) -> Any:
        """Return the next rows as a table."""
        import pyarrow as pa

        taken = []
        while rows:
            if self._rest is None or not self._rest.num_rows:
                self._rest = next(self._batches)
            taken.append(self._rest.slice(0, rows))
            self._rest = self._rest.slice(rows)
            rows -= taken[-1].num_rows
        return pa.Table.from_batches(taken) if taken else None


class _Layout:
    """The columns of a task's result beside those of an input's schema (None: no columns of its own)."""

    def __init__(self, task: str, given: Any, keeps_ids: bool) -> None:
        import pyarrow as pa

        self._task, self._keeps_ids, self._has_extra = task, keeps_ids, given is None
        given = given if given is not None else pa.schema([])
        self._carried = [field for field in given if field.name not in _OWN]
        taken = {field.name for field in self._carried}
        own = [pa.field("id", given.field("id").type if keeps_ids else pa.string())]
        own += [pa.field(name, pa.string()) for name in ("title", "language")]
        own += [pa.field(name, type_) for name, type_ in _task_columns(task).items()]
        own += [pa.field(name, pa.string()) for name in _FILLED if name not in taken]
        self._own = [
            *own,
            *([pa.field("extra", pa.string())] if self._has_extra else []),
            pa.field("error", pa.string()),
        ]
        self.schema = pa.schema([*self._own, *self._carried])

    def build(self, answers: Sequence[Result | Failure], carried: Any) -> Any:
        """Return a table of the answers, beside the carried columns of the same rows."""
        import pyarrow as pa

        rows = [self._make_row(answer) for answer in answers]
        columns = [pa.array([row.get(field.name) for row in rows], field.type) for field in self._own]
        columns += [self._fill(carried.column(field.name), field, rows) for field in self._carried]
        return pa.Table.from_arrays(columns, schema=self.schema)

    def _make_row(self, answer: Result | Failure) -> dict[str, Any]:
        if isinstance(answer, Failure):
            return {"id": self._spell_id(answer.document_id), "error": answer.message}
        row: dict[str, Any] = json.loads(RENDERERS["jsonl"](answer, self._task))
        row["id"] = self._spell_id(answer.document.id)
        for sentence in row.get("sentences", ()):
            if "parts" in sentence:
                sentence["parts"] = list(sentence["parts"].items())
        if self._has_extra:
            fields = {name: text for name, text in answer.document.extra.items() if name not in ("id", *_FILLED)}
            row["extra"] = "{" + ", ".join(f"{json.dumps(n)}: {text}" for n, text in fields.items()) + "}"
        for name in _FILLED:
            if not isinstance(row.get(name), str | None):
                row[name] = json.dumps(row[name], ensure_ascii=False)
        return row

    def _spell_id(self, identity: str | float) -> str | float | None:
        """Return the id as its column's type has it; None for none."""
        if self._keeps_ids:
            return None if isinstance(identity, str) else identity
        return str(identity) or None

    def _fill(self, column: Any, field: Any, rows: Sequence[dict[str, Any]]) -> Any:
        """Return a carried column, with what the page says where it says nothing."""
        import pyarrow as pa

        if field.name not in _FILLED or field.type != pa.string() or not column.null_count:
            return column
        return pa.array([own if given is None else given for given, own in zip(
            column.to_pylist(), (row.get(field.name) for row in rows), strict=True)], field.type)  # fmt: skip


def _answer(
    batch: Any, row: int, task: Task, options: Options, memory: Memory | None, max_size: int
) -> Result | Failure:
    """Return the answer to one row, whatever it holds: a bad one must not cost the batch."""
    name: str | float = ""
    try:
        values = {field: batch.column(at)[row].as_py() for at, field in enumerate(batch.schema.names)}
        name = next((one for one in (values.get("id"), values.get("url")) if isinstance(one, str | int | float)), "")
        return process_safely(document_of(values, str(name), max_size), task, options, memory)
    except InputError as error:
        return Failure(name, str(error))
    except UsageError:  # of the options, which are the same for each row
        raise
    except UnicodeDecodeError:
        return Failure(name, "not valid UTF-8")
    except Exception as error:  # noqa: BLE001  # a bug costs one row
        return Failure(name, describe_bug(error))


def _has_whole_ids(schema: Any) -> bool:
    import pyarrow as pa

    return "id" in schema.names and bool(pa.types.is_integer(schema.field("id").type))


def _never_lacks_ids(file: Any) -> bool:
    """Tell whether a Parquet file's ids are whole numbers, one in each row; then they stay numbers."""
    if not _has_whole_ids(file.schema_arrow):
        return False
    at = [file.schema.column(i).path for i in range(len(file.schema.names))].index("id")
    columns = (file.metadata.row_group(group).column(at) for group in range(file.metadata.num_row_groups))
    return all(c.statistics is not None and c.statistics.null_count == 0 for c in columns)


def _task_columns(task: str) -> dict[str, Any]:
    import pyarrow as pa

    text, number = pa.string(), pa.float64()
    term = {"source": text, "weight": number}
    evidence = pa.list_(pa.struct(term))
    removed = {"kind": text, "text": text, "probability": number, "evidence": evidence}
    sentence = {"text": text, "index": pa.int64(), "score": number}
    cleaned = {"text": text, "removed": pa.list_(pa.struct(removed))}
    if task == "clean":
        return cleaned
    if task == "digest":
        return cleaned | {"sentences": pa.list_(pa.struct(sentence))}
    block = {"text": text, "kept": pa.bool_(), "kind": text, "probability": number,
             "evidence": pa.list_(pa.struct(term | {"text": text}))}  # fmt: skip
    parts = {"parts": pa.map_(text, number)}
    return {"blocks": pa.list_(pa.struct(block)), "sentences": pa.list_(pa.struct(sentence | parts))}
