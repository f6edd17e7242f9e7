"""What the words say: hashed n-grams summed per distinct word and remembered across documents.

A word stands for itself, for the runs of 3 to 5 letters in it, and with the word before it for a pair. All of these
are rows of one table with a column for each class. A row is held as one long integer, a column every 32 bits, so that
adding up a block is one integer addition for each of its words, whatever the number of classes.
"""

import re
import struct
from collections.abc import Sequence
from zlib import crc32

from newsieve.cleaner.remembered import Remembered
from newsieve.text import tokenize

CLASSES = 13  # content, then the kinds in the order of `Kind`
ROWS = 1 << 15
COLUMN_BYTES = 4
ROW_BYTES = CLASSES * COLUMN_BYTES
ZERO = 128  # a weight of nought: columns hold unsigned bytes
MOST_WORDS = 400  # of one block; a line of 5 MB is judged by its beginning and its end
SHORTEST_RUN, LONGEST_RUN = 3, 5
LONGEST_WORD = 24  # letters; what is longer is cut, since nothing is learned from the tail of an address
_DIGIT, _LONG_NUMBER = re.compile(r"\d"), re.compile("0{5,}")
_ONE = 1 << (8 * ROW_BYTES)  # in the column behind the classes, which counts the rows added
_UNPACK = struct.Struct(f"<{CLASSES + 1}I")
_PAIR_FACTOR = 0x9E3779B1
START = 0x51ED27  # stands for the word before the first


def split_words(text: str) -> list[str]:
    """The words and marks of a text, those in the middle of a very long one left out."""
    words = tokenize(text)
    return words if len(words) <= MOST_WORDS else words[: MOST_WORDS * 3 // 4] + words[-MOST_WORDS // 4 :]


def hash_word(word: str) -> tuple[int, list[int]]:
    """The word's own hash, for pairs, and the rows that it stands for. Digits are noughts, at most four in a row."""
    word = word[:LONGEST_WORD]
    if not word.isalpha():
        word = _LONG_NUMBER.sub("0000", _DIGIT.sub("0", word))
    encoded = word.encode("utf-8", "surrogatepass")
    own = crc32(encoded)
    rows = [own % ROWS]
    if len(word) < SHORTEST_RUN:
        return own, rows
    if len(encoded) == len(word):
        line = b"<" + encoded + b">"
        for size in range(SHORTEST_RUN, LONGEST_RUN + 1):
            rows += [crc32(line[at : at + size], size) % ROWS for at in range(len(line) - size + 1)]
        return own, rows
    padded = f"<{word}>"
    for size in range(SHORTEST_RUN, LONGEST_RUN + 1):
        runs = [padded[at : at + size].encode("utf-8", "surrogatepass") for at in range(len(padded) - size + 1)]
        rows += [crc32(run, size) % ROWS for run in runs]
    return own, rows


def pair_row(before: int, after: int) -> int:
    """The row of two neighbouring words, by their hashes."""
    return ((before * _PAIR_FACTOR + after) >> 7) % ROWS


def count_rows(words: Sequence[str]) -> list[int]:
    """All rows of a block, with repeats: what `WordTable.add_up` sums, spelled out for training."""
    rows: list[int] = []
    before = START
    for word in words:
        own, of_word = hash_word(word)
        rows.extend(of_word)
        rows.append(pair_row(before, own))
        before = own
    return rows


class WordTable:
    """The table of weights. `weights` holds ROWS times CLASSES bytes, `ZERO` being nought."""

    def __init__(self, weights: bytes) -> None:
        spread = bytearray(ROWS * ROW_BYTES)
        spread[::COLUMN_BYTES] = weights
        self._weights = bytes(spread)
        self._rows = [0] * ROWS  # as long integers, 0 until they are read
        self._words = Remembered(self._learn_word)

    def add_up(self, words: Sequence[str]) -> tuple[float, ...]:
        """The sum of each class over a block's words, divided by the root of the number of rows. No words, noughts."""
        if not words:
            return (0.0,) * CLASSES
        known, rows = self._words, self._rows
        total, before = 0, START
        for word in words:
            own, packed = known[word]
            row = ((before * _PAIR_FACTOR + own) >> 7) % ROWS
            total += packed + (rows[row] or self._read_row(row))
            before = own
        *sums, count = _UNPACK.unpack(total.to_bytes(ROW_BYTES + COLUMN_BYTES, "little"))
        zero, scale = ZERO * count, count**-0.5
        return tuple([(value - zero) * scale for value in sums])

    def _read_row(self, row: int) -> int:
        """A row as one long integer, its count of one included."""
        weights = self._weights[row * ROW_BYTES : row * ROW_BYTES + ROW_BYTES]
        found = self._rows[row] = int.from_bytes(weights, "little") + _ONE
        return found

    def _learn_word(self, word: str) -> tuple[int, int]:
        """A word's own hash and the sum of its rows."""
        own, rows = hash_word(word)
        read = self._rows
        return own, sum([read[row] or self._read_row(row) for row in rows])
