"""What a block's place says: its neighbours, its place in the document, the run that it stands in, the story's words.

One row of numbers for each block, in the order of `NAMES`; the last stage reads nothing else. `FAMILIES` says under
which name a person is shown what each number argues.
"""

import math
import re
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from newsieve.cleaner.shape import Shape
from newsieve.languages import CATEGORIES
from newsieve.model import Kind

OUTSIDE = -9.0  # a score beyond the document's edge
HIGHEST = 8.0  # scores are cut at this and its negative
PROSE = 80  # characters: what is longer and scored as content is taken for the story
GROUPS = (
    "money",
    "push",
    "related",
    "furniture",
    "caption",
    "byline",
    "about",
)  # of classes, as `sum_groups` sums them
_PITCH = tuple(map(CATEGORIES.index, ("give", "appeal", "outlet", "no_paywall", "subscribe", "newsletter", "thanks")))
_SELF = tuple(map(CATEGORIES.index, ("self", "outlet")))
_PITCHING = tuple(map(CATEGORIES.index, (
    "give", "appeal", "no_paywall", "subscribe", "account", "newsletter", "consent", "social", "app", "share",
    "related", "advert", "shop", "comments", "contact", "legal", "cookie", "media", "thanks",
)))  # fmt: skip
_FAMILY_OF_CATEGORY = {
    "money words": ("give", "amount", "appeal", "no_paywall", "thanks", "charity"),
    "sign-up words": ("subscribe", "account", "newsletter", "consent", "free", "app", "social", "share"),
    "the outlet speaks of itself": ("outlet", "self"),
    "address to the reader": ("reader", "imperative"),
    "furniture words": ("related", "advert", "shop", "comments", "contact", "legal", "cookie", "nav", "media", "byline",
                        "about", "calendar"),
    "telling words": ("speech", "narrative", "third_person", "newsmakers"),
}  # fmt: skip
_ENDS = ".!?…”:"
_STARTS = "Aa0“•"
_FLAGS = ("address", "handle", "currency", "clock", "date", "quote", "shout", "question", "bar", "bracketed")
_SLUG_WORD = re.compile(r"[^\W\d_]{4,}")


class Sighting(NamedTuple):
    """One block as the first stage sees it. `scores` are log-odds of the classes, content first."""

    text: str
    words: tuple[str, ...]
    shape: Shape
    chances: tuple[float, ...]
    score: float
    is_glued: bool  # to the block before
    rules: float = 0.0  # weight of the pack's rules that match
    named: Kind | None = None  # by the weightiest of them
    is_passed: bool = False  # taken for the story without asking the last stage


CATEGORY_FAMILIES = tuple(
    next(family for family, members in _FAMILY_OF_CATEGORY.items() if category in members) for category in CATEGORIES
)
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
        _describe_story(sightings, story, url, title, asked),
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


def has_pitch_word(hits: Sequence[int]) -> bool:
    """Whether any word of a text could belong to a pitch, by its hits of the lexicons' categories."""
    return any(map(hits.__getitem__, _PITCHING))


def sum_groups(chances: Sequence[float]) -> list[float]:
    """The chances of each of GROUPS, in their order."""
    _, donation, subscription, newsletter, app, related, advert, comments, legal, nav, caption, byline, about = chances
    return [donation + subscription + newsletter, app + advert, related, comments + legal + nav, caption, byline, about]


def share_hits(shape: Shape) -> list[float]:
    """Hits of each lexicon category, by the root of the number of words."""
    scale = 1 / math.sqrt(max(1, shape.words))
    return [hits * scale for hits in shape.hits]


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


def is_story(sighting: Sighting) -> bool:
    """Whether the block by itself looks like a paragraph of the story."""
    return sighting.shape.chars >= PROSE and sighting.score < -1.0


def find_distances(flags: Sequence[bool]) -> list[float]:
    """For each block how many blocks back the last flag stands, at most 30."""
    result, held = [], 30.0
    for flag in flags:
        result.append(held)
        held = 1.0 if flag else min(30.0, held + 1)
    return result


def _describe_story(
    sightings: Sequence[Sighting], story: Mapping[str, int], url: str | None, title: str | None, asked: Sequence[int]
) -> list[list[float]]:
    """How much of a block's vocabulary the story shares, and who is named in it."""
    host, slug = parts_of(url)
    named = frozenset(_SLUG_WORD.findall(title.casefold())) if title else frozenset()
    copies = Counter([sighting.text for sighting in sightings])
    selves = [0, *(sum([sighting.shape.hits[number] for number in _SELF]) for sighting in sightings), 0]
    rows: list[list[float]] = []
    for i in asked:
        sighting = sightings[i]
        vocabulary = vocabulary_of(sighting)
        own = 1 if is_story(sighting) else 0
        size = len(vocabulary)
        unknown = [story.get(word, 0) for word in vocabulary].count(own)
        rows.append([
            (size - unknown) / size if size else -1.0,
            unknown / math.sqrt(size) if size else -1.0,
            len(slug & vocabulary) / len(slug) if slug else -1.0,
            len(named & vocabulary) / len(named) if named else -1.0,
            name_share(vocabulary, host),
            float(selves[i] + selves[i + 2]),
            float(min(5, copies[sighting.text] - 1)),
        ])  # fmt: skip
    return rows


def vocabulary_of(sighting: Sighting) -> frozenset[str]:
    """A block's words of more than three letters."""
    return frozenset([word for word in sighting.words if len(word) > 3])


def count_story(sightings: Sequence[Sighting]) -> Counter[str]:
    """In how many paragraphs of the story each longer word stands."""
    story: Counter[str] = Counter()
    for sighting in sightings:
        if is_story(sighting):
            story.update(vocabulary_of(sighting))
    return story


def name_share(vocabulary: frozenset[str], host: str) -> float:
    """How much of the outlet's name, as its host spells it, the longest word of a block makes up: 0..1."""
    if not host:
        return 0.0
    return max([len(word) for word in vocabulary if word in host], default=0) / len(host)


def parts_of(url: str | None) -> tuple[str, frozenset[str]]:
    """The host's own label without its dashes, and the words of the path."""
    if not url or "://" not in url[:12]:
        return "", frozenset()
    host, _, path = url[:2000].split("://", 1)[1].partition("/")
    labels = [label for label in host.casefold().split(":")[0].split(".") if len(label) > 3]
    own = max(labels, key=len, default="").replace("-", "")
    return own.removeprefix("the"), frozenset(_SLUG_WORD.findall(path.casefold().replace("_", " ")))
