"""Many documents to stories: near-copies, and articles on one story, as one entry under the fullest one's headline.

Each document is read once and kept as a Telling, a few kilobytes. When all are read, near-copies are joined
(`near_copies.py`), so that how rare a word is does not depend on how often one text was printed. An inverted index
finds what may tell one story (`grouping.py`), a model weighs what they share and where they contradict each other
(`comparison.py`), and what holds together is a story. What stands in a brief depends on the set of documents alone.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from time import time
from types import MappingProxyType
from typing import Any

from newsieve.pipeline import Task, process
from newsieve.stories.comparison import Comparison
from newsieve.stories.grouping import find_candidates, group_pairs
from newsieve.stories.model import StoryModel, load_model
from newsieve.stories.near_copies import find_copies
from newsieve.stories.render import render_stories
from newsieve.stories.signature import RunVocabulary, Signature
from newsieve.stories.story import Story
from newsieve.stories.telling import Telling, make_telling, published_at
from newsieve.stories.weights import weigh_words
from newsieve.types import Document, Memory, Options

_DAY_S = 86400


def group_tellings(tellings: Iterable[Telling], vocabulary: RunVocabulary) -> list[Story]:
    """The stories, in an order that their content gives."""
    ordered = sorted(tellings, key=lambda telling: (telling.key, str(telling.id)))
    ordered.sort(key=lambda telling: telling.moment.seconds if telling.moment else 0.0)
    signatures = [telling.signature for telling in ordered]
    days = [telling.moment.seconds / _DAY_S if telling.moment else None for telling in ordered]
    groups = group_signatures(signatures, days, vocabulary, load_model())
    stories = ([ordered[index] for index in group] for group in groups)
    return [Story(tuple(sorted(tellings, key=_rank))) for tellings in stories]


def group_signatures(
    signatures: Sequence[Signature], days: Sequence[float | None], vocabulary: RunVocabulary, model: StoryModel
) -> list[list[int]]:
    """The numbers of documents that tell one story; they are numbered in an order that their content gives."""
    pair_weights = weigh_words(vocabulary, model, most=2)
    copies = find_copies(signatures, Comparison(signatures, days, pair_weights, model).is_copy)
    distinct = [signatures[first] for first, *_ in copies]
    printed_again = ([signatures[index] for index in group] for group in copies if len(group) > 1)
    weights = weigh_words(vocabulary.count_once(printed_again), model)
    comparison = Comparison(distinct, [days[first] for first, *_ in copies], weights, model)
    pairs = find_candidates(distinct, weights, vocabulary.hashes)
    groups = group_pairs(len(distinct), pairs, comparison.score, model.cohesion)
    return [[index for text in group for index in copies[text]] for group in groups]


def tell_stories(
    documents: Iterable[Document], options: Options, sort: str, memory: Memory | None = None
) -> list[Story]:
    """The stories of documents that are in memory, by an order of `sort_stories`. Raises: InputError."""
    now, vocabulary, tellings = time(), RunVocabulary(), list[Telling]()
    for document in documents:
        result = process(document, Task.DIGEST, options, memory, with_evidence=False)
        if telling := make_telling(result, vocabulary, options.ranker, now, now):
            tellings.append(telling)
    return sort_stories(group_tellings(tellings, vocabulary), sort)


def sort_stories(stories: Iterable[Story], by: str) -> list[Story]:
    """Newest first, most told first, or by the path of the fullest."""
    return sorted(stories, key=_ORDERS[by])


def _rank(telling: Telling) -> tuple[int, bytes, str]:
    return -telling.size, telling.key, str(telling.id)


def _by_date(story: Story) -> tuple[float, int, str]:
    return -story.published, -len(story.documents), str(story.documents[0].id)


def _by_size(story: Story) -> tuple[int, float, str]:
    return -len(story.documents), *_by_date(story)[::2]


def _by_path(story: Story) -> str:
    return str(story.documents[0].id)


_ORDERS: Mapping[str, Callable[[Story], Any]] = MappingProxyType({"date": _by_date, "size": _by_size, "path": _by_path})

__all__ = [
    "RunVocabulary",
    "Story",
    "Telling",
    "group_signatures",
    "group_tellings",
    "make_telling",
    "published_at",
    "render_stories",
    "sort_stories",
    "tell_stories",
]  # fmt: skip
