"""Struck text within a line, whose place other text has taken: `was <del>arrested</del><ins>questioned</ins>`.

Plain text cannot strike. Read on, the old word is part of the sentence, and says what the page takes back; so it goes
where other text stands beside it. What is struck as a whole (a paragraph, an item done, a line) stays, for no sentence
is made false by it, and so does what has but a word behind it ("~~Meeting on Monday~~ cancelled").
"""

import re

from newsieve.extract.runs import CELL_EDGE, LINE_BREAK

STRUCK, UNSTRUCK = "\x1c", "\x1b"  # before and behind struck text in a run

_LINE = re.compile(f"([{CELL_EDGE}{LINE_BREAK}])")
_EDGE = re.compile(f"([{STRUCK}{UNSTRUCK}])")
_FIGURE = re.compile(r"\d")


def drop_struck(raw: str) -> str:
    """Return a run without its marks, and without the struck text of lines that have other text in its place."""
    if STRUCK not in raw and UNSTRUCK not in raw:
        return raw
    depth, lines = 0, []
    for line in _LINE.split(raw):
        pieces: list[tuple[str, bool]] = []
        for piece in _EDGE.split(line):
            if piece == STRUCK:
                depth += 1
            elif piece == UNSTRUCK:
                depth = max(0, depth - 1)
            elif piece:
                pieces.append((piece, depth > 0))
        lines.append(_join(pieces) if _is_replaced(pieces) else "".join(piece for piece, _ in pieces))
    return "".join(lines)


def _is_replaced(pieces: list[tuple[str, bool]]) -> bool:
    """Whether other text has the place of what is struck: before it, as many words behind it, or another figure."""
    told = [is_struck for piece, is_struck in pieces if any(map(str.isalnum, piece))]
    if True not in told or False not in told:
        return False
    old = " ".join(piece for piece, is_struck in pieces if is_struck)
    new = " ".join(piece for piece, is_struck in pieces if not is_struck)
    has_figures = _FIGURE.search(old) is not None and _FIGURE.search(new) is not None
    return not told[0] or has_figures or len(new.split()) >= len(old.split())


def _join(pieces: list[tuple[str, bool]]) -> str:
    """Join what is not struck, parted where it was: "red<s> and blue </s>sails" are red sails."""
    joined, gap = "", False
    for piece, is_struck in pieces:
        if is_struck:
            gap |= piece[0].isspace() or piece[-1].isspace()
            continue
        if gap and joined[-1:].isalnum() and piece[0].isalnum():
            joined += " "
        elif joined[-1:].isspace() and piece[0] in ".,;:!?":
            joined = joined.rstrip()
        joined, gap = joined + piece, False
    return joined
