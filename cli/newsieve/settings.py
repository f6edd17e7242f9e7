"""Values of the options from flags, variables and files.

A value is looked for in four layers, the first that has one wins: flags, variables `NEWSIEVE_<OPTION>`, `newsieve.toml`
in the working folder, `newsieve/newsieve.toml` in the user's configuration folder.
"""

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from newsieve.errors import UsageError, closest
from newsieve.options import BY_NAME, DEFAULT_MEMORY, FORMATS_OF, SETTINGS, STORED, Setting
from newsieve.types import GO_BY_DEFAULT, Kind, Level, Options, Rule

if TYPE_CHECKING:
    from newsieve.read import ReadOptions

FILE_NAME = "newsieve.toml"
_MOST_LETTERS = 1 << 16  # tomllib takes time that is quadratic in the length of a dotted key
DEFAULT_LAYER = "default"
_IS_LINUX = sys.platform.startswith("linux")
# At most one of a group holds in a layer, and a higher layer's outweighs a lower one's.
ALTERNATIVES = (("sentences", "words", "ratio"), ("quiet", "verbose"))
_TYPE_NAMES = {str: "a string", int: "a whole number", float: "a number"}
_TRUTH = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
__all__ = [
    "BY_NAME",
    "FORMATS_OF",
    "SETTINGS",
    "STORED",
    "Setting",
    "Settings",
    "make_options",
    "make_read_options",
    "parse_value",
    "read_rules",
    "resolve",
]


class Settings:
    """Every setting's value, and which layer it came from: "--level", "NEWSIEVE_LEVEL", a file's path or "default"."""

    def __init__(
        self, values: Mapping[str, Any], origins: Mapping[str, str] = MappingProxyType({}), unknown: Sequence[str] = ()
    ) -> None:
        self.values, self.origins = values, origins
        self.unknown = unknown  # variables NEWSIEVE_… that are none of ours

    def __getitem__(self, name: str) -> Any:
        """The value of the setting of that name."""
        return self.values[name]

    def locate(self, name: str) -> str:
        """Name the place of a value for a message: a flag, a variable, or a file and the key in it; else its name."""
        origin = self.origins.get(name, name)
        return origin if origin in (name, f"--{name}", _spell_variable(name)) else f"{origin}: {name}"

    def is_default(self, name: str) -> bool:
        """Whether no layer gives a value."""
        return self.origins.get(name, DEFAULT_LAYER) == DEFAULT_LAYER


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
        values[side], given = tuple(kind for kind in values[side] if decided[kind] == side), values[side]
        if given and not values[side]:
            origins[side] = origins[decided[given[0]]]
    return Settings(values, origins, _find_unknown(environment))


def _is_decided(group: Sequence[str], values: Mapping[str, Any], origins: Mapping[str, str]) -> bool:
    return any(values[name] and origins[name] != DEFAULT_LAYER for name in group)


def make_options(settings: Settings) -> Options:
    """Make the options that change results. Raises: UsageError for a rules file that is not right."""
    drop = (GO_BY_DEFAULT | {Kind(k) for k in settings["drop"]}) - {Kind(k) for k in settings["keep"]}
    return Options(
        level=Level(settings["level"]),
        drop=drop,
        language=settings["language"],
        ranker=settings["ranker"],
        sentences=settings["sentences"],
        words=settings["words"],
        ratio=settings["ratio"],
        rules=read_rules(settings["rules"], settings.locate("rules")),
        keeps_captions=Kind.CAPTION_OR_CREDIT in settings["keep"],
        fails_empty=settings["fail-empty"],
    )


def make_read_options(settings: Settings) -> "ReadOptions":
    """Make the options of reading."""
    from newsieve.read import InputFormat, ReadOptions, Selection

    return ReadOptions(
        input_format=InputFormat(settings["input-format"]),
        encoding=settings["encoding"],
        max_size=settings["max-size"],
        url=settings["url"],
        site=settings["site"],
        text_field=settings["text-field"],
        selection=Selection(settings["include"], settings["exclude"]),
    )


def read_rules(paths: Sequence[str], origin: str = "--rules") -> tuple[Rule, ...]:
    """The user's own rules, their ids prefixed by "user.". `origin` is what named the files.

    Raises: UsageError saying origin, file, rule and reason.
    """
    if not paths:
        return ()
    from newsieve.rulebook import check_file

    rules: list[Rule] = []
    for path in paths:
        checked = check_file(path)
        if checked.faults:
            raise UsageError(f"{origin}: {checked.faults[0]}")
        rules += checked.rules
    return tuple(rules)


def _spell_origin(name: str, place: str) -> str:
    """Name the origin of a value. `place` is "" for flags, the prefix of variables, or a file's path."""
    if not place:
        return f"--{name}"
    return _spell_variable(name) if place == "NEWSIEVE_" else place


def _spell_variable(name: str) -> str:
    return f"NEWSIEVE_{BY_NAME[name].key.upper()}"


def _check_layer(layer: Mapping[str, Any], place: str) -> None:
    where = "" if place in ("", "NEWSIEVE_") else f"{place}: "
    for group in ALTERNATIVES:
        said = [_spell_origin(name, place) if not where else name for name in group if layer.get(name)]
        if len(said) > 1:
            raise UsageError(f"{where}{' and '.join(said)} exclude each other; give one of them")
    sides = (_spell_origin(name, place) if not where else name for name in ("keep", "drop"))
    check_kinds(layer.get("keep", ()), layer.get("drop", ()), where, sides)


def check_kinds(
    keep: Iterable[str], drop: Iterable[str], where: str = "", names: Iterable[str] = ("keep", "drop")
) -> None:
    """Raises: UsageError for a kind that is to stay and to go."""
    both = sorted(set(keep) & set(drop))
    if both:
        raise UsageError(f"{where}{' and '.join(names)} both name {both[0]!s}; give it in one of them")


def _find_files(flags: Mapping[str, Any], environment: Mapping[str, str]) -> list[str]:
    if flags.get("config") and flags.get("no-config"):
        raise UsageError("--config and --no-config exclude each other; give one of them")
    if flags.get("no-config"):
        return []
    if flags.get("config"):
        return [flags["config"]]
    paths = (FILE_NAME, os.path.join(_user_folder(environment), FILE_NAME))
    found = [path for path in paths if os.path.lexists(path)]  # what is there and no file is an error, not passed over
    for path in found:
        is_plain = not os.path.exists(path) or os.path.isfile(path) or os.path.isdir(path)
        if not is_plain and not os.path.samefile(path, os.devnull):  # to open a FIFO would wait
            raise UsageError(f"{path}: not a regular file; read it with --config {path}, or none with --no-config")
    return found


def _user_folder(environment: Mapping[str, str]) -> str:
    """The user's configuration folder; $XDG_CONFIG_HOME names it on every system, unless it is relative."""
    if os.path.isabs(environment.get("XDG_CONFIG_HOME", "")):
        return os.path.join(environment["XDG_CONFIG_HOME"], "newsieve")
    if _IS_LINUX:
        return os.path.expanduser("~/.config/newsieve")
    from platformdirs import user_config_dir  # 6 ms, for what is one line where most runs are

    return user_config_dir("newsieve")


def _read_variables(environment: Mapping[str, str]) -> dict[str, Any]:
    values = {}
    for setting in STORED:
        word = environment.get(_spell_variable(setting.name), "")
        if word:
            values[setting.name] = _parse_variable(setting, word)
    return values


def _find_unknown(environment: Mapping[str, str]) -> list[str]:
    """Variables that look like ours and set nothing."""
    known = {_spell_variable(setting.name) for setting in STORED}
    return sorted(name for name in environment if name.startswith("NEWSIEVE_") and name not in known)


def _parse_variable(setting: Setting, word: str) -> Any:
    where = _spell_variable(setting.name)
    if setting.is_list:
        return tuple(_parse_word(setting, part.strip(), where) for part in word.split(",") if part.strip())
    if setting.parse is None:
        return parse_value(setting, _TRUTH.get(word.lower(), word), where)
    return _parse_word(setting, word, where)


def _read_file(path: str) -> dict[str, Any]:
    from newsieve.languages import load_toml, read_toml

    values = {}
    for key, value in load_toml(read_toml(path, _MOST_LETTERS, "settings"), path).items():
        setting = BY_NAME.get(key)
        if setting is None or not setting.stored:
            names = [s.name for s in STORED]
            hint = closest(key, names) or f"; allowed are {', '.join(names)}"
            raise UsageError(f"{path}: unknown key {key!r}{hint}")
        values[key] = parse_value(setting, _resolve_paths(setting, value, path), f"{path}: {key}")
    return values


def _resolve_paths(setting: Setting, value: Any, file: str) -> Any:
    """Paths in a file are relative to its folder; ~ is the home folder, as in a shell."""
    if setting.is_path and isinstance(value, list):
        return [_resolve_paths(setting, part, file) for part in value]
    if setting.is_path and isinstance(value, str) and value and (setting.name != "memory" or value != DEFAULT_MEMORY):
        return os.path.join(os.path.dirname(file), os.path.expanduser(value))
    return value


def parse_value(setting: Setting, value: Any, where: str) -> Any:
    """The value that a file, a variable or a caller gives, checked. Raises: UsageError that begins with `where`."""
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
        choices = setting.choices_of()
        allowed = f"; allowed are {', '.join(choices)}" if choices else ""
        raise UsageError(f"{where}: {value!r} is not {names}{allowed}")
    try:
        word = str(value)
    except ValueError as error:
        raise UsageError(f"{where}: a number of more digits than Python writes") from error
    return _parse_word(setting, word, where)


def _parse_word(setting: Setting, word: str, where: str) -> Any:
    if not word:
        raise UsageError(f"{where}: is empty; give a value, or leave it out")
    if "\0" in word:
        raise UsageError(f"{where}: {word!r} holds a NUL character")
    try:
        return setting.parse(word) if setting.parse else word
    except (ValueError, UsageError) as error:
        raise UsageError(f"{where}: {error}") from error
