"""What a batch teaches the memory, and what it asks of it."""

import os
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

APPEAL = "Our reporting is read by the whole valley and paid by few of them; a small gift keeps the presses warm."
DOCUMENTS = 40


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    folder = tmp_path / "courier"
    folder.mkdir()
    for i in range(DOCUMENTS):
        town = "".join("aeioubdfgl"[int(digit)] for digit in f"{i:03}")  # numbers alone do not tell paragraphs apart
        (folder / f"{i}.txt").write_text(f"The town of {town} opened its pool.\n\n{APPEAL}\n\nIn {town} it rains.\n")
    return folder


def start(*arguments: str | Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "newsieve", *map(str, arguments)]
    environment = {**os.environ, "XDG_CONFIG_HOME": "/nonexistent"}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment,
                            stdin=subprocess.DEVNULL)  # fmt: skip


def run(*arguments: str | Path) -> bytes:
    with start(*arguments) as process:
        out, err = process.communicate(timeout=60)
        said = [line for line in err.splitlines() if b"consult this memory" not in line]  # of a memory that is new
        assert (process.returncode, said) == (0, [])
    return out


def test_a_batch_learns_at_its_end(inputs: Path, tmp_path: Path) -> None:
    memory = tmp_path / "memory.sqlite"
    run("batch", inputs, "-o", tmp_path / "out", "--learn", "--memory", memory)
    alone = tmp_path / "alone.sqlite"
    run("memory", "learn", inputs, "--memory", alone)
    exported = run("memory", "export", "--memory", memory)
    assert APPEAL.encode() in run("memory", "show", "--memory", memory)
    assert sorted(exported.splitlines()) == sorted(run("memory", "export", "--memory", alone).splitlines())
    run("batch", inputs, "-o", tmp_path / "out", "--learn", "--memory", memory)
    run("batch", inputs, "-o", tmp_path / "two", "--learn", "--memory", memory)
    assert run("memory", "export", "--memory", memory) == exported


def test_what_it_learns_is_applied_by_force(inputs: Path, tmp_path: Path) -> None:
    options = ("-o", tmp_path / "out", "--task", "clean", "--learn", "--memory", tmp_path / "memory.sqlite")
    output = tmp_path / "out" / "7.txt"
    run("batch", inputs, *options)
    before = output.read_bytes()
    run("batch", inputs, *options)
    assert output.read_bytes() == before
    run("batch", inputs, *options, "--force")
    assert APPEAL.encode() not in output.read_bytes()
    assert b"The town of aaf opened its pool." in output.read_bytes()


def test_a_killed_run_teaches_the_next_time(inputs: Path, tmp_path: Path) -> None:
    memory, other = tmp_path / "memory.sqlite", tmp_path / "other.sqlite"
    run("batch", inputs, "-o", tmp_path / "undisturbed", "--learn", "--memory", other)
    moments = random.Random(3)
    for _ in range(6):
        with start("batch", inputs, "-o", tmp_path / "out", "--learn", "--memory", memory) as process:
            time.sleep(moments.uniform(0.15, 0.6))
            process.kill()
    run("batch", inputs, "-o", tmp_path / "out", "--learn", "--memory", memory)
    learned = run("memory", "export", "--memory", memory)
    assert sorted(learned.splitlines()) == sorted(run("memory", "export", "--memory", other).splitlines())
    assert not list((tmp_path / "out" / ".newsieve").glob("lessons-*"))


@pytest.mark.parametrize("statement", ["SELECT 1", "PRAGMA journal_mode = WAL"], ids=["empty", "without tables"])
def test_a_memory_that_was_half_made_is_finished(inputs: Path, tmp_path: Path, statement: str) -> None:
    memory = tmp_path / "memory.sqlite"
    memory.touch()
    with closing(sqlite3.connect(memory)) as connection:
        connection.execute(statement)
    run("batch", inputs, "-o", tmp_path / "out", "--learn", "--memory", memory)
    assert APPEAL.encode() in run("memory", "show", "--memory", memory)
