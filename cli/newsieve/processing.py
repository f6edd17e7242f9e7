"""A source's documents to text, one by one: what every command that writes results shares."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from newsieve.errors import InputError, NewsieveError, NothingReadError, describe_bug, find_errno
from newsieve.pipeline import Task, process
from newsieve.read import Notes, ReadOptions
from newsieve.render import EPILOGUES, FAILURES, HEADINGS, PROLOGUES, RENDERERS
from newsieve.types import Document, Failure, Memory, Options, Result, WithEvidence

Say = Callable[[str], None]
# What formats show whatever the task: a report all evidence, records that of what went.
_EVIDENCE: dict[str, WithEvidence] = {"html": True, "jsonl": "removed", "parquet": "removed"}
_STDIN = "-"


class Job(NamedTuple):
    """Task, options and format of a run, and how much it says meanwhile. `output` is a path, None for stdout."""

    task: Task
    options: Options
    read_options: ReadOptions
    format: str = "text"
    output: str | None = None
    memory: Memory | None = None
    is_quiet: bool = False
    is_verbose: bool = False
    columns: int = 0  # of the terminal that is written to; 0 for anything else
    is_coloured: bool = False


def make_notes(job: Job, say: Say) -> Notes:
    """Make the functions that are told of inputs without a document; nobody is, with --quiet."""
    return Notes(_say_nothing if job.is_quiet else say, say if job.is_verbose else None, job.options.fails_empty)


def process_safely(
    document: Document,
    task: Task,
    options: Options,
    memory: Memory | None = None,
    *,
    with_evidence: WithEvidence = True,
) -> Result | Failure:
    """The result, or a Failure: what a document does to a worker must not cost the next one its result."""
    try:
        result = process(document, task, options, memory, with_evidence=with_evidence)
    except InputError as error:
        return Failure(document.id, f"{document.label}: {error}")
    except NewsieveError:
        raise
    except (MemoryError, RecursionError) as error:
        return Failure(document.id, f"{document.label}: too large or too deeply nested ({type(error).__name__})",
                       find_errno(error))  # fmt: skip
    except Exception as error:  # noqa: BLE001  # a bug costs one document, not the run
        return Failure(document.id, f"{document.label}: {describe_bug(error)}", is_bug=True)
    if options.fails_empty and is_empty(result):
        return Failure(document.id, say_empty(result))
    return result


def is_empty(result: Result) -> bool:
    """Whether nothing is left of a document."""
    return not any(verdict.kept for verdict in result.verdicts)


def say_empty(result: Result) -> str:
    """The line about a document of which nothing is left."""
    if result.verdicts:
        return f"{result.document.label}: nothing is left of it"
    if result.document.text.strip():
        hint = "a page that scripts fill is empty to newsieve, which runs none"
        return f"{result.document.label}: no text in it but menus and the like; {hint}"
    hint = ": nothing came in on stdin; did the command before the pipe fail?" if result.document.id == _STDIN else ""
    return f"{result.document.label}: empty{hint}"


def check_read(read: int, failed: int) -> None:
    """See that there is a result, or no failure. Raises: NothingReadError.

    Where all inputs failed the last run's file is worth more than an empty one, and the exit status says so.
    """
    if failed and not read:
        raise NothingReadError


def say_removed(result: Result) -> str:
    """The line about what went of a document: how many blocks, and what share of the text, by kind."""
    counts, letters = Counter[str](), Counter[str]()
    for verdict in result.verdicts:
        if not verdict.kept:
            kind = verdict.kind or "other"
            counts[kind] += 1
            letters[kind] += verdict.end - verdict.start
    whole = sum(verdict.end - verdict.start for verdict in result.verdicts) or 1
    kinds = ", ".join(f"{kind} {counts[kind]} ({letters[kind] / whole:.0%})" for kind, _ in letters.most_common())
    return (
        f"{result.document.label}: {counts.total()} of {len(result.verdicts)} blocks went, "
        f"{letters.total() / whole:.0%} of the text{': ' * bool(kinds)}{kinds}"
    )


def _say_nothing(_message: str) -> None:
    """Keep a message to ourselves."""


def process_all(documents: Iterator[Document | Failure], job: Job) -> Iterator[Result | Failure]:
    """The result of each document, in order; Failures pass."""
    for document in documents:
        yield document if isinstance(document, Failure) else answer(document, job)


def answer(document: Document, job: Job) -> Result | Failure:
    """The answer to one document."""
    with_evidence = job.task is Task.EXPLAIN or _EVIDENCE.get(job.format, False)
    return process_safely(document, job.task, job.options, job.memory, with_evidence=with_evidence)


class Writer:
    """Writes results one after the other; knows what stands between them, and counts those that failed or are empty.

    `has_headings` is for inputs that may hold many documents; a container's have them anyway. `say` takes messages,
    `note` what is said of each document with -v. `finish` is called last.
    """

    def __init__(self, job: Job, has_headings: bool, say: Say, note: Say | None = None) -> None:
        self._job, self._has_headings, self._say, self._note = job, has_headings, say, note or say
        self._render = _find_renderer(job)
        self._has_begun = False
        self.written = self.failed = self.empty = self.bugs = 0
        self._kept, self._removed = 0, Counter[str]()
        self._is_explained = job.columns > 0 and job.format == "text" and job.task is Task.EXPLAIN

    def add(self, result: Result | Failure, write: Callable[[str], None]) -> None:
        """Write one result, and say what is wrong with it."""
        self._begin(write)
        if isinstance(result, Failure):
            self.failed += 1
            self.bugs += result.is_bug
            self._say(result.message)
            if self._job.format in FAILURES:
                write(FAILURES[self._job.format](result))
            return
        write(self._with_heading(result, self._render(result, self._job.task)))
        self.written += 1
        self._kept += sum(verdict.kept for verdict in result.verdicts)
        self._removed.update(verdict.kind or "other" for verdict in result.verdicts if not verdict.kept)
        if self._job.is_verbose:
            self._note(say_removed(result))
        if is_empty(result):
            self.empty += 1
            if not self._job.is_quiet:
                self._say(say_empty(result))

    def finish(self, write: Callable[[str], None]) -> None:
        """Write what stands behind all documents, where the format has such a thing."""
        self._begin(write)
        if self._job.format in EPILOGUES:
            write(EPILOGUES[self._job.format]())
        if self._is_explained:
            from newsieve.render.terminal import render_totals

            write(self._style(render_totals(self._kept, self._removed)))

    def _begin(self, write: Callable[[str], None]) -> None:
        if self._job.format in PROLOGUES and not self._has_begun:
            write(PROLOGUES[self._job.format](self._job.options))
        if self._is_explained and not self._has_begun:
            from newsieve.render.terminal import render_legend

            write(self._style(render_legend(self._job.columns)))
        self._has_begun = True

    def _style(self, text: str) -> str:
        from newsieve.render.terminal import strip_styles

        return text if self._job.is_coloured else strip_styles(text)

    def _with_heading(self, result: Result, text: str) -> str:
        """Put a heading before a document among many, in a format that needs one."""
        if self._job.format not in HEADINGS or not (self._has_headings or result.document.record):
            return text
        ending = "" if not text or text.endswith("\n") else "\n"
        return "\n" * (self.written > 0) + HEADINGS[self._job.format](result, text) + text + ending


def _find_renderer(job: Job) -> Callable[[Result, str], str]:
    if job.format != "text" or not (job.columns or job.is_coloured):
        return RENDERERS[job.format]
    from newsieve.render.terminal import render_terminal, strip_styles

    if job.is_coloured:
        return lambda result, task: render_terminal(result, task, job.columns)
    return lambda result, task: strip_styles(render_terminal(result, task, job.columns))
