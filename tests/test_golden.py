"""Frozen results of the example texts, so that a change shows what it changed.

`pytest tests/test_golden.py --update-golden` rewrites the files of fixtures/golden/; a person reads the difference.
`extracted` holds what a page's text is taken to be, `verdicts` the range, fate, kind and logit of each piece, `digests`
the chosen sentences with their scores.
"""

import json
import math
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from newsieve.pipeline import Task, process
from newsieve.read import ReadOptions, Source, read_documents
from newsieve.types import Document, Format, Options, Result, Verdict

FIXTURES = Path(__file__).parent.parent / "fixtures"
GOLDEN = FIXTURES / "golden"
CLOSE = 1e-9


def read_pages() -> Iterator[Document]:
    for folder in sorted((FIXTURES / "pages").iterdir()):
        meta = tomllib.loads((folder / "meta.toml").read_text("utf-8"))
        [document] = read_documents(Source(str(folder / meta["input"])), ReadOptions(url=meta.get("url")))
        assert isinstance(document, Document)
        yield document._replace(id=folder.name)


def read_appeals() -> Iterator[Document]:
    for name in ("before", "after"):
        for text in (FIXTURES / "appeals" / f"{name}.jsonl").read_text("utf-8").splitlines():
            row = json.loads(text)
            lines = "\n".join(line["text"] for line in row["lines"])
            yield Document(row["id"], lines, url=row["url"], language=row["language"])


def read_labels() -> Iterator[Document]:
    """The labelled lines of each language as one document, which holds more kinds of lines than any article."""
    lines: dict[str, list[str]] = {}
    for text in (FIXTURES / "labels.jsonl").read_text("utf-8").splitlines():
        row = json.loads(text)
        lines.setdefault(row["lang"], []).append(row["text"])
    for language, texts in sorted(lines.items()):
        yield Document(f"labels-{language}", "\n".join(texts), language=language)


DOCUMENTS = {str(document.id): document for document in (*read_pages(), *read_appeals(), *read_labels())}


def name_verdicts(result: Result) -> dict[str, Any]:
    verdicts = [[v.start, v.end, v.kept, v.kind and v.kind.value, logit_of(v)] for v in result.verdicts]
    return {"verdicts": verdicts}


def logit_of(verdict: Verdict) -> float:
    return round(math.fsum(term.weight for term in verdict.evidence), 10)


def name_digest(result: Result) -> dict[str, Any]:
    return {"digest": [[one.index, round(one.score, 4)] for one in result.chosen]}


def name_text(result: Result) -> dict[str, Any]:
    article = result.article
    marks = [
        [mark.start, mark.end, mark.tag, mark.article_logit and round(mark.article_logit, 10)] for mark in article.marks
    ]
    return {"text": article.text, "title": article.title, "language": result.language, "marks": marks}


PARTS: dict[str, tuple[Callable[[Result], dict[str, Any]], Callable[[Document], bool]]] = {
    "extracted": (name_text, lambda document: document.format is Format.HTML),
    "verdicts": (name_verdicts, lambda document: True),
    "digests": (name_digest, lambda document: True),
}


def run(document: Document, part: str) -> dict[str, Any]:
    name, _ = PARTS[part]
    return name(process(document, Task.DIGEST, Options()))


def read_golden(part: str) -> dict[str, Any]:
    lines = (GOLDEN / f"{part}.jsonl").read_text("utf-8").splitlines()
    return {row.pop("id"): row for row in map(json.loads, lines)}


def nearly(value: Any) -> Any:
    """The value, floats in it equal to what differs by rounding alone."""
    if isinstance(value, float):
        return pytest.approx(value, abs=CLOSE)
    if isinstance(value, dict):
        return {key: nearly(part) for key, part in value.items()}
    return [nearly(part) for part in value] if isinstance(value, list) else value


CASES = [(part, name) for part, (_, takes) in PARTS.items() for name, document in DOCUMENTS.items() if takes(document)]


@pytest.fixture(scope="session", autouse=True)
def rewrite_golden(pytestconfig: pytest.Config) -> None:
    if pytestconfig.getoption("--update-golden"):
        GOLDEN.mkdir(exist_ok=True)
        for part in PARTS:
            rows = [{"id": name, **run(DOCUMENTS[name], part)} for one, name in CASES if one == part]
            lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
            (GOLDEN / f"{part}.jsonl").write_text(lines, "utf-8")


@pytest.fixture(scope="session")
def golden(rewrite_golden: None) -> dict[str, dict[str, Any]]:
    return {part: read_golden(part) for part in PARTS}


@pytest.mark.parametrize(("part", "name"), CASES)
def test_results_are_as_they_were(part: str, name: str, golden: dict[str, dict[str, Any]]) -> None:
    assert run(DOCUMENTS[name], part) == nearly(golden[part][name])


def test_nothing_else_is_frozen(golden: dict[str, dict[str, Any]]) -> None:
    assert sorted((part, name) for part, rows in golden.items() for name in rows) == sorted(CASES)
