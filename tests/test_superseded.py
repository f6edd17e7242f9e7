"""Hidden parts of a story that are none of it, beside hidden parts that are its rest."""

import pytest

from newsieve import clean

STORY = [
    "The bell of Sankt Olof came back to the island on Friday, seventy years after a ship had carried it away.",
    "Fishermen had found it in a barn on the mainland, where it was used as a trough for three cows and a mule.",
    "The founder's mark shows that it was cast in 1611, and a crack runs from the rim to the second line of letters.",
    "It cannot be rung, said the smith, who had come from the town with two lamps and a box of files to look at it.",
    "The parish will hang it in the porch, at the height of a child, so that anyone who passes may lay a hand on it.",
]
REST = ["A second bell, which was sold in the same year, has never been found.", "Nobody has looked for it since."]
VISIBLE = "style='visibility: visible'"
GERMAN = [
    "Die Glocke von Sankt Olof ist am Freitag auf die Insel zurückgekehrt, siebzig Jahre nachdem ein Schiff sie geholt "
    "hatte, und die Fischer haben sie in einer Scheune auf dem Festland gefunden.",
    "Sie kann nicht mehr geläutet werden, sagte der Schmied, der mit zwei Lampen aus der Stadt gekommen war.",
]


def mark_up(texts: list[str], attributes: str = "") -> str:
    return "".join(f"<p {attributes}>{text}</p>" for text in texts)


def read(body: str) -> list[str]:
    page = f"<html lang=en><nav><a href=/>Home</a></nav><main><h1>An old bell</h1>{body}</main></html>"
    return clean(page).split("\n\n")


@pytest.mark.parametrize(
    "hidden",
    ["hidden", "style='display:none'", "style='color:red; Visibility : hidden'", "style='display:none!important'"],
)
@pytest.mark.parametrize(
    "part",
    [
        pytest.param("<p {}>Desk: the sum that the parish paid has to go before we print this.</p>", id="a note"),
        pytest.param("<div {}><p>Old version: the bell was found by two boys in a barn.</p></div>", id="in a box"),
        pytest.param("<div {}>" + mark_up(GERMAN) + "</div>", id="another language"),
    ],
)
def test_what_is_hidden_and_none_of_the_story_goes(part: str, hidden: str) -> None:
    assert read(mark_up(STORY[:3]) + part.format(hidden) + mark_up(STORY[3:])) == STORY


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("".join(f"<p class=l>{text}</p><p class=s hidden>{text}</p>" for text in STORY), id="each twice"),
        pytest.param("".join(f"<p hidden>{text}</p><p>{text}</p>" for text in STORY), id="the hidden one first"),
        pytest.param(mark_up(STORY) + f"<div hidden>{mark_up(STORY)}</div>", id="a box of copies"),
        pytest.param(f"<div hidden>{mark_up(STORY[:2])}</div>" + mark_up(STORY), id="a short box above"),
        pytest.param(f"<div>{mark_up(STORY)}</div><div hidden>{mark_up(GERMAN)}</div>", id="a tab of another language"),
        pytest.param(
            mark_up(STORY[:4]) + f"<div hidden>{mark_up(REST[:1], VISIBLE)}</div>" + mark_up(STORY[4:]),
            id="within what is no part of the page",
        ),
        pytest.param(
            f"<article>{mark_up(STORY)}</article><article hidden><h1>A new boat</h1>{mark_up(REST)}</article>",
            id="the next article",
        ),
    ],
)
def test_a_story_comes_once(body: str) -> None:
    assert read(body) == STORY


@pytest.mark.parametrize(
    "rest",
    [
        pytest.param(f"<div hidden>{mark_up(REST)}</div>", id="behind a button"),
        pytest.param(mark_up(REST, "style='display:none'"), id="paragraph by paragraph"),
        pytest.param(f"<div style='visibility:hidden'>{mark_up(REST, VISIBLE)}</div>", id="shown again"),
        pytest.param(mark_up(REST, "style='display:nonexistent'"), id="no such value"),
    ],
)
def test_the_rest_of_a_story_stays(rest: str) -> None:
    assert read(mark_up(STORY) + rest) == [*STORY, *REST]


@pytest.mark.parametrize(
    "opener", ["<h2>The second bell</h2>", "<p>What of the other bell?</p>", "<p>The other bell <button>+</button></p>"]
)
def test_what_folds_out_between_paragraphs_stays(opener: str) -> None:
    texts = read(mark_up(STORY[:3]) + opener + f"<div hidden>{mark_up(REST)}</div>" + mark_up(STORY[3:]))
    assert [text for text in texts if text in STORY or text in REST] == [*STORY[:3], *REST, *STORY[3:]]


def test_most_of_a_story_stays_though_it_is_hidden_between_paragraphs() -> None:
    assert read(mark_up(STORY[:1]) + f"<div hidden>{mark_up(STORY[1:4])}</div>" + mark_up(STORY[4:])) == STORY
