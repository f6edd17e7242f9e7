"""The numbers of the model beside its weights: where training starts, where forests stop, what passes the gate."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np

from newsieve.cleaner.gate import NEAR
from newsieve.cleaner.thresholds import GateThresholds, PageTerm, SpanThresholds, SplitThresholds
from newsieve.types import Kind, Level

NEVER = 99.0  # a logit that nothing comes to
EXIT_EVERY = 20  # trees
MOST_EXIT_ROWS = 60_000  # that early exits are read from
FIRM = 3.5  # a logit above the threshold of every level
SHARE_TURNED = 0.001  # of rows that an early exit may turn at a step
PRECISION_OF_SENTENCES = {Level.CAREFUL: 0.985, Level.BALANCED: 0.96, Level.THOROUGH: 0.93}
CHANGED_CONTENT, CHANGED_PITCHES = 1 / 1000, 1 / 200  # verdicts of each source that the gate may change
_OWN = tuple(-0.5 * step for step in range(1, 13))
_NEAR = tuple(1.5 - 0.5 * step for step in range(9))
_PITCH_WORDS = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """All that the model file holds beside weights and operating points."""

    gate: GateThresholds
    spans: SpanThresholds
    split: SplitThresholds
    page: PageTerm
    levels: dict[str, dict[str, float]] = field(default_factory=dict)
    sentence_levels: dict[str, float] = field(default_factory=dict)


# The gate starts open, so that its thresholds are fitted on what all blocks come to without it. The levels start where
# an earlier fit left them: whether a paragraph is taken apart hangs on them.
START = Thresholds(
    gate=GateThresholds(own=-NEVER, near=-NEVER, pitch_words=0, slope=1.0, intercept=0.0),
    spans=SpanThresholds(firm=0.95, fair=0.6, gap=3, bonus=3.0, edge=0.6, edge_bonus=1.0),
    split=SplitThresholds(pitch_words=1, pitch_share=0.04, score=-1.0, stays=0.4, stays_alone=0.2, much=0.3),
    page=PageTerm(center=1.0, slope=1.5, least=-1.0, most=2.0, row=0.0),
    levels={level: dict.fromkeys(Kind, least) for level, least in zip(Level, (0.95, 0.75, 0.5), strict=True)},
    sentence_levels={"careful": 0.98, "balanced": 0.93, "thorough": 0.75},
)


@dataclass(frozen=True, slots=True)
class Passed:
    """Blocks as the gate sees them; all arrays have an entry for each block, in order."""

    score: Any  # stage one's logit
    pitch_words: Any
    document: Any
    source: Any
    label: Any
    removed: Any  # whether the whole cleaner removes it, or a part of it
    signalled: Any  # whether a rule matches, or it is taken apart


def find_exits(booster: Any, rows: Any) -> tuple[float, float]:
    """The raw logits below and above which, after EXIT_EVERY trees or more, hardly a row was turned in the end."""
    rows = rows[:: 1 + len(rows) // MOST_EXIT_ROWS]
    final = booster.predict(rows, raw_score=True)
    steps = range(EXIT_EVERY, booster.num_trees(), EXIT_EVERY)
    likely, rest = rows[final >= 0], rows[final < FIRM]
    if not len(likely) or not len(rest) or not steps:
        return -NEVER, NEVER
    low = np.min([booster.predict(likely, num_iteration=step, raw_score=True) for step in steps], axis=0)
    high = np.max([booster.predict(rest, num_iteration=step, raw_score=True) for step in steps], axis=0)
    return float(np.quantile(low, SHARE_TURNED)), float(np.quantile(high, 1 - SHARE_TURNED))


def fit_gate(blocks: Passed, page: PageTerm = START.page) -> GateThresholds:
    """The gate that passes over most blocks while it changes hardly a verdict on any source.

    A block that a pitch shares with the story counts as a pitch. What is passed over is none whatever the page says.
    """
    near = _highest_near(blocks.score, blocks.document)
    best = (0.0, START.gate)
    for own, near_limit, pitch_words in product(_OWN, _NEAR, _PITCH_WORDS):
        passed = (blocks.score < own) & (near <= near_limit) & (blocks.pitch_words < pitch_words) & ~blocks.signalled
        share = float(passed.mean())
        if share > best[0] and all(_changes_little(blocks, passed)):
            gate = GateThresholds(own, near_limit, pitch_words, *_fit_line(blocks, passed))
            best = (share, gate) if gate.slope * own + gate.intercept + page.most < 0 else best
    print(f"gate: passes over {100 * best[0]:.1f} % of the blocks, {best[1]}", flush=True)
    return best[1]


def _changes_little(blocks: Passed, passed: Any) -> Iterator[bool]:
    changed = passed & blocks.removed
    for source in dict.fromkeys(blocks.source.tolist()):
        of_source = blocks.source == source
        for of_label, most in ((blocks.label == 0, CHANGED_CONTENT), (blocks.label != 0, CHANGED_PITCHES)):
            chosen = of_source & of_label
            yield int((changed & chosen).sum()) <= most * int(chosen.sum())


def _highest_near(score: Any, document: Any) -> Any:
    """The highest score of a block and NEAR neighbours on either side."""
    highest = score.copy()
    for offset in range(1, NEAR + 1):
        same = document[offset:] == document[:-offset]
        ahead = np.where(same, score[offset:], -NEVER)
        behind = np.where(same, score[:-offset], -NEVER)
        highest[:-offset] = np.maximum(highest[:-offset], ahead)
        highest[offset:] = np.maximum(highest[offset:], behind)
    return highest


def _fit_line(blocks: Passed, passed: Any) -> tuple[float, float]:
    """Slope and intercept of the calibrated logit of what is passed over (Platt 1999)."""
    known = passed & (blocks.label >= 0)
    return fit_platt(blocks.score[known], blocks.label[known] > 0)


def find_precise(logits: Any, labels: Any) -> dict[str, float]:
    """The lowest probability of each level from which on so many sentences that look like a pitch are one."""
    order = np.argsort(-logits, kind="stable")
    right = np.cumsum(labels[order]) / np.arange(1, len(order) + 1)
    is_last = np.append(np.diff(logits[order]) != 0, True)  # of those with the same logit
    found = {}
    for level, precision in PRECISION_OF_SENTENCES.items():
        enough = np.flatnonzero((right >= precision) & is_last)
        limit = logits[order[enough[-1]]] if len(enough) else NEVER
        found[level.value] = round(float(to_probability(limit)), 5)
    return found


def to_probability(logits: Any) -> Any:
    """The probabilities of logits."""
    return 1 / (1 + np.exp(-logits))


def fit_platt(logits: Any, labels: Any, weights: Any = None) -> tuple[float, float]:
    """Slope and intercept that calibrate logits, fitted to labels smoothed as in Platt 1999."""
    from scipy.optimize import minimize

    if not len(logits):
        return 1.0, 0.0

    positive = int(labels.sum())
    targets = np.where(labels, (positive + 1) / (positive + 2), 1 / (len(labels) - positive + 2))

    def loss(line: Any) -> float:
        raised = line[0] * logits + line[1]
        return float(np.average(np.logaddexp(0, raised) - targets * raised, weights=weights))

    slope, intercept = minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead").x
    return round(float(slope), 4), round(float(intercept), 4)
