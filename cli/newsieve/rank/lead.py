"""The first sentences: what every ranker of news has to beat."""

from collections.abc import Sequence

from newsieve.rank.budget import Budget
from newsieve.text import count_words
from newsieve.types import Chosen, Sentences


def rank_lead(document: Sentences, candidates: Sequence[int], budget: Budget) -> tuple[Chosen, ...]:
    """Lead: the first sentences, as many as the budget holds without passing one over. Linear."""
    if budget.words is None:
        taken = list(candidates[: budget.sentences])
    else:
        taken, room = [], budget.words
        for index in candidates:
            room -= count_words(document.texts[index])
            if taken and room < 0:
                break
            taken.append(index)
    scores = [1.0 / (1 + position) for position in range(len(taken))]
    return tuple(Chosen(index, score, (("place", score),)) for index, score in zip(taken, scores, strict=True))
