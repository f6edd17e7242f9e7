"""A document's spans as they are read for what vouches for them: texts, words, neighbours."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import islice
from typing import Any, TypeVar

from newsieve.cleaner.blocks import ScoredSpan
from newsieve.cleaner.features.block import count_pitch_words
from newsieve.cleaner.kinds import likeliest_kinds
from newsieve.cleaner.lexicon import count_hits
from newsieve.cleaner.linear import to_logit
from newsieve.cleaner.request import Request, Signals
from newsieve.cleaner.tokens import read_text
from newsieve.languages import CATEGORIES
from newsieve.text import tokenize
from newsieve.types import Block, Kind, Level

T = TypeVar("T")
LONGEST = 2000  # characters of a span that are read
_OF_OUTLET = frozenset(
    "outlet masthead no_paywall subscribe newsletter account amount shop social app".split()
)  # categories of what an outlet says of itself and sells
_EDGE = 24  # characters of a block's beginning, and of its end


class SpanContext:
    """The spans of one document; `kept` are the numbers of those that something has vouched for so far."""

    def __init__(self, request: Request, signals: Signals, spans: Sequence[ScoredSpan]) -> None:
        self.spans = spans
        self.language = request.pack.code or request.article.language
        self.kept = set[int]()
        self.near = request.model.spans.gap + 1  # spans on either side that may be of one pitch with a span
        self._least = 0.0, to_logit(request.model.sentence_thresholds[Level.THOROUGH])  # of a block, of a sentence
        self._request = request
        self._signals = signals
        self._known = dict[Callable[[SpanContext], Any], Any]()

    def once(self, find: "Callable[[SpanContext], T]") -> T:
        """Return the result of a function of the whole document, which is computed once."""
        if find not in self._known:
            self._known[find] = find(self)
        found: T = self._known[find]
        return found

    def text(self, number: int) -> str:
        """The text of a span, from its beginning on; "" outside the document."""
        if not 0 <= number < len(self.spans):
            return ""
        span = self.spans[number]
        return read_text(self._request.article, span.start, min(span.end, span.start + LONGEST))

    def block(self, number: int) -> Block:
        """The block of a span."""
        return self._request.blocks[self._owners[number]]

    def block_text(self, block: Block) -> str:
        """The text of a block, from its beginning on."""
        return read_text(self._request.article, block.start, min(block.end, block.start + LONGEST))

    def sentences(self, number: int) -> list[str]:
        """The texts of a span's sentences, which is one where its paragraph was taken apart."""
        if self.spans[number].is_sentence:
            return [self.text(number)]
        ranges = self.block(number).sentences.ranges
        return [read_text(self._request.article, start, min(end, start + LONGEST)) for start, end in ranges]

    def edges(self, at: int) -> tuple[str, str]:
        """The first and the last characters of a block."""
        block = self._request.blocks[at]
        text = self._request.article.text[block.start : block.end]
        return text[:_EDGE], text[-_EDGE:]

    @property
    def blocks(self) -> Sequence[Block]:
        """The blocks of the document."""
        return self._request.blocks

    @property
    def title(self) -> str:
        """The document's title, or its first line, which may be one."""
        return self._request.article.title or self.block_text(self.blocks[0])

    def is_likely(self, number: int) -> bool:
        """Whether a span is likely to be a pitch, by itself; of a sentence, whether a level would remove it."""
        return 0 <= number < len(self.spans) and self.spans[number].logit >= self._least[self.spans[number].is_sentence]

    def goes(self, number: int) -> bool:
        """Whether a span is likely to go, nothing having vouched for it."""
        return self.is_likely(number) and number not in self.kept

    def kind(self, number: int) -> Kind | None:
        """The likeliest kind of a span."""
        return likeliest_kinds([self.spans[number]])[0]

    def is_signalled(self, number: int) -> bool:
        """Whether a rule of the user's or a formula matches in a span's block, or the site repeats that."""
        at = self._owners[number]
        return bool(self._signals.user_matches[at]) or self._signals.repeats[at] > 0

    def list_plain(self, number: int, step: int, most: int) -> list[int]:
        """The nearest sentences of a sentence's block in one direction that are no pitch by themselves, `most` at most.

        None is looked for among those that are not near.
        """
        ends = range(number + step, number + (self.near + 1) * step, step)
        own = (one for one in ends if self.is_of_block(one, number))
        return list(islice((one for one in own if not self.is_likely(one)), most))

    def is_of_block(self, number: int, other: int) -> bool:
        """Whether a span is of the block of another one."""
        return 0 <= number < len(self.spans) and self._owners[number] == self._owners[other]

    def find_behind(self, number: int) -> int:
        """The number of the first span behind a span's block."""
        return bisect_right(self._owners, self._owners[number])

    def hits(self, text: str) -> dict[str, int]:
        """Hits of each category of the lexicons in a text."""
        [counts] = count_hits([tuple(tokenize(text))], self._request.pack)
        return dict(zip(CATEGORIES, counts, strict=True))

    def names_pitch(self, text: str) -> bool:
        """Whether a text has a word that could belong to a pitch."""
        return count_pitch_words(tuple(self.hits(text).values())) > 0

    def names_outlet(self, text: str) -> bool:
        """Whether a text has a word of what an outlet says of itself and sells."""
        return any(count and name in _OF_OUTLET for name, count in self.hits(text).items())

    def has_word_of(self, category: str, text: str) -> bool:
        """Whether a text has a word of a category of the pack's lexicons."""
        return self.hits(text)[category] > 0

    @cached_property
    def _owners(self) -> list[int]:
        """The number of each span's block."""
        owners, at = list[int](), 0
        for span in self.spans:
            while self._request.blocks[at].end <= span.start:
                at += 1
            owners.append(at)
        return owners
