"""The program as Typer sees it, made from the tables of commands and options. What commands do is in `commands`."""

from importlib import import_module
from typing import Annotated

import typer

from newsieve import __version__
from newsieve.cli.command_table import COMMANDS, GROUPS, SUMMARY, CommandRow, list_members, list_names, summarize
from newsieve.cli.commands.process import Run
from newsieve.cli.typer_adapter import CONTEXT, CommandGroup, register
from newsieve.errors import ExitCode
from newsieve.output import print_text
from newsieve.settings import Settings


def make_app(wanted: str | None = None) -> typer.Typer:
    """The program with all its commands, or with the one that is wanted: building one takes a third of the time."""
    app = typer.Typer(name="newsieve", cls=CommandGroup, add_completion=wanted is None, no_args_is_help=True,
                      rich_markup_mode=None, context_settings=CONTEXT, pretty_exceptions_enable=False)  # fmt: skip
    app.callback(help=SUMMARY)(_newsieve)
    for name in list_names():
        if wanted in (None, name):
            _add(app, name)
    return app


def _newsieve(
    version: Annotated[bool, typer.Option("--version", "-V", help="Print the version and exit.", is_eager=True,
                                          callback=lambda wanted: _print_version(wanted))] = False,  # noqa: PLW0108
) -> None:  # fmt: skip
    """Do nothing: the commands do."""


def _print_version(wanted: bool) -> None:
    if wanted:
        print_text(f"newsieve {__version__}\n")
        raise typer.Exit


def _add(app: typer.Typer, name: str) -> None:
    if name not in GROUPS:
        register(app, name, COMMANDS[name], _make_run(COMMANDS[name]))
        return
    group = typer.Typer(cls=CommandGroup, no_args_is_help=True, context_settings=CONTEXT, rich_markup_mode=None)
    for member, row in list_members(name).items():
        register(group, f"{name} {member}", row, _make_run(row))
    app.add_typer(group, name=name, help=summarize(name))


def _make_run(row: CommandRow) -> Run:
    def run(names: list[str], settings: Settings) -> ExitCode:
        module, _, function = row.run.partition(".")
        status: ExitCode = getattr(import_module(f"newsieve.cli.commands.{module}"), function)(names, settings)
        return status

    return run
