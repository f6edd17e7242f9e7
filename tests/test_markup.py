"""Pages, fragments and plain texts that speak of tags are told apart, wherever a text comes from."""

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsieve.pipeline import Task, process
from newsieve.read import ReadOptions, Source, read_documents
from newsieve.read.formats import read_stream
from newsieve.read.markup import drop_comments, read_markup, sniff_format
from newsieve.read.streams import Peekable
from newsieve.render.text import render_text
from newsieve.types import Document, Format, Options, Result

PAGES = [
    "<!DOCTYPE html><p>x",
    "\n  <html lang=en>",
    '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x">',
    "<!-- saved -->\n<head>",
    "<!--" + "*" * 9000 + "-->\n<html><body>The ferry sank.",
    '<html data-a="<b>"><body>x',
    "Junk before\n<html><body>",
    "<title> The ferry </title>",
    "<body> The ferry sank. </body>",
    '<link rel="x" href="y">',
    '<link rel="x" href="y"><meta name="a" content="b"> <p>x',
    "<!DOCTYPE html>\nThe ferry sank.",
]
FRAGMENTS = [
    "<p>A fragment.</p>",
    "<p> The ferry sank. </p>",
    "<p>\nThe ferry sank.\n</p>",
    "<p>The ferry sank.\n<p>Nobody drowned.",
    "<P>The ferry sank.<P>Nobody drowned.",
    "<!-- wp:paragraph -->\n<p>The ferry sank.</p>\n<!-- /wp:paragraph -->",
    '<figure><img src="a.jpg"></figure><p>The ferry sank.</p>',
    '<picture><img src="a.jpg"></picture><p>The ferry sank.</p>',
    '<iframe src="a"></iframe><p>The ferry sank.</p>',
    '<amp-img src="a"></amp-img><p>The ferry sank.</p>',
    "<strong>Ostrow.</strong> The ferry sank.",
    "<em>Ostrow.</em><p>The ferry sank.</p>",
    "<aside></aside><p>The ferry sank.</p>",
    '<nav><a href="/">Home</a></nav><p>The ferry sank.</p>',
    "<hr>The ferry sank.<br>Nobody drowned.",
    "<noscript><img src=a></noscript>The ferry sank.",
    "<ul>\n<li>The ferry\n<li>The crew",
    "<table><tr><td>The ferry",
    '<div class="a"\n id=b>\nThe ferry\n\nsank.</div>',
    "<h1>Ostrow</h1>\n\n<p>The ferry sank.\n\n<p>Nobody\n\ndrowned.</p>\n",
    "<div>\n\nThe ferry\n\nsank.\n\n</div>",
    "<p>The ferry sank.</p>\nNobody drowned.\n<ul>\n<li>One\n<li>Two\n<li>Three\n</ul>\n<p>So it is.</p>",
    "<ul><li><p>One <b>ferry</ul>\n\n<p>Two.</b></p>",
    "The ferry sank.<br><br>Nobody drowned.",
    "The ferry sank.<br>\nNobody drowned.",
    "The ferry<br />\nthe crew<br />\nthe end",
    "The ferry sank.<br /><br />\n<p>Nobody drowned.</p>",
    "“The ferry sank.”<p>Nobody drowned.</p>",
    "船が沈んだ。<br>乗客は無事だった。",
]
TEXTS = [
    "",
    "{}",
    "I <3 you",
    "<- back, forward ->",
    "x < y and y > z",
    "5 < 6, and a <p> in the text",
    "if a<b and c>d then",
    "<b> is a tag that makes text bold.",
    "<b> is a tag that makes text bold, </b> ends it.",
    "<p> begins a paragraph, and </p> ends it.",
    "<p> and <br> are tags of HTML.",
    "`<p>` begins a paragraph, `</p>` ends it.",
    "<title>, <link> and <meta> belong in the head.",
    "<html> is the root of a page.",
    "<!DOCTYPE html> is the first line of a page.",
    '<meta charset="utf-8"> must come first.\n\nSo says the guide.',
    '<link rel="stylesheet">, says the guide, loads style.',
    "<section 1>\nThe ferry is free.\n<section 2>\nThe crew is paid.",
    "<!-- is how a comment begins, and --> how it ends.",
    "A tag such as <br> or <br/> breaks the line.",
    "Lines end in <br>\nor in <br/>\nas you like.",
    "Use <b>bold</b> for what is bold.",
    "Write <p>Hello.</p> to say hello.",
    "Write so:\n<p>Hello.</p>\n<p>World.</p>\nThat is all.",
    "Write so:\n\n<p>Hello.</p>\n<p>World.</p>\n\nThat is all.\n\nGood bye.",
    "A page:\n\n```html\n<!DOCTYPE html>\n<html>\n<body>\n<p>Hi.</p>\n</body>\n</html>\n```\n\nThat is all.",
    "A poem:\n\n```html\nRoses are red.<br>\nViolets are blue.<br>\n```\n\nThat is all.",
    "<anna@ostrow.example> wrote:\n> Hello",
    "<b@ostrow.example> asked what </b> is",
    "<https://ostrow.example/a> is the address.",
    "<p> hi all.\n<a> hello.\n<p> bye",  # a chat
    "Dear <name>,\n\nyour order of <date> is ready.",
    "<spoiler>The mate did it</spoiler>",
    "std::vector<a> x; map<b, i> y; foo<p>(x);",
    "#include <map>\nint main() { return a<b; }",
    "Vec<u8> and Option<a>. <T> is a type.",
    "<b>Leek soup</b>\nWash the leeks.\nCut them.\nBoil them.",
    "<i>Hamburg, 1962</i>\n\nThe water came at night.",
    "<kbd>Ctrl</kbd> quits.\n\nIt asks first.",
]
OPENINGS = """<p align="center"><img src="a.svg" alt="murkfs"></p>
<p>murkfs</p>
<h1 align="center">murkfs</h1>
<div align="center"><b>murkfs</b></div>
<a href="https://murk.example"><img src="a.svg"></a>
<a name="top"></a>
<img src="a.svg" align="right">
<br>
<i>murkfs</i>
<b>murkfs</b> is here.
<center>murkfs</center>
<table><tr><td>murkfs</td></tr></table>
<picture><source srcset="a.png"><img src="a.svg"></picture>
<svg width="1"></svg>
<!-- badges --><p>murkfs""".splitlines()
BELOW = "It keeps every version.\n\n<details>\n<summary>Options</summary>\n\nCall `Vec<String>`.\n\n</details>\n\nBye."
TEXTS += [f"{opening}\n\n{BELOW}" for opening in OPENINGS]
CASES = [(text, Format.HTML) for text in PAGES + FRAGMENTS] + [(text, Format.TEXT) for text in TEXTS]


@pytest.mark.parametrize(("text", "format_"), CASES)
def test_html_is_told_from_text(text: str, format_: Format) -> None:
    assert sniff_format(text) is format_


@pytest.mark.parametrize(
    ("text", "format_"),
    [
        ("The ferry <b>sank</b> on Monday.", Format.HTML),
        ('The ferry sank. <a href="/a">More', Format.HTML),
        ("5 < 6 <i", Format.TEXT),
        ("Dear <name>, 5 &lt; 6", Format.TEXT),
    ],
)
def test_where_the_text_is_unclear_its_origin_decides(text: str, format_: Format) -> None:
    assert sniff_format(text) is Format.TEXT
    assert sniff_format(text, unclear=Format.HTML) is format_


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a", "a.jsonl"])
@pytest.mark.parametrize("opening", OPENINGS)
def test_text_below_an_element_stays_whole(opening: str, name: str, tmp_path: Path) -> None:
    text = f"{opening}\n\n{BELOW}\n\n- <your-name>: a < b\n"
    (tmp_path / name).write_text(as_jsonl("content", text) if name == "a.jsonl" else text)
    [document] = read_documents(Source(str(tmp_path / name)), ReadOptions())
    assert isinstance(document, Document)
    assert (document.format, document.text) == (Format.TEXT, text)


@pytest.mark.parametrize(("name", "format_"), [("a.md", Format.TEXT), ("a.rst.gz", Format.TEXT), ("a", Format.HTML)])
def test_within_elements_a_name_tells_text(name: str, format_: Format) -> None:
    data = b"<div align=center>\n\n# murkfs\n\nIt keeps every version.\n\n</div>\n"
    [document] = read_stream(Source(name), Peekable(io.BytesIO(data)), ReadOptions())
    assert isinstance(document, Document)
    assert document.format is format_


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a"])
@pytest.mark.parametrize("page", ["<!doctype html><p>x\n\ny", "<p>One.</p><p>Two.</p>", "<p>One.</p>\n\n<p>Two.</p>"])
def test_content_outweighs_a_name(page: str, name: str) -> None:
    [document] = read_stream(Source(name), Peekable(io.BytesIO(page.encode())), ReadOptions())
    assert isinstance(document, Document)
    assert document.format is Format.HTML


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("&ldquo;We&rdquo; in K&ouml;ln &#8211; x &lt; y &amp; z\n\nB&#x62;", "“We” in Köln – x < y & z\n\nBb"),
        ("Type &amp; for an ampersand.", "Type &amp; for an ampersand."),
        ("<b> is written &lt;b&gt; here", "<b> is written &lt;b&gt; here"),
        ("R&D; AT&T; a&bogus;b &copy=1", "R&D; AT&T; a&bogus;b &copy=1"),
        ("half a pair: x&#xD800;y", "half a pair: x\ufffdy"),
    ],
)
def test_the_references_of_a_text_are_decoded(text: str, read: str) -> None:
    assert read_markup(text) == (read, Format.TEXT)


def test_markup_that_is_escaped_once_more_is_a_page() -> None:
    assert read_markup("&lt;p&gt;The ferry sank.&lt;/p&gt;") == ("<p>The ferry sank.</p>", Format.HTML)


@pytest.mark.parametrize(
    ("markup", "read"),
    [
        ("<b>Ostrow.</b> It sank.\n\nNobody\ndrowned.", "<b>Ostrow.</b> It sank.\n\n<p>Nobody\ndrowned."),
        ("<h2>Ostrow</h2>\r\n\r\nIt sank.", "<h2>Ostrow</h2>\r\n\n<p>It sank."),
        ("<p>It\n\nsank.</p>", "<p>It\n\nsank.</p>"),
        ("<html>It\n\nsank.", "<html>It\n\nsank."),
    ],
)
def test_blank_lines_are_paragraphs_where_nothing_else_is(markup: str, read: str) -> None:
    assert read_markup(markup) == (read, Format.HTML)


@pytest.mark.parametrize(
    ("markup", "left"),
    [("a<!-- b -->c", "ac"), ("a<!-- b", "a"), ("a<!--[if !IE]><!-->b<!--<![endif]-->c", "abc"), ("-->a", "-->a")],
)
def test_comments_are_dropped_as_in_browsers(markup: str, left: str) -> None:
    assert drop_comments(markup) == left


@given(st.text(st.sampled_from("<>/pbr! -\n.&;a")))
def test_any_text_has_a_format(text: str) -> None:
    assert sniff_format(text) in Format
    assert sniff_format(f"<p>{text.replace('<', '')}</p>") is Format.HTML
    assert sniff_format(text.replace("<", "")) is Format.TEXT


STORY = [
    "The ferry of Ostrow sank on Monday with 40 people on board, all of whom were saved by fishermen of the island.",
    "“We heard the bell and went,” said the oldest of them, Renée Kłos, who has fished these waters since 1971.",
    "The company said that x < y & z, and will inspect its other three ships before the end of the week.",
]
ESCAPED = [each.replace("&", "&amp;").replace("<", "&lt;") for each in STORY]


def as_jsonl(field: str, text: str) -> str:
    return json.dumps({"id": "1", field: text}) + "\n"


def as_csv(field: str, text: str) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([["id", field], ["1", text]])
    return out.getvalue()


WAYS = {
    "blocks": "\n\n".join(f"<!-- wp:paragraph -->\n<p>{each}</p>\n<!-- /wp:paragraph -->" for each in ESCAPED),
    "figure": "<figure><img src=a></figure>" + "".join(f"<p>{each}</p>" for each in ESCAPED),
    "breaks": "<br>\n<br>".join(ESCAPED),
    "unclosed": "".join(f"<p>{each}\n" for each in ESCAPED),
    "blank lines": "<em>" + "\n\n".join(ESCAPED).replace("Monday", "Monday</em>"),
    "references": "\n\n".join(each.replace("“", "&ldquo;").replace("é", "&eacute;") for each in ESCAPED),
}
PLACES = {
    "a.html": lambda text: text,
    "content.jsonl": lambda text: as_jsonl("content", text),
    "body.jsonl": lambda text: as_jsonl("body", text),
    "article.csv": lambda text: as_csv("article", text),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("place", PLACES)
def test_fragments_are_read_alike_everywhere(way: str, place: str, tmp_path: Path) -> None:
    (tmp_path / place).write_text(PLACES[place](WAYS[way]), encoding="utf-8")
    [document] = read_documents(Source(str(tmp_path / place)), ReadOptions())
    assert isinstance(document, Document)
    result = process(document, Task.CLEAN, Options())
    assert isinstance(result, Result)
    assert render_text(result, Task.CLEAN).rstrip().split("\n\n") == STORY
