"""Weights of the words of a run: how rarely a word stands in its documents, and at large."""

import sys
from array import array
from collections.abc import Sequence
from math import log
from typing import NamedTuple

from newsieve.stories.model import StoryModel
from newsieve.stories.signature import RunVocabulary

_COMMON = 0.12  # share of documents above which a stem tells nothing of what happens
_UNSEEN_STEM = 0.002
SCALE = 256  # weights of words are whole numbers, so that sums do not depend on the order of a set


class WordWeights(NamedTuple):
    """Weights of words by their numbers: inverse document frequency, its square, whether rare at large, documents.

    `few` is the weight by the number of other documents that have the word. `stems` are the numbers of the stems,
    `stem_square` the squares of their weights by these. `total` is how many documents there are, those that the shares
    at large count for included.

    The others do not depend on the run: `at_large` is the weight of a word by its share at large alone, `plain` that of
    a stem, nought where it is common, and `plain_square` its square.
    """

    total: float
    single: Sequence[int]
    square: Sequence[int]
    few: Sequence[int]
    is_rare: Sequence[int]
    frequencies: Sequence[int]
    stems: Sequence[int]
    stem_square: Sequence[int]
    at_large: Sequence[int]
    plain: Sequence[int]
    plain_square: Sequence[int]


def weigh_words(vocabulary: RunVocabulary, model: StoryModel, most: int = sys.maxsize) -> WordWeights:
    """Inverse document frequencies of the run, with those at large as a prior.

    At most `most` documents are counted, of the run and of each word: with 2, words weigh as in a run of a pair alone.
    """
    languages = [(bit, model.unseen.get(code, model.unseen[""])) for code, bit in vocabulary.list_languages()]
    documents, prior = min(most, vocabulary.documents) + model.prior, model.prior
    total = log(documents)
    single, square, few, bare, is_rare = array("I"), array("I"), array("I"), array("I"), bytearray()
    unseen: dict[int, float] = {}
    for word, number in vocabulary.numbers.items():
        frequency = vocabulary.frequencies[number]
        share = model.frequencies.get(word)
        if share is None and (word[0].isdigit() or 2 * vocabulary.as_name[number] >= max(1, frequency)):
            at_large = model.unseen_name
        elif share is None:
            bits = vocabulary.languages[number]
            if bits not in unseen:
                unseen[bits] = max((each for bit, each in languages if bit & bits), default=model.unseen_name)
            at_large = unseen[bits]
        else:
            at_large = share
        weight = max(0.0, total - log(min(most, frequency) + prior * at_large))
        single.append(round(SCALE * weight))
        square.append(round(SCALE * weight * weight))
        few.append(round(SCALE * weight / max(1, min(most, frequency) - 1)))
        bare.append(round(-SCALE * log(at_large)))
        is_rare.append(share is None)
    stem_square, shares = _weigh_stems(vocabulary, model, total, most), model.stem_shares
    plain = array("I", (_weigh_plain(shares.get(stem, _UNSEEN_STEM)) for stem in vocabulary.stem_numbers))
    plain_square = array("I", (weight * weight // SCALE for weight in plain))
    return WordWeights(documents, single, square, few, is_rare, vocabulary.frequencies, vocabulary.stems, stem_square,
                       bare, plain, plain_square)  # fmt: skip


def _weigh_plain(share: float) -> int:
    return round(-SCALE * log(share)) if share <= _COMMON else 0


def _weigh_stems(vocabulary: RunVocabulary, model: StoryModel, total: float, most: int) -> Sequence[int]:
    """Squares of the inverse document frequencies of stems; at large a stem is as common as its words together."""
    shares, square, prior = model.stem_shares, array("I"), model.prior
    for stem, number in vocabulary.stem_numbers.items():
        at_large = shares.get(stem, model.unseen_name)
        weight = max(0.0, total - log(min(most, vocabulary.stem_frequencies[number]) + prior * at_large))
        square.append(round(SCALE * weight * weight))
    return square
