"""A document's way from input to digest. Pure: it writes nothing, and its values pickle. Read this file first."""

from enum import StrEnum
from itertools import takewhile

from newsieve.cleaner import classify_blocks, list_sites_of
from newsieve.languages import detect, load
from newsieve.segment import find_broken_words, split_blocks
from newsieve.text import cut_text, to_one_line
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

LONGEST_HEADLINE = 150  # characters
SHORTEST_STORY = 3  # sentences behind it, below which a first line is not told from the story
_FULL_STOPS = frozenset('.!?…:;,。！？।۔؟"”’»)')


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
    if not article.marks:
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
    return tuple(c._replace(index=sentences[c.index].index) for c in chosen)


def ranker_input(result: Result) -> tuple[Sentences, tuple[Sentence, ...]]:
    """Return the ranker's input for a document, and the sentences that its indexes stand for.

    All that is kept is told. Plain text has its headline for its first line: it is told as the title, as that of a page
    is.
    """
    text = result.article.text
    places = _kept_sentences(result.blocks, result.verdicts)
    title = result.article.title
    if title is None and _begins_with_headline(text, places):
        headline = places[0][0]
        title = text[headline.start : headline.end]
        places = places[_count_in(headline, places) :]
    document = Sentences(
        texts=tuple(to_one_line(cut_text(text, s.start, s.end, result.article.broken)) for _, s, _ in places),
        blocks=tuple(block.index for block, _, _ in places),
        tags=tuple(block.tag for block, _, _ in places),
        title=title,
        language=result.language or "",
        boilerplate_probability=tuple(verdict.probability for _, _, verdict in places),
        kinds=tuple(verdict.kind for _, _, verdict in places),
    )
    return document, tuple(sentence for _, sentence, _ in places)


def _begins_with_headline(text: str, places: list[tuple[Block, Sentence, Verdict]]) -> bool:
    """Whether the first line of plain text stands for its title: short, without a full stop, a story behind it."""
    if not places or places[0][0].tag not in ("", "h1"):
        return False
    headline = places[0][0]
    line = text[headline.start : headline.end]
    is_short = len(line) <= LONGEST_HEADLINE and line[-1] not in _FULL_STOPS
    return is_short and len(headline.sentences) == _count_in(headline, places) <= len(places) - SHORTEST_STORY


def _count_in(headline: Block, places: list[tuple[Block, Sentence, Verdict]]) -> int:
    """Return how many of the first sentences stand in a block."""
    return sum(1 for _ in takewhile(lambda place: place[0] is headline, places))


def _kept_sentences(blocks: tuple[Block, ...], verdicts: tuple[Verdict, ...]) -> list[tuple[Block, Sentence, Verdict]]:
    kept, pending = [], iter(verdicts)
    verdict = next(pending, None)
    for block in blocks:
        for sentence in block.sentences:
            while verdict and verdict.end <= sentence.start:
                verdict = next(pending, None)
            if verdict and verdict.kept:
                kept.append((block, sentence, verdict))
    return kept
