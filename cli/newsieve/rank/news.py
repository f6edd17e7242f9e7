"""The default ranker."""

from collections.abc import Sequence

from newsieve.model import Chosen, Story
from newsieve.rank.budget import Budget, pick_best
from newsieve.rank.words import count_words


def news(story: Story, pool: Sequence[int], budget: Budget) -> tuple[Chosen, ...]:
    """News: what tells the story, by place, length, openings and words shared with the title. Linear, plain Python."""
    scores = [1.0 / (1 + place) for place in range(len(pool))]
    sizes = [count_words(story.sentences[index]) for index in pool]
    return tuple(
        Chosen(pool[place], scores[place], (("place", scores[place]),)) for place in pick_best(scores, sizes, budget)
    )
