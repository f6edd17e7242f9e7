"""A plain command line, read without Typer: to load that takes longer than to make a digest (30 ms; 110 with pydantic).

Only what leaves no doubt is read here. For all else (help, completion, an option or a value that is not plainly one, no
INPUT at a terminal) there is no answer, and Typer reads the line from its beginning: usage errors are its alone, and
tests/test_fast_path.py holds the two to the same reading.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from newsieve.errors import ExitCode


def run_fast(words: Sequence[str]) -> ExitCode | None:
    """Run a plain command line, and return its exit status; None for one that Typer must read.

    Raises: what the command raises.
    """
    if not words or "_NEWSIEVE_COMPLETE" in os.environ:
        return None
    if list(words) == ["--version"]:
        from newsieve import __version__
        from newsieve.output import print_text

        print_text(f"newsieve {__version__}\n")
        return ExitCode.OK
    if words[0] not in ("digest", "clean", "explain", "brief", "batch"):
        return None
    from newsieve.cli.commands import process

    line = read_plain_line(words[0], words[1:])
    return process.run_command(words[0], getattr(process, f"run_{words[0]}"), *line) if line else None


def read_plain_line(command: str, words: Sequence[str]) -> tuple[list[str], Mapping[str, Any]] | None:
    """The INPUTs, and for each option of the command by name what was given: None or False where nothing was.

    None where the words are not plain.
    """
    from newsieve.settings import SETTINGS

    settings = [setting for setting in SETTINGS if command in setting.commands]
    by_flag = {f"--{s.name}": s for s in settings} | {f"-{s.short}": s for s in settings if s.short}
    given: dict[str, Any] = {s.name: False if s.parse is None else None for s in settings}
    inputs: list[str] = []
    rest = iter(words)
    for word in rest:
        flag, sign, value = word.partition("=") if word.startswith("--") else (word, "", "")
        setting = by_flag.get(flag)
        if setting is None:
            if not _is_plain(word):
                return None
            inputs.append(word)
        elif setting.parse is None:
            if sign:
                return None
            given[setting.name] = True
        else:
            value = value if sign else next(rest, "")
            if not _is_plain(value):
                return None
            given[setting.name] = [*(given[setting.name] or []), value] if setting.is_list else value
    is_waiting = not inputs and not given.get("files-from") and sys.stdin is not None and sys.stdin.isatty()
    return None if is_waiting else (inputs, given)


def _is_plain(word: str) -> bool:
    return word == "-" or (word != "" and not word.startswith("-"))
