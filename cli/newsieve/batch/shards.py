"""Cut large containers into shards, so that all workers can be at one: row groups of Parquet, else byte ranges.

Where a container is cut depends on it alone, so the output is the same whatever the engine and the number of workers.
A shard is written like any output, into the state folder; when the last one is there, they are joined. One that gave
another number of documents than it was to (damage may hide them) tells that the next one's numbers are wrong: such a
container is done once more, in one piece.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import IO, Any

from newsieve.batch.lock import name_temporary
from newsieve.batch.manifest import RETRY, WRITTEN
from newsieve.batch.out_folder import OutputFolder, Write
from newsieve.batch.plan import BatchTask
from newsieve.batch.replacing import replace_output
from newsieve.batch.signature import NO_SIGNATURE, digest_file, sign_file
from newsieve.batch.worker import UNREAD, Outcome, WorkerConfig, check_unchanged, fail, open_folder, remove_output
from newsieve.errors import InputError
from newsieve.read import STATE, STDIN, InputFormat, Part, ReadOptions, Source
from newsieve.read.formats import find_row
from newsieve.read.parquet import open_plain
from newsieve.read.streams import Peekable
from newsieve.read.warc_records import RecordPlace, list_records

SHARD_BYTES = 4 << 20  # some seconds of work
_SHARDED = frozenset({"text", "markdown", "jsonl", "csv", "tsv", "diff", "parquet"})  # whose documents can be joined
_JSON_STARTS = (b"{", b"[", b" ", b"\t", b"\r", b"\n", b"\xef")  # what is compressed begins with none of them
_READ_BYTES = 1 << 20


class Shards:
    """The containers of a run that are at work in shards, and which of their shards are there."""

    def __init__(self, config: WorkerConfig) -> None:
        self._config = config
        self._whole: dict[str, BatchTask] = {}  # by the output of a shard
        self._missing: dict[str, set[str]] = {}  # by the output of the whole
        self._outcomes: dict[str, list[Outcome]] = {}

    def split(self, task: BatchTask) -> list[BatchTask]:
        """Return the task's shards, or itself where it is small or cannot be cut."""
        if task.known or self._config.job.format not in _SHARDED:
            return [task]
        pieces = find_shards(task.source, task.size, self._config.job.read_options)
        if not pieces:
            return [task]
        shards = [self._make_shard(task, number, piece) for number, piece in enumerate(pieces)]
        self._missing[task.output] = {shard.output for shard in shards}
        self._outcomes[task.output] = []
        self._whole |= dict.fromkeys(self._missing[task.output], task)
        return shards

    def take(self, outcome: Outcome) -> Outcome | BatchTask | None:
        """Take in an outcome. With the last shard of a container, join the shards to its output and delete them.

        Returns the container's outcome then, or its task where it is to be done once more, in one piece; None before.
        The outcome of what is no shard comes back as it is.
        """
        whole = self._whole.pop(outcome.task.output, None)
        if whole is None:
            return outcome
        self._missing[whole.output].discard(outcome.task.output)
        self._outcomes[whole.output].append(outcome)
        if self._missing[whole.output]:
            return None
        outcomes = sorted(self._outcomes.pop(whole.output), key=_place)
        try:
            return self._join(whole, outcomes) if _counts_match(outcomes) else whole
        except Exception as error:  # noqa: BLE001  # a bug costs one input, not the run
            return fail(self._config, whole, error)
        finally:
            self._remove(outcomes)

    def clean_up(self) -> None:
        """Remove the shards that are there of containers that are not whole."""
        for outcomes in self._outcomes.values():
            self._remove(outcomes)

    def _make_shard(self, task: BatchTask, number: int, piece: Part) -> BatchTask:
        name = name_temporary(self._config.run, f"{task.output}#{number}")
        size = task.size if not piece.end else min(task.size, SHARD_BYTES)
        output = f"{STATE}{os.sep}{name}"
        return replace(task, source=task.source._replace(part=piece), output=output, size=size, spares=False)

    def _remove(self, outcomes: Sequence[Outcome]) -> None:
        for one in outcomes:
            open_folder(self._config.out).remove(one.task.output)

    def _join(self, whole: BatchTask, outcomes: Sequence[Outcome]) -> Outcome:
        """Write the output of the whole; if a shard failed, remove what stands there and return that failure."""
        broken = next((one for one in outcomes if one.is_whole_failure), None)
        if broken is not None:
            if broken.status != UNREAD:
                remove_output(self._config, whole)
            return replace(broken, task=whole, messages=broken.messages[:1])
        name = whole.source.name
        signature, digest = sign_file(name, name), digest_file(name, name, lambda _number: None)
        for one in outcomes:
            if one.signature is not NO_SIGNATURE:
                check_unchanged(whole, name, one.signature)
        folder = open_folder(self._config.out)
        temporary = name_temporary(self._config.run, whole.output)
        with replace_output(folder, whole, temporary, is_forced=self._config.is_forced) as write:
            _JOIN.get(self._config.job.format, _join_text)(folder, [one.task.output for one in outcomes], write)
            check_unchanged(whole, name, signature)
        status = folder.look(whole.output)
        return Outcome(
            whole,
            RETRY if any(one.status == RETRY for one in outcomes) else WRITTEN,
            tuple(message for one in outcomes for message in one.messages),
            min((one.signature for one in outcomes), default=NO_SIGNATURE),
            digest,
            written=status.st_size if status is not None else 0,
            documents=sum(one.documents for one in outcomes),
            failed=sum(one.failed for one in outcomes),
            empty=sum(one.empty for one in outcomes),
            bugs=sum(one.bugs for one in outcomes),
        )


def find_shards(source: Source, size: int, options: ReadOptions) -> list[Part]:
    """Return the shards of a large container of `size` bytes on disk; none of what is compressed, unless a .warc.gz."""
    if source.name == STDIN or size < 2 * SHARD_BYTES:
        return []
    try:
        shards = list(_cut(source, size, options))
    except (InputError, OSError):
        return []  # reading it says what is wrong
    return shards if len(shards) > 1 else []


def _cut(source: Source, size: int, options: ReadOptions) -> Iterator[Part]:
    if options.input_format in (InputFormat.AUTO, InputFormat.PARQUET) and (file := open_plain(source)) is not None:
        with file:
            yield from _cut_parquet(file.metadata)
        return
    with open(source.name, "rb") as raw:
        is_plain = raw.peek(1)[:1] in _JSON_STARTS and options.encoding is None  # else lines may end elsewhere
        is_lines = is_plain and find_row(source, Peekable(raw), options).format is InputFormat.JSONL
        raw.seek(0)
        if is_lines:
            yield from _cut_lines(raw)
        elif options.input_format in (InputFormat.AUTO, InputFormat.WARC):
            yield from _cut_records(list_records(source.name, options.max_size), size)


def _cut_records(places: Iterable[RecordPlace], size: int) -> Iterator[Part]:
    """Byte ranges that end at a record's end, with the number of documents before each; some records hold none."""
    start, before, documents = 0, 0, 0
    for at, is_document in places:
        if at - start >= SHARD_BYTES:
            yield Part(start, at, before)
            start, before, documents = at, before + documents, 0
        documents += is_document
    yield Part(start, size, before)


def _cut_parquet(metadata: Any) -> Iterator[Part]:
    """Ranges of row groups, with the number of rows before each."""
    start, rows, before, size = 0, 0, 0, 0
    for group in range(metadata.num_row_groups):
        rows += metadata.row_group(group).num_rows
        size += metadata.row_group(group).total_byte_size
        if size >= SHARD_BYTES or group + 1 == metadata.num_row_groups:
            yield Part(start, group + 1, before)
            start, before, rows, size = group + 1, before + rows, 0, 0


def _cut_lines(raw: IO[bytes]) -> Iterator[Part]:
    """Byte ranges that end at a line's end, with the number of records before each; blank lines are none.

    No line is held: it may be as long as the file.
    """
    start, before, records, at, is_blank = 0, 0, 0, 0, True
    while data := raw.read(_READ_BYTES):
        begun = 0
        while end := data.find(b"\n", begun) + 1:
            records += not (is_blank and data[begun:end].isspace())
            begun, is_blank = end, True
            if at + end - start >= SHARD_BYTES:
                yield Part(start, at + end, before)
                start, before, records = at + end, before + records, 0
        is_blank &= not data[begun:].strip()
        at += len(data)
    if at > start:
        yield Part(start, at, before)


def _place(outcome: Outcome) -> int:
    part = outcome.task.source.part
    return part.start if part else 0


def _counts_match(outcomes: Sequence[Outcome]) -> bool:
    """Whether each shard that did not fail gave as many documents as stand between it and the next."""
    starts = [one.task.source.part.before for one in outcomes if one.task.source.part]
    counted = zip(outcomes, starts, starts[1:], strict=False)
    return all(one.is_whole_failure or one.documents == after - before for one, before, after in counted)


def _join_text(folder: OutputFolder, paths: Sequence[str], write: Write, between: bytes = b"") -> None:
    has_begun = False
    for path in paths:
        with folder.read(path) as file:
            first = file.read(1)
            if between and has_begun and first:
                write(between)
            has_begun = has_begun or bool(first)
            write(first)
            shutil.copyfileobj(file, _Target(write), _READ_BYTES)


def _join_tables(folder: OutputFolder, paths: Sequence[str], write: Write) -> None:
    for number, path in enumerate(paths):
        with folder.read(path) as file:
            header = file.readline()
            if number == 0:
                write(header)
            shutil.copyfileobj(file, _Target(write), _READ_BYTES)


def _join_parquet(folder: OutputFolder, paths: Sequence[str], write: Write) -> None:
    from pyarrow import parquet

    from newsieve.arrow import open_sink

    writer: Any = None
    for path in paths:
        with folder.read(path) as raw, parquet.ParquetFile(raw) as file:
            writer = writer or open_sink(write, file.schema_arrow)
            for group in range(file.num_row_groups):
                writer.write_table(file.read_row_group(group))
    writer.close()


class _Target:
    """Function that writes bytes, for copyfileobj."""

    def __init__(self, write: Write) -> None:
        self.write = write


_JOIN: dict[str, Callable[[OutputFolder, Sequence[str], Write], None]] = {
    "parquet": _join_parquet,
    "csv": _join_tables,
    "tsv": _join_tables,
    "text": lambda folder, paths, write: _join_text(folder, paths, write, b"\n"),
    "markdown": lambda folder, paths, write: _join_text(folder, paths, write, b"\n"),
}
