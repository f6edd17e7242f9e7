"""Results that are computed once for each key, such as a distinct word, and kept across documents."""

from collections.abc import Callable, Hashable
from typing import TypeVar

MOST = 60_000  # entries; when there are more, all are dropped

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class BoundedMemo(dict[Key, Value]):
    """The results of `compute`, which is called when a key is first looked up."""

    def __init__(self, compute: Callable[[Key], Value]) -> None:
        self._compute = compute

    def __missing__(self, key: Key) -> Value:
        if len(self) >= MOST:
            self.clear()
        found = self[key] = self._compute(key)
        return found
