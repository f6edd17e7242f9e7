"""A folder of outputs under fire: kills, signals, two runs at once, workers that crash or stand still."""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from newsieve.engines import Heartbeat, Limits, WorkerLost
from newsieve.engines.local import map_tasks

TEXT = "The council closed the pool on Monday.\n\nSign up for our free newsletter.\n\nSwimmers were angry.\n"
KILLS = 20


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("killed") / "in"
    for i in range(150):
        path = folder / str(i % 5) / f"{i}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{TEXT}\nThe pool of town {i} stays open." * 8)
    return folder


@pytest.fixture(scope="module")
def undisturbed(inputs: Path) -> dict[str, bytes]:
    with start(inputs, inputs.parent / "undisturbed") as process:
        assert process.wait(120) == 0
    return tree(inputs.parent / "undisturbed")


def start(folder: Path, out: Path, *options: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "newsieve", "batch", str(folder), "-o", str(out), "-j", "2", *options]
    environment = {**os.environ, "XDG_CONFIG_HOME": "/nonexistent"}
    return subprocess.Popen(command, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, env=environment)


def tree(out: Path) -> dict[str, bytes]:
    """All files below the folder but those of the state folder, with their bytes."""
    files = (path for path in out.rglob("*") if path.is_file() and ".newsieve" not in path.parts)
    return {str(path.relative_to(out)): path.read_bytes() for path in files}


def count_outputs(out: Path) -> int:
    """How many outputs have their name; those being written come and go, so that none is opened."""
    return sum(".newsieve" not in str(path.relative_to(out)) for path in out.rglob("*.txt"))


def temporary_files(out: Path) -> list[str]:
    return [name for name in map(str, out.rglob("*")) if ".newsieve-" in name]


def has_ended(process: int) -> bool:
    """Whether a process is gone, or waits for its parent to look."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def children(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def wait_until(condition: Callable[[], object], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


needs_proc = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds processes in /proc")


def test_killed_at_any_moment_and_run_again(inputs: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    out, moments = tmp_path / "out", random.Random(7)
    for _ in range(KILLS):
        with start(inputs, out, "--force") as process:
            time.sleep(moments.uniform(0.1, 0.9))
            process.kill()
    with start(inputs, out) as process:
        assert (process.wait(120), process.stderr and process.stderr.read()) == (0, b"")
    assert tree(out) == undisturbed
    assert temporary_files(out) == []


@needs_proc
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["INT", "TERM"])
def test_signals_end_it_at_once_with_nothing_half_written(
    number: signal.Signals, status: int, inputs: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    with start(inputs, out) as process:
        wait_until(lambda: count_outputs(out) > 10)
        workers = children(process.pid)
        process.send_signal(number)
        sent = time.monotonic()
        assert process.wait(30) == status
        assert time.monotonic() - sent < 1 + slack()
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert len(workers) == 2
    assert all(map(has_ended, workers))
    assert temporary_files(out) == []
    assert tree(out).items() <= undisturbed.items()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL], ids=["TERM", "KILL"])
@pytest.mark.parametrize("options", [[], ["--force", "--level", "careful"]], ids=["new", "anew"])
def test_no_output_of_a_stopped_run_is_unknown(
    number: signal.Signals, options: list[str], inputs: Path, tmp_path: Path
) -> None:
    folder, out = shutil.copytree(inputs, tmp_path / "in"), tmp_path / "out"
    with start(folder, out, *options) as process:
        wait_until(lambda: count_outputs(out) > 10)
        process.send_signal(number)
    written = {name for name in tree(out) if ".newsieve-" not in name}  # what a killed run had begun goes in the next
    for name in written:
        (folder / name).unlink()
    with start(folder, out, "--prune") as process:
        assert process.wait(120) == 0
    left = {str(path.relative_to(folder)) for path in folder.rglob("*.txt")}
    assert (set(tree(out)), written & left) == (left, set())


@needs_proc
def test_workers_die_with_a_killed_parent(inputs: Path, tmp_path: Path) -> None:
    with start(inputs, tmp_path / "out") as process:
        wait_until(lambda: len(children(process.pid)) == 2)
        workers = children(process.pid)
        process.kill()
    wait_until(lambda: all(map(has_ended, workers)), 5)


def test_two_runs_at_once(inputs: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    out = tmp_path / "out"
    os.mkfifo(tmp_path / "pipe")
    holder = start(tmp_path / "pipe", out)
    wait_until((out / ".newsieve" / "running").exists)
    with start(inputs, out) as second:
        assert second.wait(30) == 75
        assert second.stderr is not None
        assert b"another run is writing there" in second.stderr.read()
    assert tree(out) == {}
    waiting = start(inputs, out, "--wait")
    time.sleep(0.5)
    assert waiting.poll() is None
    holder.kill()
    with holder, waiting:
        assert waiting.wait(60) == 0
    assert tree(out) == undisturbed


@needs_proc
def test_an_input_whose_worker_is_killed_costs_only_itself(inputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    os.mkfifo(tmp_path / "pipe")
    command = [
        sys.executable,
        "-m",
        "newsieve",
        "batch",
        str(tmp_path / "pipe"),
        str(inputs),
        "-o",
        str(out),
        "-j",
        "1",
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL) as process:
        killed: set[int] = set()
        while process.poll() is None and len(killed) < 2:  # it is given a second chance
            at_pipe = [child for child in children(process.pid) if child not in killed and waits_for_pipe(child)]
            for child in at_pipe:
                os.kill(child, signal.SIGSEGV)
                killed.add(child)
            time.sleep(0.05)
        assert process.wait(60) == 1
        assert process.stderr is not None
        assert process.stderr.read().decode() == f"newsieve: {tmp_path / 'pipe'}: its process died of SIGSEGV\n"
    assert len(tree(out)) == 150


def waits_for_pipe(process: int) -> bool:
    with contextlib.suppress(OSError):
        return "wait_for_partner" in Path(f"/proc/{process}/wchan").read_text()
    return False


def slack() -> float:
    """Seconds that a busy machine takes for what should take none."""
    begun = time.monotonic()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    return 5 * (time.monotonic() - begun)


@dataclass(frozen=True)
class Sum:
    """A task for the engine alone: what to do, and with which number."""

    number: int
    does: str = ""
    size: int = 1


def square(task: Sum, heartbeat: Heartbeat) -> tuple[int, int]:
    heartbeat(task.number)
    if task.does == "crash":
        os.kill(os.getpid(), signal.SIGKILL)
    if task.does == "leave":
        os._exit(7)
    if task.does == "stall":
        time.sleep(60)
    if task.does == "listen":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        time.sleep(60)
    return task.number, task.number**2


@pytest.mark.parametrize("jobs", [1, 2, 3])
@pytest.mark.parametrize(
    ("does", "reason"),
    [("crash", "its process died of SIGKILL"), ("leave", "its process ended with status 7"),
     ("stall", "took longer than 0.4 s; raise --timeout"), ("listen", "took longer than 0.4 s; raise --timeout")],
)  # fmt: skip
def test_engine_pins_a_loss_on_its_unit(jobs: int, does: str, reason: str) -> None:
    tasks = [Sum(i, does if i in (0, 40, 41, 99) else "") for i in range(100)]
    answers = list(map_tasks(square, tasks, Limits(jobs, 0.4)))
    lost = [answer for answer in answers if isinstance(answer, WorkerLost)]
    assert sorted((one.task.number, one.at) for one in lost) == [(i, i) for i in (0, 40, 41, 99)]
    assert {one.reason for one in lost} == {reason}
    done = sorted(answer for answer in answers if not isinstance(answer, WorkerLost))
    assert done == [(i, i * i) for i in range(100) if i not in (0, 40, 41, 99)]


def doze(task: Sum, heartbeat: Heartbeat) -> int:
    for number in range(8):
        heartbeat(number)
        time.sleep(0.1)
    return task.number


def test_engine_counts_the_time_of_one_document() -> None:
    assert sorted(map_tasks(doze, [Sum(1), Sum(2)], Limits(2, 0.5))) == [1, 2]


def test_engine_takes_units_as_it_has_room() -> None:
    taken = 0

    def tasks() -> Iterator[Sum]:
        nonlocal taken
        for i in range(10_000):
            taken += 1
            yield Sum(i, size=1 << 17)

    answers = map_tasks(square, tasks(), Limits(2, 60))
    next(answers)
    assert taken < 20
    answers.close()  # type: ignore[attr-defined]


def test_engine_without_units() -> None:
    assert list(map_tasks(square, [], Limits(2, 1))) == []
