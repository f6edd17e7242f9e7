"""Pages of discussions, of which comments are what is told; pages of links, which have no prose."""

import pytest

from newsieve.extract import read_article, vocabulary
from newsieve.extract.index_page import list_cards
from newsieve.extract.page import read_page
from newsieve.extract.post_ends import drop_post_ends
from newsieve.extract.posts import list_posts
from newsieve.extract.user_cards import PARTS_OF_NAMES, drop_user_cards
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


STORY = "<p>The council shut the ford on Monday, for the stones have moved. It opens again when the river falls.</p>"


@pytest.mark.parametrize("name", ["comments", "kommentare", "commentaires", "comentarios", "commenti", "komentarze"])
def test_comments_below_an_article_are_left_out_in_every_language(name: str) -> None:
    said = "".join(f"<div class='c'><b>user{n}</b><p>{text}</p></div>" for n, text in enumerate(REPLIES * 6))
    comments = f"<section id='{name}'>{said}</section>"
    text = _read(f"<head>{SAYS_ARTICLE}</head><article>{HEADLINE}{STORY * 8}</article>{comments}")
    assert "The council shut" in text
    assert [reply for reply in REPLIES if reply in text] == []


@pytest.mark.parametrize(
    ("post", "comments"),
    [
        pytest.param("<div class='post hentry'>{}</div>", "{}", id="a post of a blog"),
        pytest.param("<div class='node node--type-article'>{}</div>", "{}", id="an article of Drupal"),
        pytest.param("<div>{}</div>", "<div id='disqus_thread'>{}</div>", id="comments of a service"),
        pytest.param("<div>{}</div>", "<div class='fb-comments'>{}</div>", id="of a social network"),
    ],
)
def test_comments_below_a_short_post_of_a_blog_are_left_out(post: str, comments: str) -> None:
    html = post.format(HEADLINE + STORY) + comments.format(_render_comments(REPLIES * 6))
    text = _read(f"<title>A gate on a stone post</title><main>{html}</main>")
    assert "The council shut" in text
    assert [reply for reply in REPLIES if reply in text] == []


CARDS = {
    "phpBB": "<dl class='postprofile'><dt>user{0}</dt><dd>Apprentice</dd><dd>Joined: May 2019</dd></dl>",
    "XenForo": "<div class='message-user'><h4>user{0}</h4><h5>Apprentice</h5><p>Joined in 2019</p></div>",
    "vBulletin": "<div class='userinfo'><h4>user{0}</h4><ul><li>Apprentice</li><li>Joined: May 2019</li></ul></div>",
}


@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)
def test_of_a_card_of_a_user_the_name_stays(card: str) -> None:
    posts = "".join(
        f"<div class='post'>{card.format(n)}<div class='content'>{text}</div></div>"
        for n, text in enumerate(REPLIES * 2)
    )
    text = _read(f"<title>A gate on a stone post</title><main>{HEADLINE}{posts}</main>")
    assert [reply for reply in REPLIES if reply not in text] == []
    assert "Apprentice" not in text
    assert "Joined" not in text


def test_a_list_of_users_stays_whole() -> None:
    users = "".join(f"<div class='user'><h3>Ann {n}</h3><p>Keeper of gate {n}</p></div>" for n in range(5))
    page = read_page(f"<main>{HEADLINE}{QUESTION}{users}</main>")
    kept = dict.fromkeys(range(len(page.blocks) - 1), 1.0)
    assert drop_user_cards(page, kept) == kept


def test_what_a_user_says_in_a_box_named_after_users_stays() -> None:
    posts = "".join(f"<div class='user-content'><p>{text}</p><p>A second line</p></div>" for text in REPLIES * 2)
    assert "A second line" in _read(f"<main>{HEADLINE}{posts}</main>")


@pytest.mark.parametrize(("name", "stays"), [("bbp-reply-content", True), ("email-body", True), ("bbp-rank", False)])
def test_a_reply_of_a_word_goes_with_others_of_its_kind(name: str, *, stays: bool) -> None:
    page = read_page(
        f"<main>{HEADLINE}{''.join(f'<div class={name}><p>{text}</p></div>' for text in REPLIES * 3)}</main>"
    )
    kept = {number: 1.0 for number, block in enumerate(page.blocks) if block.text in (REPLIES[0], REPLIES[2])}
    kept |= {number: 1.0 for number, block in enumerate(page.blocks[:4]) if block.text == "Nope."}
    added = [page.blocks[number].text for number in list_posts(page, kept)]
    assert added == (["Nope."] * 2 if stays else [])


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


CARD = "<div class=card><h2><a href=/{0}>{0}</a></h2><p>{1}</p></div>"
CARDS_OF_INDEX = "".join(CARD.format(name, f"All about {name.lower()}") for name in ("Sand", "Gravel", "Stone"))
LINE = "<p>All guides for those who pave.</p>"


@pytest.mark.parametrize(
    ("html", "kept", "count"),
    [
        pytest.param(f"<main><h1>Guides</h1>{LINE}{CARDS_OF_INDEX}</main>", (1, 2), 6, id="below a line"),
        pytest.param(f"<main><h1>Guides</h1>{LINE}{CARDS_OF_INDEX}</main>", (1,), 0, id="none is kept"),
        pytest.param(f"<div><h1>Guides</h1>{LINE}{CARDS_OF_INDEX}</div>", (1, 2), 0, id="outside the body of a page"),
        pytest.param(f"<main>{LINE * 3}{CARDS_OF_INDEX}</main>", (0, 1, 2, 3), 0, id="below a story"),
        pytest.param(f"<main>{LINE * 2}{CARD.format('Sand', 'x')}</main>", (1, 2), 0, id="a single one"),
        pytest.param(f"<main>{LINE}<div>{LINE}</div><div>{LINE}</div></main>", (0, 1), 0, id="boxes without links"),
    ],
)  # fmt: skip
def test_of_cards_of_a_kind_all_are_printed(html: str, kept: tuple[int, ...], count: int) -> None:
    assert len([*list_cards(read_page(html), dict.fromkeys(kept, 1.7), 1.7)]) == count


def test_no_links_are_added_to_prose() -> None:
    related = "".join(f"<li><a href='/p'>{name}</a></li>" for name in ENTRIES)
    text = _read(f"<main>{HEADLINE}{QUESTION * 3}<ul class='more'>{related}</ul></main>")
    assert "Letterpress" not in text


ANSWER = "Pass the width, not the count."


@pytest.mark.parametrize("text", [ANSWER, "Nope."])
@pytest.mark.parametrize("kind", ["Answer", "Comment"])
def test_a_lone_answer_that_the_markup_names_is_told(kind: str, text: str) -> None:
    menu = "".join(f"<li><a href='/{n}'>Gate number {n} of the lake</a></li>" for n in range(40))
    question = f"<div class='postcell'><div itemprop='text'>{QUESTION}<pre>gate.hang(40)</pre></div></div>"
    answer = (f"<div class='answer' itemscope itemtype='https://schema.org/{kind}'><div>14</div>"
              f"<div itemprop='text'><p>{text}</p></div><div><a href='/s'>Share</a></div></div>")  # fmt: skip
    side = f"<div role='complementary'><ul>{menu}</ul></div>"
    page = "itemscope itemtype='https://schema.org/QAPage'"
    assert text in _read(f"<html {page}><body>{HEADLINE}<div>{question}{answer}</div>{side}</body></html>")


POST = "<div class='{box}'><div class='content'>{text}</div>{end}</div>"
SIGNATURES = {
    "phpBB": ("post has-profile", "<div class='signature'>1987 estate, never welded</div>"),
    "vBulletin": ("postbody", "<blockquote class='signature restore'>1987 estate, never welded</blockquote>"),
    "XenForo": ("message message--post", "<aside class='message-signature'>1987 estate, never welded</aside>"),
    "buttons": ("post", "<ul class='post-buttons'><li><a href='/q'>1987 estate, never welded</a></li></ul>"),
}


def _keep_all_of_posts(box: str, end: str, texts: tuple[str, ...] = REPLIES) -> list[str]:
    """Texts that stay of posts of which all was kept."""
    posts = "".join(POST.format(box=box, text=f"<p>{text}</p>", end=end.format(n)) for n, text in enumerate(texts))
    page = read_page(f"<main>{HEADLINE}{posts}</main>")
    return [page.blocks[number].text for number in drop_post_ends(page, dict.fromkeys(range(len(page.blocks)), 1.0))]


@pytest.mark.parametrize(("box", "end"), SIGNATURES.values(), ids=SIGNATURES)
def test_below_a_post_stands_none_of_it(box: str, end: str) -> None:
    assert _keep_all_of_posts(box, end) == ["A gate on a stone post", *REPLIES]


@pytest.mark.parametrize(
    ("box", "end"),
    [
        pytest.param("member", "<div class='member-signature'>void hang(int gate)</div>", id="a signature of code"),
        pytest.param("post", "<ul class='links'><li><a href='/{0}'>Gate {0}</a></li></ul>", id="links that differ"),
        pytest.param("post", "<ul class='parts'><li>A strap of iron</li></ul>", id="a list without links"),
        pytest.param("card", "<ul class='colours'><li><a href='/r'>Red</a></li></ul>", id="colours of goods"),
    ],
)
def test_what_stays_at_the_end_of_boxes(box: str, end: str) -> None:
    assert len(_keep_all_of_posts(box, end)) == 1 + 2 * len(REPLIES)


def test_signatures_within_one_post_stay() -> None:
    signed = "".join(f"<p>{text}</p><div class='signature-line'>Signed by {n}</div>" for n, text in enumerate(REPLIES))
    texts = _keep_all_of_posts("post", "", (signed,))
    assert [f"Signed by {n}" for n in range(len(REPLIES)) if f"Signed by {n}" not in texts] == []


def test_the_only_signature_of_a_page_stays() -> None:
    assert "1987 estate, never welded" in _keep_all_of_posts(*SIGNATURES["phpBB"], REPLIES[:1])


@pytest.mark.parametrize("name", sorted({*vocabulary.USER_CARDS, "post profile"}))
def test_a_page_without_these_parts_of_names_has_no_users_card(name: str) -> None:
    assert any(part in name for part in PARTS_OF_NAMES)
