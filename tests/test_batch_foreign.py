"""Files in the output folder that no run wrote: they stay as they are, unless --force says otherwise."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from newsieve.batch.lock import MANIFEST
from test_batch import DIGEST, TEXT, fill, run, summary, tree

OWN = "my own words"
SMALL_SHARDS = "import newsieve.batch.shards\nnewsieve.batch.shards.SHARD_BYTES = 1000"
RECORD = json.dumps({"text": TEXT})
SPARED = b"newsieve: in/a.txt: out/a.txt: stands there, and no earlier run wrote it; "


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two inputs, and a file of somebody's where the first one's output would be."""
    return fill(tmp_path, {"in/a.txt": TEXT, "in/b.txt": TEXT, "out/a.txt": OWN})


def test_a_file_of_somebody_s_stays_and_costs_its_input_alone(folder: Path) -> None:
    for _ in range(2):
        done = run("in", "-o", "out", cwd=folder)
        assert (done.returncode, done.stderr.startswith(SPARED), done.stderr.count(b"\n")) == (1, True, 1)
        assert tree(folder / "out") == {"a.txt": OWN.encode(), "b.txt": DIGEST.encode()}


def test_force_writes_over_it(folder: Path) -> None:
    assert run("in", "-o", "out", "--force", cwd=folder).returncode == 0
    assert tree(folder / "out")["a.txt"] == DIGEST.encode()
    assert summary(run("in", "-o", "out", "-v", cwd=folder)) == "0 read, 0 written, 2 up to date, 0 failed"


def test_once_it_was_moved_away_the_output_is_written(folder: Path) -> None:
    run("in", "-o", "out", cwd=folder)
    (folder / "out/a.txt").unlink()
    assert summary(run("in", "-o", "out", "-v", cwd=folder)) == "1 read, 1 written, 1 up to date, 0 failed"
    assert tree(folder / "out")["a.txt"] == DIGEST.encode()


def test_options_that_change_results_do_not_make_it_ours(folder: Path) -> None:
    run("in", "-o", "out", cwd=folder)
    assert run("in", "-o", "out", "--level", "careful", cwd=folder).returncode == 1
    assert tree(folder / "out")["a.txt"] == OWN.encode()


@pytest.mark.parametrize("options", [[], ["--force"], ["-j", "1"]], ids=" ".join)
@pytest.mark.parametrize(
    "content", [b"\x1f\x8b\x08broken", b"\x89PNG\r\n\x1a\n" + bytes(100)], ids=["broken", "binary"]
)
def test_an_input_without_an_output_removes_nothing_of_somebody_s(
    content: bytes, options: list[str], tmp_path: Path
) -> None:
    fill(tmp_path, {"in/a.gz": content, "in/b.txt": TEXT, "out/a.gz.txt": OWN})
    for _ in range(2):
        run("in", "-o", "out", *options, cwd=tmp_path)
        assert tree(tmp_path / "out") == {"a.gz.txt": OWN.encode(), "b.txt": DIGEST.encode()}


def test_prune_removes_nothing_of_somebody_s(folder: Path) -> None:
    run("in", "-o", "out", cwd=folder)
    (folder / "in/a.txt").unlink()
    run("in", "-o", "out", "--prune", cwd=folder)
    assert tree(folder / "out") == {"a.txt": OWN.encode(), "b.txt": DIGEST.encode()}


def test_a_large_container_in_shards_spares_it(tmp_path: Path) -> None:
    fill(tmp_path, {"a.jsonl": f"{RECORD}\n" * 20, "out/a.jsonl.txt": OWN})
    assert run("a.jsonl", "-o", "out", cwd=tmp_path, code=SMALL_SHARDS).returncode == 1
    assert tree(tmp_path / "out") == {"a.jsonl.txt": OWN.encode()}


def test_dry_run_names_it(folder: Path) -> None:
    for options, expected in ([], b"fail: in/a.txt: out/a.txt: stands there"), (["--force"], b"write: in/a.txt"):
        done = run("in", "-o", "out", "--dry-run", *options, cwd=folder)
        assert done.stdout.startswith(expected)


@pytest.mark.parametrize(
    "damage",
    [
        lambda out: (out / MANIFEST).unlink(),
        lambda out: (out / MANIFEST).write_bytes(b"hello"),
        pytest.param(lambda out: shutil.rmtree(out / ".newsieve"), id="the same bytes are as good as ours"),
    ],
)
def test_with_a_lost_state_all_outputs_are_done_again(damage: Callable[[Path], object], folder: Path) -> None:
    run("in", "-o", "out", "--force", cwd=folder)
    damage(folder / "out")
    assert summary(run("in", "-o", "out", "-v", cwd=folder)) == "2 read, 2 written, 0 up to date, 0 failed"
    assert summary(run("in", "-o", "out", "-v", cwd=folder)) == "0 read, 0 written, 2 up to date, 0 failed"


def test_with_a_damaged_state_outputs_of_changed_inputs_are_ours(folder: Path) -> None:
    run("in", "-o", "out", "--force", cwd=folder)
    (folder / "out" / MANIFEST).write_bytes(b"hello")
    fill(folder, {"in/a.txt": "The bridge opened on Friday."})
    assert run("in", "-o", "out", cwd=folder).returncode == 0
    assert tree(folder / "out")["a.txt"] == b"The bridge opened on Friday.\n"


def test_a_run_that_wrote_nothing_makes_no_file_its_own(folder: Path) -> None:
    (folder / "in/b.txt").unlink()
    run("in", "-o", "out", cwd=folder)
    assert (folder / "out" / MANIFEST).is_file()
    run("in", "-o", "out", cwd=folder)
    assert tree(folder / "out") == {"a.txt": OWN.encode()}


@pytest.mark.parametrize("is_first", [True, False], ids=["before the first run", "since"])
def test_a_pipe_stays(is_first: bool, tmp_path: Path) -> None:
    fill(tmp_path, {"in/a.txt": TEXT, "in/b.txt": TEXT, "out/keep": ""})
    if not is_first:
        run("in", "-o", "out", cwd=tmp_path)
        (tmp_path / "out/a.txt").unlink()
    os.mkfifo(tmp_path / "out/a.txt")
    done = run("in", "-o", "out", cwd=tmp_path)
    assert (done.returncode, done.stderr.startswith(SPARED), done.stderr.count(b"\n")) == (1, True, 1)
    assert (tmp_path / "out/a.txt").is_fifo()
