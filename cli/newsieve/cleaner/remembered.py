"""What is worked out once for each distinct word, and remembered across documents."""

from collections.abc import Callable, Hashable
from typing import TypeVar

MOST = 60_000  # entries; when there are more, all are forgotten

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Remembered(dict[Key, Value]):
    """What `learn` says of each key, asked for when it is first looked up."""

    def __init__(self, learn: Callable[[Key], Value]) -> None:
        self._learn = learn

    def __missing__(self, key: Key) -> Value:
        if len(self) >= MOST:
            self.clear()
        found = self[key] = self._learn(key)
        return found
