"""Sentences that run over several blocks of plain text: over lines of verse, and lines wrapped at no margin.

The blocks stay as they are, since a poem's lines are its own; a digest has the sentence. A line without an end mark
goes on in the next one that begins in lower case, or in any within a stanza, up to one that ends the sentence. Where no
line ends it, there is none. What a page break puts between is left out.
"""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain, pairwise
from typing import NamedTuple

from newsieve.patterns import compile_later
from newsieve.segment.hyphens import find_broken_words
from newsieve.segment.page_breaks import find_page_breaks, may_go_on
from newsieve.segment.text_lines import list_beginnings
from newsieve.text import OPENING_QUOTES, cut_text, ends_sentence, to_one_line
from newsieve.types import Block, Sentence

_MARKS = f"{OPENING_QUOTES}\"'([ "
_PREFIX = compile_later(r"^(?:(?P<comment>#|//|%|;)|(?P<number>\d{1,4}))\s+")  # of a comment, of a numbered line
_NO_WORD = compile_later(
    r"\S*[@:/\\=_<>|]|\S+\s[=<>|]|\S*\w[.]\w|[^\W\d_]?[.)]\s|\S*[A-Z]"
)  # an address, a label, an item, "eBay", "x = 1"
_BEGINNING = compile_later(rf"[{re.escape(_MARKS)}]*(?:\\[a-z]+\s)?([^\W\d_])")  # of a sentence, or of "\\item A"
_WITHIN = (",", ";", "–", "—", "-")  # ends of lines within a sentence
_UNSPACED_WITHIN = ("，", "、", "；")
_MOST_LINES = 40  # of a sentence: what goes on longer without an end is a list of words
_FEWEST_LINES, _FEWEST_WORDS, _WIDEST = 3, 3, 60  # of a stanza; characters


class _Line(NamedTuple):
    """A block's text, "" of a part of a whole; whether a blank line stands before it, and whether a stanza goes on."""

    text: str
    is_apart: bool
    is_of_stanza: bool


class Continued(NamedTuple):
    """Sentence in pieces, in order; `skipped` are the numbers of the blocks between that are no part of it."""

    pieces: tuple[Sentence, ...]
    skipped: frozenset[int]


def find_continued(text: str, blocks: Sequence[Block]) -> Iterator[Continued]:
    """Yield the sentences that run over several blocks, in order. Blocks with a tag are no lines of prose or verse."""
    texts = ["" if block.tag else text[block.start : block.end] for block in blocks]
    gaps = [*find_page_breaks(texts)]
    behind_gaps = {gap.stop for gap in gaps}
    if not _begins_in_capitals(texts, behind_gaps):
        return
    lines = [*_read_lines(text, blocks, texts)]
    follower = [i + 1 for i in range(len(lines))]
    for gap in gaps:
        follower[gap.start - 1] = gap.stop
    at = 0
    while at < len(lines):
        chain = [at]
        while (behind := follower[chain[-1]]) < len(lines) and (
            _goes_on(lines[chain[-1]], lines[behind]) or (behind in behind_gaps and texts[behind][:1].isupper())
        ):
            chain.append(behind)
            if len(blocks[behind].sentences) > 1 or len(chain) == _MOST_LINES:
                break
        if len(chain) > 1 and (found := _read_chain(text, blocks, chain)):
            yield found
        at = chain[-1] + (len(chain) == 1)


def join_pieces(text: str, pieces: Sequence[Sentence], language: str | None) -> str:
    """Return a sentence on one line, without comment marks and line numbers at the beginnings of its lines."""
    lines = [to_one_line(text[piece.start : piece.end]) for piece in pieces]
    if all(map(_PREFIX.match, lines[1:])):
        lines = [_PREFIX.sub("", line, 1) for line in lines]
    joined = "\n".join(lines)
    return to_one_line(cut_text(joined, 0, len(joined), find_broken_words(joined, language)))


def _begins_in_capitals(lines: Sequence[str], behind_gaps: AbstractSet[int]) -> bool:
    """Tell whether most sentences behind the end of another begin with no small letter: others tell nothing by case."""
    behind_ends = [i for i in range(len(lines)) if i not in behind_gaps and (i == 0 or ends_sentence(lines[i - 1]))]
    firsts = [lines[i].lstrip(_MARKS)[:1] for i in behind_ends] + [*chain.from_iterable(map(list_beginnings, lines))]
    return 2 * sum(map(str.islower, firsts)) < len(firsts)


def _read_lines(text: str, blocks: Sequence[Block], texts: Sequence[str]) -> Iterator[_Line]:
    """Read which lines stand behind a blank line, and which go on in a stanza."""
    apart = [True, *(text.count("\n", one.end, other.start) != 1 for one, other in pairwise(blocks)), True]
    first = 0
    for i in range(1, len(texts) + 1):
        if apart[i]:
            is_stanza = _is_stanza(texts[first:i])
            yield from (_Line(texts[at], apart[at], is_stanza and at > first) for at in range(first, i))
            first = i


def _goes_on(line: _Line, follower: _Line) -> bool:
    """Tell whether the sentence that a line may leave open goes on in one behind it."""
    if follower.is_of_stanza:
        return not ends_sentence(line.text)
    if line.text.endswith(_UNSPACED_WITHIN) and not follower.is_apart:
        return follower.text != ""
    if not (line.text and follower.text and may_go_on(line.text, follower.text)):
        return False
    is_greeting = follower.is_apart and line.text.endswith(",") and len(line.text) < len(follower.text)
    return not is_greeting and _is_within(line.text, follower.text)


def _is_within(line: str, other: str) -> bool:
    """Tell whether a line begins in lower case, behind the mark or the number that the line before it has too."""
    prefix, own = _PREFIX.match(line), _PREFIX.match(other)
    if own:
        if not prefix or own["comment"] != prefix["comment"]:
            return False
        if own["number"] and int(own["number"]) != int(prefix["number"]) + 1:
            return False
        other = other[own.end() :]
    bare = other.lstrip(_MARKS)
    return bare[:1].islower() and _NO_WORD.match(bare) is None


def _is_stanza(lines: Sequence[str]) -> bool:
    """Tell a stanza, short lines of several words, the last of which ends the sentence that another one leaves open."""
    if len(lines) < _FEWEST_LINES or not ends_sentence(lines[-1]):
        return False
    number = _PREFIX.match(lines[0])
    if not all(map(_is_of_verse, [lines[0][number.end() if number else 0 :], *lines[1:]])):
        return False
    return any(line.endswith(_WITHIN) for line in lines[:-1])


def _is_of_verse(line: str) -> bool:
    """Tell a short line of several words and no figures, that begins with no label and no mark of a list."""
    words = line.split()
    if len(words) < _FEWEST_WORDS or len(line) > _WIDEST or words[0].endswith((")", ":", ".")):
        return False
    return line.lstrip(_MARKS)[:1].isalpha() and not any(map(str.isdigit, line))


def _read_chain(text: str, blocks: Sequence[Block], chain: Sequence[int]) -> Continued | None:
    """Return the sentence of a chain of blocks; None where it has no end."""
    first, *others = chain
    pieces = (blocks[first].sentences[-1], *(blocks[i].sentences[0] for i in others))
    last = pieces[-1]
    if not ends_sentence(text[last.start : last.end]):
        return None
    start = text[pieces[0].start : pieces[0].end]
    prefix = _PREFIX.match(start)
    found = _BEGINNING.match(start, prefix.end() if prefix else 0)
    if found is None or found[1].islower():
        return None
    return Continued(pieces, frozenset(range(first, chain[-1])) - frozenset(chain))
