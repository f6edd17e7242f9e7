"""The first stage: each block, or sentence, by itself."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from newsieve.clean.context import HIGHEST, Sighting
from newsieve.clean.lexicon import Lexicon
from newsieve.clean.model import Model
from newsieve.clean.shape import measure, name_traits
from newsieve.clean.words import split_words

LONGEST_TEXT = 20_000  # characters of a block that are read: a line of 5 MB is judged by its beginning and its end


class Glance(NamedTuple):
    """The words of a text and what they say: sums for each class, and log-odds of boilerplate."""

    words: tuple[str, ...]
    sums: tuple[float, ...]
    score: float


class FirstStage:
    """The first stage, set up for one document's language. `is_known` says whether n-grams of it were learned."""

    def __init__(self, model: Model, lexicon: Lexicon, stop_words: frozenset[str], language: str | None) -> None:
        self.is_known = language in model.languages
        self._model, self._lexicon, self._stop_words = model, lexicon, stop_words
        self._traits = model.traits if self.is_known else model.neutral

    def look(self, text: str, is_glued: bool, rules: float, glance: Glance | None = None) -> Sighting:
        """Measure and score a text that is not blank. What a glance has seen is not looked at again."""
        if len(text) > LONGEST_TEXT:
            text = f"{text[: LONGEST_TEXT // 2]} {text[-LONGEST_TEXT // 2 :]}".strip()
        words = glance.words if glance else tuple(split_words(text))
        shape = measure(text, words, self._stop_words, self._lexicon.count(words))
        odds = self._traits.add_up(name_traits(shape))
        if self.is_known:
            sums = glance.sums if glance else self._model.words.add_up(words)
            odds = [odd + total * scale for odd, total, scale in zip(odds, sums, self._model.scales, strict=True)]
        chances = to_chances(odds)
        return Sighting(text, words, shape, chances, to_score(chances[0]), is_glued, rules)

    def glance(self, text: str) -> Glance | None:
        """What the words alone say of a text of at most LONGEST_TEXT characters; None where they are not known."""
        if not self.is_known or len(text) > LONGEST_TEXT:
            return None
        words = tuple(split_words(text))
        sums = self._model.words.add_up(words)
        odds = [total * scale for total, scale in zip(sums, self._model.scales, strict=True)]
        return Glance(words, sums, max(odds[1:]) - odds[0])


def to_chances(odds: Sequence[float]) -> tuple[float, ...]:
    """Chances of the classes that add up to 1."""
    highest = max(odds)
    powers = [math.exp(odd - highest) for odd in odds]
    whole = sum(powers)
    return tuple([power / whole for power in powers])


def to_score(content: float) -> float:
    """Log-odds of boilerplate from the chance of content, cut at HIGHEST."""
    content = min(1 - 1e-9, max(1e-9, content))
    return max(-HIGHEST, min(HIGHEST, math.log((1 - content) / content)))
