"""Shapes of text that patterns are slow on, each made as long as is asked for."""

from collections.abc import Callable

_PROMO = "Sign up for our free newsletter to get the latest news in your inbox. "
_STORY = "The council closed the pool on Monday. Swimmers were angry, and some of them wept. "


def _repeat(*pieces: str) -> Callable[[int], str]:
    unit = "".join(pieces)
    return lambda size: (unit * (size // len(unit) + 1))[:size]


def _within(filler: str) -> Callable[[int], str]:
    """One line of filler between two paragraphs."""
    return lambda size: f"{_STORY}\n{_repeat(filler)(size)}\nThe bridge opened on Friday.\n"


_SIGNS = {
    "space": " ", "tab": "\t", "no-break space": "\u00a0", "ideographic space": "\u3000", "newline": "\n",
    "carriage return": "\r", "form feed": "\f", "dot": ".", "ellipsis": "…", "comma": ",", "semicolon": ";",
    "colon": ":", "hyphen": "-", "dash": "—", "underscore": "_", "asterisk": "*", "hash": "#", "equals": "=",
    "plus": "+", "pipe": "|", "tilde": "~", "at": "@", "slash": "/", "backslash": "\\", "percent": "%", "dollar": "$",
    "bang": "!", "question": "?", "quote": '"', "apostrophe": "'", "curly quote": "“", "closing quote": "”",
    "guillemet": "«", "bracket": "(", "closing bracket": ")", "square": "[", "closing square": "]", "brace": "{",
    "closing brace": "}", "less": "<", "greater": ">", "ampersand": "&", "backtick": "`", "bullet": "•", "zero": "0",
    "letter": "a", "capital": "A", "ideograph": "漢", "ideographic stop": "。", "kana": "ア", "hangul": "한",
    "arabic": "ا", "thai": "ก", "combining": "e\u0301", "emoji": "👍", "replacement": "\ufffd",
}  # fmt: skip
SHAPES: dict[str, Callable[[int], str]] = {name: _within(sign) for name, sign in _SIGNS.items()} | {
    "story": _repeat(_STORY),
    "story in lines": _repeat(_STORY.strip(), "\n"),
    "story in paragraphs": _repeat(_STORY.strip(), "\n\n"),
    "promo": _repeat(_PROMO),
    "promo in paragraphs": _repeat(_PROMO.strip(), "\n\n"),
    "promo and story": _repeat(_STORY, _PROMO, "\n\n"),
    "glued": _repeat("It ended.A new one began"),
    "times before lines": _repeat("[00:21] Ida: a\n12:03 <b> c\n"),
    "cues": _repeat("1\n00:00:01,000 --> 00:00:03,000\na\n\n"),
    "one word a line": _repeat("word\n"),
    "one letter a line": _repeat("a\n"),
    "blank lines": _repeat(" \n"),
    "ideographs with stops": _repeat("漢字。"),
    "quoted": _repeat("“He said “it is” so” "),
    "scripts in turn": _repeat("word слово λέξη 漢字 كلمة คำ "),
    "initials": _repeat("J. R. R. "),
    "figures": _repeat("3.14,15-92 "),
    "addresses": _repeat("https://a.example/b?c=d&e "),
    "mail addresses": _repeat("a.b-c@d.example "),
    "links of Markdown": _repeat("[a](b) "),
    "half a link of Markdown": _repeat("[a]("),
    "table rows": _repeat("| a | b |\n"),
    "list marks": _repeat("- a\n  - b\n"),
    "numbered": _repeat("1. a\n"),
    "quoted lines": _repeat("> a b\n>\n> > c d\n"),
    "entities": _repeat("&amp;&nbsp;"),
    "half an entity": _repeat("&am"),
    "comment begun": _repeat("<!--"),
    "tags begun": _repeat("<p "),
    "shares": _repeat("Share this on Facebook\n"),
    "dots and spaces": _repeat(". "),
    "quotes and spaces": _repeat('" '),
    "spaces and letters": _repeat("a" + " " * 50),
    "dashes and letters": _repeat("-a"),
    "times": _repeat("10:15 "),
}
PAGES: dict[str, Callable[[int], str]] = {
    "paragraphs": _repeat(f"<p>{_STORY}</p>\n"),
    "paragraphs begun": _repeat("<p>a"),
    "lines in boxes": _repeat("<p>It ended there for the third time. A new one began and<p>went on"),
    "divisions begun": lambda size: "<div>" * min(size // 5, 100_000) + _STORY,
    "tags begun": lambda size: "<html><body>" + "<a " * (size // 3),
    "comments begun": lambda size: "<html><!--" + "<!--" * (size // 4),
    "comments": lambda size: "<!---->" * (size // 7) + "<html>",
    "entities": lambda size: "<p>" + "&am" * (size // 3),
    "spaces": lambda size: f"<p>{' ' * size}</p>",
    "attributes": lambda size: "<p " + "a=b " * (size // 4) + ">a</p>",
    "metas": lambda size: "<meta charset" * (size // 13) + "<html>",
    "links": _repeat("<p><a href=b>Read more</a></p>"),
    "list items": _repeat("<li>word"),
    "table cells": _repeat("<td>word"),
    "line breaks": lambda size: "<p>" + "word<br>" * (size // 8),
    "boxes in a cell": lambda size: "<table><tr><td>a</td><td>" + "<div>" * (size // 100) + "b",
    "spaces behind a line break": lambda size: f"<p>a<br>{' ' * size}b<br>c</p>",
    "json-ld": lambda size: f'<html><script type="application/ld+json">{"[" * size}</script><p>{_STORY}</p>',
}
