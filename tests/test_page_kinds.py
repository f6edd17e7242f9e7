"""Lines of one kind, however their classes are numbered: all of them are read, or counted, together."""

import pytest

from newsieve import clean
from newsieve.extract.page import read_page

LINES = [
    "The baker of Ostermoor closed her shop on",
    "Monday, forty years after she had opened it.",
    "No one in the family wants to rise at two.",
    "The oven will go to a school in the valley,",
    "where children bake on the last day of term.",
    "A neighbour has kept the wooden sign, which",
    "shows a goose and three loaves.",
]
POEM = ["I put my boat upon the sand", "and walked a while upon the land,", "until the water called my name"]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        pytest.param('<div class="t m0 h2 %s fs1">{}</div>', [f"y{n}" for n in range(7)], id="numbers among classes"),
        pytest.param('<section class="%s">{}</section>', [f"line-{n}" for n in range(7)], id="another element"),
        pytest.param('<div class="%s"><p>{}</p></div>', [f"rad{n}" for n in range(7)], id="a paragraph in each"),
        pytest.param('<p class="%s"><span>{}</span></p>', [f"Zeile_{n}" for n in range(7)], id="a span in each"),
        pytest.param('<div class="%s">{}</div>', [f"css-{n * 7919 + 40961:x}" for n in range(7)], id="hashes"),
        pytest.param('<div class="%s">{}</div>', ["i0", "i2", "i4", "i0", "i2", "i4", "i0"], id="a few in turn"),
        pytest.param('<div class="%s">{}</div>', ["line"] * 7, id="one class"),
    ],
)
@pytest.mark.parametrize("page", ["<main><article><h1>Oven</h1>{}</article></main>", "<body><div id=page>{}</div>"])
def test_each_line_of_a_story_is_read(page: str, line: str, names: list[str]) -> None:
    html = page.format("".join((line % name).format(text) for name, text in zip(names, LINES, strict=True)))
    assert clean(html).split("\n\n")[-len(LINES) :] == LINES


@pytest.mark.parametrize(
    ("html", "kinds"),
    [
        pytest.param(
            "".join(f"<p class='line-{n}'>{text}</p>" for n, text in enumerate(POEM)), {"line-#"}, id="numbered"
        ),
        pytest.param(
            "<div class=y1>a</div><div class='y2 b9f x'>b</div><div class=y3>c</div>",
            {"y1", "y2 b9f x", "y3"},
            id="with more names",
        ),
        pytest.param("<p class=h2>a</p><p class=h3>b</p><p class=h2>c</p>", {"h2", "h3"}, id="two classes are kinds"),
        pytest.param(
            "".join(f"<div class=col-{n}><p>a</p><p>b</p></div>" for n in (2, 6, 4)),
            {"col-2", "col-6", "col-4"},
            id="columns of several blocks",
        ),
        pytest.param(
            "".join(f"<li class=item-{n}><a href=/{n}>Boats</a></li>" for n in range(3)),
            {"item-0", "item-1", "item-2"},
            id="links",
        ),
        pytest.param("<p class=lead>a</p><p class=text>b</p><p class=end>c</p>", {"lead", "text", "end"}, id="words"),
    ],
)
def test_kinds_of_boxes(html: str, kinds: set[str]) -> None:
    assert {container.kind for container in read_page(html).containers} - {None} == kinds
