"""Texts of genres that are no news, all content: essays, letters, sermons, minutes, guides, lists."""

import re
from pathlib import Path

import pytest

TEXTS = sorted((Path(__file__).parents[1] / "fixtures" / "genres").glob("*"))


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_the_form_of_a_text(path: Path) -> None:
    assert re.fullmatch(r"(de|en|es|fr|it|nl|pt)-[a-z]+(-[a-z0-9]+)+\.txt", path.name)
    text = path.read_text("utf-8")
    assert text == text.strip() + "\n"
    assert not re.search(r"\n{3}|[ \t]\n", text)
    assert 60 <= len(text.split()) <= 450
