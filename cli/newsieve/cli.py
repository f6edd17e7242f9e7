"""The commands. Each parses, builds its options, calls one function and answers with an exit status."""

import inspect
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newsieve import __version__
from newsieve.errors import ExitCode, UsageError
from newsieve.settings import FORMATS_OF, SETTINGS, Setting, Settings, make_options, make_read_options, resolve

if TYPE_CHECKING:
    from newsieve.answers import Job
    from newsieve.model import Memory

Run = Callable[[list[str], Settings], ExitCode]
_INPUT = ("[INPUT]...", "File, folder or - for stdin, which is also what is read without any.")
_MEMORY_COMMANDS: dict[str, tuple[tuple[str, str] | None, str]] = {
    "learn": (_INPUT, "Add documents to the memory; one that it knows adds nothing."),
    "show": (None, "Print the sites, and the paragraphs that each repeats, the commonest first."),
    "forget": (("SITE...", "Name of a site, as show prints it."), "Take sites out of the memory."),
    "export": (None, "Print the memory as JSON Lines."),
    "import": (("[FILE]...", "What export printed; - is stdin."), "Add exported memories to the memory."),
}
_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 98}


def make_app(wanted: str | None = None) -> typer.Typer:
    """The program with all its commands, or with the one that is wanted: building one takes a third of the time."""
    app = typer.Typer(name="newsieve", add_completion=wanted is None, no_args_is_help=True, rich_markup_mode="rich",
                      context_settings=_CONTEXT, pretty_exceptions_enable=False)  # fmt: skip
    app.callback()(_newsieve)
    for name, register in COMMANDS.items():
        if wanted in (None, name):
            register(app)
    return app


def _newsieve(
    version: Annotated[bool, typer.Option("--version", "-V", help="Print the version and exit.", is_eager=True,
                                          callback=lambda wanted: _print_version(wanted))] = False,  # noqa: PLW0108
) -> None:  # fmt: skip
    """Strip what pitches to the reader from news text, and print a short digest of what tells the story."""


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"newsieve {__version__}")
        raise typer.Exit


def _run_digest(inputs: list[str], settings: Settings) -> ExitCode:
    """Print the sentences that tell the story, in document order."""
    return _stream("digest", inputs, settings)


def _run_clean(inputs: list[str], settings: Settings) -> ExitCode:
    """Print the document without what pitches to the reader."""
    return _stream("clean", inputs, settings)


def _run_explain(inputs: list[str], settings: Settings) -> ExitCode:
    """Show every block, kept and removed, with kind, probability and evidence."""
    return _stream("explain", inputs, settings)


def _stream(task: str, inputs: list[str], settings: Settings) -> ExitCode:
    from newsieve.stream import check_job, run

    job = _make_job(task, FORMATS_OF[task], settings)
    check_job(inputs, job)
    return run(inputs, job)


def _make_job(task: str, formats: Sequence[str], settings: Settings) -> "Job":
    from newsieve.answers import Job
    from newsieve.pipeline import Task

    if settings["format"] not in formats:
        raise UsageError(f"{settings.origins['format']}: {task} writes {', '.join(formats)}, not {settings['format']}")
    return Job(
        Task(task),
        make_options(settings),
        make_read_options(settings),
        format=settings["format"],
        output=settings["output"],
        memory=_open_memory(task, settings),
        is_quiet=settings["quiet"],
        is_verbose=settings["verbose"],
    )


def _open_memory(task: str, settings: Settings) -> "Memory | None":
    """The memory to consult, as it is now. Where a batch is to learn, it need not be there yet."""
    from pathlib import Path

    path = settings["memory"]
    if path is None or (settings["learn"] and task == "batch" and not Path(path).exists()):
        return None
    from newsieve.memory import open_memory  # SQLite: 4 ms

    return open_memory(path)


def _run_batch(inputs: list[str], settings: Settings) -> ExitCode:
    """Write one output for each input into a folder, and redo only what changed."""
    from newsieve.batch import run_batch

    task = settings["task"]
    return run_batch(inputs, _make_job(task, (*FORMATS_OF[task], "parquet"), settings), settings.values)


def _run_config(_inputs: list[str], settings: Settings) -> ExitCode:
    """Print every setting, its value and where it came from."""
    for setting in SETTINGS:
        if setting.stored:
            typer.echo(f"{setting.name} = {_show_value(settings[setting.name])}  # {settings.origins[setting.name]}")
    return ExitCode.OK


def _register_memory(app: typer.Typer) -> None:
    """Add the group of commands about the memory."""
    group = typer.Typer(no_args_is_help=True, context_settings=_CONTEXT)
    for name, (argument, help_) in _MEMORY_COMMANDS.items():
        _register(group, f"memory {name}", _make_memory_run(name, help_), argument)
    app.add_typer(group, name="memory", help="Paragraphs that a site repeats: learn, show, forget, export, import.")


def _make_memory_run(name: str, help_: str) -> Run:
    def run(names: list[str], settings: Settings) -> ExitCode:
        from newsieve import memory_commands

        answer: ExitCode = getattr(memory_commands, f"run_{name}")(names, settings)
        return answer

    run.__doc__ = help_
    return run


def _show_value(value: Any) -> str:
    import json

    return "unset" if value is None else json.dumps(list(value) if isinstance(value, tuple) else value)


def _register(app: typer.Typer, name: str, run: Run, argument: tuple[str, str] | None = _INPUT) -> None:
    """Add a command whose parameters are the rows of SETTINGS that name it, and an argument: metavar and help."""
    settings = [setting for setting in SETTINGS if name in setting.commands]

    def command(context: typer.Context, **words: Any) -> None:
        inputs = words.pop("inputs", None) or []
        if argument and not inputs and not words.get("files_from"):
            _refuse_terminal(context)
        flags = {s.name: _parse_flag(s, words[s.key]) for s in settings}
        raise typer.Exit(run(inputs or ([] if words.get("files_from") else ["-"]), resolve(flags)))

    command.__doc__ = run.__doc__
    parameters = [inspect.Parameter("context", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)]
    parameters += [_make_parameter(setting) for setting in settings]
    if argument:
        inputs = Annotated[list[str] | None, typer.Argument(metavar=argument[0], help=argument[1], show_default=False)]
        parameters.append(inspect.Parameter("inputs", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=inputs))
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {p.name: p.annotation for p in parameters}
    app.command(name.rsplit(maxsplit=1)[-1])(command)


def _refuse_terminal(context: typer.Context) -> None:
    """Rather than wait for what nobody types: the usage on stderr, and out."""
    import sys

    if sys.stdin is not None and sys.stdin.isatty():
        typer.echo(f"{context.get_usage()}\nNo INPUT, and stdin is a terminal. Try: {context.command_path} FILE, "
                   f"or --help.", err=True)  # fmt: skip
        raise typer.Exit(ExitCode.USAGE)


def _make_parameter(setting: Setting) -> inspect.Parameter:
    names = [f"--{setting.name}", *([f"-{setting.short}"] if setting.short else [])]
    metavar = setting.metavar or "|".join(setting.choices) or None
    complete = (lambda: list(setting.choices)) if setting.choices else None
    option = typer.Option(*names, help=setting.help, metavar=metavar, rich_help_panel=setting.panel,
                          autocompletion=complete, show_default=_show_default(setting))  # fmt: skip
    type_: Any = bool if setting.parse is None else list[str] | None if setting.is_list else str | None
    default = False if setting.parse is None else None
    return inspect.Parameter(
        setting.key, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[type_, option]
    )


def _show_default(setting: Setting) -> str | bool:
    if setting.default in (None, (), False):
        return False
    return "256M" if setting.name == "max-size" else str(setting.default)


def _parse_flag(setting: Setting, words: Any) -> Any:
    if setting.parse is None or words is None:
        return words
    try:
        return tuple(map(setting.parse, words)) if setting.is_list else setting.parse(words)
    except ValueError as error:
        raise UsageError(f"--{setting.name}: {error}") from error


COMMANDS: dict[str, Callable[[typer.Typer], None]] = {
    "digest": lambda app: _register(app, "digest", _run_digest),
    "clean": lambda app: _register(app, "clean", _run_clean),
    "explain": lambda app: _register(app, "explain", _run_explain),
    "batch": lambda app: _register(app, "batch", _run_batch),
    "memory": _register_memory,
    "config": lambda app: _register(app, "config", _run_config, argument=None),
}
