"""An article's text taken apart: blocks, and the sentences in them.

Three cuts, each finer than the one before. `lines` finds the paragraphs (a line each, or several lines where `wrapping`
tells that the text was wrapped by hand or by a renderer; `tables_and_code` tells which are parts of such), `seams`
finds where an extractor glued two of them together without a space, and `sentences` leaves the rest to
sentencex, mending what it gets wrong; that waits until a block's sentences are looked at (`block_sentences`).
`hyphens` tells which words were parted at the ends of lines, `continuations` which sentences run over several blocks,
`page_breaks` what a page of paper puts between. Nothing is copied or changed on the way: a block and a
sentence are ranges of the article's text, and between them is white space alone.
"""

from itertools import pairwise

from newsieve.segment.block_sentences import SentenceFinder
from newsieve.segment.continuations import find_continued, join_pieces
from newsieve.segment.hyphens import find_broken_words
from newsieve.segment.lines import join_double_spaced, paragraph_ranges
from newsieve.segment.seams import find_seams, spelled_together
from newsieve.types import Article, Block

__all__ = ["find_broken_words", "find_continued", "join_pieces", "split_blocks"]


def split_blocks(article: Article, language: str | None = None) -> tuple[Block, ...]:
    """The article's blocks in order, each with its sentences. White space alone gives none.

    `language` is an ISO 639-1 code, None where it is not known.
    """
    blocks: list[Block] = []
    finder = SentenceFinder(article.text if article.marks else join_double_spaced(article.text), language)
    names = spelled_together(article.text)
    for start, end, mark in paragraph_ranges(article):
        is_part = bool(mark.tag) and not article.marks
        edges = [start, *([] if is_part else find_seams(article.text, start, end, names)), end]
        where = mark[2:]
        for left, right in pairwise(edges):
            left, right = _strip(article.text, left, right)  # noqa: PLW2901
            if left < right:
                blocks.append(Block(len(blocks), left, right, finder.add_block(left, right), *where))
    return tuple(blocks)


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
