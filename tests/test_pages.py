"""Whole pages: the example articles, pages that mean harm, and the labelled corpus where it is at hand."""

import os
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

from newsieve.extract import read_article
from newsieve.train.pages_data import LabelledPage, label_in_context
from newsieve.types import Article, Document, Format

EXAMPLES = Path(__file__).parent.parent / "fixtures" / "pages"
PAGES = sorted(path.parent.name for path in EXAMPLES.glob("*/*.html"))
CORPUS = os.environ.get("SIEVE_CORPUS")

RIVER = "<p>The river rose by two metres overnight, and the mayor asked people to stay at home.</p>"
START = RIVER[3:33]


def read(html: str) -> Article:
    return read_article(Document("page", html, Format.HTML))


def read_example(slug: str) -> Article:
    meta = tomllib.loads((EXAMPLES / slug / "meta.toml").read_text("utf8"))
    return read((EXAMPLES / slug / meta["input"]).read_text("utf8"))


@pytest.mark.parametrize("slug", PAGES)
def test_no_line_of_an_example_is_lost(slug: str) -> None:
    article = read_example(slug)
    story = (EXAMPLES / slug / "story.txt").read_text("utf8").split("\n")
    seen = f"{article.title}\n{article.text}"
    assert [line for line in story if line not in seen] == []


@pytest.mark.parametrize("slug", PAGES)
def test_title_and_language_of_an_example(slug: str) -> None:
    meta = tomllib.loads((EXAMPLES / slug / "meta.toml").read_text("utf8"))
    article = read_example(slug)
    assert (article.title, article.language or meta["language"]) == (meta["title"], meta["language"])


HOSTILE = {
    "100,000 nested div": f"{'<div>' * 100_000}{RIVER}{'</div>' * 100_000}",
    "100,000 nested b, closed as div": f"{RIVER}{'<b>' * 100_000}{'</div>' * 100_000}",
    "100,000 nested lists": f"{RIVER}{'<ul><li>' * 100_000}",
    "100,000 nested tables": f"{RIVER}{'<table><tr><td>' * 100_000}",
    "2,000 nested div with text": f"<div>{RIVER}" * 1_900,
    "50,000 links": f"{RIVER}{'<a href=x>link</a> ' * 50_000}",
    "50,000 linked paragraphs": f"{RIVER}{'<p><a href=x>link</a></p>' * 50_000}",
    "20,000 articles": f"<article><h2>Teaser</h2>{RIVER}</article>" * 20_000,
    "12 MB of one paragraph": f"{RIVER}<p>{'word ' * 2_400_000}",
    "scripts that never end": f"{RIVER}{'<script>' * 100_000}",
    "CDATA that never ends": f"<html xmlns='x'>{RIVER}{'<![CDATA[' * 100_000}",
    "comments that never end": f"{RIVER}{'<!--' * 100_000}",
    "an attribute of 1 MB": f"<div class='{'share ' * 200_000}'>{RIVER}",
    "100,000 attributes": f"<div {'a=b ' * 100_000}>{RIVER}",
    "NUL bytes": RIVER.replace("<p>", "<p>\0").replace("river", "ri\0ver"),
    "two encodings": f"<?xml version='1.0' encoding='utf-16'?><meta charset=latin1>{RIVER}",
    "entity bomb": f"<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'><!ENTITY c SYSTEM 'file:///etc/passwd'>]>{RIVER}&b;&c;",
    "a lone surrogate": f"{RIVER}\ud800",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_are_read(name: str) -> None:
    assert START in read(HOSTILE[name]).text


@pytest.mark.parametrize(
    "html",
    [
        "",
        " \n",
        "<html></html>",
        "<html><body></body></html>",
        "<!-- nothing -->",
        "<?php nothing ?>",
        "<frameset><frame src=a><frame src=b></frameset>",
        "<script>document.write('<p>hello</p>')</script>",
        "<svg><circle r=1></svg>",
        "<?xml version='1.0'?>",
    ],
)
def test_a_page_without_text_is_an_empty_article(html: str) -> None:
    assert read(html) == Article("")


def test_entities_and_dtd_are_not_followed() -> None:
    text = read(HOSTILE["entity bomb"]).text
    assert "root:" not in text
    assert "haha" not in text


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param(RIVER, id="paragraphs"),
        pytest.param(f"<div class=card><div><h2>Teaser</h2>{RIVER}</div></div>", id="boxes"),
        pytest.param("<a href=x>link</a> word ", id="links in one paragraph"),
        pytest.param("<tr><td>cell</td><td>cell</td></tr>", id="rows"),
        pytest.param("<ul><li>item", id="lists in lists"),
        pytest.param("<rt>", id="readings out of a ruby"),
        pytest.param("<rp>", id="brackets out of a ruby"),
    ],
)
def test_time_grows_with_the_size_of_the_page(piece: str) -> None:
    """Ten times the page in less than twenty times the time: linear, with room for a loaded machine."""
    times = [min(_measure_cpu(piece * count) for _ in range(2)) for count in (2_500, 25_000)]
    assert times[1] < 20 * times[0]


def test_nothing_is_printed_and_nothing_recurses() -> None:
    """In a process of its own: a crash of the parser would end it, readability's logger would print there."""
    program = (
        "import logging; logging.basicConfig(level=logging.WARNING)\n"
        "from newsieve.extract import read_article\n"
        "from newsieve.types import Document, Format\n"
        f"pages = ['<div>' * 100_000 + {RIVER!r}, '<b>' * 100_000 + {RIVER!r}, '<html></html>', '<p>x</p>', '']\n"
        "for page in pages: read_article(Document('page', page, Format.HTML))\n"
    )
    child = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (child.returncode, child.stdout, child.stderr) == (0, "", "")


def test_text_imports_no_parser() -> None:
    program = "import sys, newsieve.extract; print([m for m in ('lxml', 'readability', 'logging') if m in sys.modules])"
    child = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert child.stdout == "[]\n"


@pytest.mark.parametrize(
    ("texts", "of_article"),
    [
        pytest.param(["Weight", "1.2 kg without the lid"], [True, True], id="with the words below"),
        pytest.param(["cast iron with a glass lid", "Weight"], [True, True], id="with the words above"),
        pytest.param(["Buy now", "Weight", "1.2 kg", "without", "the lid"], [False] + [True] * 4, id="over several"),
        pytest.param(["Weight", "Buy now", "Share"], [False, False, False], id="not with others"),
        pytest.param(["The kettle", "Weight"], [True, False], id="a line of its own, the other nowhere near"),
        pytest.param(["...", "Weight"], [False, False], id="no word"),
        pytest.param([], [], id="nothing in, nothing out"),
    ],
)
def test_labels_of_short_blocks_by_the_words_beside_them(texts: list[str], of_article: list[bool]) -> None:
    gold = "The kettle\nOf cast iron with a glass lid. Weight: 1.2 kg without the lid"
    page = LabelledPage("kettle", "https://shop.example/", 0, "", "product", gold, {})
    assert [label[0] for label in label_in_context(page, texts) if label] == of_article


@pytest.mark.skipif(not CORPUS, reason="SIEVE_CORPUS is not set: the labelled corpus is not part of the project")
def test_pages_of_unseen_publishers() -> None:
    """Extraction alone, without the cleaner behind it."""
    pytest.importorskip("lightgbm", reason="the extra `train` is not installed")
    from newsieve.extract.classifier import parse_classifier
    from newsieve.train import pages, pages_data, pages_rows

    readings = pages_rows.read_pages(pages_data.load_pages(Path(str(CORPUS))))
    scores = pages.score_pages(readings, [parse_classifier(model) for model in pages.fit_classifiers(readings)])
    assert min(scores["hand"], scores["parser"]) >= 0.945
    assert scores["tool"] >= 0.935


def _measure_cpu(html: str) -> float:
    start = time.process_time()
    read(html)
    return time.process_time() - start
