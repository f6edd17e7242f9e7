"""The real Ray engine, two workers on this machine: the same as the local one, whatever happens to a worker."""

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from itertools import product
from pathlib import Path

import pytest

from newsieve.engines import Limits, Lost, Tick
from newsieve.memory import list_repeats, list_sites

pytest.importorskip("ray", reason="the engine `ray` needs the extra `cluster`")

EXAMPLES = Path(__file__).parent.parent / "fixtures"
COUNT = 60


class Unit:
    """A number that a test's process is to work on."""

    size = 1

    def __init__(self, number: int) -> None:
        self.number = number


def count_on_itself(unit: Unit, tick: Tick) -> tuple[int, int]:
    """The number, and how many units this process has seen of the kind that must leave nothing behind."""
    tick(1)
    if unit.number == 13:
        tick(7)
        os.kill(os.getpid(), signal.SIGKILL)
    if unit.number == 29:
        time.sleep(60)
    return unit.number, os.getpid()


def test_a_poisoned_unit_costs_no_other() -> None:
    from newsieve.engines.ray import map_units

    answers = list(map_units(count_on_itself, map(Unit, range(COUNT)), Limits(2, 3.0)))
    lost = {one.unit.number: one for one in answers if isinstance(one, Lost)}
    assert {number: (one.at, one.is_late) for number, one in lost.items()} == {13: (7, False), 29: (1, True)}
    assert sorted(one[0] for one in answers if not isinstance(one, Lost)) == [
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


def outputs_of(folder: Path, out: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / out).iterdir() if path.is_file()}


def test_the_same_as_on_one_machine(inputs: Path) -> None:
    """Outputs, messages, statuses and what the memory learns; nothing on stdout; a second run redoes what failed."""
    local, ray = (run(inputs, e, e, "--learn", "--memory", f"{e}.sqlite") for e in ("local", "ray"))
    assert (local.returncode, local.stdout, local.stderr) == (ray.returncode, ray.stdout, ray.stderr)
    assert outputs_of(inputs, "local") == outputs_of(inputs, "ray")
    memories = [str(inputs / f"{engine}.sqlite") for engine in ("local", "ray")]
    assert list_sites(memories[0]) == list_sites(memories[1])
    counts = [{(r.fingerprint, r.documents) for r in list_repeats(m, "news")} for m in memories]
    assert counts[0] == counts[1] != set()
    taught = [run(inputs, e, f"{e}-taught", "--memory", "local.sqlite").returncode for e in ("local", "ray")]
    assert taught == [1, 1]
    assert outputs_of(inputs, "local-taught") == outputs_of(inputs, "ray-taught") != outputs_of(inputs, "local")
    again = run(inputs, "ray", "ray", "--learn", "--memory", "ray.sqlite", "-v")
    assert "1 read" in again.stderr
    assert "12 up to date" in again.stderr


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
    assert run(inputs, "local", "local").returncode == 1
    with subprocess.Popen(command("ray", "ray"), cwd=inputs, stderr=subprocess.PIPE, text=True) as process:
        wait_for(lambda: any((inputs / "ray").glob("*.jsonl")), process)
        hosts = find_hosts(process.pid)
        os.kill(hosts[0], signal.SIGKILL)
        _, messages = process.communicate()
    assert (process.returncode, messages.count("\n")) == (1, 1)
    assert outputs_of(inputs, "local") == outputs_of(inputs, "ray")


def wait_for(is_there: Callable[[], bool], process: "subprocess.Popen[str]") -> None:
    while not is_there():
        assert process.poll() is None, "the run ended too early"
        time.sleep(0.02)


def test_an_address_without_a_cluster_is_a_usage_error(inputs: Path) -> None:
    done = run(inputs, "ray", "out", "--address", "127.0.0.1:9")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "ray start --head" in done.stderr


@pytest.mark.parametrize("sizes", [(5,), (2, 2, 1), (1, 4)], ids=str)
def test_ray_data_maps_batches(sizes: Sequence[int]) -> None:
    """Whatever the batches, the same rows as in one piece."""
    import pyarrow as pa

    from newsieve.arrow import clean_batch

    table = pa.table(
        {"id": range(5), "text": [f"Tram {i} came late again." for i in range(4)] + [None], "line": list("abcde")}
    )
    starts = [sum(sizes[:i]) for i in range(len(sizes))]
    pieces = [clean_batch(table.slice(at, size)) for at, size in zip(starts, sizes, strict=True)]
    assert pa.concat_tables(pieces).equals(clean_batch(table))


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
    commands = readme.partition("<!-- at scale -->\n```sh\n")[2].partition("```")[0].splitlines()
    assert len(commands) == 2
    for line in commands:
        path = os.pathsep.join((str(tmp_path), os.environ["PATH"]))
        done = subprocess.run(line, shell=True, cwd=tmp_path, env=os.environ | {"PATH": path}, capture_output=True)
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    for folder in ("texts", "digests"):
        tables = [parquet.read_table(tmp_path / folder / f"{name}.warc.gz.parquet") for name in "ab"]
        assert sum(table.num_rows for table in tables) == len(pages)
        assert all(text for table in tables for text in table.column("text").to_pylist())
    assert list_sites(str(tmp_path / "crawl.sqlite"))[0].name == "tram.example"
