"""Cards of other stories below an article go; sections of the story that look like them stay."""

import pytest

from newsieve.extract.page import read_page
from newsieve.extract.teasers import drop_teasers

FIRM = 1.7
STORY = "".join(
    f"<p>{text}</p>"
    for text in (
        "The river rose by two metres overnight.",
        "By the evening the old bridge had gone.",
        "The villages on the other bank have no road.",
    )
)
ARTICLE = '<meta property="og:type" content="article">'
CARD = "<div><h3><a href=/{0}>{0}</a></h3><p>It rang for an hour.</p><time>9 May 2023</time></div>"
CARDS = CARD.format("bell") + CARD.format("weir")
UNDATED = CARDS.replace("<time>9 May 2023</time>", "")
ITEMS = (
    "<ul>" + "".join(f"<li><h3><a href=/{name}>{name}</a></h3>9 May 2023</li>" for name in ("bell", "weir")) + "</ul>"
)


@pytest.mark.parametrize("logit", [FIRM, 0.5], ids=["a sure story", "a short story, of which nothing is sure"])
@pytest.mark.parametrize(
    ("html", "dropped"),
    [
        pytest.param(f"<div>{STORY}</div><section><h2>Latest</h2>{CARDS}</section>", 7, id="below a heading"),
        pytest.param(
            f"<div>{STORY}</div><section>{CARDS.replace('<div>', '<div><span>Town</span>')}</section>",
            8,
            id="below labels",
        ),
        pytest.param(
            f"<div>{STORY}</div><section>{UNDATED}</section>",
            0,
            id="places of a list, which have no days",
        ),
        pytest.param(
            f"<div>{STORY}</div><section>{UNDATED.replace('for an hour', 'on 9 May 2023')}</section>",
            0,
            id="days that are told",
        ),
        pytest.param(f"<div>{STORY}</div><section>{ITEMS}</section>", 4, id="items of a list"),
        pytest.param(f"<div>{STORY}{CARDS}</div>", 0, id="sections of the story"),
        pytest.param(f"<section>{CARDS}</section><div>{STORY}</div>", 0, id="above it"),
        pytest.param(f"<div>{STORY}</div><section>{CARD.format('bell')}</section>", 0, id="a single one"),
        pytest.param(f"<div><p>It rained.</p></div><section>{CARDS}</section>", 0, id="below no story"),
    ],
)
def test_cards_below_an_article_are_dropped(html: str, dropped: int, logit: float) -> None:
    page = read_page(ARTICLE + html)
    kept = dict.fromkeys(range(len(page.blocks)), logit)
    assert len(kept) - len(drop_teasers(page, kept, FIRM)) == dropped


def test_cards_stay_where_the_page_does_not_say_that_it_is_an_article() -> None:
    page = read_page(f"<div>{STORY}</div><section>{CARDS}</section>")
    kept = dict.fromkeys(range(len(page.blocks)), FIRM)
    assert drop_teasers(page, kept, FIRM) == kept
