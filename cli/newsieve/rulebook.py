r"""Files of rules, checked: their form, their examples, and the time that their patterns take.

A careless pattern such as `(\w+\s?)+!` takes for ever on a line that nearly matches. Patterns are therefore tried on
adversarial lines in a process of their own, which a timer of the processor's time ends; the wall's clock would blame
a pattern for the load of the machine. Patterns that repeat nothing cannot be slow, and are not tried.
"""

import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from newsieve.adversarial import pump_lines
from newsieve.errors import UsageError
from newsieve.languages import check_rules, hostile_lines, read_toml
from newsieve.languages.rules import TWICE
from newsieve.patterns import find_doubtful_set, without_warnings
from newsieve.types import Rule

LINE_CHARS = 4000  # what the cleaner shows a pattern of a block at most
LIMIT_S = 0.7  # of processor time for one line; a pattern that is quadratic takes 0.1 to 0.5
WAIT_S = 60.0  # of the wall's clock for a whole file, in case that the timer fails
_MOST_LITERALS = 12
_UNLIKE = ("a", "ж", "字")  # texts that nothing has in common with but a pattern of any letter
_MOST_LETTERS = 1 << 22  # of a file
SLOW = "pattern takes too long on a line that nearly matches; repeat nothing that repeats, and bound what repeats"
_TRIAL = """
import json, re, signal, sys, time
def search(text, limit):
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_VIRTUAL, limit)
    start = time.process_time()
    compiled.search(text)
    return time.process_time() - start
for line in sys.stdin:
    number, pattern, texts, limit = json.loads(line)
    compiled = re.compile(pattern)
    print(number, flush=True)
    for half, whole in texts:
        if search(half, limit) * 8 > limit:  # as the whole takes where time grows with the cube
            search(whole, limit)
print("done", flush=True)
"""


class CheckedFile(NamedTuple):
    """Rules of a file, all that is wrong with them, and what they lack, a line each. A file with faults is not used."""

    rules: tuple[Rule, ...]
    faults: list[str]
    lacks: list[str]


def check_file(path: str, descriptor: int | None = None) -> CheckedFile:
    """Check the form of a file of rules, the time that they take, and where that is little, their examples.

    `descriptor` is what is read in place of the file, as stdin is.
    """
    try:
        text = read_toml(path, _MOST_LETTERS, "rules", descriptor)
    except UsageError as error:
        return CheckedFile((), [str(error)], [])
    return _check_text(text, path)


@lru_cache(maxsize=16)  # a caller of the library names its files in each call
def _check_text(text: str, path: str) -> CheckedFile:
    try:
        rules, faults = check_rules(text, "user", path)
    except UsageError as error:
        faults = [str(error)]
    if faults:
        return CheckedFile((), [_locate(text, path, fault) for fault in faults], [])
    slow = find_slow(rules)
    wrong = [(slow, SLOW)] if slow else [(rule, fault) for rule in rules for fault in _find_faults(rule)]
    lacking = [(rule, lack) for rule in rules for lack in _list_lacks(rule)]
    faults, lacks = (
        [_locate(text, path, f"{path}: rule {_name(rule)}: {what}") for rule, what in found]
        for found in (wrong, lacking)
    )
    return CheckedFile(rules, faults, lacks)


def find_slow(rules: Sequence[Rule]) -> Rule | None:
    """The first rule whose pattern exceeds the time for a line, None where none does."""
    suspects = [rule for rule in rules if _can_be_slow(rule.pattern)]
    if not suspects:
        return None
    import json

    trials = [json.dumps([i, rule.pattern, [*_pair_adversarial(rule)], LIMIT_S]) for i, rule in enumerate(suspects)]
    try:
        done = subprocess.run([sys.executable, "-I", "-S", "-c", _TRIAL], input="\n".join(trials), text=True,
                              encoding="utf-8", capture_output=True, timeout=WAIT_S, check=False)  # fmt: skip
        said = done.stdout.split()
    except subprocess.TimeoutExpired as error:
        said = (error.stdout or b"").decode().split()
    return None if said[-1:] == ["done"] else suspects[int(said[-1])] if said else suspects[0]


def find_matches(rules: Sequence[Rule], text: str) -> Iterator[tuple[Rule, str]]:
    """The rules that match a text, and the words that each matches first."""
    folded = text.casefold()
    for rule in rules:
        found = _search(rule, text) if _is_needed(rule, folded) else None
        if found:
            yield rule, found[0]


def _locate(text: str, path: str, fault: str) -> str:
    """A message about a file of rules with the line and the column that it is about, as far as these can be told."""
    found = re.match(r"rule (.+?): (.*)", fault.removeprefix(f"{path}: "), re.DOTALL)
    if not fault.startswith(f"{path}: ") or not found:
        return fault
    lines = text.splitlines()
    starts = [number for number, line in enumerate(lines) if re.match(r"\s*\[\[\s*rule\s*\]\]", line)]
    place = _find_rule(lines, starts[::-1] if found[2].endswith(TWICE) else starts, found[1])
    if place is None:
        return fault
    end = next((start for start in starts if start > place), len(lines))
    line, column = _find_key(lines, place, end, found[2])
    return f"{path}:{line + 1}:{column + 1}: {fault.removeprefix(f'{path}: ')}"


def _name(rule: Rule) -> str:
    return rule.id.partition(".")[2]


def _find_faults(rule: Rule) -> Iterator[str]:
    """List what is wrong with the examples of a rule that is not slow."""
    for key, texts, should in (("hits", rule.hits, True), ("misses", rule.misses, False)):
        for text in texts:
            does = _search(rule, text) is not None
            if does is not should:
                yield f"{key}: pattern {'does not match' if should else 'matches'} {text!r}"
            elif does and should and not _is_needed(rule, text.casefold()):
                yield f"needs: {text!r} is to be hit and holds none of them"


def _list_lacks(rule: Rule) -> Iterator[str]:
    """The kinds of examples that a rule has none of, and what they would be; what of its pattern was hardly meant."""
    hits = "" if rule.hits else "no hits, texts that it must match"
    misses = "" if rule.misses else "no misses, look-alikes that it must leave alone"
    if hits or misses:
        yield "; ".join(filter(None, (hits, misses)))
    if all(_search(rule, text) for text in _UNLIKE):
        yield "pattern: matches any text; name the words that it is about"
    if doubt := find_doubtful_set(rule.pattern):
        yield f"pattern: {doubt.lower()}: in Python a set has no classes such as [:alpha:] and no && || -- ~~"


def _search(rule: Rule, text: str) -> re.Match[str] | None:
    with without_warnings():
        return re.search(rule.pattern, text)


def _is_needed(rule: Rule, folded: str) -> bool:
    return not rule.needs or any(need in folded for need in rule.needs)


def _can_be_slow(pattern: str) -> bool:
    return any(sign in pattern for sign in "*+{") or pattern.count("?") > 8


def _pair_adversarial(rule: Rule) -> Iterator[tuple[str, str]]:
    """Pairs of each adversarial line at half its length and whole: most patterns need not be tried on the whole."""
    return zip(_adversarial(rule, LINE_CHARS // 2), _adversarial(rule, LINE_CHARS), strict=True)


def _adversarial(rule: Rule, length: int) -> Iterator[str]:
    """The examples, and lines of what pattern and examples speak of, over and over, then what matches nothing."""
    yield from (*rule.hits, *rule.misses)
    words = list(dict.fromkeys(re.findall(r"[^\W\d_]+|\d+", re.sub(r"\\[a-zA-Z]|\(\?\w*", " ", rule.pattern))))
    letters = list(dict.fromkeys("".join(words)))
    rich = rule._replace(hits=(*rule.hits, *words[:_MOST_LITERALS], *letters[:_MOST_LITERALS]))
    yield from pump_lines(rule.pattern, length)
    for line in hostile_lines(rich, length):
        yield line
        yield f"{line[:-1]}\x00"


def _find_rule(lines: Sequence[str], starts: Sequence[int], label: str) -> int | None:
    """The line of a rule's header, from its id, or from its number where it has none."""
    for start in starts:
        for line in lines[start + 1 :]:
            if line.lstrip().startswith("[["):
                break
            if re.match(rf"""\s*id\s*=\s*["']{re.escape(label)}["']""", line):
                return start
    return starts[int(label) - 1] if label.isdecimal() and 0 < int(label) <= len(starts) else None


def _find_key(lines: Sequence[str], start: int, end: int, fault: str) -> tuple[int, int]:
    """The place of the key that a fault names first, else that of the rule."""
    for word in re.findall(r"\w+", fault):
        for number in range(start + 1, end):
            found = re.match(rf"\s*{re.escape(word)}\s*=", lines[number])
            if found:
                return number, len(lines[number]) - len(lines[number].lstrip())
    return start, len(lines[start]) - len(lines[start].lstrip())
