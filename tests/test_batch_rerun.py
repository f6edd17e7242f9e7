"""What a second run does: nothing twice, nothing given up that may pass, and nothing lost with a damaged state."""

import codecs
import gzip
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from newsieve import data
from newsieve.batch.lock import MANIFEST
from newsieve.batch.manifest import RETRY
from newsieve.batch.plan import BatchTask
from newsieve.batch.signature import NO_SIGNATURE, drop_racy
from newsieve.batch.worker import UNREAD, Outcome, WorkerConfig, process_task
from newsieve.pipeline import Task
from newsieve.processing import Job
from newsieve.read import ReadOptions, Source
from newsieve.types import Options
from test_batch import DIGEST, PNG, TEXT, fill, run, summary, tree

BROKEN = b"\x1f\x8b\x08broken"
GOOD, BAD = json.dumps({"text": TEXT}) + "\n", "{bad\n"
NAMED = b"newsieve: in/bad.gz: "


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a good and a broken input that a run has been over, long enough ago."""
    fill(tmp_path, {"in/a.txt": TEXT, "in/bad.gz": BROKEN})
    done = run("in", "-o", "out", cwd=tmp_path)
    assert (done.returncode, done.stderr.startswith(NAMED), done.stderr.count(b"\n")) == (1, True, 1)
    return tmp_path


def test_what_failed_before_is_neither_tried_nor_named(folder: Path) -> None:
    for _ in range(2):
        done = run("in", "-o", "out", cwd=folder)
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    done = run("in", "-o", "out", "-v", cwd=folder)
    assert (done.returncode, summary(done)) == (0, "0 read, 0 written, 1 up to date, 0 failed, 1 failed before")


@pytest.mark.parametrize(
    "options",
    [["--retry"], ["--force"], ["--level", "careful"], ["--timeout", "9"], ["--max-size", "1M"]],
    ids=" ".join,
)
def test_what_failed_before_is_tried_when_it_is_asked_for(options: list[str], folder: Path) -> None:
    done = run("in", "-o", "out", *options, cwd=folder)
    assert (done.returncode, done.stderr.startswith(NAMED)) == (1, True)


@pytest.mark.parametrize(
    "change",
    [os.utime, lambda path: path.chmod(0o600), lambda path: path.write_bytes(BROKEN + b"!")],
    ids=["touched", "another mode", "other content"],
)
def test_what_failed_before_is_tried_when_it_changed(change: Callable[[Path], object], folder: Path) -> None:
    change(folder / "in" / "bad.gz")
    done = run("in", "-o", "out", cwd=folder)
    assert (done.returncode, done.stderr.startswith(NAMED)) == (1, True)


def test_retry_redoes_nothing_else(folder: Path) -> None:
    done = run("in", "-o", "out", "--retry", "-v", cwd=folder)
    assert (done.returncode, summary(done)) == (1, "1 read, 0 written, 1 up to date, 1 failed")


def test_what_is_too_large_is_done_once_that_is_allowed(tmp_path: Path) -> None:
    fill(tmp_path, {"a.txt": TEXT * 200})
    assert run("a.txt", "-o", "out", "--max-size", "1K", cwd=tmp_path).returncode == 1
    assert run("a.txt", "-o", "out", "--max-size", "1K", cwd=tmp_path).returncode == 0
    assert tree(tmp_path / "out") == {}
    assert run("a.txt", "-o", "out", cwd=tmp_path).returncode == 0
    assert list(tree(tmp_path / "out")) == ["a.txt"]


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _dangle(path: Path) -> None:
    path.symlink_to("nowhere")


@pytest.mark.parametrize(
    ("make", "reason"),
    [(_loop, "Too many levels of symbolic links"), (_dangle, "No such file or directory")],
    ids=["a loop", "a dangling link"],
)
def test_what_may_pass_is_tried_and_named_each_time(make: Callable[[Path], None], reason: str, tmp_path: Path) -> None:
    fill(tmp_path, {"in/a.txt": TEXT})
    make(tmp_path / "in" / "link.txt")
    for _ in range(3):
        done = run("in", "-o", "out", cwd=tmp_path)
        assert (done.returncode, done.stderr.decode()) == (1, f"newsieve: in/link.txt: {reason}\n")
        assert list(tree(tmp_path / "out")) == ["a.txt"]


def test_an_unchanged_input_that_cannot_be_read_now_keeps_its_output(tmp_path: Path) -> None:
    fill(tmp_path, {"kept.txt": TEXT, "in/a.txt": TEXT})
    (tmp_path / "in" / "link.txt").symlink_to("../kept.txt")
    run("in", "-o", "out", cwd=tmp_path)
    before = tree(tmp_path / "out")
    (tmp_path / "kept.txt").rename(tmp_path / "moved.txt")
    _loop(tmp_path / "kept.txt")
    for options in ([], ["--force"], ["--prune"]):
        done = run("in", "-o", "out", *options, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (1, b"newsieve: in/link.txt: Too many levels of symbolic links\n")
        assert tree(tmp_path / "out") == before
    (tmp_path / "moved.txt").replace(tmp_path / "kept.txt")
    assert summary(run("in", "-o", "out", "-v", cwd=tmp_path)) == "0 read, 0 written, 2 up to date, 0 failed"


def test_text_that_became_binary_is_said_once(tmp_path: Path) -> None:
    fill(tmp_path, {"in/a.txt": TEXT, "in/b.txt": TEXT})
    run("in", "-o", "out", cwd=tmp_path)
    fill(tmp_path, {"in/a.txt": PNG})
    for line in (b"newsieve: in/a.txt: no text any more, so its output was removed\n", b""):
        done = run("in", "-o", "out", cwd=tmp_path)
        assert (done.returncode, done.stderr, list(tree(tmp_path / "out"))) == (0, line, ["b.txt"])
    fill(tmp_path, {"in/b.txt": PNG + b"x"})
    assert run("in", "-o", "out", "-q", cwd=tmp_path).stderr.count(b"\n") == 0


def test_a_time_out_is_tried_and_named_each_time(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for _ in range(2):
        done = run("pipe", "-o", "out", "--timeout", "1", cwd=tmp_path)
        assert (done.returncode, done.stderr) == (1, b"newsieve: pipe: took longer than 1 s; raise --timeout\n")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_tried_each_time(tmp_path: Path) -> None:
    fill(tmp_path, {"a.txt": TEXT})
    (tmp_path / "a.txt").chmod(0)
    for _ in range(2):
        done = run("a.txt", "-o", "out", cwd=tmp_path)
        assert (done.returncode, done.stderr) == (1, b"newsieve: a.txt: Permission denied\n")


def test_a_container_with_bad_records_is_written_and_named_once(tmp_path: Path) -> None:
    fill(tmp_path, {"r.jsonl": GOOD + BAD + GOOD})
    done = run("r.jsonl", "-o", "out", "-f", "jsonl", "-v", cwd=tmp_path)
    assert (done.returncode, b"newsieve: r.jsonl#2: " in done.stderr) == (1, True)
    assert summary(done) == "1 read, 1 written, 0 up to date, 1 failed"
    before = tree(tmp_path / "out")
    assert before["r.jsonl"].count(b"\n") == 3
    done = run("r.jsonl", "-o", "out", "-f", "jsonl", "-v", cwd=tmp_path)
    assert (done.returncode, summary(done)) == (0, "0 read, 0 written, 1 up to date, 0 failed")
    assert tree(tmp_path / "out") == before


def test_of_a_container_a_thousand_bad_records_are_named(tmp_path: Path) -> None:
    fill(tmp_path, {"r.jsonl": GOOD + BAD * 1500})
    lines = run("r.jsonl", "-o", "out", cwd=tmp_path).stderr.decode().splitlines()
    assert (len(lines), lines[-1]) == (1001, "newsieve: r.jsonl: 500 more records failed")


def test_a_pipe_is_read_each_time(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for text in (TEXT, TEXT.replace("Monday", "Friday")):
        command = [sys.executable, "-m", "newsieve", "batch", "pipe", "-o", "out"]
        with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE) as process:
            (tmp_path / "pipe").write_text(text)
            assert (process.wait(60), process.stderr and process.stderr.read()) == (0, b"")
        assert (tmp_path / "out" / "pipe.txt").read_text() == DIGEST.replace("Monday", text.split()[6].rstrip("."))


@pytest.mark.skipif(sys.platform != "linux", reason="limits a process's memory")
def test_an_input_that_needs_more_memory_than_there_is_costs_itself(tmp_path: Path) -> None:
    big = gzip.compress(b"The pool is open. " * (1 << 16), 1) * 500  # 590 MB
    fill(tmp_path, {"in/a.txt": TEXT, "in/big.gz": big, "in/z.txt": TEXT})
    code = "import resource; resource.setrlimit(resource.RLIMIT_AS, (500 << 20, 500 << 20))"
    for _ in range(2):  # there may be more another time
        done = run("in", "-o", "out", "--max-size", "1G", "-j", "2", cwd=tmp_path, code=code)
        assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)
        assert b"in/big.gz: " in done.stderr
        assert b"memory" in done.stderr
        assert sorted(tree(tmp_path / "out")) == ["a.txt", "z.txt"]


def _truncate(path: Path) -> None:
    os.truncate(path, 5)


def _grow(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"x")


@pytest.mark.parametrize("damage", [Path.unlink, _truncate, _grow], ids=["gone", "cut", "longer"])
def test_an_output_that_is_not_as_it_was_written_is_made_again(
    damage: Callable[[Path], object], tmp_path: Path
) -> None:
    fill(tmp_path, {"a.txt": TEXT})
    run("a.txt", "-o", "out", cwd=tmp_path)
    damage(tmp_path / "out" / "a.txt")
    assert summary(run("a.txt", "-o", "out", "-v", cwd=tmp_path)).startswith("1 read, 1 written")
    assert tree(tmp_path / "out") == {"a.txt": DIGEST.encode()}


@pytest.mark.parametrize("kind", ["folder", "link", "link to the same"])
def test_an_output_that_another_thing_stands_for_is_not_up_to_date(kind: str, tmp_path: Path) -> None:
    fill(tmp_path, {"a.txt": TEXT, "victim": DIGEST})
    run("a.txt", "-o", "out", cwd=tmp_path)
    output = tmp_path / "out" / "a.txt"
    output.unlink()
    if kind == "folder":
        output.mkdir()
    else:
        output.symlink_to(tmp_path / ("victim" if kind.endswith("same") else "nowhere"))
    for _ in range(2):
        done = run("a.txt", "-o", "out", cwd=tmp_path)
        assert (done.returncode, done.stderr.startswith(b"newsieve: a.txt: out/a.txt: ")) == (1, True)
    assert (tmp_path / "victim").read_text() == DIGEST


@pytest.mark.parametrize(
    ("modified", "changed", "started", "is_kept"),
    [
        (10**18 + 7, 10**18 + 7, 10**18 + 50_000_008, True),
        (10**18 + 7, 10**18 + 7, 10**18 + 50_000_007, False),  # the clock of the file system may not have ticked
        (5, 10**18 + 7, 10**18 + 40_000_000, False),  # an old time given to a young file
        (10**18, 10**18, 10**18 + 10**9, False),  # whole seconds: times may be as coarse as FAT's
        (10**18, 10**18, 10**18 + 2 * 10**9 + 1, True),
    ],
)
def test_a_young_file_is_not_trusted(modified: int, changed: int, started: int, is_kept: bool) -> None:
    signature = (1, modified, changed, 3)
    assert drop_racy(signature, started) == (signature if is_kept else NO_SIGNATURE)


def process(folder: Path, name: str, heartbeat: Callable[[int], object]) -> Outcome:
    config = WorkerConfig(str(folder / "out"), "0" * 8, Job(Task.CLEAN, Options(), ReadOptions(), "jsonl"))
    task = BatchTask(Source(str(folder / name)), "out.jsonl")
    (folder / "out").mkdir(exist_ok=True)
    return process_task(config, task, lambda number: (heartbeat(number), None)[1])


@pytest.mark.parametrize("moment", [0, 1, 3], ids=["at its digest", "at its first record", "at its last record"])
def test_an_input_that_vanishes_meanwhile_keeps_its_output(moment: int, tmp_path: Path) -> None:
    fill(tmp_path, {"r.jsonl": GOOD * 3, "out/out.jsonl": "earlier\n"})

    def vanish(number: int) -> None:
        if number == moment:
            (tmp_path / "r.jsonl").unlink(missing_ok=True)

    outcome = process(tmp_path, "r.jsonl", vanish)
    assert outcome.status == UNREAD
    assert outcome.messages == (f"{tmp_path}/r.jsonl: No such file or directory",)
    assert tree(tmp_path / "out") == {"out.jsonl": b"earlier\n"}


def test_an_input_that_changes_meanwhile_is_done_again(tmp_path: Path) -> None:
    fill(tmp_path, {"r.jsonl": GOOD * 3, "out/out.jsonl": "earlier\n"})
    outcome = process(tmp_path, "r.jsonl", lambda number: number == 2 and fill(tmp_path, {"r.jsonl": GOOD}))
    assert (outcome.status, outcome.messages) == (RETRY, (f"{tmp_path}/r.jsonl: changed while it was read; run again",))
    assert tree(tmp_path / "out") == {}


def _statements(*statements: str) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()

    return damage


def _replace_by_folder(path: Path) -> None:
    path.unlink()
    fill(path, {"x": "y", "deep/z": ""})


DAMAGES: dict[str, Callable[[Path], Any]] = {
    "empty": lambda path: path.write_bytes(b""),
    "text": lambda path: path.write_bytes(b"hello"),
    "zeros": lambda path: path.write_bytes(bytes(8192)),
    "half": lambda path: os.truncate(path, path.stat().st_size // 2),
    "random bytes": lambda path: path.write_bytes(path.read_bytes()[:100] + os.urandom(20_000)),
    "folder": _replace_by_folder,
    "no table": _statements("drop table ledger"),
    "view": _statements("drop table ledger", "create view ledger as select 1"),
    "other schema": _statements("drop table ledger", "create table ledger (output blob, name blob)"),
    "null": _statements("update ledger set path = null"),
    "number for text": _statements("update ledger set name = 5"),
    "text for a number": _statements("update ledger set size = 'x'"),
    "unknown status": _statements("update ledger set status = 'z'"),
    "other version": _statements("pragma user_version = 77"),
    "trigger": _statements("create trigger t before insert on ledger begin select raise(abort, 'no'); end"),
    "write-ahead log": _statements("pragma journal_mode = wal"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=list(DAMAGES))
def test_a_damaged_manifest_is_begun_anew(damage: Callable[[Path], Any], tmp_path: Path) -> None:
    fill(tmp_path, {"a.txt": TEXT})
    run("a.txt", "-o", "out", cwd=tmp_path)
    damage(tmp_path / "out" / MANIFEST)
    for read in (1, 0):
        done = run("a.txt", "-o", "out", "-v", cwd=tmp_path)
        assert (done.returncode, summary(done)) == (0, f"{read} read, {read} written, {1 - read} up to date, 0 failed")


@pytest.mark.parametrize("name", ["lock", "running", "spool-1-0123abcd"])
def test_a_folder_in_the_place_of_a_file_of_the_state(name: str, tmp_path: Path) -> None:
    fill(tmp_path, {"a.txt": TEXT})
    (tmp_path / "out" / ".newsieve" / name).mkdir(parents=True)
    for read in (1, 0):
        done = run("a.txt", "-o", "out", "-v", cwd=tmp_path)
        assert (done.returncode, summary(done)) == (0, f"{read} read, {read} written, {1 - read} up to date, 0 failed")


@pytest.mark.parametrize("make", [Path.touch, os.mkfifo], ids=["file", "FIFO"])
def test_a_file_in_the_place_of_the_state(make: Callable[[Path], None], tmp_path: Path) -> None:
    fill(tmp_path, {"a.txt": TEXT})
    (tmp_path / "out").mkdir()
    make(tmp_path / "out" / ".newsieve")
    for read in (1, 0):
        done = run("a.txt", "-o", "out", "-v", cwd=tmp_path)
        assert (done.returncode, summary(done)) == (0, f"{read} read, {read} written, {1 - read} up to date, 0 failed")


def test_two_runs_at_once_where_a_folder_is_the_lock(tmp_path: Path) -> None:
    (tmp_path / "out" / ".newsieve" / "lock").mkdir(parents=True)
    os.mkfifo(tmp_path / "pipe")
    command = [sys.executable, "-m", "newsieve", "batch", "pipe", "-o", "out"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL) as first:
        while not (tmp_path / "out" / ".newsieve" / "running").exists():
            assert first.poll() is None
        fill(tmp_path, {"a.txt": TEXT})
        assert run("a.txt", "-o", "out", cwd=tmp_path).returncode == 75
        first.kill()


def test_dry_run_says_what_a_run_would_do_and_does_nothing(tmp_path: Path) -> None:
    files = {"in/a.txt": TEXT, "in/b.txt": TEXT, "in/bad.gz": BROKEN, "in/gone.txt": TEXT, "in/p.png": b"\x89PNG\r\n"}
    fill(tmp_path, dict(files))

    def dry(*options: str) -> list[str]:
        before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
        done = run("in", "-o", "out", "--dry-run", *options, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, b"")
        assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before
        return done.stdout.decode().splitlines()

    names = sorted(files)
    first = ["write: in/a.txt", "write: in/b.txt", "fail: in/bad.gz", "write: in/gone.txt", "binary: in/p.png"]
    assert [line.split(" -> ")[0].partition(": the compressed")[0] for line in dry()] == first
    assert run("in", "-o", "out", cwd=tmp_path).returncode == 1
    states = ["up to date", "up to date", "failed before", "up to date", "binary"]
    assert dry() == [f"{state}: {name}" for state, name in zip(states, names, strict=True)]
    (tmp_path / "in" / "b.txt").write_text(TEXT * 2)
    (tmp_path / "in" / "gone.txt").unlink()
    os.utime(tmp_path / "in" / "a.txt")  # the content is the same
    assert [line.partition(": the compressed")[0] for line in dry("--prune", "--retry")] == [
        "up to date: in/a.txt",
        "write: in/b.txt -> out/b.txt",
        "fail: in/bad.gz",
        "binary: in/p.png",
        "remove: out/gone.txt",
    ]
    assert [line.partition(":")[0] for line in dry("--force")] == ["write", "write", "fail", "binary"]


def test_dry_run_names_what_cannot_be_written_or_holds_nothing(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out" / "linked").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "out" / "link.txt").symlink_to(tmp_path / "elsewhere" / "x")
    fill(tmp_path, {"out/file": "", "out/folder.txt/x": "", "in/z.txt": ""})
    (tmp_path / "in" / "z.txt").unlink()
    (tmp_path / "in" / "z.txt").symlink_to("nowhere")
    names = ["file/a.txt", "folder.txt", "link.txt", "linked/a.txt", "pack.json", "r.jsonl", "s.pdf"]
    fill(
        tmp_path,
        {f"in/{name}": {"pack.json": "{}", "r.jsonl": "", "s.pdf": "%PDF-1\n"}.get(name, TEXT) for name in names},
    )
    (tmp_path / "t.pdf").write_text("%PDF-1\n")
    done = run("in", "t.pdf", "-o", "out", "--dry-run", cwd=tmp_path)
    lines = [line.split(": ") for line in done.stdout.decode().splitlines()]
    assert [(line[0], line[1]) for line in lines] == [
        *[("fail", f"in/{name}") for name in names[:4]],
        ("binary", "in/pack.json"),
        ("write", "in/r.jsonl -> out/r.jsonl.txt"),
        ("binary", "in/s.pdf"),
        ("fail", "in/z.txt"),
        ("fail", "t.pdf"),
    ]
    done = run("in", "-o", "out", cwd=tmp_path)
    assert [message in done.stderr.decode() for message in (f"in/{name}: out/" for name in names[:4])] == [True] * 4


@pytest.mark.parametrize(
    ("content", "outputs"),
    [
        (b"in/a.txt\r\nb\r\n", ["b.txt", "in/a.txt"]),
        (codecs.BOM_UTF8 + b"in/a.txt\nb", ["b.txt", "in/a.txt"]),
        (codecs.BOM_UTF8 + b"in/a.txt\r\nb", ["b.txt", "in/a.txt"]),
        ("\ufeffin/a.txt\r\nb\r\n".encode("utf-16-le"), ["b.txt", "in/a.txt"]),
        (b"./in//a.txt\n\nin/./more/", ["in/a.txt", "in/more/x.txt"]),
        (b"in/a.txt\nb\r\n", ["b.txt", "in/a.txt"]),  # by two programs
        (b"odd\r\nb\n", ["b.txt", "odd\r.txt"]),  # a name that ends so, among others that do not
    ],
    ids=["CRLF", "mark", "mark and CRLF", "UTF-16", "dots and slashes", "two line ends", "CR in a name"],
)
def test_lists_of_names(content: bytes, outputs: list[str], tmp_path: Path) -> None:
    fill(tmp_path, {"in/a.txt": TEXT, "in/more/x": TEXT, "b": TEXT, "odd\r": TEXT, "names": content})
    done = run("-o", "out", "--files-from", "names", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert sorted(tree(tmp_path / "out")) == outputs


def test_an_absolute_name_of_a_list_is_a_path_below_the_output_folder(tmp_path: Path) -> None:
    fill(tmp_path, {"in/a.txt": TEXT, "names": f"{tmp_path}/in/a.txt\n"})
    assert run("-o", "out", "--files-from", "names", cwd=tmp_path).returncode == 0
    assert list(tree(tmp_path / "out")) == [f"{tmp_path}/in/a.txt".lstrip("/")]


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        ("in/../b", "cannot have .."),
        ("../b", "cannot have .."),
        ("b\n./b", "b and ./b would both be written to b.txt"),
        ("in\nin/a.txt", "in/a.txt and in/a.txt would both be written to in/a.txt"),
        (".newsieve/b", "where newsieve keeps its state"),
    ],
)
def test_lists_that_cannot_be_meant(names: str, reason: str, tmp_path: Path) -> None:
    fill(tmp_path, {"w/in/a.txt": TEXT, "w/b": TEXT, "b": TEXT, "w/.newsieve/b": TEXT, "w/names": names})
    done = run("-o", "out", "--files-from", "names", cwd=tmp_path / "w")
    assert (done.returncode, reason in done.stderr.decode()) == (2, True), done.stderr
    assert not (tmp_path / "w" / "out").exists()


def test_a_folder_without_inputs_is_said(tmp_path: Path) -> None:
    fill(tmp_path, {"in/a.png": b"\x89PNG\r\n\x1a\n" + bytes(50), "in/.hidden": TEXT})
    (tmp_path / "empty").mkdir()
    for _ in range(2):
        done = run("in", "empty", "-o", "out", cwd=tmp_path)
        assert done.returncode == 0
        assert [line.split(":")[1].strip() for line in done.stderr.decode().splitlines()] == ["in", "empty"]


def test_another_model_file_redoes_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(Path(data.__file__).parent, tmp_path / "data", ignore=shutil.ignore_patterns("__pycache__"))
    before = data.digest_files()
    monkeypatch.setattr(data, "_FOLDER", str(tmp_path / "data"))
    assert data.digest_files() == before
    path = next((tmp_path / "data").glob("cleaner*"))
    path.write_bytes(path.read_bytes() + b" ")
    assert data.digest_files() != before


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit")
@pytest.mark.parametrize("limit", [12, 16, 20, 40])
def test_few_open_files_mean_few_workers(limit: int, tmp_path: Path) -> None:
    """Either all is done, or one line says what is missing."""
    fill(tmp_path, {f"in/{i}.html": f"<html><body><p>Tram {i} came late.</p></body></html>" for i in range(90)})
    code = f"import resource; resource.setrlimit(resource.RLIMIT_NOFILE, ({limit}, {limit}))"
    done = run("in", "-o", "out", "-j", "8", cwd=tmp_path, code=code)
    outputs = len(tree(tmp_path / "out"))
    if done.returncode:
        assert (done.returncode, outputs, done.stderr.count(b"\n")) == (1, 0, 1)
        assert b"Too many open files" in done.stderr
    else:
        assert (outputs, done.stderr) == (90, b"")
    assert done.returncode == 0 or limit < 20


@pytest.mark.parametrize("name", ["../nope", "missing/../s.txt"])
def test_a_listed_path_that_leads_upwards_is_refused_though_nothing_is_there(name: str, tmp_path: Path) -> None:
    (tmp_path / "s.txt").write_text("The council voted on Monday.\n", "utf-8")
    (tmp_path / "names").write_text(f"s.txt\n{name}\n", "utf-8")
    done = run("-o", "out", "--files-from", "names", cwd=tmp_path)
    assert (done.returncode, (tmp_path / "out" / "s.txt").exists()) == (2, False)
    assert name.encode() in done.stderr


def test_a_file_where_a_stopped_run_wrote_nothing_is_none_of_ours(tmp_path: Path) -> None:
    fill(tmp_path, {"in/0.jsonl": BAD, "in/s1.txt": TEXT, "in/s2.txt": TEXT, "in/s3.txt": TEXT})
    assert run("in", "-o", "out", "--fail-fast", "-j", "1", cwd=tmp_path).returncode == 1
    own = next(path for path in map("out/s{}.txt".format, "321") if not (tmp_path / path).exists())
    fill(tmp_path, {own: "my own words"})
    (tmp_path / own.replace("out", "in")).unlink()
    run("in", "-o", "out", "--prune", cwd=tmp_path)
    assert (tmp_path / own).read_text("utf-8") == "my own words"


def test_a_pipe_in_an_output_s_place_stays(tmp_path: Path) -> None:
    fill(tmp_path, {"in/a.txt": TEXT, "in/b.txt": TEXT})
    run("in", "-o", "out", cwd=tmp_path)
    (tmp_path / "out" / "a.txt").unlink()
    os.mkfifo(tmp_path / "out" / "a.txt")
    (tmp_path / "in" / "a.txt").unlink()
    run("in", "-o", "out", "--prune", cwd=tmp_path)
    assert (tmp_path / "out" / "a.txt").is_fifo()
