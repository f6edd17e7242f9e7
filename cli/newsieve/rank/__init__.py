"""Choice of the sentences that make the digest.

A ranker gets the sentences of a document, the indexes of those that may be chosen and the budget, and answers with a
set of sentences, not with a list to cut: what is best beside one sentence is not what is best without it. `news`, the
default, chooses as readers would, with a model learned from their labels (`news.py`); `lead` is what it must beat; the
other eight are sumy's, on our sentences (`sumy_rankers.py`). Lines that are no sentences are kept from all of them
(`candidates.py`).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from newsieve.errors import UsageError
from newsieve.rank.budget import Budget, make_budget
from newsieve.rank.candidates import find_candidates
from newsieve.rank.cues import find_starts
from newsieve.rank.lead import rank_lead
from newsieve.rank.news import explain_news, rank_news
from newsieve.rank.sumy_rankers import edmundson, kl, lexrank, lsa, luhn, reduction, sumbasic, textrank
from newsieve.types import Chosen, Sentences

Ranker = Callable[[Sentences, Sequence[int], Budget], tuple[Chosen, ...]]

RANKERS: Mapping[str, Ranker] = MappingProxyType(
    {
        "news": rank_news,
        "lead": rank_lead,
        "lexrank": lexrank,
        "luhn": luhn,
        "edmundson": edmundson,
        "lsa": lsa,
        "textrank": textrank,
        "kl": kl,
        "sumbasic": sumbasic,
        "reduction": reduction,
    }
)

_EXPLAINERS = {"news": explain_news}  # of those whose parts take a while to find


def choose(
    document: Sentences,
    ranker: str = "news",
    *,
    sentences: int = 3,
    words: int | None = None,
    ratio: float | None = None,
    with_parts: bool = True,
) -> tuple[Chosen, ...]:
    """Return the chosen sentences in document order, by the ranker of that name. No sentences, nothing chosen.

    `words` outweighs `sentences`: at most so many, but at least one sentence. `ratio` outweighs both: a share of the
    distinct sentences, rounded up. Never two sentences of the same text. `with_parts` explains the scores.

    Raises: UsageError for a name that is not in RANKERS.
    """
    if ranker not in RANKERS:
        raise UsageError(f"no ranker is called {ranker!r}; choose one of {', '.join(RANKERS)}")
    candidates = find_candidates(document)
    if not candidates:
        return ()
    budget = make_budget(sentences, words, ratio, len(candidates))
    chosen = RANKERS[ranker](document, candidates, budget)
    if with_parts and ranker in _EXPLAINERS:
        chosen = _EXPLAINERS[ranker](document, candidates, chosen)
    return tuple(sorted(skip_starts(document, candidates, chosen), key=lambda one: one.index))


def skip_starts(document: Sentences, candidates: Sequence[int], chosen: Sequence[Chosen]) -> Iterator[Chosen]:
    """Yield the chosen sentences, told how many characters at their beginning are not printed."""
    marks, labels = find_starts(document.texts, candidates, document.language)
    for one in chosen:
        yield one._replace(skip=marks[one.index] or labels[one.index])


__all__ = ["RANKERS", "Budget", "Ranker", "choose", "skip_starts"]
