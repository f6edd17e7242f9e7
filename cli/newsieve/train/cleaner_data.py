"""The labelled corpus as blocks with labels, in folds by publisher, and the documents that are made from it.

Folds never share a publisher: what is spliced into a document comes from the document's own fold, so that a publisher's
pitches are never learned by the model that is scored on that publisher.
"""

import json
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from newsieve.languages import detect
from newsieve.segment import split_blocks
from newsieve.types import Article, Block, Kind, Sentence

FOLDS = 5
CONTENT = 0
IGNORED = -1
PAIRS_OF_SOURCE, FEWEST_LINES, MOST_LINES = 100, 3, 25
HOUSE_OF_SOURCE = {"bbc": "bbc", "xsum": "bbc"}
NUMBER_OF = {kind: number for number, kind in enumerate(Kind, 1)}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document. `label` is CONTENT, IGNORED or a kind's number; `parts` are those of a glued line."""

    text: str
    label: int
    parts: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class LabelledDocument:
    """A document's blocks and the label of each. `made` says that it was put together from others."""

    id: str
    publisher: str
    language: str | None
    fold: int
    article: Article
    blocks: tuple[Block, ...]
    labels: tuple[int, ...]
    made: bool = False
    lines: tuple[Line, ...] = field(default=(), repr=False)


def read_corpus(folder: Path) -> list[LabelledDocument]:
    """The documents of the labelled lines, in the order of the file."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with (folder / "promo" / "paragraphs.jsonl").open(encoding="utf-8") as file:
        for text in file:
            row = json.loads(text)
            rows[row["doc"]].append(row)
    sizes: dict[str, int] = defaultdict(int)
    for of_document in rows.values():
        sizes[of_document[0]["publisher"]] += len(of_document)
    folds = assign_folds(sizes)
    return [_make_document(name, of_document, folds) for name, of_document in rows.items()]


def read_pairs(folder: Path, corpus: Sequence[LabelledDocument]) -> list[LabelledDocument]:
    """Articles without boilerplate, the first of each source, cut to MOST_LINES: more of what must stay."""
    houses = {document.publisher: document.fold for document in corpus}
    counts: dict[str, int] = defaultdict(int)
    documents = []
    for text in (folder / "digest" / "pairs.jsonl").read_text("utf-8").splitlines():
        row = json.loads(text)
        counts[row["corpus"]] += 1
        if counts[row["corpus"]] > PAIRS_OF_SOURCE:
            continue
        lines = [Line(" ".join(line.split()), CONTENT) for line in row["text"].splitlines() if line.strip()][
            :MOST_LINES
        ]
        fold = houses.get(HOUSE_OF_SOURCE.get(row["corpus"], ""), fold_of_unknown(str(row["id"])))
        if len(lines) >= FEWEST_LINES:
            documents.append(build(row["id"], "", fold, None, lines, made=True))
    return documents


def hash_corpus(folder: Path) -> str:
    """One hash of all files that training reads."""
    digest = sha256()
    for name in ("promo/paragraphs.jsonl", "promo/appeals.jsonl", "digest/pairs.jsonl"):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()


def assign_folds(sizes: dict[str, int]) -> dict[str, int]:
    """Publisher to fold, folds of about equal size. Large publishers first; equal ones by the hash of their names."""
    filled = [0] * FOLDS
    folds = {}
    for name in sorted(sizes, key=lambda name: (-sizes[name], sha256(name.encode()).hexdigest())):
        fold = filled.index(min(filled))
        folds[name] = fold
        filled[fold] += sizes[name]
    return folds


def fold_of_unknown(name: str) -> int:
    """The fold of what has no publisher in the corpus."""
    return int(sha256(name.encode()).hexdigest(), 16) % FOLDS


def build(
    name: str, publisher: str, fold: int, url: str | None, lines: Sequence[Line], made: bool = False
) -> LabelledDocument:
    """Put a document together from its lines, and label its blocks."""
    text = "\n".join(line.text for line in lines)
    language = detect(text)
    article = Article(text=text, url=url or None, language=language)
    blocks = split_blocks(article, language)
    labels = label_ranges(text, blocks, lines)
    return LabelledDocument(name, publisher, language, fold, article, blocks, labels, made, tuple(lines))


def _make_document(name: str, rows: Sequence[dict[str, Any]], folds: dict[str, int]) -> LabelledDocument:
    lines = [_make_line(row) for row in rows]
    publisher = rows[0]["publisher"]
    return build(name, publisher, folds[publisher], rows[0].get("url"), lines)


def _make_line(row: dict[str, Any]) -> Line:
    text = " ".join(row["text"].split())
    if row.get("mixed"):
        kind = row["mixed_kind"]
        return Line(text, IGNORED, ((" ".join(row["keep"].split()), CONTENT), ("", NUMBER_OF[Kind(kind)])))
    return Line(text, CONTENT if row["label"] == "content" else NUMBER_OF[Kind(row["kind"])])


def label_ranges(text: str, blocks: Iterable[Block | Sentence], lines: Sequence[Line]) -> tuple[int, ...]:
    """The label of each range. It has its line's label; in a line of parts, that of the part that it stands in."""
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line.text) + 1
    labels, number = [], 0
    for block in blocks:
        while number + 1 < len(lines) and starts[number + 1] <= block.start:
            number += 1
        line = lines[number]
        labels.append(_label_part(text[block.start : block.end], line) if line.parts else line.label)
    return tuple(labels)


def _label_part(text: str, line: Line) -> int:
    for part, label in line.parts:
        if text in part:
            return label
    kept = line.parts[0][0]
    words = set(text.split())
    overlap = len(words & set(kept.split())) / max(1, len(words))
    return line.parts[-1][1] if text not in kept and overlap < 0.5 else IGNORED


def pick(chooser: random.Random, items: Sequence[Any]) -> Any:
    """One of the items."""
    return items[chooser.randrange(len(items))]
