"""Plain command lines are read without Typer, and as Typer reads them."""

import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.main import get_command

from newsieve.cli.command_table import COMMANDS as TABLE
from newsieve.cli.commands.process import run_command
from newsieve.cli.fast_path import read_plain_line
from newsieve.cli.typer_adapter import register
from newsieve.errors import ExitCode, UsageError
from newsieve.options import SETTINGS
from newsieve.settings import Settings

COMMANDS = ("digest", "clean", "explain", "batch")
FLAGS = sorted({f"--{s.name}" for s in SETTINGS} | {f"-{s.short}" for s in SETTINGS if s.short})
WORDS = """a.txt - 3 0.5 jsonl careful nav,about related -- -n3 -qv --level=careful --keep= --keep=nav --sentences=-1
--no-such --quiet=1 --words -x --help täglich a=b""".split()
RECORD: list[tuple[list[str], dict[str, Any]]] = []


def record(inputs: list[str], given: Settings) -> ExitCode:
    """A command that only says what it was given."""
    RECORD.append((inputs, {name: given[name] for name in (s.name for s in SETTINGS)}))
    return ExitCode.OK


def make_typer(command: str) -> Any:
    app = typer.Typer(add_completion=False)
    register(app, command, TABLE[command], record)
    return get_command(app)


READERS = {command: make_typer(command) for command in COMMANDS}


def read_by_typer(command: str, words: list[str]) -> object:
    RECORD.clear()
    try:
        READERS[command].main(args=list(words), prog_name="newsieve", standalone_mode=False)
    except UsageError as error:
        return str(error)
    return RECORD[0]


def read_plain_linely(command: str, words: list[str]) -> object:
    RECORD.clear()
    line = read_plain_line(command, words)
    assert line is not None
    try:
        run_command(command, record, *line)
    except UsageError as error:
        return str(error)
    return RECORD[0]


LINES = st.lists(st.one_of(st.sampled_from(FLAGS), st.sampled_from(WORDS), st.text(max_size=3)), max_size=7)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(COMMANDS), LINES)
def test_what_is_read_plain_linely_typer_reads_alike(command: str, words: list[str]) -> None:
    words = [word.replace("\0", "") for word in words]
    if read_plain_line(command, words) is not None:
        assert read_plain_linely(command, words) == read_by_typer(command, words)


@pytest.mark.parametrize(
    "line",
    [
        "a.txt",
        "a.txt b/ -",
        "-n 2 a.txt --level careful",
        "--format=jsonl --keep nav --keep about a.txt",
        "-q a.txt --url https://example.org/a?b=c",
        "a.txt -n 2 -n 3",
    ],
)
def test_common_lines_are_plain(line: str) -> None:
    assert read_plain_linely("digest", line.split()) == read_by_typer("digest", line.split())


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["--help"], id="help"),
        pytest.param(["a.txt", "--sentenses", "3"], id="an option that is none"),
        pytest.param(["a.txt", "--sentences"], id="no value"),
        pytest.param(["a.txt", "--sentences", "--quiet"], id="an option in the place of a value"),
        pytest.param(["a.txt", "-n3"], id="a value that is glued on"),
        pytest.param(["--", "-a.txt"], id="the end of the options"),
        pytest.param(["--quiet=yes", "a.txt"], id="a value for a flag"),
        pytest.param(["--jobs", "2", "a.txt"], id="an option of another command"),
    ],
)
def test_what_is_not_plain_is_left_to_typer(words: list[str]) -> None:
    assert read_plain_line("digest", words) is None


def test_no_input_at_a_terminal_is_left_to_typer() -> None:
    """A run's own stdin is what counts, so a process of its own."""
    main_end, terminal = pty.openpty()
    code = (
        "from newsieve.cli.fast_path import read_plain_line as read; "
        "print(read('digest', []), read('digest', ['a']) is None)"
    )
    done = subprocess.run([sys.executable, "-c", code], stdin=terminal, capture_output=True, text=True, check=True)
    os.close(main_end)
    os.close(terminal)
    assert done.stdout == "None False\n"


@pytest.mark.parametrize("words", [["--version"], ["digest", "STORY"], ["clean", "--format", "jsonl", "STORY"]])
def test_a_plain_line_does_without_typer(words: list[str], tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text("It rained on Monday. The river rose, he said.\n", "utf-8")
    code = f"""
import atexit, sys  # with the first of them loaded, the program leaves by an exception
from newsieve.__main__ import main
sys.argv[1:] = {[str(story) if word == "STORY" else word for word in words]}
try:
    main()
finally:
    heavy = "typer click rich pydantic dataclasses inspect pathlib importlib.resources hashlib tempfile tomllib".split()
    print(sorted(set(heavy) & set(sys.modules)), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout
    assert done.stderr == "[]\n"


@pytest.mark.parametrize("words", [["--version"], ["clean", "STORY"]])
def test_what_waits_for_the_end_is_called(words: list[str], tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text("It rained on Monday. The river rose, he said.\n", "utf-8")
    code = f"""
import atexit, sys
from newsieve.__main__ import main
atexit.register(print, "called", file=sys.stderr)
sys.argv[1:] = {[str(story) if word == "STORY" else word for word in words]}
main()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout
    assert done.stderr == "called\n"
