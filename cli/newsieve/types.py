"""The frozen values that flow, in the order in which they are made. Imports nothing heavy.

Document -> Article -> Blocks of Sentences -> Verdicts -> Sentences -> Chosen -> Result.
NamedTuples, as in all that a run on text imports: `dataclasses` costs 7 ms, and 0.45 a class (a NamedTuple 0.08).
All offsets count characters (code points) of `Article.text`; a range is half open, `text[start:end]`.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Literal, NamedTuple, Protocol

from newsieve.no_fields import NO_FIELDS


class Format(StrEnum):
    """Format of a document's text, once its container and its encoding are off."""

    TEXT = "text"
    HTML = "html"


class Kind(StrEnum):
    """Why a piece goes. The first nine go by default, the last three stay by default."""

    DONATION = "donation"
    SUBSCRIPTION = "subscription"
    NEWSLETTER = "newsletter"
    APP_OR_SOCIAL = "app_or_social"
    RELATED = "related"
    ADVERT = "advert"
    COMMENTS_UI = "comments_ui"
    COOKIE_LEGAL = "cookie_legal"
    NAV = "nav"
    CAPTION_OR_CREDIT = "caption_or_credit"
    BYLINE_DATE = "byline_date"
    ABOUT = "about"


_LONGEST_ID = 60  # characters, in a message
STAY_BY_DEFAULT = frozenset({Kind.CAPTION_OR_CREDIT, Kind.BYLINE_DATE, Kind.ABOUT})
GO_BY_DEFAULT = frozenset(Kind) - STAY_BY_DEFAULT


class Level(StrEnum):
    """Certainty that the cleaner needs before it removes. What a level removes, the next one removes too."""

    CAREFUL = "careful"
    BALANCED = "balanced"
    THOROUGH = "thorough"


class Rule(NamedTuple):
    """A pattern with its reason, the texts that it must catch (`hits`) and those that it must not (`misses`).

    `weight` is in log-odds towards boilerplate, added to the logit for a formula, which no story holds. What `keep`
    matches stays. `beside` is where a part of a box stands. What matches holds one of the case-folded `needs`, and of
    each list of `also`, at most `max_alnum` letters and digits, and begins, marks aside, with one of `starts`.
    """

    id: str
    pattern: str
    reason: str
    kind: Kind | None = None
    keep: bool = False
    weight: float = 0.0
    hits: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    max_alnum: int | None = None
    starts: tuple[str, ...] = ()
    also: tuple[tuple[str, ...], ...] = ()
    is_formula: bool = False
    beside: Literal["", "above", "below", "around", "opens", "signs"] = ""


class Options(NamedTuple):
    """Options that change results, unchecked. Hashed into the manifest, so that a resumed run cannot mix settings."""

    level: Level = Level.BALANCED
    drop: frozenset[Kind] = GO_BY_DEFAULT
    language: str | None = None
    ranker: str = "news"
    sentences: int = 3
    words: int | None = None  # a budget in words outweighs `sentences`
    ratio: float | None = None  # 0 < ratio <= 1, share of the sentences; outweighs both
    rules: tuple[Rule, ...] = ()
    keeps_captions: bool = False  # a page's article has the captions of its figures, which are left out otherwise
    fails_empty: bool = False  # a document of which nothing is left is one that failed


class Numeral(str):
    """A number as its record spells it, such as 1.50 or 1E2: an id that is printed as it was read."""

    __slots__ = ()


class Document(NamedTuple):
    """Text as it came in: decoded, line ends as newlines, control characters gone; a page's may still have both.

    `id` is stable: "crawl.warc.gz#12", "news/a.txt", "-", or a record's own. `format` is None where nobody has looked
    yet: it is taken as it is. `source` is the file's name; `record` counts a container's documents from 1, else None.
    `extra` holds the fields of a record that are carried through, name to JSON text (`id` among them).
    `site` is whose repetitions it shares, where somebody knows better than its address; `folder` where it has none.
    `author` and `date` are what stands beside the text, as in the head of a mail or in a record.
    """

    id: str | int | float
    text: str
    format: Format | None = None
    url: str | None = None
    title: str | None = None
    language: str | None = None
    extra: Mapping[str, str] = NO_FIELDS
    record: int | None = None
    site: str | None = None
    author: str | None = None
    date: str | None = None
    source: str | None = None
    folder: str | None = None

    @property
    def label(self) -> str:
        """Name for messages: its id, and of a record with an id of its own, where it stands."""
        return label_record(f"{self.source}#{self.record}", self.id) if self.source and self.record else str(self.id)


def label_record(place: str, identity: str | float) -> str:
    """Name a record for messages by its place, and by its own id where it has one."""
    return place if identity == place else f"{place} ({str(identity)[:_LONGEST_ID]})"


class Mark(NamedTuple):
    """Place in the page of a stretch of text. `article_logit`: whether it is of the article; None: not known."""

    start: int
    end: int
    tag: str
    article_logit: float | None = None
    items: tuple[tuple[int, int], ...] = ()  # of lists, outer to inner: the place, and the number or 0
    cells: tuple[int, ...] = ()  # characters of those of a table's row, 0 for an empty one


class Article(NamedTuple):
    """A document's text without its markup. `marks` are ascending and do not overlap; plain text has none."""

    text: str
    marks: tuple[Mark, ...] = ()
    title: str | None = None
    language: str | None = None
    url: str | None = None
    site: str | None = None
    author: str | None = None
    date: str | None = None
    broken: frozenset[int] = frozenset()  # where lines of plain text part words, for `newsieve.text.cut_text`


Range = tuple[int, int]  # of characters, half open
CELL_SEPARATOR = " | "  # between the cells of a table's row, which is one block


class Sentence(NamedTuple):
    """`index` counts the document's sentences from 0."""

    index: int  # type: ignore[assignment]  # hides tuple.index, which nobody calls on it
    start: int
    end: int


class BlockSentences(Protocol):
    """Sentences of a block, found when they are first looked at."""

    @property
    def ranges(self) -> Sequence[Range]:
        """Ranges of them. These take less time than they do, since sentences are counted through the document."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Sentence]: ...

    def __getitem__(self, index: int, /) -> Sentence: ...


class Block(NamedTuple):
    """A paragraph, heading, list item or the like; what stands between two seams of glued text is a block too.

    Its sentences tile it but for white space. `start` equals the end of the block before it where the two were glued
    together. `tag` is "" in plain text; it and what follows are those of the block's Mark.
    """

    index: int  # type: ignore[assignment]  # hides tuple.index, which nobody calls on it
    start: int
    end: int
    sentences: BlockSentences
    tag: str = ""
    article_logit: float | None = None
    items: tuple[tuple[int, int], ...] = ()
    cells: tuple[int, ...] = ()


class Evidence(NamedTuple):
    """Term of a verdict. `weight` in log-odds: above 0 argues for boilerplate, below 0 for content.

    `source` is for people: "en.support-helps-us", "memory". `span` is what it is about, None where that is the whole.
    """

    source: str
    weight: float
    span: tuple[int, int] | None = None


WithEvidence = bool | Literal["removed"]  # of all verdicts, of none, or of those alone that remove


class Verdict(NamedTuple):
    """Decision about a block, or about sentences of one. A document's verdicts tile its blocks, in order.

    `kind` is None for content, else the likeliest kind, whether it goes or stays (`kept`). `probability`, 0..1, is that
    of being boilerplate; the weights of `evidence` sum to its logit. `level` is the most careful one that removes it.
    """

    start: int
    end: int
    kept: bool
    kind: Kind | None
    probability: float
    evidence: tuple[Evidence, ...] = ()
    level: Level | None = None


class Sentences(NamedTuple):
    """Input of a ranker: the sentences that tell the story, in order, white space collapsed.

    `blocks[i]` is the number of the block that sentence i stands in (ascending, gaps where something went),
    `tags[i]` that block's tag, "" in plain text, `boilerplate_probability[i]` what the cleaner gave it, `kinds[i]` the
    kind of boilerplate that stays (None: content); none where nobody judged. The title is not a candidate.
    """

    texts: tuple[str, ...]
    blocks: tuple[int, ...]
    tags: tuple[str, ...]
    title: str | None
    language: str
    boilerplate_probability: tuple[float, ...] = ()
    kinds: tuple[Kind | None, ...] = ()


class Chosen(NamedTuple):
    """A sentence of the digest: its place in `Sentences.texts` (later: in the document), and why.

    `score` compares sentences of one document, higher is better; `parts` are named terms of it.
    """

    index: int  # type: ignore[assignment]  # hides tuple.index, which nobody calls on it
    score: float
    parts: tuple[tuple[str, float], ...] = ()
    skip: int = 0  # characters at the beginning that are not printed: a dateline and the space behind it
    text: str = ""  # on one line, however many blocks it runs over; "" until the sentence is placed


class Result(NamedTuple):
    """Result of one document, all that a renderer needs. `chosen` is empty where no digest was asked for."""

    document: Document
    article: Article
    language: str | None
    blocks: tuple[Block, ...]
    verdicts: tuple[Verdict, ...]
    chosen: tuple[Chosen, ...] = ()

    def text_of(self, part: Verdict | Block | Sentence) -> str:
        """The text of one of its verdicts, blocks or sentences."""
        return self.article.text[part.start : part.end]


class Failure(NamedTuple):
    """A worker's answer when there is no result. `message` is one finished line."""

    document_id: str | int | float
    message: str
    errno: int | None = None  # the system's number where that is at fault (I/O, permissions, memory), and may pass
    is_bug: bool = False  # newsieve's own


class ParagraphOccurrence(NamedTuple):
    """Occurrence of a paragraph in a document of a site: what a memory is made of. Numbers have 63 bits at most."""

    site: str
    fingerprint: int
    document: int
    text: str | None


class Memory(Protocol):
    """Paragraphs that a site repeats, as the memory stood when the run began."""

    def frequency(self, site: str, fingerprints: Sequence[int]) -> tuple[int, Sequence[int]]:
        """Number of the site's documents, and of those that hold each fingerprint; 0 may stand for 1.

        All are of one document; documents that are nearly the same as that one count as one.
        """
