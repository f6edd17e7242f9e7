"""Quotation marks that browsers set around `q`, by the language of the page (Unicode CLDR, `delimiters`)."""

from typing import Any

from newsieve.text import QUOTES

_BLOCKS = "p, div, ul, ol, blockquote, pre, table"

_ENGLISH = "“”‘’"
_MARKS = {
    **dict.fromkeys("bg cs de et is lt sk sl".split(), "„“‚‘"),
    **dict.fromkeys("hr hu pl ro sr".split(), "„”‚’"),
    **dict.fromkeys("el es fa fr it no nb nn ca".split(), "«»“”"),
    **dict.fromkeys("be ru uk".split(), "«»„“"),
    **dict.fromkeys("fi sv".split(), "””’’"),
    "he": "””’’",
    "nl": "‘’“”",
    "ja": "「」『』",
}  # opening and closing, then those of a quotation in a quotation; English has those of all others


class Quotations:
    """Quotations that are open, each with the mark that closes it, if any."""

    def __init__(self) -> None:
        self._closing: list[str] = []

    def open(self, node: Any, language: str | None, before: str) -> str:
        """Return the mark that opens a quotation; none where the text or the page has marks, or it holds paragraphs."""
        opening = closing = ""
        text = node.text().strip()
        if text and text[0] not in QUOTES and before[-1:] not in QUOTES and node.css_first(_BLOCKS) is None:
            language = (node.attributes.get("lang") or language or "").replace("_", "-")
            marks = _MARKS.get(language.partition("-")[0].casefold(), _ENGLISH)
            depth = sum(map(bool, self._closing)) % 2
            opening, closing = marks[2 * depth], marks[2 * depth + 1]
        self._closing.append(closing)
        return opening

    def close(self) -> str:
        """Return the mark that closes the quotation that was opened last, empty where that has none."""
        return self._closing.pop()
