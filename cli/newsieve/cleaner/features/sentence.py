"""Features of a sentence for the second forest: its own, its siblings', and those of the paragraphs around."""

import math
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from newsieve.cleaner.blocks import GROUPS, ScoredBlock, sum_groups
from newsieve.cleaner.features.block import share_hits
from newsieve.cleaner.features.document import OUTSIDE, DocumentContext
from newsieve.cleaner.features.groups import list_category_features
from newsieve.cleaner.features.registry import Feature, list_features
from newsieve.cleaner.features.speaker import ELSEWHERE, share_elsewhere
from newsieve.cleaner.features.story import share_names

FLAGS = ("address", "handle", "currency", "date", "quote", "shout", "question", "bar")
_ALL_COMPARED = 40  # sentences of a paragraph, from which on a sentence is compared with its neighbours alone


class ParagraphContext(NamedTuple):
    """The sentences of one paragraph, and the number of that among the document's blocks.

    Of each sentence: the probabilities of GROUPS, its longer words, the shares of the lexicons' categories, and of the
    outlet's name. `elsewhere` are the features of the paragraph that ELSEWHERE names.
    """

    document: DocumentContext
    number: int
    elsewhere: Sequence[float]
    sentences: Sequence[ScoredBlock]
    groups: Sequence[Sequence[float]]
    vocabularies: Sequence[frozenset[str]]
    shares: Sequence[Sequence[float]]
    names: Sequence[float]


def open_paragraphs(
    document: DocumentContext, paragraphs: Sequence[tuple[int, Sequence[ScoredBlock]]]
) -> list[ParagraphContext]:
    """Return the contexts of paragraphs, given by their numbers and sentences."""
    numbers, sentences = [number for number, _ in paragraphs], [one for _, own in paragraphs for one in own]
    surfaces = [sentence.surface for sentence in sentences]
    groups, shares = sum_groups(sentences), share_hits(surfaces)
    vocabularies = [sentence.vocabulary for sentence in sentences]
    names, elsewhere = share_names(vocabularies, document.host), share_elsewhere(document.blocks, numbers)
    columns: tuple[Sequence[Any], ...] = sentences, groups, vocabularies, shares, names
    ranges = pairwise(accumulate((len(own) for _, own in paragraphs), initial=0))
    return [
        ParagraphContext(document, number, of_paragraph, *(column[start:end] for column in columns))
        for number, of_paragraph, (start, end) in zip(numbers, elsewhere, ranges, strict=True)
    ]


Compute = Callable[[ParagraphContext], list[float]]


def _each(value: Callable[[ScoredBlock], float]) -> Compute:
    return lambda context: [value(sentence) for sentence in context.sentences]


def _all(value: Callable[[ParagraphContext], float]) -> Compute:
    return lambda context: [value(context)] * len(context.sentences)


def _shifted(value: Callable[[ScoredBlock], float], offset: int, outside: float) -> Compute:
    def compute(context: ParagraphContext) -> list[float]:
        some, size = context.sentences, len(context.sentences)
        return [value(some[i + offset]) if 0 <= i + offset < size else outside for i in range(size)]

    return compute


def _score(sentence: ScoredBlock) -> float:
    return sentence.score


def _push(offset: int) -> Compute:
    """The probability of a neighbour that asks for money or pushes something."""

    def compute(context: ParagraphContext) -> list[float]:
        pushes = [0.0, *(money + push for money, push, *_ in context.groups), 0.0]
        return [pushes[i + 1 + offset] for i in range(len(context.sentences))]

    return compute


def _group(number: int) -> Compute:
    return lambda context: [groups[number] for groups in context.groups]


def _others(summary: Callable[[Sequence[float]], float]) -> Compute:
    """A number of the scores of the other sentences; of those before, in a very long paragraph."""

    def compute(context: ParagraphContext) -> list[float]:
        scores = [sentence.score for sentence in context.sentences]
        if len(scores) < _ALL_COMPARED:
            return [summary([*scores[:i], *scores[i + 1 :]]) for i in range(len(scores))]
        padded = [OUTSIDE, OUTSIDE, *scores]
        return [summary(padded[i : i + 2]) for i in range(len(scores))]

    return compute


def _paragraph(offset: int) -> Compute:
    def value(context: ParagraphContext) -> float:
        scores, at = context.document.scores, context.number + offset
        return scores[at] if 0 <= at < len(scores) else OUTSIDE

    return _all(value)


def _number(context: ParagraphContext) -> list[float]:
    return [min(20.0, i) for i in range(len(context.sentences))]


def _to_end(context: ParagraphContext) -> list[float]:
    return _number(context)[::-1]


def _part(context: ParagraphContext) -> list[float]:
    return [i / len(context.sentences) for i in range(len(context.sentences))]


def _count_known(context: ParagraphContext) -> list[tuple[int, int]]:
    """The number of each sentence's longer words that another paragraph of the story has, and of all of them."""
    story, own = context.document.story, 1 if context.document.told[context.number] else 0
    return [(sum([story.get(word, 0) > own for word in words]), len(words)) for words in context.vocabularies]


def _shared(context: ParagraphContext) -> list[float]:
    return [known / size if size else -1.0 for known, size in _count_known(context)]


def _unshared(context: ParagraphContext) -> list[float]:
    return [(size - known) / math.sqrt(size) if size else -1.0 for known, size in _count_known(context)]


def _outlet_name(context: ParagraphContext) -> list[float]:
    return list(context.names)


def _flag(name: str) -> Compute:
    return _each(lambda sentence: float(name in sentence.surface.flags))


def _of_paragraph(number: int) -> Compute:
    """A feature of the paragraph by its number in ELSEWHERE, the same for each sentence."""
    return _all(lambda context: context.elsewhere[number])


SENTENCE_FEATURES: tuple[Feature, ...] = (
    Feature("score", "the words", _each(_score), monotone=True),
    *list_features("the words", [(f"class_{group}", _group(number)) for number, group in enumerate(GROUPS)]),
    Feature("is_known_language", "the words", _all(lambda context: float(context.document.is_known_language))),
    *list_features("neighbours", [(f"sibling{at:+d}", _shifted(_score, at, OUTSIDE)) for at in (-2, -1, 1, 2)]),
    *list_features("neighbours", [(f"push{at:+d}", _push(at)) for at in (-1, 1)]),
    *list_features("neighbours", [
        ("highest_other", _others(lambda scores: max(scores, default=OUTSIDE))),
        ("lowest_other", _others(lambda scores: min(scores, default=OUTSIDE))),
        ("mean_other", _others(lambda scores: sum(scores) / max(1, len(scores)))),
        ("paragraph", _paragraph(0)), ("paragraph-1", _paragraph(-1)), ("paragraph+1", _paragraph(1)),
    ]),
    *list_features("the place", [
        ("number", _number), ("to_end", _to_end), ("count", _all(lambda context: min(30.0, len(context.sentences)))),
        ("part", _part),
    ]),
    *list_features("the look", [
        ("chars", _each(lambda sentence: math.log(sentence.surface.chars))),
        ("words", _each(lambda sentence: float(sentence.surface.words))),
        ("capital_words", _each(lambda sentence: sentence.surface.capital_words)),
        ("digits", _each(lambda sentence: sentence.surface.digits)),
        ("marks", _each(lambda sentence: sentence.surface.marks)),
        ("stop_words", _each(lambda sentence: sentence.surface.stop_words)),
        ("end", _each(lambda sentence: sentence.surface.end_code)),
        ("start", _each(lambda sentence: sentence.surface.start_code)),
        ("end-1", _shifted(lambda sentence: sentence.surface.end_code, -1, -2.0)),
        ("start+1", _shifted(lambda sentence: sentence.surface.start_code, 1, -2.0)),
    ]),
    *list_features("the look", [(flag, _flag(flag)) for flag in FLAGS]),
    *list_features("the story's words", [("shared", _shared), ("shared_rare", _unshared)]),
    Feature("outlet_name", "the outlet speaks of itself", _outlet_name),
    Feature("rules", "rules", _each(lambda sentence: sentence.rules), monotone=True),
    *list_category_features(),
    *list_features("who speaks", [(name, _of_paragraph(number)) for number, (name, _) in enumerate(ELSEWHERE)]),
)  # fmt: skip
