"""Code beside the article is of it, and so is what stands between its blocks, whatever the box is called."""

import re

import pytest

from newsieve import clean
from newsieve.extract.enclosed import list_enclosed
from newsieve.extract.page import read_page

BEGUN = "<p>A sluice that is never opened rusts shut. The keeper turns each of them once in a week.</p>"
REST = "<p>Each gate is then measured anew, and only after that is the old figure struck from the log.</p>"
SENTENCE = "The crank is carried from gate to gate, and the keeper waits until the water is level."
LIST = "<ul><li>every Monday, before the first barge</li><li>after a night of hard frost</li></ul>"
TABLE = (
    "<table><tr><th>Gate</th><th>Meaning</th></tr><tr><td>upper</td><td>the one that keeps the lake</td></tr></table>"
)
CODE = "<pre><code>sluice open --gate upper\nsluice log --all</code></pre>"
PARTS = {
    "sentence": (f"<p>{SENTENCE}</p>", SENTENCE),
    "list": (LIST, "after a night of hard frost"),
    "table": (TABLE, "the one that keeps the lake"),
    "code": (CODE, "sluice open --gate upper\nsluice log --all"),
}


def make_page(body: str) -> str:
    head = "<html lang=en><head><title>How to turn a sluice</title></head>"
    return f"{head}<body><article><h1>How to turn a sluice</h1>{body}</article></body></html>"


def find_enclosed(body: str, logit: float = -1.0) -> list[str]:
    """Texts that are found to be of the article when the two paragraphs are."""
    page = read_page(make_page(body))
    kept = {number: 1.0 for number, block in enumerate(page.blocks) if f"<p>{block.text}</p>" in (BEGUN, REST)}
    rated = dict.fromkeys(range(len(page.blocks)), logit) | kept
    return [page.blocks[number].text for number in list_enclosed(page, kept, rated, 1.7, -1.4)]


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    "box",
    [
        "<div class=code-toolbar>{}</div>",
        "<div class=sidebar-note>{}</div>",
        "<div class=menu-section>{}</div>",
        "<div class=ad-hoc>{}</div>",
        "<div class=social-work><div>{}</div></div>",
        "<aside>{}</aside>",
    ],
)
def test_what_stands_between_blocks_of_the_article_is_of_it(box: str, part: str) -> None:
    markup, text = PARTS[part]
    assert text in clean(make_page(f"{BEGUN}{box.format(markup)}{REST}"))


@pytest.mark.parametrize(
    "box",
    [
        pytest.param("<div><input type=radio id=a><label for=a>Shell</label>{}</div>", id="behind a tab of a radio"),
        pytest.param("<form>{}<button>Run</button></form>", id="in a form"),
        pytest.param("<div class=toolbar>{}<button>Copy</button></div>", id="beside a button"),
        pytest.param("<div class=tabs><div hidden>{}</div></div>", id="in a tab that does not show"),
    ],
)
def test_code_is_of_the_article(box: str) -> None:
    assert PARTS["code"][1] in clean(make_page(f"{BEGUN}{box.format(CODE)}{REST}"))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("{begun}<div class=share><ul><li>Mastodon</li><li>Bluesky</li></ul></div>{rest}", id="labels"),
        pytest.param("{begun}<ul class=tags><li>locks</li><li>canals</li></ul>{rest}", id="tags"),
        pytest.param("{begun}<ul><li>3 May 2024</li><li>by the lake</li></ul>{rest}", id="a date"),
        pytest.param("{begun}<ul><li><a href=a>How to oil a crank</a></li></ul>{rest}", id="links"),
        pytest.param("{begun}<div><ul><li>every week in spring</li></ul><input></div>{rest}", id="a field"),
        pytest.param("{begun}<div><ul><li>every week</li></ul><button>Go</button></div>{rest}", id="a button"),
        pytest.param("{begun}<div class=newsletter>{list}</div>{rest}", id="an offer of a newsletter"),
        pytest.param("{begun}<div class=credit>{list}</div>{rest}", id="credits of pictures"),
        pytest.param("{begun}<nav>{list}</nav>{rest}", id="a menu"),
        pytest.param("{begun}<p>Advertisement</p>{rest}", id="a line that is no sentence"),
        pytest.param("{begun}<h3>More of it</h3>{list}{rest}", id="below a heading that is not of the article"),
        pytest.param("<div>{begun}{rest}</div><div>{list}</div>", id="behind the article"),
        pytest.param("<div><div><div>{begun}</div></div></div>{list}{rest}", id="beside a box of boxes"),
    ],
)
def test_what_is_none_of_the_article(body: str) -> None:
    assert find_enclosed(body.format(begun=BEGUN, rest=REST, list=LIST)) == []


@pytest.mark.parametrize(
    ("body", "logit", "is_taken"),
    [
        ("<div>{begun}{rest}</div><div>{code}</div>", -1.3, True),  # a column of requests and responses
        ("<div>{begun}{rest}</div><div>{code}</div>", -1.5, False),
        ("{begun}<div class=widget>{code}</div>{rest}", -1.5, True),
        ("<div>{begun}{rest}</div><footer>{code}</footer>", -1.3, False),
    ],
)
def test_how_likely_code_must_be(body: str, logit: float, is_taken: bool) -> None:
    assert len(find_enclosed(body.format(begun=BEGUN, rest=REST, code=CODE), logit)) == is_taken


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<pre><button>Copy</button><code>a = 1\n  b = 2</code></pre>", "a = 1\n  b = 2"),
        ("<pre><code>a = 1\nb = 2</code><div><button>Copy</button><button>Wrap</button></div></pre>", "a = 1\nb = 2"),
        ("<pre>a = 1 <button>1</button># one</pre>", "a = 1 # one"),
        pytest.param("<pre><button>pip install sluice</button></pre>", "pip install sluice", id="all in the button"),
        pytest.param("<p>Press <button>Run</button> twice.</p>", "Press Run twice.", id="a button in a sentence"),
        pytest.param("<h2>Fit it<button>Copy link</button></h2>", "Fit it", id="behind a heading"),
        pytest.param("<h2><button>+</button>Fit it <button>a</button></h2>", "Fit it", id="around one"),
        pytest.param("<h2><button>Does it leak?</button></h2>", "Does it leak?", id="a question that folds out"),
        pytest.param(
            "<h2>1. <button>Does it leak?</button> ▼</h2>", "1. Does it leak? ▼", id="beside a number and a mark"
        ),
        pytest.param(
            "<h2>Q1: <button>Does it leak in May?</button></h2>", "Q1: Does it leak in May?", id="and a label"
        ),
        pytest.param(
            "<h2>What is a <button>sluice</button>?</h2>", "What is a sluice?", id="a word that a button explains"
        ),
        pytest.param("<h3><button>a</button> <button>b</button></h3>", "a b", id="nothing but buttons"),
    ],
)
def test_words_of_a_button_beside_code_and_in_headings(markup: str, text: str) -> None:
    assert [block.text for block in read_page(markup).blocks] == [text]


MENU = (
    "<nav><ul>" + "".join(f"<li><a href=/{n}>Gate number {n} of the lake</a></li>" for n in range(80)) + "</ul></nav>"
)
OPENER = "<p>A crank turns it.</p>"
LISTING = "<div class=highlight-sh><div class=highlight><pre>sluice open</pre></div></div>"
FEEDBACK = "<div><h2>Feedback</h2><p>Was this page of help to you?</p><button>Yes</button><button>No</button></div>"


def read_short_page(body: str) -> str:
    head = "<html lang=en><head><title>The crank</title></head><body>"
    return clean(
        f"{head}{MENU}<main><article><section><h1>The crank</h1>{body}</section></article></main></body></html>"
    )


@pytest.mark.parametrize(
    "part",
    [
        pytest.param("<p>That is all.</p>", id="a last line"),
        pytest.param("<ul><li>Oil</li><li>Grease</li></ul>", id="a list"),
        pytest.param("<ul><li><p>Oil</p></li><li><p>Grease</p></li></ul>", id="a list of paragraphs"),
        pytest.param("<div class=table-wrap><table><tr><th>Part</th><th>Size</th></tr>"
                     "<tr><td>Pin</td><td>4 mm</td></tr></table></div>", id="a table"),
        pytest.param("<div class=pageinfo><p>This crank is made of oak.</p></div>", id="a note in a box"),
        pytest.param("<div class=highlight><pre><code>max = 40</code></pre></div>", id="code"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("body", [OPENER, OPENER + LISTING], ids=["behind a sentence", "behind code in its boxes"])
def test_a_short_page_is_whole(body: str, part: str) -> None:
    words = [text for text in re.sub("<[^>]*>", "\n", part).split("\n") if text]
    text = read_short_page(body + part)
    assert [word for word in words if word not in text] == []


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        pytest.param("{short}{list}", True, id="a page of a sentence"),
        pytest.param("{begun}{rest}{story}{list}", False, id="a story that is told"),
        pytest.param("{short}<div><div><p>Oil it.</p></div></div>{list}", True, id="behind a box of boxes"),
        pytest.param("<section><h2>Oil</h2>{list}</section>", True, id="below a heading"),
        pytest.param("<section><h2>Oil</h2><div>{short}</div>{list}</section>", False, id="a box with but a heading"),
        pytest.param("<div>{short}</div><div>{list}</div>", False, id="another box"),
        pytest.param("{short}<aside>{list}</aside>", False, id="what stands beside the page"),
        pytest.param("{short}{feedback}", False, id="a question with buttons"),
        pytest.param("{short}<footer>{list}</footer>", False, id="the foot of a page"),
        pytest.param("{short}<p><a href=a>More</a></p>{list}", False, id="behind links"),
        pytest.param('<div itemscope itemtype="https://schema.org/Product">{short}{list}</div>', False, id="goods"),
    ],
)
def test_what_stands_behind_a_short_text(body: str, *, kept: bool) -> None:
    story = f"<p>{SENTENCE}</p>"
    page = read_page(
        make_page(body.format(begun=BEGUN, rest=REST, story=story, list=LIST, short=OPENER, feedback=FEEDBACK))
    )
    told = {
        number: 1.7 for number, block in enumerate(page.blocks) if block.tag in ("p", "h2") and not block.link_density
    }
    found = [*list_enclosed(page, told, dict.fromkeys(range(len(page.blocks)), -2.0) | told, 1.7, -1.4)]
    assert bool(found) is kept
