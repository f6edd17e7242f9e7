"""Features of a sentence's words: whether the document returns to them, and how likely a summary would use them."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice
from math import log

from newsieve.patterns import compile_later
from newsieve.rank.features.context import Context
from newsieve.rank.quotes import Quotation

WORDS = (
    *("words", "relative words", "letters a word", "title share", "title words", "centrality", "centrality sum"),
    *("frequency", "frequency sum", "repeated words", "new words", "new repeated", "expected words"),
    *("expected share", "expected in a digest", "new expected words", "small words"),
)
NAMES = (
    *("figures", "names", "name share", "name letters", "new names", "returning names", "first name at"),
    *("unquoted names", "capitals", "starts with stop word"),
)
_NAME = compile_later(r"[A-ZÀ-ÖØ-ÞŁŚŞΑ-ΩА-Я][^\W_]*")
_NO_NAME = 200.0  # characters: where no name is found
_ROOM = 10.0  # words: a digest's share of a sentence's length


def measure_words(context: Context) -> Iterator[tuple[float, ...]]:
    """Yield WORDS of each candidate."""
    vocabulary, sentences, probabilities = context.vocabulary, context.words, context.probabilities
    title = vocabulary.title - vocabulary.small
    spread = Counter(chain.from_iterable([words.content for words in sentences]))
    shares = spread.__getitem__
    weigh = {word: log(vocabulary.counts[word]) for word in spread}.__getitem__
    expect = probabilities.__getitem__
    others, title_size = max(1, len(sentences) - 1), max(1, len(title))
    mean = max(1.0, sum(context.sizes) / len(sentences))
    fresh = iter(probabilities)  # words have their numbers in order of appearance
    for words, size, text in zip(sentences, context.sizes, context.texts, strict=True):
        content, content_size = words.content, words.content_size or 1
        length = size or 1
        in_title = len(words.distinct & title) if title else 0
        central = sum(map(shares, content)) - len(content)
        frequency = sum(map(weigh, content))
        news = len(content) - len(content & words.known)
        new_expected = sum(islice(fresh, words.fresh))
        expected = new_expected + sum(map(expect, words.known))
        yield (
            size,
            size / mean,
            len(text) / length,
            in_title / title_size,
            in_title,
            central / content_size / others,
            central / others,
            frequency / content_size,
            frequency,
            len(content),
            (words.content_size - len(content) + news) / content_size,
            news,
            expected,
            expected / length,
            expected / (size + _ROOM),
            new_expected,
            1 - words.content_size / length,
        )


def measure_names(context: Context) -> Iterator[tuple[float, ...]]:
    """Yield NAMES of each candidate: capitalised words but the first, where small words have none."""
    stop_words = context.pack.stop_words
    found = [[name for name in names if name.lower() not in stop_words] for names in context.capitalised]
    uses = Counter(chain.from_iterable(map(set, found)))
    seen: set[str] = set()
    figures = context.vocabulary.figures
    for text, tokens, numbers, names, quotation in zip(
        context.texts, context.tokens, context.vocabulary.sentences, found, context.quotations, strict=True
    ):
        distinct = set(names)
        size = max(1, len(tokens))
        new = len(distinct - seen)
        seen |= distinct
        yield (
            0 if figures.isdisjoint(numbers) else sum(map(figures.__contains__, numbers)),
            len(names),
            len(names) / size,
            sum(map(len, names)) / len(text),
            new,
            sum([uses[name] for name in distinct]) - len(distinct),
            text.find(names[0], 1) if names else _NO_NAME,
            _count_unquoted(text, quotation) if quotation.ranges else len(names),
            sum([name.isupper() and len(name) > 1 for name in names]),
            bool(tokens) and tokens[0] in stop_words,
        )


def _count_unquoted(text: str, quotation: Quotation) -> int:
    """Return the number of capitalised words outside quotations, the first of the sentence aside."""
    return sum(
        not any(start <= name.start() < end for start, end in quotation.ranges) for name in _NAME.finditer(text, 1)
    )
