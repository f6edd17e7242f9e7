"""`python -m newsieve.train predict --out-of-fold`: JSON Lines through the pipeline, each by a model that is new to it.

The weights that are shipped have seen the publishers of the labelled corpora, so scoring them there says nothing. A
record's publisher is looked up by its id, and those of an appeal that was placed in another's story are both left out;
where there is no such model, or pitches of several publishers were put into one document, each block is judged by the
model that has not seen the block's own. The classifiers of pages are learned anew when the first page comes, unless the
folder has them.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from pathlib import Path

from newsieve.cleaner import Model, parse_model, use_model
from newsieve.extract.classifier import BlockClassifier, parse_classifier, use_classifier
from newsieve.pipeline import Task, place_chosen, process, ranker_input
from newsieve.rank import choose
from newsieve.read import STDIN, InputFormat, ReadOptions, find_sources, read_documents
from newsieve.render import FAILURES, RENDERERS
from newsieve.train.cleaner_data import fold_of_unknown
from newsieve.train.cleaner_unseen import Assignment, Folds, read_assignment, squeeze
from newsieve.train.folds import fold_of, read_houses
from newsieve.train.pages import fit_classifiers, load_folds
from newsieve.train.pages_data import load_pages
from newsieve.train.pages_rows import read_pages
from newsieve.train.ranker import use_unseen_ranker
from newsieve.types import Document, Failure, Format, Level, Options, Result, Verdict


def main(arguments: Sequence[str]) -> int:
    """Read records from stdin, write results to stdout."""
    asked = _parse(arguments)
    folds = read_assignment(asked.corpus)
    options = Options(level=asked.level, sentences=asked.sentences, words=asked.words, ratio=asked.ratio)
    render = RENDERERS["jsonl"]
    sources = (source for source in find_sources([STDIN]) if not isinstance(source, Failure))
    for source in sources:
        for document in read_documents(source, ReadOptions(input_format=InputFormat.JSONL)):
            if isinstance(document, Failure):
                sys.stdout.write(FAILURES["jsonl"](document))
                continue
            unseen = use_unseen_ranker(asked.folds, str(document.id), asked.corpus)
            with unseen, _read_as_unseen(document, asked, folds):
                result = _predict(document, asked, folds, options)
            sys.stdout.write(render(result, asked.task))
            sys.stdout.flush()
    return 0


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m newsieve.train predict", description=__doc__)
    parser.add_argument("--out-of-fold", action="store_true", required=True)
    parser.add_argument("--folds", type=Path, required=True, help="folder that `cleaner --folds` wrote")
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--task", type=Task, choices=list(Task), default=Task.CLEAN)
    parser.add_argument("--level", type=Level, choices=list(Level), default=Level.BALANCED)
    budget = parser.add_mutually_exclusive_group()
    budget.add_argument("--sentences", "-n", type=int, default=3)
    budget.add_argument("--words", type=int)
    budget.add_argument("--ratio", type=float)
    parser.add_argument("inputs", nargs="*", help="ignored: records come from stdin")
    return parser.parse_args(arguments)


def _predict(document: Document, asked: argparse.Namespace, folds: Assignment, options: Options) -> Result:
    own = folds.of_record.get(str(document.id))
    if own is not None and _find_stem(asked.folds, own).with_suffix(".json").exists():
        with use_model(_load(asked.folds, own)):
            return process(document, asked.task, options)
    result = process(document, Task.CLEAN, options)
    verdicts = tuple(_judge_piecewise(document, result, asked, folds, options))
    return _choose_again(result._replace(verdicts=verdicts), asked.task, options)


def _read_as_unseen(document: Document, asked: argparse.Namespace, folds: Assignment) -> AbstractContextManager[None]:
    """While it lasts pages are read by a classifier that has not seen the document's house."""
    if document.format is not Format.HTML:
        return nullcontext()
    known = folds.of_record.get(str(document.id))
    fold = known[0] if known else fold_of(document.url or str(document.id), houses=read_houses(asked.corpus))
    return use_classifier(_find_classifiers(asked.corpus, asked.folds)[fold])


@cache
def _find_classifiers(corpus: Path, folder: Path) -> Sequence[BlockClassifier]:
    """The classifier of each fold: those in the folder, else learned anew."""
    if (folder / "pages-0.json").exists():
        return load_folds(folder)
    return [parse_classifier(model) for model in fit_classifiers(read_pages(load_pages(corpus)))]


def _judge_piecewise(
    document: Document, result: Result, asked: argparse.Namespace, folds: Assignment, options: Options
) -> Iterator[Verdict]:
    """Each block's verdicts by the model of the fold of the labelled line that it is; the rest by one fold's."""
    name = str(document.id)
    usual = folds.of_story.get(name, fold_of_unknown(name))
    text = result.article.text
    fold_of_block = [_find_line(text[b.start : b.end], folds.of_line, usual) for b in result.blocks]
    runs: dict[int, tuple[Verdict, ...]] = {}
    for fold in sorted(set(fold_of_block)):
        with use_model(_load(asked.folds, (fold,))):
            runs[fold] = process(document, Task.CLEAN, options).verdicts
    for block, fold in zip(result.blocks, fold_of_block, strict=True):
        yield from (verdict for verdict in runs[fold] if block.start <= verdict.start < block.end)


def _find_line(text: str, folds: Mapping[str, int], usual: int) -> int:
    return folds.get(squeeze(text), usual)


def _choose_again(result: Result, task: Task, options: Options) -> Result:
    if task is Task.CLEAN:
        return result
    document, sentences = ranker_input(result)
    chosen = choose(document, options.ranker, sentences=options.sentences, words=options.words, ratio=options.ratio)
    return result._replace(chosen=place_chosen(chosen, document, sentences))


@cache
def _load(folder: Path, folds: Folds) -> Model:
    stem = _find_stem(folder, folds)
    return parse_model(stem.with_suffix(".json").read_text("utf-8"), stem.with_suffix(".bin").read_bytes())


def _find_stem(folder: Path, folds: Folds) -> Path:
    return folder / f"cleaner-{'-'.join(map(str, folds))}"
