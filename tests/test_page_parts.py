"""Parts of reading a page, each by itself: runs of text, the spine, hidden text, readability's tree, titles, lists."""

import json
import re

import pytest
from lxml import etree

from newsieve.days import find_days
from newsieve.extract import read_article, regions
from newsieve.extract.body import find_candidate, find_marked_body
from newsieve.extract.classifier import choose_cut
from newsieve.extract.companions import add_companions
from newsieve.extract.described import read_description
from newsieve.extract.elements import find_region
from newsieve.extract.layout import Page, PageBlock, list_words
from newsieve.extract.metadata import read_metadata
from newsieve.extract.page import read_page
from newsieve.extract.repeated_boxes import drop_copies
from newsieve.extract.reveal import reveal_hidden, reveal_within
from newsieve.extract.runs import CELL_EDGE, INNER_EDGE, LINE_BREAK, split_run
from newsieve.extract.spine import find_spine
from newsieve.extract.titles import choose_title, strip_site
from newsieve.extract.top_candidate import build_tree
from newsieve.types import Document, Format

LONG = "The old ferry pier at the mouth of the river was closed after divers had found cracks in eleven piles of it."
STANDFIRST = "The ferry goes from the quay until spring"
STUB, NOTES = f"{'x' * 198}.", f"{'y' * 999}."  # the first a letter short of being more than next to nothing
BR, LINE = LINE_BREAK, "x" * 60


def tags_of(page: Page, numbers: list[int]) -> list[str]:
    return [page.containers[number].attributes.get("id") or page.containers[number].tag for number in numbers]


@pytest.mark.parametrize(
    ("raw", "tag", "texts"),
    [
        pytest.param(" A \n b\t c ", "p", ["A b c"], id="white space"),
        pytest.param(" \n ", "p", [], id="nothing"),
        pytest.param("a\x0bb\u200bc", "p", ["abc"], id="what is not printable"),
        pytest.param("  a\tb\n\n c  ", "pre", ["  a b\n\n c"], id="lines of code"),
        pytest.param(" \n\n", "pre", [], id="no code"),
        pytest.param(f"One.{BR}Two.", "p", ["One.", "Two."], id="lines that end as sentences do"),
        pytest.param(f"One.{BR}two", "p", ["One.\ntwo"], id="one such line is not enough"),
        pytest.param(f"a{BR}B{LINE}.{BR}C{BR}D{BR}E.", "p", [f"a\nB{LINE}.\nC\nD\nE."], id="fewer than half"),
        pytest.param(f"a{BR}B{LINE}.{BR}C{BR}D.", "p", [f"a\nB{LINE}.", "C\nD."], id="half of them"),
        pytest.param(f"A.{BR}b{BR}C.{BR}d.", "p", ["A.\nb\nC.\nd."], id="of short lines all"),
        pytest.param(f"A{'x' * 59}{BR}b", "p", [f"A{'x' * 59}\nb"], id="a short line"),
        pytest.param(f"A{LINE}{BR}b", "p", [f"A{LINE} b"], id="a longer one goes on in lower case"),
        pytest.param(f"A{LINE}{BR}B", "p", [f"A{LINE}\nB"], id="or does not"),
        pytest.param(f"A{BR}b", "h2", ["A b"], id="a heading is a line"),
        pytest.param(f"{'x' * 79}.{BR}two", "p", [f"{'x' * 79}.", "two"], id="a long line is a paragraph"),
        pytest.param(f"{'x' * 78}.{BR}two", "p", [f"{'x' * 78}. two"], id="a shorter one is not"),
        pytest.param(f"a{BR} {BR}b", "p", ["a", "b"], id="two breaks"),
        pytest.param(f"a{INNER_EDGE}b", "p", ["a b"], id="an element within a line"),
        pytest.param(f"a {INNER_EDGE} , b", "p", ["a, b"], id="before a comma"),
        pytest.param(f"a{CELL_EDGE}b{BR}c", "tr", ["a | b c"], id="a row of a table"),
        pytest.param(f"a{CELL_EDGE}{'x' * 200}", "tr", [f"a | {'x' * 200}"], id="its longest cell"),
        pytest.param(f"a{CELL_EDGE}{'x' * 201}", "tr", ["a", "x" * 201], id="a layout table"),
        pytest.param(f"{LONG}{CELL_EDGE}{LONG}", "tr", [LONG, LONG], id="cells of prose"),
        pytest.param(f"Pier{CELL_EDGE}{LONG}", "tr", [f"Pier | {LONG}"], id="one of them"),
        pytest.param(f"[12]{CELL_EDGE}So it is.", "tr", ["[12] So it is."], id="a numbered paragraph"),
        pytest.param(f"4.{CELL_EDGE}{LONG * 2}", "tr", [f"4. {LONG * 2}"], id="a long one"),
        pytest.param(f"4.{CELL_EDGE}Ann Mole", "tr", ["4. | Ann Mole"], id="a rank"),
        pytest.param(f"a{CELL_EDGE}b", "p", ["a", "b"], id="cells elsewhere"),
        pytest.param(f"a{BR}b", "tr", ["a\nb"], id="one cell"),
    ],
)
def test_split_run(raw: str, tag: str, texts: list[str]) -> None:
    assert split_run(raw, tag) == texts


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>45<sup>3</sup> million</p>", "45³ million"),
        ("<p>10<sup>-6</sup> m</p>", "10⁻⁶ m"),
        ("<p>the 3<sup>rd</sup> pier</p>", "the 3rd pier"),
        ("<p><ruby>港<rt>みなと</rt></ruby>町</p>", "港（みなと）町"),
        ("<p><ruby>港<rp>(</rp><rt>みなと</rt><rp>)</rp></ruby>町</p>", "港(みなと)町"),
        pytest.param(f"<p>{'<ruby>港<rt>みなと</ruby>' * 3000}</p>", "港（みなと）" * 3000, id="open readings"),
    ],
)
def test_figures_above_the_line_and_readings(html: str, text: str) -> None:
    assert [block.text for block in read_page(html).blocks] == [text]


@pytest.mark.parametrize(
    ("block", "prose"),
    [
        pytest.param(PageBlock("Piers.", "p", 0, 0.0), 6, id="a sentence"),
        pytest.param(PageBlock("Piers", "p", 0, 0.0), 0, id="a label"),
        pytest.param(PageBlock("“Piers”", "p", 0, 0.0), 0, id="a label in quotation marks"),
        pytest.param(PageBlock("“Piers.”", "p", 0, 0.0), 8, id="a quotation"),
        pytest.param(PageBlock("x" * 120, "p", 0, 0.0), 0, id="short without an end"),
        pytest.param(PageBlock("x" * 121, "p", 0, 0.0), 121, id="long without an end"),
        pytest.param(PageBlock("Ten chars.", "p", 0, 0.4), 6, id="less its links"),
        pytest.param(PageBlock("Ten chars.", "p", 0, 0.5), 0, id="mostly links"),
        pytest.param(PageBlock("Ten chars.", "p", 0, 0.0, button_share=0.3), 7, id="less its buttons"),
        pytest.param(PageBlock("Ten chars.", "p", 0, 0.0, regions.NAV), 10, id="wherever it stands"),
    ],
)
def test_prose_of_a_block(block: PageBlock, prose: float) -> None:
    assert block.prose == pytest.approx(prose)


@pytest.mark.parametrize(
    ("inner", "path", "shares"),
    [
        pytest.param(90, ["a", "b"], [1, 0.9], id="into the child with most prose"),
        pytest.param(10, ["a", "b"], [1, 0.1], id="down to a tenth of it"),
        pytest.param(9, ["a"], [1], id="not below"),
    ],
)
def test_spine(inner: int, path: list[str], shares: list[float]) -> None:
    whole, left = divmod(100 - inner, 5)  # in paragraphs that are shorter than the box
    rest = f"<p>{'x' * 4}.</p>" * whole + (f"<p>{'x' * (left - 1)}.</p>" if left else "")
    page = read_page(f"<body><div id=a>{rest}<div id=b><p>{'y' * (inner - 1)}.</p></div></div><div id=c></div></body>")
    spine = find_spine(page)
    within = len(spine.path) - len(path)  # html and body hold all
    assert (tags_of(page, spine.path[within:]), [round(share, 4) for share in spine.shares[within:]]) == (path, shares)


def test_body_by_the_spine_is_the_innermost_with_the_share() -> None:
    html = f"<body><p>{LONG}</p><div id=a><p>{LONG}</p><p>{LONG}</p><nav><p>{LONG}</p></nav><a href=/>{LONG}</a></div>"
    page = read_page(html)
    spine = find_spine(page)
    assert [spine.find_body(page, share) for share in (0.7, 0.6)] == [[0, 1, 2], [1, 2]]
    assert [spine.find_container(page, share).tag for share in (0.7, 0.6)] == ["body", "div"]


def test_each_region_has_a_bit_of_its_own() -> None:
    single = "HIDDEN UNSPOKEN NOSCRIPT NAV ASIDE FOOTER DIALOG FIGURE CAPTION FORM".split()
    assert sorted(getattr(regions, name) for name in single) == [1 << number for number in range(len(single))]


@pytest.mark.parametrize(
    ("html", "left_out"),
    [
        pytest.param(f"<div hidden><p>{LONG}</p></div>", [False], id="nothing but hidden text"),
        pytest.param(f"<p>{'x' * 49}.</p><div hidden><p>{'y' * 99}.</p></div>", [False, True], id="twice as much"),
        pytest.param(f"<p>{'x' * 49}.</p><div hidden><p>{'y' * 100}.</p></div>", [False, False], id="more than that"),
        pytest.param(f"<aside><p>{LONG}</p></aside><p>Home.</p>", [False, False], id="an aside"),
        pytest.param(f"<footer><p>{LONG}</p></footer>", [False], id="a footer"),
        pytest.param(f"<nav><p>{LONG}</p></nav>", [False], id="a menu"),
        pytest.param(f"<dialog open><p>{LONG}</p></dialog>", [False], id="a dialog"),
        pytest.param(f"<p>{STUB}</p><footer><p>{NOTES}</p></footer>", [False, False], id="a footer below a stub"),
        pytest.param(f"<p>x{STUB}</p><footer><p>{NOTES}</p></footer>", [False, True], id="a footer below more"),
        pytest.param(f"<p>x{STUB}</p><nav><p>{NOTES}</p></nav>", [False, True], id="a menu below more"),
        pytest.param(f"<p>x{STUB}</p><dialog open><p>{NOTES}</p></dialog>", [False, True], id="a dialog below more"),
        pytest.param(f"<p>x{STUB}</p><aside><p>{NOTES}</p></aside>", [False, False], id="an aside below more"),
        pytest.param(
            f"<article><p>x{STUB}</p><footer><p>{NOTES}</p></footer></article><footer><p>{NOTES}</p></footer>",
            [False, False, True],
            id="an article's own footer, and the page's",
        ),
        pytest.param(f"<div hidden><nav><p>{LONG}</p></nav></div>", [True], id="left out for two reasons"),
        pytest.param("<div hidden><p>Menu</p></div>", [True], id="no prose"),
        pytest.param(f'<div class="newsletter"><p>{LONG}</p></div>', [False], id="a box with a promo's name"),
        pytest.param(f'<div class="newsletter"><a href=/>{LONG}</a></div>', [True], id="such a box of links"),
    ],
)
def test_reveal_hidden(html: str, left_out: list[bool]) -> None:
    page = read_page(f"<body>{html}</body>")
    reveal_hidden(page)
    assert [block.is_left_out() for block in page.blocks] == left_out


@pytest.mark.parametrize("tag", ["nav", "footer", "dialog open", "div role=dialog"])
def test_a_part_that_alone_speaks_of_the_title_is_read(tag: str) -> None:
    """A menu that is never closed may hold the whole article, beside a notice on cookies."""
    notice = (
        "<p>We use cookies to remember your choices, to measure how this site is used, and for advertisements.</p>" * 3
    )
    story = (
        "<p>The council voted to rebuild both piers, which storms had closed, and to let ferries land again.</p>" * 12
    )
    page = read_page(f"<title>Storm-hit piers to be rebuilt</title><body>{notice}<{tag}>{story}</body>")
    reveal_hidden(page)
    assert not any(block.is_left_out() for block in page.blocks)
    page = read_page(f"<title>Cookies and choices</title><body>{notice}<{tag}>{story}</body>")
    reveal_hidden(page)
    assert [block.is_left_out() for block in page.blocks] == [False] * 3 + [True] * 12


@pytest.mark.parametrize(
    ("part", "found", "revealed"),
    [
        pytest.param(f"<div hidden><p>{LONG}</p><p>So</p></div>", True, [False, True, True], id="a hidden answer"),
        pytest.param("<div hidden><p>So</p></div>", False, [False, False], id="a hidden label"),
        pytest.param(f"<p>{LONG}</p>", False, [False, False], id="nothing hidden"),
        pytest.param(
            f"<div hidden><p>{LONG}</p><aside>Ad</aside></div>", True, [False, True, False], id="not the aside in it"
        ),
    ],
)
def test_reveal_within(part: str, found: bool, revealed: list[bool]) -> None:
    page = read_page(f"<body><div><p>{LONG}</p>{part}</div></body>")
    assert reveal_within(page, page.containers[1]) is found
    assert [block.is_revealed for block in page.blocks] == revealed


@pytest.mark.parametrize(
    ("section", "found"),
    [
        pytest.param("<section class=s>{}</section>", True, id="sections of one class"),
        pytest.param("<section>{}</section>", False, id="sections without one"),
    ],
)
def test_what_is_hidden_between_sections_is_of_the_story(section: str, *, found: bool) -> None:
    parts = [f"<p>{LONG}</p>" * 3, f"<div hidden><p>{LONG}</p></div>", f"<p>{LONG}</p>"]
    page = read_page("<body>" + "".join(section.format(part) for part in parts))
    assert reveal_within(page, find_spine(page).find_story(page, 0.5)) is found


def show(html: str) -> str:
    tree = etree.tostring(build_tree(read_page(f"<body>{html}</body>"), etree.Element("html")), encoding="unicode")
    tree = re.sub(r' c="\d+"', "", tree)  # the places of containers
    return tree.removeprefix("<html><body>").removesuffix("</body></html>")


@pytest.mark.parametrize(
    ("html", "tree"),
    [
        ("<p id=a itemprop=b lang=c>One</p>", '<p id="a" itemprop="b" n="0">One</p>'),
        ("<div class=b>One<p>Two</p></div>", '<section class="b"><p n="0">One</p><p n="1">Two</p></section>'),
        ("<p>The <a href=/>pier</a> is</p>", '<p n="0"><a>The </a>pier is</p>'),  # how much is a link, not where
        ("<p>1<a href=/>2345</a></p>", '<p n="0"><a>1234</a>5</p>'),  # four fifths
        ("<p>1<a href=/>23456</a></p>", None),
        ("<nav><p>Home</p></nav>", None),
    ],
)
def test_tree_for_readability(html: str, tree: str | None) -> None:
    assert show(html) == (f"<section><section>{tree}</section></section>" if tree else "<html><body/></html>")


@pytest.mark.parametrize(("depth", "copied"), [(1, 3), (48, 50), (49, 50), (60, 50)])
def test_deep_containers_are_not_shown_to_readability(depth: int, copied: int) -> None:
    tree = show("<div>" * depth + "<p>Deep</p>" + "</div>" * depth)
    assert (tree.count("<section"), tree.count('n="0"')) == (copied, 1)


@pytest.mark.parametrize(
    ("article", "rest", "chosen"),
    [
        pytest.param(LONG * 5, LONG * 5, [0], id="one of two"),
        pytest.param("", LONG * 5, [0], id="no article in the markup"),
    ],
)
def test_candidate(article: str, rest: str, chosen: list[int]) -> None:
    page = read_page(f"<body><article><p>{article}</p></article><div><p>{rest}</p></div></body>")
    assert find_candidate(page, find_spine(page), find_marked_body(page)).blocks == chosen


@pytest.mark.parametrize(
    ("html", "numbers"),
    [
        pytest.param(f"<article><p>{LONG}</p></article><article><p>Short.</p></article>", [0], id="the longest"),
        pytest.param(f"<main><p>{LONG}</p><nav>Home</nav><a href=/>More</a></main>", [0], id="no menu in it"),
        pytest.param(f'<p>Head</p><div itemprop="articleBody"><p>{LONG}</p></div>', [1], id="microdata"),
        pytest.param(f'<div itemprop="articleBodyText"><p>{LONG}</p></div>', [], id="another property"),
    ],
)
def test_body_by_the_markup(html: str, numbers: list[int]) -> None:
    assert find_marked_body(read_page(f"<body>{html}</body>")) == numbers


NAMES = frozenset({"harbour post", "harbourpost"})


@pytest.mark.parametrize(
    ("title", "stripped"),
    [
        ("Ferry pier closes | Harbour Post", "Ferry pier closes"),
        ("Ferry pier closes - News - Harbour Post", "Ferry pier closes"),
        ("Harbour Post: Ferry pier closes", "Harbour Post: Ferry pier closes"),  # no space before the colon
        ("Harbour Post | Ferry pier closes", "Ferry pier closes"),
        ("Ferry pier | The Sunday Quay Times", "Ferry pier"),
        ("Ferry | Sunday Quay Times", "Ferry | Sunday Quay Times"),  # what is left would be a word
        ("Ferry pier closes today - The Sunday Quay Times", "Ferry pier closes today"),
        ("Friday links - The Wexmoor Harbour Gazette", "Friday links"),
        ("Friday Links - The Wexmoor Harbour Gazette", "Friday Links"),
        ("Brücke wieder offen - Neue Tageszeitung am Sund", "Brücke wieder offen"),
        ("Ferry Pier Closes - Storm Hits North Coast", "Storm Hits North Coast"),
        ("Ferry pier closes - the storm hits the coast", "Ferry pier closes - the storm hits the coast"),
        ("Ferry pier closes today - Sunday Quay Times", "Ferry pier closes today"),
        ("Ferry pier closes today | Late Sunday Quay Times", "Ferry pier closes today"),
        ("Ferry pier closes today | The Late Sunday Quay Times", "Ferry pier closes today"),
        (
            "Ferry pier closes today | The Very Late Sunday Quay Times",
            "Ferry pier closes today | The Very Late Sunday Quay Times",
        ),
        ("Ferry pier closes | 2026", "Ferry pier closes | 2026"),
        ("Sunday Quay Times | The ferry pier is closed from today on", "The ferry pier is closed from today on"),
        ("Sunday Quay Times | Pier closed and more", "Pier closed and more"),
        ("A pier – a town", "A pier – a town"),
        ("Pier", "Pier"),
    ],
)
def test_strip_site(title: str, stripped: str) -> None:
    assert strip_site(title, NAMES) == stripped


@pytest.mark.parametrize(
    ("html", "given", "title"),
    [
        ("<h1>Ferry pier closes</h1>", ["Old ferry pier closes today"], "Ferry pier closes"),
        ("<h1>Latest news</h1><h2>Pier closes</h2>", ["Pier closes"], "Pier closes"),
        ("<h1>a b c d e f g</h1><h1>Ads</h1>", ["a b x1 x2 x3 x4 x5"], "a b x1 x2 x3 x4 x5"),  # 2 of 7 words
        ("<h1>a b c d e f</h1><h1>Ads</h1>", ["a b x1 x2 x3 x4"], "a b c d e f"),
        ("<h1>Harbour Post</h1>", ["Pier closes"], "Pier closes"),
        ("<h1>Quay Blog</h1><h2>Pier closes</h2>", ["Pier closes | Quay Blog"], "Pier closes"),
        ("<h1>Quay Blog</h1><h3>Pier closes</h3>", ["Quay Blog: Pier closes"], "Pier closes"),
        ("<h2>Pier closes</h2>", ["Quay Blog | Pier closes"], "Pier closes"),
        ("<h3>Pier closes</h3>", ["Quay Blog: Pier closes"], "Pier closes"),
        (f"<h1>Pier closes</h1><p>{LONG * 2}</p><h3>Quay Blog</h3>", ["Pier closes | Quay Blog"], "Pier closes"),
        ("<h1>Two words</h1>", ["Another wording of it"], "Another wording of it"),
        ("<h1>Three whole words</h1>", ["Another wording of it"], "Three whole words"),
        ("<nav><h1>Ferry pier closes</h1></nav>", ["The pier closes"], "The pier closes"),
        ("", ["Pier", "The pier closes", "The pier closes today"], "The pier closes"),
        ("", ["Pier", "Quay"], "Pier"),
        ("", ["Tom &amp;amp; Ann"], "Tom & Ann"),
        ("", [], None),
    ],
)
def test_choose_title(html: str, given: list[str], title: str | None) -> None:
    assert choose_title(read_page(f"<body>{html}</body>"), given, ["Harbour Post"]).title == title


@pytest.mark.parametrize(
    ("author", "address", "expected"),
    [
        pytest.param("Quay Times", "https://www.quay-times.example/a", None, id="the host's label"),
        pytest.param("Quay-Times.example", "https://www.quay-times.example/a", None, id="the host"),
        pytest.param("example", "https://quay-times.example/a", "example", id="not its last label"),
        pytest.param("Ada Lind", "https://quay-times.example/a", "Ada Lind", id="a person"),
    ],
)
def test_an_outlet_is_no_author_beside_a_person(author: str, address: str, expected: str | None) -> None:
    html = f'<meta name="article:author" content="{author}"><meta name="dc.creator" content="Ola Berg"><p>{LONG}</p>'
    assert read_metadata(read_page(html), address).author == (expected if expected == "Ada Lind" else "Ola Berg")


@pytest.mark.parametrize(
    ("html", "logits", "numbers"),
    [
        pytest.param(f"<p>{LONG}</p><ul><li>A</li><li>B</li></ul><p>{LONG}</p>", {0: 2, 3: 2}, [0, 1, 2, 3], id="list"),
        pytest.param(f"<p>{LONG}</p><ul><li>A</li></ul><p>{LONG}</p>", {0: 2, 2: 1}, [0, 2], id="doubt below"),
        pytest.param(f"<p>{LONG}</p><ul><li>A</li></ul>", {0: 2}, [0], id="nothing below"),
        pytest.param("<p>Piles:</p><ul><li>A</li></ul>", {0: 2}, [0, 1], id="announced"),
        pytest.param("<p>Piles:</p><ul><li>A</li></ul>", {0: 1}, [0, 1], id="announced in doubt"),
        pytest.param("<ul><li>A</li></ul><p>Piles:</p>", {1: 2}, [1], id="nothing above"),
        pytest.param(f"<p>{'x' * 80}</p><ul><li>A</li></ul><p>{LONG}</p>", {0: 2, 2: 2}, [0, 1, 2], id="80 letters"),
        pytest.param(f"<p>{'x' * 79}</p><ul><li>A</li></ul><p>{LONG}</p>", {0: 2, 2: 2}, [0, 2], id="79 letters"),
        pytest.param(f"<p>A:</p><ul><li>{'x' * 200}</li></ul>", {0: 2}, [0, 1], id="the longest item"),
        pytest.param(f"<p>A:</p><ul><li>{'x' * 201}</li></ul>", {0: 2}, [0], id="a paragraph in a list"),
        pytest.param("<p>A:</p><ul><li>B</li></ul><table><tr><td>C</td></tr></table>", {0: 2}, [0, 1], id="one kind"),
        pytest.param(f"<p>{LONG}</p><li>A</li><figcaption>C</figcaption><p>{LONG}</p>", {0: 2, 3: 2}, [0, 1, 3],
                     id="past a caption"),
        pytest.param(f"<p>{LONG}</p><li><a href=/>A</a></li><li>B</li><p>{LONG}</p>", {0: 2, 3: 2}, [0, 1, 2, 3],
                     id="half of it links"),
        pytest.param(f"<p>{LONG}</p><li><a href=/>A</a></li><p>{LONG}</p>", {0: 2, 2: 2}, [0, 2], id="a menu"),
        pytest.param(f"<h1>Pier</h1><p>{STANDFIRST}</p><p>Ann</p><p>{LONG}</p>", {3: 2}, [0, 1, 3], id="a standfirst"),
        pytest.param(f"<h1>Pier</h1><p>{STANDFIRST}</p><p>{LONG}</p>", {0: 1, 2: 2}, [0, 1, 2], id="below a kept one"),
        pytest.param(f"<h1>Pier</h1><div class=byline>Ann</div><p class=teaser>{STANDFIRST}.</p><p>{LONG}</p>", {3: 2},
                     [2, 3], id="behind a byline, in a box with a name"),
        pytest.param(f"<h1>Pier</h1><div><span>Ann Day</span> 3 May 2026</div><p>{STANDFIRST}</p><p>{LONG}</p>", {3: 2},
                     [2, 3], id="behind a byline without a name"),
        pytest.param(f"<h1>Pier</h1><p>{STANDFIRST}</p>{'<p><a href=/>A</a></p>' * 9}<p>{LONG}</p>", {11: 2},
                     [0, 1, 11],
                     id="above links to share"),
        pytest.param(f"<h1>Pier</h1><p>{STANDFIRST}</p><ul><li>3 May</li></ul><p>{LONG}</p>", {2: 2, 3: 2},
                     [0, 1, 2, 3],
                     id="above a date that is kept"),
        pytest.param(f"<h1>Pier</h1><p class=dek>It is shut</p><p>{LONG}</p>", {2: 2}, [0, 1, 2],
                     id="short, by its name"),
        pytest.param(f"<h1>Pier</h1><h2>{STANDFIRST}</h2><p>Ann</p><p>{LONG}</p>", {3: 2}, [1, 3],
                     id="a heading below it"),
        pytest.param(f"<h1>Pier</h1><div><h3>Join us</h3><p>{STANDFIRST}.</p></div><div><p>{LONG}</p></div>", {3: 2},
                     [3], id="of another box"),
        pytest.param(f"<h1>Pier</h1><p class=author-desc>A writer</p><p>{LONG}</p>", {2: 2}, [2], id="of an author"),
        pytest.param(f"<h1>Pier</h1><p>It is shut</p><p>{LONG}</p>", {2: 2}, [2], id="short, without a name"),
        pytest.param(f"<meta name=description content='The pier is shut until spring.'><h1>Pier</h1>"
                     f"<p>The pier is shut until spring.</p><p>{LONG}</p>", {2: 2}, [0, 1, 2], id="as the head says"),
        pytest.param(f"<div class=quote><div>{LONG}</div><div class=author>Ada Finch, neighbour</div></div>", {0: 2},
                     [0, 1], id="a speaker"),
        pytest.param(f"<figure><blockquote>{LONG}</blockquote><figcaption>Ada Finch</figcaption></figure>", {0: 2},
                     [0, 1], id="a speaker in a caption"),
        pytest.param(f"<blockquote>{LONG}<div class=author>Ada Finch</div></blockquote>", {0: 2}, [0, 1],
                     id="a speaker in the quotation"),
        pytest.param(f"<figure><p>{LONG}</p><figcaption>Ada Finch</figcaption></figure>", {0: 2}, [0], id="a caption"),
        pytest.param(f"<div class=quote><p>{LONG}</p><button>Tweet</button></div>", {0: 2}, [0], id="a button"),
        pytest.param(f"<div class=post><p>{LONG}</p><div class=author>Ada Finch</div></div>", {0: 2}, [0],
                     id="an author below a post"),
        pytest.param(f"<h1>Pier</h1><p class=caption>{STANDFIRST}.</p><p>{LONG}</p>", {2: 2}, [2], id="of a picture"),
        pytest.param(f"<h1>Pier</h1><p class=related>{STANDFIRST}</p><p>{LONG}</p>", {2: 2}, [2], id="no sentence"),
        pytest.param(f"<h1>Pier</h1><p>{STANDFIRST.title()}</p><p>{LONG}</p>", {2: 2}, [2], id="names"),
        pytest.param(f"<h1>Pier</h1><p>{STANDFIRST} 3 May 2026</p><p>{LONG}</p>", {2: 2}, [2], id="a date"),
        pytest.param(f"<h1>Pier</h1><p>{STANDFIRST}</p>{'<p>A</p>' * 6}<p>{LONG}</p>", {8: 2}, [8], id="too far off"),
        pytest.param(f"<h2>Piles</h2><p>{LONG}</p>", {1: 2}, [0, 1], id="a heading"),
        pytest.param(f"<h2>Piles</h2><p>{LONG}</p>", {1: 1}, [1], id="a heading above doubt"),
        pytest.param(f"<h2><a href=/>Piles</a></h2><p>{LONG}</p>", {1: 2}, [1], id="a linked heading"),
        pytest.param(f"<h2>A</h2><h3>B</h3><p>{LONG}</p>", {2: 2}, [1, 2], id="a heading above a heading"),
        pytest.param("<p>Piles:</p><li>A</li>", {1: 1}, [0, 1], id="a line that announces"),
        pytest.param("<p>Piles.</p><li>A</li>", {1: 1}, [1], id="a line that does not"),
        pytest.param(f"<p>Ad</p><h2>Piles</h2><div><p>{LONG}</p></div>", {2: 2}, [1, 2], id="as near as the one above"),
        pytest.param(f"<div><p>Ad</p><h2>Ads</h2></div><div><p>{LONG}</p></div>", {2: 2}, [2], id="another box's"),
    ],
)  # fmt: skip
def test_companions(html: str, logits: dict[int, float], numbers: list[int]) -> None:
    assert list(add_companions(read_page(f"<body>{html}</body>"), logits, 1.5)) == numbers


def _tell(subject: str) -> str:
    days = ("Monday", "Tuesday", "Friday")
    return "".join(
        f"<p>The {subject} was shut on {day}, and nobody came to see it before the night.</p>" for day in days
    )


@pytest.mark.parametrize(
    ("behind", "stays"),
    [
        pytest.param("<article><h1>Clerk quits</h1><p class=byline>Ada Finch</p>{}</article>", False, id="signed"),
        pytest.param("<article><h1>Clerk out</h1><time datetime=2026-03-05>Now</time>{}</article>", False, id="timed"),
        pytest.param("<article><h1>Clerk quits</h1><p>3 May 2024</p>{}</article>", False, id="dated"),
        pytest.param("<div class=next-article><h2>Clerk quits</h2>{}</div>", False, id="a box named the next"),
        pytest.param("<article class=post><h2>What it cost</h2>{}</article>", True, id="a section of a guide"),
        pytest.param("<article><h1>II. His youth</h1>{}</article>", True, id="a chapter"),
        pytest.param("<article class=entry><h2>Clerk quits</h2><p>3 May 2024</p>{}</article>", True, id="an entry"),
        pytest.param("<article><h1>Born</h1><p>He was born on 3 May 1930.</p>{}</article>", True, id="a day it tells"),
        pytest.param("<div class=author-page><article><h1>Born</h1>{}{}</article></div>", True, id="a box with a name"),
        pytest.param("<section id=what-comes-next><h2>What comes next</h2>{}</section>", True, id="what comes next"),
        pytest.param("<div class=next-steps><h2>How to visit</h2>{}</div>", True, id="steps to take next"),
        pytest.param("<div class=infinite><h2>A museum on the light</h2>{}<h2>Later</h2>{}</div>", True, id="entries"),
        pytest.param("<article class=post><h2>Clerk quits</h2><p>3 May 2024</p>{}</article>", True, id="a post"),
        pytest.param("<article><h4>Ann</h4>{}</article>", True, id="a reply"),
        pytest.param("<section><h1>Clerk quits</h1>{}</section>", True, id="a section"),
    ],
)
def test_an_article_behind_the_story_is_none_of_it(behind: str, stays: bool) -> None:
    story = f"<article class=post><h1>Keeper of the light dies</h1>{_tell('lighthouse')}</article>"
    page = f"<title>Keeper of the light dies | Sun</title><main>{story}{behind.replace('{}', _tell('museum'))}</main>"
    text = read_article(Document("page", page, Format.HTML)).text
    assert ("lighthouse" in text, "museum" in text) == (True, stays)


@pytest.mark.parametrize(
    ("title", "above"),
    [
        pytest.param("My blog", "", id="posts of a blog"),
        pytest.param("Keeper of the light dies", "<h1>Keeper of the light dies</h1>", id="entries of a live blog"),
    ],
)
def test_articles_below_no_headline_of_their_own_stay(title: str, above: str) -> None:
    tag = "h2" if above else "h1"
    posts = "".join(f"<article><{tag}>On a {name}</{tag}>{_tell(name)}</article>" for name in ("lighthouse", "museum"))
    text = read_article(Document("page", f"<title>{title}</title>{above}{posts}", Format.HTML)).text
    assert ("lighthouse" in text, "museum" in text) == (True, True)


@pytest.mark.parametrize(
    ("raw", "tag", "text"),
    [
        ("▢ 200 g of flour", "li", "200 g of flour"),
        ("Yes ▢ no ▢", "li", "Yes ▢ no ▢"),
        ("▢ is a sign", "p", "▢ is a sign"),
    ],
)
def test_boxes_to_tick_are_no_text_of_a_list(raw: str, tag: str, text: str) -> None:
    assert split_run(raw, tag) == [text]


def test_a_standfirst_stands_below_any_heading_that_is_the_title() -> None:
    page = read_page(f"<body><h2>The pier</h2><p>{STANDFIRST}</p><p>{LONG}</p></body>")
    assert list(add_companions(page, {2: 2}, 1.5, frozenset(("thepier",)))) == [0, 1, 2]
    assert list(add_companions(page, {2: 2}, 1.5)) == [2]


@pytest.mark.parametrize(("name", "stays"), [("standfirst", True), ("box", False)])
def test_a_standfirst_with_a_link_is_told_by_its_name(name: str, *, stays: bool) -> None:
    line = f"<p class={name}>The town has <a href=/p>a pier</a> that nobody asked for, and no road there.</p>"
    page = read_page(f"<body><h1>The pier</h1>{line}<p>{LONG}</p></body>")
    assert (1 in add_companions(page, {2: 2}, 1.5)) == stays


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<h2>Pier<a href=#pier>¶</a></h2>", "Pier"),
        ("<h2>Pier <span class=mw-editsection>[<a href=/edit>edit</a>]</span></h2>", "Pier"),
        ("<p>See <a href=#pier>the pier</a>.</p>", "See the pier."),
        ("<p>See <a href=#pier>§</a>.</p>", "See §."),
        ("<h2 class=sr-only>Site tools</h2><p>A pier.</p>", "A pier."),
        ("<h1 class=sr-only>Pier</h1>", "Pier"),
    ],
)
def test_signs_beside_headings_are_not_read(html: str, text: str) -> None:
    assert [block.text for block in read_page(f"<body>{html}</body>").blocks] == [text]


@pytest.mark.parametrize(
    ("html", "is_link"),
    [
        pytest.param("<h2 id=pier><a href=#pier>Pier</a></h2>", False, id="to the heading"),
        pytest.param("<h2><a href=#pier id=pier>Pier</a></h2>", False, id="to itself"),
        pytest.param("<h2><a href=#pier name=pier>Pier</a></h2>", False, id="to itself, as of old"),
        pytest.param("<h2 id=Lände><a href=#L%C3%A4nde>Pier</a></h2>", False, id="written in percents"),
        pytest.param("<dl><dt id=pier><a href=#pier><code>Pier</code></a></dt></dl>", False, id="to a term"),
        pytest.param("<h2 id=quay><a href=#pier>Pier</a></h2>", True, id="to another part, as contents have it"),
        pytest.param("<li id=pier><a href=#pier>Pier</a></li>", True, id="of an item"),
        pytest.param("<h2 id=pier><a href=/pier>Pier</a></h2>", True, id="to another page"),
    ],
)
def test_a_heading_that_links_to_itself_is_no_link(html: str, *, is_link: bool) -> None:
    assert [(block.text, block.link_density) for block in read_page(html).blocks] == [("Pier", float(is_link))]


def test_who_speaks_in_a_quote_is_a_line_of_its_own() -> None:
    page = read_page("<blockquote><div><cite>Ann wrote:</cite>Spray it, as <cite>Piers</cite> says</div></blockquote>")
    assert [block.text for block in page.blocks] == ["Ann wrote:", "Spray it, as Piers says"]


def _describe(kind: str, description: str) -> str:
    data = f'{{"@graph": [{{"@type": "{kind}", "description": "{description}"}}]}}'
    return f'<p>Shop</p><script type="application/ld+json">{data}</script>'


def _state(data: object) -> str:
    return f"<p>Wait</p><script>window.state = {json.dumps(data)};</script>"


LISTED = ", ".join(["boat"] * 99)
JOB = "We look for someone who keeps the locks of the canal from March to October and lives in the house beside them."


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        pytest.param(f"<p>Wait</p><template><p>{JOB}</p><p>{JOB}</p></template>", ["Wait", JOB, JOB], id="a template"),
        pytest.param(_describe("JobPosting", f"&lt;p&gt;{JOB}&lt;/p&gt;&lt;li&gt;Boat"), [JOB, "Boat"], id="markup"),
        pytest.param(_describe("Product", f"{JOB}\\n{JOB}"), [JOB, JOB], id="lines"),
        pytest.param(_describe("Product", "A kettle & a lid"), ["Shop"], id="a slogan"),
        pytest.param(_describe("Organization", JOB), ["Shop"], id="who runs the site"),
        pytest.param(
            _state({"page": {"body": [{"type": "heading", "text": "A lock"}, {"type": "p", "text": JOB}, JOB]}}),
            ["A lock", JOB, JOB],
            id="a list of paragraphs",
        ),
        pytest.param(
            _state([{"children": [{"text": JOB[:50]}, {"text": JOB[50:]}]}, {"html": f"<b>{JOB}</b>"}]),
            [JOB, JOB],
            id="paragraphs of parts",
        ),
        pytest.param(_state([JOB[:60]] * 3), ["Wait"], id="little of it"),
        pytest.param(f"<p>{LISTED}</p>" + _state([JOB, JOB]), [LISTED, "Wait"], id="less than is shown"),
        pytest.param(f"<frameset><frame src=a><noframes><p>{JOB}</p></noframes></frameset>", [JOB], id="frames"),
        pytest.param("<p></p><noscript>You need to enable JavaScript.</noscript>", [], id="a notice"),
    ],
)  # fmt: skip
def test_what_a_page_of_scripts_would_show(html: str, texts: list[str]) -> None:
    assert [block.text for block in read_page(html).blocks] == texts


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (("shareBar item_2", None), ["share", "bar", "item", "2"]),
        (("HTMLBox", "mainBody"), ["html", "box", "main", "body"]),
        ((None, None), []),
        (("x " * 400, "body"), ["x"] * 150 + ["body"]),
        (("sc-7ad1e-0 ad40bc lx4ad8", "node-09fad3"), ["sc", "7ad1e", "0", "ad40bc", "lx", "4ad8", "node", "09fad3"]),
        (
            ("ad2 ad-300x250 item2ad", "1stAd footer2"),
            ["ad", "2", "ad", "300", "x", "250", "item", "2ad", "1", "st", "ad", "footer", "2"],
        ),
    ],
)
def test_words_of_names(names: tuple[str | None, str | None], words: list[str]) -> None:
    assert list_words(*names) == words


@pytest.mark.parametrize(
    ("names", "is_promo"),
    [
        ("footer-widget", True),
        ("elementor-widget", False),
        ("elementor-widget elementor-share-buttons", True),
        ("vjs-control-text", True),
    ],
)
def test_a_part_of_a_page_that_is_built_of_widgets_is_no_promo(names: str, *, is_promo: bool) -> None:
    [block, _] = read_page(f'<div class="{names}"><p>Nobody came.</p></div><p>{LONG * 9}</p>').blocks
    assert block.is_promo is is_promo


@pytest.mark.parametrize(("length", "is_promo"), [(399, True), (400, False)])
def test_a_small_box_with_the_name_of_a_promo_is_one(length: int, is_promo: bool) -> None:
    story = f"<p>{LONG * 9}</p>"  # without one, what the page has is read as it
    [block, _] = read_page(f'<body><div class="newsletter"><p>{"x" * length}</p></div>{story}</body>').blocks
    assert block.is_promo is is_promo


@pytest.mark.parametrize(("story", "are_marked"), [(800, True), (799, False)])
def test_comments_may_be_most_of_a_page_that_has_a_story(story: int, are_marked: bool) -> None:
    comments = f'<div id="comments"><p>{"x" * 3000}.</p></div>'
    page = read_page(f"<body><p>{'y' * (story - 1)}.</p>{comments}</body>")
    assert [block.is_comment for block in page.blocks] == [False, are_marked]


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        pytest.param("<div><template shadowrootmode=open><p>In</p></template></div>", ["In"], id="a shadow root"),
        pytest.param("<div><template><p>In</p></template></div><p>Out</p>", ["Out"], id="a template"),
        pytest.param("<template shadowrootmode=open><template>A</template><p>B</p></template><p>C</p>", ["B", "C"],
                     id="a template in one"),
        pytest.param('<html xmlns="x"><p><![CDATA[a <b> c]]></p></html>', ["a <b> c"], id="CDATA of XHTML"),
        pytest.param("<p>a <![CDATA[b]]> c</p>", ["a c"], id="CDATA of HTML is a comment"),
        pytest.param('<!DOCTYPE html [<!ENTITY a "b">]><p>c</p>', ["c"], id="a DTD"),
    ],
)  # fmt: skip
def test_sources_that_are_repaired(html: str, texts: list[str]) -> None:
    assert [block.text for block in read_page(html).blocks] == texts


BODY = "The old ferry pier was closed on Monday. " * 5


@pytest.mark.parametrize(
    ("body", "text", "told"),
    [
        pytest.param(BODY, "The old ferry pier was closed", 1, id="in it"),
        pytest.param(BODY, "the OLD ferry pier was closed", 1, id="but for case"),
        pytest.param(BODY, f"{BODY[:80]} and what no body says", 1, id="its beginning"),
        pytest.param(BODY, f"{BODY[:79]}x and what no body says", -1, id="less than its beginning"),
        pytest.param(BODY, "A bridge", -1, id="elsewhere"),
        pytest.param(BODY, "…", 0, id="no letters"),
        pytest.param("", "A bridge", 0, id="no body"),
        pytest.param(BODY[:199], "The old ferry pier", 0, id="a body that was cut"),
        pytest.param(BODY[:200], "The old ferry pier", 1, id="the shortest body"),
    ],
)
def test_a_block_in_the_body_that_the_head_tells(body: str, text: str, told: int) -> None:
    page = Page(scripts=[json.dumps({"@type": "NewsArticle", "articleBody": body})])
    assert read_description(page).holds_in_body(text) == told


@pytest.mark.parametrize(
    ("description", "text", "told"),
    [
        pytest.param("The old ferry pier was closed.", "The old ferry pier was shut, and more.", False, id="apart"),
        pytest.param("The old ferry pier is shut", "The old ferry pier is sh", True, id="24 characters of it"),
        pytest.param("The old ferry pier is shut", "The old ferry pier is s", False, id="a shorter block"),
        pytest.param("The old ferry pier is sh", "The old ferry pier is shut today", True, id="a short description"),
        pytest.param("The old ferry pier is s", "The old ferry pier is shut today", False, id="a shorter one"),
        pytest.param("The  old ferry pier is shut", "So: The old ferry pier is shut.", True, id="within the block"),
        pytest.param("So: the old ferry pier is shut", "the old ferry pier is shut", True, id="within the description"),
    ],
)
def test_a_block_that_describes_the_page(description: str, text: str, told: bool) -> None:
    assert read_description(Page(meta={"og:description": description})).holds(text) is told


@pytest.mark.parametrize(
    ("blocks", "expected", "cut"),
    [
        pytest.param([(4.0, 100), (-4.0, 100)], 1.0, 4.0, id="what is likely"),
        pytest.param([(-1.0, 100), (-1.2, 100)], 1.0, -1.2, id="where little is certain"),
        pytest.param([(4.0, 100), (-1.0, 100)], 1.0, 4.0, id="but not beside what is"),
        pytest.param([(4.0, 100), (-1.0, 1)], 1.0, 4.0, id="however short"),
        pytest.param([(0.0, 100), (-0.5, 100)], 1.0, -0.5, id="half of it"),
        pytest.param([(1.0, 100), (-0.5, 100)], 0.1, 1.0, id="where less is expected"),
        pytest.param([(1.0, 100), (-0.5, 100)], 3.0, -0.5, id="where more is"),
        pytest.param([], 1.0, 0.0, id="nothing"),
    ],
)
def test_blocks_are_kept_for_the_highest_expected_f1(
    blocks: list[tuple[float, int]], expected: float, cut: float
) -> None:
    assert choose_cut(blocks, expected) == cut


@pytest.mark.parametrize(
    ("html", "numbers"),
    [
        pytest.param("<p>A</p><div><p>A</p></div>", [0, 1], id="a single copy"),
        pytest.param(f"<p>{LONG}</p><p>A</p><div><p>{LONG}</p><p>A</p></div>", [0, 1], id="a box of copies"),
        pytest.param("<p>Pier</p><p>A</p><div><p>Pier</p><p>A</p></div>", [0, 1, 2, 3], id="a box of few letters"),
        pytest.param(f"<p>{LONG}</p><p>A</p><div><p>{LONG}</p><p>A</p><p>{LONG[:12]}</p></div>", [0, 1, 4],
                     id="with little that is new"),
        pytest.param(f"<p>{LONG}</p><p>A</p><div><p>{LONG}</p><p>A</p><p>{LONG[:13]}</p></div>", [0, 1, 2, 3, 4],
                     id="with more that is"),
        pytest.param(f"<div><p>{LONG}</p><p>A</p><p>{LONG}</p><p>A</p></div>", [0, 1, 2, 3], id="in one box"),
    ],
)  # fmt: skip
def test_copies_of_boxes_are_dropped(html: str, numbers: list[int]) -> None:
    page = read_page(f"<body>{html}</body>")
    assert list(drop_copies(page, dict.fromkeys(range(len(page.blocks)), 1.0))) == numbers


@pytest.mark.parametrize(
    ("tag", "attributes", "region"),
    [
        ("nav", {}, regions.NAV),
        ("p", {}, 0),
        ("dialog", {}, regions.DIALOG | regions.HIDDEN),
        ("dialog", {"open": ""}, regions.DIALOG),
        ("div", {"role": "contentinfo"}, regions.FOOTER),
        ("div", {"role": "article"}, 0),
        ("div", {"hidden": ""}, regions.HIDDEN),
        ("div", {"style": "color: red; DISPLAY : none"}, regions.HIDDEN),
        ("div", {"style": "--display: none"}, 0),
        ("div", {"style": "visibility:hidden"}, regions.HIDDEN),
        ("div", {"aria-hidden": "true"}, regions.UNSPOKEN),
        ("div", {"aria-hidden": "false"}, 0),
    ],
)
def test_region_of_an_element(tag: str, attributes: dict[str, str | None], region: int) -> None:
    assert find_region(tag, attributes) == region


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("20260304", ["2026-03-04"]),
        ("No. 20260304", []),
        ("20261304", []),
        ("2026-03-04 and 3/4/2026", ["2026-03-04", "2026-03-04"]),
        ("13/4/2026", ["2026-04-13"]),
        ("4.3.2026", ["2026-03-04"]),
        ("4 March 1989", []),
        ("4 March 1990", ["1990-03-04"]),
    ],
)
def test_days_that_a_text_names(text: str, days: list[str]) -> None:
    assert list(find_days(text)) == days


def test_processing_instructions_are_no_text() -> None:
    blocks = read_page(f"<p>{LONG}<div><?php if (is_home()) {{ ?>Weather<?php }} ?></div><p>{LONG[:60]}").blocks
    assert [block.text for block in blocks] == [LONG, "Weather", LONG[:60].strip()]
