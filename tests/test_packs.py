"""The packs as a run reads them: JSON that belongs to its TOML, and bounds on what a rule can match."""

import re
from pathlib import Path

import pytest

from newsieve import languages
from newsieve.cleaner.blocks import Match
from newsieve.cleaner.rules import RuleMatcher
from newsieve.cleaner.tokens import TokenizedBlock
from newsieve.languages import packs
from newsieve.text import tokenize
from newsieve.train.packs import FOLDER, convert, count_max_alnum, find_also, find_needs, find_starts
from newsieve.types import Rule


def match(rule: Rule, text: str) -> tuple[Match, ...]:
    return RuleMatcher([rule]).match([TokenizedBlock(text, tuple(tokenize(text)), ())])[0]


FILES = sorted(FOLDER.glob("*.toml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_json_is_up_to_date(path: Path) -> None:
    made = path.with_suffix(".json").read_text("utf-8")
    assert made == convert(path), "run: python -m newsieve.train packs"


@pytest.mark.parametrize("code", [*languages.CODES, ""])
def test_a_pack_without_json_is_the_same_but_for_bounds(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fast = languages.load(code)
    read = packs.read_data
    monkeypatch.setattr(packs, "read_data", lambda name: b"{}" if name.endswith(".json") else read(name))
    packs._load.cache_clear()
    packs.load_neutral.cache_clear()
    slow = languages.load(code)
    packs._load.cache_clear()
    packs.load_neutral.cache_clear()
    assert any(rule.max_alnum for rule in fast.rules)
    written = {rule.id: rule.needs for rule in (*slow.rules, *slow.parts)}
    assert all(rule.needs == written[rule.id] or not written[rule.id] for rule in (*fast.rules, *fast.parts))
    rules, parts = (
        tuple(rule._replace(max_alnum=None, needs=written[rule.id], starts=(), also=()) for rule in some)
        for some in (fast.rules, fast.parts)
    )
    assert fast._replace(rules=rules, parts=parts) == slow


@pytest.mark.parametrize("name", languages.WORD_LISTS)
def test_words_of_all_packs(name: str) -> None:
    fast = languages.all_words(name)
    slow = frozenset(" ".join(packs.load_table(code)[name] for code in languages.CODES).split())
    assert fast == slow
    assert len(fast) >= 20


@pytest.mark.parametrize(
    ("pattern", "most"),
    [
        (r"(?i)^\W*(?:read more|more)\W*$", 8),
        (r"^\W*ads?(?: by \w{1,5})?\W*$", 10),
        (r"^[^.]{0,20}$", 20),
        (r"^\W*(?:a|[bc]d)\d{2}$", 4),
        pytest.param(r"^\W*more\w*$", None, id="endless"),
        pytest.param(r"^\W*more", None, id="not to the end"),
        pytest.param(r"more\W*$", None, id="not from the beginning"),
        pytest.param(r"(?m)^more$", None, id="a line of a text"),
        pytest.param(r"^(a)\1$", None, id="what a reference repeats is not counted"),
    ],
)
def test_bound(pattern: str, most: int | None) -> None:
    assert count_max_alnum(pattern) == most


@pytest.mark.parametrize(
    ("pattern", "starts"),
    [
        (r"(?i)^\W*(?:Donate|give|gives) now", ["donate", "give n", "gives "]),
        (r"^\W*(?:please )?(?:log|sign) in", ["log in", "please", "sign i"]),
        (r"^\W*ads?\b", ["ad"]),
        (r"^\W*more\W*$|^\W*less$", ["less", "more"]),
        (r"^ab(?:c|d\w)", ["abc", "abd"]),
        pytest.param(r"^\W*(?:read )*more", ["more", "read "], id="behind a repeat all may follow"),
        pytest.param(r"^\W*more|less", [], id="a branch that may stand anywhere"),
        pytest.param(r"^\W*(?:more)?\w", [], id="optional"),
        pytest.param(r"^\W*[ab]c", [], id="a set"),
        pytest.param(r"^\(photo", ["photo"], id="a mark"),
        pytest.param(r"^[\W\d]*(?:\d[\d.]*k )?more", ["k more", "more"], id="digits"),
        pytest.param(r"^_more|^[\d_]less", [], id="an underscore is as good as a letter"),
        pytest.param(r"(?m)^more", [], id="any line of a text"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_starts(pattern: str, starts: list[str]) -> None:
    assert find_starts(pattern) == starts


@pytest.mark.parametrize("code", languages.CODES)
def test_starts_leave_the_rules_their_hits(code: str) -> None:
    pack = languages.load(code)
    rules = [rule for rule in (*pack.rules, *pack.parts) if rule.starts]
    assert rules
    lost = [
        (rule.id, text)
        for rule in rules
        for text in rule.hits
        if not match(rule, text) and re.search(rule.pattern, text)
    ]
    assert lost == []


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("More of this", 1),
        pytest.param("“– MORE of this", 1, id="marks before it"),
        pytest.param("12 ½ more of this", 0, id="digits before it, which the pattern does not take"),
        pytest.param("One more of this", 0, id="another word before it"),
        pytest.param("x " * 3000 + "more", 0, id="a long text"),
        pytest.param("more " + "x " * 3000, 1, id="the beginning of a long text"),
        pytest.param("… — ", 0, id="no word"),
    ],
)
def test_a_start_is_looked_for_behind_marks(text: str, matches: int) -> None:
    rule = Rule("r", r"(?i)^\W*more\b", "", starts=("more",))
    assert len(match(rule, text)) == matches


@pytest.mark.parametrize("code", languages.CODES)
def test_bounds_leave_the_rules_their_hits(code: str) -> None:
    pack = languages.load(code)
    rules = [rule for rule in (*pack.rules, *pack.parts) if rule.max_alnum is not None]
    texts = [(rule, text) for rule in rules for text in rule.hits if re.search(rule.pattern, text)]
    assert [text for rule, text in texts if sum(map(str.isalnum, text)) > (rule.max_alnum or 0)] == []


@pytest.mark.parametrize(
    ("pattern", "needs"),
    [
        pytest.param(r"(?i)^\W*(?:Read|see) more\W*$", [" more"], id="the longer of two lists"),
        pytest.param(r"\b(?:share|tweets?|shares)\b", ["share", "tweet"], id="without what holds another"),
        pytest.param(r"(?:ab|cd?)+x?", ["ab", "c"], id="repeated at least once"),
        pytest.param(r"(?:abc)*d{0,2}", [], id="all of it may be left out"),
        pytest.param(r"(?:abc|\w+)", [], id="one branch shows nothing"),
        pytest.param(r"[ab]c.de", ["de"], id="classes and dots show nothing"),
        pytest.param(r"a(?!bcd)", ["a"], id="what must not follow is not needed"),
    ],
)
def test_needs(pattern: str, needs: list[str]) -> None:
    assert find_needs(pattern) == needs


@pytest.mark.parametrize(
    ("pattern", "needs", "also"),
    [
        pytest.param(r"(?i)\b(?:Free|paid) access\b", ["access"], [[" access"], ["free", "paid"]], id="both"),
        pytest.param(r"(?:ab (?:cd|ef)|gh)", ["ab ", "gh"], [["cd", "ef", "gh"]], id="of a branch without, its first"),
        pytest.param(r"(?:abc|de)\W+f", ["abc", "de"], [], id="a letter says nothing"),
        pytest.param(r"\((?:ab|cd)\)", ["ab", "cd"], [["("], [")"]], id="a mark says something"),
        pytest.param(r"abcd\w+abc\w+xy", ["abcd"], [["xy"]], id="not what another says"),
        pytest.param(r"abcd\w+abc", [], [["abcd"]], id="without needs"),
        pytest.param(r"abcde\w+abcf\w+uvw\w+xyz", ["abcde"], [["abcf"], ["uvw"]], id="two at most"),
        pytest.param(r"\w+", [], [], id="nothing"),
    ],
)
def test_also(pattern: str, needs: list[str], also: list[list[str]]) -> None:
    assert find_also(pattern, needs) == also


@pytest.mark.parametrize("code", languages.CODES)
def test_also_leaves_the_rules_their_hits(code: str) -> None:
    pack = languages.load(code)
    rules = [rule for rule in (*pack.rules, *pack.parts) if rule.also]
    assert len(rules) >= 10
    texts = [(rule, text) for rule in rules for text in (*rule.hits, *map(str.upper, rule.hits))]
    assert [text for rule, text in texts if re.search(rule.pattern, text) and not match(rule, text)] == []


@pytest.mark.parametrize(
    ("text", "matches"),
    [("free access", 1), ("No ACCESS is Free", 0), ("access for all", 0), ("free for all", 0)],
)
def test_a_pattern_is_compiled_for_a_text_with_one_of_each_list(text: str, matches: int) -> None:
    rule = Rule("r", "(?i)(?:free|paid) access", "", needs=("access",), also=(("free", "paid"),))
    assert len(match(rule, text)) == matches
    matcher = RuleMatcher([rule._replace(pattern="(")])
    if all(any(word in text.casefold() for word in words) for words in (rule.needs, *rule.also)):
        with pytest.raises(re.error):
            matcher.match([TokenizedBlock(text, tuple(tokenize(text)), ())])
    else:
        assert matcher.match([TokenizedBlock(text, tuple(tokenize(text)), ())]) == [()]


@pytest.mark.parametrize("rule", [rule for rule in languages.load("tr").rules if rule.hits], ids=lambda rule: rule.id)
def test_needs_leave_the_rules_what_they_match_in_capitals(rule: Rule) -> None:
    turkish = [text.replace("i", "İ").upper() for text in rule.hits]
    texts = [text for text in (*rule.hits, *turkish) if re.search(rule.pattern, text)]
    assert [text for text in texts if not match(rule, text)] == []
