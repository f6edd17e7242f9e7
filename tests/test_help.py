"""Help, mistyped words and completion, as real processes give them."""

import os
import subprocess
import sys

import pytest

COMMANDS = (
    *("digest", "clean", "explain", "batch", "config"),
    *("memory learn", "memory show", "memory forget", "memory export", "memory import"),
    *("rules list", "rules check", "rules test"),
)


def _run(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NEWSIEVE_")}
    return subprocess.run(
        [sys.executable, "-m", "newsieve", *words],
        capture_output=True, text=True, encoding="utf-8", stdin=subprocess.DEVNULL, env=environment | variables,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("command", "columns"), [*((command, "") for command in COMMANDS), ("digest", "200"), ("digest", "60")]
)
def test_help_of_a_command(command: str, columns: str) -> None:
    done = _run(*command.split(), "--help", **({"COLUMNS": columns} if columns else {}))
    lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert max(map(len, lines)) < 100
    assert lines[0].startswith(f"Usage: newsieve {command} ")
    assert lines[2].startswith("  ")
    assert lines[2].endswith(".")
    examples = lines[lines.index("Examples:") + 1 :][:3]
    assert all(f"newsieve {command}" in example for example in examples)
    assert "  0   all fine" in lines[lines.index("Exit statuses:") :]


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
    assert "  0   all fine" in lines[lines.index("Exit statuses:") :]


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
        (("dgest",), "no command 'dgest'; did you mean 'digest'?"),
        (("rules", "lst"), "no command 'lst'; did you mean 'list'?"),
        (("zzz",), "commands: digest, clean, explain, batch"),
        (("clean", "--leve", "careful"), "--level"),
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
