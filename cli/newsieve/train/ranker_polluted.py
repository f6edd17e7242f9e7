"""Labelled articles with pitches and other boilerplate between their paragraphs, as digests meet them.

Labelled articles hold hardly any pitch, so by them alone hardly anything is learned of what the cleaner leaves. What is
put in stands on pages of the article's own fold, and not in `polluted.jsonl`, which is scored on.
"""

import json
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from newsieve.train.cleaner_data import CONTENT
from newsieve.train.cleaner_sources import read_labelled
from newsieve.train.ranker_data import LabelledArticle, make_article, read_letters

POLLUTED = "polluted.jsonl"
_FEWEST_WORDS = 8  # of a line that is put in
_MOST = 4  # lines put into an article
_FEWEST_LINES = 8  # of a language, below which those of all languages serve
_FEWEST_LETTERS = 20  # by which a sentence is known as one that was put in

Lines = Mapping[tuple[int, str], Sequence[str]]


def read_polluted(articles: Sequence[LabelledArticle], corpus: Path) -> list[LabelledArticle]:
    """Return the articles of several paragraphs in which the cleaner leaves some of what was put in."""
    lines = read_boilerplate(corpus)
    found = (_pollute(article, lines, corpus) for article in articles if "\n" in article.record["text"])
    return [article for article in found if article]


def _pollute(article: LabelledArticle, lines: Lines, corpus: Path) -> LabelledArticle | None:
    chooser = random.Random(str(article.record["id"]))  # noqa: S311  # the same at each training
    own = lines.get((article.fold, article.record.get("lang") or "en"), ())
    drawn = chooser.sample(own if len(own) >= _FEWEST_LINES else lines[article.fold, ""], chooser.randint(1, _MOST))
    paragraphs = article.record["text"].split("\n")
    for line in drawn:
        paragraphs.insert(chooser.choice([1, 2, len(paragraphs) // 2, len(paragraphs)]), line)
    polluted = make_article({**article.record, "text": "\n".join(paragraphs)}, corpus)
    letters = [read_letters(line) for line in drawn]
    is_put_in = [_is_one_of(read_letters(text), letters) for text in polluted.document.texts]
    labels = ["never" if put_in else label for put_in, label in zip(is_put_in, polluted.labels, strict=True)]
    return replace(polluted, labels=tuple(labels)) if any(is_put_in) else None


def _is_one_of(letters: str, lines: Sequence[str]) -> bool:
    return len(letters) > _FEWEST_LETTERS and any(letters in line for line in lines)


def read_boilerplate(corpus: Path) -> Lines:
    """Return the boilerplate of labelled documents by fold and language, and by fold alone under the language ""."""
    rows = map(json.loads, (corpus / "digest" / POLLUTED).read_text("utf-8").splitlines())
    scored = [read_letters(line) for row in rows for line in row["inserted"]]
    lines: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
    seen = set[str]()
    for fold, language, line in _list_lines(corpus):
        letters = read_letters(line)
        if letters not in seen and not any(letters in one or one in letters for one in scored):
            lines[fold, language].append(line)
            lines[fold, ""].append(line)
        seen.add(letters)
    return lines


def _list_lines(corpus: Path) -> Iterator[tuple[int, str, str]]:
    for document in read_labelled(corpus):
        for block, label in zip(document.blocks, document.labels, strict=True):
            line = document.article.text[block.start : block.end]
            if label > CONTENT and document.language and "\n" not in line and len(line.split()) >= _FEWEST_WORDS:
                yield document.fold, document.language, line
