"""The fitted stages as the files that the package reads: a description in JSON and packed numbers."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from newsieve.cleaner.features.context import BLOCK_FEATURES
from newsieve.cleaner.features.registry import Feature
from newsieve.cleaner.features.sentence import SENTENCE_FEATURES
from newsieve.cleaner.kinds import CLASSES, NAMES
from newsieve.cleaner.linear import STEP as LINEAR_STEP
from newsieve.cleaner.linear import ZERO_POINT as LINEAR_ZERO
from newsieve.cleaner.model import STEP
from newsieve.cleaner.ngrams import ZERO_POINT
from newsieve.forest import LEAF
from newsieve.train.cleaner_fit import Fitted
from newsieve.train.cleaner_thresholds import EXIT_EVERY

KIND_HINT, SHARE_TO_GO = 3.0, 0.4

Node = tuple[int, float, int, float]


def pack_model(fitted: Fitted) -> tuple[dict[str, Any], bytes]:
    """The description and the numbers of a model, as `newsieve.cleaner.parse_model` reads them."""
    stage, thresholds = fitted.stage_one, fitted.thresholds
    blocks = _list_nodes(fitted.blocks, fitted.calibration[0])
    sentences = _list_nodes(fitted.sentences, fitted.calibration[1])
    head = {
        "stage_one": {
            "classes": list(CLASSES),
            "languages": sorted(stage.languages),
            "quantization_steps": _floats(stage.steps),
            "bias": _floats(stage.bias),
            "neutral_bias": _floats(stage.neutral_bias),
            "sparse_features": list(stage.names),
        },
        "gate": thresholds.gate._asdict(),
        "blocks": _describe_forest(fitted, 0, len(blocks), BLOCK_FEATURES),
        "kinds": {
            "features": list(NAMES),
            "weights": [[float(f"{weight:.4g}") for weight in row] for row in fitted.kinds],
            "hint": KIND_HINT,
            "share_to_go": SHARE_TO_GO,
        },
        "spans": thresholds.spans._asdict(),
        "sentences": _describe_forest(fitted, 1, len(sentences), SENTENCE_FEATURES),
        "split": thresholds.split._asdict(),
        "page": thresholds.page._asdict(),
        "thresholds": thresholds.levels,
        "sentence_thresholds": thresholds.sentence_levels,
    }
    numbers = b"".join([
        (stage.ngrams + ZERO_POINT).astype(np.uint8).tobytes(),
        _pack_linear(stage.informed),
        _pack_linear(stage.neutral),
        _pack_nodes(blocks),
        _pack_nodes(sentences),
    ])  # fmt: skip
    return head, numbers


def write_json(about: Mapping[str, Any]) -> str:
    """JSON with one line for each entry of the two upper levels, so that differences can be read."""
    entries = []
    for name, value in about.items():
        if isinstance(value, Mapping):
            inner = ",\n".join(f"  {json.dumps(key)}: {json.dumps(part)}" for key, part in value.items())
            entries.append(f"{json.dumps(name)}: {{\n{inner}\n}}")
        else:
            entries.append(f"{json.dumps(name)}: {json.dumps(value)}")
    return "{\n" + ",\n".join(entries) + "\n}\n"


def _describe_forest(fitted: Fitted, number: int, nodes: int, features: Sequence[Feature]) -> dict[str, Any]:
    (slope, intercept), (low, high) = fitted.calibration[number], fitted.exits[number]
    trees = (fitted.blocks, fitted.sentences)[number].num_trees()
    ends = [round(slope * low + intercept, 4), round(slope * high + intercept, 4)]
    cascade = [[step, *ends] for step in range(EXIT_EVERY, trees, EXIT_EVERY)]
    return {"nodes": nodes, "features": {one.name: one.group for one in features}, "cascade": cascade}


def _list_nodes(booster: Any, calibration: tuple[float, float]) -> list[Node]:
    """The nodes of all trees, their values calibrated: the first tree bears the intercept."""
    slope, intercept = calibration
    nodes: list[Node] = []
    for number, tree in enumerate(booster.dump_model()["tree_info"]):
        shift = 0.0 if number else intercept
        ordered = _in_order(tree["tree_structure"])
        nodes += [(feature, limit, size, slope * value + shift) for feature, limit, size, value in ordered]
    return nodes


def _floats(values: Any) -> list[float]:
    return [float(f"{value:.8g}") for value in values]


def _pack_linear(weights: Any) -> bytes:
    packed: bytes = (np.rint(weights / LINEAR_STEP) + LINEAR_ZERO).astype("<u2").tobytes()
    return packed


def _in_order(node: Mapping[str, Any]) -> list[Node]:
    """Feature, threshold, size of the first child's subtree, and value of each node, parents before children."""
    if "leaf_value" in node:
        return [(LEAF, 0.0, 0, node["leaf_value"])]
    first, second = _in_order(node["left_child"]), _in_order(node["right_child"])
    return [(node["split_feature"], node["threshold"], len(first), node["internal_value"]), *first, *second]


def _pack_nodes(nodes: Sequence[Node]) -> bytes:
    features = bytes(node[0] for node in nodes)
    thresholds = np.array([node[1] for node in nodes], "<f4").tobytes()
    seconds = np.array([i + 1 + node[2] if node[0] != LEAF else 0 for i, node in enumerate(nodes)], "<i4").tobytes()
    values = np.rint(np.array([node[3] for node in nodes]) / STEP).astype("<i4").tobytes()
    return features + thresholds + seconds + values
