"""Results that are computed once for each word, and kept across documents."""

from collections.abc import Callable
from typing import TypeVar

MOST = 60_000  # entries; when there are more, all are dropped
LONGEST_KEY = 40  # characters; what is said of longer words is not kept

Value = TypeVar("Value")


class BoundedMemo(dict[str, Value]):
    """The results of `compute`, which is called when a word is first looked up."""

    def __init__(self, compute: Callable[[str], Value]) -> None:
        self._compute = compute

    def __missing__(self, word: str) -> Value:
        found = self._compute(word)
        if len(word) <= LONGEST_KEY:
            if len(self) >= MOST:
                self.clear()
            self[word] = found
        return found
