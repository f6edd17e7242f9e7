"""What the fit sees of many digests, as matrices: the sentences by themselves, who is in which digest, each set.

`rank.digests` rates one digest after the other; here the same numbers are found for all digests of an article at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp

from newsieve.rank.budget import Budget
from newsieve.rank.digests import WORDS_A_SENTENCE
from newsieve.rank.measures import BINS, NUMBERS, STORY_LENGTHS, Measures, count_bins
from newsieve.train.ranker_data import BUDGETS, Example, mark_members

EARLY = 3  # the first sentences have weights of their own
KINDS = len(STORY_LENGTHS) + 1  # of story
SIZES = count_bins()
OTHER_BINS = [name for name in BINS if name not in ("place", "length")]

Rated = dict[str, tuple[list[tuple[int, ...]], Any]]  # article and budget -> digests and their ROUGE


@dataclass(slots=True)
class Table:
    """Digests of many articles. `rows` are sentences by budget, `members` (digests x rows) says which a digest has."""

    rows: Any
    members: Any
    sets: Any
    rouge: Any
    starts: Any
    sizes: Any
    groups: Any  # (example, budget) of each article and budget


def find_key(example: Example, budget: Budget) -> str:
    """Return the name of an article and budget."""
    return f"{example.id} {budget}"


def make_table(examples: Sequence[Example], chances: Sequence[Sequence[float]], rated: Rated) -> Table:
    """Return the table of these articles; `rated` has the digests of each article and budget and their ROUGE."""
    members, sets, rewards, groups, reaches = [], [], [], [], []
    for number, example in enumerate(examples):
        for budget_number, budget in enumerate(BUDGETS):
            digests, rouge = rated[find_key(example, budget)]
            chosen = mark_members(digests)
            sets.append(describe_sets(example.measures, chances[example.measures.length], budget, chosen))
            members.append(chosen)
            rewards.append(rouge)
            groups.append((number, budget_number))
            reaches.append(chosen.shape[1])
    sizes = np.array([len(rouge) for rouge in rewards])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    rows = _stack(examples, groups, reaches)
    return Table(rows, _join(members), np.concatenate(sets), np.concatenate(rewards), starts, sizes, np.array(groups))


def describe_sets(measures: Measures, chances: Sequence[float], budget: Budget, chosen: Any) -> Any:
    """Return an array, digests x SETS, as `Bench.rate` weighs them."""
    reach = chosen.shape[1]
    words = measures.words[:reach]
    has = np.zeros((reach, len(measures.cells)), np.float32)
    content = np.zeros_like(has)
    for place, found in enumerate(words):
        has[place, list(found.distinct)] = 1
        content[place, list(found.content)] = 1
    content_sizes = np.array([found.content_size for found in words])
    likeness = (content @ content.T) / np.maximum(1, np.minimum.outer(content_sizes, content_sizes))
    np.fill_diagonal(likeness, 0)
    back = np.array([opening.points_back for opening in measures.openings[:reach]], np.float32)
    count = chosen.sum(1)
    first, last = chosen.argmax(1), reach - 1 - chosen[:, ::-1].argmax(1)
    follows = np.zeros_like(chosen)
    follows[:, 1:] = chosen[:, 1:] * chosen[:, :-1]
    pairs = chosen[:, :, None] * chosen[:, None, :] * likeness
    size = chosen @ np.array(measures.sizes[:reach], np.float32)
    hope = (chosen @ has > 0) @ np.array(chances, np.float32)[list(measures.cells)]
    scale = budget.words or WORDS_A_SENTENCE * count
    fill = np.minimum(size / scale, 3)
    return np.column_stack(
        [
            pairs.sum((1, 2)) / 2 / count,
            pairs.max((1, 2)),
            follows.sum(1) / count,
            fill,
            fill * fill,
            (last - first) / len(measures.sizes),
            first == 0,
            hope / scale,
            hope / (size + 0.5 * scale),
            hope / (size + scale),
            hope / (size + 2.5 * scale),
            hope / np.maximum(1, size),
            ((chosen - follows) @ back) / count,
            back[first],
        ]
    ).astype(np.float32)


def find_columns() -> dict[str, int]:
    """Return where the columns of each group of a sentence's weights begin."""
    groups = {
        "place": SIZES["place"],
        "place by budget": SIZES["place"] * len(BUDGETS),
        "place by story": SIZES["place"] * KINDS,
        "length": SIZES["length"],
        "length by budget": SIZES["length"] * len(BUDGETS),
        **{name: SIZES[name] for name in OTHER_BINS},
        "numbers": len(NUMBERS),
        "early": len(NUMBERS),
    }
    starts = np.concatenate([[0], np.cumsum([*groups.values()])])
    return {**dict(zip(groups, map(int, starts), strict=False)), "end": int(starts[-1])}


COLUMNS = find_columns()


def _stack(examples: Sequence[Example], groups: Sequence[tuple[int, int]], reaches: Sequence[int]) -> Any:
    """Return the sentences of each article and budget, one below the other."""
    measured = [(examples[number].measures, reach) for (number, _), reach in zip(groups, reaches, strict=True)]
    bins = dict(zip(BINS, np.concatenate([np.array(one.bins[:reach]) for one, reach in measured]).T, strict=True))
    budget = np.repeat([number for _, number in groups], reaches)
    story = np.repeat([one.length for one, _ in measured], reaches)
    ones = np.column_stack(
        [
            COLUMNS["place"] + bins["place"],
            COLUMNS["place by budget"] + budget * SIZES["place"] + bins["place"],
            COLUMNS["place by story"] + story * SIZES["place"] + bins["place"],
            COLUMNS["length"] + bins["length"],
            COLUMNS["length by budget"] + budget * SIZES["length"] + bins["length"],
            *(COLUMNS[name] + bins[name] for name in OTHER_BINS),
        ]
    )
    shape = (len(ones), COLUMNS["numbers"])
    pointer = np.arange(0, ones.size + 1, ones.shape[1])
    binary = sp.csr_matrix((np.ones(ones.size), ones.ravel(), pointer), shape=shape)
    numbers = np.concatenate([np.array(one.numbers[:reach]) for one, reach in measured])
    places = np.concatenate([np.arange(reach) for reach in reaches])
    early = np.where(places[:, None] < EARLY, numbers, 0)
    return sp.hstack([binary, sp.csr_matrix(numbers), sp.csr_matrix(early)], format="csr")


def _join(members: Sequence[Any]) -> Any:
    """Return the members of all digests as one sparse matrix, each article's sentences in columns of their own."""
    counts = np.concatenate([chosen.sum(1) for chosen in members]).astype(int)
    base = np.cumsum([0, *(chosen.shape[1] for chosen in members)])
    index = np.concatenate([start + np.nonzero(chosen)[1] for start, chosen in zip(base, members, strict=False)])
    pointer = np.concatenate([[0], np.cumsum(counts)])
    return sp.csr_matrix((np.ones(len(index)), index, pointer), shape=(len(counts), int(base[-1])))
