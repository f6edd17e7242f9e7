"""What a person sees: `explain` on a terminal, in colour and without."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from newsieve.render.terminal import wrap_columns

TEXT = (
    "The council closed the pool on Monday. It had been open for ninety years, and many swimmers came to say goodbye "
    "to it.\n\nSign up for our free newsletter to get the latest news in your inbox.\n\nSwimmers wept.\n"
)


def explain(path: Path, *words: str, **variables: str) -> str:
    """What a terminal shows of a digest's explanation."""
    return show("explain", "-n", "1", *words, str(path), **variables)


def show(*words: str, **variables: str) -> str:
    """The terminal's view of a run, with lines as newlines."""
    leader, follower = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    command = [sys.executable, "-m", "newsieve", *words, "--no-config"]
    with subprocess.Popen(
        command, stdout=follower, stderr=follower, env=environment | {"COLUMNS": "80", "TERM": "xterm"} | variables
    ):
        os.close(follower)
        parts = []
        while part := read(leader):
            parts.append(part)
    os.close(leader)
    return b"".join(parts).decode().replace("\r\n", "\n")


def read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 1 << 16)
    except OSError:  # Linux' way to say that the other end is closed
        return b""


@pytest.fixture
def story(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT)
    return tmp_path / "a.txt"


def strip(text: str) -> str:
    return re.sub("\x1b\\[[0-9;]*m", "", text)


def test_a_legend_above_and_totals_below(story: Path) -> None:
    lines = strip(explain(story)).splitlines()
    assert lines[0].startswith("+ kept, - removed; kind; probability; in the digest;")
    assert lines[-1] == "3 blocks: 2 kept, 1 removed (newsletter 1)"
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("columns", [60, 66, 80])
def test_the_legend_breaks_between_words(story: Path, columns: int) -> None:
    lines = strip(explain(story, COLUMNS=str(columns))).partition("\n\n")[0].splitlines()
    assert max(map(len, lines)) < columns
    assert " ".join(lines) == "+ kept, - removed; kind; probability; in the digest; + a pitch, - the story"


def test_the_digests_sentence_alone_is_underlined(story: Path) -> None:
    marked = re.findall("\x1b\\[4m(.*?)\x1b", explain(story, "--ranker", "lead"))
    assert marked == ["in the digest", "The council closed the pool on Monday."]


def test_what_went_is_struck_out_and_evidence_aligned(story: Path) -> None:
    lines = explain(story, COLUMNS="70").splitlines()
    assert any(line.startswith("\x1b[34m- newsletter        ") and "\x1b[2;9mSign up" in line for line in lines)
    plain = list(map(strip, lines))
    assert {len(line) - len(line.lstrip()) for line in plain if line.startswith(" ")} == {26}
    assert max(map(len, plain[2:-1])) <= 70


def test_a_brief_fits_the_terminal(story: Path) -> None:
    lines = show("brief", str(story), COLUMNS="40").splitlines()
    assert lines[0].startswith("\x1b[1m")
    assert max(map(len, map(strip, lines[:-1]))) <= 40  # the last one is a path, which is not broken


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_without_colour_the_layout_is_the_same(story: Path, variables: dict[str, str]) -> None:
    plain = explain(story, **variables)
    assert "\x1b" not in plain
    assert plain == strip(explain(story))


def test_totals_are_of_all_documents(story: Path) -> None:
    (story.parent / "b.txt").write_text(TEXT)
    seen = strip(explain(story.parent))
    assert seen.count("+ kept") == 1
    assert seen.splitlines()[-1] == "6 blocks: 4 kept, 2 removed (newsletter 2)"


def test_a_pipe_gets_one_block_a_line(story: Path) -> None:
    command = [sys.executable, "-m", "newsieve", "explain", "--no-config", str(story)]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert [line[:2] for line in lines] == ["+ ", "- ", "+ "]


def test_page_on_a_terminal_is_told_where_it_belongs(story: Path) -> None:
    assert "--output FILE" in explain(story, "--format", "html").splitlines()[-1]
    assert "--output FILE" not in explain(story, "--format", "html", "--quiet")
    assert "--output FILE" not in explain(story)


@pytest.mark.parametrize("letter", ["市", "Ａ", "a", "é"])
@pytest.mark.parametrize("width", [60, 61])
def test_letters_of_two_columns_are_counted_twice(letter: str, width: int) -> None:
    lines = wrap_columns(letter * 200, width)
    columns = 1 + (letter in "市Ａ")
    assert "".join(lines) == letter * 200
    assert all(width - 2 <= columns * len(line) <= width for line in lines[:-1])


def test_what_is_missing_is_called_as_in_the_usage() -> None:
    leader, follower = pty.openpty()
    done = subprocess.run([sys.executable, "-m", "newsieve", "rules", "test"], stdin=follower, capture_output=True)
    os.close(follower)
    os.close(leader)
    assert (done.returncode, b"Try: newsieve rules test TEXT, or --help." in done.stderr) == (2, True)


@pytest.mark.parametrize(
    "words",
    [
        ("clean", "-"),
        ("digest", "-"),
        ("brief", "-"),
        ("batch", "-", "-o", "out"),
        ("batch", "--files-from", "-", "-o", "out"),
    ],
)
def test_one_end_of_input_is_enough(words: tuple[str, ...], tmp_path: Path) -> None:
    leader, follower = pty.openpty()
    process = subprocess.Popen([sys.executable, "-m", "newsieve", *words], stdin=follower, cwd=tmp_path)
    os.write(leader, b"a.txt\n\x04")
    assert process.wait(30) in (0, 1)
    os.close(follower)
    os.close(leader)
