"""Operating points: from which probability on a level removes a block of a kind, and a sentence.

A level is a promise about what it takes from the text, kept on each source by itself: the strictest decides, so that
no mixture of sources moves a threshold. Headlines of other stories, and lines of menus, are told from the story less
surely than what asks or a notice is; and what essays and letters say in the first person is taken for an appeal or an
offer, but hardly ever for an advert or a notice. So each of GROUPS has a threshold of its own. They are lowered step by
step, each time that of the group in which a step brings most pitches for what it takes of the limits, until no step is
left.

A limit may be a matter of two or three lines, and a line's logit differs from one training to the next. So a piece is
not counted as above a threshold or below it, but with its chance to be above it in another training (`expect_above`):
what is counted is what is to be expected, and no threshold hangs on a single line.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from newsieve.train.cleaner_data import CONTENT, MADE
from newsieve.train.cleaner_made import PITCHES
from newsieve.train.cleaner_operate import LOWEST, Outcomes, expect_above, logit
from newsieve.train.cleaner_score import GOING
from newsieve.train.cleaner_thresholds import to_probability
from newsieve.types import Kind, Level

ASKING = frozenset({Kind.DONATION, Kind.SUBSCRIPTION, Kind.NEWSLETTER})
HEADLINES, MENUS = frozenset({Kind.RELATED}), frozenset({Kind.NAV})
GROUPS = (HEADLINES, MENUS, ASKING, frozenset(Kind) - HEADLINES - MENUS - ASKING)
# Share of the limits: gold texts that no one read line by line hold pitches themselves (of 74 lines that went 45 were),
# so do those of pages labelled by line, which are long; in made documents most lines stand near a pitch, and invented
# documents and look-alikes were written to be hard.
LENIENCE = {"wcxb": 2.0, "pages": 2.0, "lines": 4.0, MADE: 2.5, "documents": 2.0, "look-alikes": 6.0}
SPARED = 2  # wrong removals of a source that are not counted: labels are wrong now and then, and sources are small
# Share of a level's losses that sentences may cause beside those of blocks. The surest wrong ones are pitches in lines
# of content, whose label is the line's: "Read more.", "Continue reading…". Those that a rule names do not count.
OF_SENTENCES = 0.35
CORE_COUNTS = 2.0  # what asks or pushes, beside all that goes: half of the latter are menus and headlines of others
STEP = 0.05  # of a threshold's logit
HIGHEST = 0.999
NATURAL = ("promo", "appeals", "lines")  # sources that say what a step brings: real documents, labelled line by line


@dataclass(frozen=True, slots=True)
class LevelLimits:
    """Limits of a level: shares of the lines of content, of the documents harmed, and of what went rightly.

    Of invented texts, all written as content, only `invented` of the share may go. No threshold of blocks is below
    `least`: a level is a promise about texts that no source is like, too.
    """

    lost: float
    harmed: float
    precision: float
    invented: float = 1.0
    least: float = LOWEST


LIMITS = {
    Level.CAREFUL: LevelLimits(0.0006, 0.006, 0.990, least=0.9),
    Level.BALANCED: LevelLimits(0.0038, 0.042, 0.970, invented=0.6, least=0.78),
    Level.THOROUGH: LevelLimits(0.0092, 0.105, 0.94),
}


class Levels(NamedTuple):
    """The thresholds of each level: of blocks by kind, and of sentences."""

    blocks: dict[str, dict[str, float]]
    sentences: dict[str, float]

    def find_removed(self, outcomes: Outcomes, level: Level) -> Any:
        """Whether each piece goes at a level."""
        of_blocks = [self.blocks[level].get(kind, 1.0) for kind in outcomes.kind]
        least = np.where(outcomes.is_sentence, self.sentences[level], of_blocks)
        return outcomes.removable & (to_probability(outcomes.logit) >= least)


@dataclass(frozen=True, slots=True)
class _Source:
    """Pieces of a source that some level may remove, content and pitches apart, with their logits.

    `harmed` has the number of each wrong one's document, `group` the number of each one's in GROUPS.
    """

    name: str
    lines: int  # of content
    documents: int
    wrong: Any
    wrong_group: Any
    harmed: Any
    right: Any
    right_group: Any
    worth: Any  # of the right ones: shares of the source's pitches, 0 for what stays; of what asks or pushes, more
    wrong_sentences: Any
    harmed_by_sentences: Any

    def use(self, points: Any, limits: LevelLimits) -> Any:
        """Shares of the limits that blocks use: of lines, of documents, of precision. Above 1 a limit is broken."""
        is_invented = self.name == "invented"  # which was written as content, so nothing is spared
        spared, lenience = (0, limits.invented) if is_invented else (SPARED, LENIENCE.get(self.name, 1.0))
        chances = expect_above(self.wrong, points[self.wrong_group])
        lost = float(chances.sum()) - spared
        harmed = count_documents(self.harmed, chances, self.documents) - spared
        gone = lost + spared + float(expect_above(self.right, points[self.right_group]).sum())
        imprecise = lost / max(1e-9, (1 - limits.precision) * gone) if len(self.right) else 0.0
        shares = (lost / (limits.lost * max(1, self.lines)), harmed / (limits.harmed * self.documents), imprecise)
        return np.array(shares) / lenience

    def gain(self, points: Any) -> float:
        """The share of the source's pitches that goes, and CORE_COUNTS times that of those that ask or push."""
        return float((self.worth * expect_above(self.right, points[self.right_group])).sum())


def find_levels(outcomes: Outcomes, precise: Mapping[str, float]) -> Levels:
    """The thresholds that remove most under each level's limits; those of sentences are `precise` at least.

    A level's thresholds are no lower than those of the level above it.
    """
    sources = [_gather(outcomes, name) for name in dict.fromkeys(outcomes.source.tolist())]
    of_sentences: dict[Level, float] = {}
    for level in (Level.THOROUGH, Level.BALANCED, Level.CAREFUL):
        asked = [_find_of_sentences(source, LIMITS[level]) for source in sources]
        of_sentences[level] = max(logit(precise[level.value]), *asked, *of_sentences.values())
    levels, points = Levels({}, {}), np.full(len(GROUPS), logit(HIGHEST))
    for level in Level:
        points = lower(points, sources, LIMITS[level])
        of_groups = [_to_threshold(point) for point in points]
        levels.blocks[level.value] = {
            kind.value: next(least for group, least in zip(GROUPS, of_groups, strict=True) if kind in group)
            for kind in Kind
        }
        levels.sentences[level.value] = _to_threshold(of_sentences[level])
        used = {one.name: one.use(points, LIMITS[level]).round(2).tolist() for one in sources}
        print(f"{level}: {of_groups}, sentences {levels.sentences[level.value]:.3f}, limits used {used}", flush=True)
    return levels


def lower(points: Any, sources: Sequence[_Source], limits: LevelLimits) -> Any:
    """The points of GROUPS, lowered while a step keeps the limits on all sources.

    A step costs more the less is left of a limit that it takes from. Where a limit is broken from the start, as that
    of precision may be by two wrong labels among the few pieces that are surest, all are lowered until none is.
    """
    asked = [source for source in sources if source.name in NATURAL] or sources

    def cost(at: Any) -> float:
        used = np.concatenate([source.use(at, limits) for source in sources])
        return float(-np.log(1 - used).sum()) if used.max() < 1 else np.inf

    points = next((at for at in _list_lower(points) if np.isfinite(cost(at))), points)
    least = logit(limits.least)
    while True:
        before, gained = cost(points), sum(source.gain(points) for source in asked)
        steps = [points - STEP * one for one in np.eye(len(GROUPS)) if (points * one).sum() - STEP >= least]
        costs = [cost(step) for step in steps]
        worth = [
            (sum(source.gain(step) for source in asked) - gained) / max(1e-9, paid - before)
            for step, paid in zip(steps, costs, strict=True)
        ]
        if not np.isfinite(costs).any():  # so too where no step is left
            return points
        points = steps[int(np.argmax(np.where(np.isfinite(costs), worth, -np.inf)))]


def _list_lower(points: Any) -> Iterator[Any]:
    """The points, and all of them a step lower, again and again."""
    while (points > STEP).all():
        yield points
        points = points - STEP


def count_documents(documents: Any, chances: Any, size: int) -> float:
    """Count the documents, numbered below `size`, of which a piece goes, by the chances of the pieces."""
    spared = np.bincount(documents, np.log1p(-np.minimum(chances, 1 - 1e-9)), size)
    return float((1 - np.exp(spared)).sum())


def _gather(outcomes: Outcomes, name: str) -> _Source:
    chosen = outcomes.source == name
    known = chosen & outcomes.removable & (outcomes.label >= 0)
    is_content, is_block = outcomes.label == CONTENT, ~outcomes.is_sentence
    documents = np.unique(outcomes.document[chosen])
    numbers = np.searchsorted(documents, outcomes.document)
    groups = np.select([np.isin(outcomes.kind, list(group)) for group in GROUPS], range(len(GROUPS)), len(GROUPS) - 1)
    wrong, right, sentences = (
        known & is_content & is_block,
        known & ~is_content & is_block,
        known & is_content & ~is_block & ~outcomes.is_matched,
    )
    worth = np.zeros(len(outcomes.logit))
    for labels, counts in ((PITCHES, CORE_COUNTS), (GOING, 1.0)):
        own = np.isin(outcomes.label, list(labels))
        worth += counts * own / max(1, int((own & chosen & is_block).sum()))
    return _Source(
        name, int((chosen & is_content).sum()), len(documents), outcomes.logit[wrong], groups[wrong], numbers[wrong],
        outcomes.logit[right], groups[right], worth[right], outcomes.logit[sentences], numbers[sentences],
    )  # fmt: skip


def _find_of_sentences(source: _Source, limits: LevelLimits) -> float:
    """The lowest logit of sentences that keeps their share of the limits on a source."""
    share = OF_SENTENCES * LENIENCE.get(source.name, 1.0)
    for point in np.arange(logit(LOWEST), logit(HIGHEST), STEP):
        chances = expect_above(source.wrong_sentences, point)
        lost = float(chances.sum()) - OF_SENTENCES * SPARED
        harmed = count_documents(source.harmed_by_sentences, chances, source.documents) - OF_SENTENCES * SPARED
        is_harmless = harmed <= share * limits.harmed * source.documents
        if is_harmless and lost <= share * limits.lost * max(1, source.lines):
            return float(point)
    return logit(HIGHEST)


def _to_threshold(point: float) -> float:
    return round(float(min(HIGHEST, max(LOWEST, to_probability(point)))), 5)
