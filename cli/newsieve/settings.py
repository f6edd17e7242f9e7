"""Options of the command line: one table, and their values from flags, variables and files.

SETTINGS is the only list of options. Typer's parameters, the variables' names, the keys of `newsieve.toml`, help and
completion are all made from it. A value is looked for in four layers, the first that has one wins: flags, variables
`NEWSIEVE_<OPTION>`, `newsieve.toml` in the working folder, `newsieve/newsieve.toml` in the user's configuration folder.
"""

import difflib
import math
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newsieve.errors import UsageError
from newsieve.model import GO_BY_DEFAULT, Kind, Level, Options, Rule
from newsieve.rank import RANKERS
from newsieve.read import InputFormat, ReadOptions

FILE_NAME = "newsieve.toml"
DEFAULT_LAYER = "default"
JUDGES = frozenset({"digest", "clean", "explain", "batch"})
RANKS = frozenset({"digest", "explain", "batch"})
BATCH = frozenset({"batch"})
MEMORY = frozenset({"memory learn", "memory show", "memory export", "memory import", "memory forget"})
READS = JUDGES | {"memory learn"}
SITES = frozenset({"memory learn", "memory show", "memory export"})
ANY = JUDGES | MEMORY | {"config"}
TASKS = ("digest", "clean", "explain")
ENGINES = ("local", "ray")
FORMATS = ("text", "markdown", "jsonl", "html", "parquet")
FORMATS_OF = {
    "digest": ("text", "markdown", "jsonl"),
    "clean": ("text", "markdown", "jsonl"),
    "explain": ("text", "markdown", "jsonl", "html"),
    "batch": FORMATS,
}
# At most one of a group holds in a layer, and a higher layer's outweighs a lower one's.
ALTERNATIVES = (("sentences", "words", "ratio"), ("quiet", "verbose"))


@dataclass(frozen=True, slots=True)
class Setting:
    """One option. `parse` makes a value of a word on the command line or in a variable, or of a file's string.

    `commands` are those that take it. A setting that is not `stored` can be given on the command line only.
    """

    name: str
    parse: Callable[[str], Any] | None  # None: a flag
    help: str
    commands: frozenset[str] = JUDGES
    default: Any = None
    short: str | None = None
    metavar: str = ""
    choices: tuple[str, ...] = ()
    is_list: bool = False
    panel: str = "Options"
    stored: bool = True
    is_path: bool = False
    types: tuple[type, ...] = (str,)  # what a file may give

    @property
    def key(self) -> str:
        """The name as Python and the variables spell it."""
        return self.name.replace("-", "_")


def _choice(values: Iterable[str]) -> Callable[[str], str]:
    allowed = tuple(values)

    def parse(word: str) -> str:
        if word in allowed:
            return word
        close = difflib.get_close_matches(word, allowed, 1)
        hint = f"; did you mean {close[0]!r}?" if close else ""
        raise ValueError(f"{word!r} is not one of {', '.join(allowed)}{hint}")

    return parse


def _whole(least: int) -> Callable[[str], int]:
    def parse(word: str) -> int:
        try:
            number = int(word)
        except ValueError:
            raise ValueError(f"{word!r} is not a whole number") from None
        if number < least:
            raise ValueError(f"{number} is too small: at least {least}")
        return number

    return parse


def _ratio(word: str) -> float:
    number = _number(word)
    if not 0 < number <= 1:
        raise ValueError(f"{word} is not above 0 and at most 1")
    return number


def _seconds(word: str) -> float:
    number = _number(word)
    if not number > 0:
        raise ValueError(f"{word} is not above 0")
    return number


def _number(word: str) -> float:
    try:
        number = float(word)
    except ValueError:
        raise ValueError(f"{word!r} is not a number") from None
    if not math.isfinite(number):
        raise ValueError(f"{word!r} is not a number")
    return number


def _size(word: str) -> int:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMG]?)(?:i?B)?", word.strip(), re.IGNORECASE | re.ASCII)
    if not found:
        raise ValueError(f"{word!r} is not a size such as 500K, 256M or 1G")
    size = int(float(found[1]) * 1024 ** " KMG".index(found[2].upper() or " "))
    if size < 1:
        raise ValueError(f"{word!r} is too small: at least 1")
    return size


def _language(word: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2,3}", word):
        raise ValueError(f"{word!r} is not an ISO 639-1 code such as en, de or fr")
    return word.lower()


def _encoding(word: str) -> str:
    from newsieve.read.decode import check_encoding

    return check_encoding(word)


_KINDS = tuple(kind.value for kind in Kind)
_LEVELS = tuple(level.value for level in Level)
_INPUT_FORMATS = tuple(format_.value for format_ in InputFormat)
_IN, _WHAT, _HOW, _OUT, _RUN, _SAY = "Input", "Digest", "Cleaning", "Output", "Run", "Settings and messages"

SETTINGS: tuple[Setting, ...] = (
    Setting("format", _choice(FORMATS), "Format of the output.", default="text", short="f", choices=FORMATS,
            panel=_OUT),
    Setting("output", str, "File to write whole or not at all; for batch the folder to write into.", short="o",
            metavar="PATH", panel=_OUT, stored=False),
    Setting("sentences", _whole(1), "At most N sentences.", RANKS, 3, "n", "N", panel=_WHAT, types=(int,)),
    Setting("words", _whole(1), "At most N words, at least one sentence.", RANKS, metavar="N", panel=_WHAT,
            types=(int,)),
    Setting("ratio", _ratio, "Share of the sentences, rounded up: above 0, at most 1.", RANKS, metavar="R", panel=_WHAT,
            types=(int, float)),
    Setting("ranker", _choice(RANKERS), "What chooses the sentences.", RANKS, "news", choices=tuple(RANKERS),
            panel=_WHAT),
    Setting("level", _choice(_LEVELS), "How sure the cleaner must be before it removes.", default="balanced",
            choices=_LEVELS, panel=_HOW),
    Setting("keep", _choice(_KINDS), "Kind that stays; repeatable.", default=(), metavar="KIND", choices=_KINDS,
            is_list=True, panel=_HOW),
    Setting("drop", _choice(_KINDS), "Kind that goes; repeatable.", default=(), metavar="KIND", choices=_KINDS,
            is_list=True, panel=_HOW),
    Setting("rules", str, "File with rules of your own; repeatable.", default=(), metavar="FILE", is_list=True,
            panel=_HOW, is_path=True),
    Setting("memory", str, "Memory of paragraphs that a site repeats.", JUDGES | MEMORY, metavar="FILE", panel=_HOW,
            is_path=True),
    Setting("site", str, "Whose repetitions the documents share; default: the address's host, else the folder.",
            JUDGES | SITES, metavar="NAME", panel=_HOW),
    Setting("input-format", _choice(_INPUT_FORMATS), "What the inputs are; auto goes by content.", READS, "auto",
            choices=_INPUT_FORMATS, panel=_IN),
    Setting("encoding", _encoding, "The inputs' encoding; default: by mark, declaration, UTF-8, detection.", READS,
            metavar="NAME", panel=_IN),
    Setting("language", _language, "ISO 639-1 code; default: detected per document.", READS, metavar="CODE", panel=_IN),
    Setting("url", str, "The page's address, for one document.", READS, metavar="URL", panel=_IN),
    Setting("max-size", _size, "Largest document after decompression; K, M, G of 1024.", READS, default=256 << 20,
            metavar="SIZE", panel=_IN, types=(str, int)),
    Setting("task", _choice(TASKS), "What to write of each document.", BATCH, "digest", choices=TASKS, panel=_RUN),
    Setting("jobs", _whole(1), "Worker processes; default: all cores.", BATCH, short="j", metavar="N", panel=_RUN,
            types=(int,)),
    Setting("files-from", str, "File with one path a line, relative to the working folder; - is stdin.", BATCH,
            metavar="FILE", panel=_IN, stored=False),
    Setting("null", None, "Paths of --files-from end in NUL.", BATCH, False, panel=_IN),
    Setting("force", None, "Redo what is up to date.", BATCH, False, panel=_RUN),
    Setting("prune", None, "Remove outputs whose input is gone from a folder.", BATCH, False, panel=_RUN),
    Setting("fail-fast", None, "Stop at the first failure.", BATCH, False, panel=_RUN),
    Setting("timeout", _seconds, "Seconds for one document.", BATCH, 60.0, metavar="S", panel=_RUN, types=(int, float)),
    Setting("learn", None, "Add this run's documents to the memory, at its end.", BATCH, False, panel=_HOW),
    Setting("wait", None, "Wait for a run that uses the output folder.", BATCH, False, panel=_RUN),
    Setting("engine", _choice(ENGINES), "What runs the work.", BATCH, "local", choices=ENGINES, panel=_RUN),
    Setting("address", str, "Address of a Ray cluster.", BATCH, metavar="ADDRESS", panel=_RUN),
    Setting("quiet", None, "Only failures on stderr.", JUDGES | MEMORY, default=False, short="q", panel=_SAY),
    Setting("verbose", None, "More messages on stderr.", JUDGES | MEMORY, default=False, short="v", panel=_SAY),
    Setting("config", str, "Read this file in place of newsieve.toml.", ANY, metavar="FILE",
            panel=_SAY, stored=False),
    Setting("no-config", None, "Read no newsieve.toml.", ANY, False, panel=_SAY, stored=False),
)  # fmt: skip
BY_NAME = {setting.name: setting for setting in SETTINGS}
_TYPE_NAMES = {str: "a string", int: "a whole number", float: "a number"}
_TRUTH = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
STORED = tuple(setting for setting in SETTINGS if setting.stored)


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting's value, and which layer it came from: "--level", "NEWSIEVE_LEVEL", a file's path or "default"."""

    values: Mapping[str, Any]
    origins: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        """The value of the setting of that name."""
        return self.values[name]


def resolve(flags: Mapping[str, Any], environment: Mapping[str, str] = os.environ) -> Settings:
    """Merge the layers. `flags` are parsed values by name; None, () and False there mean "not given".

    Raises: UsageError naming the origin, the key and what is allowed.
    """
    given = {name: value for name, value in flags.items() if value not in (None, (), [], False)}
    layers = [(given, ""), (_read_variables(environment), "NEWSIEVE_")]
    layers += [(_read_file(path), str(path)) for path in _find_files(flags, environment)]
    values: dict[str, Any] = {s.name: s.default for s in SETTINGS}
    origins = dict.fromkeys(values, DEFAULT_LAYER)
    decided: dict[str, str] = {}  # kind -> keep or drop
    for layer, place in layers:
        _check_layer(layer, place)
        outweighed = {name for group in ALTERNATIVES for name in group if _is_decided(group, values, origins)}
        for name in layer.keys() - outweighed:
            if origins[name] == DEFAULT_LAYER:
                values[name], origins[name] = layer[name], _spell_origin(name, place)
                decided = dict.fromkeys(layer[name], name) | decided if name in ("keep", "drop") else decided
    for side in ("keep", "drop"):
        values[side] = tuple(kind for kind in values[side] if decided[kind] == side)
    return Settings(values, origins)


def _is_decided(group: Sequence[str], values: Mapping[str, Any], origins: Mapping[str, str]) -> bool:
    return any(values[name] and origins[name] != DEFAULT_LAYER for name in group)


def make_options(settings: Settings) -> Options:
    """What changes results. Raises: UsageError for a rules file that is not right."""
    drop = (GO_BY_DEFAULT | {Kind(k) for k in settings["drop"]}) - {Kind(k) for k in settings["keep"]}
    return Options(
        level=Level(settings["level"]),
        drop=drop,
        language=settings["language"],
        ranker=settings["ranker"],
        sentences=settings["sentences"],
        words=settings["words"],
        ratio=settings["ratio"],
        rules=read_rules(settings["rules"]),
    )


def make_read_options(settings: Settings) -> ReadOptions:
    """How inputs are read."""
    return ReadOptions(
        input_format=InputFormat(settings["input-format"]),
        encoding=settings["encoding"],
        max_size=settings["max-size"],
        url=settings["url"],
        site=settings["site"],
    )


def read_rules(paths: Sequence[str]) -> tuple[Rule, ...]:
    """The user's own rules, their ids prefixed by "user.". Raises: UsageError saying file, rule and reason."""
    from newsieve.languages import parse_rules

    rules: list[Rule] = []
    for path in paths:
        try:
            text = Path(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "not valid UTF-8"
            raise UsageError(f"--rules {path}: {reason}") from error
        rules += parse_rules(text, "user", path)
    return tuple(rules)


def _spell_origin(name: str, place: str) -> str:
    """Where a value came from. `place` is "" for flags, the prefix of variables, or a file's path."""
    if not place:
        return f"--{name}"
    return f"{place}{BY_NAME[name].key.upper()}" if place == "NEWSIEVE_" else place


def _check_layer(layer: Mapping[str, Any], place: str) -> None:
    where = "" if place in ("", "NEWSIEVE_") else f"{place}: "
    for group in ALTERNATIVES:
        said = [_spell_origin(name, place) if not where else name for name in group if layer.get(name)]
        if len(said) > 1:
            raise UsageError(f"{where}{' and '.join(said)} exclude each other; give one of them")
    both = sorted(set(layer.get("keep", ())) & set(layer.get("drop", ())))
    if both:
        raise UsageError(f"{where}{both[0]!s} stands in both keep and drop; give it in one of them")


def _find_files(flags: Mapping[str, Any], environment: Mapping[str, str]) -> list[Path]:
    if flags.get("config") and flags.get("no-config"):
        raise UsageError("--config and --no-config exclude each other; give one of them")
    if flags.get("no-config"):
        return []
    if flags.get("config"):
        return [Path(flags["config"])]
    return [path for path in (Path(FILE_NAME), _user_folder(environment) / FILE_NAME) if path.is_file()]


def _user_folder(environment: Mapping[str, str]) -> Path:
    """The user's configuration folder; $XDG_CONFIG_HOME names it on every system."""
    if environment.get("XDG_CONFIG_HOME"):
        return Path(environment["XDG_CONFIG_HOME"]) / "newsieve"
    from platformdirs import user_config_path

    return user_config_path("newsieve")


def _read_variables(environment: Mapping[str, str]) -> dict[str, Any]:
    values = {}
    for setting in STORED:
        word = environment.get(f"NEWSIEVE_{setting.key.upper()}", "")
        if word:
            values[setting.name] = _parse_variable(setting, word)
    return values


def _parse_variable(setting: Setting, word: str) -> Any:
    where = f"NEWSIEVE_{setting.key.upper()}"
    if setting.is_list:
        return tuple(_parse_word(setting, part.strip(), where) for part in word.split(",") if part.strip())
    if setting.parse is None:
        return _parse(setting, _TRUTH.get(word.lower(), word), where)
    return _parse_word(setting, word, where)


def _read_file(path: Path) -> dict[str, Any]:
    import tomllib  # 4 ms

    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not valid UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}: not valid TOML: {error}") from error
    values = {}
    for key, value in table.items():
        setting = BY_NAME.get(key)
        if setting is None or not setting.stored:
            names = [s.name for s in STORED]
            close = difflib.get_close_matches(key, names, 1)
            hint = f"did you mean {close[0]!r}?" if close else f"allowed are {', '.join(names)}"
            raise UsageError(f"{path}: unknown key {key!r}; {hint}")
        values[key] = _parse(setting, _resolve_paths(setting, value, path), f"{path}: {key}")
    return values


def _resolve_paths(setting: Setting, value: Any, file: Path) -> Any:
    """Paths in a file are relative to its folder."""
    if setting.is_path and isinstance(value, str):
        return str(file.parent / value)
    if setting.is_path and isinstance(value, list):
        return [str(file.parent / part) if isinstance(part, str) else part for part in value]
    return value


def _parse(setting: Setting, value: Any, where: str) -> Any:
    """The value that a file or a variable gives, checked. Raises: UsageError."""
    if setting.parse is None:
        if not isinstance(value, bool):
            raise UsageError(f"{where}: {value!r} is neither true nor false")
        return value
    if setting.is_list:
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            raise UsageError(f"{where}: {value!r} is not a list of strings")
        return tuple(_parse_word(setting, part, where) for part in value)
    if isinstance(value, bool) or not isinstance(value, setting.types):
        names = " or ".join(_TYPE_NAMES[type_] for type_ in setting.types)
        allowed = f"; allowed are {', '.join(setting.choices)}" if setting.choices else ""
        raise UsageError(f"{where}: {value!r} is not {names}{allowed}")
    return _parse_word(setting, str(value), where)


def _parse_word(setting: Setting, word: str, where: str) -> Any:
    try:
        return setting.parse(word) if setting.parse else word
    except (ValueError, UsageError) as error:
        raise UsageError(f"{where}: {error}") from error
