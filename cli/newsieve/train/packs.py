"""`python -m newsieve.train packs`: language packs as JSON beside their TOML, which takes 20 times as long to read.

A run reads the JSON where it belongs to the TOML as it is (by CRC-32), and the TOML itself where it does not. Of each
rule the JSON also says how many letters and digits a text can have that it matches at all, what such a text begins
with, what it holds beside one of its `needs`, and of one without `needs` what its pattern shows of them.
"""

import json
import re
import tomllib
import zlib
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from newsieve.languages import CODES, WORD_LISTS

# The parser behind re: documented nowhere, so only maintainers run it.
parser: Any = import_module("re._parser")
sre: Any = import_module("re._constants")

FOLDER = Path(__file__).parents[1] / "data" / "languages"
_ENDLESS = 1 << 30
_LONGEST_START = 6  # characters
_MOST_ALSO = 2  # lists; a third held hardly a pattern back that two let through, in 100 documents
_NOT_LETTERS = frozenset({sre.CATEGORY_NOT_WORD, sre.CATEGORY_SPACE})
_NOT_WORDS = _NOT_LETTERS | {sre.CATEGORY_DIGIT}
_REPEATS = frozenset({sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT})


def main(_arguments: list[str]) -> int:
    """Write the JSON of every pack."""
    for path in sorted(FOLDER.glob("*.toml")):
        path.with_suffix(".json").write_text(convert(path), "utf-8")
    return 0


def convert(path: Path) -> str:
    """The JSON of a pack; the neutral one also holds the word lists of all, which are needed before a language is."""
    toml = path.read_bytes()
    table = tomllib.loads(toml.decode())
    if path.stem == "neutral":
        packs = [tomllib.loads((path.parent / f"{code}.toml").read_text("utf-8")) for code in CODES]
        table["all"] = {name: " ".join(" ".join(pack[name].split()) for pack in packs) for name in WORD_LISTS}
    for rule in table.get("rule", ()):
        most = count_max_alnum(rule["pattern"])
        if most is not None:
            rule["max_alnum"] = most
        if starts := find_starts(rule["pattern"]):
            rule["starts"] = starts
        if "needs" not in rule:
            rule["needs"] = find_needs(rule["pattern"])
        if also := find_also(rule["pattern"], rule["needs"]):
            rule["also"] = also
    return json.dumps({"crc": zlib.crc32(toml), "pack": table}, ensure_ascii=False, separators=(",", ":")) + "\n"


def count_max_alnum(pattern: str) -> int | None:
    r"""Count the letters and digits that a matched text can have at most; None where there is no such bound.

    Bounded are patterns of whole texts, `^\W*(?:…)\W*$`.
    """
    parsed = parser.parse(pattern)
    steps = list(parsed)
    is_whole = len(steps) > 1 and steps[0] == (sre.AT, sre.AT_BEGINNING) and steps[-1] == (sre.AT, sre.AT_END)
    if not is_whole or parsed.state.flags & re.MULTILINE:
        return None
    most = _sum_letters(parsed)
    return most if most < _ENDLESS else None


def find_needs(pattern: str) -> list[str]:
    """Case-folded literals of which any text holds one that the pattern matches; none where it shows no such list.

    Of several such lists the one whose shortest literal is longest.
    """
    return _drop_longer(next(iter(_list_needs(parser.parse(pattern))), frozenset()))


def find_also(pattern: str, needs: Iterable[str]) -> list[list[str]]:
    """More such lists beside the `needs`, best first, of each of which any text that the pattern matches holds one.

    Left out are those that say no more than another, and those with a letter or a space, which most texts hold.
    """
    known = [frozenset(needs)]
    for found in _list_needs(parser.parse(pattern)):
        is_rare = all(need.strip() and (len(need) > 1 or not need.isalnum()) for need in found)
        if is_rare and not any(_implies(one, found) for one in known if one):
            known.append(found)
    return [_drop_longer(found) for found in known[1 : 1 + _MOST_ALSO]]


def find_starts(pattern: str) -> list[str]:
    r"""Case-folded literals of which any text that the pattern matches begins with one, marks and digits aside.

    None where the pattern shows no such list: it shows one where each of its branches is `^\W*` and literals.
    """
    parsed = parser.parse(pattern)
    if parsed.state.flags & re.MULTILINE:
        return []
    starts = {start.casefold() for start in _find_anchored_starts(list(parsed))}
    if not all(start and (start[0].isalpha() or start[0] == "_") for start in starts):
        return []
    return sorted(start for start in starts if not start.startswith(tuple(starts - {start})))


def _find_anchored_starts(steps: Sequence[tuple[Any, Any]]) -> set[str]:
    """The first characters of what the steps match at the beginning of a text; "" for what matches elsewhere."""
    (operation, argument), *rest = steps or [(None, None)]
    if operation is sre.BRANCH:
        return set[str]().union(*[_find_anchored_starts([*branch, *rest]) for branch in argument[1]])
    is_anchored = operation is sre.AT and argument is sre.AT_BEGINNING
    return _find_starts(rest, _LONGEST_START) if is_anchored else {""}


def _find_starts(steps: Sequence[tuple[Any, Any]], room: int) -> set[str]:
    """The first `room` characters, or fewer where the steps do not say, of what they match."""
    if room <= 0 or not steps:
        return {""}
    (operation, argument), *rest = steps
    if room == _LONGEST_START and _has_no_letters(steps[:1]):
        return _find_starts(rest, room)
    if operation is sre.LITERAL:
        return {chr(argument) + start for start in _find_starts(rest, room - 1)}
    if operation is sre.SUBPATTERN:
        return _find_starts([*argument[-1], *rest], room)
    if operation is sre.BRANCH:
        return set[str]().union(*[_find_starts([*branch, *rest], room) for branch in argument[1]])
    if operation is sre.AT and argument is sre.AT_BOUNDARY:
        return _find_starts(rest, room)
    if operation in _REPEATS:
        return _find_starts_of_repeat(argument, rest, room)
    return {""}


def _find_starts_of_repeat(argument: Any, rest: Sequence[tuple[Any, Any]], room: int) -> set[str]:
    least, most, repeated = argument
    if room == _LONGEST_START and _has_no_letters(list(repeated)):
        return _find_starts(rest, room)
    starts = _find_starts([*repeated, *rest] if most == 1 else list(repeated), room)
    return starts if least else starts | _find_starts(rest, room)


def _has_no_letters(steps: Sequence[tuple[Any, Any]]) -> bool:
    """Whether the one step matches marks, white space and digits alone."""
    (operation, argument), *others = steps
    parts = argument if operation is sre.IN else [(operation, argument)]
    return not others and (_leaves_out_words(parts) or all(_is_mark_or_digit(*part) for part in parts))


def _leaves_out_words(parts: Sequence[tuple[Any, Any]]) -> bool:
    r"""Whether a set is one of marks alone, as `[^\w"]` is."""
    return parts[0][0] is sre.NEGATE and (sre.CATEGORY, sre.CATEGORY_WORD) in parts


def _is_mark_or_digit(operation: Any, argument: Any) -> bool:
    if operation is sre.LITERAL:
        return not chr(argument).isalpha() and argument != ord("_")
    return operation is sre.CATEGORY and argument in _NOT_WORDS


def _list_needs(steps: Iterable[tuple[Any, Any]]) -> list[frozenset[str]]:
    """Lists of literals of which whatever the steps match holds one each, that whose shortest is longest first."""
    lists: list[frozenset[str]] = []
    literal = ""
    for operation, argument in [*steps, (sre.AT, sre.AT_END)]:
        if operation is sre.LITERAL:
            literal += chr(argument)
            continue
        lists.append(frozenset({literal.casefold()}))
        literal = ""
        if operation is sre.SUBPATTERN:
            lists += _list_needs(argument[-1])
        elif operation is sre.BRANCH:
            lists += _join_branches([_list_needs(branch) for branch in argument[1]])
        elif operation in _REPEATS and argument[0]:
            lists += _list_needs(argument[-1])
    usable = [needs for needs in lists if needs and "" not in needs]
    return sorted(usable, key=lambda needs: (min(map(len, needs)), -len(needs)), reverse=True)


def _join_branches(branches: Sequence[Sequence[frozenset[str]]]) -> list[frozenset[str]]:
    """The best lists of all branches as one, the second best ones, and so on; none where a branch has no list."""
    if not all(branches):
        return []
    ranks = range(max(map(len, branches)))
    return [frozenset[str]().union(*[lists[min(rank, len(lists) - 1)] for lists in branches]) for rank in ranks]


def _implies(needs: frozenset[str], others: frozenset[str]) -> bool:
    """Whether any text that holds one of the `needs` holds one of the others."""
    return all(any(other in need for other in others) for need in needs)


def _drop_longer(needs: frozenset[str]) -> list[str]:
    """The literals without those that hold another one, sorted."""
    return sorted(need for need in needs if not any(other in need for other in needs - {need}))


def _sum_letters(parsed: Iterable[tuple[Any, Any]]) -> int:
    return min(_ENDLESS, sum(_count_letters(operation, argument) for operation, argument in parsed))


def _count_letters(operation: Any, argument: Any) -> int:
    if operation in _REPEATS:
        _, most, repeated = argument
        return min(_ENDLESS, int(most)) * _sum_letters(repeated)
    if operation is sre.BRANCH:
        return max(_sum_letters(branch) for branch in argument[1])
    if operation is sre.SUBPATTERN:
        return _sum_letters(argument[-1])
    if operation is sre.LITERAL:
        return int(chr(argument).isalnum())
    if operation is sre.IN:
        return int(not (_leaves_out_words(argument) or all(_is_no_letter(*part) for part in argument)))
    if operation in (sre.ANY, sre.NOT_LITERAL):
        return 1
    return 0 if operation in (sre.AT, sre.ASSERT, sre.ASSERT_NOT) else _ENDLESS


def _is_no_letter(operation: Any, argument: Any) -> bool:
    if operation is sre.CATEGORY:
        return argument in _NOT_LETTERS
    return operation is sre.LITERAL and not chr(argument).isalnum()
