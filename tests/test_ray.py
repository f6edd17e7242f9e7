"""The real Ray engine, two workers on this machine: the same as the local one, whatever happens to a worker."""

import gzip
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from newsieve.engines import Heartbeat, Limits, WorkerLost
from newsieve.repetition import export_memory
from newsieve.types import ParagraphOccurrence

pytest.importorskip("ray", reason="the engine `ray` needs the extra `cluster`")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:ray")  # Ray 2.60 copies what it deprecates itself

EXAMPLES = Path(__file__).parent.parent / "fixtures"
COUNT = 60


class SizedTask:
    """A number that a test's process is to work on."""

    size = 1

    def __init__(self, number: int) -> None:
        self.number = number


def count_on_itself(task: SizedTask, heartbeat: Heartbeat) -> tuple[int, int]:
    """The number, and how many tasks this process has seen of the kind that must leave nothing behind."""
    heartbeat(1)
    if task.number == 13:
        heartbeat(7)
        os.kill(os.getpid(), signal.SIGKILL)
    if task.number == 29:
        time.sleep(60)
    return task.number, os.getpid()


def test_a_poisoned_unit_costs_no_other() -> None:
    from newsieve.engines.ray import map_tasks

    answers = list(map_tasks(count_on_itself, map(SizedTask, range(COUNT)), Limits(2, 3.0)))
    lost = {one.task.number: one for one in answers if isinstance(one, WorkerLost)}
    assert {number: (one.at, one.is_late) for number, one in lost.items()} == {13: (7, False), 29: (1, True)}
    assert sorted(one[0] for one in answers if not isinstance(one, WorkerLost)) == [
        n for n in range(COUNT) if n not in (13, 29)
    ]


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """Articles of a site that repeats a line, in files and in one container, a broken record among them."""
    news = tmp_path / "news"
    news.mkdir()
    texts = [path.read_text("utf-8") for path in sorted(EXAMPLES.glob("pages/*/input.txt"))[:12]]
    for i, text in enumerate(texts):
        (news / f"{i}.txt").write_text(f"{text}\n\nOur kettle guild pours lemon tea for {i} neighbours in the hall.\n")
    records = [json.dumps({"id": i, "text": text, "kept": [i]}) for i, text in enumerate(texts)]
    (news / "records.jsonl").write_text("\n".join([*records[:5], '{"text": 1}', *records[5:]]))
    return tmp_path


def command(engine: str, out: str, *options: str) -> list[str]:
    words = ["batch", "news", "-o", out, "-j", "2", "--engine", engine, "-f", "jsonl", "--task", "clean", *options]
    return [sys.executable, "-m", "newsieve", *words]


def run(folder: Path, engine: str, out: str, *options: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command(engine, out, *options), cwd=folder, capture_output=True, text=True)


def said(done: "subprocess.CompletedProcess[str]") -> list[str]:
    """The lines on stderr, but for the one that names the memory."""
    return [line for line in done.stderr.splitlines() if "consult this memory" not in line]


def outputs_of(folder: Path, out: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / out).iterdir() if path.is_file()}


def test_the_same_as_on_one_machine(inputs: Path) -> None:
    """Outputs, messages, statuses and what the memory learns; nothing on stdout; a second run redoes nothing."""
    local, ray = (run(inputs, e, e, "--learn", "--memory", f"{e}.sqlite") for e in ("local", "ray"))
    assert (local.returncode, local.stdout, said(local)) == (ray.returncode, ray.stdout, said(ray))
    assert outputs_of(inputs, "local") == outputs_of(inputs, "ray")
    learned = [list(export_memory(str(inputs / f"{engine}.sqlite"))) for engine in ("local", "ray")]
    assert learned[0] == learned[1] != []
    taught = [run(inputs, e, f"{e}-taught", "--memory", "local.sqlite").returncode for e in ("local", "ray")]
    assert taught == [1, 1]
    assert outputs_of(inputs, "local-taught") == outputs_of(inputs, "ray-taught") != outputs_of(inputs, "local")
    again = run(inputs, "ray", "ray", "--learn", "--memory", "ray.sqlite", "-v")
    assert "0 read, 0 written, 13 up to date" in again.stderr


@pytest.mark.parametrize("name", ["a.warc.gz", "a.jsonl"])
def test_containers_are_cut_for_the_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Into many parts, with the outcome of one piece on one machine."""
    pytest.importorskip("fastwarc", reason="WARC files are read with the extra `warc`")
    from newsieve.batch import shards
    from test_containers import run_in, write_container

    monkeypatch.chdir(tmp_path)
    write_container(tmp_path / name, [None if i == 17 else f"Tram {i} came late, nobody minded." for i in range(40)])
    whole = run_in("local", name, "jsonl")
    monkeypatch.setattr(shards, "SHARD_BYTES", 500)
    assert run_in("ray", name, "jsonl", engine="ray") == whole


SIGHTINGS = [
    ParagraphOccurrence(f"paper{i % 3}.example", (i * i) % 97 << 50, i // 9, f"The guild pours tea for {i} guests.")
    for i in range(900)
]


class Share:
    """Some of the sightings, and some of them twice."""

    def __init__(self, start: int, step: int, size: int) -> None:
        self.start, self.step, self.size = start, step, size


def read_share(share: Share) -> list[ParagraphOccurrence]:
    return [*SIGHTINGS[share.start :: share.step], *SIGHTINGS[share.start :: share.step * 2]]


@pytest.mark.parametrize(
    ("count", "share_bytes", "most_rows"),
    [(1, 1 << 30, 1000), (7, 100, 13), (40, 3, 50)],
    ids=["one", "seven", "forty"],
)
def test_gathering_is_the_same_however_it_is_shared_out(
    monkeypatch: pytest.MonkeyPatch, count: int, share_bytes: int, most_rows: int
) -> None:
    from newsieve.engines import local, ray

    monkeypatch.setattr(ray, "_SHARE_BYTES", share_bytes)
    monkeypatch.setattr(ray, "_MOST_ROWS", most_rows)
    here = [s for block in local.group_by(read_share, [Share(0, 1, 1)], Limits(1, 60)) for s in block]
    shares = [Share(i, count, local.GROUP_BYTES) for i in reversed(range(count))]
    blocks = list(ray.group_by(read_share, shares, Limits(2, 60)))
    assert sorted(s for block in blocks for s in block) == here
    keys = [{s[:2] for s in block} for block in blocks]
    assert sum(map(len, keys)) == len(set().union(*keys)) > 100


def learn(folder: Path, engine: str, memory: str, *inputs: str) -> "subprocess.CompletedProcess[str]":
    words = ["memory", "learn", *inputs, "--engine", engine, "--memory", memory]
    return subprocess.run([sys.executable, "-m", "newsieve", *words], cwd=folder, capture_output=True, text=True)


def test_what_is_learned_is_the_same_as_on_one_machine(inputs: Path) -> None:
    """Paragraphs that differ in numbers, a broken record, a missing input; and once more, in another order."""
    for i in range(20):
        (inputs / "news" / f"more-{i}.txt").write_text(f"The {'x' * i} tram came late.\n\nTea for {i} of our guests.\n")
    names = [str(path.relative_to(inputs)) for path in sorted((inputs / "news").iterdir())]
    local, ray = learn(inputs, "local", "local.sqlite", *names, "gone"), learn(inputs, "ray", "m", "news", "gone")
    assert (local.returncode, local.stdout, said(local)) == (ray.returncode, ray.stdout, said(ray))
    assert (ray.returncode, len(said(ray))) == (1, 2)
    exported = list(export_memory(str(inputs / "local.sqlite")))
    assert list(export_memory(str(inputs / "m"))) == exported
    assert any('"documents": 20, "text": "Tea for 9 of our guests."' in line for line in exported)
    random.Random(5).shuffle(names)
    assert learn(inputs, "ray", "local.sqlite", *names).returncode == 1
    assert list(export_memory(str(inputs / "local.sqlite"))) == exported


def test_stdin_is_not_for_many_machines(tmp_path: Path) -> None:
    done = learn(tmp_path, "ray", "m", "-")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert not (tmp_path / "m").exists()


def find_hosts(root: int) -> list[int]:
    """The processes under `root` that are Ray's actors of ours."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "stat").read_text("utf-8").rpartition(")")[2].split()
                parents[int(entry.name)] = int(words[1]), (entry / "cmdline").read_bytes()
            except OSError:
                continue
    family = {root}
    for _, (pid, (parent, _)) in product(range(6), parents.items()):
        if parent in family:
            family.add(pid)
    return sorted(pid for pid in family if pid in parents and parents[pid][1].startswith(b"ray::_Host"))


@pytest.mark.skipif(sys.platform != "linux", reason="finds the workers in /proc")
def test_a_worker_that_is_killed_changes_nothing(inputs: Path) -> None:
    for i in range(40):
        (inputs / "news" / f"more-{i}.txt").write_text((inputs / "news" / f"{i % 12}.txt").read_text() * 3)
    local = run(inputs, "local", "local")
    with subprocess.Popen(command("ray", "ray"), cwd=inputs, stderr=subprocess.PIPE, text=True) as process:
        wait_for(lambda: any((inputs / "ray").glob("*.jsonl")), process)
        hosts = find_hosts(process.pid)
        os.kill(hosts[0], signal.SIGKILL)
        _, messages = process.communicate()
    assert (process.returncode, messages) == (local.returncode, local.stderr) == (1, local.stderr)
    assert outputs_of(inputs, "local") == outputs_of(inputs, "ray")


def wait_for(is_there: Callable[[], object], process: "subprocess.Popen[str]") -> None:
    while not is_there():
        assert process.poll() is None, "the run ended too early"
        time.sleep(0.02)


LISTENS = "0A"  # in /proc/net/tcp


def find_family(root: int) -> set[int]:
    """A process and all that it started."""
    parents = {}
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdigit():
                parents[int(entry.name)] = int((entry / "stat").read_text("utf-8").rpartition(")")[2].split()[1])
    family = {root}
    for _, (pid, parent) in product(range(6), parents.items()):
        if parent in family:
            family.add(pid)
    return family


def find_listeners(family: set[int]) -> set[str]:
    """The addresses, in hexadecimal digits, on which the processes listen."""
    sockets = set()
    for link in (link for pid in family for link in Path(f"/proc/{pid}/fd").glob("*")):
        with suppress(OSError):
            sockets.add(str(link.readlink()))
    rows = [line.split() for name in ("tcp", "tcp6") for line in Path("/proc/net", name).read_text().splitlines()[1:]]
    return {row[1].partition(":")[0] for row in rows if row[3] == LISTENS and f"socket:[{row[9]}]" in sockets}


@pytest.mark.skipif(sys.platform != "linux", reason="finds sockets in /proc")
def test_it_listens_on_the_loopback_and_leaves_no_folder(inputs: Path) -> None:
    temporary = Path(tempfile.mkdtemp(dir="/tmp"))
    os.mkfifo(inputs / "pipe")
    words = [sys.executable, "-m", "newsieve", "batch", "pipe", "-o", "out", "-j", "1", "--engine", "ray"]
    environment = os.environ | {"TMPDIR": str(temporary)}
    with subprocess.Popen(words, cwd=inputs, stderr=subprocess.PIPE, text=True, env=environment) as process:
        wait_for(lambda: find_hosts(process.pid), process)
        family = find_family(process.pid)
        listeners = find_listeners(family)
        modes = {path.stat().st_mode & 0o777 for path in temporary.iterdir()}
        (inputs / "pipe").write_text("A tram came late.\n")
        assert process.wait(60) == 0
    assert modes == {0o700}
    assert listeners
    assert {address[-8:] for address in listeners} == {"0100007F"}
    assert list(temporary.iterdir()) == []
    temporary.rmdir()


def test_an_address_without_a_cluster_is_a_usage_error(inputs: Path) -> None:
    done = run(inputs, "ray", "out", "--address", "127.0.0.1:9")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "ray start --head" in done.stderr


@pytest.mark.parametrize(("batch_size", "partitions"), [(1, 1), (3, 4), (7, 2), (None, 3), (64, 11)], ids=str)
def test_ray_data_maps_batches(ray_data: Any, table: Any, batch_size: int | None, partitions: int) -> None:
    """Whatever the batches and the partitions, the same rows as in one piece."""
    from newsieve.arrow import clean_batch

    pages = ray_data.from_arrow(table).repartition(partitions)
    cleaned = pages.map_batches(clean_batch, batch_format="pyarrow", batch_size=batch_size)
    rows = sorted(
        (row for batch in cleaned.iter_batches(batch_format="pyarrow") for row in batch.to_pylist()), key=by_id
    )
    assert rows == clean_batch(table).to_pylist()
    assert sum(len(row["removed"] or ()) for row in rows) > 10


def by_id(row: dict[str, Any]) -> int:
    return int(row["id"])


@pytest.fixture(scope="module")
def table() -> Any:
    """A hundred rows of articles, one of them without a text."""
    import pyarrow as pa

    texts = [path.read_text("utf-8") for path in sorted(EXAMPLES.glob("pages/*/input.txt"))]
    numbers = range(100)
    return pa.table(
        {"id": numbers, "text": [None if i == 7 else texts[i % len(texts)] for i in numbers], "line": map(str, numbers)}
    )


@pytest.fixture(scope="module")
def ray_data() -> Iterator[Any]:
    """Ray Data, on this machine."""
    from newsieve.engines.ray import _load_data, _session

    with _session(Limits(2, 60)):
        yield _load_data()


def test_the_five_lines_of_the_readme(ray_data: Any, table: Any, tmp_path: Path) -> None:
    from pyarrow import parquet

    from newsieve.arrow import clean_batch

    (tmp_path / "crawl").mkdir()
    parquet.write_table(table, tmp_path / "crawl" / "a.parquet", row_group_size=9)
    code = (EXAMPLES.parent / "README.md").read_text("utf-8").partition("```py\n")[2].partition("```")[0]
    assert len([line for line in code.splitlines() if line]) == 4
    for folder in ("crawl", "texts"):  # Ray's workers stand in another folder
        code = code.replace(f'"{folder}/"', f'"{tmp_path}/{folder}/"')
    exec(compile(code, "README.md", "exec"), {})
    written = parquet.read_table(tmp_path / "texts")
    assert sorted(written.to_pylist(), key=by_id) == clean_batch(table).to_pylist()


def test_from_warc_files_to_parquet_by_the_commands_of_the_readme(tmp_path: Path) -> None:
    pytest.importorskip("fastwarc", reason="WARC files are read with the extra `warc`")
    from pyarrow import parquet

    from test_containers import make_record

    (tmp_path / "crawl").mkdir()
    pages = [path.read_text("utf-8") for path in sorted(EXAMPLES.glob("pages/*/input.html"))]
    for name, share in (("a.warc.gz", pages[::2]), ("b.warc.gz", pages[1::2])):
        (tmp_path / "crawl" / name).write_bytes(b"".join(gzip.compress(make_record(page)) for page in share))
    (tmp_path / "newsieve").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m newsieve "$@"\n')
    (tmp_path / "newsieve").chmod(0o755)
    readme = (EXAMPLES.parent / "README.md").read_text("utf-8")
    first, commands = (
        readme.partition(f"<!-- {mark} -->\n```sh\n")[2].partition("```")[0].splitlines()
        for mark in ("first pass", "at scale")
    )
    assert (len(first), len(commands)) == (1, 2)
    for line in [*commands, first[0].replace("crawl.sqlite", "first.sqlite")]:
        path = os.pathsep.join((str(tmp_path), os.environ["PATH"]))
        done = subprocess.run(line, shell=True, cwd=tmp_path, env=os.environ | {"PATH": path}, capture_output=True)
        notes = [line for line in done.stderr.splitlines() if b"consult this memory" not in line]
        assert (done.returncode, done.stdout, notes) == (0, b"", [])
    for folder in ("texts", "digests"):
        tables = [parquet.read_table(tmp_path / folder / f"{name}.warc.gz.parquet") for name in "ab"]
        assert sum(table.num_rows for table in tables) == len(pages)
        assert all(text for table in tables for text in table.column("text").to_pylist())
    memories = [list(export_memory(str(tmp_path / f"{name}.sqlite"))) for name in ("crawl", "first")]
    assert memories[0] == memories[1] != []
