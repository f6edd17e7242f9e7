"""A Result as text: pure functions, one a format, in the table RENDERERS.

A rendering is what is printed of one document, without the heading that tells several apart. `kept_text` is the heart
of it: the article's own characters, minus what was removed. Formats in which a failure has a place of its own stand in
FAILURES; one whose documents share a page has what opens and closes it in FRAMES. HEADED are those that need a heading.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from newsieve.render.html import begin_html, end_html, render_html, render_html_failure
from newsieve.render.jsonl import render_failure, render_jsonl
from newsieve.render.kept import kept_text, list_digest
from newsieve.render.markdown import render_markdown
from newsieve.render.text import render_heading, render_text
from newsieve.types import Failure, Options, Result

RENDERERS: Mapping[str, Callable[[Result, str], str]] = MappingProxyType(
    {"text": render_text, "markdown": render_markdown, "jsonl": render_jsonl, "html": render_html}
)
FAILURES: Mapping[str, Callable[[Failure], str]] = MappingProxyType(
    {"jsonl": render_failure, "html": render_html_failure}
)
FRAMES: Mapping[str, tuple[Callable[[Options], str], Callable[[], str]]] = MappingProxyType(
    {"html": (begin_html, end_html)}
)
HEADED = frozenset({"text", "markdown"})

__all__ = ["FAILURES", "FRAMES", "HEADED", "RENDERERS", "kept_text", "list_digest", "render_failure", "render_heading"]
