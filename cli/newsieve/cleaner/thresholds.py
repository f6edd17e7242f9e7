"""Numbers that decide about text: fitted in training, read from the model file, named here.

The probabilities from which on a level removes stand in `Model` (`thresholds`, `sentence_thresholds`); they are found
in `train/cleaner_points.py`, under the limits of each level there.
"""

from typing import NamedTuple


class GateThresholds(NamedTuple):
    """Limits of the blocks that go no further than stage one, so that hardly a verdict changes for it.

    A block is passed over whose logit is below `own`, whose neighbours' are all below `near`, and that has fewer than
    `pitch_words` of a pitch. The logit of its probability is `slope` times stage one's, and `intercept`.
    """

    own: float
    near: float
    pitch_words: int
    slope: float
    intercept: float


class SpanThresholds(NamedTuple):
    """Probabilities of a firm pitch and of its fair middle, blocks of a gap, and log-odds that a middle is lent.

    A block beside a firm pitch is its edge from the probability `edge` on, and is lent `edge_bonus`.
    """

    firm: float
    fair: float
    gap: int
    bonus: float
    edge: float
    edge_bonus: float


class SplitThresholds(NamedTuple):
    """Conditions under which a paragraph is taken apart.

    It is looked into if it has `pitch_words` of a pitch or a rule matches. It is opened for a sentence that a rule
    calls a pitch, or of which more than `pitch_share` of the words are of one and whose stage one logit is above
    `score`. If the whole would not go, it is taken apart where a sentence would. If the whole would go, it is where
    sentences of a probability below `stays` make up more than `much` of it; below `stays_alone`, if none of them goes.
    """

    pitch_words: int
    pitch_share: float
    score: float
    stays: float
    stays_alone: float
    much: float


class PageTerm(NamedTuple):
    """The term for a block's place in a page: `slope` times how far its log-odds are from `center`, within bounds.

    `row` is added for a table's row of several cells that extraction kept.
    """

    center: float
    slope: float
    least: float
    most: float
    row: float
