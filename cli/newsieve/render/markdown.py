"""Markdown (CommonMark): headings, lists and quotes as the page had them, everything else escaped."""

import re

from newsieve.printable import to_line, to_printable
from newsieve.render.kept import list_digest, one_line
from newsieve.types import Block, Result

_SPECIAL = re.compile(r"([\\`*\[\]<]|(?<!\w)_|_(?!\w)|&(?=#?\w+;))")
_LINE_START = re.compile(r"^(\s*)(?:([#>+\-=~|:])|(\d{1,9})([.)])(?=\s))")
_PREFIXES = {"h1": "## ", "h2": "## ", "h3": "### ", "h4": "#### ", "h5": "##### ", "h6": "###### ",
             "li": "- ", "dt": "- ", "dd": "- ", "blockquote": "> "}  # fmt: skip


def render_markdown(result: Result, task: str) -> str:
    """`# title`, then the digest as a list, or the blocks; `explain` strikes out what was removed."""
    title = [f"# {escape(result.article.title)}"] if result.article.title else []
    if task == "digest":
        sentences = [f"- {escape(text)}" for _, text in list_digest(result)]
        parts = [*title, "\n".join(sentences)] if sentences else []
    else:
        pieces = _pieces(result, with_removed=task == "explain")
        parts = [*title, *_join_items(pieces)] if pieces else []
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


def _pieces(result: Result, with_removed: bool) -> list[tuple[Block, str]]:
    """Text that is printed of each block, with the block."""
    pieces, verdicts, at = list[tuple[Block, str]](), result.verdicts, 0
    for block in result.blocks:
        texts = []
        while at < len(verdicts) and verdicts[at].start < block.end:
            verdict, at = verdicts[at], at + 1
            if verdict.kept and block.tag == "pre":
                texts.append(_fence(result.article.text[verdict.start : verdict.end]))
            elif verdict.kept:
                texts.append(escape(one_line(result, verdict.start, verdict.end)))
            elif with_removed:
                texts.append(f"~~{escape(one_line(result, verdict.start, verdict.end))}~~ *({verdict.kind})*")
        if texts:
            pieces.append((block, _PREFIXES.get(block.tag, "") + " ".join(texts)))
    return pieces


def _join_items(pieces: list[tuple[Block, str]]) -> list[str]:
    """Paragraphs; items of one list stand on lines next to each other."""
    parts = list[str]()
    was_item = False
    for block, text in pieces:
        is_item = _PREFIXES.get(block.tag) == "- "
        if is_item and was_item:
            parts[-1] += f"\n{text}"
        else:
            parts.append(text)
        was_item = is_item
    return parts


def _fence(text: str) -> str:
    """A code block whose fence is longer than any run of backticks in it."""
    text = to_printable(text)
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{text}\n{fence}"
