"""Parts of a batch run, each by itself and in this process: what to do with an input, shards, losses, messages."""

import errno
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from newsieve.batch import shards
from newsieve.batch.check import Checker, State
from newsieve.batch.lock import MANIFEST, hold_output
from newsieve.batch.manifest import FAILED, RETRY, SKIPPED, WRITTEN, Manifest, ManifestRow
from newsieve.batch.out_folder import OutputFolder
from newsieve.batch.plan import BatchTask, Listing, check_places, list_tasks
from newsieve.batch.prune import find_gone
from newsieve.batch.report import Report
from newsieve.batch.run import RunConfig, _Run
from newsieve.batch.shards import Shards, find_shards
from newsieve.batch.signature import NO_SIGNATURE, digest_file, sign_file, signature_of
from newsieve.batch.spool import SpoolFile, read_spool
from newsieve.batch.worker import (
    UNCHANGED,
    UNREAD,
    Outcome,
    WorkerConfig,
    _Messages,
    fail,
    is_passed_over,
    process_task,
)
from newsieve.engines import Limits, WorkerLost
from newsieve.errors import InputError, OutputError, UsageError
from newsieve.pipeline import Task
from newsieve.processing import Job
from newsieve.read import Part, ReadOptions, Selection, Source
from newsieve.read.warc_records import RecordPlace
from newsieve.types import Options

TEXT = "The old ferry pier was closed on Monday after divers had found cracks in eleven of its forty piles.\n"
JOB = Job(Task.CLEAN, Options(), ReadOptions(), "jsonl")


def make_row(status: str = WRITTEN, **changes: Any) -> ManifestRow:
    row = ManifestRow("a.txt.jsonl", "a.txt", "/a.txt", "", (1, 2, 3, 4), b"digest", b"settings", status, 5)
    return row._replace(**changes)


@pytest.mark.parametrize(
    ("status", "changes", "settings", "state", "known"),
    [
        pytest.param(WRITTEN, {}, {}, State.UP_TO_DATE, b"", id="as it was"),
        pytest.param(WRITTEN, {"signature": (9, 9, 9, 9)}, {}, State.TO_DO, b"digest", id="touched"),
        pytest.param(WRITTEN, {"signature": NO_SIGNATURE}, {}, State.TO_DO, b"digest", id="too young to trust"),
        pytest.param(WRITTEN, {"written": 4}, {}, State.TO_DO, b"", id="an output of another size"),
        pytest.param(WRITTEN, {"output": "gone"}, {}, State.TO_DO, b"", id="no output"),
        pytest.param(WRITTEN, {"settings": b"others"}, {}, State.TO_DO, b"", id="other settings"),
        pytest.param(WRITTEN, {"name": "b.txt"}, {}, State.TO_DO, b"", id="another input"),
        pytest.param(WRITTEN, {}, {"is_forced": True}, State.TO_DO, b"", id="forced"),
        pytest.param(FAILED, {}, {}, State.FAILED_BEFORE, b"", id="failed before"),
        pytest.param(FAILED, {}, {"retries": True}, State.TO_DO, b"", id="failed before, with a retry"),
        pytest.param(FAILED, {"signature": (9, 9, 9, 9)}, {}, State.TO_DO, b"", id="failed before, touched"),
        pytest.param(FAILED, {"signature": NO_SIGNATURE}, {}, State.TO_DO, b"digest", id="failed before, too young"),
        pytest.param(SKIPPED, {}, {}, State.TO_DO, b"", id="binary, named"),
        pytest.param(RETRY, {}, {}, State.TO_DO, b"", id="what may pass"),
    ],
)
def test_what_is_to_be_done(
    status: str, changes: dict[str, Any], settings: dict[str, bool], state: State, known: bytes, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("old", "utf-8")
    (tmp_path / "a.txt.jsonl").write_text("x" * 5, "utf-8")
    signature = signature_of((tmp_path / "a.txt").stat())
    checker = Checker(b"settings", OutputFolder(str(tmp_path)), **settings)
    row = make_row(status, **{"signature": signature, **changes})
    checked = checker.check(BatchTask(Source("a.txt"), "a.txt.jsonl"), row, str(tmp_path / "a.txt"))
    assert (checked.state, checked.task.known) == (state, known)
    assert checked.task.size == (3 if state is State.TO_DO else 0)


def test_a_binary_file_of_a_folder_is_passed_over_again(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("old", "utf-8")
    row = make_row(SKIPPED, signature=signature_of((tmp_path / "a.txt").stat()))
    checker = Checker(b"settings", OutputFolder(str(tmp_path)))
    task = BatchTask(Source("a.txt", "folder"), "a.txt.jsonl")
    assert checker.check(task, row, str(tmp_path / "a.txt")).state is State.BINARY
    assert checker.check(task, None, str(tmp_path / "a.txt")).state is State.TO_DO
    assert checker.check(task, row, str(tmp_path / "none")).state is State.TO_DO


@pytest.mark.parametrize(
    ("places", "parts"),
    [
        pytest.param([(0, True), (99, True)], [Part(0, 199, 0)], id="too short to be cut"),
        pytest.param([(0, True), (99, False), (100, True)], [Part(0, 100, 0), Part(100, 199, 1)], id="at a record"),
        pytest.param([(0, True), (60, True), (150, True)], [Part(0, 150, 0), Part(150, 199, 2)], id="not within one"),
        pytest.param([], [Part(0, 199, 0)], id="no record"),
    ],
)
def test_records_are_cut_where_one_begins(
    places: list[tuple[int, bool]], parts: list[Part], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "SHARD_BYTES", 100)
    assert list(shards._cut_records([RecordPlace(*place) for place in places], 199)) == parts


@pytest.mark.parametrize(
    ("lines", "length", "count"),
    [
        pytest.param(7, 1 << 20, 0, id="less than eight MB"),
        pytest.param(8, 1 << 20, 2, id="eight MB in two of four"),
        pytest.param(11, 1 << 20, 3, id="the rest apart"),
        pytest.param(2, 4 << 20, 2, id="lines of four MB"),
    ],
)
def test_large_containers_are_cut_into_pieces_of_four_megabytes(
    lines: int, length: int, count: int, tmp_path: Path
) -> None:
    path = tmp_path / "a.jsonl"
    line = b'{"text": "' + b"x" * (length - 13) + b'"}\n'
    path.write_bytes(line * lines)
    found = find_shards(Source(str(path)), lines * length, ReadOptions())
    assert (len(line), len(found)) == (length, count)
    assert [part.before for part in found] == [part.start // length for part in found]


def make_config(tmp_path: Path, form: str = "jsonl") -> WorkerConfig:
    (tmp_path / "out").mkdir(exist_ok=True)
    return WorkerConfig(str(tmp_path / "out"), "0" * 8, JOB._replace(format=form))


@pytest.mark.parametrize(
    ("form", "pieces", "whole"),
    [
        ("jsonl", ["1\n", "2\n"], "1\n2\n"),
        ("text", ["1\n", "2\n"], "1\n\n2\n"),
        ("text", ["", "1\n", "", "2\n"], "1\n\n2\n"),
        ("csv", ["id\n1\n", "id\n2\n"], "id\n1\n2\n"),
    ],
)
def test_shards_are_joined_in_their_order(
    form: str, pieces: list[str], whole: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "SHARD_BYTES", 8)
    path = tmp_path / "a.jsonl"
    path.write_text('{"a":1}\n' * len(pieces), "utf-8")
    config = make_config(tmp_path, form)
    (tmp_path / "out" / ".newsieve").mkdir()
    work = Shards(config)
    task = BatchTask(Source(str(path)), "a.out", path.stat().st_size)
    tasks = work.split(task)
    assert len(tasks) == len(pieces)
    outcomes = []
    for shard, piece in reversed(list(zip(tasks, pieces, strict=True))):
        (tmp_path / "out" / shard.output).write_text(piece, "utf-8")
        outcomes.append(work.take(Outcome(shard, WRITTEN, (piece,), documents=1, failed=0, empty=1)))
    outcome = outcomes.pop()
    assert outcomes == [None] * (len(pieces) - 1)
    assert isinstance(outcome, Outcome)
    assert (tmp_path / "out" / "a.out").read_text("utf-8") == whole
    assert (outcome.status, outcome.messages, outcome.documents, outcome.empty, outcome.written) == (
        WRITTEN, tuple(pieces), len(pieces), len(pieces), len(whole),
    )  # fmt: skip
    assert list((tmp_path / "out" / ".newsieve").iterdir()) == []


@pytest.mark.parametrize(
    ("counts", "status", "result"),
    [
        pytest.param([(1, 0), (1, 0)], WRITTEN, WRITTEN, id="whole"),
        pytest.param([(2, 0), (1, 0)], WRITTEN, "again", id="more documents than were counted"),
        pytest.param([(0, 1), (1, 0)], WRITTEN, WRITTEN, id="a shard that failed"),
        pytest.param([(1, 1), (1, 0)], RETRY, RETRY, id="what may pass"),
    ],
)
def test_a_container_is_what_its_shards_are(
    counts: list[tuple[int, int]], status: str, result: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "SHARD_BYTES", 8)
    path = tmp_path / "a.jsonl"
    path.write_text('{"a":1}\n' * 2, "utf-8")
    config = make_config(tmp_path)
    (tmp_path / "out" / ".newsieve").mkdir()
    work = Shards(config)
    task = BatchTask(Source(str(path)), "a.out", path.stat().st_size)
    found: Any = None
    for shard, (documents, failed) in zip(work.split(task), counts, strict=True):
        (tmp_path / "out" / shard.output).write_text("1\n", "utf-8")
        found = work.take(Outcome(shard, status, ("why",), documents=documents, failed=failed))
    if result == "again":
        assert found is task
    else:
        assert (found.status, found.is_whole_failure, found.task) == (result, counts[0][0] == 0, task)


@pytest.mark.parametrize(
    ("failed", "documents", "is_whole"), [(0, 0, False), (1, 0, True), (1, 1, False), (2, 5, False)]
)
def test_an_input_fails_as_a_whole_where_nothing_comes_of_it(failed: int, documents: int, is_whole: bool) -> None:
    outcome = Outcome(BatchTask(Source("a"), "a"), WRITTEN, failed=failed, documents=documents)
    assert outcome.is_whole_failure is is_whole


def raise_from(error: Exception, number: int | None) -> Exception:
    error.__cause__ = None if number is None else OSError(number, "why")
    return error


@pytest.mark.parametrize(
    ("error", "status", "message", "is_fatal"),
    [
        pytest.param(InputError("a.txt: bad"), FAILED, "a.txt: bad", False, id="a broken input"),
        pytest.param(raise_from(InputError("a.txt: gone"), errno.ENOENT), UNREAD, "a.txt: gone", False, id="gone"),
        pytest.param(raise_from(InputError("a.txt: no"), errno.EACCES), RETRY, "a.txt: no", False, id="may pass"),
        pytest.param(raise_from(OutputError("full"), errno.ENOSPC), RETRY, "a.txt: full", True, id="a full disk"),
        pytest.param(raise_from(OutputError("no"), errno.EACCES), RETRY, "a.txt: no", False, id="one output"),
        pytest.param(UsageError("memory: damaged"), RETRY, "memory: damaged", True, id="as for every input"),
        pytest.param(MemoryError(), RETRY, "a.txt: needs more memory than there is", False, id="memory"),
        pytest.param(
            KeyError("x"), RETRY, "a.txt: a bug of newsieve's (KeyError: 'x'); please report it", False, id="a bug"
        ),
    ],
)
def test_failures_are_told_apart(error: Exception, status: str, message: str, is_fatal: bool, tmp_path: Path) -> None:
    outcome = fail(make_config(tmp_path), BatchTask(Source("a.txt"), "a.out"), error)
    assert (outcome.status, outcome.messages, outcome.failed, outcome.is_fatal) == (status, (message,), 1, is_fatal)


@pytest.mark.parametrize(
    ("change", "keeps"),
    [
        pytest.param({}, True, id="as it was"),
        pytest.param({"signature": NO_SIGNATURE}, True, id="nothing is known"),
        pytest.param({"signature": (3, 9, 9, 9)}, False, id="another time"),
        pytest.param({"settings": b"others"}, False, id="other settings"),
        pytest.param({"written": 4}, False, id="an output of another size"),
    ],
)
@pytest.mark.parametrize("is_forced", [False, True])
def test_what_cannot_be_read_keeps_a_good_output(
    change: dict[str, Any], keeps: bool, is_forced: bool, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old", "utf-8")
    (tmp_path / "a.txt.jsonl").write_text("x" * 5, "utf-8")
    row = make_row(**{"signature": signature_of(path.stat()), **change})
    path.chmod(0)  # which changes its ctime
    checker = Checker(b"settings", OutputFolder(str(tmp_path)), is_forced=is_forced)
    task = checker.check(BatchTask(Source("a.txt"), "a.txt.jsonl"), row, str(path)).task
    assert task.keeps is keeps
    error = raise_from(InputError("a.txt: no"), errno.EACCES)
    assert fail(make_config(tmp_path), task, error, is_kept=keeps).status == (UNREAD if keeps else RETRY)


@pytest.mark.parametrize(
    ("data", "most", "passed"),
    [
        pytest.param(b"\x89PNG\r\n\x1a\n", 9, True, id="a picture"),
        pytest.param(b"Words.", 9, False, id="text"),
        pytest.param(bytes(4096), 4096, True, id="as many zeros as are allowed"),
        pytest.param(bytes(4096), 4095, None, id="more than that"),
        pytest.param(bytes(9) + b"x", 4, True, id="zeros and something"),
    ],
)
def test_what_is_passed_over(data: bytes, most: int, passed: bool | None, tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(data)
    if passed is None:
        with pytest.raises(InputError, match="nothing but noughts"):
            is_passed_over(Source(str(path), str(tmp_path)), most)
    else:
        assert is_passed_over(Source(str(path), str(tmp_path)), most) is passed


@pytest.mark.parametrize(("count", "rest"), [(1000, []), (1001, ["a: 1 more records failed"])])
def test_a_thousand_messages_are_told(count: int, rest: list[str]) -> None:
    messages = _Messages()
    for number in range(count):
        messages.add(str(number))
        messages.note(f"note {number}")
    told = messages.all("a")
    assert (len(told), list(told[2000:])) == (2000 + len(rest), rest)


def test_a_worker_tells_the_number_of_the_record_it_is_at(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("".join(f"{json.dumps({'text': TEXT})}\n" for _ in range(3)), "utf-8")
    numbers: list[int] = []
    task = BatchTask(Source(str(path)), "a.jsonl", bad_records=((2, "timed out"),))
    outcome = process_task(make_config(tmp_path), task, numbers.append)
    assert numbers == [0, 1, 2, 2, 3, 4]
    assert (outcome.status, outcome.documents, outcome.failed) == (RETRY, 3, 1)
    assert outcome.messages == (f"{path}#2: timed out",)


def test_content_that_is_known_is_not_done_again(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, "utf-8")
    digest = digest_file(str(path), "a.txt", lambda _number: None)
    for known, status in ((digest, UNCHANGED), (b"other", WRITTEN), (b"", WRITTEN)):
        task = BatchTask(Source(str(path)), "a.out", known=known)
        outcome = process_task(make_config(tmp_path), task, lambda _number: None)
        assert (outcome.status, outcome.digest) == (status, digest)
        assert (tmp_path / "out" / "a.out").exists() is (status is WRITTEN)
        (tmp_path / "out" / "a.out").unlink(missing_ok=True)


def test_an_input_of_no_documents_counts_as_empty(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"")
    task = BatchTask(Source(str(tmp_path / "a.jsonl")), "a.out")
    outcome = process_task(make_config(tmp_path), task, lambda _number: None)
    assert (outcome.documents, outcome.failed, outcome.written) == (0, 0, 0)


def make_run(tmp_path: Path, report: Report) -> tuple[Any, Any]:
    config = RunConfig([], [], make_config(tmp_path), b"settings", ".jsonl", Limits(1, 60.0))
    held = hold_output(str(tmp_path / "out"), is_waiting=False)
    folder = held.__enter__()
    manifest = Manifest(folder.folder, MANIFEST, "temporary")
    return _Run(config, folder, manifest, report), held


def lose(task: BatchTask, at: int, *, is_late: bool) -> WorkerLost:
    return WorkerLost(task, "crashed", at, is_late)


def test_a_task_whose_worker_was_lost_is_tried_again(tmp_path: Path) -> None:
    task = BatchTask(Source("a.jsonl"), "a.out")
    many = replace(task, bad_records=tuple((number, "crashed") for number in range(100, 115)))
    with Report("out", is_quiet=True, is_verbose=False) as report:
        run, held = make_run(tmp_path, report)
        for lost in (
            lose(task, 3, is_late=False),  # once more as it is: another process may have been to blame
            lose(task, 3, is_late=False),  # then without the record
            lose(task, 4, is_late=True),  # what takes too long is not tried as it is
            lose(replace(many, bad_records=many.bad_records[1:]), 5, is_late=True),
        ):
            run._take_loss(lost)
        assert [one.bad_records for one in run._retry] == [
            (), ((3, "crashed"),), ((4, "crashed"),), (*many.bad_records[1:], (5, "crashed")),
        ]  # fmt: skip
        assert report.counts["failed"] == 0
        run._take_loss(lose(many, 5, is_late=True))  # fifteen records are enough
        run._take_loss(lose(task, 0, is_late=True))  # nothing is known to be to blame
        run._take_loss(lose(replace(task, bad_records=((3, "crashed"),)), 3, is_late=True))
        assert (len(run._retry), report.counts["failed"]) == (4, 3)
        held.__exit__(None, None, None)


@pytest.mark.parametrize(
    ("folder", "output", "path", "is_gone"),
    [
        pytest.param("in", "gone.out", "none", True, id="gone"),
        pytest.param("in", "gone.out", "in/there", False, id="its input is there"),
        pytest.param("in", "gone.out", "in", True, id="a folder stands for it"),
        pytest.param("in", "gone.out", "in/there/none", True, id="a file stands for its folder"),
        pytest.param("in", "gone.out", "in/dangling", False, id="a link that leads nowhere"),
        pytest.param("in", "gone.out", "in/dangling/sub/none", False, id="below a link that leads nowhere"),
        pytest.param("in", "gone.out", "in/loop/none", False, id="below a link that leads in a circle"),
        pytest.param("in", "gone.out", "in/link/none", True, id="below a link that can be followed"),
        pytest.param("in", "a.out", "none", False, id="listed"),
        pytest.param("other", "gone.out", "none", False, id="of a folder that was not listed"),
    ],
)
def test_outputs_whose_input_is_gone(folder: str, output: str, path: str, is_gone: bool, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "there").touch()
    for name, target in (("dangling", "nowhere"), ("loop", "loop"), ("link", ".")):
        (tmp_path / "in" / name).symlink_to(target)
    row = make_row(output=output, path=str(tmp_path / path), folder=str(tmp_path / folder))
    listing = Listing([BatchTask(Source("a"), "a.out")], [], {}, frozenset({str(tmp_path / "in"), None}))
    assert find_gone([row], listing) == ([output] if is_gone else [])


@pytest.mark.parametrize(
    ("names", "message"),
    [
        pytest.param(["out"], "that is the INPUT out", id="the folder itself"),
        pytest.param(["out/a.txt"], "holds the INPUT out/a.txt", id="a file in it"),
        pytest.param(["link"], "holds the INPUT link", id="a link to a file in it"),
        pytest.param(["out/sub/.."], "that is the INPUT out/sub/..", id="the folder by another name"),
        pytest.param(["out/sub"], None, id="a folder in it"),
        pytest.param(["a.txt", "-", "outer/a.txt"], None, id="others"),
    ],
)
def test_inputs_that_the_output_would_overwrite(
    names: list[str], message: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("out/a.txt", "out/sub/b.txt", "outer/a.txt", "a.txt"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(TEXT, "utf-8")
    Path("link").symlink_to("out/a.txt")
    if message is None:
        check_places(names, "out")
    else:
        with pytest.raises(UsageError, match=message):
            check_places(names, "out")


@pytest.mark.parametrize(
    ("files", "names", "outputs"),
    [
        pytest.param(["in/a.txt", "in/b/a.txt"], ["in"], ["a.txt", "b/a.txt"], id="a folder"),
        pytest.param(["in/a.txt", "a.txt"], ["in", "a.txt"], "would both be written to a.txt", id="a clash"),
        pytest.param(["in/a.txt", "x/A.txt"], ["in", "x"], "would both be written to", id="a clash but for case"),
        pytest.param(["in/a", "x/a.txt/b"], ["in", "x"], "which is a folder for", id="a file for a folder"),
        pytest.param([".newsieve/a.txt"], [".newsieve/a.txt"], ["a.txt"], id="a file of that name is no state"),
        pytest.param(["in/.newsieve/a"], ["in"], [], id="hidden"),
        pytest.param(["out/in/a.txt", "in/in/b.txt"], ["out/in", "in"], "inside the INPUT out/in", id="into an input"),
    ],
)
def test_outputs_are_named_before_any_work(
    files: list[str], names: list[str], outputs: list[str] | str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in files:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(TEXT, "utf-8")
    if isinstance(outputs, str):
        with pytest.raises(UsageError, match=outputs):
            list_tasks(names, [], "out", ".txt", True, Selection())
    else:
        listing = list_tasks(names, [], "out", ".txt", True, Selection())
        assert sorted(task.output for task in listing.tasks) == outputs


def test_a_damaged_line_of_a_spool_is_none(tmp_path: Path) -> None:
    good = json.dumps(["site", 7, [[1, "one"], [2, None]]])
    lines = [good, '["site", 7', "[1]", '["site", "x", []]', '["site", 8, [["x", "y"]]]', "[" * 99_999, good]
    (tmp_path / "spool").write_text("\n".join(lines), "utf-8")
    found = list(read_spool(SpoolFile(str(tmp_path / "spool"), 1)))
    assert [tuple(one) for one in found] == [("site", 1, 7, "one"), ("site", 2, 7, None)] * 2


@pytest.mark.parametrize(
    ("counts", "line"),
    [
        ({"read": 3, "written": 2, "failed": 1}, "3 read, 2 written, 0 up to date, 1 failed in "),
        ({"binary": 2, "removed": 1}, "0 read, 0 written, 0 up to date, 0 failed, 1 removed, 2 binary in "),
    ],
)
def test_summary(counts: dict[str, int], line: str, capfd: pytest.CaptureFixture[str]) -> None:
    for is_quiet, is_verbose, is_told in ((False, True, True), (False, False, False), (True, True, False)):
        with Report("out", is_quiet, is_verbose) as report:
            report.counts.update(counts)
            report.summarize()
        assert (f"newsieve: {line}" in capfd.readouterr().err) is is_told


def test_a_file_is_known_by_its_size_times_and_inode(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"four")
    os.utime(path, ns=(1, 10**18))
    status = path.stat()
    assert sign_file(str(path), "a") == (4, 10**18, status.st_ctime_ns, status.st_ino)
    assert sign_file(os.devnull, "null") == NO_SIGNATURE
    with pytest.raises(InputError, match=r"^b: No such file"):
        sign_file(str(tmp_path / "b"), "b")
