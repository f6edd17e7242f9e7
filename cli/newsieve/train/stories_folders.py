"""Folders of invented articles, scored as readers meet them: random parts of each, and reports after one pattern.

The articles of `fixtures/stories/folder_*.jsonl` are of few places, clubs and persons. Nothing is learned from them.
"""

import json
import random
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from newsieve.stories import RunVocabulary, group_signatures
from newsieve.stories.model import StoryModel
from newsieve.stories.signature import sign
from newsieve.train.stories_data import Text, read_text

SIZES = (3, 5, 10, 20, 40)
TIMES = 24  # parts of each size
PATTERN = (
    "{0} {0} Inc. investors may lead class action",
    "The law firm Kesh & Partners reminds investors of {0} {0} Inc. that the deadline to lead the case is 12 May.",
    "The complaint alleges that the company made false statements about its business.",
    "When the true details entered the market, investors suffered damages.",
    "Investors who bought {0} {0} may contact the firm at no cost.",
)
REPORTS = 40
_SOUNDS = ("ba", "ke", "lim", "mor", "nu", "ras", "set", "ti", "vol", "zu")


class FolderScore(NamedTuple):
    """Numbers of random parts of a folder, of those with a wrong join, of pairs of one story, and of those joined."""

    parts: int
    wrong: int
    pairs: int
    joined: int


def score_folders(fixtures: Path, model: StoryModel) -> dict[str, Any]:
    """The scores of random parts of each folder, and how many stories reports after one pattern become."""
    scores: dict[str, Any] = {}
    for path in sorted((fixtures / "stories").glob("folder_*.jsonl")):
        scores[path.stem] = score_folder(read_folder(path), model)._asdict()
    return scores | {"reports": REPORTS, "stories of reports": len(group_texts(list(_make_reports()), model))}


def read_folder(path: Path) -> list[Text]:
    """The articles of a folder, with their stories."""
    records = map(json.loads, path.read_text("utf8").splitlines())
    return [read_text({"date": "", **record}, record["story"]) for record in records]


def score_folder(texts: Sequence[Text], model: StoryModel) -> FolderScore:
    """Group random parts of a folder. The parts depend on the number of texts alone."""
    chance, total = random.Random(7), FolderScore(0, 0, 0, 0)  # noqa: S311
    for size in SIZES:
        for _ in range(TIMES):
            part = chance.sample(texts, min(size, len(texts) - 5))
            total = FolderScore(*map(sum, zip(total, _score_part(part, model), strict=True)))
    return total


def group_texts(texts: Sequence[Text], model: StoryModel) -> list[list[int]]:
    """The numbers of texts that are one story, as `brief` groups them."""
    vocabulary = RunVocabulary()
    signatures = [sign(text.title, text.sentences, text.language, vocabulary) for text in texts]
    return group_signatures(signatures, [text.day for text in texts], vocabulary, model)


def _score_part(texts: Sequence[Text], model: StoryModel) -> FolderScore:
    group_of = {index: group[0] for group in group_texts(texts, model) for index in group}
    pairs = [
        (texts[one].story == texts[other].story, group_of[one] == group_of[other])
        for one, other in combinations(range(len(texts)), 2)
    ]
    is_wrong = any(joined and not is_one for is_one, joined in pairs)
    return FolderScore(1, int(is_wrong), sum(is_one for is_one, _ in pairs), sum(is_one and j for is_one, j in pairs))


def _make_reports() -> Iterator[Text]:
    for number in range(REPORTS):
        digits = number % 10, number // 10, number * 7 % 10
        name = "".join(_SOUNDS[digit] for digit in digits).capitalize()
        title, *sentences = (line.format(name) for line in PATTERN)
        yield Text(str(number), title, tuple(sentences), "en", None)
