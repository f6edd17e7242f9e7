"""Articles that readers labelled, and articles with reference summaries, as the ranker reads them.

`editors.jsonl`: readers chose the best three sentences of an article, named others as good, and those that must not be
printed. `pairs.jsonl`: a summary of each article. An article has the same fold in both.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from nltk.stem.porter import PorterStemmer

from newsieve.pipeline import Task, process, ranker_input
from newsieve.rank.budget import Budget
from newsieve.rank.candidates import find_candidates
from newsieve.rank.news import NEVER
from newsieve.train.folds import fold_of, read_houses, read_rows
from newsieve.types import Document, Options, Sentences

LABELLED, SUMMARIZED = "editors.jsonl", "pairs.jsonl"
MORE_LABELS, TEXT_LABELS = (Path(__file__).with_name(f"ranker_{name}.txt") for name in ("labels", "texts"))
INVENTED = {"content": "cleaner_content.jsonl", "blog": "cleaner_blogs.jsonl"}  # by how ids begin
POINTS: Mapping[str, float] = {"best": 1.0, "also": 0.7, "none": 0.25, "never": NEVER}
_SHARED = 0.6  # of the letters of the shorter one, from which on a sentence counts as a labelled one
_stem = lru_cache(maxsize=1 << 18)(PorterStemmer().stem)


@dataclass(frozen=True, slots=True, eq=False)
class LabelledArticle:
    """An article. `record` is its line of the corpus; `labels` are keys of POINTS, of each sentence, where given."""

    record: Mapping[str, Any]
    document: Sentences
    candidates: tuple[int, ...]
    labels: tuple[str, ...]
    fold: int

    @property
    def corpus(self) -> str:
        """Name of the source."""
        return str(self.record["corpus"])


def read_articles(corpus: Path, name: str) -> list[LabelledArticle]:
    """Return the articles of a file of the folder `digest` in `corpus`, as the cleaner that is shipped leaves them."""
    lines = (corpus / "digest" / name).read_text("utf-8").splitlines()
    return [make_article(json.loads(line), corpus) for line in lines if line.strip()]


def make_article(record: Mapping[str, Any], corpus: Path) -> LabelledArticle:
    """Return an article as the cleaner that is shipped leaves it, with labels where its record has them."""
    language = record.get("lang", "en")
    document = Document(record["id"], record["text"], title=record.get("title"), language=language)
    sentences, _ = ranker_input(process(document, Task.CLEAN, Options()))
    labels = label_sentences(record, sentences.texts) if "best" in record else ()
    return LabelledArticle(record, sentences, find_candidates(sentences), labels, find_fold(record["id"], corpus))


def read_more_labelled(corpus: Path) -> list[LabelledArticle]:
    """Return the articles of MORE_LABELS, which are learned from and never scored."""
    return _read_labelled(MORE_LABELS, _read_records(corpus), corpus)


def read_labelled_texts(corpus: Path) -> list[LabelledArticle]:
    """Return the invented texts of TEXT_LABELS, which are scored and never learned from."""
    return _read_labelled(TEXT_LABELS, _read_invented(), corpus)


def find_fold(record_id: str, corpus: Path) -> int:
    """Return the fold that must not learn from an article: its publisher's where that is known, else by its id."""
    source, _, page = record_id.partition("_")
    if source == "wcxb":
        return fold_of(_read_domains(corpus).get(page, page), houses=read_houses(corpus))
    return fold_of(record_id)


def hash_files(corpus: Path) -> str:
    """Return the SHA-256 of both files, in hexadecimal."""
    return hashlib.sha256(
        b"".join((corpus / "digest" / name).read_bytes() for name in (LABELLED, SUMMARIZED))
    ).hexdigest()


def label_sentences(record: Mapping[str, Any], texts: Sequence[str]) -> tuple[str, ...]:
    """Return the label of each text, ascending in the article: that of the labelled sentences it shares most with."""
    whole = read_letters(record["text"])
    ranges = [*_find_ranges(whole, record["sentences"])]
    never = {index for index, _ in record["never"]}
    labels, used = [], 0
    for text in texts:
        key = read_letters(text)
        start = whole.find(key, used)
        start = whole.find(key) if start < 0 else start
        if start < 0 or not key:
            labels.append("none")
            continue
        used = start + len(key)
        hits = {index for index, span in enumerate(ranges) if span and _shares(span, (start, used))}
        labels.append(_find_label(record, hits, never))
    return tuple(labels)


def read_letters(text: str) -> str:
    """Return the letters and digits of a text alone, by which its sentences are found again."""
    return "".join(re.findall(r"\w", text.casefold()))


def count_points(record: Mapping[str, Any], labels: Sequence[str]) -> float:
    """Return the points of a digest of three with these labels, at most 1; one that is missing counts 0."""
    wanted = min(len(record["sentences"]), len(record["best"]) or 1, 3)
    return sum(POINTS[label] for label in labels) / max(len(labels), wanted)


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


def find_lead(article: LabelledArticle, budget: Budget) -> str:
    """Return the first sentences of the text, whole ones, at least one, as many as the budget holds."""
    texts = article.document.texts
    if budget.words is None:
        return " ".join(texts[: budget.sentences])
    taken, size = [texts[0]], len(texts[0].split())
    for text in texts[1:]:
        size += len(text.split())
        if size > budget.words:
            break
        taken.append(text)
    return " ".join(taken)


def _read_records(corpus: Path) -> Iterator[dict[str, Any]]:
    """Yield the articles of pairs.jsonl and of wcxb in one form."""
    yield from read_rows(corpus / "digest" / SUMMARIZED)
    for page in read_rows(corpus / "wcxb" / "gold.jsonl.xz"):
        yield {"id": f"wcxb_{page['id']}", "corpus": "wcxb", "title": page["title"], "text": page["gold"]}


def _read_invented() -> Iterator[dict[str, Any]]:
    """Yield the texts of INVENTED in the form of articles, without the pitches that are put into some."""
    for kind, name in INVENTED.items():
        for record in read_rows(TEXT_LABELS.with_name(name)):
            lines = [line for label, line in record.get("lines", ()) if label == "content"]
            text = record.get("text") or "\n".join(lines)
            yield {"id": f"{kind}_{record['name']}", "corpus": "invented", "lang": record["lang"], "text": text}


def _read_labelled(labels: Path, records: Iterable[dict[str, Any]], corpus: Path) -> list[LabelledArticle]:
    """Return the articles, of these records, that a file has labels of."""
    found = {}
    for line in labels.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            article_id, *spans = line.split("\t")
            found[article_id] = [[*map(_read_span, kind.split())] for kind in spans]
    wanted = [record for record in records if record["id"] in found]
    return [make_article(_add_labels(record, found[record["id"]]), corpus) for record in wanted]


def _read_span(span: str) -> tuple[int, int]:
    start, _, end = span.partition("-")
    return int(start), int(end)


def _add_labels(record: Mapping[str, Any], kinds: Sequence[Sequence[tuple[int, int]]]) -> dict[str, Any]:
    """Return a record with `sentences` and their labels, as editors.jsonl has them."""
    spans = sorted({span for kind in kinds for span in kind})
    whole = read_letters(record["text"])
    best, also, never = [[spans.index(span) for span in kind] for kind in kinds]
    sentences = [whole[start:end] for start, end in spans]
    return {
        **record,
        "sentences": sentences,
        "best": best,
        "also": also,
        "never": [[index, ""] for index in never],
        "one": None,
    }


@cache
def _read_domains(corpus: Path) -> Mapping[str, str]:
    return {str(page["id"]): str(page["domain"]) for page in read_rows(corpus / "wcxb" / "gold.jsonl.xz")}


def _find_ranges(whole: str, sentences: Sequence[str]) -> Iterator[tuple[int, int] | None]:
    at = 0
    for sentence in sentences:
        key = read_letters(sentence)
        start = whole.find(key, at)
        at = at if start < 0 else start + len(key)
        yield None if start < 0 else (start, at)


def _shares(one: tuple[int, int], other: tuple[int, int]) -> bool:
    common = min(one[1], other[1]) - max(one[0], other[0])
    return common > 0 and common >= _SHARED * min(one[1] - one[0] or 1, other[1] - other[0])


def _find_label(record: Mapping[str, Any], hits: set[int], never: set[int]) -> str:
    for label, wanted in (("best", set(record["best"])), ("also", {*record["also"], record["one"]}), ("never", never)):
        if hits & wanted:
            return label
    return "none"


def _f1(predicted: Counter[Any], wanted: Counter[Any]) -> float:
    found = sum((predicted & wanted).values())
    return 200 * found / (sum(predicted.values()) + sum(wanted.values())) if found else 0.0
