"""The example articles: what must stay of each stands beside it. Known mistakes are listed, and go red when mended."""

import tomllib
from pathlib import Path

import pytest

from newsieve.pipeline import Task, process
from newsieve.read import ReadOptions, Source, read_documents
from newsieve.render import RENDERERS
from newsieve.types import Document, Options

FIXTURES = Path(__file__).parent.parent / "fixtures"
PAGES = sorted(p for p in (FIXTURES / "pages").iterdir() if p.is_dir())
KNOWN = sorted(p for p in (FIXTURES / "known_failures").iterdir() if p.is_dir())
# What is still taken from a story, and what is still left beside one. An article that is mended turns the run red.
LOST = {
    "exam-that-quotes-an-appeal": "a sentence of an appeal that an exercise quotes",
    "alike-german-spenden": "a sentence that gives the account of a village's collection",
    "relief-accounts": "the account of a rescue service that a report lists",
}
LEFT = {
    "broadcaster-prison-letters": "bare headlines of other stories",
    "business-site-rupee-steel": "a ticker and its disclaimer",
    "german-daily-spendenaufruf": "a line for a newsletter behind the story",
    "page-embed-consent": "the first line of a box that asks whether a clip may load",
    "recipe-blog-lemon-cake": "a bar of links for printing",
    "newsletter-essay-kitchen-table": "lines that only speak to the readers of a newsletter",
    "opinion-eight-paragraph-appeal": "an appeal that reads like an opinion throughout",
    "page-table-election": "a plea without markup or vocabulary of its own",
    "sports-live-links": "a bar of links to the table and the fixtures",
    "student-paper-rent-strike": "bare headlines of other stories",
    "tech-blog-mini-pc": "an ask for an address in the middle of a box",
    "tabloid-stairlift": "bare headlines of other stories",
}


def mark(folder: Path, *tables: dict[str, str]) -> object:
    """A case that must fail if one of the tables names the article."""
    reasons = [table[folder.name] for table in tables if folder.name in table]
    return pytest.param(folder, id=folder.name, marks=[pytest.mark.xfail(strict=True, reason=r) for r in reasons[:1]])


def clean(folder: Path) -> str:
    meta = tomllib.loads((folder / "meta.toml").read_text(encoding="utf-8"))
    [document] = read_documents(Source(str(folder / meta["input"])), ReadOptions(url=meta.get("url")))
    assert isinstance(document, Document)
    return RENDERERS["text"](process(document, Task.CLEAN, Options()), "clean")


def story(folder: Path) -> str:
    return (folder / "story.txt").read_text(encoding="utf-8")


def lines(text: str) -> set[str]:
    return {line.strip() for line in text.splitlines() if line.strip()}


@pytest.mark.parametrize("folder", [mark(p, LOST, LEFT) for p in PAGES])
def test_the_story_and_nothing_else(folder: Path) -> None:
    assert clean(folder) == story(folder)


@pytest.mark.parametrize("folder", [mark(p, LOST) for p in PAGES])
def test_no_line_of_the_story_is_lost(folder: Path) -> None:
    assert not lines(story(folder)) - lines(clean(folder))


@pytest.mark.parametrize("folder", [pytest.param(p, id=p.name) for p in KNOWN])
@pytest.mark.xfail(strict=True, reason="known mistakes of the cleaner, each explained in its meta.toml")
def test_known_failures(folder: Path) -> None:
    assert clean(folder) == story(folder)
