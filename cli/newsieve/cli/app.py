"""The program as Typer sees it: its commands, their help and their examples. What they do is in `commands`."""

from collections.abc import Callable, Mapping
from typing import Annotated

import typer

from newsieve import __version__
from newsieve.cli.commands import process
from newsieve.cli.commands.process import Run
from newsieve.cli.typer_adapter import CONTEXT, INPUT, Group, join_epilog, register
from newsieve.errors import ExitCode
from newsieve.output import print_text
from newsieve.settings import Settings

_PAGE, _STORY = "fixtures/pages/page-local-tv-sinkhole/input.html", "fixtures/pages/tabloid-stairlift/input.txt"


def make_app(wanted: str | None = None) -> typer.Typer:
    """The program with all its commands, or with the one that is wanted: building one takes a third of the time."""
    app = typer.Typer(name="newsieve", cls=Group, add_completion=wanted is None, no_args_is_help=True,
                      rich_markup_mode=None, context_settings=CONTEXT, pretty_exceptions_enable=False)  # fmt: skip
    app.callback(epilog=_EPILOG)(_newsieve)
    for name, add in COMMANDS.items():
        if wanted in (None, name):
            add(app)
    return app


def _newsieve(
    version: Annotated[bool, typer.Option("--version", "-V", help="Print the version and exit.", is_eager=True,
                                          callback=lambda wanted: _print_version(wanted))] = False,  # noqa: PLW0108
) -> None:  # fmt: skip
    """Strip what pitches to the reader from news text, and print a short digest of what tells the story."""


def _print_version(wanted: bool) -> None:
    if wanted:
        print_text(f"newsieve {__version__}\n")
        raise typer.Exit


def _register_memory(app: typer.Typer) -> None:
    """Add the group of commands about the memory."""
    help_ = "Paragraphs that a site repeats: learn, show, forget, export, import."
    group = _add_group(app, "memory", help_, _MEMORY_COMMANDS)
    for name, (argument, help_, examples) in _MEMORY_COMMANDS.items():
        run = _make_run("memory", name, help_)
        register(group, f"memory {name}", run, argument, examples, (0, 1, 2, 3, 130))


def _register_rules(app: typer.Typer) -> None:
    """Add the group of commands about rules."""
    help_ = "The language packs' rules and your own: list, check FILE, test TEXT."
    group = _add_group(app, "rules", help_, _RULES_COMMANDS)
    for name, (argument, help_, examples) in _RULES_COMMANDS.items():
        run = _make_run("rules", name, help_)
        register(group, f"rules {name}", run, argument, examples, (0, 1, 2, 3) if name == "check" else (0, 2, 3))


def _add_group(app: typer.Typer, name: str, help_: str, rows: "Mapping[str, _CommandRow]") -> typer.Typer:
    group = typer.Typer(cls=Group, no_args_is_help=True, context_settings=CONTEXT, rich_markup_mode=None)
    examples = [examples[0] for _, _, examples in rows.values()]
    app.add_typer(group, name=name, help=help_, epilog=join_epilog(examples[:3], (0, 1, 2, 3)))
    return group


def _make_run(module: str, name: str, help_: str) -> Run:
    def run(names: list[str], settings: Settings) -> ExitCode:
        from importlib import import_module

        answer: ExitCode = getattr(import_module(f"newsieve.cli.commands.{module}"), f"run_{name}")(names, settings)
        return answer

    run.__doc__ = help_
    return run


_EPILOG = f"""Examples:
  curl -sL URL | newsieve digest --url URL
  newsieve clean {_STORY}
  newsieve explain {_STORY}

Exit statuses:
  0   all fine
  1   some inputs failed, the rest is done
  2   wrong usage or settings, nothing was done
  3   a bug of newsieve's

newsieve COMMAND --help tells more."""
_CommandRow = tuple[tuple[str, str] | None, str, tuple[str, ...]]  # argument, help, examples
_MEMORY_COMMANDS: dict[str, _CommandRow] = {
    "learn": (INPUT, "Add documents to the memory; one that it knows adds nothing.",
              ("newsieve memory learn news/", "newsieve memory learn news/ --site courier.example",
               "newsieve memory learn crawl/ --memory crawl.sqlite --engine ray")),
    "show": (None, "Print the sites, and the paragraphs that each repeats, the commonest first.",
             ("newsieve memory show", "newsieve memory show --site courier.example",
              "newsieve memory show --memory courier.sqlite")),
    "forget": (("SITE", "Name of a site, as show prints it."), "Take sites out of the memory.",
               ("newsieve memory forget courier.example", "newsieve memory forget news",
                "newsieve memory forget courier.example --memory courier.sqlite")),
    "export": (None, "Print the memory as JSON Lines.",
               ("newsieve memory export > memory.jsonl", "newsieve memory export | gzip > memory.jsonl.gz",
                "newsieve memory export --memory courier.sqlite")),
    "import": (("FILE", "What export printed; - is stdin."), "Add exported memories to the memory.",
               ("newsieve memory import memory.jsonl", "newsieve memory export | ssh HOST newsieve memory import -",
                "newsieve memory import memory.jsonl --memory courier.sqlite")),
}  # fmt: skip
_RULES_COMMANDS: dict[str, _CommandRow] = {
    "list": (None, "Print every rule: id, language, kind, weight and what it catches.",
             ("newsieve rules list", "newsieve rules list --language de", "newsieve rules list --rules my-rules.toml")),
    "check": (("FILE", "File with rules."), "Check files of rules: form, patterns, examples and time.",
              ("newsieve rules check my-rules.toml", "newsieve rules check rules/*.toml",
               "newsieve rules check cli/newsieve/data/languages/en.toml")),
    "test": (("TEXT", "Text to try the rules on."), "Print the rules that fire on a text, and on which words.",
             ('newsieve rules test "Join our 4000 members today."',
              'newsieve rules test "Lesen Sie auch" --language de',
              'newsieve rules test "Join us" --rules my-rules.toml')),
}  # fmt: skip
COMMANDS: dict[str, Callable[[typer.Typer], None]] = {
    "digest": lambda app: register(app, "digest", process.run_digest, examples=(
        f"newsieve digest {_STORY}", "curl -sL URL | newsieve digest --url URL --words 60",
        "newsieve digest news/ --ratio 0.2 --format jsonl")),
    "clean": lambda app: register(app, "clean", process.run_clean, examples=(
        f"newsieve clean {_STORY}", f"newsieve clean {_PAGE} --format markdown",
        "newsieve clean --level careful --keep related < story.txt")),
    "explain": lambda app: register(app, "explain", process.run_explain, examples=(
        f"newsieve explain {_STORY}", "newsieve explain news/ --format html --output report.html",
        f"newsieve explain {_STORY} --level thorough | grep '^-'")),
    "batch": lambda app: register(app, "batch", process.run_batch, examples=(
        "newsieve batch news/ --output digests/", "newsieve batch news/ -o clean/ --task clean --format markdown",
        "find news -mtime -1 -print0 | newsieve batch --files-from - --null -o today/"),
        statuses=(0, 1, 2, 3, 75, 130)),
    "memory": _register_memory,
    "rules": _register_rules,
    "config": lambda app: register(app, "config", process.run_config, argument=None, examples=(
        "newsieve config", "newsieve config --config other.toml", "NEWSIEVE_LEVEL=careful newsieve config --no-config"),
        statuses=(0, 2, 3)),
}  # fmt: skip
