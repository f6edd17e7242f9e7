"""A source's documents to text, one by one: what every command that writes results shares."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from newsieve.errors import InputError, find_errno
from newsieve.pipeline import Task, process
from newsieve.read import ReadOptions
from newsieve.render import FAILURES, FRAMES, HEADED, RENDERERS, render_heading
from newsieve.types import Document, Failure, Memory, Options, Result

Say = Callable[[str], None]
_WITH_EVIDENCE = frozenset(("jsonl", "html", "parquet"))  # formats that show it, whatever the task


class Job(NamedTuple):
    """What to do with the documents, and what to say meanwhile. `output` is a path, None for stdout."""

    task: Task
    options: Options
    read_options: ReadOptions
    format: str = "text"
    output: str | None = None
    memory: Memory | None = None
    is_quiet: bool = False
    is_verbose: bool = False
    columns: int = 0  # of the coloured terminal that is written to; 0 for plain text


def process_safely(
    document: Document, task: Task, options: Options, memory: Memory | None = None, *, with_evidence: bool = True
) -> Result | Failure:
    """The result, or a Failure: what a document does to a worker must not cost the next one its result."""
    try:
        return process(document, task, options, memory, with_evidence=with_evidence)
    except InputError as error:
        return Failure(document.id, f"{document.id}: {error}")
    except (MemoryError, RecursionError) as error:
        return Failure(document.id, f"{document.id}: too large or too deeply nested ({type(error).__name__})",
                       find_errno(error))  # fmt: skip


def answer_all(documents: Iterator[Document | Failure], job: Job) -> Iterator[Result | Failure]:
    """The answer to each document, in order; Failures pass."""
    for document in documents:
        yield document if isinstance(document, Failure) else answer(document, job)


def answer(document: Document, job: Job) -> Result | Failure:
    """The answer to one document."""
    with_evidence = job.task is Task.EXPLAIN or job.format in _WITH_EVIDENCE
    return process_safely(document, job.task, job.options, job.memory, with_evidence=with_evidence)


class Writer:
    """Writes answers one after the other; knows what stands between them, and counts those that failed or are empty.

    `has_headings` is for inputs that may hold many documents; a container's have them anyway. `finish` is called last.
    """

    def __init__(self, job: Job, has_headings: bool, say: Say) -> None:
        self._job, self._has_headings, self._say = job, has_headings, say
        self._render = _find_renderer(job)
        self._has_begun = False
        self.written = self.failed = self.empty = 0

    def add(self, answer: Result | Failure, write: Callable[[str], None]) -> None:
        """Write one answer, and say what is wrong with it."""
        self._begin(write)
        if isinstance(answer, Failure):
            self.failed += 1
            self._say(answer.message)
            if self._job.format in FAILURES:
                write(FAILURES[self._job.format](answer))
            return
        write(self._with_heading(answer, self._render(answer, self._job.task)))
        self.written += 1
        if not any(verdict.kept for verdict in answer.verdicts):
            self.empty += 1
            if not self._job.is_quiet:
                what = "nothing is left of it" if answer.verdicts else "empty"
                self._say(f"{answer.document.id}: {what}")

    def finish(self, write: Callable[[str], None]) -> None:
        """Write what stands behind all documents, where the format has such a thing."""
        self._begin(write)
        if self._job.format in FRAMES:
            write(FRAMES[self._job.format][1]())

    def _begin(self, write: Callable[[str], None]) -> None:
        if self._job.format in FRAMES and not self._has_begun:
            write(FRAMES[self._job.format][0](self._job.options))
        self._has_begun = True

    def _with_heading(self, result: Result, text: str) -> str:
        """One document among many; JSON Lines and pages need nothing between them."""
        if self._job.format not in HEADED or not (self._has_headings or result.document.record):
            return text
        ending = "" if not text or text.endswith("\n") else "\n"
        return "\n" * (self.written > 0) + render_heading(result.document.id) + text + ending


def _find_renderer(job: Job) -> Callable[[Result, str], str]:
    if not job.columns or job.format != "text":
        return RENDERERS[job.format]
    from newsieve.render.terminal import render_terminal

    return lambda result, task: render_terminal(result, task, job.columns)
