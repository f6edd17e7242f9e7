"""Features of a sentence's words: whether the document returns to them, and how likely a summary would use them."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice
from math import log

from newsieve.rank.features.context import Context
from newsieve.rank.quotes import Quotation
from newsieve.rank.vocabulary import find_capitalised

WORDS = (
    *("words", "relative words", "letters a word", "title share", "title words", "centrality", "centrality sum"),
    *("frequency", "frequency sum", "repeated words", "new words", "new repeated", "expected words"),
    *("expected share", "expected in a digest", "new expected words", "small words"),
)
NAMES = (
    *("figures", "names", "name share", "name letters", "new names", "returning names", "first name at"),
    *("unquoted names", "capitals", "starts with stop word"),
)
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
    sets = [*map(set, found)]
    uses = Counter(chain.from_iterable(sets)).__getitem__
    seen: set[str] = set()
    figures = context.vocabulary.figures
    for at, (text, tokens, names, distinct, quotation) in enumerate(
        zip(context.texts, context.tokens, found, sets, context.quotations, strict=True)
    ):
        numbers = context.vocabulary.sentences[at]
        size = max(1, len(tokens))
        new = len(distinct - seen)
        seen |= distinct
        yield (
            0 if figures.isdisjoint(numbers) else sum(map(figures.__contains__, numbers)),
            len(names),
            len(names) / size,
            sum(map(len, names)) / len(text),
            new,
            sum(map(uses, distinct)) - len(distinct),
            text.find(names[0], 1) if names else _NO_NAME,
            len(context.capitalised[at]) - _count_quoted(text, quotation) if quotation.ranges else len(names),
            sum([len(name) > 1 for name in filter(str.isupper, names)]),
            bool(tokens) and tokens[0] in stop_words,
        )


def _count_quoted(text: str, quotation: Quotation) -> int:
    """Return the number of capitalised words in quotations, the first of the sentence aside."""
    return sum([len(find_capitalised(text, start, end)) for start, end in quotation.ranges])
