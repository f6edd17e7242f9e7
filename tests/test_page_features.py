"""Features of a page's blocks, each by name: a small page in, a number for each block that is measured out."""

import pytest

from newsieve.extract.features import FEATURES, measure_blocks
from newsieve.extract.page import read_page
from newsieve.extract.page_type import PAGE_FEATURES
from newsieve.extract.spine import find_spine
from newsieve.extract.text_keys import fold

STORY_PAGE = """\
<html lang="en"><head><title>Ferry pier closes | Harbour Post</title><meta property="og:type" content="article">
<script type="application/ld+json">{"@type": "NewsArticle"}</script></head><body>
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
<form><table><tr><td>Search</td><td>the archive</td></tr></table></form></main>
<footer><p>© Harbour Post 2026</p></footer></body></html>
"""
FORUM_PAGE = """\
<body><article class="post message"><h4>Re: piles</h4>
Has anyone seen the report on the piles? <b>By</b> Ola on the pier.
<pre class="code">log( 1 )</pre>
<dl><dt class="photo">Pile 7</dt><dd>cracked</dd></dl>
<blockquote class="quote"><p>It is gone.</p></blockquote>
<p class="caption">My photo of the pier</p></article>
<section id="comments" aria-hidden="true"><p>Good riddance! I never liked the look of it, nor did my boat.</p>
<p>Nor did I.</p></section>
<dialog open><p>Log in</p></dialog>
<nav><p>The boards on which members of the harbour club may write of their boats and of the weather at sea.</p></nav>
<form><table><tr><td>Search</td><td>the board</td></tr></table></form>
<footer><p>Rules for posts</p></footer>
<script type="application/ld+json">{"@type": ["QAPage", "FAQPage", "HowTo", "ItemList", "Offer"]}</script>
<meta property="og:type" content="product.item"><div class="signature"><a rel="author" href="/ola">Ola</a></div></body>
"""


def measure(html: str, chosen: list[int], marked: list[int], title: str) -> dict[int, list[float]]:
    page = read_page(html)
    return measure_blocks(page, find_spine(page), chosen, marked, frozenset({fold(title)}))


STORY = measure(STORY_PAGE, [4, 5, 7], [1, 2, 4, 5, 6, 7, 8], "Ferry pier closes")
FORUM = measure(FORUM_PAGE, [5], [], "Piles")


def list_column(measured: dict[int, list[float]], name: str) -> list[float]:
    return [round(float(row[FEATURES.index(name)]), 4) for row in measured.values()]


def test_blocks_far_from_the_candidate_are_measured_only_where_they_are_prose() -> None:
    assert (list(STORY), list(FORUM)) == (
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13],
    )


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("chosen", "0 0 0 1 1 0 1 0 0 0 0 0 0 0 0"),
        ("chosen_before", "0 0 0 0 1 1 0 1 0 0 0 0 0 0 0"),
        ("chosen_after", "0 0 1 1 0 1 0 0 0 0 0 0 0 0 0"),
        ("chosen_in_2", "0 0.2 0.4 0.4 0.6 0.6 0.4 0.2 0.2 0 0 0 0 0 0"),
        ("chosen_in_5", "0.2857 0.375 0.3333 0.3 0.2727 0.2727 0.2727 0.2727 0.2727 0.1818 0.0909 0.0909 0 0 0"),
        ("distance", "3 2 1 0 0 1 0 1 2 3 4 5 6 7 8"),
        ("is_before", "1 1 1 0 0 0 0 0 0 0 0 0 0 0 0"),
        ("is_after", "0 0 0 0 0 0 0 1 1 1 1 1 1 1 1"),
        ("to_first", "-3 -2 -1 0 1 2 3 4 5 6 7 8 9 10 11"),
        ("to_last", "-6 -5 -4 -3 -2 -1 0 1 2 3 4 5 6 7 8"),
        ("marked_up", "1 1 0 1 1 1 1 1 0 0 0 0 0 0 0"),
        ("repeated", "0 0 0 0 0 0 0 0 0 0 0 0 0 1 1"),
        ("title", "1 0 0 0 0 0 0 0 0 0 0 0 0 0 0"),
        ("since_heading", "0 1 2 3 4 5 0 1 2 3 4 5 0 1 2"),
        ("heading_level", "1 1 1 1 1 1 2 2 2 2 2 2 3 3 3"),
        ("since_h1", "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14"),
        ("after_h1", "0 1 1 1 1 1 1 1 1 1 1 1 1 1 1"),
        ("length", "17 27 24 139 11 85 16 30 14 31 166 16 9 20 20"),
        ("words", "3 5 6 28 3 15 3 7 3 7 33 4 2 5 5"),
        ("linked", "0 0 0 0 0 0.2353 0 0 0 0 0 0 0 1 1"),
        ("buttons", "0 0 0 0 0 0 0 0 0 0.2258 0 0 0 0 0"),
        ("length_before", "10 17 27 24 139 11 85 16 30 14 31 166 16 9 20"),
        ("length_after", "27 24 139 11 85 16 30 14 31 166 16 9 20 20 14"),
        ("linked_before", "0.9 0 0 0 0 0 0.2353 0 0 0 0 0 0 0 1"),
        ("linked_after", "0 0 0 0 0.2353 0 0 0 0 0 0 0 1 1 0"),
        ("ends", "0 0 0 1 1 1 0 0 0 0 1 0 0 0 0"),
        ("ends_before", "0 0 0 0 1 1 1 0 0 0 0 1 0 0 0"),
        ("ends_after", "0 0 1 1 1 0 0 0 0 1 0 0 0 0 1"),
        ("colon", "0 0 0 0 0 0 1 0 0 0 0 0 0 0 0"),
        ("question", "0 0 0 0 1 0 0 0 0 0 0 0 0 0 0"),
        ("capital", "1 0 1 1 1 0 1 1 1 1 1 1 1 1 1"),
        ("capitals", "0 0 0 0 0 0 0 0 1 0 0 0 0 0 0"),
        ("title_case", "0.3333 0 0.6667 0.0714 0.3333 0.0667 0.3333 0.2857 0.3333 0.2857 0.0303 0.25 0.5 0.2 0.2"),
        ("digits", "0 0.037 0.2083 0 0 0 0 0 0.2857 0 0 0.25 0 0 0"),
        ("quote", "0 0 0 0 0 1 0 0 0 0 0 0 0 0 0"),
        ("price", "0 1 0 0 0 0 0 0 0 0 0 0 0 0 0"),
        ("marks", "0 0 0 0 0 0 0 0 1 0 0 0 0 0 0"),
        (
            "group_share",
            "0.0275 0.0436 0.0388 0.3473 0.3473 0.3473 0.0258 0.0711 0.0711 0.0501 0.2682 0.0258 0.0145 0 0",
        ),
        ("group_count", "1 1 1 3 3 3 1 2 2 1 1 1 1 2 2"),
        ("group_ends", "0 0 0 1 1 1 0 0 0 0 1 0 0 0 0"),
        ("group_length", "17 27 24 71.6667 71.6667 71.6667 16 22 22 31 166 16 9 0 0"),
        ("group_chosen", "0 0 0 0.6667 0.6667 0.6667 1 0 0 0 0 0 0 0 0"),
        ("group_linked", "0 0 0 0.0784 0.0784 0.0784 0 0 0 0 0 0 0 1 1"),
        ("up", "1 1 1 1 1 1 1 2 2 2 2 2 2 2 2"),
        ("gap", "1 1 1 0 0 0 0 0 0 0 0 1 2 2 2"),
        ("sections", "0 0 0 0 0 0 0 0 0 0 0 0 1 1 1"),
        ("body_words", "0 0 0 0 0 0 0 0 0 0 1 0 0 0 0"),
        ("lead_words", "0 1 0 0 0 0 0 0 0 0 0 0 1 1 1"),
        ("teaser_words", "0 0 0 0 0 0 0 0 0 0 0 0 3 4 4"),
        ("picture_words", "0 0 0 0 0 0 0 0 0 0 0 1 0 0 0"),
        ("byline_words", "0 0 1 0 0 0 0 0 0 0 0 0 0 0 0"),
        ("promo_words", "0 0 1 0 0 0 0 0 0 2 0 0 2 2 2"),
        ("own_lead_words", "0 1 0 0 0 0 0 0 0 0 0 0 0 0 0"),
        ("branch_length", "17 27 24 139 11 85 16 44 44 31 166 16 49 49 49"),
        ("branch_linked", "0 0 0 0 0 0.2353 0 0 0 0 0 0 0.8163 0.8163 0.8163"),
        ("branch_blocks", "1 1 1 1 1 1 1 2 2 1 1 1 3 3 3"),
        ("branch_mean", "17 27 24 139 11 85 16 22 22 31 166 16 16.3333 16.3333 16.3333"),
        ("branch_headings", "1 0 0 0 0 0 1 0 0 0 0 0 0.3333 0.3333 0.3333"),
        ("branch_long", "0 0 0 1 0 0 0 0 0 0 1 0 0 0 0"),
        ("branch_before", "1 1 1 0 0 0 0 0 0 0 0 0 0 0 0"),
        ("branch_after", "0 0 0 0 0 0 0 1 1 1 1 1 1 1 1"),
        ("branch_twins", "1 1 1 3 3 3 1 1 1 1 1 1 1 1 1"),
        (
            "branch_twins_share",
            "0.0275 0.0436 0.0388 0.3796 0.3796 0.3796 0.0258 0.0711 0.0711 0.0501 0.2682 0.0258 0.0792 0.0792 0.0792",
        ),
        ("branch_chosen", "0 0 0 1 1 0 1 0 0 0 0 0 0 0 0"),
        ("spine_share", "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1"),
        ("spine_steps", "1 1 1 1 1 1 1 2 2 2 2 2 2 2 2"),
        ("prose_before", "0 0 0 0 0.6465 0.6977 1 1 1 1 1 1 1 1 1"),
        ("prose_near", "25 30.7143 26.875 23.8889 23.8889 23.8889 23.8889 23.8889 8.4444 7.2222 0 0 0 0 0"),
        ("parent_blocks", "12 12 1 8 8 8 8 2 2 1 1 1 3 1 1"),
        ("parent_prose", "1 1 0 1 1 1 1 0 0 0 0 0 0 0 0"),
        ("depth", "5 5 5 6 6 6 6 7 7 7 7 6 5 5 5"),
        ("promo", "0 0 1 0 0 0 0 0 0 1 0 0 1 1 1"),
        ("unseen", "0 0 0 0 0 0 0 0 0 0 1 0 0 0 0"),
        ("aside", "0 0 0 0 0 0 0 0 0 1 0 0 0 0 0"),
        ("figure", "0 0 0 0 0 0 0 0 0 0 0 1 0 0 0"),
        ("caption", "0 0 0 0 0 0 0 0 0 0 0 1 0 0 0"),
        ("tag_p", "0 1 1 1 1 1 0 0 0 1 1 0 0 1 1"),
        ("tag_h1", "1 0 0 0 0 0 0 0 0 0 0 0 0 0 0"),
        ("tag_h2", "0 0 0 0 0 0 1 0 0 0 0 0 0 0 0"),
        ("tag_h3", "0 0 0 0 0 0 0 0 0 0 0 0 1 0 0"),
        ("tag_li", "0 0 0 0 0 0 0 1 1 0 0 0 0 0 0"),
    ],
)
def test_features_of_a_story(name: str, values: str) -> None:
    assert list_column(STORY, name) == list(map(float, values.split()))


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("in_article", "0 1 0 0 0 0 0 0 0 0 0 0 0 0"),
        ("comment_words", "0 0 0 0 0 0 0 1 1 0 0 0 0 0"),
        ("post_words", "0 0 0 0 0 0 0 0 0 0 0 0 0 1"),
        ("own_other_words", "0 0 0 1 0 0 1 0 0 0 0 0 0 0"),
        ("unspoken", "0 0 0 0 0 0 0 1 1 0 0 0 0 0"),
        ("nav", "0 0 0 0 0 0 0 0 0 0 1 0 0 0"),
        ("footer", "0 0 0 0 0 0 0 0 0 0 0 0 1 0"),
        ("dialog", "0 0 0 0 0 0 0 0 0 1 0 0 0 0"),
        ("form", "0 0 0 0 0 0 0 0 0 0 0 1 0 0"),
        ("tag_h4", "1 0 0 0 0 0 0 0 0 0 0 0 0 0"),
        ("tag_blockquote", "0 0 0 0 0 1 0 0 0 0 0 0 0 0"),
        ("tag_tr", "0 0 0 0 0 0 0 0 0 0 0 1 0 0"),
        ("tag_pre", "0 0 1 0 0 0 0 0 0 0 0 0 0 0"),
        ("tag_dd", "0 0 0 0 1 0 0 0 0 0 0 0 0 0"),
        ("tag_dt", "0 0 0 1 0 0 0 0 0 0 0 0 0 0"),
        ("distance", "5 4 3 2 1 0 1 2 3 4 5 6 7 8"),
        ("to_first", "-5 -4 -3 -2 -1 0 1 2 3 4 5 6 7 8"),
        ("since_h1", "30 30 30 30 30 30 30 30 30 30 30 30 30 30"),
        ("title_case", "0.5 0.2308 0 0.5 0 0.3333 0.2 0.1538 0.6667 0.5 0.05 0.25 0.3333 0"),
        ("group_share", "0.0273 0.1818 0.0242 0.0182 0.0212 0.0333 0.0606 0.2152 0.2152 0.0182 0.3 0.0545 0.0455 0"),
        ("up", "1 0 1 2 2 1 1 2 2 2 2 4 2 1"),
        ("sections", "0 0 0 0 0 0 0 1 1 0 0 0 0 0"),
        ("branch_twins", "1 1 1 1 1 1 1 1 1 1 1 1 1 1"),
        ("spine_steps", "1 0 1 2 2 1 1 2 2 2 2 4 2 1"),
        ("parent_blocks", "7 7 7 2 2 1 7 2 2 1 1 1 1 1"),
        ("depth", "4 3 4 5 5 5 4 4 4 4 4 6 4 3"),
    ],
)
def test_features_of_a_forum(name: str, values: str) -> None:
    assert list_column(FORUM, name) == list(map(float, values.split()))


@pytest.mark.parametrize(
    ("name", "of_story", "of_forum"),
    [
        ("page_blocks", 2.9957, 2.7081),
        ("page_prose", 5.3753, 4.382),
        ("page_linked", 0.1003, 0.009),
        ("page_mean", 36.2105, 23.7857),
        ("page_headings", 0.1053, 0.0714),
        ("page_items", 0.1053, 0),
        ("page_rows", 0.0526, 0.0714),
        ("page_articles", 1, 1),
        ("page_forms", 1, 1),
        ("page_prices", 0.0526, 0),
        ("page_times", 1, 0),
        ("page_authors", 0, 1),
        ("page_left_out", 0.3517, 0.3604),
        ("core_share", 0.6977, 0.1392),
        ("core_blocks", 0.1579, 0.0714),
        ("spine_depth", 6, 5),
        ("spine_half", 6, 4),
        ("spine_end", 1, 0.1392),
        ("type_article", 1, 0),
        ("type_product", 0, 1),
        ("type_forum", 0, 1),
        ("type_list", 0, 1),
        ("type_faq", 0, 1),
        ("type_howto", 0, 1),
        ("og_article", 1, 0),
        ("og_product", 0, 1),
    ],
)
def test_features_of_a_page_are_those_of_all_its_blocks(name: str, of_story: float, of_forum: float) -> None:
    assert set(list_column(STORY, name)) == {of_story}
    assert set(list_column(FORUM, name)) == {of_forum}


@pytest.mark.parametrize(("length", "is_title"), [(299, 1.0), (300, 0.0)])
def test_a_title_is_shorter_than_a_paragraph(length: int, is_title: float) -> None:
    text = f"{'ferry ' * 50}"[: length - 1] + "y"
    assert list_column(measure(f"<body><p>{text}</p></body>", [0], [], text), "title") == [is_title]


def test_each_feature_is_tried() -> None:
    silent = {name for name in FEATURES if not any(list_column(STORY, name)) and not any(list_column(FORUM, name))}
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
    page = read_page(f"<body><p>{'x' * 400}</p>{comments}</body>")
    assert [block.is_comment for block in page.blocks] == expected
