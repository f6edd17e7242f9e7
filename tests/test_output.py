"""Where text leaves: without control characters, whole or with one line that says so, wherever stdout leads."""

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsieve.options import FORMATS_OF
from newsieve.output import open_output
from newsieve.printable import encode_printable, to_line, to_printable

NEWSIEVE = [sys.executable, "-m", "newsieve"]
CONTROLS = "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0)])).replace("\t", "").replace("\n", "")
STORY = "The council closed the pool on Monday.\n\nSwimmers were angry, and some of them wept.\n"
RECORDS = "".join(json.dumps({"id": n, "text": STORY}) + "\n" for n in range(2000))
ENVIRONMENT = {**os.environ, "XDG_CONFIG_HOME": "/nonexistent"}


def newsieve(*words: str, stdin: str = "", **options: object) -> subprocess.CompletedProcess[bytes]:
    given = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "timeout": 120, "env": ENVIRONMENT, **options}
    return subprocess.run([*NEWSIEVE, *words], input=stdin.encode("utf-8", "surrogatepass"), **given)  # type: ignore[call-overload,no-any-return]


def find_controls(data: bytes) -> set[str]:
    return set(CONTROLS) & set(data.decode())


@given(st.text())
def test_printable_text_has_no_controls_and_all_the_rest(text: str) -> None:
    expected = "".join(c for c in text if c not in CONTROLS).encode("utf-8", "replace")
    assert encode_printable(text) == expected
    assert to_printable(text).encode() == expected
    assert "\n" not in to_line(text)
    assert "\t" not in to_line(text)


class TestNoControlCharacterGetsOut:
    """Every C0 and C1 and DEL, in every field, by every command, in every format."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        odd = f"a{CONTROLS}b"
        record = {"id": odd, "url": f"https://example.com/{odd}", "title": odd, "text": f"{odd}\n\n{STORY}",
                  "author": odd, "date": odd, "site": odd, "other": odd, odd: odd}  # fmt: skip
        page = f"<!DOCTYPE html><html><head><title>{odd}</title><meta name='author' content='{odd}'>" \
               f"<link rel='canonical' href='https://example.com/{odd}'></head>" \
               f"<body><article><h1>{odd}</h1><p>{STORY}</p><p>{odd} {STORY}</p></article></body></html>"  # fmt: skip
        lines = [record, {"id": odd, "html": page}, {"id": odd, "text": 7}, {"id": odd, odd: 1}]
        (tmp_path / "in").mkdir()
        name = odd.replace("\0", "")
        (tmp_path / "in" / f"{name}.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
        (tmp_path / "in" / f"{name}.html").write_text(page)
        (tmp_path / "in" / f"{name}.txt").write_text(f"{odd}\n\n{STORY}")
        (tmp_path / "in" / f"{name}.bad.jsonl").write_text('{"text"')
        line = "".join(odd.splitlines())  # those of several lines are refused
        rule = {"id": line, "pattern": "(?i)council", "reason": line, "kind": "donation", "weight": 9.0}
        fields = "\n".join(f"{key} = {self.spell_toml(value)}" for key, value in rule.items())
        (tmp_path / f"{name}.toml").write_text(f"[[rule]]\n{fields}\nhits = [{self.spell_toml(f'council {odd}')}]\n")
        memory = [{"site": odd, "document": f"{n}", "fingerprints": ["a1"]} for n in (1, 2, 3)]
        memory += [{"site": odd, "fingerprint": "a1", "documents": 3, "text": odd}]
        (tmp_path / "memory.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in memory))
        return tmp_path

    @staticmethod
    def spell_toml(value: object) -> str:
        return json.dumps(value).replace("\x7f", "\\u007f")

    @pytest.mark.parametrize(
        ("task", "format_"), [(t, f) for t, formats in FORMATS_OF.items() if t != "batch" for f in formats]
    )
    def test_results_and_messages(self, task: str, format_: str, folder: Path) -> None:
        rules = next(folder.glob("*.toml"))
        done = newsieve(task, "-f", format_, "-v", "--rules", str(rules), "--drop", "about", str(folder / "in"))
        assert done.returncode == 1
        assert b"Swimmers were angry" in done.stdout
        assert (find_controls(done.stdout), find_controls(done.stderr)) == (set(), set())
        if format_ == "jsonl":
            self.check_fields([json.loads(line) for line in done.stdout.decode().splitlines()])

    def check_fields(self, records: list[dict[str, object]]) -> None:
        """Controls stay, as escapes, in an id and in what is carried through; in nothing that newsieve says itself."""
        carried = {"author", "date", "site", "other", "url", "id", "documents"}
        for record in records:
            own = {key: value for key, value in record.items() if key not in carried and key.isprintable()}
            assert not find_controls(self.flatten(own).encode())

    def flatten(self, value: object) -> str:
        if isinstance(value, dict):
            return "".join(map(self.flatten, value.values()))
        return "".join(map(self.flatten, value)) if isinstance(value, list) else str(value)

    @pytest.mark.parametrize(
        ("task", "format_"), [(task, format_) for task in ("explain", "clean") for format_ in FORMATS_OF[task]]
    )
    def test_batch(self, task: str, format_: str, folder: Path) -> None:
        done = newsieve("batch", "-f", format_, "--task", task, "-v", "-o", str(folder / "out"), str(folder / "in"))
        assert find_controls(done.stderr) == set()
        outputs = [path for path in (folder / "out").iterdir() if path.is_file()]
        assert outputs
        assert not any(find_controls(path.read_bytes()) for path in outputs)

    def test_a_terminal_gets_its_colours_and_no_more(self, folder: Path) -> None:
        done = newsieve("explain", str(folder / "in"), env={**ENVIRONMENT, "FORCE_COLOR": "1"})
        assert find_controls(done.stdout) == {"\x1b"}
        assert b"\x1b[1;4" not in done.stdout
        assert all(part.startswith(tuple("0123456789")) for part in done.stdout.decode().split("\x1b[")[1:])

    def test_the_other_commands(self, folder: Path) -> None:
        rules, memory = str(next(folder.glob("*.toml"))), str(folder / "memory.sqlite")
        commands = [
            ("memory", "import", str(folder / "memory.jsonl"), "--memory", memory),
            ("memory", "show", "--memory", memory),
            ("memory", "export", "--memory", memory), ("memory", "forget", f"x{CONTROLS[1:]}", "--memory", memory),
            ("memory", "learn", str(folder / "in"), "-v", "--memory", memory), ("rules", "check", rules),
            ("rules", "list", "--rules", rules), ("rules", "test", "--rules", rules, f"the council {CONTROLS[1:]}"),
            ("config", "--rules", rules), ("clean", f"gone{CONTROLS[1:]}"), (f"clean{CONTROLS[1:]}",),
            ("clean", f"--{CONTROLS[1:]}"), ("clean", "--level", CONTROLS[1:]),
            ("clean", "--rules", f"x{CONTROLS[1:]}"),
            ("clean", "--config", f"x{CONTROLS[1:]}"), ("clean", "-o", f"x{CONTROLS[1:]}/", str(folder / "in")),
        ]  # fmt: skip
        for words in commands:
            done = newsieve(*words, cwd=folder)
            assert done.returncode in (0, 1, 2), done.stderr
            assert (find_controls(done.stdout), find_controls(done.stderr)) == (set(), set()), words


COMMANDS = [
    *("config", "rules list", "--help", "--version", "clean --help", "memory --help", "memory learn --help"),
    *("--show-completion bash", "--show-completion=zsh"),
]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")  # noqa: PTH110
@pytest.mark.parametrize("words", [*COMMANDS, "clean -", "digest -f jsonl -", "explain -f html -"])
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_is_one_line_and_status_1(words: str, unbuffered: str) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        env = {**ENVIRONMENT, "PYTHONUNBUFFERED": unbuffered}
        done = newsieve(*words.split(), stdin=STORY, stdout=full, env=env)
    assert (done.returncode, done.stderr) == (1, b"newsieve: stdout: No space left on device\n")


@pytest.mark.parametrize("words", [*COMMANDS, "clean -", "digest -f jsonl -"])
def test_a_reader_that_is_gone_is_no_fault(words: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = newsieve(*words.split(), stdin=STORY, stdout=writer)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("words", [*COMMANDS, "clean -"])
def test_a_closed_stdout_is_one_line(words: str) -> None:
    command = ["sh", "-c", 'exec "$@" >&-', "sh", *NEWSIEVE, *words.split()]
    done = subprocess.run(command, input=STORY.encode(), stderr=subprocess.PIPE, env=ENVIRONMENT)
    assert (done.returncode, done.stderr) == (1, b"newsieve: stdout is closed; redirect it\n")


def test_closed_streams_do_not_get_into_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    command = ["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", *NEWSIEVE, "clean", "none", "a.txt", "-o", "out.txt"]
    assert subprocess.run(command, cwd=tmp_path, env=ENVIRONMENT).returncode == 1
    assert (tmp_path / "out.txt").read_text() == f"==> a.txt <==\n{STORY}"


@pytest.mark.parametrize("output", [[], ["-o", "/dev/stdout"]])
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_pipe_that_does_not_block_loses_nothing(output: list[str], unbuffered: str, tmp_path: Path) -> None:
    (tmp_path / "r.jsonl").write_text(RECORDS)
    reader, writer = os.pipe()
    fcntl.fcntl(writer, fcntl.F_SETFL, fcntl.fcntl(writer, fcntl.F_GETFL) | os.O_NONBLOCK)
    env = {**ENVIRONMENT, "PYTHONUNBUFFERED": unbuffered}
    command = [*NEWSIEVE, "clean", "-f", "jsonl", str(tmp_path / "r.jsonl"), *output]
    with subprocess.Popen(command, stdout=writer, stderr=subprocess.PIPE, env=env) as process:
        os.close(writer)
        time.sleep(1)  # the pipe fills up
        with open(reader, "rb") as file:  # noqa: PTH123
            lines = file.read().splitlines()
        assert process.wait(60) == 0
    assert [json.loads(line)["id"] for line in lines] == list(range(2000))


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_limit_on_files_is_one_line(unbuffered: str, tmp_path: Path) -> None:
    (tmp_path / "r.jsonl").write_text(RECORDS)
    env = {**ENVIRONMENT, "PYTHONUNBUFFERED": unbuffered}
    for redirect in ("> lim.txt", "-o lim.txt"):
        script = f'ulimit -f 100; exec "$@" {redirect}'
        command = ["bash", "-c", script, "bash", *NEWSIEVE, "clean", "r.jsonl"]
        done = subprocess.run(command, cwd=tmp_path, stderr=subprocess.PIPE, env=env)
        assert (done.returncode, done.stderr.count(b"\n")) == (1, 1), done.stderr
    assert not list(tmp_path.glob(".newsieve-*"))


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1", "ascii"])
def test_messages_are_utf8_whatever_the_locale(encoding: str, tmp_path: Path) -> None:
    done = newsieve("clean", "café", cwd=tmp_path, env={**ENVIRONMENT, "PYTHONIOENCODING": encoding})
    assert done.stderr.decode().startswith("newsieve: café: ")


@pytest.mark.parametrize("words", [["clean", "none", "a.txt"], ["clean", "none", "a.txt", "-o", "out.txt"]])
@pytest.mark.parametrize("is_full", [pytest.param(False, id="reader gone"), pytest.param(True, id="full")])
def test_stderr_that_cannot_be_written_changes_nothing(words: list[str], is_full: bool, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    reader, writer = os.pipe()
    os.close(reader)
    target = os.open("/dev/full", os.O_WRONLY) if is_full else writer
    done = newsieve(*words, stderr=target, cwd=tmp_path)
    text = (tmp_path / "out.txt").read_text() if "-o" in words else done.stdout.decode()
    assert (done.returncode, text) == (1, f"==> a.txt <==\n{STORY}")
    assert newsieve("clean", "--nope", stderr=target, cwd=tmp_path).returncode == 2
    os.close(writer)


class TestOutputOption:
    """FILE of --output: what it may be, and what becomes of what stood there."""

    @pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "-", "link"])
    def test_stdout_by_any_name_goes_on_where_it_is(self, name: str, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(STORY)
        (tmp_path / "link").symlink_to("/dev/stdout")
        script = '{ echo HEAD; "$@"; echo TAIL; } > out.txt'
        command = ["sh", "-c", script, "sh", *NEWSIEVE, "clean", "a.txt", "-o", name]
        assert subprocess.run(command, cwd=tmp_path, env=ENVIRONMENT).returncode == 0
        assert (tmp_path / "out.txt").read_text() == f"HEAD\n{STORY}TAIL\n"

    def test_another_descriptor(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(STORY)
        (tmp_path / "out.txt").write_text("OLD\n")
        script = '{ "$@"; echo TAIL >&3; } 3>> out.txt'
        command = ["sh", "-c", script, "sh", *NEWSIEVE, "clean", "a.txt", "-o", "/dev/fd/3"]
        assert subprocess.run(command, cwd=tmp_path, env=ENVIRONMENT).returncode == 0
        assert (tmp_path / "out.txt").read_text() == f"OLD\n{STORY}TAIL\n"
        done = newsieve("clean", "a.txt", "-o", "/dev/fd/77", cwd=tmp_path)
        assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)

    @pytest.mark.parametrize("name", ["folder", "folder/", "new/", "link", "."])
    def test_a_folder_is_answered_with_batch(self, name: str, tmp_path: Path) -> None:
        (tmp_path / "folder").mkdir()
        (tmp_path / "link").symlink_to("folder")
        done = newsieve("clean", "-o", name, stdin=STORY, cwd=tmp_path)
        assert done.returncode == 2
        assert b"newsieve batch" in done.stderr
        assert not (tmp_path / "new").exists()

    @pytest.mark.parametrize("mode", [0o600, 0o640, 0o755, 0o444])
    def test_a_file_that_is_there_keeps_its_mode(self, mode: int, tmp_path: Path) -> None:
        target = tmp_path / "out.txt"
        target.write_text("old")
        target.chmod(mode)
        (tmp_path / "link").symlink_to(target)
        assert newsieve("clean", "-o", str(tmp_path / "link"), stdin=STORY).returncode == 0
        assert (target.read_text(), target.stat().st_mode & 0o7777) == (STORY, mode)

    def test_what_stdin_is_read_from_is_an_input(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(STORY)
        with (tmp_path / "a.txt").open("rb") as file:
            command = [*NEWSIEVE, "clean", "-o", str(tmp_path / "a.txt")]
            done = subprocess.run(command, stdin=file, stderr=subprocess.PIPE, env=ENVIRONMENT)
        assert (done.returncode, (tmp_path / "a.txt").read_text()) == (2, STORY)

    def test_a_loop_of_links_stays(self, tmp_path: Path) -> None:
        (tmp_path / "loop").symlink_to("loop")
        done = newsieve("clean", "-o", "loop", stdin=STORY, cwd=tmp_path)
        assert (done.returncode, done.stderr.count(b"\n"), (tmp_path / "loop").is_symlink()) == (1, 1, True)

    def test_an_error_of_the_body_is_not_the_files(self, tmp_path: Path) -> None:
        (tmp_path / "out").write_text("old")
        with pytest.raises(OSError, match="of the body"):
            self.fail_while_writing(str(tmp_path / "out"))
        assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]

    def fail_while_writing(self, path: str) -> None:
        with open_output(path) as write:
            write("new")
            raise OSError(5, "of the body")


STOPPING = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT]


@pytest.mark.parametrize("number", STOPPING)
def test_signals_leave_no_temporary_file(number: signal.Signals, tmp_path: Path) -> None:
    command = [*NEWSIEVE, "clean", "-f", "jsonl", "-o", str(tmp_path / "out")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(b'{"text": "It rained."}\n')
        process.stdin.flush()
        deadline = time.monotonic() + 60
        while not list(tmp_path.iterdir()) and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(number)
        process.send_signal(number)  # a second one, while it puts things in order
        assert process.wait(60) == 128 + number
        assert process.stderr.read() == b""
    assert list(tmp_path.iterdir()) == []


def test_an_ignored_signal_stays_ignored(tmp_path: Path) -> None:
    command = ["sh", "-c", 'trap "" HUP; exec "$@"', "sh", *NEWSIEVE, "clean", "-f", "jsonl"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=ENVIRONMENT) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b'{"text": "It rained."}\n')
        process.stdin.flush()
        assert process.stdout.readline()
        process.send_signal(signal.SIGHUP)
        process.stdin.close()
        assert process.wait(60) == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_modules_are_loaded_gives_no_traceback(number: signal.Signals) -> None:
    program = "import newsieve.signals, time; print(flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.send_signal(number)
        assert process.wait(60) == 128 + number
        assert process.stderr.read() == b""


def test_a_signal_that_python_swallows_is_raised_again() -> None:
    program = (
        "import os, signal, time\nfrom newsieve import signals\n"
        "class Odd:\n    def __del__(self):\n        os.kill(os.getpid(), signal.SIGTERM); time.sleep(.01)\n"
        "signals.listen()\ntry:\n    odd = Odd(); del odd\n    time.sleep(60)\n"
        "except signals.StoppedError as stop:\n    print(stop.status)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=120)
    assert (done.stdout, done.stderr) == (b"143\n", b"")


settings.register_profile("output", deadline=None)
settings.load_profile("output")
