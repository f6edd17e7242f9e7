"""The cleaner's weights, as they are read from the package's data."""

import json
import struct
import zlib
from array import array
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, NamedTuple

from newsieve.cleaner.trees import Forest
from newsieve.cleaner.words import CLASSES, COLUMN_BYTES, ROWS, WordTable
from newsieve.data import read_data
from newsieve.types import Level

TRAIT_QUANTUM = 1 / 1024
TRAIT_ZERO = 1 << 15
_ROW_BYTES = CLASSES * COLUMN_BYTES
_UNPACK = struct.Struct(f"<{CLASSES}I")


class TraitTable:
    """A weight of each class for each trait; rows are long integers, as in `WordTable`."""

    def __init__(self, names: Sequence[str], weights: bytes, bias: Sequence[float]) -> None:
        spread = bytearray(len(names) * _ROW_BYTES)
        spread[::COLUMN_BYTES], spread[1::COLUMN_BYTES] = weights[::2], weights[1::2]
        rows = bytes(spread)
        self._rows = {
            name: int.from_bytes(rows[i * _ROW_BYTES : (i + 1) * _ROW_BYTES], "little") for i, name in enumerate(names)
        }
        self._bias = tuple(bias)

    def add_up(self, traits: Sequence[str]) -> list[float]:
        """Log-odds of each class from a block's traits and the bias. Unknown traits say nothing."""
        found = [row for row in map(self._rows.get, traits) if row is not None]
        zero = TRAIT_ZERO * len(found)
        fields = _UNPACK.unpack(sum(found).to_bytes(_ROW_BYTES, "little"))
        return [(field - zero) * TRAIT_QUANTUM + bias for field, bias in zip(fields, self._bias, strict=True)]


class Model(NamedTuple):
    """Both stages. A level removes from its threshold, a probability, on; `languages` are those of the n-grams."""

    words: WordTable
    scales: tuple[float, ...]
    traits: TraitTable
    neutral: TraitTable
    languages: frozenset[str]
    blocks: Forest
    sentences: Forest
    kinds: tuple[tuple[float, ...], ...]  # weights of each kind and its bias
    thresholds: Mapping[Level, float]
    sentence_thresholds: Mapping[Level, float]


_chosen: ContextVar[Model | None] = ContextVar("chosen", default=None)


def current_model() -> Model:
    """The model in use: the one that was shipped, unless `use_model` says otherwise."""
    return _chosen.get() or _shipped_model()


@contextmanager
def use_model(model: Model) -> Iterator[None]:
    """Judge by another model, such as one that has not seen a publisher."""
    token = _chosen.set(model)
    try:
        yield
    finally:
        _chosen.reset(token)


def parse_model(about: str, numbers: bytes) -> Model:
    """The model in a JSON text that describes it and the packed numbers that belong to it."""
    head: dict[str, Any] = json.loads(about)["model"]
    packed = _Reader(zlib.decompress(numbers))
    names: list[str] = head["traits"]
    words = packed.take(ROWS * CLASSES)
    size = 2 * CLASSES * len(names)
    traits, neutral = packed.take(size), packed.take(size)
    return Model(
        words=WordTable(words),
        scales=tuple(head["scales"]),
        traits=TraitTable(names, traits, head["bias"]),
        neutral=TraitTable(names, neutral, head["neutral_bias"]),
        languages=frozenset(head["languages"]),
        blocks=_take_forest(packed, head["blocks"]),
        sentences=_take_forest(packed, head["sentences"]),
        kinds=tuple(tuple(row) for row in head["kinds"]),
        thresholds={level: head["thresholds"][level.value] for level in Level},
        sentence_thresholds={level: head["sentence_thresholds"][level.value] for level in Level},
    )


@lru_cache(maxsize=1)
def _shipped_model() -> Model:
    return parse_model(read_data("cleaner.json").decode(), read_data("cleaner.bin"))


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def take(self, size: int) -> bytes:
        self._at += size
        return self._data[self._at - size : self._at]

    def take_numbers(self, code: str, count: int) -> list[Any]:
        values = array(code)
        values.frombytes(self.take(count * values.itemsize))
        if struct.pack("=H", 1) != struct.pack("<H", 1):
            values.byteswap()
        return values.tolist()


def _take_forest(packed: _Reader, head: Mapping[str, Any]) -> Forest:
    nodes = head["nodes"]
    features = packed.take(nodes)
    thresholds = packed.take_numbers("f", nodes)
    seconds = packed.take_numbers("i", nodes)
    values = packed.take_numbers("i", nodes)
    return Forest(features, thresholds, seconds, values, head["families"], head["checked"], head["hopeless"])
