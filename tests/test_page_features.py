"""Features of a page's blocks, each by name: a small page in, a number for each block that is measured out."""

import pytest

from newsieve.extract.choice import Choice
from newsieve.extract.features import FEATURES, measure_blocks
from newsieve.extract.page import read_page
from newsieve.extract.page_type import PAGE_FEATURES
from newsieve.extract.spine import find_spine
from newsieve.extract.text_keys import make_key

STORY_PAGE = """\
<html lang="en"><head><title>Ferry pier closes | Harbour Post</title><meta property="og:type" content="article">
<meta name="description" content="The old ferry pier at the mouth of the river was closed on Monday.">
<script type="application/ld+json">{"@type": "NewsArticle", "articleBody": "The old ferry pier at the mouth of the river
was closed on Monday after divers had found cracks in eleven of the forty piles that carry it. Is it safe? Nobody
knows what the report says, said the harbour master, who had asked for help."}</script></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<main><article class="post"><h1>Ferry pier closes</h1>
<p class="intro">£4 million for eleven piles</p>
<div class="byline">By Ada Lind <time datetime="2026-03-04">4 March 2026</time></div>
<div class="content"><p>The old ferry pier at the mouth of the river was closed on Monday after divers had found cracks
in eleven of the forty piles that carry it.</p>
<p>Is it safe?</p>
<p>"Nobody knows <a href="/report">what the report says</a>," said the harbour master, who had asked for help.</p>
<h2>What comes next:</h2>
<ul><li>A survey of all piles in April</li><li>REPAIRS | 2027</li></ul>
<aside class="newsletter-signup"><p>Sign up for our letter. <button>Sign up</button></p></aside>
<div class="text" hidden><p>The ferries will leave from the east quay until then, and the town has hired two buses for
the way between the quay and the market, which run from six in the morning.</p></div></div>
<figure class="gallery"><figcaption>The pier in 1998</figcaption></figure></article>
<section class="related teaser-list"><h3>Read more</h3><div class="item"><a href="/a">A bridge for the bay</a></div>
<div class="item"><a href="/b">A bridge for the bay</a></div></section>
<div class="comments" aria-hidden="true"><blockquote>Good riddance!</blockquote></div>
<form><input name=q><table><tr><td>Search</td><td>the archive</td></tr></table></form></main>
<footer><p>© Harbour Post 2026</p></footer></body></html>
"""
FORUM_PAGE = """\
<body><article class="post message"><h4>Re: piles</h4>
Has anyone seen the report on the piles? <b>By</b> Ola on the pier.
<pre class="code">log( 1 )</pre>
<dl><dt class="photo">Pile 7</dt><dd>cracked</dd></dl>
<blockquote class="quote"><p>It is gone.</p></blockquote>
<p class="caption">My photo of the pier<a href="#rules">1</a></p></article>
<section id="comments" aria-hidden="true"><p>Good riddance! I never liked the look of it, nor did my boat.</p>
<p>Nor did I.</p></section>
<dialog open><input name="user"><p>Log in</p></dialog>
<nav><p>The boards on which members of the harbour club may write of their boats and of the weather at sea.</p></nav>
<form><table><tr><td>Search</td><td>the board</td></tr></table></form>
<footer><p>Rules for posts</p></footer>
<script type="application/ld+json">{"@type": ["QAPage", "FAQPage", "HowTo", "ItemList", "Offer"]}</script>
<meta property="og:type" content="product.item"><div class="signature"><a rel="author" href="/ola">Ola</a></div></body>
"""


def measure(html: str, choice: Choice, title: str) -> dict[int, tuple[float, ...]]:
    page = read_page(html)
    return measure_blocks(page, find_spine(page), choice, frozenset({make_key(title)}))


# The places of the scored containers are those of the article and of the box in it.
STORY = measure(STORY_PAGE, Choice([4, 5, 7], [4, 5], {5: 0.5, 9: 1.0}), "Ferry pier closes")
CARDS_PAGE = f"""<body><main><p>The pier is closed until the ferries have new piles to land at.</p></main><section>{
    '<div class="card"><h3><a href="/pier">The pier</a></h3><p>A line.</p></div>' * 3
}</section></body>"""
CARDS = measure(CARDS_PAGE, Choice([0, 2], [0], {}), "Piles")
FORUM = measure(FORUM_PAGE, Choice([5], [5], {}), "Piles")


def list_column(measured: dict[int, tuple[float, ...]], name: str) -> list[float]:
    return [round(float(row[FEATURES.index(name)]), 3) for row in measured.values()]


def test_blocks_that_are_measured() -> None:
    assert list(STORY) == [*range(1, 19)]  # not the menu
    assert list(FORUM) == [*range(14)]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("chosen", "0 0 0 1 1 0 1 0 0 0 0 0 0 0 0 0 0 0"),
        ("chosen_after", "0 0 1 1 0 1 0 0 0 0 0 0 0 0 0 0 0 0"),
        ("chosen_in_2", "0 .2 .4 .4 .6 .6 .4 .2 .2 0 0 0 0 0 0 0 0 0"),
        ("chosen_in_5", ".286 .375 .333 .3 .273 .273 .273 .273 .273 .182 .091 .091 0 0 0 0 0 0"),
        ("distance", "3 2 1 0 0 1 0 1 2 3 4 5 6 7 8 9 10 11"),
        ("is_after", "0 0 0 0 0 0 0 1 1 1 1 1 1 1 1 1 1 1"),
        ("to_first", "-3 -2 -1 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14"),
        ("to_last", "-6 -5 -4 -3 -2 -1 0 1 2 3 4 5 6 7 8 9 10 11"),
        ("title", "1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0"),
        ("since_heading", "0 1 2 3 4 5 0 1 2 3 4 5 0 1 2 3 4 5"),
        ("heading_level", "1 1 1 1 1 1 2 2 2 2 2 2 3 3 3 3 3 3"),
        ("since_h1", "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17"),
        ("after_h1", "0 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1"),
        ("length", "17 27 24 139 11 85 16 30 14 31 166 16 9 20 20 14 20 19"),
        ("words", "3 5 6 28 3 15 3 7 3 7 33 4 2 5 5 2 4 4"),
        ("linked", "0 0 0 0 0 .235 0 0 0 0 0 0 0 1 1 0 0 0"),
        ("buttons", "0 0 0 0 0 0 0 0 0 .226 0 0 0 0 0 0 0 0"),
        ("length_before", "10 17 27 24 139 11 85 16 30 14 31 166 16 9 20 20 14 20"),
        ("length_after", "27 24 139 11 85 16 30 14 31 166 16 9 20 20 14 20 19 0"),
        ("ends", "0 0 0 1 1 1 0 0 0 0 1 0 0 0 0 1 0 0"),
        ("capital", "1 0 1 1 1 0 1 1 1 1 1 1 1 1 1 1 1 0"),
        ("title_case", ".333 0 .667 .071 .333 .067 .333 .286 .333 .286 .03 .25 .5 .2 .2 .5 .25 .5"),
        ("group_share", ".027 .044 .039 .347 .347 .347 .026 .071 .071 .05 .268 .026 .015 0 0 .023 .032 .031"),
        ("group_count", "1 1 1 3 3 3 1 2 2 1 1 1 1 2 2 1 1 1"),
        ("group_ends", "0 0 0 1 1 1 0 0 0 0 1 0 0 0 0 1 0 0"),
        ("group_length", "17 27 24 71.667 71.667 71.667 16 22 22 31 166 16 9 0 0 14 20 19"),
        ("group_chosen", "0 0 0 .667 .667 .667 1 0 0 0 0 0 0 0 0 0 0 0"),
        ("group_linked", "0 0 0 .078 .078 .078 0 0 0 0 0 0 0 1 1 0 0 0"),
        ("up", "1 1 1 1 1 1 1 2 2 2 2 2 2 2 2 2 4 2"),
        ("gap", "1 1 1 0 0 0 0 0 0 0 0 1 2 2 2 2 2 3"),
        ("picture_words", "0 0 0 0 0 0 0 0 0 0 0 1 0 0 0 0 0 0"),
        ("promo_words", "0 0 1 0 0 0 0 0 0 2 0 0 2 2 2 1 0 0"),
        ("comment_words", "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 0 0"),
        ("branch_length", "17 27 24 139 11 85 16 44 44 31 166 16 49 49 49 14 20 19"),
        ("branch_linked", "0 0 0 0 0 .235 0 0 0 0 0 0 .816 .816 .816 0 0 0"),
        ("branch_blocks", "1 1 1 1 1 1 1 2 2 1 1 1 3 3 3 1 1 1"),
        ("branch_mean", "17 27 24 139 11 85 16 22 22 31 166 16 16.333 16.333 16.333 14 20 19"),
        ("branch_headings", "1 0 0 0 0 0 1 0 0 0 0 0 .333 .333 .333 0 0 0"),
        ("branch_long", "0 0 0 1 0 0 0 0 0 0 1 0 0 0 0 0 0 0"),
        ("branch_after", "0 0 0 0 0 0 0 1 1 1 1 1 1 1 1 1 1 1"),
        ("branch_twins", "1 1 1 3 3 3 1 1 1 1 1 1 1 1 1 1 1 1"),
        ("branch_twins_share", ".027 .044 .039 .38 .38 .38 .026 .071 .071 .05 .268 .026 .079 .079 .079 .023 .032 .031"),
        ("branch_chosen", "0 0 0 1 1 0 1 0 0 0 0 0 0 0 0 0 0 0"),
        ("spine_share", "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1"),
        ("spine_steps", "1 1 1 1 1 1 1 2 2 2 2 2 2 2 2 2 4 2"),
        ("prose_before", "0 0 0 0 .647 .698 1 1 1 1 1 1 1 1 1 1 1 1"),
        ("prose_near", "25 30.714 26.875 23.889 23.889 23.889 23.889 23.889 8.444 7.222 0 0 0 0 0 0 0 0"),
        ("parent_blocks", "12 12 1 8 8 8 8 2 2 1 1 1 3 1 1 1 1 1"),
        ("parent_prose", "1 1 0 1 1 1 1 0 0 0 0 0 0 0 0 0 0 0"),
        ("depth", "5 5 5 6 6 6 6 7 7 7 7 6 5 5 5 5 7 4"),
        ("score", ".5 .5 .5 1 1 1 1 1 1 1 1 .5 0 0 0 0 0 0"),
        ("score_steps", "1 1 1 1 1 1 1 2 2 2 2 2 30 30 30 30 30 30"),
        ("in_body", "-1 -1 -1 1 1 1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1"),
        ("described", "0 0 0 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0"),
        ("branch_controls", "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 0"),
        ("section_blocks", "6 6 6 6 6 6 6 6 6 6 6 6 6 6 6 6 6 6"),
        ("section_linked", ".039 .039 .039 .039 .039 .039 0 0 0 0 0 0 .333 .333 .333 .333 .333 .333"),
        ("section_chosen", ".333 .333 .333 .333 .333 .333 .167 .167 .167 .167 .167 .167 0 0 0 0 0 0"),
        ("section_ends", ".5 .5 .5 .5 .5 .5 .167 .167 .167 .167 .167 .167 .167 .167 .167 .167 .167 .167"),
        ("section_length", "50.5 50.5 50.5 50.5 50.5 50.5 45.5 45.5 45.5 45.5 45.5 45.5 17 17 17 17 17 17"),
        ("promo", "0 0 1 0 0 0 0 0 0 1 0 0 1 1 1 1 0 0"),
        ("unseen", "0 0 0 0 0 0 0 0 0 0 1 0 0 0 0 0 0 0"),
        ("unspoken", "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 0 0"),
        ("aside", "0 0 0 0 0 0 0 0 0 1 0 0 0 0 0 0 0 0"),
        ("footer", "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1"),
        ("figure", "0 0 0 0 0 0 0 0 0 0 0 1 0 0 0 0 0 0"),
        ("caption", "0 0 0 0 0 0 0 0 0 0 0 1 0 0 0 0 0 0"),
        ("form", "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 0"),
        ("tag_p", "0 1 1 1 1 1 0 0 0 1 1 0 0 1 1 0 0 1"),
        ("tag_h2", "0 0 0 0 0 0 1 0 0 0 0 0 0 0 0 0 0 0"),
        ("tag_li", "0 0 0 0 0 0 0 1 1 0 0 0 0 0 0 0 0 0"),
        ("since_prose", "30 30 30 0 1 2 3 4 5 6 0 1 2 3 4 5 6 7"),
        ("buttons_near", "0 0 0 0 1 1 1 1 1 1 1 1 1 1 1 0 0 0"),
        ("heading_count", "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1"),
        ("heading_depth", "0 0 0 -1 -1 -1 0 -1 -1 -1 -1 0 0 0 0 0 -2 1"),
        ("tag_blockquote", "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 0 0"),
    ],
)
def test_features_of_a_story(name: str, values: str) -> None:
    assert list_column(STORY, name) == list(map(float, values.split()))


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("post_words", "0 0 0 0 0 0 0 0 0 0 0 0 0 1"),
        ("note", "0 0 0 0 0 0 1 0 0 0 0 0 0 0"),
        ("box_controls", "0 0 0 0 0 0 0 0 0 1 0 0 0 0"),
        ("nav", "0 0 0 0 0 0 0 0 0 0 1 0 0 0"),
        ("dialog", "0 0 0 0 0 0 0 0 0 1 0 0 0 0"),
        ("tag_pre", "0 0 1 0 0 0 0 0 0 0 0 0 0 0"),
        ("distance", "5 4 3 2 1 0 1 2 3 4 5 6 7 8"),
        ("to_first", "-5 -4 -3 -2 -1 0 1 2 3 4 5 6 7 8"),
        ("since_h1", "30 30 30 30 30 30 30 30 30 30 30 30 30 30"),
        ("title_case", ".5 .231 0 .5 0 .333 .2 .154 .667 .5 .05 .25 .333 0"),
        ("group_share", ".027 .182 .024 .018 .021 .033 .061 .215 .215 .018 .3 .055 .045 0"),
        ("up", "1 0 1 2 2 1 1 2 2 2 2 4 2 1"),
        ("branch_twins", "1 1 1 1 1 1 1 1 1 1 1 1 1 1"),
        ("spine_steps", "1 0 1 2 2 2 1 2 2 2 2 4 2 1"),
        ("parent_blocks", "7 7 7 2 2 1 7 2 2 1 1 1 1 1"),
        ("depth", "4 3 4 5 5 5 4 4 4 4 4 6 4 3"),
    ],
)
def test_features_of_a_forum(name: str, values: str) -> None:
    assert list_column(FORUM, name) == list(map(float, values.split()))


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("card_count", "0 3 3 3 3 3 3"),
        ("card_blocks", "0 2 2 2 2 2 2"),
        ("card_linked", "0 .533 .533 .533 .533 .533 .533"),
        ("card_share", "0 .536 .536 .536 .536 .536 .536"),
        ("cards_chosen", "0 .167 .167 .167 .167 .167 .167"),
    ],
)
def test_features_of_cards(name: str, values: str) -> None:
    assert list_column(CARDS, name) == list(map(float, values.split()))


@pytest.mark.parametrize(
    ("name", "of_story", "of_forum"),
    [
        ("page_blocks", 2.996, 2.708),
        ("page_prose", 5.375, 4.963),
        ("page_linked", 0.1, 0.012),
        ("page_mean", 36.211, 23.857),
        ("page_headings", 0.105, 0.071),
        ("page_items", 0.105, 0.0),
        ("page_rows", 0.053, 0.071),
        ("page_prices", 0.053, 0.0),
        ("page_times", 1.0, 0.0),
        ("page_left_out", 0.352, 0.359),
        ("core_share", 0.698, 0.077),
        ("core_blocks", 0.158, 0.071),
        ("kept_share", 0.698, 0.077),
        ("rivals", 1.0, 0.0),
        ("spine_depth", 6.0, 4.0),
        ("spine_half", 6.0, 4.0),
        ("type_article", 1.0, 0.0),
        ("type_product", 0.0, 1.0),
        ("type_forum", 0.0, 1.0),
        ("type_faq", 0.0, 1.0),
        ("type_howto", 0.0, 1.0),
        ("og_article", 1.0, 0.0),
        ("og_product", 0.0, 1.0),
    ],
)
def test_features_of_a_page_are_those_of_all_its_blocks(name: str, of_story: float, of_forum: float) -> None:
    assert set(list_column(STORY, name)) == {of_story}
    assert set(list_column(FORUM, name)) == {of_forum}


@pytest.mark.parametrize(("length", "is_title"), [(299, 1.0), (300, 0.0)])
def test_a_title_is_shorter_than_a_paragraph(length: int, is_title: float) -> None:
    text = f"{'ferry ' * 50}"[: length - 1] + "y"
    measured = measure(f"<body><p>{text}</p></body>", Choice([0], [0], {}), text)
    assert list_column(measured, "title") == [is_title]


def test_each_feature_is_tried() -> None:
    pages = (STORY, FORUM, CARDS)
    silent = {name for name in FEATURES if not any(any(list_column(page, name)) for page in pages)}
    assert silent - set(PAGE_FEATURES) == {"comment"}


@pytest.mark.parametrize(
    ("length", "title", "expected"),
    [
        pytest.param(400, "", [False, True, True], id="large"),
        pytest.param(399, "", [False, False, False], id="a small box is judged as any other with such a name"),
        pytest.param(650, "", [False, False, False], id="most of the page"),
        pytest.param(400, "<h1>Piers</h1>", [False, False, False, False], id="the box that has the headline"),
    ],
)
def test_a_box_of_comments_is_marked(length: int, title: str, expected: list[bool]) -> None:
    comments = f'<div id="comments">{title}<p>{"a" * 100}</p><p>{"b" * (length - 100 - len(title[4:-5]))}</p></div>'
    head = '<meta property="og:type" content="article">'
    page = read_page(f"{head}<body><p>{'x' * 400}</p>{comments}</body>")
    assert [block.is_comment for block in page.blocks] == expected
