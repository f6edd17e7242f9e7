"""The program's entry, and its one error boundary: every way to end is turned into an exit status here."""

import gc
import os
import signal
import sys
from types import FrameType
from typing import NoReturn

from newsieve.cli.fast_path import run_fast
from newsieve.errors import ExitCode, NewsieveError, ReaderGoneError


def main() -> NoReturn:
    """Run the command line and leave with its exit status."""
    signal.signal(signal.SIGTERM, _stop)
    gc.set_threshold(50_000, 20, 50)  # collections during the imports cost 4 ms; documents leave no cycles behind
    try:
        status = _run(sys.argv[1:])
    except KeyboardInterrupt:
        status = ExitCode.INTERRUPTED
    except _Terminated:
        status = ExitCode.TERMINATED
    _leave(status)


class _Terminated(BaseException):
    """SIGTERM came: unwind, so that temporary files go."""


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    raise _Terminated


def _run(arguments: list[str]) -> int:
    try:
        plain = run_fast(arguments)
        status = _run_typer(arguments) if plain is None else plain
    except ReaderGoneError as error:
        return error.exit_code
    except NewsieveError as error:
        _say(str(error))
        return error.exit_code
    except Exception as error:  # noqa: BLE001
        return _explain(error)
    return status


def _run_typer(arguments: list[str]) -> int:
    from typer.main import get_command  # 30 ms

    from newsieve.cli.app import COMMANDS, make_app

    is_wanted = bool(arguments) and arguments[0] in COMMANDS and "_NEWSIEVE_COMPLETE" not in os.environ
    command = get_command(make_app(arguments[0] if is_wanted else None))
    status = command.main(args=arguments, prog_name="newsieve", standalone_mode=False)
    return status if isinstance(status, int) else ExitCode.OK


def _explain(error: Exception) -> int:
    """The status of Click's own errors, or of a bug. Typer carries a private copy of Click, so no class is named."""
    if hasattr(error, "format_message") and hasattr(error, "exit_code"):
        message = error.format_message()
        context = getattr(error, "ctx", None)
        if context is not None and (not message or type(error).__name__ == "NoArgsIsHelpError"):
            print(context.get_help(), file=sys.stderr)  # no command: what there is to choose from
        else:
            hint = f"; try: {context.command_path} --help" if context is not None else ""
            _say(message.rstrip(".") + hint)
        return int(error.exit_code)
    if type(error).__name__ == "Abort":
        return ExitCode.INTERRUPTED
    import traceback

    traceback.print_exception(error)
    _say("this is a bug of newsieve's; please report it with the lines above")
    return ExitCode.BUG


def _say(message: str) -> None:
    from newsieve.output import say

    say(message)


def _leave(status: int) -> NoReturn:
    gc.freeze()  # or the interpreter's last collections look at all that is there: 8 ms
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        from newsieve.output import discard_stdout

        discard_stdout()
    except OSError as error:
        from newsieve.output import discard_stdout

        discard_stdout()
        _say(f"stdout: {error.strerror}")
        status = ExitCode.SOME_FAILED
    sys.exit(status)


if __name__ == "__main__":
    main()
