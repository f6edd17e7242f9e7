"""Hashed n-grams: class logits of a block's words by the hashing trick (Weinberger et al. 2009, ICML).

A word stands for itself, for its runs of 3 to 5 letters (fastText's subwords; Bojanowski et al. 2017, TACL), and with
the word before it for a bigram. Each of these falls into one of N_BUCKETS buckets with a weight for each class. The
weights of a bucket are held as one long integer, a class every 32 bits, so that adding up a block is one integer
addition for each of its words, whatever the number of classes; sums of distinct words are kept across documents.
"""

import struct
from collections.abc import Sequence
from functools import cache
from zlib import crc32

from newsieve.cleaner.memo import BoundedMemo
from newsieve.patterns import compile_later
from newsieve.types import Kind

N_CLASSES = 1 + len(Kind)  # content, then the kinds in their order
N_BUCKETS = 1 << 15
FIELD_BYTES = 4  # of a class in a long integer
BUCKET_BYTES = N_CLASSES * FIELD_BYTES
ZERO_POINT = 128  # the unsigned byte that stands for a weight of zero
SHORTEST_SUBWORD, LONGEST_SUBWORD = 3, 5
LONGEST_WORD = 24  # letters; the rest is cut, since nothing is learned from the tail of an address
BEFORE_FIRST = 0x51ED27  # in the place of the hash of the word before the first
_DIGIT, _LONG_NUMBER = compile_later(r"\d"), compile_later("0{5,}")
ONE = 1 << (8 * BUCKET_BYTES)  # in the field behind the classes, which counts the buckets added
_UNPACK = struct.Struct(f"<{N_CLASSES + 1}I")
_BIGRAM_FACTOR, _SHIFT = 0x9E3779B1, 7
_LOW_BITS = (N_BUCKETS << _SHIFT) - 1  # of a bigram's hash, which its bucket depends on; small integers add up faster
_FIRST = (BEFORE_FIRST * _BIGRAM_FACTOR) & _LOW_BITS


class HashedNgrams:
    """The quantized weights: N_BUCKETS times N_CLASSES bytes, and the quantization step of each class."""

    def __init__(self, weights: bytes | memoryview, steps: Sequence[float]) -> None:
        self._weights, self._steps = weights, tuple(steps)
        self._spread = bytearray(BUCKET_BYTES)  # of the bucket that is being read, a class every FIELD_BYTES
        self._buckets = [0] * N_BUCKETS  # as long integers, 0 until they are read
        self._words = BoundedMemo(self._sum_word)

    def logits(self, blocks: Sequence[Sequence[str]]) -> list[list[float]]:
        """Return the class logits of each block's words: the sum over its buckets by the root of their number."""
        return [self._sum_block(words) for words in blocks]

    def _sum_block(self, words: Sequence[str]) -> list[float]:
        if not words:
            return [0.0] * N_CLASSES
        buckets, read = self._buckets, self._read_bucket
        total, before = 0, _FIRST
        for first, second, of_word in map(self._words.__getitem__, words):
            bucket = ((before + second) >> _SHIFT) % N_BUCKETS
            total += of_word + (buckets[bucket] or read(bucket))
            before = first
        *sums, count = _UNPACK.unpack(total.to_bytes(BUCKET_BYTES + FIELD_BYTES, "little"))
        zero, scale = ZERO_POINT * count, count**-0.5
        return [(value - zero) * scale * step for value, step in zip(sums, self._steps, strict=True)]

    def _read_bucket(self, bucket: int) -> int:
        """A bucket's weights as one long integer, its count of one included."""
        self._spread[::FIELD_BYTES] = self._weights[bucket * N_CLASSES : bucket * N_CLASSES + N_CLASSES]
        found = self._buckets[bucket] = int.from_bytes(self._spread, "little") + ONE
        return found

    def _sum_word(self, word: str) -> tuple[int, int, int]:
        """A word's terms of the bucket of a bigram, as its first and as its second word, and the sum of its buckets."""
        own, numbers = hash_word(word)
        buckets, weights, spread = self._buckets, self._weights, self._spread
        found = [buckets[number] for number in numbers]
        if not all(found):
            for number in numbers:
                if not buckets[number]:  # as `_read_bucket` does, whose calls take a third of a first document's time
                    at = number * N_CLASSES
                    spread[::FIELD_BYTES] = weights[at : at + N_CLASSES]
                    buckets[number] = int.from_bytes(spread, "little") + ONE
            found = [buckets[number] for number in numbers]
        total = sum(found)
        return (own * _BIGRAM_FACTOR) & _LOW_BITS, own & _LOW_BITS, total


def hash_word(word: str) -> tuple[int, list[int]]:
    """Return the word's own hash, for bigrams, and its buckets. Digits are zeros, at most four in a row."""
    word = word[:LONGEST_WORD]
    if not word.isalpha():
        word = _LONG_NUMBER.sub("0000", _DIGIT.sub("0", word))
    encoded = word.encode("utf-8", "surrogatepass")
    own = crc32(encoded)
    buckets = [own % N_BUCKETS]
    if len(word) < SHORTEST_SUBWORD:
        return own, buckets
    if len(encoded) == len(word):
        line = b"<" + encoded + b">"
        buckets += [crc32(line[run], size) % N_BUCKETS for run, size in _list_runs(len(line))]
        return own, buckets
    padded = f"<{word}>"
    for size in range(SHORTEST_SUBWORD, LONGEST_SUBWORD + 1):
        runs = [padded[at : at + size].encode("utf-8", "surrogatepass") for at in range(len(padded) - size + 1)]
        buckets += [crc32(run, size) % N_BUCKETS for run in runs]
    return own, buckets


@cache
def _list_runs(length: int) -> list[tuple[slice, int]]:
    """Return where the runs of letters stand in a word of that length, its edges among them, and their sizes."""
    sizes = range(SHORTEST_SUBWORD, LONGEST_SUBWORD + 1)
    return [(slice(at, at + size), size) for size in sizes for at in range(length - size + 1)]


def bigram_bucket(before: int, after: int) -> int:
    """Return the bucket of two neighbouring words, by their hashes."""
    return ((before * _BIGRAM_FACTOR + after) >> _SHIFT) % N_BUCKETS


def list_buckets(words: Sequence[str]) -> list[int]:
    """Return all buckets of a block, with repeats: what HashedNgrams sums, spelled out for training."""
    buckets: list[int] = []
    before = BEFORE_FIRST
    for word in words:
        own, of_word = hash_word(word)
        buckets.extend(of_word)
        buckets.append(bigram_bucket(before, own))
        before = own
    return buckets
