"""The library face: strings in, strings out, nothing heavy on import."""

import doctest
import subprocess
import sys

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
