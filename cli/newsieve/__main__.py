"""The program's entry, and its one error boundary: every way to end is turned into an exit status here."""

from __future__ import annotations

from newsieve import signals  # before all else: a signal may come while modules are loaded

# isort: split
import gc
import os
import sys
from collections.abc import Callable
from functools import partial
from typing import Any, NoReturn

from newsieve.cli.fast_path import run_fast
from newsieve.errors import ExitCode, NewsieveError, OutputError, ReaderGoneError
from newsieve.garbage import collect_rarely

_OF_PYDANTIC = "Value error, "  # Typer 0.29 shows what pydantic 2 puts before a message
_CLOSING = frozenset(("atexit", "threading", "sqlite3"))  # modules that may have something left to do at the end


def main() -> NoReturn:
    """Run the command line and leave with its exit status."""
    _fill_standard_streams()
    collect_rarely()
    try:
        try:
            signals.listen()
            status = _run(sys.argv[1:])
        finally:
            signals.stop_listening()
    except signals.StoppedError as stop:
        status = stop.status
    _leave(status)


def _fill_standard_streams() -> None:
    """Keep the numbers of closed standard streams from the files that are opened next."""
    if None in (sys.stdin, sys.stdout, sys.stderr):
        while os.open(os.devnull, os.O_RDWR) <= 2:
            pass


def _run(arguments: list[str]) -> int:
    try:
        plain = run_fast(arguments)
        return _run_typer(arguments) if plain is None else plain
    except ReaderGoneError as error:
        return error.exit_code
    except NewsieveError as error:
        _say(str(error))
        return error.exit_code
    except Exception as error:  # noqa: BLE001
        return _explain(error)


def _run_typer(arguments: list[str]) -> int:
    from typer.main import get_command  # 30 ms

    from newsieve.cli.app import make_app
    from newsieve.cli.command_table import list_names

    _set_up_completion(arguments)
    is_wanted = bool(arguments) and arguments[0] in list_names() and "_NEWSIEVE_COMPLETE" not in os.environ
    command = get_command(make_app(arguments[0] if is_wanted else None))
    run = partial(command.main, args=arguments, prog_name="newsieve", standalone_mode=False)
    status = _print_completion(run) if _names_completion(arguments) else run()
    return status if isinstance(status, int) else ExitCode.OK


def _print_completion(run: Callable[[], Any]) -> Any:
    """Print what Typer does about completion as all else is printed: its way ends in a traceback on a full disk."""
    from contextlib import redirect_stdout
    from io import StringIO

    from newsieve.output import print_text

    with redirect_stdout(StringIO()) as shown:
        try:
            status = run()
        except SystemExit as end:
            status = end.code
        except OSError as error:  # the home folder, where the shell is to find it
            raise OutputError(f"--install-completion: {error.filename}: {error.strerror}") from error
    print_text(shown.getvalue())
    return status


def _names_completion(arguments: list[str]) -> bool:
    return bool(arguments) and arguments[0].partition("=")[0] in ("--show-completion", "--install-completion")


def _set_up_completion(arguments: list[str]) -> None:
    """Tell Typer what it takes from the environment alone."""
    if "_NEWSIEVE_COMPLETE" in os.environ:
        os.environ["COLUMNS"] = "1000"  # or Typer 0.29 breaks a candidate's help into lines, each one a candidate
    if _names_completion(arguments) and ("=" in arguments[0] or len(arguments) > 1):
        os.environ["_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION"] = "1"  # then the option takes the shell's name


def _explain(error: Exception) -> int:
    """The status of Click's own errors, or of a bug. Typer carries a private copy of Click, so no class is named."""
    from newsieve.output import write_stderr

    if hasattr(error, "format_message") and hasattr(error, "exit_code"):
        return _explain_usage(error)
    if type(error).__name__ == "Abort":
        return ExitCode.INTERRUPTED
    if isinstance(error, OSError) and not _has_working_folder():
        _say("the working folder is gone, and a path is relative to it; cd to another folder")
        return ExitCode.SOME_FAILED
    from traceback import format_exception

    from newsieve.printable import to_printable

    write_stderr(to_printable("".join(format_exception(error))))
    _say("this is a bug of newsieve's; please report it with the lines above")
    return ExitCode.BUG


def _has_working_folder() -> bool:
    from pathlib import Path

    try:
        Path.cwd()
    except OSError:
        return False
    return True


def _explain_usage(error: Any) -> int:
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoSuchOption" and context is not None:
        message = error.message + _suggest_option(error)
    else:
        message = error.format_message().replace(_OF_PYDANTIC, "")
    if context is not None and (not message or type(error).__name__ == "NoArgsIsHelpError"):
        from newsieve.output import write_stderr

        write_stderr(f"{context.get_help()}\n")  # no command: what there is to choose from
    else:
        hint = f"; try: {context.command_path} --help" if context is not None else ""
        _say(message.rstrip(".") + hint)
    return int(error.exit_code)


def _suggest_option(error: Any) -> str:
    """Suggest what was meant by an option that there is not, as the end of a message; nothing where none is alike."""
    from newsieve.cli.typer_adapter import find_choice, list_owners
    from newsieve.errors import closest

    if meant := find_choice(error.ctx, error.option_name):
        return f"; did you mean {meant!r}?"
    if owners := list_owners(error.ctx, error.option_name):
        return f"; it is an option of {', '.join(owners)}"
    return closest(error.option_name, error.possibilities or (), "--")  # which Click measures with their dashes


def _say(message: str) -> None:
    from newsieve.output import say

    say(message)


def _leave(status: int) -> NoReturn:
    gc.freeze()  # or the interpreter's last collections look at all that is there: 8 ms
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        from newsieve.output import discard_stdout

        discard_stdout()
        if not isinstance(error, ConnectionError):
            _say(f"stdout: {error.strerror}")
            status = ExitCode.SOME_FAILED
    if _CLOSING.isdisjoint(sys.modules):
        if sys.stderr is not None:
            sys.stderr.flush()
        os._exit(status)  # to take the interpreter apart is 4 % of a cold digest
    sys.exit(status)


if __name__ == "__main__":
    main()
