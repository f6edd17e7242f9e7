"""The second level: pitches that share a paragraph with the story.

Only on strong evidence, and only where one sentence at least names what pitches name and looks like one. A sentence is
seen as the first stage sees a block, beside its siblings and the paragraphs around.
"""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from newsieve.cleaner.context import OUTSIDE
from newsieve.cleaner.sighting import CATEGORY_FAMILIES, GROUPS, Sighting, count_pitch_words, is_story, sum_groups
from newsieve.cleaner.story import name_share, vocabulary_of
from newsieve.languages import CATEGORIES

LOWEST_PITCH = -0.5  # the first stage's score of a sentence for which a paragraph is opened
RAREST_PITCH_WORD = 1 / 25  # of its words at least
MOST_SENTENCES = 60  # of a paragraph: longer ones are not taken apart
_FLAGS = ("address", "handle", "currency", "date", "quote", "shout", "question", "bar")
_ENDS = ".!?…”:"
_STARTS = "Aa0“•"
_COLUMNS: tuple[tuple[str, str], ...] = (
    ("score", "the words"),
    *((group, "the words") for group in GROUPS),
    ("is_known_language", "the words"),
    *((f"sibling{at:+d}", "neighbours") for at in (-2, -1, 1, 2)),
    *((name, "neighbours") for name in ("push-1", "push+1", "highest_other", "lowest_other", "mean_other")),
    *((name, "neighbours") for name in ("paragraph", "paragraph-1", "paragraph+1")),
    *((name, "the place") for name in ("number", "to_end", "count", "part")),
    *(
        (name, "the look")
        for name in ("chars", "words", "capital_words", "digits", "marks", "stop_words", "end", "start")
    ),
    *((name, "the look") for name in ("end-1", "start+1", *_FLAGS)),
    *((name, "the story's words") for name in ("shared", "shared_rare")),
    ("outlet_name", "the outlet speaks of itself"),
    ("rules", "rules"),
    *zip(CATEGORIES, CATEGORY_FAMILIES, strict=True),
)
NAMES = tuple(name for name, _ in _COLUMNS)
FAMILIES = tuple(family for _, family in _COLUMNS)
RISING = frozenset({"score", "rules"})


class Surroundings(NamedTuple):
    """What stands around the sentences of a paragraph.

    `scores` are the first stage's of the paragraph, the one before and the one behind; `story` says in how many of the
    story's paragraphs each word stands, this one included where `is_story`. `host` is the outlet's, "" where unknown.
    """

    scores: tuple[float, float, float]
    story: Mapping[str, int]
    is_story: bool
    host: str
    is_known_language: bool


def names_pitch(hits: Sequence[int], words: int) -> bool:
    """Whether a sentence names often enough what pitches name, by its hits of the lexicons' categories."""
    return count_pitch_words(hits) > RAREST_PITCH_WORD * words


def may_be_pitch(sentence: Sighting) -> bool:
    """Whether a sentence is reason enough to take its paragraph apart."""
    is_named = sentence.rules != 0 or names_pitch(sentence.shape.hits, sentence.shape.words)
    return is_named and sentence.score > LOWEST_PITCH


def surround(
    paragraphs: Sequence[Sighting], number: int, story: Mapping[str, int], host: str, is_known: bool
) -> Surroundings:
    """What stands around the sentences of one of the paragraphs."""
    scores = [paragraphs[i].score if 0 <= i < len(paragraphs) else OUTSIDE for i in (number, number - 1, number + 1)]
    return Surroundings((scores[0], scores[1], scores[2]), story, is_story(paragraphs[number]), host, is_known)


def describe_sentences(sentences: Sequence[Sighting], around: Surroundings) -> list[list[float]]:
    """One row for each sentence of a paragraph, in the order of NAMES."""
    scores = [OUTSIDE, OUTSIDE, *(sentence.score for sentence in sentences), OUTSIDE, OUTSIDE]
    groups = [sum_groups(sentence.chances) for sentence in sentences]
    count = len(sentences)
    rows = []
    for i, sentence in enumerate(sentences):
        shape = sentence.shape
        others = [other.score for j, other in enumerate(sentences) if j != i] if count < 40 else scores[i : i + 2]
        scale = 1 / math.sqrt(max(1, shape.words))
        rows.append([
            sentence.score, *groups[i], float(around.is_known_language),
            scores[i], scores[i + 1], scores[i + 3], scores[i + 4],
            sum(groups[i - 1][:2]) if i else 0.0, sum(groups[i + 1][:2]) if i + 1 < count else 0.0,
            max(others, default=OUTSIDE), min(others, default=OUTSIDE), sum(others) / max(1, len(others)),
            *around.scores,
            min(20.0, i), min(20.0, count - i - 1), min(30.0, count), i / count,
            math.log(shape.chars), float(shape.words), shape.capital_words, shape.digits, shape.marks, shape.stop_words,
            float(_ENDS.find(shape.end) if shape.end else -2), float(_STARTS.find(shape.start)),
            float(_ENDS.find(sentences[i - 1].shape.end)) if i and sentences[i - 1].shape.end else -2.0,
            float(_STARTS.find(sentences[i + 1].shape.start)) if i + 1 < count else -2.0,
            *(float(flag in shape.flags) for flag in _FLAGS),
            *_share_words(sentence, around),
            name_share(vocabulary_of(sentence), around.host),
            sentence.rules,
            *(hits * scale for hits in shape.hits),
        ])  # fmt: skip
    return rows


def _share_words(sentence: Sighting, around: Surroundings) -> tuple[float, float]:
    vocabulary = vocabulary_of(sentence)
    if not vocabulary:
        return -1.0, -1.0
    shared = sum(1 for word in vocabulary if around.story.get(word, 0) > around.is_story)
    return shared / len(vocabulary), (len(vocabulary) - shared) / math.sqrt(len(vocabulary))
