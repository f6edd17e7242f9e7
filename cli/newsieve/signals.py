"""Signals that end the program: `newsieve.__main__` imports this before all else, and nothing else does.

While modules are loaded there is nothing to put in order, and the program ends at once. While it works, the first
signal raises StoppedError, so that temporary files go and workers end, and later ones are not heard. At its end none
is. A signal that was ignored from the start stays so, as nohup and shells without job control ask for.
"""

from __future__ import annotations

import os
import signal
import sys

TYPE_CHECKING = False  # typing takes 5 ms to import
if TYPE_CHECKING:
    from types import FrameType

STATUS_OF_SIGNAL = 128  # and the signal's number: the exit status as shells give it
_RAISE_AGAIN_S = 0.01
_HEARD = tuple(
    getattr(signal, name)
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")
    if hasattr(signal, name) and signal.getsignal(getattr(signal, name)) is not signal.SIG_IGN
)
_first: int | None = None  # the signal that ends the program


class StoppedError(BaseException):
    """A signal came: unwind. `status` is the exit status."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.status = STATUS_OF_SIGNAL + number


def listen() -> None:
    """Raise StoppedError at the first signal from now on."""
    for number in _HEARD:
        signal.signal(number, _stop)
    sys.unraisablehook = _hear_again


def stop_listening() -> None:
    """Let signals do nothing from now on: the exit status is known."""
    global _first  # noqa: PLW0603
    _first = _first or 0


def _end_at_once(number: int, _frame: FrameType | None) -> None:
    os._exit(STATUS_OF_SIGNAL + number)


def _stop(number: int, _frame: FrameType | None) -> None:
    global _first  # noqa: PLW0603
    if _first is None:
        _first = number
        raise StoppedError(number)


def _hear_again(unraisable: sys.UnraisableHookArgs) -> None:
    """Raise once more what was raised where nothing can be, as in a callback of the garbage collector."""
    if not isinstance(unraisable.exc_value, StoppedError):
        sys.__unraisablehook__(unraisable)
    elif hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, _raise_again)
        signal.setitimer(signal.ITIMER_REAL, _RAISE_AGAIN_S)


def _raise_again(_number: int, _frame: FrameType | None) -> None:
    if _first:
        raise StoppedError(_first)


for _number in _HEARD:
    signal.signal(_number, _end_at_once)
