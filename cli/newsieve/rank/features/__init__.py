"""Features of sentences for the default ranker: a row of numbers for each, in the order of FEATURES.

None of them is a word, so that what was learned on some languages carries to every other. A group of features is one
function from a document to a tuple of numbers for each candidate; a new feature is a name in its group and a number in
its function, then `python -m newsieve.train ranker`. Linear in the length of the document.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from newsieve.rank.features.antecedents import ANTECEDENTS, measure_antecedents
from newsieve.rank.features.context import Context, read_context
from newsieve.rank.features.form import FORM, QUOTATION, measure_form, measure_quotation
from newsieve.rank.features.neighbours import BOILERPLATE, NEIGHBOURS, compare_neighbours, measure_boilerplate
from newsieve.rank.features.place import PLACE, measure_place
from newsieve.rank.features.words import NAMES, WORDS, measure_names, measure_words
from newsieve.types import Sentences

Row = Sequence[float]


class FeatureGroup(NamedTuple):
    """Features that `explain` shows as one part of a score."""

    name: str
    features: tuple[str, ...]
    compute: Callable[[Context], Iterable[Row]]


GROUPS = (
    FeatureGroup("place", PLACE, measure_place),
    FeatureGroup("words", WORDS, measure_words),
    FeatureGroup("names", NAMES, measure_names),
    FeatureGroup("form", FORM, measure_form),
    FeatureGroup("quotation", QUOTATION, measure_quotation),
    FeatureGroup("boilerplate", BOILERPLATE, measure_boilerplate),
    FeatureGroup("neighbours", NEIGHBOURS, compare_neighbours),
    FeatureGroup("antecedents", ANTECEDENTS, measure_antecedents),
)
_OWN = (*chain.from_iterable(group.features for group in GROUPS),)
# A number says more beside those of the other sentences: its rank in the document, and its share of the largest.
RANKED = (
    *("expected words", "new expected words", "expected in a digest", "unquoted words", "frequency sum"),
    *("centrality sum", "name letters", "title words"),
)
AVERAGED = ("words", "quoted share", "first person share", "reader", "name letters")
RANKS = tuple(f"{name}: {what}" for name in RANKED for what in ("rank", "share"))
DOCUMENT = ("sentences", "has title", *(f"{name}: mean" for name in AVERAGED))
FEATURES = (*_OWN, *RANKS, *DOCUMENT)
PARTS = (*(group.name for group in GROUPS), "rank", "document")
PART_OF = (
    *(number for number, group in enumerate(GROUPS) for _ in group.features),
    *(len(GROUPS) for _ in RANKS),
    *(len(GROUPS) + 1 for _ in DOCUMENT),
)
_RANKED_COLUMNS = tuple(map(_OWN.index, RANKED))
_AVERAGED_COLUMNS = tuple(map(_OWN.index, AVERAGED))
_LAST_RANK = 12.0


def compute_features(
    document: Sentences, candidates: Sequence[int], probabilities: Sequence[float]
) -> tuple[Context, list[list[float]]]:
    """Return the context of the candidates and a row of FEATURES for each; `probabilities` are of words, by cell."""
    context = read_context(document, candidates, probabilities)
    groups = [group.compute(context) for group in GROUPS]
    rows = [[*chain.from_iterable(parts)] for parts in zip(*groups, strict=True)]
    columns = [*zip(*rows, strict=True)]
    ranks = zip(*chain.from_iterable([_rank(columns[column]) for column in _RANKED_COLUMNS]), strict=True)
    count = len(rows)
    means = [sum(columns[column]) / count for column in _AVERAGED_COLUMNS]
    shared = (float(count), float(document.title is not None), *means)
    # All floats: the trees compare them with floats, and flags and counts would take half as long again.
    return context, [[*map(float, row), *rank, *shared] for row, rank in zip(rows, ranks, strict=True)]


def _rank(values: Sequence[float]) -> tuple[list[float], list[float]]:
    """Return each value's rank, 0 for the highest, and its share of the highest."""
    places = {
        value: min(float(place), _LAST_RANK) for place, value in reversed([*enumerate(sorted(values, reverse=True))])
    }
    highest = max(1e-6, *values) if values else 1.0
    return [places[value] for value in values], [value / highest for value in values]
