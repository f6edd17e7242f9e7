"""Features of sentences for the default ranker: a row of numbers for each, in the order of FEATURES.

None of them is a word, so that what was learned on some languages carries to every other. A group of features is one
function from a document to a tuple of numbers for each candidate; a new feature is a name in its group and a number in
its function, then `python -m newsieve.train ranker`. Linear in the length of the document.

A row begins with what is measured of every candidate (FIRST). The rest is measured of those alone that a first look at
these leaves.
"""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from newsieve.rank.features.antecedents import ANTECEDENTS, measure_antecedents
from newsieve.rank.features.context import Context, read_context
from newsieve.rank.features.form import ENDS, FORM, QUOTATION, measure_ends, measure_form, measure_quotation
from newsieve.rank.features.neighbours import BOILERPLATE, NEIGHBOURS, compare_neighbours, measure_boilerplate
from newsieve.rank.features.place import PLACE, measure_place
from newsieve.rank.features.words import NAMES, WORDS, measure_names, measure_words
from newsieve.types import Sentences

Row = Sequence[float]


class FeatureGroup(NamedTuple):
    """Features of every candidate that `explain` shows as one part of a score."""

    name: str
    features: tuple[str, ...]
    compute: Callable[[Context], Iterable[Row]]


class LaterGroup(NamedTuple):
    """Features of some candidates, at ascending positions, that `explain` shows as one part of a score."""

    name: str
    features: tuple[str, ...]
    compute: Callable[[Context, Collection[int]], Iterable[Row]]


GROUPS = (
    FeatureGroup("place", PLACE, measure_place),
    FeatureGroup("words", WORDS, measure_words),
    FeatureGroup("names", NAMES, measure_names),
    FeatureGroup("quotation", QUOTATION, measure_quotation),
    FeatureGroup("beginning and end", ENDS, measure_ends),
    FeatureGroup("boilerplate", BOILERPLATE, measure_boilerplate),
)
LATER_GROUPS = (
    LaterGroup("form", FORM, measure_form),
    LaterGroup("neighbours", NEIGHBOURS, compare_neighbours),
    LaterGroup("antecedents", ANTECEDENTS, measure_antecedents),
)
FIRST = (*chain.from_iterable(group.features for group in GROUPS),)
# A number says more beside those of the other sentences: its rank in the document, and its share of the largest.
RANKED = (
    *("expected words", "new expected words", "expected in a digest", "unquoted words", "frequency sum"),
    *("centrality sum", "name letters", "title words"),
)
AVERAGED = ("words", "quoted share", "name letters")
RANKS = tuple(f"{name}: {what}" for name in RANKED for what in ("rank", "share"))
DOCUMENT = ("sentences", "has title", *(f"{name}: mean" for name in AVERAGED), "first person: mean")
_LATER = (*chain.from_iterable(group.features for group in LATER_GROUPS),)
FEATURES = (*FIRST, *RANKS, *DOCUMENT, *_LATER)
PARTS = (*(group.name for group in GROUPS), "rank", "document", *(group.name for group in LATER_GROUPS))
PART_OF = (
    *(number for number, group in enumerate(GROUPS) for _ in group.features),
    *(len(GROUPS) for _ in RANKS),
    *(len(GROUPS) + 1 for _ in DOCUMENT),
    *(len(GROUPS) + 2 + number for number, group in enumerate(LATER_GROUPS) for _ in group.features),
)
_RANKED_COLUMNS = tuple(map(FIRST.index, RANKED))
_AVERAGED_COLUMNS = tuple(map(FIRST.index, AVERAGED))
_LAST_RANK = 12.0


def compute_features(
    document: Sentences, candidates: Sequence[int], probabilities: Sequence[float]
) -> tuple[Context, list[list[float]]]:
    """Return the context of the candidates and a row of FEATURES for each; `probabilities` are of words, by cell."""
    context = read_context(document, candidates, probabilities)
    return context, complete_rows(context, measure_first(context), range(len(candidates)))


def measure_first(context: Context) -> list[list[float]]:
    """Return a row of FIRST for each candidate."""
    groups = [group.compute(context) for group in GROUPS]
    return [[*chain.from_iterable(parts)] for parts in zip(*groups, strict=True)]


def complete_rows(context: Context, first: Sequence[Row], positions: Collection[int]) -> list[list[float]]:
    """Return a row of FEATURES for the candidates at these positions, ascending; `first` are the rows of FIRST."""
    ranks = [numbers for column in _RANKED_COLUMNS for numbers in _rank([row[column] for row in first], positions)]
    count = len(first)
    means = [sum([row[column] for row in first]) / count for column in _AVERAGED_COLUMNS]
    persons = context.vocabulary.persons
    own = sum([context.vocabulary.counts[number] for number in persons]) if persons else 0
    shared = (float(count), float(context.document.title is not None), *means, own / max(1, sum(context.sizes)))
    later = zip(*[group.compute(context, positions) for group in LATER_GROUPS], strict=True)
    # All floats: the trees compare them with floats, and flags and counts would take half as long again.
    return [
        [*map(float, first[position]), *rank, *shared, *map(float, chain.from_iterable(parts))]
        for position, rank, parts in zip(positions, zip(*ranks, strict=True), later, strict=True)
    ]


def _rank(values: Sequence[float], positions: Collection[int]) -> tuple[list[float], list[float]]:
    """Return the ranks of the values at some positions, 0 for the highest, and their shares of the highest."""
    ascending = sorted(values)
    count, highest = len(values), max(1e-6, ascending[-1])
    wanted = [values[position] for position in positions]
    last = count - int(_LAST_RANK)
    ranks = [float(count - bisect_right(ascending, value, max(0, last))) for value in wanted]
    return ranks, [value / highest for value in wanted]
