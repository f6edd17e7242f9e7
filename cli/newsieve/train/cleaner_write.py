"""The fitted stages as the files that the package reads: a description in JSON and packed numbers."""

import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from newsieve.cleaner.judge import BLOCK_FAMILY_NUMBERS, SENTENCE_FAMILY_NUMBERS
from newsieve.cleaner.model import TRAIT_QUANTUM, TRAIT_ZERO
from newsieve.cleaner.trees import LEAF, QUANTUM
from newsieve.cleaner.words import ZERO
from newsieve.train.cleaner_fit import Fitted

CHECKED = 20  # trees, after each of which a block is left that came nowhere near any threshold
EVEN, SHARE_TURNED, NEVER = 0.5, 0.001, -1e9

Node = tuple[int, float, int, float]


def pack_model(fitted: Fitted) -> tuple[dict[str, Any], bytes]:
    """The description and the numbers of a model, as `newsieve.cleaner.parse_model` reads them."""
    first, of_blocks, of_sentences = fitted.first, _list_nodes(fitted.blocks), _list_nodes(fitted.sentences)
    head = {
        "languages": sorted(first.languages),
        "scales": _floats(first.scales),
        "bias": _floats(first.bias),
        "neutral_bias": _floats(first.neutral_bias),
        "traits": list(first.names),
        "blocks": _describe_forest(of_blocks, BLOCK_FAMILY_NUMBERS, fitted.hopeless[0]),
        "sentences": _describe_forest(of_sentences, SENTENCE_FAMILY_NUMBERS, fitted.hopeless[1]),
        "kinds": [[float(f"{weight:.4g}") for weight in row] for row in fitted.kinds],
        "thresholds": dict(fitted.thresholds),
        "sentence_thresholds": dict(fitted.sentence_thresholds),
    }
    numbers = b"".join([
        (first.words + ZERO).astype(np.uint8).tobytes(),
        _pack_traits(first.traits),
        _pack_traits(first.neutral_traits),
        _pack_nodes(of_blocks),
        _pack_nodes(of_sentences),
    ])  # fmt: skip
    return head, zlib.compress(numbers, 9)


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


def _list_nodes(booster: Any) -> list[Node]:
    return [node for tree in booster.dump_model()["tree_info"] for node in _in_order(tree["tree_structure"])]


def find_hopeless(booster: Any, rows: Any) -> float:
    """The logit below which, after CHECKED trees or more, hardly a row came to even odds in the end."""
    likely = rows[booster.predict(rows) >= EVEN]
    if not len(likely):
        return NEVER
    steps = range(CHECKED, booster.num_trees(), CHECKED)
    partial = [booster.predict(likely, num_iteration=step, raw_score=True) for step in steps]
    return float(np.quantile(np.min(partial, axis=0), SHARE_TURNED)) if partial else NEVER


def _describe_forest(nodes: Sequence[Node], families: Sequence[int], hopeless: float) -> dict[str, Any]:
    return {"nodes": len(nodes), "families": list(families), "checked": CHECKED, "hopeless": round(hopeless, 4)}


def _floats(values: Any) -> list[float]:
    return [float(f"{value:.8g}") for value in values]


def _pack_traits(weights: Any) -> bytes:
    packed: bytes = (np.rint(weights / TRAIT_QUANTUM) + TRAIT_ZERO).astype("<u2").tobytes()
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
    values = np.rint(np.array([node[3] for node in nodes]) / QUANTUM).astype("<i4").tobytes()
    return features + thresholds + seconds + values
