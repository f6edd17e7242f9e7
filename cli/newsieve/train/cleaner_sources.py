"""The labelled corpora, and what was invented beside them, as documents in folds by publisher.

`promo` and `appeals` are labelled line by line; the gold texts of `wcxb` and `pages` are content as they stand, with
their headings, lists and short lines, and so are the invented texts of `cleaner_content.jsonl`: essays, letters,
sermons, guides of people who sell nothing. The documents of `cleaner_documents.jsonl` were invented whole, stories with
the pitches in them, and are labelled line by line. `digest` lends stories without pitches.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from newsieve.train.cleaner_data import (
    CONTENT,
    IGNORED,
    NUMBER_OF,
    LabelledDocument,
    Line,
    build,
    fold_of_unknown,
    label_ranges,
)
from newsieve.train.folds import fold_of, read_houses, read_rows
from newsieve.types import Kind

INVENTED = Path(__file__).parent / "cleaner_content.jsonl"
DOCUMENTS = Path(__file__).parent / "cleaner_documents.jsonl"
SHARED = Path(__file__).parent / "cleaner_shared.jsonl"
SENTENCES = Path(__file__).parent / "cleaner_sentences.jsonl"  # more of the same, not learned from yet
BLOGS = Path(__file__).parent / "cleaner_blogs.jsonl"  # posts, and below what stands in such: not learned from yet
BLOG_TEXTS = Path(__file__).parent / "cleaner_blog_texts.txt"
BLOG_PASSAGES = Path(__file__).parent / "cleaner_blog_passages.txt"
FILES = (
    "promo/paragraphs.jsonl", "promo/appeals.jsonl", "appeals/paragraphs.jsonl", "appeals/pieces.jsonl",
    "wcxb/gold.jsonl.xz", "pages/gold.jsonl", "digest/pairs.jsonl",
)  # fmt: skip
TEST = Path(__file__).parent / "cleaner_test.jsonl"  # invented documents that nothing is learned from
LINE_CORPORA = ("promo", "appeals")
WRITTEN_CONTENT = frozenset(("invented", "look-alikes"))  # sources of texts that were written as content
WRITTEN = frozenset(("article", "documentation", "forum"))  # types of page whose gold text is prose, none a shop's
READ_BY_HAND = frozenset(("hand", "parser"))
PAIRS_OF_SOURCE, FEWEST_LINES, MOST_LINES = 100, 3, 25
LONGEST_GOLD = 60  # lines: of longer texts the first, or the last, as many
HOUSE_OF_SOURCE = {"bbc": "bbc.co.uk", "xsum": "bbc.co.uk"}


def read_labelled(folder: Path) -> list[LabelledDocument]:
    """The documents labelled line by line, corpus by corpus in the order of the files; each document once."""
    houses = read_houses(folder)
    documents: dict[str, LabelledDocument] = {}
    for corpus in LINE_CORPORA:
        rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in read_rows(folder / corpus / "paragraphs.jsonl"):
            rows[row["doc"]].append(row)
        for name, of_document in rows.items():
            first = of_document[0]
            fold = fold_of(first["publisher"], houses=houses)
            lines = [_make_line(row) for row in of_document]
            documents.setdefault(name, build(name, first["publisher"], fold, first.get("url"), lines, corpus))
    return [*documents.values(), *(one for one in read_written() if one.source == "documents")]


def read_written(path: Path = DOCUMENTS) -> list[LabelledDocument]:
    """Read the documents that were invented whole, each a publisher of its own.

    Those without a pitch, a byline or a caption are content from end to end, mostly look-alikes of pitches.
    """
    documents = []
    for row in read_rows(path):
        lines = [_to_line(text, label) for label, text in row["lines"]]
        source = "documents" if any(line.label for line in lines) else "look-alikes"
        documents.append(build(row["name"], "", fold_of_unknown(row["name"]), None, lines, source))
    return documents


def read_shared(path: Path = SHARED) -> list[LabelledDocument]:
    """Read the invented documents with paragraphs that a pitch shares with the story, whose parts are labelled."""
    documents = []
    for row in read_rows(path):
        lines = [_to_shared(part) if label == "mixed" else _to_line(part, label) for label, part in row["lines"]]
        documents.append(build(row["name"], "", fold_of_unknown(row["name"]), None, lines, "shared"))
    return documents


def read_content(folder: Path) -> list[LabelledDocument]:
    """Texts that are content from end to end; half of those with an address are read without it."""
    written = [one for one in read_written() if one.source in WRITTEN_CONTENT]
    return [*_read_wcxb(folder), *_read_pages(folder), *read_invented(), *written]


def read_invented(path: Path = INVENTED) -> list[LabelledDocument]:
    """The texts written for training, each a publisher of its own."""
    documents = []
    for row in read_rows(path):
        lines = _to_lines(row["text"])
        documents.append(build(row["name"], "", fold_of_unknown(row["name"]), None, lines, "invented"))
    return documents


def read_pairs(folder: Path) -> list[LabelledDocument]:
    """Articles without boilerplate, the first of each source, cut to MOST_LINES: more of what must stay."""
    houses = read_houses(folder)
    counts: dict[str, int] = defaultdict(int)
    documents = []
    for row in read_rows(folder / "digest" / "pairs.jsonl"):
        counts[row["corpus"]] += 1
        if counts[row["corpus"]] > PAIRS_OF_SOURCE:
            continue
        lines = [Line(" ".join(line.split()), CONTENT) for line in row["text"].splitlines() if line.strip()]
        if len(lines) >= FEWEST_LINES:
            fold = fold_of_pair(row["corpus"], str(row["id"]), houses)
            documents.append(build(row["id"], "", fold, None, lines[:MOST_LINES]))
    return documents


def fold_of_pair(source: str, name: str, houses: Any) -> int:
    """The fold of an article of digest/: that of its source's house, else by its own name."""
    house = HOUSE_OF_SOURCE.get(source)
    return fold_of(house, houses=houses) if house else fold_of_unknown(name)


def read_pieces(folder: Path) -> list[LabelledDocument]:
    """Loose boxes of appeals/, each a document of its own."""
    houses = read_houses(folder)
    documents = []
    for number, row in enumerate(read_rows(folder / "appeals" / "pieces.jsonl")):
        label = NUMBER_OF[Kind(row["kind"])]
        lines = [Line(" ".join(line.split()), label) for line in row["text"].splitlines() if line.strip()]
        fold = fold_of(row["publisher"], houses=houses)
        documents.append(build(f"piece {number}", row["publisher"], fold, None, lines))
    return documents


def hash_corpus(folder: Path) -> str:
    """Hash all files of the corpora that training reads."""
    digest = sha256()
    for name in FILES:
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()


def cut_sentences(documents: Iterable[LabelledDocument]) -> list[LabelledDocument]:
    """Copies with each sentence on a line of its own, so that no layout is taken for a pitch.

    Where a pitch shares a paragraph each sentence has the label of the part that it stands in.
    """
    copies = []
    for document in documents:
        lines = list(_cut_lines(document))
        if len(lines) > len(document.blocks):
            name, url = f"{document.id}/", document.article.url
            copies.append(build(name, document.publisher, document.fold, url, lines[:LONGEST_GOLD]))
    return copies


def _cut_lines(document: LabelledDocument) -> Iterator[Line]:
    text = document.article.text
    sentences = [sentence for block in document.blocks for sentence in block.sentences]
    for sentence, label in zip(sentences, label_ranges(text, sentences, document.lines), strict=True):
        yield Line(" ".join(text[sentence.start : sentence.end].split()), label)


def _read_wcxb(folder: Path) -> Iterator[LabelledDocument]:
    houses = read_houses(folder)
    for row in read_rows(folder / "wcxb" / "gold.jsonl.xz"):
        if row["type"] in WRITTEN and row["gold"].strip():
            yield _build_gold(row["id"], row["url"], fold_of(row["url"], houses=houses), row["gold"], "wcxb")


def _read_pages(folder: Path) -> Iterator[LabelledDocument]:
    """Gold texts of pages/ that a person or a parser made, but those that are labelled by line."""
    houses = read_houses(folder)
    for row in read_rows(folder / "pages" / "gold.jsonl"):
        if row.get("gold") and row["quality"] in READ_BY_HAND and not row.get("promo_doc"):
            fold = fold_of(row["publisher"] or row["url"] or row["id"], houses=houses)
            yield _build_gold(row["id"], row["url"] or "", fold, row["gold"], "pages")


def _build_gold(name: str, url: str, fold: int, gold: str, source: str) -> LabelledDocument:
    draw = int(sha256(name.encode()).hexdigest(), 16)
    lines = _to_lines(gold)
    lines = lines[-LONGEST_GOLD:] if draw % 2 else lines[:LONGEST_GOLD]
    return build(name, url, fold, url if draw % 4 < 2 else None, lines, source)


def _to_lines(text: str) -> list[Line]:
    """The lines, blank ones too, as they stand."""
    return [Line(" ".join(line.split()), CONTENT) for line in text.strip().splitlines()]


def _make_line(row: dict[str, Any]) -> Line:
    text = " ".join(row["text"].split())
    if row.get("mixed"):
        kind = NUMBER_OF[Kind(row["mixed_kind"])]
        return Line(text, IGNORED, ((" ".join(row["keep"].split()), CONTENT), ("", kind)))
    return _to_line(text, "content" if row["label"] == "content" else row["kind"])


def _to_line(text: str, label: str) -> Line:
    return Line(" ".join(text.split()), CONTENT if label == "content" else NUMBER_OF[Kind(label)])


def _to_shared(pieces: Sequence[tuple[str, str]]) -> Line:
    """A paragraph of labelled pieces, a space between."""
    lines = [_to_line(text, label) for label, text in pieces]
    return Line(" ".join(line.text for line in lines), IGNORED, tuple((line.text, line.label) for line in lines))


def leave_out(documents: Sequence[LabelledDocument], without: Sequence[str]) -> list[LabelledDocument]:
    """The documents in other languages."""
    return [document for document in documents if document.language not in without]
