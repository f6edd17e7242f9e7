"""Patterns that are compiled when they are first used: a run needs a third of those that its modules hold."""

import re
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
