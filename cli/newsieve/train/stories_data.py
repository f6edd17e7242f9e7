"""Pairs of documents to learn stories from: tellings of one story, articles on one topic, and articles of real outlets.

The invented stories and pairs are those of fixtures/stories. Of real articles `stories_labels.txt` says by their ids
which pairs tell one story, and of which readers may differ (these are left out); the others that share rare words are
taken for two. Near-copies are made of real articles. Most real articles have no date, so each real pair stands once as
it is and once with days: steps of one affair days or weeks apart, the others as in a run of one night.
"""

import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from math import log1p
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from newsieve.pipeline import Task, process, ranker_input
from newsieve.stories.comparison import FEATURES, Comparison
from newsieve.stories.dates import parse_date
from newsieve.stories.grouping import find_candidates
from newsieve.stories.headline import find_title
from newsieve.stories.model import StoryModel
from newsieve.stories.signature import RunVocabulary, Signature, sign
from newsieve.stories.weights import weigh_words
from newsieve.train.folds import read_rows
from newsieve.types import Document, Options

LABELLED = Path(__file__).with_name("stories_labels.txt")
PLACES = LABELLED.with_name("pairs_of_places.jsonl")
RETOLD = LABELLED.with_name("stories_retold.jsonl")
LABELS: Mapping[str, str] = {"1": "joined", "0": "apart", "s": "steps", "?": "open"}  # the last are left out
COPIES = 250  # that are made
BESIDE = 40  # documents of a small run, beside the pair
FOLDS = 8
_DAY_S = 86400
_SEED = 7
_DAYS_OF_ONE, _DAYS_OF_STEPS, _DAYS_OF_TWO = (0, 0, 1), (2, 4, 7, 14, 30, 60), (0, 0, 0, 1, 2)


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
    """The features of a pair, whether it tells one story, its folds of the data, and what kind of pair.

    A pair of two stories is of both of their folds.
    """

    values: tuple[float, ...]
    is_one: bool
    folds: frozenset[int]
    kind: str


def fold_of(name: str) -> int:
    """The fold, from 0, that a story, a pair or an article belongs to."""
    return crc32(name.encode()) % FOLDS


def read_invented(folder: Path) -> list[Text]:
    """The texts of stories*.jsonl and pairs*.jsonl; an article of a pair is a story of its own."""
    texts = []
    for story in _read_lines(sorted(folder.glob("stories*.jsonl"))):
        texts += [read_text(t, story["story"], t["relation"]) for t in story["tellings"]]
    for pair in _read_lines(sorted(folder.glob("pairs*.jsonl"))):
        texts += [read_text(article, article["id"], f"topic {pair['pair']}") for article in pair["articles"]]
    return texts


def _read_lines(paths: Iterable[Path]) -> Iterator[Any]:
    for path in paths:
        yield from map(json.loads, path.read_text("utf8").splitlines())


def read_real(corpus: Path) -> list[Text]:
    """The articles of digest/ and wcxb/, those without text left out."""
    texts = [read_text({**record, "date": ""}) for record in read_rows(corpus / "digest" / "pairs.jsonl")]
    pages = read_rows(corpus / "wcxb" / "gold.jsonl.xz")
    texts += [read_text({**page, "text": page["gold"]}) for page in pages if page["type"] == "article"]
    return [text for text in texts if text.sentences]


def read_labels() -> dict[tuple[str, str], str]:
    """Read what two documents are, by pairs of ids, the lesser first: one of LABELS."""
    rows = [line.split() for line in LABELLED.read_text("utf8").splitlines() if not line.startswith("#")]
    return {(min(one, other), max(one, other)): label for one, other, label in rows}


def read_near() -> list[Text]:
    """Stories of one place, club or person, and tellings in very different words; some are held and never learned."""
    texts = []
    for pair in _read_lines([PLACES]):
        if not pair["kind"].startswith("held"):
            texts += [read_text(article, article["id"], f"topic {pair['pair']}") for article in pair["articles"]]
    for story in _read_lines([RETOLD]):
        texts += [read_text(telling, story["story"], telling["relation"]) for telling in story["tellings"]]
    return texts


def list_rows(invented: Sequence[Text], real: Sequence[Text], model: StoryModel) -> Iterator[PairRow]:
    """Pairs in runs as they are read: all of a kind, or a group by itself."""
    for is_dated in (True, False):
        texts = [text if is_dated else text._replace(day=None) for text in invented]
        for group in group_texts_of_one(texts):
            yield from list_invented(group, combinations(range(len(group)), 2), model)
        yield from list_invented(texts, None, model)
    yield from _list_real(real, model)
    yield from _list_copies(real, model)


def read_text(record: dict[str, str], story: str = "", relation: str = "") -> Text:
    """The text of a record, its pitches, byline and credits left out."""
    result = process(Document(record["id"], record["text"], title=record.get("title")), Task.CLEAN, Options())
    title, sentences = find_title(result, ranker_input(result)[0]) if result.verdicts else ("", ())
    date = parse_date(record["date"])
    day = date.seconds / _DAY_S if date else None
    return Text(record["id"], title, sentences, result.language or "", day, story, relation)


def group_texts_of_one(texts: Iterable[Text]) -> list[list[Text]]:
    """The tellings of each story, and the articles of each pair, by themselves."""
    groups: dict[str, list[Text]] = {}
    for text in texts:
        groups.setdefault(text.relation if text.relation.startswith("topic ") else text.story, []).append(text)
    return list(groups.values())


def compare(texts: Sequence[Text], model: StoryModel) -> tuple[Comparison, list[Signature], list[tuple[int, int]]]:
    """A comparison of the texts as one run, and the pairs that it would look at."""
    vocabulary = RunVocabulary()
    signatures = [sign(text.title, text.sentences, text.language, vocabulary) for text in texts]
    weights = weigh_words(vocabulary, model)
    pairs = find_candidates(signatures, weights, vocabulary.hashes)
    return Comparison(signatures, [text.day for text in texts], weights, model), signatures, pairs


def list_invented(
    texts: Sequence[Text], pairs: Iterable[tuple[int, int]] | None, model: StoryModel
) -> Iterator[PairRow]:
    """Rows of the pairs, or of all candidates."""
    comparison, _, candidates = compare(texts, model)
    for one, other in candidates if pairs is None else pairs:
        a, b = texts[one], texts[other]
        kind = _name_kind(a, b)
        yield PairRow(comparison.measure(one, other), a.story == b.story, find_folds(a, b), kind)


def find_folds(*texts: Text) -> frozenset[int]:
    """The folds of invented texts; the articles of a pair are of one."""
    return frozenset(fold_of(t.relation[6:] if t.relation.startswith("topic ") else t.story) for t in texts)


def _name_kind(a: Text, b: Text) -> str:
    if a.story == b.story:
        return "copy" if {a.relation, b.relation} <= {"origin", "agency_copy"} else "telling"
    return "topic" if a.relation == b.relation and a.relation.startswith("topic ") else "other"


def _list_real(texts: Sequence[Text], model: StoryModel) -> Iterator[PairRow]:
    """Candidates of the whole run, and each labelled pair in a run of a few documents."""
    labels, chance = read_labels(), random.Random(_SEED)  # noqa: S311
    comparison, _, candidates = compare(texts, model)
    for one, other in candidates:
        pair = min(texts[one].id, texts[other].id), max(texts[one].id, texts[other].id)
        kind = LABELS[labels[pair]] if pair in labels else "unlabelled"
        if kind != "open":
            folds = frozenset({fold_of(pair[0])})
            yield from date_row(PairRow(comparison.measure(one, other), kind == "joined", folds, kind), chance)
    by_id = {text.id: text for text in texts}
    for pair, label in sorted(labels.items()):
        kind = LABELS[label]
        if kind != "open" and pair[0] in by_id and pair[1] in by_id:
            few = [by_id[pair[0]], by_id[pair[1]], *chance.sample(texts, BESIDE)]
            values, folds = compare(few, model)[0].measure(0, 1), frozenset({fold_of(pair[0])})
            yield from date_row(PairRow(values, kind == "joined", folds, f"{kind} of few"), chance)


def date_row(row: PairRow, chance: random.Random) -> Iterator[PairRow]:
    """The row without dates, and with days between them."""
    days = _DAYS_OF_ONE if row.is_one else _DAYS_OF_STEPS if row.kind.startswith("steps") else _DAYS_OF_TWO
    values = list(row.values)
    values[FEATURES.index("days")] = log1p(chance.choice(days))
    values[FEATURES.index("undated")] = 0.0
    yield from (row, row._replace(values=tuple(values)))


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
    comparison, _, _ = compare([*chosen, *copies], model)
    for number, text in enumerate(chosen):
        row = PairRow(comparison.measure(number, number + COPIES), True, frozenset({fold_of(text.id)}), "made")
        yield from date_row(row, chance)
