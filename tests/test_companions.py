"""Headings, announcing lines and lists go with the prose around them."""

import pytest

from newsieve import clean
from newsieve.extract.companions import add_companions, list_stray_items
from newsieve.extract.page import read_page

FIRM = 1.7
PROSE = "The river rose by two metres overnight, and the mayor asked people to stay at home until noon."
MORE = "By the evening the old bridge had gone, and with it the only road to the villages on the other bank."


@pytest.mark.parametrize(
    ("html", "added"),
    [
        pytest.param(f"<p>{PROSE}</p><h2>Later</h2><p>{MORE}</p>", ["Later"], id="a heading above a paragraph"),
        pytest.param(
            f"<p>{PROSE}</p><section><div><h2>Later</h2></div><div><p>{MORE}</p></div></section>",
            ["Later"],
            id="a heading in a box of its own",
        ),
        pytest.param(
            f"<main><div><p>{PROSE}</p><h2>Join us</h2></div><p>{MORE}</p></main>",
            [],
            id="a heading of the box before",
        ),
        pytest.param(f"<p>{PROSE}</p><h2>Read more</h2><ul><li><a href=a>One</a></ul>", [], id="above no prose"),
        pytest.param(f"<p>{PROSE}</p><ul><li>one<li>two</ul><p>{MORE}</p>", ["one", "two"], id="a list in the text"),
        pytest.param(
            f"<p>{PROSE}</p><ul><li><a href=a>one</a><li><a href=b>two</a></ul><p>{MORE}</p>",
            [],
            id="links",
        ),
        pytest.param(
            f"<p>{PROSE.replace('noon.', 'noon:')}</p><ul><li><a href=a>one</a><li><a href=b>two</a></ul>",
            ["one", "two"],
            id="links that are announced",
        ),
        pytest.param(
            f"<p>{PROSE}</p><table><tr><td>a<td>1<tr><td>b<td>2</table><figcaption>c</figcaption><p>{MORE}</p>",
            ["a | 1", "b | 2"],
            id="a table above its caption",
        ),
        pytest.param(f"<ul><li>one<li>two</ul><p>{MORE}</p>", [], id="a list above all prose"),
        pytest.param("<ul><li>one<li>two</ul>", [], id="no prose"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_what_goes_with_firm_prose(html: str, added: list[str]) -> None:
    page = read_page(html)
    firm = {i: FIRM for i, block in enumerate(page.blocks) if block.text[:9] in (PROSE[:9], MORE[:9])}
    result = add_companions(page, firm, FIRM)
    assert [page.blocks[number].text for number in result if number not in firm] == added
    assert list(result) == sorted(result)


SHORT = "Nobody stayed."


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        pytest.param(f"<div>{SHORT}</div>", [SHORT], id="a box"),
        pytest.param(f"<section><p>{SHORT}</p></section>", [SHORT], id="a paragraph in a box"),
        pytest.param("<div><div>two ropes</div><div>a lamp</div></div>", ["two ropes", "a lamp"], id="a list of boxes"),
        pytest.param(f"<aside>Fares</aside><div>{SHORT}</div>", [SHORT], id="beside an aside"),
        pytest.param(f"<div>{SHORT}</div><h2>{PROSE}</h2>", [SHORT, PROSE], id="a sentence above a heading"),
        pytest.param(f"<div>Boats for sale</div><h2>{PROSE}</h2>", [PROSE], id="a line above a heading"),
        pytest.param(f"<div>{SHORT}</div><div><a href=/a>Fares</a></div>", [], id="with a link"),
        pytest.param(f"<div>{SHORT}</div><button>Share</button>", [], id="with a button"),
        pytest.param("<div class='trip-cta'>Book now</div>", [], id="in a box with a name"),
        pytest.param("<div>Advert</div><p>Advert</p>", [], id="said twice"),
        pytest.param("<div>5 May 2023</div>", [], id="a date"),
    ],
)
def test_short_lines_go_with_the_paragraphs_around_them(lines: str, kept: list[str]) -> None:
    page = read_page(f"<main><p>{PROSE}</p>{lines}<p>{MORE}</p></main>")
    firm = {number: FIRM for number, block in enumerate(page.blocks) if block.text in (PROSE, MORE)}
    assert [page.blocks[number].text for number in add_companions(page, firm, FIRM)][1:-1] == kept


def test_the_end_of_a_box_stays_out() -> None:
    page = read_page(f"<main><div><p>{PROSE}</p><div>{SHORT}</div></div><p>{MORE}</p></main>")
    assert list(add_companions(page, {0: FIRM, 2: FIRM}, FIRM)) == [0, 2]


@pytest.mark.parametrize(
    ("heads", "kept"),
    [
        pytest.param(("Upstream", "Downstream"), [0, 1, 2, 3], id="two parts"),
        pytest.param(("Read on", "Read on"), [1, 3], id="one label"),
    ],
)
def test_lines_above_parts_that_fold_out_go_with_them(heads: tuple[str, str], kept: list[int]) -> None:
    part = "<div><div class=head><a>{}</a></div><div hidden><p>{}</p></div></div>"
    page = read_page("".join(part.format(head, text) for head, text in zip(heads, (PROSE, MORE), strict=True)))
    assert list(add_companions(page, {1: 0.5, 3: 0.5}, FIRM)) == kept


LIST = "<ul><li>Flour</li><li>Lamp oil</li><li>Nails</li></ul>"
TABLE = "<table><tr><td>Friday<td>none</tr><tr><td>Saturday<td>one</tr></table>"
MENU = "<ul><li>Flour</li><li><a href=/a>Shop</a></li><li><a href=/b>Map</a></li></ul>"


@pytest.mark.parametrize(
    ("html", "known", "kept"),
    [
        pytest.param(LIST, [0, 1], [0, 1, 2], id="most of a list"),
        pytest.param(LIST, [0], [0], id="one of three items"),
        pytest.param(TABLE, [0], [0, 1], id="half of a table"),
        pytest.param(
            "<table><caption>Boats<thead><tr><th>Day<th>Boats<tbody><tr><td>Friday<td>2<tr><td>Sunday<td>9</table>",
            [0, 2, 3],
            [0, 1, 2, 3],
            id="a table with a caption",
        ),
        pytest.param(f"<dl><dt>Ferry<dd>{PROSE[:40]}<dt>Dredger<dd>Orrby</dl>", [0, 1], [0, 1, 2, 3], id="terms"),
        pytest.param(MENU, [0], [0], id="the rest are links"),
        pytest.param(f"<table><tr><td><p>{PROSE}</p><p>Menu</p></td></tr></table>", [0], [0], id="a table for layout"),
    ],
)
def test_a_list_of_which_most_is_of_the_article_is_whole(html: str, known: list[int], kept: list[int]) -> None:
    assert list(add_companions(read_page(html), dict.fromkeys(known, 0.5), 1.7)) == kept


POST = "<div><h3{}><a href=/{}>Day {}</a></h3><div><p>{}</p></div></div>"
ON_SALE = "<div><h3 class=promo><a href=/sale>On sale</a></h3><div><p>{}</p></div></div>"


@pytest.mark.parametrize(
    ("html", "known", "kept"),
    [
        pytest.param(
            "".join(POST.format("", n, n, PROSE) for n in "123"), [1, 2, 3, 5], [0, 1, 2, 3, 4, 5], id="posts"
        ),
        pytest.param("".join(POST.format("", n, n, PROSE) for n in "123"), [1, 3, 5], [1, 3, 5], id="none of them"),
        pytest.param(
            "".join(POST.format("", n, n, f"On Monday</p><p>{PROSE}") for n in "12"),
            [0, 2, 5],
            [0, 2, 3, 5],
            id="dates in between",
        ),
        pytest.param(
            "".join(f"<h3>Day {n}</h3><p>On Monday</p><p>{PROSE}</p>" for n in "12"),
            [0, 2, 5],
            [0, 2, 5],
            id="dates in between, no links",
        ),
        pytest.param(
            "".join(f"<h3>Day {n}</h3><p>{PROSE}</p>" for n in "123"),
            [0, 1, 3, 5],
            [0, 1, 2, 3, 4, 5],
            id="one of three",
        ),
        pytest.param(
            "".join(POST.format("", n, n, PROSE) for n in "12") + ON_SALE.format(MORE),
            [0, 1, 2, 3, 5],
            [0, 1, 2, 3, 5],
            id="of another kind",
        ),
    ],
)
def test_headings_go_with_others_of_their_kind(html: str, known: list[int], kept: list[int]) -> None:
    assert list(add_companions(read_page(html), dict.fromkeys(known, 0.5), 1.7)) == kept


@pytest.mark.parametrize(
    "opener",
    ["<button aria-expanded=false>{}</button>", "<div role=button tabindex=0>{}</div>", "<div class=toggle>{}</div>"],
)
def test_a_question_goes_with_the_answer_that_is_folded_away(opener: str) -> None:
    answers = {
        "Who can apply?": "Anyone who lives in zone A or B and owns a car that is registered at that address.",
        "What does it cost?": "A permit costs 62 euros a year. The second one of a household costs 140 euros.",
        "Can visitors park?": "They can with a day ticket, which is sold at the town hall and at the kiosk.",
    }
    folded = "".join(f"{opener.format(q)}<div style='display:none'><p>{a}</p></div>" for q, a in answers.items())
    lines = clean(f"<body><nav>Town</nav><div>{folded}</div><footer>Imprint</footer>").splitlines()
    assert [line for line in lines if line] == [line for pair in answers.items() for line in pair]


TURNS = (PROSE, MORE, "The ferryman said that he had never seen so much timber in the water, nor so many hats.")


@pytest.mark.parametrize(
    ("turn", "labels", "are_kept"),
    [
        pytest.param("<div class=turn><div class=who>{}</div><p>{}</p></div>", "ADA BO ADA", True, id="who speaks"),
        pytest.param("<div class=who>{}</div><div class=says>{}</div>", "A.L.: B.O.: A.L.:", True, id="initials"),
        pytest.param("<section><span>{}</span><p>{}</p></section>", "Q A Q", True, id="a line of a box"),
        pytest.param("<div class=year>{}</div><p>{}</p>", "1983 1991 2004", True, id="years"),
        pytest.param("<div class=mellanrubrik>{}</div><p>{}</p>", "Vattnet Bron Färjan", True, id="heads"),
        pytest.param("<div class=who>{}</div><p>{}</p><p>It is so.</p>", "ADA BO ADA", True, id="two paragraphs each"),
        pytest.param("<div class=x>{}</div><p>{}</p>", "Annons Annons Annons", False, id="the same each time"),
        pytest.param("<div class=x><a href=/a>{}</a></div><p>{}</p>", "Boats Fares Maps", False, id="links"),
        pytest.param("<div class=x><button>{}</button></div><p>{}</p>", "Share Save Print", False, id="buttons"),
        pytest.param("<div class=photo-credit>{}</div><p>{}</p>", "Lind Berg Holm", False, id="a name of others"),
        pytest.param("<div><p>{1}</p><div class=x>{0}</div></div>", "Boats Fares Maps", False, id="below, in its box"),
    ],
)
def test_labels_in_turn_with_paragraphs_go_with_them(turn: str, labels: str, are_kept: bool) -> None:
    turns = [turn.format(label, text) for label, text in zip(labels.split(), TURNS, strict=True)]
    page = read_page(f"<main><h1>At the ferry</h1>{''.join(turns)}</main>")
    firm = {number: FIRM for number, block in enumerate(page.blocks) if block.text.endswith(".") and " " in block.text}
    added = [page.blocks[number].text for number in add_companions(page, firm, FIRM) if number not in firm]
    assert [text for text in added if text != "At the ferry"] == (labels.split() if are_kept else [])


def test_two_lines_above_paragraphs_are_no_row_of_labels() -> None:
    page = read_page(f"<main><h2>x</h2><div>ADA</div><p>{PROSE}</p><div>ADA</div><p>{MORE}</p></main>")
    assert list(add_companions(page, {2: FIRM, 4: FIRM}, FIRM)) == [2, 4]


def test_a_list_of_links_that_is_mostly_left_out_is_left_out() -> None:
    page = read_page("".join(f"<ul>{links}</ul>" for links in (_link(2), _link(5), "<li>a<li>b<li>c")))
    assert [*list_stray_items(page, dict.fromkeys((1, 3, 8), 0.0))] == [3]


@pytest.mark.parametrize(
    ("box", "is_left_out"),
    [
        pytest.param("<aside><div>{links}</div></aside>", True, id="beside the text"),
        pytest.param("<section class=related-articles>{links}</section>", True, id="named after what is related"),
        pytest.param("<section class=chapters>{links}</section>", False, id="a list of chapters"),
        pytest.param("<aside><ul><li>Salt<li>Flour</ul></aside>", False, id="without links"),
        pytest.param(f"<div class=related-story>{{links}}<p>{PROSE * 9}</p></div>", False, id="a large box"),
    ],
)
def test_a_list_of_links_beside_prose_is_left_out(box: str, *, is_left_out: bool) -> None:
    page = read_page(f"<article><p>{PROSE}</p>{box.format(links=f'<ul>{_link(4)}</ul>')}</article>")
    items = [number for number, block in enumerate(page.blocks) if block.tag == "li"]
    assert [*list_stray_items(page, dict.fromkeys((0, *items), 0.0))] == items * is_left_out


def test_a_list_of_links_is_left_out_beside_prose_alone() -> None:
    page = read_page(f"<h1>Chapters</h1><aside><ul>{_link(4)}</ul></aside>")
    assert [*list_stray_items(page, dict.fromkeys(range(5), 0.0))] == []


def _link(count: int) -> str:
    return "".join(f"<li><a href=/{number}>Chapter {number}</a>" for number in range(count))
