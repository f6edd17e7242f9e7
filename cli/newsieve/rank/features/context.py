"""A document as the features read it: its candidates, their words, cues and quotations, each worked out once."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from newsieve.languages import LanguagePack, load
from newsieve.rank.cues import Cues, find_starts, read_cues
from newsieve.rank.quotes import Quotation, follow_quotations
from newsieve.rank.vocabulary import (
    SentenceWords,
    Vocabulary,
    classify_words,
    find_capitalised,
    find_cells,
    read_vocabulary,
)
from newsieve.text import ends_sentence, find_words
from newsieve.types import Sentences

_LONGEST_HEADING = 90  # characters


class LazyCues(dict[int, Cues]):
    """Cues of candidates by position, read when asked: most candidates are given up before."""

    def __init__(
        self,
        texts: Sequence[str],
        tokens: Sequence[Sequence[str]],
        quotations: Sequence[Quotation],
        pack: LanguagePack,
        marks: Sequence[int],
        labels: Sequence[int],
    ) -> None:
        self._texts, self._tokens, self._quotations, self._pack = texts, tokens, quotations, pack
        self._marks, self._labels = marks, labels

    def __missing__(self, at: int) -> Cues:
        said = self._texts[at], self._tokens[at], self._quotations[at]
        found = self[at] = read_cues(*said, self._pack, self._marks[at], self._labels[at])
        return found


class Context(NamedTuple):
    """Values of the candidates, in order: texts, tokens, words, quotations, sizes in words and numbers of blocks.

    `lines` are their indexes in the document, `capitalised` their words with a capital but the first, `cues` how they
    begin and end, `probabilities` those of each word to be in a summary. Of every line of the document: whether it is
    a heading, and whether an item of a list.
    """

    document: Sentences
    pack: LanguagePack
    lines: Sequence[int]
    texts: Sequence[str]
    tokens: Sequence[Sequence[str]]
    capitalised: Sequence[Sequence[str]]
    vocabulary: Vocabulary
    words: Sequence[SentenceWords]
    probabilities: Sequence[float]
    cues: Mapping[int, Cues]
    quotations: Sequence[Quotation]
    sizes: Sequence[int]
    blocks: Sequence[int]
    headings: Sequence[bool]
    items: Sequence[bool]


def read_context(document: Sentences, candidates: Sequence[int], probabilities: Sequence[float]) -> Context:
    """Return what the features of these candidates are computed from; `probabilities` are by cell of word."""
    pack = load(document.language)
    texts = [document.texts[index] for index in candidates]
    tokens = [find_words(text) for text in texts]
    capitalised = [*map(find_capitalised, texts)]
    vocabulary = read_vocabulary(capitalised, tokens, frozenset(find_words(document.title or "")), pack)
    words = [*classify_words(vocabulary)]
    quotations = follow_quotations(document.texts, document.blocks)
    own = [quotations[index] for index in candidates]
    marks, labels = find_starts(document.texts, candidates, document.language)
    return Context(
        document,
        pack,
        candidates,
        texts,
        tokens,
        capitalised,
        vocabulary,
        words,
        [probabilities[cell] for cell in find_cells(vocabulary, words)],
        LazyCues(
            texts, tokens, own, pack, [marks[index] for index in candidates], [labels[index] for index in candidates]
        ),
        own,
        [*map(len, tokens)],
        [document.blocks[index] for index in candidates],
        _find_headings(document),
        [tag == "li" or mark > 0 for mark, tag in zip(marks, document.tags, strict=True)],
    )


def read_words(document: Sentences, candidates: Sequence[int]) -> tuple[Vocabulary, list[SentenceWords]]:
    """Return the words of the candidates alone."""
    texts = [document.texts[index] for index in candidates]
    title = frozenset(find_words(document.title or ""))
    capitalised = [*map(find_capitalised, texts)]
    vocabulary = read_vocabulary(capitalised, [*map(find_words, texts)], title, load(document.language))
    return vocabulary, [*classify_words(vocabulary)]


def _find_headings(document: Sentences) -> list[bool]:
    """Tell of each line whether it stands alone in its block, short and without a full stop, or is marked a heading."""
    blocks = document.blocks
    last = len(blocks) - 1
    return [
        (tag[:1] == "h" and tag[1:].isdigit())
        or (
            len(text) <= _LONGEST_HEADING
            and (index == 0 or blocks[index - 1] != block)
            and (index == last or blocks[index + 1] != block)
            and not ends_sentence(text)
        )
        for index, (text, tag, block) in enumerate(zip(document.texts, document.tags, blocks, strict=True))
    ]
