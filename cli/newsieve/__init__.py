r"""newsieve removes what pitches to the reader from news text, and digests what tells the story.

>>> from newsieve import clean, digest
>>> text = "The council closed the pool on Monday.\n\nSign up for our free newsletter.\n\nSwimmers were angry."
>>> print(clean(text))
The council closed the pool on Monday.
<BLANKLINE>
Swimmers were angry.
>>> digest(text, sentences=1)
['The council closed the pool on Monday.']

`explain` tells why, `brief` makes one page of many documents. Text and HTML are told apart by their content. `rules`
are paths of files with rules of one's own, `memory` is the path of a repetition memory, which knows the site by `url`,
or by `site`. All results are frozen values; nothing is written, and the network is never opened. Settings of the
command line (`newsieve.toml`, variables) are not read. The functions may be called from several threads.

>>> [(verdict.kept, str(verdict.kind)) for verdict in explain(text).verdicts]
[(True, 'None'), (False, 'newsletter'), (True, 'None')]

What is wrong with an argument is a UsageError, which is a ValueError or a TypeError too; a page of which nothing can be
made is an InputError. Both are NewsieveErrors.

>>> digest(text, sentences=0)
Traceback (most recent call last):
newsieve.errors.WrongValueError: sentences: 0 is too small: at least 1
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing.TYPE_CHECKING; to import typing takes 5 ms, in which a signal finds no handler of ours

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike
    from typing import Any, Literal

    from newsieve.errors import InputError, NewsieveError, UsageError
    from newsieve.stories import Story, Telling
    from newsieve.types import (
        Article,
        Block,
        Chosen,
        Document,
        Evidence,
        Format,
        Kind,
        Level,
        Options,
        Result,
        Sentence,
        Verdict,
    )

    Path = str | PathLike[str]
    # Type checkers need the names spelled out; tests/test_library.py holds them to the tables.
    LevelName = Level | Literal["careful", "balanced", "thorough"]
    SortName = Literal["date", "size", "path"]
    RankerName = Literal[
        "news", "lead", "lexrank", "luhn", "edmundson", "lsa", "textrank", "kl", "sumbasic", "reduction"
    ]

__version__ = "0.2.0"
__all__ = [
    "Article",
    "Block",
    "Chosen",
    "Document",
    "Evidence",
    "Format",
    "InputError",
    "Kind",
    "Level",
    "NewsieveError",
    "Options",
    "Result",
    "Sentence",
    "Story",
    "Telling",
    "UsageError",
    "Verdict",
    "brief",
    "clean",
    "digest",
    "explain",
]


def clean(text: str, *, level: LevelName = "balanced", keep: Iterable[str] = (), drop: Iterable[str] = (),
          language: str | None = None, url: str | None = None, site: str | None = None, rules: Iterable[Path] = (),
          memory: Path | None = None) -> str:  # fmt: skip
    r"""The text, or the article of an HTML page, without what pitches to the reader.

    `level` is careful, balanced or thorough; `keep` and `drop` name kinds (newsieve.Kind); `language` is an ISO 639-1
    code, detected if None. `rules`, `memory` and `site` are as above. Nothing left gives "". A page's title, which the
    command prints before it, is `explain(page).article.title`.

    Raises: InputError for a page of which nothing can be made; UsageError for wrong arguments, rules that are wrong, or
    a memory that is none.

    >>> clean("It rained.\n\nFollow us on Facebook.", keep=["app_or_social"])
    'It rained.\n\nFollow us on Facebook.'
    """
    from newsieve.render import kept_text

    options = _check_options(level=level, keep=keep, drop=drop, language=language, rules=rules)
    return kept_text(_process(text, "clean", options, url, site=site, memory=memory))


def digest(text: str, *, sentences: int | None = None, words: int | None = None, ratio: float | None = None,
           ranker: RankerName = "news", level: LevelName = "balanced", keep: Iterable[str] = (),
           drop: Iterable[str] = (), language: str | None = None, url: str | None = None, title: str | None = None,
           site: str | None = None, rules: Iterable[Path] = (), memory: Path | None = None) -> list[str]:  # fmt: skip
    """The sentences that tell the story, in document order, never one of those that `clean` removes.

    At most `sentences` of them (3), or `words` (at most so many, at least one sentence), or `ratio` (above 0, at most
    1, share of the sentences, rounded up). `ranker` is a name of newsieve.rank.RANKERS. A `title` helps the ranker and
    is never chosen. The rest is as for `clean`.

    Raises: as `clean`.

    >>> digest("")
    []
    """
    from newsieve.render import list_digest

    options = _check_options(level=level, keep=keep, drop=drop, language=language, rules=rules,
                             sentences=sentences, words=words, ratio=ratio, ranker=ranker)  # fmt: skip
    result = _process(text, "digest", options, url, title, site, memory)
    return [sentence for _, sentence in list_digest(result)]


def explain(text: str, *, level: LevelName = "balanced", keep: Iterable[str] = (), drop: Iterable[str] = (),
            language: str | None = None, url: str | None = None, site: str | None = None, rules: Iterable[Path] = (),
            memory: Path | None = None, sentences: int | None = None, words: int | None = None,
            ratio: float | None = None, ranker: RankerName = "news", title: str | None = None) -> Result:  # fmt: skip
    r"""All that is known of a text: blocks, verdicts with their evidence, and the digest's sentences.

    The arguments are those of `clean`, and those of `digest` for the sentences.

    >>> result = explain("It rained.\n\nSign up for our free newsletter.")
    >>> [(str(verdict.kind), result.text_of(verdict)) for verdict in result.verdicts if not verdict.kept]
    [('newsletter', 'Sign up for our free newsletter.')]
    """
    options = _check_options(level=level, keep=keep, drop=drop, language=language, rules=rules,
                             sentences=sentences, words=words, ratio=ratio, ranker=ranker)  # fmt: skip
    return _process(text, "explain", options, url, title, site, memory)


def brief(documents: Iterable[str | Document], *, sentences: int = 2, sort: SortName = "date",
          ranker: RankerName = "news", level: LevelName = "balanced", keep: Iterable[str] = (),
          drop: Iterable[str] = (), language: str | None = None, rules: Iterable[Path] = (),
          memory: Path | None = None) -> list[Story]:  # fmt: skip
    r"""The stories that documents tell, each once: near-copies, and articles on one story, are one.

    A document is a text, or a Document with what is known of it (title, url, date); a text's id is its number, from 1.
    A Document that names no format is told apart by its content, as a text is.
    A Story has the title, url, date, sentences and text of its fullest document, and all its `documents`, the fullest
    first. `sort` is date (newest first), size (most told first) or path (by id). Empty documents tell nothing. The rest
    is as for `digest`.

    Raises: as `clean`; messages name a document by its place, documents[0] first.

    >>> fire = "Mill burns down in Arle\n\nA fire destroyed the Osier mill in Arle on Monday.\n\nNobody was hurt."
    >>> [(story.title, story.sentences, len(story.documents)) for story in brief([fire, fire])]
    [('Mill burns down in Arle', ('A fire destroyed the Osier mill in Arle on Monday.', 'Nobody was hurt.'), 2)]
    """
    from newsieve.stories import tell_stories

    arguments = _load("newsieve.arguments")
    options = _check_options(level=level, keep=keep, drop=drop, language=language, rules=rules,
                             sentences=sentences, ranker=ranker)  # fmt: skip
    order = arguments.check_value("sort", sort)
    return tell_stories(arguments.make_documents(documents), options, order, arguments.open_memory(memory))


def _check_options(**given: object) -> Options:
    options: Options = _load("newsieve.arguments").check_options(given)
    return options


def _process(text: str, task: str, options: Options, url: str | None, title: str | None = None,
             site: str | None = None, memory: Path | None = None) -> Result:  # fmt: skip
    from newsieve.pipeline import Task, process
    from newsieve.types import Document

    arguments = _load("newsieve.arguments")
    address = arguments.check_address(url)
    document = arguments.make_document(Document("-", text, url=address, title=title, site=site))
    return process(document, Task(task), options, arguments.open_memory(memory))


def _load(name: str) -> Any:
    """A module by its name: `batch`, which takes the version from here, stands below some of them."""
    from importlib import import_module

    return import_module(name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


_LAZY = (
    dict.fromkeys(__all__, "newsieve.types")
    | dict.fromkeys(("InputError", "NewsieveError", "UsageError"), "newsieve.errors")
    | dict.fromkeys(("Story", "Telling"), "newsieve.stories")
)

if not TYPE_CHECKING:  # where it stood, a type checker would take every name for one of ours

    def __getattr__(name: str) -> Any:
        if name not in _LAZY:
            raise AttributeError(f"module 'newsieve' has no attribute {name!r}")
        return getattr(_load(_LAZY[name]), name)
