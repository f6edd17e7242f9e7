"""The fit sees of digests what the ranker sees of them."""

from itertools import combinations

import pytest

from newsieve.rank.budget import Budget
from newsieve.rank.digests import SETS, Digest
from newsieve.rank.measures import measure
from newsieve.rank.news import load_weights, make_bench
from newsieve.types import Sentences

np = pytest.importorskip("numpy")
pytest.importorskip("scipy", reason="the extra `train` is not installed")

SENTENCES = (
    "A storm tore the roofs off forty houses in the harbour town of Lerwald early on Tuesday.",
    "It was the strongest storm since 1987, according to the weather office of the town.",
    "Nobody was hurt, the fire service said.",
    "But the storm cut the power of forty houses in the harbour town.",
    "The mayor of Lerwald promised the owners money for new roofs.",
)


@pytest.mark.parametrize("budget", [Budget(3), Budget(2), Budget(None, 20), Budget(None, 100)], ids=str)
@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_a_set_is_described_as_it_is_rated(budget: Budget, count: int) -> None:
    from newsieve.train.ranker_data import mark_members
    from newsieve.train.ranker_table import describe_sets

    document = Sentences(SENTENCES, (0, 0, 1, 1, 2), ("",) * 5, "Storm hits harbour town", "en")
    measures = measure(document, range(5))
    weights = load_weights()
    bench = make_bench(measures, budget, weights, [()] * 5)
    sets = list(combinations(range(5), count))
    described = describe_sets(measures, weights.words[measures.length], budget, mark_members(sets))
    rated = []
    for places in sets:
        digest = Digest()
        for place in places:
            digest = bench.grow(digest, place)
        rated.append(bench.rate(digest))
    assert described.shape == (len(sets), len(SETS))
    assert described @ np.array(bench.sets) == pytest.approx(rated, abs=1e-4)
