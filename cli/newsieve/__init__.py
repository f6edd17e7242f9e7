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
or by `site`. All results are frozen values; nothing is written, and the network is never opened.

>>> [(verdict.kept, str(verdict.kind)) for verdict in explain(text).verdicts]
[(True, 'None'), (False, 'newsletter'), (True, 'None')]
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing.TYPE_CHECKING; to import typing takes 5 ms, in which a signal finds no handler of ours

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike
    from typing import Any

    from newsieve.errors import NewsieveError as NewsieveError
    from newsieve.stories import Story as Story
    from newsieve.types import Document as Document
    from newsieve.types import Format as Format
    from newsieve.types import Kind as Kind
    from newsieve.types import Level as Level
    from newsieve.types import Memory, Rule
    from newsieve.types import Options as Options
    from newsieve.types import Result as Result

    Path = str | PathLike[str]

__version__ = "0.2.0"
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
          language: str | None = None, url: str | None = None, site: str | None = None, rules: Iterable[Path] = (),
          memory: Path | None = None) -> str:  # fmt: skip
    r"""The text, or the article of an HTML page, without what pitches to the reader.

    `level` is careful, balanced or thorough; `keep` and `drop` name kinds (newsieve.Kind); `language` is an ISO 639-1
    code, detected if None. `rules`, `memory` and `site` are as above. Nothing left gives "".

    Raises: NewsieveError for a page of which nothing can be made, rules that are wrong, or a memory that is none;
    ValueError for an unknown level or kind.

    >>> clean("It rained.\n\nFollow us on Facebook.", keep=["app_or_social"])
    'It rained.\n\nFollow us on Facebook.'
    """
    from newsieve.render import kept_text

    options = _make_options(level, keep, drop, language, rules)
    return kept_text(_process(text, "clean", options, url, site=site, memory=memory))


def digest(text: str, *, sentences: int = 3, words: int | None = None, ratio: float | None = None,
           ranker: str = "news", level: str = "balanced", keep: Iterable[str] = (), drop: Iterable[str] = (),
           language: str | None = None, url: str | None = None, title: str | None = None, site: str | None = None,
           rules: Iterable[Path] = (), memory: Path | None = None) -> list[str]:  # fmt: skip
    """The sentences that tell the story, in document order, never one of those that `clean` removes.

    At most `sentences` of them; `words` (at most so many, at least one sentence) outweighs it, and `ratio` (above 0, at
    most 1, share of the sentences, rounded up) outweighs both. `ranker` is a name of newsieve.rank.RANKERS. A `title`
    helps the ranker and is never chosen. The rest is as for `clean`.

    Raises: NewsieveError for a page of which nothing can be made or an unknown ranker; ValueError as `clean`.

    >>> digest("")
    []
    """
    from newsieve.render import list_digest

    options = _make_options(level, keep, drop, language, rules)
    options = options._replace(sentences=sentences, words=words, ratio=ratio, ranker=ranker)
    result = _process(text, "digest", options, url, title, site, memory)
    return [sentence for _, sentence in list_digest(result)]


def explain(text: str, *, level: str = "balanced", keep: Iterable[str] = (), drop: Iterable[str] = (),
            language: str | None = None, url: str | None = None, site: str | None = None, rules: Iterable[Path] = (),
            memory: Path | None = None) -> Result:  # fmt: skip
    """All that is known of a text: blocks, verdicts with their evidence, and the digest's sentences.

    >>> [verdict.kind for verdict in explain("Sign up for our free newsletter.").verdicts]
    [<Kind.NEWSLETTER: 'newsletter'>]
    """
    options = _make_options(level, keep, drop, language, rules)
    return _process(text, "explain", options, url, site=site, memory=memory)


def brief(documents: Iterable[str | Document], *, sentences: int = 2, sort: str = "date", ranker: str = "news",
          level: str = "balanced", keep: Iterable[str] = (), drop: Iterable[str] = (),
          language: str | None = None, rules: Iterable[Path] = (),
          memory: Path | None = None) -> list[Story]:  # fmt: skip
    r"""The stories that documents tell, each once: near-copies, and articles on one story, are one.

    A document is a text, or a Document with what is known of it (title, url, date); a text's id is its number, from 1.
    A Document that names no format is told apart by its content, as a text is.
    A Story has the title, url, date, sentences and text of its fullest document, and all its `documents`, the fullest
    first. `sort` is date (newest first), size (most told first) or path (by id). Empty documents tell nothing. The rest
    is as for `digest`.

    Raises: as `digest`.

    >>> fire = "Mill burns down in Arle\n\nA fire destroyed the Osier mill in Arle on Monday.\n\nNobody was hurt."
    >>> [(story.title, story.sentences, len(story.documents)) for story in brief([fire, fire])]
    [('Mill burns down in Arle', ('A fire destroyed the Osier mill in Arle on Monday.', 'Nobody was hurt.'), 2)]
    """
    from newsieve.stories import tell_stories

    options = _make_options(level, keep, drop, language, rules)._replace(sentences=sentences, ranker=ranker)
    listed = (_make_document(each, number) for number, each in enumerate(documents, 1))
    return tell_stories(listed, options, sort, _open_memory(memory))


def _make_document(document: str | Document, number: int) -> Document:
    """The document with clean text, and with the format that its text has where it names none."""
    from newsieve.read.decode import normalize
    from newsieve.read.markup import sniff_format
    from newsieve.types import Document

    given = document if isinstance(document, Document) else Document(number, document)
    text = normalize(_mend_surrogates(given.text))
    return given._replace(text=text, format=given.format or sniff_format(text))


def _mend_surrogates(text: str) -> str:
    """The text with U+FFFD for each half of a surrogate pair, which no encoding can write."""
    if text.isascii():
        return text
    import re

    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def _make_options(
    level: str, keep: Iterable[str], drop: Iterable[str], language: str | None, rules: Iterable[Path] = ()
) -> Options:
    from newsieve.types import GO_BY_DEFAULT, Kind, Level, Options

    kept = {Kind(kind) for kind in keep}
    return Options(
        level=Level(level),
        drop=(GO_BY_DEFAULT | {Kind(kind) for kind in drop}) - kept,
        language=language,
        rules=_read_rules(rules),
        keeps_captions=Kind.CAPTION_OR_CREDIT in kept,
    )


def _read_rules(paths: Iterable[Path]) -> tuple[Rule, ...]:
    """The rules of files, each file read and tried once for each of its versions."""
    if not paths:
        return ()
    import os
    from importlib import import_module

    read_rules = import_module(
        "newsieve.settings"
    ).read_rules  # `batch`, which takes the version from here, is below it
    rules: list[Rule] = []
    for each in paths:
        path = os.fspath(each)
        key = path, os.stat(path).st_mtime_ns if os.path.exists(path) else 0  # noqa: PTH110, PTH116
        if key not in _rules:
            _rules[key] = read_rules([path], "rules")
        rules += _rules[key]
    return tuple(rules)


def _open_memory(path: Path | None) -> Memory | None:
    if path is None:
        return None
    import os

    from newsieve.repetition import open_memory

    return open_memory(os.fspath(path))


def _process(text: str, task: str, options: Options, url: str | None, title: str | None = None,
             site: str | None = None, memory: Path | None = None) -> Result:  # fmt: skip
    from newsieve.pipeline import Task, process
    from newsieve.types import Document

    document = _make_document(Document("-", text, url=url, title=title, site=site), 1)
    return process(document, Task(task), options, _open_memory(memory))


_rules: dict[tuple[str, int], tuple[Rule, ...]] = {}
_LAZY = {"NewsieveError": "newsieve.errors", "Story": "newsieve.stories"} | dict.fromkeys(
    ("Document", "Format", "Kind", "Level", "Options", "Result"), "newsieve.types"
)


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module 'newsieve' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_LAZY[name]), name)
