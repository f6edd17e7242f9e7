"""A story whose paragraphs stand in boxes of their own is one story, whatever these boxes are called."""

import pytest

from newsieve import clean
from newsieve.extract.page import read_page
from newsieve.extract.wrappers import list_wrappers

TELLINGS = [
    "The ferry to Lyng will not sail before Friday, because a log has bent the blade of its only screw.",
    "Marit Solem, who steers it, heard the knock at six in the morning and thought of ice.",
    "A diver found the log still wedged there, as long as a bus, and sawed it through in forty minutes.",
    "Until the new blade comes from Bergen, the school boat takes passengers at eight and at three.",
    "The dairy sends its milk by road, four hours around the fjord, and pays for it by itself.",
]
NAMES = "article-body|content-text|text|RichText|ce-bodytext|sqs-html-content|cmp-text|block|chunk|row".split("|")
ITEMS = ["Bread at the landing on Tuesday", "Letters at the quay by noon", "Doctor on the school boat"]
LIST = "<ul>{}</ul>".format("".join(f"<li>{item}</li>" for item in ITEMS))
TABLE = "<table>{}</table>".format("".join(f"<tr><td>{item}</td><td>{n}</td></tr>" for n, item in enumerate(ITEMS)))
TERMS = "<dl>{}</dl>".format("".join(f"<dt>{n}</dt><dd>{item}</dd>" for n, item in enumerate(ITEMS)))


def make_page(body: str) -> str:
    head = "<html lang=en><head><title>Ferry waits for a blade</title></head><body><nav><a href=/>World</a></nav>"
    return f"{head}<main><article><h1>Ferry waits for a blade</h1>{body}</article></main></body></html>"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("inset", [LIST, TABLE, TERMS], ids=["list", "table", "terms"])
@pytest.mark.parametrize("place", [2, 5], ids=["within", "behind"])
def test_what_stands_among_boxes_of_paragraphs_is_of_the_story(name: str, inset: str, place: int) -> None:
    boxes = [f"<div class='{name}'><p>{text}</p></div>" for text in TELLINGS]
    text = clean(make_page("".join([*boxes[:place], inset, *boxes[place:]])))
    assert all(item in text for item in (*TELLINGS, *ITEMS))


@pytest.mark.parametrize("inset", [LIST, TABLE], ids=["list", "table"])
def test_a_box_of_the_same_kind_may_hold_a_list(inset: str) -> None:
    boxes = [f"<div class=text><p>{text}</p></div>" for text in TELLINGS[:2]]
    text = clean(make_page("".join([*boxes, f"<div class=text>{inset}</div>"])))
    assert all(item in text for item in (*TELLINGS[:2], *ITEMS))


def test_pieces_of_a_builder_of_pages_are_one_page() -> None:
    widget = "<div class='elementor-widget elementor-widget-{}'><div class=elementor-widget-container>{}</div></div>"
    pieces = [
        widget.format("heading", "<h1>Ferry waits for a blade</h1>"),
        widget.format("text-editor", f"<p>{TELLINGS[0]}</p><p>{TELLINGS[1]}</p>"),
        widget.format("heading", "<h2>While it waits</h2>"),
        widget.format("icon-list", LIST),
    ]
    column = f"<div class=elementor-column><div class=elementor-widget-wrap>{''.join(pieces)}</div></div>"
    text = clean(f"<html lang=en><body><div class='elementor elementor-9'>{column}</div></body></html>")
    assert all(item in text for item in (*TELLINGS[:2], *ITEMS))


@pytest.mark.parametrize(
    ("names", "is_wrapper"),
    [
        ("elementor-widget elementor-widget-text-editor", True),
        ("wp-block-group is-layout-flow", True),
        ("elementor-widget elementor-widget-theme-post-content", False),
        ("wp-block-group wp-block-post-content", False),
        ("et_pb_module et_pb_post_content", False),
        ("story elementary", False),
    ],
)
def test_the_box_that_a_builder_made_for_the_post_is_no_piece(names: str, is_wrapper: bool) -> None:
    story = "".join(f"<p>{text}</p>" for text in TELLINGS)
    page = read_page(make_page(f"<div class='{names}'>{story}</div>"))
    boxes = [box.place for box in page.containers if box.attributes.get("class") == names]
    assert list_wrappers(page) == set(boxes if is_wrapper else [])


def test_readers_comments_are_no_paragraphs_of_the_story() -> None:
    said = [
        f"<div class=comment-text><p>I waited for that boat {n} hours, and nobody told me.</p></div>" for n in "345"
    ]
    story = "".join(f"<p>{text}</p>" for text in TELLINGS)
    page = make_page(f"<div class=story>{story}</div><div class=comments>{''.join(said)}</div>")
    text = clean(page.replace("</title>", '</title><meta property="og:type" content="article">'))
    assert all(telling in text for telling in TELLINGS)
    assert "nobody told me" not in text
