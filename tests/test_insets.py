"""Prose that stands in a story is of it, whatever its box is called; what asks or sells is not taken for it there."""

from typing import Any

import pytest

from newsieve import clean
from newsieve.extract.insets import PagePart, list_insets, list_names
from newsieve.extract.layout import Container
from newsieve.extract.page import read_page

TELLINGS = [
    "The lighthouse on Skerry Point will be lit by hand again from Saturday, for the first time since 1974.",
    "Its lamp went out in January, when salt water reached the cables, and nobody sells the part that broke.",
    "Ingrid Thoresen, whose grandfather kept the light for thirty years, found his key in a tin of buttons.",
    "She climbs the 112 steps at dusk, trims four wicks and winds the clockwork that turns the lens.",
    "The harbour office pays her for the oil and for one pair of boots a year, and the rest she does for nothing.",
    "Skippers say that the flame is yellower than the old lamp. It can be seen from eleven miles out.",
    "A new lamp has been ordered from a workshop in Gdansk, which promised it for the middle of November.",
    "Until then the log book in the lantern room is kept in pencil, as it was before the war.",
]
EXTRA = "In 1931 the keeper rowed out eleven times in one night and brought back thirty-four men."
SHORT = "The key fits."
PARAGRAPHS = [f"<p>{text}</p>" for text in TELLINGS]
STORY, BEGUN, REST = "".join(PARAGRAPHS), "".join(PARAGRAPHS[:4]), "".join(PARAGRAPHS[4:])
LAST = {
    "de": "Für das Wochenende wird Regen erwartet.",
    "fr": "La pluie est attendue pour la fin de semaine.",
    "ru": "На выходных ожидается дождь.",
    "ar": "ومن المتوقع هطول الأمطار في نهاية الأسبوع.",
    "ja": "週末は雨の予報が出ている。",
    "ko": "주말에는 비가 올 것으로 보인다.",
}


def make_page(body: str, language: str = "en") -> str:
    head = f"<html lang={language}><head><title>A flame in the old tower</title></head>"
    return f"{head}<body><article><h1>A flame in the old tower</h1>{body}</article></body></html>"


@pytest.mark.parametrize(
    "box",
    [
        "<aside>{}</aside>",
        "<aside><h3>A night in 1931</h3>{}</aside>",
        "<aside><blockquote>{}</blockquote></aside>",
        "<figure><blockquote>{}</blockquote></figure>",
        "<div role=complementary>{}</div>",
        "<div class=paywall>{}</div>",
        "<div class='premium-content subscribe-only'>{}</div>",
        "<div class=no-print>{}</div>",
        "<div class='related-content'><div>{}</div></div>",
        "<div class=teaser>{}</div>",
        "<div class=comments-off>{}</div>",
        "<div class='quote-share'>{}</div>",
        "<section id=modal-body>{}</section>",
        "<details><summary>More</summary>{}</details>",
        "<div class=dropdown><div>What of the winter of 1931?</div><nav class=dropdown-list>{}</nav></div>",
    ],
)
def test_a_box_of_prose_between_paragraphs_is_of_the_story(box: str) -> None:
    text = clean(make_page(f"<div>{BEGUN}{box.format(f'<p>{EXTRA}</p>')}{REST}</div>"))
    assert EXTRA in text
    assert all(telling in text for telling in TELLINGS)


@pytest.mark.parametrize("place", ["{begun}{box}{rest}", "{begun}{rest}{box}"], ids=["between", "behind"])
@pytest.mark.parametrize("name", ["factbox", "faktaruta", "key-facts"])
def test_a_box_with_a_list_is_of_the_story_with_its_heading(name: str, place: str) -> None:
    box = f"<aside class={name}><h3>The tower</h3><ul><li>Built in 1868</li><li>112 steps</li></ul></aside>"
    text = clean(make_page(f"<div>{place.format(begun=BEGUN, rest=REST, box=box)}</div>"))
    assert all(fact in text for fact in ("The tower", "Built in 1868", "112 steps"))


@pytest.mark.parametrize("copy", ["<div hidden>{}</div>", "<noscript>{}</noscript>"])
def test_a_hidden_copy_of_a_box_leaves_it_to_the_story(copy: str) -> None:
    box = f"<aside><p>{EXTRA}</p></aside>"
    text = clean(make_page(f"<div>{BEGUN}{box}{REST}</div>{copy.format(box)}"))
    assert text.count(EXTRA) == 1


@pytest.mark.parametrize(
    "facts",
    [
        "<ul><li>1868</li><li>112 steps</li></ul>",
        "<table><tr><td>Built</td><td>1868</td></tr></table>",
        "<dl><dt>Built</dt><dd>1868</dd></dl>",
    ],
    ids=["list", "table", "terms"],
)
def test_facts_may_be_shorter_than_the_heading_above_them(facts: str) -> None:
    box = f"<aside class=factbox><h3>The lighthouse on Skerry Point in figures</h3>{facts}</aside>"
    text = clean(make_page(f"<div>{BEGUN}{box}{REST}</div>"))
    assert all(fact in text for fact in ("in figures", "1868"))


@pytest.mark.parametrize(
    "end",
    [
        "<div><div>{story}</div></div><p>{last}</p>",
        "<div><div>{story}</div></div><p>{last}</p><p>{short}</p>",
        "<section><div class=two-sidebars>{story}</div></section>{last}",
        "<div>{story}</div><div class=ad>Advertisement</div><div><p>{last}</p></div>",
        "{story}<div><p>{last}</p></div>",
        "{story}<div class=paywall><p>{last}</p></div>",
        "{story}<aside><p>{last}</p></aside>",
        "{story}<footer><p>{last}</p></footer>",
        "{story}<section><p>{short}</p></section>",
    ],
)
def test_the_end_of_a_story_need_not_stand_in_its_box(end: str) -> None:
    text = clean(make_page(end.format(story=STORY, last=EXTRA, short=SHORT)))
    assert all(telling in text for telling in TELLINGS)
    assert (EXTRA if "{last}" in end else SHORT) in text


@pytest.mark.parametrize("language", LAST)
def test_a_short_last_paragraph_in_a_box_of_its_own(language: str) -> None:
    last = LAST[language]
    assert last in clean(make_page(f"{STORY}<div><p>{last}</p></div>", language))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("{begun}<aside><p><a href=x>{extra}</a></p></aside>{rest}", id="a link to another story"),
        pytest.param(
            "{begun}<nav><a href=/>Home of all our ships and boats</a> <p>{extra}</p></nav>{rest}", id="a menu"
        ),
        pytest.param("{begun}<div role=tooltip><p>{extra}</p></div>{rest}", id="a tooltip"),
        pytest.param("{begun}<aside><p>{extra}</p><button>Join</button></aside>{rest}", id="a box with a button"),
        pytest.param("{begun}<div class=ad><p>{extra}</p><input></div>{rest}", id="a box with a field"),
        pytest.param("{begun}<div class=teaser><p>Where does the light go?</p></div>{rest}", id="a question"),
        pytest.param("{begun}<div class=teaser><p>In 1931 the keeper rowed out eleven…</p></div>{rest}", id="cut"),
        pytest.param("{begun}<aside><ul><li><a href=x>{extra}</a></li></ul></aside>{rest}", id="a list of links"),
        pytest.param(
            "{begun}<aside><h3>A night that nobody forgets</h3><p>{short}</p></aside>{rest}",
            id="more heading than text",
        ),
        pytest.param(
            "{begun}<aside class=promo><ul><li>Oars from 12 crowns</li></ul></aside>{rest}", id="a list of offers"
        ),
        pytest.param("{begun}<div class=caption><p>{extra}</p></div>{rest}", id="a caption"),
        pytest.param(
            "{begun}<aside><p>{extra}</p></aside>{rest}<div class=promo><p>{extra}</p></div>", id="said twice"
        ),
        pytest.param(
            "{begun}<aside class=pullquote><p>It can be seen from eleven miles out.</p></aside>{rest}", id="pulled out"
        ),
        pytest.param("{begun}<div class=newsletter><p>{extra}</p></div>{rest}", id="an offer of a newsletter"),
        pytest.param("{begun}<div class=cta-box><p>{extra}</p></div>{rest}", id="a call to act"),
        pytest.param("{begun}{rest}<div class=author><p>{extra}</p></div>", id="who wrote it"),
        pytest.param("{begun}{rest}<div class=comment><p>{extra}</p></div>", id="what a reader says"),
        pytest.param("{begun}{rest}<div class=newsletter><p>{extra}</p></div>", id="what a reader may be sent"),
        pytest.param("<div>{begun}{rest}</div><p>Home</p><div><p>{extra}</p></div>", id="below a line of others"),
        pytest.param("<aside><p>{extra}</p></aside>{begun}{rest}", id="above the story"),
        pytest.param("<p>{extra}</p><p>{extra}</p>", id="without a story"),
    ],
)
def test_what_is_no_prose_of_the_story(body: str) -> None:
    page = read_page(make_page(body.format(begun=BEGUN, rest=REST, extra=EXTRA, short=SHORT)))
    kept = {number: 1.7 for number, block in enumerate(page.blocks) if block.text in TELLINGS}
    rated = dict.fromkeys(range(len(page.blocks)), -1.0) | kept
    assert list(list_insets(page, kept, rated, 1.7, -1.4)) == []


@pytest.mark.parametrize(
    ("body", "logit", "is_taken"),
    [
        pytest.param("{begun}<aside><p>{extra}</p></aside>{rest}", -2.9, True, id="between paragraphs"),
        pytest.param("{begun}<aside class=pullquote><p>{extra}</p></aside>{rest}", -2.9, True, id="a quotation alone"),
        pytest.param("<div>{begun}{rest}</div><p>{extra}</p>", -2.9, True, id="bare below the story"),
        pytest.param("<div>{begun}{rest}</div><div><p>{extra}</p></div>", -1.3, True, id="a box below the story's"),
        pytest.param("<div>{begun}{rest}</div><div><p>{extra}</p></div>", -1.9, False, id="a doubtful box below it"),
    ],
)
def test_how_likely_a_part_must_be(body: str, logit: float, is_taken: bool) -> None:
    page = read_page(make_page(body.format(begun=BEGUN, rest=REST, extra=EXTRA)))
    kept = {number: 1.7 for number, block in enumerate(page.blocks) if block.text in TELLINGS}
    rated = dict.fromkeys(range(len(page.blocks)), logit) | kept
    texts = [page.blocks[number].text for number in list_insets(page, kept, rated, 1.7, -1.4)]
    assert texts == [EXTRA] * is_taken


def test_what_asks_between_paragraphs_goes_by_its_words_and_is_named() -> None:
    from newsieve import Document, Options
    from newsieve.pipeline import Task, process
    from newsieve.types import Format

    ask = "Sign up for our free weekly newsletter and get the best of our stories in your inbox every Friday."
    page = make_page(f"{BEGUN}<aside class=promo><p>{ask}</p></aside>{REST}")
    result = process(Document("-", page, Format.HTML), Task.CLEAN, Options())
    gone = [result.article.text[one.start : one.end] for one in result.verdicts if not one.kept]
    assert gone == [ask]


def test_names_of_a_part_are_read_without_the_rest_of_the_page() -> None:
    boxes = "<aside class=credit><p>Lit at dusk.</p></aside>" * 50
    page = read_page(make_page(f"{boxes}<div class=newsletter><p>Lit at dusk.</p></div>"))
    read: list[int] = []

    class CountedList(list[Container]):
        def __getitem__(self, places: Any) -> Any:
            found = super().__getitem__(places)
            read.append(len(found) if isinstance(found, list) else 1)
            return found

    page.containers = CountedList(page.containers)
    box = next(box for box in page.containers if box.tag == "aside")
    assert list_names(page, PagePart(box.start, box.end, box, page.containers[box.parent])) == {"credit"}
    assert sum(read) < 10
