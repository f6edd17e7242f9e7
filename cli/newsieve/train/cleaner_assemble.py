"""All that the cleaner learns from: the corpora, and what is made from them, each document with its role."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from newsieve.train.cleaner_compose import build_parts, compose, read_parts
from newsieve.train.cleaner_data import LabelledDocument, build
from newsieve.train.cleaner_folds import Role
from newsieve.train.cleaner_joined import add_passages, add_structures, join_stories, read_structures
from newsieve.train.cleaner_layouts import glue_short, join_paragraphs
from newsieve.train.cleaner_made import (
    Pool,
    build_runs,
    cut_short,
    cut_small,
    find_runs,
    glue,
    read_appeals,
    read_texts,
    splice,
)
from newsieve.train.cleaner_sources import (
    LINE_CORPORA,
    WRITTEN_CONTENT,
    cut_sentences,
    leave_out,
    read_pairs,
    read_pieces,
    read_shared,
)

TEXTS = Path(__file__).parent / "cleaner_texts.txt"
PARTS = Path(__file__).parent / "cleaner_appeals.txt"
PASSAGES = Path(__file__).parent / "cleaner_passages.txt"
STRUCTURES = Path(__file__).parent / "cleaner_structures.txt"
COMPOSED = 1  # further copies of every second document with a composed pitch
SPLICED, GLUED = 2, 1  # copies of each document with other pitches, between its paragraphs and in them
SHORT = 2  # short documents of each
ONE_IN = 6  # of the articles of wcxb/ and pages/ pitches are spliced into
LONGEST_HOST = 30  # lines of a document that pitches are spliced into

Assembled = list[tuple[LabelledDocument, Role]]


def assemble(
    folder: Path, labelled: Sequence[LabelledDocument], content: Sequence[LabelledDocument], without: Sequence[str]
) -> Assembled:
    """The corpora and what is made from them. A language that is left out is scored, but nothing is fitted on it."""
    base, texts = leave_out(labelled, without), leave_out(content, without)
    written, stories = (_leave_out(pool, without) for pool in read_texts(TEXTS))
    appeals = _leave_out(read_appeals(folder / "promo" / "appeals.jsonl"), without)
    pools = [find_runs(base), appeals, written]
    clean = leave_out(read_pairs(folder), without)
    parts = {key: part for key, part in read_parts(PARTS).items() if key[1] not in without}
    hosts = [_shorten(host) for host in (*_find_natural(base), *_draw(texts))]
    spliced = [one for seed in range(SPLICED) for one in splice(hosts, pools, seed)] + splice(clean, pools, SPLICED)
    spliced += compose([*hosts, *clean[::2]], parts, 0) + compose(hosts[::2], parts, COMPOSED)
    cut = cut_sentences([*base[::4], *spliced[::12]])
    of_roles = {
        Role.SPLICED: [*spliced, *cut],
        Role.LINES: [
            *clean,
            *leave_out([*read_pieces(folder), *cut_sentences(read_shared())], without),
            *build_parts(parts),
            *(one for pool in (appeals, written, stories) for one in build_runs(pool)),
        ],
        Role.GLUED: [
            *(one for seed in range(GLUED) for one in glue(hosts, pools, seed)),
            *leave_out(read_shared(), without),
        ],
        Role.SCRAP: [one for seed in range(SPLICED) for one in cut_small(hosts, pools, seed)],
        Role.CUT: cut_sentences(_draw(texts)),
    }
    scored = [
        (document, Role.ASKED if document.language in without else role)
        for documents, role in ((labelled, Role.LABELLED), (content, Role.CONTENT))
        for document in documents
    ]
    made = [(document, role) for role, documents in of_roles.items() for document in documents]
    joinable = [one for one in (*base, *_draw(texts)) if one.source != "lines"]
    # Behind all others, since the numbers drawn for these go by their order.
    behind = _make_behind(hosts, joinable, pools, _leave_out(read_texts(PASSAGES)[1], without))
    return [*scored, *made, *((document, role) for role, documents in behind.items() for document in documents)]


def _make_behind(
    hosts: Sequence[LabelledDocument], whole: Sequence[LabelledDocument], pools: Sequence[Pool], passages: Pool
) -> dict[Role, list[LabelledDocument]]:
    """Short documents, joined ones and those with passages that quote pitches, by role."""
    structures = read_structures(STRUCTURES)
    return {
        Role.SPLICED: [
            *(one for seed in range(SHORT) for one in cut_short(hosts, pools, seed)),
            *join_stories(hosts[::2], pools, structures, 0),
            *add_structures(hosts, pools, structures, 0),
        ],
        Role.SCRAP: add_passages(hosts[1::2], pools, passages, 0),
        Role.LINES: build_runs(passages),
        Role.GLUED: [*glue_short(hosts, pools, 0), *join_paragraphs(whole, 0)],
    }


def _shorten(document: LabelledDocument) -> LabelledDocument:
    """The beginning, or the end, of a long document."""
    if len(document.lines) <= LONGEST_HOST:
        return document
    lines = document.lines[:LONGEST_HOST] if _number(document.id) % 2 else document.lines[-LONGEST_HOST:]
    return build(document.id, document.publisher, document.fold, document.article.url, lines, document.source)


def _find_natural(documents: Sequence[LabelledDocument]) -> list[LabelledDocument]:
    """The documents of the text corpora; pages, and what was invented whole, hold pitches where they belong already."""
    return [document for document in documents if document.source in LINE_CORPORA]


def _draw(texts: Sequence[LabelledDocument]) -> list[LabelledDocument]:
    """The invented texts, and one in ONE_IN of the others."""
    return [text for text in texts if text.source in WRITTEN_CONTENT or _number(text.id) % ONE_IN == 0]


def _number(name: str) -> int:
    return int.from_bytes(sha256(f"draw {name}".encode()).digest()[:4], "big")


def _leave_out(pool: Pool, without: Sequence[str]) -> Pool:
    return {(fold, language): runs for (fold, language), runs in pool.items() if language not in without}
