"""The `rules` commands: list the rules, check files of them, try them on a text."""

from newsieve.cleaner import read_text
from newsieve.errors import ExitCode, InputError, UsageError
from newsieve.languages import CODES, load
from newsieve.output import print_text, say
from newsieve.pipeline import prepare
from newsieve.read import STDIN
from newsieve.read.decode import normalize
from newsieve.read.streams import open_stdin
from newsieve.rulebook import CheckedFile, check_file, find_matches
from newsieve.settings import Settings, read_rules
from newsieve.types import Document, Format, Options, Rule

_HEADS = ("rule", "language", "kind", "weight", "catches")


def run_list(_inputs: list[str], settings: Settings) -> ExitCode:
    """Print every rule: id, language, kind, weight and what it catches."""
    codes = (settings["language"],) if settings["language"] else CODES
    if unknown := set(codes) - set(CODES):
        raise UsageError(f"--language {unknown.pop()}: no pack of that language; packs: {', '.join(CODES)}")
    rules = {rule.id: rule for code in codes for rule in (*load(code).rules, *load(code).parts)} | {
        rule.id: rule for rule in read_rules(settings["rules"], settings.locate("rules"))
    }
    rows = [_HEADS, *(_describe(rule) for rule in rules.values())]
    widths = [max(len(row[i]) for row in rows) for i in range(len(_HEADS) - 1)]
    for row in rows:
        cells = [f"{cell:<{width}}" for cell, width in zip(row, widths, strict=False)]
        print_text("  ".join([*cells, row[-1]]) + "\n")
    return ExitCode.OK


def run_check(paths: list[str], _settings: Settings) -> ExitCode:
    """Check files of rules: form, patterns, examples and time."""
    status = ExitCode.OK
    for path in paths:
        rules, faults, lacks = _check(path)
        for fault in faults:
            say(fault)
        if faults:
            status = ExitCode.SOME_FAILED
        else:
            print_text(f"{path}: {len(rules)} rule{'s' * (len(rules) != 1)}, nothing wrong\n")
        print_text("".join(f"{lack}\n" for lack in lacks))
    return status


def _check(path: str) -> CheckedFile:
    if path != STDIN:
        return check_file(path)
    try:
        stdin = open_stdin()
    except InputError as error:
        return CheckedFile((), [str(error)], [])
    return check_file(path, stdin.fileno())


def run_test(texts: list[str], settings: Settings) -> ExitCode:
    """Print the rules that fire on a text, and on which words."""
    text = normalize(open_stdin().read().decode("utf-8", "replace") if set(texts) == {STDIN} else " ".join(texts))
    codes = (settings["language"],) if settings["language"] else CODES
    rules = {rule.id: rule for code in codes for rule in load(code).rules}
    tried = (*rules.values(), *read_rules(settings["rules"], settings.locate("rules")))
    matches = [match for block in _split(text, settings["language"]) for match in find_matches(tried, block)]
    for rule, words in matches:
        print_text("  ".join([*_describe(rule)[:1], *_describe(rule)[2:4], repr(words)]) + "\n")
    if not matches and not settings["quiet"]:
        say(f"no rule fires; tried those of {', '.join(codes)}, and your own")
    return ExitCode.OK


def _split(text: str, language: str | None) -> list[str]:
    """The text's blocks as they are cleaned, each of which a rule sees by itself."""
    article, _, blocks = prepare(Document(STDIN, text, Format.TEXT), Options(language=language))
    return [read_text(article, block.start, block.end) for block in blocks]


def _describe(rule: Rule) -> tuple[str, ...]:
    pack = rule.id.partition(".")[0]
    language = pack if pack in CODES else "all"
    weight = rule.beside or f"{rule.weight:+.1f}"
    return rule.id, language, rule.kind or "keep", "" if rule.keep else weight, rule.reason
