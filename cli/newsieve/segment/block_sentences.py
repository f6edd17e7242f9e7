"""Sentences of a document's blocks, found when they are first looked at: `clean` looks at those of few blocks."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, overload

from newsieve.segment.sentences import sentence_ranges
from newsieve.types import Sentence


class SentenceFinder:
    """Finds the sentences of a document's blocks in their order, since they are counted through."""

    def __init__(self, text: str, language: str | None) -> None:
        self._text, self._language = text, language
        self._blocks: list[tuple[int, int]] = []
        self._found: list[tuple[Sentence, ...]] = []
        self._count = 0

    def add_block(self, start: int, end: int) -> "BlockSentences":
        """Return the sentences of the next block."""
        self._blocks.append((start, end))
        return BlockSentences(self.find, len(self._blocks) - 1)

    def find(self, number: int) -> tuple[Sentence, ...]:
        """Return the sentences of a block, by its number."""
        for start, end in self._blocks[len(self._found) : number + 1]:
            ranges = sentence_ranges(self._text, start, end, self._language)
            self._found.append(tuple([Sentence(index, *own) for index, own in enumerate(ranges, self._count)]))
            self._count += len(self._found[-1])
        return self._found[number]


class BlockSentences(Sequence[Sentence]):
    """The sentences of one block, as a tuple has them."""

    __slots__ = ("_find", "_number")

    def __init__(self, find: Callable[[int], tuple[Sentence, ...]], number: int) -> None:
        self._find, self._number = find, number

    def __len__(self) -> int:
        return len(self._find(self._number))

    def __iter__(self) -> Iterator[Sentence]:
        return iter(self._find(self._number))

    @overload
    def __getitem__(self, index: int) -> Sentence: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Sentence]: ...

    def __getitem__(self, index: int | slice) -> Sentence | Sequence[Sentence]:
        return self._find(self._number)[index]

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, Sequence) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._find(self._number))

    def __repr__(self) -> str:
        return repr(self._find(self._number))

    def __reduce__(self) -> tuple[Any, ...]:
        return tuple, (self._find(self._number),)
