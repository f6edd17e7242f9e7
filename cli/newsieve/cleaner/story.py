"""The story's own words: how much of a block's vocabulary it shares, and who and what is named in it."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from newsieve.cleaner.sighting import Sighting, is_story
from newsieve.languages import CATEGORIES

_SELF = tuple(map(CATEGORIES.index, ("self", "outlet")))
_SLUG_WORD = re.compile(r"[^\W\d_]{4,}")


def count_story(sightings: Sequence[Sighting]) -> Counter[str]:
    """In how many paragraphs of the story each longer word stands."""
    story: Counter[str] = Counter()
    for sighting in sightings:
        if is_story(sighting):
            story.update(vocabulary_of(sighting))
    return story


def describe_story(
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
