"""Features by name, rows of features, and a forest that reads them."""

from collections.abc import Callable, Sequence
from itertools import chain, product, repeat, starmap
from operator import call
from typing import Any, NamedTuple

from newsieve.forest import Forest


class Feature(NamedTuple):
    """A column of a forest's rows.

    `group` is what a person is shown in its place. `monotone`: more of it never argues for content. `compute` gives a
    number for each row that its source asks for.
    """

    name: str
    group: str
    compute: Callable[[Any], Sequence[float]]
    monotone: bool = False


class FeatureForest(NamedTuple):
    """A forest with the features that its rows are made of; `groups` are the distinct groups of these, in order."""

    features: tuple[Feature, ...]
    groups: tuple[str, ...]
    forest: Forest


def number_groups(features: Sequence[Feature]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Return the distinct groups in order of appearance, and the number of each feature's group among them."""
    groups = tuple(dict.fromkeys(feature.group for feature in features))
    return groups, tuple(groups.index(feature.group) for feature in features)


def compute_rows(features: Sequence[Feature], source: Any) -> list[tuple[float, ...]]:
    """Return the rows, with a number for each feature, in the order of the features."""
    return list(zip(*map(call, [feature.compute for feature in features], repeat(source)), strict=True))


def compute_all_rows(features: Sequence[Feature], sources: Sequence[Any]) -> list[tuple[float, ...]]:
    """Return the rows of several sources, one after the other; a feature is computed of all before the next one."""
    columns = list(starmap(call, product([feature.compute for feature in features], sources)))
    count = len(sources)
    return list(chain.from_iterable(zip(*columns[number::count], strict=True) for number in range(count)))


def select(features: Sequence[Feature], names: Sequence[str], groups: Sequence[str]) -> tuple[Feature, ...]:
    """Return the features that a model was fitted on, in its order.

    Raises: ValueError for one that the code does not have, or has in another group.
    """
    known = {(feature.name, feature.group): feature for feature in features}
    asked = list(zip(names, groups, strict=True))
    if lost := [name for name, group in asked if (name, group) not in known]:
        raise ValueError(f"the model was fitted on other features ({', '.join(lost)}); retrain it")
    return tuple(known[one] for one in asked)
