"""`newsieve rules`: what is listed, what is refused, with its place, and what fires."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from newsieve import rulebook
from newsieve.languages import parse_rules
from newsieve.rulebook import SLOW, check_file, find_matches, find_slow

PACKS = sorted((Path(__file__).parent.parent / "cli/newsieve/data/languages").glob("*.toml"))
GOOD = """\
[[rule]]
id = "member-drive"
kind = "donation"
pattern = '''(?i)\\bjoin our \\d+ members\\b'''
reason = "our own members' box"
hits = ["Join our 4000 members today."]
misses = ["The union has 4000 members."]
"""


def _run(*words: str, folder: Path | None = None, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "newsieve", *words], capture_output=True, encoding="utf-8", cwd=folder, input=stdin
    )


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text(GOOD, "utf-8")
    return path


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.stem)
def test_shipped_packs_pass_the_check(pack: Path) -> None:
    assert check_file(str(pack))[1] == []


def test_the_second_rule_of_one_id_is_pointed_at(rules: Path) -> None:
    rules.write_text(f"{GOOD}\n{GOOD}", "utf-8")
    assert _run("rules", "check", str(rules)).stderr.startswith(f"newsieve: {rules}:{GOOD.count(chr(10)) + 3}:")


def test_right_file_passes(rules: Path) -> None:
    done = _run("rules", "check", str(rules))
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{rules}: 1 rule, nothing wrong\n", "")


@pytest.mark.parametrize(
    ("old", "new", "place", "reason"),
    [
        ('kind = "donation"', 'kind = "donations"', "3:1", "did you mean"),
        ('kind = "donation"', "", "1:1", "needs either a kind or keep = true"),
        ('kind = "donation"', 'kind = "donation"\nwait = 4.0', "4:1", "unknown key 'wait'"),
        ('kind = "donation"', '  weight = "x"\nkind = "donation"', "3:3", "weight must be a finite number"),
        (r"\bjoin", r"(\bjoin", "4:1", "pattern does not compile"),
        ("4000 members today", "members today", "6:1", "pattern does not match 'Join our members today.'"),
        ("The union has", "Join our", "7:1", "pattern matches 'Join our 4000 members.'"),
        ('reason = "our own', 'needs = ["press"]\nreason = "our own', "5:1", "holds none of them"),
        (r"\bjoin our \d+ members\b", r"join our (\w+\s?)+!|members today", "4:1", SLOW),
        ('"our own', r'"our own\n', "5:1", "reason must be on one line"),
        pytest.param('"member-drive"', r'"member-drive\n"', "", "id must be on one line", id="id with a line end"),
        pytest.param('id = "member-drive"', "id = ", "", "(at line 2, column 6)", id="not TOML"),
        pytest.param('id = "member-drive"', f"id = {'1' * 5000}", "", "not valid TOML", id="too many digits"),
        pytest.param("[[rule]]", "[[rules]]", "", "unknown key 'rules'; write each rule", id="other table"),
        pytest.param('id = "member-drive"', f"weight = {'9' * 5000}", "", "digits", id="a number of 5,000 digits"),
        pytest.param('id = "member-drive"', f"weight = 0x{'f' * 5000}", "", "weight: not valid TOML", id="64 bits"),
        pytest.param('id = "member-drive"', "id = " + "[" * 60_000, "", "nested too deeply", id="nested"),
    ],
)
def test_wrong_file_is_refused_with_its_place(rules: Path, old: str, new: str, place: str, reason: str) -> None:
    assert old in GOOD
    rules.write_text(GOOD.replace(old, new), "utf-8")
    checked, used = _run("rules", "check", str(rules)), _run("rules", "list", "--rules", str(rules))
    assert checked.returncode == 1
    assert reason in checked.stderr
    assert checked.stderr.startswith(f"newsieve: {rules}:{place}: rule member-drive" if place else f"newsieve: {rules}")
    assert (used.returncode, reason in used.stderr) == (2, True)


def test_check_names_every_fault(rules: Path) -> None:
    """A file is mended in one go, whatever is wrong with how many of its rules."""
    rules.write_text("[[rule]]\nid = 'a'\nkind = 'donations'\npattern = '(tea'\nweight = '4'\n[[rule]]\nid = 'a'\n")
    done = _run("rules", "check", str(rules))
    faults = [line.partition("rule a: ")[2].partition(";")[0] for line in done.stderr.splitlines()]
    assert (done.returncode, faults) == (1, [
        "reason must be a text that is not empty", "unknown kind 'donations'", "weight must be a finite number",
        "pattern does not compile: missing ), unterminated subpattern at position 0",
        'the id "a" stands twice', "pattern must be a text that is not empty",
        "reason must be a text that is not empty", "needs either a kind or keep = true",
    ])  # fmt: skip


@pytest.mark.parametrize("words", [(), ("-",)], ids=["without FILE", "-"])
def test_check_reads_stdin(words: tuple[str, ...]) -> None:
    done = _run("rules", "check", *words, stdin=GOOD)
    assert (done.returncode, done.stdout, done.stderr) == (0, "-: 1 rule, nothing wrong\n", "")
    bad = _run("rules", "check", *words, stdin=GOOD.replace("donation", "donations"))
    assert (bad.returncode, bad.stderr.partition("rule")[0]) == (1, "newsieve: -:3:1: ")


def test_examples_may_lack_and_check_says_so(tmp_path: Path) -> None:
    rules = tmp_path / "r.toml"
    rules.write_text("[[rule]]\nid = 'x'\nkind = 'advert'\nreason = 'a test'\npattern = 'tea'\nhits = ['tea']\n")
    done = _run("rules", "check", str(rules))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"{rules}: 1 rule, nothing wrong", f"{rules}:1:1: rule x: no misses, look-alikes that it must leave alone"
    ]  # fmt: skip


@pytest.mark.parametrize(("pattern", "is_doubted"), [(".*", True), ("(tea)?", True), (r"\w", True), ("[tT]ea", False)])
def test_check_doubts_a_pattern_that_matches_any_text(pattern: str, is_doubted: bool, tmp_path: Path) -> None:
    rules = tmp_path / "r.toml"
    rules.write_text(f"[[rule]]\nid = 'x'\nkind = 'advert'\nreason = 'a test'\npattern = '{pattern}'\nhits = ['tea']\n")
    done = _run("rules", "check", str(rules))
    assert (done.returncode, "rule x: pattern: matches any text" in done.stdout) == (0, is_doubted)


def test_missing_file_is_named(tmp_path: Path) -> None:
    done = _run("rules", "check", str(tmp_path / "none.toml"))
    assert done.returncode == 1
    assert done.stderr == f"newsieve: {tmp_path / 'none.toml'}: No such file or directory\n"


@pytest.mark.parametrize(
    ("pattern", "is_slow"),
    [
        (r"(a+)+$", True),
        (r"(x+x+)+y", True),
        (r"(?:\w+\s?)+!", True),
        (r"(a|aa)+$", True),
        (r"(?:é|é)+$", True),
        (r"(?:[\u4e00-\u9fff]+)+x", True),
        (r"(?:[€£]+)+x", True),
        (r"(?:[^\W\d_]|ß)+\Z", True),
        (r"(.*?,){20}P", True),
        (r"(?:q(?:ww|w)*)+z", True),
        (r"(?:,(?:;;|;)*)+:", True),
        (r"(?:\t| |\t )+x", True),
        (r"(?=(?:–+)+x)", True),
        (r"(?:[^a]b?)+(?<=zz)", True),
        (r"(a?){30}a{30}", True),
        (r"\w*\w*\w*\w*\w*!", True),
        (r"(?:а|б)*(?:а|б)*(?:а|б)*в", True),
        (r"(?i)(subscribe\s*)+now", False),
        (r"(?i)sign up (?:for|to) (?:our|the) [\w ]{1,40}newsletter", False),
        (r"(?i)\bjoin our \d+ members\b", False),
        (r"^\s*read more\s*$", False),
        pytest.param(r"sign up .* newsletter", False, id="quadratic is not for ever"),
        pytest.param(r"join us", False, id="repeats nothing"),
    ],
)
def test_catastrophic_patterns_are_found(pattern: str, is_slow: bool) -> None:
    text = f"[[rule]]\nid = 'x'\nkind = 'advert'\nreason = 'a test'\npattern = '''{pattern}'''\n"
    assert bool(find_slow(parse_rules(text, "user"))) is is_slow


def test_a_quadratic_pattern_is_checked_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sooner than its lines are searched whole, of which each takes less than a third of all on any machine."""
    text = "[[rule]]\nid = 'x'\nkind = 'advert'\nreason = 'a test'\npattern = '(?:[a-z][A-Z]*\\s?)+;'\n"
    (rule,) = rules = parse_rules(text, "user")
    lines = [whole for _, whole in rulebook._pair_adversarial(rule)]
    start = time.process_time()
    assert not any(re.search(rule.pattern, line) for line in lines)
    of_all = time.process_time() - start
    monkeypatch.setattr(rulebook, "LIMIT_S", of_all / 3)
    before = os.times().children_user
    assert find_slow(rules) is None
    assert os.times().children_user - before < 0.7 * of_all


def test_check_ends_on_a_pattern_that_does_not(rules: Path) -> None:
    rules.write_text(GOOD.replace(r"\bjoin our \d+ members\b", r"(join|our|\w| )+$!"), "utf-8")
    before = time.monotonic()
    assert _run("rules", "check", str(rules)).returncode == 1
    assert time.monotonic() - before < 60  # rather than for ever


def test_list_shows_every_rule_and_ones_own(rules: Path) -> None:
    done = _run("rules", "list", "--language", "de", "--rules", str(rules))
    lines = done.stdout.splitlines()
    assert lines[0].split() == ["rule", "language", "kind", "weight", "catches"]
    assert any(line.startswith("de.") for line in lines)
    assert lines[-1].split(maxsplit=4) == ["user.member-drive", "all", "donation", "+4.0", "our own members' box"]


def test_list_of_an_unknown_language_names_the_packs() -> None:
    done = _run("rules", "list", "--language", "sw")
    assert done.returncode == 2
    assert "packs: en, de" in done.stderr


def test_test_names_the_rules_that_fire(rules: Path) -> None:
    done = _run("rules", "test", "Join our 4000 members today.", "--rules", str(rules))
    assert done.returncode == 0
    assert "user.member-drive  donation  +4.0  'Join our 4000 members'" in done.stdout


@pytest.mark.parametrize("words", [(), ("-",)], ids=["without TEXT", "-"])
def test_test_reads_stdin(rules: Path, words: tuple[str, ...]) -> None:
    done = _run("rules", "test", *words, "--rules", str(rules), stdin="Join our 4000 members today.\n")
    assert "user.member-drive  donation  +4.0  'Join our 4000 members'" in done.stdout


def test_rules_that_need_a_word_wait_for_it() -> None:
    text = GOOD.replace('reason = "our own', 'needs = ["today"]\nreason = "our own')
    rules = parse_rules(text, "user")
    assert [words for _, words in find_matches(rules, "Join our 4000 members today.")] == ["Join our 4000 members"]
    assert list(find_matches(rules, "Join our 4000 members.")) == []


def test_own_rule_keeps_what_it_matches(tmp_path: Path) -> None:
    own = "[[rule]]\nid = 'box'\nkeep = true\npattern = 'Subscribe'\nreason = 'ours'\n"
    (tmp_path / "mine.toml").write_text(own, "utf-8")
    story = "The ferry was late on Monday, the harbour master said.\n\nSubscribe to our newsletter today.\n"
    (tmp_path / "story.txt").write_text(story, "utf-8")
    assert _run("clean", "story.txt", folder=tmp_path).stdout != story
    assert _run("clean", "story.txt", "--rules", "mine.toml", folder=tmp_path).stdout == story


@pytest.mark.parametrize(
    ("pattern", "doubt"),
    [
        ("[[:digit:]]+ members", "nested set"),
        ("[a-z||0-9] members", "set union"),
        ("[a-z&&0-9]* members", "set intersection"),
        (r"\\d+ [a-z]+ members", ""),
    ],
)
def test_sets_that_python_reads_in_another_way_are_said_by_check_alone(
    pattern: str, doubt: str, tmp_path: Path
) -> None:
    path = tmp_path / "sets.toml"
    path.write_text(GOOD.replace(r"(?i)\bjoin our \d+ members\b", pattern).partition("hits")[0])
    checked = _run("rules", "check", str(path))
    assert (checked.returncode, checked.stderr, doubt in checked.stdout) == (0, "", True)
    assert ("pattern: possible" in checked.stdout) is bool(doubt)
    assert _run("clean", "--rules", str(path), stdin="It rained.").stderr == ""
    assert _run("rules", "test", "It rained.", "--rules", str(path), "--language", "en").stderr.count("\n") == 1


def test_test_tries_each_block_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(GOOD.replace(r"(?i)\bjoin our", "^Join our"))
    text = "The ferry sank.\n\nJoin our 12 members.\n\nThe union may Join our 9 members.\n"
    for words in (("-",), ("-", "-")):
        done = _run("rules", "test", *words, "--rules", str(path), stdin=text)
        assert [line for line in done.stdout.splitlines() if line.startswith("user.")] == [
            "user.member-drive  donation  +4.0  'Join our 12 members'"
        ]
