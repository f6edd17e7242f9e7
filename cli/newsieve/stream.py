"""Documents from many inputs to one output, in order, one at a time: what `digest`, `clean` and `explain` do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from newsieve.errors import ExitCode, InputError, UsageError
from newsieve.model import Document, Failure, Memory, Options, Result
from newsieve.output import Write, open_output, say
from newsieve.pipeline import Task, process
from newsieve.read import STDIN, ReadOptions, Source, can_hold_many, find_sources, read_documents
from newsieve.render import RENDERERS, render_failure, render_heading


@dataclass(frozen=True, slots=True)
class Job:
    """What to do with the documents, and what to say meanwhile. `output` is a path, None for stdout."""

    task: Task
    options: Options
    read_options: ReadOptions
    format: str = "text"
    output: str | None = None
    memory: Memory | None = None
    is_quiet: bool = False
    is_verbose: bool = False


def check_job(names: Sequence[str], job: Job) -> None:
    """Refuse what cannot be meant. Raises: UsageError."""
    if job.read_options.url and can_hold_many(names):
        raise UsageError("--url is the address of one document; give one INPUT")
    if job.output is None or not Path(job.output).exists():
        return
    for source in find_sources(names):
        if isinstance(source, Source) and source.name != STDIN and _is_same(source.name, job.output):
            raise UsageError(f"--output {job.output}: that is an INPUT; choose another file")


def run(names: Sequence[str], job: Job) -> ExitCode:
    """Write the results of all inputs; failures go to stderr, and into JSON Lines in their place. The exit status."""
    writer = _Writer(job, can_hold_many(names))
    with open_output(job.output) as write:
        for answer in _answers(names, job):
            writer.add(answer, write)
    return writer.status


def _is_same(name: str, output: str) -> bool:
    try:
        return Path(output).is_file() and Path(name).samefile(output)
    except OSError:
        return False


def process_safely(document: Document, task: Task, options: Options, memory: Memory | None = None) -> Result | Failure:
    """The result, or a Failure: what a document does to a worker must not cost the next one its result."""
    try:
        return process(document, task, options, memory)
    except InputError as error:
        return Failure(document.id, f"{document.id}: {error}")
    except (MemoryError, RecursionError) as error:
        return Failure(document.id, f"{document.id}: too large or too deeply nested ({type(error).__name__})")


def _answers(names: Sequence[str], job: Job) -> Iterator[Result | Failure]:
    for source in find_sources(names):
        documents = read_documents(source, job.read_options) if isinstance(source, Source) else iter([source])
        for document in documents:
            if isinstance(document, Failure):
                yield document
            else:
                yield process_safely(document, job.task, job.options, job.memory)


class _Writer:
    """Writes answers one after the other; knows what stands between them, and whether any failed."""

    def __init__(self, job: Job, has_headings: bool) -> None:
        self._job, self._has_headings = job, has_headings
        self._render = RENDERERS[job.format]
        self._written = 0
        self.status = ExitCode.OK

    def add(self, answer: Result | Failure, write: Write) -> None:
        if isinstance(answer, Failure):
            self.status = ExitCode.SOME_FAILED
            say(answer.message)
            if self._job.format == "jsonl":
                write(render_failure(answer))
            return
        text = self._render(answer, self._job.task)
        write(self._with_heading(answer, text))
        self._written += 1
        if not self._job.is_quiet and not any(verdict.kept for verdict in answer.verdicts):
            say(f"{answer.document.id}: nothing is left of it" if answer.verdicts else f"{answer.document.id}: empty")

    def _with_heading(self, result: Result, text: str) -> str:
        """Text and Markdown of one document among many; JSON Lines need nothing between them."""
        if self._job.format == "jsonl" or not (self._has_headings or result.document.record):
            return text
        ending = "" if not text or text.endswith("\n") else "\n"
        return "\n" * (self._written > 0) + render_heading(result.document.id) + text + ending
