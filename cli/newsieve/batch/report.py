"""Tell on stderr how a run goes: failures as they come, a bar on a terminal, one line at the end."""

import os
import sys
import time
from collections import Counter
from types import TracebackType
from typing import Any, Self

from newsieve.output import say
from newsieve.read import strip_controls

_DRAW_EVERY_S = 0.1


class Report:
    """Counts and messages of one run. The bar is there on a terminal, unless quiet; the summary there or with -v."""

    def __init__(self, is_quiet: bool, is_verbose: bool) -> None:
        self.counts: Counter[str] = Counter()
        self._is_terminal = sys.stderr is not None and sys.stderr.isatty()
        self._has_summary = not is_quiet and (is_verbose or self._is_terminal)
        self._is_quiet, self._is_verbose = is_quiet, is_verbose
        self._started = self._drawn = time.monotonic()
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _type: type[BaseException] | None, _error: BaseException | None,
                 _trace: TracebackType | None) -> None:  # fmt: skip
        if self._bar is not None:
            self._bar.stop()

    def start_bar(self, total: int) -> None:
        """Show how far a run of that many inputs is, where there is a terminal to show it on."""
        if self._is_quiet or not self._is_terminal or os.environ.get("TERM") == "dumb":
            return
        from rich.console import Console  # 60 ms
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        rate = TextColumn("{task.fields[rate]}")
        self._bar = Progress(BarColumn(), MofNCompleteColumn(), rate, TimeRemainingColumn(),
                             console=Console(stderr=True), auto_refresh=False, transient=True)  # fmt: skip
        # Without a thread of its own, so that workers may be forked.
        self._task = self._bar.add_task("", total=total, rate="")
        self._bar.start()

    def advance(self, done: int) -> None:
        """Show that so many inputs are done."""
        now = time.monotonic()
        if self._bar is None or now - self._drawn < _DRAW_EVERY_S:
            return
        self._drawn = now
        rate = f"{done / max(0.001, now - self._started):.0f}/s"
        self._bar.update(self._task, completed=done, rate=rate)
        self._bar.refresh()

    def tell(self, message: str) -> None:
        """Say what went wrong with one input."""
        if self._bar is not None:
            self._bar.console.print(f"newsieve: {strip_controls(message)}", markup=False, highlight=False,
                                    soft_wrap=True)  # fmt: skip
        else:
            say(message)

    def note(self, message: str) -> None:
        """Say what is worth knowing though nothing is wrong."""
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
        if self._bar is not None:
            self._bar.stop()
            self._bar = None
        say(f"{', '.join(parts)} in {seconds:.1f} s")
