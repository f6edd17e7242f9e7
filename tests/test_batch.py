"""A folder of outputs: names, reruns, failures and messages, with real processes."""

import bz2
import contextlib
import gzip
import json
import os
import pty
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

STORY = "The council closed the pool on Monday.\n\nSwimmers were angry, and some of them wept.\n"
PITCH = "Sign up for our free newsletter to get the latest news in your inbox.\n\n"
TEXT = STORY.replace("\n\n", f"\n\n{PITCH}")
DIGEST = "The council closed the pool on Monday.\nSwimmers were angry, and some of them wept.\n"
RECORDS = "".join(json.dumps({"id": f"../{i}", "text": TEXT}) + "\n" for i in range(3))
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
Done = subprocess.CompletedProcess[bytes]


def run(*arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None, code: str = "") -> Done:
    """`newsieve batch`, by default in the current folder; `code` runs in the process before it."""
    environment = {**os.environ, "XDG_CONFIG_HOME": "/nonexistent"}
    start = f"{code}\nfrom newsieve.__main__ import main\nmain()"
    command = [sys.executable, *(["-c", start] if code else ["-m", "newsieve"]), "batch", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, env=environment, timeout=120, cwd=cwd)


def tree(out: Path) -> dict[str, bytes]:
    """All files below the folder but those of the state folder, with their bytes."""
    files = (path for path in out.rglob("*") if path.is_file() and ".newsieve" not in path.parts)
    return {str(path.relative_to(out)): path.read_bytes() for path in files}


def fill(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    page = "<!DOCTYPE html><html><body><article>" + "".join(f"<p>{p}</p>" for p in STORY.split("\n\n")) + "</article>"
    return fill(
        tmp_path / "in",
        {"a.txt": TEXT, "b": TEXT, "sub/c.html": page, "sub/d.html.gz": gzip.compress(page.encode()),
         "records.jsonl": RECORDS, "picture.png": PNG, ".hidden": TEXT, "empty.txt": "", "none.jsonl": ""},
    )  # fmt: skip


def test_mirrors_the_tree(inputs: Path, tmp_path: Path) -> None:
    done = run(inputs, "-o", tmp_path / "out", "--task", "clean")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    written = tree(tmp_path / "out")
    assert {name: written[name] for name in ("a.txt", "b.txt", "sub/c.html.txt")} == dict.fromkeys(
        ("a.txt", "b.txt", "sub/c.html.txt"), STORY.encode()
    )
    assert sorted(written) == ["a.txt", "b.txt", "empty.txt", "none.jsonl.txt", "records.jsonl.txt", "sub/c.html.txt",
                               "sub/d.html.gz.txt"]  # fmt: skip
    assert written["empty.txt"] == written["none.jsonl.txt"] == b""
    headed = "\n".join(f"==> ../{i} <==\n{STORY}" for i in range(3))
    assert written["records.jsonl.txt"].decode() == headed


@pytest.mark.parametrize(
    ("task", "format_", "ending"),
    [
        ("digest", "markdown", ".md"),
        ("clean", "jsonl", ".jsonl"),
        ("explain", "html", ".html"),
        ("explain", "text", ".txt"),
    ],
)
def test_writes_what_the_command_prints(task: str, format_: str, ending: str, tmp_path: Path) -> None:
    fill(tmp_path, {"a.txt": TEXT, "records.jsonl": RECORDS})
    for name in ("a.txt", "records.jsonl"):
        assert run(name, "-o", "out", "--task", task, "-f", format_, cwd=tmp_path).returncode == 0
        command = [sys.executable, "-m", "newsieve", task, "-f", format_, name]
        printed = subprocess.run(command, capture_output=True, cwd=tmp_path, timeout=60)
        path = tmp_path / "out" / (name if name.endswith(ending) else f"{name}{ending}")
        assert path.read_bytes() == printed.stdout


def test_rerun_redoes_only_what_changed(inputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert (
        summary(run(inputs, "-o", out, "-v"))
        == "8 read, 7 written, 0 up to date, 0 failed, 1 binary, 2 with nothing left"
    )
    assert summary(run(inputs, "-o", out, "-v")) == "0 read, 0 written, 7 up to date, 0 failed, 1 binary"
    os.utime(inputs / "a.txt")
    assert summary(run(inputs, "-o", out, "-v", "-j", "1")) == "0 read, 0 written, 7 up to date, 0 failed, 1 binary"
    before = (inputs / "b").stat()
    (inputs / "b").write_text(TEXT.replace("Monday", "Friday"))
    os.utime(inputs / "b", ns=(before.st_atime_ns, before.st_mtime_ns))
    (out / "sub" / "c.html.txt").unlink()
    assert summary(run(inputs, "-o", out, "-v")) == "2 read, 2 written, 5 up to date, 0 failed, 1 binary"
    assert b"Friday" in (out / "b.txt").read_bytes()
    assert (out / "sub" / "c.html.txt").read_bytes() == DIGEST.encode()


@pytest.mark.parametrize(
    ("options", "redone"),
    [(["--level", "careful"], 1), (["-n", "1"], 1), (["--keep", "newsletter"], 1), (["--task", "clean"], 1),
     (["--max-size", "1M"], 1), (["--rules", "rules.toml"], 1), (["--force"], 1), (["--language", "en"], 1),
     (["--jobs", "1"], 0), (["--timeout", "9"], 1), (["--retry"], 0), (["--wait"], 0), (["--prune"], 0)],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)  # fmt: skip
def test_options_that_change_results_redo_all(options: list[str], redone: int, tmp_path: Path) -> None:
    rule = (
        'id = "pool"\nkind = "advert"\npattern = "pool"\nweight = 9.0\nreason = "x"\nhits = ["pool"]\nmisses = ["sea"]'
    )
    fill(tmp_path, {"a.txt": TEXT, "rules.toml": f"[[rule]]\n{rule}\n"})
    run("a.txt", "-o", "out", cwd=tmp_path)
    done = run("a.txt", "-o", "out", "-v", *options, cwd=tmp_path)
    assert summary(done) == f"{redone} read, {redone} written, {1 - redone} up to date, 0 failed"


def test_a_failed_input_is_redone_and_keeps_no_stale_output(tmp_path: Path) -> None:
    fill(tmp_path / "in", {"a.txt.gz": gzip.compress(TEXT.encode()), "b.txt": TEXT})
    run("in", "-o", "out", cwd=tmp_path)
    fill(tmp_path / "in", {"a.txt.gz": gzip.compress(TEXT.encode())[:-9]})
    for options in ([], ["--retry"]):
        done = run("in", "-o", "out", *options, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (
            1,
            b"newsieve: in/a.txt.gz: the compressed data ends too early; was it copied whole?\n",
        )
        assert list(tree(tmp_path / "out")) == ["b.txt"]


@pytest.mark.parametrize("options", [[], ["-q"]])
def test_garbage_behind_compressed_data_costs_no_output(options: list[str], tmp_path: Path) -> None:
    fill(tmp_path, {"a.gz": gzip.compress(TEXT.encode()) + b"\n", "r.bz2": bz2.compress(RECORDS.encode()) + b"signed"})
    for code in ("", "import sys; sys.argv[1:5] = ['clean']"):
        done = run("-o", "out", "--force", *options, "a.gz", "r.bz2", cwd=tmp_path, code=code)
        assert (done.returncode, done.stderr.count(b": what stands behind")) == (0, 0 if options else 2)
    assert list(tree(tmp_path / "out")) == ["a.gz.txt", "r.bz2.txt"]


def test_a_container_keeps_the_records_beside_a_bad_one(tmp_path: Path) -> None:
    first, second, third = RECORDS.splitlines(keepends=True)
    fill(tmp_path, {"r.jsonl": f"{first}{{bad\n{third}"})
    done = run("r.jsonl", "-o", "out", "-f", "jsonl", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith(b"newsieve: r.jsonl#2: not valid JSON")
    got = [json.loads(line) for line in tree(tmp_path / "out")["r.jsonl"].splitlines()]
    assert [(record["id"], "error" in record) for record in got] == [
        ("../0", False),
        ("r.jsonl#2", True),
        ("../2", False),
    ]
    fill(tmp_path, {"r.jsonl": first + second + third})
    assert run("r.jsonl", "-o", "out", "-f", "jsonl", cwd=tmp_path).returncode == 0


def test_results_are_independent_of_jobs_and_order(tmp_path: Path) -> None:
    names = [f"in/{i % 7}/{i}.txt" for i in range(120)]
    fill(tmp_path, {name: f"{TEXT}\nThe pool of town {name} has {i} lanes.\n" for i, name in enumerate(names)})
    fill(tmp_path, {"in/r.jsonl": RECORDS})
    run("in", "-o", "one", "-j", "1", cwd=tmp_path)
    one = tree(tmp_path / "one")
    assert len(one) == 121
    for jobs in ("2", "4"):
        run("in", "-o", jobs, "-j", jobs, cwd=tmp_path)
        assert tree(tmp_path / jobs) == one
    folders = [f"in/{i}" for i in (3, 1, 6, 0, 5, 2, 4)]
    run(*folders, "-o", "shuffled", "-j", "2", cwd=tmp_path)
    run(*reversed(folders), "-o", "back", "-j", "2", cwd=tmp_path)
    assert tree(tmp_path / "shuffled") == tree(tmp_path / "back")
    assert sorted(tree(tmp_path / "shuffled").values()) == sorted(v for k, v in one.items() if k != "r.jsonl.txt")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["a.txt"], "batch writes into a folder; name it with --output"),
        (["d", "-o", "d"], "--output d: that is the INPUT d"),
        (["d", "-o", "link"], "--output link: that is the INPUT d"),
        (["d/x.txt", "-o", "d"], "--output d: holds the INPUT d/x.txt"),
        (["d", "-o", "a.txt"], "--output a.txt: File exists"),
        (["d", "-o", "a.txt/b"], "--output a.txt/b: Not a directory"),
        (["d", "e", "-o", "out"], "d/x.txt and e/x.txt would both be written to x.txt; list them in a file"),
        (["a.txt", "a.txt", "-o", "out"], "a.txt and a.txt would both be written to a.txt\n"),
        (["f", "-o", "out"], "f/y and f/y.txt would both be written to y.txt\n"),
        (["g", "-o", "out"], "g/z would be written to z.txt, which is a folder for g/z.txt/a"),
        (["w", "-o", "."], "w/w/a.txt would be written to w/a.txt, inside the INPUT w"),
        (["https://example.com/", "-o", "out"], "newsieve does not open the network"),
        (["a.txt", "-o", "out", "-f", "html"], "digest writes text, markdown, jsonl, csv, tsv, parquet, not html"),
        (["a.txt", "d", "-o", "out", "--url", "https://example.com/"], "--url is the address of one document"),
        (["-o", "out", "--files-from", "missing"], "--files-from missing: No such file or directory"),
        (["-", "-o", "out", "--files-from", "-"], "--files-from - reads the inputs' names from stdin"),
        (["-o", "out", "--files-from", "nul"], "is --null meant?"),
        (["a.txt", "-o", "out", "--null"], "--null says how the paths of --files-from end"),
        (["-o", "out", "--files-from", "/dev/zero"], "too long for a list of paths; is --null meant?"),
        (["-o", "out", "--files-from", "/dev/zero", "--null"], "too long for a list of paths"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)  # fmt: skip
def test_wrong_usage_does_nothing(arguments: list[str], reason: str, tmp_path: Path) -> None:
    fill(tmp_path, {"a.txt": TEXT, "d/x.txt": TEXT, "e/x.txt": TEXT, "f/y": TEXT, "f/y.txt": TEXT, "g/z": TEXT,
                    "g/z.txt/a": TEXT, "w/w/a.txt": TEXT, "nul": b"a.txt\0d\0"})  # fmt: skip
    (tmp_path / "link").symlink_to("d")
    before = sorted(tmp_path.rglob("*"))
    done = run(*arguments, cwd=tmp_path)
    assert (done.returncode, reason in done.stderr.decode(), done.stderr.count(b"\n")) == (2, True, 1), done.stderr
    assert sorted(tmp_path.rglob("*")) == before


def test_a_binary_file_does_not_clash(tmp_path: Path) -> None:
    fill(tmp_path, {"in/a.png": PNG, "in/a.png.txt": TEXT})
    assert run("in", "-o", "out", cwd=tmp_path).returncode == 0
    assert list(tree(tmp_path / "out")) == ["a.png.txt"]


@pytest.mark.parametrize(
    "name", ["x" * 255, "ä" * 127, "a\nb.txt", "-", " ", "a\udcffb", "é" * 100 + ".html"], ids=ascii
)
def test_odd_names(name: str, tmp_path: Path) -> None:
    fill(tmp_path, {f"in/{name}": TEXT})
    for _ in range(2):
        done = run("in", "-o", "out", cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, b"")
        [output] = tree(tmp_path / "out")
        assert output.endswith(".txt")
        assert len(os.fsencode(output)) <= 255
        assert output.startswith(name[:90].removesuffix(".txt"))


def test_long_names_stay_apart(tmp_path: Path) -> None:
    fill(tmp_path, {f"in/{'x' * 254}{i}": f"The pool {i} is open." for i in range(3)})
    assert run("in", "-o", "out", cwd=tmp_path).returncode == 0
    assert sorted(tree(tmp_path / "out").values()) == [f"The pool {i} is open.\n".encode() for i in range(3)]


def test_the_output_folder_within_an_input_is_not_read(tmp_path: Path) -> None:
    fill(tmp_path / "in", {"a.txt": TEXT})
    for _ in range(2):
        assert run("in", "-o", "in/out", cwd=tmp_path).returncode == 0
    assert sorted(tree(tmp_path / "in")) == ["a.txt", "out/a.txt"]


def test_never_writes_over_an_input(tmp_path: Path) -> None:
    fill(tmp_path, {"in/b.txt": TEXT, "out/a.txt": TEXT})
    (tmp_path / "in" / "a.txt").symlink_to("../out/a.txt")
    done = run("in", "-o", "out", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (
        1,
        b"newsieve: in/a.txt: out/a.txt: is the input itself; choose another --output\n",
    )
    assert tree(tmp_path / "out") == {"a.txt": TEXT.encode(), "b.txt": DIGEST.encode()}


def test_links_in_a_folder(tmp_path: Path) -> None:
    fill(tmp_path, {"in/a.txt": TEXT, "other/b.txt": TEXT})
    (tmp_path / "in" / "loop").symlink_to(".")
    (tmp_path / "in" / "folder").symlink_to("../other")
    (tmp_path / "in" / "file.txt").symlink_to("../other/b.txt")
    assert run("in", "-o", "out", cwd=tmp_path).returncode == 0
    assert sorted(tree(tmp_path / "out")) == ["a.txt", "file.txt"]


def test_stdin_is_kept_up_to_date_by_content(tmp_path: Path) -> None:
    assert summary(run("-o", tmp_path / "out", "-v", stdin=TEXT.encode())).startswith("1 read, 1 written")
    assert summary(run("-o", tmp_path / "out", "-v", stdin=TEXT.encode())).startswith("0 read, 0 written, 1 up to date")
    assert tree(tmp_path / "out") == {"stdin.txt": DIGEST.encode()}
    done = run("-", "-o", tmp_path / "out", "-f", "jsonl", stdin=bz2.compress(RECORDS.encode()))
    assert (done.returncode, tree(tmp_path / "out")["stdin.jsonl"].count(b"\n")) == (0, 3)


@pytest.mark.parametrize(("separator", "options"), [("\n", []), ("\0", ["--null"])], ids=["lines", "nul"])
def test_files_from(separator: str, options: list[str], tmp_path: Path) -> None:
    names = ["in/a.txt", "in/deep/b.txt", "other"]
    fill(tmp_path, {"in/a.txt": TEXT, "in/deep/b.txt": TEXT, "other/x/c.txt": TEXT})
    listed = separator.join(names).encode()
    fill(tmp_path, {"lists/names": listed})
    assert run("-o", "out", "--files-from", "-", *options, stdin=listed, cwd=tmp_path).returncode == 0
    assert run("-o", "two", "--files-from", "lists/names", *options, cwd=tmp_path).returncode == 0
    assert (
        sorted(tree(tmp_path / "out"))
        == sorted(tree(tmp_path / "two"))
        == ["in/a.txt", "in/deep/b.txt", "other/x/c.txt"]
    )


def test_prune_removes_only_what_is_gone_from_a_listed_folder(tmp_path: Path) -> None:
    fill(tmp_path, {"in/a.txt": TEXT, "in/sub/b.txt": TEXT, "in/c": TEXT, "two/d.txt": TEXT, "e.txt": TEXT})
    run("in", "two", "e.txt", "-o", "out", cwd=tmp_path)
    everything = ["a.txt", "c.txt", "d.txt", "e.txt", "sub/b.txt"]
    for gone in ("in/sub/b.txt", "two/d.txt", "e.txt"):
        (tmp_path / gone).unlink()
    assert run("in", "-o", "out", cwd=tmp_path).returncode == 0
    assert sorted(tree(tmp_path / "out")) == everything
    (tmp_path / "in/sub").rmdir()
    done = run("in", "two", "-o", "out", "--prune", "-v", cwd=tmp_path)
    assert (done.returncode, summary(done)) == (0, "0 read, 0 written, 2 up to date, 0 failed, 1 removed")
    assert sorted(tree(tmp_path / "out")) == ["a.txt", "c.txt", "d.txt", "e.txt"]  # `two` is empty, e.txt no folder's
    assert not (tmp_path / "out" / "sub").exists()


def test_a_file_that_became_a_folder_and_a_folder_that_became_a_file(tmp_path: Path) -> None:
    fill(tmp_path, {"in/a.txt": TEXT, "in/b.txt/c.txt": TEXT, "in/d.txt": TEXT})
    run("in", "-o", "out", cwd=tmp_path)
    (tmp_path / "in" / "a.txt").unlink()
    shutil.rmtree(tmp_path / "in" / "b.txt")
    fill(tmp_path, {"in/a.txt/e.txt": TEXT, "in/b.txt": TEXT})
    plan = run("in", "-o", "out", "--prune", "--dry-run", cwd=tmp_path).stdout
    assert (plan.count(b"write: "), plan.count(b"remove: "), plan.count(b"fail: ")) == (2, 2, 0)
    assert run("in", "-o", "out", cwd=tmp_path).returncode == 1
    done = run("in", "-o", "out", "--prune", "-v", cwd=tmp_path)
    assert (done.returncode, summary(done)) == (0, "2 read, 2 written, 1 up to date, 0 failed, 2 removed")
    assert sorted(tree(tmp_path / "out")) == ["a.txt/e.txt", "b.txt", "d.txt"]


def test_fail_fast_stops(tmp_path: Path) -> None:
    fill(tmp_path, {"in/0.gz": b"\x1f\x8b\x08broken", **{f"in/{i}.txt": TEXT * 200 for i in range(1, 60)}})
    done = run("in", "-o", "out", "--fail-fast", "-j", "1", cwd=tmp_path)
    assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)
    assert tree(tmp_path / "out") == {}


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_fail_fast_counts_what_it_wrote(jobs: str, tmp_path: Path) -> None:
    files = {f"in/{i}.txt": TEXT for i in range(60)}
    fill(tmp_path, {**files, "in/17.txt": b"\x1f\x8b\x08broken"})
    done = run("in", "-o", "out", "--fail-fast", "-j", jobs, "-v", cwd=tmp_path)
    written = len(tree(tmp_path / "out"))
    assert summary(done) == f"{written + 1} read, {written} written, 0 up to date, 1 failed"
    assert written < 17
    again = summary(run("in", "-o", "out", "-v", cwd=tmp_path))
    assert again == f"{59 - written} read, {59 - written} written, {written} up to date, 0 failed, 1 failed before"


def test_poison_costs_only_itself(tmp_path: Path) -> None:
    corrupt = gzip.compress(TEXT.encode())[:40] + b"x" * 40
    nested = "<html><body>" + "<div>" * 200_000 + TEXT
    fill(tmp_path / "in", {"a.txt": TEXT, "corrupt.gz": corrupt, "z.txt": TEXT, "nested.html": nested,
                           "deep.jsonl": "[" * 100_000})  # fmt: skip
    (tmp_path / "in" / "bomb.gz").write_bytes(bomb(1 << 30))
    (tmp_path / "in" / "gone.txt").symlink_to("nowhere")
    done = run("in", "-o", "out", "--max-size", "4M", cwd=tmp_path)
    lines = sorted(line.split(":")[1].strip() for line in done.stderr.decode().splitlines())
    assert done.returncode == 1
    assert [name for name in lines if "nested" not in name] == ["in/bomb.gz", "in/corrupt.gz", "in/deep.jsonl#1",
                                                                "in/gone.txt"]  # fmt: skip
    assert "bomb.gz: nothing but noughts, more than --max-size allows" in done.stderr.decode()
    assert {"a.txt", "z.txt"} <= set(tree(tmp_path / "out"))


BUG = """
import newsieve.processing

process = newsieve.processing.process

def process_or_fail(document, *arguments, **options):
    return process(document, *arguments, **options) if "pool" in document.text else {}["quay"]

newsieve.processing.process = process_or_fail
"""


@pytest.mark.parametrize(
    "files",
    [{"in/a.txt": TEXT, "in/b.txt": "The bridge opened on Friday."}, {"in/a.jsonl": RECORDS + '{"text": "A bridge."}'}],
    ids=["a whole input", "a record"],
)
def test_the_exit_status_tells_a_bug_which_costs_only_its_document(files: dict[str, str], tmp_path: Path) -> None:
    done = run("in", "-o", "out", "-j", "1", cwd=fill(tmp_path, dict(files)), code=BUG)
    assert (done.returncode, done.stderr.count(b"\n")) == (3, 1)
    assert b"a bug of newsieve's (KeyError: 'quay', in line " in done.stderr
    assert DIGEST.encode() in next(iter(tree(tmp_path / "out").values()))


def test_a_binary_file_named_directly_fails_with_advice(tmp_path: Path) -> None:
    fill(tmp_path, {"a.png": PNG, "b.txt": TEXT})
    done = run("a.png", "b.txt", "missing.txt", "-o", "out", cwd=tmp_path)
    assert done.returncode == 1
    assert b"a.png: an image; a text recogniser" in done.stderr
    assert b"missing.txt: no such file or folder" in done.stderr
    assert list(tree(tmp_path / "out")) == ["b.txt"]


def test_a_file_that_changes_while_it_is_read_fails(tmp_path: Path) -> None:
    fill(tmp_path, {"big.jsonl": RECORDS * 400, "b.txt": TEXT})

    def grow() -> None:
        while not stopped.wait(0.02):
            if list(tmp_path.glob("out/*.tmp")):
                with (tmp_path / "big.jsonl").open("a") as file:
                    file.write(RECORDS)
                return

    stopped = threading.Event()
    writer = threading.Thread(target=grow)
    writer.start()
    try:
        done = run("big.jsonl", "b.txt", "-o", "out", "-j", "1", cwd=tmp_path)
    finally:
        stopped.set()
        writer.join()
    assert (done.returncode, done.stderr) == (1, b"newsieve: big.jsonl: changed while it was read; run again\n")
    assert list(tree(tmp_path / "out")) == ["b.txt"]


def test_a_stalled_input_costs_only_itself(tmp_path: Path) -> None:
    fill(tmp_path, {f"{i}.txt": TEXT for i in range(20)})
    os.mkfifo(tmp_path / "pipe")
    done = run("pipe", *(f"{i}.txt" for i in range(20)), "-o", "out", "--timeout", "3", "-j", "1", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, b"newsieve: pipe: took longer than 3 s; raise --timeout\n")
    assert len(tree(tmp_path / "out")) == 20


def test_a_stalled_record_costs_only_itself(tmp_path: Path) -> None:
    long = json.dumps({"id": "long", "text": "".join(f"Lane {i} of the pool is open. " for i in range(400_000))}) + "\n"
    fill(tmp_path, {"r.jsonl": RECORDS + long + RECORDS})
    done = run("r.jsonl", "-o", "out", "-f", "jsonl", "--timeout", "5", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, b"newsieve: r.jsonl#4 (long): took longer than 5 s; raise --timeout\n")
    got = [json.loads(line) for line in tree(tmp_path / "out")["r.jsonl"].splitlines()]
    assert [record["id"] for record in got] == ["../0", "../1", "../2", "long", "../0", "../1", "../2"]
    assert got[3]["error"] == "r.jsonl#4 (long): took longer than 5 s; raise --timeout"


def _full_disk(tmp_path: Path) -> tuple[Path, str]:
    """A folder on a disk of 200 kB, and what to run before."""
    disk = tmp_path / "disk"
    disk.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(disk)], capture_output=True)
    if done.returncode:
        pytest.skip("mounting a small disk is not allowed here")
    return disk, ""


def _read_only(tmp_path: Path) -> tuple[Path, str]:
    disk, code = _full_disk(tmp_path)
    (disk / "out").mkdir()
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    return disk, code


def _file_limit(tmp_path: Path) -> tuple[Path, str]:
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (60000, 60000))"
    return tmp_path / "limited", limit


@pytest.mark.parametrize("make", [_full_disk, _read_only, _file_limit], ids=["full", "read-only", "limit"])
def test_an_output_that_cannot_be_written(make: Callable[[Path], tuple[Path, str]], tmp_path: Path) -> None:
    disk, code = make(tmp_path)
    fill(tmp_path / "in", {"big.txt": "The pool is open. " * 20_000})
    try:
        done = run(tmp_path / "in", "-o", disk / "out", "--task", "clean", code=code)
        assert (done.returncode, done.stderr.count(b"\n")) == (1, 1), done.stderr
        assert any(reason in done.stderr for reason in (b"big.txt: File too large", b"No space left", b"Read-only"))
        assert tree(disk / "out") == {}
        assert not list((disk / "out").rglob("*.tmp"))
    finally:
        subprocess.run(["umount", str(disk)], capture_output=True)


def test_a_full_disk_costs_no_output_that_is_there(tmp_path: Path) -> None:
    disk, _ = _full_disk(tmp_path)
    fill(tmp_path / "in", {"a.txt": TEXT, "b.txt": TEXT})
    try:
        assert run(tmp_path / "in", "-o", disk / "out", "--task", "clean").returncode == 0
        before = tree(disk / "out")
        fill(tmp_path / "in", {"b.txt": "The pool is open. " * 20_000})
        assert run(tmp_path / "in", "-o", disk / "out", "--task", "clean").returncode == 1
        assert tree(disk / "out") == before
    finally:
        subprocess.run(["umount", str(disk)], capture_output=True)


def test_needs_nothing_of_the_environment(inputs: Path, tmp_path: Path) -> None:
    kept = {"PYTHONPATH": os.environ["PYTHONPATH"]} if "PYTHONPATH" in os.environ else {}
    command = [sys.executable, "-m", "newsieve", "batch", str(inputs), "-o", str(tmp_path / "out")]
    done = subprocess.run(command, env=kept, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, cwd="/")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@pytest.mark.parametrize(("name", "is_needed"), [("a.txt", False), ("a.html", True)])
def test_workers_load_what_their_documents_need(name: str, is_needed: bool, tmp_path: Path) -> None:
    fill(tmp_path, {name: f"<html><body><p>{STORY}</p></body></html>" if is_needed else TEXT})
    command = [sys.executable, "-X", "importtime", "-m", "newsieve", "batch", name, "-o", "out"]
    done = subprocess.run(command, capture_output=True, timeout=60, cwd=tmp_path)
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.decode().splitlines()}
    assert done.returncode == 0
    assert ("lxml.etree" in loaded) == is_needed
    assert not {"sumy", "nltk", "numpy", "rich", "typer", "pyarrow", "readability"} & loaded - {"readability"}


def test_a_damaged_ledger_is_begun_anew(tmp_path: Path) -> None:
    fill(tmp_path, {"a.txt": TEXT})
    run("a.txt", "-o", "out", cwd=tmp_path)
    (tmp_path / "out" / ".newsieve" / "ledger.sqlite").write_bytes(b"no database" * 1000)
    for read in (1, 0):
        done = run("a.txt", "-o", "out", "-v", cwd=tmp_path)
        assert summary(done) == f"{read} read, {read} written, {1 - read} up to date, 0 failed"


def test_an_input_that_vanished_keeps_its_output(tmp_path: Path) -> None:
    fill(tmp_path, {"a.txt": TEXT, "in/b.txt": TEXT})
    (tmp_path / "in" / "a.txt").symlink_to("../a.txt")
    run("in", "-o", "out", cwd=tmp_path)
    (tmp_path / "a.txt").unlink()
    done = run("in", "-o", "out", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, b"newsieve: in/a.txt: No such file or directory\n")
    assert sorted(tree(tmp_path / "out")) == ["a.txt", "b.txt"]


def test_a_terminal_sees_progress_and_a_summary(inputs: Path, tmp_path: Path) -> None:
    main, other = pty.openpty()
    command = [sys.executable, "-m", "newsieve", "batch", str(inputs), "-o", str(tmp_path / "out")]
    with subprocess.Popen(command, stderr=other, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as process:
        os.close(other)
        seen = read_terminal(main)
        assert (process.wait(), process.stdout.read() if process.stdout else None) == (0, b"")
    os.close(main)
    assert b"8 read, 7 written, 0 up to date, 0 failed, 1 binary" in seen


def test_url_belongs_to_one_document(tmp_path: Path) -> None:
    fill(tmp_path, {"a.txt": TEXT})
    assert run("a.txt", "-o", "out", "--url", "https://example.com/a", cwd=tmp_path).returncode == 0


def read_terminal(descriptor: int) -> bytes:
    """All that is written there until nobody has it open any more."""
    seen = b""
    with contextlib.suppress(OSError):
        while data := os.read(descriptor, 1 << 16):
            seen += data
    return seen


def summary(done: Done) -> str:
    [line] = [line for line in done.stderr.decode().splitlines() if " read, " in line]
    return line.removeprefix("newsieve: ").rpartition(" in ")[0]


def bomb(size: int) -> bytes:
    """A gz file of that many zeros."""
    return gzip.compress(bytes(1 << 24)) * (size >> 24)
