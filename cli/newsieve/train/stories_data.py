"""Pairs of documents to learn stories from: tellings of one story, articles on one topic, and articles of real outlets.

The invented stories and pairs are those of fixtures/stories. Of real articles `stories_labels.txt` says by their ids
which pairs tell one story; the others that share rare words are taken for two. Near-copies are made of real articles.
"""

import json
import lzma
import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from newsieve.pipeline import Task, process, ranker_input
from newsieve.stories.comparison import Comparison, weigh_words
from newsieve.stories.dates import parse_date
from newsieve.stories.grouping import find_candidates
from newsieve.stories.model import StoryModel
from newsieve.stories.signature import RunVocabulary, Signature, sign
from newsieve.stories.telling import find_title
from newsieve.types import Document, Options

LABELS = Path(__file__).with_name("stories_labels.txt")
COPIES = 250  # that are made
BESIDE = 40  # documents of a small run, beside the pair
_DAY_S = 86400
_SEED = 7


class Text(NamedTuple):
    """Text that a signature is made of. `story` is the same for tellings of one story, "" where nobody says."""

    id: str
    title: str
    sentences: tuple[str, ...]
    language: str
    day: float | None
    story: str = ""
    relation: str = ""


class PairRow(NamedTuple):
    """The features of a pair, whether it tells one story, which half of the data it is of, and what kind of pair."""

    values: tuple[float, ...]
    is_one: bool
    half: int
    kind: str


def half_of(name: str) -> int:
    """The half, 0 or 1, that a story, a pair or an article belongs to."""
    return crc32(name.encode()) & 1


def read_invented(folder: Path) -> list[Text]:
    """The texts of stories.jsonl and pairs.jsonl; an article of a pair is a story of its own."""
    texts = []
    for line in (folder / "stories.jsonl").read_text("utf8").splitlines():
        story = json.loads(line)
        texts += [_read(t, story["story"], t["relation"]) for t in story["tellings"]]
    for line in (folder / "pairs.jsonl").read_text("utf8").splitlines():
        pair = json.loads(line)
        texts += [_read(article, article["id"], f"topic {pair['pair']}") for article in pair["articles"]]
    return texts


def read_real(corpus: Path) -> list[Text]:
    """The articles of digest/ and wcxb/, those without text left out."""
    texts = []
    for line in (corpus / "digest" / "pairs.jsonl").read_text("utf8").splitlines():
        record = json.loads(line)
        texts.append(_read({**record, "date": ""}))
    with lzma.open(corpus / "wcxb" / "gold.jsonl.xz", "rt", encoding="utf8") as lines:
        for line in lines:
            record = json.loads(line)
            if record["type"] == "article":
                texts.append(_read({**record, "text": record["gold"]}))
    return [text for text in texts if text.sentences]


def read_labels() -> dict[tuple[str, str], bool]:
    """Read whether two documents tell one story, by pairs of ids, the lesser first."""
    rows = [line.split() for line in LABELS.read_text("utf8").splitlines() if not line.startswith("#")]
    return {(min(one, other), max(one, other)): label == "1" for one, other, label in rows}


def list_rows(invented: Sequence[Text], real: Sequence[Text], model: StoryModel) -> Iterator[PairRow]:
    """All pairs to learn from."""
    for is_dated in (True, False):
        texts = [text if is_dated else text._replace(day=None) for text in invented]
        for group in _group(texts):
            yield from _list_invented(group, combinations(range(len(group)), 2), model)
        yield from _list_invented(texts, None, model)
    yield from _list_real(real, model)
    yield from _list_copies(real, model)


def _read(record: dict[str, str], story: str = "", relation: str = "") -> Text:
    result = process(Document(record["id"], record["text"], title=record.get("title")), Task.CLEAN, Options())
    title, sentences = find_title(result, ranker_input(result)[0]) if result.verdicts else ("", ())
    date = parse_date(record["date"])
    day = date.seconds / _DAY_S if date else None
    return Text(record["id"], title, sentences, result.language or "", day, story, relation)


def _group(texts: Iterable[Text]) -> list[list[Text]]:
    """The tellings of each story, and the articles of each pair, by themselves."""
    groups: dict[str, list[Text]] = {}
    for text in texts:
        groups.setdefault(text.relation if text.relation.startswith("topic ") else text.story, []).append(text)
    return list(groups.values())


def _compare(texts: Sequence[Text], model: StoryModel) -> tuple[Comparison, list[Signature], list[tuple[int, int]]]:
    """A comparison of the texts as one run, and the pairs that it would look at."""
    vocabulary = RunVocabulary()
    signatures = [sign(text.title, text.sentences, text.language, vocabulary) for text in texts]
    weights = weigh_words(vocabulary, model)
    pairs = find_candidates(signatures, weights, vocabulary.hashes)
    return Comparison(signatures, [text.day for text in texts], weights, model), signatures, pairs


def _list_invented(
    texts: Sequence[Text], pairs: Iterable[tuple[int, int]] | None, model: StoryModel
) -> Iterator[PairRow]:
    """Rows of the pairs, or of all candidates whose halves are one."""
    comparison, _, candidates = _compare(texts, model)
    for one, other in candidates if pairs is None else pairs:
        a, b = texts[one], texts[other]
        kind = _name_kind(a, b)
        halves = {half_of(text.relation[6:] if text.relation.startswith("topic ") else text.story) for text in (a, b)}
        if len(halves) == 1:
            yield PairRow(comparison.measure(one, other), a.story == b.story, halves.pop(), kind)


def _name_kind(a: Text, b: Text) -> str:
    if a.story == b.story:
        return "copy" if {a.relation, b.relation} <= {"origin", "agency_copy"} else "telling"
    return "topic" if a.relation == b.relation and a.relation.startswith("topic ") else "other"


def _list_real(texts: Sequence[Text], model: StoryModel) -> Iterator[PairRow]:
    """Candidates of the whole run, and each labelled pair in a run of a few documents."""
    labels = read_labels()
    comparison, _, candidates = _compare(texts, model)
    for one, other in candidates:
        pair = texts[one].id, texts[other].id
        label = labels.get((min(pair), max(pair)))
        kind = "unlabelled" if label is None else "joined" if label else "apart"
        yield PairRow(comparison.measure(one, other), bool(label), half_of(min(pair)), kind)
    by_id, chance = {text.id: text for text in texts}, random.Random(_SEED)  # noqa: S311
    for (one_id, other_id), label in sorted(labels.items()):
        if one_id in by_id and other_id in by_id:
            few = [by_id[one_id], by_id[other_id], *chance.sample(texts, BESIDE)]
            values = _compare(few, model)[0].measure(0, 1)
            yield PairRow(values, label, half_of(one_id), "joined of few" if label else "apart of few")


def _list_copies(texts: Sequence[Text], model: StoryModel) -> Iterator[PairRow]:
    """Articles beside what other papers make of them: cut, with another opening and another headline."""
    chance = random.Random(_SEED)  # noqa: S311
    chosen = chance.sample([text for text in texts if len(text.sentences) > 5], COPIES)
    copies = []
    for text in chosen:
        kept = [sentence for sentence in text.sentences if chance.random() < chance.choice((0.55, 0.75, 0.95))]
        first, *others = kept or text.sentences
        words = first.split()
        changed = [" ".join(word for word in words if chance.random() < 0.85), *others]
        title = text.title if chance.random() < 0.5 else " ".join(words[:8])
        copies.append(text._replace(title=title, sentences=tuple(changed)))
    comparison, _, _ = _compare([*chosen, *copies], model)
    for number, text in enumerate(chosen):
        yield PairRow(comparison.measure(number, number + COPIES), True, half_of(text.id), "made")
