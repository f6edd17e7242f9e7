"""Features by name, rows of features, and a forest that reads them."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, product, starmap
from operator import call
from typing import Any, NamedTuple, overload

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


def list_features(group: str, named: Iterable[tuple[str, Callable[[Any], Sequence[float]]]]) -> Iterator[Feature]:
    """Yield the features of one group, given by name."""
    return (Feature(name, group, compute) for name, compute in named)


def number_groups(features: Sequence[Feature]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Return the distinct groups in order of appearance, and the number of each feature's group among them."""
    groups = tuple(dict.fromkeys(feature.group for feature in features))
    return groups, tuple(groups.index(feature.group) for feature in features)


class Row(Sequence[float]):
    """A row of a table that is held by columns, each number in 8 bytes: a tuple of numbers takes four times as many."""

    __slots__ = ("_columns", "_number")

    def __init__(self, columns: "Sequence[array[float]]", number: int) -> None:
        self._columns, self._number = columns, number

    def __len__(self) -> int:
        return len(self._columns)

    def __iter__(self) -> Iterator[float]:
        number = self._number
        return iter([column[number] for column in self._columns])

    @overload
    def __getitem__(self, feature: int) -> float: ...

    @overload
    def __getitem__(self, feature: slice) -> Sequence[float]: ...

    def __getitem__(self, feature: int | slice) -> float | Sequence[float]:
        return self._columns[feature][self._number] if isinstance(feature, int) else [*self][feature]


def compute_columns(features: Sequence[Feature], source: Any) -> "list[array[float]]":
    """Return the numbers of each feature, one for each row that the source asks for."""
    return [array("d", feature.compute(source)) for feature in features]


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
