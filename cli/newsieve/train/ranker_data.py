"""Articles with reference summaries, as stories with the ROUGE of many digests of each."""

import hashlib
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from nltk.stem.porter import PorterStemmer

from newsieve.rank.budget import Budget
from newsieve.rank.candidates import find_candidates
from newsieve.rank.measures import Measures, measure
from newsieve.segment import split_blocks
from newsieve.types import Article, Sentences

BUDGETS = (Budget(3), Budget(None, 60), Budget(None, 100))  # in the order of news.BUDGETS
FOLDS = 3
_FIRST = 24  # sentences from which digests are drawn
_DIGESTS = 160  # of each article and budget
_ROOM = 0.25  # share of a budget in words that some digests leave
_stem = lru_cache(maxsize=1 << 18)(PorterStemmer().stem)


@dataclass(frozen=True, slots=True)
class Example:
    """One article: `tokens` are ROUGE's, of each sentence of the pool without its dateline, `reference` likewise."""

    id: str
    corpus: str
    language: str
    document: Sentences
    pool: tuple[int, ...]
    measures: Measures
    tokens: tuple[tuple[str, ...], ...]
    reference: tuple[str, ...]
    fold: int


def read_examples(path: Path) -> list[Example]:
    """Return the articles of a JSON Lines file with `id`, `corpus`, `lang`, `title`, `text` and `reference`."""
    return [_make_example(json.loads(line)) for line in path.read_text("utf-8").splitlines() if line.strip()]


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def find_fold(record_id: str) -> int:
    """Return the number of the fold that must judge an article, 0 to FOLDS - 1, from its id alone."""
    return int.from_bytes(hashlib.sha256(record_id.encode()).digest()[:4], "big") % FOLDS


def tokenize(text: str, language: str) -> tuple[str, ...]:
    """Return the tokens of package rouge-score (stemmed) for English, Unicode words for other languages."""
    if language != "en":
        return tuple(re.findall(r"\w+", text.lower()))
    words = re.sub(r"[^a-z0-9]+", " ", text.lower()).split()
    return tuple(_stem(word) if len(word) > 3 else word for word in words)


def rouge(predicted: Sequence[str], reference: Sequence[str]) -> tuple[float, float]:
    """Return ROUGE-1 and ROUGE-2 F1 in percent (Lin 2004, ACL workshop)."""
    pairs, wanted = Counter(pairwise(predicted)), Counter(pairwise(reference))
    return _f1(Counter(predicted), Counter(reference)), _f1(pairs, wanted)


def find_lead(example: Example, budget: Budget) -> str:
    """Return the first sentences of the text, whole ones, at least one, as many as the budget holds."""
    sentences = example.document.texts
    if budget.words is None:
        return " ".join(sentences[: budget.sentences])
    sizes = np.cumsum([len(sentence.split()) for sentence in sentences])
    return " ".join(sentences[: max(1, int((sizes <= budget.words).sum()))])


def draw_digests(example: Example, budget: Budget) -> list[tuple[int, ...]]:
    """Return digests that fill the budget, as places in the pool: near the lead, and at random."""
    rng = random.Random(f"{example.id} {budget}")  # noqa: S311
    count = min(len(example.pool), _FIRST)
    if budget.words is None:
        return _draw_sentences(count, budget.sentences or 1, rng)
    return _draw_words(example.measures.sizes[:count], budget.words, rng)


def rate_digests(example: Example, digests: Sequence[tuple[int, ...]]) -> Any:
    """Return an array of ROUGE-1 and ROUGE-2 of each digest, in percent (pairs across sentences left out)."""
    chosen = mark_members(digests)
    tokens = example.tokens[: chosen.shape[1]]
    lengths = chosen @ np.array([len(found) for found in tokens])
    pairs = [tuple(pairwise(found)) for found in tokens]
    columns = []
    for size, (found, reference) in enumerate(
        ((tokens, example.reference), (pairs, tuple(pairwise(example.reference))))
    ):
        hits, wanted = _count_hits(found, reference)
        common = np.minimum(chosen @ hits, wanted).sum(1)
        columns.append(200 * common / np.maximum(1, lengths - size + wanted.sum()))
    return np.column_stack(columns).astype(np.float32)


def mark_members(digests: Sequence[Sequence[int]]) -> Any:
    """Return an array, digests x sentences, of 1 where a digest has it, to the last sentence that any has."""
    chosen = np.zeros((len(digests), 1 + max(place for places in digests for place in places)), np.float32)
    for row, places in zip(chosen, digests, strict=True):
        row[list(places)] = 1
    return chosen


def _make_example(record: dict[str, Any]) -> Example:
    language = record.get("lang", "en")
    article = Article(record["text"], title=record.get("title"))
    blocks = split_blocks(article, language)
    places = [(block, sentence) for block in blocks for sentence in block.sentences]
    texts = tuple(" ".join(article.text[sentence.start : sentence.end].split()) for _, sentence in places)
    tags = ("",) * len(texts)
    document = Sentences(texts, tuple(block.index for block, _ in places), tags, article.title, language)
    pool = find_candidates(document)
    measures = measure(document, pool)
    tokens = tuple(
        tokenize(texts[index][opening.dateline :], language)
        for index, opening in zip(pool, measures.openings, strict=True)
    )
    reference = tokenize(record["reference"], language)
    fold = find_fold(record["id"])
    return Example(record["id"], record["corpus"], language, document, pool, measures, tokens, reference, fold)


def _f1(predicted: Counter[Any], wanted: Counter[Any]) -> float:
    found = sum((predicted & wanted).values())
    return 200 * found / (sum(predicted.values()) + sum(wanted.values())) if found else 0.0


def _draw_sentences(total: int, count: int, rng: random.Random) -> list[tuple[int, ...]]:
    if total <= count:
        return [tuple(range(total))]
    drawn = set(combinations(range(min(total, 9)), count))
    for _ in range(2 * _DIGESTS):
        if len(drawn) >= _DIGESTS:
            break
        drawn.add(tuple(sorted(rng.sample(range(total), count))))
    return sorted(drawn)


def _draw_words(sizes: Sequence[int], limit: int, rng: random.Random) -> list[tuple[int, ...]]:
    lead = max(1, sum(size <= limit for size in accumulate(sizes)))
    drawn = {tuple(range(lead)), _fill(range(len(sizes)), sizes, limit, 0)}
    for _ in range(4 * _DIGESTS):
        if len(drawn) >= _DIGESTS:
            break
        reach = rng.choice((5, 8, 12, len(sizes)))
        order = sorted(range(len(sizes)), key=lambda place: (place >= reach, rng.random() + 0.1 * min(place, 9)))
        drawn.add(_fill(order, sizes, limit, rng.choice((0, _ROOM))))
    return sorted(drawn)


def _fill(order: Sequence[int], sizes: Sequence[int], limit: int, share: float) -> tuple[int, ...]:
    """Return the places of the first sentences in this order that fit, until only a share of the limit is left."""
    chosen: list[int] = []
    room = limit
    for place in order:
        if room <= share * limit:
            break
        if sizes[place] <= room:
            chosen.append(place)
            room -= sizes[place]
    return tuple(sorted(chosen or [order[0]]))


def _count_hits(tokens: Sequence[Sequence[Any]], reference: Sequence[Any]) -> tuple[Any, Any]:
    """Return how often each sentence has each distinct token of the reference (a matrix), and how often that has it."""
    wanted = Counter(reference)
    columns = {token: column for column, token in enumerate(wanted)}
    hits = np.zeros((len(tokens), max(1, len(columns))), np.int16)
    for row, sentence in enumerate(tokens):
        for column in _columns(sentence, columns):
            hits[row, column] += 1
    return hits, np.array([*wanted.values()] or [0], np.int16)


def _columns(tokens: Sequence[Any], columns: dict[Any, int]) -> Iterator[int]:
    return (columns[token] for token in tokens if token in columns)
