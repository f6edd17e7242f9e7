"""The manual page, made from the tables of commands and options when the package is built."""

from collections.abc import Iterator

from newsieve import __version__
from newsieve.cli.command_table import COMMANDS, EXAMPLES, STATUSES, SUMMARY
from newsieve.cli.help import list_panels, spell_help, spell_option, spell_usage
from newsieve.settings import SETTINGS

JSONL_FIELDS = (
    ("id", "all", "The record's own; else the input's path, with #N for the Nth record of a container."),
    ("title", "all", "The record's or the page's; null where there is none."),
    ("language", "all", "ISO 639-1, as given or detected; null where it is unknown."),
    ("text", "clean, digest", "What is left of the text; of digest the sentences, joined by a space."),
    ("removed", "clean, digest", "What went: kind, text, probability, evidence (source, weight)."),
    ("sentences", "digest, explain", "The digest: text, index in the document, score; explain adds the score's parts."),
    ("blocks", "explain", "Every block: text, kept, kind, probability, sentences, evidence (source, weight, text)."),
    ("url, author, date, site", "all", "Where they are known: the record's, those of --url or --site, the page's own."),
    ("error", "what failed", "The reason; beside it stands the id alone."),
    ("others", "all", "Fields that the record had are carried through as they were."),
)
_PATHS = (
    ("./newsieve.toml", "Settings of the working folder: keys are the long options' names."),
    ("$XDG_CONFIG_HOME/newsieve/newsieve.toml", "The user's settings; by default below ~/.config."),
    (
        "$XDG_STATE_HOME/newsieve/memory.sqlite",
        "The user's memory, --memory default; by default in ~/.local/state.",
    ),
)


def write_man_page() -> str:
    """The page in man(7)'s language."""
    return "\n".join(_list_lines()) + "\n"


def _list_lines() -> Iterator[str]:
    yield f'.TH NEWSIEVE 1 "" "newsieve {__version__}" "User Commands"'
    yield from (".SH NAME", r"newsieve \- " + _escape(SUMMARY[0].lower() + SUMMARY[1:].rstrip(".")))
    yield from (".SH SYNOPSIS", ".B newsieve", _escape("COMMAND [OPTIONS] [INPUT]..."))
    yield from (".SH DESCRIPTION", _escape(SUMMARY), ".PP")
    yield _escape(
        "An INPUT is a file, a folder, or - for stdin, which is also what is read without any. Text, pages and "
        "containers of documents are told by their content, and are read compressed too. newsieve never opens the "
        "network."
    )
    yield ".SH COMMANDS"
    for name, row in COMMANDS.items():
        yield from (".TP", rf"\fB{_escape(spell_usage(name).removeprefix('Usage: '))}\fR", _escape(row.summary))
        if row.more:
            yield _escape(row.more)
    yield ".SH OPTIONS"
    yield _escape("Not every command takes every option: newsieve COMMAND --help lists its own.")
    yield from _list_options()
    yield ".SH JSON LINES"
    yield _escape("One object a document, in the order of the inputs. Behind each field: the commands that print it.")
    for field, commands, meaning in JSONL_FIELDS:
        yield from (".TP", rf"\fB{_escape(field)}\fR ({_escape(commands)})", _escape(meaning))
    yield ".SH ENVIRONMENT"
    yield _escape(
        "NEWSIEVE_ and an option's long name in capitals, with _ for -, gives that option, as NEWSIEVE_LEVEL=careful "
        "does; lists are comma-separated. Options outweigh variables, and those the files of settings. NO_COLOR, "
        "FORCE_COLOR and TERM=dumb are honoured."
    )
    yield ".SH FILES"
    for path, meaning in _PATHS:
        yield from (".TP", rf"\fI{_escape(path)}\fR", _escape(meaning))
    yield ".SH EXIT STATUS"
    for status, meaning in STATUSES.items():
        yield from (".TP", rf"\fB{status}\fR", _escape(meaning))
    yield ".SH EXAMPLES"
    examples = [*EXAMPLES, *(example for row in COMMANDS.values() for example in row.examples)]
    for example in dict.fromkeys(examples):
        yield from (".PP", ".EX", _escape(example), ".EE")


def _list_options() -> Iterator[str]:
    """Every option once, by panel, with the help of the first command that takes it."""
    panels = dict.fromkeys(panel for name in COMMANDS for panel in list_panels(name))
    for panel in panels:
        yield f".SS {_escape(panel)}"
        for setting in (setting for setting in SETTINGS if setting.panel == panel):
            name = "batch" if "batch" in setting.commands else next(n for n in COMMANDS if n in setting.commands)
            yield from (
                ".TP",
                rf"\fB{_escape(spell_option(setting))}\fR",
                _escape(spell_help(setting, name, setting.help)),
            )


def _escape(text: str) -> str:
    r"""The text as roff takes it: \ and - spelled out, no line that begins like a request."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{text}" if text.startswith((".", "'")) else text
