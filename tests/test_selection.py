"""Which files of a folder are read, and what an entry that cannot be read costs."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from newsieve.options import BY_NAME
from newsieve.read import Selection, Source, find_sources
from newsieve.read.selection import PASSED_OVER, is_passed_over
from newsieve.types import Failure

TREE = """a.txt b.md c.py d.css notes/e.txt notes/f.toml notes/old/g.txt h.log i.log.2 j.json k.py.gz Makefile
    package-lock.json README""".split()
ARTICLE = "The council closed the pool on Monday.\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in TREE:
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text(ARTICLE)
    return tmp_path / "in"


@pytest.mark.parametrize(
    ("words", "read"),
    [
        pytest.param(["in"], "in/a.txt", id="an output folder within"),
        pytest.param(["in", "--include", "*.txt"], "in/a.txt", id="whatever is included"),
        pytest.param(["in/out"], "in/out/a.txt", id="one that is named"),
    ],
)
def test_outputs_of_earlier_runs_are_no_news(words: list[str], read: str, tmp_path: Path) -> None:
    (tmp_path / "in/plain/.newsieve.d").mkdir(parents=True)  # a look-alike
    for name in ("in/a.txt", "in/plain/b.txt"):
        (tmp_path / name).write_text(ARTICLE)
    command = [sys.executable, "-m", "newsieve"]
    subprocess.run([*command, "batch", "in", "-o", "in/out"], cwd=tmp_path, check=True)
    done = subprocess.run(
        [*command, "clean", "-v", "-f", "jsonl", *words], cwd=tmp_path, capture_output=True, check=True
    )
    assert json.loads(done.stdout.splitlines()[0])["id"] == read
    ids = [json.loads(line)["id"] for line in done.stdout.splitlines()]
    assert ids == ([read, "in/plain/b.txt"] if words[0] == "in" else [read, "in/out/plain/b.txt"])
    assert (b"in: passed over: 1 output folder of newsieve batch" in done.stderr) == (words[0] == "in")


def names(folder: Path, *args: object) -> list[str]:
    return [s.relative for s in find_sources([str(folder)], None, *args) if isinstance(s, Source)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        pytest.param(Selection(), "README a.txt b.md j.json notes/e.txt notes/old/g.txt", id="default"),
        pytest.param(Selection(("*.py",)), "c.py", id="what is named is read, whatever its ending"),
        pytest.param(Selection(("*.txt",)), "a.txt notes/e.txt notes/old/g.txt", id="by the name, at any depth"),
        pytest.param(Selection(("*.txt", "*.md")), "a.txt b.md notes/e.txt notes/old/g.txt", id="several"),
        pytest.param(Selection(("notes/*",)), "notes/e.txt notes/f.toml notes/old/g.txt", id="a path below the folder"),
        pytest.param(Selection(("./notes/**/*.txt",)), "notes/e.txt notes/old/g.txt", id="two stars"),
        pytest.param(Selection((), ("notes",)), "README a.txt b.md j.json", id="a folder left out"),
        pytest.param(Selection((), ("notes/old/",)), "README a.txt b.md j.json notes/e.txt", id="a path left out"),
        pytest.param(Selection(("*.txt",), ("a*",)), "notes/e.txt notes/old/g.txt", id="left out of what is included"),
        pytest.param(Selection(("*.TXT",)), "", id="case counts"),
    ],
)
def test_selection(tree: Path, selection: Selection, expected: str) -> None:
    assert names(tree, selection) == expected.split()


@pytest.mark.parametrize("name", ["a.py", "A.CSS", "x.min.js", "x.log", "x.log.1", "x.log.2.gz", "x.yml", "Cargo.lock"])
def test_what_is_passed_over(name: str) -> None:
    assert is_passed_over(name)


@pytest.mark.parametrize(
    "name",
    ["a.txt", "a.html", "a", "a.1", "story.2.txt", "a.json", "a.xml", "a.csv", "a.md", "a.eml", "python", "a.gz"],
)
def test_what_is_read(name: str) -> None:
    assert not is_passed_over(name)


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "newsieve", *arguments], cwd=cwd, capture_output=True, text=True)


def test_one_bad_entry_costs_itself(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    for name in ("a.txt", "b.txt", "sub/c.txt"):
        (folder / name).write_text(ARTICLE)
    (folder / "loop").symlink_to("loop")
    (folder / "nowhere.txt").symlink_to("gone")
    (folder / "sub" / "up").symlink_to(folder)
    os.mkfifo(folder / "pipe")
    done = run("clean", "in", cwd=tmp_path)
    assert done.returncode == 1
    assert [line for line in done.stdout.splitlines() if line.startswith("==>")] == [
        "==> in/a.txt <==", "==> in/b.txt <==", "==> in/sub/c.txt <=="
    ]  # fmt: skip
    assert [line.split(":")[1].strip() for line in done.stderr.splitlines()] == ["in/loop", "in/nowhere.txt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_folder_that_cannot_be_listed_costs_itself(tree: Path) -> None:
    (tree / "notes").chmod(0)
    found = list(find_sources([str(tree)]))
    (tree / "notes").chmod(0o700)
    assert [f.document_id for f in found if isinstance(f, Failure)] == [str(tree / "notes")]


@pytest.mark.parametrize("files", [(), ("a.py", "b.py", "c.css"), (".hidden",)])
def test_a_folder_with_nothing_to_read_says_so(tmp_path: Path, files: tuple[str, ...]) -> None:
    (tmp_path / "in").mkdir()
    for name in files:
        (tmp_path / "in" / name).write_text(ARTICLE)
    done = run("clean", "in", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (0, "", 1)
    assert done.stderr.startswith("newsieve: in: nothing in this folder is to be read")
    assert ("passed over: 2 .py, 1 .css; --include" in done.stderr) == ("a.py" in files)


def test_include_and_exclude_on_the_command_line(tree: Path) -> None:
    done = run(
        "clean",
        "-f",
        "jsonl",
        "--include",
        "*.txt",
        "--include",
        "*.py",
        "--exclude",
        "notes",
        tree.name,
        cwd=tree.parent,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split('"')[3] for line in done.stdout.splitlines()] == ["in/a.txt", "in/c.py"]


@pytest.mark.parametrize("folder", ["new", "."])
@pytest.mark.parametrize(
    "name", ["host", "host.py", "host.sh", "mail.log", "host.csv", "host.jsonl", "host.json", "mail.log:2,S"]
)
def test_mails_of_a_maildir_are_read_whatever_their_endings(folder: str, name: str, tmp_path: Path) -> None:
    for part in ("cur", "new", "tmp"):
        (tmp_path / part).mkdir()
    path = tmp_path / "new" / f"1700.M1.{name}"
    path.write_text(f"X-Odd: 1\n\n{ARTICLE}")
    done = run("clean", "-f", "jsonl", folder, cwd=tmp_path if folder == "new" else path.parent)
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(Path(r["id"]).name, r["text"]) for r in records] == [(path.name, ARTICLE)]
    planned = run("batch", "--dry-run", str(tmp_path), "-o", str(tmp_path / "out"), cwd=tmp_path)
    assert path.name in planned.stdout


def test_the_help_lists_what_is_passed_over() -> None:
    listed = BY_NAME["include"].help.partition("ends in ")[2].rstrip(".").split()
    assert set(listed) == PASSED_OVER
