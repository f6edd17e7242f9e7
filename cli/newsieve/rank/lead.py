"""The first sentences: what every ranker of news has to beat."""

from collections.abc import Sequence

from newsieve.rank.budget import Budget
from newsieve.rank.words import count_words
from newsieve.types import Chosen, Story


def lead(story: Story, pool: Sequence[int], budget: Budget) -> tuple[Chosen, ...]:
    """Lead: the first sentences, as many as the budget holds without passing one over. Linear."""
    if budget.words is None:
        taken = list(pool[: budget.sentences])
    else:
        taken, room = [], budget.words
        for index in pool:
            room -= count_words(story.sentences[index])
            if taken and room < 0:
                break
            taken.append(index)
    scores = [1.0 / (1 + place) for place in range(len(taken))]
    return tuple(Chosen(index, score, (("place", score),)) for index, score in zip(taken, scores, strict=True))
