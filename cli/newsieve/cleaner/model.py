"""The cleaner's model, as it is read from the package's data: weights, features by name, thresholds.

Code and file are joined by names: a file that was fitted on features, classes or kinds that the code does not have is
refused. `python -m newsieve.train cleaner` writes it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, NamedTuple

from newsieve.cleaner.features.context import BLOCK_FEATURES
from newsieve.cleaner.features.registry import Feature, FeatureForest, number_groups, select
from newsieve.cleaner.features.sentence import SENTENCE_FEATURES
from newsieve.cleaner.kinds import CLASSES, NAMES, PLACE, KindModel
from newsieve.cleaner.linear import LinearClassifier
from newsieve.cleaner.ngrams import N_BUCKETS, N_CLASSES, HashedNgrams
from newsieve.cleaner.stage_one import StageOne
from newsieve.cleaner.thresholds import GateThresholds, PageTerm, SpanThresholds, SplitThresholds
from newsieve.data import read_data
from newsieve.forest import Exit, Forest, Nodes, unpack_numbers
from newsieve.types import Kind, Level

STEP = 1 / 4096  # of quantization of the values of trees: they are whole numbers of it, so that sums are exact
_LINEAR_BYTES = 2  # of a weight of a sparse feature


class Model(NamedTuple):
    """Weights and thresholds of all stages. A level removes a block from the probability of its kind on."""

    stage_one: StageOne
    gate: GateThresholds
    blocks: FeatureForest
    kinds: KindModel
    spans: SpanThresholds
    sentences: FeatureForest
    split: SplitThresholds
    page: PageTerm
    thresholds: Mapping[Level, Mapping[Kind, float]]
    sentence_thresholds: Mapping[Level, float]


_chosen: ContextVar[Model | None] = ContextVar("chosen", default=None)


def current_model() -> Model:
    """Return the model in use: the one that was shipped, unless `use_model` says otherwise."""
    return _chosen.get() or _shipped_model()


@contextmanager
def use_model(model: Model) -> Iterator[None]:
    """Within the `with` block, classify by another model, such as one that has not seen a publisher."""
    token = _chosen.set(model)
    try:
        yield
    finally:
        _chosen.reset(token)


def parse_model(about: str, numbers: bytes) -> Model:
    """Return the model in a JSON text that describes it and the packed numbers that belong to it.

    Raises: ValueError for one that was fitted on names that differ from the code's.
    """
    head: dict[str, Any] = json.loads(about)["model"]
    packed = _Reader(numbers)
    stage_one = _take_stage_one(packed, head["stage_one"])
    blocks = _take_forest(packed, head["blocks"], BLOCK_FEATURES)
    return Model(
        stage_one=stage_one,
        gate=GateThresholds(**head["gate"]),
        blocks=blocks,
        kinds=_make_kinds(head["kinds"], [feature.name for feature in blocks.features]),
        spans=SpanThresholds(**head["spans"]),
        sentences=_take_forest(packed, head["sentences"], SENTENCE_FEATURES),
        split=SplitThresholds(**head["split"]),
        page=PageTerm(**head["page"]),
        thresholds={level: _take_thresholds(head["thresholds"][level.value]) for level in Level},
        sentence_thresholds={level: head["sentence_thresholds"][level.value] for level in Level},
    )


@lru_cache(maxsize=1)
def _shipped_model() -> Model:
    return parse_model(read_data("cleaner.json").decode(), read_data("cleaner.bin"))


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data, self._at = memoryview(data), 0

    def take(self, size: int) -> memoryview:
        self._at += size
        return self._data[self._at - size : self._at]


def _take_stage_one(packed: _Reader, head: Mapping[str, Any]) -> StageOne:
    _refuse_others("classes", head["classes"], CLASSES)
    names: list[str] = head["sparse_features"]
    ngrams = HashedNgrams(packed.take(N_BUCKETS * N_CLASSES), head["quantization_steps"])
    size = _LINEAR_BYTES * N_CLASSES * len(names)
    informed = LinearClassifier(names, packed.take(size), head["bias"])
    neutral = LinearClassifier(names, packed.take(size), head["neutral_bias"])
    return StageOne(ngrams, informed, neutral, frozenset(head["languages"]))


def _take_forest(packed: _Reader, head: Mapping[str, Any], registered: Sequence[Feature]) -> FeatureForest:
    count = head["nodes"]
    numbers = bytes(packed.take(count))
    thresholds, seconds, values = (unpack_numbers(code, packed.take(4 * count)) for code in "fii")
    features = select(registered, list(head["features"]), list(head["features"].values()))
    groups, group_numbers = number_groups(features)
    nodes = Nodes(numbers, thresholds, seconds, [value * STEP for value in values])
    return FeatureForest(features, groups, Forest(nodes, group_numbers, [Exit(*one) for one in head["cascade"]]))


def _take_thresholds(of_level: Mapping[str, float]) -> dict[Kind, float]:
    return {kind: of_level[kind.value] for kind in Kind}


def _make_kinds(head: Mapping[str, Any], features: Sequence[str]) -> KindModel:
    _refuse_others("kinds", head["features"], NAMES)
    places = [features.index(name) for name in PLACE]
    return KindModel(head["weights"], head["hint"], head["share_to_go"], places)


def _refuse_others(what: str, names: Sequence[str], expected: Sequence[str]) -> None:
    if list(names) != list(expected):
        raise ValueError(f"the model was fitted on other {what}; retrain it")
