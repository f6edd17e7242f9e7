"""Progress of a long run, on a terminal's stderr and nowhere else: documents, and inputs where those are listed.

What is still to come is not known while inputs are listed as they are read, so there is a count and a rate; of listed
inputs also how many there are, and the time that is left. Where the result goes to the terminal too, it is its own
progress.
"""

import os
import sys
import time

from newsieve.output import say, write_stderr

_FIRST_S, _EVERY_S = 1.0, 0.2  # a short run shows nothing


class Progress:
    """A line that is drawn over and over, and out of the way of messages. `total` is the number of listed inputs."""

    def __init__(self, is_quiet: bool, output: str | None) -> None:
        is_seen = output is None and sys.stdout is not None and sys.stdout.isatty()
        is_terminal = sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self.total = 0
        self._is_on = is_terminal and not is_quiet and not is_seen
        self._started = time.monotonic()
        self._next, self._is_drawn = self._started + _FIRST_S, False

    def show(self, documents: int, inputs: int = 0) -> None:
        """Draw that so many documents, and inputs of those that are listed, are done, when it is time to."""
        if not self._is_on or (now := time.monotonic()) < self._next:
            return
        elapsed = now - self._started
        parts = [f"{inputs} of {self.total} inputs"] if self.total > 1 else []
        parts.append(f"{documents} document{'s' * (documents != 1)}, {documents / elapsed:.0f} a second")
        if self.total > 1 and inputs:
            minutes, seconds = divmod(round(elapsed * (self.total - inputs) / inputs), 60)
            parts.append(f"{minutes}:{seconds:02d} left")
        write_stderr(f"\r\x1b[K{', '.join(parts)[: _find_room()]}")
        self._next, self._is_drawn = now + _EVERY_S, True

    def clear(self) -> None:
        """Take the line away."""
        if self._is_drawn:
            write_stderr("\r\x1b[K")
            self._is_drawn = False

    def say(self, message: str) -> None:
        """A message in the line's place."""
        self.clear()
        say(message)


def _find_room() -> int:
    """The characters that a line of the terminal behind stderr holds, so that it can be drawn over."""
    try:
        columns = os.get_terminal_size(sys.stderr.fileno()).columns
    except (OSError, ValueError):
        columns = 0
    return (columns or 80) - 1
