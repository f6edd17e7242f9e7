"""A run of text between two edges of blocks, as the texts of the paragraphs that a reader sees in it."""

import re

from newsieve.extract import vocabulary
from newsieve.text import (
    CLOSERS,
    COLONS,
    IDLE_ZERO_SPACE,
    SENTENCE_ENDS,
    ends_sentence,
    find_words,
    has_words,
    is_unspaced,
)
from newsieve.types import CELL_SEPARATOR

LINE_END_MIN = 80  # characters before a single <br> that is taken for a paragraph's end
SHORT_LINE = 60  # characters; lines of a poem, an address or a list are mostly shorter, those of wrapped prose longer
SHARE_IN_LOWER_CASE = 0.2  # of the lines behind the first, from which on longer lines are of wrapped prose
LONG_CELL = 200  # characters; a cell of a layout table, not of data
PROSE_CELL = 80  # characters; of cells of sentences that are all as long none is a datum
SHARE_OF_SENTENCES = 0.5  # of the lines of a run that end as sentences do, from which on each is a paragraph
TICK_BOX = "▢"  # in front of an ingredient, where a recipe's plug-in has a box to tick
CELL_EDGE, LINE_BREAK, INNER_EDGE = "\x1f", "\x1e", "\x1d"
BUTTON_EDGE = "\x19"  # before and behind a button in a `pre` or in a heading
LINE_ENDS = f"\n{INNER_EDGE}"  # in a `pre`
LONGEST_ENDING = 12  # characters: two letters, marks of a sentence's end, closing quotation marks and brackets

_ENDINGS = frozenset(SENTENCE_ENDS + CLOSERS)
_ENDED = re.compile(rf"[^\s{re.escape(SENTENCE_ENDS)}]{{2}}[{re.escape(SENTENCE_ENDS)}]+[{re.escape(CLOSERS)}]*\Z")
_OPENED = re.compile(r"[\"'“„«‘(\[¿¡]*([^\W\d_])\w*(?:['’-]\w+)?[,;:]?\s+\S")
_UNPRINTABLE = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\ufeff]{IDLE_ZERO_SPACE}")
# Edges are white space to a pattern too: a run of it is looked at once, from its beginning.
_INNER_EDGE = re.compile(rf"(?<!\s)[^\S{INNER_EDGE}]*+{INNER_EDGE}\s*+(?=[:,;.!?])")
_BUTTON = re.compile(rf"{BUTTON_EDGE}[^{BUTTON_EDGE}]*+{BUTTON_EDGE}")
_LINE_EDGE = re.compile(rf"\n?{INNER_EDGE}+")
_NUMBER = re.compile(r"[\[(]?\d{1,3}[.)\]]")
_PARAGRAPH_BREAK = re.compile(rf"(?<!\s)(?:[^\S{LINE_BREAK}]*+{LINE_BREAK}){{2}}\s*+")


def lack_space(before: str, behind: str) -> bool:
    """Whether a text of two words or more follows the end of a sentence in another element, with no space between."""
    if before[-1] not in _ENDINGS or behind[0].isspace() or behind[0].islower():
        return False
    opened = _OPENED.match(behind)
    if opened is None or not _ENDED.search(before[-LONGEST_ENDING:]):
        return False
    first = opened[1]
    return first.isupper() or not (first.islower() or is_unspaced(first))


def split_run(raw: str, tag: str) -> list[str]:
    """Return the texts of the blocks in a run, none of white space.

    A block is a paragraph, a cell of a layout table, a whole row of a data table (its cells between bars), or a `pre`.
    It has the lines of a `pre`, and those that line breaks part: short ones, as of a poem, an address or a list.
    """
    if BUTTON_EDGE in raw:
        raw = _drop_buttons(raw, tag)
    if tag == "pre":
        lined = _LINE_EDGE.sub("\n", raw)
        lines = [line.rstrip() for line in _UNPRINTABLE.sub("", lined).expandtabs(4).splitlines()]
        text = "\n".join(lines).strip("\n")
        return [text] if text else []
    if tag == "li" and raw.lstrip().startswith(TICK_BOX):
        raw = raw.lstrip().removeprefix(TICK_BOX)
    raw = _drop_inner_edges(raw)
    is_plain = raw.replace("\n", " ").isprintable()  # in a third of the time of the pattern
    if is_plain or not _UNPRINTABLE.search(raw):  # nor is there an edge of a cell or a line break
        text = " ".join(raw.split())
        return [text] if text else []
    if tag in vocabulary.HEADINGS:
        raw = raw.replace(LINE_BREAK, " ")
    cells = raw.split(CELL_EDGE)
    paragraphs = [text for cell in cells for part in _PARAGRAPH_BREAK.split(cell) for text in _join_lines(part)]
    filled = [*filter(None, split_cells(raw))]
    if tag != "tr" or len(filled) < 2:
        return paragraphs
    if len(filled) == 2 and _NUMBER.fullmatch(filled[0]) and ends_sentence(filled[1]):  # of a paragraph
        return [f"{paragraphs[0]} {paragraphs[1]}", *paragraphs[2:]]
    if any(len(text) > LONG_CELL for text in paragraphs) or all(map(_is_prose, filled)):
        return paragraphs
    return [CELL_SEPARATOR.join(filled)]


def split_cells(raw: str) -> list[str]:
    """Return the texts between the edges of cells in a run, empty ones too."""
    parts = (cell.split(LINE_BREAK) for cell in _drop_inner_edges(raw).split(CELL_EDGE))
    return [" ".join(filter(None, map(_collapse, cell))) for cell in parts]


def _drop_inner_edges(raw: str) -> str:
    return _INNER_EDGE.sub("", raw).replace(INNER_EDGE, " ") if INNER_EDGE in raw else raw


def _drop_buttons(raw: str, tag: str) -> str:
    """Return a run without the buttons that copy, run or edit it: those in code, and those around a heading's words.

    Nothing is left out where the buttons hold all of the code, or more words than the rest of the heading.
    """
    if tag == "pre":
        code = _BUTTON.sub("", raw)
        return code if _UNPRINTABLE.sub("", code).strip() else raw
    pieces = raw.split(BUTTON_EDGE)  # every other one is a button
    own = [n for n in range(0, len(pieces), 2) if has_words(pieces[n], 1) or ends_sentence(pieces[n])]
    if not own:
        return raw
    text = "".join(pieces[own[0] : own[-1] + 1])
    return text if 2 * len(find_words(text)) >= len(find_words(raw)) else raw


def _is_prose(cell: str) -> bool:
    return len(cell) >= PROSE_CELL and ends_sentence(cell)


def _join_lines(part: str) -> list[str]:
    """Lines between single breaks: paragraphs where most end as sentences do, else one block but for long sentences.

    Of short lines all have to: those of a poem may end so by chance.
    """
    lines = [line for piece in part.split(LINE_BREAK) if (line := _collapse(piece))]
    if len(lines) < 2:
        return lines
    are_short = max(map(len, lines)) <= SHORT_LINE
    joint = "\n" if are_short or not _are_wrapped(lines) else " "
    ended = [ends_sentence(line) or line[-1] in COLONS for line in lines]
    are_paragraphs = sum(ended) > 1 and sum(ended) >= (1 if are_short else SHARE_OF_SENTENCES) * len(lines)
    texts: list[str] = []
    is_open = False
    for line, ends in zip(lines, ended, strict=True):
        if is_open:
            texts[-1] += f"{joint}{line}"
        else:
            texts.append(line)
        is_open = not (ends and (are_paragraphs or len(line) >= LINE_END_MIN))
    return texts


def _are_wrapped(lines: list[str]) -> bool:
    """Whether some of the lines go on with the sentence of the line before."""
    return sum(line[0].islower() for line in lines[1:]) >= SHARE_IN_LOWER_CASE * (len(lines) - 1)


def _collapse(text: str) -> str:
    return " ".join(_UNPRINTABLE.sub("", text).split())
