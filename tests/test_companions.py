"""Headings, announcing lines and lists go with the prose around them."""

import pytest

from newsieve.extract.companions import add_companions
from newsieve.extract.page import read_page

FIRM = 1.7
PROSE = "The river rose by two metres overnight, and the mayor asked people to stay at home until noon."
MORE = "By the evening the old bridge had gone, and with it the only road to the villages on the other bank."


@pytest.mark.parametrize(
    ("html", "added"),
    [
        pytest.param(f"<p>{PROSE}</p><h2>Later</h2><p>{MORE}</p>", ["Later"], id="a heading above a paragraph"),
        pytest.param(
            f"<p>{PROSE}</p><section><div><h2>Later</h2></div><div><p>{MORE}</p></div></section>",
            ["Later"],
            id="a heading in a box of its own",
        ),
        pytest.param(
            f"<main><div><p>{PROSE}</p><h2>Join us</h2></div><p>{MORE}</p></main>",
            [],
            id="a heading of the box before",
        ),
        pytest.param(f"<p>{PROSE}</p><h2>Read more</h2><ul><li><a href=a>One</a></ul>", [], id="above no prose"),
        pytest.param(f"<p>{PROSE}</p><ul><li>one<li>two</ul><p>{MORE}</p>", ["one", "two"], id="a list in the text"),
        pytest.param(
            f"<p>{PROSE}</p><ul><li><a href=a>one</a><li><a href=b>two</a></ul><p>{MORE}</p>",
            [],
            id="links",
        ),
        pytest.param(
            f"<p>{PROSE.replace('noon.', 'noon:')}</p><ul><li><a href=a>one</a><li><a href=b>two</a></ul>",
            ["one", "two"],
            id="links that are announced",
        ),
        pytest.param(
            f"<p>{PROSE}</p><table><tr><td>a<td>1<tr><td>b<td>2</table><figcaption>c</figcaption><p>{MORE}</p>",
            ["a | 1", "b | 2"],
            id="a table above its caption",
        ),
        pytest.param(f"<ul><li>one<li>two</ul><p>{MORE}</p>", [], id="a list above all prose"),
        pytest.param("<ul><li>one<li>two</ul>", [], id="no prose"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_what_goes_with_firm_prose(html: str, added: list[str]) -> None:
    page = read_page(html)
    firm = {i: FIRM for i, block in enumerate(page.blocks) if block.text[:9] in (PROSE[:9], MORE[:9])}
    result = add_companions(page, firm, FIRM)
    assert [page.blocks[number].text for number in result if number not in firm] == added
    assert list(result) == sorted(result)
