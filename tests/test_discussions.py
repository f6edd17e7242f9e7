"""Pages of discussions, of which comments are what is told; pages of links, which have no prose."""

import pytest

from newsieve.extract import read_article
from newsieve.extract.page import read_page
from newsieve.types import Document, Format

QUESTION = "<p>Has anybody hung a gate on a stone post without drilling into it at all?</p>"
REPLIES = (
    "I used a strap of iron, and it holds.",
    "Nope.",
    "The mason down the road says that it depends on the stone.",
)
HEADLINE = "<h1>A gate on a stone post</h1>"
FORUM = 'itemscope itemtype="https://schema.org/DiscussionForumPosting"'
SAYS_ARTICLE = '<meta property="og:type" content="article">'
ENTRIES = ("Minutes of the council", "How to read a tide table", "Letterpress in Lagos", "A catalogue of stiles")


def _render_comments(replies: tuple[str, ...], element: str = "div") -> str:
    comments = (f"<{element} class='comment'><a href='/u/{n}'>user{n}</a> <time>{n} hours ago</time>"
                f"<div class='said'><p>{text}</p></div><a href='/r'>reply</a></{element}>"
                for n, text in enumerate(replies, 2))  # fmt: skip
    return f"<section class='comments'>{''.join(comments)}</section>"


def _read(html: str) -> str:
    return read_article(Document("-", html, Format.HTML)).text


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("paragraphs", [1, 2, 4])
@pytest.mark.parametrize("attributes", ["", FORUM], ids=["by its prose", "as it says"])
def test_a_short_thread_is_whole(attributes: str, paragraphs: int, count: int) -> None:
    more = "<p>It weighs as much as two men, and the wind is strong up here.</p>" * (paragraphs - 1)
    post = f"<div class='post'>{HEADLINE}{QUESTION}{more}</div>"
    text = _read(f"<main {attributes}>{post}{_render_comments(REPLIES[:count])}</main>")
    assert "without drilling" in text
    assert [reply for reply in REPLIES[:count] if reply not in text] == []


@pytest.mark.parametrize(
    ("head", "story", "is_told"),
    [
        pytest.param("", QUESTION, True, id="a thread"),
        pytest.param("", f"<div class='story comments-on'>{HEADLINE}{QUESTION * 20}</div>", False, id="a long story"),
        pytest.param(SAYS_ARTICLE, QUESTION * 4, False, id="a brief that says that it is an article"),
        pytest.param(
            "", f"<p>{'The river rose by a foot in the night. ' * 30}</p>", False, id="a story of one paragraph"
        ),
    ],
)
def test_pages_whose_comments_are_told(head: str, story: str, *, is_told: bool) -> None:
    page = read_page(f"<html><head>{head}</head><body>{story}{_render_comments(REPLIES * 2)}</body></html>")
    replies = [block for block in page.blocks if block.text in REPLIES]
    assert {block.is_left_out() for block in replies} == {not is_told}


def test_an_advert_within_comments_stays_an_advert() -> None:
    advert = "<div class='comment sponsored'><p>Felt for roofs at half the price.</p></div>"
    page = read_page(f"<main {FORUM}>{QUESTION}{_render_comments(REPLIES)}{advert}</main>")
    assert [block.is_left_out() for block in page.blocks if "half the price" in block.text] == [True]


@pytest.mark.parametrize(
    "entry",
    ["<li><h3><a href='/p'>{}</a></h3></li>", "<li><a href='/p'>{}</a></li>", "<div><a href='/p'>{}</a></div>"],
)
@pytest.mark.parametrize("count", [2, 3, 4, 12])
def test_a_page_of_links_is_printed(count: int, entry: str) -> None:
    names = [ENTRIES[n % 4] + " again" * (n // 4) for n in range(count)]
    menu = "<nav><a href='/'>Home</a> <a href='/c'>Contact</a></nav>"
    box = "ul" if "<li>" in entry else "div"
    page = f"{menu}<main><h1>The archive</h1><{box}>{''.join(map(entry.format, names))}</{box}></main>"
    text = _read(f"<title>The archive</title>{page}<footer><p>© 2024 The outlet</p></footer>")
    assert [line for line in text.split("\n\n") if line != "The archive"] == names


def test_no_links_are_added_to_prose() -> None:
    related = "".join(f"<li><a href='/p'>{name}</a></li>" for name in ENTRIES)
    text = _read(f"<main>{HEADLINE}{QUESTION * 3}<ul class='more'>{related}</ul></main>")
    assert "Letterpress" not in text
