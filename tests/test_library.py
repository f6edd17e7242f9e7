"""The library face: strings in, strings out, nothing heavy on import."""

import doctest
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

import newsieve


def test_examples_in_docstrings_hold() -> None:
    outcome = doctest.testmod(newsieve)
    assert outcome.attempted >= 6
    assert outcome.failed == 0


@pytest.mark.parametrize("name", newsieve.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(newsieve, name).__name__ == name


def test_unknown_names_are_attribute_errors() -> None:
    with pytest.raises(AttributeError, match="summarize"):
        newsieve.summarize  # noqa: B018


def test_unknown_kinds_are_value_errors() -> None:
    with pytest.raises(ValueError, match="gossip"):
        newsieve.clean("x", keep=["gossip"])


HEAVY = (
    *("lxml", "readability", "nltk", "numpy", "requests", "rich", "sumy", "typer", "click", "pydantic", "platformdirs"),
    *("sqlite3", "multiprocessing", "asyncio", "hashlib", "tempfile", "tomllib", "dataclasses", "importlib.resources"),
)


@pytest.mark.parametrize("code", ["import newsieve", "import newsieve; newsieve.digest('It rained. He left.')"])
def test_text_needs_nothing_heavy(code: str) -> None:
    script = f"{code}\nimport sys\nprint(sorted(set({HEAVY}) & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert loaded == "[]\n"


TEXT = "The council closed the pool on Monday.\n\nOur kettle guild brews lemon tea for you.\n\nSwimmers were angry.\n"


def test_rules_of_ones_own(tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text('[[rule]]\nid = "tea"\nkind = "advert"\nweight = 9.0\npattern = "kettle guild"\nreason = "tea"\n')
    assert newsieve.clean(TEXT) == TEXT
    assert "kettle" not in newsieve.clean(TEXT, rules=[rules])
    assert "kettle" not in " ".join(newsieve.digest(TEXT, rules=[str(rules)]))
    assert "kettle" not in newsieve.brief([TEXT], sentences=3, rules=[rules])[0].text
    rules.write_text("[[rule]]\n")
    os.utime(rules, (1, 1))
    with pytest.raises(newsieve.NewsieveError, match=r"rules\.toml"):
        newsieve.clean(TEXT, rules=[rules])


def test_a_memory(tmp_path: Path) -> None:
    path, pitch = tmp_path / "m", TEXT.split("\n\n")[1]
    words = "river council vote bridge school budget teacher road harbour winter storm farm wheat market".split()
    for n in range(12):
        story = " ".join(random.Random(n).choices(words, k=25)).capitalize()
        (tmp_path / f"{n}.txt").write_text(f"{story}.\n\n{pitch}\n")
    command = [
        sys.executable,
        "-m",
        "newsieve",
        "memory",
        "learn",
        str(tmp_path),
        "--site",
        "a.example",
        "--exclude",
        "m",
    ]
    subprocess.run([*command, "--memory", str(path)], check=True, capture_output=True)
    assert pitch not in newsieve.clean(TEXT, memory=path, url="https://a.example/1")
    assert not newsieve.explain(TEXT, memory=str(path), site="a.example").verdicts[1].kept
    assert newsieve.clean(TEXT, memory=path, site="b.example") == TEXT
    with pytest.raises(newsieve.NewsieveError, match="none"):
        newsieve.clean(TEXT, memory=tmp_path / "none")


def test_half_a_surrogate_pair_is_a_replacement_character() -> None:
    text = "The \ud800 pool closed on Monday.\n\nSwimmers were angry, and some of them wept."
    mended = text.replace("\ud800", "\ufffd")
    assert newsieve.clean(text) == mended
    assert newsieve.digest(text, sentences=2) == mended.split("\n\n")
    [story] = newsieve.brief([newsieve.Document("a", text)])
    assert "\ud800" not in f"{story.title} {story.text}"


PAGE = "<!doctype html><html><body><article><p>The tide took the pier &amp; its lamps.</p></article></body></html>\r\n"


@pytest.mark.parametrize(
    ("format_", "says"),
    [
        pytest.param(None, "pier & its lamps", id="told apart by content, as a text is"),
        pytest.param(newsieve.Format.HTML, "pier & its lamps", id="a page"),
        pytest.param(newsieve.Format.TEXT, "pier &amp; its lamps", id="a text that only looks like a page"),
    ],
)
def test_document_of_each_format(format_: newsieve.Format | None, says: str) -> None:
    [story] = newsieve.brief([newsieve.Document("pier", PAGE, format_)])
    assert says in f"{story.title} {story.text}"
