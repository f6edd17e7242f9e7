"""Regions of a page: parts that are streamed behind it, comments, copies of boxes, notes, fields of forms."""

import pytest

from newsieve import clean
from newsieve.extract.body import measure_page
from newsieve.extract.companions import add_companions
from newsieve.extract.page import read_page
from newsieve.extract.repeated_boxes import drop_copies

RIVER = "The river rose by two metres overnight, and the mayor asked people to stay at home until noon."
BRIDGE = "By the evening the old bridge had gone, and with it the only road to the villages on the other bank."
TRAIN = "Trains ran an hour late all day, said a spokesman, who would not say when the line would be open again."
STORY = f"<p>{RIVER}</p><p>{BRIDGE}</p>"
PLACE = '<!--$?--><template id="B:{0}"></template><!--/$-->'
PART = '<div hidden id="S:{0}">{1}</div><script>$RC("B:{0}","S:{0}")</script>'


def list_texts(html: str) -> list[str]:
    return [block.text for block in read_page(html).blocks if not block.is_left_out()]


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        pytest.param(
            f"<main><p>{RIVER}</p>{PLACE.format(1)}<p>{TRAIN}</p></main>{PART.format(1, f'<p>{BRIDGE}</p>')}",
            [RIVER, BRIDGE, TRAIN],
            id="in its place",
        ),
        pytest.param(
            f"<main>{PLACE.format('a')}<p>{TRAIN}</p></main>"
            f"{PART.format('a', f'<p>{RIVER}</p>' + PLACE.format('b'))}{PART.format('b', f'<p>{BRIDGE}</p>')}",
            [RIVER, BRIDGE, TRAIN],
            id="a part in a part",
        ),
        pytest.param(
            f"<main><template id='P:2'></template><p>{TRAIN}</p></main>"
            f'<div hidden id="S:2"><p>{RIVER}</p></div><script>$RS("S:2","P:2")</script>',
            [RIVER, TRAIN],
            id="a segment",
        ),
        pytest.param(
            f"<main><p>{TRAIN}</p></main>{PART.format(7, f'<p>{RIVER}</p>')}", [TRAIN], id="a part without a place"
        ),
        pytest.param(
            f'<main>{PLACE.format(1)}<p>{TRAIN}</p></main><div hidden id="S:1"><p>{RIVER}</p></div>',
            [TRAIN],
            id="nothing moves it",
        ),
    ],
)
def test_a_part_that_is_streamed_stands_in_its_place(html: str, texts: list[str]) -> None:
    assert list_texts(html) == texts


REMARK = "<li class='comment'><p>My aunt saw it from her window, and she has lived there for fifty years now.</p></li>"
LONG_STORY = "".join(f"<p>Paragraph {i}. {RIVER} {BRIDGE}</p>" for i in range(9))


@pytest.mark.parametrize(
    ("story", "are_marked"),
    [
        pytest.param(LONG_STORY, True, id="below a story"),
        pytest.param("<p>What did you see?</p>", False, id="below a question"),
        pytest.param("", False, id="alone"),
    ],
)
def test_comments_that_are_most_of_a_page_are_marked_below_a_story(story: str, *, are_marked: bool) -> None:
    page = read_page(f"<article><h1>Flood</h1>{story}</article><ol class='comments'>{REMARK * 60}</ol>")
    remarks = [block for block in page.blocks if block.tag == "li"]
    assert len(remarks) == 60
    assert {block.is_comment for block in remarks} == {are_marked}


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        pytest.param(
            f"<div class=wide>{STORY}</div><div class=small>{STORY}</div>", [RIVER, BRIDGE], id="two variants"
        ),
        pytest.param(
            f"<div>{STORY}</div><section><div>{STORY}</div><div>{STORY}</div></section>",
            [RIVER, BRIDGE],
            id="three variants",
        ),
        pytest.param(
            f"<div>{STORY}</div><div>{STORY}<p>{TRAIN}</p></div>",
            [RIVER, BRIDGE, RIVER, BRIDGE, TRAIN],
            id="a box with something new",
        ),
        pytest.param(f"<p>{RIVER}</p><p>{RIVER}</p><p>{RIVER}</p>", [RIVER] * 3, id="paragraphs that are repeated"),
        pytest.param(
            f"<p>{RIVER}</p><div class=note><p>{BRIDGE}</p></div><p>{TRAIN}</p><div class=note><p>{BRIDGE}</p></div>",
            [RIVER, BRIDGE, TRAIN, BRIDGE],
            id="a note that is repeated",
        ),
        pytest.param("<ul><li>Yes</li><li>No</li></ul>" * 2, ["Yes", "No"] * 2, id="short answers"),
    ],
)
def test_a_box_that_is_a_copy_is_dropped(html: str, kept: list[str]) -> None:
    page = read_page(html)
    numbers = drop_copies(page, dict.fromkeys(range(len(page.blocks)), 1.0))
    assert [page.blocks[number].text for number in numbers] == kept


NOTE = '<li id="n1">From page 42 of the divers’ report. <a href="#r1">↩</a></li>'


@pytest.mark.parametrize(
    ("html", "are_kept"),
    [
        pytest.param(f"<article><p>{RIVER}</p><ol>{NOTE * 3}</ol></article>", True, id="notes"),
        pytest.param(
            f"<article><p>{RIVER}</p><ol><li>Another story of the day</li><li>And one more</li></ol></article>",
            False,
            id="items",
        ),
        pytest.param(
            f"<article><p>{RIVER}</p><ol><li><a href='#a'>The quay</a></li><li><a href='#b'>The port</a></li></ol>",
            False,
            id="a table of contents",
        ),
        pytest.param(
            f"<article><p>{RIVER}</p></article><div><p><a href=#r1>[1]</a> From page 42.</p></div>", True, id="numbered"
        ),
        pytest.param(
            f"<article><p>{RIVER}</p><div><a href=#r1>1</a><div>From page 42.</div></div>", True, id="number apart"
        ),
        pytest.param(f"<p>{RIVER}</p><div class=footnotes><p>From page 42.</p></div>", True, id="a box of that name"),
        pytest.param(f"<p>{RIVER}</p><p class=MsoFootnoteText>From page 42.</p>", True, id="as Word names it"),
        pytest.param(f"<p>{RIVER}</p><aside role=doc-footnote><p>From page 42.</p></aside>", True, id="its role"),
        pytest.param(f"<p>{RIVER}</p><footer><p class=footnote>Terms apply.</p></footer>", False, id="the page's foot"),
        pytest.param(f"<p>{RIVER}</p><p>Tides</p><p><a href=#r1>1</a> of 9 pages</p>", False, id="not right below"),
        pytest.param(f"<p>{RIVER}</p><p><a href=#top>Top</a> of the page</p>", False, id="no number"),
        pytest.param(f"<p>{RIVER}</p><p>1.0.2 of May, <a href=#s>source</a></p>", False, id="a version"),
    ],
)
def test_notes_below_the_article_go_with_it(html: str, *, are_kept: bool) -> None:
    page = read_page(html)
    assert (len(add_companions(page, {0: 1.7}, 1.7)) > 1) is are_kept


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        pytest.param("<p><span aria-hidden=true>W</span><span class=sr-only>W</span>ater", ["Water"], id="a copy"),
        pytest.param("<p><b aria-hidden=true>!</b><b class=sr-only>Note</b> Wet", ["! Wet"], id="other words"),
        pytest.param("<div class=drop-cap>W</div><p>ater rose</p>", ["Water rose"], id="a large first letter"),
        pytest.param("<div>A</div><p>abacus</p>", ["A", "abacus"], id="a letter above words"),
        pytest.param("<p class=dropcap>Water</p><p>rose</p>", ["Water", "rose"], id="a paragraph that has one"),
        pytest.param("<p><img alt=W>ater rose</p>", ["Water rose"], id="a picture of it"),
        pytest.param("<p><img alt=W> The west</p>", ["The west"], id="a picture of something else"),
        pytest.param("<p><img><em class=img_desc>Quay</em>Water rose</p>", ["Quay", "Water rose"], id="a caption"),
        pytest.param("<p>Ros<i class=caption>é</i>s</p>", ["Rosés"], id="that name without a picture"),
        pytest.param("<p>Water<span class=sidenote>By two metres.</span> rose.</p>", ["Water rose.", "By two metres."],
                     id="a note in the margin"),
        pytest.param("<p><a href=#n>1</a>So it was.</p>", ["1 So it was."], id="a note's number"),
        pytest.param("<p>A <a href=#n>1</a>st", ["A 1st"], id="a number within a text"),
    ],
)  # fmt: skip
def test_what_is_seen_in_the_place_of_an_element(html: str, texts: list[str]) -> None:
    assert list_texts(html) == texts


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        pytest.param("<input type=checkbox> <label>Show it</label>", 2, id="a checkbox and its label"),
        pytest.param("<select><option>One</select><textarea></textarea>", 2, id="fields that are not read"),
        pytest.param("<div><div><input></div></div>", 1, id="in boxes without text"),
        pytest.param("<b>none</b>", 0, id="none"),
    ],
)
def test_fields_of_forms_are_counted_in_the_boxes_around_them(fields: str, count: int) -> None:
    page = read_page(f"<div class=box><p>{RIVER}</p>{fields}</div><div class=other><p>{BRIDGE}</p></div>")
    assert [c.controls for c in page.containers if c.attributes.get("class") in ("box", "other")] == [count, 0]


@pytest.mark.parametrize(
    ("attributes", "is_asked"),
    [
        pytest.param('role="dialog" hidden', False, id="nobody opened it"),
        pytest.param('role="dialog"', True, id="it is open"),
        pytest.param("hidden", True, id="hidden, but no dialog"),
    ],
)
def test_a_dialog_that_nobody_opened_is_none_of_the_article(attributes: str, *, is_asked: bool) -> None:
    page = read_page(f"<article><h1>Flood</h1>{LONG_STORY}</article><div {attributes}><p>{TRAIN}</p></div>")
    number = next(i for i, block in enumerate(page.blocks) if block.text == TRAIN)
    assert (number in measure_page(page, frozenset())[0]) is is_asked


REVIEWS = f'<section class="product-reviews"><h2>Reviews</h2><p>{RIVER * 5}</p></section>'
PRODUCT = '<script type="application/ld+json">{"@type": "Product", "name": "A kettle"}</script>'


@pytest.mark.parametrize(
    ("html", "is_marked"),
    [
        pytest.param(f"<h1>A kettle</h1>{REVIEWS}{PRODUCT}", True, id="JSON-LD names a product"),
        pytest.param(f'<meta property="og:type" content="product">{REVIEWS}', True, id="so does the head"),
        pytest.param(f'<div itemtype="https://schema.org/Product">{REVIEWS}</div>', True, id="microdata"),
        pytest.param(f"<h1>A kettle</h1>{REVIEWS}", False, id="no product"),
        pytest.param(f'<meta property="og:type" content="article">{REVIEWS}{PRODUCT}', False, id="an article on one"),
        pytest.param(f"{REVIEWS.replace('h2', 'h1')}{PRODUCT}", False, id="they are what the page is of"),
    ],
)  # fmt: skip
def test_reviews_of_a_product_are_marked_and_not_asked_about(html: str, is_marked: bool) -> None:
    page = read_page(html)
    numbers = {number for number, block in enumerate(page.blocks) if block.tag == "p"}
    assert {page.blocks[number].is_comment for number in numbers} == {is_marked}
    assert (numbers <= measure_page(page, frozenset())[0].keys()) is not is_marked


REQUEST = "<p>With your consent we and our partners store and read cookies, to measure how this page is used.</p>" * 5
REQUEST_IN = f"<div {{}}><div>{REQUEST}</div><button>I agree</button></div>"


@pytest.mark.parametrize(
    ("box", "are_read"),
    [
        pytest.param(REQUEST_IN.format('id="onetrust-banner-sdk"'), False, id="named by its program"),
        pytest.param(REQUEST_IN.format('id="qc-cmp2-container"'), False, id="an id of two words"),
        pytest.param(REQUEST_IN.format('class="gdprOverlay"'), False, id="named by what it is"),
        pytest.param(REQUEST_IN.format('class="cmp-container"'), True, id="a component of a page"),
        pytest.param(REQUEST_IN.format('class="cookies"'), True, id="cookies of any kind"),
        pytest.param(f'<div class="cookie-notice"><h1>On cookies</h1>{REQUEST}</div>', True, id="with a headline"),
        pytest.param(f'<div class="cookie-notice"><main>{REQUEST}</main></div>', True, id="around a story"),
    ],
)
def test_a_request_for_consent_is_no_text_of_the_page(box: str, *, are_read: bool) -> None:
    story = f"<main><h1>Flood</h1><p>{RIVER}</p><p>{BRIDGE}</p><p>{TRAIN}</p></main>"
    for html in (box + story, story + box):
        page = read_page(f"<title>Flood</title><body>{html}")
        assert {not block.is_left_out() for block in page.blocks if "consent" in block.text} == {are_read}
    assert are_read or "consent" not in clean(f"<title>Flood</title><body>{story}{box}")


def test_a_box_that_is_all_of_a_page_is_read_whatever_its_name() -> None:
    assert clean(f"<body><div class=cookie-wall>{LONG_STORY}</div>").count("Paragraph") == 9


ANSWER = "We moved ours in May, and it took two men and a ladder."


@pytest.mark.parametrize(
    ("kind", "attributes", "is_promo"),
    [
        pytest.param("DiscussionForumPosting", "itemprop=comment", False, id="a reply in a forum"),
        pytest.param("QAPage", "itemprop=comment", False, id="a remark on a question"),
        pytest.param("NewsArticle", "itemprop=comment", True, id="what a reader says of an article"),
        pytest.param("DiscussionForumPosting", "itemprop=comment class=sponsored", True, id="an advert in a forum"),
    ],
)
def test_replies_are_what_a_discussion_is_made_of(kind: str, attributes: str, is_promo: bool) -> None:
    page = read_page(f"<div itemtype='https://schema.org/{kind}'><p>{RIVER}</p><div {attributes}>{ANSWER}</div></div>")
    assert [block.is_promo for block in page.blocks] == [False, is_promo]


@pytest.mark.parametrize(("tag", "is_promo"), [("h1", False), ("h2", True), ("div", True)])
def test_a_headline_named_after_its_state_is_one(tag: str, is_promo: bool) -> None:
    page = read_page(f"<{tag} class='title published'>Flood</{tag}><p>{RIVER}</p>")
    assert [block.is_promo for block in page.blocks] == [is_promo, False]
