"""Learned model: how common words are at large, and how to weigh what two documents share."""

import json
from binascii import a2b_base64
from collections.abc import Mapping
from functools import lru_cache
from math import inf
from typing import NamedTuple

from newsieve.data import read_data
from newsieve.forest import Exit, Forest, unpack_nodes
from newsieve.stories.signature import STEM


class StoryModel(NamedTuple):
    """The model file. `frequencies` are shares of documents, by word; a word of none of these is rare.

    `stem_shares` are those of stems: at large a stem is as common as its words together.

    `unseen` is the share of documents taken for other words of a language, `unseen_name` that of names and figures;
    `prior` is how many documents the shares at large count for beside those of the run. `forest` gives the log-odds of
    a row of `features`, and leaves those that are two beyond doubt after a few trees; two documents are joined above
    `threshold`, and a group stays one story while the mean log-odds of its pairs are at least `cohesion`.
    """

    features: tuple[str, ...]
    forest: Forest
    threshold: float
    cohesion: float
    prior: float
    unseen: Mapping[str, float]
    unseen_name: float
    frequencies: Mapping[str, float]
    stem_shares: Mapping[str, float]


@lru_cache(maxsize=1)
def load_model() -> StoryModel:
    """The model that comes with the package."""
    return parse_model(read_data("stories.json"))


def parse_model(data: bytes) -> StoryModel:
    """The model of a file: `words` are rows of words by their share of documents."""
    table = json.loads(data)
    exits = [Exit(trees, low, inf) for trees, low in table["cascade"]]
    frequencies = {word: float(share) for share, words in table["words"].items() for word in words.split()}
    return StoryModel(
        features=tuple(table["features"]),
        forest=Forest(unpack_nodes(a2b_base64(table["forest"])), cascade=exits),
        threshold=table["threshold"],
        cohesion=table["cohesion"],
        prior=table["prior"],
        unseen=table["unseen"],
        unseen_name=table["unseen_name"],
        frequencies=frequencies,
        stem_shares=add_up_stems(frequencies),
    )


def add_up_stems(frequencies: Mapping[str, float]) -> dict[str, float]:
    """The shares of documents of stems, by those of their words."""
    shares: dict[str, float] = {}
    for word, share in frequencies.items():
        shares[word[:STEM]] = min(1.0, shares.get(word[:STEM], 0.0) + share)
    return shares
