"""Folds that a record of the labelled corpora must be judged without: that of its publisher, or of two."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsieve.train.cleaner_sources import LINE_CORPORA, fold_of_pair
from newsieve.train.folds import fold_of, read_houses, read_rows

Folds = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Assignment:
    """Folds of records by their ids, and of lines of boilerplate by their squeezed text.

    `of_story` are the stories into which pitches of other folds may have been put.
    """

    of_record: Mapping[str, Folds]
    of_story: Mapping[str, int]
    of_line: Mapping[str, int]


def read_assignment(folder: Path) -> Assignment:
    """Read the corpora that are there."""
    houses = read_houses(folder)
    records: dict[str, Folds] = {}
    pitches: dict[str, int] = {}
    lines: dict[str, int] = {}
    for row in _read(folder, *(f"{name}/paragraphs.jsonl" for name in LINE_CORPORA)):
        fold = fold_of(row["publisher"], houses=houses)
        records[row["doc"]] = (fold,)
        lines.setdefault(squeeze(row["text"]), fold)
        if row["label"] != "content":
            pitches.setdefault(squeeze(row["text"]), fold)
    for row in _read(folder, *(f"{name}/spans.jsonl" for name in LINE_CORPORA), "pages/gold.jsonl"):
        records[str(row["id"])] = (fold_of(row["publisher"] or row.get("url") or row["id"], houses=houses),)
    for row in _read(folder, "wcxb/gold.jsonl.xz"):
        fold = fold_of(row["url"], houses=houses)
        records[row["id"]] = records[f"wcxb_{row['id']}"] = (fold,)
    stories = {
        str(row["id"]): fold_of_pair(row["corpus"], str(row["id"]), houses)
        for row in _read(folder, "digest/pairs.jsonl")
    }
    for row in _read(folder, "appeals/placed.jsonl"):
        own, story = fold_of(row["publisher"], houses=houses), _find_story(row, lines)
        stories[row["id"]] = own if story is None else story
        records[row["id"]] = tuple(sorted({own, stories[row["id"]]}))
    return Assignment(records, stories, pitches)


def list_pairs(folder: Path) -> list[Folds]:
    """The pairs of folds that some record must be judged without."""
    return sorted({folds for folds in read_assignment(folder).of_record.values() if len(folds) > 1})


def squeeze(text: str) -> str:
    """Return a text without white space and case."""
    return "".join(text.casefold().split())


def _find_story(row: Mapping[str, Any], lines: Mapping[str, int]) -> int | None:
    """The fold of the story that an appeal was placed in, which its lines give away."""
    found = [lines[key] for line in row["keep"] if (key := squeeze(line)) in lines]
    return max(sorted(set(found)), key=found.count) if found else None


def _read(folder: Path, *names: str) -> Iterator[dict[str, Any]]:
    for name in names:
        if (folder / name).exists():
            yield from read_rows(folder / name)
