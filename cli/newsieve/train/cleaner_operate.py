"""Operating points: from which probability on a level removes a block, and a sentence of one.

A level is a promise about what it takes from the text, kept on each source by itself: the strictest decides, so that
no mixture of sources moves a threshold. Measured out of fold on what the whole cleaner says, all terms included.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from newsieve.cleaner import Model, judge, use_model
from newsieve.languages import load
from newsieve.train.cleaner_data import CONTENT, LabelledDocument
from newsieve.types import Level, Options

PROSE = 80  # characters of a line whose loss harms a document
LOWEST, HIGHEST = 0.5, 0.999
FEWEST = 40  # removed lines of a source from which a share of them is told
OF_SENTENCES = 0.3  # share of a level's losses that sentences may cause


@dataclass(frozen=True, slots=True)
class Limits:
    """What a level may take: shares of the lines of content, of the documents harmed, and of what went rightly."""

    lost: float
    harmed: float
    precision: float


LIMITS = {
    Level.CAREFUL: Limits(0.0008, 0.010, 0.985),
    Level.BALANCED: Limits(0.0030, 0.030, 0.968),
    Level.THOROUGH: Limits(0.0120, 0.090, 0.93),
}


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Verdicts out of fold, an entry each: `probability` is 0 of what no level removes."""

    probability: Any
    is_content: Any
    is_sentence: Any
    is_prose: Any
    document: Any
    source: Any


def list_outcomes(documents: Sequence[LabelledDocument], models: Mapping[int, Model]) -> Outcomes:
    """Judge each document by the model of its fold, at the lowest threshold there is."""
    rows = [row for i, document in enumerate(documents) for row in _judge(i, document, models[document.fold])]
    columns = list(zip(*rows, strict=True))
    return Outcomes(*(np.array(column) for column in columns))


def find_thresholds(outcomes: Outcomes, of_sentences: bool) -> dict[str, float]:
    """The lowest probability of each level that keeps its limits on each source."""
    thresholds = {}
    for level, limits in LIMITS.items():
        chosen = max(
            _find_threshold(outcomes, outcomes.source == source, of_sentences, limits)
            for source in dict.fromkeys(outcomes.source.tolist())
        )
        thresholds[level.value] = round(chosen, 5)
    return thresholds


def print_thresholds(outcomes: Outcomes) -> None:
    """Print which source asks for which threshold."""
    for source in dict.fromkeys(outcomes.source.tolist()):
        for of_sentences in (False, True):
            found = {
                level.value: round(_find_threshold(outcomes, outcomes.source == source, of_sentences, limits), 4)
                for level, limits in LIMITS.items()
            }
            print(f"  {source:<9} {'sentences' if of_sentences else 'blocks':<10} {found}", flush=True)


def _judge(number: int, document: LabelledDocument, model: Model) -> Iterable[tuple[float, bool, bool, bool, int, str]]:
    lowest = dict.fromkeys(Level, LOWEST)
    with use_model(model._replace(thresholds=lowest, sentence_thresholds=lowest)):
        pack = load(document.language or "")
        verdicts = judge(document.article, document.blocks, pack, Options(level=Level.THOROUGH))
    number_of_block = 0
    for verdict in verdicts:
        while document.blocks[number_of_block].end <= verdict.start:
            number_of_block += 1
        block, label = document.blocks[number_of_block], document.labels[number_of_block]
        if label < 0:
            continue
        is_sentence = verdict.end - verdict.start < block.end - block.start
        chance = 0.0 if verdict.kept else verdict.probability
        yield chance, label == CONTENT, is_sentence, block.end - block.start >= PROSE, number, document.source


def _find_threshold(outcomes: Outcomes, chosen: Any, of_sentences: bool, limits: Limits) -> float:
    share = OF_SENTENCES if of_sentences else 1.0
    content = max(1, int((outcomes.is_content & chosen).sum()))
    documents = max(1, len(set(outcomes.document[chosen].tolist())))
    asked = np.flatnonzero(chosen & (outcomes.is_sentence == of_sentences) & (outcomes.probability > 0))
    order = asked[np.argsort(-outcomes.probability[asked], kind="stable")]
    lost, right = 0, 0
    harmed: set[int] = set()
    for number in order.tolist():
        if outcomes.is_content[number]:
            lost += 1
            harmed.update([int(outcomes.document[number])] if outcomes.is_prose[number] else [])
        else:
            right += 1
        is_imprecise = lost + right >= FEWEST and right < limits.precision * (lost + right)
        is_costly = lost > share * limits.lost * content or len(harmed) > share * limits.harmed * documents
        if is_costly or (right and not of_sentences and is_imprecise):
            return float(min(HIGHEST, outcomes.probability[number] + 1e-5))
    return LOWEST
