"""Boosted trees: paths, groups, early exits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsieve.forest import LEAF, Exit, Forest, Nodes, pack_nodes, unpack_nodes

NODES = Nodes(
    features=[0, 1, LEAF, LEAF, LEAF, 1, LEAF, LEAF, 2, LEAF, LEAF],
    thresholds=[0.5, 2.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0],
    seconds=[4, 3, 0, 0, 0, 7, 0, 0, 10, 0, 0],
    values=[1.0, 0.5, -2.0, 2.5, 3.0, -0.5, -1.5, 0.25, 0.0, -8.0, 8.0],
)
GROUPS = (0, 1, 0)
ROWS = st.lists(st.floats(-3, 3), min_size=3, max_size=3)


@pytest.mark.parametrize(
    ("row", "changes"),
    [
        ([0.0, 1.0, -1.0], [-0.5 - 8.0, -2.5 - 1.0]),
        ([0.0, 3.0, 1.0], [-0.5 + 8.0, 2.0 + 0.75]),
        ([1.0, 3.0, 1.0], [2.0 + 8.0, 0.75]),
        pytest.param([0.5, 1.0, 0.0], [-0.5 - 8.0, -2.5 - 1.0], id="a number that equals the threshold goes low"),
    ],
)
def test_a_step_belongs_to_the_group_of_the_feature_that_it_asked(row: list[float], changes: list[float]) -> None:
    assert Forest(NODES, GROUPS).contributions(row) == changes


@pytest.mark.parametrize(
    ("cascade", "logit", "left"),
    [
        ((), 0.5 - 3.0 - 1.0 - 8.0, 0),
        pytest.param((Exit(1, -2.0, 9.0),), 0.5 - 3.0, -1, id="below"),
        pytest.param((Exit(1, -2.5, 9.0),), 0.5 - 3.0 - 1.0 - 8.0, 0, id="a sum that equals the threshold goes on"),
        pytest.param((Exit(1, -9.0, -4.0),), 0.5 - 3.0, 1, id="above"),
        pytest.param((Exit(1, -9.0, 9.0), Exit(2, -3.0, 9.0)), 0.5 - 3.0 - 1.0, -1, id="at the second step"),
    ],
)
def test_a_row_leaves_the_cascade_at_its_thresholds(cascade: tuple[Exit, ...], logit: float, left: int) -> None:
    forest = Forest(NODES, GROUPS, cascade)
    assert forest.run([0.0, 1.0, -1.0]) == (logit, left)
    assert forest.logit([0.0, 1.0, -1.0]) == logit


@given(ROWS, st.lists(st.floats(-4, 0), max_size=2))
def test_contributions_and_the_bias_are_the_logit(row: list[float], lows: list[float]) -> None:
    forest = Forest(NODES, GROUPS, [Exit(trees, low, 5.0) for trees, low in enumerate(lows, 1)])
    assert forest.bias + sum(forest.contributions(row)) == forest.logit(row)


@given(st.lists(ROWS, min_size=1, max_size=4), st.lists(st.floats(-4, 0), max_size=2))
def test_a_forest_that_is_asked_often_answers_the_same(rows: list[list[float]], lows: list[float]) -> None:
    cascade = [Exit(trees, low, 5.0) for trees, low in enumerate(lows, 1)]
    often = Forest(NODES, GROUPS, cascade)
    for _ in range(40 * len(NODES.features)):
        often.run(rows[0])
    assert [often.run(row) for row in rows] == [Forest(NODES, GROUPS, cascade).run(row) for row in rows]


def test_no_trees_say_nothing() -> None:
    assert Forest(Nodes((), (), (), ())).run([]) == (0.0, 0)


@pytest.mark.parametrize("nodes", [NODES, pytest.param(Nodes([], [], [], []), id="no trees")])
def test_packed_nodes_are_the_same_when_they_are_read(nodes: Nodes) -> None:
    assert unpack_nodes(pack_nodes(nodes)) == nodes
