"""A Result as text: pure functions, one a format, in the table RENDERERS.

A rendering is what is printed of one document, without the heading that tells several apart: HEADINGS are those of the
formats that need one. `kept_text` is the heart of it: the article's own characters, minus what was removed. FAILURES
are the formats in which what failed has a place of its own; PROLOGUES and EPILOGUES stand around all documents.

A new format also needs its name in FORMATS and FORMATS_OF of `options`, an ending in ENDINGS of `batch/plan`, and where
the outputs of shards can be joined, its name in `_SHARDED` of `batch/shards` (with a function in `_JOIN` if they cannot
simply stand behind each other).
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from newsieve.render.kept import kept_text, list_digest
from newsieve.render.text import render_heading, render_text
from newsieve.types import Failure, Options, Result


def _load(module: str, name: str) -> Callable[..., str]:
    """A function of a module that is loaded when it is first called: most runs have no use for it."""

    def call(*arguments: object) -> str:
        from importlib import import_module

        answer: str = getattr(import_module(f"newsieve.render.{module}"), name)(*arguments)
        return answer

    return call


RENDERERS: Mapping[str, Callable[[Result, str], str]] = MappingProxyType(
    {
        "text": render_text,
        "markdown": _load("markdown", "render_markdown"),
        "jsonl": _load("jsonl", "render_jsonl"),
        "csv": _load("table", "render_csv"),
        "tsv": _load("table", "render_tsv"),
        "diff": _load("diff", "render_diff"),
        "html": _load("html", "render_html"),
    }
)
FAILURES: Mapping[str, Callable[[Failure], str]] = MappingProxyType(
    {"jsonl": _load("jsonl", "render_failure"), "html": _load("html", "render_html_failure")}
)
PROLOGUES: Mapping[str, Callable[[Options], str]] = MappingProxyType(
    {"html": _load("html", "begin_html"), "csv": _load("table", "begin_csv"), "tsv": _load("table", "begin_tsv")}
)
EPILOGUES: Mapping[str, Callable[[], str]] = MappingProxyType({"html": _load("html", "end_html")})
HEADINGS: Mapping[str, Callable[[Result, str], str]] = MappingProxyType(
    {"text": render_heading, "markdown": _load("markdown", "render_markdown_heading")}
)

__all__ = [
    "EPILOGUES",
    "FAILURES",
    "HEADINGS",
    "PROLOGUES",
    "RENDERERS",
    "kept_text",
    "list_digest",
]
