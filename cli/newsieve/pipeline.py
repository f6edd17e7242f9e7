"""A document's way from input to digest. Pure: it writes nothing, and its values pickle. Read this file first."""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import takewhile
from typing import NamedTuple

from newsieve.cleaner import classify_blocks, list_sites_of
from newsieve.languages import detect, load
from newsieve.segment import find_broken_words, find_continued, join_pieces, split_blocks
from newsieve.text import LONGEST_HEADLINE, SENTENCE_ENDS, cut_text, to_one_line
from newsieve.types import (
    Article,
    Block,
    Chosen,
    Document,
    Format,
    Memory,
    Options,
    Result,
    Sentence,
    Sentences,
    Verdict,
    WithEvidence,
)

SHORTEST_STORY = 3  # sentences behind it, below which a first line is not told from the story
_NO_HEADLINE_ENDS = frozenset(f'{SENTENCE_ENDS}፡:;,"”’»)')


class Task(StrEnum):
    """Task asked of a document. The names are those of the commands."""

    DIGEST = "digest"
    CLEAN = "clean"
    EXPLAIN = "explain"


def process(
    document: Document,
    task: Task,
    options: Options,
    memory: Memory | None = None,
    *,
    with_evidence: WithEvidence = True,
) -> Result:
    """Return all that a renderer needs. `chosen` is empty for the task `clean`. Of an empty document, an empty result.

    Raises: InputError for a page of which nothing can be made.
    """
    article, language, blocks = prepare(document, options)
    pack, sites = load(language or ""), list_sites_of(document, article.url)
    verdicts = classify_blocks(article, blocks, pack, options, memory, sites, with_evidence=with_evidence)
    result = Result(document, article, language, blocks, verdicts)
    return (
        result
        if task is Task.CLEAN
        else result._replace(chosen=_choose(result, options, with_parts=task is Task.EXPLAIN))
    )


def prepare(document: Document, options: Options) -> tuple[Article, str | None, tuple[Block, ...]]:
    """Return a document's article, its language and its blocks, before anything is judged.

    Raises: InputError for a page of which nothing can be made.
    """
    article = _make_article(document, options)
    language = _find_language(article, document, options)
    article = article._replace(broken=find_broken_words(article.text, language))
    return article, language, split_blocks(article, language)


def _make_article(document: Document, options: Options) -> Article:
    if document.format is Format.HTML:
        from newsieve.extract import read_article  # lxml and readability: 90 ms

        return read_article(document, keeps_captions=options.keeps_captions)
    return Article(document.text, title=document.title, url=document.url, author=document.author, date=document.date)


def _find_language(article: Article, document: Document, options: Options) -> str | None:
    """ISO 639-1: as asked for, as the record or the page says, as detected."""
    said = options.language or document.language or article.language
    code = said.replace("_", "-").split("-")[0].lower() if said else ""
    return code if len(code) in (2, 3) and code.isalpha() and code.isascii() else detect(article.text)


def _choose(result: Result, options: Options, *, with_parts: bool) -> tuple[Chosen, ...]:
    """The digest's sentences, by their index in the document."""
    from newsieve.rank import choose  # 10 ms

    document, sentences = ranker_input(result)
    chosen = choose(
        document,
        options.ranker,
        sentences=options.sentences,
        words=options.words,
        ratio=options.ratio,
        with_parts=with_parts,
    )
    return place_chosen(chosen, document, sentences)


def place_chosen(chosen: Iterable[Chosen], story: Sentences, sentences: Sequence[Sentence]) -> tuple[Chosen, ...]:
    """Return what was chosen among a ranker's input by its place in the document, with its text."""
    return tuple(c._replace(index=sentences[c.index].index, text=story.texts[c.index]) for c in chosen)


class _Place(NamedTuple):
    """A kept sentence: where it begins, and its text on one line. `runs_on` where it goes on in other blocks."""

    block: Block
    sentence: Sentence
    verdict: Verdict
    text: str
    runs_on: bool = False


def ranker_input(result: Result) -> tuple[Sentences, tuple[Sentence, ...]]:
    """Return the ranker's input for a document, and the sentences that its indexes stand for.

    All that is kept is told. Plain text has its headline for its first line: it is told as the title, as that of a page
    is; and its sentences are whole that run over lines of verse or over a page break.
    """
    places = [*_kept_sentences(result)]
    if not result.article.marks:
        places = _join_continued(result, places)
    title = result.article.title
    if title is None and _begins_with_headline(result.article.text, places):
        headline = places[0].block
        title = result.article.text[headline.start : headline.end]
        places = places[_count_in(headline, places) :]
    document = Sentences(
        texts=tuple(place.text for place in places),
        blocks=tuple(place.block.index for place in places),
        tags=tuple(place.block.tag for place in places),
        title=title,
        language=result.language or "",
        boilerplate_probability=tuple(place.verdict.probability for place in places),
        kinds=tuple(place.verdict.kind for place in places),
    )
    return document, tuple(place.sentence for place in places)


def _begins_with_headline(text: str, places: Sequence[_Place]) -> bool:
    """Whether the first line of plain text stands for its title: short, without a full stop, a story behind it."""
    if not places or places[0].block.tag not in ("", "h1") or places[0].runs_on:
        return False
    headline = places[0].block
    line = text[headline.start : headline.end]
    is_short = len(line) <= LONGEST_HEADLINE and line[-1] not in _NO_HEADLINE_ENDS
    return is_short and len(headline.sentences) == _count_in(headline, places) <= len(places) - SHORTEST_STORY


def _count_in(headline: Block, places: Sequence[_Place]) -> int:
    """Return how many of the first sentences stand in a block."""
    return sum(1 for _ in takewhile(lambda place: place.block is headline, places))


def _kept_sentences(result: Result) -> Iterator[_Place]:
    article, pending = result.article, iter(result.verdicts)
    verdict = next(pending, None)
    for block in result.blocks:
        for sentence in block.sentences:
            while verdict and verdict.end <= sentence.start:
                verdict = next(pending, None)
            if verdict and verdict.kept:
                text = to_one_line(cut_text(article.text, sentence.start, sentence.end, article.broken))
                yield _Place(block, sentence, verdict, text)


def _join_continued(result: Result, places: Sequence[_Place]) -> list[_Place]:
    """Join the pieces of each sentence that runs over several blocks, if all are kept. What stands between goes."""
    kept = {place.sentence.index for place in places}
    joined, pieces, skipped = dict[int, str](), set[int](), set[int]()
    for found in find_continued(result.article.text, result.blocks):
        indexes = [piece.index for piece in found.pieces]
        if kept.issuperset(indexes):
            joined[indexes[0]] = join_pieces(result.article.text, found.pieces, result.language)
            pieces.update(indexes[1:])
            skipped |= found.skipped
    return [
        place._replace(text=joined[place.sentence.index], runs_on=True) if place.sentence.index in joined else place
        for place in places
        if place.sentence.index not in pieces and place.block.index not in skipped
    ]
