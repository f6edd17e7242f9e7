"""Tell on stderr how a run goes: failures as they come, progress on a terminal, one line at the end."""

import sys
import time
from collections import Counter
from types import TracebackType
from typing import Self

from newsieve.output import say
from newsieve.progress import Progress


class Report:
    """Counts and messages of one run. Progress is there on a terminal, unless quiet; the summary there or with -v."""

    def __init__(self, out: str, is_quiet: bool, is_verbose: bool) -> None:
        self.counts: Counter[str] = Counter()
        is_terminal = sys.stderr is not None and sys.stderr.isatty()
        self._has_summary = not is_quiet and (is_verbose or is_terminal)
        self._is_quiet = is_quiet
        self._started = time.monotonic()
        self._progress = Progress(is_quiet, out)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _type: type[BaseException] | None, _error: BaseException | None,
                 _trace: TracebackType | None) -> None:  # fmt: skip
        self._progress.clear()

    def expect(self, inputs: int) -> None:
        """Take note of how many inputs there are."""
        self._progress.total = inputs

    def advance(self, inputs: int, documents: int) -> None:
        """Show that so much is done."""
        self._progress.show(documents, inputs)

    def tell(self, message: str) -> None:
        """Print a message on stderr, even if quiet: what went wrong with one input."""
        self._progress.say(message)

    def note(self, message: str) -> None:
        """Print a message on stderr unless quiet: what is worth knowing though nothing is wrong."""
        if not self._is_quiet:
            self.tell(message)

    def summarize(self) -> None:
        """Say the one line at the end."""
        if not self._has_summary:
            return
        seconds = time.monotonic() - self._started
        counts = self.counts
        parts = [f"{counts[name]} {name}" for name in ("read", "written", "up to date", "failed")]
        parts += [
            f"{counts[name]} {name}"
            for name in ("failed before", "removed", "binary", "with nothing left")
            if counts[name]
        ]
        self._progress.clear()
        say(f"{', '.join(parts)} in {seconds:.1f} s")
