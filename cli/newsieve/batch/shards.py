"""Large containers in parts, so that all workers can be at one: row groups of Parquet, byte ranges of the others.

Where a container is cut depends on it alone, so the output is the same whatever the engine and the number of workers.
Each part is written like any output, into the state folder; when the last one is there, they are joined. One that gave
another number of documents than it was to (damage may hide them) tells that the next one's numbers are wrong: such a
container is done once more, in one piece.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

from newsieve.batch.lock import FOLDER, name_temporary
from newsieve.batch.manifest import FAILED, WRITTEN
from newsieve.batch.plan import BatchTask
from newsieve.batch.signature import NO_SIGNATURE, take_digest
from newsieve.batch.worker import Outcome, WorkerConfig, place_temporary, remove_output
from newsieve.errors import InputError, NewsieveError
from newsieve.output import write_whole
from newsieve.read import STDIN, InputFormat, Part, ReadOptions, Source
from newsieve.read.jsonl import looks_like_records
from newsieve.read.parquet import open_plain
from newsieve.read.warc_records import Place, list_records

SHARD_BYTES = 4 << 20  # some seconds of work
_SPLIT = frozenset({"text", "markdown", "jsonl", "parquet"})  # formats whose documents can be joined
_PEEK_BYTES = 1 << 16


class Shards:
    """The containers of a run that are at work in parts, and which of their parts are there."""

    def __init__(self, work: WorkerConfig) -> None:
        self._work = work
        self._whole: dict[str, BatchTask] = {}  # by the output of a part
        self._missing: dict[str, set[str]] = {}  # by the output of the whole
        self._outcomes: dict[str, list[Outcome]] = {}
        self.again: list[BatchTask] = []  # what is to be done in one piece

    def split(self, task: BatchTask) -> list[BatchTask]:
        """The task's parts, or itself where it is small or cannot be cut."""
        if task.known or self._work.job.format not in _SPLIT:
            return [task]
        pieces = find_shards(task.source, task.size, self._work.job.read_options)
        if not pieces:
            return [task]
        parts = [self._make_shard(task, number, piece) for number, piece in enumerate(pieces)]
        self._missing[task.output] = {part.output for part in parts}
        self._outcomes[task.output] = []
        self._whole |= dict.fromkeys(self._missing[task.output], task)
        return parts

    def take(self, outcome: Outcome) -> Outcome | None:
        """The container's outcome when this was its last part, None before; what is no part comes back as it is."""
        whole = self._whole.pop(outcome.task.output, None)
        if whole is None:
            return outcome
        self._missing[whole.output].discard(outcome.task.output)
        self._outcomes[whole.output].append(outcome)
        if self._missing[whole.output]:
            return None
        outcomes = sorted(self._outcomes.pop(whole.output), key=_place)
        try:
            if not _fit(outcomes):
                self.again.append(whole)
                return None
            return self._join(whole, outcomes)
        except NewsieveError as error:
            remove_output(self._work, whole)
            return Outcome(whole, FAILED, (str(error),))
        finally:
            self._remove([one.task for one in outcomes])

    def clean_up(self) -> None:
        """Remove the parts that are there of containers that are not whole."""
        for outcomes in self._outcomes.values():
            self._remove([one.task for one in outcomes])

    def _make_shard(self, task: BatchTask, number: int, piece: Part) -> BatchTask:
        mark = blake2b(os.fsencode(f"{task.output}#{number}"), digest_size=8).hexdigest()
        output = f"{FOLDER}{os.sep}{name_temporary(self._work.run, mark)}"
        size = task.size if not piece.end else min(task.size, SHARD_BYTES)
        return replace(task, source=task.source._replace(part=piece), output=output, size=size)

    def _remove(self, parts: Sequence[BatchTask]) -> None:
        for part in parts:
            with suppress(OSError):
                Path(self._work.out, part.output).unlink()

    def _join(self, whole: BatchTask, outcomes: Sequence[Outcome]) -> Outcome:
        messages = tuple(message for one in outcomes for message in one.messages)
        broken = [one for one in outcomes if _is_broken(one)]
        if broken:
            remove_output(self._work, whole)
            return replace(broken[0], task=whole, messages=broken[0].messages[:1])
        signature, digest = take_digest(whole.source.name, whole.source.name, lambda _number: None)
        if any(one.signature not in (signature, NO_SIGNATURE) for one in outcomes):
            raise InputError(f"{whole.source.name}: changed while it was read; run again")
        target = Path(self._work.out, whole.output)
        target.parent.mkdir(parents=True, exist_ok=True)
        with write_whole(target, str(target), place_temporary(self._work, whole)) as write:
            _JOIN.get(self._work.job.format, _join_text)(
                [Path(self._work.out, one.task.output) for one in outcomes], write
            )
        return Outcome(
            whole,
            FAILED if any(one.status == FAILED for one in outcomes) else WRITTEN,
            messages,
            min((one.signature for one in outcomes), default=NO_SIGNATURE),
            digest,
            written=target.stat().st_size,
            documents=sum(one.documents for one in outcomes),
            empty=sum(one.empty for one in outcomes),
        )


def find_shards(source: Source, size: int, options: ReadOptions) -> list[Part]:
    """The parts of a large container of `size` bytes on disk; none of what is compressed, unless it is a .warc.gz."""
    if source.name == STDIN or size < 2 * SHARD_BYTES:
        return []
    try:
        parts = list(_cut(source, size, options))
    except (InputError, OSError):
        return []  # reading it says what is wrong
    return parts if len(parts) > 1 else []


def _cut(source: Source, size: int, options: ReadOptions) -> Iterator[Part]:
    wanted = options.input_format
    if wanted in (InputFormat.AUTO, InputFormat.PARQUET) and (file := open_plain(source)) is not None:
        with file:
            yield from _cut_parquet(file.metadata)
        return
    with open(source.name, "rb") as raw:  # noqa: PTH123
        is_lines = raw.peek(_PEEK_BYTES)[:1] == b"{" and looks_like_records(raw.readline(_PEEK_BYTES * 16))
        raw.seek(0)
        if wanted is InputFormat.JSONL or (wanted is InputFormat.AUTO and is_lines):
            yield from _cut_lines(raw, size)
        elif wanted in (InputFormat.AUTO, InputFormat.WARC):
            yield from _cut_records(list_records(source.name, options.max_size), size)


def _cut_records(places: Iterable[Place], size: int) -> Iterator[Part]:
    start, before, documents = 0, 0, 0
    for at, is_document in places:
        if at - start >= SHARD_BYTES:
            yield Part(start, at, before)
            start, before, documents = at, before + documents, 0
        documents += is_document
    yield Part(start, size, before)


def _cut_parquet(metadata: Any) -> Iterator[Part]:
    start, rows, before, size = 0, 0, 0, 0
    for group in range(metadata.num_row_groups):
        rows += metadata.row_group(group).num_rows
        size += metadata.row_group(group).total_byte_size
        if size >= SHARD_BYTES or group + 1 == metadata.num_row_groups:
            yield Part(start, group + 1, before)
            start, before, rows, size = group + 1, before + rows, 0, 0


def _cut_lines(raw: Any, size: int) -> Iterator[Part]:
    """Byte ranges that end at a line's end; the records of each are counted, blank lines are none."""
    start, before, records, at = 0, 0, 0, 0
    for line in raw:
        at += len(line)
        records += not line.isspace()
        if at - start >= SHARD_BYTES or at >= size:
            yield Part(start, at, before)
            start, before, records = at, before + records, 0
    if at > start:
        yield Part(start, at, before)


def _place(outcome: Outcome) -> int:
    part = outcome.task.source.part
    return part.start if part else 0


def _fit(outcomes: Sequence[Outcome]) -> bool:
    """Whether each part that did not fail gave as many documents as stand between it and the next."""
    starts = [one.task.source.part.before for one in outcomes if one.task.source.part]
    counted = zip(outcomes, starts, starts[1:], strict=False)
    return all(_is_broken(one) or one.documents == after - before for one, before, after in counted)


def _is_broken(outcome: Outcome) -> bool:
    return outcome.status == FAILED and not outcome.documents


def _join_text(paths: Sequence[Path], write: Callable[[str | bytes], None], between: bytes = b"") -> None:
    has_begun = False
    for path in paths:
        with path.open("rb") as file:
            if between and has_begun and file.peek(1):
                write(between)
            has_begun = has_begun or bool(file.peek(1))
            shutil.copyfileobj(file, _Target(write), 1 << 20)


def _join_parquet(paths: Sequence[Path], write: Callable[[str | bytes], None]) -> None:
    from pyarrow import parquet

    from newsieve.arrow import open_sink

    writer: Any = None
    for path in paths:
        with parquet.ParquetFile(path) as file:
            writer = writer or open_sink(write, file.schema_arrow)
            for group in range(file.num_row_groups):
                writer.write_table(file.read_row_group(group))
    writer.close()


class _Target:
    """A function that writes bytes, for copyfileobj."""

    def __init__(self, write: Callable[[str | bytes], None]) -> None:
        self.write = write


_JOIN: dict[str, Callable[[Sequence[Path], Callable[[str | bytes], None]], None]] = {
    "parquet": _join_parquet,
    "text": lambda paths, write: _join_text(paths, write, b"\n"),
    "markdown": lambda paths, write: _join_text(paths, write, b"\n"),
}
