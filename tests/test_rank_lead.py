"""Points for the first sentences of an article, and the training that fits them."""

from typing import Any

import pytest

from newsieve.rank.features import FIRST
from newsieve.rank.lead_bias import (
    LEAD_FEATURES,
    NO_STEP,
    LeadModel,
    LeadStep,
    choose_step,
    describe_lead,
    find_leading,
    weigh_lead,
)

FIRM, LIGHT = LeadStep(-0.1, 0.5, 0.02), LeadStep(-0.3, 0.1, 0.01)


@pytest.mark.parametrize(("value", "step"), [(0.2, FIRM), (-0.0999, FIRM), (-0.2, LIGHT), (-0.31, NO_STEP)])
def test_the_first_step_that_reaches_the_expected_change_counts(value: float, step: LeadStep) -> None:
    model = LeadModel(value - 1.0, [1.0] + [0.0] * (len(LEAD_FEATURES) - 1), [FIRM, LIGHT])
    assert choose_step([1.0] * len(LEAD_FEATURES), model) == step


def test_leading_sentences_stand_in_the_first_lines() -> None:
    assert find_leading([0, 1, 2, 3]) == [0, 1, 2]
    assert find_leading([1, 4, 5]) == [0]
    assert find_leading([3]) == []


def test_leading_sentences_gain_and_words_cost() -> None:
    assert weigh_lead(FIRM, [0, 1, 2], [0, 2, 3], [10, 10, 5], 3) == pytest.approx([0.3, 0.3, -0.1])
    assert weigh_lead(NO_STEP, [0, 1, 2], [0, 3], [10, 5], 3) == [0, 0]


@pytest.mark.parametrize(("count", "favoured"), [(1, 1), (0.2, 1), (2.4, 2), (40, 3)])
def test_a_digest_favours_no_more_than_it_holds(count: float, favoured: int) -> None:
    gains = weigh_lead(FIRM._replace(price=0.0), [0, 1, 2], range(5), [9] * 5, count)
    assert gains == [0.5] * favoured + [0.0] * (5 - favoured)


def test_an_article_is_described_by_numbers_of_one_length() -> None:
    first = [[float(row + column) for column in range(len(FIRST))] for row in range(4)]
    described = describe_lead(first, [1, 2], [0, 1, 3], [0.2, 0.6, 0.4])
    told = dict(zip(LEAD_FEATURES, described, strict=True))
    assert told["best sentence"] == 0.6
    assert told["best sentences"] == pytest.approx(1.2)
    assert told["leading sentences"] == pytest.approx(0.6 - 1.0 - 1.0)  # one is not weighed, one is not there
    assert told["leading sentences weighed"] == 1
    assert told[f"{FIRST[0]} of the leading"] == 1.5
    assert len(describe_lead(first[:1], [], [0], [0.1])) == len(LEAD_FEATURES)


def test_fitting_finds_where_the_beginning_is_worth_it() -> None:
    np: Any = pytest.importorskip("numpy")
    pytest.importorskip("sklearn", reason="the extra `train` is not installed")
    from newsieve.train.ranker_lead import _PAIRS, LeadTable, fit_table

    rng = np.random.default_rng(5)
    count = 2000
    features = rng.normal(size=(count, len(LEAD_FEATURES)))
    is_report = features[:, 3] > 0
    points = np.where(is_report[:, None], 0.6, 0.6 - 0.3) + np.zeros((count, len(_PAIRS)))
    points[:, 0] = 0.5
    table = LeadTable(
        features,
        np.arange(count) % 5,
        np.array(["a"] * count),
        points,
        np.zeros((count, len(_PAIRS), 2)),
    )
    folds, whole = fit_table(table)
    model = LeadModel(whole["bias"], whole["weights"], whole["steps"])
    favoured = [choose_step(list(row), model) != NO_STEP for row in features]
    assert len(folds) == 5
    assert np.mean(is_report[favoured]) > 0.7
    assert np.mean(np.array(favoured)[is_report]) > 0.9
