"""Patterns that are compiled when they are first used, and those of users, of which Python warns.

A run needs a third of the patterns that its modules hold.
"""

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, AnyStr, cast


class _LazyPattern:
    def __init__(self, *source: Any) -> None:
        self._source = source

    def __getattr__(self, name: str) -> Any:
        """Called for what is not there yet: the pattern's methods, each kept from then on, so that it costs nothing."""
        found = getattr(re.compile(*self._source), name)
        setattr(self, name, found)
        return found


def compile_later(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a pattern for a module's constant; a fault in it shows at its first use only."""
    return cast("re.Pattern[AnyStr]", _LazyPattern(pattern, flags))


@contextmanager
def without_warnings() -> Iterator[None]:
    """Read patterns without Python's warning of sets such as `[[:alpha:]]`; `find_doubtful_set` tells of them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        yield


def find_doubtful_set(pattern: str) -> str:
    """Python's warning of a set that reads as one of another language's; "" where there is none."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", FutureWarning)
        re.compile(f"{pattern}(?#)")  # a pattern that was compiled before is warned of no more
    return str(caught[0].message) if caught else ""
