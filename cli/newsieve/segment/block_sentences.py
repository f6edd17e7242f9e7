"""Sentences of a document's blocks, found when they are first looked at: `clean` looks at those of few blocks."""

from collections.abc import Iterator, Sequence
from typing import overload

from newsieve.segment.sentences import sentence_ranges
from newsieve.types import Range, Sentence


class SentenceFinder:
    """Finds the sentences of a document's blocks; they are counted through, which their ranges are not."""

    def __init__(self, text: str, language: str | None) -> None:
        self._text, self._language = text, language
        self._blocks: list[tuple[int, int]] = []
        self._ranges: dict[int, tuple[Range, ...]] = {}
        self._found: list[tuple[Sentence, ...]] = []
        self._count = 0

    def add_block(self, start: int, end: int) -> "FoundSentences":
        """Return the sentences of the next block."""
        self._blocks.append((start, end))
        return FoundSentences(self, len(self._blocks) - 1)

    def find_ranges(self, number: int) -> tuple[Range, ...]:
        """Return where the sentences of a block stand, by its number."""
        found = self._ranges.get(number)
        if found is None:
            found = self._ranges[number] = tuple(sentence_ranges(self._text, *self._blocks[number], self._language))
        return found

    def find(self, number: int) -> tuple[Sentence, ...]:
        """Return the sentences of a block, by its number."""
        for at in range(len(self._found), number + 1):
            ranges = self.find_ranges(at)
            self._found.append(tuple([Sentence(index, *own) for index, own in enumerate(ranges, self._count)]))
            self._count += len(ranges)
        return self._found[number]


class FoundSentences(Sequence[Sentence]):
    """The sentences of one block, as a tuple has them."""

    __slots__ = ("_finder", "_number")

    def __init__(self, finder: SentenceFinder, number: int) -> None:
        self._finder, self._number = finder, number

    @property
    def ranges(self) -> tuple[Range, ...]:
        """Ranges of them, found without those of the blocks before, which are counted."""
        return self._finder.find_ranges(self._number)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FoundSentences) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"<{len(self)} sentences>"

    def __len__(self) -> int:
        return len(self.ranges)

    def __iter__(self) -> Iterator[Sentence]:
        return iter(self._finder.find(self._number))

    @overload
    def __getitem__(self, index: int) -> Sentence: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Sentence]: ...

    def __getitem__(self, index: int | slice) -> Sentence | Sequence[Sentence]:
        return self._finder.find(self._number)[index]
