"""Every option of the command line, in one table.

Typer's parameters, the variables' names, the keys of `newsieve.toml`, help and completion are all made from SETTINGS.
"""

import math
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from newsieve.errors import closest
from newsieve.patterns import compile_later
from newsieve.types import Kind, Level

_WHOLE = compile_later(r"-?[0-9]+")
_MOST = 1 << 62  # more than there is of anything; the system's calls take no number above 2^63
JUDGES = frozenset({"digest", "clean", "explain", "brief", "batch"})
RANKS = frozenset({"digest", "explain", "batch"})
BATCH = frozenset({"batch"})
BRIEF = frozenset({"brief"})
MEMORY = frozenset({"memory learn", "memory show", "memory export", "memory import", "memory forget"})
LEARNS = frozenset({"memory learn"})
READS = JUDGES | LEARNS
SITES = frozenset({"memory learn", "memory show", "memory export"})
RULES = frozenset({"rules list", "rules test"})
ANY = JUDGES | MEMORY | RULES | {"config"}
DEFAULT_MEMORY = "default"
TASKS = ("digest", "clean", "explain")
ENGINES = ("local", "ray")
SORTS = ("date", "size", "path")
FORMATS = ("text", "markdown", "jsonl", "csv", "tsv", "diff", "html", "parquet")
FORMATS_OF = {
    "digest": ("text", "markdown", "jsonl", "csv", "tsv"),
    "clean": ("text", "markdown", "jsonl", "csv", "tsv", "diff"),
    "explain": ("text", "markdown", "jsonl", "html"),
    "brief": ("text", "markdown", "html", "jsonl"),
    "batch": FORMATS,
}
DEFAULTS_OF: dict[str, dict[str, Any]] = {"brief": {"sentences": 2}}  # where a command has another one
# Where a command's own help can say less than that of all commands.
_TO_FILE = "File to write whole or not at all; - is stdout."
HELP_OF: dict[str, dict[str, str]] = {
    "output": dict.fromkeys(("digest", "clean", "explain", "brief"), _TO_FILE)
    | {"batch": "Folder to write into; made where there is none."},
    "sentences": {"brief": "At most N sentences a story."},
}


# A function where the table of choices costs time to import.
Choices = tuple[str, ...] | Callable[[], tuple[str, ...]]


class Setting(NamedTuple):
    """Row of an option. `parse` makes a value of a word on the command line or in a variable, or of a file's string.

    `commands` are those that take it. A setting that is not `stored` can be given on the command line only.
    """

    name: str
    parse: Callable[[str], Any] | None  # None: a flag
    help: str
    commands: frozenset[str] = JUDGES
    default: Any = None
    short: str | None = None
    metavar: str = ""
    choices: Choices = ()
    is_list: bool = False
    panel: str = "Options"
    stored: bool = True
    is_path: bool = False
    types: tuple[type, ...] = (str,)  # what a file may give

    def default_of(self, command: str) -> Any:
        """The value that holds for a command where nothing is given."""
        return DEFAULTS_OF.get(command, {}).get(self.name, self.default)

    def help_of(self, command: str) -> str:
        """The help as a command's own page words it."""
        return HELP_OF.get(self.name, {}).get(command, self.help)

    @property
    def key(self) -> str:
        """The name as Python and the variables spell it."""
        return self.name.replace("-", "_")

    def choices_of(self, command: str | None = None) -> tuple[str, ...]:
        """List the values that may be given, to a command or at all; empty where anything may."""
        if self.name == "format" and command:
            return FORMATS_OF[command]
        return self.choices() if callable(self.choices) else self.choices


def choice(choices: Choices) -> Callable[[str], str]:
    """Give a function that takes a word for one of the choices. It raises: ValueError."""

    def parse(word: str) -> str:
        allowed = choices() if callable(choices) else choices
        if word in allowed:
            return word
        raise ValueError(f"{word!r} is not one of {', '.join(allowed)}{closest(word, allowed)}")

    return parse


def _whole(least: int) -> Callable[[str], int]:
    def parse(word: str) -> int:
        try:
            number = int(word) if _WHOLE.fullmatch(word) else None
        except ValueError:  # more digits than Python reads
            number = None
        if number is None:
            raise ValueError(f"{word!r} is not a whole number")
        if number < least:
            raise ValueError(f"{number} is too small: at least {least}")
        return min(number, _MOST)

    return parse


def _ratio(word: str) -> float:
    number = _number(word)
    if not 0 < number <= 1:
        raise ValueError(f"{word} is not above 0 and at most 1")
    return number


def _seconds(word: str) -> float:
    number = _number(word)
    if not number > 0:
        raise ValueError(f"{word} is not above 0")
    return number


def _number(word: str) -> float:
    try:
        number = float(word)
    except ValueError:
        raise ValueError(f"{word!r} is not a number") from None
    if not math.isfinite(number):
        raise ValueError(f"{word!r} is not a number")
    return number


def _size(word: str) -> int:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMG]?)(?:i?B)?", word.strip(), re.IGNORECASE | re.ASCII)
    if not found:
        raise ValueError(f"{word!r} is not a size such as 500K, 256M or 1G")
    size = min(float(found[1]) * 1024 ** " KMG".index(found[2].upper() or " "), _MOST)
    if size < 1:
        raise ValueError(f"{word!r} is too small: at least 1")
    return int(size)


def _language(word: str) -> str:
    code, known = word.lower(), _LANGUAGES.split()
    if code not in known:
        near = code[:2]  # of de-AT or deu
        hint = f"; did you mean {near!r}?" if len(code) > 2 and near in known else ""
        raise ValueError(f"{word!r} is not an ISO 639-1 code such as en, de or fr{hint}")
    return code


def _url(word: str) -> str:
    from newsieve.addresses import parse_address

    return parse_address(word)


def _list_rankers() -> tuple[str, ...]:
    from newsieve.rank import RANKERS  # 11 ms

    return tuple(RANKERS)


def _list_input_formats() -> tuple[str, ...]:
    from newsieve.read import InputFormat  # 8 ms

    return tuple(format_.value for format_ in InputFormat)


def _memory(word: str) -> str:
    if word != DEFAULT_MEMORY:
        return word
    from newsieve.repetition import default_path

    return default_path()


def _site(word: str) -> str:
    from newsieve.read import spell_site

    return spell_site(word)


def _encoding(word: str) -> str:
    from newsieve.read.decode import check_encoding

    return check_encoding(word)


def _age(word: str) -> float:
    from newsieve.stories.dates import parse_age

    return parse_age(word)


_LANGUAGES = (  # ISO 639-1
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en "
    "eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv "
    "ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne "
    "ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss "
    "st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
_KINDS = tuple(kind.value for kind in Kind)
_LEVELS = tuple(level.value for level in Level)
_IN, _WHAT, _HOW, _OUT, _RUN, _SAY = "Input", "Digest", "Cleaning", "Output", "Run", "Settings and messages"

SETTINGS: tuple[Setting, ...] = (
    Setting("format", choice(FORMATS), "Format of the output.", default="text", short="f", metavar="FORMAT",
            choices=FORMATS, panel=_OUT),
    Setting("output", str, "File to write whole or not at all, - for stdout; for batch the folder to write into.",
            short="o", metavar="PATH", panel=_OUT, stored=False, is_path=True),
    Setting("sentences", _whole(1), "At most N sentences.", RANKS | BRIEF, 3, "n", "N", panel=_WHAT, types=(int,)),
    Setting("words", _whole(1), "At most N words, at least one sentence.", RANKS, metavar="N", panel=_WHAT,
            types=(int,)),
    Setting("ratio", _ratio, "Share of the sentences, rounded up: above 0, at most 1.", RANKS, metavar="R", panel=_WHAT,
            types=(int, float)),
    Setting("ranker", choice(_list_rankers), "What chooses the sentences.", RANKS | BRIEF, "news", metavar="NAME",
            choices=_list_rankers, panel=_WHAT),
    Setting("since", _age, "Only documents that are not older: 24h, 7d; by their own date, else their file's.", BRIEF,
            metavar="AGE", panel=_WHAT),
    Setting("limit", _whole(1), "At most N stories.", BRIEF, metavar="N", panel=_WHAT, types=(int,)),
    Setting("sort", choice(SORTS), "Order of the stories: newest first, most told first, by path.", BRIEF, "date",
            metavar="ORDER", choices=SORTS, panel=_WHAT),
    Setting("level", choice(_LEVELS), "How sure the cleaner must be before it removes.", default="balanced",
            metavar="LEVEL", choices=_LEVELS, panel=_HOW),
    Setting("keep", choice(_KINDS), "Kind that stays; repeatable, or a list with commas.", default=(), metavar="KIND",
            choices=_KINDS, is_list=True, panel=_HOW),
    Setting("drop", choice(_KINDS), "Kind that goes; repeatable, or a list with commas. All but the last three go "
            "anyway. Kinds", default=(),
            metavar="KIND", choices=_KINDS, is_list=True, panel=_HOW),
    Setting("rules", str, "File with rules of your own; repeatable.", JUDGES | RULES, (), metavar="FILE", is_list=True,
            panel=_HOW, is_path=True),
    Setting("memory", _memory, "Memory of paragraphs that a site repeats; the word default is your own.",
            JUDGES | MEMORY, metavar="FILE", panel=_HOW, is_path=True),
    Setting("site", _site, "Whose repetitions the documents share; default: the address's host, else the folder.",
            JUDGES | SITES, metavar="NAME", panel=_HOW),
    Setting("input-format", choice(_list_input_formats), "What the inputs are; auto goes by content.", READS, "auto",
            metavar="FORMAT", choices=_list_input_formats, panel=_IN),
    Setting("text-field", str, "Field of a record that holds the text or the page; default: text, html, content, body, "
            "article.", READS, metavar="NAME", panel=_IN),
    Setting("include", str, "Read only files of a folder that fit GLOB (the name, or the path below it where GLOB "
            "has a /); repeatable. Passed over by default are hidden and binary files, locks, and what ends in "
            ".py .pyi .pyx .ipynb .js "
            ".mjs .cjs .jsx .ts .tsx .vue .svelte .c .h .cc .cpp .cxx .hpp .hh .cs .fs .java .kt .kts .scala "
            ".groovy .go .rs .rb .php .pl .pm .lua .r .jl .swift .dart .ex .exs .erl .hs .ml .mli .clj .lisp .el "
            ".vb .f90 .asm .sql .sh .bash .zsh .fish .ps1 .bat .cmd .awk .mk .cmake .gradle .proto .graphql "
            ".patch .diff .map .css .scss .sass .less .styl .svg .xsl .xslt .xsd .dtd .toml .yml .yaml .ini .cfg "
            ".conf .config .properties .env .plist .desktop .service .tf .pem .crt .key .log .lock .pid .sum.",
            READS, (), metavar="GLOB", is_list=True, panel=_IN),
    Setting("exclude", str, "Leave out files and folders of a folder that fit GLOB; repeatable.", READS, (),
            metavar="GLOB", is_list=True, panel=_IN),
    Setting("encoding", _encoding, "The inputs' encoding; default: by mark, UTF-8, declaration, detection.", READS,
            metavar="NAME", panel=_IN),
    Setting("language", _language, "ISO 639-1 code; default: detected per document. It filters nothing.", READS | RULES,
            metavar="CODE", panel=_IN),
    Setting("url", _url, "The page's address, for one document.", READS, metavar="URL", panel=_IN),
    Setting("max-size", _size, "Largest document after decompression; K, M, G of 1024.", READS, default=256 << 20,
            metavar="SIZE", panel=_IN, types=(str, int)),
    Setting("task", choice(TASKS), "What to write of each document.", BATCH, "digest", metavar="TASK",
            choices=TASKS, panel=_RUN),
    Setting("jobs", _whole(1), "Worker processes; default: all cores.", BATCH, short="j", metavar="N", panel=_RUN,
            types=(int,)),
    Setting("files-from", str, "File with one path a line, relative to the working folder; - is stdin.", BATCH | BRIEF,
            metavar="FILE", panel=_IN, stored=False, is_path=True),
    Setting("null", None, "Paths of --files-from end in NUL.", BATCH | BRIEF, False, panel=_IN),
    Setting("force", None, "Redo what is up to date.", BATCH, False, panel=_RUN),
    Setting("retry", None, "Try what failed before, and nothing else that is up to date.", BATCH, False, panel=_RUN),
    Setting("dry-run", None, "Print what would be done, one line an input; do nothing.", BATCH, False, panel=_RUN),
    Setting("prune", None, "Remove outputs whose input is gone from a folder.", BATCH, False, panel=_RUN),
    Setting("fail-fast", None, "Stop at the first failure.", BATCH, False, panel=_RUN),
    Setting("timeout", _seconds, "Seconds for one document.", BATCH, 60.0, metavar="S", panel=_RUN, types=(int, float)),
    Setting("learn", None, "Add this run's documents to the memory, at its end.", BATCH, False, panel=_HOW),
    Setting("wait", None, "Wait for a run that uses the output folder.", BATCH, False, panel=_RUN),
    Setting("engine", choice(ENGINES), "What runs the work.", BATCH | LEARNS, "local", metavar="ENGINE",
            choices=ENGINES, panel=_RUN),
    Setting("address", str, "Address of a Ray cluster.", BATCH | LEARNS, metavar="ADDRESS", panel=_RUN),
    Setting("fail-empty", None, "A document of which nothing is left has failed.", JUDGES, False, panel=_OUT),
    Setting("quiet", None, "Only failures on stderr.", JUDGES | MEMORY, default=False, short="q", panel=_SAY),
    Setting("verbose", None, "More messages on stderr: what went of each document.", JUDGES | MEMORY, default=False,
            short="v", panel=_SAY),
    Setting("config", str, "Read this file in place of newsieve.toml.", ANY, metavar="FILE",
            panel=_SAY, stored=False, is_path=True),
    Setting("no-config", None, "Read no newsieve.toml.", ANY, False, panel=_SAY, stored=False),
)  # fmt: skip
BY_NAME = {setting.name: setting for setting in SETTINGS}
STORED = tuple(setting for setting in SETTINGS if setting.stored)
