"""Operating points: from which probability on a level removes a block of a kind, and a sentence.

A level is a promise about what it takes from the text, kept on each source by itself: the strictest decides, so that
no mixture of sources moves a threshold. Headlines of other stories, and lines of menus, are told from the story less
surely than what asks or a notice is, so each of GROUPS has a threshold of its own. A level has one operating point, the
chance of being boilerplate from which on a block goes, and a group's threshold is the probability that comes to this
chance in the group: so all groups pay as much of the story for the last pitch that goes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from newsieve.train.cleaner_data import CONTENT, MADE
from newsieve.train.cleaner_operate import LOWEST, Outcomes
from newsieve.train.cleaner_thresholds import fit_platt
from newsieve.types import Kind, Level

GROUPS = (frozenset({Kind.RELATED}), frozenset({Kind.NAV}), frozenset(Kind) - {Kind.RELATED, Kind.NAV})
ASKING = (Kind.DONATION, Kind.SUBSCRIPTION, Kind.NEWSLETTER, Kind.APP_OR_SOCIAL, Kind.ADVERT)
# Share of the limits: gold texts that no one read line by line hold pitches themselves, in made documents most lines
# stand near a pitch, and invented documents and look-alikes were written to be hard.
LENIENCE = {"wcxb": 1.25, "pages": 1.25, MADE: 2.0, "documents": 2.0, "look-alikes": 4.0}
SPARED = 2  # wrong removals of a source that are not counted: labels are wrong now and then, and sources are small
OF_SENTENCES = 0.3  # share of a level's losses that sentences may cause
HIGHEST = 0.999
PULL = 20.0  # examples' worth of trust in the logits of a group as they are
_POINTS = 0.1 * np.arange(61)  # logits that are tried


@dataclass(frozen=True, slots=True)
class LevelLimits:
    """Limits of a level: shares of the lines of content, of the documents harmed, and of what went rightly.

    Of invented texts, all written as content, only `invented` of the share may go.
    """

    lost: float
    harmed: float
    precision: float
    invented: float = 1.0


LIMITS = {
    Level.CAREFUL: LevelLimits(0.0005, 0.005, 0.990),
    Level.BALANCED: LevelLimits(0.0042, 0.043, 0.970, 0.2),
    Level.THOROUGH: LevelLimits(0.0120, 0.110, 0.93),
}


class Levels(NamedTuple):
    """The thresholds of each level: of blocks by kind, and of sentences."""

    blocks: dict[str, dict[str, float]]
    sentences: dict[str, float]

    def find_removed(self, outcomes: Outcomes, level: Level) -> Any:
        """Whether each piece goes at a level."""
        of_blocks = [self.blocks[level].get(kind, 1.0) for kind in outcomes.kind]
        least = np.where(outcomes.is_sentence, self.sentences[level], of_blocks)
        return outcomes.removable & (_to_probability(outcomes.logit) >= least)


def find_levels(outcomes: Outcomes, precise: Mapping[str, float]) -> Levels:
    """The lowest operating points that keep each level's limits on each source; sentences are `precise` at least.

    A level's points are no lower than those of the level above it.
    """
    lines = fit_groups(outcomes)
    chances = raise_groups(outcomes, lines)
    sources = [outcomes.source == source for source in dict.fromkeys(outcomes.source.tolist())]
    levels = Levels({}, {})
    point, of_sentences = float(_POINTS[0]), LOWEST
    for level in (Level.THOROUGH, Level.BALANCED, Level.CAREFUL):
        asked = (_find_of_sentences(outcomes, chosen, LIMITS[level]) for chosen in sources)
        of_sentences = max(of_sentences, precise[level.value], *asked)
        kept = [_keep(outcomes, chances, chosen, of_sentences, LIMITS[level]) for chosen in sources]
        allowed = np.flatnonzero(np.logical_and.reduce(kept) & (point <= _POINTS))
        point = float(_POINTS[allowed[0]]) if len(allowed) else float(_POINTS[-1])
        of_groups = [_to_threshold(point, line) for line in lines]
        levels.blocks[level.value] = {
            kind.value: next(least for group, least in zip(GROUPS, of_groups, strict=True) if kind in group)
            for kind in Kind
        }
        levels.sentences[level.value] = round(of_sentences, 5)
        print(f"{level}: logit {point:.1f}, {of_groups}, sentences {of_sentences:.3f}", flush=True)
    order = [level.value for level in Level]
    return Levels({level: levels.blocks[level] for level in order}, {level: levels.sentences[level] for level in order})


def fit_groups(outcomes: Outcomes) -> list[tuple[float, float]]:
    """Slope and intercept of each of GROUPS: they calibrate the logits of its blocks among those that may go."""
    known = outcomes.removable & ~outcomes.is_sentence & (outcomes.label >= 0) & (outcomes.source != MADE)
    groups = [known & np.isin(outcomes.kind, list(group)) for group in GROUPS]
    return [fit_platt(outcomes.logit[own], outcomes.label[own] > 0, pull=PULL) for own in groups]


def raise_groups(outcomes: Outcomes, lines: Sequence[tuple[float, float]]) -> Any:
    """The logits, those of blocks calibrated by their group's line."""
    chances = outcomes.logit.copy()
    for group, (slope, intercept) in zip(GROUPS, lines, strict=True):
        own = np.isin(outcomes.kind, list(group)) & ~outcomes.is_sentence
        chances[own] = slope * outcomes.logit[own] + intercept
    return chances


def _to_threshold(point: float, line: tuple[float, float]) -> float:
    """The probability, LOWEST at least, whose logit the line raises to the point."""
    slope, intercept = line
    return round(min(HIGHEST, max(LOWEST, float(_to_probability((point - intercept) / slope)))), 5)


def _keep(outcomes: Outcomes, chances: Any, chosen: Any, of_sentences: float, limits: LevelLimits) -> Any:
    """Whether the limits are kept on a source, at each of _POINTS, sentences included."""
    known = chosen & outcomes.removable & (outcomes.label >= 0)
    blocks, is_content = known & ~outcomes.is_sentence, outcomes.label == CONTENT
    of_sentence = known & outcomes.is_sentence & (_to_probability(outcomes.logit) >= of_sentences) & is_content
    source = str(outcomes.source[chosen][0])
    spared = 0 if source == "invented" else SPARED  # those were written as content
    lenience = limits.invented if source == "invented" else LENIENCE.get(source, 1.0)
    documents = np.unique(outcomes.document[chosen])
    peaks = np.full(len(documents), -np.inf)
    wrong = blocks & is_content
    np.maximum.at(peaks, np.searchsorted(documents, outcomes.document[wrong]), chances[wrong])
    peaks[np.isin(documents, outcomes.document[of_sentence])] = np.inf
    lost = _count_above(chances[wrong]) + int(of_sentence.sum()) - spared
    right = _count_above(chances[blocks & ~is_content])
    content = lenience * max(1, int((chosen & is_content).sum()))
    is_precise = (right == 0) | (lost <= lenience * (1 - limits.precision) * (lost + spared + right))
    is_harmless = _count_above(peaks) - spared <= limits.harmed * lenience * len(documents)
    return is_precise & is_harmless & (lost <= limits.lost * content)


def _count_above(logits: Any) -> Any:
    """Count those that are at least as high as each of _POINTS."""
    return (logits[:, None] >= _POINTS).sum(axis=0)


def _find_of_sentences(outcomes: Outcomes, chosen: Any, limits: LevelLimits) -> float:
    """The lowest probability of sentences that keeps their share of the limits on a source."""
    is_content, probability = outcomes.label == CONTENT, _to_probability(outcomes.logit)
    content = max(1, int((is_content & chosen).sum()))
    documents = max(1, len(set(outcomes.document[chosen].tolist())))
    asked = np.flatnonzero(chosen & outcomes.is_sentence & outcomes.removable & is_content)
    spared, harmed = OF_SENTENCES * SPARED, set()
    for lost, number in enumerate(asked[np.argsort(-outcomes.logit[asked], kind="stable")].tolist(), 1):
        harmed.add(int(outcomes.document[number]))
        is_costly = lost - spared > OF_SENTENCES * limits.lost * content
        if is_costly or len(harmed) - spared > OF_SENTENCES * limits.harmed * documents:
            return float(min(HIGHEST, probability[number] + 1e-5))
    return LOWEST


def _to_probability(logits: Any) -> Any:
    return 1 / (1 + np.exp(-logits))
