"""Markdown (CommonMark, and the tables of GitHub's): headings, lists, quotes and tables as the page had them."""

import re
from collections.abc import Iterator

from newsieve.printable import to_line, to_printable
from newsieve.render.kept import list_digest, one_line
from newsieve.render.markdown_blocks import Piece, join_blocks
from newsieve.types import CELL_SEPARATOR, Block, Result

_SPECIAL = re.compile(r"([\\`*\[\]<]|(?<=\S)~|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|(?<=\s)#+\Z)")
_LINE_START = re.compile(r"^(\s*)(?:([#>+\-=~|:])|(\d{1,9})([.)])(?!\S))")
_PREFIXES = {"h1": "## ", "h2": "## ", "h3": "### ", "h4": "#### ", "h5": "##### ", "h6": "###### ",
             "blockquote": "> "}  # fmt: skip
_ITEMS = frozenset(("li", "dt", "dd"))


def render_markdown(result: Result, task: str) -> str:
    """`# title`, then the digest as a list, or the blocks; `explain` strikes out what was removed."""
    title = [f"# {escape(result.article.title)}"] if result.article.title else []
    if task == "digest":
        sentences = [f"- {escape(text)}" for _, text in list_digest(result)]
        parts = [*title, "\n".join(sentences)] if sentences else []
    else:
        pieces = _pieces(result, with_removed=task == "explain")
        parts = [*title, join_blocks(pieces)] if pieces else []
    return "\n\n".join(parts) + "\n" if parts else ""


def render_markdown_heading(result: Result, text: str) -> str:
    """Print the heading that tells documents apart, of one whose text does not begin with its title."""
    if result.article.title and text:
        return ""
    heading = f"# {escape(result.article.title or to_line(str(result.document.id)))}\n"
    return heading + "\n" * bool(text)


def escape(text: str) -> str:
    """The text as Markdown that shows just these characters. One line in, one line out."""
    marked = _SPECIAL.sub(r"\\\1", " ".join(to_printable(text).split()))
    return _LINE_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[1]}{m[3]}\\{m[4]}", marked)


def _pieces(result: Result, with_removed: bool) -> list[Piece]:
    """Text that is printed of each block."""
    pieces, verdicts, at = list[Piece](), result.verdicts, 0
    for block in result.blocks:
        texts, removed = list[str](), 0
        while at < len(verdicts) and verdicts[at].start < block.end:
            verdict, at = verdicts[at], at + 1
            if verdict.kept and block.tag == "pre":
                texts.append(_fence(result.article.text[verdict.start : verdict.end]))
            elif verdict.kept:
                texts.append(escape(one_line(result, verdict.start, verdict.end)))
            else:
                removed += 1
                shown = f"~~{escape(one_line(result, verdict.start, verdict.end))}~~ *({verdict.kind})*"
                texts += [shown] * with_removed
        if texts:
            cells = tuple(_cut_cells(result, block)) if not removed else ()
            pieces.append(Piece(_PREFIXES.get(block.tag, "") + " ".join(texts), _list_items(block), cells))
    return pieces


def _cut_cells(result: Result, block: Block) -> Iterator[str]:
    """Yield the cells of a table's row, empty ones too; none of a block that is no row."""
    at = block.start
    for length in block.cells:
        yield escape(result.article.text[at : at + length])
        at += length and length + len(CELL_SEPARATOR)


def _list_items(block: Block) -> tuple[tuple[int, int], ...]:
    """Return the items of lists that a block stands in; a term and what it means are items too."""
    is_own = block.tag in _ITEMS and (block.tag != "li" or not block.items)
    return (*block.items, (-1 - block.index, 0)) if is_own else block.items


def _fence(text: str) -> str:
    """A code block whose fence is longer than any run of backticks in it."""
    text = to_printable(text)
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{text}\n{fence}"
