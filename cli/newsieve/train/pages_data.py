"""Labelled pages of the corpora, and which of their blocks are of the article.

A block is of the article where most of its 4-shingles stand in the page's gold text. Pages that are documents of the
promo corpus as well lend the labels of their lines.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from newsieve.train.folds import fold_of, read_houses, read_rows
from newsieve.train.page_labels import Labels, read_labels

SHINGLE = 4

_TOKEN = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """A page with its gold text, if it has one, and the labels of its lines, if they are in the promo corpus.

    `kind` is the source of its gold text: "hand", "parser" or "tool" in pages/, the type of page in wcxb/. `labels` are
    those of `page_labels.txt`, which the cleaner learns from.
    """

    id: str
    url: str
    fold: int
    html: str
    kind: str
    gold: str | None
    lines: dict[str, bool]
    labels: Labels = field(default_factory=dict)


def load_pages(corpus: Path) -> list[LabelledPage]:
    """Return the pages of pages/ and of wcxb/, those without any label too."""
    houses, labels = read_houses(corpus), read_labels()
    lines: dict[str, dict[str, bool]] = defaultdict(dict)
    for record in read_rows(corpus / "promo" / "paragraphs.jsonl"):
        lines[record["doc"]][normalise(record["text"])] = record["kind"] == "content"
    html = {record["id"]: record["html"] for record in read_rows(corpus / "pages" / "pages.jsonl.xz")}
    pages = [
        LabelledPage(
            id=record["id"],
            url=record["url"] or "",
            fold=fold_of(record["publisher"] or record["url"] or record["id"], houses=houses),
            html=html[record["id"]],
            kind=record.get("quality") or "",
            gold=record.get("gold"),
            lines=lines.get(record.get("promo_doc") or "", {}),
            labels=labels.get(record["id"], {}),
        )
        for record in read_rows(corpus / "pages" / "gold.jsonl")
    ]
    html = {record["id"]: record["html"] for record in read_rows(corpus / "wcxb" / "pages.jsonl.xz")}
    for record in read_rows(corpus / "wcxb" / "gold.jsonl.xz"):
        fold = fold_of(record["url"], houses=houses)
        name, of_lines = record["id"], labels.get(record["id"], {})
        pages.append(LabelledPage(name, record["url"], fold, html[name], record["type"], record["gold"], {}, of_lines))
    return pages


def label_blocks(labelled: LabelledPage, texts: list[str]) -> Iterator[tuple[bool, float] | None]:
    """Whether each text is of the article, with how sure that is (0 to 1); None where it is not known."""
    gold = shingles(labelled.gold or "")
    gold_lines = {normalise(line) for line in (labelled.gold or "").split("\n")}
    for text in texts:
        if labelled.gold is not None:
            share = _share_in(text, gold, gold_lines)
            yield share > 0.5, 0.5 if 0.25 < share < 0.6 else 1.0
        else:
            label = labelled.lines.get(normalise(text))
            yield None if label is None else (label, 1.0)


def label_in_context(labelled: LabelledPage, texts: list[str]) -> Iterator[tuple[bool, float] | None]:
    """Like `label_blocks`, but a block of few words is of the article as well where it is with the words beside it.

    So are the names and values of a product, which a page has on lines of their own and the gold text in one.
    """
    gold = shingles(labelled.gold or "")
    runs = [_TOKEN.findall(text) for text in texts]
    tokens, start = [token for run in runs for token in run], 0
    for run, label in zip(runs, label_blocks(labelled, texts), strict=True):
        end = start + len(run)
        if label and not label[0] and 0 < len(run) < SHINGLE:
            places = range(max(0, end - SHINGLE), start + 1)
            yield any(tuple(tokens[place : place + SHINGLE]) in gold for place in places), 1.0
        else:
            yield label
        start = end


def count_words(text: str) -> int:
    """Return the number of runs of letters and digits."""
    return len(_TOKEN.findall(text))


def normalise(text: str) -> str:
    """Return the words of a line, a space between."""
    return " ".join(_TOKEN.findall(text))


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Return the runs of SHINGLE words, with how often each occurs; a shorter text is one."""
    tokens = _TOKEN.findall(text)
    return Counter(tuple(tokens[i : i + SHINGLE]) for i in range(max(1, len(tokens) - SHINGLE + 1)) if tokens)


def _share_in(text: str, gold: Counter[tuple[str, ...]], gold_lines: set[str]) -> float:
    """Share of a block's shingles in the gold text; a block of fewer words must be a line of it."""
    if count_words(text) < SHINGLE:
        return float(normalise(text) in gold_lines)
    own = shingles(text)
    return (own & gold).total() / own.total()
