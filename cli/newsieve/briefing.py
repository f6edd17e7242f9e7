"""Documents from many inputs to one page of stories: what `brief` does."""

import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from newsieve.errors import ExitCode, NothingReadError
from newsieve.output import find_columns, has_colour, open_output
from newsieve.processing import Job, answer, check_read, is_empty, make_notes, say_empty, say_removed
from newsieve.progress import Progress
from newsieve.read import STDIN, Source, read_inputs
from newsieve.stories import (
    RunVocabulary,
    Story,
    Telling,
    group_tellings,
    make_telling,
    published_at,
    render_stories,
    sort_stories,
)
from newsieve.types import Document, Failure, Format, Result


class StoryChoice(NamedTuple):
    """Choice of the stories of a brief, and their order. `since_s` is an age in seconds, None for all documents."""

    since_s: float | None = None
    limit: int | None = None
    sort: str = "date"


def run(names: Sequence[str], job: Job, selection: StoryChoice) -> ExitCode:
    """Write the stories of all inputs; failures go to stderr. The exit status.

    Where there is no story, stdout stays empty, and a page in a file says so.
    """
    if job.output is None:
        columns = find_columns(sys.stdout) or sys.maxsize  # a pipe may ask for colour, not for lines that are cut
        job = job._replace(columns=columns if has_colour(sys.stdout) else 0)
    progress, now = Progress(job.is_quiet, job.output), time.time()
    reader = _Reader(job, progress, selection.since_s, now)
    try:
        is_styled = bool(job.columns) and job.format == "text"
        with suppress(NothingReadError), open_output(job.output, is_styled) as write:
            stories = select(reader.read_all(names), reader.vocabulary, selection)
            check_read(reader.read, reader.failed)
            if not stories and job.is_verbose:
                progress.say("no story to tell")
            progress.clear()
            is_told = bool(stories) or job.output is not None  # a page in a file says that there is nothing new
            for text in render_stories(stories, job.format, job.columns, now) if is_told else ():
                write(text)
    finally:
        progress.clear()
    return ExitCode.BUG if reader.bugs else ExitCode.SOME_FAILED if reader.failed else ExitCode.OK


def select(tellings: Sequence[Telling], vocabulary: RunVocabulary, selection: StoryChoice) -> list[Story]:
    """The stories that are to be printed, in order."""
    return sort_stories(group_tellings(tellings, vocabulary), selection.sort)[: selection.limit]


class _Reader:
    """Reads and digests documents one by one, keeps what they tell, and counts those that failed."""

    def __init__(self, job: Job, progress: Progress, since_s: float | None, now: float) -> None:
        self.vocabulary = RunVocabulary()
        self.read = self.failed = self.bugs = 0
        self._job = job._replace(format="text")  # evidence, which other formats show, is not asked for
        self._progress, self._since_s, self._now = progress, since_s, now

    def read_all(self, names: Sequence[str]) -> list[Telling]:
        """Return the tellings of all documents that are new enough."""
        tellings = []
        for number, (document, modified) in enumerate(self._read_documents(names)):
            self._progress.show(number)
            if self._is_old_text(document, modified):
                self.read += 1
                continue
            result = document if isinstance(document, Failure) else answer(document, self._job)
            if isinstance(result, Failure):
                self.failed += 1
                self.bugs += result.is_bug
                self._progress.say(result.message)
                continue
            self.read += 1
            if not self._is_old(result.document, result.article.date, modified):
                telling = self._tell(result, modified)
                tellings += [telling] if telling else []
        return tellings

    def _is_old_text(self, document: Document | Failure, modified: float) -> bool:
        """Whether it is a text older than what is wanted, which shows before it is cleaned: no page says its date."""
        if isinstance(document, Failure) or document.format is Format.HTML:
            return False
        return self._is_old(document, document.date, modified)

    def _is_old(self, document: Document, date: str | None, modified: float) -> bool:
        """Whether a document of that date is older than what is wanted."""
        if self._since_s is None:
            return False
        return published_at(document, date, modified, self._now) < self._now - self._since_s

    def _tell(self, result: Result, modified: float) -> Telling | None:
        if self._job.is_verbose:
            self._progress.say(say_removed(result))
        if is_empty(result):
            if not self._job.is_quiet:
                self._progress.say(say_empty(result))
            return None

        return make_telling(result, self.vocabulary, self._job.options.ranker, modified, self._now)

    def _read_documents(self, names: Sequence[str]) -> Iterator[tuple[Document | Failure, float]]:
        """The documents of all names in order, each with the time at which its file was written."""
        last, modified, is_new, seen = None, self._now, True, set[str]()
        for source, document in read_inputs(names, self._job.read_options, make_notes(self._job, self._progress.say)):
            if source is None:
                yield document, self._now
                continue
            if source is not last:
                last, path = source, os.path.abspath(source.name)
                modified, is_new = _find_modified(source, self._now), path not in seen
                seen.add(path)
            if is_new:  # a list may name a folder, and a file of it too
                yield document, modified


def _find_modified(source: Source, now: float) -> float:
    try:
        return now if source.name == STDIN else os.stat(source.name).st_mtime
    except OSError:
        return now
