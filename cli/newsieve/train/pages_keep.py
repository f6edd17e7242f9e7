"""The numbers that decide which blocks of a page are kept, fitted out of fold, and the early exits of a forest."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from math import log
from typing import Any

from newsieve.extract.classifier import FIRM, choose_cut
from newsieve.forest import LEAF, Exit, Nodes, find_roots
from newsieve.train.pages_rows import Reading

EXPECTED = (0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.5)  # times the content that the probabilities promise
LOWEST = (0.07, 0.1, 0.15, 0.2, 0.25, 0.3)  # probabilities
COMBINATIONS = tuple(product([log(share / (1 - share)) for share in LOWEST], EXPECTED))
STEP = 6  # trees, after which it is asked whether a block is beyond doubt
DOUBT = 0.1  # logits; how much farther than any labelled block that the other trees turn a block is to be
LESS_FIRM = 0.002  # share of the blocks that are less than firm which may be taken for firm: that removes none
LOST_EARLY = 0.002  # share of the blocks of the article that may be given up before all trees are asked


def score_keeps(
    readings: Iterable[Reading], logits: Mapping[str, Mapping[int, float]]
) -> dict[str, tuple[float, list[float]]]:
    """Return by a page's id its weight, and the F1 of its characters with each pair of COMBINATIONS.

    `logits` are of each page by its id and of its blocks by number, by a forest that has not seen the page's house.
    """
    return {
        page.labelled.id: (
            page.weight,
            [_score(page, logits[page.labelled.id], *pair) for pair in COMBINATIONS],
        )
        for page in readings
        if page.content
    }


def fit_keep(readings: Iterable[Reading], scores: Mapping[str, tuple[float, list[float]]]) -> dict[str, float]:
    """The lowest logit and the factor with which the mean F1 of the pages is best, by what `score_keeps` gives."""
    weighed = [scores[page.labelled.id] for page in readings if page.content]
    sums = [sum(weight * page[i] for weight, page in weighed) for i in range(len(COMBINATIONS))]
    _, (lowest, expected) = max(zip(sums, COMBINATIONS, strict=True))
    return {"lowest": round(lowest, 6), "expected": expected}


def _score(reading: Reading, logits: Mapping[int, float], lowest: float, expected: float) -> float:
    """F1 of the characters that are kept of a page."""
    blocks = reading.page.blocks
    asked = [(min(FIRM, odds), len(blocks[n].text), n) for n, odds in logits.items() if odds >= lowest]
    cut = choose_cut([(odds, length) for odds, length, _ in asked], expected)
    kept = [(length, reading.labels[n]) for odds, length, n in asked if odds >= cut]
    right = sum(length for length, is_content in kept if is_content)
    return 2 * right / (sum(length for length, _ in kept) + reading.content)


def find_exits(nodes: Nodes, rows: Sequence[Sequence[float]], lowest: float) -> list[Exit]:
    """After which trees, and below and above which sums, the rows say that a block is beyond doubt."""
    import numpy as np

    roots = list(find_roots(nodes))
    columns = np.array(rows, dtype=np.float64).T.copy()
    changes = np.zeros((len(roots), len(rows)))
    for number, root in enumerate(roots):
        _weigh(nodes, root, columns, np.arange(len(rows)), changes[number])
        changes[number] -= nodes.values[root]
    sums = sum(nodes.values[root] for root in roots) + np.cumsum(changes, axis=0)
    final = sums[-1]
    exits = []
    for end in range(STEP, len(roots), STEP):
        so_far = sums[end - 1]
        certain = DOUBT + _quantile(so_far[final < FIRM], 1 - LESS_FIRM, FIRM)
        hopeless = _quantile(so_far[final >= lowest], LOST_EARLY, lowest) - DOUBT
        exits.append(Exit(end, round(min(lowest, hopeless), 6), round(max(FIRM, certain), 6)))
    return exits


def _weigh(nodes: Nodes, at: int, columns: Any, rows: Any, result: Any) -> None:
    """Write the value of its leaf of the tree below a node to the result of each of the rows, which are numbers."""
    feature = nodes.features[at]
    if feature == LEAF:
        result[rows] = nodes.values[at]
        return
    is_below = columns[feature][rows] <= nodes.thresholds[at]
    _weigh(nodes, at + 1, columns, rows[is_below], result)
    _weigh(nodes, nodes.seconds[at], columns, rows[~is_below], result)


def _quantile(values: Any, share: float, default: float) -> float:
    """The value below which a share of the values lies; of few values the lowest, or the highest."""
    import numpy as np

    if not len(values):
        return default
    ordered, place = np.sort(values), share * (len(values) - 1)
    return float(ordered[int(place) if share < 0.5 else -int(-place // 1)])
