"""How a command takes its options and explains itself: the rows of SETTINGS as Typer's parameters, and the help.

Help is plain text in groups, with examples and exit statuses, on a terminal as in a pipe.
"""

import inspect
import sys
from collections.abc import Collection
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from newsieve.cli.commands.process import Run, run_command
from newsieve.errors import ExitCode, UsageError, closest
from newsieve.output import print_text, write_stderr
from newsieve.settings import SETTINGS, Setting

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 98, "terminal_width": 98}
INPUT = ("INPUT", "File, folder or - for stdin, which is also what is read without any.")
STATUSES = {
    0: "all fine",
    1: "some inputs failed, the rest is done",
    2: "wrong usage or settings, nothing was done",
    3: "a bug of newsieve's",
    75: "another run uses the output folder",
    130: "interrupted",
}
_COLUMN = 28  # that help starts in
_SAY = "Settings and messages"  # the last group


class Command(TyperCommand):
    """A command that shows its options in groups, and examples of use."""

    def get_help_option(self, ctx: Any) -> Any:
        """The option that prints the help."""
        return _print_by_ourselves(super().get_help_option(ctx))

    argument: tuple[str, str] | None = None  # its metavar and help: older Typers lose them to newer Clicks

    def collect_usage_pieces(self, _ctx: Any) -> list[str]:
        """What stands behind the command's name."""
        return ["[OPTIONS]", *([f"[{self.argument[0]}]..."] if self.argument else [])]

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

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Arguments, then the options of each group."""
        groups: dict[str, list[tuple[str, str]]] = {"Arguments": [self.argument]} if self.argument else {}
        parameters: list[Any] = self.get_params(ctx)
        for parameter in parameters:
            record = parameter.get_help_record(ctx) if parameter.param_type_name == "option" else None
            if record:
                groups.setdefault(getattr(parameter, "rich_help_panel", None) or _SAY, []).append(record)
        for name in sorted(groups, key=lambda name: (name != "Arguments", name == _SAY)):
            with formatter.section(name):
                formatter.write_dl(groups[name], col_max=_COLUMN)

    def format_epilog(self, _ctx: Any, formatter: Any) -> None:
        """Examples and exit statuses, line by line."""
        _write_lines(self.epilog, formatter)


class Group(TyperGroup):
    """A group that knows what a mistyped command was to be."""

    def get_help_option(self, ctx: Any) -> Any:
        """Help, "no" until it is asked for: to make "no" of "nothing", Typer 0.29 would load pydantic (50 ms)."""
        option = _print_by_ourselves(super().get_help_option(ctx))
        if option is not None:
            option.default = False
        return option

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command of that name. Raises: UsageError."""
        names = self.list_commands(ctx)
        if args and not args[0].startswith("-") and args[0] not in names and not ctx.resilient_parsing:
            hint = closest(args[0], names) or f"; commands: {', '.join(names)}"
            raise UsageError(f"no command {args[0]!r}{hint}")
        return super().resolve_command(ctx, args)

    def format_epilog(self, _ctx: Any, formatter: Any) -> None:
        """Examples, line by line."""
        _write_lines(self.epilog, formatter)


def register(
    app: typer.Typer,
    name: str,
    run: Run,
    argument: tuple[str, str] | None = INPUT,
    examples: Collection[str] = (),
    statuses: Collection[int] = (0, 1, 2, 3, 130),
) -> None:
    """Add a command whose parameters are the rows of SETTINGS that name it, and an argument: metavar and help."""
    settings = [setting for setting in SETTINGS if name in setting.commands]

    def command(context: typer.Context, **words: Any) -> None:
        inputs = list(words.pop("inputs", None) or [])
        if argument and not inputs and not words.get("files_from"):
            _refuse_terminal(context, argument[0])
        raise typer.Exit(run_command(run, inputs, {s.name: words[s.key] for s in settings}))

    command.__doc__ = run.__doc__
    parameters = [inspect.Parameter("context", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)]
    parameters += [_make_parameter(setting, name) for setting in settings]
    if argument:
        inputs = Annotated[list[str] | None, typer.Argument(metavar=argument[0], help=argument[1], show_default=False)]
        parameters.append(inspect.Parameter("inputs", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=inputs))
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {p.name: p.annotation for p in parameters}
    epilog = join_epilog(examples, statuses)
    own = type("Command", (Command,), {"argument": argument})
    app.command(name.rsplit(maxsplit=1)[-1], cls=own, epilog=epilog)(command)


def join_epilog(examples: Collection[str], statuses: Collection[int]) -> str:
    """The end of a command's help: examples, and what its exit statuses mean."""
    lines = ["Examples:", *(f"  {example}" for example in examples), ""] if examples else []
    return "\n".join([*lines, "Exit statuses:", *(f"  {status:<4}{STATUSES[status]}" for status in statuses)])


def _print_by_ourselves(option: Any) -> Any:
    """The help option, printing as all else is printed: Click's way ends in a traceback on a full disk."""

    def print_help(context: Any, _option: Any, is_wanted: bool) -> None:
        if is_wanted and not context.resilient_parsing:
            print_text(f"{context.get_help()}\n")
            context.exit()

    if option is not None:
        option.callback = print_help
    return option


def _write_lines(text: str | None, formatter: Any) -> None:
    if text:
        formatter.write(f"\n{text}\n")


def _refuse_terminal(context: typer.Context, metavar: str) -> None:
    """Rather than wait for what nobody types: the usage on stderr, and out."""
    if sys.stdin is not None and sys.stdin.isatty():
        write_stderr(f"{context.get_usage()}\nNo {metavar}, and stdin is a terminal. "
                     f"Try: {context.command_path} FILE, or --help.\n")  # fmt: skip
        raise typer.Exit(ExitCode.USAGE)


def _make_parameter(setting: Setting, command: str) -> inspect.Parameter:
    names = [f"--{setting.name}", *([f"-{setting.short}"] if setting.short else [])]
    choices = setting.choices_of(command)
    metavar = setting.metavar or "|".join(choices) or None
    complete = (lambda: list(choices)) if choices else None
    option = typer.Option(*names, help=_spell_help(setting), metavar=metavar, rich_help_panel=setting.panel,
                          autocompletion=complete, show_default=False)  # fmt: skip
    type_: Any = bool if setting.parse is None else list[str] | None if setting.is_list else str | None
    default = False if setting.parse is None else None
    return inspect.Parameter(
        setting.key, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[type_, option]
    )


def _spell_help(setting: Setting) -> str:
    if setting.default in (None, (), False):
        return setting.help
    default = "256M" if setting.name == "max-size" else setting.default
    return f"{setting.help} [default: {default}]"
