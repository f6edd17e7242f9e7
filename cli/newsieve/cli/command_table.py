"""Every command, in one table: what runs it, and what help, the man page and completion say of it."""

from typing import NamedTuple

INPUT = ("INPUT", "File, folder or - for stdin, which is also what is read without any.")
STATUSES = {
    0: "all fine; nothing to remove is fine too",
    1: "some inputs failed, the rest is done",
    2: "wrong usage or settings, nothing was done",
    3: "a bug of newsieve's",
    75: "another run uses the output folder",
    130: "interrupted (129, 131, 143 by SIGHUP, SIGQUIT, SIGTERM)",
}
SUMMARY = "Strip what pitches to the reader from news text, and print a short digest of what tells the story."
EXAMPLES = (
    "curl -fsSL URL | newsieve digest --url URL",
    "newsieve clean article.html",
    "newsieve batch news/ --output digests/",
)


class CommandRow(NamedTuple):
    """Row of a command. `run` names a function of a module of `newsieve.cli.commands`.

    `argument` is its metavar and help, None where the command takes none. The examples stand in the help as they are.
    """

    run: str
    summary: str
    examples: tuple[str, ...]
    argument: tuple[str, str] | None = INPUT
    more: str = ""
    statuses: tuple[int, ...] = (0, 1, 2, 3, 130)


COMMANDS: dict[str, CommandRow] = {
    "digest": CommandRow(
        "process.run_digest", "Print the sentences that tell the story, in document order.",
        ("curl -fsSL URL | newsieve digest --url URL", "newsieve digest article.html --words 60",
         "newsieve digest news/ --format csv --output digests.csv")),
    "clean": CommandRow(
        "process.run_clean", "Print the document without what pitches to the reader.",
        (r"printf 'The bridge closed.\n\nSign up for our newsletter.\n' | newsieve clean",
         "newsieve clean article.html --format markdown",
         "newsieve clean --level careful --keep related,about < article.txt")),
    "explain": CommandRow(
        "process.run_explain", "Show every block, kept and removed: kind, probability, evidence.",
        ("echo 'Sign up for our free newsletter.' | newsieve explain",
         "newsieve explain news/ --format html --output report.html",
         "newsieve explain article.txt --level thorough | grep '^-'"),
        more="The probability is that of a pitch, from 0 to 1; in brackets stands what argues for one (+) and for the "
             "story (-). What stands outside a page's article, such as menus, boxes and forms, is not listed. "
             "What should have stayed is kept by --keep KIND, or by a rule with keep = true in a file for --rules."),
    "brief": CommandRow(
        "process.run_brief", "Print one page over many documents: each story once, with its headline.",
        ("newsieve brief news/", "newsieve brief news/ --since 24h --format html --output brief.html",
         "find news -type f -mtime -1 | newsieve brief --files-from - --sort size --limit 30"),
        more="Near-copies, and articles on one story, are one: it stands under the headline of the fullest, with the "
             "others' names. Where nothing is new, nothing is printed."),
    "batch": CommandRow(
        "process.run_batch", "Write one output an input into a folder, and redo only what changed.",
        ("newsieve batch news/ --output digests/", "newsieve batch news/ -o clean/ --task clean --format markdown",
         "find news -type f -mtime -1 -print0 | newsieve batch --files-from - --null -o today/"),
        statuses=(0, 1, 2, 3, 75, 130)),
    "memory learn": CommandRow(
        "memory.run_learn", "Add documents to the memory; one that it knows adds nothing.",
        ("newsieve memory learn news/", "newsieve memory learn news/ --site courier.example",
         "newsieve memory learn crawl/ --memory crawl.sqlite --engine ray"),
        more="A paragraph that many documents of a site repeat then goes where the memory is consulted: "
             "newsieve clean news/ --memory default"),
    "memory show": CommandRow(
        "memory.run_show", "Print the sites, and the paragraphs that each repeats, the commonest first.",
        ("newsieve memory show", "newsieve memory show --site courier.example",
         "newsieve memory show --memory courier.sqlite"), None),
    "memory forget": CommandRow(
        "memory.run_forget", "Take sites out of the memory.",
        ("newsieve memory forget courier.example", "newsieve memory forget news",
         "newsieve memory forget courier.example --memory courier.sqlite"),
        ("SITE", "Name of a site, as show prints it.")),
    "memory export": CommandRow(
        "memory.run_export", "Print the memory as JSON Lines.",
        ("newsieve memory export > memory.jsonl", "newsieve memory export | gzip > memory.jsonl.gz",
         "newsieve memory export --memory courier.sqlite"), None),
    "memory import": CommandRow(
        "memory.run_import", "Add exported memories to the memory.",
        ("newsieve memory import memory.jsonl", "newsieve memory export | ssh HOST newsieve memory import -",
         "newsieve memory import memory.jsonl --memory courier.sqlite"),
        ("FILE", "What export printed; - is stdin.")),
    "rules list": CommandRow(
        "rules.run_list", "Print every rule: id, language, kind, weight and what it catches.",
        ("newsieve rules list", "newsieve rules list --language de", "newsieve rules list --rules my-rules.toml"),
        None, statuses=(0, 2, 3, 130)),
    "rules check": CommandRow(
        "rules.run_check", "Check files of rules: form, patterns, examples and time.",
        ("newsieve rules check my-rules.toml", "newsieve rules check rules/*.toml",
         "newsieve rules check my-rules.toml && newsieve clean article.txt --rules my-rules.toml"),
        ("FILE", "File with rules; - is stdin.")),
    "rules test": CommandRow(
        "rules.run_test", "Print the rules that fire on a text, and on which words.",
        ('newsieve rules test "Become a member from £5 a month."',
         'newsieve rules test "Lesen Sie auch" --language de',
         'newsieve rules test "Read more: the bridge" --rules my-rules.toml'),
        ("TEXT", "Text to try the rules on; - is stdin."), statuses=(0, 2, 3, 130)),
    "config": CommandRow(
        "process.run_config", "Print every setting, its value and where it came from.",
        ("newsieve config", "newsieve config --config other.toml",
         "NEWSIEVE_LEVEL=careful newsieve config --no-config"), None, statuses=(0, 2, 3, 130)),
}  # fmt: skip
GROUPS = {
    "memory": "Paragraphs that a site repeats: learn, show, forget, export, import.",
    "rules": "The language packs' rules and your own: list, check FILE, test TEXT.",
}


def list_names() -> list[str]:
    """The names that stand behind `newsieve`, in the order of the help."""
    return list(dict.fromkeys(name.partition(" ")[0] for name in COMMANDS))


def list_members(group: str) -> dict[str, CommandRow]:
    """The commands of a group, by their own name."""
    return {name.partition(" ")[2]: row for name, row in COMMANDS.items() if name.startswith(f"{group} ")}


def summarize(name: str) -> str:
    """Describe a command or a group in one line."""
    return GROUPS[name] if name in GROUPS else COMMANDS[name].summary
