"""A part that JSON-LD names as one of the story is no promo, though it is called a paywall."""

import pytest

from newsieve.extract.page import read_page

SHOWN = f"<p>{'The river rose by two metres overnight. ' * 20}</p>"
HIDDEN_PART = '<div class="paywall">It rained.</div>'


def describe(parts: str) -> str:
    return f'<script type="application/ld+json">{{"@type":"NewsArticle","hasPart":{parts}}}</script>'


@pytest.mark.parametrize(
    ("html", "promos"),
    [
        (describe('{"cssSelector":".paywall"}') + HIDDEN_PART, []),
        pytest.param(HIDDEN_PART + describe('[{"cssSelector":[".lead",".paywall"]}]'), [], id="said below it, of two"),
        pytest.param(describe('{"cssSelector":"#paywall"}') + "<p id=paywall>It rained.", [], id="an id"),
        pytest.param(
            describe('{"cssSelector":".paywall"}') + "<div class=paywall>It rained.<p class=promo>Join us.</div>",
            ["Join us."],
            id="a promo in it",
        ),
        pytest.param(HIDDEN_PART, ["It rained."], id="not named"),
        pytest.param(describe('{"cssSelector":".story"}') + HIDDEN_PART, ["It rained."], id="another one is named"),
        pytest.param(describe('{"cssSelector":".a .paywall"}') + HIDDEN_PART, ["It rained."], id="no single name"),
        pytest.param(describe('[null,{"cssSelector":7}]') + HIDDEN_PART, ["It rained."], id="nothing that names any"),
    ],
)
def test_parts_behind_a_paywall(html: str, promos: list[str]) -> None:
    assert [block.text for block in read_page(SHOWN + html).blocks if block.is_promo] == promos
