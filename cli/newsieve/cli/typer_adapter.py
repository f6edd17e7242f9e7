"""Typer commands made from the tables of commands and options; the help is written by `help`."""

import inspect
import os
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from newsieve.cli.command_table import COMMANDS, CommandRow
from newsieve.cli.commands.process import Run, run_command
from newsieve.cli.help import spell_usage, write_help
from newsieve.errors import ExitCode, UsageError, closest
from newsieve.output import find_width, has_colour, print_text, write_stderr
from newsieve.read.sources import point_to_curl
from newsieve.settings import SETTINGS, Setting

# What other programs call a command.
_MEANT = dict.fromkeys(("clear", "delete", "remove"), "forget") | dict.fromkeys(("summarize", "summary"), "digest")
CONTEXT = {"help_option_names": ["-h", "--help"]}


class Command(TyperCommand):
    """A command as its row describes it."""

    def get_help(self, ctx: Any) -> str:
        """The help, for stdout."""
        return _write_help(ctx)

    def get_usage(self, ctx: Any) -> str:
        """The line that says how it is called."""
        return spell_usage(_find_name(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        """The option that prints the help."""
        return _print_by_ourselves(super().get_help_option(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take the words as they are. To turn words into words, Typer 0.29 would load pydantic (50 ms)."""
        if ctx.resilient_parsing:
            return list(super().parse_args(ctx, args))
        words, rest, _ = self.make_parser(ctx).parse_args(args=list(args))
        for parameter in self.get_params(ctx):
            if parameter.is_eager:
                _, rest = parameter.handle_parse_result(ctx, words, rest)
            else:
                value = words.get(parameter.name)
                nothing = () if parameter.nargs == -1 or getattr(parameter, "multiple", False) else None
                ctx.params[parameter.name] = value if isinstance(value, (str, list, tuple, bool)) else nothing
        if rest:
            ctx.fail(f"unexpected argument {rest[0]!r}")
        ctx.args = rest
        return list(rest)


class CommandGroup(TyperGroup):
    """A group that knows what a mistyped command was to be."""

    def get_help(self, ctx: Any) -> str:
        """The help, for stdout."""
        return _write_help(ctx)

    def get_help_option(self, ctx: Any) -> Any:
        """Help, "no" until it is asked for: to make "no" of "nothing", Typer 0.29 would load pydantic (50 ms)."""
        option = _print_by_ourselves(super().get_help_option(ctx))
        if option is not None:
            option.default = False
        return option

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take the words. Raises: UsageError for an option of a command that stands before it."""
        if args and ctx.parent is None and not ctx.resilient_parsing and _is_option_of_commands(args[0]):
            raise UsageError(
                f"a command comes first; did you mean: newsieve {_join(_put_first(args, self.list_commands(ctx)))}"
            )
        return list(super().parse_args(ctx, args))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command of that name. Raises: UsageError."""
        names = self.list_commands(ctx)
        is_option = bool(args) and args[0].startswith("-") and args[0] != "-"
        if args and not is_option and args[0] not in names and not ctx.resilient_parsing:
            raise UsageError(_explain_unknown(args, names, is_program=ctx.parent is None))
        return super().resolve_command(ctx, args)


def register(app: typer.Typer, name: str, row: CommandRow, run: Run) -> None:
    """Add a command whose parameters are the rows of SETTINGS that name it, and its argument."""
    settings = [setting for setting in SETTINGS if name in setting.commands]

    def command(context: typer.Context, **words: Any) -> None:
        inputs = list(words.pop("inputs", None) or [])
        if row.argument and not inputs and not words.get("files_from"):
            _refuse_terminal(context, row.argument[0])
        raise typer.Exit(run_command(name, run, inputs, {s.name: words[s.key] for s in settings}))

    parameters = [inspect.Parameter("context", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)]
    parameters += [_make_parameter(setting, name) for setting in settings]
    if row.argument:
        metavar, help_ = row.argument
        inputs = Annotated[list[str] | None, typer.Argument(metavar=metavar, help=help_, show_default=False)]
        parameters.append(inspect.Parameter("inputs", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=inputs))
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {p.name: p.annotation for p in parameters}
    app.command(name.rsplit(maxsplit=1)[-1], cls=Command, help=row.summary)(command)


def find_choice(context: Any, option: str) -> str | None:
    """The option and its value that were meant by an option named as the value: `--format jsonl` by `--json`."""
    command, word = _find_name(context), option.lstrip("-")
    rows = [row for row in SETTINGS if row.name in ("format", "level", "task") and command in row.commands]
    found = (f"--{row.name} {value}" for row in rows for value in row.choices_of(command) if value.startswith(word))
    return next(found, None) if len(word) > 1 else None


def list_owners(context: Any, option: str) -> list[str]:
    """The commands that have an option which this one has not."""
    command = _find_name(context)
    owners = {name for row in SETTINGS if option == f"--{row.name}" for name in row.commands}
    return [] if command in owners else [name for name in COMMANDS if name in owners]


def _find_name(context: Any) -> str:
    """The command's name in the table; "" for the program."""
    return str(context.command_path).partition(" ")[2]


def _write_help(context: Any) -> str:
    return write_help(_find_name(context), find_width(), is_styled=has_colour(sys.stdout)).rstrip("\n")


def _print_by_ourselves(option: Any) -> Any:
    """The help option, printing as all else is printed: Click's way ends in a traceback on a full disk."""

    def print_help(context: Any, _option: Any, is_wanted: bool) -> None:
        if is_wanted and not context.resilient_parsing:
            print_text(f"{context.get_help()}\n", is_styled=True)
            context.exit()

    if option is not None:
        option.callback = print_help
    return option


def _is_option_of_commands(word: str) -> bool:
    flag = word.partition("=")[0]
    return any(flag in (f"--{setting.name}", f"-{setting.short}") for setting in SETTINGS)


def _explain_unknown(words: list[str], names: list[str], is_program: bool) -> str:
    """Explain a word in a command's place that is none: it may be an INPUT."""
    word = words[0]
    if is_program and word == "help":
        return f"the help is: newsieve {' '.join(name for name in words[1:] if name in names)} --help".replace(
            "  ", " "
        )
    if is_program and "://" in word:
        return f"{word}: {point_to_curl(word, 'digest')}"
    if is_program and (word == "-" or os.path.exists(word) or os.path.basename(word) != word or "." in word):  # noqa: PTH110, PTH119
        return f"{word!r} is no command; did you mean: newsieve digest {_join(words)}"
    if is_program and word == "version":
        return "the version is printed by: newsieve --version"
    meant = _MEANT.get(word)
    hint = f"; did you mean {meant!r}?" if meant in names else closest(word, names)
    return f"no command {word!r}{hint or '; commands: ' + ', '.join(names)}"


def _put_first(words: list[str], names: list[str]) -> list[str]:
    """The words with the command before all others; `digest` where none is named."""
    command = next((word for word in words if word in names), None)
    if command is None:
        return ["digest", *words]
    at = words.index(command)
    return [command, *words[:at], *words[at + 1 :]]


def _join(words: list[str]) -> str:
    from shlex import join

    return join(words)


def _refuse_terminal(context: typer.Context, metavar: str) -> None:
    """Rather than wait for what nobody types: the usage on stderr, and out."""
    if sys.stdin is not None and sys.stdin.isatty():
        write_stderr(f"{context.get_usage()}\nNo {metavar}, and stdin is a terminal. "
                     f"Try: {context.command_path} {metavar.replace('INPUT', 'FILE')}, or --help.\n")  # fmt: skip
        raise typer.Exit(ExitCode.USAGE)


def _make_parameter(setting: Setting, command: str) -> inspect.Parameter:
    names = [f"--{setting.name}", *([f"-{setting.short}"] if setting.short else [])]
    choices = setting.choices_of(command)
    complete = (lambda: list(choices)) if choices else None
    option = typer.Option(*names, help=setting.help.partition(". ")[0], metavar=setting.metavar or None,
                          autocompletion=complete, show_default=False)  # fmt: skip
    type_: Any = bool if setting.parse is None else list[str] | None if setting.is_list else str | None
    default = False if setting.parse is None else None
    return inspect.Parameter(
        setting.key, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[type_, option]
    )
