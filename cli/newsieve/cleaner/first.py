"""The first stage: each block, or sentence, by itself."""

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

from newsieve.cleaner.lexicon import Lexicon
from newsieve.cleaner.model import Model
from newsieve.cleaner.rules import Match, name_by_rules, sum_rules
from newsieve.cleaner.shape import end_of, measure, name_traits, outline
from newsieve.cleaner.sighting import HIGHEST, PROSE, Sighting, count_pitch_words
from newsieve.cleaner.words import split_words

LONGEST_TEXT = 20_000  # characters of a block that are read: a line of 5 MB is judged by its beginning and its end
_MOST_PITCH_WORDS = 1 / 40  # of its words: out of fold, the sparsest pitch with such an end had one in 30
_PROSE_ENDS = frozenset(".!?”…")
_ADDRESSES = re.compile(r"[@|#]|www\.|://")
# What the first stage says of plain prose, the median of what it would say if it looked closely.
_CHANCES_OF_PROSE = (0.986, 0.001, 0.001, 0.0, 0.0, 0.003, 0.0, 0.003, 0.001, 0.0, 0.002, 0.0, 0.003)


class Reading(NamedTuple):
    """The words of a text and how often each of the lexicons' categories occurs in them."""

    text: str
    words: tuple[str, ...]
    hits: tuple[int, ...]


class FirstStage:
    """The first stage, set up for one document's language. `is_known` says whether n-grams of it were learned."""

    def __init__(self, model: Model, lexicon: Lexicon, stop_words: frozenset[str], language: str | None) -> None:
        self.is_known = language in model.languages
        self._model, self._lexicon, self._stop_words = model, lexicon, stop_words
        self._traits = model.traits if self.is_known else model.neutral

    def read(self, text: str) -> Reading:
        """Read a text that is not blank."""
        if len(text) > LONGEST_TEXT:
            text = f"{text[: LONGEST_TEXT // 2]} {text[-LONGEST_TEXT // 2 :]}".strip()
        words = tuple(split_words(text))
        return Reading(text, words, self._lexicon.count(words))

    def study(self, reading: Reading, matches: Sequence[Match] = ()) -> Sighting:
        """Measure and score what was read, and what the pack's rules say of it that match."""
        text, words, hits = reading
        shape = measure(text, words, self._stop_words, hits)
        odds = self._traits.add_up(name_traits(shape))
        if self.is_known:
            sums = self._model.words.add_up(words)
            odds = [odd + total * scale for odd, total, scale in zip(odds, sums, self._model.scales, strict=True)]
        chances = to_chances(odds)
        return Sighting(
            text, words, shape, chances, to_score(chances[0]), False, sum_rules(matches), name_by_rules(matches)
        )

    def is_prose(self, reading: Reading) -> bool:
        """Whether a text is built like the story's paragraphs, and hardly names what pitches name.

        Of unknown languages none is.
        """
        text, words, hits = reading
        return (
            self.is_known
            and len(text) >= PROSE  # what is shorter is always looked at closely
            and (end_of(text) or "-") in _PROSE_ENDS
            and count_pitch_words(hits) <= _MOST_PITCH_WORDS * len(words)
            and not _ADDRESSES.search(text)
        )

    def pass_over(self, reading: Reading) -> Sighting:
        """What such prose is taken for, without a closer look."""
        shape = outline(reading.text, reading.words, reading.hits)
        score = to_score(_CHANCES_OF_PROSE[0])
        return Sighting(reading.text, reading.words, shape, _CHANCES_OF_PROSE, score, False, is_passed=True)


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
