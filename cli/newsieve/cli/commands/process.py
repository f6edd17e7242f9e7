"""Commands about documents, and `config`: build the options, call one function, give a status."""

import os
import sys
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any

from newsieve.errors import ExitCode, UsageError, closest
from newsieve.options import DEFAULTS_OF, FORMATS, choice
from newsieve.output import STDOUT, print_text, say
from newsieve.settings import BY_NAME, FORMATS_OF, STORED, Setting, Settings, make_options, make_read_options, resolve

if TYPE_CHECKING:
    from newsieve.processing import Job
    from newsieve.types import Memory

Run = Callable[[list[str], Settings], ExitCode]


def run_command(command: str, run: Run, inputs: list[str], words: Mapping[str, Any]) -> ExitCode:
    """Parse what the command line gave for each option, by name, and run the command. No INPUT is stdin.

    Raises: UsageError for a value that its option does not take.
    """
    flags = {name: _parse_flag(BY_NAME[name], word, command) for name, word in words.items()}
    if words.get("null") and not words.get("files-from"):
        raise UsageError("--null says how the paths of --files-from end; name the file with --files-from")
    settings = resolve(flags)
    _check_use(command, words, settings)
    if settings.unknown:
        _say_unknown(settings)
    return run(inputs or ([] if words.get("files-from") else ["-"]), settings)


def _check_use(command: str, words: Mapping[str, Any], settings: Settings) -> None:
    """Refuse flags that would do nothing; in a file or a variable they wait for their use. Raises: UsageError."""
    if words.get("address") and settings["engine"] != "ray":
        raise UsageError("--address is that of a Ray cluster; add --engine ray")
    unused = [f"--{name}" for name in ("sentences", "words", "ratio", "ranker") if words.get(name)]
    if command == "batch" and settings["task"] == "clean" and unused:
        raise UsageError(f"{unused[0]} is of a digest, and {settings.locate('task')} clean writes none; leave it out")


def _say_unknown(settings: Settings) -> None:
    """Name variables that set nothing, to a person who can mend it."""
    if not _is_talkative(settings):
        return
    names = [f"NEWSIEVE_{setting.key.upper()}" for setting in STORED]
    for name in settings.unknown:
        say(f"{name}: no variable of newsieve's{closest(name, names, 'NEWSIEVE_')}")


def _is_talkative(settings: Settings) -> bool:
    """Whether to say what a person may want to mend: on a terminal, and with --verbose."""
    is_seen = sys.stderr is not None and sys.stderr.isatty()
    return not settings["quiet"] and (settings["verbose"] or is_seen)


def run_digest(inputs: list[str], settings: Settings) -> ExitCode:
    """Print the sentences that tell the story, in document order."""
    return _stream("digest", inputs, settings)


def run_clean(inputs: list[str], settings: Settings) -> ExitCode:
    """Print the document without what pitches to the reader."""
    return _stream("clean", inputs, settings)


def run_explain(inputs: list[str], settings: Settings) -> ExitCode:
    """Show every block, kept and removed, with kind, probability and evidence.

    What should have stayed is kept by --keep KIND, or by a rule with keep = true in a file for --rules.
    """
    return _stream("explain", inputs, settings)


def run_brief(inputs: list[str], settings: Settings) -> ExitCode:
    """Print one page over many documents: each story once, with its headline."""
    from newsieve.briefing import StoryChoice, run
    from newsieve.stream import check_job

    names = _list_names(inputs, settings)
    job = _make_job("digest", settings, command="brief")
    sentences = BY_NAME["sentences"].default_of("brief") if settings.is_default("sentences") else settings["sentences"]
    options = job.options._replace(sentences=sentences, words=None, ratio=None)
    job = job._replace(options=options, output=None if job.output == STDOUT else job.output)
    check_job(names, job, "brief", _list_own_files(settings))
    status = run(names, job, StoryChoice(settings["since"], settings["limit"], settings["sort"]))
    _say_page(job)
    return status


def run_batch(inputs: list[str], settings: Settings) -> ExitCode:
    """Write one output for each input into a folder, and redo only what changed."""
    from newsieve import batch

    job = _make_job(settings["task"], settings, ("parquet",), is_learning=settings["learn"])
    if not settings["learn"]:
        return batch.run_batch(inputs, job, settings.values)
    from newsieve.cli.commands.memory import say_learned
    from newsieve.repetition import default_path, is_new

    path = settings["memory"] or default_path()
    is_first = is_new(path)
    status = batch.run_batch(inputs, job, settings.values)
    if os.path.exists(path):
        say_learned(path, settings, is_first)
    return status


def run_config(_inputs: list[str], settings: Settings) -> ExitCode:
    """Print every setting, its value and where it came from."""
    lines = [f"{setting.name} = {_show_value(settings[setting.name])}" for setting in STORED]
    width = max(map(len, lines))
    rows = zip(STORED, lines, strict=True)
    print_text("".join(f"{line:<{width}}  # {_spell_origin(setting, settings)}\n" for setting, line in rows))
    return ExitCode.OK


def _stream(task: str, inputs: list[str], settings: Settings) -> ExitCode:
    from newsieve.stream import check_job, run

    job = _make_job(task, settings)
    job = job._replace(output=None) if job.output == STDOUT else job
    check_job(inputs, job, task, _list_own_files(settings))
    status = run(inputs, job)
    _say_page(job)
    return status


def _say_page(job: "Job") -> None:
    """Say where a page belongs that went to a terminal."""
    is_shown = job.output is None and all(stream is not None and stream.isatty() for stream in (sys.stdout, sys.stderr))
    if job.format == "html" and is_shown and not job.is_quiet:
        say("that was a page for a browser; write it into a file with --output FILE")


def _list_own_files(settings: Settings) -> dict[str, tuple[str, ...]]:
    """The files that options name, by option, so that no result is written over them."""
    given = {name: settings[name] for name in ("rules", "memory", "files-from", "config")}
    return {name: value if isinstance(value, tuple) else (value,) for name, value in given.items() if value}


def _list_names(inputs: list[str], settings: Settings) -> list[str]:
    """The INPUTs and those that a list names."""
    path = settings["files-from"]
    if path is None:
        return inputs
    from newsieve.batch.plan import read_names  # 30 ms

    names = [*inputs, *read_names(path, settings["null"])]
    if path == "-" and "-" in names:
        raise UsageError("--files-from - reads the inputs' names from stdin, so - cannot be an INPUT too")
    return names


def _make_job(
    task: str,
    settings: Settings,
    more_formats: Collection[str] = (),
    is_learning: bool = False,
    command: str | None = None,
) -> "Job":
    from newsieve.pipeline import Task
    from newsieve.processing import Job

    name = command or task
    format_ = _choose_format(name, (*FORMATS_OF[name], *more_formats), settings)
    return Job(
        Task(task),
        make_options(settings),
        make_read_options(settings)._replace(command=name),
        format=format_,
        output=settings["output"],
        memory=_open_memory(settings, is_learning),
        is_quiet=settings["quiet"],
        is_verbose=settings["verbose"],
    )


def _choose_format(command: str, formats: Collection[str], settings: Settings) -> str:
    """The format to write; the default where a file or a variable names one of other commands. Raises: UsageError."""
    wanted, place = str(settings["format"]), settings.locate("format")
    if wanted in formats:
        return wanted
    what = f"{place}: {command} writes {', '.join(formats)}, not {wanted}"
    if place == "--format":
        raise UsageError(what)
    if _is_talkative(settings):
        say(what)
    return str(BY_NAME["format"].default)


def _open_memory(settings: Settings, is_learning: bool) -> "Memory | None":
    """The memory to consult, as it is now. Where it is about to learn, it need not be there yet, or be whole."""
    path = settings["memory"]
    if path is None or (is_learning and not os.path.exists(path)):
        return None
    from newsieve.repetition import make_memory, open_memory  # SQLite: 4 ms

    if is_learning:
        make_memory(path)
    try:
        return open_memory(path)
    except UsageError as error:
        raise UsageError(f"{settings.locate('memory')}: {error}") from error


def _spell_origin(setting: Setting, settings: Settings) -> str:
    """Name the layer that a value came from, other commands' defaults, and the place of the user's own memory."""
    origin = settings.origins[setting.name]
    if settings.is_default(setting.name):
        owns = {command: values[setting.name] for command, values in DEFAULTS_OF.items() if setting.name in values}
        origin += "".join(f"; of {command} {value}" for command, value in owns.items())
    if setting.name != "memory" or settings["memory"] is not None:
        return origin
    from newsieve.repetition import default_path

    try:
        path = default_path()
    except UsageError:
        return origin
    return f"{origin}; --memory default is {path}{'' if os.path.exists(path) else ', not made yet'}"


def _show_value(value: Any) -> str:
    import json

    return "unset" if value is None else json.dumps(list(value) if isinstance(value, tuple) else value)


def _split_list(setting: Setting, word: str) -> list[str]:
    """The parts of a list that is separated by commas; a file whose name has one is a file. Commas alone have none."""
    if setting.is_path and os.path.exists(word):
        return [word]
    return [part.strip() for part in word.split(",") if part.strip()]


def _parse_flag(setting: Setting, words: Any, command: str) -> Any:
    if setting.parse is None:
        return bool(words)
    if words is None or (setting.name == "url" and not words.strip()):  # a script's variable may be unset
        return None
    if not all(_split_list(setting, word) for word in words) if setting.is_list else not words:
        raise UsageError(f"--{setting.name} takes a {'name' if setting.is_path else 'value'}, and got none")
    try:
        if setting.name == "format" and words not in FORMATS:
            return choice(setting.choices_of(command))(words)  # names those of this command
        if not setting.is_list:
            return setting.parse(words)
        return tuple(setting.parse(part) for word in words for part in _split_list(setting, word))
    except ValueError as error:
        raise UsageError(f"--{setting.name}: {error}") from error
