"""Nothing is written, made or deleted outside the output folder, whatever links stand below it, whenever they come."""

import json
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from newsieve.batch import out_folder
from newsieve.batch.out_folder import OutputFolder
from newsieve.errors import OutputError

TEXT = "The council closed the pool on Monday.\n"
BROKEN = b"\x1f\x8b\x08broken"
LARGE = "".join(json.dumps({"id": i, "text": TEXT, "more": "x" * 9000}) + "\n" for i in range(1000))  # two shards
NAMES = ("sub/a.txt", "sub/big.jsonl", "c.txt")


def run(*arguments: str, cwd: Path) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-m", "newsieve", "batch", "in", "-o", "out", "--no-config", "-j", "2", *arguments]
    return subprocess.run(command, capture_output=True, timeout=120, cwd=cwd)


def fill(folder: Path, files: dict[str, str | bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def snapshot(folder: Path) -> dict[str, str | bytes]:
    """All that is below a folder, links as where they point."""
    return {
        str(path.relative_to(folder)): str(path.readlink()) if path.is_symlink() else path.read_bytes()
        for path in folder.rglob("*")
        if path.is_symlink() or path.is_file()
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Inputs, an output folder, and one beside it that must stay as it is."""
    fill(tmp_path, {"in/sub/a.txt": TEXT, "in/sub/deep/b.txt": TEXT, "in/c.txt": TEXT})
    fill(tmp_path, {f"victim/{name}": "precious" for name in ("a.txt", "big.jsonl", "bad.txt", "sub/a.txt", "x")})
    (tmp_path / "out").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("files", "options"),
    [
        pytest.param({}, [], id="small files"),
        pytest.param({"in/sub/big.jsonl": LARGE}, ["--task", "clean", "-f", "jsonl"], id="shards"),
        pytest.param({"in/sub/bad.txt": BROKEN}, [], id="a broken input"),
        pytest.param({"in/sub/a.png": b"\x89PNG\r\n\x1a\n"}, [], id="a binary input"),
        pytest.param({}, ["--learn", "--memory", "memory.sqlite"], id="learning"),
    ],
)
@pytest.mark.parametrize("where", ["sub", "sub/deep", "sub/a.txt"])
def test_a_link_in_the_place_of_a_folder_or_an_output(
    where: str, files: dict[str, str | bytes], options: list[str], folder: Path
) -> None:
    fill(folder, files)
    where += ".jsonl" if where.endswith(".txt") and "jsonl" in options else ""
    link = folder / "out" / where
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(folder / "victim" / ("a.txt" if ".txt" in where else ""))
    before = snapshot(folder / "victim")
    for _ in range(2):  # what a link is to blame for is tried, and named, each time
        done = run(*options, cwd=folder)
        assert done.returncode == 1
        assert f": out/{where}: a symbolic link".encode() in done.stderr
        assert snapshot(folder / "victim") == before
        assert link.is_symlink()
        assert (folder / "out" / ("c.txt.jsonl" if "jsonl" in options else "c.txt")).read_bytes()


def test_an_input_behind_a_link_is_not_written_over(folder: Path) -> None:
    fill(folder, {"in/sub/big.jsonl": LARGE})
    (folder / "out" / "sub").symlink_to(folder / "in" / "sub")
    before = snapshot(folder / "in")
    assert run("--task", "clean", "-f", "jsonl", cwd=folder).returncode == 1
    assert snapshot(folder / "in") == before


def test_prune_does_not_follow_a_link(folder: Path) -> None:
    assert run(cwd=folder).returncode == 0
    (folder / "out" / "sub").rename(folder / "elsewhere")
    (folder / "out" / "sub").symlink_to(folder / "elsewhere")
    (folder / "in" / "sub" / "a.txt").unlink()
    before = snapshot(folder / "elsewhere")
    assert run("--prune", cwd=folder).returncode == 1  # sub/deep/b.txt is no longer there
    assert snapshot(folder / "elsewhere") == before


@pytest.mark.parametrize(("name", "is_fatal"), [("ledger.sqlite", False), ("lock", True), ("running", None)])
def test_files_of_the_state_as_links(name: str, is_fatal: bool | None, folder: Path) -> None:
    other = folder / "victim" / "other.sqlite"
    with closing(sqlite3.connect(other)) as connection:
        connection.executescript("create table ledger (x); insert into ledger values (1); pragma user_version = 42")
    (folder / "out" / ".newsieve").mkdir()
    (folder / "out" / ".newsieve" / name).symlink_to(other)
    before = snapshot(folder / "victim")
    done = run(cwd=folder)
    assert (done.returncode, done.stderr.count(b"\n")) == ((0, 0) if is_fatal is None else (1, 1))
    assert (folder / "out" / "c.txt").exists() != bool(is_fatal)
    assert snapshot(folder / "victim") == before


def test_the_state_folder_as_a_link(folder: Path) -> None:
    (folder / "out" / ".newsieve").symlink_to(folder / "victim")
    before = snapshot(folder / "victim")
    done = run(cwd=folder)
    assert (done.returncode, done.stderr) == (
        1,
        b"newsieve: out/.newsieve: a symbolic link, and below the output folder none is followed; remove it\n",
    )
    assert snapshot(folder / "victim") == before


def test_the_output_folder_itself_may_be_a_link(folder: Path) -> None:
    (folder / "out").rmdir()
    (folder / "real").mkdir()
    (folder / "out").symlink_to("real")
    assert run(cwd=folder).returncode == 0
    assert (folder / "real" / "sub" / "deep" / "b.txt").read_text() == TEXT


@pytest.mark.parametrize("stands", ["folder", "file"])
def test_what_stands_in_the_way_costs_one_input(stands: str, folder: Path) -> None:
    if stands == "folder":
        fill(folder, {"out/sub/a.txt/x": "precious"})
    else:
        fill(folder, {"out/sub": "precious"})
    before = snapshot(folder / "out")
    for _ in range(2):
        done = run(cwd=folder)
        assert done.returncode == 1
        assert b"out/sub" in done.stderr
        assert before.items() <= snapshot(folder / "out").items()
        assert (folder / "out" / "c.txt").read_text() == TEXT


def put(output: OutputFolder) -> None:
    with output.replace("a/b/c.txt", "t.tmp") as write:
        write("made\n")


CHANGES: dict[str, Callable[[OutputFolder], object]] = {
    "replace": put,
    "create": lambda output: output.create("a/b/new").close(),
    "make a folder": lambda output: output.make_folder("a/b/more"),
    "remove": lambda output: output.remove("a/b/c.txt"),
    "remove a tree": lambda output: output.remove_tree("a/b"),
    "remove folders": lambda output: output.remove_empty_folders("a/b/c.txt"),
    "lock": lambda output: os.close(output.open_lock("a/b/lock")),
}


@pytest.mark.skipif(sys.platform == "win32", reason="there are no handles of folders")
@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
@pytest.mark.parametrize("swapped", ["a", "a/b"])
def test_a_link_may_come_at_any_moment(swapped: str, change: Callable[[OutputFolder], object], tmp_path: Path) -> None:
    """A folder is a link half of the time, in turns with what is done in it."""
    victim, out = tmp_path / "victim", tmp_path / "out"
    fill(victim, {"c.txt": "precious", "b/c.txt": "precious"})
    out.mkdir()
    place, aside = out / swapped, tmp_path / "aside"
    before, stopped = snapshot(victim), threading.Event()

    def swap() -> None:
        while not stopped.is_set():
            with suppress(OSError):
                place.rename(aside)
            with suppress(OSError):
                place.symlink_to(victim)
            with suppress(OSError):
                place.unlink()
            with suppress(OSError):
                aside.rename(place)

    output = OutputFolder(str(out))
    swapper = threading.Thread(target=swap)
    swapper.start()
    try:
        for _ in range(400):
            with suppress(OutputError):
                put(output)
            with suppress(OutputError):
                change(output)
            assert snapshot(victim) == before
    finally:
        stopped.set()
        swapper.join()
        output.close()
    assert snapshot(victim) == before


@pytest.mark.parametrize("name", ["..", "../x", "a/../../x", ".", "a//b/x", "/etc"])
def test_no_path_leads_upwards(name: str, tmp_path: Path) -> None:
    (tmp_path / "out" / "a").mkdir(parents=True)
    output = OutputFolder(str(tmp_path / "out"))
    with pytest.raises(OutputError), output.replace(f"{name}/c", "t.tmp") as write:
        write("")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a", "out"]
    output.close()


def test_an_output_that_another_input_is_a_link_to_is_not_replaced(folder: Path) -> None:
    assert run(cwd=folder).returncode == 0
    (folder / "in" / "link.txt").symlink_to("../out/c.txt")
    fill(folder, {"in/c.txt": TEXT * 2})
    done = run(cwd=folder)
    assert (done.returncode, done.stderr) == (1, b"newsieve: in/c.txt: its output c.txt is the input in/link.txt\n")
    assert (folder / "out" / "c.txt").read_text() == (folder / "out" / "link.txt").read_text() == TEXT


@pytest.mark.parametrize("where", ["a", "a/b", "a/b/c.txt"])
def test_without_handles_of_folders_each_part_is_looked_at(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(out_folder, "_HAS_HANDLES", False)
    fill(tmp_path, {"victim/c.txt": "precious", "victim/b/c.txt": "precious"})
    output, link = OutputFolder(str(tmp_path / "out")), tmp_path / "out" / where
    (tmp_path / "out").mkdir()
    put(output)
    assert (tmp_path / "out" / "a" / "b" / "c.txt").read_text() == "made\n"
    before = snapshot(tmp_path / "victim")
    link.rename(tmp_path / "aside")
    link.symlink_to(tmp_path / "victim" / ("c.txt" if ".txt" in where else ""))
    for name in ("replace", "create", "make a folder", "remove", "remove folders", "lock"):
        with suppress(OutputError):
            CHANGES[name](output)
        assert snapshot(tmp_path / "victim") == before
        assert link.is_symlink()
    output.close()
