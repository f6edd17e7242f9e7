"""The text of the help, at the terminal's width, and in colour where that is wanted."""

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from newsieve.cli.command_table import (
    COMMANDS,
    EXAMPLES,
    GROUPS,
    STATUSES,
    SUMMARY,
    CommandRow,
    list_members,
    list_names,
    summarize,
)
from newsieve.settings import SETTINGS, Setting

_NARROWEST, _WIDEST = 60, 100
_WIDEST_TERM = 24  # of options that share a line with their help
_LAST_PANEL = "Settings and messages"
_HELP_ROW = ("-h, --help", "Show this message and exit.")
_BOLD, _CYAN = "1", "36"
_Rows = Sequence[tuple[str, str]]


def fit_width(columns: int) -> int:
    """The width of the help on a terminal of that many columns: the last stays free, as some terminals wrap there."""
    return max(_NARROWEST, min(_WIDEST, columns)) - 1


def write_help(name: str, columns: int, is_styled: bool = False) -> str:
    """The help of a command, of a group, or for "" of the program."""
    writer = _Writer(fit_width(columns), is_styled)
    if name in COMMANDS:
        lines = _write_command(writer, name, COMMANDS[name])
    elif name in GROUPS:
        lines = _write_group(writer, name)
    else:
        lines = _write_program(writer)
    return "\n".join(lines) + "\n"


def spell_usage(name: str) -> str:
    """The line that says how a command, a group or the program is called."""
    if name not in COMMANDS:
        return f"Usage: newsieve {name}{' ' * bool(name)}COMMAND [OPTIONS]{' [INPUT]...' * (not name)}"
    argument = COMMANDS[name].argument
    return f"Usage: newsieve {name} [OPTIONS]{f' [{argument[0]}]...' if argument else ''}"


def list_panels(name: str) -> dict[str, list[tuple[str, str]]]:
    """The options of a command with their help, by panel, in the order of the help."""
    panels: dict[str, list[tuple[str, str]]] = {}
    for setting in SETTINGS:
        if name in setting.commands:
            panels.setdefault(setting.panel, []).append(
                (spell_option(setting), spell_help(setting, name, setting.help_of(name)))
            )
    last = panels.pop(_LAST_PANEL, [])
    return panels | {_LAST_PANEL: [*last, _HELP_ROW]}


def spell_option(setting: Setting) -> str:
    """An option as it is typed, with its value's name."""
    short = f"-{setting.short}, " if setting.short else ""
    return f"{short}--{setting.name}{f' {setting.metavar}' if setting.parse else ''}"


def spell_help(setting: Setting, name: str, text: str) -> str:
    """Describe an option: its effect, which `text` says, its choices and its default."""
    choices = setting.choices_of(name)
    if choices and setting.name != "keep":
        text = f"{text.rstrip('.')}: {', '.join(choices)}."
    default = setting.default_of(name)
    if default in (None, (), False):
        return text
    spelled = "256M" if setting.name == "max-size" else f"{default:g}" if isinstance(default, float) else default
    return f"{text} [default: {spelled}]"


class _Writer:
    """Lines of a given width."""

    def __init__(self, width: int, is_styled: bool) -> None:
        self._width, self._is_styled = width, is_styled

    def paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._is_styled else text

    def heading(self, text: str) -> str:
        return self.paint(f"{text}:", _BOLD)

    def wrap(self, text: str, first: str = "", rest: str = "") -> list[str]:
        return wrap(text, self._width, initial_indent=first, subsequent_indent=rest,
                    break_long_words=False, break_on_hyphens=False)  # fmt: skip

    def rows(self, rows: _Rows) -> Iterator[str]:
        """Terms, and beside them what they mean; below a term that is too wide."""
        column = min(max(len(term) for term, _ in rows), _WIDEST_TERM) + 4
        for term, text in rows:
            lines = self.wrap(text, " " * column, " " * column)
            if len(term) + 4 <= column and lines:
                yield "  " + self.paint(term, _CYAN) + lines[0][2 + len(term) :]
                lines = lines[1:]
            else:
                yield "  " + self.paint(term, _CYAN)
            yield from lines

    def examples(self, examples: Iterable[str]) -> Iterator[str]:
        """Commands to copy; one that is too long goes on behind a backslash."""
        for example in examples:
            if len(example) + 2 <= self._width:
                yield f"  {example}"
                continue
            lines = wrap(example, self._width - 8, break_long_words=False, break_on_hyphens=False)
            yield from (f"  {'  ' * (i > 0)}{line}{' ' + chr(92) * (i + 1 < len(lines))}".rstrip()
                        for i, line in enumerate(lines))  # fmt: skip


def _write_command(writer: _Writer, name: str, row: CommandRow) -> Iterator[str]:
    yield spell_usage(name)
    yield from ("", *writer.wrap(row.summary, "  ", "  "))
    if row.more:
        yield from ("", *writer.wrap(row.more, "  ", "  "))
    panels: dict[str, list[tuple[str, str]]] = {"Arguments": [row.argument]} if row.argument else {}
    for panel, rows in (panels | list_panels(name)).items():
        yield from ("", writer.heading(panel), *writer.rows(rows))
    yield from _write_end(writer, row.examples, row.statuses)


def _write_group(writer: _Writer, name: str) -> Iterator[str]:
    members = list_members(name)
    rows = [(member, row.summary) for member, row in members.items()]
    examples = [row.examples[0] for row in members.values()][:3]
    yield from (spell_usage(name), "", *writer.wrap(GROUPS[name], "  ", "  "))
    yield from ("", writer.heading("Commands"), *writer.rows(rows))
    statuses = sorted({status for row in members.values() for status in row.statuses})
    yield from _write_end(writer, examples, statuses)


def _write_end(writer: _Writer, examples: Iterable[str], statuses: Iterable[int]) -> Iterator[str]:
    yield from ("", writer.heading("Examples"), *writer.examples(examples))
    yield from ("", writer.heading("Exit statuses"))
    for status in statuses:
        yield from writer.wrap(f"{status:<4}{STATUSES[status]}", "  ", "      ")


def _write_program(writer: _Writer) -> Iterator[str]:
    """All of it on one screen of 24 lines."""
    yield from (spell_usage(""), "", *writer.wrap(SUMMARY, "  ", "  "), "", writer.heading("Commands"))
    yield from writer.rows([(name, summarize(name)) for name in list_names()])
    yield from ("", writer.heading("Examples"), *writer.examples(EXAMPLES), "")
    yield from writer.wrap("Options: --version, --help, --install-completion, --show-completion.")
    yield from writer.wrap("newsieve COMMAND --help tells more, and so does: man newsieve")
