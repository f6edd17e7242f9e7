"""A page's markup to its article: what is a block, what is chrome, what the page says of itself."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from newsieve.extract import read_article
from newsieve.extract.classifier import (
    FIRM,
    BlockClassifier,
    choose_cut,
    load_classifier,
    parse_classifier,
    rate_blocks,
    select_blocks,
    use_classifier,
)
from newsieve.extract.features import FEATURES
from newsieve.extract.page import read_page
from newsieve.forest import LEAF, Exit, Nodes
from newsieve.train.pages_keep import find_exits
from newsieve.types import Article, Document, Format, Mark

RIVER = "The river rose by two metres overnight, and the mayor asked people to stay at home until noon."
BRIDGE = "By the evening the old bridge had gone, and with it the only road to the villages on the other bank."
TRAIN = "Trains ran an hour late all day, said a spokesman, who would not say when the line would be open again."
STORY = f"<p>{RIVER}</p><p>{BRIDGE}</p><p>{TRAIN}</p>"
TEXT = f"{RIVER}\n\n{BRIDGE}\n\n{TRAIN}"


def read(html: str, **fields: str) -> Article:
    return read_article(Document("page", html, Format.HTML, **fields))  # type: ignore[arg-type]


def list_blocks(html: str) -> list[tuple[str, str]]:
    """Tag and text of each block that is read, chrome too."""
    return [(block.tag, block.text) for block in read_page(html).blocks]


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        pytest.param("<p>One\n  two</p>", [("p", "One two")], id="white space is collapsed"),
        pytest.param("<div>One<p>two</p>three</div>", [("p", "One"), ("p", "two"), ("p", "three")], id="bare text"),
        pytest.param("<p>One <b>t</b>wo <i>three</i></p>", [("p", "One two three")], id="inline elements"),
        pytest.param("<p>One<br><br>two</p>", [("p", "One"), ("p", "two")], id="two br part blocks"),
        pytest.param("<p>One<br> \n <br>two</p>", [("p", "One"), ("p", "two")], id="two br with space between"),
        pytest.param("<p>12 Mill Lane<br>Kingsgate</p>", [("p", "12 Mill Lane\nKingsgate")], id="one br is a line"),
        pytest.param(f"<p>{RIVER}<br>{BRIDGE}</p>", [("p", RIVER), ("p", BRIDGE)], id="one br after a long sentence"),
        pytest.param("<h2>Head</h2>one<hr>two", [("h2", "Head"), ("p", "one"), ("p", "two")], id="headings and rules"),
        pytest.param("<p><a href=#r1>1</a>. one<p><a href=#r2>2</a>two", [("p", "1. one"), ("p", "2 two")], id="notes"),
        pytest.param("<ul><li>a<li><p>b</p></ul>", [("li", "a"), ("li", "b")], id="a paragraph in an item is the item"),
        pytest.param("<blockquote><p>a</p></blockquote>", [("blockquote", "a")], id="quotes"),
        pytest.param("<dl><dt>a<dd>b</dl>", [("dt", "a"), ("dd", "b")], id="definitions"),
        pytest.param("<pre>a\n  b\n\nc</pre>", [("pre", "a\n  b\n\nc")], id="lines of pre stay"),
        pytest.param(
            "<table><tr><th>Ward</th><th>Votes</th></tr><tr><td>Six</td><td>11</td></tr></table>",
            [("tr", "Ward | Votes"), ("tr", "Six | 11")],
            id="a row is a block",
        ),
        pytest.param(
            "<table><tr><td><p>Six</p><td><div><b>1</b>1</div><tr><td><div>Mill</div><div>Lane</div><td>7</table>",
            [("tr", "Six | 11"), ("tr", "Mill Lane | 7")],
            id="boxes in cells",
        ),
        pytest.param(
            "<div role=table><div role=row><div role=columnheader>Ward</div><div role=columnheader>Votes</div></div>"
            "<div role=row><div role=rowheader>Six</div><div role=cell>11</div></div></div>",
            [("tr", "Ward | Votes"), ("tr", "Six | 11")],
            id="rows by their roles",
        ),
        pytest.param(
            f"<table><tr><td><p>Menu</p><td><p>{RIVER} {BRIDGE} {TRAIN}</p></table>",
            [("p", "Menu"), ("p", f"{RIVER} {BRIDGE} {TRAIN}")],
            id="boxes in cells of a layout table",
        ),
        pytest.param(
            "<table><tr><td><p>The captain was happy, and said so.</p><td><p>The mayor left.</p></table>",
            [("p", "The captain was happy, and said so."), ("p", "The mayor left.")],
            id="sentences in boxes of cells",
        ),
        pytest.param(
            "<table role=presentation><tbody><tr><td><div>Ferry</div><td><div>Harbour</div></table>",
            [("p", "Ferry"), ("p", "Harbour")],
            id="boxes in cells of a table that says it is none",
        ),
        pytest.param(
            "<table><tr><td><p>a</p><td><p>b</p><ul><li>c</ul></table>",
            [("p", "a"), ("p", "b"), ("li", "c")],
            id="a list in a cell",
        ),
        pytest.param("<table><tr><td></td><td>11</td></tr></table>", [("tr", "11")], id="empty cells"),
        pytest.param(
            f"<table><tr><td>Menu</td><td>{RIVER}<br><br>{BRIDGE} {TRAIN}</td></tr></table>",
            [("p", "Menu"), ("p", RIVER), ("p", f"{BRIDGE} {TRAIN}")],
            id="paragraphs in a cell of a layout table",
        ),
        pytest.param("<p>a<script>b</script><style>c</style>d</p>", [("p", "ad")], id="scripts and styles"),
        pytest.param("<p>a<svg><text>b</text></svg></p><template>c</template>", [("p", "a")], id="svg and template"),
        pytest.param("<p>Let <math><mi>x</mi><mo>=</mo><mn>2</mn></math>.</p>", [("p", "Let x=2.")], id="MathML stays"),
        pytest.param(
            "<p><ruby>弾劾<rp>（</rp><rt>だんがい</rt><rp>）</rp></ruby></p>", [("p", "弾劾（だんがい）")], id="ruby"
        ),
        pytest.param(
            "<p><ruby>弾<rt>だん</rt>劾<rt>がい</rt></ruby></p>", [("p", "弾（だん）劾（がい）")], id="bare ruby"
        ),
        pytest.param("<p>45<sup>3</sup> million</p>", [("p", "45³ million")], id="a figure's footnote mark"),
        pytest.param("<p>10<sup>−6</sup> m</p>", [("p", "10⁻⁶ m")], id="an exponent"),
        pytest.param("<p>since 1998<sup><a href=#n>12</a></sup>.</p>", [("p", "since 1998¹².")], id="a linked mark"),
        pytest.param(
            "<p>the 21<sup>st</sup>, CO<sub>2</sub></p>", [("p", "the 21st, CO2")], id="letters are not raised"
        ),
        pytest.param(
            "<p>The <button>pile</button>, said he</p>", [("p", "The pile, said he")], id="a button in a line"
        ),
        pytest.param("<button>Share</button><button>Print</button>", [("p", "Share Print")], id="buttons in a row"),
        pytest.param("<pre><div>a</div><div>  b</div></pre>", [("pre", "a\n  b")], id="lines of pre as elements"),
        pytest.param("<pre><div>a\n</div><div>\n</div><p>b</p></pre>", [("pre", "a\n\nb")], id="with line ends"),
        pytest.param(
            "<ul>Three:<li>one<li>two</ul>", [("p", "Three:"), ("li", "one"), ("li", "two")], id="before an item"
        ),
        pytest.param(
            "<h1><div>Quay</div><span>: </span><span>the piles</span></h1>", [("h1", "Quay: the piles")], id="boxes"
        ),
        pytest.param(
            "<p>港を閉じる。<br>魚は南へ。<br>誰も望まない。</p>",
            [("p", "港を閉じる。"), ("p", "魚は南へ。"), ("p", "誰も望まない。")],
            id="short paragraphs between line breaks",
        ),
        pytest.param(
            "<p>“Ivo?”<br>“Here.”</p>", [("p", "“Ivo?”"), ("p", "“Here.”")], id="dialogue between line breaks"
        ),
        pytest.param(
            "<p>O rose,<br>thou art sick,<br>and so am I.</p>",
            [("p", "O rose,\nthou art sick,\nand so am I.")],
            id="lines of a poem",
        ),
        pytest.param("<button><div>Menu</button><p>a", [("p", "Menu"), ("p", "a")], id="a box left open in a button"),
        pytest.param("<b-x><template shadowrootmode=open><p>a</p></template></b-x>", [("p", "a")], id="a shadow root"),
        pytest.param(
            "<x-y><template shadowrootmode=open><slot name=top></slot><p>b</p><slot></slot></template>"
            "c<p>d</p><p slot=top>a</p><p slot=none>e</p></x-y>",
            [("p", "a"), ("p", "b"), ("p", "c"), ("p", "d"), ("p", "e")],
            id="slots of a shadow root",
        ),
        pytest.param(
            "".join(f"<div style='top:0; display: inline-block'>{letter}</div>" for letter in "So it")
            + " <div style=display:inline-block>is.</div> so<div>b</div>",
            [("p", "So it is. so"), ("p", "b")],
            id="letters and words in boxes of a line",
        ),
        pytest.param(
            "<div style=display:inline-block>a b</div><div style=display:inline-block>c d</div>"
            "<div style=display:inline-block>ef</div><div style=display:inline-block>gh</div>",
            [("p", "a b"), ("p", "c d"), ("p", "ef"), ("p", "gh")],
            id="columns and buttons side by side",
        ),
        pytest.param("<x-z>a<div fallback>b</div></x-z>", [("p", "a")], id="what shows where an element fails"),
        pytest.param(
            f"<p>a</p><noscript>&lt;img alt='{'b' * 200}'&gt;</noscript>", [("p", "a")], id="markup without scripts"
        ),
        pytest.param(
            "<table><tr><td rowspan=2>1990<td>I<td>4<tr><td>II<td>5<tr><td>1991<td>I<td>6</table>",
            [("tr", "1990 | I | 4"), ("tr", "1990 | II | 5"), ("tr", "1991 | I | 6")],
            id="a cell of two rows",
        ),
        pytest.param(
            "<table><tr><td rowspan=9>1990<td>4<tr><td>5</table><table><tr><td>6<tr><td>7<td>8</table>",
            [("tr", "1990 | 4"), ("tr", "1990 | 5"), ("tr", "6"), ("tr", "7 | 8")],
            id="a cell of more rows than there are",
        ),
        pytest.param(
            "<table role=none><tr><td rowspan=2>Menu<td>a<tr><td>b</table>",
            [("tr", "Menu | a"), ("tr", "b")],
            id="a cell of a table for layout",
        ),
        pytest.param(
            "<table><tr><td rowspan=2><img>The quay<td>1990<td>4<tr><td>1991<td>5</table>",
            [("tr", "The quay | 1990 | 4"), ("tr", "1991 | 5")],
            id="a cell of a picture",
        ),
        pytest.param(
            "<p>a<span style='display:none'>b</span><span style='--x-display:none'>c</span>",
            [("p", "ac")],
            id="hidden in a line",
        ),
        pytest.param("<p>hy&shy;phen &#27;[31mred&#127;</p>", [("p", "hyphen [31mred")], id="unprintable references"),
        pytest.param("<!-- a --><?php b ?><p>c</p>", [("p", "c")], id="comments and processing instructions"),
        pytest.param("", [], id="nothing in, nothing out"),
    ],
)
def test_blocks(html: str, blocks: list[tuple[str, str]]) -> None:
    assert list_blocks(html) == blocks


@pytest.mark.parametrize(
    "chrome",
    [
        "<nav><a href=/>Home</a> <a href=/s>Sport</a></nav>",
        "<aside>Our reporters also wrote about other rivers and about the rain that fell on them.</aside>",
        "<figure><img src=x><figcaption>The river. Photo: A. Smith</figcaption></figure>",
        "<footer>© The Weekly Ledger, all rights reserved</footer>",
        "<dialog>We and our 842 partners use cookies.</dialog>",
        '<div class="share-bar">Share this <a href=/f>on a network</a></div>',
        '<div class="relatedArticles"><a href=/1>Another river rises too, and what it says</a></div>',
        '<div role="navigation">Home Sport Weather</div>',
        '<div style="color:red; display: none">Sign in to read on without the wait</div>',
        "<div hidden>Not for your eyes, whoever you are</div>",
        "<form><button>Send</button><select><option>One<option>Two</select><textarea>Write</textarea></form>",
        "<noscript>Please switch on JavaScript</noscript>",
        "<iframe src=x>Your browser shows no frames</iframe>",
    ],
)
def test_chrome_is_left_out(chrome: str) -> None:
    article = f"<article><h1>High water</h1><p>{RIVER}</p>{chrome}<p>{BRIDGE}</p><p>{TRAIN}</p></article>"
    assert read(f"<body>{chrome}{article}{chrome}").text == TEXT


@pytest.mark.parametrize(
    "inside",
    [
        "<iframe src=x height=0 />",
        "<p>Please switch on JavaScript",
        "<table><tr><td>Please switch on JavaScript",
        "<div><ul><li>Please switch on JavaScript</ul>",
        "<style>p { display: none }",
        "<!-- Please switch on JavaScript",
        '<img src="x>',
        "</div></article>",
        "<b><a href=/help>Please switch on JavaScript",
    ],
)
@pytest.mark.parametrize("name", ["noscript", "NOSCRIPT", "NoScript"])
def test_what_noscript_leaves_open_ends_with_it(inside: str, name: str) -> None:
    box = f"<{name}>{inside}</{name}>"
    pages = [
        f"<body>{box}<article><div><p>{RIVER}</p>{box}<p>{BRIDGE}</p></div>{box}<p>{TRAIN}</p></article>",
        f"<body><script>w('{box[:-11]}<\\/noscript>')</script><article><p>{RIVER}</p>{box}<p>{BRIDGE}</p><p>{TRAIN}</p>",
    ]
    assert [read(page).text for page in pages] == [TEXT] * 2


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(f"<div><div>{RIVER}</div><div>{BRIDGE}</div><div>{TRAIN}</div></div>", id="bare divs"),
        pytest.param(f"<div>{RIVER}<br><br>{BRIDGE}<br><br>{TRAIN}</div>", id="line breaks"),
        pytest.param(f"<a name=top></a>{RIVER}<p>{BRIDGE}</p><p>{TRAIN}</p>", id="text before the first paragraph"),
        pytest.param(f"<font face=Arial>{RIVER}</font><p>{BRIDGE}<p>{TRAIN}", id="a fragment of old markup"),
        pytest.param(f"<table><tr><td><p>{RIVER}<p>{BRIDGE}<p>{TRAIN}</td></tr></table>", id="a layout table"),
        pytest.param(f"<ul><li>{RIVER}</li><li>{BRIDGE}</li><li>{TRAIN}</li></ul>", id="items of a list"),
        pytest.param(f"<main><div><p>{RIVER}</p></div><div><p>{BRIDGE}</p></div><p>{TRAIN}</p></main>", id="split"),
        pytest.param(f"<article class='story comments-on'>{STORY}</article>", id="a large box with a promo's name"),
        pytest.param(f"<div hidden>{STORY}</div><p>Enable scripts.</p>", id="a page that hides its story"),
        pytest.param(f"<noscript>{STORY}</noscript>", id="lazy text in noscript"),
        pytest.param(f"<div aria-hidden=true>{STORY}</div>", id="hidden from the ear alone"),
        pytest.param(f"<div style='visibility:hidden'>{STORY}</div><p>We use cookies.</p>", id="a notice beside it"),
        pytest.param(f"<p>{RIVER}</p><div hidden><p>{BRIDGE}</p><p>{TRAIN}</p></div>", id="the rest behind a button"),
        pytest.param(f"<button><div>Menu</button><main>{STORY}</main>", id="a box left open in a button"),
        pytest.param(f"<figure>{STORY}</figure>", id="a story in a figure"),
        pytest.param(f"<footer>{STORY}</footer>", id="a story in a footer"),
        pytest.param(f"<nav>{STORY}</nav>", id="a story in a nav"),
        pytest.param(f"<aside>{STORY}</aside>", id="a story in an aside"),
        pytest.param(f"<html xmlns:h='http://www.w3.org/1999/xhtml'><h:div>{STORY}</h:div>", id="prefixed XHTML"),
        pytest.param(STORY, id="a fragment without html or body"),
    ],
)
def test_bodies(html: str) -> None:
    assert [piece for piece in (RIVER, BRIDGE, TRAIN) if piece not in read(html).text] == []


@pytest.mark.parametrize(
    ("beside", "is_whole"),
    [
        pytest.param("", True, id="nothing else"),
        pytest.param("<p>As <a href=/log>the keeper's log</a> says.</p>", True, id="a link in a sentence"),
        pytest.param("<p><a href=/>Front page</a></p>", False, id="a menu"),
        pytest.param("<p>Name <input></p>", False, id="a field"),
        pytest.param("<nav>Front page</nav>", False, id="furniture"),
        pytest.param("<p hidden>A preview of what it says.</p>", False, id="hidden text"),
    ],
)
def test_a_page_of_nothing_but_text_is_read_whole(beside: str, *, is_whole: bool) -> None:
    lines = [
        "To all keepers",
        "Blue log, 4 March",
        "Dear Anna",
        *(f"Lamp {n} is lit" for n in range(9)),
        "Yours",
        "Olle",
    ]
    text = read(f"{''.join(f'<div>{line}</div>' for line in lines)}{STORY}{beside}").text
    assert ([line for line in lines if line not in text] == []) is is_whole


def test_long_comments_are_no_story() -> None:
    comment = (
        "<div class=body><p>I stood on that bridge as a boy, and I say that it was never safe to begin with.</p></div>"
    )
    page = f"<article><h1>High water</h1>{STORY * 3}</article><div id=comments>{comment * 6}</div>"
    assert "as a boy" not in read(page).text


@pytest.mark.parametrize(
    "empty",
    ["<script src='x.js' />", "<title/>", "<div id='a'/>", "<select/>", "<textarea rows='2'/>", "<svg><path/></svg>"],
)
def test_elements_that_are_empty_to_xml_are_so_in_xhtml(empty: str) -> None:
    page = f"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>{empty}<p>It rained.<br/>Hard.</p></html>"
    assert read(page).text.split() == ["It", "rained.", "Hard."]


@pytest.mark.parametrize("link", ["<a name='top'>", "<a name='top'/>", "<p><a href='/'>"])
def test_short_page_behind_a_link_that_is_never_closed_is_read(link: str) -> None:
    page = f"<html><body>{link}<p>It rained on Monday.</p><p>The river rose by a metre.</p></body></html>"
    assert read(page).text.split("\n\n") == ["It rained on Monday.", "The river rose by a metre."]


def test_a_place_that_links_lead_to_is_no_link() -> None:
    page = read_page(f"<h2><a name=flood>The flood</a></h2><p><a name=rain>{RIVER}<p><a href=#flood>Back</a>")
    assert [round(block.link_density) for block in page.blocks] == [0, 0, 1]


@pytest.mark.parametrize("page", ["<p><a ", "<a title='<'><p>It rained on Monday.</p>"])
def test_what_only_looks_like_a_link_that_is_open_is_no_error(page: str) -> None:
    assert read(page).text in ("", "It rained on Monday.")


def test_cdata_of_xhtml_is_text() -> None:
    page = f'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><p><![CDATA[{RIVER} 1 < 2]]></p></html>'
    assert read(page).text == f"{RIVER} 1 < 2"


LINKED = '<script type="application/ld+json">{}</script>'


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(
            LINKED.format(json.dumps({"@type": "NewsArticle", "articleBody": "\n".join([RIVER, BRIDGE, TRAIN] * 2)})),
            id="JSON-LD",
        ),
        pytest.param(LINKED.format(json.dumps({"@type": "Article", "articleBody": BRIDGE})), id="short JSON-LD"),
        pytest.param(
            LINKED.format(
                json.dumps(
                    {
                        "@type": "LiveBlogPosting",
                        "liveBlogUpdate": [
                            {"@type": "BlogPosting", "headline": "11:40", "articleBody": RIVER},
                            {"@type": "BlogPosting", "headline": "12:10", "articleBody": BRIDGE},
                        ],
                    }
                )
            ),
            id="updates of a live blog",
        ),
        pytest.param(f"<script>window.state = {json.dumps({'story': STORY * 2})};</script>", id="data of a script"),
        pytest.param(
            "<script>var a = '\"', state = {};</script>".format(json.dumps([STORY * 2]).replace("<", "\\u003c")),
            id="an odd quote before it",
        ),
    ],
)
def test_story_of_a_page_that_scripts_build(script: str) -> None:
    assert BRIDGE in read(f"<body><div id=root></div>{script}</body>").text


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>High water</title>", "High water"),
        ("<title>River floods the whole valley | The Weekly Ledger</title>", "River floods the whole valley"),
        ("<title>The Ledger - River floods the whole valley</title>", "River floods the whole valley"),
        ("<title>x</title><meta property=og:title content='River floods'>", "River floods"),
        (
            "<meta property=og:title content='River floods | Ledger'><meta property=og:site_name content=Ledger>",
            "River floods",
        ),
        ('<script type="application/ld+json">{"@type":"Article","headline":"River"}</script>', "River"),
        pytest.param(
            "<meta property=og:title content='River floods the valley｜Ledger LIVE'><h1>River floods the valley</h1>",
            "River floods the valley",
            id="the headline, where the title only adds to it",
        ),
        pytest.param("<title>Half-time 2 - 1</title>", "Half-time 2 - 1", id="a dash that parts no outlet"),
        pytest.param("<svg><title>Icon</title></svg>", None, id="a drawing's title is no page's"),
        pytest.param("", None, id="none"),
    ],
)
def test_title(head: str, title: str | None) -> None:
    assert read(f"<head>{head}</head><body>{STORY}").title == title


def test_the_title_is_not_repeated_in_the_text() -> None:
    page = f"<title>High water – The Ledger</title><article><h1>High Water</h1>{STORY}</article>"
    assert read(page).text == TEXT


@pytest.mark.parametrize(
    ("html", "language"),
    [
        ("<html lang=de-AT>", "de"),
        ("<html xml:lang='FR'>", "fr"),
        ("<meta http-equiv=content-language content=es>", "es"),
        ("<meta property=og:locale content=pt_BR>", "pt"),
        ("<html lang=english>", None),
        ("<html>", None),
    ],
)
def test_language(html: str, language: str | None) -> None:
    assert read(f"{html}{STORY}").language == language


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("<link rel=canonical href='https://ledger.example/a'>", "https://ledger.example/a"),
        ("<meta property=og:url content='http://ledger.example/b'>", "http://ledger.example/b"),
        ("<link rel=canonical href='/a'>", None),
        ("<link rel=canonical href='javascript:alert(1)'>", None),
    ],
)
def test_url(link: str, url: str | None) -> None:
    assert read(f"<head>{link}</head>{STORY}").url == url


@pytest.mark.parametrize(
    ("head", "fields"),
    [
        (
            LINKED.replace(
                "{}",
                '{"@graph":[{"@type":"WebPage"},{"@type":["NewsArticle"],"author":[{"name":"A. Mole"},{"name":"B."}],'
                '"datePublished":"2026-07-14T16:42:00Z","publisher":{"name":"Ledger"}}]}',
            ),
            ("A. Mole, B.", "2026-07-14T16:42:00Z", "Ledger"),
        ),
        (
            "<meta name=author content='A. Mole'><meta property=article:published_time content=2026-07-14>"
            "<meta property=og:site_name content=Ledger>",
            ("A. Mole", "2026-07-14", "Ledger"),
        ),
        ("<meta property=article:author content='https://ledger.example/mole'>", (None, None, None)),
        (
            "<p>By <a rel=author href=/m>A. Mole</a>, <time datetime=2026-07-14>today</time></p>",
            ("A. Mole", "2026-07-14", None),
        ),
        pytest.param(
            LINKED.format('{"@type":"Article","author":{"name":[1]},"datePublished":3}'), (None,) * 3, id="wrong types"
        ),
        pytest.param(LINKED.format("{broken"), (None,) * 3, id="broken JSON"),
        pytest.param(LINKED.format("[" * 100_000), (None,) * 3, id="JSON nested without end"),
    ],
)
def test_author_date_site(head: str, fields: tuple[str | None, ...]) -> None:
    article = read(f"{head}{STORY}")
    assert (article.author, article.date, article.site) == fields


def test_what_the_document_says_outweighs_the_page() -> None:
    page = f"<html lang=de><title>Old</title><link rel=canonical href=https://a.example/>{STORY}"
    article = read(page, title="New", language="en", url="https://b.example/")
    assert (article.title, article.language, article.url) == ("New", "en", "https://b.example/")


def test_marks_tell_how_sure_it_is_that_a_block_is_of_the_article() -> None:
    html = f"<article><h2>Flood in the valley</h2>{STORY}</article><nav>Menu</nav><div><p>Short.</p></div>"
    assert [mark.article_logit for mark in read(html).marks[:3]] == [FIRM] * 3
    with use_classifier(make_classifier([[FEATURES.index("length"), 10.0, 0.4, -1.0]])):
        assert read(html).marks == (Mark(0, 6, "p", pytest.approx(0.4)),)
    assert len(read(html).marks) >= 3


PIECES = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<div>", "</div>", "<br>", "<td>", "<tr>", "<table>", "<a href=x>", "</a>", "<pre>"]
    )
    | st.sampled_from(["<li>", "<ul>", "</ul>", "<script>", "</script>", "<!--", "-->", "<![CDATA[", "]]>", "&#x1b;"])
    | st.sampled_from(
        ["<nav>", "<title>", "<h1 class='share'>", "<blockquote>", "<b>", "</html>", "\x00", "\x1f", RIVER]
    )
    | st.text(max_size=20),
    max_size=40,
).map("".join)


@given(PIECES | st.text())
def test_any_text_is_read_and_marks_tile_its_blocks(html: str) -> None:
    article = read(html)
    assert "\n\n".join(article.text[mark.start : mark.end] for mark in article.marks) == article.text
    assert all(
        mark.start < mark.end and (mark.article_logit is None or mark.article_logit <= FIRM) for mark in article.marks
    )


@given(PIECES | st.text())
@example("<tr>&#x1b;")  # a row of nothing else
def test_no_control_character_comes_out(html: str) -> None:
    article = read(html)
    fields = (article.text.replace("\n", ""), article.title, article.site, article.author, article.url)
    assert [c for value in fields for c in value or "" if ord(c) < 32 or 127 <= ord(c) < 160] == []


@given(PIECES)
def test_white_space_stays_in_pre_alone(html: str) -> None:
    article = read(html)
    blocks = [article.text[m.start : m.end] for m in article.marks if m.tag != "pre"]
    lines = [line for block in blocks for line in block.split("\n")]
    assert [line for line in lines if line != " ".join(line.split()) or not line] == []


def test_the_trees_were_learned_on_these_features() -> None:
    assert load_classifier().lowest < 0
    with pytest.raises(ValueError, match="other features"):
        parse_classifier({"features": FEATURES[:-1]})


@pytest.mark.parametrize(
    ("head", "is_product"),
    [
        pytest.param("<meta property=og:type content=product>", True, id="by its head"),
        pytest.param('<script type=application/ld+json>{"@type":"Product"}</script>', True, id="by JSON-LD"),
        pytest.param("<div itemtype=https://schema.org/Product>In stock</div>", True, id="by an element"),
        pytest.param(
            '<meta property=og:type content=article><script type=application/ld+json>{"@type":"Product"}</script>',
            False,
            id="an article on one",
        ),
        pytest.param("<title>Kettles</title>", False, id="by nothing"),
        pytest.param(
            f'<script type=application/ld+json>{{"@type":"Product","description":"{TEXT * 9}"}}</script>',
            False,
            id="one whose text its JSON-LD holds",
        ),
    ],
)
def test_pages_of_products_have_a_classifier_of_their_own(head: str, is_product: bool) -> None:
    page = read_page(f"{head}<p>{RIVER}</p>")
    of_products = make_classifier([[0, 0, 1.0, 1.0]])
    classifier = replace(make_classifier([[0, 0, -1.0, -1.0]]), products=of_products)
    assert classifier.for_page(page) is (of_products if is_product else classifier)
    assert of_products.for_page(page) is of_products
    assert load_classifier().products


LOWEST = -0.3
LEAVES = st.floats(-2, 2).map(lambda number: round(number, 2))
TREES = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), LEAVES, LEAVES).map(list), min_size=1, max_size=30)
VALUES = st.lists(st.integers(0, 4), min_size=3, max_size=3).map(lambda first: [*first, *[0] * (len(FEATURES) - 3)])


@settings(deadline=None)  # the first example imports numpy
@given(TREES, st.lists(VALUES, min_size=1, max_size=9))
def test_no_labelled_block_leaves_the_forest_too_early(trees: list[list[Any]], blocks: list[list[float]]) -> None:
    exits = find_exits(flatten(trees), blocks, LOWEST)
    classifier = make_classifier(trees, cascade=exits, lowest=LOWEST)
    for values in blocks:
        total = sum(low if values[feature] <= limit else high for feature, limit, low, high in trees)
        assume(abs(total - LOWEST) > 1e-5 and abs(total - FIRM) > 1e-5)
        kept = {7: pytest.approx(min(total, FIRM))} if total > LOWEST else {}
        assert select_blocks(classifier, rate_blocks(classifier, {7: values}), [1] * 8) == kept


@pytest.mark.parametrize(
    ("blocks", "cut"),
    [
        pytest.param([(3.0, 500), (0.2, 100), (-0.4, 100)], 0.2, id="much is certain"),
        pytest.param([(-0.4, 100), (-0.5, 100), (-3.0, 100)], -0.5, id="nothing is certain"),
        pytest.param([(3.0, 10), (-0.4, 500)], -0.4, id="a short one is certain"),
        pytest.param([(1.0, 1)], 1.0, id="one block"),
        pytest.param([], 0.0, id="none"),
    ],
)
def test_how_likely_a_block_must_be_depends_on_the_page(blocks: list[tuple[float, int]], cut: float) -> None:
    assert choose_cut(blocks, 1.0) == cut


def flatten(trees: list[list[Any]]) -> Nodes:
    """Stumps as the columns of a forest's nodes; the value of a root is the mean of its leaves."""
    nodes: list[tuple[float, ...]] = []
    for feature, limit, low, high in trees:
        root = (feature, limit, len(nodes) + 2, (low + high) / 2)
        nodes += [root, (LEAF, 0.0, 0, low), (LEAF, 0.0, 0, high)]
    return Nodes(*map(list, zip(*nodes, strict=True)))  # type: ignore[arg-type]


def make_classifier(trees: list[list[Any]], cascade: Sequence[Exit] = (), lowest: float = 0.0) -> BlockClassifier:
    return parse_classifier(
        {
            "features": FEATURES,
            "forest": flatten(trees)._asdict(),
            "cascade": cascade,
            "keep": {"lowest": lowest, "expected": 1.0},
        }
    )


@pytest.mark.parametrize(
    ("figure", "caption"),
    [
        pytest.param("<figure><img src=a><figcaption>{}</figcaption></figure>", True, id="in a figure"),
        pytest.param("<figure><img src=a><figcaption><p>{}</p></figcaption></figure>", True, id="a paragraph in it"),
        pytest.param("<div hidden><figure><figcaption>{}</figcaption></figure></div>", False, id="a hidden one"),
        pytest.param("<aside><figure><figcaption>{}</figcaption></figure></aside>", False, id="beside the article"),
    ],
)
def test_captions_are_of_the_article_for_those_who_keep_them(figure: str, caption: bool) -> None:
    line = "The quay on Saturday. Photo: A. Lund"
    paragraphs = [
        "The ferry to Holm has been cancelled for the third day, and the island's only shop has run out of flour.",
        "Fishermen say that the harbour mouth has silted up since the breakwater was moved three winters ago.",
    ]
    page = (
        f"<main><article><h1>No ferry</h1><p>{paragraphs[0]}</p>{figure.format(line)}<p>{paragraphs[1]}</p></article>"
        "</main><footer><figure><figcaption>The office in Holm</figcaption></figure></footer>"
    )
    document = Document("page", page, Format.HTML)
    article = read_article(document, keeps_captions=True)
    found = [article.text[mark.start : mark.end] for mark in article.marks if mark.tag == "figcaption"]
    assert found == ([line] if caption else [])
    assert line not in read_article(document).text
