"""Streams, exit statuses and fields, with real processes."""

import gzip
import json
import os
import pty
import signal
import socket
import struct
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FORMATS = ROOT / "fixtures" / "formats"
STORY = "The council closed the pool on Monday.\n\nSwimmers were angry, and some of them wept.\n"
PITCH = "Sign up for our free newsletter to get the latest news in your inbox.\n\n"
TEXT = STORY.replace("\n\n", f"\n\n{PITCH}")


def newsieve(*arguments: str, stdin: bytes | str = b"", **options: object) -> subprocess.CompletedProcess[bytes]:
    data = stdin.encode() if isinstance(stdin, str) else stdin
    environment = {**os.environ, "XDG_CONFIG_HOME": "/nonexistent", **(options.pop("env", {}) or {})}  # type: ignore[dict-item]
    command = [sys.executable, "-m", "newsieve", *arguments]
    return subprocess.run(command, input=data, capture_output=True, env=environment, timeout=600, **options)  # type: ignore[call-overload,no-any-return]


def records(output: bytes) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.decode().splitlines()]


def test_clean_from_stdin_file_and_page_agree(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    paragraphs = "".join(f"<p>{p}</p>" for p in TEXT.strip().split("\n\n"))
    (tmp_path / "a.html").write_text(f"<!DOCTYPE html><html><body><article>{paragraphs}</article></body></html>")
    assert newsieve("clean", stdin=TEXT).stdout.decode() == STORY
    assert newsieve("clean", str(tmp_path / "a.txt")).stdout.decode() == STORY
    assert newsieve("clean", str(tmp_path / "a.html")).stdout.decode() == STORY


def test_digest_prints_one_sentence_a_line() -> None:
    done = newsieve("digest", "-n", "2", stdin=TEXT)
    assert (done.returncode, done.stdout.decode(), done.stderr) == (0, STORY.replace("\n\n", "\n"), b"")
    assert newsieve("digest", "-n", "1", stdin=TEXT).stdout.decode() in STORY.replace("\n\n", "\n").splitlines(True)


def test_explain_shows_each_block() -> None:
    lines = newsieve("explain", stdin=TEXT).stdout.decode().splitlines()
    assert [line.split()[0] for line in lines] == ["+", "-", "+"]
    assert [line.split()[1] for line in lines] == ["content", "newsletter", "content"]
    assert all(line.endswith("]") for line in lines)


def test_jsonl_fields() -> None:
    line = json.dumps({"id": 7, "text": TEXT, "tags": ["a"], "language": "en", "url": "https://example.com/a"}) + "\n"
    [clean] = records(newsieve("clean", "-f", "jsonl", stdin=line).stdout)
    assert list(clean) == ["id", "title", "language", "text", "removed", "tags", "url"]
    assert (clean["id"], clean["title"], clean["language"], clean["text"]) == (7, None, "en", STORY)
    [removed] = clean["removed"]  # type: ignore[misc]
    assert list(removed) == ["kind", "text", "probability", "evidence"]
    assert (removed["kind"], removed["text"]) == ("newsletter", PITCH.strip())
    [digest] = records(newsieve("digest", "-f", "jsonl", stdin=line).stdout)
    assert [list(s) for s in digest["sentences"]] == [["text", "index", "score"]] * 2  # type: ignore[attr-defined]
    assert digest["text"] == " ".join(s["text"] for s in digest["sentences"])  # type: ignore[attr-defined]
    [explain] = records(newsieve("explain", "-f", "jsonl", stdin=line).stdout)
    assert list(explain)[:5] == ["id", "title", "language", "blocks", "sentences"]
    for block in explain["blocks"]:  # type: ignore[attr-defined]
        assert list(block) == ["text", "kept", "kind", "probability", "sentences", "evidence"]
        assert all(list(term) == ["source", "weight", "text"] for term in block["evidence"])


def test_a_bad_record_costs_only_itself() -> None:
    done = newsieve("clean", "-f", "jsonl", stdin='{"text": "One."}\nnot json\n{"text": "Three."}\n')
    assert [list(r)[1] for r in records(done.stdout)] == ["title", "error", "title"]
    assert records(done.stdout)[1]["id"] == "-#2"
    assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)
    forced = newsieve("clean", "-f", "jsonl", "--input-format", "jsonl", stdin='{"text": "One."}\nnot json\n')
    assert (forced.returncode, forced.stderr.count(b"\n")) == (1, 1)


def test_several_inputs_have_headings(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It rained.\n")
    (tmp_path / "b\nc.txt").write_text("He left.")
    done = newsieve("clean", str(tmp_path))
    assert done.stdout.decode() == f"==> {tmp_path}/a.txt <==\nIt rained.\n\n==> {tmp_path}/b c.txt <==\nHe left.\n"


def test_failures_are_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("It rained.\n")
    (tmp_path / "bad.gz").write_bytes(gzip.compress(b"x" * 1000)[:-9])
    done = newsieve("clean", str(tmp_path / "none"), str(tmp_path / "bad.gz"), str(tmp_path / "good.txt"))
    assert done.returncode == 1
    assert done.stdout.decode().endswith("good.txt <==\nIt rained.\n")
    assert done.stderr.count(b"\n") == 2
    assert b"none" in done.stderr
    assert b"ends too early" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["digset"], "digest"),
        (["clean", "--levle", "careful"], "--level"),
        (["clean", "--level", "carefull"], "careful"),
        (["clean", "--keep", "donations"], "donation"),
        (["digest", "--ranker", "lexrnk"], "lexrank"),
        (["digest", "-n", "0"], "at least 1"),
        (["digest", "-n", "3", "--words", "60"], "--words"),
        (["digest", "--ratio", "1.5"], "at most 1"),
        (["clean", "--keep", "nav", "--drop", "nav"], "nav"),
        (["clean", "--max-size", "12Q"], "256M"),
        (["clean", "--encoding", "utf-99"], "utf-99"),
        (["clean", "--encoding", "punycode"], "not an encoding of text"),
        (["clean", "--format", "html"], "markdown"),
        (["clean", "https://example.com/a"], "curl -fsSL"),
        (["clean", "file:///a"], "curl -fsSL file:///a"),
        (["-"], "did you mean: newsieve digest -"),
        (["batch", "--output", ""], "--output takes a name, and got none"),
        (["batch", "a.txt", "--output", "-"], "batch writes into a folder, not to stdout"),
        (["brief", "--url", "JavaScript://%0aalert(1)"], "is a script, not an address such as https://"),
        (["clean", "--url", " data:text/html,x"], "is a script, not an address such as https://"),
        *(
            (["clean", "--url", word], "is not an address such as https://")
            for word in ("my page", "page.html", "news/page.html", "/rel", "https://", "http:///a", "https://a b/", "a")
        ),
        (["clean", "--text-field", ""], "--text-field takes a value, and got none"),
        (["clean", "--keep", ","], "--keep takes a value, and got none"),
        (["clean", "--include", ""], "--include takes a value, and got none"),
        (["digest", "--site="], "--site takes a value, and got none"),
        (["clean", "--config="], "--config takes a name, and got none"),
        (["clean", "--memory", "none.sqlite"], "--memory: none.sqlite: "),
        (["clean", "--url", "https://example.com", "a.txt", "b.txt"], "one"),
        (["clean", "--config", "/nonexistent.toml"], "/nonexistent.toml"),
        (["clean", "--language", "zz"], "ISO 639-1"),
        (["clean", "--language", "deu"], "did you mean 'de'?"),
        (["clean", "--output", "none/"], "newsieve batch --task clean"),
        (["digest", "--output", "none/."], "newsieve batch --task digest"),
        (["explain", "--output", "none/.."], "newsieve batch --task explain"),
        (["brief", "--output", "none/"], "brief writes one file, and newsieve batch writes"),
    ],
)
def test_wrong_usage_is_one_line_and_2(arguments: list[str], words: str) -> None:
    done = newsieve(*arguments, stdin="x")
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1)
    assert words in done.stderr.decode()


def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    (tmp_path / "many.jsonl").write_text('{"text": "It rained. He left."}\n' * 3000)
    command = f"{sys.executable} -m newsieve clean -f jsonl {tmp_path}/many.jsonl | head -1"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, timeout=60)
    assert done.returncode in (0, 141)
    assert done.stdout.count(b"\n") == 1
    assert done.stderr == b""


@pytest.mark.parametrize("arguments", ["clean", "--help", "config", "clean -o /dev/stdout"])
def test_a_socket_that_its_reader_resets_ends_quietly(arguments: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        ours = socket.create_connection(server.getsockname())
        reader, _ = server.accept()
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        reader.close()
    command = [sys.executable, "-m", "newsieve", *arguments.split()]
    with ours:
        done = subprocess.run(command, input=TEXT.encode(), stdout=ours, stderr=subprocess.PIPE, timeout=60)
    assert (done.returncode in (0, 141), done.stderr) == (True, b"")


@pytest.mark.parametrize(
    "arguments", ["batch {0}/a.txt -o out", "batch a.txt -o {0}/out", "clean {0}/a.txt -o b.txt", "digest {0}/a.txt"]
)
def test_a_working_folder_that_is_gone_is_one_line(arguments: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "gone").mkdir()
    command = f"cd {tmp_path}/gone; rmdir ../gone; {sys.executable} -m newsieve {arguments.format(tmp_path)}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, timeout=60)
    if arguments.startswith("digest"):  # no path is relative
        assert (done.returncode, done.stdout.count(b"\n"), done.stderr) == (0, 2, b"")
    else:
        assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)
        assert b"working folder is gone" in done.stderr


@pytest.mark.parametrize("redirection", ["> /dev/full", ">&-"])
def test_stdout_that_cannot_be_written(redirection: str) -> None:
    command = f"echo It rained. | {sys.executable} -m newsieve clean {redirection}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, timeout=60)
    assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)
    assert b"stdout" in done.stderr


@pytest.mark.parametrize("arguments", ["clean", "digest -f jsonl -", "clean b.txt -", "clean /dev/stdin", "brief"])
@pytest.mark.parametrize("redirection", [">> a.txt", "1<> a.txt"])
def test_a_file_on_stdin_that_stdout_goes_to_is_refused(arguments: str, redirection: str, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("It rained.\n")
    command = f"{sys.executable} -m newsieve {arguments} < a.txt {redirection}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, timeout=60, cwd=tmp_path)
    assert (done.returncode, done.stderr.count(b"\n"), b"that stdout goes to" in done.stderr) == (2, 1, True)
    assert (tmp_path / "a.txt").read_text() == "It rained.\n"


@pytest.mark.parametrize(
    "arguments",
    [
        "clean",
        "batch -o out",
        "batch - -o out -j1",
        "batch -o out --files-from -",
        "batch -o out --files-from - --null",
        "brief --files-from -",
        "rules check -",
        "rules test -",
    ],
)
def test_closed_stdin_is_a_failed_input(tmp_path: Path, arguments: str) -> None:
    command = f"{sys.executable} -m newsieve {arguments} <&-"
    done = subprocess.run(["bash", "-c", command], capture_output=True, timeout=60, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (1, b"", 1)
    assert b"stdin is closed" in done.stderr
    assert not (tmp_path / "out" / "stdin.txt").exists()


def test_closed_stdin_costs_no_other_input(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The tram came late again.\n")
    command = f"{sys.executable} -m newsieve batch a.txt - -o out -j1 <&-"
    done = subprocess.run(["bash", "-c", command], capture_output=True, timeout=60, cwd=tmp_path)
    assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)
    assert (tmp_path / "out" / "a.txt").read_text() == "The tram came late again.\n"


def test_a_terminal_on_stdin_gets_the_usage() -> None:
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "newsieve", "digest"]
    done = subprocess.run(command, stdin=follower, capture_output=True, timeout=60)
    os.close(leader)
    os.close(follower)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"Usage" in done.stderr


def test_output_is_utf8_in_any_locale() -> None:
    environment = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    done = newsieve("clean", stdin="Das Café ist zu.", env=environment)
    assert (done.returncode, done.stdout.decode()) == (0, "Das Café ist zu.")


@pytest.mark.parametrize("data", [b"", b" \n\n", b"\xef\xbb\xbf"])
def test_empty_input_is_empty_output_and_a_note(data: bytes) -> None:
    done = newsieve("clean", stdin=data)
    assert (done.returncode, done.stdout.strip(), done.stderr.count(b"\n")) == (0, b"", 1)
    assert newsieve("clean", "-q", stdin=data).stderr == b""


def test_page_without_text_says_so() -> None:
    done = newsieve("clean", stdin="<html><body><div id='app'></div><script>go()</script></body></html>")
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr.startswith(
        b"newsieve: -: no text in it but menus and the like; a page that scripts fill is empty"
    )


def test_all_removed_is_empty_output_and_a_note() -> None:
    done = newsieve("digest", stdin=PITCH)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (0, b"", 1)


def test_control_characters_reach_no_output(tmp_path: Path) -> None:
    name = tmp_path / "a\x1b[31m\x07.txt"
    name.write_text("It \x1b[31mrained\x9b0m \x07today.\x00 He left.\n")
    for format_ in ("text", "markdown", "jsonl"):
        done = newsieve("clean", "-f", format_, str(name), str(tmp_path / "gone\x1b"))
        for stream in (done.stdout.decode(), done.stderr.decode()):
            assert not [c for c in stream if (c < " " and c not in "\t\n") or "\x7f" <= c <= "\x9f"]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"word " * 1_000_000, id="one line of 5 MB"),
        pytest.param(b"It rained on Monday. " * 250_000, id="one line of 250,000 sentences"),
        pytest.param(b"word\n" * 200_000, id="200,000 lines of one word"),
        pytest.param(b"<div>" * 100_000 + b"It rained." + b"</div>" * 100_000, id="100,000 nested elements"),
        pytest.param(b"\xff\xfe\xfa" * 1000, id="no encoding's bytes"),
        pytest.param(b"\xc3\x28 It rained.\n", id="invalid UTF-8"),
    ],
)
@pytest.mark.parametrize("command", ["digest", "clean"])
def test_hostile_input_gives_a_result_or_one_line(command: str, data: bytes) -> None:
    done = newsieve(command, stdin=data)
    assert done.returncode in (0, 1)
    assert b"Traceback" not in done.stderr
    assert done.stderr.count(b"\n") <= 1
    assert done.stdout or done.stderr


def test_records_come_out_before_the_last_went_in() -> None:
    command = [sys.executable, "-m", "newsieve", "clean", "-f", "jsonl"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b'{"text": "It rained."}\n')
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["text"] == "It rained."
        process.stdin.close()
    assert process.returncode == 0


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_signals_leave_nothing_half_written(number: int, status: int, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "newsieve", "clean", "-f", "jsonl", "-o", str(tmp_path / "out")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        process.stdin.write(b'{"text": "It rained."}\n')
        process.stdin.flush()
        deadline = time.monotonic() + 30
        while not list(tmp_path.iterdir()) and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(number)
        assert process.wait(30) == status
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()
    assert list(tmp_path.iterdir()) == []


def test_output_file_is_whole_with_the_umasks_mode_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real" / "out.txt")
    done = newsieve("clean", "-o", str(tmp_path / "link"), "-", str(tmp_path / "none"), stdin="It rained.", umask=0o027)
    assert done.returncode == 1
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "out.txt").read_text() == "==> - <==\nIt rained.\n"
    assert (tmp_path / "real" / "out.txt").stat().st_mode & 0o777 == 0o640
    assert [p.name for p in (tmp_path / "real").iterdir()] == ["out.txt"]


@pytest.mark.parametrize(
    ("command", "names", "status"),
    [
        ("clean", ["none.txt"], 1),
        ("clean", ["bad.jsonl", "-f", "tsv"], 1),
        ("brief", ["bad.jsonl", "-f", "jsonl"], 1),
        ("digest", ["none", "gone", "-f", "csv"], 1),
        ("explain", ["none", "-f", "html"], 1),
        ("brief", ["none", "-f", "html"], 1),
        ("clean", ["blank.txt", "--fail-empty"], 1),
        pytest.param("brief", ["empty", "none"], 1, id="beside a folder without a document"),
    ],
)
def test_where_nothing_was_read_the_old_output_stays(
    command: str, names: list[str], status: int, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "blank.txt").touch()
    (tmp_path / "bad.jsonl").write_text('{"text": 5}\n')
    (tmp_path / "old").write_text("Yesterday.")
    for output in ("old", "new"):
        assert newsieve(command, *names, "-o", output, cwd=tmp_path).returncode == status
    assert (tmp_path / "old").read_text() == "Yesterday."
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.jsonl", "blank.txt", "empty", "old"]


@pytest.mark.parametrize("names", [["bad.jsonl"], ["none"], ["none", "empty"], ["blank.txt", "--fail-empty"]])
def test_records_of_failures_are_a_result(names: list[str], tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "blank.txt").touch()
    (tmp_path / "bad.jsonl").write_text('{"text": 5}\n')
    (tmp_path / "old").write_text("Yesterday.")
    done = newsieve("explain", *names, "-f", "jsonl", cwd=tmp_path)
    assert (done.returncode, done.stdout.count(b'"error"')) == (1, 1)
    assert newsieve("explain", *names, "-f", "jsonl", "-o", "old", cwd=tmp_path).returncode == 1
    assert (tmp_path / "old").read_bytes() == done.stdout


@pytest.mark.parametrize("format_", ["html", "text", "jsonl"])
def test_brief_of_a_folder_without_a_document_is_written(format_: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "old").write_text("Yesterday.")
    assert newsieve("brief", "empty", "-f", format_, "-o", "old", cwd=tmp_path).returncode == 0
    assert "Yesterday." not in (tmp_path / "old").read_text()


@pytest.mark.parametrize(
    ("command", "names"),
    [
        ("clean", ["blank.txt"]),
        ("brief", ["a.txt", "--since", "1h"]),
        ("clean", ["none.jsonl"]),
        ("clean", ["empty", "-f", "jsonl"]),
    ],
)
def test_where_nothing_is_left_the_output_is_new(command: str, names: list[str], tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for name in ("blank.txt", "none.jsonl"):
        (tmp_path / name).touch()
    (tmp_path / "a.txt").write_text(STORY)
    os.utime(tmp_path / "a.txt", (0, 0))
    (tmp_path / "old").write_text("Yesterday.")
    assert newsieve(command, *names, "-o", "old", cwd=tmp_path).returncode == 0
    assert (tmp_path / "old").read_text() == ""


@pytest.mark.parametrize("command", ["digest", "clean", "explain", "brief"])
def test_all_inputs_are_checked_before_any_is_read(command: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    done = newsieve(command, "a.txt", "http://courier.example/a", cwd=tmp_path)
    assert (done.returncode, done.stdout, b"curl -fsSL" in done.stderr) == (2, b"", True)


def test_output_may_be_a_device_but_not_an_input(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It rained.")
    assert newsieve("clean", "-o", "/dev/null", str(tmp_path / "a.txt")).returncode == 0
    done = newsieve("clean", "-o", str(tmp_path / "a.txt"), str(tmp_path / "a.txt"))
    assert (done.returncode, (tmp_path / "a.txt").read_text()) == (2, "It rained.")
    done = newsieve("clean", "-o", str(tmp_path / "none" / "x"), str(tmp_path / "a.txt"))
    assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)


@pytest.mark.parametrize("mode", ["w", "a"])
def test_file_that_stdout_goes_to_is_no_input_of_its_folder(mode: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It rained.\n")
    (tmp_path / "b.txt").write_text("It snowed.\n")
    command = [sys.executable, "-m", "newsieve", "clean", "."]
    for _ in range(2):
        with (tmp_path / "b.txt").open(mode) as output:
            done = subprocess.run(command, cwd=tmp_path, stdout=output, stderr=subprocess.PIPE)
        assert (done.returncode, done.stderr) == (0, b"")
    kept = "" if mode == "w" else "It snowed.\n"
    assert (tmp_path / "b.txt").read_text() == kept + "==> ./a.txt <==\nIt rained.\n" * (1 if mode == "w" else 2)
    with (tmp_path / "b.txt").open("a") as output:
        done = subprocess.run([*command[:-1], "b.txt"], cwd=tmp_path, stdout=output, stderr=subprocess.PIPE)
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)


def test_output_through_a_link_to_a_folder_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("none/")
    (tmp_path / "second").symlink_to("link")
    done = newsieve("clean", "-o", "second", stdin="It rained.", cwd=tmp_path)
    assert (done.returncode, b"newsieve batch" in done.stderr) == (2, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "second"]


@pytest.mark.parametrize("option", ["rules", "files-from", "config"])
def test_output_is_no_file_that_an_option_names(option: str, tmp_path: Path) -> None:
    content = {"files-from": "a.txt\n"}.get(option, "")
    (tmp_path / "a.txt").write_text("It rained.")
    (tmp_path / "own").write_text(content)
    inputs = [] if content else ["a.txt"]
    done = newsieve("brief", f"--{option}", "own", "-o", "own", *inputs, cwd=tmp_path)
    assert (done.returncode, done.stderr.decode()) == (
        2,
        f"newsieve: --output own: that is the file of --{option}; choose another file\n",
    )
    assert (tmp_path / "own").read_text() == content


NUMBERS = ["7", "-0", "1.50", "1E2", "1e999", "123456789012345678901234567890"]


@pytest.mark.parametrize("number", NUMBERS)
def test_number_as_id_is_printed_as_it_is_spelled(number: str) -> None:
    line = f'{{"id": {number}, "text": "It rained."}}\n'
    done = newsieve("clean", "-v", stdin=line * 2)
    assert done.stdout.decode().count(f"==> {number} <==\n") == 2
    assert done.stderr.decode().startswith(f"newsieve: -#1 ({number}): 0 of 1 blocks went")
    assert newsieve("clean", "-f", "jsonl", stdin=line).stdout.decode().startswith(f'{{"id": {number}, ')
    assert (
        newsieve("clean", "-f", "csv", stdin=line)
        .stdout.decode()
        .splitlines()[1]
        .startswith(f"{number}," if number[0] != "-" else f"'{number},")
    )
    empty = newsieve("clean", "--fail-empty", "-f", "jsonl", stdin=line.replace("It rained.", ""))
    assert empty.stdout.decode() == f'{{"id": {number}, "error": "-#1 ({number}): empty"}}\n'
    broken = newsieve("clean", "-f", "jsonl", stdin=line.replace('"It rained."', "NaN"))
    assert broken.stdout.decode().startswith(f'{{"id": {number}, "error": ')


@pytest.mark.parametrize("command", ["clean", "brief"])
def test_what_a_folder_holds_beside_documents_is_counted_with_v(command: str, tmp_path: Path) -> None:
    files = {"a.txt": "It rained.", "b.png": "\x89PNG", "c.json": "{}", "d.py": "pass"}
    (tmp_path / "in").mkdir()
    for name, content in files.items():
        (tmp_path / "in" / name).write_bytes(content.encode("latin-1"))
    assert newsieve(command, "in", cwd=tmp_path).stderr == b""
    said = newsieve(command, "-v", "in", cwd=tmp_path).stderr.decode().splitlines()
    assert said[-1] == "newsieve: in: passed over: 2 binary or without a document, 1 .py"


@pytest.mark.parametrize("command", ["clean", "brief"])
def test_container_without_a_document_is_said_and_may_fail(command: str, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("\n")
    note = b"newsieve: a.jsonl: no document in it\n"
    done = newsieve(command, "a.jsonl", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", note)
    assert newsieve(command, "-q", "a.jsonl", cwd=tmp_path).stderr == b""
    done = newsieve(command, "--fail-empty", "a.jsonl", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, note)
    done = newsieve("batch", "--fail-empty", "a.jsonl", "-o", "out", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, note)
    (tmp_path / "in").mkdir()
    (tmp_path / "a.jsonl").rename(tmp_path / "in" / "a.jsonl")
    note = note.replace(b"a.jsonl", b"in/a.jsonl")
    done = newsieve(command, "in", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", note)
    done = newsieve(command, "--fail-empty", "in", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, note)


def expected_formats() -> list[tuple[str, str]]:
    rows = tomllib.loads((FORMATS / "files.toml").read_text(encoding="utf-8"))["file"]
    return [(row["name"], row["expect"]) for row in rows if (FORMATS / f"{row['expect']}.txt").exists()]


@pytest.mark.parametrize(("name", "expected"), expected_formats())
def test_example_formats(name: str, expected: str) -> None:
    done = newsieve("clean", str(FORMATS / name))
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == (FORMATS / f"{expected}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("output", "words", "status"),
    [
        ("in/all.txt", (), 2),
        pytest.param("in/sub/../all.txt", (), 2, id="by another path"),
        pytest.param("link/sub/all.txt", (), 2, id="below a link to the folder"),
        pytest.param("in/.all.txt", (), 0, id="hidden"),
        pytest.param("in/all.log", (), 0, id="of an ending that is passed over"),
        pytest.param("in/all.txt", ("--exclude", "all.*"), 0, id="left out"),
        pytest.param("in/sub/all.txt", ("--exclude", "sub"), 0, id="in a folder that is left out"),
        pytest.param("in/all.log", ("--include", "*.log"), 2, id="asked for"),
        pytest.param("beside.txt", (), 0, id="beside the folder"),
    ],
)
@pytest.mark.parametrize("command", ["clean", "brief"])
def test_output_is_no_input_of_the_next_run(
    command: str, output: str, words: tuple[str, ...], status: int, tmp_path: Path
) -> None:
    (tmp_path / "in/sub").mkdir(parents=True)
    (tmp_path / "in/a.txt").write_text("It rained.")
    (tmp_path / "link").symlink_to("in")
    for _ in range(2):
        done = newsieve(command, "in", "-o", output, *words, cwd=tmp_path)
        assert (done.returncode, b"leave it out with --exclude all." in done.stderr) == (status, status == 2)
        assert (tmp_path / output).exists() is (status == 0)
