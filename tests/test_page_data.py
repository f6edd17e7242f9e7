"""What a page holds in its data: JSON-LD that is nearly JSON, values of scripts, and stories that it does not show."""

import json
from collections.abc import Callable
from html import escape

import pytest

from newsieve.extract import read_article
from newsieve.extract.loose_json import read_loosely
from newsieve.extract.page import read_page
from newsieve.extract.script_values import list_parts, read_literals
from newsieve.types import Document, Format

TITLE = "Weavers of Ostrand reopen their mill"
STORY = (
    "The weavers of Ostrand have reopened the mill that their grandparents built beside the weir in 1902.",
    "Forty looms stood idle for eleven years, and moss grew on the ones below the broken windows.",
    "“We oiled each of them by hand,” said Berit Aasen, who learned the trade from a neighbour.",
    "The first cloth went to the school, which needed curtains before the winter.",
)
CONSENT = "We and our 612 partners keep information on your device to show you advertising and to measure it. "
MARKED = "".join(f"<p>{line}</p>" for line in STORY)
LINKED = '<script type="application/ld+json">{}</script>'


def _embed(data: object) -> str:
    """The data as a script's program for it would write them, so that no tag in them ends the script."""
    return json.dumps(data).replace("</", "<\\/")


def _quote(data: object) -> str:
    return json.dumps(json.dumps(data)).replace("</", "<\\/")


SOURCES = {
    "JSON-LD": LINKED.format(_embed({"@type": "NewsArticle", "articleBody": "\n".join(STORY)})),
    "a script of data": f'<script type="application/json">{_embed({"page": {"body": MARKED}})}</script>',
    "a variable": f"<script>window.state = {_embed([{'type': 'p', 'text': line} for line in STORY])};</script>",
    "a string of JSON": f"<script>window.state = JSON.parse({_quote({'story': {'body': MARKED}})});</script>",
    "a string of JSON in JSON": f'<script type="application/json">{{"data": {_quote({"body": MARKED})}}}</script>',
    "a string in apostrophes": "<script>state = JSON.parse('{}')</script>".format(
        _embed({"body": MARKED + "<p>It isn't over.</p>"}).replace("\\", "\\\\").replace("'", "\\'")
    ),
    "a table of values": '<script type="application/json">{}</script>'.format(
        _embed(
            [["ShallowReactive", 1], {"page": 2, "self": 1}, ["Reactive", 3], {"title": 4, "body": 5}, TITLE, MARKED]
        )
    ),
    "an object": f"<object data=x>{MARKED}</object>",
    "a map": f"<map>{MARKED}</map>",
    "a drawing": f"<svg><foreignObject>{MARKED}</foreignObject></svg>",
    "an inner page": f'<iframe srcdoc="{escape(MARKED)}"></iframe>',
    "a template": f"<template>{MARKED}</template>",
}
FURNITURE = {
    "nothing": "",
    "a request for consent": f"<div id=x1><h2>Privacy</h2><p>{CONSENT * 2}</p></div>",
    "a longer one": f"<div id=x1><h2>Privacy</h2><p>{CONSENT * 12}</p></div>",
    "a letter by mail": "<div class=newsletter-box><p>Sign up and get our best stories in your inbox.</p></div>",
}


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
@pytest.mark.parametrize("furniture", FURNITURE.values(), ids=FURNITURE)
def test_story_of_the_data_beside_furniture(source: str, furniture: str) -> None:
    page = (
        f"<title>{TITLE} - The Ledger</title><main><h1>{TITLE}</h1>{source}</main>{furniture}<footer>© Ledger</footer>"
    )
    blocks = [block.text for block in read_page(page).blocks]
    story = [text for text in blocks if text not in (TITLE, "© Ledger", "It isn't over.")]
    assert story[: len(STORY)] == list(STORY)


@pytest.mark.parametrize(
    ("language", "title", "line"),
    [
        ("ja", "山あいの製糸工場が再び動き出した", "山あいの町で百年前に建てられた製糸工場が再び動き出した。"),
        ("ko", "산골 방직 공장 다시 돌아간다", "산골 마을의 방직 공장이 십일 년 만에 다시 돌아가기 시작했다."),
        ("de", "Weberei am Wehr öffnet wieder", "Die alte Weberei am Wehr von Ostrand öffnet nach elf Jahren wieder."),
    ],
)
def test_a_single_paragraph_of_the_data_beside_furniture(language: str, title: str, line: str) -> None:
    data = LINKED.format(json.dumps({"@type": "NewsArticle", "articleBody": line}))
    page = f"<html lang={language}><title>{title}</title><h1>{title}</h1>{data}<div><p>{CONSENT * 3}</p></div>"
    assert read_article(Document("page", page, Format.HTML)).text == line


OTHER = [f"<p>Ferries to the islands sail twice a week from pier {n}, and carry post and milk.</p>" for n in range(40)]


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        pytest.param(TITLE, MARKED, id="a story that is shown, with others in the data"),
        pytest.param("Warp and weft", MARKED, id="which its title does not tell"),
        pytest.param("", MARKED, id="without a title"),
        pytest.param(
            "Ferries to the islands",
            f"<p>{CONSENT * 3}</p>"
            + "<ul>"
            + "<li><a href=/x>A card that leads to some page or other</a>" * 120
            + "</ul>",
            id="a page of cards",
        ),
    ],
)
def test_what_is_shown_stays(title: str, shown: str) -> None:
    page = f"<title>{title}</title><main>{shown}</main>"
    data = f'<script type="application/json">{_embed({"related": "".join(OTHER)})}</script>'
    assert [b.text for b in read_page(page + data).blocks] == [b.text for b in read_page(page).blocks]


def test_a_short_body_of_the_data_that_is_shown_in_full_changes_nothing() -> None:
    data = LINKED.format(json.dumps({"@type": "NewsArticle", "articleBody": STORY[0]}))
    assert [block.text for block in read_page(f"<title>{TITLE}</title>{data}{MARKED}").blocks] == list(STORY)


def test_a_page_as_it_is_streamed_is_no_story() -> None:
    rows = '3:["$","main",null,{"children":[["$","p",null,{"children":"Weavers of Ostrand reopen it."}]]}]\n<p>' * 9
    page = f"<title>{TITLE}</title><p>Wait.</p><script>self.push([1,{json.dumps(rows)}])</script>"
    assert [block.text for block in read_page(page).blocks] == ["Wait."]


ARTICLE = {"@type": "NewsArticle", "author": {"name": "Berit // Aasen"}, "url": "https://example.org/a,]"}
GIVEN = json.dumps(ARTICLE)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (GIVEN, [ARTICLE]),
        (f"//<![CDATA[\n{GIVEN}\n//]]>", [ARTICLE]),
        (f"// <![CDATA[ {GIVEN} // ]]>", [ARTICLE]),
        (f"/*<![CDATA[*/ {GIVEN} /*]]>*/", [ARTICLE]),
        (f"<![CDATA[{GIVEN}]]>", [ARTICLE]),
        (f"<!--//--><![CDATA[//><!--\n{GIVEN}\n//--><!]]>", [ARTICLE]),
        (f"<!--\n{GIVEN}\n-->", [ARTICLE]),
        (f"<!--\n{GIVEN}\n//-->", [ARTICLE]),
        (f"{GIVEN};", [ARTICLE]),
        (f"\ufeff{GIVEN}", [ARTICLE]),
        (f"// of the article\n{GIVEN}", [ARTICLE]),
        (f"/* of the * article */{GIVEN}", [ARTICLE]),
        (f"{GIVEN}\n{GIVEN}", [ARTICLE, ARTICLE]),
        (f"{GIVEN},{GIVEN},", [ARTICLE, ARTICLE]),
        (f"[{GIVEN},]", [[ARTICLE]]),
        (GIVEN[:-1] + ", /* last */ }", [ARTICLE]),
        (escape(GIVEN), [ARTICLE]),
        (escape(escape(GIVEN)), [ARTICLE]),
        pytest.param(r'{"a": "it\'s"}', [{"a": "it's"}], id="an escape of another language"),
        pytest.param('{"a": "// <!-- ,] "}', [{"a": "// <!-- ,] "}], id="marks in a string"),
        pytest.param('{"a": 1} {"b": ', [{"a": 1}], id="a second one that is cut"),
        pytest.param("window.a = 1", [], id="no JSON"),
        pytest.param('{"a": "', [], id="cut in a string"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_nearly_json(text: str, values: list[object]) -> None:
    assert list(read_loosely(text)) == values


@pytest.mark.parametrize(
    ("value", "strings"),
    [
        ({"a": ["b", {"c": "d"}]}, ["b", "d"]),
        pytest.param([["One line", "two"], ["three", 1]], ["One line", "two", "three"], id="lists of texts"),
        pytest.param([["alpha", "beta"], ["gamma", "delta"]], "alpha beta gamma delta".split(), id="pairs of words"),
        pytest.param([{"a": 1, "b": 2}, "x y", "z"], ["x y", "z"], id="a table"),
        pytest.param([[1, 1], {"a": 0, "b": -1, "c": 2}, ["Date", "2026-05-01"]], ["2026-05-01"], id="in a circle"),
        pytest.param([{"a": 7}, "x"], ["x"], id="places that are none"),
        pytest.param("{" + "x" * 300, ["{" + "x" * 300], id="nearly JSON"),
    ],
)
def test_strings_of_a_value(value: object, strings: list[str]) -> None:
    assert sorted(part for part in list_parts(value) if isinstance(part, str)) == sorted(strings)


@pytest.mark.parametrize(
    ("quoted", "text"),
    [
        (r'"a \"b\" {}"', 'a "b" {}'),
        (r'"a \x3cp\x3e {}"', "a <p> {}"),
        (r"f('it\'s \"so\" {}')", 'it\'s "so" {}'),
        (r"x: `a \`b\` {}`", "a `b` {}"),
        ("['a \"b\" {}']", 'a "b" {}'),
    ],
)
def test_literals(quoted: str, text: str) -> None:
    assert list(read_literals(quoted.replace("{}", "x" * 200))) == [text.replace("{}", "x" * 200)]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("Aasen&rsquo;s &ldquo;old&rdquo; mill &amp; weir.", "Aasen’s “old” mill & weir."),
        ("It&amp;#x27;s open.&nbsp;So they say.", "It's open. So they say."),
        ("Prices fell by 2 < 3 % &c.", "Prices fell by 2 < 3 % &c."),
        ("&lt;p&gt;One mill.&lt;/p&gt;&lt;p&gt;Two weirs.&lt;/p&gt;", "One mill.\n\nTwo weirs."),
        ("One <b>old</b> mill.\nTwo weirs.", "One old mill.\n\nTwo weirs."),
    ],
)
def test_characters_of_a_body_in_the_data(body: str, text: str) -> None:
    page = LINKED.format(json.dumps({"@type": "NewsArticle", "articleBody": body}))
    assert read_article(Document("page", page, Format.HTML)).text == text


def test_each_of_many_objects_within_strings_is_read() -> None:
    value = {str(number): json.dumps({"body": f"{number} {'word ' * 60}"}) for number in range(20)}
    assert sum(isinstance(part, str) for part in list_parts(value)) == 20


@pytest.mark.parametrize(
    "wrap",
    [
        pytest.param(lambda part: [part] * 300, id="lists"),
        pytest.param(lambda part: {"type": part, "text": part}, id="objects"),
    ],
)
def test_parts_that_are_named_again_and_again_end(wrap: Callable[[int], object]) -> None:
    table = [[1] * 300, *[wrap(place) for place in range(2, 12)], STORY[0]]
    page = f"<title>Boats and their owners today</title><script>x={json.dumps(table)}</script><p>Please wait.</p>"
    assert len(read_article(Document("-", page, Format.HTML)).text) < 100 * len(page)
