"""Progress: on a terminal's stderr, out of the way of messages, and nowhere else."""

import json
import os
import re
import select
import subprocess
import sys
import termios
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="no pseudo-terminals here")
RECORD = json.dumps({"text": "The ferry was late on Monday."}) + "\n"


def _watch(*words: str, command: str = "clean", broken: bool = False, columns: int = 80, **variables: str) -> str:
    """What a terminal shows of a run whose input comes slowly: until there is progress, or for 12 records."""
    master, slave = pty.openpty()
    termios.tcsetwinsize(slave, (24, columns))
    run = subprocess.Popen(
        [sys.executable, "-m", "newsieve", *command.split(), "--input-format", "jsonl", "--no-config", *words],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=slave,
        env={**os.environ, "TERM": "xterm", **variables},
    )  # fmt: skip
    os.close(slave)
    assert run.stdin
    shown = b""
    for _ in range(12):
        run.stdin.write(RECORD.encode())
        run.stdin.flush()
        if select.select([master], [], [], 0.4)[0]:
            shown += _read(master)
        if b"documents" in shown:
            break
    run.stdin.write(b"{}\n" if broken else b"")
    run.stdin.close()
    run.wait()
    while select.select([master], [], [], 0)[0] and (more := _read(master)):
        shown += more
    os.close(master)
    return shown.decode()


def _read(master: int) -> bytes:
    try:
        return os.read(master, 4096)
    except OSError:  # the other end is closed
        return b""


def test_terminal_sees_count_and_rate_and_is_left_clean() -> None:
    shown = _watch()
    assert "documents, " in shown
    assert " a second" in shown
    assert shown.endswith("\r\x1b[K")


def test_line_fits_a_narrow_terminal() -> None:
    lines = [line for line in _watch(columns=13).split("\r\x1b[K") if line]
    assert lines
    assert max(map(len, lines)) <= 12


def test_learning_shows_it_too(tmp_path: Path) -> None:
    shown = _watch("--memory", str(tmp_path / "m.sqlite"), command="memory learn")
    assert " documents, " in shown
    assert "\r\x1b[Knewsieve: " in shown


def test_messages_take_the_lines_place() -> None:
    assert "\r\x1b[Knewsieve: -#" in _watch(broken=True)


@pytest.mark.parametrize(
    ("words", "variables"), [(("--quiet",), {}), ((), {"TERM": "dumb"})], ids=["quiet", "dumb terminal"]
)
def test_who_does_not_want_it_sees_nothing(words: tuple[str, ...], variables: dict[str, str]) -> None:
    assert _watch(*words, **variables) == ""


@pytest.mark.parametrize(
    ("inputs", "pattern"),
    [
        pytest.param(["a.jsonl"], r"\r\x1b\[K[1-9]\d* documents, \d+ a second", id="one container"),
        pytest.param(
            ["b.jsonl", "a.jsonl"],
            r"\r\x1b\[K1 of 2 inputs, [1-9]\d* documents, \d+ a second, \d+:\d\d left",
            id="inputs",
        ),
    ],
)
def test_batch_shows_documents_of_containers_too(inputs: list[str], pattern: str, tmp_path: Path) -> None:
    """Of a container whose records come until they are seen."""
    os.mkfifo(tmp_path / "a.jsonl")
    (tmp_path / "b.jsonl").write_text(json.dumps({"text": "It rained.", "more": "x" * 300_000}))  # a group by itself
    master, slave = pty.openpty()
    run = subprocess.Popen(
        [sys.executable, "-m", "newsieve", "batch", *inputs, "-o", "out", "-j", "2", "--no-config"], cwd=tmp_path,
        stdin=subprocess.DEVNULL, stderr=slave, env={**os.environ, "TERM": "xterm"},
    )  # fmt: skip
    os.close(slave)
    shown = b""
    with (tmp_path / "a.jsonl").open("w") as container:
        for _ in range(2000):
            if re.search(pattern, shown.decode()):
                break
            container.write(RECORD)
            container.flush()
            if select.select([master], [], [], 0.05)[0]:
                shown += _read(master)
    while more := _read(master):
        shown += more
    os.close(master)
    assert run.wait() == 0
    assert re.search(pattern, shown.decode()), shown
    assert re.search(r"\r\x1b\[Knewsieve: \d read, \d written, 0 up to date, 0 failed in ", shown.decode())


def test_pipe_sees_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "newsieve", "clean", "--input-format", "jsonl", "--no-config"],
        input=RECORD * 500, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
