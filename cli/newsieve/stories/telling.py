"""Record of a document until all are read: its headline, its digest, and a signature to compare it by."""

import json
import re
from datetime import datetime
from hashlib import blake2b
from typing import NamedTuple

from newsieve.cleaner.repetition import host_of
from newsieve.languages import load
from newsieve.pipeline import place_chosen, ranker_input
from newsieve.render import list_digest
from newsieve.stories.dates import Moment, find_moment, is_to_come, parse_date
from newsieve.stories.headline import find_title
from newsieve.stories.signature import NAME, STEM, RunVocabulary, Signature, sign
from newsieve.text import find_words, fold
from newsieve.types import Document, Result

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"'\\^`{|}\x00-\x20\x7f-\x9f]+", re.IGNORECASE)
_SHARED = 0.8  # of the content words of a sentence that the headline says; as for repeats within a digest


class Telling(NamedTuple):
    """A document that tells a story. `id` as text; `date` as the document writes it; `size` in letters of its story.

    `moment` is that of its own date where that names a day, and `is_dated` says that this is no day to come.
    `published` is that of its date, else when its file was written, else now. `key` orders documents by their content.
    """

    id: str | int | float
    title: str
    site: str | None
    url: str | None
    date: str | None
    moment: Moment | None
    is_dated: bool
    published: float
    sentences: tuple[str, ...]
    size: int
    language: str | None
    key: bytes
    signature: Signature

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Telling) and self._content == other._content

    def __ne__(self, other: object) -> bool:  # a tuple has one of its own
        return not self == other

    def __hash__(self) -> int:
        return hash(self._content)

    @property
    def _content(self) -> tuple[object, ...]:
        """All but the time at which it was read, and numbers that depend on what was read before it."""
        named = self.id, self.title, self.site, self.url, self.date
        return *named, self.sentences, self.size, self.language, self.key

    @property
    def day(self) -> str | None:
        """The day of its own date, as in 2026-11-28."""
        if not self.is_dated or self.date is None:
            return None
        return self.date[:10] if _DAY.match(self.date) else datetime.fromtimestamp(self.published).date().isoformat()

    @property
    def link(self) -> str | None:
        """Its address, where that is one of the web that is safe to follow."""
        return self.url if self.url and _WEB_ADDRESS.fullmatch(self.url) else None

    @property
    def name(self) -> str:
        """Name of whose it is: its site, else its own name."""
        return self.site or str(self.id)

    @property
    def place(self) -> str | None:
        """Return where to find it, beside its name: its address, else its own name where it is not the name."""
        return self.link or (str(self.id) if self.site else None)

    def extend(self, name: str) -> str:
        """A name by which it goes, with where to find it where no link leads there."""
        return name if self.link or not self.place else f"{name}, {self.place}"


def make_telling(result: Result, vocabulary: RunVocabulary, ranker: str, modified: float, now: float) -> Telling | None:
    """Make the telling of a digested document; None for one of which nothing is left.

    `ranker` chooses again where the headline says what a sentence says. `modified` is when its file was, or now.
    """
    story, _ = ranker_input(result)
    if not story.texts:
        return None
    title, texts = find_title(result, story)
    document = result.document
    date = _find_date(document, result.article.date)
    parsed = parse_date(date)
    moment = parsed if parsed and parsed.is_known_to_the_day else None
    url = result.article.url or document.url or _read_extra(document, "url")
    return Telling(
        id=document.id,
        title=title,
        site=_read_extra(document, "site") or result.article.site or host_of(url),
        url=url,
        date=date,
        moment=moment,
        is_dated=moment is not None and not is_to_come(moment, now),
        published=find_moment(parsed, modified, now),
        sentences=_choose(result, title, ranker),
        size=sum(map(len, texts)),
        language=result.language,
        key=blake2b("\n".join((title, *texts)).encode("utf-8", "surrogatepass"), digest_size=8).digest(),
        signature=sign(title, texts, result.language or "", vocabulary),
    )


def published_at(document: Document, said: str | None, modified: float, now: float) -> float:
    """Time at which a document counts as published, in seconds since 1970.

    `said` is the date of its article; `modified` is when its file was written.
    """
    return find_moment(parse_date(_find_date(document, said)), modified, now)


def _find_date(document: Document, said: str | None) -> str | None:
    return said or _read_extra(document, "date") or _read_number(document, "date")


def _choose(result: Result, title: str, ranker: str) -> tuple[str, ...]:
    """The digest without what the headline says already, and as long as was asked for where there is more to say."""
    sentences = [text for _, text in list_digest(result)]
    wanted = len(sentences)
    heading = _Heading(title, result.language)
    left = [text for text in sentences if not heading.says(text)]
    if len(left) < wanted:
        more = [text for _, text in list_digest(_digest_again(result, ranker, 2 * wanted - len(left)))]
        left = [text for text in more if not heading.says(text)][:wanted]
    return tuple(left)


def _digest_again(result: Result, ranker: str, sentences: int) -> Result:
    """The result with a digest of another length."""
    from newsieve.rank import choose  # 10 ms

    story, places = ranker_input(result)
    chosen = choose(story, ranker, sentences=sentences, with_parts=False)
    return result._replace(chosen=place_chosen(chosen, story, places))


class _Heading:
    """A headline, to be asked whether it says what a sentence says."""

    def __init__(self, title: str, language: str | None) -> None:
        self._words = frozenset(find_words(title))
        self._stems = {word[:STEM] for word in self._words}
        self._stop_words = load(language or "").stop_words

    def says(self, text: str) -> bool:
        """Whether it says what a sentence says, but for a few content words or their forms: never figures or names."""
        words = frozenset(find_words(text)) - self._stop_words
        new = words - self._words
        if not new:
            return True
        names = {fold(name) for name in NAME.findall(text, 1)}
        if any(word[0].isdigit() or word in names for word in new):
            return False
        return sum(word[:STEM] not in self._stems for word in new) <= (1 - _SHARED) * len(words)


def _read_extra(document: Document, name: str) -> str | None:
    text = document.extra.get(name)
    value = json.loads(text) if text else None
    return value.strip() or None if isinstance(value, str) else None


def _read_number(document: Document, name: str) -> str | None:
    """A field of the record that is a number, as it is spelled."""
    text = document.extra.get(name, "")
    return text if text[:1].isdecimal() else None
