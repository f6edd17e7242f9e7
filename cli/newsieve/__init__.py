r"""newsieve removes what pitches to the reader from news text, and digests what tells the story.

>>> from newsieve import clean, digest
>>> text = "The council closed the pool on Monday.\n\nSign up for our free newsletter.\n\nSwimmers were angry."
>>> print(clean(text))
The council closed the pool on Monday.
<BLANKLINE>
Swimmers were angry.
>>> digest(text, sentences=1)
['The council closed the pool on Monday.']
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing.TYPE_CHECKING; to import typing takes 5 ms, in which a signal finds no handler of ours

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from newsieve.errors import NewsieveError as NewsieveError
    from newsieve.stories import Story as Story
    from newsieve.types import Document as Document
    from newsieve.types import Format as Format
    from newsieve.types import Kind as Kind
    from newsieve.types import Level as Level
    from newsieve.types import Options as Options
    from newsieve.types import Result as Result

__version__ = "0.1.0"
__all__ = [
    "Document",
    "Format",
    "Kind",
    "Level",
    "NewsieveError",
    "Options",
    "Result",
    "Story",
    "brief",
    "clean",
    "digest",
    "explain",
]


def clean(text: str, *, level: str = "balanced", keep: Iterable[str] = (), drop: Iterable[str] = (),
          language: str | None = None, url: str | None = None) -> str:  # fmt: skip
    r"""The text, or the article of an HTML page, without what pitches to the reader.

    `level` is careful, balanced or thorough; `keep` and `drop` name kinds (newsieve.Kind); `language` is an ISO 639-1
    code, detected if None. Nothing left gives "".

    Raises: NewsieveError for a page of which nothing can be made; ValueError for an unknown level or kind.

    >>> clean("It rained.\n\nFollow us on Facebook.", keep=["app_or_social"])
    'It rained.\n\nFollow us on Facebook.'
    """
    from newsieve.render import kept_text

    return kept_text(_process(text, "clean", _make_options(level, keep, drop, language), url))


def digest(text: str, *, sentences: int = 3, words: int | None = None, ratio: float | None = None,
           ranker: str = "news", level: str = "balanced", keep: Iterable[str] = (), drop: Iterable[str] = (),
           language: str | None = None, url: str | None = None, title: str | None = None) -> list[str]:  # fmt: skip
    """The sentences that tell the story, in document order, never one of those that `clean` removes.

    At most `sentences` of them; `words` (at most so many, at least one sentence) outweighs it, and `ratio` (above 0, at
    most 1, share of the sentences, rounded up) outweighs both. `ranker` is a name of newsieve.rank.RANKERS. A `title`
    helps the ranker and is never chosen. The rest is as for `clean`.

    Raises: NewsieveError for a page of which nothing can be made or an unknown ranker; ValueError as `clean`.

    >>> digest("")
    []
    """
    from newsieve.render import list_digest

    options = _make_options(level, keep, drop, language)
    options = options._replace(sentences=sentences, words=words, ratio=ratio, ranker=ranker)
    return [sentence for _, sentence in list_digest(_process(text, "digest", options, url, title))]


def explain(text: str, *, level: str = "balanced", keep: Iterable[str] = (), drop: Iterable[str] = (),
            language: str | None = None, url: str | None = None) -> Result:  # fmt: skip
    """All that is known of a text: blocks, verdicts with their evidence, and the digest's sentences.

    >>> [verdict.kind for verdict in explain("Sign up for our free newsletter.").verdicts]
    [<Kind.NEWSLETTER: 'newsletter'>]
    """
    return _process(text, "explain", _make_options(level, keep, drop, language), url)


def brief(documents: Iterable[str | Document], *, sentences: int = 2, sort: str = "date", ranker: str = "news",
          level: str = "balanced", keep: Iterable[str] = (), drop: Iterable[str] = (),
          language: str | None = None) -> list[Story]:  # fmt: skip
    r"""The stories that documents tell, each once: near-copies, and articles on one story, are one.

    A document is a text, or a Document with what is known of it (title, url, date); a text's id is its number, from 1.
    A Story has the title, url, date, sentences and text of its fullest document, and all its `documents`, the fullest
    first. `sort` is date (newest first), size (most told first) or path (by id). Empty documents tell nothing. The rest
    is as for `digest`.

    Raises: as `digest`.

    >>> fire = "Mill burns down in Arle\n\nA fire destroyed the Osier mill in Arle on Monday.\n\nNobody was hurt."
    >>> [(story.title, story.sentences, len(story.documents)) for story in brief([fire, fire])]
    [('Mill burns down in Arle', ('A fire destroyed the Osier mill in Arle on Monday.', 'Nobody was hurt.'), 2)]
    """
    from newsieve.stories import tell_stories

    options = _make_options(level, keep, drop, language)._replace(sentences=sentences, ranker=ranker)
    listed = (_make_document(each, number) for number, each in enumerate(documents, 1))
    return tell_stories(listed, options, sort)


def _make_document(document: str | Document, number: int) -> Document:
    from newsieve.read.decode import normalize, sniff_format
    from newsieve.types import Document

    if isinstance(document, Document):
        return document
    text = normalize(document)
    return Document(number, text, sniff_format(text))


def _make_options(level: str, keep: Iterable[str], drop: Iterable[str], language: str | None) -> Options:
    from newsieve.types import GO_BY_DEFAULT, Kind, Level, Options

    dropped = (GO_BY_DEFAULT | {Kind(kind) for kind in drop}) - {Kind(kind) for kind in keep}
    return Options(level=Level(level), drop=dropped, language=language)


def _process(text: str, task: str, options: Options, url: str | None, title: str | None = None) -> Result:
    from newsieve.pipeline import Task, process
    from newsieve.read.decode import normalize, sniff_format
    from newsieve.types import Document

    normal = normalize(text)
    return process(Document("-", normal, sniff_format(normal), url, title), Task(task), options)


_LAZY = {"NewsieveError": "newsieve.errors", "Story": "newsieve.stories"} | dict.fromkeys(
    ("Document", "Format", "Kind", "Level", "Options", "Result"), "newsieve.types"
)


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module 'newsieve' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_LAZY[name]), name)
