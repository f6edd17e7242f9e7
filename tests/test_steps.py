"""Sentences in a row of boxes of one kind go together."""

import pytest

from newsieve.extract.page import read_page
from newsieve.extract.steps import list_steps

LOWEST = -1.4
STEPS = [f"<div class=step><p>{text}</p></div>" for text in ("It rained.", "The river rose.", "The bridge went.")]
ROW = "".join(STEPS)


@pytest.mark.parametrize(
    ("html", "kept", "logit", "found"),
    [
        pytest.param(ROW, [0, 1], -1.0, [2], id="the last of a row"),
        pytest.param(ROW, [0, 2], -1.0, [1], id="one within it"),
        pytest.param(
            f"<div class=inner>{ROW}</div>".replace("<p>", "<div><p>").replace("</p>", "</p></div>"),
            [1, 2],
            -1.0,
            [0],
            id="boxes in boxes",
        ),
        pytest.param(ROW, [0, 1], -2.0, [], id="one that is never kept"),
        pytest.param(ROW, [0], -1.0, [], id="the lesser part is kept"),
        pytest.param(ROW, [], -1.0, [], id="nothing is kept"),
        pytest.param(ROW, [0, 1, 2], -1.0, [], id="all is kept"),
        pytest.param(f"<section>{STEPS[0]}{STEPS[1]}</section>{STEPS[2]}", [0, 1], -1.0, [], id="another box around"),
        pytest.param(ROW.replace("class=step", ""), [0, 1], -1.0, [], id="boxes without a name"),
        pytest.param(ROW.replace("The bridge went.", "<a href=/a>More.</a>"), [0, 1], -1.0, [], id="a link"),
        pytest.param(ROW.replace("went.", "went"), [0, 1], -1.0, [], id="no sentence"),
        pytest.param(f"{ROW}<p>The bridge went.</p>", [0, 1], -1.0, [], id="said twice"),
    ],
)
def test_rows(html: str, kept: list[int], logit: float, found: list[int]) -> None:
    page = read_page(html)
    rated = dict.fromkeys(range(len(page.blocks)), logit)
    assert [*list_steps(page, dict.fromkeys(kept, 0.0), rated, LOWEST)] == found
