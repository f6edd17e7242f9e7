"""A Result as text: pure functions, one a format, in the table RENDERERS.

A rendering is what is printed of one document, without the heading that tells several apart. `kept_text` is the heart
of it: the article's own characters, minus what was removed.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from newsieve.model import Result
from newsieve.render.jsonl import render_failure, render_jsonl
from newsieve.render.kept import kept_text, list_digest
from newsieve.render.markdown import render_markdown
from newsieve.render.text import render_heading, render_text

RENDERERS: Mapping[str, Callable[[Result, str], str]] = MappingProxyType(
    {"text": render_text, "markdown": render_markdown, "jsonl": render_jsonl}
)

__all__ = ["RENDERERS", "kept_text", "list_digest", "render_failure", "render_heading"]
