"""The packs as a run reads them: JSON that belongs to its TOML, and bounds on what a rule can match."""

import re
from pathlib import Path

import pytest

from newsieve import languages
from newsieve.languages import packs
from newsieve.train.packs import FOLDER, convert, count_most_letters

FILES = sorted(FOLDER.glob("*.toml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_json_is_up_to_date(path: Path) -> None:
    made = path.with_suffix(".json").read_text("utf-8")
    assert made == convert(path.read_bytes()), "run: python -m newsieve.train packs"


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
    assert any(rule.most_letters for rule in fast.rules)
    assert fast._replace(rules=tuple(rule._replace(most_letters=None) for rule in fast.rules)) == slow


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
    assert count_most_letters(pattern) == most


@pytest.mark.parametrize("code", languages.CODES)
def test_bounds_leave_the_rules_their_hits(code: str) -> None:
    rules = [rule for rule in languages.load(code).rules if rule.most_letters is not None]
    texts = [(rule, text) for rule in rules for text in rule.hits if re.search(rule.pattern, text)]
    assert [text for rule, text in texts if sum(map(str.isalnum, text)) > (rule.most_letters or 0)] == []
