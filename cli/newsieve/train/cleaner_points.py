"""Operating points: from which probability on a level removes a block of a kind, and a sentence.

A level is a promise about what it takes from the text, kept on each source by itself: the strictest decides, so that
no mixture of sources moves a threshold. Headlines of other stories, and lines of menus, are told from the story less
surely than what asks or a notice is, so each of GROUPS has a threshold of its own; all are searched under one promise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from newsieve.train.cleaner_data import CONTENT, MADE
from newsieve.train.cleaner_operate import LOWEST, Outcomes
from newsieve.types import Kind, Level

GROUPS = (frozenset({Kind.RELATED}), frozenset({Kind.NAV}), frozenset(Kind) - {Kind.RELATED, Kind.NAV})
ASKING = (Kind.DONATION, Kind.SUBSCRIPTION, Kind.NEWSLETTER, Kind.APP_OR_SOCIAL, Kind.ADVERT)
# Share of the limits: gold texts that no one read line by line hold pitches themselves, and in made documents most
# lines stand near a pitch.
LENIENCE = {"wcxb": 1.25, "pages": 1.25, MADE: 1.5}
SPARED = 2  # wrong removals of a source that are not counted: labels are wrong now and then, and sources are small
OF_SENTENCES = 0.3  # share of a level's losses that sentences may cause
HIGHEST = 0.999
_STEPS = 1 / (1 + np.exp(-0.1 * np.arange(52)))  # probabilities that are tried for blocks


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
    Level.BALANCED: LevelLimits(0.0042, 0.043, 0.970, 0.15),
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
    """The lowest thresholds that keep each level's limits on each source; those of sentences are `precise` at least.

    Of those for blocks the ones are taken at which most goes: the mean of the shares of what asks and of all that
    goes, each source counting the same. A level's thresholds are no lower than those of the level above it.
    """
    sources = [outcomes.source == source for source in dict.fromkeys(outcomes.source.tolist())]
    levels = Levels({}, {})
    of_groups, of_sentences = (LOWEST,) * len(GROUPS), LOWEST
    for level in (Level.THOROUGH, Level.BALANCED, Level.CAREFUL):
        asked = (_find_of_sentences(outcomes, chosen, LIMITS[level]) for chosen in sources)
        of_sentences = max(of_sentences, precise[level.value], *asked)
        counts = [_count(outcomes, chosen, of_sentences, LIMITS[level].invented) for chosen in sources]
        of_groups = _find_of_groups(counts, LIMITS[level], of_groups)
        pairs = list(zip(GROUPS, of_groups, strict=True))
        levels.blocks[level.value] = {
            kind.value: next(round(p, 5) for group, p in pairs if kind in group) for kind in Kind
        }
        levels.sentences[level.value] = round(of_sentences, 5)
        print(f"{level}: {[round(one, 3) for one in of_groups]}, sentences {of_sentences:.3f}", flush=True)
    order = [level.value for level in Level]
    return Levels({level: levels.blocks[level] for level in order}, {level: levels.sentences[level] for level in order})


class _Counts(NamedTuple):
    """Counts of a source at each of _STEPS for each of GROUPS, an axis each."""

    lost: Any
    harmed: Any
    right: Any
    share: Any  # of what asks that goes, and of all that goes: the sum of both shares
    content: float
    documents: float
    spared: int

    def keep(self, limits: LevelLimits) -> Any:
        """Whether the limits are kept."""
        wrong, hurt = self.lost - self.spared, self.harmed - self.spared
        is_precise = (self.right == 0) | (wrong <= (1 - limits.precision) * (self.lost + self.right))
        return is_precise & (wrong <= limits.lost * self.content) & (hurt <= limits.harmed * self.documents)


def _find_of_groups(counts: Sequence[_Counts], limits: LevelLimits, held: Sequence[float]) -> tuple[float, ...]:
    kept = np.logical_and.reduce([one.keep(limits) for one in counts])
    for axis, least in enumerate(held):
        kept = kept & _along(axis, least - 1e-9 <= _STEPS)
    shares = np.where(kept, np.mean([one.share for one in counts if one.right.max()], axis=0), -1.0)
    if shares.max() < 0:
        return (HIGHEST,) * len(held)
    return tuple(float(_STEPS[at]) for at in np.unravel_index(np.argmax(shares), shares.shape))


def _count(outcomes: Outcomes, chosen: Any, of_sentences: float, of_invented: float) -> _Counts:
    """Count what goes of a source at all steps of the groups, sentences included."""
    probability = _to_probability(outcomes.logit)
    known = chosen & outcomes.removable & (outcomes.label >= 0)
    blocks, is_content = known & ~outcomes.is_sentence, outcomes.label == CONTENT
    lost_sentences = known & outcomes.is_sentence & (probability >= of_sentences) & is_content
    groups = [blocks & np.isin(outcomes.kind, list(group)) for group in GROUPS]
    asking = _add_up(probability, [group & ~is_content & np.isin(outcomes.kind, ASKING) for group in groups])
    right = _add_up(probability, [group & ~is_content for group in groups])
    documents = np.unique(outcomes.document[chosen])
    source = str(outcomes.source[chosen][0])
    lenience = of_invented if source == "invented" else LENIENCE.get(source, 1.0)
    harmed = np.isin(documents, outcomes.document[lost_sentences])[:, *[None] * len(GROUPS)]
    for axis, group in enumerate(groups):
        peaks = _find_peaks(outcomes, probability, group & is_content, documents)
        others = tuple(i + 1 for i in range(len(GROUPS)) if i != axis)
        harmed = harmed | np.expand_dims(peaks[:, None] >= _STEPS, others)
    return _Counts(
        lost=_add_up(probability, [group & is_content for group in groups]) + int(lost_sentences.sum()),
        harmed=harmed.sum(axis=0),
        right=right,
        share=right / max(1, right.max()) + asking / max(1, asking.max()),
        content=lenience * max(1, int((chosen & is_content).sum())),
        documents=lenience * len(documents),
        spared=0 if source == "invented" else SPARED,  # those were written as content
    )


def _add_up(probability: Any, groups: Sequence[Any]) -> Any:
    """Count those of all groups that are at least as high as the steps."""
    of_groups = ((probability[group][:, None] >= _STEPS).sum(axis=0) for group in groups)
    return sum(_along(axis, counts) for axis, counts in enumerate(of_groups))


def _along(axis: int, values: Any) -> Any:
    """Lay values along an axis of as many as there are GROUPS."""
    return np.expand_dims(values, tuple(i for i in range(len(GROUPS)) if i != axis))


def _find_peaks(outcomes: Outcomes, probability: Any, chosen: Any, documents: Any) -> Any:
    """Find the highest probability of what is chosen in each document."""
    peaks = np.zeros(len(documents))
    np.maximum.at(peaks, np.searchsorted(documents, outcomes.document[chosen]), probability[chosen])
    return peaks


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
