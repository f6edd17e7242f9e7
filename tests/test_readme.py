"""Every command of README.md, run as it stands in a copy of the examples; what it shows is what comes out."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
ARTICLE = "fixtures/pages/national-paper-appeal/input.txt"
PAGE = "fixtures/pages/page-local-tv-sinkhole/input.html"  # what curl brings in the recipes


class Fence(NamedTuple):
    """A block of code: its language, the line above it and its text."""

    language: str
    above: str
    text: str


_FENCE = re.compile(r"^([^\n]*)\n```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FENCES = [Fence(language, above, text) for above, language, text in _FENCE.findall(README)]
SHELL = [fence.text for fence in FENCES if fence.language == "sh" and not fence.above.startswith("<!--")]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the examples, the files of the README, and a curl that brings a page from disk."""
    home = tmp_path_factory.mktemp("home")
    shutil.copytree(ROOT / "fixtures", home / "fixtures")
    shutil.copytree(ROOT / "tests/bench", home / "tests/bench")
    (home / "feeds").mkdir()
    shutil.copy(home / ARTICLE, home / "feeds/ferry.txt")
    for fence in FENCES:
        name = re.match(r"# (\S+\.toml)\n", fence.text)
        if name:
            (home / name[1]).write_text(fence.text, "utf-8")
    newsieve = f'#!/bin/sh\nexec "{sys.executable}" -m newsieve "$@"\n'
    for path, text in {
        "bin/newsieve": newsieve,
        "newsieve/.venv/bin/newsieve": newsieve,
        "bin/python": f'#!/bin/sh\nexec "{sys.executable}" "$@"\n',
        "bin/curl": f'#!/bin/sh\ncat "{home / PAGE}"\n',
    }.items():
        (home / path).parent.mkdir(parents=True, exist_ok=True)
        (home / path).write_text(text, "utf-8")
        (home / path).chmod(0o755)
    return home


def _run(command: str, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSIEVE_", "XDG_"))}
    paths = os.pathsep.join(filter(None, (str(ROOT / "cli"), environment.get("PYTHONPATH"))))
    own = {"HOME": str(home), "PATH": f"{home / 'bin'}:{environment['PATH']}", "PYTHONPATH": paths}
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command], cwd=home, env=environment | own, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip


def _one(language: str, word: str = "") -> str:
    (text,) = (fence.text for fence in FENCES if fence.language == language and word in fence.text)
    return text


@pytest.mark.parametrize("command", SHELL, ids=lambda command: command.strip().splitlines()[0][:70])
def test_commands_run(command: str, place: Path) -> None:
    if re.search(r"\bjq\b", command) and shutil.which("jq") is None:
        pytest.skip("jq is not installed")
    done = _run(command, place)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


def test_first_command_runs_the_main_job(place: Path) -> None:
    (command,) = (fence.text for fence in FENCES if fence.above == "<!-- first command -->")
    *preparation, job = command.strip().split(" && ")
    assert preparation == ["python3 -m venv .venv", ". .venv/bin/activate", "pip install ."]  # the network's
    assert _run(job, place).stdout == _one("text")


def test_second_command_is_what_ci_runs() -> None:
    (command,) = (fence.text for fence in FENCES if fence.above == "<!-- test command -->")
    assert command == "pip install -e '.[dev]' && pytest -q -n auto\n"
    assert "<!-- test command -->" in (ROOT / ".ci/run").read_text("utf-8")


def test_article_is_shown_as_it_is_cleaned(place: Path) -> None:
    shown = [line[2:] for line in README.partition("\n## ")[0].splitlines() if line.startswith("> ")]
    kept = _run(f"newsieve clean --no-config {ARTICLE}", place).stdout.splitlines()
    pieces = [line for line in shown if line]
    stays = [piece for line in pieces if (piece := re.sub("~~.*?~~ ?", "", line))]
    assert stays == [line for line in kept if line][: len(stays)]
    before = [line for line in (place / ARTICLE).read_text("utf-8").splitlines() if line]
    assert [re.sub("~~(.*?)~~ ?", r"\1", line) for line in pieces] == before[: len(pieces)]


def test_an_example_of_a_level_shows_what_it_does(place: Path) -> None:
    (command,) = re.findall(r"^newsieve clean .* --level careful$", README, re.MULTILINE)
    assert _run(command, place).stdout != _run(command.replace("--level careful", "--no-config"), place).stdout


def test_cron_job_runs(place: Path) -> None:
    *_, command = _one("crontab", "batch").strip().split(maxsplit=5)
    assert _run(command, place).returncode == 0
    assert (place / "digests/ferry.txt").read_text("utf-8") == _run(
        f"newsieve digest --level careful {ARTICLE}", place
    ).stdout


def test_morning_page_is_made(place: Path) -> None:
    _, mail, page = _one("crontab", "brief").strip().splitlines()
    done = _run(mail.split(maxsplit=5)[-1], place)
    assert (done.returncode, done.stderr) == (0, "")
    assert "ferry contract" in done.stdout
    assert _run(page.split(maxsplit=5)[-1], place).returncode == 0
    assert "ferry contract" in (place / "brief.html").read_text("utf-8")


def test_systemd_service_runs(place: Path) -> None:
    (command,) = re.findall(r"^ExecStart=(.*)$", _one("ini", "[Service]"), re.MULTILINE)
    assert _run(command.replace("%h", str(place)), place).returncode == 0


def test_library_recipe_runs(place: Path) -> None:
    (place / "library.py").write_text(_one("python", "brief("), "utf-8")
    done = _run("python library.py", place)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"^donation 0\.\d+ the words \w", done.stdout, re.MULTILINE)
    assert done.stdout.endswith(("['courier', 'copy']\n", "['copy', 'courier']\n"))
    assert "<" not in done.stdout


def test_pandas_recipe_runs(place: Path) -> None:
    pytest.importorskip("pandas", reason="pandas is not installed")
    (place / "recipe.py").write_text(_one("python", "pandas"), "utf-8")
    done = _run("python recipe.py", place)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"\]\((?!http)([^)#]+)\)|`((?:cli|tests|fixtures)/[\w./-]+)`", README)))
)
def test_paths_lead_somewhere(path: tuple[str, str]) -> None:
    place = ROOT / "".join(path)
    assert place.exists() or "xx.toml" in place.name


@pytest.mark.parametrize("level", ["careful", "balanced", "thorough"])
def test_figures_of_the_cleaner_are_those_of_its_weights(level: str) -> None:
    scores = read_data("cleaner")["scores"][level]
    shown = [
        f"{scores['precision']:.0f}", f"{scores['recall']:.0f}", f"{scores['core recall']:.0f}",
        f"{scores['content lost']:.1f}", f"{scores['documents harmed']:.0f}",
    ]  # fmt: skip
    assert f"| newsieve `{level}` | {' | '.join(shown)} |" in README


@pytest.mark.parametrize("corpus", ["all", "bbc", "cnndm", "xsum", "inshorts", "orangesum", "wcxb"])
def test_figures_of_the_digests_are_those_of_the_rankers_weights(corpus: str) -> None:
    points, bad = read_data("ranker")["scores"]["readers"][corpus]
    shown = f"{points:.3f}".removeprefix("0")
    pattern = rf"newsieve {shown} with {100 * bad:.0f} %" if corpus == "all" else rf"\| {shown} \| {100 * bad:.0f} % \|"
    assert re.search(pattern, README)


@pytest.mark.parametrize("kind", ["hand", "parser", "article", "documentation", "service", "forum", "listing"])
def test_figures_of_pages_are_those_of_their_weights(kind: str) -> None:
    figure = read_data("pages")["learned"]["f1_of_unseen_publishers"][kind]
    (section,) = re.findall(r"\*\*Extracting from pages\.\*\*.*?\n\n", README, re.DOTALL)
    assert f"{figure:.3f}".removeprefix("0") in section


def read_data(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((ROOT / "cli/newsieve/data" / f"{name}.json").read_text("utf-8"))
    return data
