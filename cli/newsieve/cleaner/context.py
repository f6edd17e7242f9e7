"""What a block's place says: its neighbours, its place in the document, the run that it stands in, the story's words.

One row of numbers for each block, in the order of `NAMES`; the last stage reads nothing else. `FAMILIES` says under
which name a person is shown what each number argues.
"""

import math
from collections.abc import Container, Mapping, Sequence
from itertools import accumulate

from newsieve.cleaner.shape import Shape
from newsieve.cleaner.sighting import CATEGORY_FAMILIES, GROUPS, Sighting, is_story, share_hits, sum_groups
from newsieve.cleaner.story import describe_story
from newsieve.languages import CATEGORIES

OUTSIDE = -9.0  # a score beyond the document's edge
_PITCH = tuple(map(CATEGORIES.index, ("give", "appeal", "outlet", "no_paywall", "subscribe", "newsletter", "thanks")))
_ENDS = ".!?…”:"
_STARTS = "Aa0“•"
_FLAGS = ("address", "handle", "currency", "clock", "date", "quote", "shout", "question", "bar", "bracketed")
_COLUMNS: tuple[tuple[str, str], ...] = (
    ("score", "the words"),
    *((group, "the words") for group in GROUPS),
    ("is_known_language", "the words"),
    *((f"score{at:+d}", "neighbours") for at in (-3, -2, -1, 1, 2, 3)),
    *((f"{group}{at:+d}", "neighbours") for group in ("money", "related", "furniture") for at in (-1, 1)),
    *((f"around{size}", "neighbours") for size in (2, 5)),
    *((name, "neighbours") for name in "pitch-2 pitch-1 pitch+1 pitch+2 chars-1 chars+1 open-1 open+1".split()),
    *((name, "the run") for name in "run_before run_after bridge money_bridge list_before list_after".split()),
    *((name, "the document") for name in "mean mean_before mean_after share_high blocks".split()),
    *((name, "the place") for name in "number to_end part story_before story_after since_story until_story".split()),
    *((name, "the place") for name in ("glued", "glued+1")),
    *((name, "the look") for name in "chars words to_median capital_words capital_letters digits marks".split()),
    *((name, "the look") for name in ("stop_words", "end", "start")),
    *((flag, "the look") for flag in _FLAGS),
    *((name, "the story's words") for name in ("shared", "shared_rare", "slug", "title")),
    *((name, "the outlet speaks of itself") for name in ("outlet_name", "self_around")),
    ("repeats", "repeated"),
    ("rules", "rules"),
    *zip(CATEGORIES, CATEGORY_FAMILIES, strict=True),
)
NAMES = tuple(name for name, _ in _COLUMNS)
FAMILIES = tuple(family for _, family in _COLUMNS)
RISING = frozenset({"score", "rules", "run_before", "run_after"})  # more of it never argues for content


def describe(
    sightings: Sequence[Sighting],
    story: Mapping[str, int],
    url: str | None,
    title: str | None,
    is_known_language: bool,
    skipped: Container[int] = (),
) -> list[list[float]]:
    """One row for each block, in the order of NAMES; an empty one for those skipped, by number.

    `story` is what `count_story` says of the same blocks.
    """
    asked = [i for i in range(len(sightings)) if i not in skipped]
    groups = [sum_groups(sighting.chances) for sighting in sightings]
    parts = zip(
        asked,
        _describe_neighbours(sightings, groups, asked),
        _describe_runs(sightings, asked),
        _describe_document(sightings, asked),
        _describe_places(sightings, asked),
        describe_story(sightings, story, url, title, asked),
        strict=True,
    )
    rows: list[list[float]] = [[] for _ in sightings]
    known = float(is_known_language)
    for i, neighbours, runs, document, places, shared in parts:
        one = sightings[i]
        rows[i] = [
            one.score, *groups[i], known, *neighbours, *runs, *document, *places, *shared, one.rules,
            *share_hits(one.shape),
        ]  # fmt: skip
    return rows


def _describe_neighbours(
    sightings: Sequence[Sighting], own_groups: Sequence[list[float]], asked: Sequence[int]
) -> list[list[float]]:
    edge = [OUTSIDE] * 3
    scores = [*edge, *(sighting.score for sighting in sightings), *edge]
    nothing = [0.0] * len(GROUPS)
    groups = [nothing, *own_groups, nothing]
    pitches = [0.0, 0.0, *(_pitch(sighting.shape) for sighting in sightings), 0.0, 0.0]
    chars = [0.0, *(math.log(sighting.shape.chars) for sighting in sightings), 0.0]
    opens = [0.0, *(float(sighting.shape.end in "”.!?…") for sighting in sightings), 0.0]
    capped = [max(-3.0, min(3.0, sighting.score)) for sighting in sightings]
    sums = [0.0, *accumulate(capped)]
    rows = []
    for i in asked:
        row = [*scores[i : i + 3], *scores[i + 4 : i + 7]]
        before, after = groups[i], groups[i + 2]
        row += [before[0], after[0], before[2], after[2], before[3], after[3]]
        for size in (2, 5):
            low, high = max(0, i - size), min(len(sightings), i + size + 1)
            row.append((sums[high] - sums[low] - capped[i]) / (2 * size))
        row += [pitches[i], pitches[i + 1], pitches[i + 3], pitches[i + 4]]
        row += [chars[i], chars[i + 2], opens[i], opens[i + 2]]
        rows.append(row)
    return rows


def _pitch(shape: Shape) -> float:
    hits = shape.hits
    return sum([hits[number] for number in _PITCH]) / math.sqrt(max(1, shape.words))


def _describe_runs(sightings: Sequence[Sighting], asked: Sequence[int]) -> list[list[float]]:
    """How well a run of pitches that this block would carry on is supported on either side.

    A pitch of several paragraphs is one thing whose middle reads like prose; what gives it away stands at its ends.
    """
    gains = [max(-3.0, min(4.0, sighting.score)) for sighting in sightings]
    money = [_odds(sum(sighting.chances[1:4])) for sighting in sightings]
    lists = [float(sighting.shape.end not in "”.!?…" and sighting.shape.words < 25) for sighting in sightings]
    before, after = find_support(gains), find_support(gains[::-1])[::-1]
    list_before, list_after = find_streaks(lists), find_streaks(lists[::-1])[::-1]
    rows = []
    for i in asked:
        near, far = slice(max(0, i - 4), i), slice(i + 1, i + 5)
        bridge = min(max(gains[near], default=OUTSIDE), max(gains[far], default=OUTSIDE))
        money_bridge = min(max(money[near], default=OUTSIDE), max(money[far], default=OUTSIDE))
        rows.append([before[i], after[i], bridge, money_bridge, list_before[i], list_after[i]])
    return rows


def find_support(gains: Sequence[float]) -> list[float]:
    """For each block the best sum of gains of a run that ends before it, 0..10."""
    result, held = [], 0.0
    for gain in gains:
        result.append(held)
        held = max(0.0, min(10.0, held + gain))
    return result


def find_streaks(flags: Sequence[float]) -> list[float]:
    """For each block the number of flags in a row before it, at most 20."""
    result, held = [], 0.0
    for flag in flags:
        result.append(held)
        held = min(20.0, held + 1) if flag else 0.0
    return result


def _odds(chance: float) -> float:
    chance = min(0.9995, max(0.0005, chance))
    return math.log(chance / (1 - chance))


def _describe_document(sightings: Sequence[Sighting], asked: Sequence[int]) -> list[list[float]]:
    count = len(sightings)
    chances = [1 - sighting.chances[0] for sighting in sightings]
    sums = [0.0, *accumulate(chances)]
    mean, high = sums[-1] / count, sum(1 for sighting in sightings if sighting.score > 0) / count
    rows = []
    for i in asked:
        before = sums[i] / i if i else OUTSIDE
        after = (sums[-1] - sums[i + 1]) / (count - i - 1) if i + 1 < count else OUTSIDE
        rows.append([mean, before, after, high, min(200.0, count)])
    return rows


def _describe_places(sightings: Sequence[Sighting], asked: Sequence[int]) -> list[list[float]]:
    count = len(sightings)
    story = [is_story(sighting) for sighting in sightings]
    weights = [float(sighting.shape.chars) if told else 0.0 for sighting, told in zip(sightings, story, strict=True)]
    sums = [0.0, *accumulate(weights)]
    whole = max(1.0, sums[-1])
    since, until = find_distances(story), find_distances(story[::-1])[::-1]
    median = max(1, sorted(sighting.shape.chars for sighting in sightings)[count // 2])
    rows = []
    for i in asked:
        sighting = sightings[i]
        shape = sighting.shape
        glued_next = float(i + 1 < count and sightings[i + 1].is_glued)
        rows.append([
            min(50.0, i), min(50.0, count - i - 1), i / count,
            sums[i] / whole, (sums[-1] - sums[i + 1]) / whole, since[i], until[i],
            float(sighting.is_glued), glued_next,
            math.log(shape.chars), float(shape.words), math.log(shape.chars / median),
            shape.capital_words, shape.capital_letters, shape.digits, shape.marks, shape.stop_words,
            float(_ENDS.find(shape.end) if shape.end else -2), float(_STARTS.find(shape.start)),
            *(float(flag in shape.flags) for flag in _FLAGS),
        ])  # fmt: skip
    return rows


def find_distances(flags: Sequence[bool]) -> list[float]:
    """For each block how many blocks back the last flag stands, at most 30."""
    result, held = [], 30.0
    for flag in flags:
        result.append(held)
        held = 1.0 if flag else min(30.0, held + 1)
    return result
