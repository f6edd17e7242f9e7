"""Help, mistyped words and completion, as real processes give them."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from newsieve.cli.command_table import COMMANDS as TABLE
from newsieve.options import SETTINGS

COMMANDS = tuple(TABLE)


def _run(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NEWSIEVE_")}
    return subprocess.run(
        [sys.executable, "-m", "newsieve", *words],
        capture_output=True, text=True, encoding="utf-8", stdin=subprocess.DEVNULL, env=environment | variables,
    )  # fmt: skip


@pytest.mark.parametrize("columns", [20, 60, 80, 100, 200])
@pytest.mark.parametrize("command", ["", "memory", "rules", *COMMANDS])
def test_help_fits_the_terminal_without_a_broken_word(command: str, columns: int) -> None:
    text = _run(*command.split(), "--help", COLUMNS=str(columns)).stdout
    width = min(max(columns, 60), 100)
    assert max(map(len, text.splitlines())) < width
    if columns == 80:
        assert max(map(len, text.splitlines())) > 60 or command in ("config", "rules check")
    wide = _run(*command.split(), "--help", COLUMNS="100").stdout
    assert set(text.replace("\\\n", " ").split()) == set(wide.replace("\\\n", " ").split())


def test_help_of_the_program_fits_a_screen() -> None:
    assert len(_run("--help", COLUMNS="80").stdout.splitlines()) < 24


@pytest.mark.parametrize("words", ["--help", "digest --help", "memory learn --help"])
def test_help_has_colour_on_a_terminal_alone(words: str) -> None:
    plain = _run(*words.split())
    assert "\x1b" not in plain.stdout
    styled = _run(*words.split(), FORCE_COLOR="1").stdout
    assert "\x1b[1m" in styled
    assert re.sub("\x1b\\[[0-9;]*m", "", styled) == plain.stdout
    assert "\x1b" not in _run(*words.split(), FORCE_COLOR="1", NO_COLOR="1").stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_of_the_table_stands_in_the_help(command: str) -> None:
    text = _run(*command.split(), "--help").stdout.partition("\nExamples:")[0]
    found = set(re.findall(r"^  (?:-\w, )?--([a-z-]+)", text, re.MULTILINE))
    assert found == {"help", *(setting.name for setting in SETTINGS if command in setting.commands)}


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command(command: str) -> None:
    done = _run(*command.split(), "--help")
    lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert lines[0].startswith(f"Usage: newsieve {command} ")
    assert lines[2].startswith("  ")
    assert lines[2].endswith(".")
    examples = lines[lines.index("Examples:") + 1 :][:3]
    assert sum(f"newsieve {command}" in example for example in examples) >= 2
    assert "fixtures" not in done.stdout
    assert "  0   all fine; nothing to remove is fine too" in lines[lines.index("Exit statuses:") :]


@pytest.mark.parametrize(
    ("example", "output"),
    [(row.examples[0], output) for row, output in (
        (TABLE["clean"], "The bridge closed.\n"), (TABLE["explain"], "- newsletter"),
        (TABLE["rules test"], "en.become-"),
        (TABLE["rules list"], "en."), (TABLE["config"], "level = "))],
)  # fmt: skip
def test_examples_work_where_there_is_nothing(example: str, output: str, tmp_path: Path) -> None:
    command = example.replace("newsieve", f"{sys.executable} -m newsieve", 1)
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8")
    assert (done.returncode, output in done.stdout) == (0, True)


@pytest.mark.parametrize("text", [shlex.split(example)[3] for example in TABLE["rules test"].examples])
def test_a_rule_fires_on_each_example(text: str) -> None:
    assert _run("rules", "test", text).stdout


def test_options_stand_in_groups() -> None:
    lines = _run("digest", "--help").stdout.splitlines()
    heads = [line for line in lines if line.endswith(":") and not line.startswith(" ")]
    expected = ["Arguments", "Output", "Digest", "Cleaning", "Input", "Settings and messages"]
    assert heads == [f"{name}:" for name in (*expected, "Examples", "Exit statuses")]


@pytest.mark.parametrize("group", ["", "memory", "rules"])
def test_help_of_a_group(group: str) -> None:
    lines = _run(*group.split(), "--help").stdout.splitlines()
    assert "Commands:" in lines
    assert sum("newsieve " in line for line in lines[lines.index("Examples:") + 1 :][:3]) == 3
    assert group == "" or "  0   all fine; nothing to remove is fine too" in lines[lines.index("Exit statuses:") :]


@pytest.mark.parametrize("words", [(), ("--help",), ("-h",)], ids=["nothing", "--help", "-h"])
def test_help_of_the_program_lists_the_commands(words: tuple[str, ...]) -> None:
    done = _run(*words)
    text = done.stdout if words else done.stderr
    assert done.returncode == (0 if words else 2)
    assert {"digest", "clean", "explain", "batch", "memory", "rules", "config"} <= set(text.split())
    assert max(map(len, text.splitlines())) < 100


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("version",), "the version is printed by: newsieve --version"),
        (("summarize",), "did you mean 'digest'?"),
        (("memory", "clear"), "no command 'clear'; did you mean 'forget'?"),
        (("clear",), "no command 'clear'; did you mean 'clean'?"),
        (("clean", "--diff"), "No such option: --diff; did you mean '--format diff'?"),
        (("clean", "--json"), "did you mean '--format jsonl'?"),
        (("brief", "--html"), "did you mean '--format html'?"),
        (("clean", "--careful"), "did you mean '--level careful'?"),
        (("batch", "--explain"), "did you mean '--task explain'?"),
        (("clean", "--html"), "No such option: --html; try: newsieve clean --help"),
        (("--install-completion", "tcsh"), "Invalid value for '--install-completion': 'tcsh' is not one of"),
        (("clean", "https://example.com/a?b&c"), "curl -fsSL 'https://example.com/a?b&c' | newsieve clean --url 'htt"),
        (("batch", "a.txt", "-o", "o", "--address", "h:1"), "--address is that of a Ray cluster; add --engine ray"),
        (("memory", "learn", "a.txt", "--address", "h:1"), "--address is that of a Ray cluster; add --engine ray"),
        (("batch", "a.txt", "-o", "o", "--task", "clean", "-n", "2"), "--sentences is of a digest, and --task clean"),
        (("dgest",), "no command 'dgest'; did you mean 'digest'?"),
        (("./story.txt",), "did you mean: newsieve digest ./story.txt"),
        (("my story.txt", "-n", "2"), "did you mean: newsieve digest 'my story.txt' -n 2"),
        (("pyproject.toml",), "did you mean: newsieve digest pyproject.toml"),
        (("-n", "2", "a.txt"), "did you mean: newsieve digest -n 2 a.txt"),
        (("-v", "clean", "a.txt"), "did you mean: newsieve clean -v a.txt"),
        (("help",), "the help is: newsieve --help"),
        (("help", "clean"), "the help is: newsieve clean --help"),
        (("https://example.com/a",), "curl -fsSL https://example.com/a | newsieve digest --url https://example.com/a"),
        (("clean", "--keep", "ads"), "did you mean 'advert'?"),
        (("clean", "-f", "md"), "is not one of text, markdown, jsonl, csv, tsv, diff; did you mean 'markdown'?"),
        (("clean", "--level", "CAREFUL"), "did you mean 'careful'?"),
        (("digest", "--sentance", "2"), "--sentences"),
        (("rules", "lst"), "no command 'lst'; did you mean 'list'?"),
        (("zzz",), "commands: digest, clean, explain, brief, batch"),
        (("clean", "--leve", "careful"), "; did you mean '--level'?"),
        (
            ("brief", "--words", "9"),
            "No such option: --words; it is an option of digest, explain, batch; try: newsieve br",
        ),
        (
            ("digest", "--since", "24h"),
            "No such option: --since; it is an option of brief; try: newsieve digest --help",
        ),
        (("clean", "--prune"), "No such option: --prune; it is an option of batch; try: newsieve clean --help"),
        (("clean", "--output-format", "csv"), "did you mean '--format'?"),
        (("clean", "--version"), "No such option: --version; try: newsieve clean --help"),
        (("clean", "--level", "thorogh"), "did you mean 'thorough'?"),
        (("clean", "--keep", "donatoin"), "did you mean 'donation'?"),
        (("digest", "--ranker", "lexrnk"), "did you mean 'lexrank'?"),
        (("clean", "--format", "markdwn"), "did you mean 'markdown'?"),
        (("digest", "--format", "html"), "digest writes text, markdown, jsonl, csv, tsv, not html"),
        (("digest", "--words", "many"), "--words: 'many' is not a whole number"),
        (("digest", "--words"), "requires an argument"),
        (("config", "extra"), "unexpected argument 'extra'"),
    ],
)
def test_mistyped_word_costs_one_line(words: tuple[str, ...], message: str) -> None:
    done = _run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("newsieve: ")


def test_config_tells_value_and_origin() -> None:
    done = _run("config", "--no-config", NEWSIEVE_LEVEL="careful", NEWSIEVE_KEEP="nav,related")
    lines = [line.split() for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert ["level", "=", '"careful"', "#", "NEWSIEVE_LEVEL"] in lines
    assert ["keep", "=", '["nav",', '"related"]', "#", "NEWSIEVE_KEEP"] in lines
    assert ["ranker", "=", '"news"', "#", "default"] in lines


def _complete(shell: str, line: str) -> set[str]:
    words = line.split(" ")
    variables = {
        "bash": {"COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)},
        "zsh": {"_TYPER_COMPLETE_ARGS": line},
        "fish": {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"},
    }[shell]
    done = _run(_NEWSIEVE_COMPLETE=f"complete_{shell}", **variables)
    assert "Traceback" not in done.stderr
    text = done.stdout.replace('"', " ").replace(":", " ").replace("\\", " ")
    return {word for part in text.splitlines() for word in part.split()}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("newsieve di", {"digest"}),
        ("newsieve memory le", {"learn"}),
        ("newsieve clean --inp", {"--input-format"}),
        ("newsieve clean --level th", {"thorough"}),
        ("newsieve clean --keep don", {"donation"}),
        ("newsieve digest --ranker lex", {"lexrank"}),
        ("newsieve explain --format ht", {"html"}),
    ],
)
def test_completion(shell: str, line: str, expected: set[str]) -> None:
    assert expected <= _complete(shell, line)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script_names_the_program(shell: str) -> None:
    done = _run(_NEWSIEVE_COMPLETE=f"source_{shell}")
    assert done.returncode == 0
    assert "newsieve" in done.stdout


@pytest.mark.parametrize("columns", ["", "40"])
@pytest.mark.parametrize(("shell", "ending"), [("fish", "\t"), ("zsh", '":"')])
def test_a_candidate_is_one_line(shell: str, ending: str, columns: str) -> None:
    variables = {"_TYPER_COMPLETE_ARGS": "newsieve clean --", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    lines = _run(_NEWSIEVE_COMPLETE=f"complete_{shell}", COLUMNS=columns, **variables).stdout.splitlines()
    assert len(lines) == 1 + sum("clean" in setting.commands for setting in SETTINGS)
    assert [line for line in lines if not re.search(rf"--[a-z-]+{ending}\w", line)] == []


@pytest.mark.parametrize(
    ("words", "begin"),
    [
        (("--show-completion", "zsh"), "#compdef newsieve"),
        (("--show-completion", "fish"), "complete --command newsieve"),
        (("--show-completion=fish",), "complete --command newsieve"),
    ],
)
def test_completion_is_that_of_the_shell_that_is_named(words: tuple[str, ...], begin: str) -> None:
    assert _run(*words).stdout.startswith(begin)


def test_completion_for_an_unknown_shell_is_refused() -> None:
    done = _run("--install-completion", "nosh")
    assert (done.returncode, done.stdout, "'bash'" in done.stderr) == (2, "", True)


def test_completion_that_cannot_be_installed_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "home").touch()
    done = _run("--install-completion", "bash", HOME=str(tmp_path / "home"))
    assert (done.returncode, done.stderr.count("\n"), "--install-completion: " in done.stderr) == (1, 1, True)
