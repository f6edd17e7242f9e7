"""Settings: four layers, what outweighs what, and what is refused with its place."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from newsieve.errors import UsageError
from newsieve.options import SETTINGS, STORED
from newsieve.rank import RANKERS
from newsieve.read import InputFormat
from newsieve.render import RENDERERS
from newsieve.settings import Settings, make_options, resolve
from newsieve.types import Kind, Level


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "work").mkdir()
    (tmp_path / "home/newsieve").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path


def _resolve(
    folder: Path, flags: Mapping[str, Any] = {}, variables: Mapping[str, str] = {}, work: str = "", home: str = ""
) -> Settings:
    for path, text in (("work/newsieve.toml", work), ("home/newsieve/newsieve.toml", home)):
        if text:
            (folder / path).write_text(text, "utf-8")
    return resolve(flags, {"XDG_CONFIG_HOME": str(folder / "home"), **variables})


LAYERS: tuple[dict[str, Any], ...] = (
    {"flags": {"level": "careful"}},
    {"variables": {"NEWSIEVE_LEVEL": "thorough"}},
    {"work": 'level = "careful"'},
    {"home": 'level = "thorough"'},
)
ORIGINS = ("--level", "NEWSIEVE_LEVEL", "newsieve.toml", "home/newsieve/newsieve.toml")


@pytest.mark.parametrize("first", range(4), ids=ORIGINS)
def test_higher_layer_wins_and_is_named(folder: Path, first: int) -> None:
    layers: dict[str, Any] = {}
    for layer in LAYERS[first:]:
        layers |= layer
    settings = _resolve(folder, **layers)
    assert settings["level"] == ("careful", "thorough", "careful", "thorough")[first]
    assert settings.origins["level"].endswith(ORIGINS[first])


def test_without_any_layer_defaults_hold(folder: Path) -> None:
    settings = _resolve(folder)
    assert settings.values == {setting.name: setting.default for setting in SETTINGS}
    assert set(settings.origins.values()) == {"default"}


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        ({"flags": {"words": 60}, "work": "sentences = 5"}, (3, 60, None)),
        ({"flags": {"sentences": 3}, "variables": {"NEWSIEVE_WORDS": "60"}}, (3, None, None)),
        ({"variables": {"NEWSIEVE_RATIO": "0.5"}, "work": "words = 60", "home": "sentences = 9"}, (3, None, 0.5)),
        ({"work": "ratio = 1", "home": "words = 9"}, (3, None, 1)),
    ],
)
def test_alternatives_of_lower_layers_are_outweighed(folder: Path, layers: Any, expected: Any) -> None:
    settings = _resolve(folder, **layers)
    assert (settings["sentences"], settings["words"], settings["ratio"]) == expected


@pytest.mark.parametrize(
    ("layers", "goes"),
    [
        ({"flags": {"keep": ("related",)}}, False),
        ({"flags": {"drop": ("related",)}, "work": 'keep = ["related"]'}, True),
        ({"flags": {"keep": ("related",)}, "variables": {"NEWSIEVE_DROP": "related,about"}}, False),
    ],
)
def test_kind_is_decided_by_the_highest_layer_that_names_it(folder: Path, layers: Any, goes: bool) -> None:
    assert (Kind.RELATED in make_options(_resolve(folder, **layers)).drop) is goes


@pytest.mark.parametrize(
    ("layers", "words"),
    [
        ({"work": "levels = 1"}, ("newsieve.toml", "'levels'", "did you mean 'level'")),
        ({"work": "zzz = 1"}, ("newsieve.toml", "'zzz'", "allowed are format, ")),
        ({"work": 'output = "x"'}, ("newsieve.toml", "unknown key 'output'")),
        ({"work": "level = 3"}, ("newsieve.toml: level", "not a string", "careful, balanced, thorough")),
        ({"work": 'level = "thoroug"'}, ("newsieve.toml: level", "did you mean 'thorough'")),
        ({"work": "sentences = true"}, ("newsieve.toml: sentences", "not a whole number")),
        ({"work": "sentences = 0"}, ("newsieve.toml: sentences", "at least 1")),
        ({"work": "ratio = 2"}, ("newsieve.toml: ratio", "at most 1")),
        ({"work": 'keep = "related"'}, ("newsieve.toml: keep", "not a list of strings")),
        ({"work": 'keep = ["relatd"]'}, ("newsieve.toml: keep", "did you mean 'related'")),
        ({"work": 'quiet = "yes"'}, ("newsieve.toml: quiet", "neither true nor false")),
        ({"work": 'max-size = "lots"'}, ("newsieve.toml: max-size", "500K")),
        ({"work": 'encoding = "zz"'}, ("newsieve.toml: encoding: 'zz' is no encoding; try utf-8",)),
        ({"work": "level = x"}, ("newsieve.toml: not valid TOML", "line 1, column")),
        ({"work": "words = 9\nratio = 0.5"}, ("newsieve.toml: ", "words and ratio exclude each other")),
        ({"flags": {"words": 9, "ratio": 0.5}}, ("--words and --ratio exclude each other",)),
        ({"flags": {"quiet": True, "verbose": True}}, ("--quiet and --verbose exclude each other",)),
        ({"flags": {"keep": ("nav",), "drop": ("nav",)}}, ("--keep and --drop both name nav",)),
        ({"variables": {"NEWSIEVE_LEVEL": "high"}}, ("NEWSIEVE_LEVEL", "careful, balanced, thorough")),
        ({"variables": {"NEWSIEVE_QUIET": "perhaps"}}, ("NEWSIEVE_QUIET", "neither true nor false")),
        ({"variables": {"NEWSIEVE_KEEP": "nav,about", "NEWSIEVE_DROP": "nav"}}, ("NEWSIEVE_KEEP and NEWSIEVE_DROP",)),
        ({"work": 'keep = ["nav"]\ndrop = ["nav"]'}, ("newsieve.toml: keep and drop both name nav",)),
        ({"work": 'rules = ["a\\u0000b"]'}, ("newsieve.toml: rules", "NUL")),
        ({"work": 'memory = "a\\u0000b"'}, ("newsieve.toml: memory", "NUL")),
        ({"work": "x = " + "[" * 60_000}, ("newsieve.toml: nested too deeply",)),
        ({"work": "a." * 50_000 + "a = 1"}, ("newsieve.toml: too large",)),
        ({"work": "sentences = " + "9" * 5000}, ("newsieve.toml: not valid TOML", "digits")),
        ({"work": "timeout = 1" + "0" * 400}, ("newsieve.toml: timeout: not valid TOML", "64 bits")),
        ({"work": "keep = [[{x = 0x" + "f" * 5000 + "}]]"}, ("newsieve.toml: x: not valid TOML", "64 bits")),
        ({"flags": {"config": "/dev/zero"}}, ("/dev/zero: too large",)),
        ({"work": 'keep = ["ads"]'}, ("newsieve.toml: keep", "did you mean 'advert'")),
        ({"work": 'memory = ""'}, ("newsieve.toml: memory: is empty",)),
        ({"work": 'rules = [""]'}, ("newsieve.toml: rules: is empty",)),
        ({"work": 'text-field = ""'}, ("newsieve.toml: text-field: is empty",)),
        ({"variables": {"NEWSIEVE_URL": "vbscript:x"}}, ("NEWSIEVE_URL", "is a script, not an address")),
        ({"work": 'format = "md"'}, ("newsieve.toml: format", "did you mean 'markdown'")),
        ({"variables": {"NEWSIEVE_WORDS": "1_0"}}, ("NEWSIEVE_WORDS", "not a whole number")),
        ({"variables": {"NEWSIEVE_WORDS": "9" * 5000}}, ("NEWSIEVE_WORDS", "not a whole number")),
        ({"flags": {"config": "none.toml"}}, ("none.toml: No such file",)),
        ({"flags": {"config": "a.toml", "no-config": True}}, ("--config and --no-config exclude each other",)),
    ],
    ids=lambda value: str(value)[:60] if isinstance(value, dict) else "",
)
def test_wrong_settings_are_refused_with_their_place(folder: Path, layers: Any, words: tuple[str, ...]) -> None:
    with pytest.raises(UsageError) as caught:
        _resolve(folder, **layers)
    assert [word for word in words if word not in str(caught.value)] == []


@pytest.mark.parametrize(
    ("variables", "name", "value"),
    [
        ({"NEWSIEVE_KEEP": "nav, related"}, "keep", ("nav", "related")),
        ({"NEWSIEVE_MAX_SIZE": "2k"}, "max-size", 2048),
        ({"NEWSIEVE_QUIET": "1"}, "quiet", True),
        ({"NEWSIEVE_MAX_SIZE": "99999999999G"}, "max-size", 1 << 62),
        ({"NEWSIEVE_MAX_SIZE": "9" * 400}, "max-size", 1 << 62),
        ({"NEWSIEVE_WORDS": ""}, "words", None),
        ({"NEWSIEVE_SENTENCES": "9" * 400}, "sentences", 1 << 62),
    ],
)
def test_variables_give_values(folder: Path, variables: Any, name: str, value: Any) -> None:
    assert _resolve(folder, variables=variables)[name] == value


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (Path.mkdir, "Is a directory"),
        (lambda path: path.symlink_to("gone"), "No such file"),
        (os.mkfifo, "not a regular file"),
        (lambda path: path.symlink_to("/dev/zero"), "not a regular file"),
    ],
    ids=["folder", "link to nothing", "FIFO", "device"],
)
def test_what_is_no_file_is_not_passed_over(folder: Path, make: Callable[[Path], None], reason: str) -> None:
    make(folder / "work/newsieve.toml")
    with pytest.raises(UsageError, match=rf"^newsieve\.toml: {reason}"):
        _resolve(folder)


def test_a_file_that_is_masked_is_empty(folder: Path) -> None:
    (folder / "work/newsieve.toml").symlink_to(os.devnull)
    assert _resolve(folder)["sentences"] == 3


@pytest.mark.parametrize(
    ("number", "reason"), [("1" * 5000, "not valid TOML"), ("0x" + "f" * 5000, "sentences: not valid TOML")]
)
def test_a_number_of_too_many_digits_is_refused(folder: Path, number: str, reason: str) -> None:
    with pytest.raises(UsageError, match=rf"^newsieve\.toml: {reason}"):
        _resolve(folder, work=f"sentences = {number}")


def test_a_rule_of_a_file_is_refused_with_file_and_key(folder: Path) -> None:
    with pytest.raises(UsageError, match=r"^newsieve\.toml: rules: none\.toml: No such file"):
        make_options(_resolve(folder, work='rules = ["none.toml"]'))


def test_a_list_that_a_higher_layer_empties_is_from_there(folder: Path) -> None:
    settings = _resolve(
        folder, variables={"NEWSIEVE_DROP": "nav,about"}, work='keep = ["nav"]', home='keep = ["about"]'
    )
    assert (settings["keep"], settings.origins["keep"]) == ((), "NEWSIEVE_DROP")


def test_a_file_may_be_written_on_windows(folder: Path) -> None:
    settings = _resolve(folder, work='\ufefflevel = "careful"\r\nwords = 9\r\n')
    assert (settings["level"], settings["words"]) == ("careful", 9)


def test_unknown_variables_are_known_to_be(folder: Path) -> None:
    variables = {"NEWSIEVE_LEVELL": "careful", "NEWSIEVE_OUTPUT": "x", "NEWSIEVE_LEVEL": "careful", "NEWSIEV": "x"}
    assert _resolve(folder, variables=variables).unknown == ["NEWSIEVE_LEVELL", "NEWSIEVE_OUTPUT"]


def test_no_config_reads_no_file_but_the_variables(folder: Path) -> None:
    variables = {"NEWSIEVE_WORDS": "9"}
    settings = _resolve(folder, {"no-config": True}, variables, work='level = "careful"', home='format = "jsonl"')
    assert (settings["level"], settings["format"], settings["words"]) == ("balanced", "text", 9)


def test_a_relative_configuration_folder_is_none(folder: Path) -> None:
    variables = {"XDG_CONFIG_HOME": "../home"}
    assert _resolve(folder, variables=variables, home='level = "careful"')["level"] == "balanced"


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        ('rules = ["~/mine.toml", "b.toml"]', "rules", ("{home}/mine.toml", "{folder}/b.toml")),
        ('memory = "~/m.sqlite"', "memory", "{home}/m.sqlite"),
        ('memory = "a~/m.sqlite"', "memory", "{folder}/a~/m.sqlite"),
        ('exclude = ["~*"]', "exclude", ("~*",)),
    ],
)
def test_the_home_folder_in_a_file(folder: Path, monkeypatch: Any, line: str, name: str, value: Any) -> None:
    monkeypatch.setenv("HOME", str(folder / "home"))
    (folder / "other.toml").write_text(line, "utf-8")
    found = _resolve(folder, {"config": str(folder / "other.toml")})[name]
    spelled = [
        word.format(home=folder / "home", folder=folder) for word in ([value] if isinstance(value, str) else value)
    ]
    assert found == (spelled[0] if isinstance(value, str) else tuple(spelled))


def test_config_reads_that_file_in_place_of_both(folder: Path) -> None:
    (folder / "other.toml").write_text('ranker = "lead"\nrules = ["mine.toml"]', "utf-8")
    settings = _resolve(folder, {"config": str(folder / "other.toml")}, work='level = "careful"', home="words = 9")
    assert (settings["level"], settings["words"], settings["ranker"]) == ("balanced", None, "lead")
    assert settings["rules"] == (str(folder / "mine.toml"),)  # relative to the file


@pytest.mark.parametrize(
    ("name", "table"),
    [("ranker", RANKERS), ("level", Level), ("keep", Kind), ("drop", Kind), ("input-format", InputFormat)],
)
def test_choices_are_those_of_the_tables(name: str, table: Any) -> None:
    (setting,) = (setting for setting in SETTINGS if setting.name == name)
    assert setting.choices_of() == tuple(str(value) for value in table)


def test_every_format_is_offered() -> None:
    (setting,) = (setting for setting in SETTINGS if setting.name == "format")
    assert set(setting.choices_of()) == {*RENDERERS, "parquet"}


def test_output_and_lists_of_inputs_are_for_the_command_line_alone() -> None:
    assert {s.name for s in SETTINGS} - {s.name for s in STORED} == {"output", "files-from", "config", "no-config"}


def test_a_format_of_other_commands_waits_for_its_use(tmp_path: Path) -> None:
    """A permanent setting blocks no command that cannot have it; on the command line it is an error."""
    (tmp_path / "newsieve.toml").write_text('format = "csv"\n', "utf-8")
    (tmp_path / "a.txt").write_text("The harbour board of Tarn has bought a crane from Delft.\n", "utf-8")

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "newsieve", *words, "a.txt"]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8")

    assert run("clean").stdout.startswith("id,")
    done = run("explain")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("+")
    assert run("explain", "-v").stderr.startswith("newsieve: newsieve.toml: format: explain writes text")
    assert run("explain", "-f", "csv").returncode == 2
