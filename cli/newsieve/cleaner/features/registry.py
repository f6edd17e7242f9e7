"""Features by name, rows of features, and a forest that reads them."""

from collections.abc import Callable, Sequence
from itertools import repeat
from operator import call
from typing import Any, Generic, NamedTuple, TypeVar

from newsieve.forest import Forest

Source = TypeVar("Source")


class Feature(NamedTuple, Generic[Source]):
    """A column of a forest's rows.

    `group` is what a person is shown in its place. `monotone`: more of it never argues for content. `compute` gives a
    number for each row that its source asks for.
    """

    name: str
    group: str
    compute: Callable[[Source], Sequence[float]]
    monotone: bool = False


class FeatureForest(NamedTuple):
    """A forest with the features that its rows are made of; `groups` are the distinct groups of these, in order."""

    features: tuple[Feature[Any], ...]
    groups: tuple[str, ...]
    forest: Forest


def number_groups(features: Sequence[Feature[Any]]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Return the distinct groups in order of appearance, and the number of each feature's group among them."""
    groups = tuple(dict.fromkeys(feature.group for feature in features))
    return groups, tuple(groups.index(feature.group) for feature in features)


def compute_rows(features: Sequence[Feature[Any]], source: Any) -> list[tuple[float, ...]]:
    """Return the rows, with a number for each feature, in the order of the features."""
    return list(zip(*map(call, [feature.compute for feature in features], repeat(source)), strict=True))


def select(features: Sequence[Feature[Any]], names: Sequence[str], groups: Sequence[str]) -> tuple[Feature[Any], ...]:
    """Return the features that a model was fitted on, in its order.

    Raises: ValueError for one that the code does not have, or has in another group.
    """
    known = {(feature.name, feature.group): feature for feature in features}
    asked = list(zip(names, groups, strict=True))
    if lost := [name for name, group in asked if (name, group) not in known]:
        raise ValueError(f"the model was fitted on other features ({', '.join(lost)}); retrain it")
    return tuple(known[one] for one in asked)
